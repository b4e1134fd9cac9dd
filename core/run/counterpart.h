#pragma once

#include "core/analysis/compare.h"
#include "core/output/npz.h"
#include "core/run/run_request.h"

#include <filesystem>
#include <memory>

namespace hl {

/// What the present picture is compared with.
struct CompareWith
{
    enum class Kind { Head, Step, Text, Model, BeforeChanges, Pinned, File };
    Kind kind = Kind::Head;
    int layer = 0;                      ///< Head
    int head = 0;                       ///< Head
    Step step = Step::Scores;           ///< Step: of the same head or layer
    std::string text{};                 ///< Text: another text for the same model
    std::optional<std::string> second{}; ///< Text: with its target or second text
    std::shared_ptr<const Model> model{}; ///< Model: another model for the same text
    std::filesystem::path file{};       ///< File: arrays named as steps (headlight trace --out), or one array alone

    friend bool operator==(const CompareWith&, const CompareWith&) = default;
};

/// The other side of a comparison, ready to be set beside any step of the present trace.
struct Counterpart
{
    CompareWith with;
    TracePtr trace;                          ///< Text, Model, BeforeChanges, Pinned
    std::optional<StepRef> pinned;           ///< Pinned: the step that was on show
    std::shared_ptr<const NpyArrays> arrays; ///< File
};

/// Runs or reads what the comparison needs; Head and Step need nothing. Pinned is not made here but kept from a trace.
[[nodiscard]] Result<Counterpart> makeCounterpart(const RunRequest& request, const CompareWith& with, std::stop_token stop = {});

/// The counterpart's own step for this step of the present trace.
[[nodiscard]] StepRef counterpartStep(const Counterpart& counterpart, const StepRef& step);

/// Sets both side by side: the counterpart on the left, the present on the right.
[[nodiscard]] Result<Comparison> compareWith(const Counterpart& counterpart, const Trace& trace, const StepRef& step);

/// "head=0.1" (layer.head), "step=scores", "text=...", "model=NAME", "edits" (before them), "file=X.npz": the command line's way.
[[nodiscard]] Result<CompareWith> parseCompareWith(const std::string& text);

} // namespace hl
