#pragma once

#include "core/base/matrix.h"

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

    [[nodiscard]] bool isNull() const { return m_float == nullptr; }
    explicit operator bool() const { return m_float != nullptr; }

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] Index rows() const { return m_float ? m_float->rows() : 0; }
    [[nodiscard]] Index cols() const { return m_float ? m_float->cols() : 0; }
    [[nodiscard]] Index size() const { return rows() * cols(); }

    [[nodiscard]] MatrixView view() const
    {
        if (!m_float)
            return {};
        if (m_double)
            return {m_double->data(), m_double->rows(), m_double->cols(), m_double->cols()};
        return {m_float->data(), m_float->rows(), m_float->cols(), m_float->cols()};
    }

    /// The numbers a run in T works with: no copy for float.
    template <class T>
    [[nodiscard]] decltype(auto) as() const
    {
        HL_ASSERT(m_float != nullptr);
        if constexpr (std::is_same_v<T, float>)
            return (*m_float);
        else
            return m_double ? MatrixOf<double>(*m_double)
                            : MatrixOf<double>(m_float->template cast<double>());
    }

private:
    std::string m_name;
    std::shared_ptr<const MatrixOf<float>> m_float;
    std::shared_ptr<const MatrixOf<double>> m_double; // only where the file stores float64
};

} // namespace hl
