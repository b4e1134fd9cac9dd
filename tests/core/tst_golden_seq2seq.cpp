// Encoder-decoder models and models of pictures and sound against the reference: hidden states, attention patterns of encoder,
// decoder and between them, module outputs and logits, in float32 and in float64.
#include "core/explain/explanation.h"
#include "core/forward/forward.h"
#include "core/golden.h"
#include "core/model/load.h"
#include "core/run/trace_inputs.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

using namespace hl;

namespace {

const std::set<std::string> families{"t5", "bart", "mbart", "marian", "whisper", "vit", "deit"};

bool isOurs(const golden::Case& c)
{
    const auto type = c.index.find("model_type");
    return type != c.index.end() && type->is_string() && families.count(type->get<std::string>()) > 0
           && std::filesystem::exists(c.folder / "model.safetensors");
}

golden::Case caseAt(const QString& path)
{
    for (const golden::Case& c : golden::cases("hf-model")) {
        if (QString::fromStdString(c.path) == path)
            return c;
    }
    qFatal("no such case");
}

/// One sample of every input of a run, as --inputs would give it.
NpyArrays sampleOf(const NpyArrays& all, const std::string& run, std::int64_t sample)
{
    NpyArrays inputs;
    for (const auto& [name, array] : all) {
        const std::string prefix = run + ".in.";
        if (!name.starts_with(prefix))
            continue;
        NpyArray one = array;
        const std::size_t size = one.bytes.size() / static_cast<std::size_t>(one.shape[0]);
        const auto begin = one.bytes.begin() + static_cast<std::ptrdiff_t>(size) * sample;
        one.bytes = std::vector<std::byte>(begin, begin + static_cast<std::ptrdiff_t>(size));
        one.shape[0] = 1;
        inputs.emplace(name.substr(prefix.size()), std::move(one));
    }
    return inputs;
}

/// Positions of a stack that are not padding.
std::vector<Index> rowsOf(const SequenceInput& input, Index count)
{
    std::vector<Index> rows;
    for (Index i = 0; i < count; ++i) {
        if (input.allowed.empty() || input.allowed[static_cast<std::size_t>(i)] != 0)
            rows.push_back(i);
    }
    return rows;
}

class Comparison
{
public:
    Comparison(const Trace& trace, const std::map<std::string, golden::Array>& expected, std::string run, Index sample)
        : m_trace(trace)
        , m_expected(expected)
        , m_run(std::move(run))
        , m_sample(sample)
    {}

    double attentionAbs = 0.0;
    double otherAbs = 0.0;
    double otherRel = 0.0;
    std::vector<Index> sourceRows;
    std::vector<Index> targetRows;
    std::string wrong; ///< the first disagreement
    int matrices = 0;
    double worst = 0.0;

    void compareAll()
    {
        const ModelSpec& spec = m_trace.model().spec();
        for (const Side side : spec.sides()) {
            const std::string prefix = side == Side::Encoder ? "encoder_" : side == Side::Decoder ? "decoder_" : "";
            const int layers = spec.stack(side).layers;
            for (int layer = 0; layer < layers; ++layer) {
                const std::string l = "." + std::to_string(layer);
                compare(prefix + "hidden_states" + l, {.step = Step::ResidPre, .layer = layer, .side = side});
                compareHeads(prefix + "attentions" + l, {.step = Step::Pattern, .layer = layer, .side = side});
                if (side == Side::Decoder)
                    compareHeads("cross_attentions" + l, {.step = Step::Pattern, .layer = layer, .side = side, .isCross = true});
                compareModules(side, layer);
            }
            // Models of pictures hand on what comes before the last norm.
            const StepRef last = spec.image ? blockOutput(side, layers - 1, spec) : stackOutput(side, spec);
            compare(prefix + "hidden_states." + std::to_string(layers), last);
            compare(prefix + "last_hidden_state", stackOutput(side, spec));
        }
        compareFrontEnd();
        const Side output = spec.outputSide();
        compare("logits", {.step = Step::Logits, .side = output});
        compare("cls_logits", {.step = Step::ClassLogits, .side = output});
        compare("distillation_logits", {.step = Step::DistillationLogits, .side = output});
    }

private:
    void compare(const std::string& name, const StepRef& ref, std::optional<MatrixOf<double>> given = std::nullopt)
    {
        const auto found = m_expected.find(m_run + "." + name);
        if (!wrong.empty() || (!given && found == m_expected.end()))
            return;
        const MatrixView view = m_trace.view(ref);
        if (!view) {
            wrong = nameOf(ref) + " is not in the trace";
            return;
        }
        MatrixOf<double> expected;
        if (given)
            expected = std::move(*given);
        else if (found->second.shape.size() == 2)
            expected = found->second.matrix().row(m_sample);
        else
            expected = found->second.matrix({found->second.shape[0] == 1 ? 0 : m_sample});
        const Tokens* tokens = m_trace.rowTokens(ref);
        const auto& rows = ref.side == Side::Decoder && !(tokens == &m_trace.tokens(Side::Encoder)) ? targetRows : sourceRows;
        const bool isPerToken = tokens != nullptr && static_cast<Index>(tokens->size()) == expected.rows();
        const MatrixOf<double> all = golden::matrixOf(view);
        const MatrixOf<double> a = isPerToken ? MatrixOf<double>(all(rows, Eigen::all)) : all;
        const MatrixOf<double> e = isPerToken ? MatrixOf<double>(expected(rows, Eigen::all)) : expected;
        const bool isPattern = ref.step == Step::Pattern;
        const auto text = golden::within(a, e, isPattern ? attentionAbs : otherAbs, isPattern ? 0.0 : otherRel);
        if (!text.empty())
            wrong = m_run + " sample " + std::to_string(m_sample) + ", " + name + " = " + nameOf(ref) + ": " + text;
        worst = std::max(worst, golden::largestDifference(a, e));
        ++matrices;
    }

    void compareHeads(const std::string& name, StepRef ref)
    {
        const auto found = m_expected.find(m_run + "." + name);
        if (found == m_expected.end())
            return;
        for (ref.head = 0; ref.head < found->second.shape[1]; ++ref.head)
            compare(name, ref, found->second.matrix({m_sample, ref.head}));
    }

    void compareModules(Side side, int layer)
    {
        const std::string stack = side == Side::Decoder ? "decoder" : "encoder";
        const auto at = [&](Step step, bool isCross = false) {
            return StepRef{.step = step, .layer = layer, .side = side, .isCross = isCross};
        };
        const std::string bart = "mod.model." + stack + ".layers." + std::to_string(layer) + ".";
        compare(bart + "self_attn.out_proj", at(Step::AttnOut));
        compare(bart + "encoder_attn.out_proj", at(Step::AttnOut, true));
        compare(bart + "self_attn_layer_norm", at(Step::Ln1Out));
        compare(bart + "encoder_attn_layer_norm", at(Step::LnCrossOut));
        compare(bart + "fc1", at(Step::MlpPre));
        compare(bart + "activation_fn", at(Step::MlpPost));
        compare(bart + "fc2", at(Step::MlpOut));
        compare(bart + "final_layer_norm", at(Step::Ln2Out));
        const std::string t5 = "mod." + stack + ".block." + std::to_string(layer) + ".layer.";
        const std::string t5Mlp = t5 + (side == Side::Decoder ? "2" : "1");
        compare(t5 + "0.SelfAttention.o", at(Step::AttnOut));
        compare(t5 + "1.EncDecAttention.o", at(Step::AttnOut, true));
        compare(t5 + "0.layer_norm", at(Step::Ln1Out));
        compare(t5Mlp + ".layer_norm", at(Step::Ln2Out));
        compare(t5Mlp + ".DenseReluDense.wi", at(Step::MlpPre));
        compare(t5Mlp + ".DenseReluDense.wo", at(Step::MlpOut));
        const std::string vit = "mod.vit.encoder.layer." + std::to_string(layer) + ".";
        compare(vit + "layernorm_before", at(Step::Ln1Out));
        compare(vit + "attention.output.dense", at(Step::AttnOut));
        compare(vit + "layernorm_after", at(Step::Ln2Out));
        compare(vit + "intermediate.dense", at(Step::MlpPre));
        compare(vit + "intermediate.intermediate_act_fn", at(Step::MlpPost));
    }

    /// Convolutions keep the features first, in front of the places.
    void compareConvolution(const std::string& name, Step step, Side side)
    {
        const auto found = m_expected.find(m_run + "." + name);
        if (found == m_expected.end())
            return;
        const golden::Array& array = found->second;
        const Index features = array.shape[1];
        const Index places = static_cast<Index>(array.values.size()) / array.shape[0] / features;
        const double* begin = array.values.data() + m_sample * features * places;
        const MatrixOf<double> sample = ConstMap<double>(begin, features, places, Eigen::OuterStride<>(places));
        compare(name, {.step = step, .side = side}, MatrixOf<double>(sample.transpose()));
    }

    void compareFrontEnd()
    {
        const Side first = m_trace.model().spec().sides().front();
        compareConvolution("mod.vit.embeddings.patch_embeddings.projection", Step::EmbedPatch, first);
        compareConvolution("mod.model.encoder.conv1", Step::Conv1Pre, first);
        compareConvolution("mod.model.encoder.conv2", Step::Conv2Pre, first);
        compare("mod.vit.layernorm", {.step = Step::LnFinalOut, .side = first});
        for (const Side side : m_trace.model().spec().sides()) {
            const std::string stack = side == Side::Decoder ? "mod.model.decoder" : "mod.model.encoder";
            compare(stack + ".layernorm_embedding", {.step = Step::EmbedNorm, .side = side});
            compare(stack + ".layer_norm", {.step = Step::LnFinalOut, .side = side});
        }
    }

    const Trace& m_trace;
    const std::map<std::string, golden::Array>& m_expected;
    std::string m_run;
    Index m_sample;
};

std::pair<double, double> tolerances(const std::string& text)
{
    double absolute = 0.0;
    double relative = 0.0;
    if (std::sscanf(text.c_str(), "abs %lf or rel %lf", &absolute, &relative) != 2)
        qFatal("cannot read the tolerance \"%s\"", text.c_str());
    return {absolute, relative};
}

void addCases()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isDouble");
    for (const golden::Case& c : golden::cases("hf-model")) {
        for (const bool isDouble : {false, true}) {
            if (isOurs(c))
                QTest::newRow((c.path + (isDouble ? ", float64" : ", float32")).c_str()) << QString::fromStdString(c.path) << isDouble;
        }
    }
}

} // namespace

class TestGoldenSeq2Seq : public QObject
{
    Q_OBJECT

private:
    static void skipIfNone()
    {
        const auto all = golden::cases("hf-model");
        if (std::none_of(all.begin(), all.end(), isOurs))
            QSKIP("skipped: encoder-decoder models and models of pictures and sound; set HEADLIGHT_GOLDEN to the folder that has them");
    }

private slots:
    void equalsTheReference_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isDouble");
        for (const golden::Case& c : golden::cases("hf-model")) {
            if (!isOurs(c))
                continue;
            QTest::newRow((c.path + ", float32").c_str()) << QString::fromStdString(c.path) << false;
            if (std::filesystem::exists(c.folder / "expected_f64.npz"))
                QTest::newRow((c.path + ", float64").c_str()) << QString::fromStdString(c.path) << true;
        }
        skipIfNone();
    }

    void equalsTheReference()
    {
        QFETCH(QString, path);
        QFETCH(bool, isDouble);
        const golden::Case c = caseAt(path);
        const nlohmann::json info = c.info();
        const auto model = loadModel(c.folder);
        QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
        const auto expected = golden::readArrays(c.folder / (isDouble ? "expected_f64.npz" : "expected.npz"));
        const auto given = readNpz(c.folder / "expected.npz");
        QVERIFY(given.has_value());
        const auto [absolute, relative] = tolerances(info.at("tolerance").at("other").get<std::string>());
        int matrices = 0;
        double worst = 0.0;
        for (const auto& [run, description] : info.at("runs").items()) {
            std::int64_t samples = 0;
            for (const auto& [name, array] : *given) {
                if (name.starts_with(run + ".in."))
                    samples = array.shape[0];
            }
            for (std::int64_t sample = 0; sample < samples; ++sample) {
                auto input = inputFromArrays(**model, sampleOf(*given, run, sample), c.path);
                QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
                input->dtype = isDouble ? DType::Float64 : DType::Float32;
                const auto sourceAllowed = input->source;
                const auto targetAllowed = input->target;
                const auto trace = forward(*model, std::move(*input));
                QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
                Comparison comparison(**trace, expected, run, sample);
                comparison.attentionAbs = isDouble ? 1e-12 : info.at("tolerance").at("attentions_abs").get<double>();
                comparison.otherAbs = isDouble ? 1e-12 : absolute;
                comparison.otherRel = isDouble ? 1e-12 : relative;
                comparison.sourceRows = rowsOf(sourceAllowed, static_cast<Index>((*trace)->tokens(Side::Encoder).size()));
                comparison.targetRows = rowsOf(targetAllowed, static_cast<Index>((*trace)->tokens(Side::Decoder).size()));
                comparison.compareAll();
                QVERIFY2(comparison.wrong.empty(), comparison.wrong.c_str());
                matrices += comparison.matrices;
                worst = std::max(worst, comparison.worst);
            }
        }
        QVERIFY(matrices > 0);
        qInfo("%d matrices, largest difference %.3g", matrices, worst);
    }

    void everyCellIsExplained_data()
    {
        addCases();
        skipIfNone();
    }

    void everyCellIsExplained()
    {
        QFETCH(QString, path);
        QFETCH(bool, isDouble);
        const golden::Case c = caseAt(path);
        const auto model = loadModel(c.folder);
        const auto given = readNpz(c.folder / "expected.npz");
        QVERIFY(model.has_value() && given.has_value());
        auto input = inputFromArrays(**model, sampleOf(*given, "r0", 0), c.path);
        QVERIFY(input.has_value());
        input->dtype = isDouble ? DType::Float64 : DType::Float32;
        const auto trace = forward(*model, std::move(*input));
        QVERIFY(trace.has_value());
        for (const StepRef& ref : (*trace)->steps()) {
            const MatrixView view = (*trace)->view(ref);
            const Index step = std::max<Index>(1, view.rows() * view.cols() / 23); // some cells of every step
            for (Index i = 0; i < view.rows() * view.cols(); i += step) {
                const auto explanation = explain(**trace, ref, i / view.cols(), i % view.cols());
                QVERIFY2(explanation.has_value(), explanation ? "" : explanation.error().english().c_str());
                QVERIFY2(explanation->agrees(),
                         qPrintable(QStringLiteral("%1 (%2, %3): explained %4, traced %5, bound %6")
                                        .arg(QString::fromStdString(nameOf(ref)))
                                        .arg(i / view.cols())
                                        .arg(i % view.cols())
                                        .arg(explanation->result, 0, 'g', 12)
                                        .arg(explanation->traced, 0, 'g', 12)
                                        .arg(explanation->bound)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestGoldenSeq2Seq)
#include "tst_golden_seq2seq.moc"
