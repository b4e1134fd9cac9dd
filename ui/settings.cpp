#include "ui/settings.h"


namespace hl::ui {

Settings::Settings(QObject* parent)
    : QObject(parent)
{}

void Settings::setOptions(const PictureOptions& options)
{
    m_options = options;
    emit optionsChanged();
}

void Settings::setAppearance(Appearance appearance)
{
    if (appearance == m_appearance)
        return;
    m_appearance = appearance;
    emit themeChanged();
}

void Settings::setScale(qreal scale)
{
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    emit themeChanged();
}

Theme Settings::theme() const
{
    return m_appearance == Appearance::Dark ? Theme::dark(m_scale) : Theme::light(m_scale);
}

void Settings::setAnimated(bool isAnimated)
{
    if (isAnimated == m_isAnimated)
        return;
    m_isAnimated = isAnimated;
    emit motionChanged();
}

void Settings::setSpeed(double speed)
{
    if (qFuzzyCompare(speed, m_speed))
        return;
    m_speed = speed;
    emit motionChanged();
}

} // namespace hl::ui
