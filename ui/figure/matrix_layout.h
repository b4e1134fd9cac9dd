#pragma once

#include "ui/figure/shown_step.h"

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
    Index selectedRow = 0;
    Index selectedCol = 0;
    std::function<Place(Index row, Index col)> placeAt; ///< what a click selects

    [[nodiscard]] static MatrixLabels of(const Scene& scene, const StepRef& ref);
    /// As the step is shown: with words in the place of tokens.
    [[nodiscard]] static MatrixLabels of(const Scene& scene, const ShownStep& shown);
};

/// Where everything of a large matrix lies: a pure function of the room and of what is shown.
struct MatrixLayout
{
    QRectF title;
    QRectF rules; ///< how the numbers are read; null where they are the run's own
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
/// The same for a step as it is shown. `rulesHeight`: what the sentences below the title need at a width.
[[nodiscard]] MatrixLayout layoutMatrix(const QRectF& rect, const Scene& scene, const ShownStep& shown, const QRectF& window,
                                        bool hasPanel, const std::function<qreal(qreal)>& rulesHeight = {});

} // namespace hl::ui
