#include "core/attention/masks.h"

#include <algorithm>
#include <limits>

namespace hl {

namespace {
constexpr double forbidden = -std::numeric_limits<double>::infinity();
}

MaskMatrix openMask(Index queries, Index keys)
{
    return MaskMatrix::Zero(queries, keys);
}

MaskMatrix causalMask(Index queries, Index keys, Index offset)
{
    MaskMatrix mask = openMask(queries, keys);
    for (Index i = 0; i < queries; ++i) {
        for (Index j = i + offset + 1; j < keys; ++j)
            mask(i, j) = forbidden;
    }
    return mask;
}

MaskMatrix windowMask(Index queries, Index keys, Index window, Index offset)
{
    MaskMatrix mask = openMask(queries, keys);
    for (Index i = 0; i < queries; ++i)
        mask.row(i).head(std::clamp<Index>(i + offset - window + 1, 0, keys)).setConstant(forbidden);
    return mask;
}

MaskMatrix paddingMask(Index queries, const std::vector<std::uint8_t>& allowed)
{
    MaskMatrix mask = openMask(queries, static_cast<Index>(allowed.size()));
    for (std::size_t j = 0; j < allowed.size(); ++j) {
        if (allowed[j] == 0)
            mask.col(static_cast<Index>(j)).setConstant(forbidden);
    }
    return mask;
}

MaskMatrix booleanMask(Index queries, Index keys, const std::vector<std::uint8_t>& allowed)
{
    HL_ASSERT(static_cast<Index>(allowed.size()) == queries * keys);
    MaskMatrix mask = openMask(queries, keys);
    for (Index i = 0; i < queries; ++i) {
        for (Index j = 0; j < keys; ++j) {
            if (allowed[static_cast<std::size_t>(i * keys + j)] == 0)
                mask(i, j) = forbidden;
        }
    }
    return mask;
}

MaskMatrix combine(const MaskMatrix& a, const MaskMatrix& b)
{
    HL_ASSERT(a.rows() == b.rows() && a.cols() == b.cols());
    // +∞ in a custom mask with −∞ in the other would give NaN: forbidden wins.
    MaskMatrix sum = a + b;
    for (Index i = 0; i < sum.rows(); ++i) {
        for (Index j = 0; j < sum.cols(); ++j) {
            if (a(i, j) == forbidden || b(i, j) == forbidden)
                sum(i, j) = forbidden;
        }
    }
    return sum;
}

} // namespace hl
