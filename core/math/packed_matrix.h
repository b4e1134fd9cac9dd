#pragma once

#include "core/base/matrix.h"

#include <memory>
#include <mutex>

namespace hl {

class Crew;

/// Weights [inputs, outputs] in the order in which products read them: panels of 48 outputs, each [inputs, 48], the last
/// one filled up with zeros. The ordinary order is made when somebody asks for it, and kept from then on.
class PackedMatrix
{
public:
    /// Of weights [inputs, outputs], or of their transpose where they are stored so.
    explicit PackedMatrix(const ConstRef<float>& weights, Crew* crew = nullptr, bool isTransposed = false);

    [[nodiscard]] Index rows() const { return m_rows; } ///< inputs
    [[nodiscard]] Index cols() const { return m_cols; } ///< outputs
    [[nodiscard]] Index panelCount() const;
    [[nodiscard]] const float* panels() const { return static_cast<const float*>(m_panels.get()); }

    [[nodiscard]] float at(Index row, Index col) const;
    /// Row-major; may be called from several threads.
    [[nodiscard]] const MatrixOf<float>& unpacked() const;
    [[nodiscard]] MatrixOf<double> toDouble() const;
    [[nodiscard]] std::int64_t nonFiniteCount() const { return m_nonFinite; }

private:
    Index m_rows;
    Index m_cols;
    std::shared_ptr<void> m_panels;
    std::int64_t m_nonFinite = 0;
    mutable std::once_flag m_once;
    mutable MatrixOf<float> m_unpacked;
};

} // namespace hl
