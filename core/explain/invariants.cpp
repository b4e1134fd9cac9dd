#include "core/explain/explanation.h"

#include "core/trace/trace_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// Rows of weights sum to 1; a row with no allowed key sums to 0.
Invariant rowsSumToOne(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    const double allowed = trace.dtype() == DType::Float32 ? 1e-6 : 1e-14;
    Invariant invariant{{HL_NOOP("core", "every row sums to 1"), {}}, true, 0.0, -1};
    for (Index row = 0; row < view.rows(); ++row) {
        if (ref.step == Step::Pattern && trace.isFullyMasked(ref, row)) {
            invariant.claim = {HL_NOOP("core", "every row sums to 1 (rows without an allowed key to 0)"), {}};
            continue;
        }
        double sum = 0.0;
        for (Index col = 0; col < view.cols(); ++col)
            sum += view.at(row, col);
        const double deviation = std::abs(sum - 1.0);
        // Written so that a NaN counts as broken.
        if (!(deviation <= allowed))
            invariant.holds = false;
        if (!(deviation <= invariant.deviation)) {
            invariant.deviation = deviation;
            invariant.row = row;
        }
    }
    if (invariant.holds)
        invariant.row = -1;
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
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col) {
            if (mask.at(row, col) == -infinity && view.at(row, col) != 0.0) {
                invariant.holds = false;
                invariant.row = row;
                invariant.deviation = std::max(invariant.deviation, std::abs(view.at(row, col)));
            }
        }
    }
    return invariant;
}

Invariant largestIsZero(const Trace& trace, const StepRef& ref, const MatrixView& view)
{
    Invariant invariant{{HL_NOOP("core", "the largest number of every row is 0"), {}}, true, 0.0, -1};
    for (Index row = 0; row < view.rows(); ++row) {
        if (trace.isFullyMasked(ref, row))
            continue;
        double max = -infinity;
        for (Index col = 0; col < view.cols(); ++col)
            max = std::max(max, view.at(row, col));
        if (max != 0.0) {
            invariant.holds = false;
            invariant.row = row;
            invariant.deviation = std::abs(max);
        }
    }
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

} // namespace

std::vector<Invariant> checkInvariants(const Trace& trace, const StepRef& ref)
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
        invariants = {rowsSumToOne(trace, ref, view)};
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

} // namespace hl
