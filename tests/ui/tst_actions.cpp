#include "ui/main_window.h"
#include "shown_window.h"
#include "ui/samples.h"
#include "ui/views/prompt_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QMenu>
#include <QMenuBar>
#include <QStandardPaths>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

namespace {

bool waitForRest(Session& session)
{
    return QTest::qWaitFor([&] { return !session.isStale(); }, 10'000);
}

/// Closes whatever dialog an action has opened, now and as soon as one comes.
class DialogCloser : public QObject
{
public:
    DialogCloser()
    {
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, [] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                if (auto* dialog = qobject_cast<QDialog*>(widget); dialog && dialog->isVisible())
                    dialog->reject();
            }
        });
        m_timer.start();
    }

private:
    QTimer m_timer;
};

} // namespace

class TestActions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyActionHasTextAndToolTip();
    void everyActionIsInAMenu();
    void noMenuIsEmpty();
    void shortcutsAreUnique();
    void everyActionTwiceInEveryState_data();
    void everyActionTwiceInEveryState();
    void leftAndRightStep();
    void headAndLayerStayInRange();
    void maskChangesThePattern();
    void undoBringsBackTextModelSelectionAndOptions();
    void typingMergesIntoOneCommand();
    void undoAllRedoAllIsTheSame();
    void languageSwitchesAtRunTime();
    void playStopsAtTheEnd();
};

void TestActions::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void TestActions::everyActionHasTextAndToolTip()
{
    Settings settings;
    MainWindow window(settings);
    for (const QAction* action : window.actionRegistry().all()) {
        QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(action->toolTip().size() > 5, qPrintable(action->objectName()));
        QVERIFY2(action->statusTip() != action->text(), qPrintable(action->objectName()));
    }
    QVERIFY(window.actionRegistry().all().size() >= 50);
}

void TestActions::everyActionIsInAMenu()
{
    Settings settings;
    MainWindow window(settings);
    QSet<QAction*> inMenus;
    for (const QMenu* menu : window.menuBar()->findChildren<QMenu*>()) {
        for (QAction* action : menu->actions())
            inMenus.insert(action);
    }
    for (QAction* action : window.actionRegistry().all())
        QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
}

void TestActions::noMenuIsEmpty()
{
    Settings settings;
    MainWindow window(settings);
    QStringList titles;
    for (const QAction* action : window.menuBar()->actions())
        titles.append(QString(action->text()).remove(QLatin1Char('&')));
    QCOMPARE(titles, (QStringList{QStringLiteral("File"), QStringLiteral("Edit"), QStringLiteral("View"),
                                  QStringLiteral("Step"), QStringLiteral("Model"), QStringLiteral("Help")}));
    QList<QAction*> entries = window.menuBar()->actions();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QMenu* menu = entries.at(i)->menu();
        if (!menu)
            continue;
        QVERIFY2(!menu->isEmpty() && !menu->title().isEmpty(), qPrintable(menu->title()));
        entries.append(menu->actions());
    }
}

void TestActions::shortcutsAreUnique()
{
    Settings settings;
    MainWindow window(settings);
    QHash<QKeySequence, QString> owners;
    for (const QAction* action : window.actionRegistry().all()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            QVERIFY2(!keys.isEmpty() && !keys.toString().isEmpty(), qPrintable(action->objectName()));
            QVERIFY2(!owners.contains(keys),
                     qPrintable(QStringLiteral("%1: %2 and %3").arg(keys.toString(), owners.value(keys), action->objectName())));
            owners.insert(keys, action->objectName());
        }
    }
}

void TestActions::everyActionTwiceInEveryState_data()
{
    QTest::addColumn<QString>("state");
    for (const char* state : {"no model", "no text", "with text", "running", "encoder-decoder", "error", "playing"})
        QTest::newRow(state) << QString::fromLatin1(state);
}

void TestActions::everyActionTwiceInEveryState()
{
    QFETCH(QString, state);
    DialogCloser closer;
    Settings settings;
    settings.setAnimated(false);
    MainWindow window(settings);
    window.resize(1280, 800);
    window.show();
    const auto enter = [&] {
        const auto all = samples();
        if (state == QLatin1String("encoder-decoder")) {
            window.openSample(all.back());
        } else if (state != QLatin1String("no model")) {
            window.openSample(all.front());
            if (state == QLatin1String("no text"))
                window.session().setText(QString());
            else if (state == QLatin1String("error"))
                window.session().setText(QStringLiteral("a"));
        }
        if (state == QLatin1String("error"))
            window.open(QStringLiteral("/does/not/exist"));
        if (state != QLatin1String("running"))
            QVERIFY(waitForRest(window.session()));
        if (state == QLatin1String("playing"))
            window.actionRegistry()["step.play"].trigger();
    };
    for (QAction* action : window.actionRegistry().all()) {
        if (action->objectName() == QLatin1String("file.quit"))
            continue;
        enter();
        const bool wasEnabled = action->isEnabled();
        action->trigger();
        action->trigger();
        QCoreApplication::processEvents();
        if (!wasEnabled)
            continue;
        QVERIFY2(window.docks().view(QStringLiteral("prompt")), qPrintable(action->objectName()));
    }
    QVERIFY(waitForRest(window.session()));
    window.actionRegistry()["file.quit"].trigger();
    QVERIFY(!window.isVisible());
}

void TestActions::leftAndRightStep()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("toy"));
    QVERIFY(waitForTrace(window.session()));
    const Selection& selection = window.session().selection();
    const Step start = selection.place().step;
    window.actionRegistry()["step.next"].trigger();
    QVERIFY(selection.place().step != start);
    window.actionRegistry()["step.previous"].trigger();
    QCOMPARE(selection.place().step, start);
    window.actionRegistry()["step.first"].trigger();
    QCOMPARE(selection.place().step, Step::Tokens);
    QVERIFY(!window.actionRegistry()["step.previous"].isEnabled());
    window.actionRegistry()["step.last"].trigger();
    QCOMPARE(selection.place().step, Step::Probs);
    QVERIFY(!window.actionRegistry()["step.next"].isEnabled());
}

void TestActions::headAndLayerStayInRange()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("toy")); // toy: 2 layers, 2 heads
    QVERIFY(waitForTrace(window.session()));
    for (const char* id : {"head.next", "layer.next", "query.next", "key.next"}) {
        for (int i = 0; i < 40; ++i)
            window.actionRegistry()[id].trigger();
    }
    const Place& place = window.session().selection().place();
    const auto tokens = static_cast<Index>(window.session().trace()->tokens(Side::Only).size());
    QCOMPARE(place.head, 1);
    QCOMPARE(place.layer, 1);
    QCOMPARE(place.query, tokens - 1);
    QCOMPARE(place.key, tokens - 1);
    window.actionRegistry()["head.previous"].trigger();
    QCOMPARE(place.head, 0);
}

void TestActions::maskChangesThePattern()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("toy"));
    QVERIFY(waitForTrace(window.session()));
    const StepRef ref = window.session().selection().place().refOf(Step::Pattern);
    QVERIFY(window.session().trace()->view(ref).at(0, 3) == 0.0);
    window.actionRegistry()["mask.none"].trigger();
    QVERIFY(waitForTrace(window.session()));
    QVERIFY(window.session().trace()->view(ref).at(0, 3) > 0.0);
    QVERIFY(window.actionRegistry()["mask.none"].isChecked());
    window.actionRegistry()["edit.undo"].trigger();
    QVERIFY(waitForTrace(window.session()));
    QVERIFY(window.session().trace()->view(ref).at(0, 3) == 0.0);
    QVERIFY(window.actionRegistry()["mask.model"].isChecked());
}

void TestActions::undoBringsBackTextModelSelectionAndOptions()
{
    Settings settings;
    MainWindow window(settings);
    Session& session = window.session();
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(session));
    const Place place = session.selection().place();
    const QString text = session.text();
    QVERIFY(!window.actionRegistry()["edit.undo"].isEnabled());

    window.openSample(sampleOf("hello-world", 1));
    QVERIFY(waitForTrace(session));
    PictureOptions options = settings.options();
    options.digits = 7;
    settings.setOptions(options);
    window.actionRegistry()["edit.undo"].trigger();
    QCOMPARE(settings.options().digits, PictureOptions().digits);
    QCOMPARE(session.modelName(), QStringLiteral("hello-world"));
    window.actionRegistry()["edit.undo"].trigger();
    QVERIFY(waitForTrace(session));
    QCOMPARE(session.modelName(), QStringLiteral("constructed"));
    QCOMPARE(session.text(), text);
    QVERIFY(session.selection().place() == place);
    window.actionRegistry()["edit.redo"].trigger();
    window.actionRegistry()["edit.redo"].trigger();
    QVERIFY(waitForTrace(session));
    QCOMPARE(session.modelName(), QStringLiteral("hello-world"));
    QCOMPARE(settings.options().digits, 7);
    QVERIFY(!window.actionRegistry()["edit.redo"].isEnabled());
}

void TestActions::typingMergesIntoOneCommand()
{
    Settings settings;
    MainWindow window(settings);
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    const QString before = window.session().text();
    const int commands = window.undoHistory().stack().count();
    for (const char* text : {"T", "Th", "The", "The c", "The cat"})
        window.session().setText(QLatin1String(text));
    QCOMPARE(window.undoHistory().stack().count(), commands + 1);
    window.actionRegistry()["edit.undo"].trigger();
    QCOMPARE(window.session().text(), before);
    auto* prompt = qobject_cast<PromptView*>(window.docks().view(QStringLiteral("prompt")));
    QVERIFY(prompt);
    QCOMPARE(prompt->edit().text(), before);
}

void TestActions::undoAllRedoAllIsTheSame()
{
    Settings settings;
    MainWindow window(settings);
    Session& session = window.session();
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(session));
    const QString firstText = session.text();
    const Place firstPlace = session.selection().place();
    const char* ids[] = {"head.next", "query.next", "mask.causal", "text.shuffle", "digits.more", "step.next",
                         "model.withoutPositions", "map.magma", "key.next", "layer.next", "scale.log"};
    for (int round = 0; round < 40; ++round) {
        window.undoHistory().closeCommand();
        if (round % 9 == 8)
            session.setText(QStringLiteral("the cat %1").arg(round));
        else
            window.actionRegistry()[ids[(round * 7) % 11]].trigger();
        QVERIFY(waitForTrace(session));
    }
    const QString lastText = session.text();
    const Place lastPlace = session.selection().place();
    const PictureOptions lastOptions = settings.options();
    while (window.undoHistory().stack().canUndo())
        window.undoHistory().stack().undo();
    QVERIFY(waitForTrace(session));
    QCOMPARE(session.text(), firstText);
    QVERIFY(session.selection().place() == firstPlace);
    QVERIFY(settings.options() == PictureOptions());
    QVERIFY(session.request().shuffle.empty() && !session.request().withoutPositions);
    while (window.undoHistory().stack().canRedo())
        window.undoHistory().stack().redo();
    QVERIFY(waitForTrace(session));
    QCOMPARE(session.text(), lastText);
    QVERIFY(session.selection().place() == lastPlace);
    QVERIFY(settings.options() == lastOptions);
}

void TestActions::languageSwitchesAtRunTime()
{
    Settings settings;
    settings.setLanguage(QStringLiteral("en"));
    MainWindow window(settings);
    window.openSample(sampleOf("constructed"));
    QVERIFY(waitForTrace(window.session()));
    window.actionRegistry()["language.zh"].trigger();
    QCoreApplication::processEvents();
    QCOMPARE(sampleOf("constructed").title, QStringLiteral("前一个词"));
    QVERIFY(window.docks().view(QStringLiteral("prompt")));
    QVERIFY(window.session().trace());
    window.actionRegistry()["language.en"].trigger();
    QCoreApplication::processEvents();
    QCOMPARE(sampleOf("constructed").title, QStringLiteral("The word before"));
}

void TestActions::playStopsAtTheEnd()
{
    Settings settings;
    settings.setSpeed(4);
    MainWindow window(settings);
    window.openSample(samples().at(6));
    QVERIFY(waitForTrace(window.session()));
    window.actionRegistry()["step.last"].trigger();
    window.actionRegistry()["step.previous"].trigger();
    window.actionRegistry()["step.play"].trigger();
    QVERIFY(window.actionRegistry()["step.play"].isChecked());
    QTRY_VERIFY_WITH_TIMEOUT(!window.actionRegistry()["step.play"].isChecked(), 5000);
    QVERIFY(!window.actionRegistry()["step.next"].isEnabled());
}

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
