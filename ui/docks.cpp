#include "ui/docks.h"

#include "ui/panel.h"
#include "ui/start_page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

constexpr int layoutVersion = 4;
// Without the pipeline below these.
constexpr qreal lowWindow = 420.0;
constexpr qreal lowPresentation = 560.0;
constexpr const char* viewNames[] = {"prompt", "pipeline", "stage", "ledger", "heads", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"};

} // namespace

Docks::Docks(Session& session, Settings& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_settings(settings)
{
    setWindowFlags(Qt::Widget); // QMainWindow makes itself a window
    setObjectName(QStringLiteral("docks"));
    setContentsMargins(12, 12, 12, 8);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { followFocus(now); });
    connect(this, &QMainWindow::tabifiedDockWidgetActivated, this, [this](QDockWidget* dock) {
        if (!m_isArranging && !m_isRaising)
            m_current = static_cast<Panel*>(dock)->view();
    });
    connect(&session, &Session::textChanged, this, &Docks::showCentre);
    connect(&session, &Session::modelChanged, this, &Docks::showModel);
    connect(&settings, &Settings::themeChanged, this, &Docks::makeRoom, Qt::QueuedConnection); // the type may have grown
    makeViews();
}

Panel* Docks::panel(const QString& name) const
{
    const auto found = m_panels.find(name);
    return found == m_panels.end() ? nullptr : found->second;
}

View* Docks::view(const QString& name) const
{
    Panel* found = panel(name);
    return found ? found->view() : viewIfMade(name);
}

View* Docks::viewIfMade(const QString& name) const
{
    const Panel* found = panel(name);
    return found ? found->viewIfMade() : name == QLatin1String("stage") ? m_stage : nullptr;
}

std::vector<View*> Docks::views() const
{
    std::vector<View*> all;
    for (const char* name : viewNames)
        all.push_back(view(QLatin1String(name)));
    return all;
}

View* Docks::currentView() const
{
    const bool isOutOfSight = m_current && isVisible() && !m_current->isSeen();
    return m_current && !isOutOfSight ? m_current : view(QStringLiteral("stage"));
}

void Docks::makeViews()
{
    makeCentre();
    for (const char* each : viewNames) {
        if (const QString name = QLatin1String(each); name != QLatin1String("stage"))
            m_panels[name] = makePanel(name);
    }
    showCentre();
}

Panel* Docks::makePanel(const QString& name)
{
    auto* panel = new Panel(name, m_session, m_settings, this);
    const auto moved = [this] {
        if (!m_isArranging && m_isShownOnce)
            m_isUsersLayout = true;
        showTitles();
    };
    connect(panel, &QDockWidget::dockLocationChanged, this, moved);
    connect(panel, &QDockWidget::topLevelChanged, this, moved);
    connect(panel, &QDockWidget::visibilityChanged, this, &Docks::showTitles);
    return panel;
}

void Docks::makeCentre()
{
    m_centre = new QFrame(this);
    m_centre->setProperty("panel", QStringLiteral("true"));
    auto* layout = new QVBoxLayout(m_centre);
    layout->setContentsMargins(1, 1, 1, 1);
    m_stack = new QStackedWidget(m_centre);
    layout->addWidget(m_stack);
    auto* start = new StartPage(m_settings, m_stack);
    connect(start, &StartPage::sampleChosen, this, &Docks::sampleChosen);
    connect(start, &StartPage::openModelWanted, this, &Docks::openModelWanted);
    m_stack->addWidget(start);
    m_stage = makeView(QStringLiteral("stage"), m_session, m_settings, m_stack);
    m_stack->addWidget(m_stage);
    setCentralWidget(m_centre);
    m_centre->setMinimumSize(240, 160);
}

void Docks::showCentre()
{
    const bool hasInput = !m_session.readsText() || !m_session.text().trimmed().isEmpty();
    m_stack->setCurrentIndex(hasInput ? m_stack->count() - 1 : 0);
}

bool Docks::isWanted(const QString& name) const
{
    const bool isOfOtherModels = (name == QLatin1String("picture") && !m_session.readsPictures()) || (name == QLatin1String("sound") && !m_session.readsSound());
    const bool isInTheWay = name == QLatin1String("pipeline") && isLow();
    return m_panels.at(name)->isStrip() ? !isInTheWay : !m_isPresenting && !isOfOtherModels;
}

bool Docks::isLow() const
{
    return height() < (m_isPresenting ? lowPresentation : lowWindow) * m_settings.scale();
}

/// On a low screen, or with large type, the selected step comes before the way to it.
void Docks::makeRoom()
{
    const bool wasLow = std::exchange(m_isLow, isLow());
    Panel* pipeline = panel(QStringLiteral("pipeline"));
    if (wasLow != m_isLow && pipeline && (m_isPresenting || !m_isUsersLayout))
        pipeline->setVisible(!m_isLow);
}

void Docks::showModel()
{
    showCentre();
    const QString input = inputView();
    if (input == m_inputView)
        return;
    m_inputView = input;
    for (const char* name : {"picture", "sound"}) {
        if (Panel* found = panel(QLatin1String(name)))
            found->setVisible(isWanted(QLatin1String(name)));
    }
    if (!input.isEmpty()) {
        view(input); // seen or not: it hands in an empty sheet
        raiseView(input);
    }
    arrangeIfOther();
    QMetaObject::invokeMethod(this, [this] { setSizes(); }, Qt::QueuedConnection); // when the tabs have changed places
}

QString Docks::inputView() const
{
    return m_session.readsPictures() ? QStringLiteral("picture") : m_session.readsSound() ? QStringLiteral("sound") : QString();
}

void Docks::rebuild()
{
    const QByteArray state = layoutState();
    const QString current = m_current ? m_current->name() : QString();
    m_isArranging = true;
    m_current = nullptr;
    for (const auto& [name, panel] : m_panels)
        delete panel;
    m_panels.clear();
    delete takeCentralWidget();
    makeViews();
    m_isArranging = false;
    arrange();
    if (m_isUsersLayout)
        restoreState(state, layoutVersion);
    m_current = current.isEmpty() ? nullptr : view(current);
    if (m_isPresenting)
        setPresenting(true);
}

void Docks::resetLayout()
{
    m_isUsersLayout = false;
    arrange();
}

Docks::Arrangement Docks::fittingArrangement() const
{
    const qreal scale = m_settings.scale();
    if (width() < 1380 * scale || height() < 640 * scale)
        return Arrangement::Folded;
    // A sheet is as high as it is wide: below the stage it would leave little of it, and be empty beside itself.
    const qreal high = m_session.readsPictures() ? 1150 : 860;
    return height() < high * scale ? Arrangement::Beside : Arrangement::Around;
}

void Docks::arrange()
{
    m_isArranging = true;
    m_isLow = isLow();
    m_arrangement = fittingArrangement();
    for (const auto& [name, panel] : m_panels)
        removeDockWidget(panel);
    for (const char* name : {"prompt", "pipeline"}) {
        if (Panel* strip = panel(QLatin1String(name)))
            addDockWidget(Qt::TopDockWidgetArea, strip, Qt::Vertical);
    }
    switch (m_arrangement) {
    case Arrangement::Around: arrangeAround(); break;
    case Arrangement::Beside: arrangeBeside(); break;
    case Arrangement::Folded: arrangeFolded(); break;
    }
    for (const auto& [name, panel] : m_panels)
        panel->setVisible(isWanted(name));
    const QString input = inputView();
    raiseView(!input.isEmpty() ? input : m_arrangement == Arrangement::Around ? QStringLiteral("lines") : QStringLiteral("ledger"));
    m_isArranging = false;
    showTitles();
    // Docks that were hidden a moment ago get their size hint when the layout shows them: set again after that.
    setSizes();
    QMetaObject::invokeMethod(this, [this] { setSizes(); }, Qt::QueuedConnection);
}

void Docks::addDock(const char* name, Qt::DockWidgetArea area)
{
    if (Panel* found = panel(QLatin1String(name)))
        addDockWidget(area, found);
}

void Docks::arrangeAround()
{
    addDock("heads", Qt::LeftDockWidgetArea);
    addDock("ledger", Qt::RightDockWidgetArea);
    addTabs({"lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}, Qt::BottomDockWidgetArea);
}

void Docks::arrangeBeside()
{
    addDock("heads", Qt::LeftDockWidgetArea);
    addTabs({"ledger", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}, Qt::RightDockWidgetArea);
}

void Docks::arrangeFolded()
{
    addTabs({"ledger", "heads", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}, Qt::RightDockWidgetArea);
}

void Docks::addTabs(std::initializer_list<const char*> names, Qt::DockWidgetArea area)
{
    Panel* first = nullptr;
    for (const char* name : names) {
        Panel* found = panel(QLatin1String(name));
        if (!found)
            continue;
        if (first)
            tabifyDockWidget(first, found);
        else
            addDockWidget(area, first = found);
    }
}

void Docks::setSizes()
{
    if (m_isUsersLayout || m_isPresenting)
        return;
    layout()->activate();
    // All docks of one direction in one call: one after the other, the second takes back from the first.
    const auto resize = [this](std::initializer_list<std::pair<const char*, int>> wanted, Qt::Orientation orientation) {
        QList<QDockWidget*> docks;
        QList<int> sizes;
        for (const auto& [name, size] : wanted) {
            if (Panel* found = panel(QLatin1String(name))) {
                docks.append(found);
                sizes.append(size);
            }
        }
        resizeDocks(docks, sizes, orientation);
    };
    if (m_arrangement == Arrangement::Beside) {
        resize({{"heads", width() * 18 / 100}, {"ledger", width() * 36 / 100}}, Qt::Horizontal);
    } else if (m_arrangement == Arrangement::Around) {
        resize({{"heads", width() * 18 / 100}, {"ledger", width() * 27 / 100}}, Qt::Horizontal);
        // Of docks that share a place only the one on top can be resized; a picture is tall.
        resize({{"picture", height() * 38 / 100}, {"sound", height() * 34 / 100}}, Qt::Vertical);
        if (inputView().isEmpty())
            resize({{"lines", height() * 26 / 100}}, Qt::Vertical);
    } else {
        resize({{"ledger", width() * 41 / 100}}, Qt::Horizontal);
    }
}

/// Soon: what asks for it is in the middle of a layout.
void Docks::arrangeIfOther()
{
    if (!m_isUsersLayout && !m_isPresenting && m_isShownOnce && fittingArrangement() != m_arrangement)
        QMetaObject::invokeMethod(this, [this] { arrange(); }, Qt::QueuedConnection);
}

void Docks::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    // The first size comes before anything is shown: all find their places at once.
    if (!m_isShownOnce && !m_isUsersLayout)
        arrange();
    else
        arrangeIfOther();
    if (m_isShownOnce)
        QMetaObject::invokeMethod(this, &Docks::makeRoom, Qt::QueuedConnection);
}

void Docks::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Sizes can be shared out only now that there is room.
    if (!std::exchange(m_isShownOnce, true) && !m_isUsersLayout)
        QMetaObject::invokeMethod(this, [this] { setSizes(); }, Qt::QueuedConnection);
}

void Docks::showTitles()
{
    // Half a word names no tab: those that do not fit are scrolled to.
    for (QTabBar* tabs : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (tabs->elideMode() == Qt::ElideNone && tabs->usesScrollButtons())
            continue; // setting either measures all tabs anew
        tabs->setElideMode(Qt::ElideNone);
        tabs->setUsesScrollButtons(true);
    }
    for (const auto& [name, panel] : m_panels) {
        const QList<QDockWidget*> others = tabifiedDockWidgets(panel);
        panel->setTabbed(std::any_of(others.begin(), others.end(), [](const QDockWidget* other) { return !other->isHidden(); }));
    }
}

void Docks::setCurrentView(const QString& name)
{
    if (Panel* found = panel(name))
        found->show();
    raiseView(name);
    m_current = view(name);
}

void Docks::raiseView(const QString& name)
{
    m_isRaising = true;
    if (Panel* found = panel(name))
        found->raise();
    m_isRaising = false;
}

void Docks::fillPanelsMenu(QMenu& menu)
{
    menu.clear();
    for (const char* name : {"pipeline", "heads", "ledger", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}) {
        if (const Panel* found = panel(QLatin1String(name)))
            menu.addAction(found->toggleViewAction());
    }
}

void Docks::setPresenting(bool isPresenting)
{
    if (isPresenting && !m_isPresenting)
        m_beforePresenting = layoutState();
    m_isArranging = true;
    m_isPresenting = isPresenting;
    m_isLow = isLow();
    if (isPresenting) {
        for (const auto& [name, panel] : m_panels)
            panel->setVisible(isWanted(name));
    } else if (!m_isUsersLayout) {
        arrange();
    } else {
        restoreState(m_beforePresenting, layoutVersion);
    }
    m_isArranging = false;
}

void Docks::followFocus(QWidget* now)
{
    for (QWidget* widget = now; widget; widget = widget->parentWidget()) {
        auto* found = qobject_cast<View*>(widget);
        if (found && found == viewIfMade(found->name())) {
            // Typing a sentence does not mean that its chips are to be exported.
            m_current = found->name() == QLatin1String("prompt") ? nullptr : found;
            return;
        }
    }
}

QByteArray Docks::layoutState() const
{
    return m_isPresenting && !m_beforePresenting.isEmpty() ? m_beforePresenting
           : m_isUsersLayout                               ? saveState(layoutVersion)
                                                           : QByteArray();
}

bool Docks::restoreLayout(const QByteArray& state)
{
    if (state.isEmpty())
        return false;
    m_isArranging = true;
    m_isUsersLayout = restoreState(state, layoutVersion);
    m_isArranging = false;
    showTitles();
    return m_isUsersLayout;
}

} // namespace hl::ui
