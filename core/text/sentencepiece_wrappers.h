#pragma once

#include "core/text/normalizers.h"
#include "core/text/token_model.h"

#include <memory>
#include <vector>

namespace hl {

/// A model whose pieces have other ids in the tokenizer that uses it (mBART's are one larger, Marian's are in a file of
/// their own). `ids` are the new ids by the model's own.
[[nodiscard]] std::shared_ptr<const TokenModel> renumbered(std::shared_ptr<const TokenModel> model, PieceTable pieces,
                                                           std::vector<TokenId> ids, std::optional<TokenId> unknown);

/// ALBERT's and XLNet's rule that a comma behind a digit is a piece of its own: such a piece is split again without
/// the comma.
[[nodiscard]] std::shared_ptr<const TokenModel> withoutCommaAfterDigit(std::shared_ptr<const TokenModel> model);

/// What ALBERT and XLNet do to a text before SentencePiece sees it.
struct AlbertCleaning
{
    bool removeSpace = true;
    bool keepAccents = false;
    bool lowerCase = true;
};
[[nodiscard]] Normalizer albertNormalizer(const AlbertCleaning& cleaning);

} // namespace hl
