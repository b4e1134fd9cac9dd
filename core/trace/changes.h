#pragma once

#include "core/base/matrix.h"
#include "core/trace/step.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace hl {

/// One number written by hand.
struct CellValue
{
    Index row = 0;
    Index col = 0;
    double value = 0.0;

    friend bool operator==(const CellValue&, const CellValue&) = default;
};

/// A pattern that is prescribed, whatever the scores say.
enum class PatternRule : std::uint8_t {
    Uniform,       ///< the same weight for every allowed key
    OneKey,        ///< all weight on one key
    PreviousToken, ///< all weight on the key before the query; the first query looks at itself
};

struct ForcedPattern
{
    PatternRule rule = PatternRule::Uniform;
    Index key = 0; ///< OneKey: which

    friend bool operator==(const ForcedPattern&, const ForcedPattern&) = default;
};

/// Which head's z joins `concat` in a head's place, times a factor: 0 takes the head out.
struct JoinedHead
{
    int head = 0;
    double factor = 1.0;

    friend bool operator==(const JoinedHead&, const JoinedHead&) = default;
};

/// What a run does differently from the model as it is, step by step. A changed step is computed first, then its
/// pattern is forced, then its cells are written; everything after it is computed from that.
class Changes
{
public:
    [[nodiscard]] bool isEmpty() const
    {
        return m_cells.empty() && m_forced.empty() && m_joined.empty() && m_temperatures.empty();
    }

    void setCell(const StepRef& step, const CellValue& cell);
    void force(const StepRef& headStep, const ForcedPattern& pattern);
    void join(const StepRef& headStep, const JoinedHead& joined);
    void setTemperature(const StepRef& headStep, double temperature);

    /// The cells of a step that were written, null if none.
    [[nodiscard]] const std::vector<CellValue>* cellsOf(const StepRef& step) const;
    [[nodiscard]] std::optional<double> valueOf(const StepRef& step, Index row, Index col) const;
    /// Any step of the head may name it in these.
    [[nodiscard]] const ForcedPattern* forcedOf(const StepRef& headStep) const;
    [[nodiscard]] JoinedHead joinedOf(const StepRef& headStep) const;
    /// The attention softmax is that of the scaled scores divided by this; 1 as a rule.
    [[nodiscard]] double temperatureOf(const StepRef& headStep) const;

    /// Whether the numbers of this very step are changed after they were computed.
    [[nodiscard]] bool touches(const StepRef& step) const;
    /// Whether any step of this head from its scores to its pattern is.
    [[nodiscard]] bool touchesAttention(const StepRef& headStep) const;

    /// The steps at which something is done differently.
    [[nodiscard]] std::vector<StepRef> steps() const;

private:
    std::unordered_map<StepRef, std::vector<CellValue>, StepRefHash> m_cells;
    std::unordered_map<StepRef, ForcedPattern, StepRefHash> m_forced;      // by pattern
    std::unordered_map<StepRef, JoinedHead, StepRefHash> m_joined;         // by z
    std::unordered_map<StepRef, double, StepRefHash> m_temperatures;       // by scaled
};

/// The weight that a forced pattern gives to a key, for a query whose mask row is given; nothing where the rule does not
/// apply to the query because its key is forbidden or not there: the row stays as computed.
[[nodiscard]] std::optional<double> forcedWeight(const ForcedPattern& forced, const MatrixView& mask, Index query, Index key);

} // namespace hl
