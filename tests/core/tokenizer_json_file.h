#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

/// A small tokenizer.json of four pieces and one added token, to be changed in one place.
namespace tokenizerJson {

using Json = nlohmann::json;

inline void write(const std::filesystem::path& path, const std::string& content)
{
    std::ofstream(path, std::ios::binary) << content;
}

inline Json base()
{
    return Json::parse(R"({"version":"1.0","truncation":null,"padding":null,
        "added_tokens":[{"id":5,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,
                         "special":true}],
        "normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
        "model":{"type":"BPE","unk_token":"<unk>","vocab":{"<unk>":0,"a":1,"b":2,"ab":3,"c":4},"merges":["a b"]}})");
}

inline std::string changed(const std::function<void(Json&)>& change)
{
    Json json = base();
    change(json);
    return json.dump();
}

inline std::string with(const char* place, const Json& value)
{
    return changed([&](Json& json) { json[Json::json_pointer(place)] = value; });
}

inline Json unigram(const Json& vocabulary, const Json& unknown)
{
    return {{"type", "Unigram"}, {"unk_id", unknown}, {"vocab", vocabulary}};
}

} // namespace tokenizerJson
