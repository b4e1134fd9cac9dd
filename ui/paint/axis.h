#pragma once

#include "ui/paint/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

namespace hl::ui {

/// A numbered axis beside a picture: QCustomPlot chooses and draws its ticks.
struct NumberAxis
{
    Qt::Edge side = Qt::RightEdge; ///< of `rect`: the axis is drawn outside it
    double lower = 0.0;
    double upper = 1.0;
    bool isLog = false;
    bool hasPowers = false; ///< numbers of a logarithmic axis as powers of ten
    bool hasEndsOnly = false; ///< numbers at both ends and at 0, where the curve between is not a known one
    QString label;
    int ticks = 5;

    friend bool operator==(const NumberAxis&, const NumberAxis&) = default;
};

/// Draws the axis along one side of `rect`, on any medium; text stays text.
void paintAxis(QPainter& painter, const QRectF& rect, const NumberAxis& axis, const Theme& theme);

} // namespace hl::ui
