#include "core/text/byte_bpe.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <QElapsedTimer>
#include <QtTest>

#include <random>

using namespace std::string_literals;

/// The 256 bytes, a few merges, <|endoftext|> and <mask>: complete, and small enough to follow by hand.
static hl::ByteBpeVocabulary vocabulary()
{
    hl::ByteBpeVocabulary out;
    for (unsigned byte = 0; byte < 256; ++byte)
        out.pieces.push_back(hl::toUtf8(hl::byteLetter(static_cast<unsigned char>(byte))));
    const std::vector<std::pair<std::string, std::string>> merges{
        {"h", "e"}, {"Ġ", "t"}, {"Ġt", "he"}, {"l", "l"}, {"he", "ll"}, {"hell", "o"},
        {"Ã", "©"}, {"x", "x"}, {"xx", "xx"}, {"'", "s"}, {"ðŁ", "ĺ"},  {"Ġ", "Ġ"}};
    out.pieces.push_back("ðŁ");
    for (const auto& [left, right] : merges)
        out.pieces.push_back(left + right);
    out.merges = merges;
    out.merges.insert(out.merges.begin() + 10, {"ð", "Ł"});
    out.pieces.push_back("<|endoftext|>");
    out.specials.push_back({"<|endoftext|>", static_cast<hl::TokenId>(out.pieces.size() - 1)});
    out.pieces.push_back("<mask>");
    out.specials.push_back({"<mask>", static_cast<hl::TokenId>(out.pieces.size() - 1), true});
    out.mask = "<mask>";
    return out;
}

static std::shared_ptr<const hl::ByteBpe> tokenizer()
{
    static const auto made = hl::ByteBpe::make(vocabulary()).value();
    return made;
}

static std::vector<std::string> pieces(const hl::Tokens& tokens)
{
    std::vector<std::string> out;
    for (const hl::Token& token : tokens)
        out.push_back(token.piece);
    return out;
}

static std::vector<hl::TokenId> ids(const hl::Tokens& tokens)
{
    std::vector<hl::TokenId> out;
    for (const hl::Token& token : tokens)
        out.push_back(token.id);
    return out;
}

class TestByteBpe : public QObject
{
    Q_OBJECT

private slots:
    void alphabetIsGpt2s();
    void mergesApplyBestFirst_data();
    void mergesApplyBestFirst();
    void bytesOfACharacterHaveItsRange();
    void labelsAreReadable();
    void specialTokensTakeTheirSpace();
    void prefixSpaceTakesNoText();
    void trimmedRangesLeaveSpacesOut();
    void robertaInputsAreFramed();
    void aLongWordIsFast();
    void hostileTextComesBack_data();
    void hostileTextComesBack();
    void randomTextComesBack();
    void damagedVocabulariesAreRefused();
    void missingBytesAreUnknown();
};

void TestByteBpe::alphabetIsGpt2s()
{
    QVERIFY(hl::byteLetter(' ') == U'Ġ' && hl::byteLetter('\n') == U'Ċ' && hl::byteLetter('a') == U'a');
    QVERIFY(hl::byteLetter(0) == 0x100 && hl::byteLetter(0xAD) == 0x143 && hl::byteLetter(0x7F) == 0x121);
    for (unsigned byte = 0; byte < 256; ++byte)
        QCOMPARE(hl::letterByte(hl::byteLetter(static_cast<unsigned char>(byte))).value(), byte);
    QVERIFY(!hl::letterByte(0x144) && !hl::letterByte(' '));
}

void TestByteBpe::mergesApplyBestFirst_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::vector<std::string>>("expected");
    using List = std::vector<std::string>;
    QTest::newRow("nothing") << ""s << List{};
    QTest::newRow("a whole word") << "hello"s << List{"hello"};
    QTest::newRow("the space belongs to the word") << "hello the"s << List{"hello", "Ġthe"};
    QTest::newRow("equal ranks from the left") << "xxxxx"s << List{"xxxx", "x"};
    QTest::newRow("contraction is its own word") << "he's"s << List{"he", "'s"};
    QTest::newRow("the last space goes to the word") << "  the"s << List{"Ġ", "Ġthe"};
    QTest::newRow("spaces at the end stay together") << "he   "s << List{"he", "ĠĠ", "Ġ"};
    QTest::newRow("case counts") << "He"s << List{"H", "e"};
    QTest::newRow("special token inside") << "he<|endoftext|>he"s << List{"he", "<|endoftext|>", "he"};
    QTest::newRow("cut special token")
        << "<|endoftext|"s << List{"<", "|", "e", "n", "d", "o", "f", "t", "e", "x", "t", "|"};
}

void TestByteBpe::mergesApplyBestFirst()
{
    QFETCH(std::string, text);
    QFETCH(std::vector<std::string>, expected);
    QVERIFY2(pieces(tokenizer()->encode(text)) == expected, text.c_str());
}

void TestByteBpe::bytesOfACharacterHaveItsRange()
{
    const hl::Tokens tokens = tokenizer()->encode("a😀é");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"a", "ðŁĺ", "Ģ", "Ã©"}));
    QCOMPARE(tokens[1].begin, 1);
    QCOMPARE(tokens[1].end, 5);
    QCOMPARE(tokens[2].begin, 1);
    QCOMPARE(tokens[2].end, 5);
    QCOMPARE(tokens[1].text, "😀¹⁄₂"s);
    QCOMPARE(tokens[2].text, "😀²⁄₂"s);
    QCOMPARE(tokens[3].text, "é"s);
}

void TestByteBpe::labelsAreReadable()
{
    const hl::Tokens tokens = tokenizer()->encode("hello the  \n");
    QCOMPARE(tokens[1].text, "the"s);
    QCOMPARE(tokens[2].text, "␣␣"s);
    QCOMPARE(tokens[3].text, "⟨U+000A⟩"s);
    QCOMPARE(tokens[1].word, 1);
    QCOMPARE(hl::wordSpans(tokenizer()->encode("xxxxx the")).size(), std::size_t(2));
}

void TestByteBpe::specialTokensTakeTheirSpace()
{
    const hl::Tokens tokens = tokenizer()->encode("he <mask>he");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"he", " <mask>", "he"}));
    QCOMPARE(tokens[1].id, tokenizer()->maskId().value());
    QCOMPARE(tokens[1].begin, 2);
    QCOMPARE(tokens[1].end, 9);
    QVERIFY(!tokens[1].isSpecial); // typed, not added
}

void TestByteBpe::prefixSpaceTakesNoText()
{
    hl::ByteBpeVocabulary options = vocabulary();
    options.addPrefixSpace = true;
    const auto prefixed = hl::ByteBpe::make(options).value();
    const hl::Tokens tokens = prefixed->encode("the the");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"Ġthe", "Ġthe"}));
    QCOMPARE(tokens[0].begin, 0);
    QCOMPARE(tokens[0].end, 3);
    QCOMPARE(tokens[1].begin, 3);
    QCOMPARE(pieces(prefixed->encode(" the")).size(), std::size_t(1));
    QVERIFY(prefixed->encode("").empty());
}

void TestByteBpe::trimmedRangesLeaveSpacesOut()
{
    hl::ByteBpeVocabulary options = vocabulary();
    options.trimOffsets = true;
    const hl::Tokens tokens = hl::ByteBpe::make(options).value()->encode("he the <mask>  ");
    QCOMPARE(tokens[1].begin, 3);
    QCOMPARE(tokens[1].end, 6);
    QCOMPARE(tokens[2].begin, 7);
    QCOMPARE(tokens[2].end, 13);
    QCOMPARE(tokens[3].begin, tokens[3].end);
}

void TestByteBpe::robertaInputsAreFramed()
{
    hl::ByteBpeVocabulary options = vocabulary();
    options.pieces.insert(options.pieces.end(), {"<s>", "</s>"});
    options.begin = "<s>";
    options.end = "</s>";
    options.frame = hl::BpeFrame::Roberta;
    const auto roberta = hl::ByteBpe::make(options).value();
    QVERIFY(roberta->takesPairs() && !roberta->usesTokenTypes());
    const hl::Tokens tokens = roberta->encodeForModel("he", "the");
    QVERIFY(pieces(tokens) == (std::vector<std::string>{"<s>", "he", "</s>", "</s>", "t", "he", "</s>"}));
    QCOMPARE(tokens[4].segment, 1);
    QCOMPARE(tokens[4].begin, 0);
    QVERIFY(tokens[0].isSpecial && tokens[6].isSpecial && tokens[6].word == -1);
    options.frame = hl::BpeFrame::Begin;
    QCOMPARE(hl::ByteBpe::make(options).value()->encodeForModel("he").size(), std::size_t(2));
    QCOMPARE(tokenizer()->encodeForModel("he").size(), std::size_t(1));
}

void TestByteBpe::aLongWordIsFast()
{
    const std::string word(100000, 'x');
    QElapsedTimer timer;
    timer.start();
    const hl::Tokens tokens = tokenizer()->encode(word);
    QVERIFY2(timer.elapsed() < 2000,
             qPrintable(QString::number(timer.elapsed()))); // quadratic merging takes minutes
    QCOMPARE(tokens.size(), std::size_t(25000));
}

/// Pieces have valid ids and labels, ranges cover every byte in order, and decoding gives the very text back.
static void checkComesBack(const std::string& typed)
{
    const std::string text = hl::sanitise(typed);
    const hl::Tokens tokens = tokenizer()->encode(typed);
    int end = 0;
    for (const hl::Token& token : tokens) {
        QVERIFY(token.id >= 0 && token.id < tokenizer()->vocabularySize());
        QVERIFY(token.begin <= end && token.end >= end &&
                token.begin < token.end); // bytes of one character overlap
        QVERIFY(hl::isValidUtf8(token.text) && !token.text.empty());
        end = token.end;
    }
    QCOMPARE(end, static_cast<int>(text.size()));
    std::string decoded = text;
    for (std::size_t at; (at = decoded.find(" <mask>")) != std::string::npos;)
        decoded.erase(at, 1); // the mask token takes its space along
    if (text.find("<mask>") == std::string::npos)
        QCOMPARE(tokenizer()->decode(ids(tokens)), decoded);
}

void TestByteBpe::hostileTextComesBack_data()
{
    QTest::addColumn<std::string>("text");
    std::string marks = "a";
    for (int i = 0; i < 1000; ++i)
        marks += "\u0301";
    QTest::newRow("controls") << "a\0b\x01\x1b[31m\x7f\u0085\ufffe\ufeff"s;
    QTest::newRow("emoji families, flags, skin tones") << "👨‍👩‍👧‍👦 🇨🇳 👍🏽"s;
    QTest::newRow("a thousand marks") << marks;
    QTest::newRow("right to left") << "שלום \u202eabc\u202c العربية"s;
    QTest::newRow("ten thousand letters") << std::string(10000, 'q');
    QTest::newRow("a hundred thousand spaces") << std::string(100000, ' ');
    QTest::newRow("a hundred thousand newlines") << std::string(100000, '\n');
    QTest::newRow("ill-formed") << "a\xED\xA0\x80\xFF\xE6\x88"s;
    QTest::newRow("all white space") << "\t\n\v\f\r \u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000x"s;
    QTest::newRow("markup and formats") << "<img src=x onerror=1> %n {0} %1%2 \x1b[0m"s;
}

void TestByteBpe::hostileTextComesBack()
{
    QFETCH(std::string, text);
    checkComesBack(text);
}

void TestByteBpe::randomTextComesBack()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 engine(seed);
    const auto random = [&] { return static_cast<unsigned>(engine()); };
    const std::vector<std::string> parts{
        "the",    " the",   "hello",         "'s", "'S", " ", "  ",  "\n",   "\r\n",
        "\u3000", "中国",   "e\u0301",       "é",  "3",  "²", "\0"s, "\xE6", "\xED\xA0\x80",
        "😀",      "\u202e", "<|endoftext|>", "<|", "ا",  ".", "xx"};
    for (int round = 0; round < 10000 && !QTest::currentTestFailed(); ++round) {
        std::string text;
        for (unsigned i = random() % 12; i > 0; --i)
            text += random() % 4 ? parts[random() % parts.size()] : hl::toUtf8(random() % 0x110000);
        checkComesBack(text);
    }
}

void TestByteBpe::damagedVocabulariesAreRefused()
{
    const auto message = [](const hl::ByteBpeVocabulary& options) {
        const auto made = hl::ByteBpe::make(options);
        return made ? std::string() : made.error().english();
    };
    hl::ByteBpeVocabulary twice = vocabulary();
    twice.pieces.emplace_back("hello");
    QVERIFY(message(twice).find("\"hello\"") != std::string::npos);
    hl::ByteBpeVocabulary merge = vocabulary();
    merge.merges.push_back({"q", "zz"});
    QVERIFY(message(merge).find("\"zz\"") != std::string::npos);
    hl::ByteBpeVocabulary noByte = vocabulary();
    noByte.pieces['q'] = "";
    noByte.unknown = "<none>";
    QVERIFY(message(noByte).find("\"q\"") != std::string::npos);
    hl::ByteBpeVocabulary special = vocabulary();
    special.specials.push_back({"<x>", 1 << 20});
    QVERIFY(message(special).find("<x>") != std::string::npos);
    hl::ByteBpeVocabulary frame = vocabulary();
    frame.frame = hl::BpeFrame::Roberta;
    frame.begin = "<s>";
    QVERIFY(message(frame).find("<s>") != std::string::npos);
}

void TestByteBpe::missingBytesAreUnknown()
{
    hl::ByteBpeVocabulary options = vocabulary();
    options.pieces['q'] = "";
    const auto without = hl::ByteBpe::make(options).value();
    QVERIFY(pieces(without->encode("hqe")) == (std::vector<std::string>{"h", "<|endoftext|>", "e"}));
}

QTEST_APPLESS_MAIN(TestByteBpe)
#include "tst_byte_bpe.moc"
