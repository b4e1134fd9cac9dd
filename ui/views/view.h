#pragma once

#include "ui/session.h"
#include "ui/settings.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace hl::ui {

class FigureView;

/// A panel of the window: controls of its own, if any, around one figure. The main window puts it into a dock (or the
/// centre) and asks it only for these few things.
class View : public QWidget
{
    Q_OBJECT

public:
    View(Session& session, Settings& settings, QWidget* parent = nullptr);

    /// The figure's name ("heads"): object name, `--view`, file names.
    [[nodiscard]] virtual QString name() const = 0;
    /// As viewTitle() has it.
    [[nodiscard]] QString title() const;
    /// What an export of this view draws; null for a view without picture.
    [[nodiscard]] virtual FigureView* figureView() const = 0;

    /// Whether somebody can see it: it is shown, and no tab lies over it. What takes long is worked out only then.
    [[nodiscard]] bool isSeen() const { return isVisible() && !m_isBehind; }
    /// A dock behind another tab is visible to Qt: the window tells.
    void setBehind(bool isBehind);

signals:
    void cameIntoSight();

protected:
    void showEvent(QShowEvent* event) override;

    Session& m_session;
    Settings& m_settings;

private:
    bool m_isBehind = false;
};

/// The view of this name, null for an unknown one.
[[nodiscard]] View* makeView(const QString& name, Session& session, Settings& settings, QWidget* parent = nullptr);

/// What its panel is called, translated; empty for an unknown name.
[[nodiscard]] QString viewTitle(const QString& name);

} // namespace hl::ui
