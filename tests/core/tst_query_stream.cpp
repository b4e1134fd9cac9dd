// How words are asked for, of a text and of arrays, and what edits, metrics and sentences make of the query
// stream.
#include "core/analysis/head_metrics.h"
#include "core/analysis/predictions.h"
#include "core/analysis/repeated_scores.h"
#include "core/explain/explanation.h"
#include "core/model/load.h"
#include "core/run/run_request.h"
#include "core/run/trace_inputs.h"
#include "core/xlnet_cases.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hl;
using namespace xlnetCases;

Q_DECLARE_METATYPE(hl::NpyArrays)

class TestQueryStream : public QObject
{
    Q_OBJECT

private slots:
    void aHeadOfTheQueryStreamIsKnockedOutByItself()
    {
        std::mt19937 random(15);
        const Opened opened = open({}, random, true);
        RunRequest request;
        request.model = opened.model;
        request.text = "the dog sat on <mask>";
        const auto before = run(request);
        QVERIFY2(before.has_value(), before ? "" : before.error().english().c_str());
        request.edits = {{ScaleHead{{.step = Step::Z, .layer = 1, .head = 2, .side = Side::Query}, 0.0}}};
        const auto after = run(request);
        QVERIFY2(after.has_value(), after ? "" : after.error().english().c_str());
        QVERIFY(!(*after)->editRefusals().front().has_value());
        for (const StepRef& ref : (*after)->steps()) {
            if (ref.side == Side::Only)
                QVERIFY2(isSameBits((*after)->view(ref), (*before)->view(ref)), nameOf(ref).c_str());
        }
        const MatrixView joined = (*after)->view({.step = Step::Concat, .layer = 1, .side = Side::Query});
        for (Index col = 8; col < 12; ++col)
            QVERIFY(joined.at(0, col) == 0.0);
        const StepRef logits{.step = Step::Logits, .side = Side::Query};
        QVERIFY(!isSameBits((*after)->view(logits), (*before)->view(logits)));
        QVERIFY(isSameBits((*after)->unchanged()->view(logits), (*before)->view(logits)));
    }

    void everyMaskedWordOfATextIsAskedForAndHidden()
    {
        std::mt19937 random(16);
        const Opened opened = open({}, random, true);
        RunRequest request;
        request.model = opened.model;
        request.text = "the <mask> sat on a <mask>";
        request.dtype = DType::Float64;
        const auto trace = run(request);
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
        const Tokens& tokens = (*trace)->tokens(Side::Only);
        Question q;
        for (const Token& token : tokens) {
            q.ids.push_back(token.id);
            q.segments.push_back(token.segment);
        }
        const TokenId mask = *opened.model->tokenizer()->maskId();
        q.perm = noPerm(static_cast<int>(tokens.size()));
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].id != mask)
                continue;
            q.targets.push_back(static_cast<int>(i));
            for (auto& row : q.perm)
                row[i] = 1;
        }
        QCOMPARE(q.targets.size(), std::size_t{2});
        QCOMPARE((*trace)->tokens(Side::Query).size(), std::size_t{2});
        QCOMPARE((*trace)->placeOf(Side::Query, 1), Index{q.targets[1]});
        QCOMPARE((*trace)->queryRowOf(q.targets[1]).value_or(-1), Index{1});
        QVERIFY(!(*trace)->queryRowOf(0).has_value());
        const auto expected = xlnetOracle::run(opened.folder, {}, q);
        Worst worst;
        for (const StepRef& ref : (*trace)->steps()) {
            if (isComparedElsewhere(ref))
                continue;
            const std::string wrong = compare(**trace, ref, expected.at(nameOf(ref)), q, worst);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        // The predictions are those of the query stream, a row for each word.
        QCOMPARE(predictedPosition(**trace, 1), Index{1});
        const auto top = topCandidates(**trace, 1, 3);
        QVERIFY(top.has_value());
        const auto& probs = expected.at("query.probs")[1];
        QVERIFY(std::abs(top->front().probability - *std::max_element(probs.begin(), probs.end())) < 1e-12);
        QVERIFY(!topCandidates(**trace, 2, 3).has_value());
    }

    void withoutAMaskedWordTheModelIsAsItWas()
    {
        std::mt19937 random(17);
        const Opened opened = open({}, random, true);
        RunRequest request;
        request.model = opened.model;
        request.text = "the dog sat on a mat";
        const auto trace = run(request);
        QVERIFY(trace.has_value());
        QVERIFY((*trace)->steps() == stepsOf(opened.model->spec()));
        QVERIFY((*trace)->view({.step = Step::Logits}));
        const auto said =
            explain(**trace, {.step = Step::Pattern, .layer = 0, .head = 0, .side = Side::Query}, 0, 0);
        QVERIFY(!said.has_value());
        QCOMPARE(said.error().english(),
                 "No word is asked for, so there is no query stream: write <mask> where a word is missing.");
    }

    void editsAndShuffledWordsMoveWhatIsAskedFor()
    {
        std::mt19937 random(18);
        const Opened opened = open({}, random, true);
        RunRequest request;
        request.model = opened.model;
        request.text = "the <mask> sat";
        const auto plain = run(request);
        QVERIFY(plain.has_value());
        const Tokens& tokens = (*plain)->tokens(Side::Only);
        const auto place = static_cast<int>((*plain)->placeOf(Side::Query, 0));
        for (int i = static_cast<int>(tokens.size()); i-- > 0;)
            request.shuffle.push_back(i);
        const auto shuffled = run(request);
        QVERIFY(shuffled.has_value());
        QCOMPARE((*shuffled)->placeOf(Side::Query, 0), Index{static_cast<int>(tokens.size()) - 1 - place});
        request.shuffle.clear();
        request.edits = {{ChangeToken{Side::Only, place, "dog"}}};
        const auto filled = run(request);
        QVERIFY2(filled.has_value(), filled ? "" : filled.error().english().c_str());
        QVERIFY(!(*filled)->model().spec().isAsked);
        request.edits = {{ChangeToken{Side::Only, 0, std::nullopt}}};
        const auto shorter = run(request);
        QVERIFY(shorter.has_value());
        QCOMPARE((*shorter)->placeOf(Side::Query, 0), Index{place - 1});
    }

    void metricsOfTheQueryStreamAreThoseOfOtherTokens()
    {
        std::mt19937 random(19);
        const Opened opened = open({}, random);
        const Question q =
            question({}, Asked::Everything, false, false, random); // as many rows as keys, in another order
        const TracePtr trace = traceOf(opened.model, inputOf(*opened.model, q, DType::Float32));
        const auto metrics =
            headMetrics(*trace, {.step = Step::Pattern, .layer = 0, .head = 0, .side = Side::Query});
        QVERIFY(metrics.has_value());
        QVERIFY(metrics->value(HeadMetric::Entropy).has_value());
        QVERIFY(!metrics->value(HeadMetric::PreviousMass).has_value());
        QVERIFY(!metrics->value(HeadMetric::Symmetry).has_value());
    }

    void scoresOfTheModelLeaveTheQueryStreamOut()
    {
        std::mt19937 random(23);
        Shape uni;
        uni.isUni = true;
        uni.vocabulary = 40;
        const Opened opened = open(uni, random);
        const auto scores = repeatedScores(opened.model->asked(true));
        QVERIFY2(scores.has_value(), scores ? "" : scores.error().english().c_str());
        QCOMPARE(scores->heads.size(), std::size_t{9});
    }

    void aFolderWithoutTheStartingRowHasNoQueryStream()
    {
        std::mt19937 random(20);
        ModelFolder folder = xlnetOracle::folder({}, random);
        folder.tensors.erase("transformer.mask_emb");
        QTemporaryDir directory;
        folder.write(directory.path().toStdString());
        const auto model = loadModel(directory.path().toStdString());
        QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
        QVERIFY(!(*model)->spec().hasQueryStream);
        const auto refused =
            inputFromArrays(**model, arraysOf(question({}, Asked::Gap, false, false, random)), "in.npz");
        QVERIFY(!refused.has_value());
    }

    void wrongQuestionsAreRefused_data()
    {
        QTest::addColumn<NpyArrays>("arrays");
        QTest::addColumn<QString>("says");
        const auto floats = [](std::vector<float> cells, std::vector<std::int64_t> shape) {
            return NpyArray::of(cells, std::move(shape));
        };
        const NpyArray ids = NpyArray::of(std::vector<std::int64_t>{3, 4, 5}, {3});
        const auto row = [&](const char* name, const char* array, NpyArray value, const char* says) {
            QTest::newRow(name) << NpyArrays{{"input_ids", ids}, {array, std::move(value)}}
                                << QString::fromUtf8(says);
        };
        row("perm_mask of another text", "perm_mask", floats(std::vector<float>(4, 0), {2, 2}),
            "in.npz: `perm_mask` has shape [2, 2]; give it shape [3, 3].");
        row("perm_mask of two samples", "perm_mask", floats(std::vector<float>(18, 0), {2, 3, 3}),
            "in.npz: `perm_mask` has shape [2, 3, 3], which is 2 samples: give one, shape [3, 3].");
        row("half hidden", "perm_mask", floats({0, 0.5, 0, 0, 0, 0, 0, 0, 0}, {3, 3}),
            "in.npz: `perm_mask` has an entry that is neither 0 nor 1.");
        row("mapping to another text", "target_mapping", floats({0, 1, 0, 0}, {1, 4}),
            "in.npz: `target_mapping` has shape [1, 4]; give it shape [m, 3].");
        row("no target in a row", "target_mapping", floats({0, 1, 0, 0, 0, 0}, {2, 3}),
            "in.npz: row 1 of `target_mapping` must ask for one token, with a single 1.");
        row("two targets in a row", "target_mapping", floats({1, 1, 0}, {1, 1, 3}),
            "in.npz: row 0 of `target_mapping` must ask for one token, with a single 1.");
        row("a mixture", "target_mapping", floats({0.5, 0.5, 0}, {1, 3}),
            "in.npz: `target_mapping` has an entry that is neither 0 nor 1.");
        row("twice the same", "target_mapping", floats({0, 1, 0, 0, 1, 0}, {2, 3}),
            "Token 1 is asked for twice; ask for each once.");
    }
    void wrongQuestionsAreRefused()
    {
        QFETCH(NpyArrays, arrays);
        QFETCH(QString, says);
        std::mt19937 random(21);
        const Opened opened = open({}, random);
        auto input = inputFromArrays(*opened.model, arrays, "in.npz");
        const auto trace = input ? forward(opened.model, std::move(*input))
                                 : Result<TracePtr>(tl::unexpected(input.error()));
        QVERIFY(!trace.has_value());
        QCOMPARE(QString::fromStdString(trace.error().english()), says);
    }

    void otherModelsCannotBeAsked()
    {
        std::mt19937 random(22);
        const Opened opened = open({}, random);
        ForwardInput input =
            inputOf(*opened.model, question({}, Asked::Nothing, false, false, random), DType::Float32);
        input.source.targets = {99};
        QCOMPARE(forward(opened.model, input).error().english(),
                 "There is no token 99 to ask for: this text has " +
                     std::to_string(input.source.tokens.size()) + ", counted from 0.");
        input.source.targets.clear();
        input.source.hidden.setZero(2, 2);
        QVERIFY(!forward(opened.model, input).has_value());
    }
};

QTEST_APPLESS_MAIN(TestQueryStream)
#include "tst_query_stream.moc"
