// Heads that choose among classes, of a text or of each of its tokens: the scores that follow from the last layer's rows by the
// references' formulas, worked out here with plain loops in float64 from the numbers in the folder; and what is refused.
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/causal_folders.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/model/model_facts.h"
#include "core/opened_folder.h"
#include "core/row_check.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <optional>

using namespace hl;
using namespace classChecks;

namespace {

constexpr const char* bidirectional[] = {"bert", "roberta", "distilbert", "albert", "electra", "mpnet", "deberta", "deberta-v2"};
constexpr unsigned seed = 20240917;
constexpr unsigned seeds[] = {seed, 8, 300};

/// The layer between the first row and the scores, as each family's reference has it.
struct Pooler
{
    std::string layer;
    double (*activation)(double);
    std::string scores;
};

Pooler poolerOf(const std::string& family)
{
    if (family == "bert")
        return {"bert.pooler.dense", tanhOf, "classifier"};
    if (family == "albert")
        return {"albert.pooler", tanhOf, "classifier"};
    if (family == "distilbert")
        return {"pre_classifier", reluOf, "classifier"};
    if (family == "deberta" || family == "deberta-v2")
        return {"pooler.dense", geluOf, "classifier"};
    return {"classifier.dense", family == "electra" ? geluOf : tanhOf, "classifier.out_proj"};
}

} // namespace

class TestClassHeads : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seed};

    static ModelFolder drawn(const std::string& family, bool isOfTokens, unsigned number = seed)
    {
        ModelFolder made = textFolders::classes(family, isOfTokens);
        textFolders::randomise(made, number);
        return made;
    }

    static bool hasTokenClasses(const std::string& family)
    {
        return !textFolders::isCausal(family) || !causalFolders::tokenScores(family).empty();
    }

    /// Where the rows are that a causal model's classes are read off.
    static StepRef lastRows(const Model& model)
    {
        return model.spec().head.isProjected ? StepRef{.step = Step::HeadPre} : stackOutput(Side::Only, model.spec());
    }

    QString differs(const Trace& trace, Step step, Index row, const Row& expected)
    {
        return m_check.differs(trace, {.step = step}, row, expected);
    }

    static void addFamilies(bool hasCausal)
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* name : bidirectional)
            QTest::newRow(name) << QByteArray(name);
        for (const char* name : causalFolders::names()) {
            if (hasCausal)
                QTest::newRow(name) << QByteArray(name);
        }
    }

private slots:
    void initTestCase() { qInfo("seed %u", seed); }

    void scoresOfTheTextFollowFromTheFirstRow_data() { addFamilies(false); }

    void scoresOfTheTextFollowFromTheFirstRow()
    {
        QFETCH(QByteArray, family);
        const ModelFolder made = drawn(family.toStdString(), false);
        const Pooler pooler = poolerOf(family.toStdString());
        const auto model = m_folder.opened(made);
        for (const DType dtype : {DType::Float64, DType::Float32}) {
            const TracePtr trace = run(model, dtype);
            const Row pre = linear(made, pooler.layer, rowOf(trace->view(stackOutput(Side::Only, model->spec())), 0));
            Row post;
            for (const double value : pre)
                post.push_back(pooler.activation(value));
            const Row scores = linear(made, pooler.scores, post);
            QCOMPARE(trace->view({.step = Step::Logits}).rows(), Index{1});
            QCOMPARE(differs(*trace, Step::PoolerPre, 0, pre), QString());
            QCOMPARE(differs(*trace, Step::PoolerOut, 0, post), QString());
            QCOMPARE(differs(*trace, Step::Logits, 0, scores), QString());
            QCOMPARE(differs(*trace, Step::Probs, 0, softmax(scores)), QString());
        }
    }

    void scoresOfEachTokenFollowFromItsRow_data()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* name : bidirectional)
            QTest::newRow(name) << QByteArray(name);
        for (const char* name : causalFolders::names()) {
            if (hasTokenClasses(name))
                QTest::newRow(name) << QByteArray(name);
        }
    }

    void scoresOfEachTokenFollowFromItsRow()
    {
        QFETCH(QByteArray, family);
        const std::string name = family.toStdString();
        const std::string scoresName = textFolders::isCausal(name) ? causalFolders::tokenScores(name) : "classifier";
        for (const unsigned number : seeds) {
            const ModelFolder made = drawn(name, true, number);
            const auto model = m_folder.opened(made);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                QCOMPARE(trace->view({.step = Step::Logits}).rows(), Index{5});
                for (Index row = 0; row < 5; ++row) {
                    const Row scores = linear(made, scoresName, rowOf(trace->view(stackOutput(Side::Only, model->spec())), row));
                    QCOMPARE(differs(*trace, Step::Logits, row, scores), QString());
                    QCOMPARE(differs(*trace, Step::Probs, row, softmax(scores)), QString());
                    QCOMPARE(predictedPosition(*trace, row), row);
                }
            }
        }
    }

    void scoresFollowFromTheRowBeforePadding_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("padding"); // "pad_token_id"
        QTest::addColumn<QList<int>>("ids");
        QTest::addColumn<int>("row");
        for (const char* family : causalFolders::names()) {
            QTest::addRow("%s, no padding", family) << QByteArray(family) << QByteArray("null") << QList<int>{4, 7, 1, 9} << 3;
            QTest::addRow("%s, none there", family) << QByteArray(family) << QByteArray("3") << QList<int>{4, 7, 1, 9} << 3;
            QTest::addRow("%s, two behind", family) << QByteArray(family) << QByteArray("3") << QList<int>{4, 7, 3, 3} << 1;
            QTest::addRow("%s, in front", family) << QByteArray(family) << QByteArray("3") << QList<int>{3, 7, 3, 9} << 3;
            QTest::addRow("%s, one token", family) << QByteArray(family) << QByteArray("3") << QList<int>{5} << 0;
        }
    }

    void scoresFollowFromTheRowBeforePadding()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, padding);
        QFETCH(QList<int>, ids);
        QFETCH(int, row);
        for (const unsigned number : seeds) {
            ModelFolder made = drawn(family.toStdString(), false, number);
            made.config["pad_token_id"] = nlohmann::json::parse(padding.toStdString());
            const auto model = m_folder.opened(made);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype, {ids.begin(), ids.end()});
                const Row scores = linear(made, "score", rowOf(trace->view(lastRows(*model)), row));
                QCOMPARE(trace->view({.step = Step::Logits}).rows(), Index{1});
                QCOMPARE(trace->firstLogitRow(), Index{row});
                QCOMPARE(predictedPosition(*trace, 0), Index{row});
                QCOMPARE(differs(*trace, Step::Logits, 0, scores), QString());
                QCOMPARE(differs(*trace, Step::Probs, 0, softmax(scores)), QString());
            }
        }
    }

    void theClassesOfANarrowOptGoThroughItsProjection()
    {
        const ModelFolder made = drawn("opt-narrow", false);
        const auto model = m_folder.opened(made);
        const TracePtr trace = run(model, DType::Float64);
        for (Index row = 0; row < 5; ++row) {
            const Row narrow = linear(made, "model.decoder.project_out", rowOf(trace->view(stackOutput(Side::Only, model->spec())), row));
            QCOMPARE(differs(*trace, Step::HeadPre, row, narrow), QString());
        }
    }

    void paddingIsTheFamilysWhereTheFileIsSilent()
    {
        for (const auto& [family, padding] : {std::pair{"gemma", std::optional<int>(0)}, {"opt", 1}, {"llama", std::nullopt}, {"falcon", std::nullopt}}) {
            ModelFolder made = drawn(family, false);
            made.config.erase("pad_token_id");
            QVERIFY2(m_folder.opened(made)->spec().head.paddingToken == padding, family);
            made.config["pad_token_id"] = nullptr; // says that there is none
            QVERIFY2(!m_folder.opened(made)->spec().head.paddingToken, family);
        }
    }

    void theRowsAreThoseOfTheBareModel_data() { addFamilies(true); }

    void theRowsAreThoseOfTheBareModel()
    {
        QFETCH(QByteArray, family);
        const ModelFolder made = drawn(family.toStdString(), false);
        ModelFolder bare = made;
        bare.config["architectures"] = {textFolders::className(family.toStdString()) + "Model"};
        const auto model = m_folder.opened(made);
        const TracePtr a = run(model, DType::Float64);
        const TracePtr b = run(m_folder.opened(bare), DType::Float64);
        const StepRef rows = stackOutput(Side::Only, model->spec());
        for (Index row = 0; row < 5; ++row)
            QVERIFY(rowOf(a->view(rows), row) == rowOf(b->view(rows), row));
    }

    void everyCellOfTheHeadIsExplained_data() { addFamilies(true); }

    void everyCellOfTheHeadIsExplained()
    {
        QFETCH(QByteArray, family);
        for (const bool isOfTokens : {false, true}) {
            if (isOfTokens && !hasTokenClasses(family.toStdString()))
                continue;
            const TracePtr trace = run(m_folder.opened(drawn(family.toStdString(), isOfTokens)), DType::Float32);
            QCOMPARE(unexplained(*trace), QString());
        }
    }

    void theLensEndsWithThePrediction_data() { addFamilies(true); }

    void theLensEndsWithThePrediction()
    {
        QFETCH(QByteArray, family);
        for (const bool isOfTokens : {false, true}) {
            if (isOfTokens && !hasTokenClasses(family.toStdString()))
                continue;
            const TracePtr trace = run(m_folder.opened(drawn(family.toStdString(), isOfTokens)), DType::Float64);
            const Index position = predictedPosition(*trace, 3);
            const auto lens = lensLogits(*trace, position);
            QVERIFY2(lens.has_value(), lens ? "" : lens.error().english().c_str());
            const MatrixView logits = trace->view({.step = Step::Logits});
            for (Index col = 0; col < logits.cols(); ++col)
                QVERIFY(std::abs((*lens)(lens->rows() - 1, col) - logits.at(position - trace->firstLogitRow(), col)) <= closeIn64);
        }
    }

    void aMissingOrMisshapenTensorOfTheHeadIsNamed_data() { addFamilies(true); }

    void aMissingOrMisshapenTensorOfTheHeadIsNamed()
    {
        QFETCH(QByteArray, family);
        const std::string name = family.toStdString();
        for (const bool isOfTokens : {false, true}) {
            if (isOfTokens && !hasTokenClasses(name))
                continue;
            const ModelFolder whole = textFolders::classes(name, isOfTokens);
            const ModelFolder bare = textFolders::bare(name);
            QVERIFY(m_folder.opened(whole)->notes().size() <= 1); // no tokenizer
            for (const auto& [tensor, values] : whole.tensors) {
                if (bare.tensors.count(tensor) > 0)
                    continue;
                ModelFolder made = whole;
                made.tensors.erase(tensor);
                const std::string last = tensor.substr(tensor.rfind('.', tensor.rfind('.') - 1) + 1);
                QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(last)), qPrintable(m_folder.refusal(made)));
                std::vector<std::int64_t> shape = values.shape;
                shape.back() += 1;
                made.add(tensor, shape);
                QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(tensor)) && m_folder.refusal(made).contains(QStringLiteral("expected [")), qPrintable(m_folder.refusal(made)));
            }
        }
    }

    void aHeadOfDebertaTakesItsOwnActivation()
    {
        ModelFolder made = drawn("deberta-v2", false);
        made.config["pooler_hidden_act"] = "tanh";
        QVERIFY(m_folder.opened(made)->spec().head.poolerActivation == Activation::Tanh);
        made.config["pooler_hidden_act"] = "bent";
        QVERIFY(m_folder.refusal(made).contains(QStringLiteral("\"pooler_hidden_act\" is \"bent\"")));
    }

    void classesHaveTheFoldersNamesOrNumbers()
    {
        ModelFolder made = drawn("bert", false);
        QVERIFY((m_folder.opened(made)->spec().head.classes == std::vector<std::string>{"sad", "neither", "happy"}));
        made.config.erase("id2label");
        made.config["num_labels"] = 3;
        QVERIFY((m_folder.opened(made)->spec().head.classes == std::vector<std::string>{"LABEL_0", "LABEL_1", "LABEL_2"}));
        bool isSaid = false;
        for (const ModelFact& fact : factsOf(*m_folder.opened(made)))
            isSaid = isSaid || english(fact.value) == "3, \"LABEL_0\" first";
        QVERIFY(isSaid);
    }

    void whatIsNoChoiceIsRefused()
    {
        ModelFolder made = drawn("distilbert", false);
        made.config["id2label"] = {{"1", "a"}, {"2", "b"}};
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"0\"")), qPrintable(m_folder.refusal(made)));
        made.config["id2label"] = {{"0", 1}, {"1", 2}};
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"0\"")), qPrintable(m_folder.refusal(made)));
        made.config["id2label"] = nlohmann::json::array({"a", "b"});
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("id2label")), qPrintable(m_folder.refusal(made)));
        made = drawn("bert", false);
        made.config["architectures"] = {"BertForNothing"};
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("BertForSequenceClassification")), qPrintable(m_folder.refusal(made)));
        made = drawn("opt", false);
        made.config["architectures"] = {"OPTForTokenClassification"}; // which the reference does not have
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("supported of this family: OPTForCausalLM, OPTForSequenceClassification, OPTForQuestionAnswering, OPTModel")), qPrintable(m_folder.refusal(made)));
        made = drawn("gpt2", false);
        made.config["pad_token_id"] = "last";
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("pad_token_id")), qPrintable(m_folder.refusal(made)));
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestClassHeads)
#include "tst_class_heads.moc"
