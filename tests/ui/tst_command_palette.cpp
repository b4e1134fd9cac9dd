#include "ui/command_palette.h"
#include "shown_window.h"
#include "ui/main_window.h"
#include "ui/samples.h"
#include "ui/views/figure_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QStandardPaths>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void findsByLettersAndRuns();
    void saysThatNothingMatches();
    void findsModelsAndSamplesByName();
    void forgetsEntriesOfAListThatIsFilledAgain();
    void bringsAPanelToTheFront();
    void closesWhenSomethingElseIsUsed();
};

void TestCommandPalette::findsByLettersAndRuns()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    CommandPalette palette(window.actionRegistry(), &window);
    const int all = palette.list().count();
    QVERIFY(all > 30);
    palette.field().setText(QStringLiteral("dark colour"));
    QVERIFY(palette.list().count() > 0);
    QVERIFY(palette.list().item(0)->text().contains(QStringLiteral("Dark"))); // others have both words in all that they read
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QCOMPARE(settings.appearance(), Appearance::Dark);
    palette.field().setText(QStringLiteral("panels weights")); // an entry is found by all that it reads
    QCOMPARE(palette.list().count(), 1);
    palette.field().setText(QStringLiteral("zzzz"));
    QCOMPARE(palette.list().count(), 0);
    QTest::keyClick(&palette.field(), Qt::Key_Return);
}

void TestCommandPalette::saysThatNothingMatches()
{
    Settings settings;
    MainWindow window(settings);
    CommandPalette palette(window.actionRegistry(), &window);
    const auto* nothing = palette.findChild<QLabel*>(QStringLiteral("nothingFound"));
    QVERIFY(nothing && nothing->isHidden());
    palette.field().setText(QStringLiteral("zzzz"));
    QVERIFY(!nothing->isHidden() && palette.list().isHidden());
    palette.field().setText(QString());
    QVERIFY(nothing->isHidden() && !palette.list().isHidden());
}

void TestCommandPalette::findsModelsAndSamplesByName()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    {
        CommandPalette palette(window.actionRegistry(), &window);
        palette.field().setText(QStringLiteral("induct"));
        QVERIFY(palette.list().count() > 0);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QTRY_COMPARE(window.session().modelName(), QStringLiteral("induction"));
    }
    const Sample sample = sampleOf("hello-world");
    {
        CommandPalette palette(window.actionRegistry(), &window);
        palette.field().setText(sample.title);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QTRY_COMPARE(window.session().text(), sample.text);
        QCOMPARE(window.session().modelName(), sample.model);
    }
}

void TestCommandPalette::forgetsEntriesOfAListThatIsFilledAgain()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    CommandPalette palette(window.actionRegistry(), &window);
    palette.field().setText(QStringLiteral("induct"));
    QVERIFY(palette.list().count() > 0);
    QVERIFY(!window.actionRegistry().listed().empty()); // which fills them
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QCOMPARE(window.session().modelName(), QStringLiteral("constructed"));
    palette.field().setText(QString());
    QVERIFY(palette.list().count() > 30); // the others are still there
}

/// What is found by its name is shown, also where its menu's entry would hide it.
void TestCommandPalette::bringsAPanelToTheFront()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    for (const auto& [name, title] : {std::pair{"variants", "Variants"}, std::pair{"edit", "changes"}}) { // others have "changes" in their names
        const View* view = window.docks().view(QLatin1String(name));
        QTRY_VERIFY(!view->isSeen());
        CommandPalette palette(window.actionRegistry(), &window);
        palette.field().setText(QLatin1String(title));
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QTRY_VERIFY(view->isSeen());
        QCOMPARE(window.focusWidget(), view->figureView()); // ready for keys
    }
}

void TestCommandPalette::closesWhenSomethingElseIsUsed()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.actionRegistry()["help.palette"].trigger();
    QPointer<CommandPalette> palette = window.findChild<CommandPalette*>();
    QVERIFY(palette && palette->isVisible() && !palette->isModal());
    QApplication::setActiveWindow(palette);
    QVERIFY(palette->isVisible());
    QApplication::setActiveWindow(&window);
    QTRY_VERIFY(!palette);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_command_palette.moc"
