#include "core/text/regex_split.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace hl {

namespace {

struct FreeMatchData
{
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

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

std::vector<ByteRange> RegexSplit::split(std::string_view text) const
{
    std::vector<ByteRange> out;
    const auto* code = static_cast<const pcre2_code*>(m_code.get());
    const std::unique_ptr<pcre2_match_data, FreeMatchData> data(pcre2_match_data_create(1, nullptr));
    const int size = static_cast<int>(text.size());
    int at = 0;
    while (at < size) {
        // The text was checked once by the caller; checking it at every match would make this quadratic.
        const int found = data ? pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at,
                                             PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, data.get(), nullptr)
                               : PCRE2_ERROR_NOMEMORY;
        if (found < 0) // no match, or match limit, or no memory: nothing is lost either way
            break;
        const PCRE2_SIZE* range = pcre2_get_ovector_pointer(data.get());
        const int begin = static_cast<int>(range[0]);
        const int end = static_cast<int>(range[1]);
        if (begin > at)
            out.push_back({at, begin});
        out.push_back({begin, end});
        at = end;
    }
    if (at < size)
        out.push_back({at, size});
    return out;
}

} // namespace hl
