// The second page: the whole run in other number formats, and where along its steps the differences to float64 come from.
#include "core/analysis/predictions.h"
#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/line_plot.h"
#include "ui/figure/output_figure.h"
#include "ui/figure/side_by_side.h"
#include "ui/figure/variants_figure.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant
constexpr double lowest = 1e-18; // of the plot: nothing between this and 0
constexpr qreal textHeight = 128.0;
constexpr qreal plotHeight = 240.0;

QString words(const char* text)
{
    return QCoreApplication::translate("VariantsFigure", text);
}

qreal lineHeight(const Theme& theme)
{
    return TypeMetrics(theme.font()).height() + theme.space(2);
}

TextSpan plainSpan(const QString& text, const QColor& color)
{
    return {text, color, false, std::nullopt, QString()};
}

/// The runs with the heads of each step taken together, as the page shows them.
struct Shown
{
    const FormatRuns& runs;
    std::vector<std::vector<StepDifference>> joined; ///< as runs.runs
    std::vector<StepRef> steps;                      ///< of all of them; heads −1

    explicit Shown(const FormatRuns& all)
        : runs(all)
    {
        for (const FormatRun& run : all.runs)
            joined.push_back(withHeadsJoined(run.steps));
        for (const StepDifference& step : joined.front())
            steps.push_back(step.step);
    }
    /// Null where a format did not keep the step.
    [[nodiscard]] const StepDifference* find(std::size_t run, const StepRef& step) const
    {
        const auto found = std::find_if(joined[run].begin(), joined[run].end(), [&](const StepDifference& one) { return one.step == step; });
        return found == joined[run].end() ? nullptr : &*found;
    }
};

PlotLine looksOf(std::size_t run, NumberFormat format, const Scene& scene)
{
    const auto index = static_cast<int>(run);
    return {{}, headColor(scene.theme, index + 1), lineStyle(index), format == scene.options.numberFormat, true};
}

StepRef withoutHead(StepRef step)
{
    step.head = -1;
    return step;
}

/// The place that a step of the table stands for: the selected head's where it has heads.
Place placeOf(const StepRef& step, const Scene& scene)
{
    Place place = scene.place;
    place.step = step.step;
    if (step.layer >= 0)
        place.layer = step.layer;
    place.side = step.side;
    place.isCross = step.isCross;
    return clamped(place, *scene.trace);
}

/// "blocks.0.attn.*.pattern": all heads.
QString nameOfJoined(const StepRef& step)
{
    if (infoOf(step.step).scope != Scope::Head)
        return QString::fromStdString(nameOf(step));
    StepRef first = step;
    first.head = 0;
    return QString::fromStdString(nameOf(first)).replace(QStringLiteral(".0.") + QLatin1String(infoOf(step.step).name.data()),
                                                         QStringLiteral(".*.") + QLatin1String(infoOf(step.step).name.data()));
}

QString sourceName(NumberFormat format, const char* what, const StepRef& step)
{
    return QStringLiteral("format %1 %2 %3").arg(nameOfFormat(format), QLatin1String(what), nameOfJoined(step));
}

/// What the model says in float64 and in the chosen format.
std::vector<TextSpan> predictionSpans(const FormatRuns& runs, NumberFormat format, const Scene& scene)
{
    const Theme& theme = scene.theme;
    const Index position = shownPosition(scene);
    const auto exact = topCandidates(*runs.exact, position, 1);
    const bool isExact = format == NumberFormat::Float64;
    const auto now = isExact ? exact : topCandidates(*runs.run(format).trace, position, 1);
    if (!exact || exact->empty() || !now || now->empty())
        return {plainSpan(exact ? QString() : translated(exact.error().message), theme.secondary)};
    const Model& model = scene.trace->model();
    const HeadSpec& head = model.spec().head;
    const bool isNumber = head.problem == ClassProblem::Number;
    const auto share = [&](const Candidate& candidate, NumberFormat of) { // in percent, or the number itself
        const double value = valueOf(candidate, head);
        return TextSpan{isNumber ? formatValue(value, digits) : QString::number(100.0 * value, 'f', 1), theme.text, true, value,
                        QStringLiteral("format %1 prediction %2").arg(nameOfFormat(of)).arg(position)};
    };
    const auto word = [&](const Candidate& candidate) {
        return TextSpan{outputName(model, candidate.id), theme.text, true, std::nullopt, QString()};
    };
    std::vector<TextSpan> spans = spansOf(words(isNumber ? QT_TRANSLATE_NOOP("VariantsFigure", "Number at position %1: float64 says “%2” = %3")
                                                         : QT_TRANSLATE_NOOP("VariantsFigure", "Prediction at position %1: float64 says “%2” with %3 %")),
                                          {plainSpan(QString::number(position), theme.text), word(exact->front()), share(exact->front(), NumberFormat::Float64)},
                                          theme.secondary);
    if (isExact) {
        spans.push_back(plainSpan(QStringLiteral("."), theme.secondary));
        return spans;
    }
    const char* pattern = isNumber ? QT_TRANSLATE_NOOP("VariantsFigure", "; %1 says %3.")
                          : exact->front().id == now->front().id
                              ? QT_TRANSLATE_NOOP("VariantsFigure", "; %1 says the same with %3 %.")
                              : QT_TRANSLATE_NOOP("VariantsFigure", "; %1 says “%2” with %3 %: another prediction.");
    const std::vector<TextSpan> rest =
        spansOf(words(pattern), {plainSpan(nameOfFormat(format), theme.text), word(now->front()), share(now->front(), format)}, theme.secondary);
    spans.insert(spans.end(), rest.begin(), rest.end());
    return spans;
}

LinePlot plotOf(const Shown& shown, const Scene& scene)
{
    LinePlot plot;
    plot.title = words(QT_TRANSLATE_NOOP("VariantsFigure", "Largest difference to float64 ÷ largest number of the step"));
    const auto count = static_cast<double>(shown.steps.size());
    plot.x = {Qt::BottomEdge, 0.0, std::max(count - 1.0, 1.0), false, false, false, words(QT_TRANSLATE_NOOP("VariantsFigure", "steps in the order of computation")), 6};
    double low = 1.0;
    double high = lowest;
    for (std::size_t run = 0; run < shown.runs.runs.size(); ++run) {
        PlotLine line = looksOf(run, shown.runs.runs[run].format, scene);
        for (std::size_t i = 0; i < shown.steps.size(); ++i) {
            const StepDifference* step = shown.find(run, shown.steps[i]);
            const double value = step ? step->relative : std::nan("");
            line.points.emplace_back(static_cast<double>(i), value);
            if (std::isfinite(value) && value > 0.0) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
        plot.lines.push_back(std::move(line));
    }
    const auto selected = std::find(shown.steps.begin(), shown.steps.end(), withoutHead(scene.place.ref()));
    if (selected != shown.steps.end())
        plot.marker = static_cast<double>(selected - shown.steps.begin());
    plot.y = {Qt::LeftEdge, std::max(low, lowest) / 2.0, std::max(high, low) * 2.0, true, true, false, QString(), 5};
    return plot;
}

/// The selected step: how far each of its numbers is from float64.
void paintDifference(Ink& ink, const QRectF& room, const Shown& shown, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const NumberFormat format = scene.options.numberFormat;
    const StepRef step = scene.place.ref();
    const auto say = [&](const QString& text) { flowText(ink, room, {plainSpan(text, theme.secondary)}, TextSize::Body); };
    if (format == NumberFormat::Float64)
        return say(words(QT_TRANSLATE_NOOP("VariantsFigure", "float64 is what the others are measured against: choose another format.")));
    const MatrixView exact = shown.runs.exact->view(step);
    const MatrixView now = shown.runs.run(format).trace->view(step);
    if (!exact || !now)
        return say(words(QT_TRANSLATE_NOOP("VariantsFigure", "The numbers of this step were not kept: choose a shorter text.")));
    if (step.step == Step::Tokens || step.step == Step::Positions || step.step == Step::Mask)
        return say(words(QT_TRANSLATE_NOOP("VariantsFigure", "No format rounds this step.")));
    const MatrixOf<double> difference = differenceOf(exact, now);
    std::vector<MatrixPanel> panels;
    panels.push_back({&difference, QStringLiteral("%1 − float64   %2").arg(nameOfFormat(format), QString::fromStdString(nameOf(step))),
                      heatmapOf(difference, true, largestFinite(difference), scene), true});
    MatrixLabels labels = MatrixLabels::of(scene, step);
    paintSideBySide(ink, panels, room, labels);
}

struct Column
{
    QString title;
    NumberFormat format;
    const char* what; ///< size, largest, relative
    double (*of)(const StepDifference&);
};

std::vector<Column> columnsOf(const Scene& scene)
{
    const NumberFormat chosen = scene.options.numberFormat == NumberFormat::Float64 ? NumberFormat::Float32 : scene.options.numberFormat;
    std::vector<Column> columns{
        {words(QT_TRANSLATE_NOOP("VariantsFigure", "largest number")), chosen, "size", [](const StepDifference& s) { return s.size; }},
        {words(QT_TRANSLATE_NOOP("VariantsFigure", "%1, largest difference")).arg(nameOfFormat(chosen)), chosen, "largest", [](const StepDifference& s) { return s.largest; }}};
    for (const NumberFormatInfo& info : numberFormats()) {
        if (info.format != NumberFormat::Float64)
            columns.push_back({words(QT_TRANSLATE_NOOP("VariantsFigure", "%1, relative")).arg(nameOfFormat(info.format)), info.format, "relative",
                               [](const StepDifference& s) { return s.relative; }});
    }
    return columns;
}

std::size_t runOf(const Shown& shown, NumberFormat format)
{
    return static_cast<std::size_t>(&shown.runs.run(format) - shown.runs.runs.data());
}

void paintSteps(Ink& ink, const QRectF& room, const Shown& shown, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const qreal line = lineHeight(theme);
    const std::vector<Column> columns = columnsOf(scene);
    const qreal nameWidth = theme.space(250);
    const qreal width = std::min(theme.space(116), (room.width() - nameWidth) / static_cast<qreal>(columns.size()));
    const auto cell = [&](const QRectF& row, std::size_t i) {
        return QRectF(row.left() + nameWidth + static_cast<qreal>(i) * width, row.top(), width - theme.space(8), row.height());
    };
    const QRectF header(room.left(), room.top(), room.width(), 2.0 * line);
    ink.text(QRectF(header.left(), header.top(), nameWidth, header.height()), Qt::AlignLeft | Qt::AlignBottom,
             words(QT_TRANSLATE_NOOP("VariantsFigure", "step (all heads together)")), theme.secondary, theme.font(TextSize::Secondary));
    for (std::size_t i = 0; i < columns.size(); ++i)
        ink.text(cell(header, i), Qt::AlignRight | Qt::AlignBottom | Qt::TextWordWrap, columns[i].title, theme.secondary, theme.font(TextSize::Secondary));
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(header.bottomLeft(), QPointF(cell(header, columns.size() - 1).right(), header.bottom()));
    const StepRef selected = withoutHead(scene.place.ref());
    QRectF row(room.left(), header.bottom() + theme.space(2), cell(header, columns.size() - 1).right() + theme.space(8) - room.left(), line);
    for (const StepRef& step : shown.steps) {
        const bool isSelected = step == selected;
        if (isSelected)
            ink.painter().fillRect(row, theme.selectedGround);
        const QString name = nameOfJoined(step);
        ink.elidedText(QRectF(row.left(), row.top(), nameWidth, line), Qt::AlignLeft | Qt::AlignVCenter, name, isSelected ? theme.accent : theme.text,
                       theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal), Qt::ElideMiddle);
        QString spoken = name;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const StepDifference* found = shown.find(runOf(shown, columns[i].format), step);
            if (!found) {
                ink.text(cell(row, i), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("–"), theme.faint, theme.font());
                continue;
            }
            const double value = columns[i].of(*found);
            ink.painter().setFont(theme.numberFont());
            ink.painter().setPen(columns[i].format == scene.options.numberFormat ? theme.text : theme.secondary);
            ink.derivedNumber(cell(row, i), Qt::AlignRight | Qt::AlignVCenter, formatValue(value, digits), value,
                              sourceName(columns[i].format, columns[i].what, step));
            spoken += QStringLiteral(", ") + columns[i].title + QLatin1Char(' ') + formatValue(value, digits);
        }
        ink.hot({row, placeOf(step, scene), spoken, spoken});
        row.translate(0, line);
    }
}

void paintKey(Ink& ink, const QRectF& room, const Shown& shown, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const qreal width = room.width() / static_cast<qreal>(shown.runs.runs.size());
    QRectF place(room.left(), room.top(), width, room.height());
    for (std::size_t run = 0; run < shown.runs.runs.size(); ++run) {
        const PlotLine looks = looksOf(run, shown.runs.runs[run].format, scene);
        paintLineSample(ink, QRectF(place.left(), place.top(), theme.space(28), place.height()), looks);
        ink.elidedText(place.adjusted(theme.space(34), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, nameOfFormat(shown.runs.runs[run].format),
                       looks.isChosen ? theme.accent : theme.text, theme.font(TextSize::Secondary, looks.isChosen ? QFont::DemiBold : QFont::Normal));
        place.translate(width, 0);
    }
}

} // namespace

QSizeF formatsSize(const Scene& scene)
{
    const Theme& theme = scene.theme;
    const auto& kept = scene.trace->steps();
    const auto steps = std::count_if(kept.begin(), kept.end(), [](const StepRef& ref) {
        return ref.head <= 0 && ref.step != Step::Tokens && ref.step != Step::Positions && ref.step != Step::Mask;
    });
    return {theme.space(960), theme.space(textHeight + plotHeight + 12) + static_cast<qreal>(steps + 3) * lineHeight(theme)};
}

void paintFormats(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const NumberFormat format = scene.options.numberFormat;
    QRectF text(room.left(), room.top(), room.width(), theme.space(textHeight));
    const auto paragraph = [&](const std::vector<TextSpan>& spans) {
        text.setTop(text.top() + flowText(ink, text, spans, TextSize::Body) + theme.space(3));
    };
    paragraph({{nameOfFormat(format), theme.text, true, std::nullopt, QString()},
               plainSpan(QStringLiteral("   ") + translated(infoOf(format).definition), theme.text)});
    paragraph({plainSpan(words(QT_TRANSLATE_NOOP("VariantsFigure", "The same text is run in every format and each step is set beside the same step in float64. Differences of 0 have no place in the plot; where numbers overflow, the difference is infinite.")), theme.secondary)});
    const auto known = knownFormats(scene.trace, whenFor(ink.medium()));
    if (!known || !*known) {
        paragraph({plainSpan(known ? translated((*known).error().message) : computingText(), theme.text)});
        return;
    }
    const Shown shown(**known);
    paragraph(predictionSpans(shown.runs, format, scene));
    const qreal key = lineHeight(theme);
    const QRectF plot(room.left(), room.top() + theme.space(textHeight), room.width() * 0.58, theme.space(plotHeight));
    paintLinePlot(ink, plot, plotOf(shown, scene));
    const QRectF inner = plotRect(plot, theme);
    paintKey(ink, QRectF(inner.left(), plot.bottom(), inner.width(), key), shown, scene);
    paintDifference(ink, QRectF(plot.right() + theme.space(16), plot.top(), room.right() - plot.right() - theme.space(16), plot.height()), shown, scene);
    const qreal top = plot.bottom() + key + theme.space(8);
    paintSteps(ink, QRectF(room.left(), top, room.width(), room.bottom() - top), shown, scene);
}

std::vector<NumberTable> formatNumbers(const Scene& scene)
{
    const auto known = knownFormats(scene.trace, When::Now);
    if (!known || !*known)
        return {};
    const FormatRuns& runs = **known;
    NumberTable steps;
    steps.name = "formats";
    const std::vector<StepDifference>& first = runs.runs.front().steps;
    for (const StepDifference& step : first)
        steps.rows.push_back(nameOf(step.step));
    steps.columns = {"largest_number"};
    for (const FormatRun& run : runs.runs) {
        for (const char* what : {".largest_difference", ".relative"})
            steps.columns.push_back(std::string(infoOf(run.format).name) + what);
    }
    steps.values.setConstant(static_cast<Index>(steps.rows.size()), static_cast<Index>(steps.columns.size()), std::nan(""));
    for (std::size_t i = 0; i < first.size(); ++i) {
        steps.values(static_cast<Index>(i), 0) = first[i].size;
        for (std::size_t run = 0; run < runs.runs.size(); ++run) {
            const auto& own = runs.runs[run].steps;
            const auto found = std::find_if(own.begin(), own.end(), [&](const StepDifference& one) { return one.step == first[i].step; });
            if (found == own.end())
                continue;
            steps.values(static_cast<Index>(i), static_cast<Index>(2 * run + 1)) = found->largest;
            steps.values(static_cast<Index>(i), static_cast<Index>(2 * run + 2)) = found->relative;
        }
    }
    std::vector<NumberTable> all{std::move(steps)};
    const StepRef selected = scene.place.ref();
    const MatrixView exact = runs.exact->view(selected);
    for (const FormatRun& run : runs.runs) {
        const MatrixView now = run.trace->view(selected);
        if (!exact || !now)
            continue;
        NumberTable table{"difference." + std::string(infoOf(run.format).name), {}, {}, differenceOf(exact, now)};
        for (Index row = 0; row < table.values.rows(); ++row)
            table.rows.push_back(std::to_string(row));
        for (Index col = 0; col < table.values.cols(); ++col)
            table.columns.push_back(std::to_string(col));
        all.push_back(std::move(table));
    }
    return all;
}

} // namespace hl::ui
