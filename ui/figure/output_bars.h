#pragma once

#include "core/analysis/logit_lens.h"
#include "ui/figure/ink.h"

#include <vector>

namespace hl::ui {

/// Height of a line of the picture of the output.
[[nodiscard]] inline qreal outputLineHeight(const Theme& theme)
{
    return theme.space(24);
}

/// Candidates at one position, and what they are.
struct OutputBars
{
    QString title;
    Index position = 0;
    Result<std::vector<Candidate>> candidates;
};

/// The title, then a line for each candidate, as far as there is room: its name, a bar as long as its probability (or number), and
/// the number; where the run was changed, a mark and the number of the model as it is.
void paintOutputBars(Ink& ink, const QRectF& rect, const Scene& scene, const OutputBars& bars);

} // namespace hl::ui
