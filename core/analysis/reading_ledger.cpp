#include "core/analysis/reading_ledger.h"

#include "core/explain/symbols.h"

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

constexpr double tolerance = 1e-12; // of float64 sums, relative to what is added

/// Σ of a row over the keys that a reading shows.
double restOf(const MatrixView& pattern, Index query, const std::vector<WordSpan>& keys)
{
    double rest = 0.0;
    for (const WordSpan& key : keys) {
        for (Index j = key.first; j < key.last; ++j)
            rest += pattern.at(query, j);
    }
    return rest;
}

std::string headSymbol(const StepRef& head, Index row, Index col)
{
    return "r(" + std::to_string(head.layer) + "." + std::to_string(head.head) + ")[" + std::to_string(row) + "," + std::to_string(col) + "]";
}

void finish(Explanation& e, double shown)
{
    e.traced = shown;
    e.magnitude = 0.0;
    for (const Term& term : e.terms)
        e.magnitude += std::isfinite(term.value) ? std::abs(term.value) : 0.0;
    e.bound = tolerance * std::max(e.magnitude, 1e-300);
}

/// "1/2 Σ Σ a[i,j] / rest_i": what a head's cell is, in symbols.
std::string expressionOf(const WordSpan& query, const WordSpan& key, const PatternReading& reading)
{
    const int pieces = query.last - query.first;
    std::string text = pieces > 1 ? "1/" + std::to_string(pieces) + " Σ_i " : "";
    if (key.last - key.first > 1)
        text += "Σ_j ";
    text += "a[i,j]";
    if (reading.specials == SpecialTokens::Renormalised)
        text += " / rest[i]";
    return text;
}

/// The cell of one head by itself, from its weights.
Explanation explainHead(const MatrixView& pattern, const StepRef& head, const ReadPattern& read, const PatternReading& reading, Index row, Index col)
{
    const WordSpan& query = read.queries[static_cast<std::size_t>(row)];
    const WordSpan& key = read.keys[static_cast<std::size_t>(col)];
    Explanation e;
    e.step = head;
    e.name = nameOfReading(head, reading.ofOneHead());
    e.row = row;
    e.col = col;
    e.operation = Operation::WeightedSum;
    e.left = headSymbol(head, row, col);
    e.expression = expressionOf(query, key, reading);
    const double pieces = query.last - query.first;
    for (Index i = query.first; i < query.last; ++i) {
        double divisor = 1.0;
        if (reading.specials == SpecialTokens::Renormalised) {
            divisor = restOf(pattern, i, read.keys);
            e.quantities.push_back({"rest[" + std::to_string(i) + "]", "Σ_shown a[" + std::to_string(i) + ",j]", divisor, std::nullopt});
        }
        for (Index j = key.first; j < key.last; ++j) {
            Term term;
            const double factor = divisor == 0.0 ? 0.0 : 1.0 / (pieces * divisor);
            if (factor != 1.0)
                term.factors.push_back({reading.specials == SpecialTokens::Renormalised
                                            ? "1 / (" + std::to_string(query.last - query.first) + " rest[" + std::to_string(i) + "])"
                                            : "1/" + std::to_string(query.last - query.first),
                                        factor, {}});
            term.factors.push_back({cellSymbol(symbolOf(Step::Pattern), i, j), pattern.at(i, j), {head, {}, i, j}});
            term.value = factor * pattern.at(i, j);
            e.result += term.value;
            e.terms.push_back(std::move(term));
        }
    }
    return e;
}

/// How the heads are put together.
Explanation explainAggregate(const std::vector<HeadPart>& heads, const StepRef& head, const PatternReading& reading, Index row, Index col)
{
    Explanation e;
    e.step = head;
    e.name = nameOfReading(head, reading);
    e.row = row;
    e.col = col;
    e.left = "r[" + std::to_string(row) + "," + std::to_string(col) + "]";
    const bool isMax = reading.aggregate == Aggregate::Max;
    e.operation = isMax ? Operation::RowMax : Operation::WeightedSum;
    e.expression = isMax                                   ? "max_h r_h"
                   : reading.aggregate == Aggregate::Mean ? "1/" + std::to_string(heads.size()) + " Σ_h r_h"
                                                           : "Σ_h w_h · r_h, w_h ∝ 1 − E_h / L_h";
    for (const HeadPart& part : heads) {
        const std::string index = std::to_string(part.share.head.layer) + "." + std::to_string(part.share.head.head);
        Term term;
        if (!isMax)
            term.factors.push_back({"w(" + index + ")", part.share.share, {}});
        term.factors.push_back({headSymbol(part.share.head, row, col), part.value, {}});
        term.value = isMax ? part.value : part.share.share * part.value;
        if (!isMax)
            e.result += term.value;
        else if (e.terms.empty() || part.value > e.result || std::isnan(part.value))
            e.result = std::isnan(e.result) ? e.result : part.value;
        e.terms.push_back(std::move(term));
        if (part.share.entropy)
            e.quantities.push_back({"E(" + index + ")", "−Σ a ln a", *part.share.entropy, std::nullopt});
        if (part.share.even)
            e.quantities.push_back({"L(" + index + ")", "ln keys", *part.share.even, std::nullopt});
    }
    return e;
}

} // namespace

std::optional<Invariant> rowInvariant(const ReadPattern& read, const PatternReading& reading, Index row)
{
    constexpr double rounding = 1e-9;
    if (reading.aggregate == Aggregate::Max || std::abs(read.looking[static_cast<std::size_t>(row)] - 1.0) > rounding)
        return std::nullopt;
    double sum = read.weights.row(row).sum();
    if (reading.specials != SpecialTokens::Renormalised)
        sum += read.hidden[static_cast<std::size_t>(row)];
    Invariant invariant;
    const bool isHidden = reading.specials == SpecialTokens::Hidden && read.hiddenKeys > 0;
    invariant.claim = {isHidden ? HL_NOOP("core", "the row and what is hidden of it sum to 1") : HL_NOOP("core", "the row sums to 1"), {}};
    invariant.deviation = std::abs(sum - 1.0);
    invariant.holds = invariant.deviation <= 1e-5;
    invariant.row = row;
    return invariant;
}

Result<ReadingLedger> explainReading(const Trace& trace, const StepRef& head, const PatternReading& reading, Index row, Index col)
{
    const auto read = readPattern(trace, head, reading);
    if (!read)
        return tl::unexpected(read.error());
    return explainReading(trace, *read, head, reading, row, col);
}

Result<ReadingLedger> explainReading(const Trace& trace, const ReadPattern& read, const StepRef& head, const PatternReading& reading, Index row,
                                     Index col)
{
    if (row < 0 || row >= read.weights.rows() || col < 0 || col >= read.weights.cols())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "\"%1\" has %2 rows and %3 columns, counted from 0; there is no cell (%4, %5)."),
                    {nameOfReading(head, reading), std::to_string(read.weights.rows()), std::to_string(read.weights.cols()),
                     std::to_string(row), std::to_string(col)});
    ReadingLedger out;
    std::vector<Explanation> cells;
    for (const HeadShare& share : read.heads) {
        cells.push_back(explainHead(trace.view(share.head), share.head, read, reading, row, col));
        out.heads.push_back({share, cells.back().result});
    }
    const auto selected = std::find_if(read.heads.begin(), read.heads.end(), [&](const HeadShare& share) {
        return share.head.layer == head.layer && share.head.head == head.head;
    });
    out.shownHead = selected == read.heads.end() ? 0 : static_cast<std::size_t>(selected - read.heads.begin());
    if (reading.aggregate == Aggregate::Max)
        out.shownHead = static_cast<std::size_t>(std::max_element(out.heads.begin(), out.heads.end(), [](const HeadPart& a, const HeadPart& b) {
                                                     return a.value < b.value;
                                                 })
                                                 - out.heads.begin());
    const double shown = read.weights(row, col);
    out.chain.push_back(std::move(cells[out.shownHead]));
    if (reading.aggregate == Aggregate::Head) {
        out.heads.clear();
        finish(out.chain.front(), shown);
    } else {
        finish(out.chain.front(), out.chain.front().result); // a head by itself is on no screen here
        out.chain.push_back(explainAggregate(out.heads, head, reading, row, col));
        finish(out.chain.back(), shown);
    }
    if (auto sum = rowInvariant(read, reading, row))
        out.chain.back().invariants.push_back(std::move(*sum));
    return out;
}

} // namespace hl
