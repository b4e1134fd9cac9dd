#include "core/edit/weight_ref.h"

#include "core/base/shown.h"

namespace hl {

namespace {

constexpr const char* weightEnd = ".weight";
constexpr const char* biasEnd = ".bias";

Tensor tensorOf(const Model& model, const WeightRef& ref)
{
    switch (ref.step.step) {
    case Step::EmbedToken:
        return ref.isBias || !model.spec().readsTokens(ref.step.side) ? Tensor() : model.embedding(ref.step.side);
    case Step::EmbedStart:
        return ref.isBias ? Tensor() : model.weights().queryStart;
    case Step::EmbedPosition:
        return ref.isBias ? Tensor() : model.stackWeights(ref.step.side).positions;
    case Step::PositionBias:
        return ref.isBias ? Tensor() : model.stackWeights(ref.step.side).relativeBias;
    default:
        break;
    }
    if (infoOf(ref.step.step).operation == Operation::Norm) {
        const NormWeights norm = model.normOf(ref.step);
        return ref.isBias ? norm.bias : norm.gain;
    }
    const Linear linear = model.linearOf(ref.step);
    return ref.isBias ? linear.bias : linear.weight;
}

} // namespace

std::string nameOf(const WeightRef& ref)
{
    return nameOf(ref.step) + (ref.isBias ? biasEnd : weightEnd);
}

Result<WeightRef> parseWeight(const std::string& path)
{
    for (const bool isBias : {false, true}) {
        const std::string end = isBias ? biasEnd : weightEnd;
        if (!path.ends_with(end))
            continue;
        auto step = parseStep(path.substr(0, path.size() - end.size()));
        if (!step)
            return tl::unexpected(step.error());
        return WeightRef{*step, isBias};
    }
    return fail(ErrorCode::BadInput, HL_NOOP("core", "\"%1\" names no weights; write for example blocks.0.attn.1.q.weight or .bias."),
                {shown(path)});
}

WeightBlock blockOf(const Model& model, const WeightRef& ref)
{
    WeightBlock block{tensorOf(model, ref)};
    block.cols = block.tensor.cols();
    const Step step = ref.step.step;
    const bool isOfHead = step == Step::Q || step == Step::K || step == Step::V;
    if (isOfHead && block.tensor && ref.step.head >= 0) {
        const StackSpec& stack = model.spec().stack(ref.step.side);
        const AttentionSpec& attention = ref.step.isCross ? *stack.cross : stack.attention;
        block.firstCol = model.columnOf(ref.step);
        block.cols = step == Step::V ? attention.dValue : attention.dHead;
    }
    return block;
}

StepRef weightStep(const StepRef& step)
{
    StepRef there = step;
    if (step.side == Side::Query && step.step != Step::EmbedStart)
        there.side = Side::Only;
    return there;
}

std::vector<WeightRef> weightsOf(const Model& model)
{
    std::vector<WeightRef> all;
    for (const StepRef& step : stepsOf(model.spec().withAllStacks())) {
        const bool isTold = step.step == Step::PositionBias && (step.head > 0 || step.layer > 0); // one table for all
        if (isTold || step.step == Step::MemoryNorm || weightStep(step) != step) // the weights of another step
            continue;
        for (const bool isBias : {false, true}) {
            const WeightRef ref{step, isBias};
            if (blockOf(model, ref).tensor)
                all.push_back(ref);
        }
    }
    return all;
}

} // namespace hl
