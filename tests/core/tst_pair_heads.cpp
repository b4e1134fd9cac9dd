// What models were trained with beside masked words: whether a second text follows (BERT), whether two texts stand in their order
// (ALBERT), and which words were put there by another model (ELECTRA). Held against plain loops in float64 on the numbers of the folder.
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/forward/forward.h"
#include "core/model/model_facts.h"
#include "core/model/own_format.h"
#include "core/opened_folder.h"
#include "core/output/trace_file.h"
#include "core/row_check.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <array>
#include <cmath>

using namespace hl;
using namespace classChecks;

namespace {

constexpr unsigned seeds[] = {20240918, 21, 77};

void addLayer(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out)
{
    made.add(name + ".weight", {out, in});
    made.add(name + ".bias", {out});
}

struct PairNames
{
    std::string pooler;
    std::string scores;
};

PairNames namesOf(const std::string& family)
{
    return family == "bert" ? PairNames{"bert.pooler.dense", "cls.seq_relationship"} : PairNames{"albert.pooler", "sop_classifier.classifier"};
}

/// "bert" or "albert" with both heads.
ModelFolder pretraining(const std::string& family, unsigned seed)
{
    ModelFolder made = textFolders::bare(family);
    made.config["architectures"] = {textFolders::className(family) + "ForPreTraining"};
    const bool isBert = family == "bert";
    const std::int64_t width = isBert ? 8 : 4;
    const std::string head = isBert ? "cls.predictions." : "predictions.";
    addLayer(made, head + (isBert ? "transform.dense" : "dense"), 8, width);
    made.add(head + (isBert ? "transform.LayerNorm.weight" : "LayerNorm.weight"), {width});
    made.add(head + (isBert ? "transform.LayerNorm.bias" : "LayerNorm.bias"), {width});
    made.add(head + "bias", {11});
    addLayer(made, namesOf(family).pooler, 8, 8);
    addLayer(made, namesOf(family).scores, 8, 2);
    textFolders::randomise(made, seed);
    return made;
}

ModelFolder discriminator(unsigned seed, const char* activation = "gelu")
{
    ModelFolder made = textFolders::bare("electra");
    made.config["architectures"] = {"ElectraForPreTraining"};
    made.config["hidden_act"] = activation;
    addLayer(made, "discriminator_predictions.dense", 8, 8);
    addLayer(made, "discriminator_predictions.dense_prediction", 8, 1);
    textFolders::randomise(made, seed);
    return made;
}

QString factOf(const Model& model, const char* label)
{
    for (const ModelFact& fact : factsOf(model)) {
        if (fact.label.english() == label)
            return QString::fromStdString(english(fact.value));
    }
    return {};
}

} // namespace

class TestPairHeads : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seeds[0]};

    static void addFamilies()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::newRow("bert") << QByteArray("bert");
        QTest::newRow("albert") << QByteArray("albert");
    }

private slots:
    void aPairIsScoredBesideTheWords_data() { addFamilies(); }

    void aPairIsScoredBesideTheWords()
    {
        QFETCH(QByteArray, family);
        const PairNames names = namesOf(family.toStdString());
        for (const unsigned seed : seeds) {
            const ModelFolder made = pretraining(family.toStdString(), seed);
            const auto model = m_folder.opened(made);
            QVERIFY(model->notes().size() <= 1); // no tokenizer; every tensor is used
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                const Row pre = linear(made, names.pooler, rowOf(trace->view(stackOutput(Side::Only, model->spec())), 0));
                const Row post = each(pre, tanhOf);
                const Row scores = linear(made, names.scores, post);
                QCOMPARE(m_check.differs(*trace, {.step = Step::PoolerOut}, 0, post), QString());
                QCOMPARE(m_check.differs(*trace, {.step = Step::PairLogits}, 0, scores), QString());
                QCOMPARE(m_check.differs(*trace, {.step = Step::PairProbs}, 0, softmax(scores)), QString());
                QCOMPARE(trace->view({.step = Step::PairProbs}).rows(), Index{1});
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void theWordsAreThoseOfTheModelWithTheirHeadAlone_data() { addFamilies(); }

    void theWordsAreThoseOfTheModelWithTheirHeadAlone()
    {
        QFETCH(QByteArray, family);
        const ModelFolder made = pretraining(family.toStdString(), seeds[1]);
        ModelFolder alone = made;
        alone.config["architectures"] = {textFolders::className(family.toStdString()) + "ForMaskedLM"};
        const TracePtr both = run(m_folder.opened(made), DType::Float64);
        const TracePtr one = run(m_folder.opened(alone), DType::Float64);
        QVERIFY(!hasStep(one->model().spec(), {.step = Step::PairLogits}));
        for (const Step step : {Step::Logits, Step::Probs}) {
            for (Index row = 0; row < 5; ++row)
                QVERIFY(rowOf(both->view({.step = step}), row) == rowOf(one->view({.step = step}), row));
        }
        QCOMPARE(predictedPosition(*both, 3), Index{3});
    }

    void whatIsSaidOfAPairIsToldInWords_data() { addFamilies(); }

    void whatIsSaidOfAPairIsToldInWords()
    {
        QFETCH(QByteArray, family);
        const bool isBert = family == "bert";
        const auto model = m_folder.opened(pretraining(family.toStdString(), seeds[0]));
        const TracePtr trace = run(model, DType::Float64);
        QCOMPARE(factOf(*model, "predicts"), isBert ? QStringLiteral("masked token, whether the second text follows the first")
                                                    : QStringLiteral("masked token, whether two texts stand in their order"));
        QVERIFY(stepTableCsv(*trace, {.step = Step::PairProbs}).starts_with(isBert ? "pair_probs,follows,does not follow\r\n" : "pair_probs,in order,changed places\r\n"));
        const std::array steps{StepRef{.step = Step::PairLogits}};
        const auto said = nlohmann::json::parse(traceJson(*trace, steps));
        QCOMPARE(said.at("pair_classes").at(1).get<std::string>(), std::string(isBert ? "does not follow" : "changed places"));
        QVERIFY(!said.contains("classes"));
        QCOMPARE(sentenceFor(*trace, {.step = Step::PairProbs}, 0, 1).english(),
                 std::string(isBert ? "The second text does not follow the first." : "The two texts have changed places."));
        const auto share = explain(*trace, {.step = Step::PairProbs}, 0, 0);
        QVERIFY(share.has_value() && share->agrees());
        QCOMPARE(share->quantities.at(1).formula, std::string("over the classes"));
    }

    void aFileWithoutTheSecondHeadHasOne()
    {
        for (const char* family : {"bert", "albert"}) {
            ModelFolder made = pretraining(family, seeds[0]);
            for (const char* part : {".weight", ".bias"})
                made.tensors.erase(namesOf(family).scores + part);
            QVERIFY(m_folder.opened(made)->spec().head.pairQuestion == ClassQuestion::Own);
            made = pretraining(family, seeds[0]);
            made.tensors.erase(namesOf(family).scores + ".bias");
            QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(namesOf(family).scores + ".bias")), qPrintable(m_folder.refusal(made)));
            made = pretraining(family, seeds[0]);
            made.tensors[namesOf(family).scores + ".weight"].shape = {4, 4};
            QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("expected [2, 8]")), qPrintable(m_folder.refusal(made)));
        }
    }

    void aDiscriminatorTellsOfEachTokenWhetherItWasReplaced()
    {
        for (const auto& [activation, function] : {std::pair{"gelu", &geluOf}, {"relu", &reluOf}}) {
            for (const unsigned seed : seeds) {
                const ModelFolder made = discriminator(seed, activation);
                const auto model = m_folder.opened(made);
                QVERIFY(model->notes().size() <= 1);
                QCOMPARE(nameOf(*probabilityStep(model->spec())), std::string("class_probs"));
                QVERIFY(!hasStep(model->spec(), {.step = Step::HeadNorm}) && !hasStep(model->spec(), {.step = Step::Probs}));
                for (const DType dtype : {DType::Float64, DType::Float32}) {
                    const TracePtr trace = run(model, dtype);
                    for (Index row = 0; row < 5; ++row) {
                        const Row pre = linear(made, "discriminator_predictions.dense", rowOf(trace->view(stackOutput(Side::Only, model->spec())), row));
                        const Row post = each(pre, function);
                        const Row scores = linear(made, "discriminator_predictions.dense_prediction", post);
                        QCOMPARE(m_check.differs(*trace, {.step = Step::HeadPre}, row, pre), QString());
                        QCOMPARE(m_check.differs(*trace, {.step = Step::HeadPost}, row, post), QString());
                        QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, scores), QString());
                        QCOMPARE(m_check.differs(*trace, {.step = Step::ClassProbs}, row, sigmoid(scores)), QString());
                        QCOMPARE(predictedPosition(*trace, row), row);
                        const auto lens = lensLogits(*trace, row);
                        QVERIFY(lens.has_value());
                        QVERIFY(std::abs((*lens)(2, 0) - scores[0]) <= (dtype == DType::Float64 ? closeIn64 : closeIn32));
                    }
                    QCOMPARE(unexplained(*trace), QString());
                }
            }
        }
        const TracePtr trace = run(m_folder.opened(discriminator(seeds[0])), DType::Float64);
        QVERIFY(sentenceFor(*trace, {.step = Step::ClassProbs}, 2, 0).english().ends_with(" (token 2) was put in the place of another."));
        QCOMPARE(factOf(trace->model(), "predicts"), QStringLiteral("whether each token was put in the place of another"));
    }

    void aDiscriminatorWithoutItsHeadHasNone()
    {
        ModelFolder made = discriminator(seeds[0]);
        for (const char* part : {"dense.weight", "dense.bias", "dense_prediction.weight", "dense_prediction.bias"})
            made.tensors.erase(std::string("discriminator_predictions.") + part);
        QVERIFY(m_folder.opened(made)->spec().head.kind == HeadKind::None);
        made = discriminator(seeds[0]);
        made.tensors.erase("discriminator_predictions.dense.bias");
        QVERIFY(m_folder.refusal(made).contains(QStringLiteral("discriminator_predictions.dense.bias")));
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestPairHeads)
#include "tst_pair_heads.moc"
