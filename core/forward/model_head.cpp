#include "core/forward/model_head.h"

#include "core/forward/word_groups.h"
#include "core/math/ops.h"

namespace hl {

namespace {

template <class T>
class HeadRun
{
public:
    HeadRun(ForwardContext<T>& context, bool isAllWanted)
        : m_context(context)
        , m_side(context.model.spec().outputSide())
        , m_isAllWanted(isAllWanted)
    {}

    Result<void> run(const ConstMap<T>& output)
    {
        const Model& model = m_context.model;
        const HeadSpec& spec = model.spec().head;
        const HeadWeights& weights = model.weights().head;
        const Index d = model.spec().dModel;
        if (spec.hasPooler) {
            const auto row = poolerRow(output.rows());
            if (!row)
                return tl::unexpected(row.error());
            m_pooled = *row;
            MutableMap<T> pre = room(Step::PoolerPre, 1, d);
            linear<T>(output.middleRows(m_pooled, 1), weights.pooler, pre);
            settle(Step::PoolerPre);
            MutableMap<T> out = room(Step::PoolerOut, 1, d);
            activateAll<T>(spec.poolerActivation, pre, out);
            settle(Step::PoolerOut);
            if (spec.pairQuestion != ClassQuestion::Own)
                scorePair(out);
        }
        if (spec.kind == HeadKind::None)
            return {};
        if (spec.hasChoiceScore) {
            linear<T>(output.bottomRows(1), weights.choice, room(Step::ChoiceScore, 1, 1));
            settle(Step::ChoiceScore);
        }
        const bool isAll = hasAllLogits(model.spec(), m_isAllWanted);
        const Index firstRow = isAll ? 0 : output.rows() - 1;
        m_context.trace.setFirstLogitRow(isAll ? 0 : m_context.trace.rowsTaken() + firstRow);
        if (!spec.transform && !spec.isProjected)
            return predict(output, firstRow);
        const StackSpec& stack = model.spec().stack(m_side);
        const Index width = spec.width > 0 ? spec.width : d;
        MutableMap<T> pre = room(Step::HeadPre, output.rows(), width);
        linear<T>(output, weights.transform, pre, &m_context.crew);
        settle(Step::HeadPre);
        if (spec.isProjected)
            return predict(pre, firstRow);
        MutableMap<T> post = room(Step::HeadPost, output.rows(), width);
        activateAll<T>(*spec.transform, pre, post, &m_context.crew);
        settle(Step::HeadPost);
        if (!spec.hasTransformNorm)
            return predict(post, firstRow);
        MutableMap<T> normed = room(Step::HeadNorm, output.rows(), width);
        normRows<T>(NormKind::LayerNorm, stack.normEpsilon, post, weights.transformNorm, normed);
        settle(Step::HeadNorm);
        return predict(normed, firstRow);
    }

private:
    /// The second head, of the pair of texts, beside the one of words.
    void scorePair(const ConstRef<T>& pooled)
    {
        MutableMap<T> logits = room(Step::PairLogits, 1, 2);
        linear<T>(pooled, m_context.model.weights().head.pair, logits);
        settle(Step::PairLogits);
        MutableMap<T> probs = room(Step::PairProbs, 1, 2);
        probabilityRows<T>(logits, probs, &m_context.crew);
        settle(Step::PairProbs);
    }

    Result<void> predict(const ConstRef<T>& rows, Index firstRow)
    {
        const HeadSpec& spec = m_context.model.spec().head;
        if (spec.scale != 1.0) {
            MutableMap<T> scaled = room(Step::HeadScaled, rows.rows(), rows.cols());
            scaled = rows * static_cast<T>(spec.scale);
            settle(Step::HeadScaled);
            return unembed(scaled.bottomRows(rows.rows() - firstRow));
        }
        return spec.kind == HeadKind::Classes ? classify(rows) : unembed(rows.bottomRows(rows.rows() - firstRow));
    }

    Result<void> classify(const ConstRef<T>& rows)
    {
        const HeadSpec& spec = m_context.model.spec().head;
        const Index row = spec.classRow == ClassRow::Last ? lastRowOfText(rows.rows()) : spec.classRow == ClassRow::Pooled ? m_pooled : 0;
        m_context.trace.setFirstLogitRow(row);
        if (spec.isDistilled)
            return classifyTwice(rows);
        if (spec.classRow == ClassRow::Each) {
            const auto ok = spec.problem == ClassProblem::Span ? checkReadTwice(rows.rows()) : Result<void>{};
            return ok ? unembed(rows) : ok;
        }
        if (spec.classRow == ClassRow::Pooled)
            return unembed(m_context.trace.viewOf(StepRef{.step = Step::PoolerOut, .side = m_side}).template as<T>());
        return unembed(rows.middleRows(row, 1));
    }

    /// Where rows of the decoder speak of the encoder's tokens there must be as many.
    Result<void> checkReadTwice(Index rows) const
    {
        if (!m_context.model.spec().isEncoderDecoder())
            return {};
        const Index source = m_context.trace.viewOf(StepRef{.step = Step::Tokens, .side = Side::Encoder}).rows();
        if (source == rows)
            return {};
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The decoder reads %1 tokens and the encoder %2; this model reads the same text with both."),
                    {std::to_string(rows), std::to_string(source)});
    }

    Result<Index> poolerRow(Index rows) const
    {
        const HeadSpec& spec = m_context.model.spec().head;
        if (spec.poolerRow != PoolerRow::LastEnd)
            return spec.poolerRow == PoolerRow::First ? 0 : rows - 1;
        if (auto ok = checkReadTwice(rows); !ok)
            return tl::unexpected(ok.error());
        const auto source = m_context.trace.viewOf(StepRef{.step = Step::Tokens, .side = Side::Encoder}).template as<T>();
        for (Index row = rows; row-- > 0;) {
            if (source(row, 0) == static_cast<T>(*spec.endToken))
                return row;
        }
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The text has no end token (id %1), where this model reads the class off."),
                    {std::to_string(*spec.endToken)});
    }

    /// The row before the first padding token; the last where there is none, or nothing else.
    Index lastRowOfText(Index rows) const
    {
        const std::optional<int> padding = m_context.model.spec().head.paddingToken;
        const auto ids = m_context.trace.viewOf(StepRef{.step = Step::Tokens, .side = m_side}).template as<T>();
        for (Index i = 1; padding && i < rows; ++i) {
            if (ids(i, 0) == static_cast<T>(*padding) && ids(0, 0) != static_cast<T>(*padding))
                return i - 1;
        }
        return rows - 1;
    }

    /// Two heads, on the class token's row and on the distillation token's: the logits are their mean.
    Result<void> classifyTwice(const ConstRef<T>& rows)
    {
        const Model& model = m_context.model;
        const HeadWeights& weights = model.weights().head;
        const Index classes = model.spec().outputs();
        MutableMap<T> own = room(Step::ClassLogits, 1, classes);
        linearTransposed<T>(rows.topRows(1), model.unembedding(), weights.bias, own);
        settle(Step::ClassLogits);
        MutableMap<T> taught = room(Step::DistillationLogits, 1, classes);
        linearTransposed<T>(rows.middleRows(1, 1), weights.distillation, weights.distillationBias, taught);
        settle(Step::DistillationLogits);
        MutableMap<T> logits = room(Step::Logits, 1, classes);
        logits = (own + taught) / T(2);
        return recordProbabilities(logits);
    }

    Result<void> unembed(const ConstRef<T>& rows)
    {
        if (m_context.isStopped())
            return failCancelled();
        const Model& model = m_context.model;
        const Index outputs = model.spec().outputs();
        MutableMap<T> logits = room(Step::Logits, rows.rows(), outputs);
        const Index vocabulary = model.spec().vocabulary;
        if (!model.spec().head.cutoffs.empty()) {
            const auto groups = static_cast<Index>(model.spec().head.cutoffs.size());
            MutableMap<T> scores = room(Step::HeadScores, rows.rows(), vocabulary + groups);
            adaptiveScores<T>(model, rows, scores, &m_context.crew);
            settle(Step::HeadScores);
            adaptiveLogProbabilities<T>(scores, model.spec().head.cutoffs, logits);
            return recordProbabilities(logits);
        }
        linearTransposed<T>(rows, model.unembedding(), model.weights().head.bias, logits, &m_context.crew);
        return recordProbabilities(logits);
    }

    Result<void> recordProbabilities(const MutableMap<T>& logits)
    {
        settle(Step::Logits);
        const ClassProblem problem = m_context.model.spec().head.problem;
        if (problem == ClassProblem::Number)
            return {};
        const Step step = probabilityStep(m_context.model.spec())->step;
        MutableMap<T> probs = room(step, logits.rows(), logits.cols());
        if (problem == ClassProblem::AnyOf)
            activateAll<T>(Activation::Sigmoid, logits, probs, &m_context.crew);
        else if (problem == ClassProblem::Span)
            recordOverTokens(logits, probs);
        else
            probabilityRows<T>(logits, probs, &m_context.crew);
        settle(step);
        return {};
    }

    /// The softmax of each column.
    void recordOverTokens(const MutableMap<T>& logits, MutableMap<T>& probs)
    {
        MatrixOf<T> turned = logits.transpose();
        MatrixOf<T> shares(turned.rows(), turned.cols());
        probabilityRows<T>(turned, shares, &m_context.crew);
        probs = shares.transpose();
    }

    MutableMap<T> room(Step step, Index rows, Index cols)
    {
        return m_context.trace.template room<T>(StepRef{.step = step, .side = m_side}, rows, cols);
    }

    void settle(Step step) { m_context.trace.template settle<T>(StepRef{.step = step, .side = m_side}); }

    ForwardContext<T>& m_context;
    Side m_side;
    bool m_isAllWanted;
    Index m_pooled = 0; ///< the row that the pooler takes
};

} // namespace

template <class T>
Result<void> runHead(ForwardContext<T>& context, bool isAllWanted, const ConstMap<T>& output)
{
    return HeadRun<T>(context, isAllWanted).run(output);
}

template Result<void> runHead<float>(ForwardContext<float>&, bool, const ConstMap<float>&);
template Result<void> runHead<double>(ForwardContext<double>&, bool, const ConstMap<double>&);

} // namespace hl
