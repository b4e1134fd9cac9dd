#include "core/explain/explanation.h"

#include "core/base/number.h"

#include <limits>

namespace hl {

namespace {

std::string wordAt(const Tokens* tokens, Index index)
{
    if (!tokens || index < 0 || index >= static_cast<Index>(tokens->size()))
        return std::to_string(index);
    return (*tokens)[static_cast<std::size_t>(index)].text;
}

} // namespace

Message sentenceFor(const Trace& trace, const StepRef& step, Index row, Index col)
{
    const MatrixView view = trace.view(step);
    if (!view || row < 0 || row >= view.rows() || col < 0 || col >= view.cols())
        return {};
    const auto& info = infoOf(step.step);
    const std::string query = wordAt(trace.rowTokens(step), row);
    if (info.cols == Axis::Key) {
        const std::string key = wordAt(trace.columnTokens(step), col);
        const std::vector<std::string> pair{query, std::to_string(row), "", key, std::to_string(col)};
        StepRef maskRef = step;
        maskRef.step = Step::Mask;
        const MatrixView mask = trace.view(maskRef);
        if (mask && mask.at(row, col) == -std::numeric_limits<double>::infinity())
            return {HL_NOOP("core", "%1 (query %2) must not look at %4 (key %5)."), pair};
        if (step.step == Step::Pattern) {
            auto args = pair;
            args[2] = formatPercent(view.at(row, col));
            return {HL_NOOP("core", "%1 (query %2) gives %3 % of its attention to %4 (key %5)."), args};
        }
        return {HL_NOOP("core", "%1 (query %2) and %4 (key %5)."), pair};
    }
    const std::string place = std::to_string(trace.placeOf(step.side, row));
    const HeadSpec& head = trace.model().spec().head;
    if (info.cols == Axis::Vocabulary && static_cast<std::size_t>(col) < head.classes.size()) {
        const std::string& name = head.classes[static_cast<std::size_t>(col)];
        if (head.problem == ClassProblem::Number && head.classRow == ClassRow::Each)
            return {HL_NOOP("core", "“%3” of %1 (token %2), a number."), {query, place, name}};
        if (head.problem == ClassProblem::Number)
            return {HL_NOOP("core", "“%1” of the whole input, a number."), {name}};
        if (head.problem == ClassProblem::Span)
            return {HL_NOOP("core", "“%3” of the answer at %1 (token %2)."), {query, place, name}};
        if (head.classRow == ClassRow::Each)
            return {HL_NOOP("core", "Class “%3” for %1 (token %2)."), {query, place, name}};
        return {HL_NOOP("core", "Class “%1” for the whole input."), {name}};
    }
    if (step.step == Step::ChoiceScore)
        return {HL_NOOP("core", "How well the whole text fits, as one of several to choose from."), {}};
    if (info.rows == Axis::One)
        return {HL_NOOP("core", "Feature %1 of the whole text."), {std::to_string(col)}};
    if (info.cols == Axis::One)
        return {HL_NOOP("core", "Row of %1 (token %2)."), {query, place}};
    return {HL_NOOP("core", "Feature %3 of %1 (token %2)."), {query, place, std::to_string(col)}};
}

} // namespace hl
