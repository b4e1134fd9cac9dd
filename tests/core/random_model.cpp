#include "core/random_model.h"

#include <QtGlobal>

#include <cmath>
#include <limits>
#include <sstream>

namespace randomModel {

using namespace hl;

namespace {

AttentionSpec attentionSpec(Random& random, bool isCausal)
{
    AttentionSpec spec;
    spec.heads = between(random, 1, 4);
    spec.dHead = 2 * between(random, 1, 3);
    spec.dValue = chance(random, 0.5) ? spec.dHead : between(random, 1, 7);
    spec.isCausal = isCausal;
    spec.scale = chance(random, 0.8) ? 1.0 / std::sqrt(static_cast<double>(spec.dHead)) : 0.37;
    spec.scaleByInverseLayer = chance(random, 0.2);
    return spec;
}

StackSpec stackSpec(Random& random, bool isCausal)
{
    StackSpec stack;
    stack.layers = between(random, 1, 3);
    stack.attention = attentionSpec(random, isCausal);
    stack.mlp.dMlp = chance(random, 0.2) ? 0 : between(random, 1, 17);
    stack.mlp.activation = static_cast<Activation>(between(random, 0, static_cast<int>(Activation::Sigmoid)));
    stack.mlp.isGated = chance(random, 0.4);
    stack.norm = static_cast<NormKind>(between(random, 0, static_cast<int>(NormKind::RmsNorm)));
    stack.normEpsilon = chance(random, 0.5) ? 1e-5 : 1e-2;
    stack.placement = chance(random, 0.5) ? NormPlacement::Pre : NormPlacement::Post;
    stack.hasEmbeddingNorm = stack.norm != NormKind::None && chance(random, 0.4);
    stack.hasFinalNorm = stack.norm != NormKind::None && chance(random, 0.5);
    PositionSpec& positions = stack.positions;
    positions.kind = static_cast<PositionKind>(between(random, 0, static_cast<int>(PositionKind::T5Relative)));
    positions.maxLength = between(random, 12, 16);
    positions.rotaryBase = chance(random, 0.5) ? 10000.0 : 50.0;
    positions.rotaryDims = chance(random, 0.5) ? 0 : 2 * between(random, 1, stack.attention.dHead / 2);
    positions.rotaryInterleaved = chance(random, 0.5);
    positions.t5Buckets = 4 * between(random, 1, 4);
    positions.t5MaxDistance = between(random, 9, 20);
    stack.segments = chance(random, 0.3) ? between(random, 1, 3) : 0;
    return stack;
}

class Maker
{
public:
    Maker(Random& random, Index d)
        : m_random(random)
        , m_d(d)
    {}

    Tensor tensor(const std::string& name, Index rows, Index cols, double spread, double middle = 0.0)
    {
        std::normal_distribution<double> normal(middle, spread);
        return {name, MatrixOf<float>(MatrixOf<float>::NullaryExpr(
                          rows, cols, [&] { return static_cast<float>(normal(m_random)); }))};
    }

    Linear linear(const std::string& name, Index in, Index out)
    {
        Linear made{tensor(name + ".weight", in, out, 1.0 / std::sqrt(static_cast<double>(in))), {}};
        if (chance(m_random, 0.7))
            made.bias = tensor(name + ".bias", 1, out, 0.3);
        return made;
    }

    NormWeights norm(const std::string& name, Index width = 0)
    {
        const Index d = width > 0 ? width : m_d;
        NormWeights made{tensor(name + ".weight", 1, d, 0.2, 1.0), {}};
        if (chance(m_random, 0.7))
            made.bias = tensor(name + ".bias", 1, d, 0.3);
        return made;
    }

    AttentionWeights attention(const std::string& name, const AttentionSpec& spec)
    {
        const Index keys = Index{spec.keyHeads()} * spec.dHead;
        const Index values = Index{spec.keyHeads()} * spec.dValue;
        AttentionWeights made;
        made.q = linear(name + ".q", m_d, Index{spec.heads} * spec.dHead);
        made.k = linear(name + ".k", m_d, keys);
        made.v = linear(name + ".v", m_d, values);
        made.o = linear(name + ".o", Index{spec.heads} * spec.dValue, m_d);
        if (spec.hasQueryKeyNorm) {
            made.qNorm = norm(name + ".q_norm", spec.dHead);
            made.kNorm = norm(name + ".k_norm", spec.dHead);
        }
        return made;
    }

    void addRelative(const std::string& name, const StackSpec& spec, AttentionWeights& made)
    {
        const RelativeSpec& relative = spec.positions.relative;
        const Index width = Index{spec.attention.heads} * spec.attention.dHead;
        if (relative.kind == RelativeKind::None)
            return;
        if (relative.kind == RelativeKind::Table) {
            made.distances = tensor(name + ".distances", 2 * relative.span - 1, spec.attention.dHead, 0.5);
            return;
        }
        made.positionK = linear(name + ".position_k", m_d, width);
        made.positionQ = linear(name + ".position_q", m_d, width);
        made.contentBias = tensor(name + ".u", 1, width, 0.5);
        made.positionBias = tensor(name + ".v", 1, width, 0.5);
        made.segmentBias = tensor(name + ".s", 1, width, 0.5);
        made.segments = tensor(name + ".segments", 2, width, 0.5);
    }

    StackWeights stack(const std::string& prefix, const StackSpec& spec)
    {
        StackWeights made;
        const Index width = spec.sumWidth(static_cast<int>(m_d));
        if (spec.positions.kind == PositionKind::Learned)
            made.positions = tensor(prefix + "embed.position.weight", spec.positions.tableRows(), width, 0.5);
        if (spec.projection != EmbeddingProjection::None)
            made.projection = linear(prefix + "embed.project", spec.embeddingWidth, m_d);
        if (spec.positions.relative.kind == RelativeKind::Disentangled) {
            made.relative = tensor(prefix + "relative", 2 * spec.positions.relative.span, m_d, 0.5);
            made.relativeNorm = norm(prefix + "relative_norm");
        }
        if (spec.positions.hasT5Bias())
            made.relativeBias = tensor(prefix + "relative_bias.weight", spec.positions.t5Buckets, spec.attention.heads, 1.0);
        if (spec.segments > 0)
            made.segments = tensor(prefix + "embed.type.weight", spec.segments, width, 0.5);
        if (spec.hasEmbeddingNorm)
            made.embeddingNorm = norm(prefix + "embed.norm", width);
        if (spec.hasFinalNorm)
            made.finalNorm = norm(prefix + "ln_final");
        for (int layer = 0; layer < spec.layers; ++layer) {
            const std::string name = prefix + "blocks." + std::to_string(layer) + ".";
            BlockWeights block;
            const bool hasNorm = spec.norm != NormKind::None;
            if (hasNorm)
                block.ln1 = norm(name + "ln1");
            block.attention = attention(name + "attn", spec.attention);
            addRelative(name + "attn", spec, block.attention);
            if (spec.cross) {
                if (hasNorm)
                    block.lnCross = norm(name + "ln_cross");
                block.cross = attention(name + "cross", *spec.cross);
            }
            if (spec.mlp.dMlp > 0) {
                if (hasNorm)
                    block.ln2 = norm(name + "ln2");
                block.mlpIn = linear(name + "mlp.in", m_d, spec.mlp.dMlp);
                if (spec.mlp.isGated)
                    block.mlpGate = linear(name + "mlp.gate", m_d, spec.mlp.dMlp);
                block.mlpOut = linear(name + "mlp.out", spec.mlp.dMlp, m_d);
            }
            made.blocks.push_back(std::move(block));
        }
        if (spec.convolution) {
            const Index features = m_d / spec.convolution->groups;
            for (int group = 0; group < spec.convolution->groups; ++group)
                made.convolution.push_back(linear("convolution." + std::to_string(group), features * spec.convolution->kernel, features));
            made.convolutionNorm = norm("convolution.norm");
        }
        return made;
    }

private:
    Random& m_random;
    Index m_d;
};

void fillSequence(Random& random, const Model& model, Side side, SequenceInput& sequence, int count)
{
    const ModelSpec& spec = model.spec();
    for (int i = 0; i < count; ++i) {
        Token token;
        token.id = between(random, 0, spec.vocabulary - 1);
        if (spec.stack(side).segments > 0)
            token.segment = between(random, 0, spec.stack(side).segments - 1);
        else if (spec.stack(side).positions.relative.hasSegments)
            token.segment = between(random, 0, 2);
        sequence.tokens.push_back(token);
    }
    if (chance(random, 0.3)) {
        for (int i = 0; i < count; ++i)
            sequence.allowed.push_back(chance(random, 0.8) ? 1 : 0);
    }
}

} // namespace

ModelSpec spec(Random& random)
{
    ModelSpec spec;
    spec.name = "random";
    spec.family = "headlight";
    spec.vocabulary = between(random, 3, 30);
    spec.dModel = between(random, 4, 12);
    const int kind = between(random, 0, 2);
    if (kind != 1)
        spec.encoder = stackSpec(random, kind == 0 && chance(random, 0.2));
    if (kind != 0)
        spec.decoder = stackSpec(random, chance(random, 0.85));
    if (kind == 2) {
        spec.decoder->cross = attentionSpec(random, false);
    }
    spec.head.kind = static_cast<HeadKind>(between(random, 0, static_cast<int>(HeadKind::MaskedWord)));
    spec.head.isTied = chance(random, 0.5);
    spec.head.hasPooler = chance(random, 0.3);
    if (chance(random, 0.4))
        spec.head.transform = static_cast<Activation>(between(random, 0, static_cast<int>(Activation::Sigmoid)));
    return spec;
}

ModelSpec familySpec(Random& random, int kind)
{
    ModelSpec made;
    made.name = "random";
    made.family = "headlight";
    made.vocabulary = between(random, 8, 30);
    made.dModel = 2 * between(random, 2, 6);
    StackSpec stack = stackSpec(random, chance(random, 0.5));
    stack.norm = chance(random, 0.5) ? NormKind::LayerNorm : NormKind::RmsNorm;
    stack.mlp.dMlp = between(random, 1, 17);
    PositionSpec& positions = stack.positions;
    positions.kind = PositionKind::None;
    AttentionSpec& attention = stack.attention;
    made.head.kind = chance(random, 0.5) ? HeadKind::LanguageModel : HeadKind::MaskedWord;
    const auto relative = [&](RelativeKind how) {
        positions.relative.kind = how;
        positions.relative.span = between(random, 9, 16);
        positions.relative.hasPositionToContent = chance(random, 0.5);
        positions.relative.hasContentToPosition = !positions.relative.hasPositionToContent || chance(random, 0.5);
    };
    switch (kind) {
    case 0: // shared keys, turned slowly
        attention.kvHeads = between(random, 1, 3);
        attention.heads = attention.kvHeads * between(random, 1, 3);
        attention.hasQueryKeyNorm = chance(random, 0.5);
        positions.kind = PositionKind::Rotary;
        positions.rotaryDims = 0;
        positions.rotaryScaling = static_cast<RotaryScaling>(between(random, 0, static_cast<int>(attention.dHead > 2 ? RotaryScaling::Dynamic : RotaryScaling::Yarn)));
        positions.rotaryMagnitude = positions.rotaryScaling == RotaryScaling::Yarn ? 1.25 : 1.0;
        positions.rotaryFactor = 4.0;
        positions.rotaryOriginalLength = 8;
        break;
    case 1:
        attention.isCausal = true;
        for (int layer = 0; layer < stack.layers; ++layer)
            attention.windows.push_back(between(random, 0, 4));
        break;
    case 2:
        positions.kind = PositionKind::Learned;
        positions.count = chance(random, 0.5) ? PositionCount::Allowed : PositionCount::NotPadding;
        positions.offset = between(random, 1, 3);
        positions.paddingToken = between(random, 0, 7);
        positions.alsoT5Bias = chance(random, 0.5);
        break;
    case 3:
        positions.kind = PositionKind::Alibi;
        positions.alibi = static_cast<AlibiKind>(between(random, 0, 2));
        positions.count = chance(random, 0.5) ? PositionCount::Allowed : PositionCount::InText;
        break;
    case 4:
        stack.embeddingWidth = between(random, 1, 9);
        stack.projection = chance(random, 0.5) ? EmbeddingProjection::OfTokens : EmbeddingProjection::OfNorm;
        stack.embeddingScale = chance(random, 0.5) ? 3.5 : 1.0;
        made.head.width = stack.embeddingWidth;
        if (chance(random, 0.5)) {
            made.head.transform = Activation::Gelu;
            made.head.hasTransformNorm = chance(random, 0.5);
        } else {
            made.head.isProjected = true;
        }
        break;
    case 5:
        stack.placement = NormPlacement::Pre;
        stack.isParallel = true;
        stack.sharesNorm = chance(random, 0.5);
        break;
    case 6:
        stack.placement = NormPlacement::Pre;
        stack.residualFromNorm = true;
        break;
    case 7: relative(RelativeKind::Table); break;
    case 8:
        relative(RelativeKind::Disentangled);
        positions.relative.isNormed = chance(random, 0.5);
        if (chance(random, 0.5)) {
            positions.relative.buckets = positions.relative.span = between(random, 4, 6);
            positions.relative.longest = between(random, 9, 30);
        }
        break;
    case 9:
        relative(RelativeKind::Sinusoidal);
        positions.relative.hasContentToPosition = true;
        positions.relative.hasPositionToContent = false;
        positions.relative.hasSegments = chance(random, 0.5);
        positions.relative.clamp = chance(random, 0.5) ? between(random, 1, 5) : 0;
        break;
    case 10:
        relative(RelativeKind::Sinusoidal);
        positions.relative.hasContentToPosition = true;
        positions.relative.hasPositionToContent = false;
        stack.memory = between(random, 1, 5);
        break;
    case 12: {
        made.head.cutoffs = {between(random, 1, 3), between(random, 4, made.vocabulary - 1)};
        stack.embeddingWidth = between(random, 2, 9);
        stack.projection = EmbeddingProjection::OfTokens;
        stack.groups.ends = {made.head.cutoffs[0], made.head.cutoffs[1], made.vocabulary};
        stack.groups.widths = {stack.embeddingWidth, between(random, 1, stack.embeddingWidth), between(random, 1, 2)};
        made.head.isProjected = true;
        made.head.width = stack.groups.columnOf(3);
        break;
    }
    case 11: made.head.cutoffs = {between(random, 1, 3), between(random, 4, made.vocabulary - 1)}; break;
    case 13:
        stack.convolution = ConvolutionSpec{.kernel = 2 * between(random, 0, 2) + 1,
                                            .groups = chance(random, 0.5) ? 2 : 1,
                                            .activation = static_cast<Activation>(between(random, 0, static_cast<int>(Activation::Sigmoid)))};
        break;
    default:
        made.head.kind = HeadKind::Classes;
        made.head.isTied = false;
        made.head.classes.resize(static_cast<std::size_t>(between(random, 1, 5)), "class");
        made.head.classRow = static_cast<ClassRow>(between(random, 0, static_cast<int>(ClassRow::Each)));
        made.head.hasPooler = made.head.classRow == ClassRow::Pooled;
        made.head.problem = static_cast<ClassProblem>(between(random, 0, static_cast<int>(ClassProblem::Number)));
        if (made.head.classRow == ClassRow::Each && made.head.classes.size() == 2)
            made.head.problem = ClassProblem::Span;
        if (made.head.hasPooler && chance(random, 0.5))
            made.head.poolerRow = PoolerRow::Last;
        made.head.poolerActivation = static_cast<Activation>(between(random, 0, static_cast<int>(Activation::Sigmoid)));
        if (chance(random, 0.5))
            made.head.paddingToken = between(random, 0, 7);
        break;
    }
    attention.dValue = attention.dHead;
    if (made.head.kind == HeadKind::MaskedWord && chance(random, 0.3)) {
        made.head.hasPooler = true;
        made.head.pairQuestion = chance(random, 0.5) ? ClassQuestion::Follows : ClassQuestion::Order;
    }
    if (kind == 10 || chance(random, 0.6))
        made.decoder = stack;
    else
        made.encoder = stack;
    return made;
}

Weights weights(Random& random, const ModelSpec& spec)
{
    Maker make(random, spec.dModel);
    Weights weights;
    const Index width = spec.stack(spec.sides().front()).tokenWidth(spec.dModel);
    const Index headWidth = spec.head.width > 0 ? spec.head.width : spec.dModel;
    const WordGroups& groups = spec.stack(spec.sides().front()).groups;
    for (int group = 0; group < groups.count(); ++group) {
        const std::string name = "groups." + std::to_string(group);
        weights.groups.push_back({make.tensor(name + ".weight", groups.wordsOf(group), groups.widthOf(group), 1.0),
                                  make.tensor(name + ".projection", spec.dModel, groups.widthOf(group), 0.5)});
        weights.head.groups.push_back(weights.groups.back().table);
    }
    if (groups.isEmpty())
        weights.sourceEmbedding = make.tensor("embed.token.weight", spec.vocabulary, width, 1.0);
    if (spec.isEncoderDecoder())
        weights.targetEmbedding = chance(random, 0.5)
                                      ? weights.sourceEmbedding
                                      : make.tensor("decoder.embed.token.weight", spec.vocabulary, spec.dModel, 1.0);
    if (spec.encoder)
        weights.encoder = make.stack(spec.decoder ? "encoder." : "", *spec.encoder);
    if (spec.decoder)
        weights.decoder = make.stack(spec.encoder ? "decoder." : "", *spec.decoder);
    HeadWeights& head = weights.head;
    if (spec.head.hasPooler)
        head.pooler = make.linear("pooler", spec.dModel, spec.dModel);
    if (spec.head.pairQuestion != ClassQuestion::Own)
        head.pair = make.linear("pair", spec.dModel, 2);
    if (spec.head.kind != HeadKind::None) {
        if (spec.head.transform || spec.head.isProjected)
            head.transform = make.linear("head.transform", spec.dModel, headWidth);
        if (spec.head.transform && spec.head.hasTransformNorm)
            head.transformNorm = make.norm("head.norm", headWidth);
        if (!spec.head.isTied)
            head.unembedding = make.tensor("unembed.weight", spec.outputs(), headWidth, 0.5);
        if (!spec.head.cutoffs.empty()) {
            const auto clusters = static_cast<Index>(spec.head.cutoffs.size());
            const Index features = weights.head.groups.empty() ? headWidth : weights.head.groups.front().cols();
            head.clusters = {make.tensor("clusters.weight", clusters, features, 0.5), make.tensor("clusters.bias", 1, clusters, 0.5)};
        }
        if (chance(random, 0.5))
            head.bias = make.tensor("unembed.bias", 1, spec.outputs(), 0.5);
    }
    return weights;
}

std::shared_ptr<const Model> model(Random& random)
{
    const ModelSpec drawn = spec(random);
    auto made = Model::make(drawn, weights(random, drawn), nullptr);
    if (!made)
        qFatal("%s\n%s", made.error().english().c_str(), describe(drawn).c_str());
    return *made;
}

ForwardInput input(Random& random, const Model& model)
{
    ForwardInput input;
    const int source = between(random, 1, 9);
    const bool hasCustom = chance(random, 0.4);
    fillSequence(random, model, model.spec().sides().front(), input.source, source);
    const StackSpec& first = model.spec().stack(model.spec().sides().front());
    if (first.memory > 0 && chance(random, 0.5)) {
        const Index rows = between(random, 1, 6);
        std::normal_distribution<double> normal(0.0, 1.0);
        for (int layer = 0; layer < first.layers; ++layer)
            input.source.memory.push_back(MatrixOf<double>::NullaryExpr(
                rows, model.spec().dModel, [&] { return static_cast<double>(static_cast<float>(normal(random))); }));
    }
    if (model.spec().isEncoderDecoder())
        fillSequence(random, model, Side::Decoder, input.target, hasCustom ? source : between(random, 1, 9));
    input.mask.mode = static_cast<MaskMode>(between(random, 0, 2));
    if (hasCustom) {
        std::normal_distribution<double> normal(0.0, 2.0);
        const bool isBoolean = chance(random, 0.5);
        input.mask.custom = MaskMatrix::NullaryExpr(source, source, [&]() -> double {
            if (chance(random, 0.3))
                return -std::numeric_limits<double>::infinity();
            // Numbers that float32 holds exactly, so that both precisions are given the same mask.
            return isBoolean ? 0.0 : static_cast<double>(static_cast<float>(normal(random)));
        });
    }
    return input;
}

std::string describe(const ModelSpec& spec)
{
    std::ostringstream out;
    out << "d " << spec.dModel << ", vocabulary " << spec.vocabulary << ", head " << static_cast<int>(spec.head.kind)
        << (spec.head.transform ? " transform" : "") << (spec.head.hasPooler ? " pooler" : "");
    for (const Side side : spec.sides()) {
        const StackSpec& s = spec.stack(side);
        out << "; layers " << s.layers << ", heads " << s.attention.heads << ", d_k " << s.attention.dHead << ", d_v "
            << s.attention.dValue << ", causal " << s.attention.isCausal << ", d_mlp " << s.mlp.dMlp << ", activation "
            << static_cast<int>(s.mlp.activation) << (s.mlp.isGated ? " gated" : "") << ", norm " << static_cast<int>(s.norm)
            << (s.placement == NormPlacement::Pre ? " pre" : " post") << ", positions "
            << static_cast<int>(s.positions.kind) << ", segments " << s.segments;
    }
    return out.str();
}

} // namespace randomModel
