#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace hl {

/// How the numbers of a run are held.
enum class NumberFormat { Float64, Float32, BFloat16, Float16, Int8 };
inline constexpr int numberFormatCount = static_cast<int>(NumberFormat::Int8) + 1;

struct NumberFormatInfo
{
    NumberFormat format;
    std::string_view name; ///< "bfloat16"
    const char* definition; ///< what is rounded; translated in context "core"
};

/// One row per format, in enum order.
[[nodiscard]] std::span<const NumberFormatInfo, numberFormatCount> numberFormats();
[[nodiscard]] const NumberFormatInfo& infoOf(NumberFormat format);
[[nodiscard]] std::optional<NumberFormat> numberFormatNamed(std::string_view name);

/// The model with its weights as the format holds them; float64 and float32 change nothing.
/// bfloat16, float16: every weight rounded to nearest, ties to even. int8: in each matrix and table, w becomes s · q with
/// s = max |w| / 127 of the same output (a column of W in x W, a row of a table), rounded to float32, and q = w / s rounded to
/// the nearest whole number, ties to even; vectors (biases, gains) stay as they are. An output with a weight that is not
/// finite stays as it is.
[[nodiscard]] std::shared_ptr<const Model> modelIn(NumberFormat format, const Model& model);

/// The same input and changes as those of `trace`, run in another format. Errors: those of forward().
[[nodiscard]] Result<TracePtr> runIn(NumberFormat format, const Trace& trace, std::stop_token stop = {});

/// How far a step in some format is from the same step in float64.
struct StepDifference
{
    StepRef step;          ///< head −1: all heads of a step with heads, together
    double size = 0.0;     ///< max |x|, x in float64; forbidden cells not counted
    double largest = 0.0;  ///< max |x' − x|; infinite where x' is not finite and x is
    double relative = 0.0; ///< largest / size; 0 where both are 0, infinite where only size is
};

/// One format's run beside that in float64.
struct FormatRun
{
    NumberFormat format = NumberFormat::Float32;
    TracePtr trace;
    std::vector<StepDifference> steps; ///< in the order of computation; a line per head
};

struct FormatRuns
{
    TracePtr exact; ///< float64
    std::vector<FormatRun> runs; ///< every other format, in the order of the table

    [[nodiscard]] const FormatRun& run(NumberFormat format) const;
};

/// Runs the input of a trace in every format. Errors: those of forward().
[[nodiscard]] Result<FormatRuns> runInAllFormats(const Trace& trace, std::stop_token stop = {});

/// Steps of both traces, but for token ids, positions and masks, which no format rounds.
[[nodiscard]] std::vector<StepDifference> stepDifferences(const Trace& exact, const Trace& rounded);

/// The heads of each step as one matrix.
[[nodiscard]] std::vector<StepDifference> withHeadsJoined(const std::vector<StepDifference>& steps);

/// x' − x of one step; 0 where both are the same infinity, infinite or NaN where x' is and x is not.
[[nodiscard]] MatrixOf<double> differenceOf(const MatrixView& exact, const MatrixView& rounded);

} // namespace hl
