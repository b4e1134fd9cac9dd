#pragma once

#include "core/output/ledger_text.h"
#include "ui/views/view.h"

class QCheckBox;
class QScrollArea;
class QSpinBox;
class QToolButton;

namespace hl::ui {

/// The arithmetic of the selected cell, with its digits and its copies as text, LaTeX and Python.
class LedgerView : public View
{
    Q_OBJECT

public:
    LedgerView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("ledger"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// What "copy" puts on the clipboard; empty while nothing is computed.
    [[nodiscard]] QString copiedText(LedgerFormat format) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void copy(LedgerFormat format);
    void setDigits(int digits);
    void showOptions();
    /// The figure's height follows from its width and its contents.
    void fitHeight();
    void fitSoon();

    FigureView* m_canvas = nullptr;
    bool m_isToFit = false;
    QScrollArea* m_scroll = nullptr;
    QSpinBox* m_digits = nullptr;
    QCheckBox* m_allTerms = nullptr;
    QToolButton* m_copy = nullptr;
};

} // namespace hl::ui
