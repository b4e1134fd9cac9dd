#include "ui/figure/token_table.h"

#include "ui/figure/labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace hl::ui {

namespace {

constexpr qreal rowHeight = 24.0;
constexpr std::array<qreal, 5> starts{0, 64, 224, 320, 460}; // units, of the columns
constexpr qreal tableWidth = 580.0;

QString words(const char* text)
{
    return QCoreApplication::translate("TokenTable", text);
}

} // namespace

qreal tokenTableHeight(const Scene& scene, const StepRef& ref)
{
    const Tokens* tokens = scene.trace->rowTokens(ref);
    return scene.theme.space(rowHeight) * static_cast<qreal>(tokens ? tokens->size() + 1 : 1);
}

void paintTokenTable(Ink& ink, const QRectF& rect, const Scene& scene, const StepRef& ref)
{
    const Theme& theme = ink.theme();
    const Tokens* tokens = scene.trace->rowTokens(ref);
    const MatrixView ids = scene.trace->view(ref);
    if (!tokens || !ids)
        return;
    const qreal height = theme.space(rowHeight);
    const qreal stretch = std::min(1.0, rect.width() / theme.space(tableWidth));
    const auto cell = [&](std::size_t column, qreal y) {
        const qreal left = theme.space(starts[column]) * stretch;
        const qreal right = theme.space(column + 1 < starts.size() ? starts[column + 1] : tableWidth) * stretch;
        return QRectF(rect.left() + left, y, right - left - theme.space(8), height);
    };
    const QFont head = theme.font(TextSize::Secondary);
    const std::array<QString, 5> titles{words(QT_TRANSLATE_NOOP("TokenTable", "position")),
                                        words(QT_TRANSLATE_NOOP("TokenTable", "token")),
                                        words(QT_TRANSLATE_NOOP("TokenTable", "id")),
                                        words(QT_TRANSLATE_NOOP("TokenTable", "piece")),
                                        words(QT_TRANSLATE_NOOP("TokenTable", "bytes of the text"))};
    constexpr int left = Qt::AlignLeft | Qt::AlignVCenter;
    for (std::size_t i = 0; i < titles.size(); ++i)
        ink.elidedText(cell(i, rect.top()), left, titles[i], theme.secondary, head);
    ink.painter().setPen(QPen(theme.line, 1.0));
    const qreal width = std::min(rect.width(), theme.space(tableWidth));
    ink.painter().drawLine(QPointF(rect.left(), rect.top() + height), QPointF(rect.left() + width, rect.top() + height));

    // Where not all rows fit, those around the selected one show.
    const auto count = static_cast<Index>(tokens->size());
    const auto fitting = std::max<Index>(1, static_cast<Index>((rect.height() - height) / height));
    const Index first = std::clamp<Index>(scene.place.query - fitting / 2, 0, std::max<Index>(count - fitting, 0));
    for (Index i = first; i < std::min(count, first + fitting); ++i) {
        const Token& token = (*tokens)[static_cast<std::size_t>(i)];
        const qreal y = rect.top() + height * static_cast<qreal>(i - first + 1);
        const QRectF line(rect.left(), y, width, height);
        const bool isSelected = i == scene.place.query;
        if (isSelected) {
            ink.painter().setPen(Qt::NoPen);
            ink.painter().setBrush(theme.selectedGround);
            ink.painter().drawRoundedRect(line.adjusted(-theme.space(6), 1, 0, -1), 4, 4);
        }
        const QFont mono = theme.numberFont(TextSize::Body);
        ink.text(cell(0, y), left, QString::number(i), theme.secondary, mono);
        ink.elidedText(cell(1, y), left, tokenLabel(token), isSelected ? theme.query : theme.text,
                       theme.font(TextSize::Body, QFont::DemiBold));
        const QString id = QString::number(token.id);
        ink.text(cell(2, y), left, id, theme.text, mono);
        ink.noteNumber(id, ids.at(i, 0), Source{ref, {}, i, 0});
        ink.elidedText(cell(3, y), left, QString::fromStdString(token.piece), theme.secondary, mono);
        const QString range = token.begin == token.end
                                  ? words(QT_TRANSLATE_NOOP("TokenTable", "none: added"))
                                  : QStringLiteral("%1–%2").arg(token.begin).arg(token.end);
        ink.elidedText(cell(4, y), left, range, theme.secondary, theme.font(TextSize::Body));
        ink.hot({line, scene.place.withCell(ref.step, i, 0), tokenLabel(token),
                 words(QT_TRANSLATE_NOOP("TokenTable", "token %1, id %2")).arg(tokenLabel(token), id)});
    }
}

} // namespace hl::ui
