#include "core/math/kernels/level.h"
#include "core/math/kernels/product.h"

namespace {

long least(long a, long b)
{
    return a < b ? a : b;
}

long most(long a, long b)
{
    return a > b ? a : b;
}

long roundedUp(long count, long to)
{
    return (count + to - 1) / to * to;
}

/// Where a head's working memory lies: keys in panels, the scores of a few queries, values with whole vectors in each row.
struct Scratch
{
    long rowLength; // of the scores
    float* panels;
    float* rows;
    const float* values;
    long valueStride;
    bool areValuesFinite; // those that some query may see
};

long panelCount(long keys)
{
    return (keys + HL_PANEL - 1) / HL_PANEL;
}

/// Rows of values that are no whole number of vectors are copied: a vector read at their end would reach into memory that
/// belongs to others.
bool needsCopy(long valueFeatures)
{
    return valueFeatures % lanes != 0;
}

long scratchOfHead(long keys, long keyFeatures, long valueFeatures)
{
    const long panels = panelCount(keys) * HL_PANEL * keyFeatures;
    const long rows = HL_QUERY_BLOCK * panelCount(keys) * HL_PANEL;
    const long values = needsCopy(valueFeatures) ? keys * roundedUp(valueFeatures, lanes) : 0;
    return panels + rows + values;
}

/// Panel [features, HL_PANEL] of the keys [first, last): whole vectors of them, those beyond the last of all being 0.
void packKeys(const HlHead& head, long first, long last, float* panel)
{
    for (long feature = 0; feature < head.keyFeatures; feature += lanes) {
        const long depth = least(lanes, head.keyFeatures - feature);
        for (long j = 0; j < last - first; j += lanes) {
            V block[lanes];
            for (long i = 0; i < lanes; ++i) {
                const long key = first + j + i;
                block[i] = key < head.keys ? loadSome(head.k + key * head.kStride + feature, depth) : V{};
            }
            transpose(block);
            for (long i = 0; i < depth; ++i)
                store(panel + (feature + i) * HL_PANEL + j, block[i]);
        }
    }
}

void copyValues(const HlHead& head, Scratch& scratch)
{
    float* copy = scratch.rows + HL_QUERY_BLOCK * scratch.rowLength;
    scratch.values = copy;
    scratch.valueStride = roundedUp(head.valueFeatures, lanes);
    for (long key = 0; key < head.keys; ++key) {
        for (long j = 0; j < head.valueFeatures; j += lanes)
            store(copy + key * scratch.valueStride + j, loadSome(head.v + key * head.vStride + j, head.valueFeatures - j));
    }
}

/// As many vectors of a tile as its columns need.
void multiplyColumns(long rows, const Tile& tile)
{
    if (tile.outColumns > 2 * lanes)
        multiplyRows<3, 0>(rows, tile);
    else if (tile.outColumns > lanes)
        multiplyRows<2, 0>(rows, tile);
    else
        multiplyRows<1, 0>(rows, tile);
}

/// Raw scores of `count` queries from `first` on against the keys before `keys`, a whole number of vectors.
void scoreRows(const HlHead& head, const Scratch& scratch, long first, long count, long keys)
{
    for (long key = 0; key < keys; key += tileColumns) {
        const float* columns = scratch.panels + key / HL_PANEL * HL_PANEL * head.keyFeatures + key % HL_PANEL;
        for (long row = 0; row < count; row += tileRows) {
            const Tile tile{head.q + (first + row) * head.qStride, head.qStride, columns, HL_PANEL, head.keyFeatures,
                            scratch.rows + row * scratch.rowLength + key, scratch.rowLength, least(tileColumns, keys - key),
                            nullptr, false, false, nullptr, 0};
            multiplyColumns(least(tileRows, count - row), tile);
        }
    }
}

void keep(float* matrix, const HlHead& head, long query, long j, V value, long count)
{
    if (matrix)
        storeSome(matrix + query * head.stride + j, value, count);
}

/// Scores to masked scores, in place, for the keys before `keys`; those from `length` on are forbidden. Gives the maximum,
/// lane by lane.
V maskRow(const HlHead& head, float* row, long query, long keys, long length)
{
    const V forbidden = splat(-infinity);
    V max = forbidden;
    for (long j = 0; j < keys; j += lanes) {
        const long count = head.keys - j;
        V value = load(row + j);
        keep(head.scores, head, query, j, value, count);
        if (head.terms) {
            value += loadSome(head.terms + query * head.termsStride + j, count);
            keep(head.sum, head, query, j, value, count);
        }
        value = rounded(value * head.scale);
        keep(head.scaled, head, query, j, value, count);
        if (head.bias) {
            value += loadSome(head.bias + query * head.biasStride + j, count);
            keep(head.biased, head, query, j, value, count);
        }
        const V mask = loadSome(head.mask + query * head.maskStride + j, count);
        value = mask == forbidden ? forbidden : value + mask;
        keep(head.masked, head, query, j, value, count);
        value = laneNumbers() < splatInt(static_cast<int>(least(lanes, length - j < 0 ? 0 : length - j))) ? value : forbidden;
        store(row + j, value);
        max = larger(value, max);
    }
    return max;
}

/// Masked scores to exponentials, in place. Gives their sum, lane by lane.
V exponentials(const HlHead& head, float* row, long query, long keys, float max)
{
    const V forbidden = splat(-infinity);
    V sum = {};
    for (long j = 0; j < keys; j += lanes) {
        const V masked = load(row + j);
        const V shifted = masked == forbidden ? forbidden : masked - max;
        keep(head.shifted, head, query, j, shifted, head.keys - j);
        const V power = shifted == forbidden ? V{} : expOf(shifted);
        keep(head.exp, head, query, j, power, head.keys - j);
        store(row + j, power);
        sum += power;
    }
    return sum;
}

/// Exponentials to their shares of the sum, in place.
void shares(const HlHead& head, float* row, long query, long keys, float sum)
{
    for (long j = 0; j < keys; j += lanes) {
        const V power = load(row + j);
        const V share = power == V{} ? V{} : power / sum;
        store(row + j, share);
        storeSome(head.pattern + query * head.stride + j, share, head.keys - j);
    }
}

/// A step's row from column `from` on.
void fillRest(float* matrix, const HlHead& head, long query, long from, float number)
{
    if (matrix && from < head.keys)
        fill(matrix + query * head.stride + from, number, head.keys - from);
}

/// The raw scores of up to `lanes` queries from `first` on to their patterns, in place, zeros up to `keys`.
void softmaxRows(const HlHead& head, float* rows, long rowLength, long first, long count, long keys, bool isAllWanted)
{
    long reach[lanes] = {}; // of a query: the keys it may see, whole vectors of them
    V max[lanes] = {};
    for (long i = 0; i < count; ++i) {
        const long length = head.lengths[first + i];
        reach[i] = roundedUp(length, lanes);
        max[i] = maskRow(head, rows + i * rowLength, first + i, isAllWanted ? keys : reach[i], length);
    }
    float most[lanes];
    store(most, maxima(max));
    V sum[lanes] = {};
    for (long i = 0; i < count; ++i) {
        if (most[i] == -infinity)
            reach[i] = 0; // no allowed key: the last of the steps are empty
        sum[i] = exponentials(head, rows + i * rowLength, first + i, reach[i], most[i]);
    }
    float all[lanes];
    store(all, sums(sum));
    for (long i = 0; i < count; ++i) {
        const long query = first + i;
        float* row = rows + i * rowLength;
        shares(head, row, query, reach[i], all[i]);
        fill(row + reach[i], 0.0F, keys - reach[i]);
        if (head.max)
            head.max[query * head.columnStride] = most[i];
        if (head.expSum)
            head.expSum[query * head.columnStride] = all[i];
        fillRest(head.masked, head, query, isAllWanted ? keys : roundedUp(head.lengths[query], lanes), -infinity);
        fillRest(head.shifted, head, query, reach[i], -infinity);
        fillRest(head.exp, head, query, reach[i], 0.0F);
        fillRest(head.pattern, head, query, reach[i], 0.0F);
    }
}

/// Whether the values before `keys` are all numbers.
bool areFinite(const float* values, long stride, long keys, long features)
{
    V zero[4] = {};
    for (long key = 0; key < keys; ++key) {
#pragma GCC unroll 4
        for (long j = 0; j < features; j += lanes)
            zero[j / lanes % 4] += load(values + key * stride + j) * 0.0F; // NaN and infinity times 0 are NaN
    }
    V all[lanes] = {zero[0] + zero[1] + (zero[2] + zero[3])};
    return sums(all)[0] == 0.0F;
}

/// Weighted sums of the values before `keys`, for up to tileRows queries from `first` on: beyond its own keys a query's
/// pattern is 0.
void weighAll(const HlHead& head, const Scratch& scratch, long first, long rows, const float* pattern, long keys)
{
    for (long column = 0; column < head.valueFeatures; column += tileColumns) {
        const Tile tile{pattern, scratch.rowLength, scratch.values + column, scratch.valueStride, keys,
                        head.z + first * head.zStride + column, head.zStride,
                        least(tileColumns, head.valueFeatures - column), nullptr, false, false, nullptr, 0};
        multiplyColumns(rows, tile);
    }
}

/// The same where 0 times a value that a query may not see would be NaN: each query has only its own keys.
void weighOwn(const HlHead& head, const Scratch& scratch, long first, long rows, const float* pattern)
{
    for (long i = 0; i < rows; ++i)
        weighAll(head, scratch, first + i, 1, pattern + i * scratch.rowLength, head.lengths[first + i]);
}

void weighRows(const HlHead& head, const Scratch& scratch, long first, long count)
{
    for (long row = 0; row < count; row += tileRows) {
        const long rows = least(tileRows, count - row);
        long keys = 0;
        for (long i = 0; i < rows; ++i)
            keys = most(keys, head.lengths[first + row + i]);
        const float* pattern = scratch.rows + row * scratch.rowLength;
        if (scratch.areValuesFinite)
            weighAll(head, scratch, first + row, rows, pattern, keys);
        else
            weighOwn(head, scratch, first + row, rows, pattern);
    }
}

void attend(const HlHead* given)
{
    const HlHead& head = *given;
    long longest = 0;
    for (long query = 0; query < head.queries; ++query)
        longest = most(longest, head.lengths[query]);
    Scratch scratch{panelCount(head.keys) * HL_PANEL, head.scratch, nullptr, head.v, head.vStride, false};
    scratch.rows = scratch.panels + panelCount(head.keys) * HL_PANEL * head.keyFeatures;
    if (needsCopy(head.valueFeatures))
        copyValues(head, scratch);
    scratch.areValuesFinite = areFinite(scratch.values, scratch.valueStride, longest, head.valueFeatures);
    const bool isAllWanted = head.scores || head.sum || head.scaled || head.biased;
    const long packed = isAllWanted ? head.keys : longest;
    for (long key = 0; key < packed; key += HL_PANEL)
        packKeys(head, key, least(key + HL_PANEL, packed), scratch.panels + key * head.keyFeatures);
    for (long first = 0; first < head.queries; first += HL_QUERY_BLOCK) {
        const long count = least(HL_QUERY_BLOCK, head.queries - first);
        long keys = 0;
        for (long i = 0; i < count; ++i)
            keys = most(keys, head.lengths[first + i]);
        keys = roundedUp(isAllWanted ? head.keys : keys, lanes);
        scoreRows(head, scratch, first, count, keys);
        for (long i = 0; i < count; i += lanes)
            softmaxRows(head, scratch.rows + i * scratch.rowLength, scratch.rowLength, first + i, least(lanes, count - i), keys,
                        isAllWanted);
        weighRows(head, scratch, first, count);
    }
}

} // namespace

extern "C" void HL_AT_LEVEL(hlAttention)(HlKernels* kernels)
{
    kernels->attend = attend;
    kernels->scratchOfHead = scratchOfHead;
}
