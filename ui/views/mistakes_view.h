#pragma once

#include "core/check/check.h"
#include "ui/views/view.h"

#include <QStringList>

class QListWidget;
class QTextBrowser;
class QToolButton;

namespace hl::ui {

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

private:
    void choose(int row);
    void showChoice();
    void report(const QStringList& sentences);

    FigureView* m_canvas = nullptr;
    QListWidget* m_list = nullptr;
    QToolButton* m_check = nullptr;
    QToolButton* m_close = nullptr;
    QTextBrowser* m_report = nullptr;
};

} // namespace hl::ui
