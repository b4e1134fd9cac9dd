#include "core/model/tensor.h"

#include "core/math/kernels/levels.h"

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

std::int64_t Tensor::countNonFinite() const
{
    if (isNull())
        return 0;
    return m_packed ? m_packed->countNonFinite() : kernels().countNonFinite(m_float->data(), m_float->size(), 0);
}

} // namespace hl
