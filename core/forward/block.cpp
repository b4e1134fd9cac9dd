#include "core/forward/block.h"

#include "core/forward/attention_layer.h"
#include "core/math/ops.h"

namespace hl {

namespace {

template <class T>
class BlockRun
{
public:
    BlockRun(ForwardContext<T>& context, Side side, int layer)
        : m_context(context)
        , m_stack(context.stack(side))
        , m_weights(context.weights(side).blocks[static_cast<std::size_t>(layer)])
        , m_side(side)
        , m_layer(layer)
        , m_isPre(m_stack.norm != NormKind::None && m_stack.placement == NormPlacement::Pre)
        , m_isPost(m_stack.norm != NormKind::None && m_stack.placement == NormPlacement::Post)
    {}

    std::optional<ConstMap<T>> run(const ConstRef<T>& residPre, const ConstRef<T>& encoded, const MaskMatrix& mask,
                                   const MaskMatrix& crossMask)
    {
        const auto attended = attentionSubLayer(residPre, mask);
        if (!attended)
            return std::nullopt;
        if (isParallel())
            return parallelFeedForward(residPre, *attended);
        if (!m_stack.cross)
            return feedForwardSubLayer(*attended);
        const auto crossed = crossSubLayer(*attended, encoded, crossMask);
        if (!crossed)
            return std::nullopt;
        return feedForwardSubLayer(*crossed);
    }

private:
    StepRef ref(Step step) const { return {.step = step, .layer = m_layer, .side = m_side}; }

    MutableMap<T> room(Step step, Index rows, Index cols) { return m_context.trace.template room<T>(ref(step), rows, cols); }

    void settle(Step step) { m_context.trace.template settle<T>(ref(step)); }

    MutableMap<T> norm(Step step, const NormWeights& weights, const ConstRef<T>& x)
    {
        MutableMap<T> out = room(step, x.rows(), x.cols());
        normRows<T>(m_stack.norm, m_stack.normEpsilon, x, weights, out, &m_context.crew);
        settle(step);
        return out;
    }

    MutableMap<T> add(Step step, const ConstRef<T>& x, const ConstRef<T>& y)
    {
        MutableMap<T> out = room(step, x.rows(), x.cols());
        addAll<T>(x, y, out, &m_context.crew);
        settle(step);
        return out;
    }

    std::optional<ConstMap<T>> attentionSubLayer(const ConstRef<T>& residPre, const MaskMatrix& mask)
    {
        const StepRef place{.layer = m_layer, .side = m_side};
        std::optional<MutableMap<T>> out;
        std::optional<MutableMap<T>> normed;
        if (m_isPre) {
            normed = norm(Step::Ln1Out, m_weights.ln1, residPre);
            out = attentionLayer<T>(m_context, place, *normed, withMemory(*normed), mask);
        } else {
            out = attentionLayer<T>(m_context, place, residPre, withMemory(residPre), mask);
        }
        if (!out)
            return std::nullopt;
        if (isParallel())
            return readOnly(*out);
        const bool addsToNorm = m_isPre && m_stack.residualFromNorm;
        const MutableMap<T> sum = add(Step::ResidMid, addsToNorm ? ConstRef<T>(*normed) : residPre, *out);
        return readOnly(m_isPost ? norm(Step::Ln1Out, m_weights.ln1, sum) : sum);
    }

    /// What keys and values are made from: the memory's rows, where there is one, above the text's.
    ConstRef<T> withMemory(const ConstRef<T>& rows)
    {
        if (m_stack.memory == 0)
            return rows;
        const ConstMap<T> memory = m_context.trace.viewOf(ref(Step::Memory)).template as<T>();
        const ConstMap<T> entering =
            m_isPre ? readOnly(norm(Step::MemoryNorm, m_weights.ln1, memory)) : ConstMap<T>(memory);
        MutableMap<T> both = room(Step::WithMemory, memory.rows() + rows.rows(), rows.cols());
        both.topRows(memory.rows()) = entering;
        both.bottomRows(rows.rows()) = rows;
        settle(Step::WithMemory);
        return both;
    }

    std::optional<ConstMap<T>> crossSubLayer(const ConstMap<T>& stream, const ConstRef<T>& encoded,
                                             const MaskMatrix& mask)
    {
        const StepRef place{.layer = m_layer, .side = m_side, .isCross = true};
        std::optional<MutableMap<T>> out;
        if (m_isPre)
            out = attentionLayer<T>(m_context, place, norm(Step::LnCrossOut, m_weights.lnCross, stream), encoded, mask);
        else
            out = attentionLayer<T>(m_context, place, stream, encoded, mask);
        if (!out)
            return std::nullopt;
        const MutableMap<T> sum = add(Step::ResidCross, stream, *out);
        return readOnly(m_isPost ? norm(Step::LnCrossOut, m_weights.lnCross, sum) : sum);
    }

    std::optional<ConstMap<T>> feedForwardSubLayer(const ConstMap<T>& stream)
    {
        if (m_context.isStopped())
            return std::nullopt;
        if (m_stack.mlp.dMlp == 0)
            return stream;
        if (m_isPre) {
            const MutableMap<T> normed = norm(Step::Ln2Out, m_weights.ln2, stream);
            const MutableMap<T> out = feedForward(normed);
            return readOnly(add(Step::ResidPost, m_stack.residualFromNorm ? ConstRef<T>(normed) : ConstRef<T>(stream), out));
        }
        const MutableMap<T> out = feedForward(stream);
        const MutableMap<T> sum = add(Step::ResidPost, stream, out);
        return readOnly(m_isPost ? norm(Step::Ln2Out, m_weights.ln2, sum) : sum);
    }

    [[nodiscard]] bool isParallel() const { return m_stack.isParallel && m_isPre && m_stack.mlp.dMlp > 0; }

    /// Attention and feed-forward network side by side, added to the block's input together.
    std::optional<ConstMap<T>> parallelFeedForward(const ConstRef<T>& residPre, const ConstMap<T>& attended)
    {
        if (m_context.isStopped())
            return std::nullopt;
        const MutableMap<T> out = m_stack.sharesNorm
                                      ? feedForward(m_context.trace.viewOf(ref(Step::Ln1Out)).template as<T>())
                                      : feedForward(norm(Step::Ln2Out, m_weights.ln2, residPre));
        MutableMap<T> sum = room(Step::ResidPost, residPre.rows(), residPre.cols());
        sum = residPre + attended + out;
        settle(Step::ResidPost);
        return readOnly(sum);
    }

    /// f(x W1 + b1) W2 + b2, or (f(x W_G + b_G) * (x W1 + b1)) W2 + b2 where it is gated (Shazeer 2020).
    MutableMap<T> feedForward(const ConstRef<T>& x)
    {
        const Index n = x.rows();
        const Index dMlp = m_stack.mlp.dMlp;
        MutableMap<T> pre = room(Step::MlpPre, n, dMlp);
        linear<T>(x, m_weights.mlpIn, pre, &m_context.crew);
        settle(Step::MlpPre);
        if (m_stack.mlp.isGated) {
            MutableMap<T> gate = room(Step::MlpGate, n, dMlp);
            linear<T>(x, m_weights.mlpGate, gate, &m_context.crew);
            settle(Step::MlpGate);
            MutableMap<T> post = room(Step::MlpPost, n, dMlp);
            activateAll<T>(m_stack.mlp.activation, gate, post, &m_context.crew);
            multiplyAll<T>(post, pre, &m_context.crew);
            settle(Step::MlpPost);
            return projectBack(post);
        }
        MutableMap<T> post = room(Step::MlpPost, n, dMlp);
        activateAll<T>(m_stack.mlp.activation, pre, post, &m_context.crew);
        settle(Step::MlpPost);
        return projectBack(post);
    }

    MutableMap<T> projectBack(const ConstRef<T>& post)
    {
        MutableMap<T> out = room(Step::MlpOut, post.rows(), m_context.model.spec().dModel);
        linear<T>(post, m_weights.mlpOut, out, &m_context.crew);
        settle(Step::MlpOut);
        return out;
    }

    static ConstMap<T> readOnly(const MutableMap<T>& map)
    {
        return {map.data(), map.rows(), map.cols(), Eigen::OuterStride<>(map.outerStride())};
    }

    ForwardContext<T>& m_context;
    const StackSpec& m_stack;
    const BlockWeights& m_weights;
    Side m_side;
    int m_layer;
    bool m_isPre;
    bool m_isPost;
};

} // namespace

template <class T>
std::optional<ConstMap<T>> runBlock(ForwardContext<T>& context, Side side, int layer, const ConstRef<T>& residPre,
                                    const ConstRef<T>& encoded, const MaskMatrix& mask, const MaskMatrix& crossMask)
{
    return BlockRun<T>(context, side, layer).run(residPre, encoded, mask, crossMask);
}

template std::optional<ConstMap<float>> runBlock<float>(ForwardContext<float>&, Side, int, const ConstRef<float>&,
                                                        const ConstRef<float>&, const MaskMatrix&, const MaskMatrix&);
template std::optional<ConstMap<double>> runBlock<double>(ForwardContext<double>&, Side, int, const ConstRef<double>&,
                                                          const ConstRef<double>&, const MaskMatrix&,
                                                          const MaskMatrix&);

} // namespace hl
