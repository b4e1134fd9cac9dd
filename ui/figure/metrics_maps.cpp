#include "ui/figure/metrics_maps.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/mark_labels.h"
#include "ui/figure/matrix_frame.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant
constexpr std::size_t nearestShown = 3;

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

void say(Ink& ink, const QRectF& room, const QString& text)
{
    flowText(ink, room, {{text, ink.theme().text, false, std::nullopt, QString()}}, TextSize::Body);
}

TextSpan numberSpan(double value, const QString& text, const QString& name, const Theme& theme)
{
    return {text, theme.text, true, value, name};
}

QString percent(double share)
{
    return QString::number(100.0 * share, 'f', 1);
}

/// Words above a picture; returns the room below them.
QRectF below(Ink& ink, const QRectF& room, const QString& pattern, const std::vector<TextSpan>& numbers)
{
    const Theme& theme = ink.theme();
    const QRectF width(room.left(), room.top(), std::min(room.width(), theme.space(820)), room.height());
    const qreal used = flowText(ink, width, spansOf(pattern, numbers, theme.secondary), TextSize::Body);
    return room.adjusted(0, used + theme.space(8), 0, 0);
}

/// From numbers to the picture: the same scale both ways, the origin in the middle of what is there.
class Plane
{
public:
    Plane(const QRectF& room, const std::vector<QPointF>& points)
        : m_room(room)
    {
        double left = 0.0, right = 0.0, low = 0.0, high = 0.0;
        for (const QPointF& p : points) {
            left = std::min(left, p.x());
            right = std::max(right, p.x());
            low = std::min(low, p.y());
            high = std::max(high, p.y());
        }
        const double width = std::max(right - left, 1e-300);
        const double height = std::max(high - low, 1e-300);
        m_scale = std::min(room.width() / width, room.height() / height);
        if (right - left <= 0.0 && high - low <= 0.0)
            m_scale = 0.0;
        m_middle = {(left + right) / 2.0, (low + high) / 2.0};
    }
    [[nodiscard]] QPointF at(QPointF p) const
    {
        return m_room.center() + QPointF((p.x() - m_middle.x()) * m_scale, (m_middle.y() - p.y()) * m_scale);
    }

private:
    QRectF m_room;
    QPointF m_middle;
    double m_scale = 0.0;
};

QPointF pointOf(const MatrixOf<double>& points, Index row)
{
    return {points(row, 0), points(row, 1)};
}

/// Self-attention of the place's stack: what rollout and flow are about.
Scene ownAttention(const Scene& scene)
{
    Scene own = scene;
    own.place.isCross = false;
    own.place.step = Step::Pattern;
    own.place = clamped(own.place, *scene.trace);
    return own;
}

Known<MatrixOf<double>> shownMatrix(const Scene& scene, When when)
{
    return scene.options.metricsPage == MetricsPage::Flow ? knownFlow(scene.trace, scene.place.side, when)
                                                          : knownRollout(scene.trace, scene.place.side, when);
}

std::vector<std::string> tokenNames(const Tokens& tokens)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        names.push_back(std::to_string(i) + " " + tokenLabel(tokens, static_cast<Index>(i)).toStdString());
    return names;
}

} // namespace

QSizeF rolloutSize(const Scene& scene)
{
    const auto tokens = static_cast<qreal>(scene.trace->tokens(scene.place.side).size());
    const qreal side = scene.theme.space(std::clamp(tokens * 36.0, 120.0, 900.0));
    return {std::max(side + scene.theme.space(260), scene.theme.space(560)), side + scene.theme.space(260)};
}

void paintRollout(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const bool isFlow = scene.options.metricsPage == MetricsPage::Flow;
    const QString definition =
        isFlow ? words(QT_TRANSLATE_NOOP("MetricsFigure", "Attention flow: the largest flow from a position after the last layer down to each token, through pipes as wide as ½ · mean of the heads + ½ · identity in every layer. Each token is asked for itself, so a row need not sum to 1."))
               : words(QT_TRANSLATE_NOOP("MetricsFigure", "Attention rollout: the product over the layers of ½ · mean of the heads + ½ · identity, rows brought to sum 1. Row i says how much of position i after the last layer came from each token."));
    QRectF picture = below(ink, room, definition, {});
    const Scene own = ownAttention(scene);
    if (scene.trace->model().spec().isEncoderDecoder())
        picture = below(ink, picture, words(QT_TRANSLATE_NOOP("MetricsFigure", "%1 alone: what comes over cross-attention is no part of it.")),
                        {{stackName(own.place.side, false), theme.text, true, std::nullopt, QString()}});
    const auto matrix = shownMatrix(own, whenFor(ink.medium()));
    if (!matrix)
        return say(ink, picture, computingText());
    if (!*matrix)
        return say(ink, picture, translated(matrix->error().message));
    const MatrixOf<double>& values = **matrix;
    const StepRef ref = own.place.refOf(Step::Pattern);
    const MatrixLayout layout = layoutMatrix(picture.adjusted(-theme.space(16), 0, theme.space(16), 0), own, ref, {}, false);
    Heatmap map;
    map.view = MatrixView(values.data(), values.rows(), values.cols(), values.cols());
    map.theme = theme;
    fitScale(map.scale, map.view, {});
    map.colors = colorsFor(map.scale, scene.options, theme);
    const MatrixLabels labels = MatrixLabels::of(own, ref);
    const QString name = isFlow ? QStringLiteral("flow") : QStringLiteral("rollout");
    paintCells(ink.painter(), ink.medium(), layout.whole(), map);
    paintCellValues(ink, layout, map, [&](Index row, Index col) {
        PaintedNumber painted;
        painted.derived = QStringLiteral("%1 %2 %3").arg(name).arg(row).arg(col);
        return painted;
    });
    constexpr Index mostAreas = 2500;
    for (Index row = 0; row < layout.rows && layout.rows * layout.cols <= mostAreas; ++row) {
        for (Index col = 0; col < layout.cols; ++col) {
            const QString spoken = labels.row(row) + QStringLiteral(" → ") + labels.col(col) + QStringLiteral(", ")
                                   + formatValue(values(row, col), scene.options.digits);
            ink.hot({layout.cellRect(row, col), own.place.withCell(Step::Pattern, row, col), spoken, spoken});
        }
    }
    paintSelection(ink, layout, labels);
    paintLabels(ink, layout, labels);
    paintLegend(ink, layout, map);
    // The selected cell in words, so that a number is said where cells are too small for theirs.
    const Index row = own.place.row();
    const Index col = own.place.col();
    if (row < values.rows() && col < values.cols()) {
        const QRectF line(layout.title.left(), layout.title.top(), layout.title.width(), layout.title.height());
        flowText(ink, line,
                 spansOf(words(QT_TRANSLATE_NOOP("MetricsFigure", "From “%1” to “%2”: %3")),
                         {{labels.row(row), theme.query, true, std::nullopt, QString()},
                          {labels.col(col), theme.key, true, std::nullopt, QString()},
                          numberSpan(values(row, col), formatValue(values(row, col), scene.options.digits),
                                     QStringLiteral("%1 %2 %3").arg(name).arg(row).arg(col), theme)},
                         theme.secondary),
                 TextSize::Body);
    }
}

void paintHeadMap(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const auto known = knownHeadMap(scene.trace, scene.place.side, scene.place.isCross, whenFor(ink.medium()));
    if (!known)
        return say(ink, room, computingText());
    if (!*known)
        return say(ink, room, translated(known->error().message));
    const HeadMapNumbers& numbers = **known;
    const std::vector<int> groups = groupsOf(numbers.merges, scene.options.headGroups);
    const StepRef selected = scene.place.refOf(Step::Pattern);
    const auto heads = static_cast<Index>(numbers.similarity.heads.size());
    QRectF picture = below(
        ink, room,
        words(QT_TRANSLATE_NOOP("MetricsFigure", "Heads that look alike lie close: distance is √ of the mean Jensen-Shannon divergence of their rows (bits, %3 rows). Classical scaling; the two axes explain %1 % of it, stress %2. Colours: groups by average linkage.")),
        {numberSpan(100.0 * numbers.map.explained, percent(numbers.map.explained), QStringLiteral("map explained"), theme),
         numberSpan(numbers.map.stress, formatValue(numbers.map.stress, digits), QStringLiteral("map stress"), theme),
         numberSpan(static_cast<double>(numbers.similarity.rows), QString::number(numbers.similarity.rows), QStringLiteral("map rows"), theme)});
    const auto found = std::find(numbers.similarity.heads.begin(), numbers.similarity.heads.end(), selected);
    if (found != numbers.similarity.heads.end()) {
        const Index own = found - numbers.similarity.heads.begin();
        std::vector<Index> others;
        for (Index i = 0; i < heads; ++i) {
            if (i != own)
                others.push_back(i);
        }
        std::stable_sort(others.begin(), others.end(), [&](Index a, Index b) {
            return numbers.similarity.divergence(own, a) < numbers.similarity.divergence(own, b);
        });
        others.resize(std::min(others.size(), nearestShown));
        std::vector<TextSpan> spans{{words(QT_TRANSLATE_NOOP("MetricsFigure", "Most alike to %1 (similarity, cosine): ")).arg(headName(selected.layer, selected.head)),
                                     theme.secondary, false, std::nullopt, QString()}};
        for (const Index other : others) {
            const StepRef& head = numbers.similarity.heads[static_cast<std::size_t>(other)];
            const double alike = 1.0 - numbers.similarity.divergence(own, other);
            const double cosine = numbers.similarity.cosine(own, other);
            const QString between = QString::fromStdString(hl::nameOf(selected)) + QLatin1Char(' ') + QString::fromStdString(hl::nameOf(head));
            spans.push_back({headName(head.layer, head.head) + QStringLiteral(" ("), theme.text, false, std::nullopt, QString()});
            spans.push_back(numberSpan(alike, formatValue(alike, digits), QStringLiteral("map similarity ") + between, theme));
            spans.push_back({QStringLiteral(", "), theme.text, false, std::nullopt, QString()});
            spans.push_back(numberSpan(cosine, formatValue(cosine, digits), QStringLiteral("map cosine ") + between, theme));
            spans.push_back({QStringLiteral(")  "), theme.text, false, std::nullopt, QString()});
        }
        const qreal used = flowText(ink, picture, spans, TextSize::Body);
        picture.adjust(0, used + theme.space(8), 0, 0);
    }
    std::vector<QPointF> points;
    for (Index i = 0; i < heads; ++i)
        points.push_back(pointOf(numbers.map.points, i));
    const Plane plane(picture.adjusted(theme.space(24), theme.space(16), -theme.space(24), -theme.space(16)), points);
    const qreal radius = theme.space(heads > 40 ? 4 : 6);
    MarkLabels labels;
    for (Index i = 0; i < heads; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const StepRef& head = numbers.similarity.heads[index];
        const QPointF at = plane.at(points[index]);
        const bool isSelected = head == selected;
        ink.painter().setPen(QPen(isSelected ? theme.text : theme.panel, isSelected ? 2.0 : 1.0));
        ink.painter().setBrush(headColor(theme, groups[index] + 1));
        const qreal r = isSelected ? radius * 1.5 : radius;
        ink.painter().drawEllipse(at, r, r);
        labels.add(QRectF(at.x() - r, at.y() - r, 2.0 * r, 2.0 * r), headName(head.layer, head.head), isSelected ? theme.accent : theme.secondary,
                   isSelected);
        const QString spoken = fullHeadName(head) + QStringLiteral(", ") + words(QT_TRANSLATE_NOOP("MetricsFigure", "group %1")).arg(groups[index] + 1);
        ink.hot({QRectF(at.x() - r, at.y() - r, 2.0 * r, 2.0 * r), placeOfHead(scene, head), spoken, spoken});
    }
    labels.paint(ink);
}

namespace {

/// Draws queries or keys as marks with their tokens; a mark selects its token.
void paintVectors(Ink& ink, MarkLabels& labels, const Plane& plane, const MatrixOf<double>& points, const Tokens* tokens, bool isQuery, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const QColor color = isQuery ? theme.query : theme.key;
    const qreal r = theme.space(4);
    const bool hasLabels = points.rows() <= 40;
    for (Index i = 0; i < points.rows(); ++i) {
        const bool isSelected = i == (isQuery ? scene.place.query : scene.place.key);
        const QPointF at = plane.at(pointOf(points, i));
        const qreal size = isSelected ? 1.6 * r : r;
        ink.painter().setPen(QPen(isSelected ? theme.text : theme.panel, isSelected ? 2.0 : 1.0));
        ink.painter().setBrush(color);
        const QRectF mark(at.x() - size, at.y() - size, 2.0 * size, 2.0 * size);
        if (isQuery)
            ink.painter().drawEllipse(mark);
        else
            ink.painter().drawRect(mark);
        const QString token = tokens && i < static_cast<Index>(tokens->size()) ? tokenLabel(*tokens, i) : QString::number(i);
        if (hasLabels || isSelected)
            labels.add(mark, token, color, isSelected);
        else
            labels.add(mark);
        Place place = scene.place;
        (isQuery ? place.query : place.key) = i;
        const QString spoken = (isQuery ? words(QT_TRANSLATE_NOOP("MetricsFigure", "query %1")) : words(QT_TRANSLATE_NOOP("MetricsFigure", "key %1"))).arg(token);
        ink.hot({mark, clamped(place, *scene.trace), spoken, spoken});
    }
}

} // namespace

void paintQueryKeys(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const StepRef head = scene.place.refOf(Step::Pattern);
    const auto map = queryKeyMap(*scene.trace, head);
    if (!map)
        return say(ink, room, translated(map.error().message));
    const QString name = QStringLiteral("query-key explained %1 ") + QString::fromStdString(hl::nameOf(head));
    const QRectF picture = below(
        ink, room,
        words(QT_TRANSLATE_NOOP("MetricsFigure", "%3: queries (circles) and keys (squares) in the plane of their two largest principal components, which explain %1 % and %2 % of the variance. Queries and keys are each centred on their own mean; moving all keys changes no weight.")),
        {numberSpan(100.0 * map->explained[0], percent(map->explained[0]), name.arg(0), theme),
         numberSpan(100.0 * map->explained[1], percent(map->explained[1]), name.arg(1), theme),
         {fullHeadName(head), theme.text, true, std::nullopt, QString()}});
    std::vector<QPointF> points;
    for (const MatrixOf<double>* rows : {&map->queries, &map->keys}) {
        for (Index i = 0; i < rows->rows(); ++i)
            points.push_back(pointOf(*rows, i));
    }
    const Plane plane(picture.adjusted(theme.space(24), theme.space(16), -theme.space(72), -theme.space(16)), points);
    const QPointF origin = plane.at({0.0, 0.0});
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(QPointF(picture.left(), origin.y()), QPointF(picture.right(), origin.y()));
    ink.painter().drawLine(QPointF(origin.x(), picture.top()), QPointF(origin.x(), picture.bottom()));
    const Tokens* keys = scene.trace->columnTokens(head);
    MarkLabels labels;
    paintVectors(ink, labels, plane, map->keys, keys, false, scene);
    paintVectors(ink, labels, plane, map->queries, scene.trace->rowTokens(head), true, scene);
    labels.paint(ink);
}

std::vector<NumberTable> rolloutNumbers(const Scene& scene)
{
    const Scene own = ownAttention(scene);
    const auto matrix = shownMatrix(own, When::Now);
    if (!matrix || !*matrix)
        return {};
    const auto names = tokenNames(scene.trace->tokens(own.place.side));
    return {{scene.options.metricsPage == MetricsPage::Flow ? "flow" : "rollout", names, names, **matrix}};
}

std::vector<NumberTable> headMapNumbers(const Scene& scene)
{
    const auto known = knownHeadMap(scene.trace, scene.place.side, scene.place.isCross, When::Now);
    if (!known || !*known)
        return {};
    const HeadMapNumbers& numbers = **known;
    std::vector<std::string> names;
    for (const StepRef& head : numbers.similarity.heads)
        names.push_back(hl::nameOf(head));
    const std::vector<int> groups = groupsOf(numbers.merges, scene.options.headGroups);
    MatrixOf<double> points(numbers.map.points.rows(), 3);
    points.leftCols(2) = numbers.map.points;
    for (Index i = 0; i < points.rows(); ++i)
        points(i, 2) = groups[static_cast<std::size_t>(i)] + 1;
    return {{"map", names, {"x", "y", "group"}, points},
            {"divergence", names, names, numbers.similarity.divergence},
            {"cosine", names, names, numbers.similarity.cosine}};
}

std::vector<NumberTable> queryKeyNumbers(const Scene& scene)
{
    const StepRef head = scene.place.refOf(Step::Pattern);
    const auto map = queryKeyMap(*scene.trace, head);
    if (!map)
        return {};
    const auto namesOf = [](const Tokens* tokens, Index rows) {
        std::vector<std::string> names = tokens ? tokenNames(*tokens) : std::vector<std::string>{};
        for (auto i = static_cast<Index>(names.size()); i < rows; ++i)
            names.push_back(std::to_string(i));
        return names;
    };
    const std::vector<std::string> axes{"component_1", "component_2"};
    return {{"queries", namesOf(scene.trace->rowTokens(head), map->queries.rows()), axes, map->queries},
            {"keys", namesOf(scene.trace->columnTokens(head), map->keys.rows()), axes, map->keys}};
}

} // namespace hl::ui
