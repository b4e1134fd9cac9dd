#include "core/analysis/head_metrics.h"

#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr std::array<HeadMetricInfo, headMetricCount> table{{
    {HeadMetric::Entropy, "entropy", HL_NOOP("core", "entropy"),
     HL_NOOP("core", "How spread out the rows are: the mean over the rows of −Σ a ln a, in nats; 0 for one key alone.")},
    {HeadMetric::EffectiveKeys, "effective-keys", HL_NOOP("core", "effective keys"),
     HL_NOOP("core", "How many keys a row looks at: the mean over the rows of exp(entropy of the row).")},
    {HeadMetric::MeanDistance, "distance", HL_NOOP("core", "mean distance"),
     HL_NOOP("core", "How far the head looks: the mean over the rows of Σ a · |query − key|, in tokens.")},
    {HeadMetric::PreviousMass, "previous-mass", HL_NOOP("core", "previous token"),
     HL_NOOP("core", "Weight on the token before: the mean of a[i, i − 1] over the rows from the second.")},
    {HeadMetric::FirstMass, "first-mass", HL_NOOP("core", "first token"),
     HL_NOOP("core", "Weight on the first token: the mean of a[i, 0] over the rows from the second (in cross-attention over all rows).")},
    {HeadMetric::SameTokenMass, "same-token-mass", HL_NOOP("core", "same token elsewhere"),
     HL_NOOP("core", "Weight on other places with the query's own token, over the rows that may look at one.")},
    {HeadMetric::DiagonalMass, "diagonal-mass", HL_NOOP("core", "itself"),
     HL_NOOP("core", "Weight on the token itself: the mean of a[i, i] over the rows.")},
}};

enum class RowState { Measured, FullyMasked, NonFinite };

RowState stateOf(const MatrixView& pattern, Index row)
{
    bool isZero = true;
    for (Index key = 0; key < pattern.cols(); ++key) {
        const double a = pattern.at(row, key);
        if (!std::isfinite(a))
            return RowState::NonFinite;
        isZero = isZero && a == 0.0;
    }
    return isZero ? RowState::FullyMasked : RowState::Measured;
}

double entropyOf(const MatrixView& pattern, Index row)
{
    double sum = 0.0;
    for (Index key = 0; key < pattern.cols(); ++key) {
        const double a = pattern.at(row, key);
        if (a > 0.0)
            sum -= a * std::log(a);
    }
    return sum;
}

double distanceOf(const MatrixView& pattern, Index row)
{
    double sum = 0.0;
    for (Index key = 0; key < pattern.cols(); ++key)
        sum += pattern.at(row, key) * static_cast<double>(std::abs(row - key));
    return sum;
}

/// Nothing if the row may not look at another place with its token.
std::optional<double> sameTokenMassOf(const MeasuredPattern& m, Index row)
{
    const TokenId own = (*m.tokens)[static_cast<std::size_t>(row)].id;
    double sum = 0.0;
    bool hasSuch = false;
    for (Index key = 0; key < m.pattern.cols(); ++key) {
        if (key == row || (*m.tokens)[static_cast<std::size_t>(key)].id != own)
            continue;
        const bool isAllowed = m.mask ? m.mask.at(row, key) != -std::numeric_limits<double>::infinity()
                                      : m.pattern.at(row, key) > 0.0;
        hasSuch = hasSuch || isAllowed;
        sum += m.pattern.at(row, key);
    }
    return hasSuch ? std::optional(sum) : std::nullopt;
}

class Mean
{
public:
    void add(std::optional<double> value)
    {
        if (!value)
            return;
        m_sum += *value;
        ++m_count;
    }
    [[nodiscard]] std::optional<double> value() const
    {
        return m_count > 0 ? std::optional(m_sum / static_cast<double>(m_count)) : std::nullopt;
    }

private:
    double m_sum = 0.0;
    Index m_count = 0;
};

} // namespace

std::span<const HeadMetricInfo, headMetricCount> headMetricTable()
{
    return table;
}

const HeadMetricInfo& infoOf(HeadMetric metric)
{
    return table[static_cast<std::size_t>(metric)];
}

HeadMetrics headMetrics(const MeasuredPattern& measured)
{
    const MatrixView& pattern = measured.pattern;
    const bool isSelf = measured.tokens != nullptr;
    HL_ASSERT(!isSelf || (static_cast<Index>(measured.tokens->size()) == pattern.rows()
                          && pattern.rows() == pattern.cols()));
    HeadMetrics result;
    std::array<Mean, headMetricCount> means;
    const auto mean = [&](HeadMetric metric) -> Mean& { return means[static_cast<std::size_t>(metric)]; };
    for (Index row = 0; row < pattern.rows(); ++row) {
        const RowState state = stateOf(pattern, row);
        result.fullyMaskedRows += state == RowState::FullyMasked ? 1 : 0;
        result.nonFiniteRows += state == RowState::NonFinite ? 1 : 0;
        if (state != RowState::Measured)
            continue;
        ++result.rows;
        const double entropy = entropyOf(pattern, row);
        mean(HeadMetric::Entropy).add(entropy);
        mean(HeadMetric::EffectiveKeys).add(std::exp(entropy));
        if (!isSelf || row > 0)
            mean(HeadMetric::FirstMass).add(pattern.at(row, 0));
        if (!isSelf)
            continue;
        mean(HeadMetric::MeanDistance).add(distanceOf(pattern, row));
        mean(HeadMetric::DiagonalMass).add(pattern.at(row, row));
        mean(HeadMetric::SameTokenMass).add(sameTokenMassOf(measured, row));
        if (row > 0)
            mean(HeadMetric::PreviousMass).add(pattern.at(row, row - 1));
    }
    for (std::size_t i = 0; i < means.size(); ++i)
        result.values[i] = means[i].value();
    return result;
}

std::optional<HeadMetrics> headMetrics(const Trace& trace, const StepRef& headStep)
{
    StepRef ref = headStep;
    ref.step = Step::Pattern;
    MeasuredPattern measured;
    measured.pattern = trace.view(ref);
    if (!measured.pattern)
        return std::nullopt;
    // With a memory before the text a key's place is not its token's: only what needs no places is measured.
    const bool isSelf = !ref.isCross && measured.pattern.rows() == measured.pattern.cols();
    measured.tokens = isSelf ? trace.rowTokens(ref) : nullptr;
    ref.step = Step::Mask;
    measured.mask = trace.view(ref);
    return headMetrics(measured);
}

std::vector<StepRef> attentionHeads(const ModelSpec& spec)
{
    std::vector<StepRef> heads;
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        for (int layer = 0; layer < stack.layers; ++layer) {
            for (int head = 0; head < stack.attention.heads; ++head)
                heads.push_back({.step = Step::Pattern, .layer = layer, .head = head, .side = side});
            for (int head = 0; stack.cross && head < stack.cross->heads; ++head)
                heads.push_back({.step = Step::Pattern, .layer = layer, .head = head, .side = side, .isCross = true});
        }
    }
    return heads;
}

} // namespace hl
