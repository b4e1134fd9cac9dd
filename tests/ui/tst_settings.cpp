#include "ui/desktop_appearance.h"
#include "ui/settings.h"

#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

class TestSettings : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void everythingComesBack();
    void missingFileGivesDefaults();
    void garbageGivesDefaultsAndIsKept_data();
    void garbageGivesDefaultsAndIsKept();
    void unreadableFileGivesDefaults();
    void valuesOutOfRangeBecomeDefaults();
    void damagedLayoutIsDropped();
    void mutatedFilesNeverBreak();
    void recentModelsAreTenAndDistinct();
    void historyIsNewestFirst();
    void systemAppearanceFollowsTheDesktop();
    void thePortalsColourSchemeIsFollowed();
    void presentingScalesEverything();
    void settersSignalOnlyChanges();

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    static void write(const QString& file, const QByteArray& bytes);
    static QByteArray read(const QString& file);

    QTemporaryDir m_folder;
};

void TestSettings::write(const QString& file, const QByteArray& bytes)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
    // QSettings takes a file of the same size and time for the one it has read: every write gets a time of its own.
    static int second = 0;
    QVERIFY(out.flush());
    QVERIFY(out.setFileTime(QDateTime::currentDateTime().addSecs(++second), QFileDevice::FileModificationTime));
}

QByteArray TestSettings::read(const QString& file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void TestSettings::everythingComesBack()
{
    const QString file = path("all.ini");
    PictureOptions options;
    options.sequentialMap = ColorMapName::Cividis;
    options.scale = ScaleMode::Log;
    options.excludeFirstToken = true;
    options.reading = {true, SpecialTokens::Renormalised, Aggregate::Entropy, true};
    options.digits = 9;
    options.showValues = false;
    options.lineMass = 0.5;
    const QString text = QStringLiteral("我爱, \"中国\" = [x]; %1 \\ \n ＆");
    {
        Settings settings;
        settings.keepIn(file);
        settings.setOptions(options);
        settings.setAppearance(Appearance::Dark);
        settings.setScale(1.3);
        settings.setAnimated(false);
        settings.setSpeed(2);
        settings.setLanguage(QStringLiteral("zh_CN"));
        settings.addRecentModel(QStringLiteral("/models/某, 模型"));
        settings.addToHistory(text);
        settings.setWindowLayout({QByteArray("\0\1geometry", 10), QByteArray("docks\0", 6)});
        settings.setSessionFile(text);
    }
    Settings back;
    back.keepIn(file);
    QVERIFY(back.options() == options);
    QCOMPARE(back.appearance(), Appearance::Dark);
    QVERIFY(qAbs(back.scale() - 1.3) < 1e-9);
    QVERIFY(!back.isAnimated());
    QVERIFY(qAbs(back.speed() - 2) < 1e-9);
    QCOMPARE(back.language(), QStringLiteral("zh_CN"));
    QCOMPARE(back.recentModels(), QStringList{QStringLiteral("/models/某, 模型")});
    QCOMPARE(back.history(), QStringList{text});
    QCOMPARE(back.sessionFile(), text);
    QCOMPARE(back.windowLayout().geometry, QByteArray("\0\1geometry", 10));
    QCOMPARE(back.windowLayout().docks, QByteArray("docks\0", 6));
}

void TestSettings::missingFileGivesDefaults()
{
    Settings settings;
    settings.keepIn(path("absent/absent.ini"));
    QVERIFY(settings.options() == PictureOptions());
    QCOMPARE(settings.appearance(), Appearance::System);
    QVERIFY(settings.windowLayout().docks.isEmpty());
}

void TestSettings::garbageGivesDefaultsAndIsKept_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("not an ini file") << QByteArray("<!DOCTYPE html><html>");
    QTest::newRow("NUL bytes") << QByteArray("schema=1\n\0\0\0\0", 13);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("another program's settings") << QByteArray("[General]\nappearance=dark\n");
    QTest::newRow("a newer schema") << QByteArray("[General]\nschema=99\nappearance=dark\n");
    QTest::newRow("a serialised object") << QByteArray("[General]\nschema=1\nhistory=@Variant(\\0\\0\\0\\x7f)\nappearance=dark\n");
    QTest::newRow("two megabytes") << QByteArray("[General]\nschema=1\nappearance=dark\n") + QByteArray(2 << 20, 'x');
}

void TestSettings::garbageGivesDefaultsAndIsKept()
{
    QFETCH(QByteArray, bytes);
    const QString file = path("garbage.ini");
    write(file, bytes);
    Settings settings;
    settings.keepIn(file);
    QCOMPARE(settings.appearance(), Appearance::System);
    QVERIFY(settings.history().isEmpty());
    QCOMPARE(read(file + QStringLiteral(".bad")), bytes);
    settings.setAppearance(Appearance::Light);
    settings.save();
    Settings back;
    back.keepIn(file);
    QCOMPARE(back.appearance(), Appearance::Light);
    QFile::remove(file);
}

void TestSettings::unreadableFileGivesDefaults()
{
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("folder.ini/inner"))); // a folder where the file should be
    Settings settings;
    settings.keepIn(path("folder.ini"));
    QCOMPARE(settings.appearance(), Appearance::System);
    settings.setAppearance(Appearance::Dark);
    settings.save();
    QCOMPARE(settings.appearance(), Appearance::Dark);
}

void TestSettings::valuesOutOfRangeBecomeDefaults()
{
    const QString file = path("range.ini");
    write(file, "[General]\nschema=1\nappearance=dark\nscale=nan\nspeed=1e99\nlanguage=xx\n"
                "[picture]\ndigits=1000\ncolorMap=rainbow\nlineMass=-3\nshowValues=maybe\nwords=2\nspecials=gone\naggregate=median\nallLayers=x\n");
    Settings settings;
    settings.keepIn(file);
    QCOMPARE(settings.appearance(), Appearance::Dark);
    QVERIFY(qAbs(settings.scale() - 1.0) < 1e-9);
    QVERIFY(qAbs(settings.speed() - 1.0) < 1e-9);
    QCOMPARE(settings.language(), QString());
    QVERIFY(settings.options() == PictureOptions());
}

void TestSettings::damagedLayoutIsDropped()
{
    const QString file = path("layout.ini");
    {
        Settings settings;
        settings.keepIn(file);
        settings.setWindowLayout({QByteArray("geometry"), QByteArray("docks of a window")});
    }
    QByteArray bytes = read(file);
    const QByteArray sound = QByteArray("docks of a window").toBase64();
    QVERIFY(bytes.contains(sound));
    bytes.replace(sound, QByteArray("docks of a windoW").toBase64());
    write(file, bytes);
    Settings settings;
    settings.keepIn(file);
    QVERIFY(settings.windowLayout().docks.isEmpty());
    QVERIFY(settings.windowLayout().geometry.isEmpty());
}

void TestSettings::mutatedFilesNeverBreak()
{
    const QString file = path("mutated.ini");
    {
        Settings settings;
        settings.keepIn(file);
        settings.addToHistory(QStringLiteral("hello world"));
        settings.setWindowLayout({QByteArray(60, 'g'), QByteArray(200, 'd')});
    }
    const QByteArray sound = read(file);
    QVERIFY(sound.size() > 300);
    QRandomGenerator random(2017);
    for (int round = 0; round < 300; ++round) {
        QByteArray bytes = sound;
        for (int i = 0; i < 1 + round % 8; ++i)
            bytes[static_cast<qsizetype>(random.bounded(static_cast<int>(bytes.size())))] = static_cast<char>(random.bounded(256));
        write(file, bytes);
        Settings settings;
        settings.keepIn(file);
        const WindowLayout& layout = settings.windowLayout();
        QVERIFY(layout.docks.isEmpty() || layout.docks == QByteArray(200, 'd'));
        QVERIFY(settings.options().digits >= 2 && settings.options().digits <= 17);
    }
}

void TestSettings::recentModelsAreTenAndDistinct()
{
    Settings settings;
    for (int i = 0; i < 14; ++i)
        settings.addRecentModel(QStringLiteral("/m/%1").arg(i % 12));
    QCOMPARE(settings.recentModels().size(), 10);
    QCOMPARE(settings.recentModels().first(), QStringLiteral("/m/1"));
    QCOMPARE(settings.recentModels().removeDuplicates(), 0);
}

void TestSettings::historyIsNewestFirst()
{
    Settings settings;
    settings.addToHistory(QStringLiteral("a"));
    settings.addToHistory(QStringLiteral("b"));
    settings.addToHistory(QStringLiteral("  "));
    settings.addToHistory(QString(100'000, QLatin1Char('x')));
    settings.addToHistory(QStringLiteral("a"));
    QCOMPARE(settings.history(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

void TestSettings::systemAppearanceFollowsTheDesktop()
{
    Settings settings;
    QSignalSpy changed(&settings, &Settings::themeChanged);
    settings.setDesktopDark(true);
    QVERIFY(settings.theme().isDark);
    QCOMPARE(changed.size(), 1);
    settings.setAppearance(Appearance::Light);
    QVERIFY(!settings.theme().isDark);
    settings.setDesktopDark(false);
    QCOMPARE(changed.size(), 2);
}

void TestSettings::thePortalsColourSchemeIsFollowed()
{
    Settings settings;
    DesktopAppearance desktop;
    QObject::connect(&desktop, &DesktopAppearance::changed, &settings, &Settings::setDesktopDark);
    const auto say = [&](const QString& space, const QString& key, const QVariant& value) {
        desktop.noteSetting(space, key, QDBusVariant(value));
    };
    const QString space = QStringLiteral("org.freedesktop.appearance");
    const QString key = QStringLiteral("color-scheme");
    say(space, key, 1U);
    QVERIFY(settings.theme().isDark);
    say(space, QStringLiteral("accent-color"), 2U);
    say(QStringLiteral("org.gnome.desktop.interface"), key, 2U);
    say(space, key, 0U); // no preference: as it was
    say(space, key, QStringLiteral("light"));
    QVERIFY(settings.theme().isDark);
    say(space, key, QVariant::fromValue(QDBusVariant(2U))); // wrapped twice, as Read() answers
    QVERIFY(!settings.theme().isDark);
}

void TestSettings::presentingScalesEverything()
{
    Settings settings;
    settings.setScale(1.25);
    settings.setPresenting(true);
    QVERIFY(qAbs(settings.theme().scale - 1.25 * presenterScale) < 1e-9);
    settings.setPresenting(false);
    QVERIFY(qAbs(settings.theme().scale - 1.25) < 1e-9);
    settings.setScale(100);
    QVERIFY(settings.scale() <= largestScale);
}

void TestSettings::settersSignalOnlyChanges()
{
    Settings settings;
    QSignalSpy theme(&settings, &Settings::themeChanged);
    QSignalSpy motion(&settings, &Settings::motionChanged);
    settings.setAppearance(Appearance::System);
    settings.setScale(1.0);
    settings.setAnimated(true);
    settings.setSpeed(1.0);
    QCOMPARE(theme.size() + motion.size(), 0);
    settings.setSpeed(2.0);
    QCOMPARE(motion.size(), 1);
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
