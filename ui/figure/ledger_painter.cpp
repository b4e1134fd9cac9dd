#include "ui/figure/ledger_painter.h"

#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal labelColumn = 76.0;
constexpr std::size_t longestFormula = 4; // terms; longer sums are set in columns
constexpr std::size_t largestTable = 4096; // terms painted; the rest is in the copied text
constexpr std::size_t foldedLines = 3;     // of a long sum that only leads to what is selected
constexpr std::size_t longestUnfolded = 5; // lines; folding less than two away would be no gain

QString words(const char* text)
{
    return QCoreApplication::translate("LedgerFigure", text);
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

Place placeOf(const Scene& scene, const Source& source)
{
    if (!source.step)
        return scene.place;
    Place place = onStack(scene.place, source.step->side, scene.place.isCross, *scene.trace);
    if (source.step->layer >= 0)
        place.layer = source.step->layer;
    if (source.step->head >= 0)
        place.head = source.step->head;
    if (infoOf(source.step->step).scope >= Scope::Attention)
        place.isCross = source.step->isCross;
    // A distance is no token: the selection stays at its query.
    const bool isOfDistance = infoOf(source.step->step).rows == Axis::Distance;
    return place.withCell(source.step->step, isOfDistance ? place.query : source.row, source.col);
}

QString originOf(const LedgerPiece& piece)
{
    if (!piece.source)
        return textOf(piece.symbol);
    const std::string where = piece.source->step ? nameOf(*piece.source->step) : piece.source->tensor;
    return QStringLiteral("%1 · %2 [%3, %4]")
        .arg(textOf(piece.symbol), textOf(where), QString::number(piece.source->row), QString::number(piece.source->col));
}

} // namespace

LedgerPainter::LedgerPainter(Ink& ink, const QRectF& rect, const Scene& scene)
    : m_ink(ink)
    , m_rect(rect)
    , m_scene(scene)
    , m_y(rect.top())
    , m_line(TypeMetrics(scene.theme.numberFont()).height() + scene.theme.space(4))
{}

qreal LedgerPainter::contentLeft() const
{
    return m_rect.left() + m_scene.theme.space(labelColumn);
}

qreal LedgerPainter::contentWidth() const
{
    return m_rect.right() - contentLeft();
}

QColor LedgerPainter::colorOf(const LedgerPiece& piece) const
{
    const Theme& theme = m_scene.theme;
    if (!piece.source || !piece.source->step)
        return theme.text;
    switch (piece.source->step->step) {
    case Step::Q:
    case Step::QNorm:
    case Step::QRot: return theme.query;
    case Step::K:
    case Step::KNorm:
    case Step::KRot: return theme.key;
    case Step::V: return theme.value;
    default: return theme.text;
    }
}

QString LedgerPainter::derivedName(const Explanation& e, const QString& what) const
{
    return QStringLiteral("%1 %2 %3 %4 %5").arg(e.name.empty() ? QStringLiteral("ledger") : QStringLiteral("reading-ledger"), textOf(nameOf(e.step))).arg(e.row).arg(e.col).arg(what);
}

void LedgerPainter::number(const QRectF& rect, int flags, const LedgerPiece& piece, const Explanation& e)
{
    const int digits = m_scene.options.digits;
    m_ink.painter().setPen(colorOf(piece));
    if (piece.source) {
        m_ink.number(rect, flags, *piece.value, digits, *piece.source);
        m_ink.hot({rect, placeOf(m_scene, *piece.source), originOf(piece), textOf(piece.symbol)});
    } else {
        m_ink.derivedNumber(rect, flags, formatValue(*piece.value, digits), *piece.value,
                            derivedName(e, textOf(piece.symbol)));
    }
}

void LedgerPainter::heading(const Explanation& e)
{
    const Theme& theme = m_scene.theme;
    const QFont font = theme.numberFont(TextSize::Emphasis, QFont::DemiBold);
    const QString left = textOf(e.left);
    const qreal width = TypeMetrics(font).horizontalAdvance(left) + theme.space(12);
    const QRectF row(m_rect.left(), m_y, m_rect.width(), m_line + theme.space(4));
    m_ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, left, theme.text, font);
    m_ink.elidedText(row.adjusted(width, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter, textOf(e.path()),
                     theme.secondary, theme.font(TextSize::Secondary), Qt::ElideLeft);
    m_y = row.bottom() + theme.space(4);
}

void LedgerPainter::sentence()
{
    const Place& place = m_scene.place;
    const Message message = sentenceFor(*m_scene.trace, place.ref(), place.row(), place.col());
    const bool isWeight = place.step == Step::Pattern && *message.source;
    sentence(message, isWeight ? 100.0 * m_scene.trace->view(place.ref()).at(place.row(), place.col()) : 0.0);
}

void LedgerPainter::sentence(const ShownStep& shown)
{
    const Index row = shown.rowOf(m_scene.place);
    const Index col = shown.colOf(m_scene.place);
    const Trace& trace = *m_scene.trace;
    sentence(sentenceFor(**shown.read, *trace.rowTokens(shown.ref), *trace.columnTokens(shown.ref), shown.reading, row, col),
             100.0 * shown.view.at(row, col));
}

void LedgerPainter::sentence(const Message& message, double percent)
{
    if (!*message.source)
        return;
    const Place& place = m_scene.place;
    const Theme& theme = m_scene.theme;
    const auto& info = infoOf(place.step);
    const bool isPair = info.cols == Axis::Key;
    std::vector<TextSpan> arguments;
    for (std::size_t i = 0; i < message.args.size(); ++i) {
        const bool isQuery = i == 0 && info.rows != Axis::One;
        const bool isKey = isPair && i == 3;
        arguments.push_back({textOf(message.args[i]), isQuery && isPair ? theme.query : isKey ? theme.key : theme.text,
                             isQuery || isKey, std::nullopt, QString()});
    }
    if (place.step == Step::Pattern && arguments.size() == 5 && !arguments[2].text.isEmpty())
        arguments[2] = {arguments[2].text, theme.text, true, percent, QStringLiteral("attention weight in percent")};
    m_y += flowText(m_ink, QRectF(m_rect.left(), m_y, m_rect.width(), 0), spansOf(translated(message.source), arguments, theme.text),
                    TextSize::Body)
           + theme.space(8);
}

void LedgerPainter::label(const QString& text)
{
    const Theme& theme = m_scene.theme;
    m_ink.elidedText(QRectF(m_rect.left(), m_y, theme.space(labelColumn - 4), m_line), Qt::AlignLeft | Qt::AlignVCenter,
                     text, theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
}

void LedgerPainter::expression(const Explanation& e)
{
    const Theme& theme = m_scene.theme;
    m_y += flowText(m_ink, QRectF(contentLeft(), m_y, contentWidth(), 0),
                    {{textOf(e.left + " = ") + translated(e.expression.c_str()), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
}

void LedgerPainter::flow(const std::vector<LedgerPiece>& pieces, const Explanation& e)
{
    const QFont font = m_scene.theme.numberFont();
    const TypeMetrics metrics(font);
    qreal x = contentLeft();
    const auto textAt = [&](std::size_t i) {
        return pieces[i].value ? formatValue(*pieces[i].value, m_scene.options.digits) : textOf(pieces[i].text);
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const LedgerPiece& piece = pieces[i];
        QString text = textAt(i);
        qreal width = metrics.horizontalAdvance(text);
        // An operator goes to the next line together with its number.
        const bool isOperator = !piece.value && i + 1 < pieces.size();
        const qreal together = width + (isOperator ? metrics.horizontalAdvance(textAt(i + 1)) : 0.0);
        if (x > contentLeft() && x + together > m_rect.right()) {
            x = contentLeft();
            m_y += m_line;
            text = text.trimmed() + (piece.value ? QString() : QStringLiteral(" "));
            width = metrics.horizontalAdvance(text);
        }
        const QRectF place(x, m_y, width + 1.0, m_line);
        m_ink.painter().setFont(font);
        if (piece.value)
            number(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, piece, e);
        else
            m_ink.text(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text, m_scene.theme.secondary, font);
        x += width;
    }
    m_y += m_line;
}

bool LedgerPainter::isSeen() const
{
    const QPainter& painter = m_ink.painter();
    if (m_ink.medium() != Medium::Screen || !painter.hasClipping())
        return true;
    const QRectF clip = painter.clipBoundingRect();
    return m_y + m_line >= clip.top() && m_y <= clip.bottom();
}

void LedgerPainter::columns(const Explanation& e, bool isPart)
{
    const Theme& theme = m_scene.theme;
    const QFont font = theme.numberFont();
    const TypeMetrics metrics(font);
    const int digits = m_scene.options.digits;
    std::array<qreal, 2> widths{0.0, 0.0}; // of the first and the second factor
    for (std::size_t i = 0; i < std::min(e.terms.size(), largestTable); ++i) {
        const auto& factors = e.terms[i].factors;
        for (std::size_t f = 0; f < std::min<std::size_t>(factors.size(), 2); ++f)
            widths[f] = std::max(widths[f], metrics.horizontalAdvance(formatValue(factors[f].value, digits)));
    }
    const qreal left = m_rect.left() + theme.space(12);
    const qreal dot = metrics.horizontalAdvance(QStringLiteral(" · "));
    const QString separator = isListOfNumbers(e) ? QStringLiteral(",") : QStringLiteral(" + ");
    const qreal step = widths[0] + (widths[1] > 0.0 ? dot + widths[1] : 0.0)
                       + metrics.horizontalAdvance(separator) + (isListOfNumbers(e) ? theme.space(8) : 0.0);
    const auto perLine = static_cast<std::size_t>(std::max(1.0, std::floor((m_rect.right() - left) / step)));
    const bool isFolded = isPart && !m_scene.options.allTerms && e.terms.size() > perLine * longestUnfolded;
    const std::size_t shown = std::min(e.terms.size(), isFolded ? perLine * foldedLines : largestTable);
    constexpr int flags = Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip;
    for (std::size_t i = 0; i < shown; ++i) {
        if (!isSeen()) { // of thousands of lines a screen shows a few
            const std::size_t rest = std::min(perLine - i % perLine, shown - i);
            i += rest - 1;
            m_y += m_line;
            continue;
        }
        qreal x = left + static_cast<qreal>(i % perLine) * step;
        const auto& factors = e.terms[i].factors;
        for (std::size_t f = 0; f < factors.size(); ++f) {
            m_ink.painter().setFont(font);
            const bool isStored = factors[f].source.step || !factors[f].source.tensor.empty();
            number(QRectF(x, m_y, widths[f], m_line), flags,
                   {{}, factors[f].symbol, factors[f].value, isStored ? std::optional(factors[f].source) : std::nullopt}, e);
            x += widths[f];
            if (f + 1 < factors.size())
                m_ink.text(QRectF(x, m_y, dot, m_line), Qt::AlignCenter | Qt::TextDontClip, QStringLiteral("·"),
                           theme.secondary, font);
            x += f + 1 < factors.size() ? dot : 0.0;
        }
        if (i + 1 < e.terms.size())
            m_ink.text(QRectF(x, m_y, step, m_line), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, separator,
                       theme.secondary, font);
        if (i + 1 == shown || (i + 1) % perLine == 0)
            m_y += m_line;
    }
    if (shown < e.terms.size()) {
        m_ink.text(QRectF(left, m_y, m_rect.right() - left, m_line), Qt::AlignLeft | Qt::AlignVCenter,
                   (isFolded ? words(QT_TRANSLATE_NOOP("LedgerFigure", "… and %1 more; “All terms” shows them"))
                             : words(QT_TRANSLATE_NOOP("LedgerFigure", "terms not shown here: %1; copy them as text")))
                       .arg(e.terms.size() - shown),
                   theme.secondary, theme.font());
        m_y += m_line;
    }
}

void LedgerPainter::result(const Explanation& e, const QString& note)
{
    const Theme& theme = m_scene.theme;
    const QFont font = theme.numberFont(TextSize::Body, QFont::DemiBold);
    const QRectF row(contentLeft(), m_y, contentWidth(), m_line);
    m_ink.painter().setFont(font);
    m_ink.painter().setPen(theme.accent);
    // The result is the stored number; how far the recomputed one departs is said below.
    const QString equals = QStringLiteral("= ");
    const qreal width = TypeMetrics(font).horizontalAdvance(equals);
    m_ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, equals, theme.accent, font);
    const QRectF place = row.adjusted(width, 0, 0, 0);
    if (e.name.empty())
        m_ink.number(place, Qt::AlignLeft | Qt::AlignVCenter, e.traced, m_scene.options.digits, {e.step, {}, e.row, e.col});
    else
        m_ink.derivedNumber(place, Qt::AlignLeft | Qt::AlignVCenter, formatValue(e.traced, m_scene.options.digits), e.traced,
                            derivedName(e, textOf(e.path() + " traced")));
    if (!note.isEmpty())
        m_ink.text(row, Qt::AlignRight | Qt::AlignVCenter, note, theme.secondary, theme.font(TextSize::Secondary));
    m_y += m_line;
}

void LedgerPainter::quantities(const Explanation& e)
{
    const Theme& theme = m_scene.theme;
    for (const Quantity& quantity : e.quantities) {
        const QString formula = translated(quantity.formula.c_str());
        const QString text = quantity.formula.empty()
                                 ? translated(quantity.symbol.c_str())
                                 : QStringLiteral("%1 = %2").arg(translated(quantity.symbol.c_str()), formula);
        const QRectF row(contentLeft(), m_y, contentWidth(), m_line);
        m_ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, text, theme.secondary, theme.font());
        m_ink.painter().setFont(theme.numberFont());
        number(row, Qt::AlignRight | Qt::AlignVCenter, {{}, quantity.symbol, quantity.value, quantity.source}, e);
        m_y += m_line;
    }
}

void LedgerPainter::step(const QString& text, const Explanation& e, bool isPart)
{
    label(text);
    expression(e);
    const bool hasProducts = !e.terms.empty() && e.terms.front().factors.size() > 1;
    const bool isTable =
        (isSum(e) && e.terms.size() > (hasProducts ? 1 : longestFormula)) || isListOfNumbers(e);
    if (isTable) {
        columns(e, isPart);
        if (!e.name.empty())
            quantities(e);
    } else {
        flow(ledgerNumbers(e), e);
        quantities(e);
    }
    result(e, isTable ? words(QT_TRANSLATE_NOOP("LedgerFigure", "terms: %1")).arg(e.terms.size()) : QString());
    gap(8);
}

void LedgerPainter::heads(const QString& text, const Explanation& e, const ReadingLedger& ledger)
{
    const Theme& theme = m_scene.theme;
    const int digits = m_scene.options.digits;
    const bool isMax = e.operation == Operation::RowMax;
    label(text);
    expression(e);
    const QFont font = theme.numberFont();
    for (std::size_t i = 0; i < ledger.heads.size(); ++i) {
        const HeadPart& part = ledger.heads[i];
        const QRectF row(contentLeft(), m_y, contentWidth(), m_line);
        const bool isShown = i == ledger.shownHead;
        m_ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, headName(part.share.head.layer, part.share.head.head), isShown ? theme.accent : theme.secondary,
                   theme.font(TextSize::Body, isShown ? QFont::DemiBold : QFont::Normal));
        const qreal third = (contentWidth() - theme.space(36)) / 2.0;
        const QString where = QString::number(i);
        const auto put = [&](const QRectF& place, int flags, double value, const char* what) {
            m_ink.painter().setFont(font);
            m_ink.painter().setPen(theme.text);
            m_ink.derivedNumber(place, flags | Qt::AlignVCenter | Qt::TextDontClip, formatValue(value, digits), value,
                                derivedName(e, textOf(e.path()) + QLatin1Char(' ') + QString::fromLatin1(what) + QLatin1Char(' ') + where));
        };
        const QRectF share(row.left() + theme.space(36), row.top(), third, row.height());
        if (!isMax) {
            put(share, Qt::AlignRight, part.share.share, "share");
            m_ink.text(QRectF(share.right(), row.top(), theme.space(16), row.height()), Qt::AlignCenter, QStringLiteral("·"), theme.secondary, font);
        }
        put(QRectF(share.right() + theme.space(16), row.top(), third - theme.space(16), row.height()), Qt::AlignRight, part.value, "value");
        Place place = m_scene.place;
        place.layer = part.share.head.layer;
        place.head = part.share.head.head;
        QString tip = headName(place.layer, place.head);
        if (part.share.entropy)
            tip += QLatin1Char('\n') + words(QT_TRANSLATE_NOOP("LedgerFigure", "entropy %1, of an even spread %2")).arg(formatValue(*part.share.entropy, 3), formatValue(*part.share.even, 3));
        m_ink.hot({row, place, tip, headName(place.layer, place.head) + QLatin1Char(' ') + formatValue(part.value, digits)});
        m_y += m_line;
    }
    result(e, isMax ? words(QT_TRANSLATE_NOOP("LedgerFigure", "the largest")) : words(QT_TRANSLATE_NOOP("LedgerFigure", "heads: %1")).arg(ledger.heads.size()));
    gap(8);
}

void LedgerPainter::rule()
{
    gap(4);
    m_ink.painter().setPen(QPen(m_scene.theme.line, 1.0));
    m_ink.painter().drawLine(QPointF(contentLeft(), m_y), QPointF(m_rect.right(), m_y));
    gap(6);
}

void LedgerPainter::softmax(const QString& text, const std::vector<Explanation>& chain)
{
    const Theme& theme = m_scene.theme;
    label(text);
    for (const Explanation& e : chain) {
        if (e.step.step == Step::Pattern)
            rule();
        QString words1;
        switch (e.step.step) {
        case Step::SoftmaxMax: words1 = words(QT_TRANSLATE_NOOP("LedgerFigure", "max of the row")); break;
        case Step::SoftmaxShifted: words1 = words(QT_TRANSLATE_NOOP("LedgerFigure", "minus the max")); break;
        case Step::SoftmaxExp: words1 = words(QT_TRANSLATE_NOOP("LedgerFigure", "exponential")); break;
        case Step::SoftmaxSum: words1 = words(QT_TRANSLATE_NOOP("LedgerFigure", "sum over the row")); break;
        default: words1 = words(QT_TRANSLATE_NOOP("LedgerFigure", "weight")); break;
        }
        const bool isWeight = e.step.step == Step::Pattern;
        const TextSize size = isWeight ? TextSize::Emphasis : TextSize::Body;
        const QFont::Weight weight = isWeight ? QFont::DemiBold : QFont::Normal;
        const QRectF row(contentLeft(), m_y, contentWidth(), m_line);
        m_ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, words1, theme.text, theme.font(size, weight));
        m_ink.painter().setFont(theme.numberFont(size, weight));
        m_ink.painter().setPen(isWeight ? theme.accent : theme.text);
        m_ink.number(row, Qt::AlignRight | Qt::AlignVCenter, e.traced, m_scene.options.digits, {e.step, {}, e.row, e.col});
        m_y += m_line;
        if (e.step.step == Step::SoftmaxMax || e.step.step == Step::SoftmaxSum)
            columns(e, true);
        else
            flow(ledgerNumbers(e), e);
    }
    gap(4);
}

void LedgerPainter::light(bool isGood, const std::vector<TextSpan>& spans)
{
    const Theme& theme = m_scene.theme;
    const QColor color = isGood ? theme.holds : theme.broken;
    const qreal dot = theme.space(8);
    m_ink.painter().setPen(Qt::NoPen);
    m_ink.painter().setBrush(color);
    m_ink.painter().drawEllipse(QRectF(m_rect.left() + 1.0, m_y + (m_line - dot) / 2, dot, dot));
    const qreal indent = theme.space(16);
    m_y += flowText(m_ink, QRectF(m_rect.left() + indent, m_y + theme.space(1), m_rect.width() - indent, 0),
                    spans, TextSize::Secondary)
           + theme.space(2);
}

void LedgerPainter::agreement(const Explanation& e)
{
    const Theme& theme = m_scene.theme;
    const int digits = std::max(m_scene.options.digits, 9);
    const auto span = [&](double value, int count, const char* what) {
        return TextSpan{formatValue(value, count), theme.text, false, value, derivedName(e, QString::fromLatin1(what))};
    };
    const std::vector<TextSpan> numbers{span(e.result, digits, "result"), span(e.traced, digits, "traced"),
                                        span(std::abs(e.result - e.traced), 2, "difference")};
    const bool isSame = e.result == e.traced;
    QString pattern = words(QT_TRANSLATE_NOOP("LedgerFigure", "recomputed in float64: %1; shown: %2; difference %3"));
    if (isSame)
        pattern = words(QT_TRANSLATE_NOOP("LedgerFigure", "recomputed in float64: %1, exactly what is shown"));
    else if (!e.agrees())
        pattern = words(QT_TRANSLATE_NOOP("LedgerFigure",
                                          "recomputed in float64: %1; shown: %2; difference %3, more than rounding explains"));
    light(e.agrees(), spansOf(pattern, numbers, e.agrees() ? theme.secondary : theme.broken));
}

void LedgerPainter::invariants(const Explanation& e)
{
    const Theme& theme = m_scene.theme;
    for (const Invariant& invariant : e.invariants) {
        QString text = translated(invariant.claim);
        if (!invariant.holds && invariant.row >= 0)
            text = words(QT_TRANSLATE_NOOP("LedgerFigure", "broken in row %1: %2")).arg(invariant.row).arg(text);
        else if (!invariant.holds)
            text = words(QT_TRANSLATE_NOOP("LedgerFigure", "broken: %1")).arg(text);
        light(invariant.holds, {{text, invariant.holds ? theme.secondary : theme.broken, !invariant.holds, std::nullopt, QString()}});
    }
}

void LedgerPainter::message(const QString& text, const QColor& color)
{
    m_y += flowText(m_ink, QRectF(m_rect.left(), m_y, m_rect.width(), 0), {{text, color, false, std::nullopt, QString()}},
                    TextSize::Body);
}

} // namespace hl::ui
