#pragma once

#include "core/base/matrix.h"
#include "core/math/packed_matrix.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hl {

/// A weight matrix or vector (a vector is one row), shared and never changed once made.
/// float32 is what runs; float64 storage is kept as well, so that the float64 path loses nothing.
class Tensor
{
public:
    Tensor() = default;
    Tensor(std::string name, MatrixOf<float> values)
        : m_name(std::move(name))
        , m_float(std::make_shared<const MatrixOf<float>>(std::move(values)))
    {}
    Tensor(std::string name, MatrixOf<double> values)
        : m_name(std::move(name))
        , m_float(std::make_shared<const MatrixOf<float>>(values.cast<float>()))
        , m_double(std::make_shared<const MatrixOf<double>>(std::move(values)))
    {}

    Tensor(std::string name, std::shared_ptr<const PackedMatrix> values)
        : m_name(std::move(name))
        , m_packed(std::move(values))
    {}

    /// The same numbers in the order that products read, in the place of the ordinary one.
    [[nodiscard]] Tensor packed(Crew* crew = nullptr) const;

    [[nodiscard]] bool isNull() const { return m_float == nullptr && m_packed == nullptr; }
    explicit operator bool() const { return !isNull(); }

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] Index rows() const { return m_packed ? m_packed->rows() : m_float ? m_float->rows() : 0; }
    [[nodiscard]] Index cols() const { return m_packed ? m_packed->cols() : m_float ? m_float->cols() : 0; }
    [[nodiscard]] Index size() const { return rows() * cols(); }
    /// Memory that its numbers take, without the copy that view() of a packed tensor makes.
    [[nodiscard]] std::uint64_t bytes() const;

    /// Row by row. Of a packed tensor this makes a copy that stays.
    [[nodiscard]] MatrixView view() const;

    /// The numbers a run in T works with: no copy for float, but for that of a packed tensor.
    template <class T>
    [[nodiscard]] decltype(auto) as() const
    {
        HL_ASSERT(!isNull());
        if constexpr (std::is_same_v<T, float>)
            return floats();
        else
            return doubles();
    }

    /// Null unless packed.
    [[nodiscard]] const PackedMatrix* panels() const { return m_packed.get(); }

    /// True if both share their memory.
    [[nodiscard]] bool isSameAs(const Tensor& other) const
    {
        return m_float == other.m_float && m_packed == other.m_packed;
    }
    [[nodiscard]] std::int64_t countNonFinite(Crew* crew = nullptr) const;

private:
    [[nodiscard]] const MatrixOf<float>& floats() const { return m_packed ? m_packed->unpacked() : *m_float; }
    [[nodiscard]] MatrixOf<double> doubles() const;

    std::string m_name;
    std::shared_ptr<const MatrixOf<float>> m_float;     // null where packed
    std::shared_ptr<const MatrixOf<double>> m_double;   // only where the file stores float64
    std::shared_ptr<const PackedMatrix> m_packed;
};

} // namespace hl
