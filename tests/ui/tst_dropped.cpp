#include "core/model/builtin.h"
#include "shown_window.h"
#include "ui/drop_hint.h"
#include "ui/dropped.h"
#include "ui/main_window.h"

#include <QDragEnterEvent>
#include <QDragLeaveEvent>
#include <QMimeData>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

class TestDropped : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFileIsTakenForWhatItIs_data();
    void everyFileIsTakenForWhatItIs();
    void aTextIsTakenByModelsOfTexts();
    void severalFilesOfNumbersAreTakenTogether();
    void theWindowSaysWhatDroppingWillDo();

private:
    /// Made with these bytes, if it is not there.
    QString path(const QString& name, const QByteArray& bytes = "1");

    QTemporaryDir m_folder;
};

namespace {

QMimeData* dataOf(const QStringList& paths)
{
    auto* data = new QMimeData;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data->setUrls(urls);
    return data;
}

Dropped dropped(const QStringList& paths, const Session& session)
{
    const std::unique_ptr<QMimeData> data(dataOf(paths));
    return Dropped::of(*data, session);
}

} // namespace

void TestDropped::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
}

QString TestDropped::path(const QString& name, const QByteArray& bytes)
{
    const QString all = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(all).path());
    QFile file(all);
    if (!file.exists() && (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()))
        qFatal("no file");
    return all;
}

void TestDropped::everyFileIsTakenForWhatItIs_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("as");
    const auto row = [](const char* name, Dropped::As as) { QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(as); };
    using As = Dropped::As;
    row("model/model.safetensors", As::Model);
    row("model/config.json", As::Model);
    row("model/notes.json", As::Model);
    row("alone/tokenizer.json", As::Model);
    row("alone/weights.safetensors", As::Model);
    row("alone/vocab.txt", As::Model);
    row("alone/numbers.json", As::Numbers);
    row("alone/numbers.TSV", As::Numbers);
    row("alone/numbers.npz", As::Numbers);
    row("alone/picture.png", As::Session);
    row("alone/work.headlight", As::Session);
    row("alone/speech.wav", As::Nothing);
    row("alone/text.txt", As::Text);
    row("alone/photo.jpg", As::Nothing);
    row("alone/noending", As::Nothing);
}

void TestDropped::everyFileIsTakenForWhatItIs()
{
    QFETCH(QString, name);
    QFETCH(int, as);
    path(QStringLiteral("model/config.json"));
    const Session session;
    const QString file = path(name);
    const Dropped one = dropped({file}, session);
    QCOMPARE(static_cast<int>(one.as), as);
    QCOMPARE(one.paths.size(), 1);
    QCOMPARE(one.paths.constFirst(), one.as == Dropped::As::Model ? QFileInfo(file).absolutePath() : file);
    QVERIFY(!one.sentence.isEmpty() && !one.sentence.contains(QLatin1Char('%')));
    if (one.as == Dropped::As::Nothing)
        QVERIFY2(one.sentence.contains(QFileInfo(name).fileName()), qPrintable(one.sentence));

    QCOMPARE(dropped({QFileInfo(file).absolutePath()}, session).as, Dropped::As::Model);
    const Dropped gone = dropped({file + QStringLiteral(".gone")}, session);
    QVERIFY(gone.as == Dropped::As::Nothing && gone.sentence.contains(QStringLiteral("not there any more")));
    QMimeData elsewhere; // neither files from the network nor text are the window's
    elsewhere.setUrls({QUrl(QStringLiteral("https://example.org/numbers.npz"))});
    QVERIFY(Dropped::of(elsewhere, session).sentence.isEmpty());
    QMimeData words;
    words.setText(QStringLiteral("some words"));
    QVERIFY(Dropped::of(words, session).sentence.isEmpty());
}

void TestDropped::aTextIsTakenByModelsOfTexts()
{
    Session session;
    session.setModel(builtinModel("shapes"), QStringLiteral("shapes"));
    const Dropped text = dropped({path(QStringLiteral("text.txt"))}, session);
    QVERIFY(text.as == Dropped::As::Nothing && text.sentence.contains(QStringLiteral("does not read")));
    QCOMPARE(dropped({path(QStringLiteral("picture.png"))}, session).as, Dropped::As::Picture);
}

void TestDropped::severalFilesOfNumbersAreTakenTogether()
{
    const Session session;
    const QStringList files{path(QStringLiteral("Q.csv")), path(QStringLiteral("notes.txt")), path(QStringLiteral("K.npy"))};
    const Dropped all = dropped(files, session);
    QCOMPARE(all.as, Dropped::As::Numbers);
    QCOMPARE(all.paths, (QStringList{files[0], files[2]}));
}

void TestDropped::theWindowSaysWhatDroppingWillDo()
{
    Settings settings;
    MainWindow window(settings);
    window.show();
    window.openSample(sampleOf("stories"));
    QVERIFY(waitForTrace(window.session()));
    const auto* hint = window.findChild<DropHint*>();
    QVERIFY(hint && hint->isHidden());
    const auto enter = [&](const QString& file) {
        const std::unique_ptr<QMimeData> data(dataOf({file}));
        QDragEnterEvent event(QPoint(50, 50), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
        return event.dropAction();
    };
    QDragLeaveEvent leave;
    QCOMPARE(enter(path(QStringLiteral("photo.jpg"))), Qt::IgnoreAction);
    QVERIFY(hint->isVisible() && hint->text().startsWith(QStringLiteral("photo.jpg is nothing that can be opened")));
    QVERIFY(window.rect().contains(hint->geometry()));
    QApplication::sendEvent(&window, &leave);
    QVERIFY(hint->isHidden());

    const QString words = path(QStringLiteral("story.txt"), "\nThe boy that the girls like\n\n");
    QCOMPARE(enter(words), Qt::CopyAction);
    QCOMPARE(hint->text(), QStringLiteral("Take the text of story.txt"));
    const std::unique_ptr<QMimeData> data(dataOf({words}));
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QVERIFY(hint->isHidden());
    QCOMPARE(window.session().text(), QStringLiteral("The boy that the girls like"));
    QVERIFY(window.undoHistory().stack().canUndo());
}

QTEST_MAIN(TestDropped)
#include "tst_dropped.moc"
