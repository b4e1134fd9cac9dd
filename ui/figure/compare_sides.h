#pragma once

#include "core/run/counterpart.h"
#include "ui/figure/scene.h"

#include <QString>

#include <vector>

namespace hl::ui {

/// What a comparison's aligned rows and columns are called: by the tokens of both sides.
struct CompareSides
{
    const Tokens* leftRows = nullptr; ///< null where that axis is not made of tokens
    const Tokens* rightRows = nullptr;
    const Tokens* leftCols = nullptr;
    const Tokens* rightCols = nullptr;

    /// Of the scene's `step` on the right, and what it is compared with on the left; both must outlive it.
    [[nodiscard]] static CompareSides of(const Counterpart& counterpart, const Scene& scene, const StepRef& step);

    /// "cat", "cat → dog", "+ old", "− down".
    [[nodiscard]] QString row(const Comparison& comparison, Index i) const;
    [[nodiscard]] QString col(const Comparison& comparison, Index j) const;
};

/// Where a position of the present text stands among the aligned ones; -1 if it does not.
[[nodiscard]] Index alignedIndex(const std::vector<AlignedPair>& pairs, Index right);

} // namespace hl::ui
