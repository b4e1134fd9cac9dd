#include "ui/settings.h"

#include <QStandardPaths>

#include <algorithm>

namespace hl::ui {

namespace {

void putFirst(QStringList& list, const QString& text, int limit)
{
    list.removeAll(text);
    list.prepend(text);
    list = list.mid(0, limit);
}

constexpr qsizetype longestRemembered = 2000; // UTF-16 units; a pasted book does not belong into the settings

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(300);
    connect(&m_saving, &QTimer::timeout, this, &Settings::save);
}

Settings::~Settings()
{
    if (m_saving.isActive())
        save();
}

QString Settings::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QLatin1String("/settings.ini");
}

void Settings::keepIn(const QString& file)
{
    m_file = file;
    m_choices = readChoices(file);
    emit themeChanged();
    emit languageChanged();
    emit motionChanged();
    emit optionsChanged();
    emit recentModelsChanged();
}

void Settings::save()
{
    m_saving.stop();
    if (!m_file.isEmpty())
        writeChoices(m_file, m_choices);
}

void Settings::setOptions(const PictureOptions& options)
{
    m_choices.options = options;
    changed();
    emit optionsChanged();
}

void Settings::setAppearance(Appearance appearance)
{
    if (appearance == m_choices.appearance)
        return;
    m_choices.appearance = appearance;
    changed();
    emit themeChanged();
}

void Settings::setDesktopDark(bool isDark)
{
    if (isDark == m_isDesktopDark)
        return;
    m_isDesktopDark = isDark;
    if (m_choices.appearance == Appearance::System)
        emit themeChanged();
}

void Settings::setScale(qreal scale)
{
    const qreal next = std::clamp(scale, smallestScale, largestScale);
    if (qFuzzyCompare(next, m_choices.scale))
        return;
    m_choices.scale = next;
    changed();
    emit themeChanged();
}

void Settings::setPresenting(bool isPresenting)
{
    if (isPresenting == m_isPresenting)
        return;
    m_isPresenting = isPresenting;
    emit themeChanged();
}

Theme Settings::theme() const
{
    const bool isDark = m_choices.appearance == Appearance::System ? m_isDesktopDark
                                                                   : m_choices.appearance == Appearance::Dark;
    return isDark ? Theme::dark(scale()) : Theme::light(scale());
}

void Settings::setAnimated(bool isAnimated)
{
    if (isAnimated == m_choices.isAnimated)
        return;
    m_choices.isAnimated = isAnimated;
    changed();
    emit motionChanged();
}

void Settings::setSpeed(double speed)
{
    if (qFuzzyCompare(speed, m_choices.speed))
        return;
    m_choices.speed = speed;
    changed();
    emit motionChanged();
}

void Settings::setLanguage(const QString& language)
{
    if (language == m_choices.language)
        return;
    m_choices.language = language;
    changed();
    emit languageChanged();
}

void Settings::addRecentModel(const QString& nameOrFolder)
{
    putFirst(m_choices.recentModels, nameOrFolder, recentModelLimit);
    changed();
    emit recentModelsChanged();
}

void Settings::addToHistory(const QString& text)
{
    if (text.trimmed().isEmpty() || text.size() > longestRemembered)
        return;
    putFirst(m_choices.history, text, historyLimit);
    changed();
}

void Settings::setSessionFile(const QString& path)
{
    if (path == m_choices.sessionFile)
        return;
    m_choices.sessionFile = path;
    changed();
}

void Settings::setWindowLayout(const WindowLayout& layout)
{
    if (layout == m_choices.layout)
        return;
    m_choices.layout = layout;
    changed();
}

} // namespace hl::ui
