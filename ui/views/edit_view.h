#pragma once

#include "core/edit/edit.h"
#include "ui/views/view.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QToolButton;

namespace hl::ui {

/// The list of what is changed by hand, each entry to be switched off, named, moved and removed, and what all of it does.
class EditView : public View
{
    Q_OBJECT

public:
    EditView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("edit"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// Puts an edit at the end of the list.
    void add(const EditAction& action);
    /// Reads a list from a file, in the place of the present one; why not, or nothing.
    [[nodiscard]] QString openFile(const QString& path);
    [[nodiscard]] QString saveFile(const QString& path) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showEdits();
    void readList();
    void removeSelected();
    void chooseFile();
    void chooseTarget();

    FigureView* m_canvas = nullptr;
    QListWidget* m_list = nullptr;
    QToolButton* m_add = nullptr;
    QToolButton* m_remove = nullptr;
    QToolButton* m_clear = nullptr;
    QToolButton* m_open = nullptr;
    QToolButton* m_save = nullptr;
    QLabel* m_note = nullptr;
    Edits m_shown; ///< what the list shows
};

} // namespace hl::ui
