#pragma once

#include "core/trace/trace.h"

#include <QObject>

#include <optional>

namespace hl::ui {

/// What every view looks at: one place in the model and one pair of tokens. A value; figures get it handed in.
struct Place
{
    Side side = Side::Only;
    bool isCross = false;
    int layer = 0;
    int head = 0;
    Step step = Step::Pattern;
    Index query = 0;   ///< token whose row is looked at
    Index key = 0;     ///< token it looks at
    Index feature = 0; ///< column of steps whose columns are features

    /// The selected step with just the indices its scope has.
    [[nodiscard]] StepRef ref() const { return refOf(step); }
    /// Another step of the same layer, head and stack.
    [[nodiscard]] StepRef refOf(Step other) const;
    /// Row and column of the selected cell in the selected step's matrix.
    [[nodiscard]] Index row() const;
    [[nodiscard]] Index col() const;
    /// The same place with the cell (row, col) of `step` selected.
    [[nodiscard]] Place withCell(Step newStep, Index row, Index col) const;

    friend bool operator==(const Place&, const Place&) = default;
};

/// The place nearest to `place` that exists in this trace: indices clamped, a missing step replaced by `pattern`.
[[nodiscard]] Place clamped(const Place& place, const Trace& trace);

/// The same place in another stack: between the two streams of a model the query stays the same token, where both have it.
[[nodiscard]] Place onStack(const Place& place, Side side, bool isCross, const Trace& trace);

/// A token as one side of an attention: the one that looks, or one that is looked at.
struct TokenRole
{
    Side side = Side::Only;
    bool isCross = false;
    bool isQuery = true;
    Index index = 0;

    friend bool operator==(const TokenRole&, const TokenRole&) = default;
};

/// The selection all views share, and the token under the mouse, which they preview but do not keep.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const Place& place() const { return m_place; }
    /// Emits changed() only if something changed; clamps to the trace on screen if there is one.
    void setPlace(const Place& place);
    /// Selects a place that the next trace has; the one on screen keeps its selection until then.
    void want(const Place& place) { m_wanted = place; }
    /// The place last asked for: it comes back as soon as a trace has it.
    [[nodiscard]] const Place& wanted() const { return m_wanted; }

    /// The token that is pointed at in some view, if any.
    [[nodiscard]] const std::optional<TokenRole>& pointed() const { return m_pointed; }
    void point(const std::optional<TokenRole>& token);

    /// Fits the place to a new trace (fewer tokens, other model).
    void setTrace(TracePtr trace);

signals:
    void changed();
    void pointedChanged();

private:
    void show(const Place& place);

    Place m_place;
    Place m_wanted;
    std::optional<TokenRole> m_pointed;
    TracePtr m_trace;
};

} // namespace hl::ui
