#include "core/analysis/reading.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr float never = -std::numeric_limits<float>::infinity();

bool isHidden(const Token& token, const PatternReading& reading)
{
    return reading.specials != SpecialTokens::Shown && token.isSpecial;
}

/// What stands along one axis.
std::vector<WordSpan> spansOf(const Tokens& tokens, const PatternReading& reading)
{
    std::vector<WordSpan> spans;
    if (reading.joinsWords) {
        spans = wordSpans(tokens);
    } else {
        for (int i = 0; i < static_cast<int>(tokens.size()); ++i)
            spans.push_back({i, i + 1, tokens[static_cast<std::size_t>(i)].segment, tokens[static_cast<std::size_t>(i)].isSpecial});
    }
    // A special token stands alone in its span.
    std::erase_if(spans, [&](const WordSpan& span) { return isHidden(tokens[static_cast<std::size_t>(span.first)], reading); });
    return spans;
}

std::vector<Index> hiddenOf(const Tokens& tokens, const PatternReading& reading)
{
    std::vector<Index> hidden;
    for (Index i = 0; i < static_cast<Index>(tokens.size()); ++i) {
        if (isHidden(tokens[static_cast<std::size_t>(i)], reading))
            hidden.push_back(i);
    }
    return hidden;
}

bool isForbiddenAt(const MatrixView& forbidden, Index row, Index col)
{
    return forbidden && forbidden.at(row, col) == -std::numeric_limits<double>::infinity();
}

/// Means over the rows that can be measured: entropy, and that of an even spread.
struct Spread
{
    double entropy = 0.0;
    double even = 0.0;
    Index rows = 0;
};

template <class T>
Spread spreadOf(const HeadPattern& head)
{
    const auto pattern = head.pattern.as<T>();
    Spread spread;
    for (Index row = 0; row < pattern.rows(); ++row) {
        double entropy = 0.0;
        Index allowed = 0;
        bool isFinite = true;
        bool isZero = true;
        for (Index col = 0; col < pattern.cols(); ++col) {
            const double a = pattern(row, col);
            isFinite = isFinite && std::isfinite(a);
            isZero = isZero && a == 0.0;
            if (a > 0.0)
                entropy -= a * std::log(a);
            allowed += head.forbidden ? !isForbiddenAt(head.forbidden, row, col) : a > 0.0;
        }
        if (!isFinite || isZero)
            continue;
        spread.entropy += entropy;
        spread.even += std::log(static_cast<double>(std::max<Index>(allowed, 1)));
        ++spread.rows;
    }
    if (spread.rows > 0) {
        spread.entropy /= static_cast<double>(spread.rows);
        spread.even /= static_cast<double>(spread.rows);
    }
    return spread;
}

std::vector<HeadShare> sharesOf(std::span<const HeadPattern> heads, Aggregate aggregate)
{
    std::vector<HeadShare> shares;
    double total = 0.0;
    for (const HeadPattern& head : heads) {
        HeadShare share{head.head, 1.0, std::nullopt, std::nullopt};
        if (aggregate == Aggregate::Entropy) {
            const Spread spread = head.pattern.dtype() == DType::Float32 ? spreadOf<float>(head) : spreadOf<double>(head);
            if (spread.rows > 0) {
                share.entropy = spread.entropy;
                share.even = spread.even;
            }
            share.share = spread.even > 0.0 ? std::max(0.0, 1.0 - spread.entropy / spread.even) : 0.0;
        }
        total += share.share;
        shares.push_back(share);
    }
    for (HeadShare& share : shares)
        share.share = total > 0.0 ? share.share / total : 1.0 / static_cast<double>(shares.size());
    return shares;
}

/// Puts one head after the other into the picture.
class Reader
{
public:
    Reader(const Tokens& queries, const Tokens& keys, const PatternReading& reading)
        : m_reading(reading)
        , m_hiddenKeys(hiddenOf(keys, reading))
    {
        m_out.queries = spansOf(queries, reading);
        m_out.keys = spansOf(keys, reading);
        m_out.hiddenKeys = static_cast<Index>(m_hiddenKeys.size());
        m_out.hiddenQueries = static_cast<Index>(hiddenOf(queries, reading).size());
        const auto rows = static_cast<Index>(m_out.queries.size());
        const auto cols = static_cast<Index>(m_out.keys.size());
        m_out.weights = MatrixOf<double>::Zero(rows, cols);
        m_out.forbidden = MatrixOf<float>::Constant(rows, cols, never);
        m_out.hidden.assign(m_out.queries.size(), 0.0);
        m_out.looking.assign(m_out.queries.size(), 0.0);
        m_row.resize(m_out.keys.size());
    }

    [[nodiscard]] bool isEmpty() const { return m_out.queries.empty() || m_out.keys.empty(); }

    void add(const HeadPattern& head, double share)
    {
        head.pattern.dtype() == DType::Float32 ? addOf<float>(head, share) : addOf<double>(head, share);
        ++m_count;
    }

    ReadPattern finish(std::vector<HeadShare> shares)
    {
        m_out.heads = std::move(shares);
        m_out.hiddenShare = m_mass > 0.0 ? m_hiddenMass / m_mass : 0.0;
        return std::move(m_out);
    }

private:
    template <class T>
    void addOf(const HeadPattern& head, double share)
    {
        const auto pattern = head.pattern.as<T>();
        const bool isMax = m_reading.aggregate == Aggregate::Max;
        for (std::size_t r = 0; r < m_out.queries.size(); ++r) {
            const WordSpan& span = m_out.queries[r];
            const double pieces = span.last - span.first;
            std::fill(m_row.begin(), m_row.end(), 0.0);
            double hidden = 0.0;
            for (Index i = span.first; i < span.last; ++i) {
                const RowMass mass = addRow(pattern.row(i).data(), share);
                hidden += mass.hidden / pieces;
                const bool isLooking = mass.rest != 0.0 || (m_reading.specials == SpecialTokens::Hidden && mass.hidden != 0.0);
                m_out.looking[r] += isLooking ? share / pieces : 0.0;
            }
            const auto row = static_cast<Index>(r);
            for (Index c = 0; c < m_out.weights.cols(); ++c) {
                const double value = m_row[static_cast<std::size_t>(c)] / pieces;
                double& cell = m_out.weights(row, c);
                if (!isMax)
                    cell += share * value;
                else if (m_count == 0 || value > cell || std::isnan(value))
                    cell = std::isnan(cell) ? cell : value;
            }
            m_out.hidden[r] += share * hidden;
            noteAllowed(head.forbidden, row);
        }
    }

    struct RowMass
    {
        double rest = 0.0;   ///< on the keys shown
        double hidden = 0.0; ///< on those taken out
    };

    /// Adds one token's row.
    template <class T>
    RowMass addRow(const T* a, double share)
    {
        double hidden = 0.0;
        for (const Index key : m_hiddenKeys)
            hidden += static_cast<double>(a[key]);
        double rest = 0.0;
        for (const WordSpan& key : m_out.keys) {
            for (Index j = key.first; j < key.last; ++j)
                rest += static_cast<double>(a[j]);
        }
        if (std::isfinite(rest + hidden)) {
            m_mass += share * (rest + hidden);
            m_hiddenMass += share * hidden;
        }
        double divisor = 1.0;
        if (m_reading.specials == SpecialTokens::Renormalised) {
            if (rest == 0.0) {
                m_out.emptyRows += hidden > 0.0;
                return {rest, hidden};
            }
            divisor = rest;
        }
        for (std::size_t c = 0; c < m_out.keys.size(); ++c) {
            double sum = 0.0;
            for (Index j = m_out.keys[c].first; j < m_out.keys[c].last; ++j)
                sum += static_cast<double>(a[j]);
            m_row[c] += sum / divisor;
        }
        return {rest, hidden};
    }

    void noteAllowed(const MatrixView& forbidden, Index row)
    {
        if (!forbidden) {
            m_out.forbidden.row(row).setZero();
            return;
        }
        const WordSpan& query = m_out.queries[static_cast<std::size_t>(row)];
        for (Index c = 0; c < m_out.forbidden.cols(); ++c) {
            const WordSpan& key = m_out.keys[static_cast<std::size_t>(c)];
            float& cell = m_out.forbidden(row, c);
            for (Index i = query.first; i < query.last && cell != 0.0F; ++i) {
                for (Index j = key.first; j < key.last && cell != 0.0F; ++j)
                    cell = isForbiddenAt(forbidden, i, j) ? never : 0.0F;
            }
        }
    }

    PatternReading m_reading;
    std::vector<Index> m_hiddenKeys;
    std::vector<double> m_row; ///< of one head's query: Σ over its pieces
    ReadPattern m_out;
    Index m_count = 0;
    double m_mass = 0.0;
    double m_hiddenMass = 0.0;
};

} // namespace

bool PatternReading::isPlain() const
{
    return !joinsWords && specials == SpecialTokens::Shown && aggregate == Aggregate::Head;
}

PatternReading PatternReading::ofOneHead() const
{
    PatternReading one = *this;
    one.aggregate = Aggregate::Head;
    one.isOverAllLayers = false;
    return one;
}

Result<ReadPattern> readPatterns(std::span<const HeadPattern> heads, const Tokens& queries, const Tokens& keys, const PatternReading& reading)
{
    HL_ASSERT(!heads.empty());
    Reader reader(queries, keys, reading);
    if (reader.isEmpty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "This text has only special tokens: show them, or type a word."));
    auto shares = sharesOf(heads, reading.aggregate);
    for (std::size_t i = 0; i < heads.size(); ++i) {
        HL_ASSERT(heads[i].pattern.rows() == static_cast<Index>(queries.size()));
        HL_ASSERT(heads[i].pattern.cols() == static_cast<Index>(keys.size()));
        reader.add(heads[i], shares[i].share);
    }
    return reader.finish(std::move(shares));
}

std::vector<StepRef> headsRead(const Trace& trace, const StepRef& head, const PatternReading& reading)
{
    StepRef one = head;
    one.step = Step::Pattern;
    if (reading.aggregate == Aggregate::Head)
        return {one};
    const StackSpec& stack = trace.model().spec().stack(head.side);
    const int count = (head.isCross ? *stack.cross : stack.attention).heads;
    std::vector<StepRef> heads;
    for (int layer = 0; layer < stack.layers; ++layer) {
        for (one.head = 0; one.head < count && (reading.isOverAllLayers || layer == head.layer); ++one.head) {
            one.layer = layer;
            heads.push_back(one);
        }
    }
    return heads;
}

Result<ReadPattern> readPattern(const Trace& trace, const StepRef& head, const PatternReading& reading)
{
    std::vector<HeadPattern> patterns;
    for (const StepRef& ref : headsRead(trace, head, reading)) {
        const MatrixView pattern = trace.view(ref);
        if (!pattern)
            return fail(ErrorCode::NotCaptured, HL_NOOP("core", "%1 was not kept in this run: shorten the text, or look at a head by itself."),
                        {nameOf(ref)});
        patterns.push_back({ref, pattern, trace.forbidden(ref)});
    }
    const StepRef& first = patterns.front().head;
    return readPatterns(patterns, *trace.rowTokens(first), *trace.columnTokens(first), reading);
}

std::string nameOfReading(const StepRef& head, const PatternReading& reading)
{
    StepRef ref = head;
    ref.step = Step::Pattern;
    std::string name = nameOf(ref);
    if (reading.aggregate != Aggregate::Head) {
        name = pathPrefix(head.side);
        if (!reading.isOverAllLayers)
            name += "blocks." + std::to_string(head.layer) + ".";
        name += head.isCross ? "cross." : "attn.";
        name += reading.aggregate == Aggregate::Mean ? "mean" : reading.aggregate == Aggregate::Max ? "max" : "entropy";
        name += ".pattern";
    }
    if (reading.joinsWords)
        name += ".words";
    if (reading.specials != SpecialTokens::Shown)
        name += reading.specials == SpecialTokens::Hidden ? ".hidden" : ".renormalised";
    return name;
}

Index spanOf(const std::vector<WordSpan>& spans, Index token)
{
    const auto found = std::find_if(spans.begin(), spans.end(), [&](const WordSpan& span) { return token < span.last; });
    return std::min<Index>(found - spans.begin(), static_cast<Index>(spans.size()) - 1);
}

} // namespace hl
