#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace hl {

/// Tokens [first, last] of a text, as the answer to a question.
struct AnswerSpan
{
    Index first = 0;
    Index last = 0;
    double probability = 0.0; ///< that the answer starts at the first times that it ends at the last
    std::string text;         ///< as the tokenizer joins them; "" without a tokenizer
};

/// The likeliest answers, the likeliest first, of a model that says where in the text something is (ClassProblem::Span): at most
/// 15 tokens in a row, as the reference looks for them, none of them added by the tokenizer, and of a pair of texts all in the second.
/// Where a decoder has read the text again, the tokens are the encoder's.
/// Errors: a model of another kind, probabilities that were not kept.
[[nodiscard]] Result<std::vector<AnswerSpan>> likeliestAnswers(const Trace& trace, Index count);

} // namespace hl
