#pragma once

#include <QDockWidget>
#include <QString>

namespace hl::ui {

class DockTitle;
class Session;
class Settings;
class View;

/// A dock and the card in it that one view stands on. The view is made when somebody looks at it or asks for it: most
/// docks lie behind a tab, and a start that made them all would wait for what nobody sees.
class Panel final : public QDockWidget
{
    Q_OBJECT

public:
    /// `name`: of a view, as makeView() takes it.
    Panel(const QString& name, Session& session, Settings& settings, QWidget* parent);

    /// Makes it, if need be.
    View* view();
    /// Null as long as nobody has looked at it.
    [[nodiscard]] View* viewIfMade() const { return m_view; }
    /// One of the two strips on top, which have no title and stay where they are.
    [[nodiscard]] bool isStrip() const { return m_isStrip; }
    /// Tabs above the card carry its title.
    void setTabbed(bool isTabbed);

private:
    void follow(bool isInFront);

    Session& m_session;
    Settings& m_settings;
    QString m_name;
    bool m_isStrip;
    bool m_isInFront = false;
    QWidget* m_body = nullptr;
    DockTitle* m_title = nullptr;
    View* m_view = nullptr;
};

} // namespace hl::ui
