#include "core/math/kernels/product.h"

#include "core/math/kernels/level.h"

namespace {

/// Inputs that are summed before the sum is added to the result: what stays in the second cache. A fixed number, so that
/// the order of adding is always the same.
constexpr long inputBlock = 768;
/// Inputs after which the sums of the first block are put down and taken up again, where two tiles of rows use the weights:
/// neither should wait for memory for long while the other would have something to do.
constexpr long inputsOfTwo = 192;

/// Rows that are multiplied before the next: what stays in the second cache beside a panel.
constexpr long rowBlock = 256;

/// How far ahead weights are fetched where few rows need them, in inputs: as long as memory takes to answer.
constexpr long aheadInputs = 32;

long least(long a, long b)
{
    return a < b ? a : b;
}

void pack(const float* weights, long stride, long inputs, long outputs, long first, long last, float* panels)
{
    for (long panel = first; panel < last; ++panel) {
        float* to = panels + panel * inputs * HL_PANEL;
        const long count = least(HL_PANEL, outputs - panel * HL_PANEL);
        const float* from = weights + panel * HL_PANEL;
        for (long k = 0; k < inputs; ++k, from += stride, to += HL_PANEL) {
            if (count == HL_PANEL) {
                for (int j = 0; j < HL_PANEL; j += lanes)
                    store(to + j, load(from + j));
                continue;
            }
            for (long j = 0; j < HL_PANEL; ++j)
                to[j] = j < count ? from[j] : 0.0F;
        }
    }
}

void packTransposed(const float* weights, long stride, long inputs, long outputs, long first, long last, float* panels)
{
    for (long panel = first; panel < last; ++panel) {
        float* to = panels + panel * inputs * HL_PANEL;
        for (long k = 0; k < inputs; k += lanes) {
            const long depth = least(lanes, inputs - k);
            for (long j = 0; j < HL_PANEL; j += lanes) {
                V block[lanes];
                for (long i = 0; i < lanes; ++i) {
                    const long output = panel * HL_PANEL + j + i;
                    block[i] = output < outputs ? loadSome(weights + output * stride + k, depth) : V{};
                }
                transpose(block);
                for (long i = 0; i < depth; ++i)
                    store(to + (k + i) * HL_PANEL + j, block[i]);
            }
        }
    }
}

/// The tile goes from one part of the panel to the next; it is not copied, since a copy made of many small fields has to wait
/// until all sums before it are in memory.
template <int AheadLines>
void multiplyBlock(long rows, Tile& tile, long outputs)
{
    for (long column = 0; column < HL_PANEL && column < outputs; column += tileColumns) {
        tile.outColumns = least(tileColumns, outputs - column);
        if (column == 0)
            multiplyRows<tileVectors, AheadLines>(rows, tile);
        else
            multiplyRows<tileVectors, 0>(rows, tile);
        tile.columns += tileColumns;
        tile.out += tileColumns;
        if (tile.bias)
            tile.bias += tileColumns;
    }
}

void productOfRows(const float* x, long xStride, long rows, long inputs, const float* panels, long first, long last,
                   const float* bias, float* out, long outStride, long outputs)
{
    const long blocks = (rows + tileRows - 1) / tileRows;
    for (long panel = first; panel < last; ++panel) {
        const long column = panel * HL_PANEL;
        long depth = 0;
        for (long k = 0; k < inputs; k += depth) {
            const bool isFirstBlock = k < inputBlock;
            depth = least(blocks == 2 && isFirstBlock ? inputsOfTwo : inputBlock, inputs - k);
            const bool isLast = k + depth == inputs;
            const float* columns = panels + (panel * inputs + k) * HL_PANEL;
            const char* next = reinterpret_cast<const char*>(columns + depth * HL_PANEL);
            // Weights are fetched before they are needed: a little ahead where a row or a few need each number once, so that
            // nothing is fetched that another thread will use; else the next block of them, bit by bit.
            const long step = blocks < 3 ? 64 : HL_PANEL * 4 / blocks;
            for (long block = 0; block < blocks; ++block) {
                const long row = block * tileRows;
                const char* ahead = blocks == 1 ? reinterpret_cast<const char*>(columns + aheadInputs * HL_PANEL)
                                    : blocks == 2 ? next + block * depth * 128
                                                  : next + block * depth * step;
                Tile tile{x + row * xStride + k, xStride, columns, HL_PANEL, depth, out + row * outStride + column, outStride,
                                0, isLast && bias ? bias + column : nullptr, k > 0 && isFirstBlock, !isFirstBlock, ahead, step};
                const long count = least(tileRows, rows - row);
                if (blocks == 1)
                    multiplyBlock<3>(count, tile, outputs - column);
                else if (blocks == 2 && block == 0)
                    multiplyBlock<2>(count, tile, outputs - column);
                else
                    multiplyBlock<1>(count, tile, outputs - column);
            }
        }
    }
}

void product(const float* x, long xStride, long rows, long inputs, const float* panels, long first, long last,
             const float* bias, float* out, long outStride, long outputs)
{
    for (long row = 0; row < rows; row += rowBlock)
        productOfRows(x + row * xStride, xStride, least(rowBlock, rows - row), inputs, panels, first, last, bias,
                      out + row * outStride, outStride, outputs);
}

#if defined(__AVX512F__)
constexpr int dotRows = 3; // 3 x 8 sums
constexpr int dotColumns = 8;
#elif defined(__AVX2__)
constexpr int dotRows = 2;
constexpr int dotColumns = 4;
#else
constexpr int dotRows = 2;
constexpr int dotColumns = 4;
#endif

struct Dots
{
    const float* x;
    long xStride;
    const float* weights;
    long stride;
    long inputs;
    const float* bias;
    float* out;
    long outStride;
};

/// Rows x dotColumns dot products: lane by lane over the inputs, then the lanes. IsFirst: of these columns; the next ones are
/// fetched meanwhile.
template <int Rows, bool IsFirst>
__attribute__((noinline)) void multiplyDots(const Dots& dots)
{
    V sum[Rows][dotColumns] = {};
    for (long k = 0; k < dots.inputs; k += lanes) {
        const long count = dots.inputs - k;
        V column[dotColumns];
#pragma GCC unroll 8
        for (int j = 0; j < dotColumns; ++j)
            column[j] = loadSome(dots.weights + j * dots.stride + k, count);
        if (IsFirst) {
#pragma GCC unroll 8
            for (int j = 0; j < dotColumns; ++j)
                __builtin_prefetch(dots.weights + (dotColumns + j) * dots.stride + k, 0, 2);
        }
#pragma GCC unroll 4
        for (int i = 0; i < Rows; ++i) {
            const V number = loadSome(dots.x + i * dots.xStride + k, count);
#pragma GCC unroll 8
            for (int j = 0; j < dotColumns; ++j)
                sum[i][j] += number * column[j];
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < Rows; ++i) {
        V all[lanes] = {};
#pragma GCC unroll 8
        for (int j = 0; j < dotColumns; ++j)
            all[j] = sum[i][j];
        V result = sums(all);
        if (dots.bias)
            result += loadSome(dots.bias, dotColumns);
        storeSome(dots.out + i * dots.outStride, result, dotColumns);
    }
}

template <bool IsFirst>
void multiplyDotRows(long rows, const Dots& dots)
{
    if (rows >= dotRows)
        multiplyDots<dotRows, IsFirst>(dots);
    else if (rows == 2)
        multiplyDots<2, IsFirst>(dots);
    else
        multiplyDots<1, IsFirst>(dots);
}

/// What is left at the end, one dot product at a time in the same order as above.
float dot(const float* x, const float* y, long inputs)
{
    V all[lanes] = {};
    for (long k = 0; k < inputs; k += lanes)
        all[0] += loadSome(x + k, inputs - k) * loadSome(y + k, inputs - k);
    return sums(all)[0];
}

void productTransposed(const float* x, long xStride, long rows, long inputs, const float* weights, long stride, long first,
                       long last, const float* bias, float* out, long outStride)
{
    long output = first;
    for (; output + dotColumns <= last; output += dotColumns) {
        Dots dots{x, xStride, weights + output * stride, stride, inputs, bias ? bias + output : nullptr, out + output, outStride};
        for (long row = 0; row < rows; row += dotRows) {
            if (row == 0)
                multiplyDotRows<true>(rows - row, dots);
            else
                multiplyDotRows<false>(rows - row, dots);
            dots.x += dotRows * xStride;
            dots.out += dotRows * outStride;
        }
    }
    for (; output < last; ++output) {
        for (long row = 0; row < rows; ++row)
            out[row * outStride + output] = dot(x + row * xStride, weights + output * stride, inputs) + (bias ? bias[output] : 0.0F);
    }
}

} // namespace

extern "C" void HL_AT_LEVEL(hlProducts)(HlKernels* kernels)
{
    kernels->pack = pack;
    kernels->packTransposed = packTransposed;
    kernels->product = product;
    kernels->productTransposed = productTransposed;
}
