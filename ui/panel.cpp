#include "ui/panel.h"

#include "ui/dock_title.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QFrame>
#include <QStyle>

namespace hl::ui {

namespace {

/// Low enough for all docks to share a small window with the strips above: what does not fit is cut off at the bottom,
/// never pushed over its neighbours.
class Card : public QFrame
{
public:
    Card(QWidget* parent, bool isStrip)
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

} // namespace

Panel::Panel(const QString& name, Session& session, Settings& settings, QWidget* parent)
    : QDockWidget(viewTitle(name), parent)
    , m_session(session)
    , m_settings(settings)
    , m_name(name)
    , m_isStrip(name == QLatin1String("prompt") || name == QLatin1String("pipeline"))
    , m_body(new Card(this, m_isStrip))
{
    setObjectName(name + QStringLiteral("Dock"));
    m_body->setProperty("panel", m_isStrip ? QStringLiteral("true") : QStringLiteral("bottom"));
    auto* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(1, 1, 1, m_isStrip ? 1 : 8);
    setWidget(m_body);
    if (m_isStrip) {
        setTitleBarWidget(new QWidget(this));
        setFeatures(QDockWidget::NoDockWidgetFeatures);
        m_body->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        view(); // gives the strip its height
    } else {
        layout->setSizeConstraint(QLayout::SetNoConstraint);
        m_title = new DockTitle(this);
        m_title->setTheme(settings.theme());
        connect(&settings, &Settings::themeChanged, m_title, [this] { m_title->setTheme(m_settings.theme()); });
        setTitleBarWidget(m_title);
        setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    }
    connect(this, &QDockWidget::visibilityChanged, this, &Panel::follow);
}

/// Made in its place: a widget that changes its parent gets its style a second time, and so do all that are in it.
View* Panel::view()
{
    if (m_view)
        return m_view;
    m_view = makeView(m_name, m_session, m_settings, m_body);
    if (!m_isStrip)
        m_view->layout()->setSizeConstraint(QLayout::SetNoConstraint);
    m_view->setBehind(!m_isInFront);
    m_body->layout()->addWidget(m_view);
    return m_view;
}

void Panel::follow(bool isInFront)
{
    m_isInFront = isInFront;
    if (isInFront)
        view();
    if (m_view)
        m_view->setBehind(!isInFront);
}

void Panel::setTabbed(bool isTabbed)
{
    if (!m_title)
        return;
    m_title->setFolded(isTabbed);
    const QString panel = isTabbed ? QStringLiteral("true") : QStringLiteral("bottom");
    if (m_body->property("panel").toString() == panel)
        return;
    m_body->setProperty("panel", panel);
    m_body->style()->unpolish(m_body);
    m_body->style()->polish(m_body);
}

} // namespace hl::ui
