#pragma once

#include "core/base/matrix.h"
#include "core/base/message.h"
#include "core/model/model.h"
#include "core/trace/capture.h"
#include "core/trace/changes.h"
#include "core/trace/row_store.h"
#include "core/trace/step.h"

#include <memory>
#include <optional>
#include <vector>

namespace hl {

struct ForwardInput;

/// Everything one run computed: immutable, shared by all views. A step's matrix is a view into a few large buffers.
class Trace
{
public:
    [[nodiscard]] const Model& model() const { return *m_model; }
    [[nodiscard]] std::shared_ptr<const Model> sharedModel() const { return m_model; }
    [[nodiscard]] DType dtype() const { return m_dtype; }

    /// What it was computed from, to be run again in another way; null for a trace that forward() did not make.
    [[nodiscard]] const std::shared_ptr<const ForwardInput>& input() const { return m_input; }

    /// Tokens of a stack; `Side::Only` and `Side::Encoder` are the typed text, `Side::Decoder` the target, `Side::Query` those of
    /// the text that are asked for.
    [[nodiscard]] const Tokens& tokens(Side side) const;
    /// Where in the text the token of a stack's row is: only a query stream's is not the row itself.
    [[nodiscard]] Index placeOf(Side side, Index row) const;
    /// The row of the query stream that asks for the token at this place; nothing where none does.
    [[nodiscard]] std::optional<Index> queryRowOf(Index place) const;
    /// Rows of memory that come before the text's own keys; 0 for most models.
    [[nodiscard]] Index memoryRows() const { return m_memoryRows; }
    /// Tokens along a step's rows or columns; null where that axis is not made of tokens.
    [[nodiscard]] const Tokens* rowTokens(const StepRef& ref) const;
    [[nodiscard]] const Tokens* columnTokens(const StepRef& ref) const;

    /// The step's matrix; null if the model has no such step or it was not kept. Never zeros instead.
    [[nodiscard]] MatrixView view(const StepRef& ref) const;
    /// Kept steps in the order of computation.
    [[nodiscard]] const std::vector<StepRef>& steps() const { return m_steps; }

    /// −∞ marks the pairs that a query of this head must not look at: `masked` or `mask`, whichever was kept; null if neither.
    [[nodiscard]] MatrixView forbidden(const StepRef& headStep) const;

    /// True if every key is forbidden to this query: its pattern row is all zeros by definition.
    [[nodiscard]] bool isFullyMasked(const StepRef& headStep, Index query) const;

    /// What this run did differently from the model as it is.
    [[nodiscard]] const Changes& changes() const { return m_changes; }
    /// For each edit of the request: why it changes nothing in this run; nothing where it does, or is off.
    [[nodiscard]] const std::vector<std::optional<Message>>& editRefusals() const { return m_refusals; }
    /// The same text through the model as it is, its output only; null where nothing was changed.
    [[nodiscard]] const std::shared_ptr<const Trace>& unchanged() const { return m_unchanged; }

    /// How many rows, by token, were taken over from an earlier run of a text that begins with the same tokens.
    [[nodiscard]] Index rowsTaken() const { return m_rowsTaken; }

    /// Position of the first row of `logits` and `probs` (0 unless only the last position was kept).
    [[nodiscard]] Index firstLogitRow() const { return m_firstLogitRow; }

    /// NaN or infinite numbers among the kept steps, forbidden cells not counted.
    [[nodiscard]] std::int64_t nonFiniteCount() const { return m_nonFinite; }
    /// What the user should know about this run: text cut, steps not kept.
    [[nodiscard]] const std::vector<Message>& notes() const { return m_notes; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    /// For how many tokens its memory has room, so that a run of another text may go on in it; 0 if it has none to spare.
    [[nodiscard]] Index capacity() const { return m_rows ? m_rows->capacity() : 0; }

    /// Another for every trace of this program: a name for what is worked out about it once.
    [[nodiscard]] std::uint64_t id() const { return m_id; }

private:
    friend class TraceBuilder;
    Trace() = default;
    static std::uint64_t newId();
    [[nodiscard]] const Tokens* keyTokens(const StepRef& ref) const;

    const std::uint64_t m_id = newId();
    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const ForwardInput> m_input;
    DType m_dtype = DType::Float32;
    Tokens m_source;
    Tokens m_target;             ///< of the decoder, or the tokens asked for
    std::vector<int> m_targets;  ///< places of the tokens asked for
    Tokens m_keys; ///< stand-ins for the memory, then the text's tokens; or given keys; empty where the keys are the text's tokens
    Index m_memoryRows = 0;
    std::vector<std::shared_ptr<void>> m_buffers;
    std::unique_ptr<RowStore> m_rows;
    std::vector<StepRef> m_steps;
    std::vector<MatrixView> m_views; ///< of all steps of the model, in their order; null where not kept
    std::vector<Message> m_notes;
    Changes m_changes;
    std::vector<std::optional<Message>> m_refusals;
    std::shared_ptr<const Trace> m_unchanged;
    Index m_firstLogitRow = 0;
    bool m_hasAllLogits = true;
    Index m_rowsTaken = 0;
    std::int64_t m_nonFinite = 0;
    std::uint64_t m_bytes = 0;
};

using TracePtr = std::shared_ptr<const Trace>;

} // namespace hl
