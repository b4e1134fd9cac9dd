#include "core/output/reading_tables.h"

namespace hl {

namespace {

std::vector<std::string> namesOf(const Tokens& tokens, const std::vector<WordSpan>& spans)
{
    std::vector<std::string> names;
    for (const WordSpan& span : spans)
        names.push_back(textOfWord(tokens, span));
    return names;
}

} // namespace

std::vector<NumberTable> readingTables(const Trace& trace, const ReadPattern& read, const StepRef& head, const PatternReading& reading)
{
    StepRef pattern = head;
    pattern.step = Step::Pattern;
    const auto rows = namesOf(*trace.rowTokens(pattern), read.queries);
    std::vector<NumberTable> tables{
        {nameOfReading(head, reading), rows, namesOf(*trace.columnTokens(pattern), read.keys), read.weights}};
    if (reading.specials != SpecialTokens::Shown) {
        MatrixOf<double> mass(static_cast<Index>(read.hidden.size()), 1);
        for (std::size_t row = 0; row < read.hidden.size(); ++row)
            mass(static_cast<Index>(row), 0) = read.hidden[row];
        tables.push_back({tables.front().name + ".mass", rows, {"hidden"}, std::move(mass)});
    }
    return tables;
}

} // namespace hl
