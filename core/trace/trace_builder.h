#pragma once

#include "core/base/number_type.h"
#include "core/trace/run_plan.h"
#include "core/trace/slab.h"
#include "core/trace/step_scratch.h"
#include "core/trace/trace.h"
#include "core/trace/trace_shelf.h"

#include <unordered_set>

namespace hl {

class Crew;

/// Write-once maker of a Trace. `forward/` asks it for room and writes there; what is not to be kept gets scratch
/// room of the same shape, so that computing and keeping are one code path.
class TraceBuilder
{
public:
    /// A trace with memory to spare goes on `shelf` when nobody looks at it any more.
    TraceBuilder(std::shared_ptr<const Model> model, DType dtype, Tokens source, Tokens target,
                 const std::shared_ptr<TraceShelf>& shelf = nullptr);

    /// Decides what is kept, and its order, before anything is computed; sizes follow from the token counts. Without it all is kept.
    void plan(const Capture& capture);

    /// Takes the first `rows` rows, by token, of every step over from an earlier run, to be said after plan(). From then on
    /// rooms hold these rows already, and what is asked for and handed out are the rows behind them. Nothing is taken over
    /// where the earlier run did not keep what is needed, or is not float32.
    void takeOver(const TracePtr& earlier, Index rows, const std::vector<StepRef>& alsoNeeded);
    /// Keeps what has a row for every token in memory with room for `capacity` tokens: that of `spare`, where it fits. Its first
    /// `rowsThere` rows are then those of this run and stay where they are. Only for float32 runs of one causal stack without
    /// changes; to be said after takeOver(). `spare` may be null.
    void leaveRoom(Index capacity, std::shared_ptr<Trace> spare, Index rowsThere);
    /// How many rows were taken over.
    [[nodiscard]] Index rowsTaken() const { return m_trace->m_rowsTaken; }

    /// Uninitialised rows x cols room for one step.
    template <class T>
    MutableMap<T> room(const StepRef& ref, Index rows, Index cols);

    /// Room for all heads of one step, head after head: [heads][rows][cols]. Without `isNeeded` there is none where no head
    /// of it is kept: the maps have no rows then.
    template <class T>
    std::vector<MutableMap<T>> roomPerHead(StepRef ref, int heads, Index rows, Index cols, bool isNeeded = true);

    /// Room for all heads side by side in one [rows, heads * cols] buffer; each head is a strided view of it. With
    /// `shared` > 0 there is room for that many only, and neighbouring heads are views of the same numbers.
    template <class T>
    MutableMap<T> roomSideBySide(StepRef ref, int heads, Index rows, Index cols, int shared = 0);

    /// Records a step whose numbers are those of a step recorded before (resid_pre of the next block).
    void alias(const StepRef& ref, const StepRef& original);

    /// The same; where the step is changed by hand it gets numbers of its own.
    template <class T>
    void pass(const StepRef& ref, const StepRef& original);

    /// To be called when a step is computed and before anything reads it: writes over it what was changed by hand, and
    /// rounds it where steps are rounded. The rows that may now differ are returned, each once.
    template <class T>
    std::vector<Index> settle(const StepRef& ref);

    /// Records numbers that lie in a buffer recorded just before (concat is all heads' z).
    void recordView(const StepRef& ref, MatrixView view);

    /// When a layer is computed: gives back the memory of its attention, and of all of the layer before, where it is not kept.
    /// That room must not be used any more.
    void releaseScratch(Side side, int layer);

    /// What the run will hold at most at one time, by plan(): what is kept, and what is needed for a while.
    [[nodiscard]] std::uint64_t peakBytes() const { return m_peakBytes; }

    [[nodiscard]] const Tokens& tokens(Side side) const { return m_trace->tokens(side); }
    [[nodiscard]] Index placeOf(Side side, Index row) const { return m_trace->placeOf(side, row); }
    [[nodiscard]] const std::vector<StepRef>& keptSteps() const { return m_trace->m_steps; }

    /// What was recorded for a step, kept or not (and not yet released); without the rows that were taken over.
    [[nodiscard]] MatrixView viewOf(const StepRef& ref) const;
    /// With these rows.
    [[nodiscard]] MatrixView wholeViewOf(const StepRef& ref) const;

    /// How many rows of memory come before the keys; to be said before plan().
    void setMemory(Index rows);
    /// The places that the query stream's rows are for; to be said before plan().
    void setTargets(std::vector<int> places) { m_trace->m_targets = std::move(places); }
    /// The tokens along the keys, where they are not those of the text; to be said before plan().
    void setKeys(Tokens keys);
    void note(Message message) { m_trace->m_notes.push_back(std::move(message)); }
    void setRefusals(std::vector<std::optional<Message>> refusals) { m_trace->m_refusals = std::move(refusals); }
    void setInput(std::shared_ptr<const ForwardInput> input) { m_trace->m_input = std::move(input); }
    /// Every step but token ids, positions and masks is rounded to this.
    void setRounding(NumberType type) { m_rounding = type; }
    [[nodiscard]] bool isRounding() const { return m_rounding != NumberType::Double; }
    void setChanges(Changes changes) { m_trace->m_changes = std::move(changes); }
    [[nodiscard]] const Changes& changes() const { return m_trace->changes(); }
    void setUnchanged(TracePtr trace) { m_trace->m_unchanged = std::move(trace); }
    void setFirstLogitRow(Index row) { m_trace->m_firstLogitRow = row; }

    /// The finished trace; the builder is spent.
    [[nodiscard]] TracePtr finish(Crew& crew);

private:
    template <class T>
    T* allocate(Index count, bool isKept);
    void keepLastBuffer();
    void record(const StepRef& ref, MatrixView view);
    [[nodiscard]] const StepOrder& order() const { return m_trace->m_model->stepOrder(); }
    [[nodiscard]] bool keeps(const StepRef& ref) const { return m_keeps[order().placeOf(ref).value()]; }
    /// How many of a step's rows are taken over.
    [[nodiscard]] Index takenOf(const StepRef& ref) const;
    /// How the numbers of a step lie.
    struct Layout
    {
        Index taken = 0;  ///< rows of an earlier run before those that are asked for
        Index rows = 0;   ///< for which there is memory
        Index stride = 0;
        bool hasRoom = false; ///< for more tokens
    };
    [[nodiscard]] Layout layoutOf(const StepRef& ref, Index rows, Index cols) const;
    /// Memory for a step's matrices, head after head.
    template <class T>
    T* memoryOf(const StepRef& ref, const Layout& layout, Index heads, Index cols, bool isKept);
    /// Copies a step's rows of the earlier run to `data`; columns of keys that it did not have become what the mask makes them.
    /// What is there already stays.
    template <class T>
    void copyTaken(const StepRef& ref, T* data, const Layout& layout, Index cols) const;
    [[nodiscard]] bool isByToken(const StepRef& ref) const;
    /// Whether the step is kept that holds the numbers which this one shows.
    [[nodiscard]] bool keepsOwnerOf(StepRef ref) const;
    /// Whether everything that is kept lies in memory of its own, all heads of a step together.
    [[nodiscard]] bool keepsWholeBuffers() const;
    [[nodiscard]] bool rounds(const StepRef& ref) const;
    [[nodiscard]] std::int64_t countStrange(const StepRef& ref) const;

    std::shared_ptr<Trace> m_trace;
    std::vector<bool> m_keeps; ///< by the order of steps
    StepScratch m_scratch;
    std::unordered_set<const void*> m_keptBuffers;
    std::shared_ptr<void> m_lastOwner;
    std::uint64_t m_lastBytes = 0;
    Slab m_slab; ///< for all that is kept
    std::uint64_t m_peakBytes = 0;
    std::uint64_t m_cellBytes = 0; ///< of that, matrices with a number for every pair of tokens
    std::uint64_t m_mostBytes = 0; ///< to be kept
    std::unique_ptr<RowStore> m_rows;
    std::shared_ptr<Trace> m_spare; ///< it wrote in m_rows before
    Index m_rowsThere = 0;
    NumberType m_rounding = NumberType::Double;
    TracePtr m_earlier;
};

} // namespace hl
