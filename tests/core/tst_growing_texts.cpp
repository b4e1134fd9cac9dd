// Texts that a tokenizer makes longer, and long texts: what would grow without end is refused, everything else takes linear time.
#include "core/text/load.h"
#include "core/tokenizer_json_file.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <new>

using namespace std::string_literals;
using namespace tokenizerJson;

class TestGrowingTexts : public QObject
{
    Q_OBJECT

private slots:
    void textsThatMultiplyAreRefused_data();
    void textsThatMultiplyAreRefused();
    void theLongestTextMayGrow();
    void longTextsTakeLinearTime_data();
    void longTextsTakeLinearTime();
};

void TestGrowingTexts::textsThatMultiplyAreRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("text");
    const auto sequenceOf = [](const char* list, const Json& part, int count) -> Json {
        return {{"type", "Sequence"}, {list, std::vector<Json>(static_cast<std::size_t>(count), part)}};
    };
    // Some 16 million characters each; one part more, and no memory would be enough.
    const Json longer = {{"type", "Replace"}, {"pattern", {{"String", "a"}}}, {"content", std::string(4096, 'a')}};
    QTest::newRow("replacements") << with("/normalizer", sequenceOf("normalizers", longer, 2)) << "a"s;
    QTest::newRow("bytes as letters") << with("/normalizer", sequenceOf("normalizers", {{"type", "ByteLevel"}}, 24)) << "é"s;
    const Json spaces = {{"type", "Metaspace"}, {"replacement", std::string(4096, ' ')}, {"split", false}};
    QTest::newRow("marks of spaces") << with("/pre_tokenizer", sequenceOf("pretokenizers", spaces, 2)) << " "s;
    const Json single = {{"type", "Split"}, {"pattern", {{"String", "a"}}}, {"behavior", "Isolated"}, {"invert", false}};
    QTest::newRow("a long mark for each of many words")
        << with("/pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", {single, spaces}}}) << std::string(4000, 'a');
    QTest::newRow("many stretches between added tokens")
        << with("/normalizer", sequenceOf("normalizers", longer, 1)) << [] {
               std::string text;
               for (int i = 0; i < 4000; ++i)
                   text += "a<s>";
               return text;
           }();
}

void TestGrowingTexts::textsThatMultiplyAreRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, text);
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("tokenizer.json")).toStdString(), content);
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
    QVERIFY_EXCEPTION_THROWN((*loaded)->encode(text), std::bad_alloc); // which becomes a sentence, as of every text
}

void TestGrowingTexts::theLongestTextMayGrow()
{
    QTemporaryDir folder;
    Json json = base();
    json["normalizer"] = {{"type", "NFKD"}};
    json["pre_tokenizer"] = {{"type", "ByteLevel"}, {"add_prefix_space", false}};
    write(folder.filePath(QStringLiteral("tokenizer.json")).toStdString(), json.dump());
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "\uFDFA"; // 18 letters, of two bytes most of them: no other character grows as much
    QVERIFY(!(*loaded)->encode(text).empty());
}

void TestGrowingTexts::longTextsTakeLinearTime_data()
{
    QTest::addColumn<std::string>("content");
    Json chain = base();
    chain["model"]["merges"] = {"a a", "aa aa", "aaaa aaaa"};
    for (const char* one : {"aa", "aaaa", "aaaaaaaa"})
        chain["model"]["vocab"][one] = 10 + std::string(one).size();
    QTest::newRow("BPE") << chain.dump();
    Json list = Json::array({Json::array({"<unk>", 0.0})});
    for (int i = 1; i <= 64; ++i)
        list.push_back({std::string(static_cast<std::size_t>(i), 'a'), -1.0 - i * 0.9});
    Json words = base();
    words["added_tokens"] = Json::array();
    words["model"] = unigram(list, 0);
    QTest::newRow("Unigram") << words.dump();
    Json pieces = {{"[UNK]", 0}, {"a", 1}, {"##a", 2}, {"##aaaa", 3}};
    QTest::newRow("WordPiece") << with("/model", {{"type", "WordPiece"},
                                                  {"vocab", pieces},
                                                  {"max_input_chars_per_word", 1'000'000}});
}

void TestGrowingTexts::longTextsTakeLinearTime()
{
    QFETCH(std::string, content);
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("tokenizer.json")).toStdString(), content);
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
    const std::string text(100'000, 'a');
    QElapsedTimer timer;
    timer.start();
    const hl::Tokens tokens = (*loaded)->encode(text);
    QCOMPARE(tokens.front().begin, 0);
    QCOMPARE(tokens.back().end, 100'000);
    // Takes 0.1 s; were it quadratic, minutes.
    QVERIFY2(timer.elapsed() < 10'000, std::to_string(timer.elapsed()).c_str());
}

QTEST_APPLESS_MAIN(TestGrowingTexts)
#include "tst_growing_texts.moc"
