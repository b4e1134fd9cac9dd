#include "core/edit/edit_json.h"
#include "core/edit/plan.h"
#include "core/explain/explanation.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace hl;

namespace {

RunRequest requestFor(const char* model, const char* text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    request.dtype = DType::Float64;
    return request;
}

StepRef headAt(int layer, int head, Side side = Side::Only, bool isCross = false)
{
    return {.step = Step::Z, .layer = layer, .head = head, .side = side, .isCross = isCross};
}

Edits takenOut(const std::vector<StepRef>& heads)
{
    Edits edits;
    for (const StepRef& head : heads)
        edits.push_back({ScaleHead{head, 0.0}});
    return edits;
}

} // namespace

class TestEdits : public QObject
{
    Q_OBJECT

private slots:
    void onlyItsColumnsOfConcatBecomeZero()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        request.edits = takenOut({headAt(0, 1)});
        const TracePtr trace = *run(request);
        const StepRef concat{.step = Step::Concat, .layer = 0};
        const MatrixView before = plain->view(concat);
        const MatrixView after = trace->view(concat);
        const Index width = plain->view(headAt(0, 1)).cols();
        for (Index row = 0; row < after.rows(); ++row) {
            for (Index col = 0; col < after.cols(); ++col) {
                const double expected = col / width == 1 ? 0.0 : before.at(row, col);
                QVERIFY(std::abs(after.at(row, col) - expected) <= 0.0);
            }
        }
        QVERIFY(trace->changes().joinedOf(headAt(0, 1)).factor == 0.0);
        QVERIFY(trace->changes().joinedOf(headAt(1, 1)) == (JoinedHead{1, 1.0}));
    }

    /// attn.out = Σ over heads of z_h W_O,h + b_O: without a head exactly its term is missing.
    void theLayerLosesExactlyTheHeadsOwnTerm()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        request.edits = takenOut({headAt(0, 0)});
        const TracePtr trace = *run(request);
        const StepRef out{.step = Step::AttnOut, .layer = 0};
        const MatrixView z = plain->view(headAt(0, 0));
        const Linear linear = plain->model().linearOf(out);
        decltype(auto) weight = linear.weight.as<double>();
        for (Index row = 0; row < z.rows(); ++row) {
            for (Index col = 0; col < plain->view(out).cols(); ++col) {
                double term = 0.0;
                for (Index i = 0; i < z.cols(); ++i)
                    term += z.at(row, i) * weight(i, col);
                const double lost = plain->view(out).at(row, col) - trace->view(out).at(row, col);
                QVERIFY2(std::abs(lost - term) < 1e-12, qPrintable(QString::number(lost - term)));
            }
        }
    }

    void everyCellIsStillExplained()
    {
        RunRequest request = requestFor("toy-encoder-decoder", "The cat saw the dog");
        request.second = "a dog";
        request.edits = takenOut({headAt(0, 1, Side::Encoder), headAt(0, 0, Side::Decoder, true)});
        const auto result = run(request);
        QVERIFY2(result, result ? "" : result.error().english().c_str());
        const TracePtr trace = *result;
        for (const StepRef& ref : trace->steps()) {
            const MatrixView view = trace->view(ref);
            for (Index row = 0; row < view.rows(); ++row) {
                for (Index col = 0; col < std::min<Index>(view.cols(), 12); ++col) {
                    const auto explanation = explain(*trace, ref, row, col);
                    QVERIFY2(explanation && explanation->agrees(), nameOf(ref).c_str());
                }
            }
        }
    }

    void theUnchangedOutputIsToldBesideIt()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        QVERIFY(!plain->unchanged());
        request.edits = takenOut({headAt(1, 0)});
        const TracePtr trace = *run(request);
        QVERIFY(trace->unchanged());
        const StepRef logits{.step = Step::Logits};
        const MatrixView told = trace->unchanged()->view(logits);
        double changed = 0.0;
        for (Index col = 0; col < told.cols(); ++col) {
            QVERIFY(std::abs(told.at(0, col) - plain->view(logits).at(0, col)) <= 0.0);
            changed = std::max(changed, std::abs(told.at(0, col) - trace->view(logits).at(0, col)));
        }
        QVERIFY(changed > 1e-6);
    }

    void takingOutEveryHeadStillRuns()
    {
        RunRequest request = requestFor("toy", "The cat");
        const AttentionSpec& spec = request.model->spec().stack(Side::Only).attention;
        for (int layer = 0; layer < request.model->spec().stack(Side::Only).layers; ++layer) {
            for (int head = 0; head < spec.heads; ++head)
                request.edits.push_back({ScaleHead{headAt(layer, head), 0.0}});
        }
        const auto trace = run(request);
        QVERIFY(trace);
        QCOMPARE((*trace)->nonFiniteCount(), std::int64_t(0));
    }

    void anEditThatDoesNotFitSaysWhyAndTheRestApplies()
    {
        RunRequest request = requestFor("toy", "The cat");
        const StepRef scores{.step = Step::Scores, .layer = 0, .head = 0};
        const double infinite = std::numeric_limits<double>::infinity();
        const StepRef mask{.step = Step::Mask, .layer = 0, .head = 0};
        request.edits = {{ScaleHead{headAt(7, 0), 0.0}},
                         {SetCells{scores, {{9, 0, 1.0}}}},
                         {SetCells{scores, {{0, 0, infinite}}}},
                         {SetCells{scores, {{0, 0, std::nan("")}}}},
                         {SetCells{scores, {{0, 0, -infinite}}}},
                         {SetCells{{.step = Step::Tokens}, {{0, 0, 1.0}}}},
                         {SetTemperature{std::nullopt, 0.0}},
                         {CopyHead{headAt(0, 0), headAt(1, 0)}},
                         {ForceHead{headAt(0, 0), {PatternRule::OneKey, 40}}},
                         {ChangeToken{Side::Only, 12, std::nullopt}},
                         {SetWeights{{{.step = Step::Q, .layer = 0, .head = 1}}, {{0, 99, 1.0}}}},
                         {SetCells{mask, {{1, 0, -infinite}}}}};
        const auto trace = run(request);
        QVERIFY2(trace, trace ? "" : trace.error().english().c_str());
        const auto& refusals = (*trace)->editRefusals();
        QCOMPARE(refusals.size(), request.edits.size());
        for (std::size_t i = 0; i + 1 < refusals.size(); ++i)
            QVERIFY2(refusals[i] && refusals[i]->english().ends_with('.'), std::to_string(i).c_str());
        QCOMPARE(refusals[0]->english(), std::string("This model has no head blocks.7.attn.0."));
        QCOMPARE(refusals[1]->english(), std::string("\"blocks.0.attn.0.scores\" has 2 rows and 2 columns here, counted from 0; there is no cell (9, 0)."));
        QVERIFY(!refusals.back());
        StepRef pattern = mask;
        pattern.step = Step::Pattern;
        QVERIFY((*trace)->view(pattern).at(1, 0) == 0.0);
        QVERIFY(std::abs((*trace)->view(pattern).at(1, 1) - 1.0) < 1e-15);
    }

    void everyKindOfEditLeavesEveryCellExplained_data()
    {
        QTest::addColumn<QByteArray>("model");
        for (const char* model : {"toy", "toy-encoder-decoder", "stories", "induction", "en-zh"})
            QTest::newRow(model) << QByteArray(model);
    }

    /// One cell of every step that can be changed, one step at a time: it is what was written, it is explained, and so is
    /// everything after it; what does not depend on it has the same bits as before.
    void everyKindOfEditLeavesEveryCellExplained()
    {
        QFETCH(QByteArray, model);
        RunRequest request = requestFor(model.constData(), "red fox moon tea");
        if (request.model->spec().isEncoderDecoder())
            request.second = "a b";
        const TracePtr plain = *run(request);
        std::vector<Step> done;
        for (const StepRef& ref : plain->steps()) {
            if (!isEditable(ref.step) || ref.layer > 0 || ref.head > 0 || (ref.side == Side::Encoder && ref.isCross)
                || std::count(done.begin(), done.end(), ref.step) > 1)
                continue;
            done.push_back(ref.step);
            const MatrixView before = plain->view(ref);
            const Index row = before.rows() - 1;
            const double value = ref.step == Step::Mask ? -0.5 : 0.75;
            request.edits = {{SetCells{ref, {{row, 0, value}}}}};
            const auto result = run(request);
            QVERIFY2(result, nameOf(ref).c_str());
            const TracePtr trace = *result;
            QVERIFY2(!trace->editRefusals().front(), nameOf(ref).c_str());
            QVERIFY2(trace->view(ref).at(row, 0) == value, nameOf(ref).c_str());
            const auto affected = affectedSteps(trace->changes(), request.model->spec());
            bool hasSpread = false;
            for (const StepRef& other : trace->steps()) {
                const bool isAffected = std::find(affected.begin(), affected.end(), other) != affected.end();
                const MatrixView now = trace->view(other);
                const MatrixView was = plain->view(other);
                for (Index i = 0; i < now.rows(); ++i) {
                    for (Index j = 0; j < std::min<Index>(now.cols(), isAffected ? 6 : 40); ++j) {
                        const bool isSame = now.at(i, j) == was.at(i, j) || (std::isnan(now.at(i, j)) && std::isnan(was.at(i, j)));
                        QVERIFY2(isSame || isAffected, (nameOf(ref) + " changed " + nameOf(other)).c_str());
                        hasSpread = hasSpread || (!isSame && !(other == ref));
                        if (isAffected && other.step != Step::Probs && i + 2 >= now.rows()) {
                            const auto explanation = explain(*trace, other, i, j);
                            QVERIFY2(explanation && explanation->agrees(), (nameOf(ref) + ", " + nameOf(other)).c_str());
                        }
                    }
                }
            }
            QVERIFY2(hasSpread, nameOf(ref).c_str());
        }
        QVERIFY(done.size() > 15);
    }

    /// softmax(s / (√d τ)), computed here from the scores.
    void temperatureDividesTheScaledScores()
    {
        RunRequest request = requestFor("constructed", "The cat saw the dog");
        request.edits = {{SetTemperature{std::nullopt, 0.5}}, {SetTemperature{headAt(0, 1), 4.0}}};
        const TracePtr trace = *run(request);
        for (const int head : {0, 1, 2}) {
            const double temperature = head == 1 ? 4.0 : 0.5;
            const StepRef scores{.step = Step::Scores, .layer = 0, .head = head};
            StepRef ref = scores;
            ref.step = Step::Pattern;
            const MatrixView s = trace->view(scores);
            const MatrixView a = trace->view(ref);
            ref.step = Step::Mask;
            const MatrixView mask = trace->view(ref);
            const double scale = request.model->spec().stack(Side::Only).attention.scaleOf(0);
            for (Index i = 0; i < s.rows(); ++i) {
                double sum = 0.0;
                for (Index j = 0; j < s.cols(); ++j)
                    sum += std::exp(s.at(i, j) * scale / temperature + mask.at(i, j));
                for (Index j = 0; j < s.cols(); ++j) {
                    const double expected = std::exp(s.at(i, j) * scale / temperature + mask.at(i, j)) / sum;
                    QVERIFY(std::abs(a.at(i, j) - expected) < 1e-12);
                }
            }
        }
    }

    void aForcedPatternIsWhatItSays()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const auto patternWith = [&](const ForcedPattern& forced) {
            request.edits = {{ForceHead{headAt(0, 1), forced}}};
            return *run(request);
        };
        const StepRef ref{.step = Step::Pattern, .layer = 0, .head = 1};
        const TracePtr plain = *run(requestFor("toy", "The cat saw the dog"));
        const TracePtr uniform = patternWith({PatternRule::Uniform, 0});
        const TracePtr previous = patternWith({PatternRule::PreviousToken, 0});
        const TracePtr one = patternWith({PatternRule::OneKey, 2});
        for (Index i = 0; i < 5; ++i) {
            for (Index j = 0; j < 5; ++j) {
                QVERIFY(std::abs(uniform->view(ref).at(i, j) - (j <= i ? 1.0 / static_cast<double>(i + 1) : 0.0)) < 1e-15);
                QVERIFY(previous->view(ref).at(i, j) == (j == std::max<Index>(i - 1, 0) ? 1.0 : 0.0));
                // A query that may not look at key 2 keeps its own weights.
                QVERIFY(one->view(ref).at(i, j) == (i < 2 ? plain->view(ref).at(i, j) : j == 2 ? 1.0 : 0.0));
            }
        }
    }

    void swappedAndCopiedHeadsJoinInEachOthersPlace()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        request.edits = {{SwapHeads{headAt(0, 0), headAt(0, 1)}}, {ScaleHead{headAt(0, 1), -2.0}}};
        const TracePtr swapped = *run(request);
        request.edits = {{CopyHead{headAt(0, 0), headAt(0, 1)}}};
        const TracePtr copied = *run(request);
        const StepRef concat{.step = Step::Concat, .layer = 0};
        const MatrixView was = plain->view(concat);
        const Index width = was.cols() / 2;
        for (Index i = 0; i < was.rows(); ++i) {
            for (Index j = 0; j < width; ++j) {
                QVERIFY(swapped->view(concat).at(i, j) == was.at(i, width + j));
                QVERIFY(swapped->view(concat).at(i, width + j) == -2.0 * was.at(i, j));
                QVERIFY(copied->view(concat).at(i, j) == was.at(i, j));
                QVERIFY(copied->view(concat).at(i, width + j) == was.at(i, j));
            }
        }
    }

    /// q of head 1 by hand from the weights that were written.
    void aChangedWeightChangesExactlyItsColumn()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        const StepRef q{.step = Step::Q, .layer = 0, .head = 1};
        request.edits = {{FillWeights{{q}, WeightPreset::Identity}}, {SetWeights{{q}, {{3, 2, 0.25}}}}};
        const TracePtr trace = *run(request);
        QVERIFY(!trace->editRefusals()[0] && !trace->editRefusals()[1]);
        const StepRef in = inputsOf(q, request.model->spec()).front();
        const MatrixView x = trace->view(in);
        const Tensor bias = request.model->linearOf(q).bias;
        const Index first = request.model->columnOf(q);
        for (Index i = 0; i < x.rows(); ++i) {
            for (Index j = 0; j < trace->view(q).cols(); ++j) {
                const double expected =
                    x.at(i, j) + (j == 2 ? 0.25 * x.at(i, 3) : 0.0) + (bias ? bias.view().at(0, first + j) : 0.0);
                QVERIFY(std::abs(trace->view(q).at(i, j) - expected) < 1e-6); // the bias is stored in float32
            }
        }
        const StepRef other{.step = Step::Q, .layer = 0, .head = 0};
        QVERIFY(trace->view(other).at(2, 1) == plain->view(other).at(2, 1));
        QVERIFY(&trace->model() != request.model.get());
    }

    void tokensAreDeletedAndReplaced()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        request.edits = {{ChangeToken{Side::Only, 1, "dog"}}, {ChangeToken{Side::Only, 3, std::nullopt}}};
        const TracePtr trace = *run(request);
        const TracePtr typed = *run(requestFor("toy", "The dog saw dog"));
        QCOMPARE(trace->tokens(Side::Only).size(), typed->tokens(Side::Only).size());
        const StepRef logits{.step = Step::Logits};
        for (Index j = 0; j < typed->view(logits).cols(); ++j)
            QVERIFY(trace->view(logits).at(3, j) == typed->view(logits).at(3, j));
        QCOMPARE(trace->unchanged()->tokens(Side::Only).size(), std::size_t(5));
    }

    void anEditThatIsOffChangesNothing()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        request.edits = {{ScaleHead{headAt(0, 0), 0.0}, false}};
        const TracePtr trace = *run(request);
        QVERIFY(trace->changes().isEmpty());
        QVERIFY(!trace->unchanged());
    }

    void editsSurviveJson()
    {
        const StepRef cross = headAt(1, 2, Side::Decoder, true);
        const Edits edits{{SetCells{{.step = Step::Mask, .layer = 0, .head = 1}, {{1, 0, -std::numeric_limits<double>::infinity()}, {2, 1, 0.1}}}},
                          {SetWeights{{{.step = Step::Ln1Out, .layer = 0}, true}, {{0, 3, 1e-17}}}, false, "mine “1”"},
                          {FillWeights{{{.step = Step::Q, .layer = 0, .head = 1}}, WeightPreset::Permutation, 77}},
                          {ScaleHead{cross, 0.5}},
                          {ForceHead{cross, {PatternRule::OneKey, 4}}},
                          {CopyHead{headAt(0, 0), headAt(0, 1)}},
                          {SwapHeads{headAt(0, 0), headAt(0, 1)}},
                          {SetTemperature{std::nullopt, 0.3}},
                          {SetTemperature{cross, 2.0}},
                          {ChangeToken{Side::Decoder, 3, "爱"}},
                          {ChangeToken{Side::Only, 0, std::nullopt}}};
        const auto back = editsFromJson(editsToJson(edits), "edits");
        QVERIFY2(back, back ? "" : back.error().english().c_str());
        QVERIFY(*back == edits);
        QVERIFY(editsFromJson(editsToJson({}), "edits")->empty());
    }

    void jsonThatIsNoListOfEditsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char* json : {"", "{}", "[1]", "[{}]", "[{\"scale\": 3}]", "[{\"scale\": \"blocks.0.attn.0\"}]",
                                 "[{\"scale\": \"nowhere\", \"by\": 0}]", "[{\"set\": \"blocks.0.attn.0.scores\", \"cells\": []}]",
                                 "[{\"set\": \"blocks.0.attn.0.scores\", \"cells\": [[0, 0, \"inf\"]]}]",
                                 "[{\"set\": \"blocks.0.attn.0.skores\", \"cells\": [[0, 0, 1]]}]",
                                 "[{\"token\": -1, \"text\": null}]", "[{\"token\": 1}]",
                                 "[{\"fill\": \"blocks.0.attn.0.q.weight\", \"with\": \"ones\"}]",
                                 "[{\"temperature\": \"hot\"}]", "[{\"scale\": \"blocks.0.attn.0\", \"by\": 0, \"on\": 1}]"})
            QTest::newRow(json) << QByteArray(json);
    }

    void jsonThatIsNoListOfEditsIsRefused()
    {
        QFETCH(QByteArray, json);
        const auto edits = editsFromJson(json.toStdString(), "edits.json");
        QVERIFY(!edits);
        QVERIFY2(edits.error().english().ends_with('.') || edits.error().english().ends_with('?'), edits.error().english().c_str());
    }
};

QTEST_APPLESS_MAIN(TestEdits)
#include "tst_edits.moc"
