#pragma once

#include "core/model/spec.h"

#include <vector>

/// What steps_of and inputs_of both ask about a model's description. Rules are those of the block diagram of Vaswani et al. 2017
/// (post-norm) and of Xiong et al. 2020 (pre-norm); nothing here knows a family.
namespace hl::stepRules {

/// Another step of the same place, with just the indices its scope has.
[[nodiscard]] StepRef at(Step step, const StepRef& place);
[[nodiscard]] bool hasNorm(const StackSpec& stack);
[[nodiscard]] bool isPre(const StackSpec& stack);
[[nodiscard]] bool isPost(const StackSpec& stack);
[[nodiscard]] bool hasPositionRow(const StackSpec& stack);
[[nodiscard]] bool hasBias(const StackSpec& stack, bool isCross);
[[nodiscard]] bool isParallel(const StackSpec& stack);
[[nodiscard]] bool isRelative(const StackSpec& stack, bool isCross);
[[nodiscard]] bool hasMemory(const StackSpec& stack, bool isCross);
/// The rows of relative positions that are projected: none where each layer has a table of its own.
[[nodiscard]] bool hasRelativeRows(const StackSpec& stack);
[[nodiscard]] Step relativeRows(const StackSpec& stack);
/// The terms of the score, in the order in which they are added.
[[nodiscard]] std::vector<Step> scoreTerms(const StackSpec& stack);
/// The rows of the token table as they enter the sum.
[[nodiscard]] Step tokenStream(const StackSpec& stack);
/// What the norm of queries and keys, or the rotation, starts from.
[[nodiscard]] Step normedOr(const AttentionSpec& attention, Step normed, Step plain);
[[nodiscard]] bool isScaled(double scale);
/// True if the scores of the classes are read off what the pooler made.
[[nodiscard]] bool readsPooled(const HeadSpec& head);
/// The last step of a head that transforms its rows.
[[nodiscard]] Step transformed(const HeadSpec& head);
/// True for the block behind which the stack's convolution is added.
[[nodiscard]] bool hasConvolution(const StackSpec& stack, int layer);
/// What the block hands on, before that.
[[nodiscard]] Step blockResult(const StackSpec& stack);
/// The rows that positions are added to.
[[nodiscard]] Step embeddedRows(const ModelSpec& spec, Side side);
[[nodiscard]] bool isRotary(const StackSpec& stack, bool isCross);
/// The stream after the attention (and cross-attention) sub-layers, ready for the feed-forward network.
[[nodiscard]] Step attendedStream(const StackSpec& stack);
[[nodiscard]] Step attentionInput(const StackSpec& stack, bool isCross);

} // namespace hl::stepRules
