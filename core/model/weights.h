#pragma once

#include "core/model/attention_arrays.h"

#include <vector>

namespace hl {

/// x W + b with W [in, out] and b [1, out]; b may be absent.
struct Linear
{
    Tensor weight;
    Tensor bias;
};

/// Gain and offset of a norm, [1, d]; RMSNorm has no bias.
struct NormWeights
{
    Tensor gain;
    Tensor bias;
};

struct AttentionWeights
{
    Linear q, k, v, o;
    NormWeights qNorm{}, kNorm{}; ///< [1, d_head], the same for all heads
    Linear positionK{}, positionQ{}; ///< of a row of relative positions: what meets the query, and the key
    Tensor distances{};              ///< or the rows themselves, [2 span − 1, d_head], the same for all heads
    /// Added to the query before it meets keys, positions, segments; [1, heads · d_head].
    Tensor contentBias{}, positionBias{}, segmentBias{};
    Tensor segments{}; ///< [2, heads · d_head]: same segment, another segment
};

struct BlockWeights
{
    NormWeights ln1, lnCross, ln2;
    AttentionWeights attention, cross;
    Linear mlpIn, mlpGate, mlpOut;
};

struct StackWeights
{
    Tensor positions;    ///< learned positions [offset + maxLength, d_model]
    Tensor segments;     ///< token types [segments, d_model]
    Tensor relativeBias; ///< T5: [buckets, heads], shared by all layers
    Linear projection;   ///< [embedding width, d_model]
    Tensor relative;     ///< relative positions [2 span, d_model], shared by all layers
    NormWeights relativeNorm;
    NormWeights embeddingNorm, finalNorm;
    std::vector<Linear> convolution; ///< by group: [features of the group · kernel, features of the group], feature by feature
    NormWeights convolutionNorm;
    std::vector<BlockWeights> blocks;
};

/// What a group of words has: its rows, and what brings them to d_model.
struct GroupWeights
{
    Tensor table;      ///< [words of the group, features]
    Tensor projection; ///< [d_model, features]: a row is multiplied by its transpose
};

/// What makes rows of a picture's patches.
struct ImageWeights
{
    Linear patch;             ///< [patch features, d_model]
    Tensor classToken;        ///< [1, d_model]
    Tensor distillationToken; ///< [1, d_model]
};

/// Convolutions over frames, each [inputs · kernel, d_model]: input by input, frame by frame.
struct AudioWeights
{
    Linear conv1, conv2;
};

struct HeadWeights
{
    Linear pooler;
    Linear transform;
    NormWeights transformNorm;
    Tensor unembedding; ///< [vocab, d_model]; absent when tied to the embedding table
    Tensor bias;        ///< [1, vocab]
    Tensor distillation; ///< [classes, d_model]: the second class head
    Tensor distillationBias;
    Linear choice; ///< [d_model, 1]: a number for the whole text
    Linear pair;   ///< [d_model, 2]: scores of a pair of texts
    std::vector<Tensor> groups; ///< or, for words in groups, by group: [words, features]; those of the embedding where tied
    Linear clusters;    ///< adaptive softmax: [groups, d_model] and [1, groups]
};

struct Weights
{
    Tensor sourceEmbedding; ///< [vocab, d_model]: of the only stack, or of the encoder
    std::vector<GroupWeights> groups; ///< or, for words in groups, by group
    Tensor targetEmbedding; ///< decoder of an encoder-decoder model; the same tensor where shared
    Tensor queryStart; ///< [1, d_model]: what every row of the query stream begins as
    ImageWeights image;
    AudioWeights audio;
    StackWeights encoder, decoder;
    HeadWeights head;
    std::shared_ptr<const AttentionArrays> arrays; ///< in the place of most of these: of one attention call
};

} // namespace hl
