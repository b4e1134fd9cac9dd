// A reading in words.
#include "core/analysis/reading.h"

#include "core/base/number.h"

namespace hl {

namespace {

Message aggregateRule(const ReadPattern& read, const StepRef& head, const PatternReading& reading)
{
    std::vector<std::string> args{std::to_string(read.heads.size())};
    if (!reading.isOverAllLayers)
        args.push_back(std::to_string(head.layer + 1));
    switch (reading.aggregate) {
    case Aggregate::Mean:
        return {reading.isOverAllLayers ? HL_NOOP("core", "mean over the heads of all layers (%1)")
                                        : HL_NOOP("core", "mean over the heads of layer %2 (%1)"),
                std::move(args)};
    case Aggregate::Max:
        return {reading.isOverAllLayers ? HL_NOOP("core", "of the heads of all layers (%1) the largest, so rows need not sum to 1")
                                        : HL_NOOP("core", "of the heads of layer %2 (%1) the largest, so rows need not sum to 1"),
                std::move(args)};
    default:
        return {reading.isOverAllLayers
                    ? HL_NOOP("core", "heads of all layers (%1), each weighing by 1 − its entropy / that of an even spread")
                    : HL_NOOP("core", "heads of layer %2 (%1), each weighing by 1 − its entropy / that of an even spread"),
                std::move(args)};
    }
}

ReadingRule hiddenRule(const ReadPattern& read, const PatternReading& reading)
{
    if (read.hiddenKeys == 0)
        return {{read.hiddenQueries == 0 ? HL_NOOP("core", "no special tokens here to hide")
                                         : HL_NOOP("core", "special tokens hidden among the queries; the keys have none"),
                 {}}};
    const bool isRenormalised = reading.specials == SpecialTokens::Renormalised;
    ReadingRule rule;
    rule.text = {isRenormalised ? HL_NOOP("core", "hidden special tokens: %1, with %2 % of the mass; each row is divided by what is left")
                                : HL_NOOP("core", "hidden special tokens: %1, with %2 % of the mass; the rest is as it was"),
                 {std::to_string(read.hiddenKeys), formatPercent(read.hiddenShare)}};
    rule.numberAt = 1;
    rule.number = 100.0 * read.hiddenShare;
    return rule;
}

} // namespace

std::vector<ReadingRule> rulesOf(const ReadPattern& read, const StepRef& head, const PatternReading& reading)
{
    std::vector<ReadingRule> rules;
    if (reading.specials != SpecialTokens::Shown)
        rules.push_back(hiddenRule(read, reading));
    if (read.emptyRows > 0)
        rules.push_back({{HL_NOOP("core", "rows with all their weight on hidden tokens, now 0: %1"), {std::to_string(read.emptyRows)}}});
    if (reading.joinsWords)
        rules.push_back({{HL_NOOP("core", "words: sum over key pieces, mean over query pieces"), {}}});
    if (reading.aggregate != Aggregate::Head)
        rules.push_back({aggregateRule(read, head, reading)});
    return rules;
}

Message sentenceFor(const ReadPattern& read, const Tokens& queries, const Tokens& keys, const PatternReading& reading, Index row, Index col)
{
    const std::vector<std::string> args{textOfWord(queries, read.queries[static_cast<std::size_t>(row)]), std::to_string(row),
                                        formatPercent(read.weights(row, col)),
                                        textOfWord(keys, read.keys[static_cast<std::size_t>(col)]), std::to_string(col)};
    if (read.forbidden(row, col) != 0.0F)
        return {HL_NOOP("core", "%1 must not look at %4."), args};
    const bool isRenormalised = reading.specials == SpecialTokens::Renormalised;
    switch (reading.aggregate) {
    case Aggregate::Head:
        return {isRenormalised ? HL_NOOP("core", "%1 gives %3 % of its attention to %4, special tokens aside.")
                               : HL_NOOP("core", "%1 gives %3 % of its attention to %4."),
                args};
    case Aggregate::Max:
        return {isRenormalised ? HL_NOOP("core", "No head lets %1 give more than %3 % of its attention to %4, special tokens aside.")
                               : HL_NOOP("core", "No head lets %1 give more than %3 % of its attention to %4."),
                args};
    default:
        return {isRenormalised ? HL_NOOP("core", "Over these heads %1 gives %3 % of its attention to %4, special tokens aside.")
                               : HL_NOOP("core", "Over these heads %1 gives %3 % of its attention to %4."),
                args};
    }
}

} // namespace hl
