#include "core/forward/attend.h"

#include "core/math/kernels/levels.h"
#include "core/math/ops.h"
#include "core/math/softmax_single.h"

#include <limits>
#include <type_traits>

namespace hl {

namespace {

template <class T>
constexpr T forbidden = -std::numeric_limits<T>::infinity();

/// The sum, but −∞ wherever the mask is: a NaN or +∞ that a query must not see may not reach it.
auto masked(const MutableRef<double>& scores, const ConstRef<double>& mask)
{
    return (mask.array() == forbidden<double>).select(mask.array(), scores.array() + mask.array()).matrix();
}

void attendExactly(const HeadInputs<double>& inputs, HeadRooms<double>& rooms)
{
    rooms.scores.noalias() = inputs.q * inputs.k.transpose();
    if (rooms.sum.rows() > 0) {
        rooms.sum = rooms.scores + inputs.terms;
        rooms.scaled = rooms.sum * inputs.scale;
    } else {
        rooms.scaled = rooms.scores * inputs.scale;
    }
    if (rooms.biased.rows() > 0) {
        rooms.biased = rooms.scaled + inputs.bias;
        rooms.masked = masked(rooms.biased, inputs.mask);
    } else {
        rooms.masked = masked(rooms.scaled, inputs.mask);
    }
    if (rooms.isSoftmaxSingle)
        softmaxPartsInSingle(rooms.masked, rooms.max, rooms.shifted, rooms.exp, rooms.expSum, rooms.pattern);
    else
        softmaxParts<double>(rooms.masked, rooms.max, rooms.shifted, rooms.exp, rooms.expSum, rooms.pattern);
    if (inputs.v.allFinite()) {
        rooms.z.noalias() = rooms.pattern * inputs.v;
        return;
    }
    for (Index query = 0; query < rooms.z.rows(); ++query) { // even 0 times a NaN that a query may not see would be a NaN
        const Index length = (*inputs.lengths)[static_cast<std::size_t>(query)];
        rooms.z.row(query).noalias() = rooms.pattern.row(query).head(length) * inputs.v.topRows(length);
    }
}

float* wanted(MutableRef<float>& room)
{
    return room.rows() > 0 ? room.data() : nullptr;
}

void attendFast(const HeadInputs<float>& inputs, HeadRooms<float>& rooms)
{
    const auto& [q, k, v, terms, scale, bias, mask, lengths] = inputs;
    std::vector<float> own(rooms.scratch ? 0 : headScratch(k.rows(), k.cols(), v.cols()));
    HlHead head{};
    head.q = q.data();
    head.k = k.data();
    head.v = v.data();
    head.qStride = q.outerStride();
    head.kStride = k.outerStride();
    head.vStride = v.outerStride();
    head.queries = q.rows();
    head.keys = k.rows();
    head.keyFeatures = k.cols();
    head.valueFeatures = v.cols();
    head.scale = static_cast<float>(scale);
    head.mask = mask.data();
    head.maskStride = mask.outerStride();
    head.lengths = lengths->data();
    head.terms = terms.rows() > 0 ? terms.data() : nullptr;
    head.termsStride = terms.outerStride();
    head.bias = bias.rows() > 0 ? bias.data() : nullptr;
    head.biasStride = bias.outerStride();
    head.scores = wanted(rooms.scores);
    head.sum = wanted(rooms.sum);
    head.scaled = wanted(rooms.scaled);
    head.biased = wanted(rooms.biased);
    head.masked = wanted(rooms.masked);
    head.shifted = wanted(rooms.shifted);
    head.exp = wanted(rooms.exp);
    head.pattern = rooms.pattern.data();
    head.stride = rooms.pattern.outerStride();
    head.max = wanted(rooms.max);
    head.expSum = wanted(rooms.expSum);
    head.columnStride = 1;
    head.z = rooms.z.data();
    head.zStride = rooms.z.outerStride();
    head.scratch = rooms.scratch ? rooms.scratch : own.data();
    kernels().attend(&head);
}

} // namespace

std::size_t headScratch(Index keys, Index keyFeatures, Index valueFeatures)
{
    return static_cast<std::size_t>(kernels().scratchOfHead(keys, keyFeatures, valueFeatures));
}

void scoreRows(const ConstRef<float>& q, const ConstRef<float>& k, MutableRef<float> scores)
{
    const Index panels = (k.rows() + HL_PANEL - 1) / HL_PANEL;
    std::vector<float> packed(static_cast<std::size_t>(panels * HL_PANEL * k.cols()));
    kernels().packTransposed(k.data(), k.outerStride(), k.cols(), k.rows(), 0, panels, packed.data());
    kernels().product(q.data(), q.outerStride(), q.rows(), q.cols(), packed.data(), 0, panels, nullptr, scores.data(),
                      scores.outerStride(), k.rows());
}

template <class T>
std::vector<long> allowedLengths(const ConstRef<T>& mask)
{
    std::vector<long> lengths(static_cast<std::size_t>(mask.rows()));
    for (Index query = 0; query < mask.rows(); ++query) {
        Index length = mask.cols();
        while (length > 0 && mask(query, length - 1) == forbidden<T>)
            --length;
        lengths[static_cast<std::size_t>(query)] = length;
    }
    return lengths;
}

template <class T>
void attendHead(const HeadInputs<T>& inputs, HeadRooms<T>& rooms)
{
    if (!inputs.lengths) {
        const std::vector<long> lengths = allowedLengths<T>(inputs.mask);
        HeadInputs<T> complete = inputs;
        complete.lengths = &lengths;
        return attendHead<T>(complete, rooms);
    }
    if constexpr (std::is_same_v<T, float>)
        attendFast(inputs, rooms);
    else
        attendExactly(inputs, rooms);
}

#define HL_INSTANTIATE(T)                                                                                    \
    template std::vector<long> allowedLengths<T>(const ConstRef<T>&);                                        \
    template void attendHead<T>(const HeadInputs<T>&, HeadRooms<T>&);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
