// Seeded random weights, small enough that every matrix fits on the screen. What the heads look at means nothing;
// how they are computed is exactly how a trained model's are.
#include "core/model/builtin/makers.h"
#include "core/base/seeded_random.h"
#include "core/model/builtin/words.h"

#include <cmath>

namespace hl {

namespace {

class ToyWeights
{
public:
    ToyWeights(std::uint64_t seed, Index dModel)
        : m_random(seed)
        , m_d(dModel)
    {}

    Tensor table(const std::string& name, Index rows) { return {name, m_random.normalMatrix(rows, m_d, 1.0)}; }

    Linear linear(const std::string& name, Index in, Index out, double gain)
    {
        const double spread = gain / std::sqrt(static_cast<double>(in));
        return {{name + ".weight", m_random.normalMatrix(in, out, spread)},
                {name + ".bias", m_random.normalMatrix(1, out, 0.1)}};
    }

    NormWeights norm(const std::string& name)
    {
        MatrixOf<float> gain = m_random.normalMatrix(1, m_d, 0.1);
        gain.array() += 1.0F;
        return {{name + ".weight", std::move(gain)}, {name + ".bias", m_random.normalMatrix(1, m_d, 0.1)}};
    }

    AttentionWeights attention(const std::string& name, const AttentionSpec& spec)
    {
        const Index keys = Index{spec.heads} * spec.dHead;
        const Index values = Index{spec.heads} * spec.dValue;
        // Queries and keys are made a little larger than usual, so that the patterns are not all grey.
        AttentionWeights weights;
        weights.q = linear(name + ".q", m_d, keys, 1.5);
        weights.k = linear(name + ".k", m_d, keys, 1.5);
        weights.v = linear(name + ".v", m_d, values, 1.0);
        weights.o = linear(name + ".o", values, m_d, 1.0);
        return weights;
    }

    StackWeights stack(const std::string& name, const StackSpec& spec)
    {
        StackWeights weights;
        for (int layer = 0; layer < spec.layers; ++layer) {
            const std::string block = name + "blocks." + std::to_string(layer) + ".";
            BlockWeights b;
            b.ln1 = norm(block + "ln1");
            b.attention = attention(block + "attn", spec.attention);
            if (spec.cross) {
                b.lnCross = norm(block + "ln_cross");
                b.cross = attention(block + "cross", *spec.cross);
            }
            b.ln2 = norm(block + "ln2");
            b.mlpIn = linear(block + "mlp.in", m_d, spec.mlp.dMlp, 1.0);
            b.mlpOut = linear(block + "mlp.out", spec.mlp.dMlp, m_d, 1.0);
            weights.blocks.push_back(std::move(b));
        }
        if (spec.hasFinalNorm)
            weights.finalNorm = norm(name + "ln_final");
        return weights;
    }

private:
    SeededRandom m_random;
    Index m_d;
};

AttentionSpec attentionOf(int heads, int dHead, bool isCausal)
{
    AttentionSpec spec;
    spec.heads = heads;
    spec.dHead = dHead;
    spec.dValue = dHead;
    spec.isCausal = isCausal;
    spec.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    return spec;
}

} // namespace

Result<std::shared_ptr<const Model>> makeToy()
{
    auto tokenizer = WordTokenizer::make(builtinVocabulary());
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    ModelSpec spec;
    spec.name = "toy";
    spec.family = "headlight";
    spec.vocabulary = (*tokenizer)->vocabularySize();
    spec.dModel = 8;
    StackSpec stack;
    stack.layers = 2;
    stack.attention = attentionOf(2, 4, true);
    stack.mlp = {.dMlp = 16, .activation = Activation::Gelu, .isGated = false};
    stack.placement = NormPlacement::Pre;
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Sinusoidal;
    stack.positions.maxLength = 4096; // sines reach any length: the one built-in model for long texts
    spec.decoder = stack;
    spec.head.kind = HeadKind::LanguageModel;

    ToyWeights make(2017, spec.dModel);
    Weights weights;
    weights.sourceEmbedding = make.table("embed.token.weight", spec.vocabulary);
    weights.decoder = make.stack("", stack);
    return Model::make(std::move(spec), std::move(weights), *tokenizer);
}

Result<std::shared_ptr<const Model>> makeToyEncoderDecoder()
{
    auto tokenizer = WordTokenizer::make(builtinVocabulary());
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    ModelSpec spec;
    spec.name = "toy-encoder-decoder";
    spec.family = "headlight";
    spec.vocabulary = (*tokenizer)->vocabularySize();
    spec.dModel = 8;
    StackSpec stack; // as in the paper of 2017: norms after the sums, ReLU, sine and cosine
    stack.layers = 1;
    stack.attention = attentionOf(2, 4, false);
    stack.mlp = {.dMlp = 16, .activation = Activation::Relu, .isGated = false};
    stack.placement = NormPlacement::Post;
    stack.positions.kind = PositionKind::Sinusoidal;
    stack.positions.maxLength = 512;
    spec.encoder = stack;
    stack.attention.isCausal = true;
    stack.cross = attentionOf(2, 4, false);
    spec.decoder = stack;
    spec.head.kind = HeadKind::LanguageModel;

    ToyWeights make(1706, spec.dModel);
    Weights weights;
    weights.sourceEmbedding = make.table("embed.token.weight", spec.vocabulary);
    weights.targetEmbedding = weights.sourceEmbedding;
    weights.encoder = make.stack("encoder.", *spec.encoder);
    weights.decoder = make.stack("decoder.", *spec.decoder);
    return Model::make(std::move(spec), std::move(weights), *tokenizer);
}

} // namespace hl
