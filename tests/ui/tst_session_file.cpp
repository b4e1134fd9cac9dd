#include "ui/main_window.h"
#include "shown_window.h"

#include "core/model/builtin.h"
#include "ui/figure/export.h"
#include "ui/option_fields.h"
#include "ui/session_file.h"
#include "ui/session_in_picture.h"
#include "ui/session_keeper.h"
#include "ui/undo_history.h"
#include "ui/views/compare_view.h"
#include "ui/views/figure_view.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>
#include <random>

using namespace hl;
using namespace hl::ui;

namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

/// Every option with another value than its default.
PictureOptions unusualOptions()
{
    PictureOptions o;
    o.sequentialMap = ColorMapName::Magma;
    o.scale = ScaleMode::Log;
    o.excludeFirstToken = true;
    o.digits = 9;
    o.showValues = false;
    o.allTerms = true;
    o.lineMass = 0.1234567890123;
    o.lineThresholdByValue = true;
    o.lineThreshold = 0.75;
    o.headOrder = HeadMetric::Symmetry;
    o.headAtLeast = 0.25;
    o.headColor = HeadMetric::Entropy;
    o.metricsPage = MetricsPage::HeadMap;
    o.metric = HeadMetric::MeanDistance;
    o.metricsSorted = true;
    o.metricAtLeast = 0.5;
    o.headGroups = 3;
    o.showLens = false;
    o.comparedHeads = {{0, 1}, {2, 3}};
    o.weights = "blocks.1.attn.1.q.weight";
    o.mistake = "softmax-over-queries";
    o.variantsPage = VariantsPage::Formats;
    o.variant = "low-rank";
    o.variantParameters = {.window = 5, .stride = 7, .globals = 0, .rank = 9};
    o.kernel = 11;
    o.numberFormat = NumberFormat::Int8;
    o.reading = {true, SpecialTokens::Renormalised, Aggregate::Entropy, true};
    o.pictureRollout = true;
    o.variantsPage = VariantsPage::Formats;
    o.variant = "linear";
    o.variantParameters = {7, 8, 9, 10};
    o.kernel = 5;
    o.numberFormat = NumberFormat::Int8;
    o.positionScheme = PositionKind::Alibi;
    o.positionLength = 17;
    o.positionDims = 10;
    return o;
}

void setDigits(Settings& settings, int digits)
{
    PictureOptions options = settings.options();
    options.digits = digits;
    settings.setOptions(options);
}

SavedSession fullSession()
{
    SavedSession s;
    s.modelName = QStringLiteral("toy");
    s.request.text = "the cat 爱 \"quotes\" \n line";
    s.request.second = "second";
    s.request.shuffle = {2, 0, 1};
    s.request.withoutPositions = true;
    s.request.mask.mode = MaskMode::Causal;
    s.request.mask.custom = MaskMatrix(2, 2);
    *s.request.mask.custom << 0.0, forbidden, 0.125, -3.5;
    s.request.edits = {{SetCells{{.step = Step::Scores, .layer = 0, .head = 1}, {{2, 0, 4.5}}}, false, "mine"},
                       {ScaleHead{{.step = Step::Z, .layer = 1, .head = 0}, 0.0}}};
    s.request.picture = std::make_shared<const Picture>(Picture{2, 1, {1, 2, 3, 250, 251, 252}});
    s.place = {.side = Side::Only, .isCross = false, .layer = 1, .head = 1, .step = Step::Scores, .query = 2, .key = 1, .feature = 3};
    s.options = unusualOptions();
    s.view = QStringLiteral("heads");
    s.isDark = true;
    s.compare = QStringLiteral("text=the dog");
    return s;
}

void compareSessions(const SavedSession& got, const SavedSession& wanted)
{
    QCOMPARE(got.modelName, wanted.modelName);
    QCOMPARE(got.request.text, wanted.request.text);
    QVERIFY(got.request.second == wanted.request.second);
    QVERIFY(got.request.shuffle == wanted.request.shuffle);
    QCOMPARE(got.request.withoutPositions, wanted.request.withoutPositions);
    QVERIFY(got.request.mask.mode == wanted.request.mask.mode);
    QCOMPARE(got.request.mask.custom.has_value(), wanted.request.mask.custom.has_value());
    if (wanted.request.mask.custom)
        QVERIFY(*got.request.mask.custom == *wanted.request.mask.custom);
    QVERIFY(got.request.edits == wanted.request.edits);
    QCOMPARE(bool(got.request.picture), bool(wanted.request.picture));
    if (wanted.request.picture)
        QVERIFY(got.request.picture->bytes == wanted.request.picture->bytes && got.request.picture->width == wanted.request.picture->width);
    QVERIFY(got.place == wanted.place);
    QVERIFY(got.options == wanted.options);
    QCOMPARE(got.view, wanted.view);
    QCOMPARE(got.compare, wanted.compare);
    QCOMPARE(got.isDark, wanted.isDark);
}

/// Shows the window, in which this model has read this text then.
bool openWith(MainWindow& window, const QString& model, const QString& text)
{
    window.show();
    window.open(model);
    window.session().setText(text);
    return waitForTrace(window.session());
}

/// Another model is another piece of work.
bool leaveFor(MainWindow& window, const QString& model, const QString& text)
{
    window.open(model);
    if (!QTest::qWaitFor([&] { return window.session().modelName() == model; }))
        return false;
    window.session().setText(text);
    return waitForTrace(window.session());
}

} // namespace

class TestSessionFile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void everyOptionHasAnUnusualValueHere();
    void everythingComesBack();
    void valuesOutOfRangeKeepTheDefault();
    void otherVersionsOptionsAreLeftAside();
    void whatCannotBeOpenedLeavesTheFileOfThePresentSession();
    void damagedSessionsAreRefusedInOneSentence_data();
    void damagedSessionsAreRefusedInOneSentence();
    void anyBytesAreRefusedOrRead();
    void exportedPicturesHoldTheirSession_data();
    void exportedPicturesHoldTheirSession();
    void picturesOfOthersHoldNone();
    void aWindowGoesOnWhereTheLastOneEnded();
    void aSavedSessionIsOpenedAsItWas();
    void openingASessionIsOneChange();
    void whatCanNeitherBeUndoneNorDoneAgainIsForgotten();
    void whatWasBeforeASessionIsNotSavedOverIt();
    void changesOfANamedSessionAreAskedFor_data();
    void changesOfANamedSessionAreAskedFor();
    void lookingAroundAsksNothing();
    void aFileThatCannotBeWrittenIsNotLeft();
    void theNextStartKnowsTheNameAndWhatIsNotSaved();
    void aBrokenSessionLeavesTheOneThatIsBeingOpened();
    void whatIsComparedComesBack_data();
    void whatIsComparedComesBack();
    void aDamagedSessionLosesNothing();
    void aSessionWhoseModelIsGoneSaysSo();
};

void TestSessionFile::everyOptionHasAnUnusualValueHere()
{
    const PictureOptions usual;
    const PictureOptions unusual = unusualOptions();
    for (const OptionField& field : optionFields())
        QVERIFY2(field.get(usual) != field.get(unusual), field.key);
}

void TestSessionFile::everythingComesBack()
{
    const SavedSession wanted = fullSession();
    const auto got = sessionFromJson(sessionToJson(wanted), QStringLiteral("s"));
    QVERIFY2(got, got ? "" : got.error().english().c_str());
    compareSessions(*got, wanted);
    QCOMPARE(sessionToJson(*got), sessionToJson(wanted));
    const auto least = sessionFromJson("{\"headlight\": 1, \"model\": \"toy\"}", QStringLiteral("s"));
    QVERIFY(least);
    SavedSession empty;
    empty.modelName = QStringLiteral("toy");
    compareSessions(*least, empty);
}

void TestSessionFile::valuesOutOfRangeKeepTheDefault()
{
    const auto got = sessionFromJson(R"({"headlight": 1, "model": "toy", "options": {"digits": 99, "lineMass": "x", "scale": "cubic",
        "comparedHeads": "1.2 -3.4", "mistake": "none such", "showValues": 3, "metric": 1, "headGroups": null, "positionLength": -1,
        "variant": "fullest", "variantWindow": -1, "variantRank": 0, "kernel": 4, "numberFormat": "float8"}})",
                                     QStringLiteral("s"));
    QVERIFY(got);
    QVERIFY(got->options == PictureOptions());
}

void TestSessionFile::otherVersionsOptionsAreLeftAside()
{
    const auto got = sessionFromJson(R"({"headlight": 1, "model": "toy", "news": [1], "options": {"digits": 5, "unheardOf": {}}})", QStringLiteral("s"));
    QVERIFY(got);
    QCOMPARE(got->options.digits, 5);
}

void TestSessionFile::damagedSessionsAreRefusedInOneSentence_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* name, const char* json, const char* names) {
        QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(names);
    };
    row("nothing", "", "s");
    row("cut off", "{\"headlight\": 1", "line 1");
    row("another JSON file", "{\"model_type\": \"gpt2\"}", "no session");
    row("a list", "[]", "object");
    row("a later format", "{\"headlight\": 2, \"model\": \"toy\"}", "headlight");
    row("no model", "{\"headlight\": 1}", "model");
    row("text that is none", "{\"headlight\": 1, \"model\": \"toy\", \"text\": 3}", "text");
    row("a shuffle with a place twice", "{\"headlight\": 1, \"model\": \"toy\", \"shuffle\": [0, 0]}", "shuffle");
    row("a shuffle to nowhere", "{\"headlight\": 1, \"model\": \"toy\", \"shuffle\": [0, 1e300]}", "shuffle");
    row("a mask that is not square", "{\"headlight\": 1, \"model\": \"toy\", \"mask\": {\"mode\": \"none\", \"custom\": [[0, 1]]}}", "mask");
    row("a mask of many rows without cells", QByteArray("{\"headlight\": 1, \"model\": \"toy\", \"mask\": {\"mode\": \"none\", \"custom\": [" + QByteArray("[],").repeated(300'000) + "[]]}}").constData(), "mask");
    row("a mask of words", "{\"headlight\": 1, \"model\": \"toy\", \"mask\": {\"mode\": \"none\", \"custom\": [[\"x\"]]}}", "mask");
    row("an unknown mask", "{\"headlight\": 1, \"model\": \"toy\", \"mask\": {\"mode\": \"half\"}}", "mode");
    row("edits that are none", "{\"headlight\": 1, \"model\": \"toy\", \"edits\": [{\"set\": 1}]}", "set");
    row("a picture that is none", "{\"headlight\": 1, \"model\": \"toy\", \"picture\": \"AAAA\"}", "s");
    row("a picture that is no base64", "{\"headlight\": 1, \"model\": \"toy\", \"picture\": \"*\"}", "picture");
    row("a sound without a rate", "{\"headlight\": 1, \"model\": \"toy\", \"sound\": {\"samples\": \"AAAA\"}}", "rate");
    row("a sound without samples, and an unknown view", "{\"headlight\": 1, \"model\": \"toy\", \"sound\": {\"rate\": 16000, \"samples\": \"\"}, \"view\": \"attic\"}", "view");
    row("an unknown step", "{\"headlight\": 1, \"model\": \"toy\", \"place\": {\"step\": \"nowhere\", \"side\": \"text\"}}", "step");
    row("an unknown view", "{\"headlight\": 1, \"model\": \"toy\", \"view\": \"attic\"}", "view");
    row("a key twice", "{\"headlight\": 1, \"model\": \"toy\", \"model\": \"toy\"}", "model");
}

void TestSessionFile::damagedSessionsAreRefusedInOneSentence()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, names);
    const auto got = sessionFromJson(json, QStringLiteral("s"));
    QVERIFY(!got);
    const QString sentence = QString::fromStdString(got.error().english());
    QVERIFY2(sentence.contains(names), qPrintable(sentence));
    QVERIFY2(!sentence.contains(QLatin1Char('\n')), qPrintable(sentence));
}

void TestSessionFile::anyBytesAreRefusedOrRead()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const QByteArray whole = sessionToJson(fullSession());
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes = whole;
        for (unsigned change = 0; change <= random() % 3; ++change)
            bytes[static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()))] = static_cast<char>(random());
        if (random() % 4 == 0)
            bytes.truncate(static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size())));
        const auto got = sessionFromJson(bytes, QStringLiteral("s"));
        if (got)
            QVERIFY(sessionFromJson(sessionToJson(*got), QStringLiteral("s")));
    }
}

void TestSessionFile::exportedPicturesHoldTheirSession_data()
{
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

void TestSessionFile::exportedPicturesHoldTheirSession()
{
    QFETCH(QString, ending);
    SavedSession session;
    session.modelName = QStringLiteral("hello-world");
    session.request.model = builtinModel("hello-world");
    session.request.text = "hello world & <more> ]]> \"爱\"";
    session.options.digits = 7;
    const auto trace = run(session.request);
    QVERIFY(trace);
    ExportOptions how;
    how.session = sessionToJson(session);
    const Scene scene{*trace, session.place, session.options, Theme::light(), false};
    const auto bytes = exportFigure(*makeFigure(QStringLiteral("stage")), scene, *pictureFormat(ending), how);
    QVERIFY(bytes);
    QCOMPARE(exportFigure(*makeFigure(QStringLiteral("stage")), scene, *pictureFormat(ending), how).value(), *bytes);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("picture.") + ending);
    QVERIFY(saveExport(path, *bytes));
    const auto got = readSession(path);
    QVERIFY2(got, got ? "" : got.error().english().c_str());
    compareSessions(*got, session);
}

void TestSessionFile::picturesOfOthersHoldNone()
{
    QVERIFY(!sessionInPicture({}));
    QVERIFY(!sessionInPicture("<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata id=\"other\">{}</metadata></svg>"));
    QVERIFY(!sessionInPicture("%PDF-1.4\n/F (session.headlight)\n/EF <</F 3 0 R>>\n%%EOF"));
    QVERIFY(!sessionInPicture("%PDF-1.4\n/F (session.headlight)\n/EF <</F 3 0 R>>\n3 0 obj\n<<\n/Filter /FlateDecode\n>>\nstream\nnot packed"));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("plain.png"));
    QImage image(2, 2, QImage::Format_RGB32);
    image.fill(Qt::white);
    QVERIFY(image.save(path));
    const auto got = readSession(path);
    QVERIFY(!got);
    QVERIFY(got.error().english().find("no session") != std::string::npos);
}

void TestSessionFile::aWindowGoesOnWhereTheLastOneEnded()
{
    QTemporaryDir folder;
    const QString kept = folder.filePath(QStringLiteral("not/there/yet/last.headlight"));
    Place place;
    {
        Settings settings;
        MainWindow window(settings);
        window.keepSessionIn(kept);
        window.show();
        window.openLast(); // nothing kept yet: the first sample
        QVERIFY(waitForTrace(window.session()));
        window.open(QStringLiteral("toy"));
        QTRY_COMPARE(window.session().modelName(), QStringLiteral("toy"));
        window.session().setText(QStringLiteral("the dog saw the cat"));
        window.session().setEdits({{ScaleHead{{.step = Step::Z, .layer = 1, .head = 1}, 0.0}}});
        QVERIFY(waitForTrace(window.session()));
        window.session().selection().setPlace({.layer = 1, .head = 1, .step = Step::Scores, .query = 3, .key = 2});
        place = window.session().selection().place();
        // Kept while the window is open, too: not every program ends by being closed.
        QTRY_VERIFY_WITH_TIMEOUT(readSession(kept).has_value() && readSession(kept)->place == place, 5000);
        window.close();
    }
    Settings settings;
    MainWindow window(settings);
    window.keepSessionIn(kept);
    window.show();
    window.openLast();
    QVERIFY(waitForTrace(window.session()));
    QCOMPARE(window.session().modelName(), QStringLiteral("toy"));
    QCOMPARE(window.session().text(), QStringLiteral("the dog saw the cat"));
    QCOMPARE(window.session().request().edits.size(), std::size_t(1));
    QVERIFY(window.session().selection().place() == place);
    QVERIFY(!window.undoHistory().stack().canUndo());
}

void TestSessionFile::aSavedSessionIsOpenedAsItWas()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("constructed"), QStringLiteral("we love China")));
    setDigits(settings, 8);
    window.saveSession(path);
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("lesson")));
    QVERIFY(!window.isWindowModified());
    window.session().setText(QStringLiteral("something else"));
    QTRY_VERIFY(window.isWindowModified());
    setDigits(settings, 3);
    window.openSession(path);
    QTRY_COMPARE(window.session().text(), QStringLiteral("we love China"));
    QCOMPARE(settings.options().digits, 8);
    QVERIFY(waitForTrace(window.session()));
    window.undoHistory().stack().undo(); // opening is one change, and can be taken back
    QTRY_COMPARE(window.session().text(), QStringLiteral("something else"));
}

void TestSessionFile::whatCanNeitherBeUndoneNorDoneAgainIsForgotten()
{
    Settings settings;
    Session session;
    session.setModel(builtinModel("toy"), QStringLiteral("toy"));
    UndoHistory history(session, settings);
    using Standing = UndoHistory::Standing;
    const QUndoCommand* command = history.asOne([&] { setDigits(settings, 8); });
    QVERIFY(command);
    QVERIFY(history.standingOf(command) == Standing::Done);
    history.stack().undo();
    QVERIFY(history.standingOf(command) == Standing::Undone);
    history.stack().redo();
    QVERIFY(history.standingOf(command) == Standing::Done);
    for (int i = 0; i < history.stack().undoLimit(); ++i) {
        history.closeCommand();
        setDigits(settings, 3 + i % 2);
    }
    QVERIFY(history.standingOf(command) == Standing::Forgotten);
}

void TestSessionFile::openingASessionIsOneChange()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    setDigits(settings, 8);
    window.saveSession(path);
    window.session().setText(QStringLiteral("the dog"));
    setDigits(settings, 3);
    const int before = window.undoHistory().stack().index();
    window.openSession(path);
    QTRY_COMPARE(window.session().text(), QStringLiteral("the cat"));
    QCOMPARE(settings.options().digits, 8);
    QCOMPARE(window.undoHistory().stack().index(), before + 1);
    window.undoHistory().stack().undo();
    QCOMPARE(window.session().text(), QStringLiteral("the dog"));
    QCOMPARE(settings.options().digits, 3);
}

void TestSessionFile::whatWasBeforeASessionIsNotSavedOverIt()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    window.saveSession(path);
    QVERIFY(leaveFor(window, QStringLiteral("hello-world"), QStringLiteral("the dog")));
    window.openSession(path);
    QTRY_COMPARE(window.session().text(), QStringLiteral("the cat"));
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("lesson")));
    window.session().setText(QStringLiteral("the cat saw"));
    QUndoStack& stack = window.undoHistory().stack();
    stack.undo(); // a change of the session
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("lesson")));
    QVERIFY(!window.isWindowModified());
    stack.undo(); // the opening
    QCOMPARE(window.session().text(), QStringLiteral("the dog"));
    QVERIFY(!window.windowTitle().startsWith(QStringLiteral("lesson"))); // what is saved now asks where to
    QVERIFY(!window.isWindowModified());
}

void TestSessionFile::changesOfANamedSessionAreAskedFor_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("then"); // the text
    QTest::addColumn<QString>("inFile");
    QTest::newRow("saved") << QStringLiteral("Save them") << QStringLiteral("other") << QStringLiteral("the dog");
    QTest::newRow("given up") << QStringLiteral("Go on without saving") << QStringLiteral("other") << QStringLiteral("the cat");
    QTest::newRow("kept on with") << QStringLiteral("Cancel") << QStringLiteral("the dog") << QStringLiteral("the cat");
}

void TestSessionFile::changesOfANamedSessionAreAskedFor()
{
    QFETCH(QString, said);
    QFETCH(QString, then);
    QFETCH(QString, inFile);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    const QString other = folder.filePath(QStringLiteral("other.headlight"));
    Settings settings;
    MainWindow window(settings);
    window.show();
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("other")));
    window.saveSession(other);
    QVERIFY(leaveFor(window, QStringLiteral("hello-world"), QStringLiteral("the cat")));
    window.saveSession(path);
    window.session().setText(QStringLiteral("the dog"));
    QVERIFY(window.isWindowModified());
    QVERIFY(drop(window, other));
    QCOMPARE(window.session().text(), QStringLiteral("the dog")); // while the question stands
    QVERIFY(answer(window, "saveQuestion", said));
    QTRY_COMPARE(window.session().text(), then);
    QCOMPARE(QString::fromStdString(readSession(path)->request.text), inFile);
    QCOMPARE(window.isWindowModified(), said == QStringLiteral("Cancel"));
}

void TestSessionFile::lookingAroundAsksNothing()
{
    QTemporaryDir folder;
    Settings settings;
    MainWindow window(settings);
    window.show();
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat saw the dog")));
    window.saveSession(folder.filePath(QStringLiteral("lesson.headlight")));
    Place place = window.session().selection().place();
    place.query = 3;
    window.session().selection().setPlace(place);
    QVERIFY(window.undoHistory().stack().canUndo());
    QVERIFY(!window.isWindowModified());
    int count = 0;
    window.afterAsking([&count] { ++count; });
    QCOMPARE(count, 1);
}

void TestSessionFile::aFileThatCannotBeWrittenIsNotLeft()
{
    QTemporaryDir folder;
    const QString gone = folder.filePath(QStringLiteral("folder"));
    QVERIFY(QDir().mkpath(gone));
    Settings settings;
    MainWindow window(settings);
    window.show();
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    window.saveSession(gone + QStringLiteral("/lesson.headlight"));
    window.session().setText(QStringLiteral("the dog"));
    QVERIFY(QDir(gone).removeRecursively());
    int count = 0;
    window.afterAsking([&count] { ++count; });
    QVERIFY(answer(window, "saveQuestion", QStringLiteral("Save them")));
    QCOMPARE(count, 0);
    QVERIFY(window.isWindowModified());
    QVERIFY(window.statusLine().sentence().contains(QStringLiteral("lesson.headlight")));
}

void TestSessionFile::theNextStartKnowsTheNameAndWhatIsNotSaved()
{
    QTemporaryDir folder;
    const QString kept = folder.filePath(QStringLiteral("last.headlight"));
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    Settings settings;
    const auto start = [&](const QString& text, bool isModified) {
        MainWindow window(settings);
        window.keepSessionIn(kept);
        window.show();
        window.openLast();
        QVERIFY(waitForTrace(window.session()));
        QCOMPARE(window.session().text(), text);
        QVERIFY(window.windowTitle().startsWith(QStringLiteral("lesson")));
        QCOMPARE(window.isWindowModified(), isModified);
        Place place = window.session().selection().place();
        place.key = 1;
        window.session().selection().setPlace(place);
        window.close();
    };
    {
        MainWindow window(settings);
        window.keepSessionIn(kept);
        QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
        window.saveSession(path);
        window.close();
    }
    start(QStringLiteral("the cat"), false);
    start(QStringLiteral("the cat"), false); // the selection is elsewhere: nothing to save
    {
        MainWindow window(settings);
        window.keepSessionIn(kept);
        window.openLast();
        QVERIFY(waitForTrace(window.session()));
        window.session().setText(QStringLiteral("the dog"));
        QVERIFY(window.isWindowModified());
        window.close(); // asks nothing
    }
    start(QStringLiteral("the dog"), true);
    QVERIFY(QFile::remove(path)); // what is not there any more is no name
    MainWindow window(settings);
    window.keepSessionIn(kept);
    window.openLast();
    QVERIFY(waitForTrace(window.session()));
    QCOMPARE(window.session().text(), QStringLiteral("the dog"));
    QVERIFY(!window.windowTitle().startsWith(QStringLiteral("lesson")));
}

void TestSessionFile::aBrokenSessionLeavesTheOneThatIsBeingOpened()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lesson.headlight"));
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    window.saveSession(path);
    QVERIFY(leaveFor(window, QStringLiteral("hello-world"), QStringLiteral("hello")));
    window.openSession(path);
    window.openSession(folder.filePath(QStringLiteral("no-such.headlight"))); // before the model of the first is there
    QTRY_COMPARE(window.session().modelName(), QStringLiteral("toy"));
    QCOMPARE(window.session().text(), QStringLiteral("the cat"));
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("lesson")));
}

void TestSessionFile::whatIsComparedComesBack_data()
{
    QTest::addColumn<QString>("with");
    for (const char* with : {"head=1.1", "step=scores", "text=a dog = a dog", "model=stories", "edits"})
        QTest::newRow(with) << QString::fromLatin1(with);
}

void TestSessionFile::whatIsComparedComesBack()
{
    QFETCH(QString, with);
    Session session;
    Settings settings;
    session.setText(QStringLiteral("the cat saw"));
    session.setModel(builtinModel("toy"), QStringLiteral("toy"));
    session.setEdits({{ScaleHead{{.step = Step::Z, .layer = 1, .head = 0}, 0.0}}});
    CompareView view(session, settings);
    QVERIFY(waitForTrace(session));
    view.tell(with);
    QCOMPARE(view.told(), with);
    QTRY_VERIFY(view.counterpart());
    QVERIFY(compareWith(*view.counterpart(), *session.trace(), session.selection().place().ref()).has_value() || with.startsWith(QLatin1String("step")));
    view.tell(QString());
    QCOMPARE(view.told(), with);
}

void TestSessionFile::aDamagedSessionLosesNothing()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bad.headlight"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"headlight\": 1, \"model\": ");
    file.close();
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    window.openSession(path);
    QVERIFY(window.statusLine().sentence().contains(QStringLiteral("bad.headlight")));
    QCOMPARE(window.session().text(), QStringLiteral("the cat"));
}

void TestSessionFile::aSessionWhoseModelIsGoneSaysSo()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("gone.headlight"));
    SavedSession session;
    session.modelName = folder.filePath(QStringLiteral("no-such-model"));
    QVERIFY(writeSession(path, session));
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSession(path);
    QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("no-such-model")));
    QVERIFY(waitForTrace(window.session())); // the first sample instead of an empty window
}

void TestSessionFile::whatCannotBeOpenedLeavesTheFileOfThePresentSession()
{
    QTemporaryDir folder;
    const QString own = folder.filePath(QStringLiteral("own.headlight"));
    Settings settings;
    MainWindow window(settings);
    QVERIFY(openWith(window, QStringLiteral("toy"), QStringLiteral("the cat")));
    window.saveSession(own);
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("own")));

    window.openSession(folder.filePath(QStringLiteral("no-such.headlight")));
    QVERIFY(window.statusLine().sentence().contains(QStringLiteral("no-such.headlight")));
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("own")));
    SavedSession elsewhere;
    elsewhere.modelName = folder.filePath(QStringLiteral("no-such-model"));
    const QString other = folder.filePath(QStringLiteral("other.headlight"));
    QVERIFY(writeSession(other, elsewhere));
    window.openSession(other);
    QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("no-such-model")));
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("own")));
    window.open(folder.filePath(QStringLiteral("nowhere")));
    QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("nowhere")));
    QVERIFY(window.windowTitle().startsWith(QStringLiteral("own")));

    window.open(QStringLiteral("hello-world")); // another model is another piece of work
    QTRY_COMPARE(window.session().modelName(), QStringLiteral("hello-world"));
    QVERIFY(!window.windowTitle().startsWith(QStringLiteral("own")));
}

QTEST_MAIN(TestSessionFile)
#include "tst_session_file.moc"
