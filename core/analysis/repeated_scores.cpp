#include "core/analysis/repeated_scores.h"

#include "core/base/seeded_random.h"
#include "core/forward/forward.h"
#include "core/run/trace_inputs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hl {

namespace {

constexpr int leastPeriod = 4;

/// "<0xE6>": a byte that vocabularies keep for words they lack; models seldom learned anything about most of them.
bool isByte(const std::string& piece)
{
    return piece.size() == 6 && piece.starts_with("<0x") && piece.back() == '>';
}

/// Ids that stand for text, in ascending order.
std::vector<TokenId> textIds(const Model& model)
{
    const Tokenizer* tokenizer = model.tokenizer();
    std::vector<TokenId> ids;
    for (TokenId id = 0; id < model.spec().vocabularyOf(Side::Only); ++id) {
        if (tokenizer != nullptr) {
            const std::array<TokenId, 1> alone{id};
            const bool isOwn = id == tokenizer->beginId() || id == tokenizer->endId() || id == tokenizer->maskId();
            if (isOwn || id >= tokenizer->vocabularySize() || isByte(tokenizer->piece(id))
                || tokenizer->decode(alone).empty())
                continue;
        }
        ids.push_back(id);
    }
    return ids;
}

/// The token that this model's texts begin with, where they do.
std::optional<TokenId> beginOf(const Model& model)
{
    const Tokenizer* tokenizer = model.tokenizer();
    if (tokenizer == nullptr)
        return std::nullopt;
    const Tokens tokens = tokenizer->encodeForModel("a");
    return !tokens.empty() && tokens.front().isSpecial ? std::optional(tokens.front().id) : std::nullopt;
}

void append(HeadMetricRows& to, const HeadMetricRows& from)
{
    for (std::size_t i = 0; i < to.parts.size(); ++i)
        to.parts[i].insert(to.parts[i].end(), from.parts[i].begin(), from.parts[i].end());
}

} // namespace

Result<RepeatedTexts> repeatedTexts(const Model& model)
{
    const ModelSpec& spec = model.spec();
    if (spec.isEncoderDecoder() || spec.image || spec.audio || !spec.stack(Side::Only).attention.isCausal
        || spec.stack(Side::Only).memory > 0)
        return fail(ErrorCode::Unsupported, infoOf(HeadMetric::InductionScore).absence);
    const std::vector<TokenId> ids = textIds(model);
    const std::optional<TokenId> begin = beginOf(model);
    RepeatedTexts texts;
    texts.first = begin ? 1 : 0;
    texts.period = static_cast<int>(std::min<std::size_t>(RepeatedTexts::wantedPeriod, ids.size()));
    if (const int longest = maxTokens(model, Side::Only); longest > 0)
        texts.period = std::min(texts.period, (longest - texts.first) / 2);
    if (texts.period < leastPeriod)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "The scores need %1 different tokens twice, and this model's vocabulary or positions have no room for them."),
                    {std::to_string(leastPeriod)});
    SeededRandom random(RepeatedTexts::seed);
    for (int text = 0; text < RepeatedTexts::count; ++text) {
        std::vector<TokenId> order = ids;
        std::vector<TokenId> row;
        if (begin)
            row.push_back(*begin);
        for (int i = 0; i < texts.period; ++i) {
            const auto here = static_cast<std::size_t>(i);
            const auto left = static_cast<double>(order.size() - here);
            std::swap(order[here], order[here + static_cast<std::size_t>(random.uniform() * left)]);
        }
        for (int copy = 0; copy < 2; ++copy)
            row.insert(row.end(), order.begin(), order.begin() + texts.period);
        texts.ids.push_back(std::move(row));
    }
    return texts;
}

HeadMetricRows scoreRows(const MatrixView& pattern, int first, int period)
{
    HeadMetricRows rows;
    for (const HeadMetric metric : {HeadMetric::PreviousScore, HeadMetric::DuplicateScore, HeadMetric::InductionScore})
        rows.parts[static_cast<std::size_t>(metric)].resize(static_cast<std::size_t>(pattern.rows()));
    for (Index row = 1; row < pattern.rows(); ++row) {
        bool isFinite = true;
        for (Index key = 0; key <= row; ++key)
            isFinite = isFinite && std::isfinite(pattern.at(row, key));
        if (!isFinite)
            continue;
        const auto set = [&](HeadMetric metric, Index key) {
            rows.parts[static_cast<std::size_t>(metric)][static_cast<std::size_t>(row)] = pattern.at(row, key);
        };
        set(HeadMetric::PreviousScore, row - 1);
        if (row < first + period)
            continue;
        set(HeadMetric::DuplicateScore, row - period);
        set(HeadMetric::InductionScore, row - period + 1);
    }
    return rows;
}

std::optional<double> HeadScores::value(HeadMetric metric) const
{
    double sum = 0.0;
    Index count = 0;
    for (const auto& part : rows.of(metric)) {
        sum += part.value_or(0.0);
        count += part ? 1 : 0;
    }
    return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

const HeadScores* RepeatedScores::find(const StepRef& headStep) const
{
    const auto found = std::find_if(heads.begin(), heads.end(), [&](const HeadScores& scores) {
        return scores.head.layer == headStep.layer && scores.head.head == headStep.head
               && scores.head.side == headStep.side && scores.head.isCross == headStep.isCross;
    });
    return found == heads.end() ? nullptr : &*found;
}

Result<RepeatedScores> repeatedScores(const std::shared_ptr<const Model>& model, std::stop_token stop)
{
    auto texts = repeatedTexts(*model);
    if (!texts)
        return tl::unexpected(texts.error());
    RepeatedScores result;
    for (const StepRef& head : attentionHeads(model->spec())) {
        if (head.side != Side::Query) // nothing is asked for in these texts
            result.heads.push_back({head, {}});
    }
    for (const std::vector<TokenId>& ids : texts->ids) {
        ForwardInput input;
        input.source.tokens = tokensOfIds(*model, ids);
        input.capture.patterns = {"*.pattern"};
        const auto trace = forward(model, std::move(input), stop);
        if (!trace)
            return tl::unexpected(trace.error());
        for (HeadScores& scores : result.heads) {
            const MatrixView pattern = (*trace)->view(scores.head);
            if (!pattern)
                return fail(ErrorCode::NotCaptured,
                            HL_NOOP("core", "%1 was not kept in this run; keep it to measure its head."),
                            {nameOf(scores.head)});
            append(scores.rows, scoreRows(pattern, texts->first, texts->period));
        }
    }
    result.texts = std::move(*texts);
    return result;
}

} // namespace hl
