#include "core/explain/explanation.h"

#include "core/trace/trace_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <utility>

namespace hl {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Invariant shapeHolds(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    const ModelSpec& spec = trace.model().spec();
    StepShape expected = shapeOf(ref, spec, static_cast<Index>(trace.tokens(spec.sides().front()).size()),
                                 static_cast<Index>(trace.tokens(spec.sides().back()).size()), true,
                                 trace.memoryRows());
    const bool isOfOneRow = spec.head.kind == HeadKind::Classes && spec.head.classRow != ClassRow::Each; // wherever it is
    if (!isOfOneRow && isOfLogits(ref.step))
        expected.rows -= trace.firstLogitRow();
    const bool holds = view.rows() == expected.rows && view.cols() == expected.cols;
    return {{HL_NOOP("core", "the matrix is %1 × %2"), {std::to_string(expected.rows), std::to_string(expected.cols)}},
            holds, 0.0, -1};
}

/// work(row, its numbers [cols] as float or double) for every row.
template <class Work>
void eachRow(const MatrixView& view, const Work& work)
{
    const auto through = [&](const auto& numbers) {
        for (Index row = 0; row < numbers.rows(); ++row)
            work(row, numbers.row(row).array());
    };
    view.dtype() == DType::Float32 ? through(view.as<float>()) : through(view.as<double>());
}

/// Rows of weights sum to 1; a row with no allowed key sums to 0.
Invariant rowsSumToOne(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    const double allowed = trace.dtype() == DType::Float32 ? 1e-6 : 1e-14;
    Invariant invariant{{HL_NOOP("core", "every row sums to 1"), {}}, true, 0.0, -1};
    eachRow(view, [&](Index row, const auto& numbers) {
        if (ref.step == Step::Pattern && trace.isFullyMasked(ref, row)) {
            invariant.claim = {HL_NOOP("core", "every row sums to 1 (rows without an allowed key to 0)"), {}};
            return;
        }
        const double deviation = std::abs(numbers.template cast<double>().sum() - 1.0);
        // Written so that a NaN counts as broken.
        if (!(deviation <= allowed))
            invariant.holds = false;
        if (!(deviation <= invariant.deviation)) {
            invariant.deviation = deviation;
            invariant.row = row;
        }
    });
    if (invariant.holds)
        invariant.row = -1;
    return invariant;
}

Invariant columnsSumToOne(const Trace& trace, const MatrixView& view)
{
    const double allowed = (trace.dtype() == DType::Float32 ? 1e-6 : 1e-14) * std::max(1.0, static_cast<double>(view.rows()) / 100.0);
    Invariant invariant{{HL_NOOP("core", "every column sums to 1"), {}}, true, 0.0, -1};
    for (Index col = 0; col < view.cols(); ++col) {
        double sum = 0.0;
        for (Index row = 0; row < view.rows(); ++row)
            sum += view.at(row, col);
        if (!(std::abs(sum - 1.0) <= allowed))
            invariant.holds = false;
        invariant.deviation = std::max(invariant.deviation, std::abs(sum - 1.0));
    }
    return invariant;
}

/// Written so that a NaN counts as outside.
Invariant areProbabilities(const MatrixView& view)
{
    Invariant invariant{{HL_NOOP("core", "every number lies between 0 and 1"), {}}, true, 0.0, -1};
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col) {
            const double value = view.at(row, col);
            if (value >= 0.0 && value <= 1.0)
                continue;
            invariant.holds = false;
            invariant.row = row;
            invariant.deviation = std::max({invariant.deviation, -value, value - 1.0});
        }
    }
    return invariant;
}

Invariant forbiddenCellsAreZero(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    Invariant invariant{{HL_NOOP("core", "forbidden cells are exactly 0"), {}}, true, 0.0, -1};
    StepRef maskRef = ref;
    maskRef.step = Step::Mask;
    const MatrixView mask = trace.view(maskRef);
    if (!mask)
        return invariant;
    HL_ASSERT(mask.rows() == view.rows() && mask.cols() == view.cols());
    const auto check = [&](Index row, const auto& numbers, const auto& marks) {
        Index broken = 0; // counted without a branch: most rows are in order, and a trace has millions of cells
        for (Index col = 0; col < numbers.size(); ++col)
            broken += static_cast<Index>(marks[col] == -infinity) & static_cast<Index>(numbers[col] != 0);
        if (broken == 0)
            return;
        invariant.holds = false;
        invariant.row = row;
        for (Index col = 0; col < numbers.size(); ++col) {
            if (marks[col] == -infinity && numbers[col] != 0)
                invariant.deviation = std::max(invariant.deviation, std::abs(static_cast<double>(numbers[col])));
        }
    };
    eachRow(view, [&](Index row, const auto& numbers) {
        mask.dtype() == DType::Float32 ? check(row, numbers, mask.as<float>().row(row).array())
                                       : check(row, numbers, mask.as<double>().row(row).array());
    });
    return invariant;
}

Invariant largestIsZero(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    Invariant invariant{{HL_NOOP("core", "the largest number of every row is 0"), {}}, true, 0.0, -1};
    eachRow(view, [&](Index row, const auto& numbers) {
        if (trace.isFullyMasked(ref, row) || numbers.size() == 0)
            return;
        const auto max = static_cast<double>(numbers.template maxCoeff<Eigen::PropagateNumbers>());
        if (max != 0.0) {
            invariant.holds = false;
            invariant.row = row;
            invariant.deviation = std::isnan(max) ? infinity : std::abs(max); // a row of NaN has no largest number
        }
    });
    return invariant;
}

/// A weighted mean lies between the smallest and the largest value of its column.
Invariant mixtureStaysInside(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    Invariant invariant{{HL_NOOP("core", "every entry lies between the smallest and the largest value of its column"), {}},
                        true, 0.0, -1};
    StepRef vRef = ref;
    vRef.step = Step::V;
    const MatrixView v = trace.view(sharedStep(vRef));
    if (!v)
        return invariant;
    for (Index col = 0; col < view.cols(); ++col) {
        double low = infinity;
        double high = -infinity;
        for (Index row = 0; row < v.rows(); ++row) {
            low = std::min(low, v.at(row, col));
            high = std::max(high, v.at(row, col));
        }
        const double slack = 1e-5 * std::max(std::abs(low), std::abs(high));
        for (Index row = 0; row < view.rows(); ++row) {
            const bool isZeroByDefinition = trace.isFullyMasked(ref, row);
            const double value = view.at(row, col);
            if (!isZeroByDefinition && !(value >= low - slack && value <= high + slack)) {
                invariant.holds = false;
                invariant.row = row;
                invariant.deviation = std::max({invariant.deviation, low - value, value - high});
            }
        }
    }
    return invariant;
}

std::vector<Invariant> check(const Trace& trace, const StepRef& ref)
{
    const MatrixView view = trace.view(ref);
    if (!view)
        return {};
    std::vector<Invariant> invariants;
    switch (ref.step) {
    case Step::Pattern:
        invariants = {rowsSumToOne(trace, ref, view)};
        if (StepRef mask = ref; mask.step = Step::Mask, hasStep(trace.model().spec(), mask))
            invariants.push_back(forbiddenCellsAreZero(trace, ref, view));
        break;
    case Step::SoftmaxExp:
        invariants = {forbiddenCellsAreZero(trace, ref, view)};
        break;
    case Step::SoftmaxShifted:
        invariants = {largestIsZero(trace, ref, view)};
        break;
    case Step::Z:
        invariants = {mixtureStaysInside(trace, ref, view)};
        break;
    case Step::Probs:
    case Step::PairProbs:
        invariants = {rowsSumToOne(trace, ref, view)};
        break;
    case Step::SpanProbs:
        invariants = {columnsSumToOne(trace, view)};
        break;
    case Step::ClassProbs:
        invariants = {areProbabilities(view)};
        break;
    default:
        break;
    }
    invariants.push_back(shapeHolds(trace, ref, view));
    return invariants;
}

/// What was found of the last few matrices: whoever goes from cell to cell asks for the same again, and a matrix of thousands
/// of tokens has millions of cells.
class KnownInvariants
{
public:
    std::vector<Invariant> of(const Trace& trace, const StepRef& ref)
    {
        const auto key = std::pair(trace.id(), ref);
        {
            const std::scoped_lock lock(m_mutex);
            for (const auto& [known, invariants] : m_entries) {
                if (known == key)
                    return invariants;
            }
        }
        auto invariants = check(trace, ref);
        const std::scoped_lock lock(m_mutex);
        m_entries.emplace_front(key, invariants);
        if (m_entries.size() > mostKept)
            m_entries.pop_back();
        return invariants;
    }

private:
    static constexpr std::size_t mostKept = 16; // more than the steps of one ledger
    std::mutex m_mutex;
    std::deque<std::pair<std::pair<std::uint64_t, StepRef>, std::vector<Invariant>>> m_entries;
};

} // namespace

std::vector<Invariant> checkInvariants(const Trace& trace, const StepRef& ref)
{
    static KnownInvariants known;
    return known.of(trace, ref);
}

} // namespace hl
