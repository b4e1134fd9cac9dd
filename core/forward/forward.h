#pragma once

#include "core/attention/masks.h"
#include "core/base/number_type.h"
#include "core/trace/trace.h"
#include "core/trace/trace_shelf.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

namespace hl {

/// One text as the model sees it.
struct SequenceInput
{
    Tokens tokens;
    /// One entry per token, 0 = padding (no query may attend to it); empty: all may be attended to.
    std::vector<std::uint8_t> allowed;
    /// Rows used instead of the embedding table's, [n, d_model]; positions are still added.
    std::optional<MatrixOf<double>> embeddings;
    /// What a model of pictures or sound reads instead of tokens, which it then names itself: a picture's numbers,
    /// [channels · height, width], or a log-mel spectrogram, [frames, mel bins].
    std::optional<MatrixOf<double>> features;
    /// Not 0 at (i, j): place i is not to know token j; a token knows itself all the same, but a word that is asked for at its
    /// place does not. [n, n]; without rows: nothing is hidden. Only for models with a query stream (`perm_mask` of XLNet).
    MatrixOf<std::uint8_t> hidden;
    /// Places of the words that are asked for, each once, in the order of the query stream's rows. Only for such models.
    std::vector<int> targets;
    /// Both follow from the text: every masked word is asked for, and hidden from all places. See askForMasked().
    bool asksForMasked = false;
    /// What entered each block for the text before, [rows, d_model], the same number of rows for every layer. Only for
    /// models with a memory; empty: zeros, as many as the model remembers.
    std::vector<MatrixOf<double>> memory;
};

struct ForwardInput
{
    SequenceInput source; ///< the text; the encoder's for an encoder-decoder model
    SequenceInput target; ///< the decoder's text; empty for other models
    MaskChoice mask;
    Capture capture;
    DType dtype = DType::Float32;
    /// Every step is rounded to this as soon as it is computed, in float64 from the rounded steps before it; needs dtype
    /// Float64. NumberType::Double: none is.
    NumberType rounding = NumberType::Double;
    Changes changes;                ///< what is done differently; every step and cell of it must be there
    int threads = 0; ///< at most so many; 0: as many as help. The numbers are the same for any.
    TracePtr unchanged;             ///< the same without that, handed on to the trace
    std::vector<std::optional<Message>> refusals; ///< handed on to the trace: why an edit changes nothing
    std::vector<Message> notes; ///< handed on to the trace: what was cut from the text
};

/// Rows of memory that come before this text's keys; 0 for models without.
[[nodiscard]] Index memoryRows(const ModelSpec& spec, const SequenceInput& input);

/// How many positions the first stack has: tokens, or what a picture, a sound or given numbers make.
[[nodiscard]] Index sourceLength(const ModelSpec& spec, const ForwardInput& input);

/// What is kept stays for long: without being asked a run takes at most this much of what is free. `available` 0: not known.
[[nodiscard]] std::uint64_t allowedBytes(const Capture& capture, std::uint64_t available);

/// A run whose first rows are those of the one that is wanted: its text begins with the same tokens.
struct EarlierRun
{
    TracePtr trace{}; ///< null: there is none
    Index rows = 0; ///< tokens that both have in common
    /// Where traces go that nobody looks at any more, and where the run may find memory; null: it takes its own.
    std::shared_ptr<TraceShelf> shelf;
};

/// Runs the model and records every step. Pure: the same input gives the same numbers, bit by bit.
/// Errors: an id outside the vocabulary, a text longer than the model's positions, a mask of the wrong size, no tokens,
/// not enough memory, or Cancelled when `stop` was requested (never a half-filled trace).
/// Rows of an earlier run are taken over where it kept what the rest is computed from; the numbers are the same, bit by bit.
/// It must be of the same model and input but for the tokens from EarlierRun::rows on; PrefixCache sees to it.
[[nodiscard]] Result<TracePtr> forward(std::shared_ptr<const Model> model, ForwardInput input,
                                       std::stop_token stop = {}, const EarlierRun& earlier = {});

} // namespace hl
