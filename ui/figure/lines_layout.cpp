#include "ui/figure/lines_layout.h"

#include "ui/figure/labels.h"

#include <QFontMetricsF>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr qreal tallestRow = 26.0;

qreal widestLabel(const Tokens& tokens, const QFontMetricsF& metrics)
{
    qreal width = 0.0;
    for (const Token& token : tokens)
        width = std::max(width, metrics.horizontalAdvance(tokenLabel(token)));
    return width;
}

} // namespace

QPointF LinesPanel::queryPoint(Index index) const
{
    return {lines.left(), lines.top() + (static_cast<qreal>(index) + 0.5) * queryStep};
}

QPointF LinesPanel::keyPoint(Index index) const
{
    return {lines.right(), lines.top() + (static_cast<qreal>(index) + 0.5) * keyStep};
}

QRectF LinesPanel::queryLabel(Index index) const
{
    return {lines.left() - labelWidth, queryPoint(index).y() - queryStep / 2, labelWidth, queryStep};
}

QRectF LinesPanel::keyLabel(Index index) const
{
    return {lines.right(), keyPoint(index).y() - keyStep / 2, labelWidth, keyStep};
}

const Tokens& queriesOf(const Scene& scene, const LinesPanel& panel)
{
    return scene.trace->tokens(panel.side);
}

const Tokens& keysOf(const Scene& scene, const LinesPanel& panel)
{
    // With a memory of an earlier text there are more keys than tokens.
    return *scene.trace->columnTokens({.step = Step::Pattern, .layer = 0, .head = 0, .side = panel.side, .isCross = panel.isCross});
}

std::vector<LinesPanel> layOutLines(const Scene& scene, const QRectF& rect)
{
    const Theme& theme = scene.theme;
    std::vector<LinesPanel> panels;
    if (scene.trace->model().spec().isEncoderDecoder()) {
        panels.resize(3);
        panels[0].side = Side::Encoder;
        panels[1].side = Side::Decoder;
        panels[2].side = Side::Decoder;
        panels[2].isCross = true;
    } else {
        panels.resize(1);
    }
    const QFontMetricsF metrics(theme.font(TextSize::Body, QFont::DemiBold));
    const qreal gap = theme.space(16);
    const auto count = static_cast<qreal>(panels.size());
    const qreal width = (rect.width() - gap * (count - 1.0)) / count;
    const qreal titleHeight = metrics.height() + theme.space(4); // "query", the stack, "key"
    const qreal numbers = theme.space(56); // beyond the labels, for the numbers of an isolated token
    qreal x = rect.left();
    for (LinesPanel& panel : panels) {
        panel.title = stackName(panel.side, panel.isCross);
        panel.rect = QRectF(x, rect.top(), width, rect.height());
        const Tokens& queries = queriesOf(scene, panel);
        const Tokens& keys = keysOf(scene, panel);
        const qreal widest = std::max(widestLabel(queries, metrics), widestLabel(keys, metrics)) + theme.space(10);
        panel.labelWidth = std::clamp(widest, theme.space(32), std::max(theme.space(32), width * 0.24));
        panel.lines = panel.rect.adjusted(panel.labelWidth + numbers, titleHeight, -panel.labelWidth - numbers, 0);
        const auto step = [&](const Tokens& tokens) {
            return std::min(theme.space(tallestRow),
                            panel.lines.height() / static_cast<qreal>(std::max<std::size_t>(tokens.size(), 1)));
        };
        panel.queryStep = step(queries);
        panel.keyStep = step(keys);
        x += width + gap;
    }
    return panels;
}

std::optional<TokenRole> tokenAt(const Scene& scene, const std::vector<LinesPanel>& panels, QPointF point)
{
    for (const LinesPanel& panel : panels) {
        for (Index i = 0; i < static_cast<Index>(queriesOf(scene, panel).size()); ++i) {
            if (panel.queryLabel(i).contains(point))
                return TokenRole{panel.side, panel.isCross, true, i};
        }
        for (Index i = 0; i < static_cast<Index>(keysOf(scene, panel).size()); ++i) {
            if (panel.keyLabel(i).contains(point))
                return TokenRole{panel.side, panel.isCross, false, i};
        }
    }
    return std::nullopt;
}

} // namespace hl::ui
