#pragma once

#include "ui/paint/theme.h"

#include <QPlainTextEdit>

namespace hl::ui {

/// A field for one sentence: as high as its lines (up to three), Enter finishes, Shift+Enter breaks the line, Alt+Up
/// and Alt+Down walk through earlier texts. Takes at most `longestText` characters and says when it cut.
/// Undo belongs to the window.
class PromptEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PromptEdit(QWidget* parent = nullptr);

    /// What is typed: every character as it is (toPlainText() would turn no-break spaces into spaces).
    [[nodiscard]] QString text() const;
    /// Shows another text without emitting edited().
    void showText(const QString& text);
    void setTheme(const Theme& theme);
    void setHistory(const QStringList& history) { m_history = history; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void edited(const QString& text);
    /// More than fits was pasted or typed; the rest is gone.
    void wasCut();
    void finished();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData* source) const override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void onChanged();
    void walkHistory(int by);
    void fitHeight();

    QStringList m_history;
    int m_historyAt = -1; ///< -1: the text being typed
    QString m_draft;
    bool m_isShowing = false;
};

} // namespace hl::ui
