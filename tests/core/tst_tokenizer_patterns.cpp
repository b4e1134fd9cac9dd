#include "core/text/pattern.h"
#include "core/text/pre_tokenizers.h"

#include <QtTest>

using List = std::vector<std::string>;

/// Regular expressions of tokenizers' files, which are written for Oniguruma, and the words they cut.
class TestTokenizerPatterns : public QObject
{
    Q_OBJECT

private slots:
    void expressionsCutWhereOnigurumaDoes_data();
    void expressionsCutWhereOnigurumaDoes();
    void emptyMatchesAreReplacedToo();
    void unreadExpressionsAreRefused_data();
    void unreadExpressionsAreRefused();
    void joinersBelongToWordRuns();
    void newDigitsAreDigits();
};

void TestTokenizerPatterns::expressionsCutWhereOnigurumaDoes_data()
{
    QTest::addColumn<std::string>("expression");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<List>("cut");
    const auto row = [](const char* name, const std::string& expression, const std::string& typed, const List& cut) {
        QTest::newRow(name) << expression << typed << cut;
    };
    row("an empty match cuts", "(?=\\d)", "a12b", {"a", "1", "2b"});
    row("groups of three from the right", "(?=(\\d{3})+(?!\\d))", "1234567", {"1", "234", "567"});
    row("no empty match behind a match", "a*", "baac", {"b", "aa", "c"});
    row("edges of words", "\\b", "a b\u0301!", {"a", " ", "b\u0301", "!"});
    row("superscripts are letters of words", "\\w+", "a²¼-", {"a²¼", "-"});
    row("but not within a class", "\\w+|[^\\w\\s]+", "¸½-½a", {"¸½-½", "a"});
    row("nor of bracketed words", "[[:word:]]+", "a²-", {"a", "²-"});
    row("a script without shared signs", "\\p{Han}+", "我、我〇", {"我", "、", "我〇"});
    row("bracketed punctuation has symbols", "[[:punct:]]+", "a+¢!b", {"a", "+¢!", "b"});
    row("the property has none", "\\p{Punct}+", "a+!b", {"a+", "!", "b"});
    row("bracketed lower case", "[[:lower:]]+", "Aaªⅰ-", {"A", "aªⅰ", "-"});
    row("long names of categories", "\\p{Uppercase_Letter}", "aBc", {"a", "B", "c"});
    row("a property denied twice", "\\P{^L}+", "ab1", {"ab", "1"});
    row("a class denied inside a class", "[[:^alpha:]]+", "ab12", {"ab", "12"});
    row("hexadecimal digits", "\\h+", "xFf0y", {"x", "Ff0", "y"});
    row("lines begin and end at line breaks", "^a|b$", "a\nab\n", {"a", "\n", "a", "b", "\n"});
    row("the end of the text ends a line", "\\s+$", "a \r\n", {"a", " \r\n"});
    row("m lets dots stand for line breaks", "(?m:a.)", "a\nb", {"a\n", "b"});
    row("letters of Unicode 16", "\\p{L}+", "a\u1C8A\U0002EBF0-", {"a\u1C8A\U0002EBF0", "-"});
    row("and what is none", "\\P{L}+", "a\u1C8A-", {"a\u1C8A", "-"});
    row("marks and numbers of Unicode 16", "[\\p{M}\\p{N}]+", "-\u0897\U00010D40-", {"-", "\u0897\U00010D40", "-"});
    row("words of Unicode 16", "\\w+", "-\u1C8A\u0897\U00010D40-", {"-", "\u1C8A\u0897\U00010D40", "-"});
    row("digits of Unicode 16", "\\d+", "-\U00010D40-", {"-", "\U00010D40", "-"});
    row("GPT-2's", std::string(hl::kGpt2Pattern), "I'll go\u3000\u2028 1½ \u1C8A!",
        {"I", "'ll", " go", "\u3000\u2028", " 1½", " \u1C8A", "!"});
    row("at most two", "b{,2}a", "bbba", {"b", "bba"});
}

void TestTokenizerPatterns::expressionsCutWhereOnigurumaDoes()
{
    QFETCH(std::string, expression);
    QFETCH(std::string, typed);
    QFETCH(List, cut);
    const auto pattern = hl::Pattern::regex(expression);
    QVERIFY2(pattern, pattern ? "" : pattern.error().english().c_str());
    List got;
    for (const hl::AlignedText& one : hl::cut(hl::AlignedText(typed), *pattern, hl::CutBehaviour::Isolated))
        got.push_back(one.utf8());
    QCOMPARE(got, cut);
}

void TestTokenizerPatterns::emptyMatchesAreReplacedToo()
{
    const auto pattern = hl::Pattern::regex("$");
    QVERIFY(pattern);
    const auto ends = [&](const std::string& text) {
        List out;
        for (const hl::Stretch& stretch : pattern->stretches(hl::AlignedText(text)))
            if (stretch.isMatch)
                out.push_back(std::to_string(stretch.begin) + "-" + std::to_string(stretch.end));
        return out;
    };
    QCOMPARE(ends("a\n"), (List{"1-1", "2-2"}));
    QCOMPARE(ends(""), List{}); // in an empty text nothing is found
}

void TestTokenizerPatterns::unreadExpressionsAreRefused_data()
{
    QTest::addColumn<std::string>("expression");
    for (const char* expression : {"(a)\\1", "[a-z&&[^b]]", "[a[^b]]", "\\X", "\\R", "[^[:^word:]]", "[[:nothing:]]"})
        QTest::newRow(expression) << std::string(expression);
}

void TestTokenizerPatterns::unreadExpressionsAreRefused()
{
    QFETCH(std::string, expression);
    QVERIFY(!hl::Pattern::regex(expression));
}

void TestTokenizerPatterns::joinersBelongToWordRuns()
{
    List got;
    for (const hl::AlignedText& one : hl::wordRuns()(hl::AlignedText("a\u200db² c!?")))
        got.push_back(one.utf8());
    QCOMPARE(got, (List{"a\u200db", "²", "c", "!?"}));
}

void TestTokenizerPatterns::newDigitsAreDigits()
{
    List got;
    for (const hl::AlignedText& one : hl::digits(true)(hl::AlignedText("a\U00010D401b")))
        got.push_back(one.utf8());
    QCOMPARE(got, (List{"a", "\U00010D40", "1", "b"}));
}

QTEST_APPLESS_MAIN(TestTokenizerPatterns)
#include "tst_tokenizer_patterns.moc"
