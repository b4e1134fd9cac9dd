#include "ui/docks.h"

#include "ui/dock_title.h"
#include "ui/start_page.h"
#include "ui/views/figure_view.h"

#include <QApplication>
#include <QBoxLayout>
#include <QDockWidget>
#include <QMenu>
#include <QStackedWidget>
#include <QStyle>
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

/// The card a view stands on. Low enough for all docks to share a small window with the strips above: what does not fit is
/// cut off at the bottom, never pushed over its neighbours.
class DockBody : public QFrame
{
public:
    DockBody(QWidget* parent, bool isStrip)
        : QFrame(parent)
        , m_isStrip(isStrip)
    {}

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return m_isStrip ? QFrame::minimumSizeHint() : QFrame::minimumSizeHint().boundedTo({260, 110});
    }

private:
    bool m_isStrip;
};

bool isStrip(const QString& name)
{
    return name == QLatin1String("prompt") || name == QLatin1String("pipeline");
}

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
    connect(&session, &Session::textChanged, this, &Docks::showCentre);
    connect(&session, &Session::modelChanged, this, &Docks::showModel);
    connect(&settings, &Settings::themeChanged, this, &Docks::makeRoom, Qt::QueuedConnection); // the type may have grown
    makeViews();
}

View* Docks::view(const QString& name) const
{
    const auto found = std::find_if(m_views.begin(), m_views.end(), [&](const View* v) { return v->name() == name; });
    return found == m_views.end() ? nullptr : *found;
}

std::vector<View*> Docks::views() const
{
    return m_views;
}

View* Docks::currentView() const
{
    return m_current ? m_current : view(QStringLiteral("stage"));
}

void Docks::makeViews()
{
    makeCentre();
    for (const char* each : viewNames) {
        const QString name = QLatin1String(each);
        if (name == QLatin1String("stage")) {
            m_views.push_back(makeView(name, m_session, m_settings, m_stack));
            m_stack->addWidget(m_views.back());
        } else {
            m_docks[name] = makeDock(name);
        }
    }
    showCentre();
}

/// Every widget is made in its place: one that changes its parent gets its style a second time, and all that are in it.
QDockWidget* Docks::makeDock(const QString& name)
{
    auto* dock = new QDockWidget(this);
    dock->setObjectName(name + QStringLiteral("Dock"));
    const bool strip = isStrip(name);
    auto* body = new DockBody(dock, strip);
    body->setProperty("panel", strip ? QStringLiteral("true") : QStringLiteral("bottom"));
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(1, 1, 1, strip ? 1 : 8);
    View* view = makeView(name, m_session, m_settings, body);
    m_views.push_back(view);
    dock->setWindowTitle(view->title());
    layout->addWidget(view);
    if (!strip) {
        layout->setSizeConstraint(QLayout::SetNoConstraint);
        view->layout()->setSizeConstraint(QLayout::SetNoConstraint);
    }
    dock->setWidget(body);
    if (strip) {
        dock->setTitleBarWidget(new QWidget(dock));
        dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
        body->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    } else {
        auto* title = new DockTitle(dock);
        title->setTheme(m_settings.theme());
        connect(&m_settings, &Settings::themeChanged, title, [this, title] { title->setTheme(m_settings.theme()); });
        dock->setTitleBarWidget(title);
        dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    }
    const auto moved = [this] {
        if (!m_isArranging && m_isShownOnce)
            m_isUsersLayout = true;
        showTitles();
    };
    connect(dock, &QDockWidget::dockLocationChanged, this, moved);
    connect(dock, &QDockWidget::topLevelChanged, this, moved);
    connect(dock, &QDockWidget::visibilityChanged, this, &Docks::showTitles);
    connect(dock, &QDockWidget::visibilityChanged, view, [view](bool isVisible) { view->setBehind(!isVisible); });
    return dock;
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
    return isStrip(name) ? !isInTheWay : !m_isPresenting && !isOfOtherModels;
}

bool Docks::isLow() const
{
    return height() < (m_isPresenting ? lowPresentation : lowWindow) * m_settings.scale();
}

/// On a low screen, or with large type, the selected step comes before the way to it.
void Docks::makeRoom()
{
    const bool wasLow = std::exchange(m_isLow, isLow());
    const auto pipeline = m_docks.find(QStringLiteral("pipeline"));
    if (wasLow != m_isLow && pipeline != m_docks.end() && (m_isPresenting || !m_isUsersLayout))
        pipeline->second->setVisible(!m_isLow);
}

void Docks::showModel()
{
    showCentre();
    const QString input = inputView();
    if (input == m_inputView)
        return;
    m_inputView = input;
    for (const char* name : {"picture", "sound"}) {
        if (const auto dock = m_docks.find(QLatin1String(name)); dock != m_docks.end())
            dock->second->setVisible(isWanted(dock->first));
    }
    if (!input.isEmpty())
        raiseView(input);
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
    m_views.clear();
    for (const auto& [name, dock] : m_docks)
        delete dock;
    m_docks.clear();
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
    return height() < 860 * scale ? Arrangement::Beside : Arrangement::Around;
}

void Docks::arrange()
{
    m_isArranging = true;
    m_isLow = isLow();
    m_arrangement = fittingArrangement();
    for (const auto& [name, dock] : m_docks)
        removeDockWidget(dock);
    for (const char* name : {"prompt", "pipeline"}) {
        if (const auto dock = m_docks.find(QLatin1String(name)); dock != m_docks.end())
            addDockWidget(Qt::TopDockWidgetArea, dock->second, Qt::Vertical);
    }
    switch (m_arrangement) {
    case Arrangement::Around: arrangeAround(); break;
    case Arrangement::Beside: arrangeBeside(); break;
    case Arrangement::Folded: arrangeFolded(); break;
    }
    for (const auto& [name, dock] : m_docks)
        dock->setVisible(isWanted(name));
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
    if (const auto dock = m_docks.find(QLatin1String(name)); dock != m_docks.end())
        addDockWidget(area, dock->second);
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
    QDockWidget* first = nullptr;
    for (const char* name : names) {
        const auto dock = m_docks.find(QLatin1String(name));
        if (dock == m_docks.end())
            continue;
        if (first)
            tabifyDockWidget(first, dock->second);
        else
            addDockWidget(area, first = dock->second);
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
            if (const auto dock = m_docks.find(QLatin1String(name)); dock != m_docks.end()) {
                docks.append(dock->second);
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

void Docks::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    // The first size comes before anything is shown: all find their places at once.
    if (!m_isShownOnce && !m_isUsersLayout)
        arrange();
    else if (!m_isUsersLayout && !m_isPresenting && m_isShownOnce && fittingArrangement() != m_arrangement)
        QMetaObject::invokeMethod(this, [this] { arrange(); }, Qt::QueuedConnection);
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
    for (const auto& [name, dock] : m_docks) {
        auto* title = dynamic_cast<DockTitle*>(dock->titleBarWidget());
        if (!title)
            continue;
        bool hasTabs = false;
        for (const QDockWidget* other : tabifiedDockWidgets(dock))
            hasTabs = hasTabs || !other->isHidden();
        title->setFolded(hasTabs);
        QWidget* body = dock->widget();
        const QString panel = hasTabs ? QStringLiteral("true") : QStringLiteral("bottom");
        if (body->property("panel").toString() != panel) {
            body->setProperty("panel", panel); // tabs stand above a whole card
            body->style()->unpolish(body);
            body->style()->polish(body);
        }
    }
}

void Docks::setCurrentView(const QString& name)
{
    if (const auto dock = m_docks.find(name); dock != m_docks.end())
        dock->second->show();
    raiseView(name);
    m_current = view(name);
}

void Docks::raiseView(const QString& name)
{
    if (const auto dock = m_docks.find(name); dock != m_docks.end())
        dock->second->raise();
}

void Docks::fillPanelsMenu(QMenu& menu)
{
    menu.clear();
    for (const char* name : {"pipeline", "heads", "ledger", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}) {
        if (const auto dock = m_docks.find(QLatin1String(name)); dock != m_docks.end())
            menu.addAction(dock->second->toggleViewAction());
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
        for (const auto& [name, dock] : m_docks)
            dock->setVisible(isWanted(name));
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
        if (found && std::find(m_views.begin(), m_views.end(), found) != m_views.end()) {
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
