#include "ui/figure/lines_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/ribbons.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal margin = 12.0;
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
    return QFontMetricsF(theme.font()).height() + theme.space(10);
}

std::vector<StepRef> headsOf(const LinesPanel& panel, const Scene& scene)
{
    std::vector<StepRef> heads;
    for (const auto& [layer, head] : shownHeads(scene, panel.side, panel.isCross))
        heads.push_back({.step = Step::Pattern, .layer = layer, .head = head, .side = panel.side, .isCross = panel.isCross});
    return heads;
}

/// Below the panels: which colour is which head, and how much of it the picture leaves out.
void paintLegend(Ink& ink, const QRectF& rect, const LinesPanel& panel, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const auto heads = headsOf(panel, scene);
    const QFont font = theme.font(TextSize::Secondary);
    const QFontMetricsF metrics(font);
    qreal x = rect.left();
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const MatrixView pattern = scene.trace->view(heads[i]);
        if (!pattern)
            continue;
        const double unshown = chooseEdges(pattern, LinesFigure::choiceOf(scene.options)).unshownShare;
        const QString name = words(QT_TRANSLATE_NOOP("LinesFigure", "head %1:")).arg(headName(heads[i].layer, heads[i].head));
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
                          percent, unshown, unshownSourceName(heads[i]));
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
    const auto heads = shownHeads(scene, scene.place.side, scene.place.isCross);
    QStringList names;
    for (const auto& [layer, head] : heads)
        names << headName(layer, head);
    return words(QT_TRANSLATE_NOOP("LinesFigure", "Lines · head %1")).arg(names.join(QStringLiteral(", ")));
}

QSizeF LinesFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const bool isTriple = scene.trace->model().spec().isEncoderDecoder();
    const std::size_t tokens =
        std::max<std::size_t>({scene.trace->tokens(Side::Only).size(), scene.trace->tokens(Side::Decoder).size(), 3});
    const qreal rows = static_cast<qreal>(tokens) * theme.space(22);
    return {theme.space(isTriple ? 1000 : 560), rows + legendHeight(theme) + theme.space(2 * margin + 48)};
}

QSizeF LinesFigure::leastSize(const Scene& scene) const
{
    const qreal closest = 17.0 / 22.0; // rows may move this much closer before names touch
    const QSizeF natural = naturalSize(scene);
    return {natural.width() * 0.5, natural.height() * closest};
}

std::vector<LinesPanel> LinesFigure::panels(const QRectF& rect, const Scene& scene)
{
    const Theme& theme = scene.theme;
    const qreal space = theme.space(margin);
    return layOutLines(scene, rect.adjusted(space, space, -space, -space - legendHeight(theme)));
}

bool LinesFigure::isIsolated(const LinesPanel& panel) const
{
    return m_isolated && m_isolated->side == panel.side && m_isolated->isCross == panel.isCross;
}

void LinesFigure::paintEdges(Ink& ink, const LinesPanel& panel, const Scene& scene, const StepRef& head,
                             const QColor& color, bool isAlone) const
{
    const MatrixView pattern = scene.trace->view(head);
    if (!pattern)
        return;
    QPainter& painter = ink.painter();
    painter.setBrush(Qt::NoBrush);
    const qreal thickest = std::clamp(std::min(panel.queryStep, panel.keyStep) * 0.45, 1.5, 7.0);
    const bool isHere = panel.side == scene.place.side && panel.isCross == scene.place.isCross;
    auto edges = chooseEdges(pattern, choiceOf(scene.options)).edges;
    if (isIsolated(panel))
        std::erase_if(edges, [&](const Edge& edge) {
            return m_isolated->index != (m_isolated->isQuery ? edge.query : edge.key);
        });
    const bool isInPixels = ink.medium() == Medium::Screen || ink.medium() == Medium::Png;
    std::optional<Ribbons> ribbons;
    if (isInPixels)
        ribbons.emplace(painter, panel.lines);
    for (const Edge& edge : edges) {
        // One head alone is grey but for the selected row; several keep their colours.
        const bool isPlain = isAlone && !isIsolated(panel) && !(isHere && edge.query == scene.place.query);
        QColor pen = isPlain ? ink.theme().faint : color;
        pen.setAlphaF(static_cast<float>(std::clamp(faintest + (1.0 - faintest) * edge.weight, 0.0, 1.0)));
        const qreal width = std::max(thinnest, thickest * std::sqrt(edge.weight));
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
    const auto paintColumn = [&](const Tokens& tokens, bool isQuery) {
        const qreal step = isQuery ? panel.queryStep : panel.keyStep;
        QFont plain = theme.font();
        QFont bold = theme.font(TextSize::Body, QFont::DemiBold);
        const int pixels = std::min(plain.pixelSize(), std::max(6, static_cast<int>(step * 0.95)));
        plain.setPixelSize(pixels);
        bold.setPixelSize(pixels);
        for (Index i = 0; i < static_cast<Index>(tokens.size()); ++i) {
            const QRectF label = isQuery ? panel.queryLabel(i) : panel.keyLabel(i);
            const bool isSelected = isHere && i == (isQuery ? scene.place.query : scene.place.key);
            const bool isPinned = isIsolated(panel) && m_isolated->isQuery == isQuery && m_isolated->index == i;
            Place place = scene.place;
            place.side = panel.side;
            place.isCross = panel.isCross;
            (isQuery ? place.query : place.key) = i;
            const QString text = tokenLabel(tokens, i);
            const QString role = isQuery ? words(QT_TRANSLATE_NOOP("LinesFigure", "query %1: %2"))
                                         : words(QT_TRANSLATE_NOOP("LinesFigure", "key %1: %2"));
            ink.hot({label, isHere ? place : clamped(place, *scene.trace), role.arg(i).arg(text), role.arg(i).arg(text)});
            if (isPinned) {
                ink.painter().setPen(Qt::NoPen);
                ink.painter().setBrush(theme.selectedGround);
                ink.painter().drawRoundedRect(label.adjusted(2, 0, -2, 0), 4, 4);
            }
            const bool isDim = tokens[static_cast<std::size_t>(i)].isSpecial;
            const QColor color = isSelected || isPinned ? (isQuery ? theme.query : theme.key)
                                                        : (isDim ? theme.secondary : theme.text);
            const qreal pad = theme.space(5);
            if (step >= 5.0 || isSelected || isPinned)
                ink.elidedText(label.adjusted(isQuery ? 0.0 : pad, 0, isQuery ? -pad : 0.0, 0),
                               (isQuery ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextDontClip, text,
                               color, isSelected || isPinned ? bold : plain);
        }
    };
    paintColumn(queriesOf(scene, panel), true);
    paintColumn(keysOf(scene, panel), false);
}

/// The strongest lines of the isolated token, as numbers beside the tokens they lead to.
void LinesFigure::paintNumbers(Ink& ink, const LinesPanel& panel, const Scene& scene,
                               const std::vector<StepRef>& heads) const
{
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
        const MatrixView pattern = scene.trace->view(heads[h]);
        if (!pattern)
            continue;
        for (const Edge& edge : chooseEdges(pattern, choiceOf(scene.options)).edges) {
            if (m_isolated->index == (m_isolated->isQuery ? edge.query : edge.key))
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
        ink.number(place, (m_isolated->isQuery ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextDontClip,
                   strongest.edge.weight, numberDigits,
                   {heads[strongest.head], {}, strongest.edge.query, strongest.edge.key});
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
    const auto heads = headsOf(panel, scene);
    if (std::none_of(heads.begin(), heads.end(), [&](const StepRef& head) { return bool(scene.trace->view(head)); })) {
        ink.text(panel.lines, Qt::AlignCenter | Qt::TextWordWrap,
                 words(QT_TRANSLATE_NOOP("LinesFigure", "The patterns were not kept in this run.")), theme.secondary,
                 theme.font());
        return;
    }
    for (std::size_t i = 0; i < heads.size(); ++i)
        paintEdges(ink, panel, scene, heads[i], headColor(theme, static_cast<int>(i)), heads.size() == 1);
    paintLabels(ink, panel, scene);
    paintNumbers(ink, panel, scene, heads);
}

void LinesFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const auto all = panels(rect, scene);
    ink.painter().setRenderHint(QPainter::Antialiasing);
    for (const LinesPanel& panel : all)
        paintPanel(ink, panel, scene);
    const qreal height = legendHeight(theme);
    for (const LinesPanel& panel : all) {
        const QRectF row(panel.rect.left(), rect.bottom() - space - height + theme.space(6), panel.rect.width(), height);
        paintLegend(ink, row, panel, scene);
    }
}

std::vector<StepRef> LinesFigure::shownSteps(const Scene& scene) const
{
    std::vector<StepRef> steps;
    for (const LinesPanel& panel : layOutLines(scene, QRectF(0, 0, 100, 100))) {
        const auto heads = headsOf(panel, scene);
        steps.insert(steps.end(), heads.begin(), heads.end());
    }
    return steps;
}

} // namespace hl::ui
