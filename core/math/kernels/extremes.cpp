#include "core/math/kernels/level.h"
#include "core/math/kernels/vector.h"

// What a picture of many cells looks for: a key changes all cells of all heads.

namespace {

/// A number minus itself is 0 unless it is NaN or infinite.
inline I isFinite(V x)
{
    return x - x == V{};
}

inline I isAllowed(V mask)
{
    return mask != splat(-infinity);
}

void range(const float* x, const float* mask, long count, float* lowest, float* highest)
{
    V low = splat(infinity);
    V high = splat(-infinity);
    long i = 0;
    for (; i + lanes <= count; i += lanes) {
        const V value = load(x + i);
        I isCell = isFinite(value);
        if (mask)
            isCell &= isAllowed(load(mask + i));
        low = isCell & (value < low) ? value : low;
        high = isCell & (value > high) ? value : high;
    }
    float least = low[0];
    float most = high[0];
    for (int lane = 1; lane < lanes; ++lane) {
        least = low[lane] < least ? low[lane] : least;
        most = high[lane] > most ? high[lane] : most;
    }
    for (; i < count; ++i) {
        if (x[i] - x[i] != 0.0F || (mask && mask[i] == -infinity))
            continue;
        least = x[i] < least ? x[i] : least;
        most = x[i] > most ? x[i] : most;
    }
    *lowest = least;
    *highest = most;
}

void keepLargest(const float* x, const float* mask, long count, float* largest)
{
    long i = 0;
    for (; i + lanes <= count; i += lanes) {
        V value = load(x + i);
        value = isFinite(value) ? value : splat(infinity);
        if (mask)
            value = isAllowed(load(mask + i)) ? value : splat(-infinity);
        const V known = load(largest + i);
        store(largest + i, value > known ? value : known);
    }
    for (; i < count; ++i) {
        float value = x[i] - x[i] == 0.0F ? x[i] : infinity;
        value = mask && mask[i] == -infinity ? -infinity : value;
        largest[i] = value > largest[i] ? value : largest[i];
    }
}

} // namespace

extern "C" void HL_AT_LEVEL(hlExtremes)(HlKernels* kernels)
{
    kernels->range = range;
    kernels->keepLargest = keepLargest;
}
