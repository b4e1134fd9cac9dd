#pragma once

#include "core/base/error.h"

#include <Eigen/Core>

#include <cstddef>
#include <type_traits>

namespace hl {

using Index = Eigen::Index;

/// Row-major matrix of one number type: the only owning matrix in the core.
template <class T>
using MatrixOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using RowOf = Eigen::Matrix<T, 1, Eigen::Dynamic, Eigen::RowMajor>;

/// Views with a row stride (elements of a row are adjacent): what functions of the core take and give.
template <class T>
using ConstRef = Eigen::Ref<const MatrixOf<T>, 0, Eigen::OuterStride<>>;
template <class T>
using MutableRef = Eigen::Ref<MatrixOf<T>, 0, Eigen::OuterStride<>>;
template <class T>
using ConstMap = Eigen::Map<const MatrixOf<T>, 0, Eigen::OuterStride<>>;
template <class T>
using MutableMap = Eigen::Map<MatrixOf<T>, 0, Eigen::OuterStride<>>;

/// Number type of a trace: float32, or float64 for checks.
enum class DType { Float32, Float64 };

template <class T>
inline constexpr DType dtypeOf = std::is_same_v<T, double> ? DType::Float64 : DType::Float32;

/// A matrix inside somebody else's buffer, float32 or float64, rows `rowStride` elements apart.
/// Copies are cheap; the owner (a Trace, a Tensor) must outlive it. A default-made view is null: "not there".
class MatrixView
{
public:
    MatrixView() = default;
    template <class T>
    MatrixView(const T* data, Index rows, Index cols, Index rowStride)
        : m_data(data)
        , m_rows(rows)
        , m_cols(cols)
        , m_rowStride(rowStride)
        , m_dtype(dtypeOf<T>)
    {
        static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
    }

    [[nodiscard]] bool isNull() const { return m_data == nullptr; }
    explicit operator bool() const { return m_data != nullptr; }

    [[nodiscard]] Index rows() const { return m_rows; }
    [[nodiscard]] Index cols() const { return m_cols; }
    [[nodiscard]] Index rowStride() const { return m_rowStride; }
    [[nodiscard]] DType dtype() const { return m_dtype; }

    /// The number at (row, col), exactly as stored (a float widened to double loses nothing).
    [[nodiscard]] double at(Index row, Index col) const
    {
        HL_ASSERT(row >= 0 && row < m_rows && col >= 0 && col < m_cols);
        const Index i = row * m_rowStride + col;
        return m_dtype == DType::Float32 ? static_cast<double>(static_cast<const float*>(m_data)[i])
                                         : static_cast<const double*>(m_data)[i];
    }

    /// The same numbers as an Eigen map; T must be the view's own type.
    template <class T>
    [[nodiscard]] ConstMap<T> as() const
    {
        HL_ASSERT(m_dtype == dtypeOf<T>);
        return ConstMap<T>(static_cast<const T*>(m_data), m_rows, m_cols, Eigen::OuterStride<>(m_rowStride));
    }

    /// True if both views show the same memory in the same shape.
    [[nodiscard]] bool isSameAs(const MatrixView& other) const
    {
        return m_data == other.m_data && m_rows == other.m_rows && m_cols == other.m_cols
               && m_rowStride == other.m_rowStride && m_dtype == other.m_dtype;
    }

private:
    const void* m_data = nullptr;
    Index m_rows = 0;
    Index m_cols = 0;
    Index m_rowStride = 0;
    DType m_dtype = DType::Float32;
};

} // namespace hl
