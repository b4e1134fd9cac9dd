#include "core/base/config_reader.h"
#include "core/base/json.h"
#include "tests/core/lower_limit.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <limits>

using namespace hl;
using nlohmann::json;

namespace {

std::string englishOf(const auto& result)
{
    return result ? std::string("accepted") : result.error().english();
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void documentsAreBuilt();
    void textThatIsNotJsonIsRefused_data();
    void textThatIsNotJsonIsRefused();
    void limitsAreExact();
    void documentBeyondMemoryIsRefused();
    void goodValuesAreRead();
    void wrongValuesAreNamed_data();
    void wrongValuesAreNamed();
};

void TestJson::documentsAreBuilt()
{
    for (const char* text :
         {"{}", "[]", " null ", "\t\"a\"\r\n", "-1.5e3", "true", "18446744073709551615",
          "-9223372036854775808",
          R"({"a":{"b":[1,[2,{"c":null}],{}],"d":"x\u00e9\ud83d\udc4d"},"e":[[],[[]]],"":false})"}) {
        const Result<json> document = parseJson(text, {}, "x.json");
        QVERIFY2(document, englishOf(document).c_str());
        QVERIFY2(*document == json::parse(text), text);
    }
    QCOMPARE(parseJson("18446744073709551615", {}, "x")->get<std::uint64_t>(),
             std::numeric_limits<std::uint64_t>::max());
}

void TestJson::textThatIsNotJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fragment");
    const auto row = [](const char* name, std::string_view text, const char* fragment) {
        QTest::newRow(name) << bytesOf(text) << QByteArray(fragment);
    };
    row("nothing", "", "x.json, line 1, column 1: the JSON text ends too early");
    row("only white space", "\n\n ", "line 3, column 1: the JSON text ends too early");
    row("cut", "{\n  \"a\": [1, 2", "line 2, column 12: the JSON text ends too early");
    row("comma behind the last", "{\n  \"a\": 1,\n}", "line 3, column 1: this is not valid JSON");
    row("two documents", "{} {}", "line 1, column 4: this is not valid JSON");
    row("comment", "// no\n{}", "line 1, column 1: this is not valid JSON");
    row("single quotes", "{'a':1}", "line 1, column 2");
    row("NaN", "[NaN]", "line 1, column 2");
    row("leading zero", "[01]", "line 1, column 3");
    row("number beyond double", "[1e400]", "line 1, column 6");
    row("raw control character", "[\"a\nb\"]", "this is not valid JSON");
    row("invalid UTF-8", "[\"a\xff\"]", "line 1, column 4: this is not valid JSON in UTF-8");
    row("overlong UTF-8", "[\"\xc0\xaf\"]", "not valid JSON in UTF-8");
    row("lone surrogate", "[\"\\ud800\"]", "this is not valid JSON");
    row("byte order mark", "\xef\xbb\xbf{}", "x.json starts with a byte order mark");
    row("UTF-16", std::string_view("{\0}\0", 4), "byte 1 is NUL");
    row("NUL behind", std::string_view("{}\0", 3), "byte 2 is NUL");
    row("key twice", R"({"a":1,"b":{"a":2},"a":3})", "the key \"a\" is there twice");
    row("key twice, written differently", R"([{"a\n":1,"\u0061\u000a":2}])",
        "the key \"a\\u000a\" is there twice");
}

void TestJson::textThatIsNotJsonIsRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fragment);
    const Result<json> refused =
        parseJson({text.constData(), static_cast<std::size_t>(text.size())}, {}, "x.json");
    QVERIFY(!refused);
    QVERIFY2(englishOf(refused).find(fragment.toStdString()) != std::string::npos,
             englishOf(refused).c_str());
    QVERIFY2(englishOf(refused).find("x.json") == 0, englishOf(refused).c_str());
    QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(ErrorCode::BadJson));
}

void TestJson::limitsAreExact()
{
    const auto lists = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
    const auto objects = [](std::size_t depth) {
        return repeated("{\"a\":", depth) + "1" + repeated("}", depth);
    };
    QVERIFY(parseJson(lists(15), {}, "x") && parseJson(lists(16), {}, "x") &&
            parseJson(objects(16), {}, "x"));
    for (const std::string& text : {lists(17), objects(17), lists(100000)}) {
        const Result<json> refused = parseJson(text, {}, "x.json");
        QVERIFY(!refused && refused.error().code == ErrorCode::BadJson);
        QVERIFY2(englishOf(refused).find("more than 16 objects and lists") != std::string::npos,
                 englishOf(refused).c_str());
    }
    QVERIFY(parseJson("[1,2]", {5, 16}, "x"));
    const Result<json> refused = parseJson("[1,23]", {5, 16}, "x.json");
    QVERIFY(!refused && refused.error().code == ErrorCode::FileTooLarge);
    QVERIFY2(englishOf(refused).find("x.json has 6 bytes, more than the 5") == 0, englishOf(refused).c_str());
}

void TestJson::documentBeyondMemoryIsRefused()
{
    if (!canLimitMemory)
        QSKIP("skipped: sanitizers do not work within a limit of address space");
    const std::string text = '"' + std::string(60u << 20, 'a') + '"';
    const LowerLimit memory = LowerLimit::ofMemory(64u << 20);
    const Result<json> refused = parseJson(text, {limits::tokenizerFile, 16}, "x.json");
    QVERIFY(!refused && refused.error().code == ErrorCode::OutOfMemory);
}

void TestJson::goodValuesAreRead()
{
    const json document =
        json::parse(R"({"n":12,"low":-3,"eps":1e-5,"one":1,"flag":true,"act":"gelu","none":null,
                                          "inner":{"rank":2}})");
    const ConfigReader config = ConfigReader::of(document, "config.json").value();
    QCOMPARE(config.integer("n", 12, 12).value(), 12);
    QCOMPARE(config.integer("low", -3, 0).value(), -3);
    QVERIFY(config.real("eps", 0, 1).value() == 1e-5);
    QVERIFY(config.real("one", 0, 1).value() == 1.0);
    QVERIFY(config.boolean("flag").value());
    QVERIFY(config.string("act").value() == "gelu");
    QCOMPARE(config.choice("act", {"relu", "gelu"}).value(), 1u);
    QVERIFY(config.has("n") && !config.has("none") && !config.has("other"));
    QCOMPARE(config.integerOr("none", 1, 5, 4).value(), 4);
    QCOMPARE(config.integerOr("n", 1, 50, 4).value(), 12);
    QVERIFY(config.realOr("other", 0, 1, 0.5).value() == 0.5 &&
            config.realOr("one", 0, 1, 0.5).value() == 1.0);
    QVERIFY(config.booleanOr("other", true).value() && config.booleanOr("flag", false).value());
    QVERIFY(config.stringOr("other", "x").value() == "x" && config.stringOr("act", "x").value() == "gelu");
    const ConfigReader inner = config.object("inner").value();
    QCOMPARE(inner.integer("rank", 0, 8).value(), 2);
    const auto missing = inner.integer("size", 0, 8);
    QVERIFY2(englishOf(missing) ==
                 "config.json, \"inner\": \"size\" is missing: add it or get the file again.",
             englishOf(missing).c_str());
}

void TestJson::wrongValuesAreNamed_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char* name, const char* value, const char* kind, const char* sentence) {
        QTest::newRow(name) << QByteArray(value) << QByteArray(kind) << QByteArray(sentence);
    };
    const char* whole = "expected a whole number from 1 to 512.";
    row("negative", "-1", "integer", "config.json: \"n_head\" is -1, expected a whole number from 1 to 512.");
    row("zero", "0", "integer", whole);
    row("one too large", "513", "integer", whole);
    row("2^31", "2147483648", "integer", "is 2147483648, expected");
    row("2^63", "9223372036854775808", "integer", "is 9223372036854775808, expected");
    row("beyond 64 bits", "1e30", "integer", "is 1e+30, expected");
    row("1e308", "1e308", "integer", "is 1e+308, expected");
    row("not whole", "2.5", "integer", "is 2.5, expected");
    row("written with a point", "12.0", "integer", "is 12.0, expected");
    row("text", "\"12\"", "integer", "is \"12\", expected");
    row("truth value", "true", "integer", "is true, expected");
    row("list", "[12]", "integer", "is [...], expected");
    row("object", "{}", "integer", "is {...}, expected");
    row("null", "null", "integer", "\"n_head\" is missing");
    row("number beyond", "2", "real", "is 2, expected a number from 0 to 1.");
    row("text as number", "\"\\u202e1\"", "real", "is \"\\u202e1\", expected a number");
    row("number as truth value", "1", "boolean", "is 1, expected true or false.");
    row("number as text", "1", "string", "is 1, expected a text in quotes.");
    row("unknown choice", "\"swish\"", "choice", "is \"swish\", expected one of \"relu\", \"gelu\".");
    row("list as choice", "[]", "choice", "is [...], expected a text");
    row("list as object", "[]", "object", "is [...], expected an object {...}.");
    for (const char* kind : {"real", "boolean", "string", "choice", "object"})
        row(kind, "null", kind, "\"n_head\" is missing");
}

void TestJson::wrongValuesAreNamed()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, sentence);
    const json document = json::parse("{\"n_head\":" + value.toStdString() + "}");
    const ConfigReader config(document, "config.json");
    const auto check = [&](const auto& refused) {
        QVERIFY(!refused);
        QVERIFY2(englishOf(refused).find(sentence.toStdString()) != std::string::npos,
                 englishOf(refused).c_str());
        QVERIFY2(englishOf(refused).find("config.json: \"n_head\"") == 0, englishOf(refused).c_str());
        QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(ErrorCode::BadConfig));
    };
    const bool isNull = value == "null";
    if (kind == "integer")
        check(config.integer("n_head", 1, 512));
    if (kind == "integer" && !isNull)
        check(config.integerOr("n_head", 1, 512, 1));
    if (kind == "real")
        check(config.real("n_head", 0, 1));
    if (kind == "boolean")
        check(config.boolean("n_head"));
    if (kind == "string")
        check(config.string("n_head"));
    if (kind == "choice")
        check(config.choice("n_head", {"relu", "gelu"}));
    if (kind == "object")
        check(config.object("n_head"));
    const auto list = ConfigReader::of(json::array({1}), "config.json");
    QVERIFY(!list && list.error().code == ErrorCode::BadConfig);
    QVERIFY2(englishOf(list).find("does not hold a JSON object {...} but [...]") != std::string::npos,
             englishOf(list).c_str());
}

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
