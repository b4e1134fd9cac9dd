#include "core/forward/attend.h"

#include "core/math/ops.h"
#include "core/math/softmax_single.h"

#include <limits>
#include <type_traits>

namespace hl {

namespace {

/// The sum, but −∞ wherever the mask is: a NaN or +∞ that a query must not see may not reach it.
template <class T>
auto masked(const MutableRef<T>& scores, const ConstRef<T>& mask)
{
    constexpr T forbidden = -std::numeric_limits<T>::infinity();
    return (mask.array() == forbidden).select(mask.array(), scores.array() + mask.array()).matrix();
}

template <class T>
void softmax(HeadRooms<T>& rooms)
{
    if constexpr (std::is_same_v<T, double>) {
        if (rooms.isSoftmaxSingle)
            return softmaxPartsInSingle(rooms.masked, rooms.max, rooms.shifted, rooms.exp, rooms.expSum, rooms.pattern);
    }
    softmaxParts<T>(rooms.masked, rooms.max, rooms.shifted, rooms.exp, rooms.expSum, rooms.pattern);
}

} // namespace

template <class T>
void attendHead(const HeadInputs<T>& inputs, HeadRooms<T>& rooms)
{
    rooms.scores.noalias() = inputs.q * inputs.k.transpose();
    if (rooms.sum.rows() > 0) {
        rooms.sum = rooms.scores + inputs.terms;
        rooms.scaled = rooms.sum * static_cast<T>(inputs.scale);
    } else {
        rooms.scaled = rooms.scores * static_cast<T>(inputs.scale);
    }
    if (rooms.biased.rows() > 0) {
        rooms.biased = rooms.scaled + inputs.bias;
        rooms.masked = masked<T>(rooms.biased, inputs.mask);
    } else {
        rooms.masked = masked<T>(rooms.scaled, inputs.mask);
    }
    softmax(rooms);
    rooms.z.noalias() = rooms.pattern * inputs.v;
}

template void attendHead<float>(const HeadInputs<float>&, HeadRooms<float>&);
template void attendHead<double>(const HeadInputs<double>&, HeadRooms<double>&);

} // namespace hl
