#pragma once

#include "ui/figure/scene.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace hl::ui {

/// One panel: queries on the left, keys on the right.
struct LinesPanel
{
    Side side = Side::Only;
    bool isCross = false;
    QString title; ///< empty for a model with one stack
    QRectF rect;
    QRectF lines; ///< where the curves run
    qreal queryStep = 0.0;
    qreal keyStep = 0.0;
    qreal labelWidth = 0.0;

    [[nodiscard]] QPointF queryPoint(Index index) const;
    [[nodiscard]] QPointF keyPoint(Index index) const;
    [[nodiscard]] QRectF queryLabel(Index index) const;
    [[nodiscard]] QRectF keyLabel(Index index) const;
};

/// One panel, or three for an encoder-decoder model: encoder, decoder, cross-attention.
[[nodiscard]] std::vector<LinesPanel> layOutLines(const Scene& scene, const QRectF& rect);

/// The token whose label is at this point.
[[nodiscard]] std::optional<TokenRole> tokenAt(const Scene& scene, const std::vector<LinesPanel>& panels,
                                                   QPointF point);

/// Tokens along the rows and columns of a panel's patterns.
[[nodiscard]] const Tokens& queriesOf(const Scene& scene, const LinesPanel& panel);
[[nodiscard]] const Tokens& keysOf(const Scene& scene, const LinesPanel& panel);

} // namespace hl::ui
