#include "core/text/regex_split.h"

#include "core/base/shown.h"
#include "core/text/regex_translate.h"
#include "core/text/unicode.h"

#include <optional>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace hl {

namespace {

struct FreeMatchData
{
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

struct FreeMatchContext
{
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

constexpr std::uint32_t kMatchLimit = 1'000'000; // steps back while looking for one match

} // namespace

RegexSplit::RegexSplit(std::shared_ptr<const void> code)
    : m_code(std::move(code))
{}

Result<RegexSplit> RegexSplit::make(std::string_view pattern)
{
    int error = 0;
    PCRE2_SIZE at = 0;
    pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                     PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error, &at, nullptr);
    if (!code)
        return fail(
            ErrorCode::BadTokenizer,
            HL_NOOP("core", "the pattern that cuts words is wrong at character %1: choose another tokenizer"),
            {std::to_string(at)});
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // without it matching is slower but the same
    return RegexSplit(std::shared_ptr<const void>(code, [code](const void*) { pcre2_code_free(code); }));
}

Result<RegexSplit> RegexSplit::fromFile(std::string_view pattern)
{
    const auto translated = translateRegex(pattern);
    if (!translated)
        return tl::unexpected(translated.error());
    auto made = make(*translated);
    if (!made)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "the regular expression \"%1\" cannot be read: get the tokenizer's files again"),
                    {shown(pattern)});
    return made;
}

std::vector<ByteRange> RegexSplit::matches(std::string_view text) const
{
    std::vector<ByteRange> out;
    const auto* code = static_cast<const pcre2_code*>(m_code.get());
    const std::unique_ptr<pcre2_match_data, FreeMatchData> data(pcre2_match_data_create(1, nullptr));
    const std::unique_ptr<pcre2_match_context, FreeMatchContext> context(pcre2_match_context_create(nullptr));
    if (!data || !context)
        return out;
    pcre2_set_match_limit(context.get(), kMatchLimit);
    std::optional<PCRE2_SIZE> last; // end of the match before
    for (PCRE2_SIZE at = 0; at <= text.size();) {
        // The text was checked once by the caller; checking it at every match would make this quadratic.
        const int found = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at,
                                      PCRE2_NO_UTF_CHECK, data.get(), context.get());
        if (found < 0) // no match, or match limit, or no memory: nothing is lost either way
            break;
        const PCRE2_SIZE* range = pcre2_get_ovector_pointer(data.get());
        if (range[0] < at || range[0] > range[1]) // \K and the like cannot bring the search to a halt
            break;
        if (range[0] == range[1] && range[1] == last) { // an empty match right behind a match is none
            at = at < text.size() ? static_cast<PCRE2_SIZE>(codePointAt(text, static_cast<int>(at)).end) : at + 1;
            continue;
        }
        out.push_back({static_cast<int>(range[0]), static_cast<int>(range[1])});
        at = range[1];
        last = range[1];
    }
    return out;
}

std::vector<ByteRange> RegexSplit::split(std::string_view text) const
{
    std::vector<ByteRange> out;
    int at = 0;
    for (const ByteRange& match : matches(text)) {
        if (match.begin > at)
            out.push_back({at, match.begin});
        if (match.begin < match.end)
            out.push_back(match);
        at = match.end;
    }
    if (at < static_cast<int>(text.size()))
        out.push_back({at, static_cast<int>(text.size())});
    return out;
}

} // namespace hl
