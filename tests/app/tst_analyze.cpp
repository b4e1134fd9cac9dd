// `analyze` on the program as built: parts, broken lines, targets, interruptions.
#include "core/output/corpus_file.h"

#include <QtTest>

#include <QProcess>

#include <csignal>

using namespace hl;

class TestAnalyze : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void partsMergeToTheSameBytes()
    {
        QByteArray corpus;
        for (int i = 0; i < 40; ++i)
            corpus += i % 9 == 5 ? QByteArray("\xFF\n") : "the cat saw " + QByteArray(i % 5 == 0 ? "a" : "the") + " dog " + QByteArray(i % 4, 'x') + "\n";
        write("corpus.txt", corpus);
        for (const char* ending : {"json", "csv", "npz"}) {
            const QString whole = QStringLiteral("whole.") + QLatin1String(ending);
            QCOMPARE(call("analyze --model constructed --file corpus.txt --out " + whole.toUtf8()).exitCode, 0);
            for (const int of : {2, 3, 7}) {
                QByteArray names;
                for (int part = 0; part < of; ++part) {
                    const QByteArray name = "part" + QByteArray::number(part) + "." + ending;
                    QCOMPARE(call("analyze --model constructed --file corpus.txt --shard " + QByteArray::number(part) + "/"
                                  + QByteArray::number(of) + " --out " + name).exitCode, 0);
                    names.prepend(" " + name);
                }
                QCOMPARE(call("analyze --merge" + names + " --out merged." + ending).exitCode, 0);
                QCOMPARE(read("merged." + QByteArray(ending)), read(whole.toUtf8()));
            }
        }
    }

    void brokenLinesAreSkippedCountedAndNumbered()
    {
        write("c.jsonl", "{\"text\": \"the cat\"}\n{\"text\": \n\n\"the dog\"\n{\"body\": \"x\"}\n\"caf\xE9\"\n{\"text\": \"" + QByteArray(500'000, 'x') + "\"}\n");
        const Call result = call("analyze --model constructed --file c.jsonl --out s.json");
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.err.count('\n'), 2); // and that the scores are for causal models
        QVERIFY2(result.err.contains("5 of 7 lines were skipped: 1 empty, 1 too long, 1 not UTF-8, 1 not JSON, 1 without the field of the text; lines 2, 3, 5, 6, 7."),
                 result.err.constData());
        const auto stats = readCorpusFile(path("s.json"));
        QVERIFY(stats && stats->front().texts == 2 && stats->front().skippedLines.size() == 5);
    }

    void targetsOfAnEncoderDecoderAreRead()
    {
        write("c.jsonl", "{\"text\": \"we love\", \"target\": \"a b\"}\n{\"text\": \"we love\"}\n");
        const Call result = call("analyze --model toy-encoder-decoder --file c.jsonl --out s.csv");
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.err.contains("1 texts have no \"target\""), result.err.constData());
        const auto stats = readCorpusFile(path("s.csv"));
        for (const CorpusStats::Head& head : stats->front().heads)
            QCOMPARE(head.tallies[0].count, std::int64_t{head.pattern.side == Side::Decoder ? 1 : 2});
        const QByteArray csv = read("s.csv");
        QVERIFY(csv.contains("cross.0,distance,0,nan,nan,nan,nan,\"Only for self-attention without a memory,"));
    }

    void standardInputIsReadAndStandardOutputWritten()
    {
        const Call result = call("analyze --model constructed --file - --out -", "the cat\nthe dog\n");
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.out.count('\n'), 1);
        write("lines.jsonl", result.out + result.out); // as a Spark job collects them
        QCOMPARE(call("analyze --merge lines.jsonl --out all.json").exitCode, 0);
        QCOMPARE(readCorpusFile(path("all.json"))->front().texts, std::int64_t{4});
        const Call empty = call("analyze --model constructed --file - --out -"); // an empty partition
        QCOMPARE(empty.exitCode, 0);
        write("lines.jsonl", result.out + empty.out);
        QCOMPARE(call("analyze --merge lines.jsonl --out all.json").exitCode, 0);
    }

    void memoryDoesNotGrowWithTheCorpus()
    {
        if (!QFile::exists(QStringLiteral("/proc/self/status")))
            QSKIP("there is no /proc");
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(HEADLIGHT_CLI), QString::fromLatin1("analyze --model constructed --file - --out s.json").split(QLatin1Char(' ')));
        QVERIFY(process.waitForStarted());
        qint64 first = 0;
        for (int round = 0; round < 8; ++round) {
            for (int i = 0; i < 100; ++i)
                process.write("the cat saw the dog and the cat\n");
            while (process.bytesToWrite() > 0)
                QVERIFY(process.waitForBytesWritten(30'000));
            QTest::qWait(50);
            if (round == 1)
                first = kibibytes(process.processId());
        }
        const qint64 last = kibibytes(process.processId());
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(120'000));
        QVERIFY2(last > 0 && last <= first + 2048, qPrintable(QStringLiteral("%1 KiB, then %2").arg(first).arg(last)));
        QCOMPARE(readCorpusFile(path("s.json"))->front().texts, std::int64_t{800});
    }

    void anInterruptedRunLeavesWhatItHas()
    {
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(HEADLIGHT_CLI), QString::fromLatin1("analyze --model constructed --file - --out s.json").split(QLatin1Char(' ')));
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY(QFile::exists(QString::fromStdString(path("s.json")))); // the first checkpoint: it listens to signals
        process.write("the cat\nthe dog\n");
        QVERIFY(process.waitForBytesWritten(30'000));
        QTest::qWait(300);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(err.contains("Stopped after line 2") && err.count('\n') == 1, err.constData());
        const auto stats = readCorpusFile(path("s.json"));
        QVERIFY(stats && !stats->front().isFinished && stats->front().texts == 2);
        const Call refused = call("analyze --merge s.json --out all.json");
        QCOMPARE(refused.exitCode, 1);
        QVERIFY(refused.err.contains("was stopped"));
    }

    void wrongUsageIsTold_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char* what, const char* arguments, int exitCode, const char* named) {
            QTest::newRow(what) << QByteArray(arguments) << exitCode << QByteArray(named);
        };
        row("no corpus", "analyze --model toy --out s.json", 2, "--file");
        row("no output", "analyze --model toy --file c.txt", 2, "--out is missing");
        row("unknown ending", "analyze --model toy --file c.txt --out s.txt", 2, "s.txt");
        row("shard from 1", "analyze --model toy --file c.txt --shard 2/2 --out s.json", 2, "counts from 0");
        row("no shard", "analyze --model toy --file c.txt --shard half --out s.json", 2, "half");
        row("negative shard", "analyze --model toy --file c.txt --shard -1/2 --out s.json", 2, "counts from 0");
        row("no parts", "analyze --model toy --file c.txt --shard 0/0 --out s.json", 2, "0/0");
        row("field of a text", "analyze --model toy --file c.txt --field body --out s.json", 2, "--field");
        row("merge and file", "analyze --merge a.json --file c.txt --out s.json", 2, "--file");
        row("merge nothing", "analyze --out s.json --merge", 2, "--merge needs a value");
        row("missing corpus", "analyze --model toy --file none.txt --out s.json", 1, "none.txt");
        row("folder", "analyze --model toy --file . --out s.json", 1, "folder");
        row("no folder", "analyze --model toy --file c.txt --out none/s.json", 1, "none/s.json");
        row("pictures", "analyze --model shapes --file c.txt --out s.json", 1, "shapes");
        row("merge of another file", "analyze --merge c.txt --out s.json", 1, "c.txt");
        row("merge of none", "analyze --merge none.json --out s.json", 1, "none.json");
        row("nothing to measure", "analyze --model toy --file empty.txt --out s.json", 1, "empty.txt");
    }

    void wrongUsageIsTold()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, named);
        write("c.txt", "the cat\n");
        write("empty.txt", "");
        const Call result = call(arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.out.isEmpty() && result.err.startsWith("headlight: ") && result.err.count('\n') == 1, result.err.constData());
        QVERIFY2(result.err.contains(named), result.err.constData());
    }

    void aPartWithoutLinesIsAPart()
    {
        write("c.txt", "the cat\n");
        QCOMPARE(call("analyze --model constructed --file c.txt --out whole.json").exitCode, 0);
        QCOMPARE(call("analyze --model constructed --file c.txt --shard 0/2 --out a.json").exitCode, 0);
        QCOMPARE(call("analyze --model constructed --file c.txt --shard 1/2 --out b.json").exitCode, 0);
        QCOMPARE(call("analyze --merge a.json b.json --out m.json").exitCode, 0);
        QCOMPARE(read("m.json"), read("whole.json"));
        QVERIFY(call("analyze --merge a.json --out m.json").err.contains("Parts are missing: 1/2 of c.txt."));
    }

private:
    struct Call
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };

    Call call(const QByteArray& arguments, const QByteArray& input = {}) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(HEADLIGHT_CLI), QString::fromUtf8(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, {}, "no normal end"};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    static qint64 kibibytes(qint64 process)
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(process));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                return line.mid(6).trimmed().split(' ').front().toLongLong();
        }
        return 0;
    }

    [[nodiscard]] std::string path(const char* name) const { return m_folder->filePath(QLatin1String(name)).toStdString(); }
    void write(const char* name, const QByteArray& content) const
    {
        QFile file(QString::fromStdString(path(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QByteArray read(const QByteArray& name) const
    {
        QFile file(QString::fromStdString(path(name.constData())));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing: " + name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestAnalyze)
#include "tst_analyze.moc"
