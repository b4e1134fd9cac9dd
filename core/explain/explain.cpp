// Generic over the table of steps: the operation of a step decides how its cell is recomputed from the traced inputs.
#include "core/explain/explainer.h"

#include "core/explain/symbols.h"
#include "core/math/norm_row.h"
#include "core/math/ops.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

Explainer::Explainer(const Trace& trace, const StepRef& ref, Index row, Index col)
    : m_trace(trace)
    , m_model(trace.model())
    , m_spec(m_model.spec())
    , m_stack(m_spec.stack(ref.side))
    , m_row(row)
    , m_col(col)
{
    m_out.step = ref;
    m_out.row = row;
    m_out.col = col;
    m_out.operation = infoOf(ref.step).operation;
    m_out.left = cellSymbol(symbolOf(ref.step), row, col);
}

Result<Explanation> Explainer::run()
{
    const MatrixView own = m_trace.view(m_out.step);
    if (!own)
        return notKept(m_out.step);
    if (m_row < 0 || m_row >= own.rows() || m_col < 0 || m_col >= own.cols())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "Step \"%1\" has %2 rows and %3 columns, counted from 0; there is no cell (%4, %5)."),
                    {nameOf(m_out.step), std::to_string(own.rows()), std::to_string(own.cols()),
                     std::to_string(m_row), std::to_string(m_col)});
    m_out.traced = own.at(m_row, m_col);
    for (const StepRef& input : inputsOf(m_out.step, m_spec)) {
        const MatrixView view = m_trace.view(input);
        if (!view)
            return notKept(input);
        m_inputs.push_back({input, view});
    }
    explainOperation();
    explainChange();
    finish();
    return std::move(m_out);
}

std::string Explainer::at(const std::string& symbol, const std::string& row, const std::string& col)
{
    return symbol + "[" + row + "," + col + "]";
}

tl::unexpected<Error> Explainer::notKept(const StepRef& ref)
{
    return fail(ErrorCode::NotCaptured,
                HL_NOOP("core", "Step \"%1\" was not kept in this run, so this number cannot be explained; shorten the text to keep every step."),
                {nameOf(ref)});
}

Operand Explainer::cell(const Input& input, Index row, Index col) const
{
    return {cellSymbol(symbolOf(input.ref.step), row, col), input.view.at(row, col), {input.ref, {}, row, col}};
}

Operand Explainer::entry(const Tensor& tensor, const std::string& symbol, Index row, Index col)
{
    return {cellSymbol(symbol, row, col), tensor.view().at(row, col), {std::nullopt, tensor.name(), row, col}};
}

void Explainer::addTerm(std::vector<Operand> factors)
{
    Term term{std::move(factors), 1.0};
    for (const Operand& factor : term.factors)
        term.value *= factor.value;
    m_out.terms.push_back(std::move(term));
}

double Explainer::sumOfTerms() const
{
    double sum = 0.0;
    for (const Term& term : m_out.terms)
        sum += term.value;
    return sum;
}

void Explainer::setSingle(Operand operand, double result)
{
    addTerm({std::move(operand)});
    m_out.result = result;
}

void Explainer::explainOperation()
{
    if (isGiven(m_out.step, m_spec)) {
        m_out.operation = Operation::Given;
        m_out.expression = HL_NOOP("core", "given");
        return setSingle({m_out.left, m_out.traced, {m_out.step, {}, m_row, m_col}}, m_out.traced);
    }
    switch (m_out.operation) {
    case Operation::Given: return explainGiven();
    case Operation::Gather: return explainGather();
    case Operation::Add: return explainAdd();
    case Operation::Norm: return explainNorm();
    case Operation::Linear: return explainAnyLinear();
    case Operation::Convolve: return explainConvolution();
    case Operation::Rotate: return explainRotate();
    case Operation::Dot: return explainDot();
    case Operation::RelativeDot: return explainRelativeDot();
    case Operation::Stack: return explainStack();
    case Operation::Scale: return explainScale();
    case Operation::Bias: return explainBias();
    case Operation::RowMax: return explainRow();
    case Operation::Shift: return explainShift();
    case Operation::Exp: return explainExp();
    case Operation::RowSum: return explainRow();
    case Operation::Divide: return explainDivide();
    case Operation::WeightedSum: return explainWeightedSum();
    case Operation::Join: return explainJoin();
    case Operation::Activate: return explainActivate();
    case Operation::Copy: return explainCopy();
    case Operation::SoftmaxRow: return explainSoftmaxRow();
    case Operation::SoftmaxColumn: return explainSoftmaxColumn();
    }
}

void Explainer::explainChange()
{
    const Changes& changes = m_trace.changes();
    auto value = changes.valueOf(m_out.step, m_row, m_col);
    const ForcedPattern* forced = m_out.step.step == Step::Pattern ? changes.forcedOf(m_out.step) : nullptr;
    std::string expression = HL_NOOP("core", "set by hand");
    if (!value && forced) {
        StepRef mask = m_out.step;
        mask.step = Step::Mask;
        const MatrixView allowed = m_trace.view(mask);
        value = allowed ? forcedWeight(*forced, allowed, m_row, m_col) : std::nullopt;
        expression = HL_NOOP("core", "forced, whatever the scores");
    }
    if (!value)
        return;
    m_out.quantities.push_back({HL_NOOP("core", "computed"), m_out.expression, m_out.result, {}});
    m_out.operation = Operation::Given;
    m_out.expression = expression;
    m_out.terms.clear();
    setSingle({m_out.left, *value, {}}, *value);
    m_out.magnitude = std::abs(*value);
}

void Explainer::explainGiven()
{
    const StepRef& ref = m_out.step;
    if (ref.step == Step::Tokens) {
        const auto id = static_cast<double>(m_trace.tokens(ref.side)[static_cast<std::size_t>(m_row)].id);
        m_out.expression = "id of token " + std::to_string(m_row);
        setSingle({m_out.left, id, {ref, {}, m_row, m_col}}, id);
        return;
    }
    if (ref.step == Step::Memory) {
        m_out.expression = HL_NOOP("core", "of the text before");
        setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
        return;
    }
    if (ref.step == Step::Positions || ref.step == Step::Pixels || ref.step == Step::Mel) {
        const std::string asked = ref.side == Side::Query ? "place of the word asked for in row " : "position of token ";
        m_out.expression = ref.step == Step::Positions ? asked + std::to_string(m_row)
                           : ref.step == Step::Mel     ? "loudness of this pitch"
                                                       : "brightness, scaled as the model was trained";
        setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
        return;
    }
    m_out.expression = m_out.traced == 0.0 ? "allowed: 0" : m_out.traced == -infinity ? "forbidden: −∞" : "added";
    setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
}

void Explainer::explainAdd()
{
    for (const Input& input : m_inputs) {
        addTerm({cell(input, m_row, m_col)});
        m_out.expression += (m_out.expression.empty() ? "" : " + ") + at(symbolOf(input.ref.step), "i", "j");
    }
    if (const Step step = m_out.step.step;
        step == Step::QContent || step == Step::QPosition || step == Step::QSegment) {
        const AttentionWeights& weights = attentionWeights();
        const Tensor& bias = step == Step::QContent    ? weights.contentBias
                             : step == Step::QPosition ? weights.positionBias
                                                       : weights.segmentBias;
        addTerm({entry(bias, weightSymbolOf(step), 0, m_model.columnOf(m_out.step) + m_col)});
        m_out.expression += std::string(" + ") + weightSymbolOf(step) + "[j]";
    }
    m_out.result = sumOfTerms();
    // −∞ forbids, whatever the score: NaN and +∞ included.
    if (m_out.step.step == Step::Masked && m_out.terms.back().value == -infinity)
        m_out.result = -infinity;
}

void Explainer::explainNorm()
{
    const Input& input = m_inputs.front();
    const NormWeights weights = m_model.normOf(m_out.step);
    const bool isHead = m_out.step.step == Step::HeadNorm;
    const bool isLayerNorm = isHead || m_stack.norm == NormKind::LayerNorm;
    const Index d = input.view.cols();
    RowOf<double> values(d);
    for (Index c = 0; c < d; ++c)
        values[c] = input.view.at(m_row, c);
    const double size = values.cwiseAbs().mean(); // what the mean's rounding is relative to
    const NormRow norm = normRowOf(isHead ? NormKind::LayerNorm : m_stack.norm, m_stack.normEpsilon, values, m_trace.dtype());
    const double mean = norm.mean;
    const double variance = norm.variance;
    const double root = 1.0 / norm.inverse;
    const Operand x = cell(input, m_row, m_col);
    const Operand gain = entry(weights.gain, "g", 0, m_col);
    addTerm({x});
    m_out.result = norm.normed(x.value) * gain.value;
    double magnitude = (std::abs(x.value) + (isLayerNorm ? size : 0.0)) / root * std::abs(gain.value);
    m_out.expression = isLayerNorm ? "(x − μ) / √(σ² + ε) · g" : "x / √(mean x² + ε) · g";
    if (isLayerNorm)
        m_out.quantities.push_back({"μ", "mean of the row", mean, {}});
    m_out.quantities.push_back({isLayerNorm ? "σ²" : "mean x²", isLayerNorm ? "variance of the row" : "mean square of the row", variance, {}});
    m_out.quantities.push_back({"ε", "", m_stack.normEpsilon, {}});
    m_out.quantities.push_back({"√(σ² + ε)", "", root, {}});
    m_out.quantities.push_back({"g", "gain", gain.value, gain.source});
    if (weights.bias) {
        const Operand bias = entry(weights.bias, "b", 0, m_col);
        m_out.quantities.push_back({"b", "offset", bias.value, bias.source});
        m_out.expression += " + b";
        m_out.result += bias.value;
        magnitude += std::abs(bias.value);
    }
    m_out.magnitude = magnitude;
}

void Explainer::explainStack()
{
    const Index above = m_inputs[0].view.rows();
    const bool isAbove = m_row < above;
    const Operand operand = cell(m_inputs[isAbove ? 0 : 1], isAbove ? m_row : m_row - above, m_col);
    m_out.expression = nameOf(m_inputs[isAbove ? 0 : 1].ref);
    setSingle(operand, operand.value);
}

void Explainer::explainCopy()
{
    const bool isPatch = m_out.step.step == Step::Patches;
    const PixelPlace from = isPatch ? pixelOf(*m_spec.image, m_row, m_col) : PixelPlace{};
    const Operand operand = isPatch ? cell(m_inputs.front(), from.row, from.column)
                                    : cell(m_inputs.front(), m_row, m_col);
    m_out.expression = nameOf(m_inputs.front().ref);
    setSingle(operand, operand.value);
}

void Explainer::explainActivate()
{
    const bool isPooler = m_out.step.step == Step::PoolerOut;
    const bool isConvolution = m_out.step.step == Step::Conv1Post || m_out.step.step == Step::Conv2Post;
    const bool isOfBlock = m_out.step.step == Step::ConvPost;
    const Activation f = isConvolution                        ? Activation::Gelu
                         : isOfBlock                          ? m_stack.convolution->activation
                         : isPooler                           ? m_spec.head.poolerActivation
                         : m_out.step.step == Step::ClassProbs ? Activation::Sigmoid
                         : m_out.step.step == Step::HeadPost ? *m_spec.head.transform
                                                              : m_stack.mlp.activation;
    const std::string name = activationName(f);
    const Operand x = cell(m_inputs.front(), m_row, m_col);
    if (m_inputs.size() == 1) {
        m_out.expression = name + "(" + at(symbolOf(m_inputs.front().ref.step), "i", "j") + ")";
        setSingle(x, activate(f, x.value));
    } else {
        const Operand gate = cell(m_inputs[1], m_row, m_col);
        m_out.expression = name + "(g[i,j]) · h[i,j]";
        addTerm({gate});
        addTerm({x});
        m_out.result = activate(f, gate.value) * x.value;
    }
    m_out.magnitude = std::abs(m_out.result);
}

bool Explainer::isKeptSingle() const
{
    const Step step = m_out.step.step;
    const bool isSoftmax = step >= Step::SoftmaxMax && step <= Step::Pattern;
    return isSoftmax && (m_out.step.isCross ? *m_stack.cross : m_stack.attention).isSoftmaxSingle;
}

void Explainer::finish()
{
    if (m_out.magnitude == 0.0) {
        for (const Term& term : m_out.terms) {
            if (std::isfinite(term.value))
                m_out.magnitude += std::abs(term.value);
        }
        if (m_out.terms.empty())
            m_out.magnitude = std::max(1.0, std::abs(m_out.result));
    }
    constexpr double smallest = 1e-37; // exp of float32 ends here
    const double precision = m_trace.dtype() == DType::Float32 || isKeptSingle() ? 1.0 : 0x1.0p-26;
    m_out.bound = infoOf(m_out.step.step).bound * precision * m_out.magnitude + smallest;
    // Where the terms leave the range of float32, what the run got depends on the order in which it added them.
    if (m_trace.dtype() == DType::Float32 && m_out.magnitude > double{std::numeric_limits<float>::max()})
        m_out.bound = infinity;
    m_out.invariants = checkInvariants(m_trace, m_out.step);
}

bool Explanation::agrees() const
{
    if (std::isinf(bound))
        return true;
    if (std::isnan(result) || std::isnan(traced))
        return std::isnan(result) && std::isnan(traced);
    if (std::isinf(result) || std::isinf(traced))
        return result == traced;
    return std::abs(result - traced) <= bound;
}

Result<Explanation> explain(const Trace& trace, const StepRef& step, Index row, Index col)
{
    if (isUnasked(step, trace.model().spec()))
        return tl::unexpected(Error{ErrorCode::BadInput, unaskedText()});
    if (!hasStep(trace.model().spec(), step))
        return fail(ErrorCode::UnknownStep, HL_NOOP("core", "This model has no step \"%1\"; `headlight steps --model` lists those it has."),
                    {nameOf(step)});
    return Explainer(trace, step, row, col).run();
}

Result<std::vector<Explanation>> explainPattern(const Trace& trace, const StepRef& headStep, Index query, Index key)
{
    std::vector<Explanation> chain;
    for (const Step step : {Step::Scores, Step::ScoresC2P, Step::ScoresP2C, Step::ScoresSegment, Step::ScoresSum, Step::Scaled, Step::Biased, Step::Masked, Step::SoftmaxMax,
                            Step::SoftmaxShifted, Step::SoftmaxExp, Step::SoftmaxSum, Step::Pattern}) {
        StepRef ref = headStep;
        ref.step = step;
        if (!hasStep(trace.model().spec(), ref))
            continue;
        auto explanation = explain(trace, ref, query, infoOf(step).cols == Axis::One ? 0 : key);
        if (!explanation)
            return tl::unexpected(explanation.error());
        chain.push_back(std::move(*explanation));
    }
    return chain;
}

} // namespace hl
