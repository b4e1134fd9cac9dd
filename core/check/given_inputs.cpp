#include "core/check/given_inputs.h"

#include "core/attention/recipe_parts.h"

#include <tuple>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

/// Fills one reading's problem.
class InputTaker
{
public:
    InputTaker(const GivenPlaces& places, const ReadingChoice& choice, Reading& reading)
        : m_places(places)
        , m_choice(choice)
        , m_problem(reading.problem)
        , m_notes(reading.notes)
    {
        m_problem.heads = choice.heads;
    }

    using Ok = Result<void>;

    Ok takeInputs()
    {
        const auto modelWidth = wholeNumber(m_places, Role::ModelWidth, 0);
        const auto headWidth = wholeNumber(m_places, Role::HeadWidth, 0);
        for (const auto* number : {&modelWidth, &headWidth}) {
            if (!*number)
                return tl::unexpected(number->error());
        }
        takeX();
        if (m_choice.areHeadsAssumed)
            note(HL_NOOP("core", "%1 heads are assumed."), {std::to_string(m_choice.heads)});
        const Index width = m_problem.x.size() > 0 ? m_problem.x.cols() : m_problem.embedding.cols();
        const Index widthKeys = m_problem.xKeys.size() > 0 ? m_problem.xKeys.cols() : width;
        for (const auto& [weight, bias, in, into] :
             {std::tuple{Role::WQ, Role::BQ, width, &m_problem.toQuery}, std::tuple{Role::WK, Role::BK, widthKeys, &m_problem.toKey},
              std::tuple{Role::WV, Role::BV, widthKeys, &m_problem.toValue}}) {
            if (in > 0) {
                if (auto ok = takeProjection(weight, bias, in, *into); !ok)
                    return ok;
            }
        }
        for (const auto& [role, to, into] : {std::tuple{Role::Q, &m_problem.toQuery, &m_problem.q},
                                             std::tuple{Role::K, &m_problem.toKey, &m_problem.k},
                                             std::tuple{Role::V, &m_problem.toValue, &m_problem.v}}) {
            if (to->isGiven())
                continue;
            if (auto ok = takeRows(role, *into); !ok)
                return ok;
        }
        if (auto ok = checkWidths(); !ok)
            return ok;
        const Index total = m_problem.q.size() > 0 ? m_problem.q.cols() : m_problem.toQuery.weight.cols();
        const Index valueWidth = m_problem.v.size() > 0 ? m_problem.v.cols() : m_problem.toValue.weight.cols();
        m_problem.headWidth = total > 0 ? total / m_problem.heads : *headWidth;
        if (m_problem.headWidth == 0)
            m_problem.headWidth = (*modelWidth > 0 ? *modelWidth : valueWidth) / m_problem.heads;
        m_problem.modelWidth = *modelWidth > 0 ? *modelWidth : width;
        const Index joined = valueWidth > 0 ? valueWidth : m_problem.heads * m_problem.headWidth;
        return takeProjection(Role::WO, Role::BO, joined, m_problem.toOutput);
    }

private:
    void takeX()
    {
        const GivenNumbers* x = m_places.find(Role::X);
        const GivenNumbers* embedding = m_places.find(Role::Embedding);
        const GivenNumbers* positions = m_places.find(Role::Positions);
        if (const GivenNumbers* keys = m_places.find(Role::XKeys))
            m_problem.xKeys = keys->matrix();
        const GivenNumbers* start = embedding ? embedding : x;
        switch (m_choice.positions) {
        case PositionReading::None:
            if (start)
                m_problem.x = start->matrix();
            if (embedding)
                note(HL_NOOP("core", "`%1` is read as holding the positions already."), {embedding->name});
            break;
        case PositionReading::Sinusoidal:
            m_problem.embedding = start ? start->matrix() : Matrix(Matrix::Zero(positions->shape[0], positions->shape[1]));
            if (start)
                note(HL_NOOP("core", "Sines and cosines of the positions are added to `%1`."), {start->name});
            break;
        case PositionReading::Given:
            m_problem.embedding = start->matrix();
            m_problem.positions = positions->matrix();
            note(HL_NOOP("core", "`%1` is added as it is, not compared with sines and cosines."), {positions->name});
            break;
        case PositionReading::Inside:
            m_problem.embedding = start->matrix() - positions->matrix();
            note(HL_NOOP("core", "`%1` is read as holding `%2` already."), {start->name, positions->name});
            break;
        }
    }

    /// W [in, out], transposed where it is told so or only that fits; [heads, in, d] is put side by side.
    Ok takeProjection(Role weight, Role bias, Index in, Projection& into)
    {
        const GivenNumbers* numbers = m_places.find(weight);
        if (numbers == nullptr || in == 0)
            return {};
        Matrix matrix = numbers->matrix();
        if (numbers->shape.size() == 3) {
            const HeadMatrices heads = numbers->heads();
            if (weight == Role::WO) {
                matrix.resize(numbers->shape[0] * numbers->shape[1], numbers->shape[2]);
                for (std::size_t head = 0; head < heads.size(); ++head)
                    matrix.middleRows(static_cast<Index>(head) * heads[head].rows(), heads[head].rows()) = heads[head];
            } else {
                matrix = parts::sideBySide(heads);
            }
        } else if (m_choice.areWeightsTransposed || (matrix.rows() != in && matrix.cols() == in)) {
            matrix.transposeInPlace();
            if (!m_isTransposedNoted)
                note(HL_NOOP("core", "Weights are read as [out, in], as PyTorch stores them."));
            m_isTransposedNoted = true;
        }
        if (matrix.rows() != in)
            return failShape(*numbers, "[" + std::to_string(in) + ", " + (weight == Role::WO ? "d_model" : "heads · d") + "]");
        into.weight = std::move(matrix);
        if (const GivenNumbers* b = m_places.find(bias)) {
            if (static_cast<Index>(b->values.size()) != into.weight.cols())
                return failShape(*b, shapeTextOf({into.weight.cols()}));
            into.bias = Eigen::Map<const Matrix>(b->values.data(), 1, into.weight.cols());
        }
        return {};
    }

    /// Q, K or V: heads side by side, or separate.
    Ok takeRows(Role role, Matrix& into)
    {
        if (const GivenNumbers* flat = m_places.find(role)) {
            into = flat->matrix();
            if (into.cols() % m_problem.heads != 0)
                return failShape(*flat, HL_NOOP("core", "[n, d] with d a multiple of the number of heads"));
            return {};
        }
        const GivenNumbers* split = m_places.find(role, true);
        if (split == nullptr)
            return {};
        const Index rows = role == Role::Q ? knownQueries(m_places) : knownKeys(m_places);
        auto heads = splitHeads(*split, m_problem.heads, rows, m_notes);
        if (!heads)
            return tl::unexpected(heads.error());
        into = parts::sideBySide(*heads);
        m_problem.isSplit = true;
        return {};
    }

    Ok checkWidths()
    {
        const auto &q = m_problem.q, &k = m_problem.k, &v = m_problem.v;
        const GivenNumbers* keys = m_places.either(Role::K);
        const GivenNumbers* values = m_places.either(Role::V);
        if (q.size() > 0 && k.size() > 0 && q.cols() != k.cols())
            return failShape(*keys, m_problem.isSplit ? shapeTextOf({m_problem.heads, k.rows(), q.cols() / m_problem.heads}) : shapeTextOf({k.rows(), q.cols()}));
        if (k.size() > 0 && v.size() > 0 && k.rows() != v.rows())
            return failShape(*values, m_problem.isSplit ? shapeTextOf({m_problem.heads, k.rows(), v.cols() / m_problem.heads}) : shapeTextOf({k.rows(), v.cols()}));
        for (const auto& [role, projection] : {std::pair{Role::WQ, &m_problem.toQuery}, std::pair{Role::WK, &m_problem.toKey},
                                               std::pair{Role::WV, &m_problem.toValue}}) {
            if (projection->isGiven() && projection->weight.cols() % m_problem.heads != 0)
                return failShape(*m_places.find(role), HL_NOOP("core", "[in, out] with out a multiple of the number of heads"));
        }
        if (m_problem.toQuery.isGiven() && m_problem.toKey.isGiven() && m_problem.toQuery.weight.cols() != m_problem.toKey.weight.cols())
            return failShape(*m_places.find(Role::WK), shapeTextOf({m_problem.toKey.weight.rows(), m_problem.toQuery.weight.cols()}));
        return {};
    }

    void note(const char* source, std::vector<std::string> args = {}) { m_notes.push_back({source, std::move(args)}); }

    const GivenPlaces& m_places;
    const ReadingChoice& m_choice;
    AttentionProblem& m_problem;
    std::vector<Message>& m_notes;
    bool m_isTransposedNoted = false;
};

} // namespace

Result<void> takeInputs(const GivenPlaces& places, const ReadingChoice& choice, Reading& reading)
{
    return InputTaker(places, choice, reading).takeInputs();
}

} // namespace hl
