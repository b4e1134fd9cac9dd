#pragma once

#include "core/forward/generate.h"
#include "ui/settings_file.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace hl::ui {

/// How much larger everything is in presenter mode.
inline constexpr qreal presenterScale = 1.6;

/// The user's choices. Views are handed a reference and follow the signals.
/// In memory until keepIn() names a file; from then on every change is written there.
class Settings : public QObject
{
    Q_OBJECT

public:
    explicit Settings(QObject* parent = nullptr);
    ~Settings() override;

    /// Where a user's settings are kept.
    [[nodiscard]] static QString defaultFile();
    /// Reads this file and writes changes back to it. Damaged settings are put aside as FILE.bad.
    void keepIn(const QString& file);
    /// Writes what has changed; does nothing without a file.
    void save();

    [[nodiscard]] const PictureOptions& options() const { return m_choices.options; }
    void setOptions(const PictureOptions& options);

    [[nodiscard]] Appearance appearance() const { return m_choices.appearance; }
    void setAppearance(Appearance appearance);
    /// What Appearance::System stands for; the application tells it at the start.
    void setDesktopDark(bool isDark);
    /// Factor on all type and spacing: the font setting times presenter mode.
    [[nodiscard]] qreal scale() const { return m_isPresenting ? m_choices.scale * presenterScale : m_choices.scale; }
    /// The font setting, 0.8 to 2.
    void setScale(qreal scale);
    [[nodiscard]] bool isPresenting() const { return m_isPresenting; }
    void setPresenting(bool isPresenting);
    [[nodiscard]] Theme theme() const;

    [[nodiscard]] bool isAnimated() const { return m_choices.isAnimated; }
    void setAnimated(bool isAnimated);
    [[nodiscard]] double speed() const { return m_choices.speed; }
    void setSpeed(double speed);

    /// How the Output view continues a text; until the program ends.
    [[nodiscard]] const GenerateOptions& generation() const { return m_generation; }
    void setGeneration(const GenerateOptions& options) { m_generation = options; }

    /// "en", "zh_CN", or empty: the desktop's.
    [[nodiscard]] QString language() const { return m_choices.language; }
    void setLanguage(const QString& language);

    /// Folders and built-in names, newest first.
    [[nodiscard]] QStringList recentModels() const { return m_choices.recentModels; }
    void addRecentModel(const QString& nameOrFolder);
    /// Texts that were shown, newest first.
    [[nodiscard]] QStringList history() const { return m_choices.history; }
    void addToHistory(const QString& text);

    /// The named session that the work is, which is kept elsewhere while it changes; empty: it has no name.
    [[nodiscard]] QString sessionFile() const { return m_choices.sessionFile; }
    void setSessionFile(const QString& path);

    [[nodiscard]] const WindowLayout& windowLayout() const { return m_choices.layout; }
    void setWindowLayout(const WindowLayout& layout);

signals:
    void optionsChanged();
    void themeChanged();
    void motionChanged();
    void languageChanged();
    void recentModelsChanged();

private:
    void changed() { m_saving.start(); }

    Choices m_choices;
    GenerateOptions m_generation;
    bool m_isPresenting = false;
    bool m_isDesktopDark = false;
    QString m_file;
    QTimer m_saving; ///< gathers the changes of a slider into one write
};

} // namespace hl::ui
