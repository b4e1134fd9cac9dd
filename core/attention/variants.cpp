#include "core/attention/variants.h"

#include "core/attention/variant_loops.h"
#include "core/base/message.h"

#include <array>
#include <cstdlib>

namespace hl {

namespace {

using Parameters = VariantParameters;

// Which pairs are seen, how many they are, and how far a signal has to go.

bool seesAll(Index, Index, const Parameters&)
{
    return true;
}

double allPairs(Index n, const Parameters&)
{
    return static_cast<double>(n) * static_cast<double>(n);
}

Index oneLayer(Index, const Parameters&)
{
    return 1;
}

bool seesEarlier(Index query, Index key, const Parameters&)
{
    return key <= query;
}

double earlierPairs(Index n, const Parameters&)
{
    return static_cast<double>(n) * static_cast<double>(n + 1) / 2.0;
}

bool seesNear(Index query, Index key, const Parameters& p)
{
    return std::abs(query - key) <= p.window;
}

double nearPairs(Index n, const Parameters& p)
{
    return pairsWithin(n, p.window);
}

Index hops(Index n, Index reach)
{
    return reach < 1 ? 1 : std::max<Index>((n - 1 + reach - 1) / reach, 1);
}

Index nearPath(Index n, const Parameters& p)
{
    return hops(n, p.window);
}

Index strideOf(const Parameters& p)
{
    return std::max<Index>(p.stride, 1);
}

bool seesStrided(Index query, Index key, const Parameters& p)
{
    const Index apart = std::abs(query - key);
    return apart < strideOf(p) || apart % strideOf(p) == 0;
}

double stridedPairs(Index n, const Parameters& p)
{
    const auto stride = static_cast<double>(strideOf(p));
    const auto steps = static_cast<double>((n - 1) / strideOf(p));
    const double far = 2.0 * (steps * static_cast<double>(n) - stride * steps * (steps + 1.0) / 2.0);
    return pairsWithin(n, strideOf(p) - 1) + far;
}

Index stridedPath(Index n, const Parameters& p)
{
    // The nearest key that is not seen is stride + 1 places away; from stride 2 on there is one.
    return strideOf(p) > 1 && n - 1 > strideOf(p) ? 2 : 1;
}

bool seesGlobalOrNear(Index query, Index key, const Parameters& p)
{
    return query < p.globals || key < p.globals || seesNear(query, key, p);
}

double globalOrNearPairs(Index n, const Parameters& p)
{
    const Index others = std::max<Index>(n - p.globals, 0);
    return allPairs(n, p) - allPairs(others, p) + pairsWithin(others, p.window);
}

Index globalOrNearPath(Index n, const Parameters& p)
{
    if (p.globals < 1)
        return nearPath(n, p);
    return n - p.globals - 1 > p.window ? 2 : 1;
}

// How they are computed, and what that costs.

template <class Do>
void tallied(Work* counted, const Do& loops)
{
    if (counted)
        loops(loops::Counted{*counted});
    else
        loops(loops::Uncounted{});
}

template <bool (*sees)(Index, Index, const Parameters&)>
void runPairs(const VariantHead& head, const Parameters& p, VariantResult& out, Work* counted)
{
    tallied(counted, [&](auto tally) {
        loops::attendPairs(head, [&](Index query, Index key) { return sees(query, key, p); }, out, tally);
    });
}

template <double (*pairs)(Index, const Parameters&)>
Work pairsWork(Index n, Index dKey, Index dValue, const Parameters& p)
{
    const double count = pairs(n, p);
    return {count * static_cast<double>(dKey + dValue), count + static_cast<double>(n * dValue)};
}

void runLinear(const VariantHead& head, const Parameters&, VariantResult& out, Work* counted)
{
    tallied(counted, [&](auto tally) { loops::attendLinearly(head, out, tally); });
}

Work linearWork(Index n, Index dKey, Index dValue, const Parameters&)
{
    return {2.0 * static_cast<double>(n) * static_cast<double>(dKey * dValue + dKey), static_cast<double>(dKey * dValue + dKey + n * dValue)};
}

void runGroups(const VariantHead& head, const Parameters& p, VariantResult& out, Work* counted)
{
    tallied(counted, [&](auto tally) { loops::attendGroups(head, p.rank, out, tally); });
}

Work groupsWork(Index n, Index dKey, Index dValue, const Parameters& p)
{
    const auto groups = static_cast<double>(std::min(std::max<Index>(p.rank, 1), n));
    const auto width = static_cast<double>(dKey + dValue);
    const auto rows = static_cast<double>(n);
    return {rows * width * (1.0 + groups), groups * (width + rows) + rows * static_cast<double>(dValue)};
}

// Each row: name, title, formula, meaning, source, parameters, pairs, how it is computed, its work, its path.
constexpr std::array table{
    AttentionVariant{"full", HL_NOOP("core", "Full"), HL_NOOP("core", "softmax(Q Kᵀ · scale + bias) V over all keys"),
                     HL_NOOP("core", "Every query sees every key, also those after it."),
                     HL_NOOP("core", "Vaswani et al. 2017, equation 1"), UsesNothing, seesAll, runPairs<seesAll>, pairsWork<allPairs>, oneLayer},
    AttentionVariant{"causal", HL_NOOP("core", "Causal"), HL_NOOP("core", "the same over the keys j ≤ i"),
                     HL_NOOP("core", "A query sees itself and what came before, as when text is generated; half the work."),
                     HL_NOOP("core", "Vaswani et al. 2017, section 3.2.3"), UsesNothing, seesEarlier, runPairs<seesEarlier>, pairsWork<earlierPairs>, oneLayer},
    AttentionVariant{"local-window", HL_NOOP("core", "Local window"), HL_NOOP("core", "the same over the keys with |i − j| ≤ window"),
                     HL_NOOP("core", "A query sees its neighbours on either side; what is further away takes several layers."),
                     HL_NOOP("core", "Beltagy, Peters, Cohan 2020 (Longformer), section 3.1"), UsesWindow, seesNear, runPairs<seesNear>, pairsWork<nearPairs>, nearPath},
    AttentionVariant{"strided", HL_NOOP("core", "Strided"), HL_NOOP("core", "the same over the keys with |i − j| < stride, or i − j a multiple of it"),
                     HL_NOOP("core", "Near keys and every stride-th one: any token reaches any other in two layers."),
                     HL_NOOP("core", "Child et al. 2019 (Sparse Transformer), section 4.3: both parts in one head, to both sides"), UsesStride, seesStrided,
                     runPairs<seesStrided>, pairsWork<stridedPairs>, stridedPath},
    AttentionVariant{"global-local", HL_NOOP("core", "Global + local"),
                     HL_NOOP("core", "the same over the keys with |i − j| ≤ window, and all pairs with one of the first tokens"),
                     HL_NOOP("core", "A window, and a few tokens that see everything and are seen by everything: they pass on what is far away."),
                     HL_NOOP("core", "Beltagy, Peters, Cohan 2020 (Longformer), section 3.1"), UsesWindow | UsesGlobals, seesGlobalOrNear,
                     runPairs<seesGlobalOrNear>, pairsWork<globalOrNearPairs>, globalOrNearPath},
    AttentionVariant{"linear", HL_NOOP("core", "Linear"),
                     HL_NOOP("core", "φ(Q) (φ(K)ᵀ V) / (φ(Q) Σ φ(K)), φ(x) = elu(x) + 1, without scale and bias"),
                     HL_NOOP("core", "Keys and values are summed once for all queries, so that work grows with n alone; the weights shown are those that the sums amount to."),
                     HL_NOOP("core", "Katharopoulos et al. 2020, equations 4 to 7"), UsesNothing, nullptr, runLinear, linearWork, oneLayer},
    AttentionVariant{"low-rank", HL_NOOP("core", "Low-rank"),
                     HL_NOOP("core", "softmax(Q (E K)ᵀ · scale + bias Eᵀ) E V, E [rank, n]: means of groups of neighbouring keys"),
                     HL_NOOP("core", "Neighbouring keys are averaged into as many groups as the rank, and queries look at the groups; a key's share is its group's, divided evenly."),
                     HL_NOOP("core", "Wang et al. 2020 (Linformer), section 4, with mean pooling as its projection"), UsesRank, nullptr, runGroups, groupsWork, oneLayer},
};

} // namespace

std::span<const AttentionVariant> attentionVariants()
{
    return table;
}

const AttentionVariant* variantNamed(std::string_view name)
{
    for (const AttentionVariant& variant : table) {
        if (variant.name == name)
            return &variant;
    }
    return nullptr;
}

VariantResult computeVariant(const AttentionVariant& variant, const VariantHead& head, const VariantParameters& parameters)
{
    VariantResult out;
    variant.run(head, parameters, out, nullptr);
    return out;
}

Work countVariant(const AttentionVariant& variant, const VariantHead& head, const VariantParameters& parameters)
{
    VariantResult out;
    Work counted;
    variant.run(head, parameters, out, &counted);
    return counted;
}

Index groupOfKey(Index key, Index keys, Index rank)
{
    const Index groups = std::min(std::max<Index>(rank, 1), keys);
    return key * groups / keys;
}

double pairsWithin(Index n, Index window)
{
    const auto tokens = static_cast<double>(n);
    const auto reach = static_cast<double>(std::clamp<Index>(window, 0, std::max<Index>(n - 1, 0)));
    return tokens + 2.0 * (reach * tokens - reach * (reach + 1.0) / 2.0);
}

} // namespace hl
