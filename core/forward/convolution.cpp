#include "core/forward/convolution.h"

#include "core/math/ops.h"
#include "core/model/step_rules.h"

namespace hl {

template <class T>
void convolve(const ConstRef<T>& x, const Linear& weights, Index kernel, Index stride, MutableRef<T> out, Crew& crew)
{
    MatrixOf<T> windows = MatrixOf<T>::Zero(out.rows(), kernel * x.cols());
    for (Index i = 0; i < out.rows(); ++i) {
        for (Index k = 0; k < kernel; ++k) {
            const Index row = i * stride + k - kernel / 2;
            if (row < 0 || row >= x.rows())
                continue;
            for (Index c = 0; c < x.cols(); ++c)
                windows(i, c * kernel + k) = x(row, c);
        }
    }
    linear<T>(windows, weights, out, &crew);
}

namespace {

template <class T>
void forget(MutableRef<T> rows, std::span<const std::uint8_t> allowed)
{
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        if (allowed[i] == 0)
            rows.row(static_cast<Index>(i)).setZero();
    }
}

} // namespace

template <class T>
void runConvolution(ForwardContext<T>& context, Side side, std::span<const std::uint8_t> allowed)
{
    const StackSpec& stack = context.stack(side);
    const StackWeights& weights = context.weights(side);
    const auto at = [&](Step step) { return StepRef{.step = step, .layer = 0, .side = side}; };
    const auto recorded = [&](Step step) { return context.trace.viewOf(at(step)).template as<T>(); };
    const auto settle = [&](Step step) { context.trace.template settle<T>(at(step)); };
    MatrixOf<T> input = recorded(Step::ResidPre);
    const auto room = [&](Step step) { return context.trace.template room<T>(at(step), input.rows(), input.cols()); };
    forget<T>(input, allowed);
    MutableMap<T> pre = room(Step::ConvPre);
    const Index features = input.cols() / stack.convolution->groups;
    for (std::size_t group = 0; group < weights.convolution.size(); ++group) {
        const Index first = static_cast<Index>(group) * features;
        convolve<T>(input.middleCols(first, features), weights.convolution[group], stack.convolution->kernel, 1, pre.middleCols(first, features),
                    context.crew);
    }
    forget<T>(pre, allowed);
    settle(Step::ConvPre);
    MutableMap<T> post = room(Step::ConvPost);
    activateAll<T>(stack.convolution->activation, pre, post, &context.crew);
    settle(Step::ConvPost);
    MutableMap<T> sum = room(Step::ResidConv);
    sum = recorded(stepRules::blockResult(stack)) + post;
    settle(Step::ResidConv);
    normRows<T>(stack.norm, stack.normEpsilon, sum, weights.convolutionNorm, room(Step::LnConvOut), &context.crew);
    settle(Step::LnConvOut);
}

#define HL_INSTANTIATE(T)                                                                                    \
    template void convolve<T>(const ConstRef<T>&, const Linear&, Index, Index, MutableRef<T>, Crew&);        \
    template void runConvolution<T>(ForwardContext<T>&, Side, std::span<const std::uint8_t>);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
