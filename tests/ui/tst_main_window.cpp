#include "ui/main_window.h"
#include "shown_window.h"
#include "time_allowed.h"
#include "core/model/builtin.h"
#include "ui/figure/derived.h"
#include "ui/samples.h"
#include "ui/views/compare_view.h"
#include "ui/views/figure_view.h"
#include "ui/views/prompt_edit.h"
#include "ui/views/prompt_view.h"

#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QToolBar>
#include <QToolButton>
#include <QtTest>

#include <algorithm>

using namespace hl;
using namespace hl::ui;

namespace {

bool waitForRest(Session& session)
{
    return QTest::qWaitFor([&] { return !session.isStale(); }, 20'000);
}

/// True if the window, with room for all docks around the stage, shows the sample's numbers.
bool showsWide(MainWindow& window, const Sample& sample)
{
    window.resize(1600, 1000);
    window.show();
    return window.openSample(sample) && waitForTrace(window.session());
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void opensWithAWorkingPicture();
    void everyViewShowsTheSessionsTrace();
    void whatLiesBehindATabIsNotSeen();
    void aViewIsMadeWhenSomebodyLooksAtIt();
    void aModelOfPicturesRunsWhilePresenting();
    void aFigureBehindATabGetsItsSizeWhenItIsSeen();
    void headsAreMeasuredWhateverTabIsInFront();
    void everySampleRunsAndShowsItsPlace();
    void aSampleForgetsWhatWasDoneToTheTextBefore();
    void aSampleWhoseModelCannotBeOpenedIsRefusedInOneSentence();
    void everySampleIsCompleteInTwoLanguages();
    void whatToLookAtIsSaidInTheLanguageOfTheWindow();
    void whatIsComparedStaysWhileTheLanguageChanges();
    void emptyTextInvites();
    void lastKeystrokeWins();
    void brokenModelFolderKeepsTheOldModel();
    void droppedFolderIsOpened();
    void droppedNumbersAreChecked();
    void nothingIsCutInASmallWindow_data();
    void nothingIsCutInASmallWindow();
    void theStageHasMostOfALowWindow();
    void aPictureToDrawLeavesTheStageItsRoom();
    void docksFoldToTabs();
    void layoutComesBack();
    void presenterHidesTheDocks();
    void whatIsPresentedHasRoomOnALowScreen();
    void largeTypeInASmallWindowCoversNothing();
    void theTextGrowsWithTheType();
    void everySizeThemeAndScaleHolds();
    void closingWhileRunningIsQuick();
    void arrowsStepAfterAClick();
    void keysGoWhereTheyAreExpectedWhenAModelIsOpened();
    void pagesScrollTheLedgerThatTheKeyboardReached();
    void theSelectedHeadIsInSight();
    void theLinesOfTheFirstStartHaveRoom_data();
    void theLinesOfTheFirstStartHaveRoom();
    void statusSaysTokensModelTimeAndBytes();
    void aNarrowWindowHasNoHalfWords();
};

void TestMainWindow::opensWithAWorkingPicture()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openLast();
    QVERIFY(waitForTrace(window.session()));
    QVERIFY(!window.grab().isNull());
    QVERIFY(!window.undoHistory().stack().canUndo());
}

void TestMainWindow::everyViewShowsTheSessionsTrace()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    for (int round = 0; round < 3; ++round) {
        window.session().setText(QStringLiteral("the cat %1").arg(round));
        QVERIFY(waitForTrace(window.session()));
        QVERIFY(window.docks().views().size() >= 5);
        for (const View* view : window.docks().views()) {
            QVERIFY2(view->figureView(), qPrintable(view->name()));
            QVERIFY2(view->figureView()->scene().trace == window.session().trace(), qPrintable(view->name()));
            QVERIFY2(view->figureView()->scene().place == window.session().selection().place(), qPrintable(view->name()));
        }
    }
}

void TestMainWindow::whatLiesBehindATabIsNotSeen()
{
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().at(3)));
    View* lines = window.docks().view(QStringLiteral("lines"));
    View* output = window.docks().view(QStringLiteral("output"));
    QTRY_VERIFY(lines->isSeen() && !output->isSeen());
    QSignalSpy comes(output, &View::cameIntoSight);
    window.docks().raiseView(QStringLiteral("output"));
    QTRY_VERIFY(output->isSeen() && !lines->isSeen());
    QCOMPARE(comes.count(), 1);
    window.docks().raiseView(QStringLiteral("lines"));
    QTRY_VERIFY(lines->isSeen() && !output->isSeen());
    QVERIFY(window.docks().view(QStringLiteral("stage"))->isSeen());
}

void TestMainWindow::aModelOfPicturesRunsWhilePresenting()
{
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().at(3)));
    window.actionRegistry()["view.presenter"].trigger();
    QVERIFY(settings.isPresenting());
    window.open(QStringLiteral("shapes"));
    QTRY_COMPARE(window.session().modelName(), QStringLiteral("shapes"));
    QTRY_VERIFY(window.session().request().picture);
    QVERIFY(waitForTrace(window.session()));
}

void TestMainWindow::aViewIsMadeWhenSomebodyLooksAtIt()
{
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().at(3)));
    QTRY_VERIFY(window.docks().viewIfMade(QStringLiteral("lines")));
    QVERIFY(!window.docks().viewIfMade(QStringLiteral("output")));
    window.docks().raiseView(QStringLiteral("output"));
    QTRY_VERIFY(window.docks().viewIfMade(QStringLiteral("output")));
    const View* output = window.docks().viewIfMade(QStringLiteral("output"));
    QTRY_VERIFY(output->isSeen());
    QVERIFY(output->figureView()->scene().trace == window.session().trace());
}

/// Nothing is worked out for a comparison that nobody sees, and it is there as soon as somebody does.
void TestMainWindow::aFigureBehindATabGetsItsSizeWhenItIsSeen()
{
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().at(3)));
    View* variants = window.docks().view(QStringLiteral("variants"));
    const auto least = [&] { return variants->figureView()->figure().leastSize(variants->figureView()->scene()).toSize(); };
    window.session().setText(QStringLiteral("the cat saw the dog"));
    QVERIFY(waitForTrace(window.session()));
    window.docks().raiseView(QStringLiteral("variants"));
    QTRY_COMPARE(variants->figureView()->minimumSize(), least());
}

/// The numbers below the grid of heads are its own, not those of the panel with all metrics.
void TestMainWindow::headsAreMeasuredWhateverTabIsInFront()
{
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().front()));
    window.session().setText(QStringLiteral("the keys near the cabinet are on the table and ").repeated(9));
    QVERIFY(waitForTrace(window.session()));
    QVERIFY(window.docks().view(QStringLiteral("heads"))->isSeen());
    QVERIFY(!window.docks().view(QStringLiteral("metrics"))->isSeen());
    QTRY_VERIFY(knownMetrics(window.session().trace(), When::IfQuick));
    QVERIFY(areHeadsKnown(window.session().trace(), settings.options()));
}

void TestMainWindow::everySampleRunsAndShowsItsPlace()
{
    Settings settings;
    MainWindow window(settings);
    for (const Sample& sample : samples()) {
        window.openSample(sample);
        QVERIFY2(waitForTrace(window.session()), qPrintable(sample.title));
        const Place& place = window.session().selection().place();
        QVERIFY2(place.ref() == sample.place.ref(), qPrintable(sample.title));
        QCOMPARE(place.query, sample.place.query);
        QCOMPARE(place.key, sample.place.key);
        QVERIFY2(window.session().trace()->notes().empty(), qPrintable(sample.title));
        QCOMPARE(window.statusLine().sentence(), sample.look);
        const MatrixView view = window.session().trace()->view(place.ref());
        QVERIFY(place.row() < view.rows() && place.col() < view.cols());
    }
}

void TestMainWindow::aSampleForgetsWhatWasDoneToTheTextBefore()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(0)); // three layers
    QVERIFY(waitForTrace(window.session()));
    window.session().setEdits({{ScaleHead{{.step = Step::Z, .layer = 2, .head = 3}, 0.0}}});
    window.session().setWithoutPositions(true);
    window.openSample(samples().at(3)); // one layer
    QVERIFY(waitForTrace(window.session()));
    QVERIFY2(window.session().errorText().isEmpty(), qPrintable(window.session().errorText()));
    QVERIFY(window.session().request().edits.empty());
    QVERIFY(!window.session().request().withoutPositions);
    if (!findBuiltin("shapes"))
        return;
    window.session().setModel(builtinModel("shapes"), QStringLiteral("shapes"));
    window.session().setPicture(std::make_shared<const Picture>(Picture{1, 1, {0, 0, 0}}));
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    QVERIFY2(window.session().errorText().isEmpty(), qPrintable(window.session().errorText()));
}

void TestMainWindow::aSampleWhoseModelCannotBeOpenedIsRefusedInOneSentence()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const QString text = window.session().text();
    Sample broken = samples().at(0);
    broken.model = QStringLiteral("not-shipped");
    QVERIFY(!window.openSample(broken));
    QVERIFY(window.statusLine().sentence().contains(QStringLiteral("not-shipped")));
    QCOMPARE(window.session().text(), text);
}

void TestMainWindow::everySampleIsCompleteInTwoLanguages()
{
    QFile file(QStringLiteral(":/samples/samples.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray all = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(all.size() >= 12);
    QSet<QString> titles;
    for (const QJsonValue& value : all) {
        for (const char* key : {"title", "look"}) {
            for (const char* language : {"en", "zh_CN"})
                QVERIFY(!value[QLatin1String(key)][QLatin1String(language)].toString().isEmpty());
        }
        titles.insert(value[QLatin1String("title")][QLatin1String("en")].toString());
    }
    QCOMPARE(titles.size(), all.size());
}

void TestMainWindow::whatToLookAtIsSaidInTheLanguageOfTheWindow()
{
    Settings settings;
    settings.setLanguage(QStringLiteral("en"));
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const QString english = window.statusLine().sentence();
    settings.setLanguage(QStringLiteral("zh_CN"));
    QTRY_COMPARE(window.statusLine().sentence(), samples().at(3).look);
    QVERIFY(window.statusLine().sentence() != english);
    settings.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(window.statusLine().sentence(), english);
}

void TestMainWindow::whatIsComparedStaysWhileTheLanguageChanges()
{
    Settings settings;
    settings.setLanguage(QStringLiteral("en"));
    MainWindow window(settings);
    window.openSample(samples().front());
    QVERIFY(waitForTrace(window.session()));
    const auto compare = [&] { return qobject_cast<CompareView*>(window.docks().view(QStringLiteral("compare"))); };
    compare()->tell(QStringLiteral("text=The key that the boy likes"));
    settings.setLanguage(QStringLiteral("zh_CN"));
    QCOMPARE(compare()->told(), QStringLiteral("text=The key that the boy likes"));
    compare()->pin();
    const auto pinned = compare()->pinned();
    settings.setLanguage(QStringLiteral("en"));
    QVERIFY(pinned && compare()->counterpart() == pinned);
}

void TestMainWindow::emptyTextInvites()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    QWidget* start = window.findChild<QWidget*>(QStringLiteral("startPage"));
    QVERIFY(start && !start->isVisible());
    window.session().setText(QStringLiteral("  "));
    QVERIFY(waitForRest(window.session()));
    QVERIFY(start->isVisible());
    QVERIFY(window.session().errorText().isEmpty());
    window.session().setText(QStringLiteral("hello"));
    QVERIFY(waitForTrace(window.session()));
    QVERIFY(!start->isVisible());
}

void TestMainWindow::lastKeystrokeWins()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(11));
    QVERIFY(waitForTrace(window.session()));
    for (int length = 1; length <= 200; ++length)
        window.session().setText(QStringLiteral("cat ").repeated(length));
    QVERIFY(waitForTrace(window.session()));
    QCOMPARE(window.session().trace()->tokens(Side::Only).size(), std::size_t(200));
}

void TestMainWindow::brokenModelFolderKeepsTheOldModel()
{
    QTemporaryDir folder;
    QFile config(folder.filePath(QStringLiteral("config.json")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("<html>not a model</html>");
    config.close();
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const auto model = window.session().model();
    for (const QString& path : {folder.path(), QStringLiteral("/does/not/exist"), QStringLiteral("/etc/passwd"), QString()}) {
        window.statusLine().tell(QStringLiteral("waiting"));
        window.open(path);
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().sentence().isEmpty()
                                     && window.statusLine().sentence() != QStringLiteral("waiting")
                                     && !window.statusLine().sentence().startsWith(QStringLiteral("Opening")),
                                 10'000);
        QCOMPARE(window.session().model(), model);
        QVERIFY(window.session().trace());
    }
}

void TestMainWindow::droppedNumbersAreChecked()
{
    Settings settings;
    MainWindow window(settings);
    const QString before = window.session().modelName();
    QTemporaryDir folder;
    QMimeData data;
    QList<QUrl> urls;
    const std::pair<const char*, const char*> files[] = {{"Q.csv", "1,0\n0,1\n"}, {"K.csv", "1,2\n3,4\n"},
                                                         {"weights.csv", "0.119202922,0.880797078\n0.119202922,0.880797078\n"}};
    for (const auto& [name, numbers] : files) {
        QFile file(folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(numbers) > 0);
        urls.append(QUrl::fromLocalFile(file.fileName()));
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QVERIFY(drop.isAccepted());
    const auto* report = window.findChild<QTextBrowser*>(QStringLiteral("checkReport"));
    QVERIFY(report && report->toPlainText().contains(QStringLiteral("no-scaling")));
    QCOMPARE(QString::fromStdString(settings.options().mistake), QStringLiteral("no-scaling"));
    QCOMPARE(window.session().modelName(), before);
}

void TestMainWindow::droppedFolderIsOpened()
{
    QTemporaryDir folder;
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.path())});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QVERIFY(drop.isAccepted());
    QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("config.json")));
}

void TestMainWindow::nothingIsCutInASmallWindow_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("1024 x 640") << QSize(1024, 640);
    QTest::newRow("1280 x 800") << QSize(1280, 800);
    QTest::newRow("1600 x 1000") << QSize(1600, 1000);
}

void TestMainWindow::nothingIsCutInASmallWindow()
{
    QFETCH(QSize, size);
    Settings settings;
    MainWindow window(settings);
    window.resize(size);
    window.show();
    window.openSample(samples().at(5));
    QVERIFY(waitForTrace(window.session()));
    QTest::qWait(50);
    QCOMPARE(window.size(), size);
    for (const View* view : window.docks().views()) {
        if (!view->isVisible() || view->visibleRegion().isEmpty())
            continue;
        // A layout settles over several rounds of events, and on a busy machine later than the trace.
        QTRY_VERIFY2(window.rect().contains(QRect(view->mapTo(&window, QPoint()), view->size())), qPrintable(view->name()));
        QTRY_VERIFY2(view->width() >= view->minimumSizeHint().width() && view->height() >= 60, qPrintable(view->name()));
    }
    QVERIFY(window.docks().centralWidget()->height() >= 160);
}

/// The strip of steps gives way, also when only the height changes.
void TestMainWindow::theStageHasMostOfALowWindow()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(1024, 640);
    window.show();
    window.openSample(samples().at(5));
    QVERIFY(waitForTrace(window.session()));
    const View* pipeline = window.docks().view(QStringLiteral("pipeline"));
    QTRY_VERIFY(window.docks().centralWidget()->height() > 2 * pipeline->height());
    const int low = pipeline->height();
    window.resize(1024, 800);
    QTRY_VERIFY(pipeline->height() > low);
    window.resize(1024, 640);
    QTRY_COMPARE(pipeline->height(), low);
}

void TestMainWindow::aPictureToDrawLeavesTheStageItsRoom()
{
    if (!findBuiltin("shapes"))
        return;
    Settings settings;
    MainWindow window(settings);
    QVERIFY(showsWide(window, samples().at(0)));
    const auto* centre = window.docks().centralWidget();
    const auto* ledger = window.findChild<QDockWidget*>(QStringLiteral("ledgerDock"));
    const auto* picture = window.findChild<QDockWidget*>(QStringLiteral("pictureDock"));
    QVERIFY(centre && ledger && picture);
    window.session().setModel(builtinModel("shapes"), QStringLiteral("shapes"));
    QTRY_VERIFY(picture->isVisible() && picture->x() > centre->geometry().right());
    QVERIFY2(centre->height() > window.height() * 2 / 5, qPrintable(QString::number(centre->height())));
    window.openSample(samples().at(0));
    QTRY_VERIFY(!picture->isVisible() && ledger->isVisible() && ledger->y() == centre->y());
    const auto* lines = window.findChild<QDockWidget*>(QStringLiteral("linesDock"));
    QTRY_VERIFY(lines->y() > centre->geometry().bottom());
}

void TestMainWindow::docksFoldToTabs()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    QTest::qWait(20);
    auto* heads = window.findChild<QDockWidget*>(QStringLiteral("headsDock"));
    auto* ledger = window.findChild<QDockWidget*>(QStringLiteral("ledgerDock"));
    QVERIFY(heads && ledger);
    QVERIFY(!window.docks().tabifiedDockWidgets(ledger).contains(heads));
    window.resize(1280, 800);
    QTRY_VERIFY(window.docks().tabifiedDockWidgets(ledger).contains(heads));
    window.resize(1600, 1000);
    QTRY_VERIFY(!window.docks().tabifiedDockWidgets(ledger).contains(heads));
}

void TestMainWindow::layoutComesBack()
{
    Settings settings;
    {
        MainWindow window(settings);
        window.show();
        QTest::qWait(20);
        auto* heads = window.findChild<QDockWidget*>(QStringLiteral("headsDock"));
        window.docks().addDockWidget(Qt::RightDockWidgetArea, heads);
        QCoreApplication::processEvents();
        window.close();
    }
    QVERIFY(!settings.windowLayout().docks.isEmpty());
    MainWindow window(settings);
    window.show();
    QTest::qWait(20);
    auto* heads = window.findChild<QDockWidget*>(QStringLiteral("headsDock"));
    QCOMPARE(window.docks().dockWidgetArea(heads), Qt::RightDockWidgetArea);
    window.actionRegistry()["view.resetLayout"].trigger();
    if (window.docks().width() > 1400)
        QCOMPARE(window.docks().dockWidgetArea(heads), Qt::LeftDockWidgetArea);
}

void TestMainWindow::presenterHidesTheDocks()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    auto* ledger = window.findChild<QDockWidget*>(QStringLiteral("ledgerDock"));
    QVERIFY(ledger->isVisible());
    window.actionRegistry()["view.presenter"].trigger();
    QVERIFY(!ledger->isVisible());
    QVERIFY(settings.scale() > 1.5);
    QVERIFY(window.isFullScreen());
    window.actionRegistry()["edit.clearSelection"].trigger(); // Esc leaves
    QVERIFY(!window.isFullScreen());
    QVERIFY(ledger->isVisible());
    QVERIFY(!window.actionRegistry()["view.presenter"].isChecked());
}

void TestMainWindow::whatIsPresentedHasRoomOnALowScreen()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const auto* pipeline = window.findChild<QDockWidget*>(QStringLiteral("pipelineDock"));
    window.actionRegistry()["view.presenter"].trigger();
    window.resize(1024, 640); // of whatever screen it fills now
    QTRY_VERIFY(!pipeline->isVisible());
    QTRY_VERIFY(window.docks().view(QStringLiteral("stage"))->height() > window.height() / 2);
    window.resize(1400, 1100);
    QTRY_VERIFY(pipeline->isVisible());
    window.resize(1024, 640);
    QTRY_VERIFY(!pipeline->isVisible());
    window.actionRegistry()["edit.clearSelection"].trigger(); // Esc leaves
    QTRY_VERIFY(pipeline->isVisible());
}

void TestMainWindow::largeTypeInASmallWindowCoversNothing()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(1024, 640);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const auto* pipeline = window.findChild<QDockWidget*>(QStringLiteral("pipelineDock"));
    const auto* ledger = window.findChild<QDockWidget*>(QStringLiteral("ledgerDock"));
    QVERIFY(pipeline->isVisible());
    settings.setScale(1.4);
    QTRY_VERIFY(!pipeline->isVisible());
    QTRY_VERIFY(ledger->geometry().top() > window.findChild<QDockWidget*>(QStringLiteral("promptDock"))->geometry().bottom());
    settings.setScale(1.0);
    QTRY_VERIFY(pipeline->isVisible());
    QTRY_VERIFY(ledger->geometry().top() > pipeline->geometry().bottom());
}

void TestMainWindow::theTextGrowsWithTheType()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    const auto& edit = qobject_cast<PromptView*>(window.docks().view(QStringLiteral("prompt")))->edit();
    const int before = QFontInfo(edit.font()).pixelSize();
    settings.setScale(1.6);
    QTRY_COMPARE(edit.document()->defaultFont(), settings.theme().font(TextSize::Sentence, QFont::Medium));
    QVERIFY(QFontInfo(edit.font()).pixelSize() > before);
    window.actionRegistry()["view.presenter"].trigger();
    QTRY_COMPARE(edit.document()->defaultFont(), settings.theme().font(TextSize::Sentence, QFont::Medium));
    QCOMPARE(edit.font(), settings.theme().font(TextSize::Sentence, QFont::Medium));
    window.actionRegistry()["view.presenter"].trigger();
    QTRY_COMPARE(edit.document()->defaultFont(), settings.theme().font(TextSize::Sentence, QFont::Medium));
}

void TestMainWindow::everySizeThemeAndScaleHolds()
{
    Settings settings;
    settings.setAnimated(false);
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(13));
    QVERIFY(waitForTrace(window.session()));
    for (const QSize size : {QSize(1, 1), QSize(760, 520), QSize(2400, 600), QSize(900, 1600)}) {
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
            for (const qreal scale : {0.8, 2.0}) {
                settings.setAppearance(appearance);
                settings.setScale(scale);
                window.resize(size);
                QCoreApplication::processEvents();
                QVERIFY(!window.grab().isNull());
            }
        }
    }
}

void TestMainWindow::closingWhileRunningIsQuick()
{
    QElapsedTimer timer;
    for (int round = 0; round < 4; ++round) {
        Settings settings;
        auto window = std::make_unique<MainWindow>(settings);
        window->show();
        window->openSample(samples().at(11));
        window->session().setText(QStringLiteral("the cat ").repeated(200 + round));
        window->open(QStringLiteral("/does/not/exist"));
        timer.start();
        window.reset();
        QVERIFY2(timer.elapsed() < timeAllowed(1000), qPrintable(QString::number(timer.elapsed())));
    }
}

void TestMainWindow::arrowsStepAfterAClick()
{
    Settings settings;
    settings.setAnimated(false);
    MainWindow window(settings);
    window.show();
    window.openSample(samples().at(3));
    QVERIFY(waitForTrace(window.session()));
    QApplication::setActiveWindow(&window); // there may be no window manager
    QWidget* stage = window.docks().view(QStringLiteral("stage"))->figureView();
    stage->setFocus(Qt::MouseFocusReason);
    const Step before = window.session().selection().place().step;
    QTest::keyClick(stage, Qt::Key_Right);
    QVERIFY(window.session().selection().place().step != before);
    QTest::keyClick(stage, Qt::Key_Left);
    QCOMPARE(window.session().selection().place().step, before);
    window.actionRegistry()["edit.text"].trigger(); // in the text, arrows move the cursor
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(window.session().selection().place().step, before);
}

void TestMainWindow::keysGoWhereTheyAreExpectedWhenAModelIsOpened()
{
    Settings settings;
    MainWindow window(settings);
    const auto open = [&](const char* name) {
        window.open(QString::fromLatin1(name));
        QTRY_COMPARE(window.session().modelName(), QString::fromLatin1(name));
    };
    const auto& edit = qobject_cast<PromptView*>(window.docks().view(QStringLiteral("prompt")))->edit();
    window.show();
    QCOMPARE(window.focusWidget(), &window);
    open("toy");
    QCOMPARE(window.focusWidget(), &edit); // waits for a text
    window.session().setText(QStringLiteral("the cat"));
    open("stories");
    QCOMPARE(window.focusWidget(), &edit); // somebody is typing
    window.docks().view(QStringLiteral("ledger"))->figureView()->setFocus();
    open("toy");
    QCOMPARE(window.focusWidget(), &window); // Space plays
}

void TestMainWindow::pagesScrollTheLedgerThatTheKeyboardReached()
{
    Settings settings;
    settings.setAnimated(false);
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.openSample(samples().at(0));
    QVERIFY(waitForTrace(window.session()));
    QApplication::setActiveWindow(&window);
    View* ledger = window.docks().view(QStringLiteral("ledger"));
    auto* scroll = ledger->findChild<QScrollArea*>(QStringLiteral("ledgerScroll"));
    QVERIFY(scroll);
    QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
    const Step before = window.session().selection().place().step;
    for (QWidget* reached : {static_cast<QWidget*>(scroll), static_cast<QWidget*>(ledger->figureView())}) {
        reached->setFocus(Qt::TabFocusReason);
        QVERIFY(reached->hasFocus());
        QTest::keyClick(reached, Qt::Key_PageDown);
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        QTest::keyClick(reached, Qt::Key_PageUp);
        QCOMPARE(scroll->verticalScrollBar()->value(), 0);
        QCOMPARE(window.session().selection().place().step, before);
    }
    window.setFocus();
    ledger->figureView()->setFocus(Qt::MouseFocusReason); // a clicker still steps after a click
    QTest::keyClick(ledger->figureView(), Qt::Key_PageDown);
    QVERIFY(window.session().selection().place().step != before);
}

void TestMainWindow::theSelectedHeadIsInSight()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.openSample(samples().at(0));
    QVERIFY(waitForTrace(window.session()));
    const FigureView* grid = window.docks().view(QStringLiteral("heads"))->figureView();
    const auto isInSight = [&] {
        const Place& place = window.session().selection().place();
        for (const HotArea& area : grid->hotAreas()) {
            if (area.place.layer == place.layer && area.place.head == place.head)
                return grid->visibleRegion().contains(area.rect.toRect().bottomRight()) && grid->visibleRegion().contains(area.rect.toRect().topLeft());
        }
        return false;
    };
    QTRY_VERIFY(isInSight());
    for (const char* move : {"layer.next", "layer.previous", "layer.previous", "layer.next", "layer.next"}) {
        window.actionRegistry()[move].trigger();
        QTRY_VERIFY2(isInSight(), move);
    }
}

void TestMainWindow::theLinesOfTheFirstStartHaveRoom_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
}

void TestMainWindow::theLinesOfTheFirstStartHaveRoom()
{
    QFETCH(QString, language);
    Settings settings;
    settings.setLanguage(language);
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.openFirstSample();
    QVERIFY(waitForTrace(window.session()));
    const auto* scroll = window.docks().view(QStringLiteral("lines"))->findChild<QScrollArea*>();
    QVERIFY(scroll && scroll->isVisible());
    QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
    settings.setLanguage(QStringLiteral("en"));
}

void TestMainWindow::statusSaysTokensModelTimeAndBytes()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(samples().at(9));
    QVERIFY(waitForTrace(window.session()));
    const QString facts = window.statusLine().factsText();
    for (const char* part : {"2 tokens", "hello-world", " ms", "bytes"})
        QVERIFY2(facts.contains(QLatin1String(part)), qPrintable(facts));
    window.session().setText(QStringLiteral("hello world ").repeated(200));
    QVERIFY(waitForTrace(window.session()));
    QVERIFY2(window.statusLine().sentence().contains(QStringLiteral("64")), qPrintable(window.statusLine().sentence()));
}

/// A sentence that has no room ends in an ellipsis; a button without room for its word shows its picture.
void TestMainWindow::aNarrowWindowHasNoHalfWords()
{
    Settings settings;
    MainWindow window(settings);
    window.resize(800, 600);
    window.show();
    window.statusLine().tell(QString(400, QLatin1Char('m')));
    const auto labels = window.statusLine().findChildren<QLabel*>();
    QTRY_VERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text().endsWith(QStringLiteral("m…")); }));
    QCOMPARE(window.statusLine().sentence().size(), qsizetype(400));
    for (const QToolButton* button : window.findChild<QToolBar*>()->findChildren<QToolButton*>()) {
        if (button->isVisible() && button->toolButtonStyle() == Qt::ToolButtonTextBesideIcon)
            QTRY_VERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
    }
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
