#pragma once

#include "core/base/error.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// Every intermediate of the forward pass, in the order of computation.
/// The names are public: screen, command line, files, tests and docs use them. Never rename one without an alias.
enum class Step : std::uint8_t {
    Tokens,
    Positions,
    Pixels,
    Patches,
    EmbedPatch,
    EmbedSequence,
    Mel,
    Conv1Pre,
    Conv1Post,
    Conv2Pre,
    Conv2Post,
    EmbedToken,
    EmbedScaled,
    EmbedPosition,
    EmbedType,
    EmbedSum,
    EmbedNorm,
    EmbedProject,
    EmbedStart,
    EmbedRelative,
    EmbedRelativeNorm,
    ResidPre,
    Memory,
    MemoryNorm,
    WithMemory,
    Ln1Out,
    Q,
    K,
    V,
    QNorm,
    KNorm,
    QRot,
    KRot,
    QContent,
    QPosition,
    QSegment,
    PositionK,
    PositionQ,
    Scores,
    ScoresC2P,
    ScoresP2C,
    ScoresSegment,
    ScoresSum,
    Scaled,
    PositionBias,
    Biased,
    Mask,
    Masked,
    SoftmaxMax,
    SoftmaxShifted,
    SoftmaxExp,
    SoftmaxSum,
    Pattern,
    Z,
    Concat,
    AttnOut,
    ResidMid,
    LnCrossOut,
    ResidCross,
    Ln2Out,
    MlpPre,
    MlpGate,
    MlpPost,
    MlpOut,
    ResidPost,
    ConvPre,
    ConvPost,
    ResidConv,
    LnConvOut,
    LnFinalOut,
    PoolerPre,
    PoolerOut,
    PairLogits,
    PairProbs,
    HeadPre,
    HeadPost,
    HeadNorm,
    HeadScaled,
    ClassLogits,
    DistillationLogits,
    HeadScores,
    Logits,
    Probs,
    ClassProbs,
    SpanProbs,
    ChoiceScore,
};
inline constexpr int stepCount = static_cast<int>(Step::ChoiceScore) + 1;

/// True for what a prediction head says of its rows: these may be fewer than the text has tokens (Trace::firstLogitRow).
[[nodiscard]] constexpr bool isOfLogits(Step step)
{
    return step == Step::HeadScores || step == Step::Logits || step == Step::Probs || step == Step::ClassProbs || step == Step::SpanProbs;
}

/// Which stack of an encoder-decoder model a step belongs to; `Only` where the model has just one. `Query`: of that one, the
/// query stream, which knows where a word is asked for, but not the word.
enum class Side : std::uint8_t { Only, Encoder, Decoder, Query };

/// What the rows or columns of a step's matrix stand for.
enum class Axis : std::uint8_t {
    Position, Query, Key, Distance, MemoryRow, Model, HeadFeature, ValueFeature, HeadsJoined, Mlp, Vocabulary, One,
    PixelRow, PixelColumn, Patch, PatchFeature, Frame, MelBin, PairClass
};

/// How a step is made from its inputs; explanations follow from it.
enum class Operation : std::uint8_t {
    Given,       ///< comes from outside: token ids, the mask
    Gather,      ///< row of a table
    Add,         ///< element by element
    Norm,        ///< LayerNorm or RMSNorm of a row
    Convolve,    ///< a window of rows times weight matrix, plus bias
    Linear,      ///< row times weight matrix, plus bias
    Rotate,      ///< rotary position embedding
    Dot,         ///< query row times key row
    RelativeDot, ///< the same with the row of their distance, or segments, in the place of one
    Stack,       ///< one matrix above the other
    Scale,       ///< times a constant
    Bias,        ///< position bias of this query-key distance
    RowMax,
    Shift,       ///< minus the row's maximum
    Exp,
    RowSum,
    Divide,      ///< by the row's sum
    WeightedSum, ///< pattern row times value column
    Join,        ///< heads side by side
    Activate,    ///< activation function, times the gate where there is one
    Copy,
    SoftmaxRow,
    SoftmaxColumn,
};

/// Where in the model a step occurs, which decides its name and its indices.
enum class Scope : std::uint8_t { Model, Layer, Attention, Head };

struct StepInfo
{
    Step step;
    std::string_view name; ///< last part of the path: "pattern", "ln1.out"
    Scope scope;
    Axis rows;
    Axis cols;
    Operation operation;
    const char* formula; ///< plain Unicode, for people
    const char* meaning; ///< one line; translated in context "core"
    /// |explained - traced| <= bound * (sum of |terms|) for float32; explanations are computed in float64.
    double bound;
};

/// The table, one row per step, in enum order.
[[nodiscard]] std::span<const StepInfo, stepCount> stepTable();
[[nodiscard]] const StepInfo& infoOf(Step step);

/// One step of one place in a model: `decoder.blocks.1.cross.3.pattern`.
struct StepRef
{
    Step step = Step::Tokens;
    int layer = -1; ///< -1 unless the scope is Layer, Attention or Head
    int head = -1;  ///< -1 unless the scope is Head
    Side side = Side::Only;
    bool isCross = false; ///< cross-attention; only for scopes Attention and Head

    friend bool operator==(const StepRef&, const StepRef&) = default;
};

/// What the path of a step of this stack begins with: "decoder." or, of the only one, nothing.
[[nodiscard]] std::string_view pathPrefix(Side side);

/// The stack whose tokens are the keys at this place: of cross-attention the encoder, of a query stream the text itself.
[[nodiscard]] Side keySide(const StepRef& ref);

/// Where the numbers of a step are: a query stream has no keys, values and distances, but takes those of the content stream.
[[nodiscard]] StepRef sharedStep(const StepRef& ref);

/// Path of a step: inverse of parseStep.
[[nodiscard]] std::string nameOf(const StepRef& ref);

/// Reads a path; an unknown one is refused with the nearest known name.
[[nodiscard]] Result<StepRef> parseStep(std::string_view path);

/// True if `path` matches `pattern`, in which each `*` stands for any characters.
[[nodiscard]] bool matchesPattern(std::string_view path, std::string_view pattern);

/// Name of an axis as shown: "query", "d_model", ...
[[nodiscard]] const char* axisName(Axis axis);

struct StepRefHash
{
    std::size_t operator()(const StepRef& ref) const noexcept
    {
        const auto packed = (static_cast<std::uint64_t>(static_cast<std::uint32_t>(ref.layer + 1)) << 40)
                            ^ (static_cast<std::uint64_t>(static_cast<std::uint32_t>(ref.head + 1)) << 16)
                            ^ (static_cast<std::uint64_t>(ref.step) << 8)
                            ^ (static_cast<std::uint64_t>(ref.side) << 1) ^ (ref.isCross ? 1U : 0U);
        return std::hash<std::uint64_t>{}(packed * 0x9E3779B97F4A7C15ULL);
    }
};

} // namespace hl
