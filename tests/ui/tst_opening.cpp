// What a user opens and how: someone's arrays, models with warnings, sounds, much memory, and stopping in the middle.
#include "core/family_folders.h"
#include "shown_window.h"
#include "time_allowed.h"
#include "core/forward/generate.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model_folder.h"
#include "core/xlnet_oracle.h"
#include "ui/main_window.h"
#include "ui/model_card_dialog.h"
#include "ui/samples.h"
#include "ui/views/figure_view.h"
#include "ui/views/output_view.h"
#include "ui/views/sound_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace hl;
using namespace hl::ui;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QByteArray little(quint64 value, int bytes)
{
    QByteArray out;
    for (int i = 0; i < bytes; ++i)
        out.append(static_cast<char>(value >> (8 * i) & 0xFF));
    return out;
}

/// A tone of one second, 16 bits, one channel.
QByteArray toneWav(int sampleRate, int channels = 1)
{
    QByteArray data;
    for (int i = 0; i < sampleRate; ++i) {
        const auto sample = static_cast<qint16>(8000.0 * std::sin(0.3 * i));
        for (int c = 0; c < channels; ++c)
            data += little(static_cast<quint16>(sample), 2);
    }
    const QByteArray format = little(1, 2) + little(static_cast<quint64>(channels), 2) + little(static_cast<quint64>(sampleRate), 4)
                              + little(static_cast<quint64>(sampleRate * 2 * channels), 4) + little(static_cast<quint64>(2 * channels), 2) + little(16, 2);
    const QByteArray body = "WAVEfmt " + little(16, 4) + format + "data" + little(static_cast<quint64>(data.size()), 4) + data;
    return "RIFF" + little(static_cast<quint64>(body.size()), 4) + body;
}

/// A model of speech that hears one second as 50 positions.
ModelFolder listener()
{
    ModelFolder made = familyFolders::whisper();
    made.config["num_mel_bins"] = 8;
    made.config["max_source_positions"] = 50;
    made.add("model.encoder.conv1.weight", {8, 8, 3});
    made.add("model.encoder.embed_positions.weight", {50, 8});
    return made;
}

} // namespace

class TestOpening : public QObject
{
    Q_OBJECT

private:
    struct MadeModel
    {
        QString path;
        quint64 bytes = 0; ///< of its weights
    };

    /// A folder with a table of so many words, of whose weights the disk stores nothing.
    MadeModel emptyModel(const QString& name, quint64 words)
    {
        MadeModel made{m_folder.filePath(name), 4000 * words};
        QDir().mkpath(made.path);
        write(made.path + QStringLiteral("/config.json"),
              R"({"model_type": "gpt2", "n_embd": 1000, "n_head": 2, "n_layer": 1, "vocab_size": )" + QByteArray::number(words) + '}');
        const QByteArray head = R"({"wte.weight": {"dtype": "F32", "shape": [)" + QByteArray::number(words) + R"(, 1000], "data_offsets": [0, )"
                                + QByteArray::number(made.bytes) + "]}}";
        write(made.path + QStringLiteral("/model.safetensors"), little(static_cast<quint64>(head.size()), 8) + head);
        if (!QFile::resize(made.path + QStringLiteral("/model.safetensors"), static_cast<qint64>(8 + static_cast<quint64>(head.size()) + made.bytes)))
            qFatal("no file");
        return made;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        write(m_folder.filePath(QStringLiteral("mine.json")),
              R"({"Q": [[[1, 0], [0, 1]], [[1, 1], [2, 0]]], "K": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]],
                  "V": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "tokens": ["hello", "world"]})");
        write(m_folder.filePath(QStringLiteral("weights.csv")), "0.25,0.75\n1,0\n");
    }

    void droppedNumbersAreShownWhenTheUserSaysSo()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.openSample(samples().at(3));
        QVERIFY(waitForTrace(window.session()));
        QVERIFY(drop(window, m_folder.filePath(QStringLiteral("mine.json"))));
        QVERIFY(answer(window, "numbersQuestion", QStringLiteral("Show them")));
        QTRY_VERIFY(window.session().model()->spec().arrays);
        QVERIFY(waitForTrace(window.session()));
        const TracePtr trace = window.session().trace();
        QCOMPARE(trace->tokens(Side::Only)[1].text, std::string("world"));
        const double score = trace->view({.step = Step::Scaled, .layer = 0, .head = 1}).at(1, 1);
        QVERIFY(std::abs(score - 2.0 / std::sqrt(2.0)) < 1e-12);
        for (View* view : window.docks().views()) {
            QVERIFY2(!view->grab().isNull(), qPrintable(view->name()));
            if (FigureView* figure = view->figureView())
                QVERIFY2(!figure->grab().isNull(), qPrintable(view->name()));
        }
        QVERIFY(settings.recentModels().constFirst().endsWith(QStringLiteral("mine.json")));
        QVERIFY(!window.actionRegistry()["text.shuffle"].isEnabled());
    }

    void everyStepOfGivenNumbersCanBeWalked()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        for (const char* name : {"mine.json", "weights.csv"}) {
            window.open(m_folder.filePath(QLatin1String(name)));
            QTRY_VERIFY(window.session().model() && window.session().modelName().endsWith(QLatin1String(name)));
            QVERIFY(waitForTrace(window.session()));
            window.actionRegistry()["step.first"].trigger();
            int steps = 1;
            while (window.actionRegistry()["step.next"].isEnabled() && steps < 200) {
                window.actionRegistry()["step.next"].trigger();
                QVERIFY(!window.grab().isNull());
                ++steps;
            }
            QVERIFY(steps < 200);
        }
    }

    void aWordIsAskedForAndNoLonger()
    {
        std::mt19937 random(5);
        const QString folder = m_folder.filePath(QStringLiteral("two streams"));
        xlnetOracle::folder({}, random).write(folder.toStdString());
        xlnetOracle::writeTokenizer(folder.toStdString());
        Settings settings;
        MainWindow window(settings);
        window.show();
        const auto paintAll = [&] {
            for (View* view : window.docks().views()) {
                QVERIFY2(!view->grab().isNull(), qPrintable(view->name()));
                if (FigureView* figure = view->figureView())
                    QVERIFY2(!figure->grab().isNull(), qPrintable(view->name()));
            }
        };
        window.open(folder);
        QTRY_VERIFY(window.session().model() && window.session().model()->spec().hasQueryStream);
        Session& session = window.session();
        session.setText(QStringLiteral("the cat sat on <mask> mat <mask>"));
        QTRY_VERIFY(session.trace() && session.trace()->model().spec().isAsked && !session.isStale());
        session.selection().setPlace({.side = Side::Query, .layer = 1, .head = 2, .query = 1, .key = 3});
        QCOMPARE(session.selection().place().side, Side::Query);
        paintAll();
        window.actionRegistry()["step.first"].trigger();
        int steps = 1;
        for (; window.actionRegistry()["step.next"].isEnabled() && steps < 400; ++steps) {
            window.actionRegistry()["step.next"].trigger();
            QVERIFY(!window.grab().isNull());
        }
        QVERIFY(steps > 100 && steps < 400);
        QCOMPARE(session.selection().place().ref(), (StepRef{.step = Step::Probs, .side = Side::Query}));

        session.selection().setPlace({.side = Side::Query, .layer = 1, .head = 2, .query = 1, .key = 3});
        session.setText(QStringLiteral("the cat sat on a mat"));
        QTRY_VERIFY(!session.trace()->model().spec().isAsked && !session.isStale());
        QCOMPARE(session.selection().place().side, Side::Only);
        QVERIFY(window.statusLine().sentence().contains(QStringLiteral("No word is asked for")));
        paintAll();
        session.setText(QStringLiteral("the cat sat on <mask>"));
        QTRY_VERIFY(session.trace()->model().spec().isAsked && !session.isStale());
        QCOMPARE(session.selection().place().side, Side::Query);
        QCOMPARE(session.selection().place().query, Index{0});
        paintAll();
    }

    void badNumbersKeepWhatWasOpen()
    {
        Settings settings;
        MainWindow window(settings);
        window.openSample(samples().at(3));
        QVERIFY(waitForTrace(window.session()));
        const auto model = window.session().model();
        write(m_folder.filePath(QStringLiteral("bad.json")), R"({"Q": [[1, 2]], "K": [[1]]})");
        window.open(m_folder.filePath(QStringLiteral("bad.json")));
        QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("`K` has shape")));
        QCOMPARE(window.session().model(), model);
    }

    void aModelThatWarnsShowsItsCard()
    {
        const QString path = m_folder.filePath(QStringLiteral("no-tokenizer"));
        ModelFolder::gpt2().write(path.toStdString());
        write(path + QStringLiteral("/LICENSE"), "\nDo as you like\nwith it");
        Settings settings;
        MainWindow window(settings);
        window.show();
        QVERIFY(drop(window, path));
        QTRY_VERIFY(window.findChild<QDialog*>(QStringLiteral("modelCard")));
        const auto* warnings = window.findChild<QLabel*>(QStringLiteral("modelWarnings"));
        QVERIFY(warnings && warnings->text().contains(QStringLiteral("no tokenizer files")));
        const auto* facts = window.findChild<QTreeWidget*>(QStringLiteral("modelFacts"));
        QVERIFY(facts);
        QVERIFY(!facts->findItems(QStringLiteral("LICENSE: Do as you like"), Qt::MatchExactly, 1).isEmpty());
        QVERIFY(!facts->findItems(QStringLiteral("gpt2"), Qt::MatchExactly, 1).isEmpty());
        const QString text = modelCardText(*window.session().model(), path);
        QVERIFY(text.contains(QStringLiteral("parameters: ") + QString::number(window.session().model()->parameterCount())));
        window.findChild<QDialog*>(QStringLiteral("modelCard"))->close();
    }

    void escStopsOpeningAtOnce()
    {
        const QString path = emptyModel(QStringLiteral("large"), 100'000).path;
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.openSample(samples().at(3));
        QVERIFY(waitForTrace(window.session()));
        const auto model = window.session().model();
        window.open(path);
        QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("of 381.5 MiB")));
        QVERIFY(window.statusLine().findChild<QProgressBar*>()->isVisible());
        const auto* cancel = window.statusLine().findChild<QPushButton*>();
        QVERIFY(window.statusLine().rect().contains(cancel->geometry())); // nothing of it is cut
        QElapsedTimer timer;
        timer.start();
        window.actionRegistry()["edit.clearSelection"].trigger();
        QVERIFY(timer.elapsed() < timeAllowed(100));
        QVERIFY(!window.statusLine().findChild<QProgressBar*>()->isVisible());
        QVERIFY(!window.statusLine().sentence().contains(QStringLiteral("Opening")));
        QTest::qWait(200);
        QCOMPARE(window.session().model(), model);
        window.open(QStringLiteral("hello-world")); // and opening works again
        QTRY_COMPARE(window.session().modelName(), QStringLiteral("hello-world"));
    }

    void whyAModelWasNotOpenedIsStillSaidWhenTheFirstSampleIsThere()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.open(m_folder.filePath(QStringLiteral("nowhere")));
        QVERIFY(waitForTrace(window.session())); // something to begin with
        QVERIFY2(window.statusLine().sentence().contains(QStringLiteral("nowhere")), qPrintable(window.statusLine().sentence()));
        window.session().setText(QStringLiteral("The boy"));
        QVERIFY(!window.statusLine().sentence().contains(QStringLiteral("nowhere")));
    }

    void progressIsThatOfTheModelThatIsWanted()
    {
        ModelLoader loader;
        quint64 wanted = 0; // bytes
        int wrong = 0;
        connect(&loader, &ModelLoader::progressed, this, [&](int, const LoadProgress& done) { wrong += done.bytesTotal != wanted; });
        const QSignalSpy progressed(&loader, &ModelLoader::progressed);
        const QSignalSpy loaded(&loader, &ModelLoader::loaded);
        const std::array folders{emptyModel(QStringLiteral("first"), 40'000), emptyModel(QStringLiteral("second"), 50'000)};
        for (int i = 0; i < 60; ++i) {
            const auto before = progressed.count();
            wanted = folders[static_cast<std::size_t>(i % 2)].bytes;
            loader.load(folders[static_cast<std::size_t>(i % 2)].path, false);
            QTRY_VERIFY(progressed.count() > before || !loader.isLoading()); // in the middle of it, the other is wanted
        }
        QTRY_VERIFY(!loader.isLoading());
        QCOMPARE(wrong, 0);
    }

    void aSoundIsHeard()
    {
        const QString path = m_folder.filePath(QStringLiteral("listener"));
        listener().write(path.toStdString());
        write(path + QStringLiteral("/preprocessor_config.json"), R"({"chunk_length": 1, "feature_size": 8})");
        const QString tone = m_folder.filePath(QStringLiteral("tone.wav"));
        write(tone, toneWav(16'000));
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.open(path);
        QTRY_VERIFY2(window.session().readsSound(), qPrintable(window.statusLine().sentence()));
        QTRY_VERIFY(window.statusLine().sentence().contains(QStringLiteral("open a WAV file")));
        const auto icons = window.statusLine().findChildren<QLabel*>();
        QVERIFY(std::any_of(icons.begin(), icons.end(), [](const QLabel* icon) { return icon->accessibleName() == QStringLiteral("Note"); }));
        for (const QLabel* label : window.docks().view(QStringLiteral("prompt"))->findChildren<QLabel*>())
            QVERIFY(label->isHidden() || label->text() != QStringLiteral("source")); // there is no text that it could stand before
        QVERIFY(drop(window, tone));
        QVERIFY2(waitForTrace(window.session()), qPrintable(window.session().errorText()));
        auto* view = dynamic_cast<SoundView*>(window.docks().view(QStringLiteral("sound")));
        QVERIFY(view && view->isVisible());
        QVERIFY(view->findChild<QLabel*>(QStringLiteral("soundNote"))->text().contains(QStringLiteral("tone.wav · 1.00 s")));
        QVERIFY(!view->figureView()->grab().isNull());
        QCOMPARE(view->figureView()->hotAreas().size(), std::size_t{50});
        for (int i = 0; i < 5 && window.session().request().sound; ++i) // the selection may have moved since
            window.actionRegistry()["edit.undo"].trigger();
        QTRY_VERIFY(!window.session().request().sound);
    }

    void aBadSoundIsRefusedInOneSentence()
    {
        const QString path = m_folder.filePath(QStringLiteral("listener"));
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.open(path);
        QTRY_VERIFY(window.session().readsSound());
        auto* view = dynamic_cast<SoundView*>(window.docks().view(QStringLiteral("sound")));
        QVERIFY(view);
        const auto* note = view->findChild<QLabel*>(QStringLiteral("soundNote"));
        const QString bad = m_folder.filePath(QStringLiteral("bad.wav"));
        write(bad, "this is no sound");
        view->openFile(bad);
        QVERIFY(note->text().contains(QStringLiteral("is not a WAV file")));
        write(bad, toneWav(8'000, 2));
        view->openFile(bad);
        QVERIFY(note->text().contains(QStringLiteral("2 channels")));
        write(bad, toneWav(8'000));
        view->openFile(bad);
        QTRY_VERIFY(window.session().errorText().contains(QStringLiteral("8000")));
    }

    void aSoundForAModelOfTextSaysWhatToOpen()
    {
        Settings settings;
        MainWindow window(settings);
        window.openSample(samples().at(3));
        QVERIFY(drop(window, m_folder.filePath(QStringLiteral("tone.wav"))));
        QVERIFY(window.statusLine().sentence().contains(QStringLiteral("tone.wav is a sound")));
    }

    void aRunThatTakesMuchMemoryIsAskedAbout()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.openSample(samples().at(3));
        QVERIFY(waitForTrace(window.session()));
        const std::uint64_t all = window.session().trace()->bytes();
        RunRequest request = window.session().request();
        request.capture.maxBytes = all - 1;
        window.session().setRequest(request, window.session().modelName(), window.session().selection().place());
        QTRY_VERIFY(window.findChild<QMessageBox*>(QStringLiteral("memoryQuestion")));
        QVERIFY(!window.session().trace());
        QVERIFY(window.session().errorText().contains(QStringLiteral("Choose what to keep")));
        QVERIFY(answer(window, "memoryQuestion", QStringLiteral("Attention only")));
        QVERIFY(waitForTrace(window.session()));
        QVERIFY(window.session().trace()->view({.step = Step::Pattern, .layer = 0, .head = 0, .side = window.session().trace()->model().spec().sides().front()}));
        QVERIFY(window.actionRegistry()["keep.patterns"].isChecked());
        window.actionRegistry()["keep.fit"].trigger();
        QVERIFY(waitForTrace(window.session()));
        QVERIFY(window.session().trace()->bytes() < all);
    }

    void whoAnswersNoIsNotAskedAgainAtEveryKey()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.openSample(samples().at(3));
        QVERIFY(waitForTrace(window.session()));
        const std::uint64_t all = window.session().trace()->bytes();
        RunRequest request = window.session().request();
        request.capture.maxBytes = all - 1;
        window.session().setRequest(request, window.session().modelName(), window.session().selection().place());
        QTRY_VERIFY(window.findChild<QMessageBox*>(QStringLiteral("memoryQuestion")));
        window.findChild<QMessageBox*>(QStringLiteral("memoryQuestion"))->button(QMessageBox::Cancel)->click();
        QTRY_VERIFY(!window.findChild<QMessageBox*>(QStringLiteral("memoryQuestion")));
        window.session().setText(window.session().text() + QStringLiteral(" cat"));
        QVERIFY(QTest::qWaitFor([&] { return !window.session().isStale(); }, 20'000));
        QTest::qWait(50);
        QVERIFY(!window.findChild<QMessageBox*>(QStringLiteral("memoryQuestion")));
        QVERIFY(window.statusLine().sentence().contains(QStringLiteral("Choose what to keep")));
    }

    void aTextContinuedByChanceIsThatOfTheCommandLine()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.open(QStringLiteral("stories"));
        QTRY_COMPARE(window.session().modelName(), QStringLiteral("stories"));
        window.session().setText(QStringLiteral("The keys near the old cabinet"));
        QVERIFY(waitForTrace(window.session()));
        auto* output = dynamic_cast<OutputView*>(window.docks().view(QStringLiteral("output")));
        QVERIFY(output);
        output->findChild<QComboBox*>(QStringLiteral("samplingChoice"))->setCurrentIndex(1);
        output->findChild<QDoubleSpinBox*>(QStringLiteral("temperature"))->setValue(0.8);
        output->findChild<QSpinBox*>(QStringLiteral("topK"))->setValue(5);
        output->findChild<QSpinBox*>(QStringLiteral("seed"))->setValue(7);
        constexpr int count = 4;
        output->append(count);
        QTRY_VERIFY_WITH_TIMEOUT(output->remaining() == 0 && !window.session().isStale(), 20'000);
        const auto model = builtinModel("stories");
        const auto input = generationInput(*model, "The keys near the old cabinet");
        QVERIFY(input);
        const auto expected = generate(model, *input, {.maxTokens = count, .isSampling = true, .temperature = 0.8, .topK = 5, .seed = 7});
        QVERIFY(expected);
        const Tokens& tokens = window.session().trace()->tokens(Side::Only);
        const std::size_t prompt = expected->prompt.size();
        QCOMPARE(tokens.size(), prompt + expected->tokens.size());
        for (std::size_t i = 0; i < expected->tokens.size(); ++i)
            QCOMPARE(tokens[prompt + i].id, expected->tokens[i].id);
    }

    // What must not come first may come later, also where each token is a run of its own.
    void whatMayNotComeFirstIsThatOfTheCommandLine()
    {
        const QString path = m_folder.filePath(QStringLiteral("held"));
        QVERIFY(QDir().mkpath(path));
        for (const char* name : {"config.json", "model.safetensors", "words.txt"})
            QVERIFY(QFile::copy(QStringLiteral(HEADLIGHT_TEST_DATA "/../../resources/models/stories/") + QLatin1String(name), path + QLatin1Char('/') + QLatin1String(name)));
        const QString text = QStringLiteral("The keys near the old cabinet");
        const auto continuation = [&](const std::shared_ptr<const Model>& model) {
            const auto input = generationInput(*model, text.toStdString());
            const auto out = input ? generate(model, *input, {.maxTokens = 3}) : tl::unexpected(input.error());
            if (!out)
                qFatal("%s", out.error().english().c_str());
            QList<TokenId> ids;
            for (const Token& token : out->prompt)
                ids.push_back(token.id);
            for (const GeneratedToken& token : out->tokens)
                ids.push_back(token.id);
            return ids;
        };
        const QList<TokenId> plain = continuation(builtinModel("stories"));
        const auto hold = [&](const QString& ids) { write(path + QStringLiteral("/generation_config.json"), QStringLiteral(R"({"begin_suppress_tokens": [%1]})").arg(ids).toUtf8()); };
        const TokenId first = plain[plain.size() - 3];
        hold(QString::number(first));
        const auto model = loadModel(path.toStdString());
        QVERIFY(model);
        const QList<TokenId> expected = continuation(*model);
        const TokenId second = expected[expected.size() - 2];
        QVERIFY(expected != plain && expected[expected.size() - 3] != second);
        hold(QStringLiteral("%1, %2").arg(first).arg(second)); // the second one comes nevertheless
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.open(path);
        QTRY_VERIFY(window.session().model() && !window.session().model()->spec().generation.neverFirst.empty());
        window.session().setText(text);
        QVERIFY(waitForTrace(window.session()));
        auto* output = dynamic_cast<OutputView*>(window.docks().view(QStringLiteral("output")));
        QVERIFY(output);
        output->append(3);
        QTRY_VERIFY_WITH_TIMEOUT(output->remaining() == 0 && !window.session().isStale(), 20'000);
        QList<TokenId> ids;
        for (const Token& token : window.session().trace()->tokens(Side::Only))
            ids.push_back(token.id);
        QCOMPARE(ids, expected);
        QCOMPARE(ids, continuation(window.session().model()));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestOpening)
#include "tst_opening.moc"
