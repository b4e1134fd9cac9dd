// Attention, blocks, norms, activations and positions against PyTorch's own modules, float32 and float64. What a case is
// follows from the arrays it has, so that other cases of these kinds run unchanged.
#include "core/attention/masks.h"
#include "core/attention/positions.h"
#include "core/forward/attend.h"
#include "core/forward/block.h"
#include "core/forward/forward.h"
#include "core/golden.h"
#include "core/math/ops.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <limits>
#include <optional>

using namespace hl;

namespace {

using Arrays = std::map<std::string, golden::Array>;
using Matrix = MatrixOf<double>;

template <class T>
Tensor tensor(const std::string& name, const Matrix& values)
{
    return {name, MatrixOf<T>(values.cast<T>())};
}

/// Everything a case's comparisons need; collects the first failure.
class Check
{
public:
    Check(const Arrays& arrays, const nlohmann::json& info)
        : m_arrays(arrays)
        , m_info(info)
    {
        if (info.contains("tolerance") && info.at("tolerance").contains("weights_abs"))
            m_weightsAbs = info.at("tolerance").at("weights_abs");
    }

    template <class T>
    void weights(const MatrixOf<T>& actual, const std::string& name, const std::vector<Index>& leading)
    {
        compare<T>(actual, name, leading, std::is_same_v<T, float> ? m_weightsAbs : 1e-12, 0.0);
    }

    /// abs 1e-5 * max(1, max|expected|) or rel 1e-4; what follows from weights of a wider tolerance gets that.
    template <class T>
    void other(const MatrixOf<T>& actual, const std::string& name, const std::vector<Index>& leading = {})
    {
        const golden::Array* expected = find<T>(name);
        if (!expected)
            return;
        double largest = 1.0;
        for (const double value : expected->values) {
            if (std::isfinite(value) && value > -1e30)
                largest = std::max(largest, std::abs(value));
        }
        const double absolute = std::is_same_v<T, float> ? std::max(1e-5, m_weightsAbs > 1e-4 ? m_weightsAbs : 0.0) : 1e-12;
        compare<T>(actual, name, leading, absolute * largest, std::is_same_v<T, float> ? 1e-4 : 1e-12);
    }

    void skipRows(std::vector<Index> rows) { m_skipped = std::move(rows); }
    void require(bool holds, const std::string& text)
    {
        if (!holds && failure.empty())
            failure = text;
    }

    [[nodiscard]] Index count() const { return m_count; }
    std::string failure;

private:
    template <class T>
    const golden::Array* find(const std::string& name) const
    {
        const auto found = m_arrays.find(std::is_same_v<T, float> ? name : "f64." + name);
        return found == m_arrays.end() ? nullptr : &found->second;
    }

    template <class T>
    void compare(const MatrixOf<T>& actual, const std::string& name, const std::vector<Index>& leading, double absolute,
                 double relative)
    {
        const golden::Array* array = find<T>(name);
        if (!array)
            return;
        Matrix a = actual.template cast<double>();
        Matrix e = array->matrix(leading);
        for (const Index row : m_skipped) {
            if (row < a.rows()) {
                a.row(row).setZero();
                e.row(row).setZero();
            }
        }
        const auto text = golden::within(a, e, absolute, relative);
        ++m_count;
        if (!text.empty() && failure.empty())
            failure = name + (std::is_same_v<T, float> ? " (float32): " : " (float64): ") + text;
    }

    const Arrays& m_arrays;
    const nlohmann::json& m_info;
    double m_weightsAbs = 1e-6;
    std::vector<Index> m_skipped;
    Index m_count = 0;
};

struct CaseData
{
    Arrays arrays;
    nlohmann::json info;
    std::string what;

    [[nodiscard]] bool has(const std::string& name) const { return arrays.count(name) > 0; }
    [[nodiscard]] const golden::Array& at(const std::string& name) const { return arrays.at(name); }
    [[nodiscard]] bool isBoolean(const std::string& name) const { return info.at("arrays").at(name).at(0) == "uint8"; }
    [[nodiscard]] bool says(const char* word) const { return what.find(word) != std::string::npos; }

    /// "MultiheadAttention(16,4," -> 16, 4
    [[nodiscard]] std::vector<Index> numbersAfter(const std::string& word) const
    {
        std::vector<Index> numbers;
        std::size_t at = what.find(word + "(");
        if (at == std::string::npos)
            return numbers;
        at += word.size() + 1;
        while (at < what.size() && std::isdigit(static_cast<unsigned char>(what[at]))) {
            std::size_t used = 0;
            numbers.push_back(std::stol(what.substr(at), &used));
            at += used + 1;
        }
        return numbers;
    }
};

constexpr double forbidden = -std::numeric_limits<double>::infinity();

/// A stored mask as numbers to add. In `torchWay` 1 means "not allowed" (nn.Module masks), else 1 means "may attend".
Matrix additive(const CaseData& data, const std::string& name, const std::vector<Index>& leading, bool torchWay)
{
    Matrix mask = data.at(name).matrix(leading);
    if (!data.isBoolean(name))
        return mask;
    for (Index i = 0; i < mask.size(); ++i) {
        const bool isForbidden = (mask.data()[i] != 0.0) == torchWay;
        mask.data()[i] = isForbidden ? forbidden : 0.0;
    }
    return mask;
}

template <class T>
struct HeadResult
{
    MatrixOf<T> scores, scaled, biased, masked, max, shifted, exp, sum, pattern, z;
};

template <class T>
HeadResult<T> attend(const MatrixOf<T>& q, const MatrixOf<T>& k, const MatrixOf<T>& v, double scale, const Matrix& mask)
{
    const Index n = q.rows();
    const Index m = k.rows();
    HeadResult<T> r{MatrixOf<T>(n, m), MatrixOf<T>(n, m), MatrixOf<T>(0, 0), MatrixOf<T>(n, m), MatrixOf<T>(n, 1),
                    MatrixOf<T>(n, m), MatrixOf<T>(n, m), MatrixOf<T>(n, 1), MatrixOf<T>(n, m), MatrixOf<T>(n, v.cols())};
    MatrixOf<T> noSum(0, 0);
    HeadRooms<T> rooms{r.scores, noSum, r.scaled, r.biased, r.masked, r.max, r.shifted, r.exp, r.sum, r.pattern, r.z};
    const MatrixOf<T> none(0, 0);
    const MatrixOf<T> cast = mask.cast<T>();
    attendHead<T>({q, k, v, none, scale, none, cast}, rooms);
    return r;
}

/// A mask has as many leading dimensions as it needs: none, batch, or batch and head; 1 means "the same for all".
std::vector<Index> maskPlace(const golden::Array& mask, const std::vector<Index>& place)
{
    std::vector<Index> leading;
    for (std::size_t i = 0; i + 2 < mask.shape.size() && i < place.size(); ++i)
        leading.push_back(mask.shape[i] == 1 ? 0 : place[i]);
    return leading;
}

template <class T>
void checkScaledDotProduct(const CaseData& data, Check& check)
{
    const golden::Array& q = data.at("q");
    std::vector<std::vector<Index>> places;
    for (Index b = 0; b < q.shape[0]; ++b) {
        if (q.shape.size() == 3) {
            places.push_back({b});
            continue;
        }
        for (Index h = 0; h < q.shape[1]; ++h)
            places.push_back({b, h});
    }
    for (const auto& place : places) {
        const MatrixOf<T> qm = q.matrix(place).cast<T>();
        const MatrixOf<T> km = data.at("k").matrix(place).cast<T>();
        const MatrixOf<T> vm = data.at("v").matrix(place).cast<T>();
        Matrix mask = data.says("causal") ? causalMask(qm.rows(), km.rows()) : openMask(qm.rows(), km.rows());
        if (data.has("mask"))
            mask = combine(mask, additive(data, "mask", maskPlace(data.at("mask"), place), false));
        const auto r = attend<T>(qm, km, vm, 1.0 / std::sqrt(static_cast<double>(qm.cols())), mask);
        std::vector<Index> skipped;
        for (Index row = 0; row < mask.rows(); ++row) {
            if ((mask.row(row).array() == forbidden).all()) {
                skipped.push_back(row);
                check.require(r.pattern.row(row).isZero(0) && r.z.row(row).isZero(0), "a fully masked row is not all zeros");
            }
        }
        for (Index i = 0; i < mask.size(); ++i)
            check.require(mask.data()[i] != forbidden || r.pattern.data()[i] == T(0), "a forbidden cell is not exactly 0");
        check.other<T>(r.scores, "scores_raw", place);
        check.other<T>(r.scaled, "scores_scaled", place);
        check.skipRows(skipped);
        check.other<T>(r.masked, "scores_masked", place);
        check.weights<T>(r.pattern, "weights", place);
        check.other<T>(r.z, "out", place);
        check.skipRows({});
    }
}

/// The rows of torch's in_proj tensors for one of query, key, value, as our [in, out] projection.
template <class T>
Linear projection(const CaseData& data, const std::string& prefix, int part, Index d)
{
    static const char* const separate[] = {"q_proj_weight", "k_proj_weight", "v_proj_weight"};
    Linear linear;
    if (data.has(prefix + "in_proj_weight"))
        linear.weight = tensor<T>("w", data.at(prefix + "in_proj_weight").matrix().middleRows(part * d, d).transpose());
    else
        linear.weight = tensor<T>("w", data.at(prefix + separate[part]).matrix().transpose());
    if (data.has(prefix + "in_proj_bias"))
        linear.bias = tensor<T>("b", data.at(prefix + "in_proj_bias").matrix().middleCols(part * d, d));
    return linear;
}

template <class T>
Linear outProjection(const CaseData& data, const std::string& name)
{
    Linear linear{tensor<T>("w", data.at(name + ".weight").matrix().transpose()), {}};
    if (data.has(name + ".bias"))
        linear.bias = tensor<T>("b", data.at(name + ".bias").matrix());
    return linear;
}

template <class T>
MatrixOf<T> applied(const MatrixOf<T>& x, const Linear& linear_)
{
    MatrixOf<T> out(x.rows(), linear_.weight.cols());
    linear<T>(x, linear_, out);
    return out;
}

template <class T>
MatrixOf<T> withRow(const MatrixOf<T>& rows, const MatrixOf<T>& extra)
{
    MatrixOf<T> all(rows.rows() + 1, rows.cols());
    all << rows, extra;
    return all;
}

template <class T>
void checkMultiheadAttention(const CaseData& data, Check& check)
{
    const auto numbers = data.numbersAfter("MultiheadAttention");
    check.require(numbers.size() == 2, "the case does not say its sizes");
    if (!check.failure.empty())
        return;
    const Index d = numbers[0];
    const Index heads = numbers[1];
    const Index dHead = d / heads;
    for (Index b = 0; b < data.at("query").shape[0]; ++b) {
        MatrixOf<T> q = applied<T>(data.at("query").matrix({b}).cast<T>(), projection<T>(data, "param.", 0, d));
        MatrixOf<T> k = applied<T>(data.at("key").matrix({b}).cast<T>(), projection<T>(data, "param.", 1, d));
        MatrixOf<T> v = applied<T>(data.at("value").matrix({b}).cast<T>(), projection<T>(data, "param.", 2, d));
        const Index ownKeys = k.rows();
        if (data.has("param.bias_k")) {
            k = withRow<T>(k, data.at("param.bias_k").matrix({0}).cast<T>());
            v = withRow<T>(v, data.at("param.bias_v").matrix({0}).cast<T>());
        }
        if (data.says("add_zero_attn")) {
            k = withRow<T>(k, MatrixOf<T>::Zero(1, d));
            v = withRow<T>(v, MatrixOf<T>::Zero(1, d));
        }
        MatrixOf<T> concat(q.rows(), d);
        MatrixOf<T> mean = MatrixOf<T>::Zero(q.rows(), k.rows());
        for (Index h = 0; h < heads; ++h) {
            Matrix mask = openMask(q.rows(), k.rows());
            if (data.has("attn_mask")) {
                const auto leading = data.at("attn_mask").shape.size() == 3 ? std::vector<Index>{b * heads + h} : std::vector<Index>{};
                mask.leftCols(ownKeys) += additive(data, "attn_mask", leading, true);
            }
            if (data.has("key_padding_mask"))
                mask.leftCols(ownKeys) = combine(mask.leftCols(ownKeys), additive(data, "key_padding_mask", {}, true).row(b).replicate(q.rows(), 1));
            const auto r = attend<T>(q.middleCols(h * dHead, dHead), k.middleCols(h * dHead, dHead), v.middleCols(h * dHead, dHead),
                                     1.0 / std::sqrt(static_cast<double>(dHead)), mask);
            check.weights<T>(r.pattern, "attn_weights", {b, h});
            mean += r.pattern / static_cast<T>(heads);
            concat.middleCols(h * dHead, dHead) = r.z;
        }
        check.weights<T>(mean, "attn_weights_mean", {b});
        check.other<T>(applied<T>(concat, outProjection<T>(data, "param.out_proj")), "output", {b});
    }
}

template <class T>
NormWeights normWeights(const CaseData& data, const std::string& name)
{
    return {tensor<T>("g", data.at(name + ".weight").matrix()), tensor<T>("b", data.at(name + ".bias").matrix())};
}

template <class T>
AttentionWeights attentionWeights(const CaseData& data, const std::string& prefix, Index d)
{
    return {projection<T>(data, prefix, 0, d), projection<T>(data, prefix, 1, d), projection<T>(data, prefix, 2, d),
            outProjection<T>(data, prefix + "out_proj")};
}

template <class T>
BlockWeights blockWeights(const CaseData& data, const std::string& prefix, Index d, bool hasCross)
{
    BlockWeights block;
    block.attention = attentionWeights<T>(data, prefix + "self_attn.", d);
    block.ln1 = normWeights<T>(data, prefix + "norm1");
    if (hasCross) {
        block.cross = attentionWeights<T>(data, prefix + "multihead_attn.", d);
        block.lnCross = normWeights<T>(data, prefix + "norm2");
    }
    block.ln2 = normWeights<T>(data, prefix + (hasCross ? "norm3" : "norm2"));
    block.mlpIn = outProjection<T>(data, prefix + "linear1");
    block.mlpOut = outProjection<T>(data, prefix + "linear2");
    return block;
}

StackSpec stackSpec(const CaseData& data, Index d, Index heads, Index dMlp)
{
    StackSpec stack;
    const auto dHead = static_cast<int>(d / heads);
    stack.attention = {.heads = static_cast<int>(heads), .dHead = dHead, .dValue = dHead, .isCausal = false,
                       .scale = 1.0 / std::sqrt(static_cast<double>(dHead))};
    stack.mlp = {.dMlp = static_cast<int>(dMlp), .activation = data.says("activation=gelu") ? Activation::Gelu : Activation::Relu, .isGated = false};
    stack.placement = data.says("norm_first=True") ? NormPlacement::Pre : NormPlacement::Post;
    return stack;
}

template <class T>
MatrixOf<T> matrixAt(const Trace& trace, const StepRef& ref)
{
    return trace.view(ref).as<T>();
}

/// One encoder or decoder layer, run through the model's own blocks.
template <class T>
void checkLayer(const CaseData& data, Check& check, bool isDecoder)
{
    const auto numbers = data.numbersAfter(isDecoder ? "TransformerDecoderLayer" : "TransformerEncoderLayer");
    check.require(numbers.size() == 3, "the case does not say its sizes");
    if (!check.failure.empty())
        return;
    const Index d = numbers[0];
    ModelSpec spec;
    spec.vocabulary = 1;
    spec.dModel = static_cast<int>(d);
    StackSpec stack = stackSpec(data, d, numbers[1], numbers[2]);
    if (isDecoder)
        stack.cross = stack.attention;
    (isDecoder ? spec.decoder : spec.encoder) = stack;
    Weights weights;
    weights.sourceEmbedding = tensor<T>("e", Matrix::Zero(1, d));
    (isDecoder ? weights.decoder : weights.encoder).blocks.push_back(blockWeights<T>(data, "param.", d, isDecoder));
    const auto model = Model::make(spec, weights, nullptr);
    check.require(model.has_value(), model ? "" : model.error().english());
    if (!model)
        return;
    const std::string input = isDecoder ? "tgt" : "src";
    for (Index b = 0; b < data.at(input).shape[0]; ++b) {
        const MatrixOf<T> x = data.at(input).matrix({b}).cast<T>();
        const MatrixOf<T> memory = isDecoder ? MatrixOf<T>(data.at("memory").matrix({b}).cast<T>()) : MatrixOf<T>(0, 0);
        Matrix mask = openMask(x.rows(), x.rows());
        for (const char* name : {"tgt_mask", "src_mask"}) {
            if (data.has(name))
                mask = combine(mask, additive(data, name, {}, true));
        }
        for (const char* name : {"src_key_padding_mask", "tgt_key_padding_mask"}) {
            if (data.has(name))
                mask = combine(mask, additive(data, name, {}, true).row(b).replicate(x.rows(), 1));
        }
        Tokens tokens(static_cast<std::size_t>(x.rows()));
        TraceBuilder builder(*model, dtypeOf<T>, tokens, {});
        Crew crew(2);
        ForwardContext<T> context{**model, builder, {}, crew};
        const auto out = runBlock<T>(context, Side::Only, 0, x, memory, mask, openMask(x.rows(), memory.rows()));
        check.require(out.has_value(), "the block stopped");
        const MatrixOf<T> output = *out;
        const TracePtr trace = builder.finish(crew);
        for (int h = 0; h < stack.attention.heads; ++h) {
            const MatrixOf<T> pattern = matrixAt<T>(*trace, {Step::Pattern, 0, h, Side::Only, false});
            check.weights<T>(pattern, isDecoder ? "self_attn_weights" : "attn_weights", {b, h});
            if (isDecoder)
                check.weights<T>(matrixAt<T>(*trace, {Step::Pattern, 0, h, Side::Only, true}), "cross_attn_weights", {b, h});
        }
        check.other<T>(output, "output", {b});
    }
}

int layerCount(const CaseData& data, const std::string& prefix)
{
    int layers = 0;
    while (data.has(prefix + std::to_string(layers) + ".linear1.weight"))
        ++layers;
    return layers;
}

/// nn.Transformer, run through forward() as an encoder-decoder model with given embeddings.
template <class T>
void checkTransformer(const CaseData& data, Check& check)
{
    const auto numbers = data.numbersAfter("Transformer");
    check.require(numbers.size() == 5, "the case does not say its sizes");
    if (!check.failure.empty())
        return;
    const Index d = numbers[0];
    ModelSpec spec;
    spec.vocabulary = 1;
    spec.dModel = static_cast<int>(d);
    StackSpec stack = stackSpec(data, d, numbers[1], numbers[4]);
    stack.hasFinalNorm = data.has("param.encoder.norm.weight");
    stack.layers = layerCount(data, "param.encoder.layers.");
    spec.encoder = stack;
    stack.layers = layerCount(data, "param.decoder.layers.");
    stack.cross = stack.attention;
    spec.decoder = stack;
    Weights weights;
    weights.sourceEmbedding = tensor<T>("e", Matrix::Zero(1, d));
    weights.targetEmbedding = weights.sourceEmbedding;
    for (int l = 0; l < spec.encoder->layers; ++l)
        weights.encoder.blocks.push_back(blockWeights<T>(data, "param.encoder.layers." + std::to_string(l) + ".", d, false));
    for (int l = 0; l < spec.decoder->layers; ++l)
        weights.decoder.blocks.push_back(blockWeights<T>(data, "param.decoder.layers." + std::to_string(l) + ".", d, true));
    if (stack.hasFinalNorm) {
        weights.encoder.finalNorm = normWeights<T>(data, "param.encoder.norm");
        weights.decoder.finalNorm = normWeights<T>(data, "param.decoder.norm");
    }
    const auto model = Model::make(spec, weights, nullptr);
    check.require(model.has_value(), model ? "" : model.error().english());
    if (!model)
        return;
    for (Index b = 0; b < data.at("src").shape[0]; ++b) {
        ForwardInput input;
        input.dtype = dtypeOf<T>;
        input.source.embeddings = data.at("src").matrix({b});
        input.target.embeddings = data.at("tgt").matrix({b});
        input.source.tokens.resize(static_cast<std::size_t>(input.source.embeddings->rows()));
        input.target.tokens.resize(static_cast<std::size_t>(input.target.embeddings->rows()));
        if (data.has("src_key_padding_mask")) {
            const Matrix padding = data.at("src_key_padding_mask").matrix().row(b);
            for (Index i = 0; i < padding.cols(); ++i)
                input.source.allowed.push_back(padding(0, i) == 0.0 ? 1 : 0);
        }
        // The decoder's mask is the causal one of the case; the encoder has none besides padding.
        check.require(golden::within(additive(data, "tgt_mask", {}, true), causalMask(input.target.embeddings->rows(), input.target.embeddings->rows()), 0, 0).empty(),
                      "the target mask is not causal");
        ModelSpec causal = spec;
        causal.decoder->attention.isCausal = true;
        const auto causalModel = Model::make(causal, weights, nullptr);
        const auto trace = forward(*causalModel, std::move(input));
        check.require(trace.has_value(), trace ? "" : trace.error().english());
        if (!trace)
            return;
        check.other<T>(matrixAt<T>(**trace, stackOutput(Side::Encoder, spec)), "memory", {b});
        check.other<T>(matrixAt<T>(**trace, stackOutput(Side::Decoder, spec)), "output", {b});
        for (int h = 0; h < stack.attention.heads; ++h) {
            for (int l = 0; l < spec.encoder->layers; ++l)
                check.weights<T>(matrixAt<T>(**trace, {Step::Pattern, l, h, Side::Encoder, false}), "encoder_attn_weights." + std::to_string(l), {b, h});
            for (int l = 0; l < spec.decoder->layers; ++l) {
                check.weights<T>(matrixAt<T>(**trace, {Step::Pattern, l, h, Side::Decoder, false}), "decoder_attn_weights." + std::to_string(l), {b, h});
                check.weights<T>(matrixAt<T>(**trace, {Step::Pattern, l, h, Side::Decoder, true}), "cross_attn_weights." + std::to_string(l), {b, h});
            }
        }
    }
}

template <class T>
void checkNorms(const CaseData& data, Check& check)
{
    const MatrixOf<T> x = data.at("x").matrix().cast<T>();
    const NormWeights weights{tensor<T>("g", data.at("weight").matrix()), tensor<T>("b", data.at("bias").matrix())};
    for (const auto& [name, array] : data.arrays) {
        const auto eps = name.find("_eps");
        if (eps == std::string::npos || name.starts_with("f64."))
            continue;
        const double epsilon = std::stod(name.substr(eps + 4));
        const bool isLayerNorm = name.starts_with("layer_norm");
        MatrixOf<T> out(x.rows(), x.cols());
        normRows<T>(isLayerNorm ? NormKind::LayerNorm : NormKind::RmsNorm, epsilon, x,
                    isLayerNorm ? weights : NormWeights{weights.gain, {}}, out);
        check.other<T>(out, name);
    }
}

template <class T>
void checkActivations(const CaseData& data, Check& check)
{
    static const std::pair<const char*, Activation> known[] = {
        {"gelu", Activation::Gelu}, {"gelu_tanh", Activation::GeluTanh}, {"silu", Activation::Silu}, {"relu", Activation::Relu},
        {"tanh", Activation::Tanh}, {"sigmoid", Activation::Sigmoid}, {"quick_gelu", Activation::QuickGelu}};
    const MatrixOf<T> x = data.at("x").matrix().cast<T>();
    for (const auto& [name, activation] : known) {
        MatrixOf<T> out(x.rows(), x.cols());
        activateAll<T>(activation, x, out);
        check.other<T>(out, name);
    }
    MatrixOf<T> out(x.rows(), x.cols());
    softmaxRows<T>(x, out);
    check.weights<T>(out, "softmax", {});
}

void checkPositions(const CaseData& data, Check& check)
{
    const double absolute = data.info.at("tolerance").at("abs");
    for (const auto& [name, array] : data.arrays) {
        const Matrix actual = sinusoidalPositions(array.shape[0], array.shape[1]);
        const auto text = golden::within(actual, array.matrix(), absolute, 0.0);
        check.require(text.empty(), name + ": " + text);
    }
}

template <class T>
bool checkCase(const CaseData& data, Check& check)
{
    if (data.has("q") && data.has("weights"))
        checkScaledDotProduct<T>(data, check);
    else if (data.has("param.out_proj.weight") && data.has("query"))
        checkMultiheadAttention<T>(data, check);
    else if (data.has("param.encoder.layers.0.linear1.weight"))
        checkTransformer<T>(data, check);
    else if (data.has("param.linear1.weight") && data.has("src"))
        checkLayer<T>(data, check, false);
    else if (data.has("param.linear1.weight") && data.has("tgt"))
        checkLayer<T>(data, check, true);
    else if (data.has("weight") && data.has("x"))
        checkNorms<T>(data, check);
    else if (data.has("gelu"))
        checkActivations<T>(data, check);
    else
        return false;
    return true;
}

} // namespace

class TestGoldenAttention : public QObject
{
    Q_OBJECT

private slots:
    void equalsPyTorch_data()
    {
        QTest::addColumn<QString>("path");
        const auto cases = golden::cases("attention");
        QVERIFY2(!cases.empty(), "no attention cases found");
        for (const golden::Case& c : cases)
            QTest::newRow(c.path.c_str()) << QString::fromStdString(c.path);
    }

    void equalsPyTorch()
    {
        QFETCH(QString, path);
        for (const golden::Case& c : golden::cases("attention")) {
            if (QString::fromStdString(c.path) != path)
                continue;
            CaseData data{golden::readArrays(c.folder / "expected.npz"), c.info(), {}};
            data.what = data.info.at("what");
            Check check(data.arrays, data.info);
            if (data.arrays.begin()->first.starts_with("pe.")) {
                checkPositions(data, check);
            } else {
                QVERIFY2(checkCase<float>(data, check), "this test does not know what kind of case this is");
                const Index float32 = check.count();
                QVERIFY2(float32 > 0, "nothing was compared");
                checkCase<double>(data, check);
                QVERIFY2(check.count() > float32, "nothing was compared in float64");
            }
            QVERIFY2(check.failure.empty(), check.failure.c_str());
            return;
        }
    }
};

QTEST_APPLESS_MAIN(TestGoldenAttention)
#include "tst_golden_attention.moc"
