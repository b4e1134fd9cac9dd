#pragma once

#include "core/text/normalizers.h"
#include "core/text/sentencepiece_model.h"

#include <memory>

namespace hl {

/// How a text's beginning is treated beside what the model says.
struct SentencePieceStart
{
    bool addDummyPrefix = true;
    bool keepsLeadingSpace = false; ///< one space at the beginning stays though extra spaces go
};

/// SentencePiece's own normalisation: the longest replacement of the model's table at every place, extra spaces
/// removed, a space in front, spaces as "▁". User-defined pieces are left as they are.
[[nodiscard]] Normalizer sentencePieceNormalizer(std::shared_ptr<const SentencePieceModel> model,
                                                 const SentencePieceStart& start);

} // namespace hl
