#include "ui/figure/heads_layout.h"

#include "ui/figure/derived.h"
#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal largestCell = 76.0;
constexpr qreal smallestCell = 7.0;
constexpr qreal runCell = 52.0;
constexpr qreal flattest = 0.25; // height of a picture of a few words that are asked for, its width being 1

struct Group
{
    Side side;
    bool isCross;
    int layers;
    int heads;
    qreal height = 1.0; ///< of a cell, its width being 1
};

/// The words that are asked for are few, and so are the rows of their pictures.
qreal heightOf(const Trace& trace, Side side)
{
    if (side != Side::Query)
        return 1.0;
    const auto rows = static_cast<qreal>(trace.tokens(side).size());
    return std::clamp(rows / static_cast<qreal>(trace.tokens(Side::Only).size()), flattest, 1.0);
}

std::vector<Group> groupsOf(const Trace& trace)
{
    const ModelSpec& spec = trace.model().spec();
    std::vector<Group> groups;
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        groups.push_back({side, false, stack.layers, stack.attention.heads, heightOf(trace, side)});
        if (stack.cross)
            groups.push_back({side, true, stack.layers, stack.cross->heads});
    }
    return groups;
}

HeadsLayout byLayer(const Scene& scene, const QRectF& rect)
{
    const Theme& theme = scene.theme;
    const TypeMetrics metrics(theme.font(TextSize::Secondary));
    const qreal lineHeight = metrics.height();
    const auto groups = groupsOf(*scene.trace);
    int rows = 0;
    qreal heights = 0.0;
    int heads = 1;
    int layers = 1;
    for (const Group& group : groups) {
        rows += group.layers;
        heights += group.layers * group.height;
        heads = std::max(heads, group.heads);
        layers = std::max(layers, group.layers);
    }
    const qreal titles = groups.size() > 1 ? lineHeight + theme.space(4) : 0.0;
    const qreal left = metrics.horizontalAdvance(QString::number(layers)) + theme.space(8);
    const qreal gap = heads > 8 || rows > 8 ? theme.space(2) : theme.space(6);
    const qreal fixedHeight =
        static_cast<qreal>(groups.size()) * (titles + lineHeight + theme.space(8)) + gap * rows;
    const qreal cell = std::clamp(std::min((rect.width() - left) / heads - gap, (rect.height() - fixedHeight) / heights),
                                  smallestCell, theme.space(largestCell));
    HeadsLayout layout;
    qreal y = rect.top();
    for (const Group& group : groups) {
        if (titles > 0.0) {
            layout.labels.push_back({QRectF(rect.left(), y, rect.width(), lineHeight), Qt::AlignLeft,
                                     stackTitle(scene.trace->model().spec(), group.side, group.isCross), true});
            y += titles;
        }
        const qreal step = cell + gap;
        const qreal height = cell * group.height;
        for (int layer = 0; layer < group.layers; ++layer) {
            if (height + gap >= lineHeight * 0.8 || layer % 2 == 0)
                layout.labels.push_back({QRectF(rect.left(), y, left - theme.space(6), height),
                                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
                                         QString::number(layer + 1), false});
            for (int head = 0; head < group.heads; ++head)
                layout.cells.push_back({{.step = Step::Pattern, .layer = layer, .head = head, .side = group.side,
                                         .isCross = group.isCross},
                                        QRectF(rect.left() + left + head * step, y, cell, height), {}});
            y += height + gap;
        }
        for (int head = 0; head < group.heads; ++head) {
            if (step >= metrics.horizontalAdvance(QString::number(group.heads)) + 2.0 || head % 2 == 0)
                layout.labels.push_back({QRectF(rect.left() + left + head * step, y - gap + 2.0, cell, lineHeight),
                                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip, QString::number(head + 1),
                                         false});
        }
        y += lineHeight + theme.space(8) - gap;
    }
    layout.bottom = y;
    return layout;
}

HeadsLayout byMetric(const Scene& scene, const QRectF& rect)
{
    const HeadMetric metric = *scene.options.headOrder;
    HeadsLayout layout;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec())) {
        const auto value = knownValue(scene.trace, head, metric, When::IfQuick);
        if (value && *value >= scene.options.headAtLeast)
            layout.cells.push_back({head, {}, value});
        else
            ++layout.leftOut;
    }
    std::stable_sort(layout.cells.begin(), layout.cells.end(),
                     [](const auto& a, const auto& b) { return *a.metric > *b.metric; });
    const Theme& theme = scene.theme;
    const qreal lineHeight = TypeMetrics(theme.font(TextSize::Secondary)).height();
    const qreal gap = theme.space(8);
    const qreal below = 2.0 * lineHeight + theme.space(6);
    const auto count = static_cast<qreal>(std::max<std::size_t>(layout.cells.size(), 1));
    qreal cell = theme.space(runCell);
    const auto height = [&](qreal side) {
        const qreal columns = std::max(1.0, std::floor((rect.width() + gap) / (side + gap)));
        return std::ceil(count / columns) * (side + below);
    };
    while (cell > theme.space(30) && height(cell) > rect.height())
        cell -= 2.0;
    const auto columns = static_cast<std::size_t>(std::max(1.0, std::floor((rect.width() + gap) / (cell + gap))));
    for (std::size_t i = 0; i < layout.cells.size(); ++i)
        layout.cells[i].rect = QRectF(rect.left() + static_cast<qreal>(i % columns) * (cell + gap),
                                      rect.top() + static_cast<qreal>(i / columns) * (cell + below), cell, cell);
    layout.bottom = rect.top() + height(cell);
    return layout;
}

} // namespace

HeadsLayout layOutHeads(const Scene& scene, const QRectF& rect)
{
    return scene.options.headOrder ? byMetric(scene, rect) : byLayer(scene, rect);
}

} // namespace hl::ui
