// Scores, softmax in its parts, weighted sums.
#include "core/explain/explainer.h"

#include "core/attention/positions.h"
#include "core/base/number.h"
#include "core/explain/symbols.h"

#include <algorithm>
#include <cmath>

namespace hl {

void Explainer::explainDot()
{
    const Input& q = m_inputs[0];
    const Input& k = m_inputs[1];
    for (Index d = 0; d < q.view.cols(); ++d)
        addTerm({cell(q, m_row, d), cell(k, m_col, d)});
    m_out.expression =
        "Σ_d " + at(symbolOf(q.ref.step), "i", "d") + " · " + at(symbolOf(k.ref.step), "j", "d");
    m_out.result = sumOfTerms();
}

void Explainer::explainRelativeDot()
{
    const Input& a = m_inputs[0];
    if (m_out.step.step == Step::ScoresSegment) {
        const Tokens& keys = m_trace.tokens(keySide(m_out.step));
        const Index memory = m_trace.memoryRows();
        const int own = m_trace.tokens(m_out.step.side)[static_cast<std::size_t>(m_row)].segment;
        const int other = m_col < memory ? 0 : keys[static_cast<std::size_t>(m_col - memory)].segment;
        const Index first = m_model.columnOf(m_out.step);
        for (Index d = 0; d < a.view.cols(); ++d)
            addTerm({cell(a, m_row, d), entry(attentionWeights().segments, "S", own == other ? 0 : 1, first + d)});
        m_out.expression = own == other ? "Σ_d (q+s)[i,d] · S[same,d]" : "Σ_d (q+s)[i,d] · S[other,d]";
        m_out.result = sumOfTerms();
        return;
    }
    const Input& rows = m_inputs[1];
    const Index place = m_trace.placeOf(m_out.step.side, m_row);
    const Index row = relativeRows().rowOf(place, m_col);
    const bool isOfKey = m_out.step.step == Step::ScoresP2C;
    for (Index d = 0; d < a.view.cols(); ++d)
        addTerm({cell(a, isOfKey ? m_col : m_row, d), cell(rows, row, d)});
    m_out.quantities = {{"query − key", "", static_cast<double>(place + m_trace.memoryRows() - m_col), {}},
                        {"row", "of that distance", static_cast<double>(row), {}}};
    m_out.expression = "Σ_d " + at(symbolOf(a.ref.step), isOfKey ? "j" : "i", "d") + " · "
                       + at(symbolOf(rows.ref.step), "row", "d");
    m_out.result = sumOfTerms();
}

void Explainer::explainScale()
{
    if (m_out.step.step != Step::Scaled) {
        const bool isHead = m_out.step.step == Step::HeadScaled;
        const double factor = isHead ? m_spec.head.scale : m_stack.embeddingScale;
        m_out.expression = at(symbolOf(m_inputs.front().ref.step), "i", "j") + " · scale";
        m_out.quantities = {{"scale", "", factor, {}}};
        const Operand token = cell(m_inputs.front(), m_row, m_col);
        setSingle(token, token.value * factor);
        m_out.magnitude = std::abs(m_out.result);
        return;
    }
    const AttentionSpec& attention = m_out.step.isCross ? *m_stack.cross : m_stack.attention;
    const double scale = attention.scaleOf(m_out.step.layer);
    const double root = std::sqrt(static_cast<double>(attention.dHead));
    const Operand score = cell(m_inputs.front(), m_row, m_col);
    if (std::abs(scale * root - 1.0) < 1e-12) {
        m_out.expression = "score / √d_k";
        m_out.quantities = {{"d_k", "", static_cast<double>(attention.dHead), {}}, {"√d_k", "", root, {}}};
    } else {
        m_out.expression = "score · scale";
        m_out.quantities = {{"scale", "", scale, {}}};
    }
    const double temperature = m_trace.changes().temperatureOf(m_out.step);
    if (temperature != 1.0) {
        m_out.expression += " / τ";
        m_out.quantities.push_back({"τ", "temperature", temperature, {}});
    }
    setSingle(score, score.value * (scale / temperature));
}

void Explainer::explainBias()
{
    const StepRef& ref = m_out.step;
    const auto distance = static_cast<double>(m_col - m_row);
    if (m_stack.positions.kind == PositionKind::Alibi && m_stack.positions.alibi != AlibiKind::Distance) {
        const double position = m_inputs.empty() ? static_cast<double>(m_col) : m_inputs.front().view.at(m_col, 0);
        const double slope = alibiSlopes(m_stack.attention.heads)[static_cast<std::size_t>(ref.head)];
        const Source counted =
            m_inputs.empty() ? Source{} : Source{m_inputs.front().ref, {}, m_col, 0};
        m_out.result = alibiOfKey(m_stack, ref.head, position);
        if (m_stack.positions.alibi == AlibiKind::KeyPosition) {
            m_out.expression = "slope · pos[j]";
            addTerm({{"slope", slope, {}}, {"pos", position, counted}});
            return;
        }
        const double scale = m_stack.attention.scale;
        m_out.expression = "slope · pos[j] in bfloat16 · scale";
        m_out.quantities = {{"m", "slope of this head", slope, {}}, {"pos", "of the key", position, {}}};
        addTerm({{"slope · pos", m_out.result / scale, {}}, {"scale", scale, {}}});
        return;
    }
    if (m_stack.positions.kind == PositionKind::Alibi) {
        const double slope = alibiSlopes(m_stack.attention.heads)[static_cast<std::size_t>(ref.head)];
        m_out.quantities = {{"slope", "of this head", slope, {}}, {"key − query", "", distance, {}}};
        m_out.expression = m_stack.attention.isCausal ? "slope · (key − query)" : "−slope · |key − query|";
        m_out.result = slope * (m_stack.attention.isCausal ? distance : -std::abs(distance));
        return;
    }
    const int bucket = t5Bucket(m_col - m_row, !m_stack.attention.isCausal, m_stack.positions.t5Buckets,
                                m_stack.positions.t5MaxDistance);
    m_out.quantities = {{"key − query", "", distance, {}}, {"bucket", "", static_cast<double>(bucket), {}}};
    m_out.expression = "B[bucket, head]";
    const Operand operand = entry(m_model.stackWeights(ref.side).relativeBias, "B", bucket, ref.head);
    setSingle(operand, operand.value);
}

void Explainer::explainRow()
{
    const Input& input = m_inputs.front();
    for (Index c = 0; c < input.view.cols(); ++c)
        addTerm({cell(input, m_row, c)});
    if (m_out.operation == Operation::RowSum) {
        m_out.expression = "Σ_j exp[i,j]";
        m_out.result = sumOfTerms();
        return;
    }
    m_out.expression = "max_j s[i,j]";
    m_out.result = -infinity;
    for (const Term& term : m_out.terms) {
        if (std::isnan(term.value) || term.value > m_out.result)
            m_out.result = term.value;
        if (std::isnan(term.value))
            break;
    }
    m_out.magnitude = std::abs(m_out.result);
}

void Explainer::explainShift()
{
    const Operand score = cell(m_inputs[0], m_row, m_col);
    const Operand max = cell(m_inputs[1], m_row, 0);
    m_out.expression = "s[i,j] − m[i]";
    addTerm({score});
    addTerm({{"−m", -max.value, max.source}});
    m_out.result = score.value == -infinity ? -infinity : score.value - max.value;
}

void Explainer::explainExp()
{
    const Operand shifted = cell(m_inputs.front(), m_row, m_col);
    m_out.expression = "exp(d[i,j])";
    setSingle(shifted, std::exp(shifted.value));
    m_out.magnitude = m_out.result;
}

void Explainer::explainDivide()
{
    const Operand numerator = cell(m_inputs[0], m_row, m_col);
    const Operand sum = cell(m_inputs[1], m_row, 0);
    m_out.expression = "exp[i,j] / sum[i]";
    m_out.quantities = {{"sum", "Σ_j exp[i,j]", sum.value, sum.source}};
    // 0 stays 0, as it is forbidden or infinitely far below: even where the sum is 0 (no allowed key) or NaN.
    setSingle(numerator, numerator.value == 0.0 ? 0.0 : numerator.value / sum.value);
    m_out.magnitude = std::abs(m_out.result);
}

Index Explainer::keysSeen(Index keys) const
{
    StepRef ref = m_out.step;
    ref.step = Step::Mask;
    const MatrixView mask = m_trace.view(ref);
    while (mask && keys > 0 && mask.at(m_row, keys - 1) == -std::numeric_limits<double>::infinity())
        --keys;
    return keys;
}

void Explainer::explainWeightedSum()
{
    const Input& pattern = m_inputs[0];
    const Input& v = m_inputs[1];
    for (Index j = 0; j < keysSeen(pattern.view.cols()); ++j)
        addTerm({cell(pattern, m_row, j), cell(v, j, m_col)});
    m_out.expression = "Σ_j a[i,j] · v[j,c]";
    m_out.result = sumOfTerms();
}

void Explainer::explainJoin()
{
    const Index width = m_inputs.front().view.cols();
    const auto own = static_cast<std::size_t>(m_col / width);
    const JoinedHead joined = m_trace.changes().joinedOf(m_inputs[own].ref);
    const auto head = static_cast<std::size_t>(joined.head);
    const Operand operand = cell(m_inputs[head], m_row, m_col % width);
    m_out.expression = "z of head " + std::to_string(head + 1); // as heads are counted on the screen
    if (head != own)
        m_out.expression += " in the place of head " + std::to_string(own + 1);
    if (joined.factor == 1.0)
        return setSingle(operand, operand.value);
    m_out.expression += joined.factor == 0.0 ? " · 0, the head is taken out" : " · " + formatNumber(joined.factor, 5);
    addTerm({operand, {"factor", joined.factor, {}}});
    m_out.result = joined.factor == 0.0 ? 0.0 : operand.value * joined.factor;
}

} // namespace hl
