// Any bytes as SentencePiece model: refused, or a model that splits every text into pieces that tile it.

#include "core/text/sentencepiece_bpe.h"
#include "core/text/sentencepiece_decoder.h"
#include "core/text/sentencepiece_normalizer.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto read = hl::readSentencePieceModel({reinterpret_cast<const char*>(data), size}, "spiece.model");
    if (!read)
        return 0;
    const auto model = std::make_shared<const hl::SentencePieceModel>(std::move(*read));
    const auto split = hl::makeSentencePieceModel(*model, "spiece.model");
    if (!split)
        return 0;
    hl::AlignedText text(" Héllo  wörld\t我爱 😀<s> e\u0301 ab12 ▁");
    hl::sentencePieceNormalizer(model, {})(text);
    const std::string word = text.utf8();
    if (word.empty())
        return 0;
    std::vector<std::string> names;
    int end = 0;
    for (const hl::ModelPiece& piece : (*split)->split(word)) {
        if (piece.begin > end || piece.end < piece.begin || piece.end > static_cast<int>(word.size()))
            std::abort();
        end = piece.end;
        names.emplace_back((*split)->pieces().piece(piece.id));
    }
    if (end != static_cast<int>(word.size()))
        std::abort();
    hl::sentencePieceDecoder(model, {})(names);
    return 0;
}
