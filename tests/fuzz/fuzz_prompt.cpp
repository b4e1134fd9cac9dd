// Any bytes as text, through a tokenizer of every kind: tokens that lie in the text, and where a tokenizer loses
// nothing but white space, one after the other, and the text again.

#include "core/model/builtin.h"
#include "core/text/tokenizer_json.h"
#include "core/text/unicode.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Known
{
    std::shared_ptr<const hl::Tokenizer> tokenizer;
    bool isLossless = false;
};

/// The built-in one, and those of the seeds of fuzz_tokenizer_json.
std::vector<Known> all()
{
    std::vector<Known> known = {{hl::builtinModel("toy")->sharedTokenizer(), true}};
    const std::filesystem::path folder = std::filesystem::path(HEADLIGHT_TEST_DATA) / "fuzz" / "tokenizer_json";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        const std::string json(std::istreambuf_iterator<char>(file), {});
        auto made = hl::makeTokenizerFromJson(json, {}, "tokenizer.json");
        if (!made)
            std::abort();
        known.push_back({std::move(*made), false});
    }
    return known;
}

std::string withoutSpace(std::string_view text)
{
    std::string out;
    for (const hl::CodePoint& c : hl::codePoints(text)) {
        if (!hl::isWhitespace(c.value))
            hl::appendUtf8(out, c.value);
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::vector<Known> known = all();
    const std::string text = hl::sanitise({reinterpret_cast<const char*>(data), size});
    for (const Known& each : known) {
        std::vector<hl::TokenId> ids;
        int last = 0;
        for (const hl::Token& token : each.tokenizer->encode(text)) {
            // Where a folder's tokenizer trims spaces off its ranges, as the reference does, one may begin behind the next.
            const bool isInOrder = !each.isLossless || token.begin >= last;
            if (!isInOrder || token.begin < 0 || token.begin > token.end || token.end > static_cast<int>(text.size())
                || token.id < 0 || token.id >= each.tokenizer->vocabularySize() || !hl::isValidUtf8(token.text))
                std::abort();
            last = token.begin;
            ids.push_back(token.id);
        }
        const std::string back = each.tokenizer->decode(ids);
        if (each.isLossless && withoutSpace(back) != withoutSpace(text))
            std::abort();
        (void)each.tokenizer->encodeForModel(text, text);
    }
    return 0;
}
