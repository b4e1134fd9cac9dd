#include "core/text/unicode.h"
#include "core/text/word_tokenizer.h"
#include "core/text/words.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace std::string_literals;

static hl::WordVocabulary vocabulary()
{
    hl::WordVocabulary out;
    out.words = {"<bos>", "<sep>", "[MASK]"};
    for (const std::string& piece : hl::bytePieces())
        out.words.push_back(piece);
    for (const char* word :
         {"The", "the", "cat", "cats", "Mary's", "is", ".", ",", "3", "我", "中国", "中", "爱", "!", "L'", "l'", "aujourd'hui",
          "est-ce", "école"})
        out.words.emplace_back(word);
    out.addBegin = true;
    out.addEnd = true;
    return out;
}

static std::shared_ptr<const hl::WordTokenizer> tokenizer()
{
    return hl::WordTokenizer::make(vocabulary()).value();
}

static std::vector<std::string> pieces(const hl::Tokens& tokens)
{
    std::vector<std::string> out;
    for (const hl::Token& token : tokens)
        out.push_back(token.piece);
    return out;
}

static std::string withoutSpace(const std::string& text)
{
    std::string out;
    for (const hl::CodePoint& c : hl::codePoints(text))
        if (!hl::isWhitespace(c.value))
            out += text.substr(c.begin, c.end - c.begin);
    return out;
}

class TestWordTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void splitsAsTheModelsWereTrained_data();
    void splitsAsTheModelsWereTrained();
    void unknownWordsAreSpelledInBytes();
    void typedMaskIsTheMaskToken();
    void typedPiecesAreNotPieces();
    void modelInputsAreFramed();
    void coverageCountsWordsOnly();
    void damagedVocabulariesAreRefused();
    void hostileTextIsLossless_data();
    void hostileTextIsLossless();
    void randomTextIsLossless();
    void elisionsAndPossessivesStickToTheirWord();
    void idsOutsideAreSkipped();
};

void TestWordTokenizer::splitsAsTheModelsWereTrained_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::vector<std::string>>("expected");
    using List = std::vector<std::string>;
    QTest::newRow("nothing") << ""s << List{};
    QTest::newRow("only spaces") << " \t\n\u3000"s << List{};
    QTest::newRow("case counts") << "The the"s << List{"The", "the"};
    QTest::newRow("signs are single") << "cats, cat."s << List{"cats", ",", "cat", "."};
    QTest::newRow("known possessive") << "Mary's cat"s << List{"Mary's", "cat"};
    QTest::newRow("elided article") << "L'école"s << List{"L'", "école"};
    QTest::newRow("known with apostrophe or hyphen") << "est-ce aujourd'hui."s << List{"est-ce", "aujourd'hui", "."};
    QTest::newRow("unknown with hyphen") << "cat-the"s << List{"cat", "<0x2D>", "the"};
    QTest::newRow("digits are single") << "33"s << List{"3", "3"};
    QTest::newRow("longest match in Chinese") << "我爱中国!"s << List{"我", "爱", "中国", "!"};
    QTest::newRow("Chinese beside Latin") << "中cat中"s << List{"中", "cat", "中"};
    QTest::newRow("unknown sign is its bytes") << "—"s << List{"<0xE2>", "<0x80>", "<0x94>"};
    QTest::newRow("unknown Han is spelled") << "猫"s << List{"▁", "<0xE7>", "<0x8C>", "<0xAB>"};
}

void TestWordTokenizer::splitsAsTheModelsWereTrained()
{
    QFETCH(std::string, text);
    QFETCH(std::vector<std::string>, expected);
    QVERIFY2(pieces(tokenizer()->encode(text)) == expected, text.c_str());
}

void TestWordTokenizer::unknownWordsAreSpelledInBytes()
{
    const hl::Tokens tokens = tokenizer()->encode("the Zoë's");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"the", "▁", "<0x5A>", "<0x6F>", "<0xC3>", "<0xAB>",
                                                        "<0x27>", "<0x73>"}));
    QCOMPARE(tokens[1].begin, 4);
    QCOMPARE(tokens[1].end, 4);
    QCOMPARE(tokens[2].text, "Z"s);
    QCOMPARE(tokens[4].text, "ë¹⁄₂"s);
    const auto spans = hl::wordSpans(tokens);
    QCOMPARE(spans.size(), std::size_t(2));
    QCOMPARE(spans[1].first, 1);
    QCOMPARE(spans[1].last, 8);
}

void TestWordTokenizer::typedMaskIsTheMaskToken()
{
    const hl::Tokens tokens = tokenizer()->encode("the [MASK].");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"the", "[MASK]", "."}));
    QCOMPARE(tokens[1].id, tokenizer()->maskId().value());
    QCOMPARE(tokens[1].begin, 4);
    QCOMPARE(tokens[1].end, 10);
    hl::WordVocabulary plain = vocabulary();
    plain.words[2] = "mask";
    const auto without = hl::WordTokenizer::make(plain).value();
    QVERIFY(!without->maskId());
    QCOMPARE(without->encode("[MASK]").size(), std::size_t(7)); // [ ▁ M A S K ]
}

void TestWordTokenizer::typedPiecesAreNotPieces()
{
    for (const char* text : {"▁", "<bos>", "<0x41>", "<sep>"})
        for (const hl::Token& token : tokenizer()->encode(text))
            QVERIFY2(token.piece != text, text);
    QCOMPARE(tokenizer()->decode(std::vector<hl::TokenId>{tokenizer()->encode("▁")[0].id}), "\uFFFD"s);
}

void TestWordTokenizer::modelInputsAreFramed()
{
    const hl::Tokens tokens = tokenizer()->encodeForModel("the cat", "cats");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"<bos>", "the", "cat", "<sep>", "cats", "<sep>"}));
    const std::vector<int> segments{0, 0, 0, 0, 1, 1};
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        QCOMPARE(tokens[i].segment, segments[i]);
        QCOMPARE(tokens[i].isSpecial, i == 0 || i == 3 || i == 5);
        QCOMPARE(tokens[i].word == -1, tokens[i].isSpecial);
    }
    QCOMPARE(tokens[4].begin, 0); // of the second text
    QCOMPARE(hl::wordSpans(tokens).size(), std::size_t(6));
}

void TestWordTokenizer::coverageCountsWordsOnly()
{
    const hl::Coverage coverage = tokenizer()->coverage("The wug is 3 cats, 我猫.");
    QCOMPARE(coverage.known, 4);
    QCOMPARE(coverage.total, 6);
}

void TestWordTokenizer::damagedVocabulariesAreRefused()
{
    hl::WordVocabulary twice = vocabulary();
    twice.words.emplace_back("cat");
    QCOMPARE(hl::WordTokenizer::make(twice).error().code, hl::ErrorCode::BadTokenizer);
    QVERIFY(hl::WordTokenizer::make(twice).error().english().find("\"cat\"") != std::string::npos);
    hl::WordVocabulary empty = vocabulary();
    empty.words.emplace_back();
    QVERIFY(!hl::WordTokenizer::make(empty));
    hl::WordVocabulary noByte = vocabulary();
    std::erase(noByte.words, "<0x41>");
    QVERIFY(hl::WordTokenizer::make(noByte).error().english().find("<0x41>") != std::string::npos);
    hl::WordVocabulary noBegin = vocabulary();
    noBegin.words[0] = "bos";
    QVERIFY(!hl::WordTokenizer::make(noBegin));
}

/// Ranges are ordered, cover every byte that is not white space once, and decoding gives the text back.
static void checkLossless(const hl::WordTokenizer& words, const std::string& typed)
{
    const std::string text = hl::sanitise(typed);
    const hl::Tokens tokens = words.encode(typed);
    std::string covered;
    std::vector<hl::TokenId> ids;
    int end = 0;
    for (const hl::Token& token : tokens) {
        QVERIFY(token.begin >= end && token.end >= token.begin && token.end <= static_cast<int>(text.size()));
        QVERIFY(token.id >= 0 && token.id < words.vocabularySize());
        QVERIFY(hl::isValidUtf8(token.text) && !token.text.empty());
        covered += text.substr(token.begin, token.end - token.begin);
        end = token.end;
        ids.push_back(token.id);
    }
    QCOMPARE(covered, withoutSpace(text));
    QCOMPARE(withoutSpace(words.decode(ids)), withoutSpace(text));
}

void TestWordTokenizer::hostileTextIsLossless_data()
{
    QTest::addColumn<std::string>("text");
    std::string marks = "a";
    for (int i = 0; i < 1000; ++i)
        marks += "\u0301";
    QTest::newRow("names and Chinese") << "Łukasz & Zoë ate 3 crêpes — 我爱中国!"s;
    QTest::newRow("controls") << "a\0b\x01\x1b[31m\x7f\u0085\ufffe"s;
    QTest::newRow("emoji family") << "👨‍👩‍👧‍👦 🇨🇳 👍🏽"s;
    QTest::newRow("a thousand marks") << marks;
    QTest::newRow("right to left") << "שלום \u202eabc\u202c العربية"s;
    QTest::newRow("a word of ten thousand letters") << std::string(10000, 'x');
    QTest::newRow("ten thousand Han") << [] {
        std::string out;
        for (int i = 0; i < 10000; ++i)
            out += i % 2 ? "中" : "猫";
        return out;
    }();
    QTest::newRow("ill-formed") << "a\xED\xA0\x80\xFF\xE6\x88"s;
    QTest::newRow("markup and formats") << "<img src=x onerror=1> %n {0} %1%2"s;
    QTest::newRow("apostrophes") << "'s 's's dogs' Mary's's it'send l'l' -l'- est-ce-l'école-aujourd'huil"s;
}

void TestWordTokenizer::hostileTextIsLossless()
{
    QFETCH(std::string, text);
    checkLossless(*tokenizer(), text);
}

void TestWordTokenizer::randomTextIsLossless()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 engine(seed);
    const auto random = [&] { return static_cast<unsigned>(engine()); };
    const auto words = tokenizer();
    const std::vector<std::string> parts{"the", "cat", "Mary's",  "'s",     " ", "\n",  "中国", "l'", "-", "est-ce",
                                         "猫",  "é",   "e\u0301", "[MASK]", "3", "\0"s, "\xE6",
                                         "▁",   "😀",   "\u202e",  "<0x41>", "ا", "."};
    for (int round = 0; round < 10000 && !QTest::currentTestFailed(); ++round) {
        std::string text;
        for (unsigned i = random() % 12; i > 0; --i)
            text += random() % 4 ? parts[random() % parts.size()] : hl::toUtf8(random() % 0x110000);
        checkLossless(*words, text);
    }
}

void TestWordTokenizer::elisionsAndPossessivesStickToTheirWord()
{
    hl::WordVocabulary vocabularyOfPair = vocabulary();
    vocabularyOfPair.words.emplace_back("'s");
    const auto words = hl::WordTokenizer::make(vocabularyOfPair).value();
    for (const char* text : {"l'école", "cat's l'école est-ce", "Zoë's l'Zoë"}) {
        std::vector<hl::TokenId> ids;
        for (const hl::Token& token : words->encode(text))
            ids.push_back(token.id);
        QCOMPARE(words->decode(ids), std::string(text));
    }
}

void TestWordTokenizer::idsOutsideAreSkipped()
{
    const auto words = tokenizer();
    QCOMPARE(words->decode(std::vector<hl::TokenId>{-1, *words->idOf("cat"), 1 << 30}), "cat"s);
    QCOMPARE(words->piece(-1), ""s);
    QVERIFY(!words->idOf("dog"));
}

QTEST_APPLESS_MAIN(TestWordTokenizer)
#include "tst_word_tokenizer.moc"
