#include "ui/figure/row_panel.h"

#include "core/analysis/reading_ledger.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_layout.h"
#include "ui/figure/row_items.h"
#include "ui/figure/row_prediction.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int panelDigits = 3;
constexpr double sumTolerance = 1e-5;

QString words(const char* text)
{
    return QCoreApplication::translate("RowPanel", text);
}

QString headingOf(const StepRef& ref, const QString& row, const QString& column)
{
    if (ref.step == Step::Pattern)
        return words(QT_TRANSLATE_NOOP("RowPanel", "row “%1”: where it looks")).arg(row);
    if (ref.step == Step::Z)
        return words(QT_TRANSLATE_NOOP("RowPanel", "row “%1”, feature %2: what each key adds")).arg(row, column);
    if (ref.step == Step::SoftmaxSum)
        return words(QT_TRANSLATE_NOOP("RowPanel", "row “%1”: what is added up")).arg(row);
    if (row.isEmpty())
        return words(QT_TRANSLATE_NOOP("RowPanel", "its numbers"));
    return words(QT_TRANSLATE_NOOP("RowPanel", "row “%1”")).arg(row);
}

void paintBar(Ink& ink, const QRectF& track, const RowItem& item, double largest, bool isSigned)
{
    const Theme& theme = ink.theme();
    QPainter& painter = ink.painter();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.chip);
    painter.drawRoundedRect(track, 3, 3);
    if (item.isForbidden || !std::isfinite(item.value) || !(largest > 0.0))
        return;
    const qreal share = std::clamp(std::abs(item.value) / largest, 0.0, 1.0);
    const qreal half = track.width() / 2.0;
    QRectF bar = track;
    if (!isSigned) {
        bar.setWidth(std::max(share * track.width(), 1.5));
    } else {
        bar.setLeft(item.value < 0 ? track.left() + half * (1.0 - share) : track.left() + half);
        bar.setWidth(std::max(half * share, 1.5));
    }
    painter.setBrush(QColor(item.color));
    painter.setPen(isSigned ? QPen(theme.line, 1.0) : QPen(Qt::NoPen));
    painter.drawRoundedRect(bar, std::min(3.0, bar.width() / 2), std::min(3.0, bar.width() / 2));
    if (isSigned) {
        painter.setPen(QPen(theme.faint, 1.0));
        painter.drawLine(QPointF(track.left() + half, track.top() - 1), QPointF(track.left() + half, track.bottom() + 1));
    }
}

void paintItem(Ink& ink, const QRectF& rect, const RowItem& item, double largest, bool isSigned, const QColor& chosen,
               qreal labelWidth)
{
    const Theme& theme = ink.theme();
    const QFont labelFont = theme.font(TextSize::Body, item.isSelected ? QFont::DemiBold : QFont::Normal);
    const QFont numberFont = theme.numberFont(TextSize::Secondary);
    const qreal numberWidth = TypeMetrics(numberFont).horizontalAdvance(QStringLiteral("−0.000123")) + theme.space(4);
    ink.elidedText(QRectF(rect.left(), rect.top(), labelWidth, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                   item.label, item.isSelected ? chosen : theme.secondary, labelFont);
    const qreal height = std::min(theme.space(16), rect.height() - 4.0);
    const qreal left = rect.left() + labelWidth + theme.space(8);
    paintBar(ink, QRectF(left, rect.center().y() - height / 2, rect.right() - numberWidth - left, height), item, largest,
             isSigned);
    const QRectF number(rect.right() - numberWidth, rect.top(), numberWidth, rect.height());
    ink.painter().setPen(item.isSelected ? theme.text : theme.secondary);
    ink.painter().setFont(numberFont);
    if (item.isForbidden)
        ink.text(number, Qt::AlignRight | Qt::AlignVCenter, words(QT_TRANSLATE_NOOP("RowPanel", "forbidden")),
                 theme.secondary, theme.font(TextSize::Secondary));
    else if (item.derived.isEmpty())
        ink.number(number, Qt::AlignRight | Qt::AlignVCenter, item.value, panelDigits, item.source);
    else
        ink.derivedNumber(number, Qt::AlignRight | Qt::AlignVCenter, formatValue(item.value, panelDigits), item.value,
                          item.derived);
}

/// The light before a sentence; nothing where there is nothing that must hold.
void paintLight(Ink& ink, const QRectF& rect, std::optional<bool> holds)
{
    const Theme& theme = ink.theme();
    const qreal line = theme.space(20);
    const qreal dot = theme.space(9);
    ink.painter().setPen(Qt::NoPen);
    ink.painter().setBrush(!holds ? theme.faint : *holds ? theme.holds : theme.broken);
    ink.painter().drawEllipse(QRectF(rect.left(), rect.top() + (line - dot) / 2, dot, dot));
}

/// A sentence below the bars.
struct Closing
{
    std::vector<TextSpan> spans;
    TextSize size = TextSize::Body;
    bool hasLight = false;
    std::optional<bool> holds; ///< nothing where there is nothing that must hold

    [[nodiscard]] qreal indent(const Theme& theme) const { return hasLight ? theme.space(15) : 0.0; }
    [[nodiscard]] qreal height(const Theme& theme, qreal width) const { return flowHeight(theme, width - indent(theme), spans, size) + theme.space(8); }
};

Closing sumSentence(const Theme& theme, const QString& pattern, const std::vector<TextSpan>& numbers, std::optional<bool> holds)
{
    Closing closing{spansOf(pattern, numbers, !holds ? theme.text : *holds ? theme.holds : theme.broken), TextSize::Body, true, holds};
    for (TextSpan& span : closing.spans)
        span.isBold = true;
    return closing;
}

TextSpan sumSpan(double value, const QColor& color, const QString& name)
{
    return {QString::number(value, 'f', 6), color, true, value, name};
}

Closing sumOf(const Scene& scene, const StepRef& ref, const Heatmap& map)
{
    const Theme& theme = scene.theme;
    const Index row = scene.place.row();
    double sum = 0.0;
    for (Index col = 0; col < map.view.cols(); ++col)
        sum += map.view.at(row, col);
    const bool isAllForbidden = scene.trace->isFullyMasked(ref, row);
    const bool holds = std::abs(sum - (isAllForbidden ? 0.0 : 1.0)) <= sumTolerance;
    QString pattern = words(QT_TRANSLATE_NOOP("RowPanel", "sum %1"));
    if (isAllForbidden)
        pattern = words(QT_TRANSLATE_NOOP("RowPanel", "sum %1: every key is forbidden"));
    else if (!holds)
        pattern = words(QT_TRANSLATE_NOOP("RowPanel", "sum %1: it should be 1"));
    return sumSentence(theme, pattern, {sumSpan(sum, holds ? theme.holds : theme.broken, QStringLiteral("sum of the row of the pattern"))}, holds);
}

/// The sum of a row of a reading, and what is hidden of it.
Closing readSumOf(const Theme& theme, const ShownStep& shown, Index row)
{
    const ReadPattern& read = **shown.read;
    const auto invariant = rowInvariant(read, shown.reading, row);
    const std::optional<bool> holds = invariant ? std::optional(invariant->holds) : std::nullopt;
    const QColor color = !holds ? theme.text : *holds ? theme.holds : theme.broken;
    const QString where = QStringLiteral(" %1 %2").arg(QString::fromStdString(nameOf(shown.ref))).arg(row);
    const std::vector<TextSpan> numbers{sumSpan(read.weights.row(row).sum(), color, QStringLiteral("reading sum") + where),
                                        sumSpan(read.hidden[static_cast<std::size_t>(row)], color, QStringLiteral("reading hidden") + where)};
    QString pattern = words(QT_TRANSLATE_NOOP("RowPanel", "sum %1"));
    if (read.hiddenKeys > 0)
        pattern = shown.reading.specials == SpecialTokens::Renormalised
                      ? words(QT_TRANSLATE_NOOP("RowPanel", "sum %1, after %2 were hidden and the rest divided by what is left"))
                      : words(QT_TRANSLATE_NOOP("RowPanel", "sum %1, hidden %2"));
    return sumSentence(theme, pattern, numbers, holds);
}

/// What the selected cell of a reading says.
std::pair<Message, double> readSentence(const Trace& trace, const ShownStep& shown, const MatrixLabels& labels)
{
    const ReadPattern& read = **shown.read;
    return {sentenceFor(read, *trace.rowTokens(shown.ref), *trace.columnTokens(shown.ref), shown.reading, labels.selectedRow, labels.selectedCol),
            100.0 * read.weights(labels.selectedRow, labels.selectedCol)};
}

Closing sentenceOf(const Scene& scene, const ShownStep& shown, const MatrixLabels& labels)
{
    const Theme& theme = scene.theme;
    const StepRef& ref = shown.ref;
    const bool isPair = infoOf(ref.step).cols == Axis::Key;
    const bool isWeight = ref.step == Step::Pattern;
    const auto [message, percent] = shown.isRead() ? readSentence(*scene.trace, shown, labels)
                                                   : std::pair(sentenceFor(*scene.trace, ref, scene.place.row(), scene.place.col()),
                                                               isWeight ? 100.0 * shown.view.at(scene.place.row(), scene.place.col()) : 0.0);
    if (!*message.source)
        return {};
    std::vector<TextSpan> arguments;
    for (const std::string& argument : message.args)
        arguments.push_back({QString::fromStdString(argument), theme.text, false, std::nullopt, QString()});
    if (isPair && arguments.size() >= 5) {
        arguments[0] = {arguments[0].text, labels.rowColor, true, std::nullopt, QString()};
        if (isWeight && !arguments[2].text.isEmpty())
            arguments[2] = {arguments[2].text, theme.text, true, percent, QStringLiteral("attention weight in percent")};
        arguments[3] = {arguments[3].text, labels.colColor, true, std::nullopt, QString()};
    }
    return {spansOf(translated(message.source), arguments, theme.text), TextSize::Emphasis, false, std::nullopt};
}

/// The sum, what the selected cell says, and what the row is for: those that there are, in this order.
std::vector<Closing> closingsOf(const Scene& scene, const ShownStep& shown, const Heatmap& map, const MatrixLabels& labels)
{
    std::vector<Closing> all;
    if (shown.ref.step == Step::Pattern)
        all.push_back(shown.isRead() ? readSumOf(scene.theme, shown, labels.selectedRow) : sumOf(scene, shown.ref, map));
    all.push_back(sentenceOf(scene, shown, labels));
    if (const QString prediction = shown.isRead() ? QString() : rowPrediction(scene, shown.ref); !prediction.isEmpty()) // a word's last piece predicts
        all.push_back({{{prediction, scene.theme.secondary, false, std::nullopt, QString()}}, TextSize::Body, false, std::nullopt});
    std::erase_if(all, [](const Closing& closing) { return closing.spans.empty(); });
    return all;
}

} // namespace

void paintRowPanel(Ink& ink, const QRectF& rect, const Scene& scene, const ShownStep& shown, const Heatmap& map)
{
    const StepRef& ref = shown.ref;
    const MatrixLabels labels = MatrixLabels::of(scene, shown);
    if (labels.selectedRow >= map.view.rows() || labels.selectedCol >= map.view.cols())
        return;
    const Theme& theme = ink.theme();
    const QFont headFont = theme.font(TextSize::Body, QFont::DemiBold);
    const qreal line = theme.space(20);
    qreal y = rect.top();
    ink.elidedText(QRectF(rect.left(), y, rect.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                   headingOf(ref, labels.row(labels.selectedRow), labels.col(labels.selectedCol)), theme.secondary, headFont);
    y += line + theme.space(8);

    const auto all = rowItems(scene, shown, map);
    const qreal itemHeight = theme.space(24);
    const auto closings = closingsOf(scene, shown, map, labels);
    qreal below = line + theme.space(8); // with how many are not listed
    for (const Closing& closing : closings)
        below += closing.height(theme, rect.width());
    const auto room = static_cast<std::size_t>(std::max(2.0, std::floor((rect.bottom() - y - below) / itemHeight)));
    const bool isVocabulary = infoOf(ref.step).cols == Axis::Vocabulary;
    const auto items = strongest(all, room, isVocabulary);
    double largest = 0.0;
    qreal labelWidth = theme.space(16);
    for (const RowItem& item : items) {
        if (!item.isForbidden && std::isfinite(item.value))
            largest = std::max(largest, std::abs(item.value));
        labelWidth = std::max(labelWidth, TypeMetrics(headFont).horizontalAdvance(item.label));
    }
    labelWidth = std::min(labelWidth, rect.width() * 0.34);
    if (ref.step == Step::Pattern || ref.step == Step::Probs || ref.step == Step::ClassProbs || ref.step == Step::SpanProbs || ref.step == Step::PairProbs)
        largest = 1.0;
    const bool isDiverging = ref.step != Step::SoftmaxSum && (map.scale.isDiverging || ref.step == Step::Z);
    const bool areKeys = ref.step == Step::Z || ref.step == Step::SoftmaxSum; // though the columns are not
    for (RowItem item : items) {
        if (shown.isRead())
            item.derived = shown.recordOf(labels.selectedRow, item.index).derived;
        const QRectF line1(rect.left(), y, rect.width(), itemHeight);
        paintItem(ink, line1, item, largest, isDiverging, areKeys ? theme.key : labels.colColor, labelWidth);
        Place place = scene.place;
        if (areKeys)
            place.key = item.index;
        else
            place = labels.placeAt(labels.selectedRow, item.index);
        ink.hot({line1, place, item.label, item.label + QLatin1Char(' ') + formatValue(item.value, panelDigits)});
        y += itemHeight;
    }
    if (items.size() < all.size()) {
        const int left = static_cast<int>(all.size() - items.size());
        ink.text(QRectF(rect.left(), y, rect.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                 QCoreApplication::translate("RowPanel", "%n more, not listed", nullptr, left),
                 theme.secondary, theme.font(TextSize::Secondary));
        y += line;
    }
    y += theme.space(8);
    for (const Closing& closing : closings) {
        const qreal height = closing.height(theme, rect.width());
        if (y + height - theme.space(8) > rect.bottom() + 1.0)
            break; // the ledger has it, too; half of it says nothing
        if (closing.hasLight)
            paintLight(ink, QRectF(rect.left(), y, rect.width(), line), closing.holds);
        flowText(ink, QRectF(rect.left() + closing.indent(theme), y, rect.width() - closing.indent(theme), height), closing.spans, closing.size);
        y += height;
    }
}

} // namespace hl::ui
