#include "core/analysis/predictions.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace hl {

namespace {

/// A text that can be typed; nothing where a character is broken off.
std::optional<std::string> typed(std::string text)
{
    return sanitise(text) == text ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

std::vector<Index> largestColumns(const MatrixView& values, Index row, Index count)
{
    std::vector<Index> columns(static_cast<std::size_t>(values.cols()));
    std::iota(columns.begin(), columns.end(), Index{0});
    const auto kept = columns.begin() + std::clamp<Index>(count, 0, values.cols());
    const auto keyOf = [&](Index column) {
        const double value = values.at(row, column);
        return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
    };
    std::partial_sort(columns.begin(), kept, columns.end(), [&](Index a, Index b) {
        return keyOf(a) > keyOf(b) || (keyOf(a) == keyOf(b) && a < b);
    });
    columns.erase(kept, columns.end());
    return columns;
}

double valueOf(const Candidate& candidate, const HeadSpec& head)
{
    return head.problem == ClassProblem::Number ? candidate.logit : candidate.probability;
}

std::vector<Index> shownColumns(const MatrixView& values, Index row, Index count, const HeadSpec& head)
{
    if (head.problem != ClassProblem::Number && head.problem != ClassProblem::Span)
        return largestColumns(values, row, count);
    std::vector<Index> columns(static_cast<std::size_t>(std::clamp<Index>(count, 0, values.cols())));
    std::iota(columns.begin(), columns.end(), Index{0});
    return columns;
}

Index predictedPosition(const Trace& trace, Index selected)
{
    const ModelSpec& spec = trace.model().spec();
    if (spec.head.kind == HeadKind::Classes && spec.head.classRow != ClassRow::Each)
        return trace.firstLogitRow();
    const Tokens& tokens = trace.tokens(spec.outputSide());
    const Index last = std::max<Index>(static_cast<Index>(tokens.size()) - 1, 0);
    const Index position = std::clamp<Index>(selected, 0, last);
    if (spec.isAsked) // every row of the query stream stands for a word that is missing
        return position;
    const Tokenizer* tokenizer = trace.model().tokenizer();
    const auto mask = tokenizer ? tokenizer->maskId() : std::nullopt;
    if (spec.head.kind != HeadKind::MaskedWord || !mask || tokens[static_cast<std::size_t>(position)].id == *mask)
        return position;
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.id == *mask; });
    return found == tokens.end() ? position : static_cast<Index>(found - tokens.begin());
}

Result<std::vector<Candidate>> topCandidates(const Trace& trace, Index position, Index count)
{
    const ModelSpec& spec = trace.model().spec();
    if (spec.head.kind == HeadKind::None)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1 has no prediction head: it ends with its last layer's rows."), {spec.name});
    const MatrixView logits = trace.view({.step = Step::Logits, .side = spec.outputSide()});
    const auto probsStep = probabilityStep(spec);
    const MatrixView probs = probsStep ? trace.view(*probsStep) : MatrixView{};
    const Index row = position - trace.firstLogitRow();
    if (!logits || (probsStep && !probs) || row < 0 || row >= logits.rows())
        return fail(ErrorCode::NotCaptured,
                    HL_NOOP("core", "The predictions at token %1 were not kept in this run; look at the last token."),
                    {std::to_string(position)});
    std::vector<Candidate> top;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (const Index column : shownColumns(probs ? probs : logits, row, count, spec.head))
        top.push_back({static_cast<TokenId>(column), logits.at(row, column), probs ? probs.at(row, column) : none});
    return top;
}

Result<std::vector<Candidate>> textClasses(const Trace& trace)
{
    const auto& names = trace.model().spec().head.textClasses;
    const Tokenizer* tokenizer = trace.model().tokenizer();
    if (names.empty() || !tokenizer)
        return std::vector<Candidate>{};
    const auto all = topCandidates(trace, 0, trace.model().spec().outputs());
    if (!all)
        return all;
    std::vector<Candidate> found;
    std::copy_if(all->begin(), all->end(), std::back_inserter(found), [&](const Candidate& candidate) {
        return std::find(names.begin(), names.end(), tokenizer->piece(candidate.id)) != names.end();
    });
    return found;
}

std::optional<std::string> continuedText(const Tokenizer& tokenizer, const std::string& text, const Tokens& tokens,
                                         TokenId next)
{
    const std::array<TokenId, 1> alone{next};
    if (tokenizer.decode(alone).empty() || next == tokenizer.endId() || next == tokenizer.beginId())
        return std::nullopt;
    const auto last = std::find_if(tokens.rbegin(), tokens.rend(), [](const Token& token) { return !token.isSpecial; });
    if (last == tokens.rend() || text.empty())
        return typed(text + tokenizer.decode(alone));
    // What the second token adds, space included, is the difference of the two decoded texts.
    const std::array<TokenId, 1> before{last->id};
    const std::array<TokenId, 2> both{last->id, next};
    const std::string shorter = tokenizer.decode(before);
    const std::string longer = tokenizer.decode(both);
    return typed(longer.starts_with(shorter) ? text + longer.substr(shorter.size()) : text + tokenizer.decode(alone));
}

} // namespace hl
