#include "ui/figure/lines_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/reading_rules.h"
#include "ui/paint/ribbons.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace hl::ui {

namespace {

constexpr qreal margin = 12.0;
constexpr qreal tallestPicture = 7900.0; // units: twice as many pixels are what a PNG may have
constexpr qreal closestNames = 10.0;      // pixels between two names
constexpr qreal rowHeight = 22.0;         // units
constexpr qreal leastRowHeight = 15.0;    // units, before names touch
constexpr double faintest = 0.10; // opacity of the smallest weight
constexpr qreal thinnest = 0.75;  // pixels
constexpr std::size_t numberedEdges = 5;
constexpr int numberDigits = 3;

QString words(const char* text)
{
    return QCoreApplication::translate("LinesFigure", text);
}

qreal legendHeight(const Theme& theme)
{
    return TypeMetrics(theme.font()).height() + theme.space(10);
}

/// One panel needs no title: between "query" and "key" there is room for the legend.
bool isLegendAbove(const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    return spec.sides().size() == 1 && !spec.stack(spec.outputSide()).cross;
}

/// What stands below the curves: the legend, where it is not above them, and how the weights are read.
qreal belowHeight(const Scene& scene, qreal width)
{
    return (isLegendAbove(scene) ? 0.0 : legendHeight(scene.theme)) + ruleHeight(scene, shownStep(scene, scene.place.refOf(Step::Pattern)), width);
}

/// What the edges of a head depend on.
struct EdgesKey
{
    ScaleKey head; ///< its scale does not matter
    EdgeChoice choice;

    [[nodiscard]] bool isSameAs(const EdgesKey& other) const
    {
        return choice.rule == other.choice.rule && choice.mass == other.choice.mass && choice.threshold == other.choice.threshold
               && head.isSameAs(other.head);
    }
    [[nodiscard]] bool isExpired() const { return head.isExpired(); }
};

/// Chosen once for a text: a picture asks for them several times, and at every change of the selection.
ChosenEdges edgesOf(const ShownStep& head, const Scene& scene)
{
    constexpr std::size_t mostKept = 64;
    static LastUsed<EdgesKey, std::shared_ptr<const ChosenEdges>> memo(mostKept);
    const EdgesKey key{{scene.trace, head.ref, head.reading, ScaleMode::PerHead, false}, LinesFigure::choiceOf(scene.options)};
    if (const auto known = memo.find(key))
        return **known;
    const auto edges = std::make_shared<const ChosenEdges>(chooseEdges(head.view, key.choice));
    memo.keep(key, edges);
    return *edges;
}

/// "mean of layer 1": several heads in one.
QString nameOfSeveral(const ShownStep& heads)
{
    const bool isAll = heads.reading.isOverAllLayers;
    const auto named = [&](const char* all, const char* layer) { return isAll ? words(all) : words(layer).arg(heads.ref.layer + 1); };
    switch (heads.reading.aggregate) {
    case Aggregate::Max:
        return named(QT_TRANSLATE_NOOP("LinesFigure", "largest of all heads"), QT_TRANSLATE_NOOP("LinesFigure", "largest of layer %1"));
    case Aggregate::Entropy:
        return named(QT_TRANSLATE_NOOP("LinesFigure", "weighted mean of all heads"), QT_TRANSLATE_NOOP("LinesFigure", "weighted mean of layer %1"));
    default: return named(QT_TRANSLATE_NOOP("LinesFigure", "mean of all heads"), QT_TRANSLATE_NOOP("LinesFigure", "mean of layer %1"));
    }
}

/// "head 1.2:", "mean of layer 1:"
QString legendName(const ShownStep& head)
{
    return head.reading.aggregate == Aggregate::Head
               ? words(QT_TRANSLATE_NOOP("LinesFigure", "head %1:")).arg(headName(head.ref.layer, head.ref.head))
               : words(QT_TRANSLATE_NOOP("LinesFigure", "%1:")).arg(nameOfSeveral(head));
}

/// Which colour is which head, and how much of it the picture leaves out.
void paintLegend(Ink& ink, const QRectF& rect, const LinesPanel& panel, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const auto& heads = panel.heads;
    const QFont font = theme.font(TextSize::Secondary);
    const TypeMetrics metrics(font);
    qreal x = rect.left();
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (!heads[i].view)
            continue;
        const double unshown = edgesOf(heads[i], scene).unshownShare;
        const QString name = legendName(heads[i]);
        const QString percent = QString::number(100.0 * unshown, 'f', 1);
        const QString after = words(QT_TRANSLATE_NOOP("LinesFigure", "% not shown"));
        const qreal needed = theme.space(28) + metrics.horizontalAdvance(name + percent + after) + theme.space(24);
        if (x > rect.left() && x + needed > rect.right()) {
            ink.text(QRectF(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     words(QT_TRANSLATE_NOOP("LinesFigure", "and %1 more")).arg(heads.size() - i), theme.secondary, font);
            return;
        }
        ink.painter().setPen(QPen(headColor(theme, static_cast<int>(i)), 3.0, Qt::SolidLine, Qt::RoundCap));
        ink.painter().drawLine(QPointF(x + 2.0, rect.center().y()), QPointF(x + theme.space(16), rect.center().y()));
        x += theme.space(24);
        const auto put = [&](const QString& text, const QColor& color) {
            const qreal width = metrics.horizontalAdvance(text) + theme.space(4);
            ink.text(QRectF(x, rect.top(), width, rect.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     text, color, font);
            x += width;
        };
        put(name, theme.text);
        ink.painter().setFont(font);
        ink.painter().setPen(theme.text);
        const qreal width = metrics.horizontalAdvance(percent) + theme.space(3);
        ink.derivedNumber(QRectF(x, rect.top(), width, rect.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                          percent, unshown, unshownSourceName(heads[i].ref));
        x += width;
        put(after, theme.secondary);
        x += theme.space(12);
    }
}

} // namespace

QString unshownSourceName(const StepRef& head)
{
    return QStringLiteral("unshown share ") + QString::fromStdString(hl::nameOf(head));
}

EdgeChoice LinesFigure::choiceOf(const PictureOptions& options)
{
    EdgeChoice choice;
    choice.rule = options.lineThresholdByValue ? EdgeChoice::Rule::Value : EdgeChoice::Rule::Mass;
    choice.mass = options.lineMass;
    choice.threshold = options.lineThreshold;
    return choice;
}

QString LinesFigure::title(const Scene& scene) const
{
    if (scene.options.reading.aggregate != Aggregate::Head)
        return words(QT_TRANSLATE_NOOP("LinesFigure", "Lines · %1")).arg(nameOfSeveral(shownStep(scene, scene.place.refOf(Step::Pattern))));
    QStringList names;
    for (const auto& [layer, head] : shownHeads(scene, scene.place.side, scene.place.isCross))
        names << headName(layer, head);
    return words(QT_TRANSLATE_NOOP("LinesFigure", "Lines · head %1")).arg(listed(names));
}

namespace {

QSizeF sizeWithRows(const Scene& scene, qreal units)
{
    const Theme& theme = scene.theme;
    const std::vector<LinesPanel> panels = layOutLines(scene, QRectF(0, 0, 100, 100));
    std::size_t ends = 3;
    for (const LinesPanel& panel : panels)
        ends = std::max({ends, panel.queries.size(), panel.keys.size()});
    // Thousands of rows would make a picture that no program opens: they move closer together.
    const qreal rows = std::min(static_cast<qreal>(ends) * theme.space(units), tallestPicture);
    const qreal width = theme.space(panels.size() > 1 ? 1000 : 560);
    return {width, rows + linesHeadHeight(theme) + belowHeight(scene, width - theme.space(2 * margin)) + theme.space(2 * margin)};
}

} // namespace

QSizeF LinesFigure::naturalSize(const Scene& scene) const
{
    return sizeWithRows(scene, rowHeight);
}

QSizeF LinesFigure::leastSize(const Scene& scene) const
{
    const QSizeF least = sizeWithRows(scene, leastRowHeight);
    return {least.width() * 0.5, least.height()};
}

std::vector<LinesPanel> LinesFigure::panels(const QRectF& rect, const Scene& scene)
{
    const Theme& theme = scene.theme;
    const qreal space = theme.space(margin);
    return layOutLines(scene, rect.adjusted(space, space, -space, -space - belowHeight(scene, rect.width() - 2.0 * space)));
}

bool LinesFigure::isIsolated(const LinesPanel& panel) const
{
    return m_isolated && m_isolated->side == panel.side && m_isolated->isCross == panel.isCross;
}

bool LinesFigure::isIsolated(const LinesPanel& panel, bool isQuery, Index end) const
{
    const auto& ends = isQuery ? panel.queries : panel.keys;
    const LineEnd& own = ends[static_cast<std::size_t>(end)];
    return m_isolated->isQuery == isQuery && m_isolated->index >= own.first && m_isolated->index < own.last;
}

void LinesFigure::paintEdges(Ink& ink, const LinesPanel& panel, const Scene& scene, const ShownStep& head,
                             const QColor& color, bool isAlone) const
{
    if (!head.view)
        return;
    QPainter& painter = ink.painter();
    painter.setBrush(Qt::NoBrush);
    const qreal thickest = std::clamp(std::min(panel.queryStep, panel.keyStep) * 0.45, 1.5, 7.0);
    const bool isHere = panel.side == scene.place.side && panel.isCross == scene.place.isCross;
    const Index selectedRow = head.rowOf(scene.place);
    auto edges = edgesOf(head, scene).edges;
    if (isIsolated(panel))
        std::erase_if(edges, [&](const Edge& edge) {
            return !isIsolated(panel, m_isolated->isQuery, m_isolated->isQuery ? edge.query : edge.key);
        });
    // One head alone is grey but for the selected row, which no other covers; several keep their colours.
    const auto isPlain = [&](const Edge& edge) { return isAlone && !isIsolated(panel) && !(isHere && edge.query == selectedRow); };
    std::stable_partition(edges.begin(), edges.end(), isPlain);
    const bool isInPixels = ink.medium() == Medium::Screen || ink.medium() == Medium::Png;
    std::optional<Ribbons> ribbons;
    if (isInPixels)
        ribbons.emplace(painter, panel.lines);
    for (const Edge& edge : edges) {
        QColor pen = isPlain(edge) ? ink.theme().faint : color;
        pen.setAlphaF(static_cast<float>(std::clamp(faintest + (1.0 - faintest) * edge.weight, 0.0, 1.0)));
        const qreal width = std::max(thinnest, thickest * std::sqrt(std::min(edge.weight, 1.0)));
        const QPointF from = panel.queryPoint(edge.query);
        const QPointF to = panel.keyPoint(edge.key);
        if (ribbons) {
            ribbons->add(from.y(), to.y(), width, pen);
        } else {
            painter.setPen(QPen(pen, width, Qt::SolidLine, Qt::FlatCap));
            painter.drawPath(ribbonPath(from, to));
        }
    }
    if (ribbons)
        ribbons->paint();
}

void LinesFigure::paintLabels(Ink& ink, const LinesPanel& panel, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const bool isHere = panel.side == scene.place.side && panel.isCross == scene.place.isCross;
    const ShownStep* shown = firstKept(panel);
    const Index selectedRow = shown ? shown->rowOf(scene.place) : scene.place.query;
    const Index selectedCol = shown ? shown->colOf(scene.place) : scene.place.key;
    const auto paintColumn = [&](const std::vector<LineEnd>& ends, bool isQuery) {
        const qreal step = isQuery ? panel.queryStep : panel.keyStep;
        QFont plain = theme.font();
        QFont bold = theme.font(TextSize::Body, QFont::DemiBold);
        // Where rows lie closer than letters are high, every few have a name, and the chosen ones.
        const auto stride = static_cast<Index>(std::max(1.0, std::ceil(closestNames / step)));
        const int pixels = std::min(plain.pixelSize(), std::max(6, static_cast<int>(step * static_cast<qreal>(stride) * 0.95)));
        plain.setPixelSize(pixels);
        bold.setPixelSize(pixels);
        for (Index i = 0; i < static_cast<Index>(ends.size()); ++i) {
            const QRectF label = isQuery ? panel.queryLabel(i) : panel.keyLabel(i);
            const bool isSelected = isHere && i == (isQuery ? selectedRow : selectedCol);
            const bool isPinned = isIsolated(panel) && isIsolated(panel, isQuery, i);
            if (i % stride != 0 && !isSelected && !isPinned)
                continue;
            Place place = shown ? shown->placeAt(scene.place, isQuery ? i : selectedRow, isQuery ? selectedCol : i) : scene.place;
            place.step = scene.place.step;
            place.feature = scene.place.feature;
            place.side = panel.side;
            place.isCross = panel.isCross;
            const QString& text = ends[static_cast<std::size_t>(i)].label;
            const QString role = isQuery ? words(QT_TRANSLATE_NOOP("LinesFigure", "query %1: %2"))
                                         : words(QT_TRANSLATE_NOOP("LinesFigure", "key %1: %2"));
            ink.hot({label, isHere ? place : clamped(place, *scene.trace), role.arg(i).arg(text), role.arg(i).arg(text)});
            if (isPinned) {
                ink.painter().setPen(Qt::NoPen);
                ink.painter().setBrush(theme.selectedGround);
                ink.painter().drawRoundedRect(label.adjusted(2, 0, -2, 0), 4, 4);
            }
            const bool isDim = ends[static_cast<std::size_t>(i)].isSpecial;
            const QColor color = isSelected || isPinned ? (isQuery ? theme.query : theme.key)
                                                        : (isDim ? theme.secondary : theme.text);
            const qreal pad = theme.space(5);
            ink.elidedText(label.adjusted(isQuery ? 0.0 : pad, 0, isQuery ? -pad : 0.0, 0),
                           (isQuery ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextDontClip, text, color, isSelected || isPinned ? bold : plain);
        }
    };
    paintColumn(panel.queries, true);
    paintColumn(panel.keys, false);
}

/// The strongest lines of the isolated token, as numbers beside the tokens they lead to.
void LinesFigure::paintNumbers(Ink& ink, const LinesPanel& panel, const Scene& scene) const
{
    const auto& heads = panel.heads;
    if (!isIsolated(panel))
        return;
    const Theme& theme = ink.theme();
    struct Strongest
    {
        Edge edge;
        std::size_t head;
    };
    std::vector<Strongest> found;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        if (!heads[h].view)
            continue;
        for (const Edge& edge : edgesOf(heads[h], scene).edges) {
            if (isIsolated(panel, m_isolated->isQuery, m_isolated->isQuery ? edge.query : edge.key))
                found.push_back({edge, h});
        }
    }
    std::sort(found.begin(), found.end(), [](const Strongest& a, const Strongest& b) { return a.edge.weight > b.edge.weight; });
    std::set<Index> taken; // one number per token: the strongest head's
    for (const Strongest& strongest : found) {
        const Index other = m_isolated->isQuery ? strongest.edge.key : strongest.edge.query;
        if (taken.size() == numberedEdges || !taken.insert(other).second)
            continue;
        const QRectF label = m_isolated->isQuery ? panel.keyLabel(other) : panel.queryLabel(other);
        const qreal width = theme.space(52);
        const QRectF place(m_isolated->isQuery ? label.right() + theme.space(2) : label.left() - width - theme.space(2),
                           label.top(), width, label.height());
        ink.painter().setFont(theme.numberFont(TextSize::Secondary, QFont::Medium));
        ink.painter().setPen(headColor(theme, static_cast<int>(strongest.head)));
        PaintedNumber number = heads[strongest.head].recordOf(strongest.edge.query, strongest.edge.key);
        number.value = strongest.edge.weight;
        number.text = formatValue(number.value, numberDigits);
        ink.painter().drawText(place, (m_isolated->isQuery ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextDontClip, number.text);
        ink.note(std::move(number));
    }
}

void LinesFigure::paintPanel(Ink& ink, const LinesPanel& panel, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    // Which side asks and which is asked is said always, in words and in colour.
    const QRectF strip(panel.rect.topLeft(), QSizeF(panel.rect.width(), theme.space(20)));
    const QFont headFont = theme.font(TextSize::Secondary, QFont::DemiBold);
    const qreal pad = theme.space(5);
    ink.text(QRectF(strip.left(), strip.top(), panel.lines.left() - pad - strip.left(), strip.height()),
             Qt::AlignRight | Qt::AlignTop, words(QT_TRANSLATE_NOOP("LinesFigure", "query")), theme.query, headFont);
    ink.text(QRectF(panel.lines.right() + pad, strip.top(), strip.right() - panel.lines.right() - pad, strip.height()),
             Qt::AlignLeft | Qt::AlignTop, words(QT_TRANSLATE_NOOP("LinesFigure", "key")), theme.key, headFont);
    if (!panel.title.isEmpty())
        ink.text(strip, Qt::AlignHCenter | Qt::AlignTop, panel.title, theme.secondary, headFont);
    const auto& heads = panel.heads;
    if (!firstKept(panel)) {
        const bool isUnreadable = !heads.empty() && heads.front().read;
        ink.text(panel.lines, Qt::AlignCenter | Qt::TextWordWrap,
                 isUnreadable ? translated(heads.front().read->error().message)
                              : words(QT_TRANSLATE_NOOP("LinesFigure", "The patterns were not kept in this run.")),
                 theme.secondary, theme.font());
        return;
    }
    for (std::size_t i = 0; i < heads.size(); ++i)
        paintEdges(ink, panel, scene, heads[i], headColor(theme, static_cast<int>(i)), heads.size() == 1);
    paintLabels(ink, panel, scene);
    paintNumbers(ink, panel, scene);
}

void LinesFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const auto all = panels(rect, scene);
    ink.painter().setRenderHint(QPainter::Antialiasing);
    for (const LinesPanel& panel : all)
        paintPanel(ink, panel, scene);
    const bool isAbove = isLegendAbove(scene);
    const qreal height = isAbove ? 0.0 : legendHeight(theme);
    const qreal below = rect.bottom() - space - belowHeight(scene, rect.width() - 2.0 * space);
    for (const LinesPanel& panel : all) {
        const qreal line = TypeMetrics(theme.font(TextSize::Secondary)).height();
        paintLegend(ink, isAbove ? QRectF(panel.lines.left(), panel.rect.top(), panel.lines.width(), line)
                                 : QRectF(panel.rect.left(), below + theme.space(6), panel.rect.width(), height), panel, scene);
    }
    const ShownStep shown = shownStep(scene, scene.place.refOf(Step::Pattern));
    if (shown.isRead())
        paintRules(ink, QRectF(rect.left() + space, below + height, rect.width() - 2.0 * space, 1.0), scene, shown);
}

std::vector<StepRef> LinesFigure::shownSteps(const Scene& scene) const
{
    std::vector<StepRef> steps;
    for (const LinesPanel& panel : layOutLines(scene, QRectF(0, 0, 100, 100))) {
        for (const ShownStep& head : panel.heads)
            steps.push_back(head.ref);
    }
    return steps;
}

std::vector<NumberTable> LinesFigure::tables(const Scene& scene) const
{
    std::vector<NumberTable> all;
    for (const LinesPanel& panel : layOutLines(scene, QRectF(0, 0, 100, 100))) {
        for (const ShownStep& head : panel.heads) {
            auto own = tablesOf(*scene.trace, head);
            std::move(own.begin(), own.end(), std::back_inserter(all));
        }
    }
    return all;
}

} // namespace hl::ui
