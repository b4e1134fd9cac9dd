#include "core/math/softmax_single.h"

#include "core/math/ops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace hl {

namespace {

constexpr std::size_t lanes = 8;

/// Lane by lane over the whole row, then the upper half onto the lower, three times.
float sumOfRow(const std::vector<float>& numbers)
{
    if (numbers.size() < lanes) {
        float sum = numbers.front();
        for (std::size_t i = 1; i < numbers.size(); ++i)
            sum += numbers[i];
        return sum;
    }
    std::array<float, lanes> sums{};
    std::copy_n(numbers.begin(), lanes, sums.begin());
    for (std::size_t i = lanes; i < numbers.size(); ++i)
        sums[i % lanes] += numbers[i];
    for (std::size_t half = lanes / 2; half > 0; half /= 2) {
        for (std::size_t lane = 0; lane < half; ++lane)
            sums[lane] += sums[lane + half];
    }
    return sums[0];
}

} // namespace

float expInSingle(float x)
{
    constexpr float lowest = -104.0F; // 0 from here on
    if (x < lowest)
        return 0.0F;
    const float q = std::nearbyint(x * 1.442695040888963407F);
    float s = std::fma(q, -0.693145751953125F, x);
    s = std::fma(q, -1.428606765330187045e-06F, s);
    float u = 0.000198527617612853646278381F;
    for (const float c : {0.00139304355252534151077271F, 0.00833336077630519866943359F, 0.0416664853692054748535156F,
                          0.166666671633720397949219F, 0.5F})
        u = std::fma(u, s, c);
    const float square = s * s;
    u = 1.0F + std::fma(square, u, s);
    return std::ldexp(u, static_cast<int>(q));
}

void softmaxPartsInSingle(const ConstRef<double>& masked, MutableRef<double> max, MutableRef<double> shifted,
                          MutableRef<double> exp, MutableRef<double> sum, MutableRef<double> pattern)
{
    constexpr double forbidden = -std::numeric_limits<double>::infinity();
    std::vector<float> numbers(static_cast<std::size_t>(masked.cols()));
    for (Index row = 0; row < masked.rows(); ++row) {
        const bool isStrange = masked.cols() == 0 || masked.row(row).hasNaN() || !std::isfinite(masked.row(row).maxCoeff());
        if (isStrange) {
            softmaxParts<double>(masked.middleRows(row, 1), max.middleRows(row, 1), shifted.middleRows(row, 1),
                                 exp.middleRows(row, 1), sum.middleRows(row, 1), pattern.middleRows(row, 1));
            continue;
        }
        const auto highest = static_cast<float>(masked.row(row).maxCoeff());
        max(row, 0) = static_cast<double>(highest);
        for (Index col = 0; col < masked.cols(); ++col) {
            const bool isForbidden = masked(row, col) == forbidden;
            const float difference = static_cast<float>(masked(row, col)) - highest;
            const float power = isForbidden ? 0.0F : expInSingle(difference);
            shifted(row, col) = isForbidden ? forbidden : static_cast<double>(difference);
            exp(row, col) = static_cast<double>(power);
            numbers[static_cast<std::size_t>(col)] = power;
        }
        const float total = sumOfRow(numbers);
        sum(row, 0) = static_cast<double>(total);
        const float share = 1.0F / total;
        for (Index col = 0; col < masked.cols(); ++col)
            pattern(row, col) = static_cast<double>(numbers[static_cast<std::size_t>(col)] * share);
    }
}

} // namespace hl
