#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

#include <optional>

namespace hl::ui {

/// Whether the desktop is light or dark, as its settings portal says (freedesktop.org, org.freedesktop.appearance), now and
/// whenever the user changes it. Where there is no portal nothing is ever said.
class DesktopAppearance : public QObject
{
    Q_OBJECT

public:
    explicit DesktopAppearance(QObject* parent = nullptr);

    /// Asks the portal; the answer comes as changed().
    void ask();

    /// "color-scheme": 1 prefers dark, 2 light; 0 and all else have no preference.
    [[nodiscard]] static std::optional<bool> isDark(const QVariant& colorScheme);

public slots:
    /// The portal's signal.
    void noteSetting(const QString& space, const QString& key, const QDBusVariant& value);

signals:
    void changed(bool isDark);
};

} // namespace hl::ui
