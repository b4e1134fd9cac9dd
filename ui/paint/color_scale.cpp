#include "ui/paint/color_scale.h"

#include "core/math/kernels/levels.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <type_traits>

namespace hl::ui {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double logDecades = 4.0;      // a log scale shows this many below its maximum
constexpr double signedLogDecades = 3.0;

struct Extent
{
    double lower = infinity;
    double upper = -infinity;

    void add(double value)
    {
        lower = std::min(lower, value);
        upper = std::max(upper, value);
    }
    [[nodiscard]] bool isEmpty() const { return lower > upper; }
};

template <class T, class Mark>
Extent extentOfCells(const T* values, const Mark* marks, Index first, Index last)
{
    Extent extent;
    if constexpr (std::is_same_v<T, float> && std::is_same_v<Mark, float>) {
        float lower = 0.0F;
        float upper = 0.0F;
        kernels().range(values + first, marks ? marks + first : nullptr, last - first, &lower, &upper);
        if (lower <= upper)
            extent = {static_cast<double>(lower), static_cast<double>(upper)};
    } else {
        for (Index col = first; col < last; ++col) {
            if (std::isfinite(values[col]) && !(marks && marks[col] == -std::numeric_limits<Mark>::infinity()))
                extent.add(static_cast<double>(values[col]));
        }
    }
    return extent;
}

template <class T>
Extent extentOfValues(const T* values, const MatrixView& forbidden, Index row, Index firstCol, Index cols)
{
    if (!forbidden || row >= forbidden.rows() || forbidden.cols() < cols)
        return extentOfCells<T, float>(values, nullptr, firstCol, cols);
    return forbidden.dtype() == DType::Float32 ? extentOfCells(values, forbidden.as<float>().row(row).data(), firstCol, cols)
                                               : extentOfCells(values, forbidden.as<double>().row(row).data(), firstCol, cols);
}

Extent extentOfRow(const MatrixView& view, const MatrixView& forbidden, Index row, Index firstCol)
{
    return view.dtype() == DType::Float32 ? extentOfValues(view.as<float>().row(row).data(), forbidden, row, firstCol, view.cols())
                                          : extentOfValues(view.as<double>().row(row).data(), forbidden, row, firstCol, view.cols());
}

void add(Extent& extent, const Extent& other)
{
    if (!other.isEmpty()) {
        extent.add(other.lower);
        extent.add(other.upper);
    }
}

Extent extentOf(const MatrixView& view, const MatrixView& forbidden, bool isFirstKeyExcluded)
{
    Extent extent;
    for (Index row = 0; row < view.rows(); ++row)
        add(extent, extentOfRow(view, forbidden, row, isFirstKeyExcluded ? 1 : 0));
    return extent;
}

/// The diverging table of a ground: made once, for a strip of pictures asks for it thirty times a frame.
const std::array<std::uint32_t, 256>& divergingOn(std::uint32_t neutral)
{
    thread_local std::map<std::uint32_t, std::array<std::uint32_t, 256>> tables;
    const auto found = tables.find(neutral);
    return found != tables.end() ? found->second : tables.emplace(neutral, divergingTable(neutral)).first->second;
}

bool isSameKind(const StepRef& a, const StepRef& b)
{
    return a.step == b.step && a.side == b.side && a.isCross == b.isCross;
}

ColorScale::Range fitted(const Extent& extent, const ColorScale& scale)
{
    if (extent.isEmpty())
        return {scale.isDiverging ? -1.0 : 0.0, 1.0};
    if (scale.isDiverging) {
        const double size = std::max(std::abs(extent.lower), std::abs(extent.upper));
        return size > 0.0 ? ColorScale::Range{-size, size} : ColorScale::Range{-1.0, 1.0};
    }
    const double upper = extent.upper > 0.0 ? extent.upper : 1.0;
    if (scale.mode == ScaleMode::Log)
        return {upper * std::pow(10.0, -logDecades), upper};
    return {std::min(extent.lower, 0.0), upper};
}

} // namespace

const ColorScale::Range& ColorScale::rangeOf(Index row) const
{
    return row >= 0 && row < static_cast<Index>(rowRanges.size()) ? rowRanges[static_cast<std::size_t>(row)] : range;
}

double ColorScale::positionOf(double value, Index row) const
{
    const Range& r = rangeOf(row);
    if (value <= r.lower)
        return 0.0;
    if (value >= r.upper)
        return 1.0;
    if (mode == ScaleMode::Log && isDiverging) {
        const double unit = r.upper * std::pow(10.0, -signedLogDecades);
        const double share = std::log1p(std::abs(value) / unit) / std::log1p(r.upper / unit);
        return 0.5 + std::copysign(share, value) / 2.0;
    }
    if (mode == ScaleMode::Log)
        return std::log(value / r.lower) / std::log(r.upper / r.lower);
    // Halved before subtracting: the width of a range may exceed the largest double.
    return (value / 2.0 - r.lower / 2.0) / (r.upper / 2.0 - r.lower / 2.0);
}

bool ColorScale::isClipped(double value, Index row) const
{
    const Range& r = rangeOf(row);
    return value < r.lower || value > r.upper;
}

bool isSigned(Step step)
{
    switch (step) {
    case Step::Tokens:
    case Step::Positions:
    case Step::SoftmaxExp:
    case Step::SoftmaxSum:
    case Step::Pattern:
    case Step::Probs:
    case Step::ClassProbs:
    case Step::PairProbs:
    case Step::SpanProbs: return false;
    default: return true;
    }
}

namespace {

ColorScale makeScale(const Trace& trace, const StepRef& ref, const PictureOptions& options)
{
    ColorScale scale;
    const MatrixView view = trace.view(ref);
    scale.mode = options.scale;
    scale.isDiverging = isSigned(ref.step) || options.scale == ScaleMode::Symmetric;
    scale.isFirstKeyExcluded =
        options.excludeFirstToken && infoOf(ref.step).cols == Axis::Key && view && view.cols() > 1;
    if (!view)
        return scale;
    std::optional<ColorScale::Range> shared;
    if (scale.mode == ScaleMode::Shared) {
        std::vector<std::pair<MatrixView, MatrixView>> all;
        for (const StepRef& other : trace.steps()) {
            if (isSameKind(other, ref))
                all.emplace_back(trace.view(other), forbiddenOf(trace, other));
        }
        shared = rangeOfAll(all, scale);
    }
    fitScale(scale, view, forbiddenOf(trace, ref), shared);
    return scale;
}

} // namespace

ColorScale rememberedScale(const ScaleKey& key, Index cells, const std::function<ColorScale()>& make)
{
    constexpr Index fewCells = 1 << 16;
    constexpr std::size_t mostKept = 128;
    if (cells <= fewCells)
        return make();
    static LastUsed<ScaleKey, ColorScale> memo(mostKept);
    if (auto known = memo.find(key))
        return *known;
    ColorScale scale = make();
    memo.keep(key, scale);
    return scale;
}

ColorScale chooseScale(const TracePtr& trace, const StepRef& ref, const PictureOptions& options)
{
    const MatrixView view = trace->view(ref);
    return rememberedScale({trace, ref, {}, options.scale, options.excludeFirstToken}, view.rows() * view.cols(),
                           [&] { return makeScale(*trace, ref, options); });
}

ColorScale::Range rangeOfAll(const std::vector<std::pair<MatrixView, MatrixView>>& matrices, const ColorScale& scale)
{
    Extent extent;
    for (const auto& [view, forbidden] : matrices)
        add(extent, extentOf(view, forbidden, scale.isFirstKeyExcluded));
    return fitted(extent, scale);
}

void fitScale(ColorScale& scale, const MatrixView& view, const MatrixView& forbidden,
              const std::optional<ColorScale::Range>& range)
{
    scale.range = range ? *range : fitted(extentOf(view, forbidden, scale.isFirstKeyExcluded), scale);
    if (!(scale.range.upper > scale.range.lower)) // zeros alone: they have the colour of 0
        scale.range = fitted({}, scale);
    if (scale.mode == ScaleMode::PerRow) {
        for (Index row = 0; row < view.rows(); ++row)
            scale.rowRanges.push_back(
                fitted(extentOfRow(view, forbidden, row, scale.isFirstKeyExcluded ? 1 : 0), scale));
    }
    if (!range && !scale.isFirstKeyExcluded && scale.mode != ScaleMode::Log)
        return; // the range holds every number it was made from
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col) {
            const double value = view.at(row, col);
            if (!std::isfinite(value) || isForbidden(forbidden, row, col))
                continue;
            scale.below += value < scale.rangeOf(row).lower ? 1 : 0;
            scale.above += value > scale.rangeOf(row).upper ? 1 : 0;
        }
    }
}

QString scaleName(const ColorScale& scale)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("ColorScale", text); };
    switch (scale.mode) {
    case ScaleMode::Shared: return words(QT_TRANSLATE_NOOP("ColorScale", "shared by all heads"));
    case ScaleMode::PerHead: return words(QT_TRANSLATE_NOOP("ColorScale", "this matrix"));
    case ScaleMode::PerRow: return words(QT_TRANSLATE_NOOP("ColorScale", "each row its own"));
    case ScaleMode::Symmetric: return words(QT_TRANSLATE_NOOP("ColorScale", "symmetric about 0"));
    case ScaleMode::Log: return words(QT_TRANSLATE_NOOP("ColorScale", "logarithmic"));
    }
    return {};
}

QString clippedNote(const ColorScale& scale)
{
    QStringList parts;
    if (scale.isFirstKeyExcluded)
        parts << QCoreApplication::translate("ColorScale", "first key left out of the scale");
    if (scale.above > 0)
        parts << QCoreApplication::translate("ColorScale", "cells above the scale: %1").arg(scale.above);
    if (scale.below > 0)
        parts << QCoreApplication::translate("ColorScale", "cells below the scale: %1").arg(scale.below);
    return parts.join(QStringLiteral(" · "));
}

std::array<std::uint32_t, 256> colorsFor(const ColorScale& scale, const PictureOptions& options, const Theme& theme)
{
    if (scale.isDiverging || options.sequentialMap == ColorMapName::Diverging)
        return divergingOn(theme.panel.rgb() & 0xffffffU);
    std::array<std::uint32_t, 256> colors{};
    const auto table = colorTable(options.sequentialMap);
    std::copy(table.begin(), table.end(), colors.begin());
    return colors;
}

MatrixView forbiddenOf(const Trace& trace, const StepRef& ref)
{
    switch (ref.step) {
    case Step::Mask:
    case Step::Masked:
    case Step::SoftmaxShifted:
    case Step::SoftmaxExp:
    case Step::Pattern: return trace.forbidden(ref);
    default: return {};
    }
}

bool isForbidden(const MatrixView& forbidden, Index row, Index col)
{
    return forbidden && row < forbidden.rows() && col < forbidden.cols() && forbidden.at(row, col) == -infinity;
}

} // namespace hl::ui
