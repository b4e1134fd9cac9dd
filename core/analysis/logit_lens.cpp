#include "core/analysis/logit_lens.h"

#include "core/forward/word_groups.h"
#include "core/math/ops.h"
#include "core/model/step_rules.h"

#include <cmath>
#include <limits>

namespace hl {

namespace {

/// The stream before the first block and after each.
std::vector<StepRef> streamSteps(const ModelSpec& spec)
{
    const Side side = spec.outputSide();
    std::vector<StepRef> steps{{.step = Step::ResidPre, .layer = 0, .side = side}};
    for (int layer = 0; layer < spec.stack(side).layers; ++layer)
        steps.push_back(blockOutput(side, layer, spec));
    return steps;
}

template <class T>
MatrixOf<T> throughHead(const Model& model, MatrixOf<T> rows)
{
    const ModelSpec& spec = model.spec();
    const StackSpec& stack = spec.stack(spec.outputSide());
    const HeadWeights& head = model.weights().head;
    if (stack.hasFinalNorm) {
        MatrixOf<T> normed(rows.rows(), rows.cols());
        normRows<T>(stack.norm, stack.normEpsilon, rows, model.stackWeights(spec.outputSide()).finalNorm, normed);
        rows.swap(normed);
    }
    if (stepRules::readsPooled(spec.head)) {
        MatrixOf<T> pre(rows.rows(), rows.cols());
        linear<T>(rows, head.pooler, pre);
        activateAll<T>(spec.head.poolerActivation, pre, rows);
    }
    if (spec.head.transform || spec.head.isProjected) {
        MatrixOf<T> pre(rows.rows(), spec.head.width > 0 ? spec.head.width : rows.cols());
        linear<T>(rows, head.transform, pre);
        rows.swap(pre);
    }
    if (spec.head.transform) {
        MatrixOf<T> post(rows.rows(), rows.cols());
        activateAll<T>(*spec.head.transform, rows, post);
        if (spec.head.hasTransformNorm)
            normRows<T>(NormKind::LayerNorm, stack.normEpsilon, post, head.transformNorm, rows);
        else
            rows.swap(post);
    }
    if (spec.head.scale != 1.0)
        rows *= static_cast<T>(spec.head.scale);
    return rows;
}

template <class T>
Result<MatrixOf<T>> logitsOf(const Trace& trace, Index position, const std::stop_token& stop)
{
    const Model& model = trace.model();
    const auto steps = streamSteps(model.spec());
    MatrixOf<T> rows(static_cast<Index>(steps.size()), model.spec().dModel);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const MatrixView view = trace.view(steps[i]);
        if (!view)
            return fail(ErrorCode::NotCaptured,
                        HL_NOOP("core", "%1 was not kept in this run; keep it to see the predictions layer by layer."),
                        {nameOf(steps[i])});
        rows.row(static_cast<Index>(i)) = view.as<T>().row(position);
    }
    rows = throughHead<T>(model, std::move(rows));
    MatrixOf<T> logits(rows.rows(), model.spec().outputs());
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
    const std::vector<int>& cutoffs = model.spec().head.cutoffs;
    if (cutoffs.empty()) {
        linearTransposed<T>(rows, model.unembedding(), model.weights().head.bias, logits);
        return logits;
    }
    MatrixOf<T> scores(rows.rows(), logits.cols() + static_cast<Index>(cutoffs.size()));
    adaptiveScores<T>(model, rows, scores);
    adaptiveLogProbabilities<T>(scores, cutoffs, logits);
    return logits;
}

/// NaN where the logits are numbers of their own.
MatrixOf<double> probabilitiesOf(const MatrixOf<double>& logits, ClassProblem problem)
{
    MatrixOf<double> probs = MatrixOf<double>::Constant(logits.rows(), logits.cols(), std::numeric_limits<double>::quiet_NaN());
    if (problem == ClassProblem::OneOf)
        softmaxRows<double>(logits, probs);
    if (problem == ClassProblem::AnyOf)
        activateAll<double>(Activation::Sigmoid, logits, probs);
    return probs;
}

/// Of each layer's logits at `position`, their shares of the exponentials of all tokens.
Result<MatrixOf<double>> sharesOfTokens(const Trace& trace, Index position, const MatrixOf<double>& logits, const std::stop_token& stop)
{
    MatrixOf<double> sums = MatrixOf<double>::Zero(logits.rows(), logits.cols());
    for (Index other = 0; other < static_cast<Index>(trace.tokens(trace.model().spec().outputSide()).size()); ++other) {
        const auto theirs = other == position ? Result<MatrixOf<double>>(logits) : lensLogits(trace, other, stop);
        if (!theirs)
            return tl::unexpected(theirs.error());
        sums.array() += (*theirs - logits).array().unaryExpr([](double x) { return std::exp(x); });
    }
    return MatrixOf<double>(sums.cwiseInverse());
}

Result<void> check(const Trace& trace, Index position)
{
    const ModelSpec& spec = trace.model().spec();
    if (spec.head.kind == HeadKind::None)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1 has no prediction head: it ends with its last layer's rows."), {spec.name});
    const auto tokens = static_cast<Index>(trace.tokens(spec.outputSide()).size());
    if (position < 0 || position >= tokens)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "Position %1 is outside the text, which has %2 tokens."),
                    {std::to_string(position), std::to_string(tokens)});
    return {};
}

} // namespace

Result<MatrixOf<double>> lensLogits(const Trace& trace, Index position, std::stop_token stop)
{
    if (auto ok = check(trace, position); !ok)
        return tl::unexpected(ok.error());
    if (trace.dtype() == DType::Float64)
        return logitsOf<double>(trace, position, stop);
    auto logits = logitsOf<float>(trace, position, stop);
    if (!logits)
        return tl::unexpected(logits.error());
    return logits->cast<double>();
}

Result<std::vector<LensLayer>> logitLens(const Trace& trace, Index position, Index count, std::stop_token stop)
{
    const auto logits = lensLogits(trace, position, stop);
    if (!logits)
        return tl::unexpected(logits.error());
    const HeadSpec& head = trace.model().spec().head;
    const auto probs = head.problem == ClassProblem::Span ? sharesOfTokens(trace, position, *logits, stop)
                                                          : Result<MatrixOf<double>>(probabilitiesOf(*logits, head.problem));
    if (!probs)
        return tl::unexpected(probs.error());
    const MatrixView view(logits->data(), logits->rows(), logits->cols(), logits->cols());
    std::vector<LensLayer> layers;
    for (Index row = 0; row < logits->rows(); ++row) {
        LensLayer layer{.layer = static_cast<int>(row) - 1, .top = {}};
        for (const Index column : shownColumns(view, row, count, head))
            layer.top.push_back({static_cast<TokenId>(column), (*logits)(row, column), (*probs)(row, column)});
        layers.push_back(std::move(layer));
    }
    return layers;
}

} // namespace hl
