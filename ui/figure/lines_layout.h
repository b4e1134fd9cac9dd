#pragma once

#include "ui/figure/shown_step.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace hl::ui {

/// What stands at one end of the curves: a token, or a word.
struct LineEnd
{
    QString label;
    bool isSpecial = false;
    Index first = 0; ///< token
    Index last = 0;  ///< behind its last token
};

/// One panel: queries on the left, keys on the right.
struct LinesPanel
{
    Side side = Side::Only;
    bool isCross = false;
    QString title; ///< empty for a model with one stack
    std::vector<ShownStep> heads; ///< the selected head and those compared with it, or all of them in one
    std::vector<LineEnd> queries;
    std::vector<LineEnd> keys;
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

/// What stands above the lines: "query", the stack, "key".
[[nodiscard]] qreal linesHeadHeight(const Theme& theme);

/// One panel, two for a model of two streams, or three for an encoder-decoder model: encoder, decoder, cross-attention.
[[nodiscard]] std::vector<LinesPanel> layOutLines(const Scene& scene, const QRectF& rect);

/// The token whose label is at this point; of a word, its first one.
[[nodiscard]] std::optional<TokenRole> tokenAt(const std::vector<LinesPanel>& panels, QPointF point);

/// The first head of a panel whose numbers there are; null if there are none.
[[nodiscard]] const ShownStep* firstKept(const LinesPanel& panel);

} // namespace hl::ui
