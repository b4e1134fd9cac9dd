#pragma once

#include "core/math/kernels/kernels.h"
#include "core/math/kernels/vector.h"

// Rows times columns, with the sums in registers: shared by the products of a whole layer and by attention.

namespace {

#if defined(__AVX512F__)
constexpr int tileRows = 8; // 8 x 3 sums of 16, 3 of the columns' numbers and one of the rows': 28 of 32 registers
#elif defined(__AVX2__)
constexpr int tileRows = 4; // 4 x 3 of 8: all 16 registers
#else
constexpr int tileRows = 3;
#endif
constexpr int tileVectors = 3;
constexpr int tileColumns = tileVectors * lanes;

/// What happens to a tile's sums.
struct Tile
{
    const float* x;
    long xStride;
    const float* columns; // [inputs, Vectors · lanes], rows columnsStride apart
    long columnsStride;
    long inputs;
    float* out;
    long outStride;
    long outColumns;     // how many of the tile's columns there are
    const float* bias;   // added at the end, or null
    bool isContinued;    // the sums start from what is in `out` and go on in the same order
    bool isAdded;        // the sums are added to what is in `out`
    const char* ahead;   // memory that is needed next
    long aheadStep;      // how much of it is fetched with each input where AheadLines is 1, in bytes
};

/// out = x · columns. Each number is summed input by input, whatever Rows is. AheadLines of 64 bytes are fetched with every
/// input: memory answers while sums are made. Never inlined: the compiler would run out of registers in the caller.
template <int Rows, int Vectors, int AheadLines>
__attribute__((noinline)) void multiply(const Tile& tile)
{
    V sum[Rows][Vectors];
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i) {
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j)
            sum[i][j] = tile.isContinued ? loadSome(tile.out + i * tile.outStride + j * lanes, tile.outColumns - j * lanes) : V{};
    }
    const float* x = tile.x;
    const float* columns = tile.columns;
    const char* ahead = tile.ahead;
    const long xStride = tile.xStride;
    const long columnsStride = tile.columnsStride;
    for (const float* end = x + tile.inputs; x < end; ++x) {
        V column[Vectors];
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j)
            column[j] = load(columns + j * lanes);
#pragma GCC unroll 4
        for (int line = 0; line < AheadLines; ++line)
            __builtin_prefetch(ahead + line * 64, 0, 2);
        ahead += AheadLines == 1 ? tile.aheadStep : AheadLines * 64;
#pragma GCC unroll 8
        for (int i = 0; i < Rows; ++i) {
            const V number = splat(x[i * xStride]);
#pragma GCC unroll 4
            for (int j = 0; j < Vectors; ++j)
                sum[i][j] += number * column[j];
        }
        columns += columnsStride;
    }
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i) {
        float* out = tile.out + i * tile.outStride;
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j) {
            const long count = tile.outColumns - j * lanes;
            if (count <= 0)
                break;
            V value = sum[i][j];
            if (tile.isAdded)
                value = loadSome(out + j * lanes, count) + value;
            if (tile.bias)
                value += loadSome(tile.bias + j * lanes, count);
            storeSome(out + j * lanes, value, count);
        }
    }
}

/// The same for any number of rows up to tileRows.
template <int Vectors, int AheadLines>
void multiplyRows(long rows, const Tile& tile)
{
    switch (rows) {
    case 1: return multiply<1, Vectors, AheadLines>(tile);
    case 2: return multiply<2, Vectors, AheadLines>(tile);
    case 3: return multiply<3, Vectors, AheadLines>(tile);
#if defined(__AVX2__)
    case 4: return multiply<4, Vectors, AheadLines>(tile);
#endif
#if defined(__AVX512F__)
    case 5: return multiply<5, Vectors, AheadLines>(tile);
    case 6: return multiply<6, Vectors, AheadLines>(tile);
    case 7: return multiply<7, Vectors, AheadLines>(tile);
    case 8: return multiply<8, Vectors, AheadLines>(tile);
#endif
    default: return;
    }
}

} // namespace
