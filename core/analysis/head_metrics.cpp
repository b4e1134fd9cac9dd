#include "core/analysis/head_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

// Units and reasons that several metrics share.
constexpr const char* share = HL_NOOP("core", "share of the weight, 0 to 1");
constexpr const char* always = HL_NOOP("core", "No row of this head could be measured.");
constexpr const char* selfOnly =
    HL_NOOP("core", "Only for self-attention without a memory, where queries and keys are the same tokens.");
constexpr const char* causalOnly =
    HL_NOOP("core", "Only for the self-attention of causal models that read text alone: what was said before must decide.");

constexpr std::array<HeadMetricInfo, headMetricCount> table{{
    {HeadMetric::Entropy, "entropy", HL_NOOP("core", "entropy"),
     HL_NOOP("core", "How spread out the rows are: the mean over the rows of −Σ a ln a, in nats; 0 for one key alone."),
     "H_i = −Σ_j a[i,j] ln a[i,j]", HL_NOOP("core", "nats"), always},
    {HeadMetric::EffectiveKeys, "effective-keys", HL_NOOP("core", "effective keys"),
     HL_NOOP("core", "How many keys a row looks at: the mean over the rows of exp(entropy of the row)."),
     "exp(H_i)", HL_NOOP("core", "keys"), always},
    {HeadMetric::MeanDistance, "distance", HL_NOOP("core", "mean distance"),
     HL_NOOP("core", "How far the head looks: the mean over the rows of Σ a · |query − key|, in tokens."),
     "Σ_j a[i,j] |i − j|", HL_NOOP("core", "tokens"), selfOnly},
    {HeadMetric::PreviousMass, "previous-mass", HL_NOOP("core", "previous token"),
     HL_NOOP("core", "Weight on the token before: the mean of a[i, i − 1] over the rows from the second."),
     "a[i, i−1]", share, HL_NOOP("core", "Only for self-attention without a memory, on texts of at least two tokens.")},
    {HeadMetric::FirstMass, "first-mass", HL_NOOP("core", "first token"),
     HL_NOOP("core", "Weight on the first token: the mean of a[i, 0] over the rows from the second (in cross-attention over all rows)."),
     "a[i, 0]", share, HL_NOOP("core", "Only for texts of at least two tokens.")},
    {HeadMetric::SameTokenMass, "same-token-mass", HL_NOOP("core", "same token elsewhere"),
     HL_NOOP("core", "Weight on other places with the query's own token, over the rows that may look at one."),
     "Σ_j a[i,j], t_j = t_i, j ≠ i", share,
     HL_NOOP("core", "Only for self-attention without a memory, on texts in which a token comes back.")},
    {HeadMetric::DiagonalMass, "diagonal-mass", HL_NOOP("core", "itself"),
     HL_NOOP("core", "Weight on the token itself: the mean of a[i, i] over the rows."),
     "a[i, i]", share, selfOnly},
    {HeadMetric::NextMass, "next-mass", HL_NOOP("core", "next token"),
     HL_NOOP("core", "Weight on the token after: the mean of a[i, i + 1] over the rows that may look at it."),
     "a[i, i+1]", share, HL_NOOP("core", "Only for self-attention that may look ahead: under a causal mask no row may.")},
    {HeadMetric::SpecialMass, "special-mass", HL_NOOP("core", "special tokens"),
     HL_NOOP("core", "Weight on tokens that nobody typed ([CLS], [SEP], <s>): the mean over the rows of their weights' sum."),
     "Σ_j a[i,j], j special", share, HL_NOOP("core", "Only for texts to which the tokenizer adds tokens of its own.")},
    {HeadMetric::SinkMass, "sink-mass", HL_NOOP("core", "sink"),
     HL_NOOP("core", "Weight on the one key that gets most of it: the largest, over the keys, of the mean over the rows of a[i, key]."),
     "a[i, s], s = argmax_j Σ_i a[i,j]", share, always},
    {HeadMetric::Symmetry, "symmetry", HL_NOOP("core", "symmetry"),
     HL_NOOP("core", "How far the pattern equals its transpose: Σ a[i,j] a[j,i] / Σ a[i,j]², 1 for the same, 0 for pairs that never look at each other both."),
     "R Σ_j a[i,j] a[j,i] / Σ_kj a[k,j]²", HL_NOOP("core", "0 to 1"), selfOnly},
    {HeadMetric::PreviousScore, "previous-score", HL_NOOP("core", "previous-token score"),
     HL_NOOP("core", "On 25 random tokens said twice: the mean of a[i, i − 1], over 4 such texts (seed 0). It belongs to the model, whatever the text."),
     "a[i, i−1]", share, causalOnly},
    {HeadMetric::DuplicateScore, "duplicate-score", HL_NOOP("core", "duplicate-token score"),
     HL_NOOP("core", "On 25 random tokens said twice: the mean, in the second half, of the weight on the same token in the first, a[i, i − 25]."),
     "a[i, i−p]", share, causalOnly},
    {HeadMetric::InductionScore, "induction-score", HL_NOOP("core", "induction score"),
     HL_NOOP("core", "On 25 random tokens said twice: the mean, in the second half, of the weight on what followed the same token, a[i, i − 25 + 1]."),
     "a[i, i−p+1]", share, causalOnly},
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

bool isAllowed(const MeasuredPattern& m, Index row, Index key)
{
    return m.mask ? m.mask.at(row, key) != -std::numeric_limits<double>::infinity() : m.pattern.at(row, key) > 0.0;
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
        hasSuch = hasSuch || isAllowed(m, row, key);
        sum += m.pattern.at(row, key);
    }
    return hasSuch ? std::optional(sum) : std::nullopt;
}

/// Nothing if no key is a special token.
std::optional<double> specialMassOf(const MatrixView& pattern, const Tokens& keys, Index row)
{
    double sum = 0.0;
    bool hasSuch = false;
    for (Index key = 0; key < pattern.cols(); ++key) {
        if (keys[static_cast<std::size_t>(key)].isSpecial) {
            hasSuch = true;
            sum += pattern.at(row, key);
        }
    }
    return hasSuch ? std::optional(sum) : std::nullopt;
}

/// The key with the largest sum over these rows, the first of several.
Index sinkOf(const MatrixView& pattern, const std::vector<Index>& rows)
{
    std::vector<double> sums(static_cast<std::size_t>(pattern.cols()), 0.0);
    for (const Index row : rows) {
        for (Index key = 0; key < pattern.cols(); ++key)
            sums[static_cast<std::size_t>(key)] += pattern.at(row, key);
    }
    return std::max_element(sums.begin(), sums.end()) - sums.begin();
}

/// What everything below is computed from: the parts, and how they came about.
struct Measured
{
    HeadMetrics totals; ///< without its values
    HeadMetricRows rows;
};

class Measuring
{
public:
    explicit Measuring(const MeasuredPattern& m)
        : m_m(m)
        , m_pattern(m.pattern)
        , m_isSelf(m.tokens != nullptr)
        , m_keys(m.keyTokens != nullptr ? m.keyTokens : m.tokens)
    {
        for (int i = 0; i < textMetricCount; ++i)
            m_result.rows.parts[static_cast<std::size_t>(i)].resize(static_cast<std::size_t>(m_pattern.rows()));
    }

    Measured result()
    {
        for (Index row = 0; row < m_pattern.rows(); ++row) {
            const RowState state = stateOf(m_pattern, row);
            m_result.totals.fullyMaskedRows += state == RowState::FullyMasked ? 1 : 0;
            m_result.totals.nonFiniteRows += state == RowState::NonFinite ? 1 : 0;
            if (state == RowState::Measured)
                m_measured.push_back(row);
        }
        m_result.totals.rows = static_cast<Index>(m_measured.size());
        for (const Index row : m_measured)
            measureRow(row);
        if (!m_measured.empty())
            measureSink();
        if (m_isSelf)
            measureSymmetry();
        return std::move(m_result);
    }

private:
    void set(HeadMetric metric, Index row, std::optional<double> value)
    {
        m_result.rows.parts[static_cast<std::size_t>(metric)][static_cast<std::size_t>(row)] = value;
    }

    void measureRow(Index row)
    {
        const double entropy = entropyOf(m_pattern, row);
        set(HeadMetric::Entropy, row, entropy);
        set(HeadMetric::EffectiveKeys, row, std::exp(entropy));
        if (!m_isSelf || row > 0)
            set(HeadMetric::FirstMass, row, m_pattern.at(row, 0));
        if (m_keys != nullptr)
            set(HeadMetric::SpecialMass, row, specialMassOf(m_pattern, *m_keys, row));
        if (!m_isSelf)
            return;
        set(HeadMetric::MeanDistance, row, distanceOf(m_pattern, row));
        set(HeadMetric::DiagonalMass, row, m_pattern.at(row, row));
        set(HeadMetric::SameTokenMass, row, sameTokenMassOf(m_m, row));
        if (row > 0)
            set(HeadMetric::PreviousMass, row, m_pattern.at(row, row - 1));
        if (row + 1 < m_pattern.cols() && isAllowed(m_m, row, row + 1))
            set(HeadMetric::NextMass, row, m_pattern.at(row, row + 1));
    }

    void measureSink()
    {
        const Index sink = sinkOf(m_pattern, m_measured);
        m_result.totals.sinkKey = sink;
        for (const Index row : m_measured)
            set(HeadMetric::SinkMass, row, m_pattern.at(row, sink));
    }

    /// Rows and columns of rows that are left out are left out.
    void measureSymmetry()
    {
        double squares = 0.0;
        for (const Index i : m_measured) {
            for (const Index j : m_measured)
                squares += m_pattern.at(i, j) * m_pattern.at(i, j);
        }
        if (squares == 0.0)
            return;
        for (const Index i : m_measured) {
            double both = 0.0;
            for (const Index j : m_measured)
                both += m_pattern.at(i, j) * m_pattern.at(j, i);
            set(HeadMetric::Symmetry, i, static_cast<double>(m_measured.size()) * both / squares);
        }
    }

    const MeasuredPattern& m_m;
    const MatrixView& m_pattern;
    bool m_isSelf;
    const Tokens* m_keys;
    std::vector<Index> m_measured;
    Measured m_result;
};

std::optional<double> meanOf(const std::vector<std::optional<double>>& parts)
{
    double sum = 0.0;
    Index count = 0;
    for (const std::optional<double>& part : parts) {
        sum += part.value_or(0.0);
        count += part ? 1 : 0;
    }
    return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

Measured measure(const MeasuredPattern& measured)
{
    HL_ASSERT(measured.tokens == nullptr
              || (static_cast<Index>(measured.tokens->size()) == measured.pattern.rows()
                  && measured.pattern.rows() == measured.pattern.cols()));
    HL_ASSERT(measured.keyTokens == nullptr
              || static_cast<Index>(measured.keyTokens->size()) == measured.pattern.cols());
    return Measuring(measured).result();
}

/// Null pattern: it was not kept.
MeasuredPattern patternOf(const Trace& trace, const StepRef& headStep)
{
    StepRef ref = headStep;
    ref.step = Step::Pattern;
    MeasuredPattern measured;
    measured.pattern = trace.view(ref);
    if (!measured.pattern)
        return measured;
    // With a memory before the text a key's place is not its token's: only what needs no places is measured.
    const bool isSelf = keySide(ref) == ref.side && measured.pattern.rows() == measured.pattern.cols();
    measured.tokens = isSelf ? trace.rowTokens(ref) : nullptr;
    const Tokens* keys = trace.columnTokens(ref);
    const bool isText = ref.isCross || trace.memoryRows() == 0; // memory has stand-ins, not tokens
    if (isText && keys != nullptr && static_cast<Index>(keys->size()) == measured.pattern.cols())
        measured.keyTokens = keys;
    ref.step = Step::Mask;
    measured.mask = trace.view(ref);
    return measured;
}

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
    const Measured all = measure(measured);
    HeadMetrics result = all.totals;
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = meanOf(all.rows.parts[i]);
    return result;
}

HeadMetricRows headMetricRows(const MeasuredPattern& measured)
{
    return measure(measured).rows;
}

std::optional<HeadMetrics> headMetrics(const Trace& trace, const StepRef& headStep)
{
    const MeasuredPattern measured = patternOf(trace, headStep);
    return measured.pattern ? std::optional(headMetrics(measured)) : std::nullopt;
}

std::optional<HeadMetricRows> headMetricRows(const Trace& trace, const StepRef& headStep)
{
    const MeasuredPattern measured = patternOf(trace, headStep);
    return measured.pattern ? std::optional(headMetricRows(measured)) : std::nullopt;
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
