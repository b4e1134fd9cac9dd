#include "ui/settings_file.h"

#include "ui/option_fields.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <array>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int schema = 1;
constexpr int layoutVersion = 1; // raise it when docks are renamed
constexpr qint64 largestFile = 1 << 20; // bytes

constexpr std::array<const char*, 3> appearances{"system", "light", "dark"};

template <class Enum, std::size_t N>
Enum enumOf(const QSettings& settings, const char* key, const std::array<const char*, N>& names, Enum fallback)
{
    const QString name = settings.value(QLatin1String(key)).toString();
    for (std::size_t i = 0; i < N; ++i) {
        if (name == QLatin1String(names[i]))
            return static_cast<Enum>(i);
    }
    return fallback;
}

template <class Enum, std::size_t N>
QString nameOf(Enum value, const std::array<const char*, N>& names)
{
    return QLatin1String(names[static_cast<std::size_t>(value)]);
}

double numberOf(const QSettings& settings, const char* key, double low, double high, double fallback)
{
    bool isNumber = false;
    const double value = settings.value(QLatin1String(key)).toString().toDouble(&isNumber);
    return isNumber && std::isfinite(value) && value >= low && value <= high ? value : fallback;
}

bool truthOf(const QSettings& settings, const char* key, bool fallback)
{
    const QString value = settings.value(QLatin1String(key)).toString();
    if (value == QLatin1String("true"))
        return true;
    return value == QLatin1String("false") ? false : fallback;
}

QStringList listOf(const QSettings& settings, const char* key, int limit)
{
    QStringList list = settings.value(QLatin1String(key)).toStringList().mid(0, limit);
    list.removeAll(QString());
    list.removeDuplicates();
    return list;
}

QByteArray digestOf(const WindowLayout& layout)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(layoutVersion) + ' ' + QByteArray::number(layout.geometry.size()) + ' ');
    hash.addData(layout.geometry);
    hash.addData(layout.docks);
    return hash.result().toHex();
}

// QMainWindow::restoreState crashes on damaged bytes: only what hashes as it was written is handed to it.
WindowLayout layoutOf(const QSettings& settings)
{
    const auto bytes = [&](const char* key) {
        return QByteArray::fromBase64(settings.value(QLatin1String(key)).toString().toLatin1());
    };
    WindowLayout layout{bytes("window/geometry"), bytes("window/docks")};
    const bool isSound = settings.value(QLatin1String("window/sha256")).toString().toLatin1() == digestOf(layout);
    return isSound ? layout : WindowLayout{};
}

bool isOurs(const QString& file)
{
    QFile raw(file);
    if (raw.size() > largestFile || !raw.open(QIODevice::ReadOnly))
        return false;
    const QByteArray bytes = raw.read(largestFile);
    // A value written as @Variant(...) would be handed to QDataStream; ours never are.
    if (bytes.contains('\0') || bytes.contains("@Variant(") || bytes.contains("@DateTime("))
        return false;
    const QSettings settings(file, QSettings::IniFormat);
    return settings.status() == QSettings::NoError
        && settings.value(QLatin1String("schema")).toString() == QString::number(schema);
}

void putAside(const QString& file)
{
    const QString bad = file + QLatin1String(".bad");
    QFile::remove(bad);
    QFile::rename(file, bad);
}

/// Where an option stands in the file.
QString placeOf(const OptionField& field)
{
    return QLatin1String("picture/") + QLatin1String(field.key);
}

PictureOptions optionsOf(const QSettings& settings)
{
    PictureOptions options;
    for (const OptionField& field : optionFields()) {
        if (field.isRemembered && settings.contains(placeOf(field)))
            field.set(options, settings.value(placeOf(field)).toString());
    }
    return options;
}

QString written(bool value)
{
    return value ? QStringLiteral("true") : QStringLiteral("false");
}

QString written(double value)
{
    return QString::number(value, 'g', 6);
}

} // namespace

Choices readChoices(const QString& file)
{
    Choices c;
    if (!QFileInfo::exists(file))
        return c;
    if (!isOurs(file)) {
        putAside(file);
        return c;
    }
    const QSettings s(file, QSettings::IniFormat);
    c.options = optionsOf(s);
    c.appearance = enumOf(s, "appearance", appearances, c.appearance);
    c.scale = numberOf(s, "scale", smallestScale, largestScale, c.scale);
    c.isAnimated = truthOf(s, "animation", c.isAnimated);
    c.speed = numberOf(s, "speed", 0.25, 4, c.speed);
    const QString language = s.value(QLatin1String("language")).toString();
    if (language == QLatin1String("en") || language == QLatin1String("zh_CN"))
        c.language = language;
    c.recentModels = listOf(s, "recentModels", recentModelLimit);
    c.history = listOf(s, "history", historyLimit);
    c.sessionFile = s.value(QLatin1String("sessionFile")).toString();
    c.layout = layoutOf(s);
    return c;
}

bool writeChoices(const QString& file, const Choices& c)
{
    QDir().mkpath(QFileInfo(file).path());
    QSettings s(file, QSettings::IniFormat);
    const auto set = [&](const char* key, const QVariant& value) { s.setValue(QLatin1String(key), value); };
    set("schema", QString::number(schema));
    for (const OptionField& field : optionFields()) {
        if (field.isRemembered) // as text, so that no reader ever builds another type from the file
            s.setValue(placeOf(field), field.get(c.options).toString());
    }
    set("appearance", nameOf(c.appearance, appearances));
    set("scale", written(double(c.scale)));
    set("animation", written(c.isAnimated));
    set("speed", written(c.speed));
    set("language", c.language);
    set("recentModels", c.recentModels);
    set("history", c.history);
    set("sessionFile", c.sessionFile);
    set("window/geometry", QString::fromLatin1(c.layout.geometry.toBase64()));
    set("window/docks", QString::fromLatin1(c.layout.docks.toBase64()));
    set("window/sha256", QString::fromLatin1(digestOf(c.layout)));
    s.sync();
    return s.status() == QSettings::NoError;
}

} // namespace hl::ui
