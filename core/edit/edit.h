#pragma once

#include "core/base/error.h"
#include "core/edit/weight_ref.h"
#include "core/trace/changes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hl {

/// Numbers of a step written by hand: a feature of X, a score, a mask cell, an attention weight. −∞ only in a mask.
struct SetCells
{
    StepRef step;
    std::vector<CellValue> cells;

    friend bool operator==(const SetCells&, const SetCells&) = default;
};

/// Entries of a weight matrix or of a bias.
struct SetWeights
{
    WeightRef weight;
    std::vector<CellValue> cells;

    friend bool operator==(const SetWeights&, const SetWeights&) = default;
};

enum class WeightPreset : std::uint8_t {
    Zero,
    Identity,      ///< 1 where row = column
    PreviousToken, ///< 1 where row + 1 = column: of one-hot positions this makes the position after
    Permutation,   ///< a 1 in each row, at a column drawn without repetition
    Random,        ///< normal with mean 0 and variance 1 / rows
};

/// A weight matrix or a bias filled by a rule.
struct FillWeights
{
    WeightRef weight;
    WeightPreset preset = WeightPreset::Zero;
    std::uint64_t seed = 1; ///< Permutation, Random

    friend bool operator==(const FillWeights&, const FillWeights&) = default;
};

/// What a head adds, times a factor; 0 takes it out. `head` is any step of the head, as in all edits of heads.
struct ScaleHead
{
    StepRef head;
    double factor = 0.0;

    friend bool operator==(const ScaleHead&, const ScaleHead&) = default;
};

struct ForceHead
{
    StepRef head;
    ForcedPattern pattern;

    friend bool operator==(const ForceHead&, const ForceHead&) = default;
};

/// `to` adds what `from` adds; both are of one attention layer.
struct CopyHead
{
    StepRef from;
    StepRef to;

    friend bool operator==(const CopyHead&, const CopyHead&) = default;
};

struct SwapHeads
{
    StepRef first;
    StepRef second;

    friend bool operator==(const SwapHeads&, const SwapHeads&) = default;
};

/// The scaled scores are divided by this, too: below 1 the softmax is sharper, above 1 flatter.
struct SetTemperature
{
    std::optional<StepRef> head; ///< nothing: all heads
    double temperature = 1.0;

    friend bool operator==(const SetTemperature&, const SetTemperature&) = default;
};

/// A token taken out, or others in its place. Positions are counted before any edit.
struct ChangeToken
{
    Side side = Side::Only;
    Index position = 0;
    std::optional<std::string> text; ///< nothing: the token is deleted

    friend bool operator==(const ChangeToken&, const ChangeToken&) = default;
};

using EditAction = std::variant<SetCells, SetWeights, FillWeights, ScaleHead, ForceHead, CopyHead, SwapHeads, SetTemperature, ChangeToken>;

/// One entry of the list of edits: applied in the list's order, while it is on.
struct Edit
{
    EditAction action;
    bool isOn = true;
    std::string name{}; ///< the user's own; empty: described by describe()

    friend bool operator==(const Edit&, const Edit&) = default;
};

using Edits = std::vector<Edit>;

/// What an edit does, in a few words: "blocks.0.attn.1.scores[2, 3] = 4.5".
[[nodiscard]] Message describe(const EditAction& action);

/// Title of a preset, translated in context "core".
[[nodiscard]] const char* presetTitle(WeightPreset preset);
[[nodiscard]] const char* ruleTitle(PatternRule rule);

/// Whether cells of this step can be written by hand.
[[nodiscard]] bool isEditable(Step step);

/// "blocks.0.attn.1" from any step of the head.
[[nodiscard]] std::string headPath(const StepRef& headStep);

/// Reads "blocks.0.attn.1", or any step of that head.
[[nodiscard]] Result<StepRef> parseHead(const std::string& path);

/// Adds a cell to the last edit of the list where that is of the same step and on; else as an edit of its own.
void writeCell(Edits& edits, const StepRef& step, const CellValue& cell);
void writeCell(Edits& edits, const WeightRef& weight, const CellValue& cell);
/// Takes a cell out of every edit that writes it, and those out of the list that write nothing any more.
void clearCell(Edits& edits, const StepRef& step, Index row, Index col);
void clearCell(Edits& edits, const WeightRef& weight, Index row, Index col);
/// Takes a head out of the model, or puts it back.
void setTakenOut(Edits& edits, const StepRef& headStep, bool isTakenOut);

/// The edit that takes this head out, if the list has it; by any step of the head.
[[nodiscard]] const Edit* ablationOf(const Edits& edits, const StepRef& headStep);

} // namespace hl
