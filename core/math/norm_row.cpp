#include "core/math/norm_row.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace hl {

namespace {

constexpr std::size_t chains = 4;
constexpr std::size_t levels = 4;

/// Sum of `count` items of `Lanes` numbers each, lane by lane.
template <std::size_t Lanes>
std::array<float, Lanes> laneSums(const float* numbers, std::size_t count)
{
    using Item = std::array<float, Lanes>;
    std::array<std::array<Item, chains>, levels> sums{};
    const auto add = [](Item& to, const Item& from) {
        for (std::size_t lane = 0; lane < Lanes; ++lane)
            to[lane] += from[lane];
    };
    const auto addItem = [&](Item& to, std::size_t index) {
        for (std::size_t lane = 0; lane < Lanes; ++lane)
            to[lane] += numbers[index * Lanes + lane];
    };
    const std::size_t rows = count / chains;
    const auto logarithm = static_cast<std::size_t>(rows > 1 ? std::bit_width(rows - 1) : 0); // rounded up
    const std::size_t power = std::max<std::size_t>(4, logarithm / levels);
    const std::size_t step = std::size_t{1} << power;
    std::size_t row = 0;
    while (row + step <= rows) {
        for (const std::size_t end = row + step; row < end; ++row) {
            for (std::size_t chain = 0; chain < chains; ++chain)
                addItem(sums[0][chain], row * chains + chain);
        }
        for (std::size_t level = 1; level < levels; ++level) {
            for (std::size_t chain = 0; chain < chains; ++chain) {
                add(sums[level][chain], sums[level - 1][chain]);
                sums[level - 1][chain] = {};
            }
            if ((row & ((step - 1) << (level * power))) != 0)
                break;
        }
    }
    for (; row < rows; ++row) {
        for (std::size_t chain = 0; chain < chains; ++chain)
            addItem(sums[0][chain], row * chains + chain);
    }
    for (std::size_t level = 1; level < levels; ++level) {
        for (std::size_t chain = 0; chain < chains; ++chain)
            add(sums[0][chain], sums[level][chain]);
    }
    for (std::size_t item = rows * chains; item < count; ++item)
        addItem(sums[0][0], item);
    for (std::size_t chain = 1; chain < chains; ++chain)
        add(sums[0][0], sums[0][chain]);
    return sums[0][0];
}

} // namespace

float sumInSingle(const std::vector<float>& numbers)
{
    constexpr std::size_t lanes = 8;
    if (numbers.size() < lanes)
        return laneSums<1>(numbers.data(), numbers.size())[0];
    const std::size_t items = numbers.size() / lanes;
    const auto sums = laneSums<lanes>(numbers.data(), items);
    float sum = 0.0F;
    for (std::size_t rest = items * lanes; rest < numbers.size(); ++rest)
        sum += numbers[rest];
    for (const float lane : sums)
        sum += lane;
    return sum;
}

NormRow normRowOf(NormKind kind, double epsilon, const RowOf<double>& values, DType run)
{
    NormRow row;
    const bool isSingle = kind == NormKind::RmsNormSingleMean || kind == NormKind::RmsNormSingle;
    if (isSingle && run == DType::Float64) {
        std::vector<float> squares;
        for (const double value : values) {
            const auto single = static_cast<float>(value);
            squares.push_back(single * single);
        }
        const float mean = sumInSingle(squares) / static_cast<float>(squares.size());
        row.variance = static_cast<double>(mean);
        row.inverse = static_cast<double>(1.0F / std::sqrt(mean + static_cast<float>(epsilon)));
        row.isRounded = kind == NormKind::RmsNormSingle;
        return row;
    }
    row.mean = kind == NormKind::LayerNorm ? values.mean() : 0.0;
    row.variance = (values.array() - row.mean).square().mean();
    row.inverse = 1.0 / std::sqrt(row.variance + epsilon);
    return row;
}

} // namespace hl
