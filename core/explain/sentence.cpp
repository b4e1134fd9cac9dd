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

/// Of a class of a question that every model asks alike.
Message sentenceOf(ClassQuestion question, Index col, const std::string& token, const std::string& place)
{
    switch (question) {
    case ClassQuestion::Own: break;
    case ClassQuestion::Choice: return {HL_NOOP("core", "How well the whole text fits, as one of several to choose from."), {}};
    case ClassQuestion::Follows:
        return {col == 0 ? HL_NOOP("core", "The second text follows the first.") : HL_NOOP("core", "The second text does not follow the first."), {}};
    case ClassQuestion::Order:
        return {col == 0 ? HL_NOOP("core", "The two texts stand in their order.") : HL_NOOP("core", "The two texts have changed places."), {}};
    case ClassQuestion::Replaced: return {HL_NOOP("core", "%1 (token %2) was put in the place of another."), {token, place}};
    case ClassQuestion::Answer:
        return {col == 0 ? HL_NOOP("core", "The answer starts at %1 (token %2).") : HL_NOOP("core", "The answer ends at %1 (token %2)."), {token, place}};
    }
    return {};
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
    const ModelSpec& spec = trace.model().spec();
    const HeadSpec& head = spec.head;
    const auto& classes = columnClasses(step.step, spec);
    if (static_cast<std::size_t>(col) < classes.size()) {
        const ClassQuestion question = info.cols == Axis::PairClass ? head.pairQuestion : head.asked();
        if (question != ClassQuestion::Own)
            return sentenceOf(question, col, query, place);
        const std::string& name = classes[static_cast<std::size_t>(col)];
        if (head.problem == ClassProblem::Number && head.classRow == ClassRow::Each)
            return {HL_NOOP("core", "“%3” of %1 (token %2), a number."), {query, place, name}};
        if (head.problem == ClassProblem::Number)
            return {HL_NOOP("core", "“%1” of the whole input, a number."), {name}};
        if (head.classRow == ClassRow::Each)
            return {HL_NOOP("core", "Class “%3” for %1 (token %2)."), {query, place, name}};
        return {HL_NOOP("core", "Class “%1” for the whole input."), {name}};
    }
    if (step.step == Step::ChoiceScore)
        return sentenceOf(ClassQuestion::Choice, col, query, place);
    if (info.rows == Axis::One)
        return {HL_NOOP("core", "Feature %1 of the whole text."), {std::to_string(col)}};
    if (info.cols == Axis::One)
        return {HL_NOOP("core", "Row of %1 (token %2)."), {query, place}};
    return {HL_NOOP("core", "Feature %3 of %1 (token %2)."), {query, place, std::to_string(col)}};
}

} // namespace hl
