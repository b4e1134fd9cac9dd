#pragma once

#include "ui/views/prompt_edit.h"
#include "ui/views/view.h"

class QLabel;
class QScrollArea;
class QToolButton;

namespace hl::ui {

class PromptFigure;

/// What is typed and the tokens it becomes: one field, or two for encoder-decoder models (source and target) and for
/// pairs of sentences; the chips below are the "prompt" figure.
class PromptView final : public View
{
    Q_OBJECT

public:
    PromptView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("prompt"); }
    [[nodiscard]] FigureView* figureView() const override { return m_chips; }

    [[nodiscard]] PromptEdit& edit() { return *m_edit; }
    [[nodiscard]] PromptEdit& secondEdit() { return *m_second; }
    [[nodiscard]] QString countText() const;
    [[nodiscard]] QString noteText() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showTexts();
    void showModel();
    void showCount();
    void showTheme();
    void showNote(const QString& note);
    void typed(const QString& text, bool isSecond);
    void fitChips();
    void fillHistoryMenu();
    void addSecond();

    PromptEdit* m_edit;
    PromptEdit* m_second;
    QLabel* m_caption;       ///< "source" before the first field where there are two
    QLabel* m_secondCaption; ///< "target" or "second sentence"
    QWidget* m_secondRow;
    QLabel* m_count;
    QLabel* m_note;
    QToolButton* m_addSecond;
    QToolButton* m_removeSecond;
    QToolButton* m_history;
    FigureView* m_chips;
    const PromptFigure* m_figure;
    QScrollArea* m_scroll;
    bool m_isTyping = false;
    bool m_isSecondOpen = false;
};

} // namespace hl::ui
