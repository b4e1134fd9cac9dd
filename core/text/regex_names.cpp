#include "core/text/regex_names.h"

#include "core/text/newer_characters.h"

#include <array>
#include <span>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace hl {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

/// The insides of classes by the names of POSIX.
constexpr std::array<Names, 14> kClasses{{
    {"alpha", "\\p{Alphabetic}"},
    {"alnum", "\\p{Alphabetic}\\p{Nd}"},
    {"word", "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}"},
    {"upper", "\\p{Uppercase}"},
    {"lower", "\\p{Lowercase}"},
    {"digit", "\\p{Nd}"},
    {"xdigit", "0-9A-Fa-f"},
    {"space", "\\p{White_Space}"},
    {"blank", "\\p{Zs}\\t"},
    {"punct", "\\p{P}\\p{S}"},
    {"cntrl", "\\p{Cc}"},
    {"graph", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}"},
    {"print", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}"},
    {"ascii", "\\x00-\\x7F"},
}};

/// General categories by their long names, as letters alone.
constexpr std::array<Names, 39> kCategories{{
    {"letter", "L"},
    {"casedletter", "L&"},
    {"uppercaseletter", "Lu"},
    {"lowercaseletter", "Ll"},
    {"titlecaseletter", "Lt"},
    {"modifierletter", "Lm"},
    {"otherletter", "Lo"},
    {"mark", "M"},
    {"combiningmark", "M"},
    {"nonspacingmark", "Mn"},
    {"spacingmark", "Mc"},
    {"enclosingmark", "Me"},
    {"number", "N"},
    {"decimalnumber", "Nd"},
    {"letternumber", "Nl"},
    {"othernumber", "No"},
    {"punctuation", "P"},
    {"punct", "P"},
    {"connectorpunctuation", "Pc"},
    {"dashpunctuation", "Pd"},
    {"openpunctuation", "Ps"},
    {"closepunctuation", "Pe"},
    {"initialpunctuation", "Pi"},
    {"finalpunctuation", "Pf"},
    {"otherpunctuation", "Po"},
    {"symbol", "S"},
    {"mathsymbol", "Sm"},
    {"currencysymbol", "Sc"},
    {"modifiersymbol", "Sk"},
    {"othersymbol", "So"},
    {"separator", "Z"},
    {"spaceseparator", "Zs"},
    {"lineseparator", "Zl"},
    {"paragraphseparator", "Zp"},
    {"other", "C"},
    {"control", "Cc"},
    {"format", "Cf"},
    {"privateuse", "Co"},
    {"unassigned", "Cn"},
}};

/// Case, spaces, hyphens and low lines do not count in names.
std::string loose(std::string_view name)
{
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (c != ' ' && c != '-' && c != '_')
            out += c;
    }
    return out;
}

bool isScript(std::string_view name)
{
    const std::string pattern = "\\p{sc:" + std::string(name) + "}";
    int error = 0;
    PCRE2_SIZE at = 0;
    pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_UCP,
                                     &error, &at, nullptr);
    pcre2_code_free(code); // nothing happens to none
    return code != nullptr;
}

std::optional<std::string_view> find(std::span<const Names> table, std::string_view name)
{
    const std::string known = loose(name);
    for (const auto& [theirs, ours] : table)
        if (known == theirs)
            return ours;
    return std::nullopt;
}

/// What a class would hold, in a class or alone.
std::optional<std::string> written(std::string_view inside, bool isNegated, bool isInClass)
{
    const std::string all(inside);
    if (!isInClass)
        return (isNegated ? "[^" : "[") + all + "]";
    if (!isNegated)
        return all;
    const bool isOneProperty = all.starts_with("\\p") && all.find('\\', 1) == std::string::npos;
    return isOneProperty ? std::optional("\\P" + all.substr(2)) : std::nullopt;
}

} // namespace

std::string regexWord(bool isAlone)
{
    const std::string latin = isAlone ? "\\x{B2}\\x{B3}\\x{B9}\\x{BC}-\\x{BE}" : "";
    return "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}" + latin + newerCharacters("L") + newerCharacters("M") +
           newerCharacters("Nd");
}

std::string regexWordEdge(bool isEdge)
{
    const std::string word = "[" + regexWord(true) + "]";
    const std::string after = "(?<=" + word + ")";
    const std::string notAfter = "(?<!" + word + ")";
    const std::string before = "(?=" + word + ")";
    const std::string notBefore = "(?!" + word + ")";
    return "(?:" + after + (isEdge ? notBefore : before) + "|" + notAfter + (isEdge ? before : notBefore) + ")";
}

std::optional<std::string> regexPosixClass(std::string_view name, bool isNegated)
{
    const auto inside = find(kClasses, name);
    return inside ? written(*inside, isNegated, true) : std::nullopt;
}

std::optional<std::string> regexProperty(std::string_view name, bool isNegated, bool isInClass)
{
    std::string known(name);
    if (const auto category = find(kCategories, name))
        known = *category;
    else if (const auto inside = find(kClasses, name))
        return written(*inside, isNegated, isInClass);
    else if (loose(name).size() > 2 && isScript(name))
        known = "sc:" + known;
    const std::string newer = known.size() <= 2 ? newerCharacters(known) : std::string();
    if (!newer.empty() && !(isNegated && isInClass))
        return written("\\p{" + known + "}" + newer, isNegated, isInClass);
    return (isNegated ? "\\P{" : "\\p{") + known + "}";
}

} // namespace hl
