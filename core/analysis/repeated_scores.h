#pragma once

#include "core/analysis/head_metrics.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace hl {

/// Random tokens said twice, on which a head shows what it does with repetitions whatever the words mean (Olsson et al.
/// 2022, "In-context learning and induction heads").
struct RepeatedTexts
{
    static constexpr int wantedPeriod = 25; ///< tokens before they come again
    static constexpr int count = 4;         ///< texts
    static constexpr std::uint64_t seed = 0;

    int period = 0;   ///< less than wantedPeriod where the vocabulary or the positions do not reach
    int first = 0;    ///< 1 where the texts begin with the model's own begin token, else 0
    std::vector<std::vector<TokenId>> ids; ///< [text][first + 2 · period]
};

/// Tokens are drawn without replacement from those that stand for text (no begin, end or mask token, no single bytes such
/// as <0xE6>): SplitMix64(seed) shuffles them, in ascending order at first, by Fisher and Yates from the front. Refuses
/// models that are not causal, read no text or have room for fewer than 4 tokens twice; the sentence says which.
[[nodiscard]] Result<RepeatedTexts> repeatedTexts(const Model& model);

/// The three scores of one head and the parts that they are the means of, text after text.
struct HeadScores
{
    StepRef head;
    /// PreviousScore: a[i, i−1], rows from the second. DuplicateScore: a[i, i−p], rows of the second half.
    /// InductionScore: a[i, i−p+1], the same rows. A row that is not finite is left out.
    HeadMetricRows rows;

    [[nodiscard]] std::optional<double> value(HeadMetric metric) const;
};

struct RepeatedScores
{
    RepeatedTexts texts;
    std::vector<HeadScores> heads; ///< in the order of attentionHeads()

    [[nodiscard]] const HeadScores* find(const StepRef& headStep) const;
};

/// Runs the model on the texts in float32. The same model gives the same numbers, bit by bit; in real numbers the error
/// of a score is that of the pattern's cells (step table).
[[nodiscard]] Result<RepeatedScores> repeatedScores(const std::shared_ptr<const Model>& model, std::stop_token stop = {});

/// The scores of one pattern of a text whose tokens come again after `period`, the first of them at row `first`.
[[nodiscard]] HeadMetricRows scoreRows(const MatrixView& pattern, int first, int period);

} // namespace hl
