#include "core/text/tokenizer.h"

namespace hl {

Token Tokenizer::token(TokenId id, int begin, int end, int word) const
{
    Token out;
    out.id = id;
    out.piece = piece(id);
    out.text = displayPiece(id);
    out.begin = begin;
    out.end = end;
    out.word = word;
    return out;
}

} // namespace hl
