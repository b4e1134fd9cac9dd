#pragma once

#include "core/analysis/align.h"
#include "core/trace/trace.h"

#include <optional>
#include <vector>

namespace hl {

/// A cell of a comparison, by its row and column in the aligned matrices.
struct ChangedCell
{
    Index row = 0;
    Index col = 0;
    double left = 0.0;
    double right = 0.0;
};

/// Two matrices side by side. Rows and columns that only one side has are NaN on the other and in the difference.
struct Comparison
{
    std::vector<AlignedPair> rows, cols;
    MatrixOf<double> left, right; ///< [rows, cols]
    MatrixOf<double> difference;  ///< right − left
    Index compared = 0;           ///< cells that both sides have, forbidden ones not counted
    double frobenius = 0.0;       ///< √Σ (right − left)², over the compared cells
    double cosine = 1.0;          ///< Σ left · right / (√Σ left² √Σ right²), over the same; NaN where a norm is 0
    double largestChange = 0.0;   ///< max |right − left|
    /// For attention weights, a row each: ½ KL(p‖m) + ½ KL(q‖m) with m = (p + q) / 2, in bits, 0 (the same) to 1; p and q the
    /// rows over the keys that both sides have, each divided by its sum. NaN where a row has no weight there. Lin 1991.
    std::vector<double> jensenShannon;
    std::optional<double> meanJensenShannon; ///< over the rows that have one
    std::vector<ChangedCell> largest;        ///< the ten largest changes, largest first; none that is 0
};

/// Matrices of two traces. Sides made of tokens are aligned by alignTokens(), others must be equally long.
/// −∞ on both sides is no change; −∞ or NaN on one side is left out of every sum.
/// Errors: a step that a model does not have or that was not kept, sides that do not correspond.
[[nodiscard]] Result<Comparison> compare(const Trace& left, const StepRef& leftStep, const Trace& right, const StepRef& rightStep);

/// The same for a matrix from elsewhere (a file) on the left, row by row and column by column.
[[nodiscard]] Result<Comparison> compare(const MatrixView& left, const Trace& right, const StepRef& rightStep);

} // namespace hl
