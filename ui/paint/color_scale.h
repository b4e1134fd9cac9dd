#pragma once

#include "ui/figure/scene.h"
#include "ui/paint/picture_key.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace hl::ui {

/// From numbers to places on a colour map: which range, which curve, and what it leaves out.
struct ColorScale
{
    struct Range
    {
        double lower = 0.0;
        double upper = 0.0;
    };

    ScaleMode mode = ScaleMode::PerHead;
    bool isDiverging = false;      ///< centred on 0, both signs
    bool isFirstKeyExcluded = false;
    Range range;                   ///< of the whole matrix; the largest of the rows under PerRow
    std::vector<Range> rowRanges;  ///< one per row under PerRow, else empty
    Index below = 0;               ///< numbers under the range, shown in the lowest colour and counted in the legend
    Index above = 0;               ///< numbers over the range

    /// Where on the map, in [0, 1]; a finite number beyond the range is clamped. NaN and infinities have no place.
    [[nodiscard]] double positionOf(double value, Index row) const;
    /// True if the number lies outside the range, so that its colour does not tell how large it is.
    [[nodiscard]] bool isClipped(double value, Index row) const;
    /// Range that holds for this row.
    [[nodiscard]] const Range& rangeOf(Index row) const;
};

/// True for steps whose numbers have both signs; the others are never negative.
[[nodiscard]] bool isSigned(Step step);

/// Scale of one step's matrix under the user's choices; numbers that are forbidden or not finite are left out.
[[nodiscard]] ColorScale chooseScale(const TracePtr& trace, const StepRef& ref, const PictureOptions& options);

/// A scale that is worked out only once for a large matrix, which `cells` says.
[[nodiscard]] ColorScale rememberedScale(const ScaleKey& key, Index cells, const std::function<ColorScale()>& make);

/// The one range that all these matrices share under a scale whose choices are set; each comes with what marks its forbidden
/// cells. Null matrices are passed over.
[[nodiscard]] ColorScale::Range rangeOfAll(const std::vector<std::pair<MatrixView, MatrixView>>& matrices, const ColorScale& scale);

/// Fits an empty scale (its choices set) to one matrix. `range`: the range, where it comes from more than this matrix.
void fitScale(ColorScale& scale, const MatrixView& view, const MatrixView& forbidden,
              const std::optional<ColorScale::Range>& range = std::nullopt);

/// Name of the scale for the legend, translated: "this head", "shared by all heads".
[[nodiscard]] QString scaleName(const ColorScale& scale);
/// What the colours do not show, in numbers; empty if they show everything.
[[nodiscard]] QString clippedNote(const ColorScale& scale);

/// The colours this scale uses on this theme.
[[nodiscard]] std::array<std::uint32_t, 256> colorsFor(const ColorScale& scale, const PictureOptions& options,
                                                       const Theme& theme);

/// The view in which −∞ marks the pairs that a query must not look at, for steps made after the mask was applied;
/// null for all others.
[[nodiscard]] MatrixView forbiddenOf(const Trace& trace, const StepRef& ref);
[[nodiscard]] bool isForbidden(const MatrixView& forbidden, Index row, Index col);

} // namespace hl::ui
