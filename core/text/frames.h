#pragma once

#include "core/text/post_processors.h"

namespace hl {

/// What stands around the texts of an input, by the family that has it.
enum class Frame
{
    End,      ///< a </s>; a </s> b </s> (T5)
    Begin,    ///< <s> a; <s> a <s> b (LLaMA)
    Bert,     ///< [CLS] a [SEP] b [SEP]
    XlNet,    ///< a <sep> b <sep> <cls>
    Roberta,  ///< <s> a </s></s> b </s>
    MBart,    ///< a </s> language
    MBart50,  ///< language a </s>
    Marian,   ///< a b </s>
    Whisper,  ///< the task's tokens, a b, <|endoftext|>
};

/// The places of a frame; `special` gives a role's token, `language` the source language's.
struct FrameTokens
{
    TemplateToken begin, end, cls, sep, language;
    bool addsBegin = true;
    bool addsEnd = false;
};
[[nodiscard]] PostProcessor makeFrame(Frame frame, const FrameTokens& tokens);

} // namespace hl
