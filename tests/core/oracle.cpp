#include "core/oracle.h"

#include <cmath>
#include <complex>
#include <cstdlib>
#include <limits>

namespace oracle {

using namespace hl;

namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

Rows zeros(std::size_t rows, std::size_t cols)
{
    return Rows(rows, Row(cols, 0.0));
}

Rows valuesOf(const Tensor& tensor)
{
    Rows rows = zeros(static_cast<std::size_t>(tensor.rows()), static_cast<std::size_t>(tensor.cols()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows[i].size(); ++j)
            rows[i][j] = tensor.view().at(static_cast<Index>(i), static_cast<Index>(j));
    }
    return rows;
}

Rows linear(const Rows& x, const Linear& weights)
{
    const Rows w = valuesOf(weights.weight);
    const Rows b = valuesOf(weights.bias);
    Rows out = zeros(x.size(), w[0].size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < w[0].size(); ++j) {
            double sum = b.empty() ? 0.0 : b[0][j];
            for (std::size_t k = 0; k < w.size(); ++k)
                sum += x[i][k] * w[k][j];
            out[i][j] = sum;
        }
    }
    return out;
}

Rows added(const Rows& a, const Rows& b)
{
    Rows out = a;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < a[i].size(); ++j)
            out[i][j] += b[i][j];
    }
    return out;
}

Rows normed(NormKind kind, double epsilon, const Rows& x, const NormWeights& weights)
{
    const Rows g = valuesOf(weights.gain);
    const Rows b = valuesOf(weights.bias);
    Rows out = x;
    for (Row& row : out) {
        const auto d = static_cast<double>(row.size());
        double mean = 0.0;
        if (kind == NormKind::LayerNorm) {
            for (const double v : row)
                mean += v / d;
        }
        double square = 0.0;
        for (const double v : row)
            square += (v - mean) * (v - mean) / d;
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = (row[j] - mean) / std::sqrt(square + epsilon) * g[0][j] + (b.empty() ? 0.0 : b[0][j]);
    }
    return out;
}

double activated(Activation kind, double x)
{
    switch (kind) {
    case Activation::Relu: return std::max(x, 0.0);
    case Activation::Gelu: return x * (1.0 + std::erf(x / std::sqrt(2.0))) / 2.0;
    case Activation::GeluTanh:
        return x * (1.0 + std::tanh(std::sqrt(2.0 / std::acos(-1.0)) * (x + 0.044715 * std::pow(x, 3.0)))) / 2.0;
    case Activation::Silu: return x / (1.0 + std::exp(-x));
    case Activation::QuickGelu: return x / (1.0 + std::exp(-1.702 * x));
    case Activation::Tanh: return 2.0 / (1.0 + std::exp(-2.0 * x)) - 1.0;
    case Activation::Sigmoid: return 1.0 / (1.0 + std::exp(-x));
    }
    std::abort();
}

Rows activatedAll(Activation kind, Rows x)
{
    for (Row& row : x) {
        for (double& v : row)
            v = activated(kind, v);
    }
    return x;
}

/// Slopes as the paper makes them: a geometric sequence; between powers of two every second of the next one.
Row slopes(int heads)
{
    if ((heads & (heads - 1)) == 0) {
        const double ratio = std::pow(2.0, -8.0 / heads);
        Row out(1, ratio);
        while (static_cast<int>(out.size()) < heads)
            out.push_back(out.back() * ratio);
        return out;
    }
    int power = 1;
    while (power < heads)
        power *= 2;
    Row out = slopes(power / 2);
    const Row finer = slopes(power);
    for (std::size_t i = 0; static_cast<int>(out.size()) < heads; i += 2)
        out.push_back(finer[i]);
    return out;
}

/// Bucket exact + k begins at the distance exact · (far / exact)^(k / more).
std::size_t bucket(long keyMinusQuery, bool isBothWays, int buckets, int far)
{
    const int own = isBothWays ? buckets / 2 : buckets;
    const int exact = own / 2;
    const int more = own - exact;
    const bool isLater = keyMinusQuery > 0;
    const long distance = isBothWays ? std::labs(keyMinusQuery) : (isLater ? 0 : -keyMinusQuery);
    long result = distance;
    if (distance >= exact) {
        result = exact;
        for (int k = 1; k < more; ++k) {
            if (static_cast<double>(distance) >= exact * std::pow(static_cast<double>(far) / exact, double(k) / more) - 1e-9)
                result = exact + k;
        }
    }
    return static_cast<std::size_t>(result + (isBothWays && isLater ? own : 0));
}

Rows rotated(const PositionSpec& spec, Rows x)
{
    for (std::size_t pos = 0; pos < x.size(); ++pos) {
        Row& row = x[pos];
        const std::size_t dims = spec.rotaryDims > 0 ? static_cast<std::size_t>(spec.rotaryDims) : row.size();
        for (std::size_t pair = 0; pair < dims / 2; ++pair) {
            const double angle = static_cast<double>(pos)
                                 / std::pow(spec.rotaryBase, static_cast<double>(2 * pair) / static_cast<double>(dims));
            double& re = row[spec.rotaryInterleaved ? 2 * pair : pair];
            double& im = row[spec.rotaryInterleaved ? 2 * pair + 1 : pair + dims / 2];
            const std::complex<double> turned = std::complex<double>(re, im) * std::polar(1.0, angle);
            re = turned.real();
            im = turned.imag();
        }
    }
    return x;
}

Rows columns(const Rows& x, std::size_t first, std::size_t count)
{
    Rows out;
    for (const Row& row : x)
        out.emplace_back(row.begin() + static_cast<long>(first), row.begin() + static_cast<long>(first + count));
    return out;
}

class Runner
{
public:
    Runner(const Model& model, const ForwardInput& input)
        : m_model(model)
        , m_input(input)
    {}

    std::map<std::string, Rows> run()
    {
        const ModelSpec& spec = m_model.spec();
        const bool isPair = spec.encoder && spec.decoder;
        Rows out;
        if (spec.encoder)
            out = stack(isPair ? "encoder." : "", *spec.encoder, m_model.weights().encoder, m_model.weights().sourceEmbedding,
                        m_input.source, {});
        if (spec.decoder)
            out = stack(isPair ? "decoder." : "", *spec.decoder, m_model.weights().decoder,
                        isPair ? m_model.weights().targetEmbedding : m_model.weights().sourceEmbedding,
                        isPair ? m_input.target : m_input.source, out);
        head(isPair ? "decoder." : "", out);
        return std::move(m_steps);
    }

private:
    Rows keep(const std::string& name, Rows rows)
    {
        m_steps[name] = rows;
        return rows;
    }

    Rows stack(const std::string& side, const StackSpec& spec, const StackWeights& weights, const Tensor& embedding,
               const SequenceInput& sequence, const Rows& encoded)
    {
        const std::size_t n = sequence.tokens.size();
        const auto d = static_cast<std::size_t>(m_model.spec().dModel);
        const Rows table = valuesOf(embedding);
        Rows ids = zeros(n, 1);
        Rows token = zeros(n, d);
        for (std::size_t i = 0; i < n; ++i) {
            ids[i][0] = sequence.tokens[i].id;
            token[i] = table[static_cast<std::size_t>(sequence.tokens[i].id)];
        }
        keep(side + "tokens", ids);
        Rows x = keep(side + "embed.token", token);
        if (spec.positions.kind == PositionKind::Sinusoidal) {
            Rows pe = zeros(n, d);
            for (std::size_t pos = 0; pos < n; ++pos) {
                for (std::size_t i = 0; 2 * i < d; ++i) {
                    const double angle = static_cast<double>(pos) / std::pow(10000.0, 2.0 * static_cast<double>(i) / static_cast<double>(d));
                    pe[pos][2 * i] = std::sin(angle);
                    if (2 * i + 1 < d)
                        pe[pos][2 * i + 1] = std::cos(angle);
                }
            }
            x = added(x, keep(side + "embed.position", pe));
        }
        if (spec.positions.kind == PositionKind::Learned) {
            Rows rows = valuesOf(weights.positions);
            rows.resize(n);
            x = added(x, keep(side + "embed.position", rows));
        }
        if (spec.segments > 0) {
            const Rows types = valuesOf(weights.segments);
            Rows rows;
            for (const Token& t : sequence.tokens)
                rows.push_back(types[static_cast<std::size_t>(t.segment)]);
            x = added(x, keep(side + "embed.type", rows));
        }
        keep(side + "embed.sum", x);
        if (spec.hasEmbeddingNorm)
            x = keep(side + "embed.norm", normed(spec.norm, spec.normEpsilon, x, weights.embeddingNorm));
        for (int layer = 0; layer < spec.layers; ++layer)
            x = block(side, layer, spec, weights, sequence, encoded, x);
        if (spec.hasFinalNorm)
            x = keep(side + "ln_final.out", normed(spec.norm, spec.normEpsilon, x, weights.finalNorm));
        return x;
    }

    Rows block(const std::string& side, int layer, const StackSpec& spec, const StackWeights& stack,
               const SequenceInput& sequence, const Rows& encoded, Rows x)
    {
        const std::string name = side + "blocks." + std::to_string(layer) + ".";
        const BlockWeights& w = stack.blocks[static_cast<std::size_t>(layer)];
        const bool isPre = spec.norm != NormKind::None && spec.placement == NormPlacement::Pre;
        const bool isPost = spec.norm != NormKind::None && spec.placement == NormPlacement::Post;
        const auto norm = [&](const char* step, const NormWeights& weights, const Rows& rows) {
            return keep(name + step, normed(spec.norm, spec.normEpsilon, rows, weights));
        };
        keep(name + "resid_pre", x);
        const Rows in = isPre ? norm("ln1.out", w.ln1, x) : x;
        x = keep(name + "resid_mid", added(x, attention(name + "attn.", layer, spec.attention, w.attention, in, in,
                                                        selfMask(spec, sequence), &spec, stack)));
        if (isPost)
            x = norm("ln1.out", w.ln1, x);
        if (spec.cross) {
            const Rows query = isPre ? norm("ln_cross.out", w.lnCross, x) : x;
            Rows mask = zeros(x.size(), encoded.size());
            forbidPadding(mask, m_input.source);
            x = keep(name + "resid_cross", added(x, attention(name + "cross.", layer, *spec.cross, w.cross, query, encoded,
                                                              mask, nullptr, stack)));
            if (isPost)
                x = norm("ln_cross.out", w.lnCross, x);
        }
        if (spec.mlp.dMlp == 0)
            return x;
        const Rows entering = isPre ? norm("ln2.out", w.ln2, x) : x;
        Rows hidden = keep(name + "mlp.pre", linear(entering, w.mlpIn));
        if (spec.mlp.isGated) {
            const Rows gate = activatedAll(spec.mlp.activation, keep(name + "mlp.gate", linear(entering, w.mlpGate)));
            for (std::size_t i = 0; i < hidden.size(); ++i) {
                for (std::size_t j = 0; j < hidden[i].size(); ++j)
                    hidden[i][j] *= gate[i][j];
            }
        } else {
            hidden = activatedAll(spec.mlp.activation, hidden);
        }
        keep(name + "mlp.post", hidden);
        x = keep(name + "resid_post", added(x, keep(name + "mlp.out", linear(hidden, w.mlpOut))));
        return isPost ? norm("ln2.out", w.ln2, x) : x;
    }

    static void forbidPadding(Rows& mask, const SequenceInput& keys)
    {
        for (Row& row : mask) {
            for (std::size_t j = 0; j < keys.allowed.size(); ++j) {
                if (keys.allowed[j] == 0)
                    row[j] = forbidden;
            }
        }
    }

    Rows selfMask(const StackSpec& spec, const SequenceInput& sequence) const
    {
        const std::size_t n = sequence.tokens.size();
        Rows mask = zeros(n, n);
        if (m_input.mask.custom) {
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < n; ++j)
                    mask[i][j] = (*m_input.mask.custom)(static_cast<Index>(i), static_cast<Index>(j));
            }
        }
        forbidPadding(mask, sequence);
        bool isCausal = spec.attention.isCausal;
        if (m_input.mask.mode != MaskMode::ModelDefault)
            isCausal = m_input.mask.mode == MaskMode::Causal;
        for (std::size_t i = 0; i < n && isCausal; ++i) {
            for (std::size_t j = i + 1; j < n; ++j)
                mask[i][j] = forbidden;
        }
        return mask;
    }

    /// `relative` is the stack whose rotary or relative positions count here; null for cross-attention.
    Rows attention(const std::string& name, int layer, const AttentionSpec& spec, const AttentionWeights& weights,
                   const Rows& x, const Rows& y, const Rows& mask, const StackSpec* relative, const StackWeights& stack)
    {
        const std::size_t n = x.size();
        const std::size_t m = y.size();
        const Rows allQ = linear(x, weights.q);
        const Rows allK = linear(y, weights.k);
        const Rows allV = linear(y, weights.v);
        Rows joined(n);
        const auto dk = static_cast<std::size_t>(spec.dHead);
        const auto dv = static_cast<std::size_t>(spec.dValue);
        double scale = spec.scale;
        if (spec.scaleByInverseLayer)
            scale /= layer + 1;
        for (std::size_t h = 0; h < static_cast<std::size_t>(spec.heads); ++h) {
            const std::string head = name + std::to_string(h) + ".";
            Rows q = keep(head + "q", columns(allQ, h * dk, dk));
            Rows k = keep(head + "k", columns(allK, h * dk, dk));
            const Rows v = keep(head + "v", columns(allV, h * dv, dv));
            if (relative && relative->positions.kind == PositionKind::Rotary) {
                q = keep(head + "q_rot", rotated(relative->positions, q));
                k = keep(head + "k_rot", rotated(relative->positions, k));
            }
            Rows s = zeros(n, m);
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < m; ++j) {
                    for (std::size_t c = 0; c < dk; ++c)
                        s[i][j] += q[i][c] * k[j][c];
                }
            }
            keep(head + "scores", s);
            for (Row& row : s) {
                for (double& value : row)
                    value *= scale;
            }
            keep(head + "scaled", s);
            if (relative && (relative->positions.kind == PositionKind::Alibi || relative->positions.kind == PositionKind::T5Relative)) {
                const Rows bias = keep(head + "position_bias", positionBias(*relative, stack, h, n, m));
                s = keep(head + "biased", added(s, bias));
            }
            keep(head + "mask", mask);
            s = keep(head + "masked", added(s, mask));
            Rows max = zeros(n, 1), shifted = s, exp = zeros(n, m), sum = zeros(n, 1), pattern = zeros(n, m), z = zeros(n, dv);
            for (std::size_t i = 0; i < n; ++i) {
                max[i][0] = forbidden;
                for (const double value : s[i])
                    max[i][0] = std::max(max[i][0], value);
                for (std::size_t j = 0; j < m; ++j) {
                    if (s[i][j] == forbidden)
                        continue;
                    shifted[i][j] = s[i][j] - max[i][0];
                    exp[i][j] = std::exp(shifted[i][j]);
                    sum[i][0] += exp[i][j];
                }
                for (std::size_t j = 0; j < m; ++j) {
                    if (sum[i][0] > 0.0)
                        pattern[i][j] = exp[i][j] / sum[i][0];
                    for (std::size_t c = 0; c < dv; ++c)
                        z[i][c] += pattern[i][j] * v[j][c];
                }
                joined[i].insert(joined[i].end(), z[i].begin(), z[i].end());
            }
            keep(head + "softmax.max", max);
            keep(head + "softmax.shifted", shifted);
            keep(head + "softmax.exp", exp);
            keep(head + "softmax.sum", sum);
            keep(head + "pattern", pattern);
            keep(head + "z", z);
        }
        return keep(name + "out", linear(keep(name + "concat", joined), weights.o));
    }

    static Rows positionBias(const StackSpec& spec, const StackWeights& stack, std::size_t head, std::size_t n, std::size_t m)
    {
        Rows bias = zeros(n, m);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < m; ++j) {
                const long distance = static_cast<long>(j) - static_cast<long>(i);
                if (spec.positions.kind == PositionKind::Alibi) {
                    const double slope = slopes(spec.attention.heads)[head];
                    bias[i][j] = spec.attention.isCausal ? slope * static_cast<double>(distance)
                                                         : -slope * static_cast<double>(std::labs(distance));
                } else {
                    const auto row = bucket(distance, !spec.attention.isCausal, spec.positions.t5Buckets, spec.positions.t5MaxDistance);
                    bias[i][j] = stack.relativeBias.view().at(static_cast<Index>(row), static_cast<Index>(head));
                }
            }
        }
        return bias;
    }

    void head(const std::string& side, Rows x)
    {
        const ModelSpec& spec = m_model.spec();
        const HeadWeights& weights = m_model.weights().head;
        if (spec.head.hasPooler)
            keep(side + "pooler.out", activatedAll(Activation::Tanh, keep(side + "pooler.pre", linear({x[0]}, weights.pooler))));
        if (spec.head.kind == HeadKind::None)
            return;
        if (spec.head.transform) {
            x = activatedAll(*spec.head.transform, keep(side + "head.pre", linear(x, weights.transform)));
            keep(side + "head.post", x);
            const StackSpec& last = spec.decoder ? *spec.decoder : *spec.encoder;
            x = keep(side + "head.norm", normed(NormKind::LayerNorm, last.normEpsilon, x, weights.transformNorm));
        }
        const Tensor& embedding = spec.encoder && spec.decoder ? m_model.weights().targetEmbedding : m_model.weights().sourceEmbedding;
        const Rows table = valuesOf(weights.unembedding ? weights.unembedding : embedding);
        const Rows bias = valuesOf(weights.bias);
        Rows logits = zeros(x.size(), table.size());
        Rows probs = logits;
        for (std::size_t i = 0; i < x.size(); ++i) {
            double total = 0.0;
            for (std::size_t v = 0; v < table.size(); ++v) {
                logits[i][v] = bias.empty() ? 0.0 : bias[0][v];
                for (std::size_t c = 0; c < table[v].size(); ++c)
                    logits[i][v] += x[i][c] * table[v][c];
            }
            double max = forbidden;
            for (const double value : logits[i])
                max = std::max(max, value);
            for (const double value : logits[i])
                total += std::exp(value - max);
            for (std::size_t v = 0; v < table.size(); ++v)
                probs[i][v] = std::exp(logits[i][v] - max) / total;
        }
        keep(side + "logits", logits);
        keep(side + "probs", probs);
    }

    const Model& m_model;
    const ForwardInput& m_input;
    std::map<std::string, Rows> m_steps;
};

} // namespace

std::map<std::string, Rows> run(const Model& model, const ForwardInput& input)
{
    return Runner(model, input).run();
}

} // namespace oracle
