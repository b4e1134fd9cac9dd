#include "core/forward/settle_attention.h"

#include <cmath>
#include <limits>
#include <vector>

namespace hl {

namespace {

template <class T>
class Settling
{
public:
    Settling(TraceBuilder& trace, const StepRef& headStep, const HeadInputs<T>& inputs, HeadRooms<T>& rooms)
        : m_trace(trace)
        , m_place(headStep)
        , m_in(inputs)
        , m_rooms(rooms)
        , m_isDirty(static_cast<std::size_t>(rooms.pattern.rows()), false)
    {}

    /// Computes everything after `given`, whose numbers are there already.
    void runAfter(Step given)
    {
        m_given = given;
        m_isDirty.assign(m_isDirty.size(), true);
        run();
    }

    void run()
    {
        settle(Step::Scores);
        if (m_rooms.sum.rows() > 0)
            step(Step::ScoresSum, [&](Index i) { m_rooms.sum.row(i) = m_rooms.scores.row(i) + m_in.terms.row(i); });
        step(Step::Scaled, [&](Index i) {
            const auto& from = m_rooms.sum.rows() > 0 ? m_rooms.sum : m_rooms.scores;
            m_rooms.scaled.row(i) = from.row(i) * static_cast<T>(m_in.scale);
        });
        if (m_rooms.biased.rows() > 0)
            step(Step::Biased, [&](Index i) { m_rooms.biased.row(i) = m_rooms.scaled.row(i) + m_in.bias.row(i); });
        step(Step::Masked, [&](Index i) {
            const auto& from = m_rooms.biased.rows() > 0 ? m_rooms.biased : m_rooms.scaled;
            const auto mask = m_in.mask.row(i).array();
            m_rooms.masked.row(i) = (mask == forbidden).select(mask, from.row(i).array() + mask).matrix();
        });
        step(Step::SoftmaxMax, [&](Index i) {
            m_rooms.max(i, 0) = m_rooms.masked.cols() == 0 ? forbidden
                                                           : m_rooms.masked.row(i).array().template maxCoeff<Eigen::PropagateNaN>();
        });
        step(Step::SoftmaxShifted, [&](Index i) {
            for (Index j = 0; j < m_rooms.masked.cols(); ++j)
                m_rooms.shifted(i, j) = m_rooms.masked(i, j) == forbidden ? forbidden : m_rooms.masked(i, j) - m_rooms.max(i, 0);
        });
        step(Step::SoftmaxExp, [&](Index i) {
            for (Index j = 0; j < m_rooms.masked.cols(); ++j)
                m_rooms.exp(i, j) = m_rooms.shifted(i, j) == forbidden ? T(0) : std::exp(m_rooms.shifted(i, j));
        });
        step(Step::SoftmaxSum, [&](Index i) { m_rooms.expSum(i, 0) = m_rooms.exp.row(i).sum(); });
        step(Step::Pattern, [&](Index i) {
            for (Index j = 0; j < m_rooms.masked.cols(); ++j)
                m_rooms.pattern(i, j) = m_rooms.exp(i, j) == T(0) ? T(0) : m_rooms.exp(i, j) / m_rooms.expSum(i, 0);
        });
        for (Index i = 0; i < m_rooms.z.rows(); ++i) {
            if (m_isDirty[static_cast<std::size_t>(i)])
                m_rooms.z.row(i).noalias() = m_rooms.pattern.row(i) * m_in.v;
        }
    }

private:
    static constexpr T forbidden = -std::numeric_limits<T>::infinity();

    template <class Row>
    void step(Step step, Row row)
    {
        if (step <= m_given)
            return settle(step);
        for (Index i = 0; i < static_cast<Index>(m_isDirty.size()); ++i) {
            if (m_isDirty[static_cast<std::size_t>(i)])
                row(i);
        }
        settle(step);
    }

    void settle(Step step)
    {
        if (step < m_given)
            return;
        StepRef ref = m_place;
        ref.step = step;
        for (const Index row : m_trace.settle<T>(ref))
            m_isDirty[static_cast<std::size_t>(row)] = true;
    }

    TraceBuilder& m_trace;
    StepRef m_place;
    const HeadInputs<T>& m_in;
    HeadRooms<T>& m_rooms;
    std::vector<bool> m_isDirty; // rows to be computed again
    Step m_given = Step::Scores; // the first that there is
};

} // namespace

template <class T>
void settleAttention(TraceBuilder& trace, const StepRef& headStep, const HeadInputs<T>& inputs, HeadRooms<T>& rooms)
{
    if (trace.isRounding() || trace.changes().touchesAttention(headStep))
        Settling<T>(trace, headStep, inputs, rooms).run();
}

template <class T>
void attendAfter(TraceBuilder& trace, const StepRef& headStep, Step given, const HeadInputs<T>& inputs, HeadRooms<T>& rooms)
{
    Settling<T>(trace, headStep, inputs, rooms).runAfter(given);
}

template void attendAfter<float>(TraceBuilder&, const StepRef&, Step, const HeadInputs<float>&, HeadRooms<float>&);
template void attendAfter<double>(TraceBuilder&, const StepRef&, Step, const HeadInputs<double>&, HeadRooms<double>&);
template void settleAttention<float>(TraceBuilder&, const StepRef&, const HeadInputs<float>&, HeadRooms<float>&);
template void settleAttention<double>(TraceBuilder&, const StepRef&, const HeadInputs<double>&, HeadRooms<double>&);

} // namespace hl
