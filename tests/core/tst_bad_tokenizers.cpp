#include "core/sentencepiece_file.h"
#include "core/text/load.h"
#include "core/tokenizer_json_file.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace std::string_literals;
using namespace tokenizerJson;

/// Damaged and hostile tokenizer files: each is refused with a sentence that names the fault, at once and whatever its
/// size; what only looks hostile is read and gives tokens.
class TestBadTokenizers : public QObject
{
    Q_OBJECT

private slots:
    void tokenizerJsonIsRefused_data();
    void tokenizerJsonIsRefused();
    void sentencePieceIsRefused_data();
    void sentencePieceIsRefused();
    void oddButSoundFilesAreRead_data();
    void oddButSoundFilesAreRead();
    void tooLargeFilesAreRefusedUnread();
    void unknownClassesAreRefusedByName();
};

static Json pattern(const std::string& expression)
{
    return {{"type", "Split"}, {"pattern", {{"Regex", expression}}}, {"behavior", "Isolated"}, {"invert", false}};
}

void TestBadTokenizers::tokenizerJsonIsRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named"); // what the sentence must name
    const auto row = [](const char* name, const std::string& content, const std::string& named) {
        QTest::newRow(name) << content << named;
    };
    const std::string sound = base().dump();
    row("empty file", "", "ends too early");
    row("not JSON", "{\"model\": nothing}", "not valid JSON");
    row("a list", "[1,2]", "not a JSON object");
    row("byte order mark", "\xEF\xBB\xBF" + sound, "byte order mark");
    row("NUL inside", sound + "\0"s, "NUL");
    row("lone surrogate", R"({"model":{"vocab":{"\ud800":0}}})", "not valid JSON");
    row("cut off", sound.substr(0, sound.size() / 2), "ends too early");
    row("a key twice", R"({"version":"1","version":"1"})", "\"version\" is there twice");
    row("the vocabulary twice", R"({"model":{"vocab":{"a":0},"vocab":{"b":1}}})", "\"vocab\" is there twice");
    row("a thousand levels", std::string(1000, '['), "more than 16");
    row("a normalizer inside a thousand", [] {
        std::string out = R"({"normalizer":)";
        for (int i = 0; i < 1000; ++i)
            out += R"({"type":"Sequence","normalizers":[)";
        return out;
    }(), "more than 16");
    row("no model", "{}", "\"model\"");
    row("the model is a text", with("/model", "BPE"), "\"model\"");
    row("a model of unknown type", with("/model/type", "Magic"), "\"Magic\"");
    row("no vocabulary", changed([](Json& json) { json["model"].erase("vocab"); }), "\"vocab\"");
    row("an empty vocabulary", with("/model/vocab", Json::object()), "\"vocab\"");
    row("the vocabulary is a number", with("/model/vocab", 3), "\"vocab\"");
    row("a list for BPE", with("/model/vocab", Json::array({Json::array({"a", 0.0})})), "\"vocab\"");
    row("a piece twice", R"({"model":{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}})", "ids 0 and 1");
    row("an id twice", with("/model/vocab/new", 1), "same id 1");
    row("a negative id", with("/model/vocab/new", -1), "-1");
    row("an id of 2^40", with("/model/vocab/new", 1ull << 40), "1099511627776");
    row("an id of 2^20", with("/model/vocab/new", 1 << 20), "1048575");
    row("a fractional id", with("/model/vocab/new", 1.5), "1.5");
    row("an id as text", with("/model/vocab/new", "6"), "entry");
    row("a list as id", with("/model/vocab/new", Json::array()), "entry");
    row("a piece of 5000 bytes", with(("/model/vocab/" + std::string(5000, 'x')).c_str(), 6), "4096");
    row("a piece of a megabyte", with(("/model/vocab/" + std::string(1 << 20, 'x')).c_str(), 6), "4096");
    row("the unknown piece is missing", with("/model/unk_token", "<what>"), "\"<what>\"");
    row("the unknown piece is a number", with("/model/unk_token", 7), "\"unk_token\"");
    row("a merge of unknown pieces", with("/model/merges", {"a z"}), "\"z\"");
    row("a merge to an unknown piece", with("/model/merges", {"b a"}), "\"ba\"");
    row("a merge of three", with("/model/merges", {"a b", "a b c"}), "merge 2");
    row("a merge of one", with("/model/merges", {"ab"}), "merge 1");
    row("a merge of nothing", with("/model/merges", {" "}), "merge 1");
    row("a merge as number", with("/model/merges", {1}), "merge 1");
    row("a list of three as merge", with("/model/merges", Json::parse(R"([["a","b","c"]])")), "merge 1");
    row("a list of one as merge", with("/model/merges", Json::array({Json::array({"a"})})), "merge 1");
    row("an unknown normalizer", with("/normalizer", {{"type", "Translate"}}), "\"Translate\"");
    row("a normalizer without type", with("/normalizer", Json::object()), "\"normalizer\"");
    row("an unknown pre-tokenizer", with("/pre_tokenizer", {{"type", "Guess"}}), "\"Guess\"");
    row("an unknown post-processor", with("/post_processor", {{"type", "Polish"}}), "\"Polish\"");
    row("an unknown decoder", with("/decoder", {{"type", "Oracle"}}), "\"Oracle\"");
    row("an unreadable expression", with("/pre_tokenizer", pattern("[a")), "\"[a\" cannot be read");
    row("an unbalanced expression", with("/pre_tokenizer", pattern("a)")), "cannot be read");
    row("a repeated repeat", with("/pre_tokenizer", pattern("(a+)+$")), "\"(a+)+$\" repeats a repeat");
    row("a repeated repeat, deeper", with("/pre_tokenizer", pattern("(?:b|(?:x*y)){2,}")), "repeats a repeat");
    row("a reference in an expression", with("/pre_tokenizer", pattern("(a)\\1")), "references");
    row("a call in an expression", with("/pre_tokenizer", pattern("(?R)")), "calls");
    row("an expression of 5000 bytes", with("/pre_tokenizer", pattern(std::string(5000, 'a'))), "\"pattern\"");
    row("Replace without pattern", with("/normalizer", {{"type", "Replace"}, {"content", "x"}}), "\"pattern\"");
    row("a table that is no base64",
        with("/normalizer", {{"type", "Precompiled"}, {"precompiled_charsmap", "*"}}), "precompiled_charsmap");
    row("a table that ends early",
        with("/normalizer", {{"type", "Precompiled"}, {"precompiled_charsmap", "/////w=="}}), "precompiled_charsmap");
    row("a flag as text", with("/normalizer", {{"type", "BertNormalizer"}, {"lowercase", "yes"}}), "\"lowercase\"");
    row("a mark without letters", with("/pre_tokenizer", {{"type", "Metaspace"}, {"replacement", ""}}),
        "\"replacement\"");
    row("an unknown scheme", with("/pre_tokenizer", {{"type", "Metaspace"}, {"prepend_scheme", "often"}}),
        "\"prepend_scheme\"");
    row("an unknown behaviour",
        with("/pre_tokenizer", {{"type", "Split"}, {"pattern", {{"String", "a"}}}, {"behavior", "Lost"}}),
        "\"behavior\"");
    row("a delimiter of two", with("/pre_tokenizer", {{"type", "CharDelimiterSplit"}, {"delimiter", "--"}}),
        "\"delimiter\"");
    row("an added id that is taken", with("/added_tokens/0/id", 1), "id 1 is both \"a\"");
    row("an added token with two ids", with("/added_tokens/0/content", "a"), "ids 1 and 5");
    row("an added id of 2^40", with("/added_tokens/0/id", 1ull << 40), "\"id\"");
    row("a negative added id", with("/added_tokens/0/id", -1), "\"id\"");
    row("an added token without text", with("/added_tokens/0/content", ""), "\"content\"");
    row("added tokens as object", with("/added_tokens", Json::object()), "\"added_tokens\"");
    row("a template of unknown tokens",
        with("/post_processor", {{"type", "TemplateProcessing"},
                                 {"single", {{{"SpecialToken", {{"id", "[X]"}, {"type_id", 0}}}}}},
                                 {"pair", Json::array()},
                                 {"special_tokens", Json::object()}}),
        "\"single\"");
    row("a template of a third text",
        with("/post_processor", {{"type", "TemplateProcessing"},
                                 {"single", {{{"Sequence", {{"id", "C"}, {"type_id", 0}}}}}},
                                 {"pair", Json::array()}}),
        "\"single\"");
    row("BertProcessing without sep", with("/post_processor", {{"type", "BertProcessing"}, {"cls", {"a", 1}}}),
        "\"sep\"");
    row("an unknown id outside", with("/model", unigram(Json::parse(R"([["a",-1.0]])"), 7)), "id 7");
    row("an entry without score", with("/model", unigram(Json::array({Json::array({"a"})}), 0)), "entry 1");
    row("a score as text", with("/model", unigram(Json::parse(R"([["a","-1"]])"), 0)), "entry 1");
    row("WordPiece without its unknown piece",
        with("/model", {{"type", "WordPiece"}, {"vocab", {{"a", 0}}}}), "\"[UNK]\"");
    row("words without their unknown piece",
        with("/model", {{"type", "WordLevel"}, {"vocab", {{"a", 0}}}, {"unk_token", "?"}}), "\"?\"");
}

void TestBadTokenizers::tokenizerJsonIsRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("tokenizer.json")).toStdString(), content);
    QElapsedTimer timer;
    timer.start();
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY(!loaded);
    const std::string sentence = loaded.error().english();
    QVERIFY2(sentence.find(named) != std::string::npos, sentence.c_str());
    QVERIFY2(sentence.size() < 1000, sentence.c_str());
    QVERIFY(timer.elapsed() < 5000); // generous: a sanitizer's build on a busy computer
}

void TestBadTokenizers::sentencePieceIsRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named");
    using namespace protobuf;
    const std::string unknown = piece("<unk>", 0, 2);
    const std::string sound = unknown + piece("▁a", -1) + piece("b", -2) + trainer(1) + normalizer(true, true);
    const auto row = [](const char* name, const std::string& content, const std::string& named) {
        QTest::newRow(name) << content << named;
    };
    row("empty file", "", "is not a SentencePiece model");
    row("a text", "this is a text and no model", "is not a SentencePiece model");
    row("cut off", sound.substr(0, sound.size() - 3), "is not a SentencePiece model");
    row("a length behind the end", sound + "\x0A\xFF\xFF\xFF\xFF\x0F", "is not a SentencePiece model");
    row("a number without end", sound + std::string(12, '\xFF'), "is not a SentencePiece model");
    row("a group, which is no wire type of ours", sound + "\x0B", "is not a SentencePiece model");
    row("no pieces", trainer(1), "is not a SentencePiece model");
    row("no unknown piece", piece("a", -1), "has 0 unknown pieces");
    row("two unknown pieces", unknown + piece("<what>", 0, 2), "has 2 unknown pieces");
    row("a piece twice", sound + piece("b", -3), "\"b\" is there twice");
    row("an empty piece", sound + piece("", -3), "piece 3 is empty");
    row("a piece that is not UTF-8", sound + piece("\xC3", -3), "piece 3 is empty or not UTF-8");
    row("a piece of 5000 bytes", sound + piece(std::string(5000, 'x'), -3), "4096");
    row("a score that is not a number", sound + piece("c", std::numeric_limits<float>::quiet_NaN()), "\"c\"");
    row("an infinite score", sound + piece("c", -std::numeric_limits<float>::infinity()), "\"c\"");
    row("a type that does not exist", sound + piece("c", -3, 9), "is not a SentencePiece model");
    row("a model by words", sound + trainer(3), "words or characters");
    row("a model by characters", sound + trainer(4), "words or characters");
    row("byte fallback without bytes", sound + trainer(1, true), "lacks the byte piece \"<0x00>\"");
    row("a table that ends early", sound + normalizer(true, true, "\xFF\xFF\xFF\xFF"), "precompiled_charsmap");
    row("a table that is not UTF-8", sound + normalizer(true, true, "\x04\0\0\0\0\0\0\0\xFF"s), "not UTF-8");
}

void TestBadTokenizers::sentencePieceIsRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("spiece.model")).toStdString(), content);
    write(folder.filePath(QStringLiteral("config.json")).toStdString(), R"({"model_type":"t5"})");
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY(!loaded);
    const std::string sentence = loaded.error().english();
    QVERIFY2(sentence.find(named) != std::string::npos, sentence.c_str());
}

void TestBadTokenizers::oddButSoundFilesAreRead_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QList<int>>("ids");
    const auto row = [](const char* name, const std::string& content, const std::string& text, const QList<int>& ids) {
        QTest::newRow(name) << content << text << ids;
    };
    row("as it is", base().dump(), "ab c<s>", {3, 4, 5});
    row("merges that lead in circles",
        changed([](Json& json) {
            json["model"]["vocab"]["aba"] = 6;
            json["model"]["vocab"]["abaab"] = 7;
            json["model"]["merges"] = {"a b", "ab a", "aba ab"};
        }),
        "abaab", {7});
    row("merges as lists", with("/model/merges", Json::parse(R"([["a","b"]])")), "ab", {3});
    row("a piece that is nearly a byte",
        changed([](Json& json) {
            json["model"]["vocab"]["<0x-1>"] = 6;
            json["model"]["vocab"]["<0xZZ>"] = 7;
            json["model"]["byte_fallback"] = true;
        }),
        "z", {0});
    row("ids with a gap", with("/model/vocab/d", 900), "d", {900});
    row("added tokens inside each other",
        changed([](Json& json) {
            json["added_tokens"].push_back({{"id", 6}, {"content", "<s>>"}});
            json["added_tokens"].push_back({{"id", 7}, {"content", "s>"}});
        }),
        "<s>><s>s>", {6, 5, 7});
    row("truncation and padding do not count",
        changed([](Json& json) {
            json["truncation"] = {{"max_length", 1}};
            json["padding"] = {{"strategy", {{"Fixed", 9}}}};
        }),
        "a b c", {1, 2, 4});
    row("keys that are not known", with("/model/evil", {{"run", "this"}}), "a", {1});
    row("an expression with classes inside classes", with("/pre_tokenizer", pattern(" ?[^(\\s|[.,])]+")), "a(b", {1, 0, 2});
}

void TestBadTokenizers::oddButSoundFilesAreRead()
{
    QFETCH(std::string, content);
    QFETCH(std::string, text);
    QFETCH(QList<int>, ids);
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("tokenizer.json")).toStdString(), content);
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY2(loaded, loaded ? "" : loaded.error().english().c_str());
    QList<int> got;
    for (const hl::Token& token : (*loaded)->encode(text))
        got.push_back(token.id);
    QCOMPARE(got, ids);
}

void TestBadTokenizers::tooLargeFilesAreRefusedUnread()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(QStringLiteral("tokenizer.json")).toStdString();
    write(path, "{}");
    std::filesystem::resize_file(path, (64u << 20) + 1); // sparse: it takes no room
    QCOMPARE(hl::loadTokenizer(folder.path().toStdString()).error().code, hl::ErrorCode::FileTooLarge);
}

void TestBadTokenizers::unknownClassesAreRefusedByName()
{
    QTemporaryDir folder;
    using namespace protobuf;
    write(folder.filePath(QStringLiteral("spiece.model")).toStdString(), piece("<unk>", 0, 2) + piece("a", -1));
    write(folder.filePath(QStringLiteral("tokenizer_config.json")).toStdString(),
          R"({"tokenizer_class":"PegasusTokenizer"})");
    const auto loaded = hl::loadTokenizer(folder.path().toStdString());
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, hl::ErrorCode::Unsupported);
    QVERIFY(loaded.error().english().find("\"PegasusTokenizer\"") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestBadTokenizers)
#include "tst_bad_tokenizers.moc"
