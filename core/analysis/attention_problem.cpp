#include "core/analysis/attention_problem.h"

#include "core/attention/positions.h"
#include "core/attention/recipe_parts.h"

#include <algorithm>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

Matrix matrixOf(const MatrixView& view)
{
    Matrix out(view.rows(), view.cols());
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col)
            out(row, col) = view.at(row, col);
    }
    return out;
}

/// Weights of a layer that are copied for this; those of large models would take longer than the computation.
constexpr Index mostWeights = Index(1) << 20;

/// Absent where it is too large.
Projection projectionOf(const Linear& linear)
{
    Projection out;
    if (linear.weight.size() > mostWeights)
        return out;
    if (linear.weight)
        out.weight = linear.weight.as<double>();
    if (linear.bias)
        out.bias = linear.bias.as<double>();
    return out;
}

class Reader
{
public:
    Reader(const Trace& trace, const StepRef& place)
        : m_trace(trace)
        , m_place(place)
    {}

    MatrixView view(Step step, int head = -1) const
    {
        StepRef ref = m_place;
        ref.step = step;
        ref.head = head;
        return m_trace.view(ref);
    }

    /// The last of these steps that the model has.
    MatrixView last(std::initializer_list<Step> steps, int head) const
    {
        MatrixView found;
        for (const Step step : steps) {
            if (const MatrixView now = view(step, head))
                found = now;
        }
        return found;
    }

private:
    const Trace& m_trace;
    StepRef m_place;
};

/// What enters the projections, where queries are X W_Q + b_Q and nothing else.
void addProjections(const Trace& trace, const StepRef& place, AttentionProblem& problem)
{
    const ModelSpec& spec = trace.model().spec();
    StepRef q = place;
    q.step = Step::Q;
    q.head = 0;
    const std::vector<StepRef> inputs = inputsOf(q, spec);
    const MatrixView x = inputs.empty() ? MatrixView() : trace.view(inputs.front());
    const BlockWeights& block = trace.model().stackWeights(place.side).blocks[static_cast<std::size_t>(place.layer)];
    const Matrix input = x ? matrixOf(x) : Matrix();
    const Projection toQuery = projectionOf(block.attention.q);
    if (input.size() == 0 || toQuery.weight.rows() != input.cols() || toQuery.weight.cols() != problem.q.cols())
        return;
    problem.x = input;
    problem.toQuery = toQuery;
    problem.toKey = projectionOf(block.attention.k);
    problem.toValue = projectionOf(block.attention.v);
    // Where that is the embedding with sines and cosines added, it can be taken apart.
    const MatrixView positions = trace.view({.step = Step::EmbedPosition, .side = place.side});
    const MatrixView sum = trace.view({.step = Step::EmbedSum, .side = place.side});
    if (!positions || !sum || matrixOf(sum) != input)
        return;
    const Matrix table = matrixOf(positions);
    if ((table - sinusoidalPositions(table.rows(), table.cols())).cwiseAbs().maxCoeff() > 1e-5)
        return;
    problem.positions = table;
    problem.embedding = input - table;
    problem.x = {};
}

} // namespace

Result<AttentionProblem> attentionProblemOf(const Trace& trace, const StepRef& place)
{
    const StackSpec& stack = trace.model().spec().stack(place.side);
    const AttentionSpec& spec = place.isCross ? *stack.cross : stack.attention;
    const Reader reader(trace, place);
    const bool isWhole = place.head < 0;
    AttentionProblem problem;
    problem.heads = isWhole ? spec.heads : 1;
    problem.headWidth = spec.dHead;
    problem.modelWidth = trace.model().spec().dModel;
    problem.scale = spec.scaleOf(place.layer);
    problem.type = trace.dtype() == DType::Float32 ? NumberType::Single : NumberType::Double;
    problem.isSplit = !isWhole;

    HeadMatrices q, k, v;
    for (int head = isWhole ? 0 : place.head; head < (isWhole ? spec.heads : place.head + 1); ++head) {
        if (reader.view(Step::ScoresSum, head))
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "The scores of %1 have terms of positions besides queries and keys: its attention is not computed anew here."),
                        {trace.model().spec().name});
        const int shared = spec.keyHeadOf(head);
        const MatrixView queries = reader.last({Step::Q, Step::QNorm, Step::QRot}, head);
        MatrixView keys = reader.last({Step::K, Step::KNorm, Step::KRot}, head);
        MatrixView values = reader.view(Step::V, head);
        if (!keys)
            keys = reader.last({Step::K, Step::KNorm, Step::KRot}, shared);
        if (!values)
            values = reader.view(Step::V, shared);
        if ((!queries || !keys || !values) && trace.model().spec().arrays)
            return fail(ErrorCode::NotCaptured, HL_NOOP("core", "Q, K and V are not all among the numbers of %1; mistakes are shown with all three."),
                        {trace.model().spec().name});
        if (!queries || !keys || !values)
            return fail(ErrorCode::NotCaptured, HL_NOOP("core", "Queries, keys or values of layer %1 were not kept: choose a shorter text."),
                        {std::to_string(place.layer)});
        q.push_back(matrixOf(queries));
        k.push_back(matrixOf(keys));
        v.push_back(matrixOf(values));
        if (const MatrixView bias = reader.view(Step::PositionBias, head))
            problem.bias.push_back(matrixOf(bias));
        if (const MatrixView mask = reader.view(Step::Mask, head); mask && problem.mask.size() == 0)
            problem.mask = matrixOf(mask);
    }
    problem.q = parts::sideBySide(q);
    problem.k = parts::sideBySide(k);
    problem.v = parts::sideBySide(v);
    if (!isWhole)
        return problem;
    const BlockWeights& block = trace.model().stackWeights(place.side).blocks[static_cast<std::size_t>(place.layer)];
    problem.toOutput = projectionOf(place.isCross ? block.cross.o : block.attention.o);
    const bool isDirect = !place.isCross && spec.keyHeads() == spec.heads && !reader.view(Step::QRot, 0) && !reader.view(Step::QNorm, 0);
    if (isDirect)
        addProjections(trace, place, problem);
    return problem;
}

} // namespace hl
