#pragma once

#include "core/model/families/class_head.h"

namespace hl {

/// What BART, mBART, Marian and Whisper have in common: two stacks in the same tensors, keys and values of the second read
/// from the first. The families differ in norms, positions and embeddings.
struct Seq2SeqDefaults
{
    int layers = 12;
    int heads = 16;
    int dMlp = 4096;
    int dModel = 1024;
    int vocabulary = 50265;
};

/// Sizes, attention and feed-forward networks of both stacks, and the tied or untied head; "gelu" where no activation is
/// said. `absent` holds what the reference takes for absent keys.
[[nodiscard]] Result<ModelSpec> describeSeq2Seq(const ConfigReader& config, std::string_view family,
                                                NormPlacement placement, const Seq2SeqDefaults& absent);

/// True if this architecture has no head; those with a head are `withHead`, every other one is refused.
[[nodiscard]] Result<bool> isBareSeq2Seq(const ConfigReader& config, const std::string& bare, const std::vector<std::string>& withHead);

/// What the reference takes for absent keys of a head of classes.
struct Seq2SeqClassDefaults
{
    int endToken = 2;
    int startToken = 2;
    int classes = 2;
    bool isSpanOfTwo = false; ///< a head of answers has two scores whatever the file calls its classes
};

/// A head of classes: the decoder reads the encoder's text again, moved by one, and the classes are read off its row at the
/// text's last end token; or of answers, whose scores are those of all its rows.
[[nodiscard]] Result<void> describeSeq2SeqClasses(const ConfigReader& config, const Seq2SeqClassDefaults& absent, ModelSpec& spec);
/// Its layers: `classification_head.dense` and `.out_proj`; of a head for each token, `classifier`.
[[nodiscard]] Result<void> mapSeq2SeqClasses(TensorStore& tensors, const ModelSpec& spec, Weights& weights);

/// How the tensors of one family differ.
struct Seq2SeqTensors
{
    bool hasKeyBias = true;   ///< Whisper's keys have none
    bool hasFinalNorm = false;
};

/// Blocks, embedding norms and final norms of one stack ("encoder" or "decoder"); embeddings and positions are the
/// family's.
[[nodiscard]] Result<void> mapSeq2SeqStack(TensorStore& tensors, const std::string& side, const StackSpec& stack,
                                           Index dModel, const Seq2SeqTensors& options, StackWeights& weights);

/// One table for both stacks under whichever of its names the file has it, the head's own table where it is not tied, and
/// final_logits_bias where the file has it.
[[nodiscard]] Result<void> mapSharedEmbedding(TensorStore& tensors, const ModelSpec& spec, Weights& weights);
[[nodiscard]] Result<void> mapSeq2SeqHead(TensorStore& tensors, const ModelSpec& spec, Weights& weights);

/// Names are looked up below "model." where the file has them there.
void chooseSeq2SeqPrefix(TensorStore& tensors);

/// Endings of copies of the shared table that files may hold beside it.
[[nodiscard]] std::vector<std::string_view> seq2seqCopies();

/// Rows [2, 2 + n) of a table of learned positions: the first two are for padding and never used.
[[nodiscard]] Result<Tensor> positionsFromTwo(TensorStore& tensors, const std::string& side, Index n, Index dModel);

} // namespace hl
