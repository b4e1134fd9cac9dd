#pragma once

#include "core/text/decoders.h"
#include "core/text/sentencepiece_model.h"

#include <memory>
#include <set>
#include <string>

namespace hl {

/// How the tokenizers of Hugging Face that use a SentencePiece file put pieces together again.
struct SentencePieceJoin
{
    std::set<std::string> special;  ///< given out as they are, with a space before the text in front of them
    std::set<std::string> separate; ///< stand between spaces (<extra_id_0>)
    bool dropsFirstMark = false;    ///< the first piece loses its "▁" before anything else
    bool spacesBeforeSpecial = true;
    bool addsPrefix = true;         ///< the tokenizer put a space in front of the text
    bool spacesAfterFirst = false;  ///< a space between a first special piece and a word without mark (LLaMA)
    bool strips = true;             ///< no white space at the ends
    bool isPlain = false;           ///< "▁" becomes a space and that is all (XLNet, mBART)
};

[[nodiscard]] Decoder sentencePieceDecoder(std::shared_ptr<const SentencePieceModel> model, SentencePieceJoin join);

} // namespace hl
