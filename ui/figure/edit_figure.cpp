#include "ui/figure/edit_figure.h"

#include "core/analysis/edit_effect.h"
#include "ui/figure/change_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("EditFigure", text);
}

qreal lineHeight(const Theme& theme)
{
    return theme.space(24);
}

StepRef outputOf(const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    return stackOutput(spec.outputSide(), spec);
}

QString whyNoTable(const Scene& scene)
{
    return scene.trace->unchanged()
               ? words(QT_TRANSLATE_NOOP("EditFigure", "The text has other tokens than before: rows of numbers cannot be set against each other."))
               : words(QT_TRANSLATE_NOOP("EditFigure", "Nothing is changed. Double-click a number on the stage to write another, or choose Add."));
}

/// Columns of the table, from the left.
struct Columns
{
    QRectF label, bar, change, size, cosine;

    static Columns of(const QRectF& row, qreal labelWidth, const Theme& theme)
    {
        const qreal number = theme.space(84);
        Columns columns;
        columns.label = QRectF(row.left(), row.top(), labelWidth, row.height());
        columns.cosine = QRectF(row.right() - number, row.top(), number, row.height());
        columns.size = columns.cosine.translated(-number, 0);
        columns.change = columns.size.translated(-number, 0);
        columns.bar = QRectF(columns.label.right() + theme.space(8), row.top(), 0, row.height());
        columns.bar.setRight(columns.change.left());
        return columns;
    }
};

} // namespace

QString EditFigure::title(const Scene&) const
{
    return words(QT_TRANSLATE_NOOP("EditFigure", "What the changes do"));
}

QSizeF EditFigure::naturalSize(const Scene& scene) const
{
    const auto effects = editEffects(*scene.trace);
    const auto lines = static_cast<qreal>(std::max<std::size_t>(effects.size(), 1)) + 4.0;
    return {scene.theme.space(560), lines * lineHeight(scene.theme) + scene.theme.space(2 * margin)};
}

QSizeF EditFigure::leastSize(const Scene& scene) const
{
    const bool hasTable = !editEffects(*scene.trace).empty(); // a sentence alone is broken into lines
    return {scene.theme.space(hasTable ? 420 : 220), naturalSize(scene).height()};
}

void EditFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const qreal line = lineHeight(theme);
    const QRectF room = rect.adjusted(space, theme.space(12), -space, -theme.space(12));
    QRectF row(room.left(), room.top(), room.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, title(scene), theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    row.translate(0, line);
    const auto paragraph = [&](const QString& text) {
        const qreal height = flowText(ink, QRectF(row.left(), row.top(), row.width(), rect.bottom() - row.top()),
                                      {{text, theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        row.translate(0, height + theme.space(8));
    };
    if (const QString prediction = predictionChangeText(scene); !prediction.isEmpty())
        paragraph(prediction);
    const auto effects = editEffects(*scene.trace);
    if (effects.empty()) {
        paragraph(whyNoTable(scene));
        return;
    }
    const Tokens& tokens = scene.trace->tokens(scene.trace->model().spec().outputSide());
    const TypeMetrics metrics(theme.font(TextSize::Body, QFont::DemiBold));
    qreal labelWidth = theme.space(40);
    double largest = 0.0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(tokenLabel(tokens, static_cast<Index>(i))) + theme.space(4));
        largest = std::max(largest, effects[i].change);
    }
    labelWidth = std::min(labelWidth, room.width() * 0.3);
    const QFont small = theme.font(TextSize::Secondary);
    const Columns head = Columns::of(row, labelWidth, theme);
    ink.elidedText(head.bar, Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("EditFigure", "y = %1")).arg(QString::fromStdString(nameOf(outputOf(scene)))),
                   theme.secondary, small);
    ink.text(head.change, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("‖y′ − y‖"), theme.secondary, small);
    ink.text(head.size, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("‖y‖"), theme.secondary, small);
    ink.text(head.cosine, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("cos(y, y′)"), theme.secondary, small);
    for (std::size_t i = 0; i < effects.size(); ++i) {
        row.translate(0, line);
        if (row.bottom() > rect.bottom())
            break;
        const auto index = static_cast<Index>(i);
        const Columns columns = Columns::of(row, labelWidth, theme);
        const bool isLargest = largest > 0.0 && effects[i].change == largest;
        const QString label = tokenLabel(tokens, index);
        ink.elidedText(columns.label, Qt::AlignRight | Qt::AlignVCenter, label, isLargest ? theme.accent : theme.text,
                       theme.font(TextSize::Body, isLargest ? QFont::DemiBold : QFont::Normal));
        QRectF track(columns.bar.left(), row.center().y() - theme.space(7), columns.bar.width(), theme.space(14));
        ink.painter().setPen(Qt::NoPen);
        ink.painter().setBrush(theme.chip);
        ink.painter().drawRoundedRect(track, 3, 3);
        if (largest > 0.0 && effects[i].change > 0.0) {
            track.setWidth(std::max(1.5, track.width() * effects[i].change / largest));
            ink.painter().setBrush(isLargest ? theme.accent : theme.faint);
            ink.painter().drawRoundedRect(track, std::min(3.0, track.width() / 2), std::min(3.0, track.width() / 2));
        }
        const auto number = [&](const QRectF& place, double value, const char* what) {
            ink.painter().setFont(theme.numberFont());
            ink.painter().setPen(theme.text);
            ink.derivedNumber(place, Qt::AlignRight | Qt::AlignVCenter, formatValue(value, digits), value,
                              QStringLiteral("effect %1 %2").arg(QLatin1String(what)).arg(index));
        };
        number(columns.change, effects[i].change, "change");
        number(columns.size, effects[i].size, "size");
        number(columns.cosine, effects[i].cosine, "cosine");
        const StepRef output = outputOf(scene);
        Place place = scene.place;
        place.side = output.side;
        place.isCross = false;
        const QString spoken = words(QT_TRANSLATE_NOOP("EditFigure", "%1: changed by %2, cosine %3"))
                                   .arg(label, formatValue(effects[i].change, digits), formatValue(effects[i].cosine, digits));
        ink.hot({row, place.withCell(output.step, index, place.feature), spoken, spoken});
    }
}

std::vector<StepRef> EditFigure::shownSteps(const Scene& scene) const
{
    return {outputOf(scene)};
}

std::vector<NumberTable> EditFigure::tables(const Scene& scene) const
{
    const auto effects = editEffects(*scene.trace);
    if (effects.empty())
        return {};
    const Tokens& tokens = scene.trace->tokens(scene.trace->model().spec().outputSide());
    NumberTable table{"effects", {}, {"change", "size", "cosine"}, MatrixOf<double>(static_cast<Index>(effects.size()), 3)};
    for (std::size_t i = 0; i < effects.size(); ++i) {
        const auto row = static_cast<Index>(i);
        table.rows.push_back(tokenLabel(tokens, row).toStdString());
        table.values.row(row) << effects[i].change, effects[i].size, effects[i].cosine;
    }
    return {std::move(table)};
}

} // namespace hl::ui
