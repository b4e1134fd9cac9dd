#include "core/model/tensor.h"

#include "core/base/crew.h"
#include "core/math/kernels/levels.h"

#include <algorithm>
#include <atomic>

namespace hl {

Tensor Tensor::packed(Crew* crew) const
{
    Tensor result = *this;
    if (!m_float)
        return result;
    result.m_packed = std::make_shared<const PackedMatrix>(*m_float, crew);
    result.m_float.reset();
    return result;
}

MatrixView Tensor::view() const
{
    if (isNull())
        return {};
    if (m_double)
        return {m_double->data(), m_double->rows(), m_double->cols(), m_double->cols()};
    const MatrixOf<float>& values = floats();
    return {values.data(), values.rows(), values.cols(), values.cols()};
}

MatrixOf<double> Tensor::doubles() const
{
    if (m_double)
        return *m_double;
    return m_packed ? m_packed->toDouble() : MatrixOf<double>(m_float->cast<double>());
}

std::uint64_t Tensor::bytes() const
{
    std::uint64_t bytes = m_packed ? m_packed->bytes() : static_cast<std::uint64_t>(size()) * sizeof(float);
    if (m_double)
        bytes += static_cast<std::uint64_t>(size()) * sizeof(double);
    return bytes;
}

std::int64_t Tensor::countNonFinite(Crew* crew) const
{
    if (isNull())
        return 0;
    if (m_packed)
        return m_packed->nonFiniteCount();
    constexpr Index atOnce = Index{1} << 20U;
    const Index pieces = (m_float->size() + atOnce - 1) / atOnce;
    std::atomic<std::int64_t> strange = 0;
    const auto count = [&](long piece, int) {
        strange += kernels().countNonFinite(m_float->data() + piece * atOnce, std::min(atOnce, m_float->size() - piece * atOnce), 0);
    };
    if (crew) {
        crew->each(pieces, count);
    } else {
        for (Index piece = 0; piece < pieces; ++piece)
            count(piece, 0);
    }
    return strange;
}

} // namespace hl
