#include "core/analysis/answer_spans.h"

#include <algorithm>
#include <utility>

namespace hl {

namespace {

constexpr Index longestAnswer = 15; // tokens

} // namespace

Result<std::vector<AnswerSpan>> likeliestAnswers(const Trace& trace, Index count)
{
    const ModelSpec& spec = trace.model().spec();
    if (spec.head.problem != ClassProblem::Span)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1 does not say where in the text an answer stands."), {spec.name});
    const MatrixView probs = trace.view(*probabilityStep(spec));
    if (!probs)
        return fail(ErrorCode::NotCaptured, HL_NOOP("core", "%1 was not kept in this run."), {nameOf(*probabilityStep(spec))});
    const Tokens& tokens = trace.tokens(spec.spokenSide());
    const bool isPair = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.sequence == 1; });
    const auto mayAnswer = [&](Index place) {
        const Token& token = tokens[static_cast<std::size_t>(place)];
        return !token.isSpecial && (!isPair || token.sequence == 1);
    };
    std::vector<AnswerSpan> found;
    for (Index first = 0; first < probs.rows(); ++first) {
        for (Index last = first; last < std::min(probs.rows(), first + longestAnswer) && mayAnswer(last); ++last) {
            const double probability = probs.at(first, 0) * probs.at(last, 1);
            if (probability > 0.0) // no NaN either
                found.push_back({first, last, probability, {}});
        }
    }
    const auto kept = found.begin() + std::clamp<Index>(count, 0, static_cast<Index>(found.size()));
    std::partial_sort(found.begin(), kept, found.end(), [](const AnswerSpan& a, const AnswerSpan& b) {
        return a.probability != b.probability ? a.probability > b.probability : std::pair(a.first, a.last) < std::pair(b.first, b.last);
    });
    found.erase(kept, found.end());
    for (AnswerSpan& span : found) {
        std::vector<TokenId> ids;
        for (Index place = span.first; place <= span.last; ++place)
            ids.push_back(tokens[static_cast<std::size_t>(place)].id);
        if (const Tokenizer* tokenizer = trace.model().tokenizer())
            span.text = tokenizer->decode(ids);
    }
    return found;
}

} // namespace hl
