#include "core/forward/word_groups.h"

#include "core/math/ops.h"

#include <vector>

namespace hl {

namespace {

/// Calls use(group, rows) for each group that has some of the words; `rows` are their places.
template <class Use>
void eachGroup(const WordGroups& groups, std::span<const Token> words, const Use& use)
{
    std::vector<std::vector<Index>> places(static_cast<std::size_t>(groups.count()));
    for (std::size_t i = 0; i < words.size(); ++i)
        places[static_cast<std::size_t>(groups.groupOf(words[i].id))].push_back(static_cast<Index>(i));
    for (int group = 0; group < groups.count(); ++group) {
        if (!places[static_cast<std::size_t>(group)].empty())
            use(group, places[static_cast<std::size_t>(group)]);
    }
}

} // namespace

template <class T>
void gatherGroups(const Model& model, std::span<const Token> words, MutableRef<T> out)
{
    const WordGroups& groups = model.spec().stack(Side::Only).groups;
    out.setZero();
    eachGroup(groups, words, [&](int group, const std::vector<Index>& rows) {
        decltype(auto) table = model.weights().groups[static_cast<std::size_t>(group)].table.template as<T>();
        for (const Index row : rows)
            out.row(row).head(table.cols()) = table.row(words[static_cast<std::size_t>(row)].id - groups.firstOf(group));
    });
}

template <class T>
void projectGroups(const Model& model, std::span<const Token> words, const ConstRef<T>& rows, MutableRef<T> out)
{
    const WordGroups& groups = model.spec().stack(Side::Only).groups;
    eachGroup(groups, words, [&](int group, const std::vector<Index>& places) {
        const Index width = groups.widthOf(group);
        const MatrixOf<T> own = rows(places, Eigen::seqN(0, width));
        MatrixOf<T> projected(own.rows(), out.cols());
        linearTransposed<T>(own, model.weights().groups[static_cast<std::size_t>(group)].projection, Tensor(), projected);
        for (std::size_t i = 0; i < places.size(); ++i)
            out.row(places[i]) = projected.row(static_cast<Index>(i));
    });
}

template <class T>
void adaptiveScores(const Model& model, const ConstRef<T>& rows, MutableRef<T> scores, Crew* crew)
{
    const ModelSpec& spec = model.spec();
    const HeadWeights& weights = model.weights().head;
    const WordGroups& groups = spec.stack(spec.outputSide()).groups;
    const auto clusters = static_cast<Index>(spec.head.cutoffs.size());
    const Index features = weights.clusters.weight.cols();
    linearTransposed<T>(rows.leftCols(features), weights.clusters.weight, weights.clusters.bias, scores.rightCols(clusters));
    if (groups.isEmpty())
        return linearTransposed<T>(rows, model.unembedding(), weights.bias, scores.leftCols(spec.vocabulary), crew);
    for (int group = 0; group < groups.count(); ++group) {
        linearTransposed<T>(rows.middleCols(groups.columnOf(group), groups.widthOf(group)), weights.groups[static_cast<std::size_t>(group)],
                            Tensor(), scores.middleCols(groups.firstOf(group), groups.wordsOf(group)), crew);
    }
    if (weights.bias)
        scores.leftCols(spec.vocabulary).rowwise() += weights.bias.template as<T>().row(0);
}

#define HL_INSTANTIATE(T)                                                                                    \
    template void gatherGroups<T>(const Model&, std::span<const Token>, MutableRef<T>);                      \
    template void projectGroups<T>(const Model&, std::span<const Token>, const ConstRef<T>&, MutableRef<T>); \
    template void adaptiveScores<T>(const Model&, const ConstRef<T>&, MutableRef<T>, Crew*);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
