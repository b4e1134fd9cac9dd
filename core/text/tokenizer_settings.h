#pragma once

#include "core/base/error.h"
#include "core/text/special_tokens.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hl {

/// What the small files beside a vocabulary say: tokenizer_config.json, special_tokens_map.json,
/// added_tokens.json, and the family in config.json. All are optional.
struct TokenizerSettings
{
    std::string tokenizerClass;                ///< "GPT2Tokenizer" without "Fast"; empty if not said
    std::string modelType;                     ///< of config.json; empty if not said
    std::map<std::string, SpecialToken> roles; ///< "mask_token" -> its content; ids are not known here
    std::vector<SpecialToken> added;           ///< with their ids
    std::vector<std::string> additional;       ///< additional_special_tokens
    nlohmann::json config;                     ///< tokenizer_config.json, an object

    /// The content of a role, or `otherwise`.
    [[nodiscard]] std::string role(const std::string& name, const std::string& otherwise) const;
    /// A true/false option of tokenizer_config.json; null and absence are `otherwise`.
    [[nodiscard]] Result<bool> flag(const std::string& name, bool otherwise) const;
};

[[nodiscard]] Result<TokenizerSettings> readTokenizerSettings(const std::filesystem::path& folder);

/// The JSON object in a file of at most `maxBytes`.
[[nodiscard]] Result<nlohmann::json> readJsonObject(const std::filesystem::path& path,
                                                    std::uint64_t maxBytes);

/// Puts the added tokens among the pieces of a vocabulary, which grows for ids behind its end. Refuses an id
/// that another piece has, and ids that would leave a gap.
[[nodiscard]] Result<void> addPieces(std::vector<std::string>& pieces,
                                     const std::vector<SpecialToken>& added);

/// What is looked for in the text: the added tokens, and of the roles and additional tokens those with a
/// piece.
[[nodiscard]] std::vector<SpecialToken> specialTokensOf(const TokenizerSettings& settings,
                                                        const std::vector<std::string>& pieces);

} // namespace hl
