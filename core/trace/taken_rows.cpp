#include "core/trace/taken_rows.h"

#include <algorithm>
#include <limits>

namespace hl {

std::optional<float> behindMask(Step step)
{
    constexpr float forbidden = -std::numeric_limits<float>::infinity();
    switch (step) {
    case Step::Pattern:
    case Step::SoftmaxExp: return 0.0F;
    case Step::Mask:
    case Step::Masked:
    case Step::SoftmaxShifted: return forbidden;
    default: return std::nullopt;
    }
}

MatrixView rowsFrom(const MatrixView& view, Index first)
{
    if (first == 0 || view.isNull())
        return view;
    const auto map = view.as<float>(); // rows are taken over in float32 only
    return {map.data() + first * view.rowStride(), view.rows() - first, view.cols(), view.rowStride()};
}

void copyTakenRows(const MatrixView& earlier, Step step, MutableMap<float> rows, Index there)
{
    const auto from = earlier.as<float>();
    const bool hasKeys = infoOf(step).cols == Axis::Key;
    const std::optional<float> behind = behindMask(step);
    const Index shared = std::min(rows.cols(), hasKeys ? rows.rows() : earlier.cols());
    // Behind the mask every row has been the same at all times; else keys that the memory's last run did not have are copied.
    for (Index row = hasKeys && !behind ? 0 : there; row < rows.rows(); ++row) {
        float* to = rows.row(row).data();
        const Index first = row < there ? there : 0;
        std::copy(from.row(row).data() + first, from.row(row).data() + shared, to + first);
        std::fill(to + shared, to + rows.cols(), behind.value_or(0.0F));
    }
}

} // namespace hl
