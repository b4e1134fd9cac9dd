#include "ui/figure/lines_layout.h"

#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal tallestRow = 26.0;

qreal widestLabel(const std::vector<LineEnd>& ends, const TypeMetrics& metrics)
{
    qreal width = 0.0;
    for (const LineEnd& end : ends)
        width = std::max(width, metrics.horizontalAdvance(end.label));
    return width;
}

std::vector<LineEnd> endsOf(const Tokens& tokens)
{
    std::vector<LineEnd> ends;
    for (Index i = 0; i < static_cast<Index>(tokens.size()); ++i)
        ends.push_back({tokenLabel(tokens, i), tokens[static_cast<std::size_t>(i)].isSpecial, i, i + 1});
    return ends;
}

/// The heads of a panel, each read by itself or all in one.
std::vector<ShownStep> headsOf(const LinesPanel& panel, const Scene& scene)
{
    const PatternReading& reading = scene.options.reading;
    std::vector<ShownStep> heads;
    for (const auto& [layer, head] : shownHeads(scene, panel.side, panel.isCross)) {
        const StepRef ref{.step = Step::Pattern, .layer = layer, .head = head, .side = panel.side, .isCross = panel.isCross};
        const bool isSelected = layer == scene.place.layer && head == scene.place.head;
        if (reading.aggregate == Aggregate::Head)
            heads.push_back(shownStep(scene, ref));
        else if (isSelected || heads.empty())
            heads.assign(1, shownStep(scene, ref));
    }
    return heads;
}

bool isSpecial(const Tokens& tokens, const WordSpan& span)
{
    return tokens[static_cast<std::size_t>(span.first)].isSpecial;
}

void nameEnds(LinesPanel& panel, const Scene& scene)
{
    const ShownStep* shown = firstKept(panel);
    if (!shown || !shown->isRead()) {
        // With a memory of an earlier text there are more keys than tokens.
        const StepRef pattern{.step = Step::Pattern, .layer = 0, .head = 0, .side = panel.side, .isCross = panel.isCross};
        panel.queries = endsOf(scene.trace->tokens(panel.side));
        panel.keys = endsOf(*scene.trace->columnTokens(pattern));
        return;
    }
    const ReadPattern& read = **shown->read;
    for (std::size_t row = 0; row < read.queries.size(); ++row)
        panel.queries.push_back({rowLabel(*scene.trace, *shown, static_cast<Index>(row)), isSpecial(scene.trace->tokens(panel.side), read.queries[row]),
                                 read.queries[row].first, read.queries[row].last});
    for (std::size_t col = 0; col < read.keys.size(); ++col)
        panel.keys.push_back({colLabel(*scene.trace, *shown, static_cast<Index>(col)), isSpecial(*scene.trace->columnTokens(shown->ref), read.keys[col]),
                              read.keys[col].first, read.keys[col].last});
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

const ShownStep* firstKept(const LinesPanel& panel)
{
    for (const ShownStep& head : panel.heads) {
        if (head.view)
            return &head;
    }
    return nullptr;
}

qreal linesHeadHeight(const Theme& theme)
{
    return TypeMetrics(theme.font(TextSize::Body, QFont::DemiBold)).height() + theme.space(4);
}

std::vector<LinesPanel> layOutLines(const Scene& scene, const QRectF& rect)
{
    const Theme& theme = scene.theme;
    std::vector<LinesPanel> panels;
    const ModelSpec& spec = scene.trace->model().spec();
    for (const Side side : spec.sides()) {
        panels.emplace_back().side = side;
        if (spec.stack(side).cross) {
            panels.emplace_back().side = side;
            panels.back().isCross = true;
        }
    }
    const TypeMetrics metrics(theme.font(TextSize::Body, QFont::DemiBold));
    const qreal gap = theme.space(16);
    const auto count = static_cast<qreal>(panels.size());
    const qreal width = (rect.width() - gap * (count - 1.0)) / count;
    const qreal titleHeight = linesHeadHeight(theme);
    const qreal numbers = theme.space(56); // beyond the labels, for the numbers of an isolated token
    qreal x = rect.left();
    for (LinesPanel& panel : panels) {
        panel.title = stackTitle(spec, panel.side, panel.isCross);
        panel.rect = QRectF(x, rect.top(), width, rect.height());
        panel.heads = headsOf(panel, scene);
        nameEnds(panel, scene);
        const qreal widest = std::max(widestLabel(panel.queries, metrics), widestLabel(panel.keys, metrics)) + theme.space(10);
        panel.labelWidth = std::clamp(widest, theme.space(32), std::max(theme.space(32), width * 0.24));
        panel.lines = panel.rect.adjusted(panel.labelWidth + numbers, titleHeight, -panel.labelWidth - numbers, 0);
        const auto step = [&](const std::vector<LineEnd>& ends) {
            return std::min(theme.space(tallestRow), panel.lines.height() / static_cast<qreal>(std::max<std::size_t>(ends.size(), 1)));
        };
        panel.queryStep = step(panel.queries);
        panel.keyStep = step(panel.keys);
        x += width + gap;
    }
    return panels;
}

std::optional<TokenRole> tokenAt(const std::vector<LinesPanel>& panels, QPointF point)
{
    for (const LinesPanel& panel : panels) {
        const auto tokenIn = [&](const std::vector<LineEnd>& ends, qreal step) -> std::optional<Index> {
            const auto index = static_cast<Index>(std::floor((point.y() - panel.lines.top()) / step));
            return index >= 0 && index < static_cast<Index>(ends.size()) ? std::optional(ends[static_cast<std::size_t>(index)].first) : std::nullopt;
        };
        const bool isLeft = point.x() >= panel.lines.left() - panel.labelWidth && point.x() < panel.lines.left();
        const bool isRight = point.x() > panel.lines.right() && point.x() <= panel.lines.right() + panel.labelWidth;
        if (const auto query = isLeft ? tokenIn(panel.queries, panel.queryStep) : std::nullopt)
            return TokenRole{panel.side, panel.isCross, true, *query};
        if (const auto key = isRight ? tokenIn(panel.keys, panel.keyStep) : std::nullopt)
            return TokenRole{panel.side, panel.isCross, false, *key};
    }
    return std::nullopt;
}

} // namespace hl::ui
