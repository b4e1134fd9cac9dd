#pragma once

#include "ui/figure/scene.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace hl::ui {

/// Where the grid of heads puts each of them.
struct HeadsLayout
{
    struct Cell
    {
        StepRef head;
        QRectF rect;
        std::optional<double> metric; ///< by which the cells are sorted
    };
    struct Label
    {
        QRectF rect;
        int flags = 0;
        QString text;
        bool isTitle = false;
    };
    std::vector<Cell> cells;
    std::vector<Label> labels;
    qreal bottom = 0.0;
    int leftOut = 0; ///< heads whose metric is below the limit or not defined
};

/// Layers as rows and heads as columns, one grid per stack; or, sorted by a metric, one run of heads.
[[nodiscard]] HeadsLayout layOutHeads(const Scene& scene, const QRectF& rect);

} // namespace hl::ui
