#include "core/attention/positions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hl {

MatrixOf<double> sinusoidalPositions(Index length, Index dModel)
{
    MatrixOf<double> encoding(length, dModel);
    for (Index d = 0; d < dModel; ++d) {
        const double exponent = static_cast<double>(d / 2 * 2) / static_cast<double>(dModel);
        const double divisor = std::pow(10000.0, exponent);
        for (Index pos = 0; pos < length; ++pos) {
            const double angle = static_cast<double>(pos) / divisor;
            encoding(pos, d) = d % 2 == 0 ? std::sin(angle) : std::cos(angle);
        }
    }
    return encoding;
}

MatrixOf<double> sinusoidalPositions(Index length, Index dModel, const PositionSpec& spec)
{
    MatrixOf<double> encoding = sinusoidalPositions(length, dModel);
    if (spec.sinesFirst) {
        MatrixOf<double> inHalves(length, dModel);
        const Index half = (dModel + 1) / 2;
        for (Index d = 0; d < dModel; ++d)
            inHalves.col(d % 2 == 0 ? d / 2 : half + d / 2) = encoding.col(d);
        encoding.swap(inHalves);
    }
    if (spec.isSingle)
        encoding = encoding.cast<float>().cast<double>();
    return encoding;
}

double sinusoidalWavelength(Index dimension, Index dModel)
{
    const double exponent = static_cast<double>(dimension / 2 * 2) / static_cast<double>(dModel);
    return 2.0 * std::numbers::pi * std::pow(10000.0, exponent);
}

namespace {

/// Turns within the original length: few are stretched, many are kept, and between the two the change is gradual.
double keptByLlama3(const PositionSpec& spec, double frequency)
{
    const double turns = spec.rotaryOriginalLength * frequency / (2.0 * std::numbers::pi);
    const double kept = (turns - spec.rotaryLowFactor) / (spec.rotaryHighFactor - spec.rotaryLowFactor);
    return std::clamp(kept, 0.0, 1.0);
}

/// The same, gradual in the number of the pair between the two pairs that turn so often. Peng et al. 2023, "YaRN", 3.2.
double keptByYarn(const PositionSpec& spec, Index pair, Index dims)
{
    const auto width = static_cast<double>(dims);
    const auto pairOf = [&](double turns) {
        return width * std::log(spec.rotaryOriginalLength / (turns * 2.0 * std::numbers::pi)) / (2.0 * std::log(spec.rotaryBase));
    };
    const double first = std::max(std::floor(pairOf(spec.rotaryHighFactor)), 0.0);
    double last = std::min(std::ceil(pairOf(spec.rotaryLowFactor)), width - 1.0);
    if (first == last)
        last += 0.001; // as the reference
    return 1.0 - std::clamp((static_cast<double>(pair) - first) / (last - first), 0.0, 1.0);
}

} // namespace

PositionSpec rotaryAt(const PositionSpec& spec, Index length, Index dims)
{
    PositionSpec at = spec;
    if (spec.rotaryScaling != RotaryScaling::Dynamic)
        return at;
    at.rotaryScaling = RotaryScaling::None;
    if (length > spec.rotaryOriginalLength && dims > 2) { // a single pair turns by 1 in any base
        const auto width = static_cast<double>(dims);
        const double stretch = spec.rotaryFactor * static_cast<double>(length) / spec.rotaryOriginalLength - (spec.rotaryFactor - 1.0);
        at.rotaryBase *= std::pow(stretch, width / (width - 2.0));
    }
    return at;
}

double rotaryFrequency(const PositionSpec& spec, Index pair, Index dims)
{
    const double plain = std::pow(spec.rotaryBase, -2.0 * static_cast<double>(pair) / static_cast<double>(dims));
    if (spec.rotaryScaling == RotaryScaling::None || spec.rotaryScaling == RotaryScaling::Dynamic)
        return plain;
    if (spec.rotaryScaling == RotaryScaling::Linear)
        return plain / spec.rotaryFactor;
    const double share = spec.rotaryScaling == RotaryScaling::Yarn ? keptByYarn(spec, pair, dims) : keptByLlama3(spec, plain);
    return share * plain + (1.0 - share) * plain / spec.rotaryFactor;
}

double rotaryAngle(const PositionSpec& spec, Index position, Index pair, Index dims)
{
    return static_cast<double>(position) * rotaryFrequency(spec, pair, dims);
}

RotaryPair rotaryPair(Index pair, Index dims, bool isInterleaved)
{
    return isInterleaved ? RotaryPair{2 * pair, 2 * pair + 1} : RotaryPair{pair, pair + dims / 2};
}

template <class T>
void rotateRows(const PositionSpec& spec, const ConstRef<T>& x, MutableRef<T> out, Index from)
{
    const Index dims = spec.rotaryDims > 0 ? spec.rotaryDims : x.cols();
    const PositionSpec there = rotaryAt(spec, from + x.rows(), dims);
    out = x;
    for (Index pair = 0; pair < dims / 2; ++pair) {
        const auto [first, second] = rotaryPair(pair, dims, spec.rotaryInterleaved);
        const double frequency = rotaryFrequency(there, pair, dims);
        for (Index pos = 0; pos < x.rows(); ++pos) {
            const double angle = static_cast<double>(from + pos) * frequency;
            const auto c = static_cast<T>(std::cos(angle) * spec.rotaryMagnitude);
            const auto s = static_cast<T>(std::sin(angle) * spec.rotaryMagnitude);
            const T a = x(pos, first);
            const T b = x(pos, second);
            out(pos, first) = a * c - b * s;
            out(pos, second) = b * c + a * s;
        }
    }
}

std::vector<double> alibiSlopes(int heads)
{
    int power = 1;
    while (power * 2 <= heads)
        power *= 2;
    std::vector<double> slopes;
    for (int h = 1; h <= power; ++h)
        slopes.push_back(std::pow(2.0, -8.0 * h / power));
    for (int h = 1; h <= heads - power; ++h)
        slopes.push_back(std::pow(2.0, -4.0 * (2 * h - 1) / power));
    return slopes;
}

MatrixOf<double> alibiBias(double slope, Index queries, Index keys, bool isCausal)
{
    MatrixOf<double> bias(queries, keys);
    for (Index i = 0; i < queries; ++i) {
        for (Index j = 0; j < keys; ++j) {
            const auto distance = static_cast<double>(j - i);
            bias(i, j) = slope * (isCausal ? distance : -std::abs(distance));
        }
    }
    return bias;
}

int t5Bucket(Index keyMinusQuery, bool isBidirectional, int buckets, int maxDistance)
{
    int first = 0;
    Index distance = -keyMinusQuery;
    if (isBidirectional) {
        buckets /= 2;
        if (keyMinusQuery > 0)
            first = buckets;
        distance = std::abs(keyMinusQuery);
    } else {
        distance = std::max<Index>(distance, 0);
    }
    const int exact = buckets / 2;
    if (distance < exact)
        return first + static_cast<int>(distance);
    // float32 as in the published implementation: a bucket border must not depend on the precision of the logarithm.
    const float position = std::log(static_cast<float>(distance) / static_cast<float>(exact))
                           / static_cast<float>(std::log(static_cast<double>(maxDistance) / exact))
                           * static_cast<float>(buckets - exact);
    return first + std::min(exact + static_cast<int>(position), buckets - 1);
}

double roundedToBfloat16(double x)
{
    if (x == 0.0 || !std::isfinite(x))
        return x;
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    return std::ldexp(std::nearbyint(fraction * 256.0), exponent - 8);
}

double alibiOfKey(const StackSpec& stack, int head, double position)
{
    const double slope = alibiSlopes(stack.attention.heads)[static_cast<std::size_t>(head)];
    if (stack.positions.alibi == AlibiKind::KeyPosition)
        return slope * position;
    return roundedToBfloat16(roundedToBfloat16(slope) * roundedToBfloat16(position)) * stack.attention.scale;
}

std::vector<int> positionNumbers(const PositionSpec& spec, const std::vector<int>& ids,
                                 const std::vector<std::uint8_t>& allowed)
{
    std::vector<int> numbers;
    int counted = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool isCounted = spec.count == PositionCount::InText
                               || (spec.count == PositionCount::Allowed && (allowed.empty() || allowed[i] != 0))
                               || (spec.count == PositionCount::NotPadding && ids[i] != spec.paddingToken);
        counted += isCounted ? 1 : 0;
        // A token that does not count takes the row before the first one's, where there is one.
        numbers.push_back(std::max((isCounted ? counted : 0) - 1 + spec.offset, 0));
    }
    return numbers;
}

MatrixOf<double> positionBias(const StackSpec& stack, int head, const MatrixView& relativeBias, Index queries,
                              Index keys, const MatrixView& positions)
{
    if (stack.positions.kind == PositionKind::Alibi && stack.positions.alibi != AlibiKind::Distance) {
        MatrixOf<double> bias(queries, keys);
        for (Index j = 0; j < keys; ++j)
            bias.col(j).setConstant(alibiOfKey(stack, head, positions ? positions.at(j, 0) : static_cast<double>(j)));
        return bias;
    }
    if (stack.positions.kind == PositionKind::Alibi)
        return alibiBias(alibiSlopes(stack.attention.heads)[static_cast<std::size_t>(head)], queries, keys,
                         stack.attention.isCausal);
    HL_ASSERT(stack.positions.hasT5Bias() && relativeBias);
    MatrixOf<double> bias(queries, keys);
    for (Index i = 0; i < queries; ++i) {
        for (Index j = 0; j < keys; ++j) {
            const int bucket = t5Bucket(j - i, !stack.attention.isCausal, stack.positions.t5Buckets,
                                        stack.positions.t5MaxDistance);
            bias(i, j) = relativeBias.at(bucket, head);
        }
    }
    return bias;
}

template void rotateRows<float>(const PositionSpec&, const ConstRef<float>&, MutableRef<float>, Index);
template void rotateRows<double>(const PositionSpec&, const ConstRef<double>&, MutableRef<double>, Index);

} // namespace hl
