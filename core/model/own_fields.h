#pragma once

#include "core/base/limits.h"
#include "core/model/spec.h"

#include <string_view>

namespace hl {

/// The choices of a description that Headlight's own format says only where they are not the usual ones: each is named here once, for
/// writing and for reading. A visitor has flag(key, bool), whole(key, int or optional<int>, low, high), real(key, double, low, high),
/// wholes(key, vector<int>, low, high), flags(key, vector<bool>) and choice(key, enum, names in the enum's order).
namespace ownFields {

inline constexpr int ids = limits::tableRows;
inline constexpr int widths = limits::hidden;

template <class Visitor>
void visit(Visitor& v, AttentionSpec& s)
{
    v.whole("kv_heads", s.kvHeads, 0, limits::heads);
    v.flag("softmax_single", s.isSoftmaxSingle);
    v.flag("bias", s.hasBias);
    v.flag("query_key_norm", s.hasQueryKeyNorm);
    v.wholes("windows", s.windows, 0, ids);
}

template <class Visitor>
void visit(Visitor& v, PositionSpec& s)
{
    v.choice("count", s.count, {"in_text", "allowed", "not_padding"});
    v.whole("offset", s.offset, 0, ids);
    v.whole("padding_token", s.paddingToken, 0, ids);
    v.flag("also_t5_bias", s.alsoT5Bias);
    v.choice("alibi", s.alibi, {"distance", "key_position", "key_position_scaled"});
    v.flag("sines_first", s.sinesFirst);
    v.flag("single", s.isSingle);
    v.choice("rotary_scaling", s.rotaryScaling, {"none", "linear", "llama3", "yarn", "dynamic"});
    v.real("rotary_factor", s.rotaryFactor, 1.0, 1e6);
    v.real("rotary_low_factor", s.rotaryLowFactor, 1e-6, 1e6);
    v.real("rotary_high_factor", s.rotaryHighFactor, 1e-6, 1e6);
    v.real("rotary_magnitude", s.rotaryMagnitude, 1e-6, 1e6);
    v.whole("rotary_original_length", s.rotaryOriginalLength, 1, ids);
}

template <class Visitor>
void visit(Visitor& v, RelativeSpec& s)
{
    v.choice("kind", s.kind, {"none", "table", "disentangled", "sinusoidal"});
    v.flag("content_to_position", s.hasContentToPosition);
    v.flag("position_to_content", s.hasPositionToContent);
    v.whole("span", s.span, 0, ids);
    v.whole("buckets", s.buckets, 0, ids);
    v.whole("longest", s.longest, 0, ids);
    v.whole("clamp", s.clamp, 0, ids);
    v.flag("normed", s.isNormed);
    v.flag("segments", s.hasSegments);
}

template <class Visitor>
void visit(Visitor& v, ConvolutionSpec& s)
{
    v.whole("kernel", s.kernel, 1, limits::hidden);
    v.whole("groups", s.groups, 1, widths);
    v.choice("activation", s.activation, {"relu", "gelu", "gelu_tanh", "silu", "quick_gelu", "tanh", "sigmoid"});
}

template <class Visitor>
void visit(Visitor& v, WordGroups& s)
{
    v.wholes("ends", s.ends, 1, ids);
    v.wholes("widths", s.widths, 1, widths);
}

/// Without the parts that are objects of their own: attention, positions, convolution, groups.
template <class Visitor>
void visit(Visitor& v, StackSpec& s)
{
    v.flag("parallel", s.isParallel);
    v.flag("shares_norm", s.sharesNorm);
    v.flag("residual_from_norm", s.residualFromNorm);
    v.whole("embedding_width", s.embeddingWidth, 0, widths);
    v.choice("embedding_projection", s.projection, {"none", "of_tokens", "of_norm"});
    v.real("embedding_scale", s.embeddingScale, -1e30, 1e30);
    v.whole("memory", s.memory, 0, ids);
}

/// Without its kind, ties, transform and the names of classes, which are always said.
template <class Visitor>
void visit(Visitor& v, HeadSpec& s)
{
    v.flag("projected", s.isProjected);
    v.whole("width", s.width, 0, ids);
    v.real("scale", s.scale, -1e30, 1e30);
    v.wholes("cutoffs", s.cutoffs, 1, ids);
    v.flags("tied_projections", s.tiedProjections);
    v.choice("pooler_activation", s.poolerActivation, {"relu", "gelu", "gelu_tanh", "silu", "quick_gelu", "tanh", "sigmoid"});
    v.choice("pooler_row", s.poolerRow, {"first", "last", "last_end"});
    v.whole("end_token", s.endToken, 0, ids);
    v.choice("problem", s.problem, {"one_of", "any_of", "number", "span"});
    v.choice("question", s.question, {"own", "choice", "follows", "order", "replaced"});
    v.choice("class_row", s.classRow, {"first", "pooled", "last", "each"});
    v.whole("padding_token", s.paddingToken, -1, ids);
    v.flag("choice_score", s.hasChoiceScore);
    v.choice("pair_question", s.pairQuestion, {"own", "choice", "follows", "order"});
    v.flag("transform_norm", s.hasTransformNorm);
}

/// Of the model itself.
template <class Visitor>
void visit(Visitor& v, ModelSpec& s)
{
    v.whole("source_vocab_size", s.sourceVocabulary, 0, ids);
    v.flag("query_stream", s.hasQueryStream);
    v.choice("target", s.target, {"typed", "source_after_start", "source_after_last"});
    v.whole("decoder_start_token_id", s.generation.start, 0, ids);
}

} // namespace ownFields

} // namespace hl
