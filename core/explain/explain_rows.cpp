// Rows that come from tables or sines, and rotation by position.
#include "core/explain/explainer.h"

#include "core/attention/positions.h"
#include "core/base/number.h"
#include "core/explain/symbols.h"

#include <cmath>

namespace hl {

void Explainer::explainSequence()
{
    const ImageSpec& image = *m_spec.image;
    const ImageWeights& weights = m_model.weights().image;
    if (m_row < image.extraTokens()) {
        const bool isClass = image.hasClassToken && m_row == 0;
        m_out.expression = isClass ? "CLS[j]" : "DIST[j]";
        const Operand operand = entry(isClass ? weights.classToken : weights.distillationToken,
                                      isClass ? "CLS" : "DIST", 0, m_col);
        return setSingle(operand, operand.value);
    }
    m_out.expression = "row of patch " + std::to_string(m_row - image.extraTokens());
    const Operand operand = cell(m_inputs.front(), m_row - image.extraTokens(), m_col);
    setSingle(operand, operand.value);
}

RelativeRows Explainer::relativeRows() const
{
    const auto queries = static_cast<Index>(m_trace.tokens(keySide(m_out.step)).size());
    return {m_stack.positions.relative, queries, queries + m_trace.memoryRows()};
}

const AttentionWeights& Explainer::attentionWeights() const
{
    return m_model.stackWeights(m_out.step.side).blocks[static_cast<std::size_t>(m_out.step.layer)].attention;
}

void Explainer::explainRelativeRow()
{
    const RelativeRows rows = relativeRows();
    if (m_stack.positions.relative.kind == RelativeKind::Sinusoidal) {
        const double distance = rows.distanceOf(m_row);
        const Index pair = m_col % (m_spec.dModel / 2);
        const bool isSine = m_col < m_spec.dModel / 2;
        m_out.expression = isSine ? "sin(pos / 10000^(2i/d))" : "cos(pos / 10000^(2i/d))";
        const double divisor =
            std::pow(10000.0, 2.0 * static_cast<double>(pair) / static_cast<double>(m_spec.dModel));
        m_out.quantities = {{"pos", "query − key", distance, {}},
                            {"i", "", static_cast<double>(pair), {}},
                            {"d", "", static_cast<double>(m_spec.dModel), {}},
                            {"10000^(2i/d)", "", divisor, {}}};
        m_out.result = relativeSinusoid(distance, m_col, m_spec.dModel);
        return;
    }
    const bool isOfLayer = m_out.step.step == Step::PositionK;
    const Tensor& table = isOfLayer ? attentionWeights().distances : m_model.stackWeights(m_out.step.side).relative;
    m_out.expression = "R[distance, j]";
    const Operand operand = entry(table, "R", rows.firstRow() + m_row, m_col);
    setSingle(operand, operand.value);
}

void Explainer::explainGather()
{
    const StepRef& ref = m_out.step;
    if (ref.step == Step::EmbedSequence)
        return explainSequence();
    if (ref.step == Step::EmbedRelative)
        return explainRelativeRow();
    if (ref.step == Step::EmbedStart) {
        m_out.expression = "w[j]";
        const Operand operand = entry(m_model.weights().queryStart, "w", 0, m_col);
        return setSingle(operand, operand.value);
    }
    const StackWeights& weights = m_model.stackWeights(ref.side);
    const Token& token = m_trace.tokens(ref.side)[static_cast<std::size_t>(m_row)];
    if (ref.step == Step::EmbedToken && !m_stack.groups.isEmpty()) {
        const int group = m_stack.groups.groupOf(token.id);
        if (m_col >= m_stack.groups.widthOf(group)) {
            m_out.expression = "0: rows of this word's group are narrower";
            return setSingle({m_out.left, 0.0, {}}, 0.0);
        }
        m_out.expression = "E[id, j] of the word's group";
        const Tensor& table = m_model.weights().groups[static_cast<std::size_t>(group)].table;
        const Operand operand = entry(table, "E", token.id - m_stack.groups.firstOf(group), m_col);
        return setSingle(operand, operand.value);
    }
    if (ref.step == Step::EmbedToken) {
        m_out.expression = "E[id, j]";
        const Operand operand = entry(m_model.embedding(ref.side), "E", token.id, m_col);
        return setSingle(operand, operand.value);
    }
    if (ref.step == Step::EmbedType) {
        m_out.expression = "T[segment, j]";
        const Operand operand = entry(weights.segments, "T", token.segment, m_col);
        return setSingle(operand, operand.value);
    }
    if (m_stack.positions.kind == PositionKind::Learned) {
        m_out.expression = "P[pos, j]";
        const Index position = m_inputs.empty() ? m_row : static_cast<Index>(m_inputs.front().view.at(m_row, 0));
        const Operand operand = entry(weights.positions, "P", position, m_col);
        return setSingle(operand, operand.value);
    }
    const bool sinesFirst = m_stack.positions.sinesFirst;
    const Index half = (m_spec.dModel + 1) / 2; // sines in a row
    const bool isSine = sinesFirst ? m_col < half : m_col % 2 == 0;
    const Index pair = sinesFirst ? (isSine ? m_col : m_col - half) : m_col / 2;
    const double divisor =
        std::pow(10000.0, 2.0 * static_cast<double>(pair) / static_cast<double>(m_spec.dModel));
    const double angle = static_cast<double>(m_row) / divisor;
    m_out.expression = isSine ? "sin(pos / 10000^(2i/d))" : "cos(pos / 10000^(2i/d))";
    m_out.quantities = {{"pos", "", static_cast<double>(m_row), {}},
                        {"i", "", static_cast<double>(pair), {}},
                        {"d", "", static_cast<double>(m_spec.dModel), {}},
                        {"10000^(2i/d)", "", divisor, {}},
                        {"angle", "pos / 10000^(2i/d)", angle, {}}};
    m_out.result = isSine ? std::sin(angle) : std::cos(angle);
    if (m_stack.positions.isSingle)
        m_out.result = static_cast<double>(static_cast<float>(m_out.result));
}

void Explainer::explainRotate()
{
    const Input& input = m_inputs.front();
    const PositionSpec& spec = m_stack.positions;
    const Index dims = spec.rotaryDims > 0 ? spec.rotaryDims : input.view.cols();
    if (m_col >= dims) {
        m_out.expression = "not rotated";
        const Operand same = cell(input, m_row, m_col);
        return setSingle(same, same.value);
    }
    for (Index pair = 0; pair < dims / 2; ++pair) {
        const auto [first, second] = rotaryPair(pair, dims, spec.rotaryInterleaved);
        if (m_col != first && m_col != second)
            continue;
        const PositionSpec there = rotaryAt(spec, input.view.rows(), dims);
        const double angle = rotaryAngle(there, m_row, pair, dims);
        const bool isFirst = m_col == first;
        const double m = spec.rotaryMagnitude;
        const std::string by = m == 1.0 ? "" : "m ";
        m_out.quantities = {{"θ", rotaryFormula(spec), angle, {}}};
        if (spec.rotaryScaling == RotaryScaling::Dynamic)
            m_out.quantities.push_back({"base", baseFormula(spec, input.view.rows()), there.rotaryBase, {}});
        if (m != 1.0)
            m_out.quantities.push_back({"m", "", m, {}});
        addTerm({cell(input, m_row, m_col), {by + "cos θ", m * std::cos(angle), {}}});
        addTerm({cell(input, m_row, isFirst ? second : first),
                 {(isFirst ? "−" : "") + by + "sin θ", (isFirst ? -m : m) * std::sin(angle), {}}});
        m_out.expression = isFirst ? "a " + by + "cos θ − b " + by + "sin θ" : "b " + by + "cos θ + a " + by + "sin θ";
    }
    m_out.result = sumOfTerms();
}

const char* Explainer::rotaryFormula(const PositionSpec& spec)
{
    switch (spec.rotaryScaling) {
    case RotaryScaling::None:
    case RotaryScaling::Dynamic: return "pos · base^(−2p/d)";
    case RotaryScaling::Linear: return "pos · base^(−2p/d) / factor";
    case RotaryScaling::Llama3:
    case RotaryScaling::Yarn: break;
    }
    return "pos · base^(−2p/d), slow turns / factor";
}

std::string Explainer::baseFormula(const PositionSpec& spec, Index length)
{
    const std::string own = formatNumber(spec.rotaryBase);
    if (length <= spec.rotaryOriginalLength)
        return own;
    const std::string factor = formatNumber(spec.rotaryFactor);
    return own + " · (" + factor + " · " + std::to_string(length) + " / " + std::to_string(spec.rotaryOriginalLength) + " − (" + factor + " − 1))^(d / (d − 2))";
}

} // namespace hl
