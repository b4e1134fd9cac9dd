// Generic over the table of steps: the operation of a step decides how its cell is recomputed from the traced inputs.
#include "core/explain/explanation.h"

#include "core/attention/positions.h"
#include "core/attention/relative.h"
#include "core/base/number.h"
#include "core/explain/symbols.h"
#include "core/math/norm_row.h"
#include "core/math/ops.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string at(const std::string& symbol, const std::string& row, const std::string& col)
{
    return symbol + "[" + row + "," + col + "]";
}

/// One explanation under construction.
class Explainer
{
public:
    Explainer(const Trace& trace, const StepRef& ref, Index row, Index col)
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

    Result<Explanation> run()
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

private:
    struct Input
    {
        StepRef ref;
        MatrixView view;
    };

    static tl::unexpected<Error> notKept(const StepRef& ref)
    {
        return fail(ErrorCode::NotCaptured,
                    HL_NOOP("core", "Step \"%1\" was not kept in this run, so this number cannot be explained; shorten the text to keep every step."),
                    {nameOf(ref)});
    }

    Operand cell(const Input& input, Index row, Index col) const
    {
        return {cellSymbol(symbolOf(input.ref.step), row, col), input.view.at(row, col), {input.ref, {}, row, col}};
    }

    static Operand entry(const Tensor& tensor, const std::string& symbol, Index row, Index col)
    {
        return {cellSymbol(symbol, row, col), tensor.view().at(row, col), {std::nullopt, tensor.name(), row, col}};
    }

    void addTerm(std::vector<Operand> factors)
    {
        Term term{std::move(factors), 1.0};
        for (const Operand& factor : term.factors)
            term.value *= factor.value;
        m_out.terms.push_back(std::move(term));
    }

    double sumOfTerms() const
    {
        double sum = 0.0;
        for (const Term& term : m_out.terms)
            sum += term.value;
        return sum;
    }

    void setSingle(Operand operand, double result)
    {
        addTerm({std::move(operand)});
        m_out.result = result;
    }

    void explainOperation()
    {
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
        }
    }

    /// A number that was put in the place of the computed one.
    void explainChange()
    {
        const Changes& changes = m_trace.changes();
        auto value = changes.valueOf(m_out.step, m_row, m_col);
        const ForcedPattern* forced = m_out.step.step == Step::Pattern ? changes.forcedOf(m_out.step) : nullptr;
        std::string expression = "set by hand";
        if (!value && forced) {
            StepRef mask = m_out.step;
            mask.step = Step::Mask;
            const MatrixView allowed = m_trace.view(mask);
            value = allowed ? forcedWeight(*forced, allowed, m_row, m_col) : std::nullopt;
            expression = "forced, whatever the scores";
        }
        if (!value)
            return;
        m_out.quantities.push_back({"computed", m_out.expression, m_out.result, {}});
        m_out.operation = Operation::Given;
        m_out.expression = expression;
        m_out.terms.clear();
        setSingle({m_out.left, *value, {}}, *value);
        m_out.magnitude = std::abs(*value);
    }

    void explainGiven()
    {
        const StepRef& ref = m_out.step;
        if (ref.step == Step::Tokens) {
            const auto id = static_cast<double>(m_trace.tokens(ref.side)[static_cast<std::size_t>(m_row)].id);
            m_out.expression = "id of token " + std::to_string(m_row);
            setSingle({m_out.left, id, {ref, {}, m_row, m_col}}, id);
            return;
        }
        if (ref.step == Step::Memory) {
            m_out.expression = "of the text before";
            setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
            return;
        }
        if (ref.step == Step::Positions || ref.step == Step::Pixels || ref.step == Step::Mel) {
            m_out.expression = ref.step == Step::Positions ? "position of token " + std::to_string(m_row)
                               : ref.step == Step::Mel     ? "loudness of this pitch"
                                                           : "brightness, scaled as the model was trained";
            setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
            return;
        }
        m_out.expression = m_out.traced == 0.0 ? "allowed: 0" : m_out.traced == -infinity ? "forbidden: −∞" : "added";
        setSingle({m_out.left, m_out.traced, {ref, {}, m_row, m_col}}, m_out.traced);
    }

    static bool isUnembedding(Step step)
    {
        return step == Step::Logits || step == Step::ClassLogits || step == Step::DistillationLogits;
    }

    /// The class and distillation tokens' rows are weights; the patches' come from the picture.
    void explainSequence()
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

    /// Which rows of relative positions this text takes.
    RelativeRows relativeRows() const
    {
        const auto queries = static_cast<Index>(m_trace.tokens(m_out.step.side).size());
        return {m_stack.positions.relative, queries, queries + m_trace.memoryRows()};
    }

    const AttentionWeights& attentionWeights() const
    {
        return m_model.stackWeights(m_out.step.side).blocks[static_cast<std::size_t>(m_out.step.layer)].attention;
    }

    /// A row of a table of relative positions, or sines and cosines of the distance.
    void explainRelativeRow()
    {
        const RelativeRows rows = relativeRows();
        if (m_stack.positions.relative.kind == RelativeKind::Sinusoidal) {
            const double distance = rows.distanceOf(m_row);
            const Index pair = m_col % (m_spec.dModel / 2);
            const bool isSine = m_col < m_spec.dModel / 2;
            m_out.expression = std::string(isSine ? "sin" : "cos") + "(pos / 10000^(2i/d))";
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

    void explainGather()
    {
        const StepRef& ref = m_out.step;
        if (ref.step == Step::EmbedSequence)
            return explainSequence();
        if (ref.step == Step::EmbedRelative)
            return explainRelativeRow();
        const StackWeights& weights = m_model.stackWeights(ref.side);
        const Token& token = m_trace.tokens(ref.side)[static_cast<std::size_t>(m_row)];
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
        m_out.expression = std::string(isSine ? "sin" : "cos") + "(pos / 10000^(2i/d))";
        m_out.quantities = {{"pos", "", static_cast<double>(m_row), {}},
                            {"i", "", static_cast<double>(pair), {}},
                            {"d", "", static_cast<double>(m_spec.dModel), {}},
                            {"10000^(2i/d)", "", divisor, {}},
                            {"angle", "pos / 10000^(2i/d)", angle, {}}};
        m_out.result = isSine ? std::sin(angle) : std::cos(angle);
        if (m_stack.positions.isSingle)
            m_out.result = static_cast<double>(static_cast<float>(m_out.result));
    }

    void explainAdd()
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

    void explainNorm()
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

    void explainAnyLinear()
    {
        if (m_inputs.empty()) // the rows of a layer's own table are not projected
            return explainRelativeRow();
        if (m_out.step.step == Step::HeadScores)
            return explainHeadScore();
        if (!isUnembedding(m_out.step.step))
            return explainLinear();
        return m_spec.head.cutoffs.empty() ? explainLogit() : explainAdaptiveLogit();
    }

    /// A word's score, or that of a group of words.
    void explainHeadScore()
    {
        if (m_col < m_spec.vocabulary)
            return explainLogit();
        const Linear& groups = m_model.weights().head.clusters;
        const Index group = m_col - m_spec.vocabulary;
        const Input& input = m_inputs.front();
        for (Index d = 0; d < groups.weight.cols(); ++d)
            addTerm({cell(input, m_row + m_trace.firstLogitRow(), d), entry(groups.weight, "W_G", group, d)});
        addTerm({entry(groups.bias, "b_G", 0, group)});
        m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · W_G[j,d] + b_G[j]";
        m_out.result = sumOfTerms();
    }

    /// log Σ exp of the cells [first, last) of the row and of those from `more` on.
    double logOfSum(const Input& input, Index first, Index last, Index more) const
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

    void explainAdaptiveLogit()
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

    void explainLinear()
    {
        const Input& input = m_inputs.front();
        const Linear linear = m_model.linearOf(m_out.step);
        const Index column = m_model.columnOf(m_out.step) + m_col;
        const Index row = m_out.step.step == Step::PoolerPre ? 0 : m_row;
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

    /// Rows before the first and after the last count as zeros: they add no terms.
    void explainConvolution()
    {
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

    void explainLogit()
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
        const Index row = isTaught ? 1 : m_row + m_trace.firstLogitRow();
        for (Index d = 0; d < table.cols(); ++d)
            addTerm({cell(input, row, d), entry(table, w, m_col, d)});
        m_out.expression = "Σ_d " + at(symbolOf(input.ref.step), "i", "d") + " · " + w + "[j,d]";
        if (bias) {
            addTerm({entry(bias, b, 0, m_col)});
            m_out.expression += " + " + b + "[j]";
        }
        m_out.result = sumOfTerms();
    }

    void explainMean()
    {
        for (const Input& input : m_inputs)
            addTerm({{"½", 0.5, {}}, cell(input, m_row, m_col)});
        m_out.expression = "(" + at(symbolOf(m_inputs[0].ref.step), "0", "j") + " + "
                           + at(symbolOf(m_inputs[1].ref.step), "0", "j") + ") / 2";
        m_out.result = sumOfTerms();
    }

    void explainRotate()
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
            const double angle = rotaryAngle(spec, m_row, pair, dims);
            const bool isFirst = m_col == first;
            m_out.quantities = {{"θ", rotaryFormula(spec), angle, {}}};
            addTerm({cell(input, m_row, m_col), {"cos θ", std::cos(angle), {}}});
            addTerm({cell(input, m_row, isFirst ? second : first),
                     {isFirst ? "−sin θ" : "sin θ", isFirst ? -std::sin(angle) : std::sin(angle), {}}});
            m_out.expression = isFirst ? "a cos θ − b sin θ" : "b cos θ + a sin θ";
        }
        m_out.result = sumOfTerms();
    }

    static const char* rotaryFormula(const PositionSpec& spec)
    {
        switch (spec.rotaryScaling) {
        case RotaryScaling::None: return "pos · base^(−2p/d)";
        case RotaryScaling::Linear: return "pos · base^(−2p/d) / factor";
        case RotaryScaling::Llama3: break;
        }
        return "pos · base^(−2p/d), slow turns / factor";
    }

    void explainDot()
    {
        const Input& q = m_inputs[0];
        const Input& k = m_inputs[1];
        for (Index d = 0; d < q.view.cols(); ++d)
            addTerm({cell(q, m_row, d), cell(k, m_col, d)});
        m_out.expression =
            "Σ_d " + at(symbolOf(q.ref.step), "i", "d") + " · " + at(symbolOf(k.ref.step), "j", "d");
        m_out.result = sumOfTerms();
    }

    /// Query or key times the row of their distance; query times the row of "same segment" or "another".
    void explainRelativeDot()
    {
        const Input& a = m_inputs[0];
        if (m_out.step.step == Step::ScoresSegment) {
            const Tokens& tokens = m_trace.tokens(m_out.step.side);
            const Index memory = m_trace.memoryRows();
            const int own = tokens[static_cast<std::size_t>(m_row)].segment;
            const int other = m_col < memory ? 0 : tokens[static_cast<std::size_t>(m_col - memory)].segment;
            const Index first = m_model.columnOf(m_out.step);
            for (Index d = 0; d < a.view.cols(); ++d)
                addTerm({cell(a, m_row, d), entry(attentionWeights().segments, "S", own == other ? 0 : 1, first + d)});
            m_out.expression = own == other ? "Σ_d (q+s)[i,d] · S[same,d]" : "Σ_d (q+s)[i,d] · S[other,d]";
            m_out.result = sumOfTerms();
            return;
        }
        const Input& rows = m_inputs[1];
        const Index row = relativeRows().rowOf(m_row, m_col);
        const bool isOfKey = m_out.step.step == Step::ScoresP2C;
        for (Index d = 0; d < a.view.cols(); ++d)
            addTerm({cell(a, isOfKey ? m_col : m_row, d), cell(rows, row, d)});
        m_out.quantities = {{"query − key", "", static_cast<double>(m_row + m_trace.memoryRows() - m_col), {}},
                            {"row", "of that distance", static_cast<double>(row), {}}};
        m_out.expression = "Σ_d " + at(symbolOf(a.ref.step), isOfKey ? "j" : "i", "d") + " · "
                           + at(symbolOf(rows.ref.step), "row", "d");
        m_out.result = sumOfTerms();
    }

    void explainStack()
    {
        const Index above = m_inputs[0].view.rows();
        const bool isAbove = m_row < above;
        const Operand operand = cell(m_inputs[isAbove ? 0 : 1], isAbove ? m_row : m_row - above, m_col);
        m_out.expression = nameOf(m_inputs[isAbove ? 0 : 1].ref);
        setSingle(operand, operand.value);
    }

    void explainScale()
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

    void explainBias()
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

    /// Maximum or sum of the whole row: every cell of it is an operand.
    void explainRow()
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

    void explainShift()
    {
        const Operand score = cell(m_inputs[0], m_row, m_col);
        const Operand max = cell(m_inputs[1], m_row, 0);
        m_out.expression = "s[i,j] − m[i]";
        addTerm({score});
        addTerm({{"−m", -max.value, max.source}});
        m_out.result = score.value == -infinity ? -infinity : score.value - max.value;
    }

    void explainExp()
    {
        const Operand shifted = cell(m_inputs.front(), m_row, m_col);
        m_out.expression = "exp(d[i,j])";
        setSingle(shifted, std::exp(shifted.value));
        m_out.magnitude = m_out.result;
    }

    void explainDivide()
    {
        const Operand numerator = cell(m_inputs[0], m_row, m_col);
        const Operand sum = cell(m_inputs[1], m_row, 0);
        m_out.expression = "exp[i,j] / sum[i]";
        m_out.quantities = {{"sum", "Σ_j exp[i,j]", sum.value, sum.source}};
        // 0 stays 0, as it is forbidden or infinitely far below: even where the sum is 0 (no allowed key) or NaN.
        setSingle(numerator, numerator.value == 0.0 ? 0.0 : numerator.value / sum.value);
        m_out.magnitude = std::abs(m_out.result);
    }

    /// Keys up to the last one that the query may see: what is behind it, even a NaN, does not reach the query.
    Index keysSeen(Index keys) const
    {
        StepRef ref = m_out.step;
        ref.step = Step::Mask;
        const MatrixView mask = m_trace.view(ref);
        while (mask && keys > 0 && mask.at(m_row, keys - 1) == -std::numeric_limits<double>::infinity())
            --keys;
        return keys;
    }

    void explainWeightedSum()
    {
        const Input& pattern = m_inputs[0];
        const Input& v = m_inputs[1];
        for (Index j = 0; j < keysSeen(pattern.view.cols()); ++j)
            addTerm({cell(pattern, m_row, j), cell(v, j, m_col)});
        m_out.expression = "Σ_j a[i,j] · v[j,c]";
        m_out.result = sumOfTerms();
    }

    void explainJoin()
    {
        const Index width = m_inputs.front().view.cols();
        const auto own = static_cast<std::size_t>(m_col / width);
        const JoinedHead joined = m_trace.changes().joinedOf(m_inputs[own].ref);
        const auto head = static_cast<std::size_t>(joined.head);
        const Operand operand = cell(m_inputs[head], m_row, m_col % width);
        m_out.expression = "z of head " + std::to_string(head);
        if (head != own)
            m_out.expression += " in the place of head " + std::to_string(own);
        if (joined.factor == 1.0)
            return setSingle(operand, operand.value);
        m_out.expression += joined.factor == 0.0 ? " · 0, the head is taken out" : " · " + formatNumber(joined.factor, 5);
        addTerm({operand, {"factor", joined.factor, {}}});
        m_out.result = joined.factor == 0.0 ? 0.0 : operand.value * joined.factor;
    }

    void explainActivate()
    {
        const bool isPooler = m_out.step.step == Step::PoolerOut;
        const bool isConvolution = m_out.step.step == Step::Conv1Post || m_out.step.step == Step::Conv2Post;
        const Activation f = isConvolution                        ? Activation::Gelu
                             : isPooler                           ? Activation::Tanh
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

    void explainCopy()
    {
        const bool isPatch = m_out.step.step == Step::Patches;
        const PixelPlace from = isPatch ? pixelOf(*m_spec.image, m_row, m_col) : PixelPlace{};
        const Operand operand = isPatch ? cell(m_inputs.front(), from.row, from.column)
                                        : cell(m_inputs.front(), m_row, m_col);
        m_out.expression = nameOf(m_inputs.front().ref);
        setSingle(operand, operand.value);
    }

    void explainSoftmaxRow()
    {
        const Input& input = m_inputs.front();
        double max = -infinity;
        for (Index c = 0; c < input.view.cols(); ++c)
            max = std::max(max, input.view.at(m_row, c));
        double sum = 0.0;
        for (Index c = 0; c < input.view.cols(); ++c)
            sum += std::exp(input.view.at(m_row, c) - max);
        const Operand logit = cell(input, m_row, m_col);
        m_out.expression = "exp(logit − max) / Σ exp(logit − max)";
        m_out.quantities = {{"max", "largest logit of the row", max, {}}, {"Σ exp", "over the vocabulary", sum, {}}};
        setSingle(logit, std::exp(logit.value - max) / sum);
        m_out.magnitude = m_out.result;
    }

    /// True for the parts of a softmax that is float32 in a float64 run too.
    bool isKeptSingle() const
    {
        const Step step = m_out.step.step;
        const bool isSoftmax = step >= Step::SoftmaxMax && step <= Step::Pattern;
        return isSoftmax && (m_out.step.isCross ? *m_stack.cross : m_stack.attention).isSoftmaxSingle;
    }

    void finish()
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

    const Trace& m_trace;
    const Model& m_model;
    const ModelSpec& m_spec;
    const StackSpec& m_stack;
    Index m_row;
    Index m_col;
    std::vector<Input> m_inputs;
    Explanation m_out;
};

} // namespace

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
