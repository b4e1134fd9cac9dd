#pragma once

#include "ui/figure/ink.h"

#include <vector>

namespace hl::ui {

/// Names beside the marks of a plot: each to the right of its mark, or where it lies on no mark and no other name. The selected
/// ones choose first.
class MarkLabels
{
public:
    void add(const QRectF& mark, const QString& text, const QColor& color, bool isSelected);
    /// A mark without a name: names keep off it, too.
    void add(const QRectF& mark) { m_taken.push_back(mark); }
    /// Paints the names, and returns where they lie.
    std::vector<QRectF> paint(Ink& ink);

private:
    struct Label
    {
        QRectF mark;
        QString text;
        QColor color;
        bool isSelected;
    };

    std::vector<Label> m_labels;
    std::vector<QRectF> m_taken;
};

} // namespace hl::ui
