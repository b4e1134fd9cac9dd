#pragma once

#include "ui/figure/scene.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hl::ui {

enum class Appearance { System, Light, Dark };

/// Where the window and its docks stood.
struct WindowLayout
{
    QByteArray geometry; ///< QWidget::saveGeometry
    QByteArray docks;    ///< QMainWindow::saveState

    friend bool operator==(const WindowLayout&, const WindowLayout&) = default;
};

/// Everything that is remembered between starts.
struct Choices
{
    PictureOptions options;
    Appearance appearance = Appearance::System;
    qreal scale = 1.0;
    bool isAnimated = true;
    double speed = 1.0;
    QString language;
    QStringList recentModels;
    QStringList history;
    QString sessionFile; ///< what "save session" writes, when the program goes on where it ended; empty: to be asked for
    WindowLayout layout;
};

inline constexpr int recentModelLimit = 10;
inline constexpr int historyLimit = 100;
inline constexpr qreal smallestScale = 0.8;
inline constexpr qreal largestScale = 2.0;

/// What the file holds. A file that cannot be read or is no settings file is renamed to FILE.bad, and defaults are
/// given; a single value out of its range becomes its default.
[[nodiscard]] Choices readChoices(const QString& file);
/// False if the file could not be written (the choices then last until the end of the program).
bool writeChoices(const QString& file, const Choices& choices);

} // namespace hl::ui
