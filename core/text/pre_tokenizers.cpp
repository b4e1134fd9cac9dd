#include "core/text/pre_tokenizers.h"

#include "core/text/newer_characters.h"
#include "core/text/normalizers.h"
#include "core/text/unicode.h"
#include "core/text/unicode_history.h"

#include <array>
#include <memory>

namespace hl {

namespace {

/// All ASCII signs count as punctuation ("$", "^", "`" are not in P*).
bool isSign(char32_t value)
{
    return (value >= 33 && value <= 47) || (value >= 58 && value <= 64) || (value >= 91 && value <= 96) ||
           (value >= 123 && value <= 126) || isPunctuationOfUnicode8(value);
}

/// A space, or a code point that no script has: it stays with what stands before it.
bool hasAnyScript(char32_t value)
{
    return value == U' ' || isUnassigned(value) || (value >= 0xE000 && value <= 0xF8FF) || value >= 0xF0000;
}

/// The scripts of Unicode 14, as PCRE2 names them; Hiragana, Katakana and the length mark count as Han.
constexpr std::array kScripts{
    "Adlam",       "Ahom",        "Anatolian_Hieroglyphs", "Arabic",     "Armenian",    "Avestan",   "Balinese",
    "Bamum",       "Bassa_Vah",   "Batak",                 "Bengali",    "Bhaiksuki",   "Bopomofo",  "Brahmi",
    "Braille",     "Buginese",    "Buhid",                 "Canadian_Aboriginal",       "Carian",    "Chakma",
    "Cham",        "Cherokee",    "Common",                "Coptic",     "Cuneiform",   "Cypriot",   "Cyrillic",
    "Deseret",     "Devanagari",  "Duployan",              "Egyptian_Hieroglyphs",      "Elbasan",   "Ethiopic",
    "Georgian",    "Glagolitic",  "Gothic",                "Grantha",    "Greek",       "Gujarati",  "Gurmukhi",
    "Hangul",      "Hanunoo",     "Hatran",                "Hebrew",     "Imperial_Aramaic",          "Inherited",
    "Inscriptional_Pahlavi",      "Inscriptional_Parthian", "Javanese",  "Kaithi",      "Kannada",   "Kayah_Li",
    "Kharoshthi",  "Khmer",       "Khojki",                "Khudawadi",  "Lao",         "Latin",     "Lepcha",
    "Limbu",       "Linear_A",    "Linear_B",              "Lisu",       "Lycian",      "Lydian",    "Mahajani",
    "Malayalam",   "Mandaic",     "Manichaean",            "Marchen",    "Meetei_Mayek",              "Mende_Kikakui",
    "Meroitic_Cursive",           "Meroitic_Hieroglyphs",  "Miao",       "Modi",        "Mongolian", "Mro",
    "Multani",     "Myanmar",     "Nabataean",             "New_Tai_Lue", "Newa",       "Nko",       "Ogham",
    "Ol_Chiki",    "Old_Hungarian",                        "Old_Italic", "Old_North_Arabian",         "Old_Permic",
    "Old_Persian", "Old_South_Arabian",                    "Old_Turkic", "Oriya",       "Osage",     "Osmanya",
    "Pahawh_Hmong", "Palmyrene",  "Pau_Cin_Hau",           "Phags_Pa",   "Phoenician",  "Psalter_Pahlavi",
    "Rejang",      "Runic",       "Samaritan",             "Saurashtra", "Sharada",     "Shavian",   "Siddham",
    "SignWriting", "Sinhala",     "Sora_Sompeng",          "Sundanese",  "Syloti_Nagri",              "Syriac",
    "Tagalog",     "Tagbanwa",    "Tai_Le",                "Tai_Tham",   "Tai_Viet",    "Takri",     "Tamil",
    "Tangut",      "Telugu",      "Thaana",                "Thai",       "Tibetan",     "Tifinagh",  "Tirhuta",
    "Ugaritic",    "Vai",         "Warang_Citi",           "Yi"};

} // namespace

PreTokenizer metaspace(const std::string& mark, PrependScheme scheme, bool splits)
{
    const std::u32string letters = toUtf32(mark);
    const Pattern marks = Pattern::literal(mark);
    return [=, toMark = replace(Pattern::literal(" "), mark)](const AlignedText& typed) {
        AlignedText text = typed;
        toMark(text);
        const bool hasMark = !text.empty() && text.chars().front().value == letters.front();
        const bool isHere = scheme == PrependScheme::Always ||
                            (scheme == PrependScheme::First && text.origin() == 0);
        if (!hasMark && isHere)
            text.prepend(letters);
        return splits ? cut(text, marks, CutBehaviour::MergedWithNext) : std::vector<AlignedText>{text};
    };
}

Result<PreTokenizer> byteLevel(bool addPrefixSpace, bool usesRegex)
{
    const auto split = RegexSplit::fromFile(kGpt2Pattern);
    if (!split)
        return tl::unexpected(split.error());
    return [=, split = *split, toLetters = byteLetters()](const AlignedText& typed) {
        AlignedText text = typed;
        if (addPrefixSpace && !text.empty() && text.chars().front().value != U' ')
            text.prepend(U" ");
        std::vector<AlignedText> out;
        if (usesRegex) {
            const Utf8Index index(text);
            for (const ByteRange& range : split.split(index.text()))
                out.push_back(text.slice(index.charOf(range.begin), index.charOf(range.end)));
        } else {
            out.push_back(std::move(text));
        }
        for (AlignedText& part : out)
            toLetters(part);
        return out;
    };
}

PreTokenizer bertWords()
{
    return sequence(std::vector<PreTokenizer>{whitespaceSplit(), punctuation(CutBehaviour::Isolated)});
}

PreTokenizer wordRuns()
{
    return [](const AlignedText& text) {
        const auto at = [&](int i) { return text.chars()[static_cast<std::size_t>(i)].value; };
        std::vector<AlignedText> out;
        for (int begin = 0, end = 0; begin < text.size(); begin = end) {
            end = begin + 1;
            if (isWhitespace(at(begin)))
                continue;
            while (end < text.size() && !isWhitespace(at(end)) &&
                   isWordCharacter(at(end)) == isWordCharacter(at(begin)))
                ++end;
            out.push_back(text.slice(begin, end));
        }
        return out;
    };
}

PreTokenizer whitespaceSplit()
{
    return splitAt(Pattern::characters(isWhitespace), CutBehaviour::Removed);
}

PreTokenizer punctuation(CutBehaviour behaviour)
{
    return splitAt(Pattern::characters(isSign), behaviour);
}

PreTokenizer digits(bool areSingle)
{
    return splitAt(Pattern::characters([](char32_t c) { return isNumber(c) || isNewer(c, "N"); }),
                   areSingle ? CutBehaviour::Isolated : CutBehaviour::Contiguous);
}

Result<PreTokenizer> unicodeScripts()
{
    const std::string any = "[ \\p{sc:Unknown}]";
    std::string runs = any + "+|(?:[\\p{sc:Han}\\p{sc:Hiragana}\\p{sc:Katakana}\\x{30FC}]" + any + "*)+";
    for (const char* script : kScripts) {
        const std::string letter = std::string("(?:(?!\\x{30FC}|\\x{20})\\p{sc:") + script + "})";
        runs += "|" + letter + "(?:" + letter + "|" + any + ")*";
    }
    const auto split = RegexSplit::make(runs);
    if (!split)
        return tl::unexpected(split.error());
    return [split = *split](const AlignedText& text) {
        const Utf8Index index(text);
        std::vector<AlignedText> out;
        for (const ByteRange& range : split.split(index.text()))
            if (!hasAnyScript(codePointAt(index.text(), range.begin).value)) // before all else: it goes
                out.push_back(text.slice(index.charOf(range.begin), index.charOf(range.end)));
        return out;
    };
}

PreTokenizer splitAt(Pattern pattern, CutBehaviour behaviour)
{
    return [pattern = std::move(pattern), behaviour](const AlignedText& text) { return cut(text, pattern, behaviour); };
}

PreTokenizer sequence(std::vector<PreTokenizer> parts)
{
    return [parts = std::move(parts)](const AlignedText& text) {
        std::vector<AlignedText> out{text};
        for (const PreTokenizer& part : parts) {
            std::vector<AlignedText> next;
            std::size_t characters = 0;
            for (const AlignedText& one : out) {
                for (AlignedText& piece : part(one)) {
                    checkGrowth(characters += piece.chars().size());
                    if (!piece.empty())
                        next.push_back(std::move(piece));
                }
            }
            out = std::move(next);
        }
        return out;
    };
}

} // namespace hl
