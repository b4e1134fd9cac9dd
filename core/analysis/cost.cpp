#include "core/analysis/cost.h"

#include "core/base/error.h"

#include <algorithm>

namespace hl {

namespace {

double square(Index width)
{
    return static_cast<double>(width) * static_cast<double>(width);
}

double bytesOf(double numbers)
{
    return numbers * static_cast<double>(bytesPerNumber);
}

} // namespace

Cost costOf(const Work& ofHead, const LayerSizes& sizes)
{
    const auto heads = static_cast<double>(sizes.heads);
    return {.multiplyAdds = heads * ofHead.multiplyAdds, .bytes = bytesOf(heads * ofHead.held)};
}

Cost costOf(const AttentionVariant& variant, Index n, const LayerSizes& sizes, const VariantParameters& parameters)
{
    Cost cost = costOf(variant.work(n, sizes.dKey, sizes.dValue, parameters), sizes);
    cost.path = variant.path(n, parameters);
    return cost;
}

Cost recurrentCost(Index n, const LayerSizes& sizes)
{
    const auto rows = static_cast<double>(n);
    return {rows * 2.0 * square(sizes.dModel), bytesOf(rows * static_cast<double>(sizes.dModel)), n, n};
}

Cost convolutionCost(Index n, const LayerSizes& sizes, Index kernel)
{
    HL_ASSERT(kernel >= 3 && kernel % 2 == 1);
    const Index reach = (kernel - 1) / 2;
    return {pairsWithin(n, reach) * square(sizes.dModel), bytesOf(static_cast<double>(n * sizes.dModel)), 1,
            std::max<Index>((n - 1 + reach - 1) / reach, 1)};
}

} // namespace hl
