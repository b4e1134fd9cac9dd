#include "core/math/kernels/level.h"
#include "core/math/kernels/vector.h"

namespace {

/// Sums in float64, lane by lane: each half of the vectors has sums of its own.
struct WideSum
{
    D low = {};
    D high = {};
    [[nodiscard]] double total() const { return sumOf(low + high); }
};

double meanOf(const float* x, long size)
{
    WideSum sum;
    for (long i = 0; i < size; i += lanes) {
        const V value = loadSome(x + i, size - i);
        sum.low += lowHalf(value);
        sum.high += highHalf(value);
    }
    return sum.total() / static_cast<double>(size);
}

double varianceOf(const float* x, long size, double mean)
{
    WideSum sum;
    long i = 0;
    for (; i + lanes <= size; i += lanes) {
        const V value = load(x + i);
        const D low = lowHalf(value) - mean;
        const D high = highHalf(value) - mean;
        sum.low += low * low;
        sum.high += high * high;
    }
    double total = sum.total();
    for (; i < size; ++i)
        total += (static_cast<double>(x[i]) - mean) * (static_cast<double>(x[i]) - mean);
    return total / static_cast<double>(size);
}

V toSingle(D low, D high)
{
    const VHalf halves[2] = {__builtin_convertvector(low, VHalf), __builtin_convertvector(high, VHalf)};
    V both;
    __builtin_memcpy(&both, halves, sizeof both);
    return both;
}

void norm(const float* x, long size, int isRms, double epsilon, const float* gain, const float* bias, float* out)
{
    const double mean = isRms ? 0.0 : meanOf(x, size);
    const double inverse = 1.0 / __builtin_sqrt(varianceOf(x, size, mean) + epsilon);
    for (long i = 0; i < size; i += lanes) {
        const long count = size - i;
        const V value = loadSome(x + i, count);
        V normed = toSingle((lowHalf(value) - mean) * inverse, (highHalf(value) - mean) * inverse) * loadSome(gain + i, count);
        if (bias)
            normed += loadSome(bias + i, count);
        storeSome(out + i, normed, count);
    }
}

/// 1 / (1 + exp(−x))
V sigmoid(V x)
{
    return splat(1.0F) / (splat(1.0F) + expOf(-x));
}

V absolute(V x)
{
    return x < V{} ? -x : x;
}

/// Near 0 an odd polynomial, where 1 − 2 / (exp(2x) + 1) would lose digits.
V tanhOf(V x)
{
    const V size = absolute(x);
    const V far = splat(1.0F) - splat(2.0F) / (expOf(size + size) + splat(1.0F));
    const V square = x * x;
    V near = splat(0.0162738357F);
    near = near * square + splat(-0.0525868348F);
    near = near * square + splat(0.133194208F);
    near = near * square + splat(-0.333328903F);
    near = near * square * x + x;
    const V signedFar = x < V{} ? -far : far;
    return size < splat(0.55F) ? near : signedFar;
}

/// x Φ(x): the tail Φ(−|x|) is exp(−x²/2) times a polynomial of t = 1 / (1 + c |x|), fitted to 6e-8 of it.
V gelu(V x)
{
    const V size = absolute(x);
    const V t = splat(1.0F) / (splat(1.0F) + splat(0.3F) * size);
    V p = splat(0.0383780599F);
    p = p * t + splat(-0.16916512F);
    p = p * t + splat(0.228658319F);
    p = p * t + splat(-0.0765047669F);
    p = p * t + splat(0.142534539F);
    p = p * t + splat(0.0946838707F);
    p = p * t + splat(0.121920273F);
    p = p * t + splat(0.119487695F);
    p = p * t + splat(7.16853128e-06F);
    const V tail = p * expOf(splat(-0.5F) * x * x);
    const V share = x < V{} ? tail : splat(1.0F) - tail;
    return x * share;
}

V geluTanh(V x)
{
    const V inner = x * (x * x * splat(0.0713548163F) + splat(1.59576912F)); // 2 √(2/π) (x + 0.044715 x³)
    return x * sigmoid(inner);
}

template <V (*Function)(V)>
void each(const float* x, long count, float* out)
{
    for (long i = 0; i < count; i += lanes)
        storeSome(out + i, Function(loadSome(x + i, count - i)), count - i);
}

V relu(V x)
{
    return x < V{} ? V{} : x;
}

V silu(V x)
{
    return x * sigmoid(x);
}

V quickGelu(V x)
{
    return x * sigmoid(splat(1.702F) * x);
}

void activate(HlActivation kind, const float* x, long count, float* out)
{
    switch (kind) {
    case HlRelu: return each<relu>(x, count, out);
    case HlGelu: return each<gelu>(x, count, out);
    case HlGeluTanh: return each<geluTanh>(x, count, out);
    case HlSilu: return each<silu>(x, count, out);
    case HlQuickGelu: return each<quickGelu>(x, count, out);
    case HlTanh: return each<tanhOf>(x, count, out);
    case HlSigmoid: return each<sigmoid>(x, count, out);
    }
}

void softmax(const float* x, long size, float* out)
{
    V highest = splat(-infinity);
    for (long i = 0; i < size; i += lanes) {
        const V value = i + lanes <= size ? load(x + i) : loadPart(x + i, size - i);
        const V own = laneNumbers() < splatInt(static_cast<int>(size - i < lanes ? size - i : lanes)) ? value : highest;
        highest = (own > highest) | (own != own) ? own : highest;
    }
    float max = highest[0];
    for (int i = 1; i < lanes; ++i)
        max = highest[i] > max || highest[i] != highest[i] ? highest[i] : max;
    V sum = {};
    for (long i = 0; i < size; i += lanes) {
        const long count = size - i;
        const V shifted = loadSome(x + i, count) - max;
        V power = shifted < splat(-103.0F) ? V{} : expOf(shifted); // below the smallest number that exp can give
        if (count < lanes)
            power = laneNumbers() < splatInt(static_cast<int>(count)) ? power : V{};
        storeSome(out + i, power, count);
        sum += power;
    }
    V all[lanes] = {sum};
    const float total = sums(all)[0];
    for (long i = 0; i < size; i += lanes)
        storeSome(out + i, loadSome(out + i, size - i) / total, size - i);
}

void add(const float* x, const float* y, long count, float* out)
{
    for (long i = 0; i < count; i += lanes)
        storeSome(out + i, loadSome(x + i, count - i) + loadSome(y + i, count - i), count - i);
}

long countNonFinite(const float* x, long count, int isForbiddenFine)
{
    // A number minus itself is 0 unless it is NaN or infinite.
    V differences[4] = {};
    const V forbidden = splat(isForbiddenFine ? -infinity : 0.0F);
    for (long i = 0; i < count; i += 4 * lanes) {
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) {
            if (i + j * lanes >= count)
                break;
            V value = loadSome(x + i + j * lanes, count - i - j * lanes);
            value = value == forbidden ? V{} : value;
            differences[j] += value - value;
        }
    }
    const V difference = (differences[0] + differences[1]) + (differences[2] + differences[3]);
    bool isAnyStrange = false;
    for (int i = 0; i < lanes; ++i)
        isAnyStrange = isAnyStrange || difference[i] != 0.0F;
    if (!isAnyStrange)
        return 0;
    long strange = 0;
    for (long i = 0; i < count; ++i)
        strange += x[i] - x[i] != 0.0F && !(isForbiddenFine && x[i] == -infinity) ? 1 : 0;
    return strange;
}

} // namespace

extern "C" void HL_AT_LEVEL(hlRows)(HlKernels* kernels)
{
    kernels->norm = norm;
    kernels->activate = activate;
    kernels->softmax = softmax;
    kernels->add = add;
    kernels->countNonFinite = countNonFinite;
}
