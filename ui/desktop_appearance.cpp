#include "ui/desktop_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace hl::ui {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");

} // namespace

DesktopAppearance::DesktopAppearance(QObject* parent)
    : QObject(parent)
{
    QDBusConnection::sessionBus().connect(service, path, settingsInterface, QStringLiteral("SettingChanged"), this,
                                          SLOT(noteSetting(QString, QString, QDBusVariant)));
}

void DesktopAppearance::ask()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, settingsInterface, QStringLiteral("Read"));
    call << appearance << colorScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            noteSetting(appearance, colorScheme, reply.value());
    });
}

std::optional<bool> DesktopAppearance::isDark(const QVariant& value)
{
    QVariant inner = value; // Read() wraps the number twice
    while (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    bool isNumber = false;
    const uint scheme = inner.toUInt(&isNumber);
    if (!isNumber || scheme < 1 || scheme > 2)
        return std::nullopt;
    return scheme == 1;
}

void DesktopAppearance::noteSetting(const QString& space, const QString& key, const QDBusVariant& value)
{
    if (space != appearance || key != colorScheme)
        return;
    if (const auto dark = isDark(QVariant::fromValue(value)))
        emit changed(*dark);
}

} // namespace hl::ui
