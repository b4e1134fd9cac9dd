#include "core/trace/step.h"

namespace hl {

namespace {

using enum Step;
using enum Axis;
using O = Operation;
using S = Scope;

// Exact steps (copies, maxima, differences of stored numbers rounded once) have small bounds; sums of many float32
// products have larger ones.
constexpr double exact = 2e-7;
constexpr double rounded = 2e-6;
constexpr double summed = 4e-6;

constexpr std::array<StepInfo, stepCount> table{{
    {Tokens, "tokens", S::Model, Position, One, O::Given, "id",
     HL_NOOP("core", "The text cut into tokens; each has a number in the vocabulary."), exact},
    {Positions, "positions", S::Model, Position, One, O::Given, "pos",
     HL_NOOP("core", "The number of each token's position, where these are not 0, 1, 2 and so on."), exact},
    {Pixels, "pixels", S::Model, PixelRow, PixelColumn, O::Given, "I",
     HL_NOOP("core", "The picture as numbers, one channel below the other."), exact},
    {Patches, "patches", S::Model, Patch, PatchFeature, O::Copy, "P",
     HL_NOOP("core", "The picture cut into patches, each laid out as one row."), exact},
    {EmbedPatch, "embed.patch", S::Model, Patch, Model, O::Linear, "P W_E + b_E",
     HL_NOOP("core", "Each patch brought to the width of the model."), summed},
    {EmbedSequence, "embed.sequence", S::Model, Position, Model, O::Gather, "[CLS; P W_E + b_E]",
     HL_NOOP("core", "The class token's row in front of the patches."), exact},
    {Mel, "mel", S::Model, Frame, MelBin, O::Given, "S",
     HL_NOOP("core", "The sound as a log-mel spectrogram: how loud each pitch is, a row per frame."), exact},
    {Conv1Pre, "conv1.pre", S::Model, Frame, Model, O::Convolve, "Σ_k S[t+k] W_k + b",
     HL_NOOP("core", "Three neighbouring frames through the first convolution."), summed},
    {Conv1Post, "conv1.post", S::Model, Frame, Model, O::Activate, "gelu(…)",
     HL_NOOP("core", "After its activation function."), rounded},
    {Conv2Pre, "conv2.pre", S::Model, Position, Model, O::Convolve, "Σ_k H[2t+k] W_k + b",
     HL_NOOP("core", "The second convolution, at every other frame: one row per position of the encoder."), summed},
    {Conv2Post, "conv2.post", S::Model, Position, Model, O::Activate, "gelu(…)",
     HL_NOOP("core", "After its activation function."), rounded},
    {EmbedToken, "embed.token", S::Model, Position, Model, O::Gather, "E[id]",
     HL_NOOP("core", "Each token's row of the embedding table."), exact},
    {EmbedScaled, "embed.scaled", S::Model, Position, Model, O::Scale, "E[id] · √d",
     HL_NOOP("core", "The embedding times a constant, so that it counts for more than what is added to it."), exact},
    {EmbedPosition, "embed.position", S::Model, Position, Model, O::Gather, "PE[pos]",
     HL_NOOP("core", "A row that tells the position in the text."), exact},
    {EmbedType, "embed.type", S::Model, Position, Model, O::Gather, "T[segment]",
     HL_NOOP("core", "A row that tells the first text from the second."), exact},
    {EmbedSum, "embed.sum", S::Model, Position, Model, O::Add, "X = E[id] + PE[pos]",
     HL_NOOP("core", "Token and position added: what enters the first block."), exact},
    {EmbedNorm, "embed.norm", S::Model, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The embedding, normalised row by row."), summed},
    {EmbedProject, "embed.project", S::Model, Position, Model, O::Linear, "X W_E + b_E",
     HL_NOOP("core", "Narrow embeddings brought to the width of the model."), summed},
    {EmbedStart, "embed.start", S::Model, Position, Model, O::Gather, "G = w",
     HL_NOOP("core", "The same learned row for every word that is asked for: the query stream starts without knowing any word."), exact},
    {EmbedRelative, "embed.relative", S::Model, Distance, Model, O::Gather, "R[query − key]",
     HL_NOOP("core", "A row for each distance between a query and a key."), exact},
    {EmbedRelativeNorm, "embed.relative_norm", S::Model, Distance, Model, O::Norm, "norm(R)",
     HL_NOOP("core", "The rows of the distances, normalised one by one."), summed},
    {ResidPre, "resid_pre", S::Layer, Position, Model, O::Copy, "X",
     HL_NOOP("core", "What enters this block, one row per token."), exact},
    {Memory, "memory", S::Layer, MemoryRow, Model, O::Given, "M",
     HL_NOOP("core", "What entered this block for the text before: it is attended to, but nothing flows back."), exact},
    {MemoryNorm, "memory_norm", S::Layer, MemoryRow, Model, O::Norm, "norm(M)",
     HL_NOOP("core", "The memory through the attention sub-layer's norm."), summed},
    {WithMemory, "with_memory", S::Layer, Key, Model, O::Stack, "[M; X]",
     HL_NOOP("core", "The memory's rows above those of the text: what keys and values are made from."), exact},
    {Ln1Out, "ln1.out", S::Layer, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The attention sub-layer's norm: each row brought to mean 0 and spread 1."), summed},
    {Q, "q", S::Head, Query, HeadFeature, O::Linear, "Q = X W_Q + b_Q",
     HL_NOOP("core", "Queries: what each token looks for."), summed},
    {K, "k", S::Head, Key, HeadFeature, O::Linear, "K = X W_K + b_K",
     HL_NOOP("core", "Keys: what each token can be found by."), summed},
    {V, "v", S::Head, Key, ValueFeature, O::Linear, "V = X W_V + b_V",
     HL_NOOP("core", "Values: what each token hands over when it is attended to."), summed},
    {QNorm, "q_norm", S::Head, Query, HeadFeature, O::Norm, "norm(Q)",
     HL_NOOP("core", "Queries, each normalised by itself."), summed},
    {KNorm, "k_norm", S::Head, Key, HeadFeature, O::Norm, "norm(K)",
     HL_NOOP("core", "Keys, each normalised by itself."), summed},
    {QRot, "q_rot", S::Head, Query, HeadFeature, O::Rotate, "R(pos) Q",
     HL_NOOP("core", "Queries rotated by their position."), summed},
    {KRot, "k_rot", S::Head, Key, HeadFeature, O::Rotate, "R(pos) K",
     HL_NOOP("core", "Keys rotated by their position."), summed},
    {QContent, "q_content", S::Head, Query, HeadFeature, O::Add, "Q + u",
     HL_NOOP("core", "Queries as they meet the keys: a learned vector is added to each."), exact},
    {QPosition, "q_position", S::Head, Query, HeadFeature, O::Add, "Q + v",
     HL_NOOP("core", "Queries as they meet the distances: another learned vector is added."), exact},
    {QSegment, "q_segment", S::Head, Query, HeadFeature, O::Add, "Q + s",
     HL_NOOP("core", "Queries as they meet the segments: a third learned vector is added."), exact},
    {PositionK, "position_k", S::Head, Distance, HeadFeature, O::Linear, "R W_PK + b_PK",
     HL_NOOP("core", "Keys of the distances: what a query meets for where a key is."), summed},
    {PositionQ, "position_q", S::Head, Distance, HeadFeature, O::Linear, "R W_PQ + b_PQ",
     HL_NOOP("core", "Queries of the distances: what a key meets for where a query is."), summed},
    {Scores, "scores", S::Head, Query, Key, O::Dot, "Q Kᵀ",
     HL_NOOP("core", "How well each query fits each key: one dot product per pair."), summed},
    {ScoresC2P, "scores_c2p", S::Head, Query, Key, O::RelativeDot, "Q · PK[query − key]",
     HL_NOOP("core", "Content to position: how well each query fits the distance to each key."), summed},
    {ScoresP2C, "scores_p2c", S::Head, Query, Key, O::RelativeDot, "K · PQ[query − key]",
     HL_NOOP("core", "Position to content: how well each key fits its distance from each query."), summed},
    {ScoresSegment, "scores_segment", S::Head, Query, Key, O::RelativeDot, "Q · S[same or other]",
     HL_NOOP("core", "How well each query fits keys of its own segment, or of the other."), summed},
    {ScoresSum, "scores_sum", S::Head, Query, Key, O::Add, "Q Kᵀ + position terms",
     HL_NOOP("core", "The scores of content and position added."), rounded},
    {Scaled, "scaled", S::Head, Query, Key, O::Scale, "Q Kᵀ / √d_k",
     HL_NOOP("core", "Scores divided by √d_k, so that they do not grow with the number of features."), exact},
    {PositionBias, "position_bias", S::Head, Query, Key, O::Bias, "B[key − query]",
     HL_NOOP("core", "A number that depends only on the distance between query and key."), summed},
    {Biased, "biased", S::Head, Query, Key, O::Add, "Q Kᵀ / √d_k + B",
     HL_NOOP("core", "Scaled scores with the position bias added."), exact},
    {Mask, "mask", S::Head, Query, Key, O::Given, "M",
     HL_NOOP("core", "0 where a query may look, −∞ where it must not."), exact},
    {Masked, "masked", S::Head, Query, Key, O::Add, "Q Kᵀ / √d_k + M",
     HL_NOOP("core", "Scores with forbidden pairs set to −∞."), exact},
    {SoftmaxMax, "softmax.max", S::Head, Query, One, O::RowMax, "m = max of the row",
     HL_NOOP("core", "The largest score of each row; subtracting it keeps exp from overflowing."), exact},
    {SoftmaxShifted, "softmax.shifted", S::Head, Query, Key, O::Shift, "S − m",
     HL_NOOP("core", "Scores minus their row's maximum: the largest becomes 0."), exact},
    {SoftmaxExp, "softmax.exp", S::Head, Query, Key, O::Exp, "exp(S − m)",
     HL_NOOP("core", "The exponential of each: positive, and exactly 0 where forbidden."), rounded},
    {SoftmaxSum, "softmax.sum", S::Head, Query, One, O::RowSum, "Σ exp(S − m)",
     HL_NOOP("core", "The sum of each row."), summed},
    {Pattern, "pattern", S::Head, Query, Key, O::Divide, "softmax(Q Kᵀ / √d_k + M)",
     HL_NOOP("core", "Attention weights: how each query shares its attention; every row sums to 1."), exact},
    {Z, "z", S::Head, Query, ValueFeature, O::WeightedSum, "Z = A V",
     HL_NOOP("core", "Each query's mixture of the values, weighted by its attention."), summed},
    {Concat, "concat", S::Attention, Query, HeadsJoined, O::Join, "[Z₁ … Z_H]",
     HL_NOOP("core", "The heads' results side by side."), exact},
    {AttnOut, "out", S::Attention, Query, Model, O::Linear, "[Z₁ … Z_H] W_O + b_O",
     HL_NOOP("core", "The heads mixed back to the width of the model."), summed},
    {ResidMid, "resid_mid", S::Layer, Position, Model, O::Add, "X + attention",
     HL_NOOP("core", "The block's input with the attention's result added."), exact},
    {LnCrossOut, "ln_cross.out", S::Layer, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The cross-attention sub-layer's norm."), summed},
    {ResidCross, "resid_cross", S::Layer, Position, Model, O::Add, "X + cross-attention",
     HL_NOOP("core", "With the cross-attention's result added."), exact},
    {Ln2Out, "ln2.out", S::Layer, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The feed-forward sub-layer's norm."), summed},
    {MlpPre, "mlp.pre", S::Layer, Position, Mlp, O::Linear, "X W₁ + b₁",
     HL_NOOP("core", "First layer of the feed-forward network, before the activation."), summed},
    {MlpGate, "mlp.gate", S::Layer, Position, Mlp, O::Linear, "X W_G + b_G",
     HL_NOOP("core", "The gate of the feed-forward network, before the activation."), summed},
    {MlpPost, "mlp.post", S::Layer, Position, Mlp, O::Activate, "f(X W₁ + b₁)",
     HL_NOOP("core", "After the activation function."), rounded},
    {MlpOut, "mlp.out", S::Layer, Position, Model, O::Linear, "f(…) W₂ + b₂",
     HL_NOOP("core", "Second layer of the feed-forward network."), summed},
    {ResidPost, "resid_post", S::Layer, Position, Model, O::Add, "X + feed-forward",
     HL_NOOP("core", "With the feed-forward network's result added: what the block hands on."), exact},
    {ConvPre, "conv.pre", S::Layer, Position, Model, O::Convolve, "Σ_k X[t+k] W_k + b",
     HL_NOOP("core", "Neighbouring rows of what entered the block through a convolution."), summed},
    {ConvPost, "conv.post", S::Layer, Position, Model, O::Activate, "f(…)",
     HL_NOOP("core", "After its activation function."), rounded},
    {ResidConv, "resid_conv", S::Layer, Position, Model, O::Add, "X + convolution",
     HL_NOOP("core", "The block's result with the convolution's added."), exact},
    {LnConvOut, "ln_conv.out", S::Layer, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The norm behind the convolution: what the first block hands on."), summed},
    {LnFinalOut, "ln_final.out", S::Model, Position, Model, O::Norm, "norm(X)",
     HL_NOOP("core", "The last norm, after all blocks."), summed},
    {PoolerPre, "pooler.pre", S::Model, One, Model, O::Linear, "x₀ W_P + b_P",
     HL_NOOP("core", "One token's row through the pooler's weights: the first token's, if the model does not read another."), summed},
    {PoolerOut, "pooler.out", S::Model, One, Model, O::Activate, "tanh(x₀ W_P + b_P)",
     HL_NOOP("core", "One vector for the whole text."), rounded},
    {PairLogits, "pair_logits", S::Model, One, PairClass, O::Linear, "pool W_S + b_S",
     HL_NOOP("core", "One score per class of the pair of texts: whether the second follows the first, or whether they stand in their order."), summed},
    {PairProbs, "pair_probs", S::Model, One, PairClass, O::SoftmaxRow, "softmax(pair_logits)",
     HL_NOOP("core", "The scores of the pair of texts as probabilities."), rounded},
    {HeadPre, "head.pre", S::Model, Position, Model, O::Linear, "X W + b",
     HL_NOOP("core", "First layer of the prediction head."), summed},
    {HeadPost, "head.post", S::Model, Position, Model, O::Activate, "f(X W + b)",
     HL_NOOP("core", "After its activation function."), rounded},
    {HeadNorm, "head.norm", S::Model, Position, Model, O::Norm, "norm(…)",
     HL_NOOP("core", "After its norm."), summed},
    {HeadScaled, "head.scaled", S::Model, Position, Model, O::Scale, "X · s",
     HL_NOOP("core", "The rows times a constant, as they meet the table that made them."), exact},
    {ClassLogits, "cls_logits", S::Model, One, Vocabulary, O::Linear, "x₀ W_U + b_U",
     HL_NOOP("core", "One score per class, read off the class token."), summed},
    {DistillationLogits, "distillation_logits", S::Model, One, Vocabulary, O::Linear, "x₁ W_D + b_D",
     HL_NOOP("core", "One score per class, read off the distillation token."), summed},
    {HeadScores, "head.scores", S::Model, Position, Vocabulary, O::Linear, "X W_U + b_U",
     HL_NOOP("core", "One score per word, and after them one per group of rarer words."), summed},
    {Logits, "logits", S::Model, Position, Vocabulary, O::Linear, "X W_U + b_U",
     HL_NOOP("core", "One score per word of the vocabulary, or per class."), summed},
    {Probs, "probs", S::Model, Position, Vocabulary, O::SoftmaxRow, "softmax(logits)",
     HL_NOOP("core", "The scores as probabilities."), rounded},
    {ClassProbs, "class_probs", S::Model, Position, Vocabulary, O::Activate, "sigmoid(logits)",
     HL_NOOP("core", "A probability for each class by itself: they need not sum to 1."), rounded},
    {SpanProbs, "span_probs", S::Model, Position, Vocabulary, O::SoftmaxColumn, "softmax(logitsᵀ)ᵀ",
     HL_NOOP("core", "How likely each token is the one meant, first or last of the answer: every column sums to 1."), rounded},
    {ChoiceScore, "choice_score", S::Model, One, One, O::Linear, "x_T W_C + b_C",
     HL_NOOP("core", "One number read off the last token: how well the text fits, to be compared with that of other texts."), summed},
}};

constexpr bool isInEnumOrder()
{
    for (int i = 0; i < stepCount; ++i) {
        if (table[static_cast<std::size_t>(i)].step != static_cast<Step>(i))
            return false;
    }
    return true;
}

constexpr bool hasUniqueNames()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t j = i + 1; j < table.size(); ++j) {
            if (table[i].scope == table[j].scope && table[i].name == table[j].name)
                return false;
        }
    }
    return true;
}

static_assert(isInEnumOrder());
static_assert(hasUniqueNames());

} // namespace

std::span<const StepInfo, stepCount> stepTable()
{
    return table;
}

const StepInfo& infoOf(Step step)
{
    return table[static_cast<std::size_t>(step)];
}

const char* axisName(Axis axis)
{
    switch (axis) {
    case Position: return HL_NOOP("core", "token");
    case PairClass: return HL_NOOP("core", "class");
    case Query: return HL_NOOP("core", "query");
    case Key: return HL_NOOP("core", "key");
    case Distance: return HL_NOOP("core", "distance");
    case MemoryRow: return HL_NOOP("core", "memory");
    case Model: return HL_NOOP("core", "d_model");
    case HeadFeature: return HL_NOOP("core", "d_k");
    case ValueFeature: return HL_NOOP("core", "d_v");
    case HeadsJoined: return HL_NOOP("core", "heads · d_v");
    case Mlp: return HL_NOOP("core", "d_mlp");
    case Vocabulary: return HL_NOOP("core", "vocabulary");
    case One: return "";
    case PixelRow: return HL_NOOP("core", "pixel row");
    case PixelColumn: return HL_NOOP("core", "pixel column");
    case Patch: return HL_NOOP("core", "patch");
    case PatchFeature: return HL_NOOP("core", "pixel of the patch");
    case Frame: return HL_NOOP("core", "frame");
    case MelBin: return HL_NOOP("core", "pitch");
    }
    return "";
}

} // namespace hl
