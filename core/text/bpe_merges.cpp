#include "core/text/bpe_merges.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace hl {

namespace {

std::uint64_t key(TokenId left, TokenId right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32) |
           static_cast<std::uint32_t>(right);
}

struct Symbol
{
    TokenId id;
    int begin;
    int end;
    int previous; ///< index, -1 at the start
    int next;     ///< index, -1 at the end
};

struct Candidate
{
    std::int32_t rank;
    int left;
    TokenId leftId; ///< ids when it was found: the candidate is stale once they have changed
    TokenId rightId;

    bool operator>(const Candidate& other) const
    {
        return std::tie(rank, left) > std::tie(other.rank, other.left);
    }
};

constexpr TokenId kGone = -1;

} // namespace

void BpeMerges::add(TokenId left, TokenId right, TokenId joined, std::int32_t rank)
{
    m_merges[key(left, right)] = Merge{joined, rank};
}

const BpeMerges::Merge* BpeMerges::find(TokenId left, TokenId right) const
{
    return m_merges.find(key(left, right));
}

std::vector<BpePiece> BpeMerges::apply(std::span<const TokenId> ids) const
{
    const int count = static_cast<int>(ids.size());
    std::vector<Symbol> symbols;
    symbols.reserve(ids.size());
    for (int i = 0; i < count; ++i)
        symbols.push_back({ids[i], i, i + 1, i - 1, i + 1 < count ? i + 1 : -1});

    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
    const auto consider = [&](int left) {
        if (left < 0 || symbols[left].next < 0)
            return;
        const TokenId rightId = symbols[symbols[left].next].id;
        if (const Merge* merge = find(symbols[left].id, rightId))
            candidates.push({merge->rank, left, symbols[left].id, rightId});
    };
    for (int i = 0; i + 1 < count; ++i)
        consider(i);

    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol& left = symbols[best.left];
        if (left.id != best.leftId || left.next < 0 || symbols[left.next].id != best.rightId)
            continue;
        Symbol& right = symbols[left.next];
        left.id = find(best.leftId, best.rightId)->joined;
        left.end = right.end;
        left.next = right.next;
        right.id = kGone;
        if (left.next >= 0)
            symbols[left.next].previous = best.left;
        consider(left.previous);
        consider(best.left);
    }

    std::vector<BpePiece> out;
    for (const Symbol& symbol : symbols)
        if (symbol.id != kGone)
            out.push_back({symbol.id, symbol.begin, symbol.end});
    return out;
}

} // namespace hl
