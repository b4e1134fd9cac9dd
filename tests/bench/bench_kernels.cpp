// The two inner loops that everything waits for, beside others: products of packed weights beside the processor's
// multiply-add rate, attention with its weights kept beside the same in Eigen's expressions. One thread.
#include "eigen_attention.h"

#include "core/forward/attend.h"
#include "core/math/kernels/levels.h"
#include "core/math/packed_matrix.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace {

using namespace hl;

using Wide = float __attribute__((vector_size(64)));
using Middle = float __attribute__((vector_size(32)));
using Small = float __attribute__((vector_size(16)));

/// Floating point operations a second of sums that never leave the registers: more of them than the unit is deep.
template <class V>
__attribute__((always_inline)) inline double rateOf()
{
    constexpr long rounds = 3'000'000;
    const V half = V{} + 0.5F;
    const V one = V{} + 1.0F;
    V a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{}, j{}, k{}, l{};
    const auto begin = std::chrono::steady_clock::now();
    for (long round = 0; round < rounds; ++round) {
        a = a * half + one; b = b * half + one; c = c * half + one; d = d * half + one;
        e = e * half + one; f = f * half + one; g = g * half + one; h = h * half + one;
        i = i * half + one; j = j * half + one; k = k * half + one; l = l * half + one;
        asm volatile("" : "+x"(a), "+x"(b), "+x"(c), "+x"(d), "+x"(e), "+x"(f), "+x"(g), "+x"(h), "+x"(i), "+x"(j), "+x"(k), "+x"(l));
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    benchmark::DoNotOptimize(a + b + c + d + e + f + g + h + i + j + k + l);
    return 2.0 * static_cast<double>(rounds) * 12 * (sizeof(V) / sizeof(float)) / time.count();
}

__attribute__((target("avx512f"), noinline, optimize("fp-contract=fast"))) double wideRate()
{
    return rateOf<Wide>();
}

__attribute__((target("avx2,fma"), noinline, optimize("fp-contract=fast"))) double middleRate()
{
    return rateOf<Middle>();
}

__attribute__((noinline)) double smallRate()
{
    return rateOf<Small>();
}

/// The best of a few tries, since a neighbour may disturb one of them.
double peak()
{
    double best = 0.0;
    for (int i = 0; i < 7; ++i)
        best = std::max(best, kernels().level >= 4 ? wideRate() : kernels().level == 3 ? middleRate() : smallRate());
    return best;
}

void multiplyAdds(benchmark::State& state)
{
    for (auto _ : state)
        state.counters["GFLOP/s"] = peak() * 1e-9;
}
BENCHMARK(multiplyAdds)->Unit(benchmark::kMillisecond);

/// rows x 768 times 768 x 2304.
void product(benchmark::State& state)
{
    constexpr Index inputs = 768;
    constexpr Index outputs = 2304;
    const Index rows = state.range(0);
    const MatrixOf<float> weights = MatrixOf<float>::Random(inputs, outputs);
    const PackedMatrix packed(weights);
    const MatrixOf<float> x = MatrixOf<float>::Random(rows, inputs);
    MatrixOf<float> out(rows, outputs);
    const double best = peak();
    for (auto _ : state) {
        kernels().product(x.data(), inputs, rows, inputs, packed.panels(), 0, packed.panelCount(), nullptr, out.data(), outputs,
                          outputs);
        benchmark::ClobberMemory();
    }
    const double operations = 2.0 * static_cast<double>(rows * inputs * outputs);
    state.counters["GFLOP/s"] = benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["of_peak"] = benchmark::Counter(operations / best, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["peak"] = best * 1e-9;
}
BENCHMARK(product)->Arg(1)->Arg(8)->Arg(16)->Arg(32)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);

/// 12 causal heads of 64 features side by side.
struct Layer
{
    static constexpr int heads = 12;
    static constexpr Index features = 64;

    explicit Layer(Index n)
        : q(MatrixOf<float>::Random(n, heads * features))
        , k(MatrixOf<float>::Random(n, heads * features))
        , v(MatrixOf<float>::Random(n, heads * features))
        , mask(MatrixOf<float>::Zero(n, n))
        , z(n, heads * features)
        , patterns(heads, MatrixOf<float>(n, n))
    {
        for (Index row = 0; row < n; ++row)
            mask.row(row).tail(n - row - 1).setConstant(-std::numeric_limits<float>::infinity());
    }

    MatrixOf<float> q, k, v, mask, z;
    std::vector<MatrixOf<float>> patterns;
};

void attentionOfTheProduct(benchmark::State& state)
{
    Layer layer(state.range(0));
    const std::vector<long> lengths = allowedLengths<float>(layer.mask);
    MatrixOf<float> none;
    std::vector<float> scratch(headScratch(layer.k.rows(), Layer::features, Layer::features));
    for (auto _ : state) {
        for (int head = 0; head < Layer::heads; ++head) {
            const auto of = [&](MatrixOf<float>& all) { return all.middleCols(head * Layer::features, Layer::features); };
            const HeadInputs<float> inputs{of(layer.q), of(layer.k), of(layer.v), none, 0.125, none, layer.mask, &lengths};
            HeadRooms<float> rooms{none, none, none, none, none, none, none, none, none,
                                   layer.patterns[static_cast<std::size_t>(head)], of(layer.z), false, scratch.data()};
            attendHead<float>(inputs, rooms);
        }
        benchmark::ClobberMemory();
    }
}
BENCHMARK(attentionOfTheProduct)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);

void attentionInEigen(benchmark::State& state)
{
    Layer layer(state.range(0));
    for (auto _ : state) {
        for (int head = 0; head < Layer::heads; ++head) {
            const Index first = head * Layer::features;
            eigenAttention(layer.q.data() + first, layer.k.data() + first, layer.v.data() + first, layer.q.rows(), Layer::features,
                           layer.q.cols(), layer.patterns[static_cast<std::size_t>(head)].data(), layer.z.data() + first);
        }
        benchmark::ClobberMemory();
    }
}
BENCHMARK(attentionInEigen)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
