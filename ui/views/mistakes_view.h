#pragma once

#include "core/check/check.h"
#include "ui/views/view.h"

#include <QStringList>

#include <optional>

class QListWidget;
class QTextBrowser;
class QToolButton;

namespace hl::ui {

/// What was found in someone's own numbers.
struct CheckedNumbers
{
    QStringList files; ///< their names
    QString comparedWith; ///< a step of the model; empty: with nothing of it
    Result<CheckReport> found;
};

/// The usual mistakes, each beside the truth for the selected head; and someone's own numbers, checked.
class MistakesView : public View
{
    Q_OBJECT

public:
    MistakesView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("mistakes"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// Checks the arrays of these files, taken together, and shows what it finds. Numbers that come without what they were
    /// computed from are compared with the selected head.
    void checkFiles(const QStringList& paths);
    /// Asks for the files first.
    void chooseFiles();
    /// What the report is about; nothing where there is none.
    [[nodiscard]] const std::optional<CheckedNumbers>& checked() const { return m_checked; }
    /// The report of it, in the language of the window.
    void showChecked(const std::optional<CheckedNumbers>& checked);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(int row);
    void showChoice();

    FigureView* m_canvas = nullptr;
    QListWidget* m_list = nullptr;
    QToolButton* m_check = nullptr;
    QToolButton* m_close = nullptr;
    QTextBrowser* m_report = nullptr;
    std::optional<CheckedNumbers> m_checked;
};

} // namespace hl::ui
