#include "ui/dock_title.h"

#include "ui/icons.h"

#include <QBoxLayout>
#include <QDockWidget>
#include <QLabel>
#include <QToolButton>

namespace hl::ui {

DockTitle::DockTitle(QDockWidget* dock)
    : QFrame(dock)
    , m_label(new QLabel(dock->windowTitle(), this))
    , m_close(new QToolButton(this))
{
    setProperty("panel", QStringLiteral("top"));
    m_label->setProperty("role", QStringLiteral("title"));
    m_label->setTextFormat(Qt::PlainText);
    m_close->setProperty("flat", true);
    m_close->setObjectName(QStringLiteral("closeDock"));
    m_close->setToolTip(tr("Hide this panel; View, Panels brings it back"));
    m_close->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    m_close->setFocusPolicy(Qt::TabFocus);
    connect(m_close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::windowTitleChanged, m_label, &QLabel::setText);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 2);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_close);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void DockTitle::setFolded(bool isFolded)
{
    if (isFolded == m_isFolded)
        return;
    m_isFolded = isFolded;
    for (QWidget* child : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        child->setVisible(!isFolded);
    setMaximumHeight(isFolded ? 0 : QWIDGETSIZE_MAX);
    updateGeometry();
}

void DockTitle::setTheme(const Theme& theme)
{
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
}

QSize DockTitle::sizeHint() const
{
    return m_isFolded ? QSize(0, 0) : QFrame::sizeHint();
}

QSize DockTitle::minimumSizeHint() const
{
    return m_isFolded ? QSize(0, 0) : QFrame::minimumSizeHint();
}

} // namespace hl::ui
