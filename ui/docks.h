#pragma once

#include "ui/views/view.h"

#include <QMainWindow>

#include <initializer_list>
#include <map>
#include <vector>

class QFrame;
class QMenu;
class QStackedWidget;

namespace hl::ui {

class Panel;
struct Sample;

/// The views: prompt and pipeline on top, the stage in the middle, the others in docks around it. In a small window the
/// docks fold to tabs beside the stage; docks that the user moved stay where they are.
class Docks final : public QMainWindow
{
    Q_OBJECT

public:
    Docks(Session& session, Settings& settings, QWidget* parent = nullptr);

    /// Null if there is no such view. Makes one that nobody has looked at yet.
    View* view(const QString& name) const;
    /// Null also for one that nobody has looked at yet.
    [[nodiscard]] View* viewIfMade(const QString& name) const;
    /// In the order of the window; makes them all.
    [[nodiscard]] std::vector<View*> views() const;
    /// The one that was used or brought to the front last, while it is in sight; else the stage: what "export" and "copy" mean.
    [[nodiscard]] View* currentView() const;

    /// Makes every view anew, in the language of the window.
    void rebuild();
    void resetLayout();
    void setPresenting(bool isPresenting);
    /// Brings a dock to the front of its tabs.
    void raiseView(const QString& name);
    /// Shows this view, which an export then draws.
    void setCurrentView(const QString& name);
    /// Actions that show and hide the docks.
    void fillPanelsMenu(QMenu& menu);
    /// Lets Tab go from panel to panel, and within each, as the eye does.
    void orderControls();
    /// What the keyboard should pass by: a panel behind a tab is visible to Qt.
    [[nodiscard]] static bool isBehindATab(const QWidget& control);

    [[nodiscard]] QByteArray layoutState() const;
    bool restoreLayout(const QByteArray& state);

signals:
    void sampleChosen(const hl::ui::Sample& sample);
    void openModelWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void makeViews();
    Panel* makePanel(const QString& name);
    /// Null if there is none of this name.
    [[nodiscard]] Panel* panel(const QString& name) const;
    void makeCentre();
    void arrange();
    void arrangeIfOther();
    void addDock(const char* name, Qt::DockWidgetArea area);
    void arrangeAround();
    void arrangeBeside();
    void arrangeFolded();
    /// One dock, the others as tabs behind it.
    void addTabs(std::initializer_list<const char*> names, Qt::DockWidgetArea area);
    void setSizes();
    void showTitles();
    void showCentre();
    /// True for the docks that this mode and this model have.
    [[nodiscard]] bool isWanted(const QString& name) const;
    [[nodiscard]] bool isLow() const;
    void makeRoom();
    void showModel();
    /// The view of what the model reads, where that is a picture or a sound.
    [[nodiscard]] QString inputView() const;
    void followFocus(QWidget* now);
    /// Where docks stand when nobody has moved them: around the stage; beside it, where the window is not high enough for a row
    /// below it; or all of them as tabs.
    enum class Arrangement { Around, Beside, Folded };
    [[nodiscard]] Arrangement fittingArrangement() const;

    Session& m_session;
    Settings& m_settings;
    std::map<QString, Panel*> m_panels;
    View* m_stage = nullptr;
    QFrame* m_centre = nullptr;
    QStackedWidget* m_stack = nullptr;
    View* m_current = nullptr;
    QByteArray m_beforePresenting;
    QString m_inputView; ///< the dock that shows what the model reads, if that is no text
    bool m_isPresenting = false;
    bool m_isLow = false; ///< the pipeline gives way
    bool m_isArranging = false;
    bool m_isRaising = false; ///< the program brings a panel to the front, not the user
    bool m_isUsersLayout = false;
    Arrangement m_arrangement = Arrangement::Folded;
    bool m_isShownOnce = false;
};

} // namespace hl::ui
