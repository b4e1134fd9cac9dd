#pragma once

#include <map>
#include <optional>
#include <vector>

namespace hl {

/// What a model's folder says of continuing a text, as token ids: generation_config.json, or config.json in older folders.
struct GenerationSpec
{
    std::optional<int> start;         ///< first token of the target of an encoder-decoder model
    std::optional<int> forcedBegin;   ///< the token after it, whatever the model predicts: the language of mBART
    std::map<int, int> forced;        ///< tokens at given positions of the target (Whisper)
    std::vector<int> ends;            ///< a prediction of one of these ends the text
    std::vector<int> never;           ///< never chosen
    std::vector<int> neverFirst;      ///< not chosen as the first free token
};

} // namespace hl
