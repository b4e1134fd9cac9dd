#include "core/math/kernels/level.h"
#include "core/math/kernels/product.h"

namespace {

long least(long a, long b)
{
    return a < b ? a : b;
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
    float* values; // null: the head's own can be used
    long valueStride;
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

/// Panel [features, HL_PANEL] of the keys [first, first + HL_PANEL), those beyond the last being 0.
void packKeys(const HlHead& head, long first, float* panel)
{
    for (long feature = 0; feature < head.keyFeatures; feature += lanes) {
        const long depth = least(lanes, head.keyFeatures - feature);
        for (long j = 0; j < HL_PANEL; j += lanes) {
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

void copyValues(const HlHead& head, const Scratch& scratch)
{
    for (long key = 0; key < head.keys; ++key) {
        for (long j = 0; j < head.valueFeatures; j += lanes)
            store(scratch.values + key * scratch.valueStride + j,
                  loadSome(head.v + key * head.vStride + j, head.valueFeatures - j));
    }
}

/// Raw scores of `count` queries from `first` on against the keys before `keys`.
void scoreRows(const HlHead& head, const Scratch& scratch, long first, long count, long keys)
{
    for (long panel = 0; panel * HL_PANEL < keys; ++panel) {
        for (long column = 0; column < HL_PANEL && panel * HL_PANEL + column < keys; column += tileColumns) {
            for (long row = 0; row < count; row += tileRows) {
                const Tile tile{head.q + (first + row) * head.qStride, head.qStride,
                                scratch.panels + panel * HL_PANEL * head.keyFeatures + column, HL_PANEL, head.keyFeatures,
                                scratch.rows + row * scratch.rowLength + panel * HL_PANEL + column, scratch.rowLength,
                                tileColumns, nullptr, false, false, nullptr, 0};
                multiplyRows<tileVectors, 0>(least(tileRows, count - row), tile);
            }
        }
    }
}

void keep(float* matrix, const HlHead& head, long query, long j, V value, long count)
{
    if (matrix)
        storeSome(matrix + query * head.stride + j, value, count);
}

float highest(V values)
{
    float max = values[0];
    for (int i = 1; i < lanes; ++i)
        max = values[i] > max || values[i] != values[i] ? values[i] : max;
    return max;
}

/// Scores to masked scores, in place, for the keys before `keys`; those from `length` on are forbidden. Gives the maximum.
float maskRow(const HlHead& head, float* row, long query, long keys, long length)
{
    const V forbidden = splat(-infinity);
    V max = forbidden;
    for (long j = 0; j < keys; j += lanes) {
        const long count = keys - j;
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
        max = (value > max) | (value != value) ? value : max;
    }
    return highest(max);
}

/// Masked scores to exponentials, in place. Gives their sum.
float exponentials(const HlHead& head, float* row, long query, long length, float max)
{
    const V forbidden = splat(-infinity);
    V sum = {};
    for (long j = 0; j < length; j += lanes) {
        const V masked = load(row + j);
        const V shifted = masked == forbidden ? forbidden : masked - max;
        keep(head.shifted, head, query, j, shifted, length - j);
        const V power = shifted == forbidden ? V{} : expOf(shifted);
        keep(head.exp, head, query, j, power, length - j);
        store(row + j, power);
        sum += power;
    }
    V all[lanes] = {sum};
    return sums(all)[0];
}

/// The last two of a row's steps, for a row with no allowed key.
void emptyRow(const HlHead& head, float* row, long query, long length)
{
    fill(row, 0.0F, length);
    if (head.shifted)
        fill(head.shifted + query * head.stride, -infinity, length);
    if (head.exp)
        fill(head.exp + query * head.stride, 0.0F, length);
    fill(head.pattern + query * head.stride, 0.0F, length);
}

/// What lies behind the last allowed key.
void fillRest(const HlHead& head, long query, long computed, long length)
{
    const long row = query * head.stride;
    if (head.masked)
        fill(head.masked + row + computed, -infinity, head.keys - computed);
    if (head.shifted)
        fill(head.shifted + row + length, -infinity, head.keys - length);
    if (head.exp)
        fill(head.exp + row + length, 0.0F, head.keys - length);
    fill(head.pattern + row + length, 0.0F, head.keys - length);
}

void softmaxRow(const HlHead& head, float* row, long query, long keys)
{
    const long length = head.lengths[query];
    const float max = maskRow(head, row, query, keys, length);
    float sum = 0.0F;
    if (max == -infinity) {
        emptyRow(head, row, query, length);
    } else {
        sum = exponentials(head, row, query, length, max);
        for (long j = 0; j < length; j += lanes) {
            const V power = load(row + j);
            const V share = power == V{} ? V{} : power / sum;
            store(row + j, share);
            storeSome(head.pattern + query * head.stride + j, share, length - j);
        }
    }
    if (head.max)
        head.max[query * head.columnStride] = max;
    if (head.expSum)
        head.expSum[query * head.columnStride] = sum;
    fillRest(head, query, keys, length);
}

template <int Vectors>
void weighColumns(const HlHead& head, const Scratch& scratch, long first, long count, long column)
{
    const float* values = scratch.values ? scratch.values : head.v;
    const long stride = scratch.values ? scratch.valueStride : head.vStride;
    for (long row = 0; row < count; row += tileRows) {
        const long rows = least(tileRows, count - row);
        long shared = head.lengths[first + row];
        for (long i = 1; i < rows; ++i)
            shared = least(shared, head.lengths[first + row + i]);
        Tile tile{scratch.rows + row * scratch.rowLength, scratch.rowLength, values + column, stride, shared,
                  head.z + (first + row) * head.zStride + column, head.zStride, head.valueFeatures - column, nullptr,
                  false, false, nullptr, 0};
        multiplyRows<Vectors, 0>(rows, tile);
        // Each query sees only its own keys: even 0 times a NaN behind them would be a NaN.
        for (long i = 0; i < rows; ++i) {
            const long own = head.lengths[first + row + i];
            if (own == shared)
                continue;
            Tile rest = tile;
            rest.x += i * scratch.rowLength + shared;
            rest.columns += shared * stride;
            rest.inputs = own - shared;
            rest.out += i * head.zStride;
            rest.isContinued = true;
            multiply<1, Vectors, 0>(rest);
        }
    }
}

void weighRows(const HlHead& head, const Scratch& scratch, long first, long count)
{
    long column = 0;
    for (; column + (tileVectors - 1) * lanes < head.valueFeatures; column += tileColumns)
        weighColumns<tileVectors>(head, scratch, first, count, column);
    for (; column < head.valueFeatures; column += lanes)
        weighColumns<1>(head, scratch, first, count, column);
}

void attend(const HlHead* given)
{
    const HlHead& head = *given;
    Scratch scratch{panelCount(head.keys) * HL_PANEL, head.scratch, nullptr, nullptr, roundedUp(head.valueFeatures, lanes)};
    scratch.rows = scratch.panels + panelCount(head.keys) * HL_PANEL * head.keyFeatures;
    if (needsCopy(head.valueFeatures)) {
        scratch.values = scratch.rows + HL_QUERY_BLOCK * scratch.rowLength;
        copyValues(head, scratch);
    }
    const bool isAllWanted = head.scores || head.sum || head.scaled || head.biased;
    long longest = 0;
    for (long query = 0; query < head.queries; ++query)
        longest = head.lengths[query] > longest ? head.lengths[query] : longest;
    for (long key = 0; key < (isAllWanted ? head.keys : longest); key += HL_PANEL)
        packKeys(head, key, scratch.panels + key * head.keyFeatures);
    for (long first = 0; first < head.queries; first += HL_QUERY_BLOCK) {
        const long count = least(HL_QUERY_BLOCK, head.queries - first);
        long block = 0;
        for (long i = 0; i < count; ++i)
            block = head.lengths[first + i] > block ? head.lengths[first + i] : block;
        scoreRows(head, scratch, first, count, isAllWanted ? head.keys : block);
        for (long i = 0; i < count; ++i)
            softmaxRow(head, scratch.rows + i * scratch.rowLength, first + i, isAllWanted ? head.keys : head.lengths[first + i]);
        weighRows(head, scratch, first, count);
    }
}

} // namespace

extern "C" void HL_AT_LEVEL(hlAttention)(HlKernels* kernels)
{
    kernels->attend = attend;
    kernels->scratchOfHead = scratchOfHead;
}
