#include "core/forward/embed.h"

#include "core/attention/positions.h"
#include "core/forward/front_end.h"
#include "core/forward/word_groups.h"
#include "core/math/ops.h"

#include <optional>
#include <span>

namespace hl {

namespace {

template <class T>
class Embedding
{
public:
    Embedding(ForwardContext<T>& context, Side side, const SequenceInput& input)
        : m_context(context)
        , m_side(side)
        , m_input(input)
    {}

    void run()
    {
        const StackSpec& stack = m_context.stack(m_side);
        const StackWeights& weights = m_context.weights(m_side);
        const Index first = m_context.trace.rowsTaken();
        const auto n = static_cast<Index>(m_input.tokens.size()) - first;
        const int dModel = m_context.model.spec().dModel;
        const Index d = stack.sumWidth(dModel);

        const ModelSpec& spec = m_context.model.spec();
        const MutableMap<T> token = spec.readsTokens(m_side) ? embedTokens()
                                    : spec.image           ? embedPicture<T>(m_context, m_side, *m_input.features)
                                                           : embedSound<T>(m_context, m_side, *m_input.features);
        const auto positionRows = embedPositions(n, d);
        std::optional<MutableMap<T>> types;
        if (stack.segments > 0) {
            types.emplace(room(Step::EmbedType, n, d));
            decltype(auto) segments = weights.segments.template as<T>();
            for (Index i = 0; i < n; ++i)
                types->row(i) = segments.row(m_input.tokens[static_cast<std::size_t>(first + i)].segment);
            settle(Step::EmbedType);
        }
        MutableMap<T> sum = room(Step::EmbedSum, n, d);
        sum = tokenStream(token);
        if (positionRows)
            sum += *positionRows;
        if (types)
            sum += *types;
        settle(Step::EmbedSum);
        if (stack.hasEmbeddingNorm) {
            normRows<T>(stack.norm, stack.normEpsilon, sum, weights.embeddingNorm, room(Step::EmbedNorm, n, d),
                        &m_context.crew);
            settle(Step::EmbedNorm);
        }
        if (stack.projection == EmbeddingProjection::OfNorm) {
            linear<T>(recorded(StepRef{.step = stack.hasEmbeddingNorm ? Step::EmbedNorm : Step::EmbedSum, .side = m_side}),
                      weights.projection, room(Step::EmbedProject, n, dModel), &m_context.crew);
            settle(Step::EmbedProject);
        }
    }

private:
    void numberPositions()
    {
        const PositionSpec& positions = m_context.stack(m_side).positions;
        if (!positions.isNumbered())
            return;
        std::vector<int> ids;
        for (const Token& token : m_input.tokens)
            ids.push_back(token.id);
        const std::vector<int> numbers = positionNumbers(positions, ids, m_input.allowed);
        const Index first = m_context.trace.rowsTaken();
        MutableMap<T> rows = room(Step::Positions, static_cast<Index>(ids.size()) - first, 1);
        for (Index i = 0; i < rows.rows(); ++i)
            rows(i, 0) = static_cast<T>(numbers[static_cast<std::size_t>(first + i)]);
    }

    /// The token rows as they enter the sum: projected and scaled where the model does so.
    ConstMap<T> tokenStream(const MutableMap<T>& token)
    {
        const StackSpec& stack = m_context.stack(m_side);
        if (!m_context.model.spec().readsTokens(m_side))
            return {token.data(), token.rows(), token.cols(), Eigen::OuterStride<>(token.outerStride())};
        StepRef last{.step = Step::EmbedToken, .side = m_side};
        if (stack.projection == EmbeddingProjection::OfTokens) {
            last.step = Step::EmbedProject;
            MutableMap<T> projected = room(last.step, token.rows(), m_context.model.spec().dModel);
            if (stack.groups.isEmpty())
                linear<T>(token, m_context.weights(m_side).projection, projected, &m_context.crew);
            else
                projectGroups<T>(m_context.model, computedTokens(), token, projected);
            settle(last.step);
        }
        if (stack.embeddingScale != 1.0) {
            const ConstMap<T> from = recorded(last);
            MutableMap<T> scaled = room(Step::EmbedScaled, from.rows(), from.cols());
            scaled = from * static_cast<T>(stack.embeddingScale);
            last.step = Step::EmbedScaled;
            settle(last.step);
        }
        return recorded(last);
    }

    MutableMap<T> embedTokens()
    {
        const Index first = m_context.trace.rowsTaken();
        const auto n = static_cast<Index>(m_input.tokens.size()) - first;
        MutableMap<T> ids = room(Step::Tokens, n, 1);
        numberPositions();
        MutableMap<T> token =
            room(Step::EmbedToken, n, m_context.stack(m_side).tokenWidth(m_context.model.spec().dModel));
        const std::span<const Token> words = computedTokens();
        for (Index i = 0; i < n; ++i)
            ids(i, 0) = static_cast<T>(words[static_cast<std::size_t>(i)].id);
        if (m_input.embeddings) {
            token = m_input.embeddings->bottomRows(n).template cast<T>();
        } else if (!m_context.stack(m_side).groups.isEmpty()) {
            gatherGroups<T>(m_context.model, words, token);
        } else {
            decltype(auto) table = m_context.model.embedding(m_side).template as<T>();
            for (Index i = 0; i < n; ++i)
                token.row(i) = table.row(words[static_cast<std::size_t>(i)].id);
        }
        settle(Step::EmbedToken);
        return token;
    }

    std::optional<MutableMap<T>> embedPositions(Index n, Index d)
    {
        const StackSpec& stack = m_context.stack(m_side);
        if (stack.positions.kind == PositionKind::Sinusoidal) {
            MutableMap<T> rows = room(Step::EmbedPosition, n, d);
            const Index first = m_context.trace.rowsTaken();
            rows = sinusoidalPositions(first + n, d, stack.positions).bottomRows(n).template cast<T>();
            settle(Step::EmbedPosition);
            return rows;
        }
        if (stack.positions.kind == PositionKind::Learned) {
            MutableMap<T> rows = room(Step::EmbedPosition, n, d);
            decltype(auto) table = m_context.weights(m_side).positions.template as<T>();
            for (Index i = 0; i < n; ++i)
                rows.row(i) = table.row(tableRowOf(i));
            settle(Step::EmbedPosition);
            return rows;
        }
        return std::nullopt;
    }

    /// Row of the table of learned positions for the token at `index` of those that are computed.
    Index tableRowOf(Index index)
    {
        if (!m_context.stack(m_side).positions.isNumbered())
            return m_context.trace.rowsTaken() + index;
        return static_cast<Index>(recorded(StepRef{.step = Step::Positions, .side = m_side})(index, 0));
    }

    /// Those whose rows are not taken over from an earlier run.
    std::span<const Token> computedTokens() const
    {
        return std::span(m_input.tokens).subspan(static_cast<std::size_t>(m_context.trace.rowsTaken()));
    }

    MutableMap<T> room(Step step, Index rows, Index cols)
    {
        return m_context.trace.template room<T>(StepRef{.step = step, .side = m_side}, rows, cols);
    }

    void settle(Step step) { m_context.trace.template settle<T>(StepRef{.step = step, .side = m_side}); }

    ConstMap<T> recorded(const StepRef& ref) { return m_context.trace.viewOf(ref).template as<T>(); }

    ForwardContext<T>& m_context;
    Side m_side;
    const SequenceInput& m_input;
};

} // namespace

template <class T>
void embed(ForwardContext<T>& context, Side side, const SequenceInput& input)
{
    Embedding<T>(context, side, input).run();
}

template void embed<float>(ForwardContext<float>&, Side, const SequenceInput&);
template void embed<double>(ForwardContext<double>&, Side, const SequenceInput&);

} // namespace hl
