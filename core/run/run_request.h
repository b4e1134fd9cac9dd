#pragma once

#include "core/attention/masks.h"
#include "core/base/limits.h"
#include "core/edit/edit.h"
#include "core/forward/prefix_cache.h"
#include "core/picture/picture.h"
#include "core/run/keep.h"
#include "core/sound/sound.h"
#include "core/trace/trace.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace hl {

/// Longest text taken, in characters (code points); more is cut with a note.
inline constexpr std::size_t longestText = limits::promptCharacters;

/// Everything a picture depends on, as a value: what the window submits and the command line runs.
struct RunRequest
{
    std::shared_ptr<const Model> model;
    std::string text;                  ///< UTF-8; the source for an encoder-decoder model
    std::optional<std::string> second; ///< second sentence of a pair, or the target text
    /// What a model of pictures reads instead of the text, as it was opened or drawn; run() scales and normalises it.
    std::shared_ptr<const Picture> picture;
    std::shared_ptr<const Sound> sound; ///< the same for a model of speech
    MaskChoice mask;
    Capture capture;
    Keep keep = Keep::Fit;
    int keptLayer = 0; ///< for Keep::Layer
    DType dtype = DType::Float32;
    /// Permutation of the tokens (positions stay): "shuffle the words". Empty: as typed.
    std::vector<int> shuffle;
    /// Run without positional information ("with and without positions").
    bool withoutPositions = false;
    Edits edits; ///< what is changed by hand; while any is on, the trace tells the unchanged output, too
};

/// Tokenizes and runs; with a cache, only what differs from the run before. A text longer than the model's positions, or than longestText, is cut and the trace's notes
/// say so; an empty text is an error that asks for a word.
[[nodiscard]] Result<TracePtr> run(const RunRequest& request, std::stop_token stop = {}, PrefixCache* cache = nullptr);

/// The tokens run() would use.
struct RunTokens
{
    Tokens source;
    Tokens target;
    std::vector<Message> notes; ///< what was cut
};
[[nodiscard]] Result<RunTokens> tokenizeForRun(const Model& model, const std::string& text,
                                               const std::optional<std::string>& second);

} // namespace hl
