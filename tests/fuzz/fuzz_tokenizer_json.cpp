// Any bytes as tokenizer.json: refused, or a tokenizer whose tokens lie inside the text.

#include "core/text/tokenizer_json.h"

#include <cstdint>
#include <cstdlib>
#include <new>
#include <string_view>
#include <vector>

namespace {

void tokenize(std::string_view text)
{
    const auto made = hl::makeTokenizerFromJson(text, {}, "tokenizer.json");
    if (!made)
        return;
    const std::string_view typed = " Héllo  wörld\t我爱 😀<s> e\u0301 ab12 \xFF";
    std::vector<hl::TokenId> ids;
    for (const hl::Token& token : (*made)->encodeForModel(typed, typed)) {
        // One byte of the text is no UTF-8 and becomes three.
        if (token.begin < 0 || token.begin > token.end || token.end > static_cast<int>(typed.size()) + 2)
            std::abort();
        ids.push_back(token.id);
    }
    if ((*made)->decode(ids).size() > (1u << 26))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        tokenize(std::string_view(reinterpret_cast<const char*>(data), size));
    } catch (const std::bad_alloc&) {
        // replacements that would multiply the text beyond any memory
    }
    return 0;
}
