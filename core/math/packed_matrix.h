#pragma once

#include "core/base/matrix.h"
#include "core/base/stored_type.h"

#include <memory>
#include <mutex>
#include <vector>

namespace hl {

class Crew;

/// Weights [inputs, outputs] in the order in which products read them: panels of 48 outputs, each [inputs, 48], the last
/// one filled up with zeros. The ordinary order is made when somebody asks for it, and kept from then on.
class PackedMatrix
{
public:
    /// Of weights [inputs, outputs], or of their transpose where they are stored so.
    explicit PackedMatrix(const ConstRef<float>& weights, Crew* crew = nullptr, bool isTransposed = false);

    /// The same in 16 bits a number, F16 or BF16, which must hold every number exactly. They are made wide again, panel by
    /// panel, whenever they are used: products have the same bits, and take longer.
    [[nodiscard]] std::shared_ptr<const PackedMatrix> narrowed(StoredType type) const;
    [[nodiscard]] bool isNarrow() const { return m_type != StoredType::F32; }

    [[nodiscard]] Index rows() const { return m_rows; } ///< inputs
    [[nodiscard]] Index cols() const { return m_cols; } ///< outputs
    [[nodiscard]] Index panelCount() const;
    /// All panels; not of a narrow matrix.
    [[nodiscard]] const float* panels() const;
    /// One panel [inputs, 48], in `scratch` where it had to be made wide.
    [[nodiscard]] const float* panel(Index index, std::vector<float>& scratch) const;

    [[nodiscard]] float at(Index row, Index col) const;
    /// Row-major; may be called from several threads.
    [[nodiscard]] const MatrixOf<float>& unpacked() const;
    [[nodiscard]] MatrixOf<double> toDouble() const;
    [[nodiscard]] std::uint64_t bytes() const; ///< of the panels
    [[nodiscard]] std::int64_t nonFiniteCount() const { return m_nonFinite; }

private:
    PackedMatrix() = default;
    template <class T>
    [[nodiscard]] MatrixOf<T> inOrder() const;

    Index m_rows = 0;
    Index m_cols = 0;
    StoredType m_type = StoredType::F32;
    std::shared_ptr<void> m_panels;
    std::int64_t m_nonFinite = 0;
    mutable std::once_flag m_once;
    mutable MatrixOf<float> m_unpacked;
};

} // namespace hl
