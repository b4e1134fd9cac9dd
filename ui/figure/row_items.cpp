#include "ui/figure/row_items.h"

#include "core/explain/explanation.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl::ui {

namespace {

std::vector<RowItem> contributions(const Scene& scene, const StepRef& ref)
{
    std::vector<RowItem> items;
    const auto explained = explain(*scene.trace, ref, scene.place.row(), scene.place.col());
    if (!explained)
        return items;
    StepRef pattern = ref;
    pattern.step = Step::Pattern;
    const Tokens* keys = scene.trace->columnTokens(pattern);
    double largest = 0.0;
    for (const Term& term : explained->terms) {
        if (std::isfinite(term.value))
            largest = std::max(largest, std::abs(term.value));
    }
    ColorScale scale;
    scale.isDiverging = ref.step == Step::Z; // the terms of a sum of exponentials are never negative
    scale.range = {scale.isDiverging ? -largest : 0.0, largest};
    const auto colors = colorsFor(scale, scene.options, scene.theme);
    Index key = 0;
    for (const Term& term : explained->terms) {
        RowItem item;
        item.label = keys ? tokenLabel(*keys, key) : QString::number(key);
        item.value = term.value;
        if (term.factors.size() == 1 && term.factors.front().source.step)
            item.source = term.factors.front().source;
        else
            item.derived = QStringLiteral("term %1 of %2").arg(key).arg(QString::fromStdString(explained->left));
        if (std::isfinite(term.value))
            item.color = colors[static_cast<std::size_t>(scale.positionOf(term.value, 0) * 255.0 + 0.5)];
        item.index = key;
        item.isSelected = key == scene.place.key;
        items.push_back(item);
        ++key;
    }
    return items;
}

/// A NaN has no order: it counts as larger than all, so that it is seen.
double orderOf(const RowItem& item)
{
    return std::isnan(item.value) ? std::numeric_limits<double>::infinity() : item.value;
}

double sizeOf(const RowItem& item)
{
    return std::abs(orderOf(item));
}

} // namespace

std::vector<RowItem> rowItems(const Scene& scene, const ShownStep& shown, const Heatmap& map)
{
    const StepRef& ref = shown.ref;
    if (ref.step == Step::Z || ref.step == Step::SoftmaxSum)
        return contributions(scene, ref);
    const MatrixLabels labels = MatrixLabels::of(scene, shown);
    const Index row = labels.selectedRow;
    std::vector<RowItem> items;
    if (row >= map.view.rows())
        return items;
    for (Index col = 0; col < map.view.cols(); ++col) {
        RowItem item;
        item.label = labels.col(col);
        item.value = map.view.at(row, col);
        if (!shown.isRead())
            item.source = Source{ref, {}, row, col};
        item.color = map.colorAt(row, col);
        item.index = col;
        item.isSelected = col == labels.selectedCol;
        item.isForbidden = isForbidden(map.forbidden, row, col);
        items.push_back(item);
    }
    return items;
}

std::vector<RowItem> strongest(std::vector<RowItem> items, std::size_t count, bool bySize)
{
    if (items.size() > count)
        std::erase_if(items, [](const RowItem& item) { return item.isForbidden; });
    const auto isLarger = [](const RowItem& a, const RowItem& b) {
        if (a.isSelected != b.isSelected)
            return a.isSelected; // the selected one always stays
        if (sizeOf(a) != sizeOf(b))
            return sizeOf(a) > sizeOf(b);
        return a.index < b.index;
    };
    if (items.size() > count) {
        std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count), items.end(), isLarger);
        items.resize(count);
    }
    if (bySize)
        std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return orderOf(a) > orderOf(b); });
    else
        std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    return items;
}

} // namespace hl::ui
