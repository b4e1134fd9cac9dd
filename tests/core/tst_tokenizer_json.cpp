#include "core/text/characters.h"
#include "core/text/score_number.h"
#include "core/text/tokenizer_json.h"
#include "core/text/tokenizer_json_parts.h"
#include "core/text/words.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace std::string_literals;
using Json = nlohmann::json;
using List = std::vector<std::string>;

/// The parts of tokenizer.json one by one, and whole tokenizers with small vocabularies of our own. What is expected was
/// worked out from the documentation of Hugging Face's tokenizers.
class TestTokenizerJson : public QObject
{
    Q_OBJECT

private slots:
    void normalizersChangeTheText_data();
    void normalizersChangeTheText();
    void normalizedTextKnowsWhatWasTyped();
    void preTokenizersCut_data();
    void preTokenizersCut();
    void decodersJoin_data();
    void decodersJoin();
    void bytePairsAreMergedBestFirst();
    void unknownLettersAreFusedOrBytes();
    void wholeWordsMaySkipTheMerges();
    void lettersMayHavePrefixAndSuffix();
    void bytesOfASuffixHaveThePlaceOfTheLastLetter();
    void bestPathOfUnigramsIsTaken();
    void scoresAreReadAsTheReferenceReadsThem();
    void longestPiecesOfAWordAreTaken();
    void addedTokensTakeSpacesAndWholeWords();
    void ofAddedTokensNormalisedAlikeSpecialOnesCount();
    void templatesFrameTextsAndPairs();
    void robertaTrimsSpacesOffRanges();
    void oneCharacterInPiecesIsShownAsThatCharacter();
    void marksOfSpacesBeginWords();
    void rolesComeFromTheSettingsOrTheirUsualNames();
};

static std::shared_ptr<const hl::Tokenizer> make(const Json& json, const hl::TokenizerSettings& settings = {})
{
    auto made = hl::makeTokenizerFromJson(json.dump(), settings, "tokenizer.json");
    if (!made)
        qFatal("%s", made.error().english().c_str());
    return *made;
}

static Json model(const Json& vocabulary, const Json& merges = Json::array())
{
    return {{"model", {{"type", "BPE"}, {"unk_token", nullptr}, {"vocab", vocabulary}, {"merges", merges}}}};
}

static List pieces(const hl::Tokens& tokens)
{
    List out;
    for (const hl::Token& token : tokens)
        out.push_back(token.piece);
    return out;
}

static List ranges(const hl::Tokens& tokens)
{
    List out;
    for (const hl::Token& token : tokens)
        out.push_back(std::to_string(token.begin) + "-" + std::to_string(token.end));
    return out;
}

void TestTokenizerJson::normalizersChangeTheText_data()
{
    QTest::addColumn<std::string>("part");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<std::string>("normalized");
    const auto row = [](const char* name, const char* part, const std::string& typed, const std::string& normalized) {
        QTest::newRow(name) << std::string(part) << typed << normalized;
    };
    row("NFC", R"({"type":"NFC"})", "e\u0301 q\u0323\u0307 \u1112\u1161\u11ab \u212b", "é q\u0323\u0307 한 Å");
    row("NFC, no final consonant", R"({"type":"NFC"})", "\u1100\u1163\u11a7 \u1100\u1163\u11a8", "갸\u11a7 갹");
    row("NFC, a mark between", R"({"type":"NFC"})", "a\u0323\u0302", "ậ");
    row("NFD", R"({"type":"NFD"})", "é 한 \u0344", "e\u0301 \u1112\u1161\u11ab \u0308\u0301");
    row("NFKC", R"({"type":"NFKC"})", "ﬁ ① Ａ ｶﾞ", "fi 1 A ガ");
    row("NFKD", R"({"type":"NFKD"})", "é ½", "e\u0301 1\u20442");
    row("Lowercase", R"({"type":"Lowercase"})", "ÀİΣß", "ài\u0307σß");
    row("StripAccents", R"({"type":"StripAccents"})", "e\u0301 1\u20e3 é", "e 1 é");
    row("Strip left", R"({"type":"Strip","strip_left":true,"strip_right":false})", " \ta ", "a ");
    row("Strip both", R"({"type":"Strip","strip_left":true,"strip_right":true})", " \u3000a\n", "a");
    row("Prepend", R"({"type":"Prepend","prepend":"▁"})", "a", "▁a");
    row("Prepend to nothing", R"({"type":"Prepend","prepend":"▁"})", "", "");
    row("Replace a text", R"({"type":"Replace","pattern":{"String":"aa"},"content":"b"})", "aaaaa", "bba");
    row("Replace an expression", R"({"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"})", "a   b c", "a▁b c");
    row("Nmt", R"({"type":"Nmt"})", "a\u0001\tb\u200bc\u2581d", "a b c d");
    row("ByteLevel", R"({"type":"ByteLevel"})", "a é", "aĠÃ©");
    row("Bert", R"({"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true})",
        "Ä\u0001我b\t", "a 我 b ");
    row("Bert, cased", R"({"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":null,"lowercase":false})",
        "Ä我\t", "Ä我\t");
    row("Bert, accents alone", R"({"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":true,"lowercase":false})",
        "Ä", "A");
    row("Sequence", R"({"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"},{"type":"Lowercase"}]})",
        "É", "e");
}

void TestTokenizerJson::normalizersChangeTheText()
{
    QFETCH(std::string, part);
    QFETCH(std::string, typed);
    QFETCH(std::string, normalized);
    const Json json = Json::parse(part);
    const auto made = hl::makeNormalizer(hl::JsonPart(json, "normalizer", "test"));
    QVERIFY(made);
    hl::AlignedText text(typed);
    (*made)(text);
    QCOMPARE(text.utf8(), normalized);
    int before = 0;
    for (const hl::AlignedChar& c : text.chars()) {
        QVERIFY(c.begin >= 0 && c.begin <= c.end && c.end <= static_cast<int>(typed.size()));
        QVERIFY(c.begin >= before || part.find("NF") != std::string::npos); // marks may change places
        before = c.begin;
    }
}

void TestTokenizerJson::normalizedTextKnowsWhatWasTyped()
{
    hl::AlignedText text("ﬁé ");
    hl::toUnicodeForm(text, hl::UnicodeForm::Nfkd);
    QCOMPARE(text.utf8(), "fie\u0301 "s);
    const auto at = [&](int begin, int end) {
        const auto range = text.typed(begin, end);
        return std::to_string(range.begin) + "-" + std::to_string(range.end);
    };
    QCOMPARE(at(0, 1), "0-3"s); // "f" is a part of the ligature
    QCOMPARE(at(1, 2), "0-3"s);
    QCOMPARE(at(2, 4), "3-5"s);
    text.prepend(U"▁");
    QCOMPARE(at(0, 2), "0-3"s);
    text.replace({{3, 5}}, U"x");
    QCOMPARE(text.utf8(), "▁fix "s);
    QCOMPARE(at(3, 4), "3-5"s);
    const hl::AlignedText rest = text.slice(4, 5);
    QCOMPARE(rest.origin(), 5);
    QCOMPARE(rest.typed(0, 1).end, 6);
}

void TestTokenizerJson::preTokenizersCut_data()
{
    QTest::addColumn<std::string>("part");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<List>("cut");
    const auto row = [](const char* name, const std::string& part, const std::string& typed, const List& cut) {
        QTest::newRow(name) << part << typed << cut;
    };
    const auto split = [](const char* pattern, const char* behaviour, const char* invert = "false") {
        return R"({"type":"Split","pattern":)"s + pattern + R"(,"behavior":")" + behaviour + R"(","invert":)" + invert +
               "}";
    };
    row("Bert", R"({"type":"BertPreTokenizer"})", "don't  stop!", {"don", "'", "t", "stop", "!"});
    row("Whitespace", R"({"type":"Whitespace"})", "a_b, c!? é", {"a_b", ",", "c", "!?", "é"});
    row("WhitespaceSplit", R"({"type":"WhitespaceSplit"})", " a, b\u3000c\n", {"a,", "b", "c"});
    row("Punctuation", R"({"type":"Punctuation","behavior":"Contiguous"})", "a!?b", {"a", "!?", "b"});
    row("single digits", R"({"type":"Digits","individual_digits":true})", "a12", {"a", "1", "2"});
    row("numbers", R"({"type":"Digits","individual_digits":false})", "a12b½", {"a", "12", "b", "½"});
    row("a delimiter", R"({"type":"CharDelimiterSplit","delimiter":"-"})", "a--b-c", {"a", "b", "c"});
    row("scripts", R"({"type":"UnicodeScripts"})", " 日本ひらカー abcДа", {"日本ひらカー ", "abc", "Да"});
    row("removed", split(R"({"String":"-"})", "Removed"), "the-final--countdown", {"the", "final", "countdown"});
    row("isolated", split(R"({"String":"-"})", "Isolated"), "the-final--countdown",
        {"the", "-", "final", "-", "-", "countdown"});
    row("merged with previous", split(R"({"String":"-"})", "MergedWithPrevious"), "the-final--countdown",
        {"the-", "final-", "-", "countdown"});
    row("merged with next", split(R"({"String":"-"})", "MergedWithNext"), "the-final--countdown",
        {"the", "-final", "-", "-countdown"});
    row("contiguous", split(R"({"String":"-"})", "Contiguous"), "the-final--countdown",
        {"the", "-", "final", "--", "countdown"});
    row("inverted", split(R"({"Regex":"\\w+"})", "Removed", "true"), "a, b", {"a", "b"});
    row("GPT-2 bytes", R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":true})", "I'm  é",
        {"I", "'m", "Ġ", "ĠÃ©"});
    row("GPT-2 bytes with a space", R"({"type":"ByteLevel","add_prefix_space":true,"use_regex":false})", "a b", {"ĠaĠb"});
    row("Metaspace", R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"always"})", "a  b", {"▁a", "▁", "▁b"});
    row("Metaspace unsplit", R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false})", "a b",
        {"a▁b"});
    row("Metaspace of old files", R"({"type":"Metaspace","replacement":"▁","add_prefix_space":false})", "a b",
        {"a", "▁b"});
    row("Sequence", R"({"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits"}]})", "a1 b",
        {"a", "1", "b"});
}

void TestTokenizerJson::preTokenizersCut()
{
    QFETCH(std::string, part);
    QFETCH(std::string, typed);
    QFETCH(List, cut);
    const Json json = Json::parse(part);
    const auto made = hl::makePreTokenizer(hl::JsonPart(json, "pre_tokenizer", "test"));
    QVERIFY2(made, made ? "" : made.error().english().c_str());
    List got;
    for (const hl::AlignedText& one : (*made)(hl::AlignedText(typed)))
        got.push_back(one.utf8());
    QCOMPARE(got, cut);
}

void TestTokenizerJson::decodersJoin_data()
{
    QTest::addColumn<std::string>("part");
    QTest::addColumn<List>("pieces");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char* name, const char* part, const List& pieces, const std::string& text) {
        QTest::newRow(name) << std::string(part) << pieces << text;
    };
    row("ByteLevel", R"({"type":"ByteLevel"})", {"ĠHÃ", "©", "Ã"}, " Hé\uFFFD");
    row("WordPiece", R"({"type":"WordPiece","prefix":"##","cleanup":true})", {"he", "##llo", "."}, "hello .");
    row("WordPiece without prefix", R"({"type":"WordPiece","prefix":"","cleanup":false})", {"he", "llo"}, "hello");
    row("Metaspace", R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"always"})", {"▁a", "▁b"}, "a b");
    row("Metaspace, nothing prepended", R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"never"})", {"▁a", "▁b"},
        " a b");
    row("BPE", R"({"type":"BPEDecoder","suffix":"</w>"})", {"lo", "w</w>", "er</w>"}, "low er");
    row("bytes", R"({"type":"ByteFallback"})", {"a", "<0xE6>", "<0x88>", "<0x91>", "<0xE6>", "b"}, "a\uFFFD\uFFFD\uFFFD\uFFFDb");
    row("bytes of a character", R"({"type":"ByteFallback"})", {"<0xE6>", "<0x88>", "<0x91>"}, "我");
    row("LLaMA",
        R"({"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},
            {"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]})",
        {"▁", "▁a", "<0x0A>"}, " a\n");
    row("Strip", R"({"type":"Strip","content":"_","start":1,"stop":2})", {"__a___"}, "_a_");
    row("CTC", R"({"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":true})",
        {"h", "h", "<pad>", "i", "|", "|", "i"}, "hi i");
    row("CTC with its delimiters", R"({"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":false})",
        {"h", "<pad>", "|", "|", "i"}, "h|i");
}

void TestTokenizerJson::decodersJoin()
{
    QFETCH(std::string, part);
    QFETCH(List, pieces);
    QFETCH(std::string, text);
    const Json json = Json::parse(part);
    const auto made = hl::makeDecoder(hl::JsonPart(json, "decoder", "test"));
    QVERIFY(made);
    List got = pieces;
    (*made)(got);
    std::string joined;
    for (const std::string& one : got)
        joined += one;
    QCOMPARE(joined, text);
}

void TestTokenizerJson::bytePairsAreMergedBestFirst()
{
    const auto tokenizer = make(model({{"a", 0}, {"b", 1}, {"ab", 2}, {"ba", 3}, {"aba", 4}}, {"b a", "a b", "a ba"}));
    QCOMPARE(pieces(tokenizer->encode("aba")), (List{"aba"}));
    QCOMPARE(pieces(tokenizer->encode("abab")), (List{"aba", "b"}));
    QCOMPARE(pieces(tokenizer->encode("axa")), (List{"a", "a"})); // without unknown piece "x" is dropped
    QCOMPARE(ranges(tokenizer->encode("axa")), (List{"0-1", "2-3"}));
}

void TestTokenizerJson::unknownLettersAreFusedOrBytes()
{
    Json json = model({{"<unk>", 0}, {"a", 1}, {"<0xC3>", 2}, {"<0xA9>", 3}});
    json["model"]["unk_token"] = "<unk>";
    QCOMPARE(ranges(make(json)->encode("xya")), (List{"0-1", "1-2", "2-3"}));
    json["model"]["fuse_unk"] = true;
    QCOMPARE(ranges(make(json)->encode("xya")), (List{"0-2", "2-3"}));
    json["model"]["byte_fallback"] = true;
    QCOMPARE(pieces(make(json)->encode("éx")), (List{"<0xC3>", "<0xA9>", "<unk>"}));
    QCOMPARE(ranges(make(json)->encode("éx")), (List{"0-2", "0-2", "2-3"}));
}

void TestTokenizerJson::wholeWordsMaySkipTheMerges()
{
    Json json = model({{"a", 0}, {"b", 1}, {"ab", 2}});
    QCOMPARE(pieces(make(json)->encode("ab")), (List{"a", "b"}));
    json["model"]["ignore_merges"] = true;
    QCOMPARE(pieces(make(json)->encode("ab")), (List{"ab"}));
}

void TestTokenizerJson::lettersMayHavePrefixAndSuffix()
{
    Json json = model({{"l", 0}, {"o", 1}, {"w</w>", 2}, {"lo", 3}, {"low</w>", 4}, {"o</w>", 5}}, {"l o", "lo w</w>"});
    json["model"]["end_of_word_suffix"] = "</w>";
    json["pre_tokenizer"] = {{"type", "WhitespaceSplit"}};
    json["decoder"] = {{"type", "BPEDecoder"}, {"suffix", "</w>"}};
    const auto words = make(json);
    QCOMPARE(pieces(words->encode("low lo")), (List{"low</w>", "l", "o</w>"}));
    QCOMPARE(words->decode(std::vector<hl::TokenId>{4, 0, 5}), "low lo"s);
    QCOMPARE(words->displayPiece(4), "low"s);
    Json prefixed = model({{"a", 0}, {"##b", 1}, {"ab", 2}}, {"a ##b"});
    prefixed["model"]["continuing_subword_prefix"] = "##";
    QCOMPARE(pieces(make(prefixed)->encode("ab")), (List{"ab"}));
}

void TestTokenizerJson::bytesOfASuffixHaveThePlaceOfTheLastLetter()
{
    Json json = model({{"a", 0}, {"<0x62>", 1}, {"<0x2F>", 2}});
    json["model"]["end_of_word_suffix"] = "/";
    json["model"]["byte_fallback"] = true;
    QCOMPARE(pieces(make(json)->encode("ab")), (List{"a", "<0x62>", "<0x2F>"}));
    QCOMPARE(ranges(make(json)->encode("ab")), (List{"0-1", "1-2", "1-2"}));
}

void TestTokenizerJson::bestPathOfUnigramsIsTaken()
{
    Json json;
    json["model"] = Json::parse(R"({"type":"Unigram","unk_id":0,
        "vocab":[["<unk>",0.0],["a",-3.0],["b",-3.0],["ab",-4.0],["abc",-20.0]]})");
    QCOMPARE(pieces(make(json)->encode("ab")), (List{"ab"}));
    QCOMPARE(pieces(make(json)->encode("abc")), (List{"abc"})); // "c" alone would cost 30
    QCOMPARE(ranges(make(json)->encode("xyab")), (List{"0-2", "2-4"}));
    QCOMPARE(pieces(make(json)->encode("xyab")), (List{"<unk>", "ab"}));
}

void TestTokenizerJson::scoresAreReadAsTheReferenceReadsThem()
{
    QVERIFY(hl::scoreNumber("-13.131459236145021") == -13.13145923614502); // the nearest double is one step away
    QVERIFY(hl::scoreNumber("2.0122928619384766") == 2.012292861938477);
    QVERIFY(hl::scoreNumber("-4.5") == -4.5);
    QVERIFY(hl::scoreNumber("0.25e+1") == 2.5);
    QVERIFY(hl::scoreNumber("25E-1") == 2.5);
    QVERIFY(hl::scoreNumber("184467440737095516159.5") == 1.8446744073709552e20); // digits past 64 bits do not count
    QVERIFY(hl::scoreNumber("1e-400") == 0.0);
    QVERIFY(hl::scoreNumber("1.25e-2147483648") == 0.0); // the point is no reason to go round to the largest power
    QVERIFY(hl::scoreNumber("1e-99999999999") == 0.0);
    QVERIFY(hl::scoreNumber("0e99999999999") == 0.0);
    // Both paths cost the same but for rounding.
    const auto made = hl::makeTokenizerFromJson(
        R"({"model":{"type":"Unigram","unk_id":0,
            "vocab":[["<unk>",0],["a",-6.6404320986374996],["aa",-13.131459236145021]]}})", {}, "tokenizer.json");
    QVERIFY(made);
    QCOMPARE(pieces((*made)->encode("aaaaa")), (List{"aa", "aa", "a"}));
}

void TestTokenizerJson::longestPiecesOfAWordAreTaken()
{
    Json json;
    json["model"] = {{"type", "WordPiece"},
                     {"max_input_chars_per_word", 5},
                     {"vocab", {{"[UNK]", 0}, {"un", 1}, {"##aff", 2}, {"##able", 3}, {"##a", 4}, {"u", 5}}}};
    QCOMPARE(pieces(make(json)->encode("unaff")), (List{"un", "##aff"}));
    QCOMPARE(pieces(make(json)->encode("unab")), (List{"[UNK]"}));
    QCOMPARE(pieces(make(json)->encode("unaffa")), (List{"[UNK]"})); // longer than five
    json["model"] = {{"type", "WordLevel"}, {"unk_token", "?"}, {"vocab", {{"?", 0}, {"un", 1}}}};
    QCOMPARE(pieces(make(json)->encode("un")), (List{"un"}));
    QCOMPARE(pieces(make(json)->encode("una")), (List{"?"}));
}

void TestTokenizerJson::addedTokensTakeSpacesAndWholeWords()
{
    Json json = model({{"a", 0}, {"b", 1}});
    const auto added = [](int id, const char* content, const char* option) {
        return Json{{"id", id}, {"content", content}, {option, true}};
    };
    json["added_tokens"] = {added(2, "<l>", "lstrip"), added(3, "<r>", "rstrip"), added(4, "ab", "single_word"),
                            added(5, "B", "normalized")};
    json["normalizer"] = {{"type", "Lowercase"}};
    const auto tokenizer = make(json);
    QCOMPARE(ranges(tokenizer->encode("a  <l> a")), (List{"0-1", "1-6", "7-8"}));
    QCOMPARE(ranges(tokenizer->encode("<r>  a")), (List{"0-5", "5-6"}));
    QCOMPARE(pieces(tokenizer->encode("ab")), (List{"ab"}));
    QCOMPARE(pieces(tokenizer->encode("aba")), (List{"a", "B", "a"})); // looked for as "b", after lower-casing
    QCOMPARE(tokenizer->encode("A<l>").back().id, 2);
    QCOMPARE(tokenizer->vocabularySize(), 6);
}

void TestTokenizerJson::ofAddedTokensNormalisedAlikeSpecialOnesCount()
{
    Json json = model({{"a", 0}});
    json["added_tokens"] = {{{"id", 1}, {"content", "THE"}, {"normalized", true}, {"special", false}},
                            {{"id", 2}, {"content", "the"}, {"normalized", true}, {"special", true}}};
    json["normalizer"] = {{"type", "Lowercase"}};
    QCOMPARE(make(json)->encode("THE").front().id, 2);
}

void TestTokenizerJson::templatesFrameTextsAndPairs()
{
    Json json = model({{"a", 0}, {"b", 1}, {"[C]", 2}, {"[S]", 3}});
    json["added_tokens"] = {{{"id", 2}, {"content", "[C]"}}, {{"id", 3}, {"content", "[S]"}}};
    const auto special = [](const char* name, int type) { return Json{{"SpecialToken", {{"id", name}, {"type_id", type}}}}; };
    const auto text = [](const char* name, int type) { return Json{{"Sequence", {{"id", name}, {"type_id", type}}}}; };
    json["post_processor"] = {
        {"type", "TemplateProcessing"},
        {"single", {special("c", 0), text("A", 0)}},
        {"pair", {text("A", 0), special("c", 2), text("B", 1), special("s", 1)}},
        {"special_tokens", {{"c", {{"id", "c"}, {"ids", {2}}, {"tokens", {"[C]"}}}},
                            {"s", {{"id", "s"}, {"ids", {3, 3}}, {"tokens", {"[S]", "[S]"}}}}}}};
    const auto tokenizer = make(json);
    const hl::Tokens single = tokenizer->encodeForModel("ab");
    QCOMPARE(pieces(single), (List{"[C]", "a", "b"}));
    QVERIFY(single[0].isSpecial && !single[1].isSpecial);
    const hl::Tokens pair = tokenizer->encodeForModel("a", "b");
    QCOMPARE(pieces(pair), (List{"a", "[C]", "b", "[S]", "[S]"}));
    QCOMPARE(pair[1].segment, 2);
    QCOMPARE(pair[2].segment, 1);
    QCOMPARE(pair[2].sequence, 1);
    QCOMPARE(pieces(tokenizer->encode("a[S]")), (List{"a", "[S]"}));
}

void TestTokenizerJson::robertaTrimsSpacesOffRanges()
{
    Json json = model({{"a", 0}, {"Ġ", 1}, {"Ġa", 2}, {"<s>", 3}, {"</s>", 4}}, {"Ġ a"});
    json["pre_tokenizer"] = {{"type", "ByteLevel"}, {"add_prefix_space", false}};
    json["post_processor"] = {{"type", "RobertaProcessing"}, {"sep", {"</s>", 4}}, {"cls", {"<s>", 3}},
                              {"trim_offsets", true}, {"add_prefix_space", false}};
    const auto tokenizer = make(json);
    QCOMPARE(ranges(tokenizer->encode("a a")), (List{"0-1", "2-3"}));
    const hl::Tokens pair = tokenizer->encodeForModel("a", " a");
    QCOMPARE(pieces(pair), (List{"<s>", "a", "</s>", "</s>", "Ġa", "</s>"}));
    QCOMPARE(pair[4].begin, 1);
    QCOMPARE(pair[4].segment, 0);
    QCOMPARE(pair[4].sequence, 1);
    json["model"]["vocab"]["ĠĠ"] = 5;
    json["model"]["merges"] = {"Ġ a", "Ġ Ġ"};
    json["post_processor"]["add_prefix_space"] = true; // one leading space was added, of two none
    QCOMPARE(ranges(make(json)->encode(" a")), (List{"0-2"}));
    QCOMPARE(ranges(make(json)->encode("  ")), (List{"2-2"}));
    json["post_processor"] = {{"type", "BertProcessing"}, {"sep", {"</s>", 4}}, {"cls", {"<s>", 3}}};
    QCOMPARE(make(json)->encodeForModel("a", "a").back().segment, 1);
}

void TestTokenizerJson::oneCharacterInPiecesIsShownAsThatCharacter()
{
    Json json = model({{"æ", 0}, {"Ī", 1}, {"ĳ", 2}, {"a", 3}, {"Ġ", 4}});
    json["pre_tokenizer"] = {{"type", "ByteLevel"}, {"add_prefix_space", false}};
    const hl::Tokens tokens = make(json)->encode("a我");
    QCOMPARE(tokens.size(), std::size_t(4));
    QCOMPARE(tokens[0].text, "a"s);
    QCOMPARE(tokens[1].text, "我¹⁄₃"s);
    QCOMPARE(tokens[3].text, "我³⁄₃"s);
    QCOMPARE(tokens[3].part, 2);
    QCOMPARE(tokens[3].parts, 3);
    QCOMPARE(tokens[1].piece, "æ"s);
    QCOMPARE(make(json)->displayPiece(0), "<E6>"s); // a piece of its own, without text around it
    const auto spans = hl::characterSpans(tokens);
    QCOMPARE(spans.size(), std::size_t(2));
    QCOMPARE(spans[1].first, 1);
    QCOMPARE(spans[1].last, 4);
}

void TestTokenizerJson::marksOfSpacesBeginWords()
{
    Json json = model({{"▁", 0}, {"a", 1}, {"b", 2}, {"▁a", 3}}, {"▁ a"});
    json["normalizer"] = {{"type", "Sequence"},
                          {"normalizers", {{{"type", "Prepend"}, {"prepend", "▁"}},
                                           {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}}}}};
    const auto tokenizer = make(json);
    const hl::Tokens tokens = tokenizer->encode("ab b");
    QCOMPARE(pieces(tokens), (List{"▁a", "b", "▁", "b"}));
    QCOMPARE(hl::wordSpans(tokens).size(), std::size_t(2));
    QCOMPARE(tokens[0].text, "a"s);
    QCOMPARE(tokens[2].text, "␣"s);
}

void TestTokenizerJson::rolesComeFromTheSettingsOrTheirUsualNames()
{
    const Json json = model({{"<s>", 0}, {"</s>", 1}, {"[MASK]", 2}, {"!", 3}});
    const auto usual = make(json);
    QCOMPARE(usual->beginId(), std::optional<hl::TokenId>(0));
    QCOMPARE(usual->endId(), std::optional<hl::TokenId>(1));
    QCOMPARE(usual->maskId(), std::optional<hl::TokenId>(2));
    hl::TokenizerSettings settings;
    settings.roles["bos_token"] = hl::SpecialToken{"!"};
    QCOMPARE(make(json, settings)->beginId(), std::optional<hl::TokenId>(3));
}

QTEST_APPLESS_MAIN(TestTokenizerJson)
#include "tst_tokenizer_json.moc"
