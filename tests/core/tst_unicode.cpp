#include "core/text/unicode.h"
#include "core/text/unicode_forms.h"
#include "core/text/unicode_history.h"

#include <QtTest>

using namespace std::string_literals;

class TestUnicode : public QObject
{
    Q_OBJECT

private slots:
    void illFormedSequencesBecomeReplacements_data();
    void illFormedSequencesBecomeReplacements();
    void everyCodePointSurvivesEncoding();
    void codePointsTileTheText();
    void offsetsGoBothWays();
    void controlsAreShownByName_data();
    void controlsAreShownByName();
    void halfCharactersAreShownAsBytes();
    void categoriesFollowUnicode();
    void lowerCaseOfDottedIIsTwoCodePoints();
    void decompositionRemembersItsSource();
    void hanBlocksAreBertsOwn();
    void newMarksAndSignsAreNoneToOldTables();
    void normalFormsAreThoseOfUnicode9();
};

static std::string bad(int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += "\xEF\xBF\xBD";
    return out;
}

void TestUnicode::illFormedSequencesBecomeReplacements_data()
{
    QTest::addColumn<std::string>("input");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("empty") << ""s
                           << ""s;
    QTest::newRow("valid text stays") << "aé我😀\0b"s
                                      << "aé我😀\0b"s;
    QTest::newRow("lone continuation") << "a\x80z"s
                                       << "a" + bad(1) + "z";
    QTest::newRow("overlong slash") << "\xC0\xAF"s << bad(2);
    QTest::newRow("overlong three bytes") << "\xE0\x80\xAF"s << bad(3);
    QTest::newRow("surrogate as three bytes") << "\xED\xA0\x80"s << bad(3);
    QTest::newRow("surrogate pair as six bytes") << "\xED\xA0\xBD\xED\xB8\x80"s << bad(6);
    QTest::newRow("cut after two of three bytes is one") << "\xE6\x88"s << bad(1);
    QTest::newRow("cut after three of four bytes is one") << "\xF0\x9F\x98x"s << bad(1) + "x";
    QTest::newRow("above U+10FFFF") << "\xF4\x90\x80\x80"s << bad(4);
    QTest::newRow("five-byte lead") << "\xF8\x88\x80\x80\x80"s << bad(5);
    QTest::newRow("FE and FF") << "\xFE\xFF"s << bad(2);
    QTest::newRow("bad byte then good character") << "\xE6我"s << bad(1) + "我";
    QTest::newRow("standard's example") << "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"s
                                        << "a" + bad(3) + "b" + bad(1) + "c" + bad(2) + "d";
}

void TestUnicode::illFormedSequencesBecomeReplacements()
{
    QFETCH(std::string, input);
    QFETCH(std::string, expected);
    QCOMPARE(hl::sanitise(input), expected);
    QCOMPARE(hl::isValidUtf8(input), input == expected);
    QVERIFY(hl::isValidUtf8(hl::sanitise(input)));
}

void TestUnicode::everyCodePointSurvivesEncoding()
{
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        const std::string text = hl::toUtf8(value);
        const bool isSurrogate = value >= 0xD800 && value <= 0xDFFF;
        const hl::CodePoint read = hl::codePointAt(text, 0);
        if (read.value != (isSurrogate ? 0xFFFD : value) || read.end != static_cast<int>(text.size()))
            QFAIL(qPrintable(QString::number(value, 16)));
    }
    QCOMPARE(hl::toUtf8(0x110000), bad(1));
}

void TestUnicode::codePointsTileTheText()
{
    const std::string text = "aé我😀\x80z";
    int end = 0;
    for (const hl::CodePoint& c : hl::codePoints(text)) {
        QCOMPARE(c.begin, end);
        QVERIFY(c.end > c.begin);
        end = c.end;
    }
    QCOMPARE(end, static_cast<int>(text.size()));
}

void TestUnicode::offsetsGoBothWays()
{
    const hl::OffsetMap map("aé我😀b");
    const std::vector<int> bytes{0, 1, 3, 6, 10, 11};
    for (int n = 0; n < 6; ++n) {
        QCOMPARE(map.byteOf(n), bytes[n]);
        QCOMPARE(map.codePointOf(bytes[n]), n);
    }
    QCOMPARE(map.codePointOf(4), 3); // inside the third character
    QCOMPARE(map.byteOf(99), 11);
    QCOMPARE(hl::OffsetMap("").byteOf(0), 0);
}

void TestUnicode::controlsAreShownByName_data()
{
    QTest::addColumn<std::string>("input");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("NUL") << "a\0b"s
                         << "a␀b"s;
    QTest::newRow("newline") << "\n"s
                             << "⟨U+000A⟩"s;
    QTest::newRow("escape") << "\x1b[0m"s
                            << "⟨U+001B⟩[0m"s;
    QTest::newRow("DEL") << "\x7f"s
                         << "⟨U+007F⟩"s;
    QTest::newRow("C1") << "\u0085"s
                        << "⟨U+0085⟩"s;
    QTest::newRow("right-to-left override") << "\u202eabc"s
                                            << "⟨U+202E⟩abc"s;
    QTest::newRow("isolate") << "\u2066"s
                             << "⟨U+2066⟩"s;
    QTest::newRow("byte order mark") << "\ufeff"s
                                     << "⟨U+FEFF⟩"s;
    QTest::newRow("noncharacter") << "\ufffe\U0001ffff\ufdd0"s
                                  << "⟨U+FFFE⟩⟨U+1FFFF⟩⟨U+FDD0⟩"s;
    QTest::newRow("private use") << "\ue000"s
                                 << "⟨U+E000⟩"s;
    QTest::newRow("line separator") << "\u2028"s
                                    << "⟨U+2028⟩"s;
    QTest::newRow("zero width space") << "\u200b"s
                                      << "⟨U+200B⟩"s;
    QTest::newRow("emoji family stays whole") << "👨‍👩‍👧"s
                                              << "👨‍👩‍👧"s;
    QTest::newRow("Hebrew stays") << "שלום"s
                                  << "שלום"s;
    QTest::newRow("markup stays text") << "<b>%1{0}"s
                                       << "<b>%1{0}"s;
    QTest::newRow("ill-formed") << "\xFF"s
                                << "\uFFFD"s;
}

void TestUnicode::controlsAreShownByName()
{
    QFETCH(std::string, input);
    QFETCH(std::string, expected);
    QCOMPARE(hl::displayText(input), expected);
}

void TestUnicode::halfCharactersAreShownAsBytes()
{
    QCOMPARE(hl::displayBytes("\xE6\x88"), "<E6><88>"s);
    QCOMPARE(hl::displayBytes("a\x91我"), "a<91>我"s);
    QCOMPARE(hl::displayBytes("\n"), "⟨U+000A⟩"s);
    QCOMPARE(hl::displayBytes("\uFFFD\xEF\xBF"), "\uFFFD<EF><BF>"s); // a real U+FFFD is whole
}

void TestUnicode::categoriesFollowUnicode()
{
    QVERIFY(hl::isLetter(U'ß') && hl::isLetter(U'我') && hl::isLetter(0x2B0) && !hl::isLetter(U'1'));
    QVERIFY(hl::isMark(0x301) && hl::isNonspacingMark(0x301) && !hl::isNonspacingMark(0x903) &&
            hl::isMark(0x903));
    QVERIFY(hl::isNumber(U'²') && hl::isNumber(0x664) && !hl::isNumber(U'a'));
    QVERIFY(hl::isPunctuation(U'_') && hl::isPunctuation(0x2019) && !hl::isPunctuation(U'$'));
    QVERIFY(hl::isSpaceSeparator(0x3000) && !hl::isSpaceSeparator(0x2028));
    QVERIFY(hl::isWhitespace(0x2028) && hl::isWhitespace(0x85) && !hl::isWhitespace(0x200B) &&
            !hl::isWhitespace(0x180E) && !hl::isWhitespace(0x1C));
    QVERIFY(hl::isOther(0x378) && hl::isOther(0xE000) && hl::isOther(0x200D) && !hl::isOther(U'a'));
}

void TestUnicode::lowerCaseOfDottedIIsTwoCodePoints()
{
    QVERIFY(hl::lower(0x130) == (std::u32string{U'i', 0x307}));
    QVERIFY(hl::lower(U'I') == U"i"); // in every locale
    QVERIFY(hl::lower(U'Σ') == U"σ");
    QVERIFY(hl::lower(0x1C5) == std::u32string(1, 0x1C6));
    QVERIFY(hl::lower(0x1C89) == std::u32string(1, 0x1C8A)); // came with Unicode 16
    QVERIFY(hl::lower(0x10D65) == std::u32string(1, 0x10D85));
    QVERIFY(hl::lower(0xA7CB) == std::u32string(1, 0x264));
}

void TestUnicode::decompositionRemembersItsSource()
{
    const auto parts = hl::decompose(hl::codePoints("xé한"));
    std::u32string values;
    std::vector<int> sources;
    for (const hl::Decomposed& part : parts) {
        values += part.value;
        sources.push_back(part.source);
    }
    QVERIFY(values == (std::u32string{U'x', U'e', 0x301, 0x1112, 0x1161, 0x11AB}));
    QVERIFY(sources == (std::vector<int>{0, 1, 1, 2, 2, 2}));
    // Canonical ordering: cedilla (class 202) before acute (class 230).
    const auto ordered = hl::decompose(hl::codePoints("c\u0301\u0327"));
    QVERIFY(ordered[1].value == 0x327 && ordered[1].source == 2 && ordered[2].value == 0x301);
}

void TestUnicode::hanBlocksAreBertsOwn()
{
    QVERIFY(hl::isHan(0x4E00) && hl::isHan(0x3400) && hl::isHan(0x20000) && hl::isHan(0xF900) &&
            hl::isHan(0x2F800));
    QVERIFY(!hl::isHan(U'か') && !hl::isHan(U'한') && !hl::isHan(0x3105) && !hl::isHan(0x4DC0));
}

void TestUnicode::newMarksAndSignsAreNoneToOldTables()
{
    QVERIFY(hl::isNonspacingMarkOfUnicode8(0x301) && hl::isMarkOfUnicode9(0x301));
    QVERIFY(!hl::isNonspacingMarkOfUnicode8(0x8D4) && hl::isMarkOfUnicode9(0x8D4)); // came with Unicode 9
    QVERIFY(!hl::isNonspacingMarkOfUnicode8(0xC04) && !hl::isMarkOfUnicode9(0xC04)); // with 11
    QVERIFY(hl::isMarkOfUnicode9(0x20DD) && !hl::isNonspacingMarkOfUnicode8(0x20DD)); // it encloses
    QVERIFY(hl::isPunctuationOfUnicode8(0x2E42) && !hl::isPunctuationOfUnicode8(0x2E43)); // 2E43 came with 9
    QVERIFY(hl::isControlOfUnicode8(0xAD) && hl::isControlOfUnicode8(0xE000) && !hl::isControlOfUnicode8(0x890));
    QVERIFY(!hl::isControlOfUnicode8(0x378)); // unassigned
    // Categories that changed later.
    QVERIFY(hl::isPunctuationOfUnicode8(0x166D) && hl::isPunctuationOfUnicode8(0x111C9));
    QVERIFY(!hl::isMarkOfUnicode9(0x111C9) && hl::isMarkOfUnicode9(0x1CF2));
    QVERIFY(hl::isNonspacingMarkOfUnicode8(0x1734) && !hl::isNonspacingMarkOfUnicode8(0x1885));
}

void TestUnicode::normalFormsAreThoseOfUnicode9()
{
    const auto form = [](const std::string& typed, hl::UnicodeForm wanted) {
        hl::AlignedText text(typed);
        hl::toUnicodeForm(text, wanted);
        return text.utf8();
    };
    QCOMPARE(form("㋾", hl::UnicodeForm::Nfkc), "ヲ"s);
    QCOMPARE(form("㋿", hl::UnicodeForm::Nfkc), "㋿"s); // came with 12.1
    QCOMPARE(form("\U00011935\U00011930", hl::UnicodeForm::Nfc), "\U00011935\U00011930"s); // 11938 came with 13
    // A mark of class 220 passes one of 230, but not one that came later.
    QCOMPARE(form("a\u0301\u0323", hl::UnicodeForm::Nfd), "a\u0323\u0301"s);
    QCOMPARE(form("a\u08D4\u0323", hl::UnicodeForm::Nfd), "a\u0323\u08D4"s);
    QCOMPARE(form("a\u07FD\u0301\u0323", hl::UnicodeForm::Nfd), "a\u07FD\u0323\u0301"s);
    QCOMPARE(form("a\u0301\u07FD", hl::UnicodeForm::Nfd), "a\u0301\u07FD"s);
}

QTEST_APPLESS_MAIN(TestUnicode)
#include "tst_unicode.moc"
