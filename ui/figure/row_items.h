#pragma once

#include "ui/figure/shown_step.h"

#include <vector>

namespace hl::ui {

/// One bar of the row panel.
struct RowItem
{
    QString label;
    double value = 0.0;
    Source source;   ///< the cell it shows
    QString derived; ///< else what it is: a product that is no cell of the trace; set late for a reading
    QRgb color = 0;
    Index index = 0; ///< column, or key
    bool isSelected = false;
    bool isForbidden = false;
};

/// The selected row's cells in order; for `z` and `softmax.sum` what every key contributes.
[[nodiscard]] std::vector<RowItem> rowItems(const Scene& scene, const ShownStep& shown, const Heatmap& map);

/// The `count` items largest in size, in their old order (a vocabulary's: largest first). Forbidden ones go first.
[[nodiscard]] std::vector<RowItem> strongest(std::vector<RowItem> items, std::size_t count, bool bySize);

} // namespace hl::ui
