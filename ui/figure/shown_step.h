#pragma once

#include "core/analysis/reading.h"
#include "core/output/number_tables.h"
#include "ui/figure/ink.h"
#include "ui/paint/heatmap.h"

#include <memory>
#include <vector>

namespace hl::ui {

/// A step's matrix as it is on the screen: the run's numbers or, where they are attention weights, as the reader chose to read
/// them: as words, without special tokens, several heads in one.
struct ShownStep
{
    StepRef ref;
    PatternReading reading; ///< plain for the run's own numbers
    std::shared_ptr<const Result<ReadPattern>> read; ///< null for the run's own numbers; holds the reason where there are none
    MatrixView view;      ///< null where it was not kept, or cannot be read like this
    MatrixView forbidden;

    [[nodiscard]] bool isRead() const { return read && *read; }
    /// Row and column of a place's cell.
    [[nodiscard]] Index rowOf(const Place& place) const;
    [[nodiscard]] Index colOf(const Place& place) const;
    /// The place that a click on a cell selects: of a word, its first token.
    [[nodiscard]] Place placeAt(const Place& now, Index row, Index col) const;
    /// A cell's number as the truth test finds it again; text and value are still to be set.
    [[nodiscard]] PaintedNumber recordOf(Index row, Index col) const;
};

/// A step under the scene's reading.
[[nodiscard]] ShownStep shownStep(const Scene& scene, const StepRef& ref);
/// The same under another one.
[[nodiscard]] ShownStep shownStep(const TracePtr& trace, const StepRef& ref, const PatternReading& reading);

/// The place some rows and columns further as it is shown: from word to word where pieces are joined, past what is hidden. Not
/// clamped to the run where it has its tokens one by one.
[[nodiscard]] Place movedCell(const TracePtr& trace, const Place& place, const PatternReading& reading, Index rows, Index cols);

/// Its colours under the scene's choices.
[[nodiscard]] Heatmap heatmapOf(const Scene& scene, const ShownStep& shown);
/// Its scale alone.
[[nodiscard]] ColorScale scaleOf(const Scene& scene, const ShownStep& shown);

/// Names of the words or tokens along the sides of a read pattern, as labels show them.
[[nodiscard]] QString rowLabel(const Trace& trace, const ShownStep& shown, Index row);
[[nodiscard]] QString colLabel(const Trace& trace, const ShownStep& shown, Index col);

/// What a read pattern exports: its weights and, where tokens are hidden, what they held of each row. Empty for a plain one.
[[nodiscard]] std::vector<NumberTable> tablesOf(const Trace& trace, const ShownStep& shown);

} // namespace hl::ui
