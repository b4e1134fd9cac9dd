// Rows times weights: projections, convolutions, logits.
#include "core/explain/explainer.h"

#include "core/explain/symbols.h"
#include "core/forward/forward.h"
#include "core/math/ops.h"

#include <algorithm>
#include <cmath>

namespace hl {

bool Explainer::isUnembedding(Step step)
{
    return step == Step::Logits || step == Step::ClassLogits || step == Step::DistillationLogits;
}

void Explainer::explainAnyLinear()
{
    if (m_inputs.empty()) // the rows of a layer's own table are not projected
        return explainRelativeRow();
    if (m_out.step.step == Step::HeadScores)
        return explainHeadScore();
    if (m_out.step.step == Step::EmbedProject && !m_stack.groups.isEmpty())
        return explainGroupProjection();
    if (!isUnembedding(m_out.step.step))
        return explainLinear();
    return m_spec.head.cutoffs.empty() ? explainLogit() : explainAdaptiveLogit();
}

void Explainer::explainHeadScore()
{
    if (m_col < m_spec.vocabulary)
        return m_stack.groups.isEmpty() ? explainLogit() : explainGroupScore(m_stack.groups);
    const Linear& groups = m_model.weights().head.clusters;
    const Index group = m_col - m_spec.vocabulary;
    const Input& input = m_inputs.front();
    for (Index d = 0; d < groups.weight.cols(); ++d)
        addTerm({cell(input, m_row + m_trace.firstLogitRow(), d), entry(groups.weight, "W_G", group, d)});
    addTerm({entry(groups.bias, "b_G", 0, group)});
    m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · W_G[j,d] + b_G[j]";
    m_out.result = sumOfTerms();
}

void Explainer::explainGroupScore(const WordGroups& groups)
{
    const HeadWeights& head = m_model.weights().head;
    const Input& input = m_inputs.front();
    const int group = groups.groupOf(static_cast<int>(m_col));
    const Tensor& table = head.groups[static_cast<std::size_t>(group)];
    for (Index d = 0; d < table.cols(); ++d)
        addTerm({cell(input, m_row + m_trace.firstLogitRow(), groups.columnOf(group) + d),
                 entry(table, "W_U", m_col - groups.firstOf(group), d)});
    m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d of the group") + " · W_U[j,d]";
    if (head.bias) {
        addTerm({entry(head.bias, "b_U", 0, m_col)});
        m_out.expression += " + b_U[j]";
    }
    m_out.result = sumOfTerms();
}

void Explainer::explainGroupProjection()
{
    const Input& input = m_inputs.front();
    const int word = m_trace.tokens(m_out.step.side)[static_cast<std::size_t>(m_row)].id;
    const Tensor& projection = m_model.weights().groups[static_cast<std::size_t>(m_stack.groups.groupOf(word))].projection;
    for (Index d = 0; d < projection.cols(); ++d)
        addTerm({cell(input, m_row, d), entry(projection, "W_E", m_col, d)});
    m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · W_E[j,d] of the word's group";
    m_out.result = sumOfTerms();
}

double Explainer::logOfSum(const Input& input, Index first, Index last, Index more) const
{
    double max = -infinity;
    double sum = 0.0;
    const auto each = [&](const auto& use) {
        for (Index c = first; c < last; ++c)
            use(input.view.at(m_row, c));
        for (Index c = more; c < input.view.cols(); ++c)
            use(input.view.at(m_row, c));
    };
    each([&](double v) { max = std::max(max, v); });
    each([&](double v) { sum += std::exp(v - max); });
    return max + std::log(sum);
}

void Explainer::explainAdaptiveLogit()
{
    const Input& input = m_inputs.front();
    const AdaptiveGroup group = adaptiveGroupOf(m_spec.head.cutoffs, m_spec.vocabulary, m_col);
    const Operand score = cell(input, m_row, m_col);
    const double frequent = logOfSum(input, 0, m_spec.head.cutoffs.front(), m_spec.vocabulary);
    addTerm({score});
    if (group.score < 0) {
        m_out.expression = "score − log Σ exp(scores of frequent words and groups)";
    } else {
        m_out.expression = "score − log Σ exp(scores of its group) + score of the group − log Σ exp(frequent)";
        addTerm({{"−log Σ exp(group)", -logOfSum(input, group.first, group.last, input.view.cols()), {}}});
        addTerm({cell(input, m_row, group.score)});
    }
    addTerm({{"−log Σ exp(frequent)", -frequent, {}}});
    m_out.result = sumOfTerms();
}

void Explainer::explainLinear()
{
    const Input& input = m_inputs.front();
    const Linear linear = m_model.linearOf(m_out.step);
    const Index column = m_model.columnOf(m_out.step) + m_col;
    const bool isPooler = m_out.step.step == Step::PoolerPre;
    const Index row = isPooler && m_spec.head.poolerRow != PoolerRow::First ? m_trace.firstLogitRow()
                      : isPooler                                            ? 0
                      : m_out.step.step == Step::ChoiceScore                ? input.view.rows() - 1
                                                                            : m_row;
    const char* w = weightSymbolOf(m_out.step.step);
    for (Index d = 0; d < linear.weight.rows(); ++d)
        addTerm({cell(input, row, d), entry(linear.weight, w, d, column)});
    m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · " + at(w, "d", "j");
    if (linear.bias) {
        addTerm({entry(linear.bias, biasSymbolOf(m_out.step.step), 0, column)});
        m_out.expression += std::string(" + ") + biasSymbolOf(m_out.step.step) + "[j]";
    }
    m_out.result = sumOfTerms();
}

void Explainer::explainBlockConvolution()
{
    const Input& input = m_inputs.front();
    const ConvolutionSpec& spec = *m_stack.convolution;
    const Index features = Index{m_spec.dModel} / spec.groups;
    const Index group = m_col / features;
    const Linear& linear = m_model.stackWeights(m_out.step.side).convolution[static_cast<std::size_t>(group)];
    const auto& allowed = m_trace.input()->source.allowed;
    const auto isLeftOut = [&](Index row) { return !allowed.empty() && allowed[static_cast<std::size_t>(row)] == 0; };
    if (isLeftOut(m_row)) {
        m_out.expression = HL_NOOP("core", "0: the attention mask leaves this row out");
        return setSingle({m_out.left, 0.0, {}}, 0.0);
    }
    for (Index k = 0; k < spec.kernel; ++k) {
        const Index row = m_row + k - spec.kernel / 2;
        if (row < 0 || row >= input.view.rows() || isLeftOut(row))
            continue;
        for (Index c = 0; c < features; ++c)
            addTerm({cell(input, row, group * features + c), entry(linear.weight, "W", c * spec.kernel + k, m_col - group * features)});
    }
    m_out.expression = "Σ_k Σ_c " + at(symbolOf(input.ref.step), "i+k", "c") + " · W[c,k,j]";
    if (linear.bias) {
        addTerm({entry(linear.bias, "b", 0, m_col - group * features)});
        m_out.expression += " + b[j]";
    }
    m_out.result = sumOfTerms();
}

void Explainer::explainConvolution()
{
    if (m_out.step.step == Step::ConvPre)
        return explainBlockConvolution();
    const Input& input = m_inputs.front();
    const Linear linear = m_model.linearOf(m_out.step);
    const Index stride = m_out.step.step == Step::Conv2Pre ? AudioSpec::stride : 1;
    for (Index k = 0; k < AudioSpec::kernel; ++k) {
        const Index row = m_row * stride + k - AudioSpec::kernel / 2;
        if (row < 0 || row >= input.view.rows())
            continue;
        for (Index c = 0; c < input.view.cols(); ++c)
            addTerm({cell(input, row, c), entry(linear.weight, "W", c * AudioSpec::kernel + k, m_col)});
    }
    m_out.expression = "Σ_k Σ_c " + at(symbolOf(input.ref.step), stride == 1 ? "i+k" : "2i+k", "c") + " · W[c,k,j]";
    if (linear.bias) {
        addTerm({entry(linear.bias, "b", 0, m_col)});
        m_out.expression += " + b[j]";
    }
    m_out.result = sumOfTerms();
}

void Explainer::explainLogit()
{
    if (m_inputs.size() == 2)
        return explainMean();
    const Input& input = m_inputs.front();
    const HeadWeights& head = m_model.weights().head;
    const bool isTaught = m_out.step.step == Step::DistillationLogits;
    const Tensor& table = isTaught ? head.distillation : m_model.unembedding();
    const Tensor& bias = isTaught ? head.distillationBias : head.bias;
    const std::string w = weightSymbolOf(m_out.step.step);
    const std::string b = biasSymbolOf(m_out.step.step);
    const bool isPooled = input.ref.step == Step::PoolerOut;
    const Index row = isTaught ? 1 : isPooled ? m_row : m_row + m_trace.firstLogitRow();
    for (Index d = 0; d < table.cols(); ++d)
        addTerm({cell(input, row, d), entry(table, w, m_col, d)});
    m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · " + w + "[j,d]";
    if (bias) {
        addTerm({entry(bias, b, 0, m_col)});
        m_out.expression += " + " + b + "[j]";
    }
    m_out.result = sumOfTerms();
}

void Explainer::explainMean()
{
    for (const Input& input : m_inputs)
        addTerm({{"½", 0.5, {}}, cell(input, m_row, m_col)});
    m_out.expression = "(" + at(symbolOf(m_inputs[0].ref.step), "0", "j") + " + "
                       + at(symbolOf(m_inputs[1].ref.step), "0", "j") + ") / 2";
    m_out.result = sumOfTerms();
}

void Explainer::explainSoftmaxRow()
{
    const MatrixView& view = m_inputs.front().view;
    std::vector<double> row;
    for (Index c = 0; c < view.cols(); ++c)
        row.push_back(view.at(m_row, c));
    const bool isOfClasses = !columnClasses(m_out.step.step, m_spec).empty();
    explainShare(row, "largest logit of the row", isOfClasses ? "over the classes" : "over the vocabulary");
}

void Explainer::explainSoftmaxColumn()
{
    const MatrixView& view = m_inputs.front().view;
    std::vector<double> column;
    for (Index r = 0; r < view.rows(); ++r)
        column.push_back(view.at(r, m_col));
    explainShare(column, "largest logit of the column", "over the tokens");
}

void Explainer::explainShare(const std::vector<double>& logits, const char* maxMeaning, const char* sumMeaning)
{
    double max = -infinity;
    for (const double value : logits)
        max = std::max(max, value);
    double sum = 0.0;
    for (const double value : logits)
        sum += std::exp(value - max);
    const Operand logit = cell(m_inputs.front(), m_row, m_col);
    m_out.expression = "exp(logit − max) / Σ exp(logit − max)";
    m_out.quantities = {{"max", maxMeaning, max, {}}, {"Σ exp", sumMeaning, sum, {}}};
    setSingle(logit, std::exp(logit.value - max) / sum);
    m_out.magnitude = m_out.result;
}

} // namespace hl
