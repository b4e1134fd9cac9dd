#include "core/trace/trace.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

namespace hl {

const Tokens& Trace::tokens(Side side) const
{
    return side == Side::Decoder || side == Side::Query ? m_target : m_source;
}

Index Trace::placeOf(Side side, Index row) const
{
    return side == Side::Query ? m_targets[static_cast<std::size_t>(row)] : row;
}

std::optional<Index> Trace::queryRowOf(Index place) const
{
    const auto found = std::find(m_targets.begin(), m_targets.end(), place);
    return found == m_targets.end() ? std::nullopt : std::optional<Index>(found - m_targets.begin());
}

std::uint64_t Trace::newId()
{
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

const Tokens* Trace::rowTokens(const StepRef& ref) const
{
    const HeadSpec& head = m_model->spec().head;
    const bool readsFirst = head.classRow == ClassRow::First || (head.classRow == ClassRow::Pooled && head.poolerRow == PoolerRow::First);
    const bool isOfWhole = head.kind == HeadKind::Classes && readsFirst;
    if (isOfLogits(ref.step)) {
        if (isOfWhole)
            return nullptr; // one row for the whole input
        if (ref.side == m_model->spec().outputSide())
            return &tokens(m_model->spec().spokenSide());
    }
    switch (infoOf(ref.step).rows) {
    case Axis::Position:
    case Axis::Query:
        return &tokens(ref.side);
    case Axis::Key: // k and v have a row per key; in cross-attention these are the encoder's tokens
        return keyTokens(ref);
    default:
        return nullptr;
    }
}

const Tokens* Trace::columnTokens(const StepRef& ref) const
{
    if (infoOf(ref.step).cols != Axis::Key)
        return nullptr;
    return keyTokens(ref);
}

const Tokens* Trace::keyTokens(const StepRef& ref) const
{
    if (!m_keys.empty() && !ref.isCross)
        return &m_keys;
    return &tokens(keySide(ref));
}

MatrixView Trace::view(const StepRef& ref) const
{
    const auto place = m_model->stepOrder().placeOf(ref);
    return place ? m_views[*place] : MatrixView{};
}

MatrixView Trace::forbidden(const StepRef& headStep) const
{
    StepRef ref = headStep;
    for (const Step step : {Step::Masked, Step::Mask}) {
        ref.step = step;
        if (const MatrixView found = view(ref))
            return found;
    }
    return {};
}

bool Trace::isFullyMasked(const StepRef& headStep, Index query) const
{
    StepRef ref = headStep;
    ref.step = Step::SoftmaxMax;
    const MatrixView max = view(ref);
    return max && query >= 0 && query < max.rows() && max.at(query, 0) == -std::numeric_limits<double>::infinity();
}

} // namespace hl
