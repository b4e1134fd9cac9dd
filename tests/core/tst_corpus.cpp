// Corpora: lines, statistics whose parts merge exactly, and their files.
#include "core/analysis/corpus_stats.h"
#include "core/base/file.h"
#include "core/base/line_reader.h"
#include "core/model/builtin.h"
#include "core/output/corpus_file.h"
#include "core/run/run_request.h"

#include <QtTest>

#include <cmath>

using namespace hl;

namespace {

const char* const texts[] = {"the cat saw the dog", "the dog", "a cat a cat a cat", "the", "dog saw cat", "the cat"};

CorpusStats statsOf(const std::shared_ptr<const Model>& model, int part, int of)
{
    CorpusStats stats(*model, repeatedScores(model), {"corpus.txt", part, of});
    for (int i = 0; i < static_cast<int>(std::size(texts)); ++i) {
        if (i % of != part)
            continue;
        stats.countLine(i + 1, texts[i]);
        if (i == 3) {
            stats.skip(i + 1, LineProblem::Empty);
            continue;
        }
        RunRequest request;
        request.model = model;
        request.text = texts[i];
        stats.add(**hl::run(request), false);
    }
    stats.isFinished = true;
    return stats;
}

CorpusStats merged(const std::vector<CorpusStats>& parts)
{
    CorpusStats all = CorpusStats::emptyLike(parts.front());
    for (const CorpusStats& part : parts) {
        if (const auto ok = all.merge(part, "part"); !ok)
            qFatal("%s", ok.error().english().c_str());
    }
    return all;
}

} // namespace

class TestCorpus : public QObject
{
    Q_OBJECT

private slots:
    void tallyKnowsMeanAndDeviation()
    {
        Tally tally;
        QVERIFY(!tally.mean() && !tally.deviation());
        tally.add(0.5);
        QVERIFY(*tally.mean() == 0.5 && !tally.deviation());
        for (const double value : {2.5, 4.5, 8.5})
            tally.add(value);
        // Mean 4; squared distances 12.25, 2.25, 0.25, 20.25: sum 35, over 3.
        QVERIFY(*tally.mean() == 4.0);
        QVERIFY(std::abs(*tally.deviation() - std::sqrt(35.0 / 3.0)) < 1e-14);
        QVERIFY(tally.least == 0.5 && tally.largest == 8.5);
    }

    void deviationSurvivesALargeMean()
    {
        Tally tally;
        for (int i = 0; i < 1000; ++i)
            tally.add(1e9 + (i % 2 == 0 ? 1e-4 : -1e-4));
        const double spread = ((1e9 + 1e-4) - (1e9 - 1e-4)) / 2.0; // what the doubles have of it
        QVERIFY(std::abs(*tally.deviation() / (spread * std::sqrt(1000.0 / 999.0)) - 1.0) < 1e-9);
        Tally same;
        for (int i = 0; i < 3; ++i)
            same.add(0.1);
        QVERIFY(*same.deviation() == 0.0);
    }

    void partsMergeToTheWholeBitByBit()
    {
        const auto model = builtinModel("constructed");
        const CorpusStats whole = merged({statsOf(model, 0, 1)});
        for (const int of : {1, 2, 3, 5, 9}) {
            std::vector<CorpusStats> parts;
            for (int part = of - 1; part >= 0; --part) // in any order
                parts.push_back(statsOf(model, part, of));
            const CorpusStats all = merged(parts);
            QVERIFY(all == whole);
            QCOMPARE(corpusJson(all), corpusJson(statsOf(model, 0, 1)));
            QVERIFY(all.missingParts().empty());
        }
        QCOMPARE(whole.texts, std::int64_t{5});
        QCOMPARE(whole.lines(), std::int64_t{6});
        QCOMPARE(whole.skippedLines, (std::vector<SkippedLine>{{"corpus.txt", 4, LineProblem::Empty}}));
    }

    void theMeanIsThatOfTheTexts()
    {
        const auto model = builtinModel("constructed");
        const CorpusStats stats = statsOf(model, 0, 1);
        double sum = 0.0;
        int count = 0;
        for (int i = 0; i < 6; ++i) {
            if (i == 3)
                continue;
            RunRequest request;
            request.model = model;
            request.text = texts[i];
            sum += *headMetrics(**hl::run(request), stats.heads[0].pattern)->value(HeadMetric::Entropy);
            ++count;
        }
        QVERIFY(std::abs(*stats.heads[0].tallies[0].mean() - sum / count) < 1e-14);
    }

    void whatDoesNotBelongTogetherIsRefused()
    {
        const auto model = builtinModel("constructed");
        const CorpusStats first = statsOf(model, 0, 2);
        const auto refused = [&](CorpusStats other, const char* named) {
            CorpusStats all = merged({first});
            const auto result = all.merge(other, "other.json");
            QVERIFY(!result);
            QVERIFY2(QString::fromStdString(result.error().english()).contains(QLatin1String(named)),
                     result.error().english().c_str());
            QVERIFY(all == merged({first}));
        };
        refused(first, "already in");
        refused(statsOf(model, 1, 3), "another division");
        refused(statsOf(builtinModel("toy"), 1, 2), "another model");
        CorpusStats stopped = statsOf(model, 1, 2);
        stopped.isFinished = false;
        refused(stopped, "was stopped");
        QCOMPARE(merged({first}).missingParts(), (std::vector<std::string>{"1/2 of corpus.txt"}));
    }

    void wholeInputsOfOneNameAddUp()
    {
        const auto model = builtinModel("constructed");
        CorpusStats stream = statsOf(model, 0, 1);
        stream.parts[0].file = "-";
        const CorpusStats all = merged({stream, stream, stream});
        QCOMPARE(all.texts, std::int64_t{15});
        QCOMPARE(all.parts.size(), std::size_t{1});
        QCOMPARE(all.parts[0].streams, std::int64_t{3});
    }

    void filesComeBack_data()
    {
        QTest::addColumn<QString>("ending");
        for (const char* ending : {"csv", "npz", "json"})
            QTest::newRow(ending) << QString::fromLatin1(ending);
    }

    void filesComeBack()
    {
        QFETCH(QString, ending);
        const QTemporaryDir folder;
        for (const char* name : {"constructed", "toy-encoder-decoder"}) {
            const CorpusStats stats = statsOf(builtinModel(name), 0, 1);
            const std::filesystem::path path = folder.filePath(QStringLiteral("stats.") + ending).toStdString();
            QVERIFY(writeCorpusFile(stats, path).has_value());
            const auto back = readCorpusFile(path);
            QVERIFY2(back.has_value(), back ? "" : back.error().english().c_str());
            QCOMPARE(back->size(), std::size_t{1});
            QVERIFY(back->front() == stats);
        }
    }

    void severalDocumentsInAFileAreAllRead()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("part-00000")).toStdString();
        const CorpusStats stats = statsOf(builtinModel("constructed"), 0, 1);
        QVERIFY(writeTextFileAtomically(path, corpusJson(stats) + "\n" + corpusJson(stats)).has_value());
        QCOMPARE(readCorpusFile(path)->size(), std::size_t{2});
    }

    void damagedFilesAreRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("x.json")).toStdString();
        const std::string good = corpusJson(statsOf(builtinModel("constructed"), 0, 1));
        const auto refused = [&](const std::string& text) {
            QVERIFY(writeTextFileAtomically(path, text).has_value());
            const auto back = readCorpusFile(path);
            QVERIFY2(!back, text.substr(0, 60).c_str());
            QCOMPARE(back.error().code, ErrorCode::WrongKindOfFile);
        };
        const auto changed = [&](const std::string& from, const std::string& to) {
            std::string text = good;
            const std::size_t at = text.find(from);
            if (at == std::string::npos)
                qFatal("%s is not in the file", from.c_str());
            return text.replace(at, from.size(), to);
        };
        refused("");
        refused("{}");
        refused("[1, 2]");
        refused("head,metric\r\n");
        refused(good.substr(0, good.size() / 2));
        refused(changed("\"of\":1", "\"of\":0"));
        refused(changed("\"part\":0", "\"part\":-1"));
        refused(changed("\"part\":0", "\"part\":\"x\""));
        refused(changed("blocks.0.attn.0", "blocks.0.attn"));
        refused(changed("\"sum\":\"", "\"sum\":\"z"));
        refused(changed("\"empty\":1", "\"empty\":\"1\""));
        refused(changed("headlight analyze 1", "headlight analyze 9"));
    }

    void csvHasARowPerHeadAndMetric()
    {
        const CorpusStats stats = statsOf(builtinModel("constructed"), 0, 1);
        const QStringList lines = QString::fromStdString(corpusCsv(stats)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), static_cast<qsizetype>(stats.heads.size()) * headMetricCount + 2);
        QVERIFY(lines.last().startsWith(QLatin1Char('#')));
        for (const QString& line : lines.mid(1, lines.size() - 2))
            QVERIFY2(line.startsWith(QStringLiteral("blocks.")) && line.count(QLatin1Char(',')) >= 7, qPrintable(line));
    }

    void linesAreReadWhateverEndsThem()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("one\r\ntwo\n\n" + QByteArray(100'000, 'x') + "\r\nfour\rfour");
        file.close();
        auto lines = LineReader::open(file.fileName().toStdString(), 50'000);
        QVERIFY(lines.has_value());
        QStringList found;
        while (*lines->next())
            found << (lines->isTooLong() ? QStringLiteral("long") : QString::fromStdString(lines->line()));
        QCOMPARE(found, (QStringList{QStringLiteral("one"), QStringLiteral("two"), QString(), QStringLiteral("long"), QStringLiteral("four\rfour")}));
        QCOMPARE(lines->number(), std::int64_t{5});
    }

    void aLineOfTheLongestLengthIsNotTooLong()
    {
        for (const char* end : {"", "\n", "\r\n"}) {
            QTemporaryFile file;
            QVERIFY(file.open());
            file.write("12345" + QByteArray(end) + "123456" + end);
            file.close();
            auto lines = LineReader::open(file.fileName().toStdString(), *end == 0 ? 11 : 5);
            QVERIFY(*lines->next() && !lines->isTooLong());
            if (*end != 0)
                QVERIFY(*lines->next() && lines->isTooLong());
        }
    }

    void brokenLinesAreTold_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("problem");
        const auto row = [](const char* what, const QByteArray& line, CorpusFormat format, LineProblem problem) {
            QTest::newRow(what) << line << static_cast<int>(format) << static_cast<int>(problem);
        };
        row("empty", "", CorpusFormat::Text, LineProblem::Empty);
        row("spaces", " \t ", CorpusFormat::Text, LineProblem::Empty);
        row("not UTF-8", "caf\xE9", CorpusFormat::Text, LineProblem::BadUtf8);
        row("too long", QByteArray(longestCorpusLine + 1, 'x'), CorpusFormat::Text, LineProblem::TooLong);
        row("not JSON", "{\"text\": ", CorpusFormat::JsonLines, LineProblem::BadJson);
        row("text for JSON", "the cat", CorpusFormat::JsonLines, LineProblem::BadJson);
        row("no field", "{\"txt\": \"the cat\"}", CorpusFormat::JsonLines, LineProblem::NoText);
        row("field is a number", "{\"text\": 7}", CorpusFormat::JsonLines, LineProblem::NoText);
        row("number", "7", CorpusFormat::JsonLines, LineProblem::NoText);
        row("empty field", "{\"text\": \" \"}", CorpusFormat::JsonLines, LineProblem::Empty);
        row("deep", QByteArray(1000, '[') + QByteArray(1000, ']'), CorpusFormat::JsonLines, LineProblem::BadJson);
    }

    void brokenLinesAreTold()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, format);
        QFETCH(int, problem);
        const auto text = readCorpusLine(line.toStdString(), static_cast<CorpusFormat>(format));
        QVERIFY(!text);
        QCOMPARE(static_cast<int>(text.error()), problem);
    }

    void goodLinesGiveTheirTexts()
    {
        QCOMPARE(readCorpusLine("the cat", CorpusFormat::Text)->text, std::string("the cat"));
        QCOMPARE(readCorpusLine("\"the \\u732b\"", CorpusFormat::JsonLines)->text, std::string("the 猫"));
        const auto both = readCorpusLine(R"({"text": "we", "target": "我们", "n": 1})", CorpusFormat::JsonLines);
        QCOMPARE(both->text, std::string("we"));
        QCOMPARE(both->target, std::optional<std::string>("我们"));
        QCOMPARE(readCorpusLine(R"({"body": "we"})", CorpusFormat::JsonLines, "body")->text, std::string("we"));
    }
};

QTEST_APPLESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
