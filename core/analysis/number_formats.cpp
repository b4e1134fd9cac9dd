#include "core/analysis/number_formats.h"

#include "core/base/system_memory.h"
#include "core/forward/forward.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace hl {

namespace {

constexpr std::uint64_t mostBytesPerRun = 256ULL << 20U;

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr std::array<NumberFormatInfo, numberFormatCount> table{{
    {NumberFormat::Float64, "float64", HL_NOOP("core", "Every number in 64 bits: what the others are measured against. 53 significant bits.")},
    {NumberFormat::Float32, "float32", HL_NOOP("core", "Weights and arithmetic in 32 bits: how this program runs models as a rule. 24 significant bits.")},
    {NumberFormat::BFloat16, "bfloat16",
     HL_NOOP("core", "Weights and the result of every step are rounded to bfloat16 (8 significant bits, the range of float32); within a step, arithmetic is float64.")},
    {NumberFormat::Float16, "float16",
     HL_NOOP("core", "Weights and the result of every step are rounded to float16 (11 significant bits, largest number 65504); within a step, arithmetic is float64.")},
    {NumberFormat::Int8, "int8",
     HL_NOOP("core", "Weights alone are rounded: those of each output to whole numbers from −127 to 127 times their largest / 127. Biases, gains and all arithmetic are float32.")},
}};

constexpr bool isInEnumOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].format) != i)
            return false;
    }
    return true;
}
static_assert(isInEnumOrder());

/// All these formats' numbers are numbers of float32, too, which takes half the memory.
Tensor held(const Tensor& original, const MatrixOf<double>& numbers)
{
    return {original.name(), MatrixOf<float>(numbers.cast<float>())};
}

/// One output's weights, in place.
template <class Weights>
void quantise(Weights&& weights)
{
    if (!weights.allFinite())
        return;
    const auto scale = static_cast<double>(static_cast<float>(weights.cwiseAbs().maxCoeff() / 127.0));
    if (scale == 0.0)
        return;
    for (Index i = 0; i < weights.size(); ++i) {
        const double whole = std::clamp(std::nearbyint(weights(i) / scale), -127.0, 127.0);
        weights(i) = static_cast<double>(static_cast<float>(whole * scale));
    }
}

Tensor quantised(const Tensor& tensor, TensorLayout layout)
{
    if (layout == TensorLayout::Vector)
        return tensor;
    MatrixOf<double> numbers = tensor.as<double>();
    for (Index row = 0; layout == TensorLayout::OutputsInRows && row < numbers.rows(); ++row)
        quantise(numbers.row(row));
    for (Index col = 0; layout == TensorLayout::OutputsInColumns && col < numbers.cols(); ++col)
        quantise(numbers.col(col));
    return held(tensor, numbers);
}

Tensor rounded(const Tensor& tensor, NumberType type)
{
    const MatrixOf<double> numbers = tensor.as<double>();
    return held(tensor, numbers.unaryExpr([&](double x) { return roundedTo(type, x); }));
}

/// What steps and weights are rounded to, where they are.
NumberType roundingOf(NumberFormat format)
{
    return format == NumberFormat::BFloat16 ? NumberType::Brain : format == NumberFormat::Float16 ? NumberType::Half : NumberType::Double;
}

double cellDifference(double exact, double now)
{
    return exact == now || (std::isnan(exact) && std::isnan(now)) ? 0.0 : now - exact;
}

StepDifference differenceAt(const StepRef& step, const MatrixView& exact, const MatrixView& now)
{
    StepDifference out{.step = step};
    for (Index row = 0; row < exact.rows(); ++row) {
        for (Index col = 0; col < exact.cols(); ++col) {
            const double x = exact.at(row, col);
            if (std::isfinite(x))
                out.size = std::max(out.size, std::abs(x));
            const double off = std::abs(cellDifference(x, now.at(row, col)));
            out.largest = std::isfinite(off) ? std::max(out.largest, off) : infinity;
        }
    }
    return out;
}

void setRelative(StepDifference& step)
{
    step.relative = step.largest == 0.0 ? 0.0 : step.size == 0.0 ? infinity : step.largest / step.size;
}

Result<TracePtr> runKeeping(NumberFormat format, const Trace& trace, std::stop_token stop, std::uint64_t maxBytes)
{
    HL_ASSERT(trace.input() != nullptr);
    ForwardInput input = *trace.input();
    const bool isSingle = format == NumberFormat::Float32 || format == NumberFormat::Int8;
    input.dtype = isSingle ? DType::Float32 : DType::Float64;
    input.rounding = roundingOf(format);
    input.unchanged = nullptr;
    input.capture.maxBytes = std::min(input.capture.maxBytes, maxBytes);
    const bool isModelAsItIs = format == NumberFormat::Float64 || format == NumberFormat::Float32;
    return forward(isModelAsItIs ? trace.sharedModel() : modelIn(format, trace.model()), std::move(input), std::move(stop));
}

} // namespace

std::span<const NumberFormatInfo, numberFormatCount> numberFormats()
{
    return table;
}

const NumberFormatInfo& infoOf(NumberFormat format)
{
    return table.at(static_cast<std::size_t>(format));
}

std::optional<NumberFormat> numberFormatNamed(std::string_view name)
{
    for (const NumberFormatInfo& info : table) {
        if (info.name == name)
            return info.format;
    }
    return std::nullopt;
}

std::shared_ptr<const Model> modelIn(NumberFormat format, const Model& model)
{
    if (format == NumberFormat::Int8)
        return model.withEachTensor(quantised);
    const NumberType type = roundingOf(format);
    return model.withEachTensor([&](const Tensor& tensor, TensorLayout) { return type == NumberType::Double ? tensor : rounded(tensor, type); });
}

Result<TracePtr> runIn(NumberFormat format, const Trace& trace, std::stop_token stop)
{
    return runKeeping(format, trace, std::move(stop), std::numeric_limits<std::uint64_t>::max());
}

const FormatRun& FormatRuns::run(NumberFormat format) const
{
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const FormatRun& run) { return run.format == format; });
    HL_ASSERT(found != runs.end());
    return *found;
}

Result<FormatRuns> runInAllFormats(const Trace& trace, std::stop_token stop)
{
    // bfloat16, float16 and int8 each have weights of their own.
    const std::uint64_t needed = 3 * sizeof(float) * static_cast<std::uint64_t>(trace.model().parameterCount());
    if (const std::uint64_t available = availableMemory(); available > 0 && needed > available / 5 * 3)
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "Running %1 in every number format needs about %2 MB of memory, but only %3 MB are free; choose a smaller model."),
                    {trace.model().spec().name, std::to_string(needed >> 20U), std::to_string(available >> 20U)});
    FormatRuns out;
    for (const NumberFormatInfo& info : table) {
        auto run = runKeeping(info.format, trace, stop, mostBytesPerRun);
        if (!run)
            return tl::unexpected(run.error());
        if (info.format == NumberFormat::Float64) {
            out.exact = std::move(*run);
            continue;
        }
        auto steps = stepDifferences(*out.exact, **run);
        out.runs.push_back({info.format, std::move(*run), std::move(steps)});
    }
    return out;
}

std::vector<StepDifference> stepDifferences(const Trace& exact, const Trace& rounded)
{
    std::vector<StepDifference> out;
    for (const StepRef& ref : exact.steps()) {
        const MatrixView now = rounded.view(ref);
        if (!now || ref.step == Step::Tokens || ref.step == Step::Positions || ref.step == Step::Mask)
            continue;
        out.push_back(differenceAt(ref, exact.view(ref), now));
        setRelative(out.back());
    }
    return out;
}

std::vector<StepDifference> withHeadsJoined(const std::vector<StepDifference>& steps)
{
    std::vector<StepDifference> out;
    for (const StepDifference& one : steps) {
        StepRef ref = one.step;
        ref.head = -1;
        const auto found = std::find_if(out.begin(), out.end(), [&](const StepDifference& known) { return known.step == ref; });
        StepDifference& sum = found == out.end() ? out.emplace_back(StepDifference{.step = ref}) : *found;
        sum.size = std::max(sum.size, one.size);
        sum.largest = std::max(sum.largest, one.largest);
        setRelative(sum);
    }
    return out;
}

MatrixOf<double> differenceOf(const MatrixView& exact, const MatrixView& rounded)
{
    MatrixOf<double> out(exact.rows(), exact.cols());
    for (Index row = 0; row < out.rows(); ++row) {
        for (Index col = 0; col < out.cols(); ++col)
            out(row, col) = cellDifference(exact.at(row, col), rounded.at(row, col));
    }
    return out;
}

} // namespace hl
