#pragma once

#include "core/analysis/logit_lens.h"
#include "ui/figure/ink.h"

#include <memory>
#include <vector>

namespace hl::ui {

/// The lens of one position, worked out elsewhere because it takes long for a large model.
struct OutputLens
{
    static constexpr Index words = 3; ///< per layer

    std::weak_ptr<const Trace> trace;
    Index position = -1;
    Result<std::vector<LensLayer>> layers;

    [[nodiscard]] bool isFor(const Scene& scene, Index wantedPosition) const
    {
        return position == wantedPosition && trace.lock() == scene.trace;
    }
};

/// True where the lens must be worked out elsewhere, or a screen would wait for it.
[[nodiscard]] bool isLensSlow(const ModelSpec& spec);

/// Layer by layer, what the model would predict at this position if it ended there. A `lens` of something else is worked out anew
/// where that is quick or nobody waits.
void paintOutputLens(Ink& ink, const QRectF& rect, const Scene& scene, Index position, OutputLens& lens);

} // namespace hl::ui
