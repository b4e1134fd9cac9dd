#pragma once

#include <map>
#include <optional>
#include <vector>

namespace hl {

/// What a model's folder says of continuing a text, as token ids: generation_config.json, or config.json in older folders.
struct GenerationSpec
{
    std::optional<int> start;         ///< first token of the target of an encoder-decoder model
    std::optional<int> forcedBegin;   ///< the second token of what is continued, whatever the model predicts: the language of mBART
    std::map<int, int> forced;        ///< tokens at given positions of what is continued (Whisper)
    std::vector<int> ends;            ///< a prediction of one of these ends the text; empty: the tokenizer's end token does
    std::vector<int> never;           ///< never chosen
    std::vector<int> neverFirst;      ///< not chosen as the first token that is neither given nor forced
    std::vector<std::vector<int>> neverAfter{}; ///< of each list the last is not chosen behind the others
    double repetitionPenalty = 1.0;   ///< logits of tokens that were there before: divided by it, or multiplied where negative
    int uniqueRun = 0;                ///< no run of so many tokens comes a second time; 0: any may
    int minLength = 0;                ///< tokens, those given included, before the text may end
};

} // namespace hl
