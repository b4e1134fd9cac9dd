#pragma once

#include "core/base/error.h"
#include "core/text/piece_table.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hl {

/// A tokenizer.json as read: vocabulary and merges in tables of their own, for they are far too long for a tree of
/// values; all the rest as JSON.
struct TokenizerDocument
{
    nlohmann::json root; ///< without model.vocab and model.merges
    PieceTable pieces;
    std::vector<double> scores; ///< of the pieces, if the vocabulary is a list of pieces and scores (Unigram)
    bool hasScores = false;
    std::vector<std::pair<std::string, std::string>> merges; ///< best first
};

/// Reads the text of a tokenizer.json once, from left to right. Refuses what parseJson refuses, repeated pieces and
/// ids, ids outside 0 .. 1 048 575, merges that are not two pieces, and more than a tokenizer may have.
[[nodiscard]] Result<TokenizerDocument> readTokenizerDocument(std::string_view text, const std::string& what);

} // namespace hl
