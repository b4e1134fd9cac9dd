#pragma once

#include "ui/figure/scene.h"

#include <QObject>
#include <QString>

namespace hl::ui {

enum class Appearance { System, Light, Dark };

/// The user's choices, remembered between starts (QSettings). Views are handed a reference and follow the signals.
class Settings : public QObject
{
    Q_OBJECT

public:
    explicit Settings(QObject* parent = nullptr);

    [[nodiscard]] const PictureOptions& options() const { return m_options; }
    void setOptions(const PictureOptions& options);

    [[nodiscard]] Appearance appearance() const { return m_appearance; }
    void setAppearance(Appearance appearance);
    /// Factor on all type and spacing: the font setting times presenter mode.
    [[nodiscard]] qreal scale() const { return m_scale; }
    void setScale(qreal scale);
    [[nodiscard]] Theme theme() const;

    [[nodiscard]] bool isAnimated() const { return m_isAnimated; }
    void setAnimated(bool isAnimated);
    [[nodiscard]] double speed() const { return m_speed; }
    void setSpeed(double speed);

signals:
    void optionsChanged();
    void themeChanged();
    void motionChanged();

private:
    PictureOptions m_options;
    Appearance m_appearance = Appearance::System;
    qreal m_scale = 1.0;
    bool m_isAnimated = true;
    double m_speed = 1.0;
};

} // namespace hl::ui
