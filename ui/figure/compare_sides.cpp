#include "ui/figure/compare_sides.h"

#include "ui/figure/labels.h"

namespace hl::ui {

namespace {

QString pairLabel(const AlignedPair& pair, const Tokens* left, const Tokens* right)
{
    const auto label = [](const Tokens* tokens, int index) {
        return tokens && index >= 0 ? tokenLabel(*tokens, index) : QString::number(index);
    };
    if (pair.left < 0)
        return QStringLiteral("+ ") + label(right, pair.right);
    if (pair.right < 0)
        return QChar(0x2212) + QStringLiteral(" ") + label(left, pair.left);
    const QString before = label(left, pair.left);
    const QString now = label(right, pair.right);
    return before == now ? now : before + QStringLiteral(" → ") + now;
}

} // namespace

CompareSides CompareSides::of(const Counterpart& counterpart, const Scene& scene, const StepRef& step)
{
    CompareSides sides;
    sides.rightRows = scene.trace->rowTokens(step);
    sides.rightCols = scene.trace->columnTokens(step);
    if (counterpart.arrays) { // of the same text, as far as anybody knows
        sides.leftRows = sides.rightRows;
        sides.leftCols = sides.rightCols;
        return sides;
    }
    const Trace& other = counterpart.trace ? *counterpart.trace : *scene.trace;
    const StepRef otherStep = counterpartStep(counterpart, step);
    sides.leftRows = other.rowTokens(otherStep);
    sides.leftCols = other.columnTokens(otherStep);
    return sides;
}

QString CompareSides::row(const Comparison& comparison, Index i) const
{
    return pairLabel(comparison.rows[static_cast<std::size_t>(i)], leftRows, rightRows);
}

QString CompareSides::col(const Comparison& comparison, Index j) const
{
    return pairLabel(comparison.cols[static_cast<std::size_t>(j)], leftCols, rightCols);
}

Index alignedIndex(const std::vector<AlignedPair>& pairs, Index right)
{
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i].right == right)
            return static_cast<Index>(i);
    }
    return -1;
}

} // namespace hl::ui
