#include "ui/tool_bar.h"

#include "ui/icons.h"
#include "ui/model_menus.h"
#include "ui/scrubber.h"

#include <QMenu>
#include <QToolButton>

namespace hl::ui {

ToolBar::ToolBar(Actions& actions, Session& session, Settings& settings, QWidget* parent)
    : QToolBar(parent)
    , m_actions(actions)
    , m_session(session)
    , m_settings(settings)
{
    setObjectName(QStringLiteral("toolBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_model = addMenuButton(actions.menu("Model/Built in"));
    m_samples = addMenuButton(actions.menu("File/Samples"));
    addAction(&actions["edit.undo"]);
    addAction(&actions["edit.redo"]);
    addStretch();
    for (const char* id : {"step.first", "step.previous", "step.play", "step.next", "step.last"})
        addAction(&actions[id]);
    m_scrubber = new Scrubber(session, this);
    addWidget(m_scrubber);
    m_speed = addMenuButton(actions.menu("Step/Speed"));
    addStretch();
    m_export = addMenuButton(actions.menu("File/Export"));
    m_search = new QToolButton(this);
    connect(m_search, &QToolButton::clicked, &actions["help.palette"], &QAction::trigger);
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addWidget(m_search);
    connect(&session, &Session::modelChanged, this, &ToolBar::showModel);
    connect(&settings, &Settings::motionChanged, this, &ToolBar::showSpeed);
    connect(&settings, &Settings::themeChanged, this, &ToolBar::applyTheme);
    for (QToolButton* button : findChildren<QToolButton*>())
        button->setFocusPolicy(Qt::TabFocus);
    retranslate();
    applyTheme();
}

QToolButton* ToolBar::addMenuButton(QMenu* menu)
{
    auto* button = new QToolButton(this);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addWidget(button);
    return button;
}

QWidget* ToolBar::addStretch()
{
    auto* stretch = new QWidget(this);
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(stretch);
    return stretch;
}

/// In a narrow window a picture says more than half a word.
void ToolBar::resizeEvent(QResizeEvent* event)
{
    constexpr qreal narrow = 940.0;
    const bool isNarrow = width() < m_settings.theme().space(narrow);
    for (QToolButton* button : {m_samples, m_export, m_search})
        button->setToolButtonStyle(isNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    QToolBar::resizeEvent(event);
}

void ToolBar::retranslate()
{
    setWindowTitle(tr("Toolbar"));
    m_model->setToolTip(tr("Choose a model"));
    m_samples->setText(tr("Samples"));
    m_samples->setToolTip(tr("Sentences worth looking at"));
    m_speed->setToolTip(tr("Speed of playing"));
    m_scrubber->retranslate();
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Save the picture or the numbers of the present view"));
    m_search->setText(tr("Search"));
    m_search->setToolTip(m_actions["help.palette"].toolTip());
    for (QAction* action : actions()) { // a picture alone has no name to be read aloud
        if (QWidget* button = widgetForAction(action); !action->text().isEmpty())
            button->setAccessibleName(plainText(*action));
    }
    showModel();
    showSpeed();
}

void ToolBar::showModel()
{
    const QString title = m_session.model() ? modelTitle(m_session.modelName()) : tr("Model");
    m_model->setText(fontMetrics().elidedText(title, Qt::ElideMiddle, 220));
    m_model->setAccessibleName(tr("Model: %1").arg(title));
}

void ToolBar::showSpeed()
{
    const double speed = m_settings.speed();
    m_speed->setText(speed < 1 ? QStringLiteral("½×") : QStringLiteral("%1×").arg(qRound(speed)));
    m_speed->setAccessibleName(tr("Speed %1").arg(m_speed->text()));
}

void ToolBar::setPlaying(bool isPlaying)
{
    m_isPlaying = isPlaying;
    applyTheme();
}

void ToolBar::applyTheme()
{
    const Theme theme = m_settings.theme();
    const int side = qRound(theme.space(18));
    setIconSize({side, side});
    m_actions["step.play"].setIcon(themedIcon(m_isPlaying ? QStringLiteral("pause") : QStringLiteral("play"), theme));
    m_model->setIcon(themedIcon(QStringLiteral("model"), theme));
    m_samples->setIcon(themedIcon(QStringLiteral("samples"), theme));
    m_search->setIcon(themedIcon(QStringLiteral("search"), theme));
    m_export->setIcon(themedIcon(QStringLiteral("export"), theme));
}

} // namespace hl::ui
