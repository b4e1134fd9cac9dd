#include "core/explain/explanation.h"

#include <array>
#include <charconv>
#include <limits>

namespace hl {

namespace {

/// "62.3", "0.04", "less than 0.01": a share in percent, without the sign.
std::string percent(double share)
{
    const double value = 100.0 * share;
    std::array<char, 32> buffer{};
    const int decimals = value >= 1.0 ? 1 : 2;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return std::string(buffer.data(), end.ptr);
}

std::string wordAt(const Tokens* tokens, Index index)
{
    if (!tokens || index < 0 || index >= static_cast<Index>(tokens->size()))
        return std::to_string(index);
    return (*tokens)[static_cast<std::size_t>(index)].text;
}

} // namespace

Message sentenceFor(const Trace& trace, const StepRef& step, Index row, Index col)
{
    const MatrixView view = trace.view(step);
    if (!view || row < 0 || row >= view.rows() || col < 0 || col >= view.cols())
        return {};
    const auto& info = infoOf(step.step);
    const std::string query = wordAt(trace.rowTokens(step), row);
    if (info.cols == Axis::Key) {
        const std::string key = wordAt(trace.columnTokens(step), col);
        const std::vector<std::string> pair{query, std::to_string(row), "", key, std::to_string(col)};
        StepRef maskRef = step;
        maskRef.step = Step::Mask;
        const MatrixView mask = trace.view(maskRef);
        if (mask && mask.at(row, col) == -std::numeric_limits<double>::infinity())
            return {HL_NOOP("core", "%1 (query %2) must not look at %4 (key %5)."), pair};
        if (step.step == Step::Pattern) {
            auto args = pair;
            args[2] = percent(view.at(row, col));
            return {HL_NOOP("core", "%1 (query %2) gives %3 % of its attention to %4 (key %5)."), args};
        }
        return {HL_NOOP("core", "%1 (query %2) and %4 (key %5)."), pair};
    }
    if (info.rows == Axis::One)
        return {HL_NOOP("core", "Feature %1 of the whole text."), {std::to_string(col)}};
    if (info.cols == Axis::One)
        return {HL_NOOP("core", "Row of %1 (token %2)."), {query, std::to_string(row)}};
    return {HL_NOOP("core", "Feature %3 of %1 (token %2)."), {query, std::to_string(row), std::to_string(col)}};
}

} // namespace hl
