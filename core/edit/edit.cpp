#include "core/edit/edit.h"

#include "core/base/number.h"
#include "core/base/shown.h"

#include <algorithm>

namespace hl {

namespace {

constexpr int shownDigits = 5;

std::string cellText(const std::string& name, const CellValue& cell)
{
    return name + "[" + std::to_string(cell.row) + ", " + std::to_string(cell.col) + "] = " + formatNumber(cell.value, shownDigits);
}

Message ofCells(const std::string& name, const std::vector<CellValue>& cells)
{
    if (cells.size() == 1)
        return {HL_NOOP("core", "%1"), {cellText(name, cells.front())}};
    return {HL_NOOP("core", "%1: %2 numbers"), {name, std::to_string(cells.size())}};
}

std::string index(Index value)
{
    return std::to_string(value);
}

Message of(const SetCells& edit)
{
    return ofCells(nameOf(edit.step), edit.cells);
}

Message of(const SetWeights& edit)
{
    return ofCells(nameOf(edit.weight), edit.cells);
}

Message of(const FillWeights& edit)
{
    const char* sentence = "";
    switch (edit.preset) {
    case WeightPreset::Zero: sentence = HL_NOOP("core", "%1: zeros"); break;
    case WeightPreset::Identity: sentence = HL_NOOP("core", "%1: identity"); break;
    case WeightPreset::PreviousToken: sentence = HL_NOOP("core", "%1: shifted by one"); break;
    case WeightPreset::Permutation: sentence = HL_NOOP("core", "%1: permutation, seed %2"); break;
    case WeightPreset::Random: sentence = HL_NOOP("core", "%1: random, seed %2"); break;
    }
    return {sentence, {nameOf(edit.weight), std::to_string(edit.seed)}};
}

Message of(const ScaleHead& edit)
{
    if (edit.factor == 0.0)
        return {HL_NOOP("core", "%1 taken out"), {headPath(edit.head)}};
    return {HL_NOOP("core", "%1 times %2"), {headPath(edit.head), formatNumber(edit.factor, shownDigits)}};
}

Message of(const ForceHead& edit)
{
    switch (edit.pattern.rule) {
    case PatternRule::Uniform: return {HL_NOOP("core", "%1 looks at all keys alike"), {headPath(edit.head)}};
    case PatternRule::OneKey:
        return {HL_NOOP("core", "%1 looks at key %2 alone"), {headPath(edit.head), index(edit.pattern.key)}};
    case PatternRule::PreviousToken: break;
    }
    return {HL_NOOP("core", "%1 looks at the previous token alone"), {headPath(edit.head)}};
}

Message of(const CopyHead& edit)
{
    return {HL_NOOP("core", "%1 adds what %2 adds"), {headPath(edit.to), headPath(edit.from)}};
}

Message of(const SwapHeads& edit)
{
    return {HL_NOOP("core", "%1 and %2 swapped"), {headPath(edit.first), headPath(edit.second)}};
}

Message of(const SetTemperature& edit)
{
    const std::string value = formatNumber(edit.temperature, shownDigits);
    if (!edit.head)
        return {HL_NOOP("core", "Temperature %1 in all heads"), {value}};
    return {HL_NOOP("core", "Temperature %1 in %2"), {value, headPath(*edit.head)}};
}

Message of(const ChangeToken& edit)
{
    if (!edit.text)
        return {HL_NOOP("core", "Token %1 deleted"), {index(edit.position)}};
    return {HL_NOOP("core", "Token %1 is now “%2”"), {index(edit.position), shown(*edit.text)}};
}

} // namespace

Message describe(const EditAction& action)
{
    return std::visit([](const auto& edit) { return of(edit); }, action);
}

const char* presetTitle(WeightPreset preset)
{
    switch (preset) {
    case WeightPreset::Zero: return HL_NOOP("core", "Zeros");
    case WeightPreset::Identity: return HL_NOOP("core", "Identity");
    case WeightPreset::PreviousToken: return HL_NOOP("core", "Shifted by one (previous token)");
    case WeightPreset::Permutation: return HL_NOOP("core", "Permutation");
    case WeightPreset::Random: break;
    }
    return HL_NOOP("core", "Random");
}

const char* ruleTitle(PatternRule rule)
{
    switch (rule) {
    case PatternRule::Uniform: return HL_NOOP("core", "All keys alike");
    case PatternRule::OneKey: return HL_NOOP("core", "The selected key alone");
    case PatternRule::PreviousToken: break;
    }
    return HL_NOOP("core", "The previous token alone");
}

bool isEditable(Step step)
{
    switch (step) {
    case Step::EmbedToken:
    case Step::EmbedPosition:
    case Step::EmbedSum:
    case Step::EmbedNorm:
    case Step::ResidPre:
    case Step::Ln1Out:
    case Step::Q:
    case Step::K:
    case Step::V:
    case Step::QNorm:
    case Step::KNorm:
    case Step::QRot:
    case Step::KRot:
    case Step::Scores:
    case Step::ScoresSum:
    case Step::Scaled:
    case Step::PositionBias:
    case Step::Biased:
    case Step::Mask:
    case Step::Masked:
    case Step::SoftmaxMax:
    case Step::SoftmaxShifted:
    case Step::SoftmaxExp:
    case Step::SoftmaxSum:
    case Step::Pattern:
    case Step::Z:
    case Step::Concat:
    case Step::AttnOut:
    case Step::ResidMid:
    case Step::LnCrossOut:
    case Step::ResidCross:
    case Step::Ln2Out:
    case Step::ConvPre:
    case Step::ConvPost:
    case Step::ResidConv:
    case Step::LnConvOut:
    case Step::MlpPre:
    case Step::MlpGate:
    case Step::MlpPost:
    case Step::MlpOut:
    case Step::ResidPost:
    case Step::LnFinalOut:
        return true;
    default:
        return false;
    }
}

std::string headPath(const StepRef& headStep)
{
    StepRef ref = headStep;
    ref.step = Step::Z;
    std::string path = nameOf(ref);
    path.erase(path.rfind('.'));
    return path;
}

Result<StepRef> parseHead(const std::string& path)
{
    auto ref = parseStep(path);
    if (!ref || infoOf(ref->step).scope != Scope::Head)
        ref = parseStep(path + ".z");
    if (!ref)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "\"%1\" names no head; write for example blocks.0.attn.1."), {shown(path)});
    ref->step = Step::Z;
    return ref;
}

namespace {

bool isOf(const SetCells& edit, const StepRef& step)
{
    return edit.step == step;
}

bool isOf(const SetWeights& edit, const WeightRef& weight)
{
    return edit.weight == weight;
}

void eraseCell(std::vector<CellValue>& cells, Index row, Index col)
{
    std::erase_if(cells, [&](const CellValue& cell) { return cell.row == row && cell.col == col; });
}

template <class Action, class Where>
void write(Edits& edits, const Where& where, const CellValue& cell)
{
    Action* last = edits.empty() || !edits.back().isOn ? nullptr : std::get_if<Action>(&edits.back().action);
    if (!last || !isOf(*last, where)) {
        edits.push_back({Action{where, {}}});
        last = std::get_if<Action>(&edits.back().action);
    }
    eraseCell(last->cells, cell.row, cell.col);
    last->cells.push_back(cell);
}

template <class Action, class Where>
void clear(Edits& edits, const Where& where, Index row, Index col)
{
    std::erase_if(edits, [&](Edit& edit) {
        Action* cells = std::get_if<Action>(&edit.action);
        if (!cells || !isOf(*cells, where))
            return false;
        eraseCell(cells->cells, row, col);
        return cells->cells.empty();
    });
}

} // namespace

void writeCell(Edits& edits, const StepRef& step, const CellValue& cell)
{
    write<SetCells>(edits, step, cell);
}

void writeCell(Edits& edits, const WeightRef& weight, const CellValue& cell)
{
    write<SetWeights>(edits, weight, cell);
}

void clearCell(Edits& edits, const StepRef& step, Index row, Index col)
{
    clear<SetCells>(edits, step, row, col);
}

void clearCell(Edits& edits, const WeightRef& weight, Index row, Index col)
{
    clear<SetWeights>(edits, weight, row, col);
}

void setTakenOut(Edits& edits, const StepRef& headStep, bool isTakenOut)
{
    StepRef z = headStep;
    z.step = Step::Z;
    std::erase_if(edits, [&](const Edit& edit) {
        const auto* scaled = std::get_if<ScaleHead>(&edit.action);
        return scaled && scaled->factor == 0.0 && scaled->head == z;
    });
    if (isTakenOut)
        edits.push_back({ScaleHead{z, 0.0}});
}

const Edit* ablationOf(const Edits& edits, const StepRef& headStep)
{
    StepRef z = headStep;
    z.step = Step::Z;
    const auto found = std::find_if(edits.begin(), edits.end(), [&](const Edit& edit) {
        const auto* scaled = std::get_if<ScaleHead>(&edit.action);
        return scaled && scaled->factor == 0.0 && scaled->head == z;
    });
    return found == edits.end() ? nullptr : &*found;
}

} // namespace hl
