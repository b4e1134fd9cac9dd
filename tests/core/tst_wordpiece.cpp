#include "core/text/unicode.h"
#include "core/text/wordpiece.h"
#include "core/text/words.h"

#include <QElapsedTimer>
#include <QtTest>

#include <random>

using namespace std::string_literals;
using List = std::vector<std::string>;

static hl::WordPieceVocabulary vocabulary()
{
    hl::WordPieceVocabulary out;
    out.pieces = {"[PAD]", "[UNK]",   "[CLS]",  "[SEP]",    "[MASK]",  "un",  "##aff", "##able",   "the",
                  "The",   "cafe",    "café",   "cafÉ",     "e",       "##e", "i",     "##\u0307", "中",
                  "国",    "中国",    ".",      "$",        "'",       "s",   "=",     "σ",        "##σ",
                  "word",  "foo-bar", "foo",    "bar",      "-",       "ab",  "[",     "]",        "mask",
                  "x",     "##x",     "\u1112", "##\u1161", "##\u11ab"};
    return out;
}

static List pieces(const hl::Tokens& tokens)
{
    List out;
    for (const hl::Token& token : tokens)
        out.push_back(token.piece);
    return out;
}

static std::shared_ptr<const hl::WordPiece> make(const hl::WordPieceVocabulary& options)
{
    return hl::WordPiece::make(options).value();
}

class TestWordPiece : public QObject
{
    Q_OBJECT

private slots:
    void textIsCutAsBertDoes_data();
    void textIsCutAsBertDoes();
    void rangesReferToTheTextAsTyped();
    void casedKeepsCaseAndAccents();
    void accentsCanBeStrippedAlone();
    void hanStaysTogetherWhenAsked();
    void neverSplitWordsStayWhole();
    void withoutBasicTokenizationOnlySpacesCut();
    void pairsHaveSegments();
    void wordsGroupTheirPieces();
    void hostileTextKeepsRangesInOrder();
    void damagedVocabulariesAreRefused();
};

void TestWordPiece::textIsCutAsBertDoes_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<List>("expected");
    QTest::newRow("nothing") << ""s << List{};
    QTest::newRow("only spaces") << " \t\n\u3000\u2028"s << List{};
    QTest::newRow("longest pieces from the left") << "unaffable"s << List{"un", "##aff", "##able"};
    QTest::newRow("a rest without piece makes the word unknown") << "unaffables"s << List{"[UNK]"};
    QTest::newRow("lower case") << "THE"s << List{"the"};
    QTest::newRow("accents are stripped") << "CafÉ cafe\u0301"s << List{"cafe", "cafe"};
    QTest::newRow("dotted capital I") << "İ"s << List{"i"};
    QTest::newRow("no final sigma") << "ΣΣ"s << List{"σ", "##σ"};
    QTest::newRow("Han characters are words") << "中国the中"s << List{"中", "国", "the", "中"};
    QTest::newRow("hangul falls into its letters") << "한"s << List{"\u1112", "##\u1161", "##\u11ab"};
    QTest::newRow("ASCII signs are punctuation") << "the$the's."s << List{"the", "$", "the", "'", "s", "."};
    QTest::newRow("a negated sign loses its stroke") << "≠"s << List{"="};
    QTest::newRow("controls are dropped") << "t\0h\x07\u200d\ufffd"
                                             "e\v"s
                                          << List{"the"};
    QTest::newRow("private use and unassigned are dropped") << "a\ue000\u0378\U000e0000b"s << List{"ab"};
    QTest::newRow("typed special tokens") << "[MASK] the[SEP]"s << List{"[MASK]", "the", "[SEP]"};
    QTest::newRow("special tokens have their case") << "[mask]"s << List{"[", "mask", "]"};
    QTest::newRow("a hundred letters") << std::string(100, 'x') << List(1, "x");
    QTest::newRow("a hundred and one letters") << std::string(101, 'x') << List{"[UNK]"};
}

void TestWordPiece::textIsCutAsBertDoes()
{
    QFETCH(std::string, text);
    QFETCH(List, expected);
    if (text.size() == 100)
        expected.resize(100, "##x");
    QVERIFY2(pieces(make(vocabulary())->encode(text)) == expected, text.c_str());
}

void TestWordPiece::rangesReferToTheTextAsTyped()
{
    const hl::Tokens tokens = make(vocabulary())->encode("\u0301 Cafe\u0301\0 é"s);
    QCOMPARE(tokens.size(), std::size_t(2));
    QCOMPARE(tokens[0].begin, 3);
    QCOMPARE(tokens[0].end, 7); // the accent that was dropped belongs to no token
    QCOMPARE(tokens[1].begin, 11);
    QCOMPARE(tokens[1].end, 13);
    const hl::Tokens hangul = make(vocabulary())->encode("한");
    for (const hl::Token& token : hangul)
        QVERIFY(token.begin == 0 && token.end == 3);
    QCOMPARE(hangul[1].text, "\u1161"s);
}

void TestWordPiece::casedKeepsCaseAndAccents()
{
    hl::WordPieceVocabulary options = vocabulary();
    options.lowerCase = false;
    QVERIFY(pieces(make(options)->encode("The cafÉ THE")) == (List{"The", "cafÉ", "[UNK]"}));
    options.lowerCase = true;
    options.stripAccents = false;
    QVERIFY(pieces(make(options)->encode("CafÉ İ")) == (List{"café", "i", "##\u0307"}));
}

void TestWordPiece::accentsCanBeStrippedAlone()
{
    hl::WordPieceVocabulary options = vocabulary();
    options.lowerCase = false;
    options.stripAccents = true;
    QVERIFY(pieces(make(options)->encode("café The")) == (List{"cafe", "The"}));
}

void TestWordPiece::hanStaysTogetherWhenAsked()
{
    hl::WordPieceVocabulary options = vocabulary();
    options.splitHan = false;
    QVERIFY(pieces(make(options)->encode("中国")) == List{"中国"});
}

void TestWordPiece::neverSplitWordsStayWhole()
{
    hl::WordPieceVocabulary options = vocabulary();
    QVERIFY(pieces(make(options)->encode("foo-bar")) == (List{"foo", "-", "bar"}));
    options.neverSplit = {"foo-bar"};
    QVERIFY(pieces(make(options)->encode("foo-bar foo-bar.")) == (List{"foo-bar", "foo", "-", "bar", "."}));
}

void TestWordPiece::withoutBasicTokenizationOnlySpacesCut()
{
    hl::WordPieceVocabulary options = vocabulary();
    options.basicTokenize = false;
    QVERIFY(pieces(make(options)->encode("The foo-bar 中国 the.")) ==
            (List{"The", "foo-bar", "中国", "[UNK]"}));
}

void TestWordPiece::pairsHaveSegments()
{
    const hl::Tokens tokens = make(vocabulary())->encodeForModel("the", "cafe .");
    QVERIFY(pieces(tokens) == (List{"[CLS]", "the", "[SEP]", "cafe", ".", "[SEP]"}));
    const std::vector<int> segments{0, 0, 0, 1, 1, 1};
    for (std::size_t i = 0; i < tokens.size(); ++i)
        QCOMPARE(tokens[i].segment, segments[i]);
    QCOMPARE(tokens[3].begin, 0);
    QVERIFY(tokens[0].isSpecial && tokens[2].isSpecial && tokens[5].isSpecial && !tokens[1].isSpecial);
    QVERIFY(pieces(make(vocabulary())->encodeForModel("")) == (List{"[CLS]", "[SEP]"}));
    QCOMPARE(make(vocabulary())->encodeForModel("", "").size(), std::size_t(3));
}

void TestWordPiece::wordsGroupTheirPieces()
{
    const hl::Tokens tokens = make(vocabulary())->encodeForModel("unaffable the", "un");
    const auto spans = hl::wordSpans(tokens);
    QCOMPARE(spans.size(), std::size_t(6)); // [CLS] unaffable the [SEP] un [SEP]
    QCOMPARE(spans[1].first, 1);
    QCOMPARE(spans[1].last, 4);
    QVERIFY(spans[0].isSpecial && !spans[1].isSpecial && spans[4].segment == 1);
    QCOMPARE(tokens[2].text, "aff"s);
    QCOMPARE(make(vocabulary())->decode(std::vector<hl::TokenId>{5, 6, 7, 8}), "unaffable the"s);
}

void TestWordPiece::hostileTextKeepsRangesInOrder()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 engine(seed);
    const auto random = [&] { return static_cast<unsigned>(engine()); };
    const List parts{
        "un",   "aff", "able", " ",    "\n",     "é",  "e\u0301", "İ",      "中国", "[MASK]",
        "[SEP", "$",   "\0"s,  "\xE6", "\u202e", "한", "😀",       "\u200d", "x",    std::string(99, 'x')};
    const auto bert = make(vocabulary());
    for (int round = 0; round < 10000; ++round) {
        std::string text;
        for (unsigned i = random() % 12; i > 0; --i)
            text += random() % 4 ? parts[random() % parts.size()] : hl::toUtf8(random() % 0x110000);
        const std::string sane = hl::sanitise(text);
        const hl::OffsetMap map(sane);
        int begin = 0;
        int word = 0;
        for (const hl::Token& token : bert->encode(text)) {
            QVERIFY(token.begin >= begin && token.begin < token.end &&
                    token.end <= static_cast<int>(sane.size()));
            QCOMPARE(map.byteOf(map.codePointOf(token.begin)), token.begin); // never inside a character
            QCOMPARE(map.byteOf(map.codePointOf(token.end)), token.end);
            QVERIFY(token.word == word || token.word == word + 1 || word == 0);
            QVERIFY(hl::isValidUtf8(token.text) && !token.text.empty());
            begin = token.begin;
            word = token.word;
        }
    }
    QElapsedTimer timer;
    timer.start();
    std::string marks = "e";
    for (int i = 0; i < 50000; ++i)
        marks += i % 2 ? "\u0301" : "\u0327";
    QCOMPARE(bert->encode(marks).size(), std::size_t(1));
    QCOMPARE(bert->encode(std::string(100000, 'q')).size(), std::size_t(1));
    QVERIFY(timer.elapsed() < 2000);
}

void TestWordPiece::damagedVocabulariesAreRefused()
{
    const auto message = [](const hl::WordPieceVocabulary& options) {
        const auto made = hl::WordPiece::make(options);
        return made ? std::string() : made.error().english();
    };
    hl::WordPieceVocabulary noUnknown = vocabulary();
    noUnknown.pieces[1] = "[unk]";
    QVERIFY(message(noUnknown).find("[UNK]") != std::string::npos);
    hl::WordPieceVocabulary twice = vocabulary();
    twice.pieces.emplace_back("the");
    QVERIFY(message(twice).find("\"the\"") != std::string::npos);
    hl::WordPieceVocabulary empty = vocabulary();
    empty.pieces[8].clear();
    QVERIFY(message(empty).find("line 9") != std::string::npos);
    hl::WordPieceVocabulary broken = vocabulary();
    broken.pieces[8] = "\xED\xA0\x80";
    QVERIFY(message(broken).find("line 9") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestWordPiece)
#include "tst_wordpiece.moc"
