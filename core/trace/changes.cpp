#include "core/trace/changes.h"

#include <algorithm>
#include <limits>

namespace hl {

namespace {

StepRef at(const StepRef& headStep, Step step)
{
    StepRef ref = headStep;
    ref.step = step;
    return ref;
}

template <class Map>
auto find(const Map& map, const StepRef& ref) -> const typename Map::mapped_type*
{
    const auto found = map.find(ref);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

void Changes::setCell(const StepRef& step, const CellValue& cell)
{
    std::vector<CellValue>& cells = m_cells[step];
    std::erase_if(cells, [&](const CellValue& old) { return old.row == cell.row && old.col == cell.col; });
    cells.push_back(cell);
}

void Changes::force(const StepRef& headStep, const ForcedPattern& pattern)
{
    m_forced.insert_or_assign(at(headStep, Step::Pattern), pattern);
}

void Changes::join(const StepRef& headStep, const JoinedHead& joined)
{
    const StepRef z = at(headStep, Step::Z);
    if (joined == JoinedHead{headStep.head, 1.0})
        m_joined.erase(z);
    else
        m_joined.insert_or_assign(z, joined);
}

void Changes::setTemperature(const StepRef& headStep, double temperature)
{
    m_temperatures.insert_or_assign(at(headStep, Step::Scaled), temperature);
}

const std::vector<CellValue>* Changes::cellsOf(const StepRef& step) const
{
    return find(m_cells, step);
}

std::optional<double> Changes::valueOf(const StepRef& step, Index row, Index col) const
{
    const auto* cells = cellsOf(step);
    if (!cells)
        return std::nullopt;
    const auto found = std::find_if(cells->begin(), cells->end(), [&](const CellValue& cell) { return cell.row == row && cell.col == col; });
    return found == cells->end() ? std::nullopt : std::optional(found->value);
}

const ForcedPattern* Changes::forcedOf(const StepRef& headStep) const
{
    return find(m_forced, at(headStep, Step::Pattern));
}

JoinedHead Changes::joinedOf(const StepRef& headStep) const
{
    const JoinedHead* joined = find(m_joined, at(headStep, Step::Z));
    return joined ? *joined : JoinedHead{headStep.head, 1.0};
}

double Changes::temperatureOf(const StepRef& headStep) const
{
    const double* temperature = find(m_temperatures, at(headStep, Step::Scaled));
    return temperature ? *temperature : 1.0;
}

bool Changes::touches(const StepRef& step) const
{
    return cellsOf(step) || (step.step == Step::Pattern && forcedOf(step));
}

bool Changes::touchesAttention(const StepRef& headStep) const
{
    if (m_cells.empty() && m_forced.empty())
        return false;
    for (int step = static_cast<int>(Step::Scores); step <= static_cast<int>(Step::Pattern); ++step) {
        if (touches(at(headStep, static_cast<Step>(step))))
            return true;
    }
    return false;
}

std::vector<StepRef> Changes::steps() const
{
    std::vector<StepRef> all;
    for (const auto& [ref, cells] : m_cells)
        all.push_back(ref);
    for (const auto& [ref, forced] : m_forced)
        all.push_back(ref);
    for (const auto& [ref, temperature] : m_temperatures)
        all.push_back(ref);
    for (const auto& [ref, joined] : m_joined) {
        StepRef concat = at(ref, Step::Concat);
        concat.head = -1;
        all.push_back(concat);
    }
    return all;
}

std::optional<double> forcedWeight(const ForcedPattern& forced, const MatrixView& mask, Index query, Index key)
{
    const auto isAllowed = [&](Index k) { return mask.at(query, k) != -std::numeric_limits<double>::infinity(); };
    if (forced.rule == PatternRule::Uniform) {
        Index count = 0;
        for (Index k = 0; k < mask.cols(); ++k)
            count += isAllowed(k) ? 1 : 0;
        if (count == 0)
            return std::nullopt;
        return isAllowed(key) ? 1.0 / static_cast<double>(count) : 0.0;
    }
    const Index memory = std::max<Index>(mask.cols() - mask.rows(), 0); // keys of the text before
    const Index only = forced.rule == PatternRule::OneKey ? forced.key : std::max<Index>(query - 1, 0) + memory;
    if (only < 0 || only >= mask.cols() || !isAllowed(only))
        return std::nullopt;
    return key == only ? 1.0 : 0.0;
}

} // namespace hl
