#include "ui/views/prompt_edit.h"

#include "core/run/run_request.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QtMath>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

constexpr auto longest = static_cast<qsizetype>(longestText);
constexpr int mostLines = 3;

/// At most `count` UTF-16 units, never half of a pair.
QString cutTo(const QString& text, qsizetype count)
{
    if (text.size() <= count)
        return text;
    const bool splits = count > 0 && text.at(count - 1).isHighSurrogate() && text.at(count).isLowSurrogate();
    return text.left(splits ? count - 1 : count);
}

} // namespace

PromptEdit::PromptEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(this, &QPlainTextEdit::textChanged, this, &PromptEdit::onChanged);
}

QString PromptEdit::text() const
{
    QString all;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockNumber() > 0)
            all += QLatin1Char('\n');
        all += block.text();
    }
    return all;
}

void PromptEdit::showText(const QString& text)
{
    if (text == this->text())
        return;
    m_isShowing = true;
    setPlainText(cutTo(text, longest));
    moveCursor(QTextCursor::End);
    m_isShowing = false;
    fitHeight();
}

void PromptEdit::setTheme(const Theme& theme)
{
    setFont(theme.font(TextSize::Sentence, QFont::Medium));
    fitHeight();
}

void PromptEdit::onChanged()
{
    fitHeight();
    if (m_isShowing)
        return;
    // Typing and input methods come here whole; a paste was cut before it was laid out.
    if (document()->characterCount() - 1 > longest) {
        m_isShowing = true;
        QTextCursor cursor(document());
        cursor.setPosition(static_cast<int>(longest));
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        m_isShowing = false;
        emit wasCut();
    }
    emit edited(text());
}

void PromptEdit::insertFromMimeData(const QMimeData* source)
{
    if (!source->hasText())
        return;
    const QString pasted = source->text();
    const qsizetype kept = document()->characterCount() - 1
        - (textCursor().selectionEnd() - textCursor().selectionStart());
    const QString fitting = cutTo(pasted, std::max<qsizetype>(0, longest - kept));
    m_historyAt = -1;
    insertPlainText(fitting);
    ensureCursorVisible();
    if (fitting.size() < pasted.size())
        emit wasCut();
}

bool PromptEdit::canInsertFromMimeData(const QMimeData* source) const
{
    // Folders dropped here are for the window: they open a model.
    return source->hasText() && !source->hasUrls();
}

void PromptEdit::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !(event->modifiers() & Qt::ShiftModifier)) {
        emit finished();
    } else if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Up) {
        walkHistory(1);
    } else if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Down) {
        walkHistory(-1);
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

bool PromptEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isHistory = key->modifiers() == Qt::AltModifier
            && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore(); // the window's
            return true;
        }
        if (isHistory) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void PromptEdit::walkHistory(int by)
{
    const int last = static_cast<int>(m_history.size()) - 1;
    int next = std::clamp(m_historyAt + by, -1, last);
    while (next >= 0 && next < last && m_history.at(next) == text()) // the newest entry is often what stands here
        next = std::clamp(next + by, -1, last);
    if (next == m_historyAt)
        return;
    if (m_historyAt == -1)
        m_draft = text();
    m_historyAt = next;
    const QString chosen = next == -1 ? m_draft : m_history.at(next);
    showText(chosen);
    emit edited(text());
}

void PromptEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void PromptEdit::fitHeight()
{
    // Lines in other scripts come from other fonts, which may be taller than the field's own.
    const qreal own = QFontMetricsF(font()).lineSpacing();
    int lines = 0;
    qreal sum = 0.0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < mostLines; block = block.next()) {
        const QTextLayout* layout = block.layout();
        const int count = layout ? layout->lineCount() : 0;
        for (int i = 0; i < std::max(count, 1) && lines < mostLines; ++i, ++lines)
            sum += std::max(own, i < count ? layout->lineAt(i).height() : 0.0);
    }
    const int height = qCeil(std::max(sum, own)) + 4;
    if (height != minimumHeight() || height != maximumHeight())
        setFixedHeight(height);
}

QSize PromptEdit::sizeHint() const
{
    return {400, minimumHeight()};
}

QSize PromptEdit::minimumSizeHint() const
{
    return {80, minimumHeight()};
}

} // namespace hl::ui
