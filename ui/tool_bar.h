#pragma once

#include "ui/actions.h"
#include "ui/player.h"

#include <QToolBar>

class QToolButton;

namespace hl::ui {

class Scrubber;

/// Model, samples, undo and redo at the left; the transport in the middle; export and search at the right.
class ToolBar final : public QToolBar
{
    Q_OBJECT

public:
    ToolBar(Actions& actions, Session& session, Settings& settings, QWidget* parent);

    void retranslate();
    void setPlaying(bool isPlaying);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* addMenuButton(QMenu* menu);
    QWidget* addStretch();
    void showModel();
    void showSpeed();
    void applyTheme();

    Actions& m_actions;
    Session& m_session;
    Settings& m_settings;
    QToolButton* m_model;
    QToolButton* m_samples;
    Scrubber* m_scrubber = nullptr;
    QToolButton* m_speed;
    QToolButton* m_export;
    QToolButton* m_search;
    bool m_isPlaying = false;
};

} // namespace hl::ui
