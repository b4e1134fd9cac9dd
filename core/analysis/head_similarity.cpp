#include "core/analysis/head_similarity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

std::vector<StepRef> headsOf(const ModelSpec& spec, Side side, bool isCross)
{
    const StackSpec& stack = spec.stack(side);
    const int heads = !isCross ? stack.attention.heads : stack.cross ? stack.cross->heads : 0;
    std::vector<StepRef> refs;
    for (int layer = 0; layer < stack.layers; ++layer) {
        for (int head = 0; head < heads; ++head)
            refs.push_back({.step = Step::Pattern, .layer = layer, .head = head, .side = side, .isCross = isCross});
    }
    return refs;
}

bool isComparable(const MatrixView& pattern, Index row)
{
    double sum = 0.0;
    for (Index key = 0; key < pattern.cols(); ++key)
        sum += pattern.at(row, key);
    return std::isfinite(sum) && sum > 0.0;
}

/// p log2(p/m), with the limit 0 at p = 0.
double part(double p, double m)
{
    return p > 0.0 ? p * std::log2(p / m) : 0.0;
}

double divergenceOf(const MatrixOf<double>& a, const MatrixOf<double>& b)
{
    double sum = 0.0;
    for (Index row = 0; row < a.rows(); ++row) {
        for (Index key = 0; key < a.cols(); ++key) {
            const double m = 0.5 * (a(row, key) + b(row, key));
            sum += 0.5 * (part(a(row, key), m) + part(b(row, key), m));
        }
    }
    return std::clamp(sum / static_cast<double>(a.rows()), 0.0, 1.0);
}

} // namespace

Result<HeadSimilarity> headSimilarity(const Trace& trace, Side side, bool isCross, std::stop_token stop)
{
    HeadSimilarity result;
    result.heads = headsOf(trace.model().spec(), side, isCross);
    if (result.heads.size() < 2)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "Comparing heads needs at least two of the same kind."));
    std::vector<MatrixView> patterns;
    for (const StepRef& head : result.heads) {
        patterns.push_back(trace.view(head));
        if (!patterns.back())
            return fail(ErrorCode::NotCaptured, HL_NOOP("core", "%1 was not kept in this run; keep it to measure its head."),
                        {nameOf(head)});
    }
    std::vector<Index> rows;
    for (Index row = 0; row < patterns.front().rows(); ++row) {
        if (std::all_of(patterns.begin(), patterns.end(), [&](const MatrixView& p) { return isComparable(p, row); }))
            rows.push_back(row);
    }
    if (rows.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "No row of this text can be compared: a head's weights are all 0 or not finite."));
    result.rows = static_cast<Index>(rows.size());
    std::vector<MatrixOf<double>> weights; // the rows that count, each brought to sum 1 in float64
    for (const MatrixView& pattern : patterns) {
        MatrixOf<double> chosen(result.rows, pattern.cols());
        for (Index i = 0; i < result.rows; ++i) {
            for (Index key = 0; key < pattern.cols(); ++key)
                chosen(i, key) = pattern.at(rows[static_cast<std::size_t>(i)], key);
            chosen.row(i) /= chosen.row(i).sum();
        }
        weights.push_back(std::move(chosen));
    }
    const auto count = static_cast<Index>(weights.size());
    result.divergence = MatrixOf<double>::Zero(count, count);
    result.cosine = MatrixOf<double>::Ones(count, count);
    for (Index a = 0; a < count; ++a) {
        for (Index b = a + 1; b < count; ++b) {
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
            const MatrixOf<double>& p = weights[static_cast<std::size_t>(a)];
            const MatrixOf<double>& q = weights[static_cast<std::size_t>(b)];
            result.divergence(a, b) = result.divergence(b, a) = divergenceOf(p, q);
            result.cosine(a, b) = result.cosine(b, a) = p.cwiseProduct(q).sum() / (p.norm() * q.norm());
        }
    }
    return result;
}

MatrixOf<double> distances(const HeadSimilarity& similarity)
{
    return similarity.divergence.cwiseSqrt();
}

std::vector<Merge> averageLinkage(const MatrixOf<double>& distance)
{
    struct Group
    {
        int number;
        std::vector<Index> members;
    };
    std::vector<Group> groups;
    for (Index i = 0; i < distance.rows(); ++i)
        groups.push_back({static_cast<int>(i), {i}});
    // Sums of distances between members, kept up when groups join; [i, j] as the groups are listed.
    MatrixOf<double> sums = distance;
    std::vector<Merge> merges;
    while (groups.size() > 1) {
        std::size_t best[2] = {0, 1};
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < groups.size(); ++i) {
            for (std::size_t j = i + 1; j < groups.size(); ++j) {
                const auto pairs = static_cast<double>(groups[i].members.size() * groups[j].members.size());
                const double mean = sums(groups[i].members.front(), groups[j].members.front()) / pairs;
                if (mean < nearest) {
                    nearest = mean;
                    best[0] = i;
                    best[1] = j;
                }
            }
        }
        Group& kept = groups[best[0]];
        Group& gone = groups[best[1]];
        const Index to = kept.members.front();
        const Index from = gone.members.front();
        for (const Group& other : groups) {
            const Index k = other.members.front();
            sums(to, k) += sums(from, k);
            sums(k, to) = sums(to, k);
        }
        merges.push_back({std::min(kept.number, gone.number), std::max(kept.number, gone.number), nearest,
                          static_cast<int>(kept.members.size() + gone.members.size())});
        kept.members.insert(kept.members.end(), gone.members.begin(), gone.members.end());
        kept.number = static_cast<int>(distance.rows()) + static_cast<int>(merges.size()) - 1;
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(best[1]));
    }
    return merges;
}

std::vector<int> groupsOf(const std::vector<Merge>& merges, int groups)
{
    const int count = static_cast<int>(merges.size()) + 1;
    const int joins = std::clamp(count - groups, 0, count - 1);
    std::vector<int> parent(static_cast<std::size_t>(count + joins));
    for (std::size_t i = 0; i < parent.size(); ++i)
        parent[i] = static_cast<int>(i);
    for (int i = 0; i < joins; ++i) {
        const Merge& merge = merges[static_cast<std::size_t>(i)];
        parent[static_cast<std::size_t>(merge.first)] = count + i;
        parent[static_cast<std::size_t>(merge.second)] = count + i;
    }
    std::vector<int> numbers;
    std::vector<int> roots; // in the order of their first heads
    for (int head = 0; head < count; ++head) {
        int root = head;
        while (parent[static_cast<std::size_t>(root)] != root)
            root = parent[static_cast<std::size_t>(root)];
        const auto known = std::find(roots.begin(), roots.end(), root);
        numbers.push_back(static_cast<int>(known - roots.begin()));
        if (known == roots.end())
            roots.push_back(root);
    }
    return numbers;
}

} // namespace hl
