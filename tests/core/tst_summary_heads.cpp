// Heads that read a text off one row through a layer of their own, or beside another head: XLNet's summary, the classes of BART,
// mBART and T5, whose decoder reads the encoder's text again, and the score of a choice. Held against plain loops in float64.
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/causal_folders.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/family_folders.h"
#include "core/forward/prefix_cache.h"
#include "core/opened_folder.h"
#include "core/output/npz.h"
#include "core/row_check.h"
#include "core/run/copied_target.h"
#include "core/run/trace_inputs.h"
#include "core/text_folders.h"
#include "core/xlnet_oracle.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <array>
#include <cmath>

using namespace hl;
using namespace classChecks;

namespace {

constexpr unsigned seeds[] = {11, 12, 13};
constexpr int wideXlnet = 12;

void addLayer(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out)
{
    made.add(name + ".weight", {out, in});
    made.add(name + ".bias", {out});
}

ModelFolder xlnet(const char* kind, unsigned seed)
{
    std::mt19937 random(seed);
    ModelFolder made = xlnetOracle::folder({.hasHead = false}, random);
    made.config["architectures"] = {std::string("XLNetFor") + kind};
    made.config["id2label"] = {{"0", "sad"}, {"1", "neither"}, {"2", "happy"}};
    if (std::string(kind) == "TokenClassification") {
        addLayer(made, "classifier", wideXlnet, 3);
    } else {
        addLayer(made, "sequence_summary.summary", wideXlnet, wideXlnet);
        addLayer(made, "logits_proj", wideXlnet, 3);
    }
    std::uniform_real_distribution<float> numbers(-1.0F, 1.0F);
    for (const char* name : {"classifier", "sequence_summary.summary", "logits_proj"}) {
        for (const char* part : {".weight", ".bias"}) {
            if (const auto found = made.tensors.find(std::string(name) + part); found != made.tensors.end()) {
                for (double& number : found->second.numbers)
                    number = static_cast<double>(numbers(random));
            }
        }
    }
    return made;
}

/// "bart", "mbart" or "t5" with classes of the text.
ModelFolder readTwice(const std::string& family, unsigned seed)
{
    ModelFolder made;
    const ModelFolder plain = family == "t5" ? familyFolders::t5(false) : familyFolders::bart(family);
    made.config = plain.config;
    for (const auto& [name, values] : plain.tensors) {
        if (name != "final_logits_bias")
            made.tensors[family == "t5" ? "transformer." + name : name] = values;
    }
    made.config["architectures"] = {family == "t5" ? "T5ForSequenceClassification" : family == "bart" ? "BartForSequenceClassification" : "MBartForSequenceClassification"};
    made.config["id2label"] = {{"0", "sad"}, {"1", "neither"}, {"2", "happy"}};
    made.config["eos_token_id"] = 2;
    made.config["pad_token_id"] = 1;
    addLayer(made, "classification_head.dense", 8, 8);
    addLayer(made, "classification_head.out_proj", 8, 3);
    textFolders::randomise(made, seed);
    return made;
}

} // namespace

class TestSummaryHeads : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seeds[0]};

    /// Pooled at `row` of the last stack's rows, through `dense`, tanh and `scores`.
    QString differs(const Trace& trace, const ModelFolder& made, Index row, const std::string& dense, const std::string& scores)
    {
        const Side side = trace.model().spec().outputSide();
        const Row pre = linear(made, dense, rowOf(trace.view(stackOutput(side, trace.model().spec())), row));
        const Row post = each(pre, tanhOf);
        const Row logits = linear(made, scores, post);
        for (const auto& [step, expected] : {std::pair{Step::PoolerPre, pre}, {Step::PoolerOut, post}, {Step::Logits, logits}, {Step::Probs, softmax(logits)}}) {
            if (const QString text = m_check.differs(trace, {.step = step, .side = side}, 0, expected); !text.isEmpty())
                return text;
        }
        return unexplained(trace);
    }

private slots:
    void xlnetReadsItsLastRowOrItsFirst_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("silent") << QByteArray();
        for (const char* type : {"last", "first", "cls_index"})
            QTest::newRow(type) << QByteArray(type);
    }

    void xlnetReadsItsLastRowOrItsFirst()
    {
        QFETCH(QByteArray, type);
        const std::vector<TokenId> ids{4, 7, 1, 9, 2, 6};
        for (const unsigned seed : seeds) {
            ModelFolder made = xlnet("SequenceClassification", seed);
            if (!type.isEmpty())
                made.config["summary_type"] = type.constData();
            made.config["pad_token_id"] = 6; // padding is in front: the last row counts all the same
            const auto model = m_folder.opened(made);
            const Index row = type == "first" ? 0 : 5;
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype, ids);
                QCOMPARE(differs(*trace, made, row, "sequence_summary.summary", "logits_proj"), QString());
                QCOMPARE(predictedPosition(*trace, 2), row);
            }
            QCOMPARE(formulaOf({.step = Step::PoolerPre}, model->spec()), type == "first" ? "x₀ W_P + b_P" : "x_T W_P + b_P");
        }
    }

    void xlnetReadsItsRowWithoutALayer()
    {
        ModelFolder made = xlnet("SequenceClassification", seeds[0]);
        made.config["summary_use_proj"] = false;
        for (const char* part : {".weight", ".bias"})
            made.tensors.erase(std::string("sequence_summary.summary") + part);
        for (const char* type : {"last", "first"}) {
            made.config["summary_type"] = type;
            const TracePtr trace = run(m_folder.opened(made), DType::Float64);
            const Index row = std::string(type) == "first" ? 0 : 4;
            const Row scores = linear(made, "logits_proj", rowOf(trace->view(stackOutput(Side::Only, trace->model().spec())), row));
            QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, 0, scores), QString());
            QCOMPARE(unexplained(*trace), QString());
        }
    }

    void xlnetNamesTheClassOfEachToken()
    {
        for (const unsigned seed : seeds) {
            const ModelFolder made = xlnet("TokenClassification", seed);
            const auto model = m_folder.opened(made);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                for (Index row = 0; row < 5; ++row) {
                    const Row scores = linear(made, "classifier", rowOf(trace->view(stackOutput(Side::Only, model->spec())), row));
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, scores), QString());
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Probs}, row, softmax(scores)), QString());
                }
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void theRowsOfXlnetAreThoseOfTheBareModel()
    {
        const ModelFolder made = xlnet("SequenceClassification", seeds[1]);
        ModelFolder bare = made;
        bare.config["architectures"] = {"XLNetModel"};
        const TracePtr a = run(m_folder.opened(made), DType::Float64);
        const TracePtr b = run(m_folder.opened(bare), DType::Float64);
        const StepRef rows = stackOutput(Side::Only, a->model().spec());
        for (Index row = 0; row < 5; ++row)
            QVERIFY(rowOf(a->view(rows), row) == rowOf(b->view(rows), row));
        QVERIFY(m_folder.opened(made)->notes().size() <= 1); // no tokenizer; mask_emb is not missed
    }

    void anotherSummaryIsRefused()
    {
        ModelFolder made = xlnet("SequenceClassification", seeds[0]);
        made.config["summary_type"] = "mean";
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("\"summary_type\" is mean, which is not supported; supported is last, first, cls_index.")), qPrintable(m_folder.refusal(made)));
        made.config.erase("summary_type");
        made.config["summary_proj_to_labels"] = true;
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("summary_proj_to_labels")), qPrintable(m_folder.refusal(made)));
        made.config.erase("summary_proj_to_labels");
        made.config["summary_activation"] = nullptr;
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("summary_activation")), qPrintable(m_folder.refusal(made)));
        made.config["summary_activation"] = "relu";
        QVERIFY(m_folder.opened(made)->spec().head.poolerActivation == Activation::Relu);
    }

    void theDecoderReadsTheTextAgain_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QList<int>>("ids");
        QTest::addColumn<QList<int>>("target");
        QTest::addColumn<int>("row"); // of the last end token, 2
        for (const char* family : {"bart", "t5"}) {
            const int start = std::string(family) == "bart" ? 3 : 0;
            QTest::addRow("%s", family) << QByteArray(family) << QList<int>{4, 7, 9, 2} << QList<int>{start, 4, 7, 9} << 3;
            QTest::addRow("%s, two ends", family) << QByteArray(family) << QList<int>{4, 2, 2, 7, 2} << QList<int>{start, 4, 2, 2, 7} << 4;
            QTest::addRow("%s, padding behind", family) << QByteArray(family) << QList<int>{4, 7, 2, 1, 1} << QList<int>{start, 4, 7, 2, 1} << 2;
            QTest::addRow("%s, the end alone", family) << QByteArray(family) << QList<int>{2} << QList<int>{start} << 0;
        }
        QTest::newRow("mbart") << QByteArray("mbart") << QList<int>{4, 7, 2, 10} << QList<int>{10, 4, 7, 2} << 2;
        QTest::newRow("mbart, padding behind") << QByteArray("mbart") << QList<int>{4, 2, 10, 1, 1} << QList<int>{10, 4, 2, 10, 1} << 1;
    }

    void theDecoderReadsTheTextAgain()
    {
        QFETCH(QByteArray, family);
        QFETCH(QList<int>, ids);
        QFETCH(QList<int>, target);
        QFETCH(int, row);
        for (const unsigned seed : seeds) {
            const ModelFolder made = readTwice(family.toStdString(), seed);
            const auto model = m_folder.opened(made);
            QVERIFY(!model->spec().takesTarget());
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype, {ids.begin(), ids.end()});
                QList<int> read;
                for (const Token& token : trace->tokens(Side::Decoder))
                    read.append(token.id);
                QCOMPARE(read, target);
                QCOMPARE(predictedPosition(*trace, 0), Index{row});
                QCOMPARE(differs(*trace, made, row, "classification_head.dense", "classification_head.out_proj"), QString());
                const auto lens = lensLogits(*trace, row);
                QVERIFY(lens.has_value());
                for (Index col = 0; col < 3 && dtype == DType::Float64; ++col)
                    QVERIFY(std::abs((*lens)(lens->rows() - 1, col) - trace->view({.step = Step::Logits, .side = Side::Decoder}).at(0, col)) <= closeIn64);
            }
        }
    }

    void theRowsAreThoseOfTheBareModelOnThatTarget_data()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* family : {"bart", "mbart", "t5"})
            QTest::newRow(family) << QByteArray(family);
    }

    void theRowsAreThoseOfTheBareModelOnThatTarget()
    {
        QFETCH(QByteArray, family);
        const ModelFolder made = readTwice(family.toStdString(), seeds[0]);
        ModelFolder bare = made;
        bare.config["architectures"] = {family == "t5" ? "T5Model" : family == "bart" ? "BartModel" : "MBartModel"};
        const auto model = m_folder.opened(made);
        const TracePtr a = run(model, DType::Float64, {4, 7, 9, 2});
        const TracePtr b = runOnTarget(m_folder.opened(bare), DType::Float64, {4, 7, 9, 2}, a->tokens(Side::Decoder));
        const StepRef rows = stackOutput(Side::Decoder, b->model().spec());
        for (Index row = 0; row < 4; ++row)
            QVERIFY(rowOf(a->view(rows), row) == rowOf(b->view(rows), row));
    }

    void arraysNeedNoTargetAndAWrongOneIsRefused()
    {
        const auto model = m_folder.opened(readTwice("bart", seeds[0]));
        NpyArrays arrays;
        const std::array<std::int64_t, 4> ids{4, 7, 9, 2};
        arrays.emplace("input_ids", NpyArray::of(ids, {1, 4}));
        auto input = inputFromArrays(*model, arrays, "inputs.npz");
        QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
        QCOMPARE(input->target.tokens.size(), std::size_t{4});
        QCOMPARE(input->target.tokens.front().id, 3);
        input->target.tokens.pop_back();
        const auto shorter = forward(model, *input);
        QVERIFY(!shorter && QString::fromStdString(shorter.error().english()).contains(QStringLiteral("the same text with both")));
        input->source.tokens = tokensOfIds(*model, {4, 7, 9});
        const auto endless = forward(model, *input);
        QVERIFY(!endless && QString::fromStdString(endless.error().english()).contains(QStringLiteral("no end token (id 2)")));
    }

    void bartHasThreeClassesWhereItsFileIsSilent()
    {
        ModelFolder made = readTwice("bart", seeds[0]);
        made.config.erase("id2label");
        QCOMPARE(m_folder.opened(made)->spec().head.classes.size(), std::size_t{3});
        made = readTwice("mbart", seeds[0]);
        made.config.erase("id2label");
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("expected [2, 8]")), qPrintable(m_folder.refusal(made)));
    }

    void t5NamesTheClassOfEachToken()
    {
        const ModelFolder plain = familyFolders::t5(true);
        ModelFolder made;
        made.config = plain.config;
        made.config["architectures"] = {"T5ForTokenClassification"};
        made.config["id2label"] = {{"0", "sad"}, {"1", "happy"}};
        for (const auto& [name, values] : plain.tensors) {
            if (!name.starts_with("decoder.") && name != "lm_head.weight")
                made.tensors["transformer." + name] = values;
        }
        addLayer(made, "classifier", 8, 2);
        for (const unsigned seed : seeds) {
            textFolders::randomise(made, seed);
            const auto model = m_folder.opened(made);
            QVERIFY(!model->spec().isEncoderDecoder());
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                for (Index row = 0; row < 5; ++row) {
                    const Row scores = linear(made, "classifier", rowOf(trace->view(stackOutput(Side::Only, model->spec())), row));
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, row, scores), QString());
                    QCOMPARE(m_check.differs(*trace, {.step = Step::Probs}, row, softmax(scores)), QString());
                }
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void twoHeadsSayTheNextWordAndHowTheTextFits_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::newRow("gpt2") << QByteArray("gpt2");
        QTest::newRow("openai-gpt") << QByteArray("openai-gpt");
    }

    void twoHeadsSayTheNextWordAndHowTheTextFits()
    {
        QFETCH(QByteArray, family);
        ModelFolder made = causalFolders::bare(family.toStdString());
        made.config["architectures"] = {causalFolders::className(family.toStdString()) + "DoubleHeadsModel"};
        addLayer(made, "multiple_choice_head.summary", 8, 1);
        for (const unsigned seed : seeds) {
            textFolders::randomise(made, seed);
            const auto model = m_folder.opened(made);
            QVERIFY(model->notes().size() <= 1); // no tokenizer
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                const Row score = linear(made, "multiple_choice_head.summary", rowOf(trace->view(stackOutput(Side::Only, model->spec())), 4));
                QCOMPARE(m_check.differs(*trace, {.step = Step::ChoiceScore}, 0, score), QString());
                QVERIFY(trace->view({.step = Step::Probs}));
                QCOMPARE(unexplained(*trace), QString());
            }
        }
        made.config["summary_type"] = "mean"; // another head than this: it is left out, and the note says so
        QVERIFY(!m_folder.opened(made)->spec().head.hasChoiceScore);
        QVERIFY(m_folder.opened(made)->notes().size() == 2);
    }

    void aTextThatGoesOnHasTheScoreOfItsNewEnd()
    {
        ModelFolder made = causalFolders::bare("gpt2");
        made.config["architectures"] = {"GPT2DoubleHeadsModel"};
        addLayer(made, "multiple_choice_head.summary", 8, 1);
        textFolders::randomise(made, seeds[0]);
        const auto model = m_folder.opened(made);
        PrefixCache cache;
        for (const std::vector<TokenId>& ids : {std::vector<TokenId>{4, 7, 1}, {4, 7, 1, 9}, {4, 7, 1, 9, 2}}) {
            ForwardInput input;
            input.source.tokens = tokensOfIds(*model, ids);
            const auto trace = cache.run(model, input);
            QVERIFY(trace.has_value());
            QCOMPARE((*trace)->rowsTaken() > 0, ids.size() > 3);
            const Row score = linear(made, "multiple_choice_head.summary", rowOf((*trace)->view(stackOutput(Side::Only, model->spec())), static_cast<Index>(ids.size()) - 1));
            QCOMPARE(m_check.differs(**trace, {.step = Step::ChoiceScore}, 0, score), QString());
        }
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestSummaryHeads)
#include "tst_summary_heads.moc"
