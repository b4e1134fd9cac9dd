// Heads that look for an answer in the rows of models that read from left to right, of XLNet, and of decoders that read the
// encoder's text again: by the references' formulas, with plain loops in float64 on the numbers of the folder.
#include "core/analysis/answer_spans.h"
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/causal_folders.h"
#include "core/class_checks.h"
#include "core/explain/explanation.h"
#include "core/family_folders.h"
#include "core/forward/forward.h"
#include "core/opened_folder.h"
#include "core/output/npz.h"
#include "core/row_check.h"
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

constexpr unsigned seeds[] = {20240919, 31, 5};
constexpr int wideXlnet = 12;

constexpr const char* causal[] = {"gpt2", "gpt_neo", "gptj", "gpt_neox", "opt", "opt-narrow", "bloom", "falcon", "llama", "mistral", "qwen2"};

void addScores(ModelFolder& made, std::int64_t in)
{
    made.add("qa_outputs.weight", {2, in});
    made.add("qa_outputs.bias", {2});
}

ModelFolder answering(const std::string& family, unsigned seed)
{
    ModelFolder made = causalFolders::bare(family);
    made.config["architectures"] = {causalFolders::className(family) + "ForQuestionAnswering"};
    addScores(made, family == "opt-narrow" ? 4 : 8);
    textFolders::randomise(made, seed);
    return made;
}

/// "bart", "mbart" or "t5".
ModelFolder readTwice(const std::string& family, unsigned seed)
{
    ModelFolder made;
    const ModelFolder plain = family == "t5" ? familyFolders::t5(false) : familyFolders::bart(family);
    made.config = plain.config;
    for (const auto& [name, values] : plain.tensors) {
        if (name != "final_logits_bias" && name != "lm_head.weight")
            made.tensors[name] = values;
    }
    made.config["architectures"] = {std::string(family == "t5" ? "T5" : family == "bart" ? "Bart" : "MBart") + "ForQuestionAnswering"};
    made.config["pad_token_id"] = 1;
    addScores(made, 8);
    textFolders::randomise(made, seed);
    return made;
}

ModelFolder xlnet(const char* ending, unsigned seed)
{
    std::mt19937 random(seed);
    ModelFolder made = xlnetOracle::folder({.hasHead = false}, random);
    made.config["architectures"] = {std::string("XLNetFor") + ending};
    std::uniform_real_distribution<float> numbers(-1.0F, 1.0F);
    const auto layer = [&](const std::string& name, std::int64_t out) {
        made.add(name + ".weight", {out, wideXlnet});
        made.add(name + ".bias", {out});
        for (const char* part : {".weight", ".bias"}) {
            for (double& number : made.tensors[name + part].numbers)
                number = static_cast<double>(numbers(random));
        }
    };
    if (std::string(ending) == "QuestionAnsweringSimple") {
        layer("qa_outputs", 2);
    } else {
        layer("sequence_summary.summary", wideXlnet);
        layer("logits_proj", 1);
    }
    return made;
}

} // namespace

class TestDecoderAnswers : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seeds[0]};

    /// The scores of `rows` against the loops, their shares over the tokens, and the explanations.
    QString differs(const Trace& trace, const ModelFolder& made, const StepRef& rows)
    {
        const Side side = trace.model().spec().outputSide();
        const MatrixView view = trace.view(rows);
        std::vector<Row> scores;
        Row sums{0.0, 0.0};
        for (Index row = 0; row < view.rows(); ++row) {
            scores.push_back(linear(made, "qa_outputs", rowOf(view, row)));
            for (std::size_t col = 0; col < 2; ++col)
                sums[col] += std::exp(scores.back()[col]);
        }
        if (trace.view({.step = Step::SpanProbs, .side = side}).rows() != view.rows())
            return QStringLiteral("not a row for each token");
        for (Index row = 0; row < view.rows(); ++row) {
            const Row& own = scores[static_cast<std::size_t>(row)];
            for (const auto& [step, expected] : {std::pair{Step::Logits, own}, {Step::SpanProbs, Row{std::exp(own[0]) / sums[0], std::exp(own[1]) / sums[1]}}}) {
                if (const QString text = m_check.differs(trace, {.step = step, .side = side}, row, expected); !text.isEmpty())
                    return text;
            }
            if (predictedPosition(trace, row) != row)
                return QStringLiteral("another token is spoken of");
            const auto lens = lensLogits(trace, row);
            if (!lens || (trace.dtype() == DType::Float64 && !(std::abs((*lens)(lens->rows() - 1, 0) - own[0]) <= closeIn64)))
                return QStringLiteral("the lens ends elsewhere");
        }
        return unexplained(trace);
    }

private slots:
    void anAnswerIsLookedForFromLeftToRight_data()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* family : causal)
            QTest::newRow(family) << QByteArray(family);
    }

    void anAnswerIsLookedForFromLeftToRight()
    {
        QFETCH(QByteArray, family);
        for (const unsigned seed : seeds) {
            ModelFolder made = answering(family.toStdString(), seed);
            made.config["id2label"] = {{"0", "a"}, {"1", "b"}, {"2", "c"}}; // at which the reference does not look here
            const auto model = m_folder.opened(made);
            QVERIFY2(model->notes().size() <= 1, model->notes().back().english().c_str()); // no tokenizer
            QVERIFY((model->spec().head.classes == std::vector<std::string>{"start", "end"}));
            const StepRef rows = model->spec().head.isProjected ? StepRef{.step = Step::HeadPre} : stackOutput(Side::Only, model->spec());
            for (const DType dtype : {DType::Float64, DType::Float32})
                QCOMPARE(differs(*run(model, dtype), made, rows), QString());
        }
    }

    void theRowsAreThoseOfTheBareModel_data() { anAnswerIsLookedForFromLeftToRight_data(); }

    void theRowsAreThoseOfTheBareModel()
    {
        QFETCH(QByteArray, family);
        const ModelFolder made = answering(family.toStdString(), seeds[0]);
        ModelFolder bare = made;
        bare.config["architectures"] = {causalFolders::className(family.toStdString()) + "Model"};
        const TracePtr a = run(m_folder.opened(made), DType::Float64);
        const TracePtr b = run(m_folder.opened(bare), DType::Float64);
        const StepRef rows = stackOutput(Side::Only, a->model().spec());
        for (Index row = 0; row < 5; ++row)
            QVERIFY(rowOf(a->view(rows), row) == rowOf(b->view(rows), row));
    }

    /// As the reference wrote them first.
    void weightsOfLlamaMayStandBelowAnotherName()
    {
        for (const char* family : {"llama", "mistral", "qwen2"}) {
            const ModelFolder made = answering(family, seeds[1]);
            ModelFolder renamed = made;
            renamed.tensors.clear();
            for (const auto& [name, values] : made.tensors)
                renamed.tensors[name.starts_with("model.") ? "transformer." + name.substr(6) : name] = values;
            const TracePtr a = run(m_folder.opened(made), DType::Float64);
            const TracePtr b = run(m_folder.opened(renamed), DType::Float64);
            for (Index row = 0; row < 5; ++row)
                QVERIFY(rowOf(a->view({.step = Step::Logits}), row) == rowOf(b->view({.step = Step::Logits}), row));
        }
    }

    void xlnetLooksForAnAnswerAndChooses()
    {
        for (const unsigned seed : seeds) {
            const ModelFolder made = xlnet("QuestionAnsweringSimple", seed);
            const auto model = m_folder.opened(made);
            const ModelFolder choosing = xlnet("MultipleChoice", seed);
            const auto chooser = m_folder.opened(choosing);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                QCOMPARE(differs(*run(model, dtype), made, stackOutput(Side::Only, model->spec())), QString());
                const TracePtr trace = run(chooser, dtype);
                const Row post = each(linear(choosing, "sequence_summary.summary", rowOf(trace->view(stackOutput(Side::Only, chooser->spec())), 4)), tanhOf);
                QCOMPARE(m_check.differs(*trace, {.step = Step::Logits}, 0, linear(choosing, "logits_proj", post)), QString());
                QCOMPARE(unexplained(*trace), QString());
            }
        }
    }

    void aDecoderSpeaksOfTheEncodersTokens_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QList<int>>("ids");
        QTest::addColumn<QList<int>>("target");
        for (const char* family : {"bart", "t5"}) {
            const int start = std::string(family) == "bart" ? 3 : 0;
            QTest::addRow("%s", family) << QByteArray(family) << QList<int>{4, 7, 9, 2} << QList<int>{start, 4, 7, 9};
            QTest::addRow("%s, without an end", family) << QByteArray(family) << QList<int>{4, 7, 9, 5, 8} << QList<int>{start, 4, 7, 9, 5};
            QTest::addRow("%s, padding behind", family) << QByteArray(family) << QList<int>{4, 7, 2, 1, 1} << QList<int>{start, 4, 7, 2, 1};
            QTest::addRow("%s, one token", family) << QByteArray(family) << QList<int>{6} << QList<int>{start};
        }
        QTest::newRow("mbart") << QByteArray("mbart") << QList<int>{4, 7, 2, 10} << QList<int>{10, 4, 7, 2};
        QTest::newRow("mbart, padding behind") << QByteArray("mbart") << QList<int>{4, 2, 10, 1, 1} << QList<int>{10, 4, 2, 10, 1};
    }

    void aDecoderSpeaksOfTheEncodersTokens()
    {
        QFETCH(QByteArray, family);
        QFETCH(QList<int>, ids);
        QFETCH(QList<int>, target);
        for (const unsigned seed : seeds) {
            const ModelFolder made = readTwice(family.toStdString(), seed);
            const auto model = m_folder.opened(made);
            QVERIFY(!model->spec().takesTarget());
            QVERIFY(model->spec().spokenSide() == Side::Encoder && model->spec().outputSide() == Side::Decoder);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype, {ids.begin(), ids.end()});
                QList<int> read;
                for (const Token& token : trace->tokens(Side::Decoder))
                    read.append(token.id);
                QCOMPARE(read, target);
                for (const Step step : {Step::Logits, Step::SpanProbs}) // tables and axes name the token that is spoken of
                    QVERIFY(trace->rowTokens({.step = step, .side = Side::Decoder}) == &trace->tokens(Side::Encoder));
                QVERIFY(trace->rowTokens(stackOutput(Side::Decoder, model->spec())) == &trace->tokens(Side::Decoder));
                QCOMPARE(differs(*trace, made, stackOutput(Side::Decoder, model->spec())), QString());
                const auto answers = likeliestAnswers(*trace, 1000);
                QVERIFY(answers.has_value());
                for (const AnswerSpan& answer : *answers) {
                    QVERIFY(answer.first <= answer.last && answer.last < ids.size());
                    const MatrixView probs = trace->view({.step = Step::SpanProbs, .side = Side::Decoder});
                    QVERIFY(std::abs(answer.probability - probs.at(answer.first, 0) * probs.at(answer.last, 1)) <= 1e-15);
                }
                const Index last = ids.size() - 1;
                QCOMPARE(QString::fromStdString(sentenceFor(*trace, {.step = Step::SpanProbs, .side = Side::Decoder}, last, 1).english()),
                         QStringLiteral("The answer ends at %1 (token %2).").arg(QString::fromStdString(trace->tokens(Side::Encoder).back().text)).arg(last));
            }
        }
    }

    void theRowsOfTheDecoderAreThoseOfTheBareModelOnThatTarget()
    {
        for (const char* family : {"bart", "mbart", "t5"}) {
            const ModelFolder made = readTwice(family, seeds[0]);
            ModelFolder bare = made;
            bare.config["architectures"] = {std::string(family) == "t5" ? "T5Model" : std::string(family) == "bart" ? "BartModel" : "MBartModel"};
            const TracePtr a = run(m_folder.opened(made), DType::Float64, {4, 7, 9, 2});
            const TracePtr b = runOnTarget(m_folder.opened(bare), DType::Float64, {4, 7, 9, 2}, a->tokens(Side::Decoder));
            const StepRef rows = stackOutput(Side::Decoder, b->model().spec());
            for (Index row = 0; row < 4; ++row)
                QVERIFY(rowOf(a->view(rows), row) == rowOf(b->view(rows), row));
        }
    }

    void aDecoderThatReadsAnotherTextIsRefused()
    {
        const auto model = m_folder.opened(readTwice("bart", seeds[0]));
        NpyArrays arrays;
        const std::array<std::int64_t, 4> ids{4, 7, 9, 2};
        arrays.emplace("input_ids", NpyArray::of(ids, {1, 4}));
        auto input = inputFromArrays(*model, arrays, "inputs.npz");
        QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
        QVERIFY(forward(model, *input).has_value());
        input->target.tokens.pop_back();
        const auto shorter = forward(model, *input);
        QVERIFY(!shorter && QString::fromStdString(shorter.error().english()).contains(QStringLiteral("the same text with both")));
    }

    void whatCannotBeReadIsNamed()
    {
        const auto refuses = [&](const ModelFolder& made, const char* part) {
            QVERIFY2(m_folder.refusal(made).contains(QString::fromUtf8(part)), qPrintable(m_folder.refusal(made)));
        };
        for (const char* family : causal) {
            ModelFolder made = answering(family, seeds[0]);
            made.tensors.erase("qa_outputs.bias");
            refuses(made, "qa_outputs.bias");
        }
        for (const char* family : {"openai-gpt", "phi", "gemma"}) // which the reference does not have
            refuses(answering(family, seeds[0]), "ForQuestionAnswering");
        ModelFolder made = readTwice("t5", seeds[0]); // whose number of classes the reference asks for
        made.config["id2label"] = {{"0", "a"}, {"1", "b"}, {"2", "c"}};
        refuses(made, "\"id2label\" is 3");
        made = readTwice("bart", seeds[0]);
        made.config["id2label"] = {{"0", "a"}, {"1", "b"}, {"2", "c"}};
        QCOMPARE(m_folder.refusal(made), QStringLiteral("it opened"));
        made = xlnet("QuestionAnsweringSimple", seeds[0]);
        made.config["summary_type"] = "mean"; // of the whole text, of which nothing is read off here
        QCOMPARE(m_folder.refusal(made), QStringLiteral("it opened"));
        made.config["num_labels"] = 3;
        refuses(made, "\"num_labels\" is 3");
        made.config["architectures"] = {"XLNetForQuestionAnswering"}; // a beam search
        refuses(made, "XLNetForQuestionAnswering");
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestDecoderAnswers)
#include "tst_decoder_answers.moc"
