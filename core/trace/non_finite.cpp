#include "core/trace/non_finite.h"

#include "core/math/kernels/levels.h"

#include <limits>

namespace hl {

namespace {

template <class T>
std::int64_t countIn(const MatrixView& view, bool mayHoldForbidden)
{
    [[maybe_unused]] constexpr T forbidden = -std::numeric_limits<T>::infinity();
    const auto map = view.as<T>();
    std::int64_t count = 0;
    for (Index row = 0; row < map.rows(); ++row) {
        if constexpr (std::is_same_v<T, float>) {
            count += kernels().countNonFinite(map.row(row).data(), map.cols(), mayHoldForbidden ? 1 : 0);
        } else {
            count += map.cols() - map.row(row).array().isFinite().count();
            if (mayHoldForbidden)
                count -= (map.row(row).array() == forbidden).count();
        }
    }
    return count;
}

/// Steps in which −∞ is the ordinary mark of a forbidden cell.
bool mayBeInfinite(Step step)
{
    return step == Step::Mask || step == Step::Masked || step == Step::SoftmaxMax || step == Step::SoftmaxShifted;
}

} // namespace

std::int64_t countNonFinite(const MatrixView& view, DType dtype, Step step)
{
    return dtype == DType::Float64 ? countIn<double>(view, mayBeInfinite(step)) : countIn<float>(view, mayBeInfinite(step));
}

} // namespace hl
