// Heads that look for an answer in the text, that say how well a text fits as one of several, and whether a second text follows
// the first: by the references' formulas, worked out here with plain loops in float64 from the numbers in the folder.
#include "core/analysis/answer_spans.h"
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/forward/forward.h"
#include "core/model/model_facts.h"
#include "core/opened_folder.h"
#include "core/output/ledger_numpy.h"
#include "core/output/trace_file.h"
#include "core/row_check.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace hl;
using namespace classChecks;

namespace {

constexpr const char* families[] = {"bert", "roberta", "distilbert", "albert", "electra", "mpnet", "deberta", "deberta-v2"};
constexpr unsigned seeds[] = {20240917, 8, 300};

/// The layer through which a family reads off a choice, and its function.
std::pair<std::string, double (*)(double)> poolerOf(const std::string& family)
{
    if (family == "albert")
        return {"albert.pooler", tanhOf};
    if (family == "distilbert")
        return {"pre_classifier", reluOf};
    if (family == "electra")
        return {"sequence_summary.summary", geluOf};
    if (family == "deberta-v2")
        return {"pooler.dense", geluOf};
    return {family + ".pooler.dense", tanhOf};
}

void addLinear(ModelFolder& made, const std::string& name, std::int64_t out)
{
    made.add(name + ".weight", {out, 8});
    made.add(name + ".bias", {out});
}

ModelFolder withHead(const std::string& family, const char* ending, const std::vector<std::pair<std::string, std::int64_t>>& layers, unsigned seed)
{
    ModelFolder made = textFolders::bare(family);
    made.config["architectures"] = {textFolders::className(family) + ending};
    for (const auto& [name, out] : layers)
        addLinear(made, name, out);
    textFolders::randomise(made, seed);
    return made;
}

ModelFolder answering(const std::string& family, unsigned seed = seeds[0])
{
    return withHead(family, "ForQuestionAnswering", {{"qa_outputs", 2}}, seed);
}

ModelFolder choosing(const std::string& family, unsigned seed = seeds[0])
{
    return withHead(family, "ForMultipleChoice", {{poolerOf(family).first, 8}, {"classifier", 1}}, seed);
}

ModelFolder following(unsigned seed = seeds[0])
{
    return withHead("bert", "ForNextSentencePrediction", {{"bert.pooler.dense", 8}, {"cls.seq_relationship", 2}}, seed);
}

} // namespace

class TestAnswerHeads : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seeds[0]};

    static void addFamilies(bool hasChoice)
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* name : families) {
            if (!hasChoice || name != std::string("deberta")) // which the reference does not have
                QTest::newRow(name) << QByteArray(name);
        }
    }

private slots:
    void anAnswerStartsAndEndsAtATokenOfTheText_data() { addFamilies(false); }

    void anAnswerStartsAndEndsAtATokenOfTheText()
    {
        QFETCH(QByteArray, family);
        for (const unsigned seed : seeds) {
            const ModelFolder made = answering(family.toStdString(), seed);
            const auto model = m_folder.opened(made);
            QVERIFY((model->spec().head.classes == std::vector<std::string>{"start", "end"}));
            QCOMPARE(nameOf(*probabilityStep(model->spec())), std::string("span_probs"));
            QVERIFY(!hasStep(model->spec(), {.step = Step::Probs}));
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                std::vector<Row> scores;
                for (Index row = 0; row < 5; ++row)
                    scores.push_back(linear(made, "qa_outputs", rowOf(trace->view(stackOutput(Side::Only, model->spec())), row)));
                Row sums{0.0, 0.0};
                for (const Row& row : scores) {
                    for (std::size_t col = 0; col < 2; ++col)
                        sums[col] += std::exp(row[col]);
                }
                QCOMPARE(trace->view({.step = Step::SpanProbs}).rows(), Index{5});
                for (Index row = 0; row < 5; ++row) {
                    const Row& own = scores[static_cast<std::size_t>(row)];
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, own), QString());
                    QCOMPARE(m_check.differs(*trace, {.step = Step::SpanProbs}, row, {std::exp(own[0]) / sums[0], std::exp(own[1]) / sums[1]}), QString());
                    QCOMPARE(predictedPosition(*trace, row), row);
                }
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void theLensEndsWithThePrediction_data() { addFamilies(false); }

    void theLensEndsWithThePrediction()
    {
        QFETCH(QByteArray, family);
        const TracePtr trace = run(m_folder.opened(answering(family.toStdString())), DType::Float64);
        for (Index position = 0; position < 5; ++position) {
            const auto lens = logitLens(*trace, position, 2);
            const auto top = topCandidates(*trace, position, 2);
            QVERIFY(lens.has_value() && top.has_value());
            for (std::size_t i = 0; i < 2; ++i) {
                QCOMPARE((*top)[i].id, static_cast<TokenId>(i)); // start, end
                QCOMPARE(lens->back().top[i].id, (*top)[i].id);
                QVERIFY(std::abs(lens->back().top[i].probability - (*top)[i].probability) <= closeIn64);
                QVERIFY(std::abs(lens->back().top[i].logit - (*top)[i].logit) <= closeIn64);
            }
        }
    }

    void theLikeliestAnswersAreThoseOfAllSpans()
    {
        for (const unsigned seed : seeds) {
            const TracePtr trace = run(m_folder.opened(answering("bert", seed)), DType::Float64);
            const MatrixView probs = trace->view({.step = Step::SpanProbs});
            double best = 0.0;
            double sum = 0.0;
            for (Index first = 0; first < 5; ++first) {
                for (Index last = first; last < 5; ++last) {
                    const double probability = probs.at(first, 0) * probs.at(last, 1);
                    best = std::max(best, probability);
                    sum += probability;
                }
            }
            const auto answers = likeliestAnswers(*trace, 100);
            QVERIFY(answers.has_value());
            QCOMPARE(answers->size(), std::size_t{15});
            double found = 0.0;
            for (std::size_t i = 0; i < answers->size(); ++i) {
                found += (*answers)[i].probability;
                QVERIFY((*answers)[i].first <= (*answers)[i].last);
                QVERIFY(i == 0 || (*answers)[i].probability <= (*answers)[i - 1].probability);
            }
            QVERIFY(answers->front().probability == best);
            QVERIFY(std::abs(found - sum) <= closeIn64);
            QCOMPARE(likeliestAnswers(*trace, 2)->size(), std::size_t{2});
        }
        const TracePtr other = run(m_folder.opened(choosing("bert")), DType::Float64);
        QCOMPARE(likeliestAnswers(*other, 1).error().english(), other->model().spec().name + " does not say where in the text an answer stands.");
    }

    void anAnswerIsOfTheSecondTextWithoutWhatTheTokenizerAdds()
    {
        const auto model = m_folder.opened(answering("bert"));
        ForwardInput input;
        input.dtype = DType::Float64;
        for (const auto& [id, sequence, isSpecial] : {std::tuple{4, 0, true}, {7, 0, false}, {1, 0, true}, {9, 1, false}, {2, 1, false}, {3, 1, true}}) {
            Token token;
            token.id = id;
            token.sequence = token.segment = sequence;
            token.isSpecial = isSpecial;
            input.source.tokens.push_back(token);
        }
        const auto pair = forward(model, input);
        QVERIFY(pair.has_value());
        const auto ofPair = likeliestAnswers(**pair, 100);
        QCOMPARE(ofPair->size(), std::size_t{3}); // 3, 4, 3 to 4
        for (const AnswerSpan& answer : *ofPair)
            QVERIFY(answer.first >= 3 && answer.last <= 4);
        for (Token& token : input.source.tokens)
            token.sequence = 0;
        QCOMPARE(likeliestAnswers(**forward(model, input), 100)->size(), std::size_t{4}); // 1; 3, 4, 3 to 4
    }

    void longAnswersAreNotLookedFor()
    {
        ModelFolder made = textFolders::bare("deberta"); // of which a text may be any length
        made.config["architectures"] = {"DebertaForQuestionAnswering"};
        addLinear(made, "qa_outputs", 2);
        textFolders::randomise(made, seeds[1]);
        const TracePtr trace = run(m_folder.opened(made), DType::Float64, std::vector<TokenId>(20, 5));
        const auto answers = likeliestAnswers(*trace, 1000);
        QVERIFY(answers.has_value() && !answers->empty());
        for (const AnswerSpan& answer : *answers)
            QVERIFY(answer.last - answer.first < 15);
    }

    void theAnswersHeadIsToldInWords()
    {
        const TracePtr trace = run(m_folder.opened(answering("bert")), DType::Float64);
        const auto said = explain(*trace, {.step = Step::SpanProbs}, 1, 0);
        QVERIFY(said.has_value() && said->agrees());
        QCOMPARE(said->quantities.at(1).formula, std::string("over the tokens"));
        QVERIFY(ledgerNumPy(*said).find("np.exp(") != std::string::npos);
        QVERIFY(sentenceFor(*trace, {.step = Step::SpanProbs}, 1, 0).english().starts_with("The answer starts at "));
        QVERIFY(sentenceFor(*trace, {.step = Step::SpanProbs}, 1, 1).english().starts_with("The answer ends at "));
        bool isClaimed = false;
        for (const Invariant& invariant : checkInvariants(*trace, {.step = Step::SpanProbs}))
            isClaimed = isClaimed || invariant.claim.english() == "every column sums to 1";
        QVERIFY(isClaimed);
        QVERIFY(stepTableCsv(*trace, {.step = Step::SpanProbs}).starts_with("span_probs,start,end\r\n"));
        QString predicts;
        for (const ModelFact& fact : factsOf(trace->model())) {
            if (fact.label.english() == "predicts")
                predicts = QString::fromStdString(english(fact.value));
        }
        QCOMPARE(predicts, QStringLiteral("where in the text the answer stands"));
    }

    void aChoiceIsOneNumberOfTheText_data() { addFamilies(true); }

    void aChoiceIsOneNumberOfTheText()
    {
        QFETCH(QByteArray, family);
        const auto [layer, activation] = poolerOf(family.toStdString());
        for (const unsigned seed : seeds) {
            const ModelFolder made = choosing(family.toStdString(), seed);
            const auto model = m_folder.opened(made);
            QVERIFY(!probabilityStep(model->spec()) && model->spec().head.question == ClassQuestion::Choice);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                const Row post = each(linear(made, layer, rowOf(trace->view(stackOutput(Side::Only, model->spec())), 0)), activation);
                QCOMPARE(m_check.differs(*trace, {.step = Step::PoolerOut}, 0, post), QString());
                QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, 0, linear(made, "classifier", post)), QString());
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void aSecondTextFollowsOrNot()
    {
        for (const unsigned seed : seeds) {
            const ModelFolder made = following(seed);
            const auto model = m_folder.opened(made);
            QVERIFY((model->spec().head.classes == std::vector<std::string>{"follows", "does not follow"}));
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                const Row post = each(linear(made, "bert.pooler.dense", rowOf(trace->view(stackOutput(Side::Only, model->spec())), 0)), tanhOf);
                const Row scores = linear(made, "cls.seq_relationship", post);
                QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, 0, scores), QString());
                QCOMPARE(m_check.differs(*trace, {.step = Step::Probs}, 0, softmax(scores)), QString());
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void whatCannotBeReadIsNamed()
    {
        const auto refuses = [&](const ModelFolder& made, const char* part) {
            QVERIFY2(m_folder.refusal(made).contains(QString::fromUtf8(part)), qPrintable(m_folder.refusal(made)));
        };
        for (const char* family : families) {
            ModelFolder made = answering(family);
            made.config["id2label"] = {{"0", "a"}, {"1", "b"}, {"2", "c"}};
            refuses(made, "\"id2label\" is 3");
            made = answering(family);
            made.tensors.erase("qa_outputs.weight");
            refuses(made, "qa_outputs.weight");
            if (family == std::string("deberta"))
                continue;
            made = choosing(family);
            made.tensors.erase("classifier.bias");
            refuses(made, "classifier.bias");
            made = choosing(family);
            made.tensors.erase(poolerOf(family).first + ".weight");
            refuses(made, poolerOf(family).first.substr(poolerOf(family).first.find('.') + 1).c_str());
        }
        ModelFolder made = following();
        made.tensors.erase("cls.seq_relationship.bias");
        refuses(made, "cls.seq_relationship.bias");
        made = choosing("bert");
        made.config["architectures"] = {"DebertaForMultipleChoice"};
        refuses(made, "DebertaForMultipleChoice");
        for (const auto& [key, value] : {std::pair{"summary_type", nlohmann::json("mean")}, {"summary_use_proj", false},
                                         {"summary_proj_to_labels", true}, {"summary_activation", "tanh"}, {"summary_activation", nullptr}}) {
            made = choosing("electra");
            made.config[key] = value;
            refuses(made, key);
        }
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestAnswerHeads)
#include "tst_answer_heads.moc"
