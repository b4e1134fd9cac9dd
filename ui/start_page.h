#pragma once

#include "ui/samples.h"
#include "ui/settings.h"

#include <QWidget>

namespace hl::ui {

/// What stands in the middle while there is no text: an invitation and three samples.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(Settings& settings, QWidget* parent = nullptr);

signals:
    void sampleChosen(const hl::ui::Sample& sample);
    void openModelWanted();

private:
    Settings& m_settings;
};

} // namespace hl::ui
