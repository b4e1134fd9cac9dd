#pragma once

#include "ui/session.h"

#include <QSlider>

namespace hl::ui {

/// The whole walk through the computation as one slider: drag it to go forth and back through all steps.
class Scrubber : public QSlider
{
    Q_OBJECT

public:
    explicit Scrubber(Session& session, QWidget* parent = nullptr);
    /// Says its name and tool tip in the language of the window.
    void retranslate();

private:
    void follow();

    Session& m_session;
};

} // namespace hl::ui
