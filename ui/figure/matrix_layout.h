#pragma once

#include "ui/figure/scene.h"

#include <QRectF>
#include <QString>

#include <functional>
#include <optional>
#include <utility>

namespace hl::ui {

/// Names along the two sides of a step's matrix.
struct MatrixLabels
{
    std::function<QString(Index)> row;
    std::function<QString(Index)> col;
    QString rowAxis; ///< "query"
    QString colAxis; ///< "key", "d_k"
    QColor rowColor; ///< of the selected row, its label and the axis' word
    QColor colColor;
    bool areColsTokens = false; ///< slanted words; otherwise upright indices, thinned

    [[nodiscard]] static MatrixLabels of(const Scene& scene, const StepRef& ref);
};

/// Where everything of a large matrix lies: a pure function of the room and of what is shown.
struct MatrixLayout
{
    QRectF title;
    QRectF rowLabels;
    QRectF colLabels;
    QRectF corner; ///< above the row labels: the axes' words
    QRectF cells;  ///< the visible part of the matrix
    QRectF bar;    ///< colour bar; its numbers are to the right of it
    QRectF note;   ///< what the colours do not show
    QRectF panel;  ///< text about the selected row; null where there is no room
    QRectF window; ///< visible cells: x, width in columns, y, height in rows
    Index rows = 0;
    Index cols = 0;

    [[nodiscard]] qreal cellWidth() const { return cells.width() / window.width(); }
    [[nodiscard]] qreal cellHeight() const { return cells.height() / window.height(); }
    /// Where the whole matrix would lie, seen through the window `cells`.
    [[nodiscard]] QRectF whole() const;
    [[nodiscard]] QRectF cellRect(Index row, Index col) const;
    /// Row and column under a point of the visible part.
    [[nodiscard]] std::optional<std::pair<Index, Index>> cellAt(QPointF point) const;
};

/// `window` in cells; a null one shows everything.
[[nodiscard]] MatrixLayout layoutMatrix(const QRectF& rect, const Scene& scene, const StepRef& ref,
                                        const QRectF& window, bool hasPanel);

} // namespace hl::ui
