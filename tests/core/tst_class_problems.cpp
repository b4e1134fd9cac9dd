// What scores of classes say: which one of them it is (softmax), of each whether it is there (sigmoid), or numbers. Held against
// plain loops in float64, and followed to everything that tells it: steps, explanations, predictions, the lens, tables, facts.
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/family_folders.h"
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

constexpr const char* families[] = {"bert", "roberta", "distilbert", "albert", "electra", "mpnet", "deberta", "deberta-v2", "gpt2", "llama",
                                    "falcon", "bloom", "opt-narrow"};
constexpr unsigned seeds[] = {20240917, 5, 71};

std::string scoresOf(const std::string& family, bool isOfTokens)
{
    if (textFolders::isCausal(family))
        return isOfTokens ? family == "llama" ? "score" : "classifier" : "score";
    const bool hasOwnLayer = family == "roberta" || family == "mpnet" || family == "electra";
    return hasOwnLayer && !isOfTokens ? "classifier.out_proj" : "classifier";
}

/// The row that the scores are made from, as the trace has it.
Row readRow(const Trace& trace, Index row)
{
    const ModelSpec& spec = trace.model().spec();
    if (spec.head.hasPooler)
        return rowOf(trace.view({.step = Step::PoolerOut}), 0);
    return rowOf(trace.view(spec.head.isProjected ? StepRef{.step = Step::HeadPre} : stackOutput(Side::Only, spec)), row + trace.firstLogitRow());
}

} // namespace

class TestClassProblems : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seeds[0]};

    static ModelFolder drawn(const std::string& family, bool isOfTokens, const char* problem, unsigned seed = seeds[0])
    {
        ModelFolder made = textFolders::classes(family, isOfTokens);
        textFolders::randomise(made, seed);
        made.config["problem_type"] = problem;
        return made;
    }

    static void addFamilies()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<bool>("isOfTokens");
        for (const char* name : families) {
            QTest::addRow("%s, text", name) << QByteArray(name) << false;
            if (std::string(name) != "opt-narrow")
                QTest::addRow("%s, tokens", name) << QByteArray(name) << true;
        }
    }

private slots:
    void eachClassHasTheSigmoidOfItsScore_data() { addFamilies(); }

    void eachClassHasTheSigmoidOfItsScore()
    {
        QFETCH(QByteArray, family);
        QFETCH(bool, isOfTokens);
        for (const unsigned seed : seeds) {
            const ModelFolder made = drawn(family.toStdString(), isOfTokens, "multi_label_classification", seed);
            const auto model = m_folder.opened(made);
            QVERIFY(!hasStep(model->spec(), {.step = Step::Probs}));
            QCOMPARE(nameOf(*probabilityStep(model->spec())), std::string("class_probs"));
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                const Index rows = trace->view({.step = Step::Logits}).rows();
                QCOMPARE(rows, Index{isOfTokens ? 5 : 1});
                for (Index row = 0; row < rows; ++row) {
                    const Row scores = linear(made, scoresOf(family.toStdString(), isOfTokens), readRow(*trace, row));
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, scores), QString());
                    QCOMPARE(m_check.differs(*trace, {.step = Step::ClassProbs}, row, sigmoid(scores)), QString());
                }
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void numbersHaveNoProbabilities_data() { addFamilies(); }

    void numbersHaveNoProbabilities()
    {
        QFETCH(QByteArray, family);
        QFETCH(bool, isOfTokens);
        const ModelFolder made = drawn(family.toStdString(), isOfTokens, "regression");
        const auto model = m_folder.opened(made);
        QVERIFY(!probabilityStep(model->spec()));
        QVERIFY(!hasStep(model->spec(), {.step = Step::Probs}) && !hasStep(model->spec(), {.step = Step::ClassProbs}));
        for (const DType dtype : {DType::Float64, DType::Float32}) {
            const TracePtr trace = run(model, dtype);
            for (Index row = 0; row < trace->view({.step = Step::Logits}).rows(); ++row) {
                const Row scores = linear(made, scoresOf(family.toStdString(), isOfTokens), readRow(*trace, row));
                QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, scores), QString());
                const auto said = topCandidates(*trace, predictedPosition(*trace, row), 10);
                QVERIFY(said.has_value());
                QCOMPARE(said->size(), std::size_t{3});
                for (std::size_t i = 0; i < 3; ++i) { // in the head's order, not by size
                    QCOMPARE((*said)[i].id, static_cast<TokenId>(i));
                    QVERIFY(std::isnan((*said)[i].probability));
                    QVERIFY(valueOf((*said)[i], model->spec().head) == trace->view({.step = Step::Logits}).at(row, static_cast<Index>(i)));
                }
            }
            QCOMPARE(unexplained(*trace), QString());
        }
    }

    void oneClassIsOneNumber()
    {
        ModelFolder made = drawn("bert", false, "regression");
        made.config.erase("problem_type");
        made.config["id2label"] = {{"0", "stars"}};
        made.add("classifier.weight", {1, 8});
        made.add("classifier.bias", {1});
        textFolders::randomise(made, seeds[1]);
        const auto model = m_folder.opened(made);
        QVERIFY(model->spec().head.problem == ClassProblem::Number);
        const TracePtr trace = run(model, DType::Float64);
        QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, 0, linear(made, "classifier", rowOf(trace->view({.step = Step::PoolerOut}), 0))), QString());
        QCOMPARE(sentenceFor(*trace, {.step = Step::Logits}, 0, 0).english(), std::string("“stars” of the whole input, a number."));
        // BCE with a single label: a probability of its own.
        made.config["problem_type"] = "multi_label_classification";
        QVERIFY(m_folder.opened(made)->spec().head.problem == ClassProblem::AnyOf);
        made.config["problem_type"] = nullptr;
        QVERIFY(m_folder.opened(made)->spec().head.problem == ClassProblem::Number);
    }

    void predictionsOfSeveralClassesDoNotSumToOne()
    {
        const TracePtr trace = run(m_folder.opened(drawn("roberta", false, "multi_label_classification")), DType::Float64);
        const auto top = topCandidates(*trace, 0, 3);
        QVERIFY(top.has_value());
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(std::abs((*top)[i].probability - 1.0 / (1.0 + std::exp(-(*top)[i].logit))) <= closeIn64);
            QVERIFY(i == 0 || (*top)[i].probability <= (*top)[i - 1].probability);
        }
        const auto said = explain(*trace, {.step = Step::ClassProbs}, 0, 1);
        QVERIFY(said.has_value() && said->agrees());
        QCOMPARE(said->expression, std::string("sigmoid(logit[i,j])"));
        QVERIFY(ledgerNumPy(*said).find("1.0 / (1.0 + np.exp(-x))") != std::string::npos);
        QCOMPARE(sentenceFor(*trace, {.step = Step::ClassProbs}, 0, 1).english(), std::string("Class “neither” for the whole input."));
        bool isClaimed = false;
        for (const Invariant& invariant : checkInvariants(*trace, {.step = Step::ClassProbs}))
            isClaimed = isClaimed || invariant.claim.english() == "every number lies between 0 and 1";
        QVERIFY(isClaimed);
    }

    void theLensSaysWhatTheHeadSays_data()
    {
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("several") << QByteArray("multi_label_classification");
        QTest::newRow("numbers") << QByteArray("regression");
    }

    void theLensSaysWhatTheHeadSays()
    {
        QFETCH(QByteArray, problem);
        for (const char* family : {"bert", "falcon", "opt-narrow"}) {
            const TracePtr trace = run(m_folder.opened(drawn(family, false, problem.constData())), DType::Float64);
            const Index position = predictedPosition(*trace, 2);
            const auto lens = logitLens(*trace, position, 3);
            const auto top = topCandidates(*trace, position, 3);
            QVERIFY(lens.has_value() && top.has_value());
            const HeadSpec& head = trace->model().spec().head;
            for (std::size_t i = 0; i < 3; ++i) {
                QCOMPARE(lens->back().top[i].id, (*top)[i].id);
                QVERIFY(std::abs(valueOf(lens->back().top[i], head) - valueOf((*top)[i], head)) <= closeIn64);
            }
        }
    }

    void tablesNameTheClasses()
    {
        for (const char* problem : {"single_label_classification", "multi_label_classification", "regression"}) {
            const TracePtr trace = run(m_folder.opened(drawn("bert", true, problem)), DType::Float64);
            QVERIFY(stepTableCsv(*trace, {.step = Step::Logits}).starts_with("logits,sad,neither,happy\r\n"));
            const std::vector<StepRef> steps{{.step = Step::Logits}};
            QVERIFY(traceCsv(*trace, steps).find("logits,0,2,4,happy,") != std::string::npos);
            QVERIFY(nlohmann::json::parse(traceJson(*trace, steps)).at("classes") == nlohmann::json({"sad", "neither", "happy"}));
        }
        const TracePtr trace = run(m_folder.opened(drawn("bert", false, "multi_label_classification")), DType::Float64);
        QVERIFY(stepTableCsv(*trace, {.step = Step::ClassProbs}).starts_with("class_probs,sad,neither,happy\r\n0,"));
    }

    void theCardSaysWhatIsPredicted()
    {
        const auto said = [&](bool isOfTokens, const char* problem) {
            for (const ModelFact& fact : factsOf(*m_folder.opened(drawn("bert", isOfTokens, problem)))) {
                if (fact.label.english() == "predicts")
                    return english(fact.value);
            }
            return std::string();
        };
        QCOMPARE(said(false, "multi_label_classification"), std::string("classes, each with a probability of its own"));
        QCOMPARE(said(true, "multi_label_classification"), std::string("classes of each token, each with a probability of its own"));
        QCOMPARE(said(false, "regression"), std::string("numbers"));
        QCOMPARE(said(true, "regression"), std::string("numbers for each token"));
        QCOMPARE(said(false, "single_label_classification"), std::string("class"));
    }

    void picturesMayShowSeveralThings()
    {
        for (const char* family : {"vit", "deit"}) {
            ModelFolder made = familyFolders::vision(family);
            textFolders::randomise(made, seeds[2]);
            made.config["problem_type"] = "multi_label_classification";
            const auto model = m_folder.opened(made);
            ForwardInput input;
            input.source.features = MatrixOf<double>::Constant(12, 4, 0.3);
            input.dtype = DType::Float64;
            const auto trace = forward(model, input);
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
            const Row scores = rowOf((*trace)->view({.step = Step::Logits}), 0);
            QCOMPARE(m_check.differs(**trace, {.step = Step::ClassProbs}, 0, sigmoid(scores)), QString());
            QCOMPARE(unexplained(**trace), QString());
        }
    }

    void whatIsNoProblemIsRefused()
    {
        ModelFolder made = drawn("distilbert", false, "ranking");
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"problem_type\" is ranking, which is not supported; supported is single_label_classification, multi_label_classification, regression.")),
                 qPrintable(m_folder.refusal(made)));
        made.config["problem_type"] = 3;
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("problem_type")), qPrintable(m_folder.refusal(made)));
        made.config["problem_type"] = "single_label_classification";
        QVERIFY(m_folder.open(made).has_value());
        made.config["id2label"] = {{"0", "stars"}};
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"id2label\" names 1 classes; expected two or more to choose from")), qPrintable(m_folder.refusal(made)));
        made.config["id2label"] = nlohmann::json::object();
        for (const char* problem : {"regression", "multi_label_classification"}) {
            made.config["problem_type"] = problem;
            QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"id2label\" names 0 classes; expected")), qPrintable(m_folder.refusal(made)));
        }
        made.config["id2label"] = {{"0", "sad"}, {"2", "happy"}}; // a gap
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"1\"")), qPrintable(m_folder.refusal(made)));
        made.config.erase("id2label");
        made.config["num_labels"] = 4; // and the tensor has 3
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("classifier.weight")) && m_folder.refusal(made).contains(QStringLiteral("expected [4, 8]")),
                 qPrintable(m_folder.refusal(made)));
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestClassProblems)
#include "tst_class_problems.moc"
