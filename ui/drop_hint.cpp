#include "ui/drop_hint.h"

#include <QStyle>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr int widest = 560;  // pixels
constexpr int beside = 40;   // pixels to the window's edges, at least

} // namespace

DropHint::DropHint(QWidget* window)
    : QLabel(window)
{
    setObjectName(QStringLiteral("dropHint"));
    setTextFormat(Qt::PlainText); // holds names from elsewhere
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    hide();
}

void DropHint::tell(const QString& sentence, bool isRefused)
{
    setText(sentence);
    setProperty("role", isRefused ? QStringLiteral("error") : QString());
    style()->unpolish(this);
    style()->polish(this);
    const int width = std::min(widest, parentWidget()->width() - beside);
    resize(width, heightForWidth(width));
    move(parentWidget()->rect().center() - rect().center());
    raise();
    show();
}

} // namespace hl::ui
