#pragma once

#include "core/base/error.h"
#include "core/trace/step.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

enum class NormKind
{
    None,
    LayerNorm,
    RmsNorm
};
enum class NormPlacement
{
    Pre,
    Post
}; ///< before the sub-layer (GPT-2), or after the sum (BERT, the 2017 paper)
enum class Activation
{
    Relu,
    Gelu,
    GeluTanh,
    Silu,
    QuickGelu,
    Tanh,
    Sigmoid
};
enum class PositionKind
{
    None,
    Sinusoidal,
    Learned,
    Rotary,
    Alibi,
    T5Relative
};

/// One attention sub-layer.
struct AttentionSpec
{
    int heads = 1;
    int dHead = 1;  ///< d_k: features of a query and of a key
    int dValue = 1; ///< d_v: features of a value
    bool isCausal = false;
    double scale = 1.0; ///< scores are multiplied by this: 1/√d_k unless the model says otherwise
    bool scaleByInverseLayer = false; ///< and divided by the layer number counted from 1 (a GPT-2 option)
    [[nodiscard]] double scaleOf(int layer) const
    {
        return scaleByInverseLayer ? scale / (layer + 1) : scale;
    }
};

struct FeedForwardSpec
{
    int dMlp = 0; ///< 0: the blocks have no feed-forward network
    Activation activation = Activation::Gelu;
    bool isGated = false; ///< SwiGLU and its kin: f(gate) times the first layer
};

struct PositionSpec
{
    PositionKind kind = PositionKind::None;
    int maxLength = 0; ///< longest text in tokens; 0: no limit of its own
    double rotaryBase = 10000.0;
    int rotaryDims = 0;             ///< how many features of a head are rotated; 0: all
    bool rotaryInterleaved = false; ///< pairs (0,1),(2,3)...; else (0,d/2),(1,d/2+1)...
    int t5Buckets = 32;
    int t5MaxDistance = 128;
};

/// Encoder or decoder.
struct StackSpec
{
    int layers = 1;
    AttentionSpec attention;
    std::optional<AttentionSpec> cross; ///< decoder of an encoder-decoder model
    FeedForwardSpec mlp;
    NormKind norm = NormKind::LayerNorm;
    double normEpsilon = 1e-5;
    NormPlacement placement = NormPlacement::Pre;
    bool hasEmbeddingNorm = false;
    bool hasFinalNorm = false;
    PositionSpec positions;
    int segments = 0; ///< size of the segment (token type) table; 0: none
};

enum class HeadKind
{
    None,
    LanguageModel,
    MaskedWord
};

struct HeadSpec
{
    HeadKind kind = HeadKind::None;
    bool isTied = true;                  ///< unembedding is the embedding table, transposed
    std::optional<Activation> transform; ///< BERT's dense + activation + norm before the unembedding
    bool hasPooler = false;              ///< BERT's tanh of the first row
};

/// The one generic transformer: every family is mapped onto this.
struct ModelSpec
{
    std::string name;
    std::string family; ///< "gpt2", "bert", "headlight"
    int vocabulary = 0;
    int dModel = 0;
    std::optional<StackSpec> encoder; ///< bidirectional stack
    std::optional<StackSpec> decoder; ///< causal stack, or the second of an encoder-decoder
    HeadSpec head;

    [[nodiscard]] bool isEncoderDecoder() const { return encoder && decoder; }
    [[nodiscard]] const StackSpec& stack(Side side) const
    {
        if (side == Side::Encoder || (side == Side::Only && !decoder))
            return *encoder;
        return *decoder;
    }
    /// The stacks in order of computation: {Only} or {Encoder, Decoder}.
    [[nodiscard]] std::vector<Side> sides() const
    {
        return isEncoderDecoder() ? std::vector{Side::Encoder, Side::Decoder} : std::vector{Side::Only};
    }
    /// The stack that predicts: logits and generation belong to it.
    [[nodiscard]] Side outputSide() const { return isEncoderDecoder() ? Side::Decoder : Side::Only; }
};

/// Refuses sizes that cannot be (d_model not divisible by heads, zero layers, ...) with a sentence.
[[nodiscard]] Result<void> validate(const ModelSpec& spec);

/// What a step is computed from, in the order of its formula. Empty for steps that are given.
[[nodiscard]] std::vector<StepRef> inputsOf(const StepRef& ref, const ModelSpec& spec);

/// What this stack hands on: the last norm's output, or the last block's.
[[nodiscard]] StepRef stackOutput(Side side, const ModelSpec& spec);
/// What block `layer` hands on to the next.
[[nodiscard]] StepRef blockOutput(Side side, int layer, const ModelSpec& spec);

/// Every step this model has, in the order of computation.
[[nodiscard]] std::vector<StepRef> stepsOf(const ModelSpec& spec);
/// True if the model has this step (layer and head in range included).
[[nodiscard]] bool hasStep(const ModelSpec& spec, const StepRef& ref);

} // namespace hl
