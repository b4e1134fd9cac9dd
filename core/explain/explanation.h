#pragma once

#include "core/base/message.h"
#include "core/trace/trace.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// Where a number on the screen comes from: a cell of a step, or an entry of a weight tensor.
struct Source
{
    std::optional<StepRef> step; ///< set for a cell of a step
    std::string tensor;          ///< name of a weight tensor otherwise; empty for constants
    Index row = 0;
    Index col = 0;
};

/// One number inside an arithmetic expression.
struct Operand
{
    std::string symbol; ///< "q[6,2]", "W_Q[0,3]"
    double value = 0.0;
    Source source;
};

/// Product of its factors; an explanation's terms are added up.
struct Term
{
    std::vector<Operand> factors;
    double value = 0.0; ///< product of the factors, in float64
};

/// A named number on the way to the result: mean, variance, row maximum, divisor.
struct Quantity
{
    std::string symbol; ///< "μ", "√d_k"
    std::string formula; ///< how it is made, in symbols
    double value = 0.0;
    std::optional<Source> source; ///< where it is stored, if it is
};

/// Something that must hold for the step's matrix, and whether it does.
struct Invariant
{
    Message claim;           ///< "each row sums to 1"
    bool holds = false;
    double deviation = 0.0;  ///< largest departure from the claim
    Index row = -1;          ///< the offending row where it does not hold
};

/// How one cell of one step was computed, recomputed in float64 from the traced operands.
/// Terms hold every operand. For Add, Dot, Linear, Rotate, WeightedSum and RowSum the result is their sum; for RowMax it
/// is the largest; for Gather, Copy, Join and Given it is the one term. For the others the result follows from
/// `expression`, terms and quantities.
struct Explanation
{
    StepRef step;
    std::string name; ///< of what is no step of the run (a reading of it); else empty
    Index row = 0;
    Index col = 0;
    Operation operation = Operation::Given;
    std::string left;        ///< symbol of the cell: "score[6,2]"
    std::string expression;  ///< right-hand side in symbols: "Σ_d q[6,d] · k[2,d]"
    std::vector<Term> terms;
    std::vector<Quantity> quantities;
    double result = 0.0;     ///< recomputed, float64
    double traced = 0.0;     ///< what the trace (and the screen) holds
    double magnitude = 0.0;  ///< what the bound is relative to: sum of |terms|, or |result| for one operand
    double bound = 0.0;      ///< |result − traced| must not exceed this; ∞ where float32 overflowed
    std::vector<Invariant> invariants;

    [[nodiscard]] bool agrees() const;
    /// The path of the step, or the name of what is none.
    [[nodiscard]] std::string path() const { return name.empty() ? nameOf(step) : name; }
};

/// Explains one cell. Errors: step not kept (says so), cell outside the matrix, an input that was not kept (named).
[[nodiscard]] Result<Explanation> explain(const Trace& trace, const StepRef& step, Index row, Index col);

/// The invariants of a step's whole matrix: row sums, exact zeros, shape.
[[nodiscard]] std::vector<Invariant> checkInvariants(const Trace& trace, const StepRef& step);

/// The chain that leads to one attention weight: score, scaled, (biased,) masked, max, exp, sum, pattern, each explained.
[[nodiscard]] Result<std::vector<Explanation>> explainPattern(const Trace& trace, const StepRef& headStep, Index query,
                                                              Index key);

/// "**it** (query 7) gives 62 % of its attention to **animal** (key 2)", as template and arguments
/// (%1 query token, %2 query index, %3 percent, %4 key token, %5 key index).
[[nodiscard]] Message sentenceFor(const Trace& trace, const StepRef& step, Index row, Index col);

} // namespace hl
