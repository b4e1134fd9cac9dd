#include "core/attention/problem.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Index firstRows(std::initializer_list<const MatrixOf<double>*> candidates)
{
    for (const auto* matrix : candidates) {
        if (matrix->size() > 0)
            return matrix->rows();
    }
    return 0;
}

/// Every key after i + offset is forbidden to query i, and there are such keys.
bool isCausalFrom(const MaskMatrix& mask, Index offset)
{
    bool isAny = false;
    for (Index i = 0; i < mask.rows(); ++i) {
        for (Index j = std::max<Index>(i + offset + 1, 0); j < mask.cols(); ++j) {
            if (!isForbidden(mask(i, j)))
                return false;
            isAny = true;
        }
    }
    return isAny;
}

} // namespace

Index AttentionProblem::queries() const
{
    const Index rows = firstRows({&q, &x, &embedding});
    if (rows > 0)
        return rows;
    return later.empty() ? 0 : later.begin()->second.front().rows();
}

Index AttentionProblem::keys() const
{
    const Index rows = firstRows({&k, &v, &xKeys, &x, &embedding});
    if (k.size() == 0 && !later.empty() && !later.begin()->second.empty())
        return later.begin()->second.front().cols();
    return rows;
}

double AttentionProblem::trueScale() const
{
    return scale != 0.0 ? scale : 1.0 / std::sqrt(static_cast<double>(headWidth));
}

bool isForbidden(double maskValue)
{
    return maskValue == -infinity;
}

bool isCausal(const MaskMatrix& mask)
{
    return isCausalFrom(mask, 0) || isCausalFrom(mask, mask.cols() - mask.rows());
}

Index causalOffset(const MaskMatrix& mask)
{
    const Index late = mask.cols() - mask.rows();
    const Index strict = std::min<Index>(late, 0);
    return isCausalFrom(mask, strict) ? strict : std::max<Index>(late, 0);
}

std::vector<bool> paddedKeys(const MaskMatrix& mask)
{
    std::vector<bool> padded(static_cast<std::size_t>(mask.cols()), mask.rows() > 0);
    const bool causal = isCausal(mask);
    const Index offset = causal ? causalOffset(mask) : 0;
    for (Index j = 0; j < mask.cols(); ++j) {
        bool isSeenByOrder = false;
        for (Index i = 0; i < mask.rows(); ++i) {
            if (!isForbidden(mask(i, j)))
                padded[static_cast<std::size_t>(j)] = false;
            isSeenByOrder = isSeenByOrder || !causal || j <= i + offset;
        }
        if (!isSeenByOrder)
            padded[static_cast<std::size_t>(j)] = false;
    }
    return padded;
}

bool isRowForbidden(const MaskMatrix& mask, Index row)
{
    return mask.rows() > row && mask.cols() > 0 && (mask.row(row).array() == -infinity).all();
}

bool hasForbiddenRow(const MaskMatrix& mask)
{
    for (Index row = 0; row < mask.rows(); ++row) {
        if (isRowForbidden(mask, row))
            return true;
    }
    return false;
}

} // namespace hl
