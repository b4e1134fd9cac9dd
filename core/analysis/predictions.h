#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// A word of the vocabulary, or a class, as a prediction.
struct Candidate
{
    TokenId id = 0;
    double logit = 0.0;
    double probability = 0.0; ///< NaN where the head says numbers: the logit is the number
};

/// What there is to show of it: its probability, or the number itself.
[[nodiscard]] double valueOf(const Candidate& candidate, const HeadSpec& head);
/// The `count` columns of a row that are shown, in order: those of the largest numbers, or of a head that says numbers, or where
/// something is, its first.
[[nodiscard]] std::vector<Index> shownColumns(const MatrixView& values, Index row, Index count, const HeadSpec& head);

/// The columns of the `count` largest numbers of a row, largest first; ties by the smaller column; NaN last.
[[nodiscard]] std::vector<Index> largestColumns(const MatrixView& values, Index row, Index count);

/// The position whose prediction is meant when `selected` is looked at: the token itself, but for models that fill in
/// masked words the first masked token, unless the selected one is masked or none is; 0 for models that name classes.
[[nodiscard]] Index predictedPosition(const Trace& trace, Index selected);

/// The most probable words or classes at a position, or the numbers, from the traced `logits` and their probabilities.
/// Errors: a model without prediction head, a position whose probabilities were not kept.
[[nodiscard]] Result<std::vector<Candidate>> topCandidates(const Trace& trace, Index position, Index count);

/// What the whole text is, for models whose head has textClasses: those words with what the first row gives them, the most
/// probable first. Empty for other models.
/// Errors: the probabilities of the first row were not kept.
[[nodiscard]] Result<std::vector<Candidate>> textClasses(const Trace& trace);

/// A text continued by one token, as the tokenizer joins it to the token before (with or without a space). Nothing if
/// the token cannot be typed: an end token, or a part of a character.
[[nodiscard]] std::optional<std::string> continuedText(const Tokenizer& tokenizer, const std::string& text,
                                                       const Tokens& tokens, TokenId next);

} // namespace hl
