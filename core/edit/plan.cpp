#include "core/edit/plan.h"

#include "core/base/number.h"
#include "core/base/shown.h"
#include "core/edit/fill_weights.h"
#include "core/trace/trace_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace hl {

namespace {

using Refusal = std::optional<Message>;

class Planner
{
public:
    Planner(std::shared_ptr<const Model> model, const TextLengths& lengths)
        : m_model(std::move(model))
        , m_lengths(lengths)
    {}

    Refusal operator()(const SetCells& edit)
    {
        if (!hasStep(spec(), edit.step))
            return Message{HL_NOOP("core", "This model has no step \"%1\"."), {nameOf(edit.step)}};
        if (!isEditable(edit.step.step))
            return Message{HL_NOOP("core", "Numbers of \"%1\" cannot be changed by hand."), {nameOf(edit.step)}};
        const StepShape shape = shapeOf(edit.step, spec(), m_lengths.source, m_lengths.target, true, m_lengths.memory);
        if (auto refusal = checkCells(edit.cells, shape.rows, shape.cols, nameOf(edit.step), edit.step.step == Step::Mask))
            return refusal;
        for (const StepRef& ref : sharing(edit.step)) {
            for (const CellValue& cell : edit.cells)
                m_changes.setCell(ref, cell);
        }
        return std::nullopt;
    }

    Refusal operator()(const SetWeights& edit)
    {
        const WeightBlock block = weightBlock(edit.weight);
        if (!block.tensor)
            return noWeights(edit.weight);
        if (auto refusal = checkCells(edit.cells, block.rows(), block.cols, nameOf(edit.weight), false))
            return refusal;
        MatrixOf<double>& values = edited(block.tensor);
        for (const CellValue& cell : edit.cells)
            values(cell.row, block.firstCol + cell.col) = cell.value;
        return std::nullopt;
    }

    Refusal operator()(const FillWeights& edit)
    {
        const WeightBlock block = weightBlock(edit.weight);
        if (!block.tensor)
            return noWeights(edit.weight);
        edited(block.tensor).middleCols(block.firstCol, block.cols) =
            filled(edit.preset, block.rows(), block.cols, edit.seed);
        return std::nullopt;
    }

    Refusal operator()(const ScaleHead& edit)
    {
        if (auto refusal = checkHead(edit.head))
            return refusal;
        if (!std::isfinite(edit.factor))
            return notFinite();
        JoinedHead joined = m_changes.joinedOf(edit.head);
        joined.factor *= edit.factor;
        m_changes.join(edit.head, joined);
        return std::nullopt;
    }

    Refusal operator()(const ForceHead& edit)
    {
        if (auto refusal = checkHead(edit.head))
            return refusal;
        if (edit.pattern.rule == PatternRule::PreviousToken && edit.head.isCross)
            return Message{HL_NOOP("core", "%1 looks at another text, where no token is the previous one."), {headPath(edit.head)}};
        if (edit.pattern.rule == PatternRule::PreviousToken && edit.head.side == Side::Query)
            return Message{HL_NOOP("core", "%1 is of the query stream, whose rows are the words asked for: the row before is no previous token."), {headPath(edit.head)}};
        StepRef pattern = edit.head;
        pattern.step = Step::Pattern;
        const StepShape shape = shapeOf(pattern, spec(), m_lengths.source, m_lengths.target, true, m_lengths.memory);
        if (edit.pattern.rule == PatternRule::OneKey && (edit.pattern.key < 0 || edit.pattern.key >= shape.cols))
            return Message{HL_NOOP("core", "There is no key %1: this text has %2, counted from 0."),
                           {std::to_string(edit.pattern.key), std::to_string(shape.cols)}};
        m_changes.force(edit.head, edit.pattern);
        return std::nullopt;
    }

    Refusal operator()(const CopyHead& edit)
    {
        if (auto refusal = checkSameLayer(edit.from, edit.to))
            return refusal;
        m_changes.join(edit.to, m_changes.joinedOf(edit.from));
        return std::nullopt;
    }

    Refusal operator()(const SwapHeads& edit)
    {
        if (auto refusal = checkSameLayer(edit.first, edit.second))
            return refusal;
        const JoinedHead first = m_changes.joinedOf(edit.first);
        m_changes.join(edit.first, m_changes.joinedOf(edit.second));
        m_changes.join(edit.second, first);
        return std::nullopt;
    }

    Refusal operator()(const SetTemperature& edit)
    {
        if (!(edit.temperature > 0.0) || !std::isfinite(edit.temperature))
            return Message{HL_NOOP("core", "A temperature must be a number above 0, not %1."), {formatNumber(edit.temperature, 5)}};
        if (edit.head) {
            if (auto refusal = checkHead(*edit.head))
                return refusal;
            m_changes.setTemperature(*edit.head, edit.temperature);
            return std::nullopt;
        }
        for (const StepRef& ref : stepsOf(spec())) {
            if (ref.step == Step::Scaled)
                m_changes.setTemperature(ref, edit.temperature);
        }
        return std::nullopt;
    }

    /// Done before, when the text was made into tokens.
    Refusal operator()(const ChangeToken&) { return std::nullopt; }

    EditPlan finish(std::vector<Refusal> refusals)
    {
        std::vector<std::pair<Tensor, Tensor>> replaced;
        for (auto& [tensor, values] : m_tensors)
            replaced.emplace_back(tensor, Tensor(tensor.name(), std::move(values)));
        return {replaced.empty() ? m_model : m_model->withTensors(replaced), std::move(m_changes), std::move(refusals)};
    }

private:
    const ModelSpec& spec() const { return m_model->spec(); }

    static Message notFinite() { return {HL_NOOP("core", "Only finite numbers can be written; −∞ only in a mask."), {}}; }

    static Refusal checkCells(const std::vector<CellValue>& cells, Index rows, Index cols, const std::string& name, bool isMask)
    {
        for (const CellValue& cell : cells) {
            if (cell.row < 0 || cell.row >= rows || cell.col < 0 || cell.col >= cols)
                return Message{HL_NOOP("core", "\"%1\" has %2 rows and %3 columns here, counted from 0; there is no cell (%4, %5)."),
                               {name, std::to_string(rows), std::to_string(cols), std::to_string(cell.row), std::to_string(cell.col)}};
            const bool isForbidding = isMask && cell.value == -std::numeric_limits<double>::infinity();
            if (!isForbidding && !(std::abs(cell.value) <= double{std::numeric_limits<float>::max()}))
                return notFinite();
        }
        return std::nullopt;
    }

    Refusal checkHead(const StepRef& head) const
    {
        StepRef z = head;
        z.step = Step::Z;
        if (hasStep(spec(), z))
            return std::nullopt;
        return Message{HL_NOOP("core", "This model has no head %1."), {headPath(head)}};
    }

    Refusal checkSameLayer(const StepRef& a, const StepRef& b) const
    {
        for (const StepRef& head : {a, b}) {
            if (auto refusal = checkHead(head))
                return refusal;
        }
        if (a.side == b.side && a.layer == b.layer && a.isCross == b.isCross)
            return std::nullopt;
        return Message{HL_NOOP("core", "%1 and %2 are of different layers; only heads side by side can stand in for each other."),
                       {headPath(a), headPath(b)}};
    }

    static Message noWeights(const WeightRef& ref) { return {HL_NOOP("core", "This model has no weights \"%1\"."), {nameOf(ref)}}; }

    WeightBlock weightBlock(const WeightRef& ref) const
    {
        return hasStep(spec().withAllStacks(), ref.step) ? blockOf(*m_model, ref) : WeightBlock{};
    }

    /// Heads that share keys and values share their numbers: all of them are changed.
    std::vector<StepRef> sharing(const StepRef& ref) const
    {
        const Step step = ref.step;
        if (step != Step::K && step != Step::V && step != Step::KNorm && step != Step::KRot)
            return {ref};
        const StackSpec& stack = spec().stack(ref.side);
        const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
        std::vector<StepRef> all;
        for (int head = 0; head < attention.heads; ++head) {
            if (attention.keyHeadOf(head) != attention.keyHeadOf(ref.head))
                continue;
            all.push_back(ref);
            all.back().head = head;
        }
        return all;
    }

    MatrixOf<double>& edited(const Tensor& tensor)
    {
        for (auto& [known, values] : m_tensors) {
            if (known.isSameAs(tensor))
                return values;
        }
        return m_tensors.emplace_back(tensor, tensor.as<double>()).second;
    }

    std::shared_ptr<const Model> m_model;
    TextLengths m_lengths;
    Changes m_changes;
    std::vector<std::pair<Tensor, MatrixOf<double>>> m_tensors;
};

Tokens tokensOf(const Tokenizer& tokenizer, const std::string& text, const Token& replaced)
{
    Tokens tokens = tokenizer.encode(text);
    for (Token& token : tokens) {
        token.begin = replaced.begin;
        token.end = replaced.end;
        token.segment = replaced.segment;
        token.sequence = replaced.sequence;
        token.word = replaced.word;
    }
    return tokens;
}

} // namespace

EditPlan planEdits(const Edits& edits, std::shared_ptr<const Model> model, const TextLengths& lengths)
{
    Planner planner(std::move(model), lengths);
    std::vector<Refusal> refusals;
    for (const Edit& edit : edits)
        refusals.push_back(edit.isOn ? std::visit(planner, edit.action) : std::nullopt);
    return planner.finish(std::move(refusals));
}

void editTokens(const Edits& edits, const Model& model, Side side, Tokens& tokens, std::vector<std::optional<Message>>& refusals)
{
    refusals.resize(edits.size());
    std::vector<std::optional<Tokens>> now(tokens.size()); // in the place of each token
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const auto* edit = std::get_if<ChangeToken>(&edits[i].action);
        if (!edit || !edits[i].isOn || edit->side != side)
            continue;
        const auto position = static_cast<std::size_t>(edit->position);
        if (edit->position < 0 || position >= tokens.size()) {
            refusals[i] = Message{HL_NOOP("core", "There is no token %1: this text has %2, counted from 0."),
                                  {std::to_string(edit->position), std::to_string(tokens.size())}};
        } else if (!edit->text) {
            now[position] = Tokens{};
        } else if (Tokens others = model.tokenizer() ? tokensOf(*model.tokenizer(), *edit->text, tokens[position]) : Tokens{};
                   others.empty()) {
            refusals[i] = Message{HL_NOOP("core", "“%1” gives no token."), {shown(*edit->text)}};
        } else {
            now[position] = std::move(others);
        }
    }
    Tokens result;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Tokens own = now[i] ? std::move(*now[i]) : Tokens{tokens[i]};
        result.insert(result.end(), own.begin(), own.end());
    }
    if (result.empty()) { // a model needs at least one
        for (std::size_t i = 0; i < edits.size(); ++i) {
            const auto* edit = std::get_if<ChangeToken>(&edits[i].action);
            if (edit && edits[i].isOn && edit->side == side && !edit->text)
                refusals[i] = Message{HL_NOOP("core", "At least one token must be left."), {}};
        }
        return;
    }
    tokens = std::move(result);
}

std::vector<StepRef> affectedSteps(const Changes& changes, const ModelSpec& spec)
{
    const std::vector<StepRef> changed = changes.steps();
    std::unordered_set<StepRef, StepRefHash> known(changed.begin(), changed.end());
    std::vector<StepRef> affected;
    for (const StepRef& ref : stepsOf(spec)) { // inputs come before what is made from them
        bool isAffected = known.count(ref) > 0;
        for (const StepRef& input : isAffected ? std::vector<StepRef>{} : inputsOf(ref, spec))
            isAffected = isAffected || known.count(input) > 0;
        if (isAffected) {
            known.insert(ref);
            affected.push_back(ref);
        }
    }
    return affected;
}

} // namespace hl
