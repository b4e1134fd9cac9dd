// Whole models against the reference implementation: every hidden state, attention pattern, q, k, v, every kind of score
// and every module output that the case holds, in float32 and in float64.
#include "core/forward/forward.h"
#include "core/golden.h"
#include "core/math/ops.h"
#include "core/model/load.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <optional>
#include <set>

using namespace hl;

namespace {

/// The families this build opens; a case of another family is not this test's.
bool isSupported(const golden::Case& c)
{
    static const std::set<std::string> families{
        "albert", "bert",    "bloom",   "deberta", "deberta-v2", "distilbert", "electra", "falcon",     "gemma",
        "gpt2",   "gpt_neo", "gpt_neox", "gptj",   "llama",      "mistral",    "mpnet",   "openai-gpt", "opt",
        "phi",    "qwen2",   "roberta", "transfo-xl", "xlnet"};
    if (!c.index.contains("model_type") || !c.index.at("model_type").is_string())
        return false;
    return families.count(c.index.at("model_type").get<std::string>()) > 0;
}

bool hasWeights(const golden::Case& c)
{
    return std::filesystem::exists(c.folder / "model.safetensors")
           || std::filesystem::exists(c.folder / "model.safetensors.index.json");
}

/// The reference runs these families' norms and softmax in float32 even where everything else is float64.
bool isSingleInside(const std::string& family)
{
    return family == "llama" || family == "mistral" || family == "qwen2" || family == "gemma";
}

Index headCount(const ModelSpec& spec)
{
    return spec.stack(Side::Only).attention.heads;
}

class Comparison
{
public:
    Comparison(const Model& model, const std::map<std::string, golden::Array>& expected, std::string run, bool isDouble)
        : m_model(model)
        , m_expected(expected)
        , m_run(std::move(run))
        , m_isDouble(isDouble)
    {}

    /// The run whose memory this one starts from.
    void setMemory(std::string run) { m_memory = std::move(run); }

    /// Runs every sample of this run; returns the first disagreement or "".
    std::string compare(double attentionAbs, double otherAbs, double otherRel)
    {
        m_attentionAbs = attentionAbs;
        m_otherAbs = otherAbs;
        m_otherRel = otherRel;
        const golden::Array& ids = at(".in.input_ids");
        for (Index sample = 0; sample < ids.shape[0]; ++sample) {
            const auto trace = run(sample);
            if (!trace)
                return trace.error().english();
            if (auto text = compareSample(**trace, sample); !text.empty())
                return m_run + " sample " + std::to_string(sample) + ": " + text;
        }
        return {};
    }

    [[nodiscard]] double worst() const { return m_worst; }
    [[nodiscard]] int matrices() const { return m_matrices; }

private:
    const golden::Array& at(const std::string& name) const { return m_expected.at(m_run + name); }
    bool has(const std::string& name) const { return m_expected.count(m_run + name) > 0; }

    Result<TracePtr> run(Index sample)
    {
        const golden::Array& ids = at(".in.input_ids");
        const Index n = ids.shape[1];
        ForwardInput input;
        input.dtype = m_isDouble ? DType::Float64 : DType::Float32;
        m_rows.clear();
        for (Index i = 0; i < n; ++i) {
            const auto flat = static_cast<std::size_t>(sample * n + i);
            Token token;
            token.id = static_cast<TokenId>(ids.values[flat]);
            if (has(".in.token_type_ids"))
                token.segment = static_cast<int>(at(".in.token_type_ids").values[flat]);
            input.source.tokens.push_back(token);
            if (has(".in.attention_mask"))
                input.source.allowed.push_back(static_cast<std::uint8_t>(at(".in.attention_mask").values[flat]));
            if (input.source.allowed.empty() || input.source.allowed.back() != 0)
                m_rows.push_back(i);
        }
        for (int layer = 0; !m_memory.empty(); ++layer) {
            const auto found = m_expected.find(m_memory + ".mems." + std::to_string(layer));
            if (found == m_expected.end())
                break;
            const golden::Array& rows = found->second; // [length, sample, d_model]
            MatrixOf<double> own(rows.shape[0], rows.shape[2]);
            for (Index row = 0; row < rows.shape[0]; ++row)
                own.row(row) = rows.matrix({row}).row(sample);
            input.source.memory.push_back(own);
        }
        if (input.source.memory.size() > static_cast<std::size_t>(m_model.spec().stack(Side::Only).layers))
            input.source.memory.resize(static_cast<std::size_t>(m_model.spec().stack(Side::Only).layers));
        return forward(std::shared_ptr<const Model>(std::shared_ptr<const Model>{}, &m_model), std::move(input));
    }

    /// Only rows of tokens that are not padding mean something.
    MatrixOf<double> meaningful(const MatrixOf<double>& all) const
    {
        MatrixOf<double> some(static_cast<Index>(m_rows.size()), all.cols());
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            some.row(static_cast<Index>(i)) = all.row(m_rows[i]);
        return some;
    }

    std::string check(const Trace& trace, const StepRef& ref, const MatrixOf<double>& expected, bool isPattern)
    {
        const MatrixView view = trace.view(ref);
        if (!view)
            return nameOf(ref) + " is not in the trace";
        MatrixOf<double> actual = golden::matrixOf(view);
        const bool isPerToken = expected.rows() > 1 || view.rows() > 1;
        MatrixOf<double> a = isPerToken ? meaningful(actual) : actual;
        MatrixOf<double> e = isPerToken ? meaningful(expected) : expected;
        // A key that is padding is a row without meaning too: with padding on the left of a causal model it may look at
        // nothing, where the reference lets it look at everything and we at nothing. Its scores, forbidden or not,
        // are compared only after the mask.
        if (ref.step == Step::Scores || ref.step == Step::Scaled) {
            a = meaningful(a.transpose()).eval();
            e = meaningful(e.transpose()).eval();
        }
        m_worst = std::max(m_worst, golden::largestDifference(a, e));
        ++m_matrices;
        const auto text = isPattern ? golden::within(a, e, m_attentionAbs, 0.0) : golden::within(a, e, m_otherAbs, m_otherRel);
        return text.empty() ? text : nameOf(ref) + ": " + text;
    }

    /// OPT's narrow models hand on rows that are projected already.
    StepRef lastHiddenState(int layers) const
    {
        const auto found = m_expected.find(m_run + ".hidden_states." + std::to_string(layers));
        const ModelSpec& spec = m_model.spec();
        if (found != m_expected.end() && found->second.shape.back() != spec.dModel && spec.head.isProjected)
            return {Step::HeadPre};
        return stackOutput(Side::Only, spec);
    }

    std::string compareSample(const Trace& trace, Index sample)
    {
        const ModelSpec& spec = m_model.spec();
        const int layers = spec.stack(Side::Only).layers;
        for (int layer = 0; layer < layers; ++layer) {
            const std::string l = "." + std::to_string(layer);
            if (auto text = checkIf(trace, ".hidden_states" + l, {Step::ResidPre, layer}, {sample}); !text.empty())
                return text;
            if (auto text = compareHeads(trace, sample, layer); !text.empty())
                return text;
        }
        if (auto text = checkIf(trace, ".hidden_states." + std::to_string(layers), lastHiddenState(layers), {sample}); !text.empty())
            return text;
        if (auto text = checkIf(trace, ".last_hidden_state", stackOutput(Side::Only, spec), {sample}); !text.empty())
            return text;
        if (auto text = checkIf(trace, ".logits", {Step::Logits}, {sample}); !text.empty())
            return text;
        if (auto text = checkIf(trace, ".prediction_scores", {Step::Logits}, {sample}); !text.empty())
            return text;
        if (has(".pooler_output")) {
            MatrixOf<double> row = at(".pooler_output").matrix().row(sample);
            if (auto text = check(trace, {Step::PoolerOut}, row, false); !text.empty())
                return text;
        }
        if (auto text = compareTopTen(trace, sample); !text.empty())
            return text;
        return compareModules(trace, sample, layers);
    }

    std::string checkIf(const Trace& trace, const std::string& name, const StepRef& ref, const std::vector<Index>& leading)
    {
        return has(name) ? check(trace, ref, at(name).matrix(leading), false) : std::string();
    }

    std::string compareHeads(const Trace& trace, Index sample, int layer)
    {
        static const std::pair<const char*, Step> perHead[] = {
            {".q.", Step::Q}, {".k.", Step::K}, {".v.", Step::V}, {".scores_raw.", Step::Scores},
            {".scores_scaled.", Step::Scaled}, {".scores_masked.", Step::Masked}, {".attentions.", Step::Pattern},
            {".context.", Step::Z}};
        for (const auto& [name, step] : perHead) {
            const std::string key = name + std::to_string(layer);
            if (!has(key))
                continue;
            for (Index head = 0; head < headCount(m_model.spec()); ++head) {
                const StepRef ref{step, layer, static_cast<int>(head), Side::Only, false};
                if (auto text = check(trace, ref, at(key).matrix({sample, head}), step == Step::Pattern); !text.empty())
                    return text;
            }
        }
        return {};
    }

    /// Cases with a large vocabulary keep the ten best logits of every position, and all of the last one.
    std::string compareTopTen(const Trace& trace, Index sample)
    {
        const MatrixView logits = trace.view({Step::Logits});
        if (has(".logits_top10")) {
            const auto ids = at(".logits_top10_ids").matrix({sample});
            const auto values = at(".logits_top10").matrix({sample});
            MatrixOf<double> actual(ids.rows(), ids.cols());
            for (Index row = 0; row < ids.rows(); ++row) {
                for (Index col = 0; col < ids.cols(); ++col)
                    actual(row, col) = logits.at(row, static_cast<Index>(ids(row, col)));
            }
            m_worst = std::max(m_worst, golden::largestDifference(actual, values));
            if (auto text = golden::within(actual, values, m_otherAbs, m_otherRel); !text.empty())
                return "top ten logits: " + text;
        }
        if (has(".logits_last")) {
            const golden::Array& last = at(".logits_last");
            const MatrixOf<double> expected = last.matrix().row(last.shape.size() > 1 ? sample : 0);
            const MatrixOf<double> actual = golden::matrixOf(logits).bottomRows(1);
            if (auto text = golden::within(actual, expected, m_otherAbs, m_otherRel); !text.empty())
                return "logits of the last position: " + text;
        }
        return {};
    }

    std::string compareModules(const Trace& trace, Index sample, int layers)
    {
        struct Module
        {
            std::string name;
            StepRef ref;
        };
        std::vector<Module> modules{
            {"transformer.wte", {Step::EmbedToken}}, {"transformer.wpe", {Step::EmbedPosition}},
            {"transformer.ln_f", {Step::LnFinalOut}}, {"lm_head", {Step::Logits}},
            {"embeddings.word_embeddings", {Step::EmbedToken}}, {"embeddings.position_embeddings", {Step::EmbedPosition}},
            {"embeddings.token_type_embeddings", {Step::EmbedType}}, {"embeddings.LayerNorm", {Step::EmbedNorm}}};
        for (int l = 0; l < layers; ++l) {
            const std::string gpt = "transformer.h." + std::to_string(l) + ".";
            const std::string bert = "encoder.layer." + std::to_string(l) + ".";
            const StepRef attnOut{Step::AttnOut, l};
            modules.insert(modules.end(),
                           {{gpt + "ln_1", {Step::Ln1Out, l}}, {gpt + "attn.c_proj", attnOut},
                            {gpt + "ln_2", {Step::Ln2Out, l}}, {gpt + "mlp.c_fc", {Step::MlpPre, l}},
                            {gpt + "mlp.act", {Step::MlpPost, l}}, {gpt + "mlp.c_proj", {Step::MlpOut, l}},
                            {bert + "attention.output.dense", attnOut},
                            {bert + "attention.output.LayerNorm", {Step::Ln1Out, l}},
                            {bert + "intermediate.dense", {Step::MlpPre, l}},
                            {bert + "intermediate.intermediate_act_fn", {Step::MlpPost, l}},
                            {bert + "output.dense", {Step::MlpOut, l}}, {bert + "output.LayerNorm", {Step::Ln2Out, l}}});
        }
        for (const Module& module : modules) {
            for (const char* prefix : {".mod.", ".mod.bert."}) {
                if (!has(prefix + module.name))
                    continue;
                // Position embeddings are kept once for all samples.
                const golden::Array& array = at(prefix + module.name);
                const Index which = array.shape[0] == 1 ? 0 : sample;
                if (auto text = check(trace, module.ref, array.matrix({which}), false); !text.empty())
                    return module.name + " = " + text;
            }
        }
        return {};
    }

    const Model& m_model;
    const std::map<std::string, golden::Array>& m_expected;
    std::string m_run;
    std::string m_memory;
    bool m_isDouble;
    double m_attentionAbs = 0.0;
    double m_otherAbs = 0.0;
    double m_otherRel = 0.0;
    std::vector<Index> m_rows;
    double m_worst = 0.0;
    int m_matrices = 0;
};

/// "abs 2e-04 or rel 1e-4, whichever larger"
std::pair<double, double> tolerances(const std::string& text)
{
    double absolute = 0.0;
    double relative = 0.0;
    if (std::sscanf(text.c_str(), "abs %lf or rel %lf", &absolute, &relative) != 2)
        qFatal("cannot read the tolerance \"%s\"", text.c_str());
    return {absolute, relative};
}

} // namespace

class TestGoldenModels : public QObject
{
    Q_OBJECT

private slots:
    void equalsTheReference_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isDouble");
        int count = 0;
        for (const golden::Case& c : golden::cases("hf-model")) {
            if (!isSupported(c) || !hasWeights(c))
                continue;
            QTest::newRow((c.path + ", float32").c_str()) << QString::fromStdString(c.path) << false;
            if (std::filesystem::exists(c.folder / "expected_f64.npz"))
                QTest::newRow((c.path + ", float64").c_str()) << QString::fromStdString(c.path) << true;
            ++count;
        }
        QVERIFY2(count > 0, "no model cases found");
    }

    void equalsTheReference()
    {
        QFETCH(QString, path);
        QFETCH(bool, isDouble);
        golden::Case found;
        for (const golden::Case& c : golden::cases("hf-model")) {
            if (QString::fromStdString(c.path) == path)
                found = c;
        }
        const nlohmann::json info = found.info();
        const auto model = loadModel(found.folder);
        if (!model && model.error().code == ErrorCode::Unsupported)
            QSKIP(qPrintable(QStringLiteral("skipped: %1: %2").arg(path, QString::fromStdString(model.error().english()))));
        if (!model)
            QFAIL(model.error().english().c_str());
        const auto expected = golden::readArrays(found.folder / (isDouble ? "expected_f64.npz" : "expected.npz"));
        const auto inputs = golden::readArrays(found.folder / "expected.npz");
        auto merged = expected;
        merged.insert(inputs.begin(), inputs.end()); // inputs are stored once; expected values win
        if (isDouble) {
            for (auto it = merged.begin(); it != merged.end();) {
                const bool isInput = it->first.find(".in.") != std::string::npos;
                it = isInput || expected.count(it->first) > 0 ? std::next(it) : merged.erase(it);
            }
        }
        const double doubleAbs = isSingleInside(found.index.at("model_type")) ? 1e-5 : 1e-12;
        const double attentionAbs = isDouble ? doubleAbs : info.at("tolerance").at("attentions_abs").get<double>();
        auto [absolute, relative] = tolerances(info.at("tolerance").at("other").get<std::string>());
        if (isDouble) {
            absolute = doubleAbs;
            relative = doubleAbs;
        }
        double worst = 0.0;
        int matrices = 0;
        for (const auto& [run, description] : info.at("runs").items()) {
            const bool isHere = merged.count(run + ".in.input_ids") > 0
                                && std::any_of(expected.begin(), expected.end(), [&, name = run](const auto& entry) {
                                       return entry.first.starts_with(name + ".") && !entry.first.starts_with(name + ".in.");
                                   });
            if (!isHere)
                continue;
            Comparison comparison(**model, merged, run, isDouble);
            const std::string note = description.value("note", "");
            if (const auto at = note.find("mems = r"); at != std::string::npos)
                comparison.setMemory(note.substr(at + 7, note.find('.', at) - at - 7));
            const auto text = comparison.compare(attentionAbs, absolute, relative);
            QVERIFY2(text.empty(), text.c_str());
            worst = std::max(worst, comparison.worst());
            matrices += comparison.matrices();
        }
        QVERIFY(matrices > 0);
        qInfo("%d matrices, largest difference %.3g", matrices, worst);
    }

    void softmaxStagesOfARealModelFollowFromTheRawScores_data()
    {
        QTest::addColumn<QString>("path");
        for (const golden::Case& c : golden::cases("real-attention-stages"))
            QTest::newRow(c.path.c_str()) << QString::fromStdString(c.path);
        if (golden::cases("real-attention-stages").empty())
            QSKIP("skipped: attention stages of a real model; set HEADLIGHT_GOLDEN to the folder that has them");
    }
    void softmaxStagesOfARealModelFollowFromTheRawScores();

    void theInputOfAnotherKindIsRefusedWithASentence()
    {
        // An id past the vocabulary, no tokens, a mask of another length: refused, nothing computed.
        const auto cases = golden::cases("hf-model");
        for (const golden::Case& c : cases) {
            if (!isSupported(c) || !std::filesystem::exists(c.folder / "model.safetensors"))
                continue;
            const auto model = loadModel(c.folder);
            if (!model || maxTokens(**model, Side::Only) == 0)
                continue;
            ForwardInput empty;
            QCOMPARE(forward(*model, empty).error().code, ErrorCode::BadInput);
            ForwardInput outside;
            outside.source.tokens.resize(2);
            outside.source.tokens[1].id = (*model)->spec().vocabulary;
            QCOMPARE(forward(*model, outside).error().code, ErrorCode::BadInput);
            ForwardInput tooLong;
            tooLong.source.tokens.resize(static_cast<std::size_t>(maxTokens(**model, Side::Only)) + 1);
            QCOMPARE(forward(*model, tooLong).error().code, ErrorCode::TextTooLong);
            ForwardInput mask;
            mask.source.tokens.resize(3);
            mask.source.allowed = {1, 1};
            QCOMPARE(forward(*model, mask).error().code, ErrorCode::BadInput);
            return;
        }
    }
};


void TestGoldenModels::softmaxStagesOfARealModelFollowFromTheRawScores()
{
    QFETCH(QString, path);
    for (const golden::Case& c : golden::cases("real-attention-stages")) {
        if (QString::fromStdString(c.path) != path)
            continue;
        const auto arrays = golden::readArrays(c.folder / "expected.npz");
        const double softmaxAbs = c.info().at("tolerance").at("softmax_of_scaled_abs");
        const double scaledAbs = c.info().at("tolerance").at("scaled_from_raw_abs");
        const golden::Array& raw = arrays.at("scores_raw");
        for (Index layer = 0; layer < raw.shape[0]; ++layer) {
            for (Index head = 0; head < raw.shape[1]; ++head) {
                const MatrixOf<float> scores = raw.matrix({layer, head}).cast<float>();
                const Index n = scores.rows();
                const MatrixOf<float> scaled = scores * (1.0F / 8.0F);
                QVERIFY(golden::within(scaled.cast<double>(), arrays.at("scores_scaled").matrix({layer, head}), scaledAbs, 0.0).empty());
                const MatrixOf<float> masked = scaled + causalMask(n, n).cast<float>();
                const auto text = golden::within(masked.cast<double>(), arrays.at("scores_masked").matrix({layer, head}), scaledAbs, 0.0);
                QVERIFY2(text.empty(), text.c_str());
                MatrixOf<float> max(n, 1), shifted(n, n), exp(n, n), sum(n, 1), pattern(n, n);
                softmaxParts<float>(masked, max, shifted, exp, sum, pattern);
                const auto worse = golden::within(pattern.cast<double>(), arrays.at("attentions").matrix({layer, head}), softmaxAbs, 0.0);
                QVERIFY2(worse.empty(), worse.c_str());
            }
        }
    }
}

QTEST_APPLESS_MAIN(TestGoldenModels)
#include "tst_golden_models.moc"
