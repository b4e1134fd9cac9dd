#include "core/math/packed_matrix.h"

#include "core/base/big_buffer.h"
#include "core/base/crew.h"
#include "core/math/kernels/levels.h"

#include <algorithm>
#include <atomic>

namespace hl {

PackedMatrix::PackedMatrix(const ConstRef<float>& weights, Crew* crew, bool isTransposed)
    : m_rows(isTransposed ? weights.cols() : weights.rows())
    , m_cols(isTransposed ? weights.rows() : weights.cols())
    , m_panels(makeBigBuffer(static_cast<std::size_t>(std::max<Index>(panelCount() * m_rows * HL_PANEL, 1)) * sizeof(float)))
{
    auto* panels = static_cast<float*>(m_panels.get());
    std::atomic<std::int64_t> strange = 0;
    const auto pack = [&](long panel, int) {
        (isTransposed ? kernels().packTransposed : kernels().pack)(weights.data(), weights.outerStride(), m_rows, m_cols, panel,
                                                                   panel + 1, panels);
        strange += kernels().countNonFinite(panels + panel * m_rows * HL_PANEL, m_rows * HL_PANEL, 0);
    };
    if (crew) {
        crew->each(panelCount(), pack);
    } else {
        for (Index panel = 0; panel < panelCount(); ++panel)
            pack(panel, 0);
    }
    m_nonFinite = strange;
}

Index PackedMatrix::panelCount() const
{
    return (m_cols + HL_PANEL - 1) / HL_PANEL;
}

std::uint64_t PackedMatrix::bytes() const
{
    return static_cast<std::uint64_t>(panelCount() * m_rows * HL_PANEL) * static_cast<std::uint64_t>(bitsOf(m_type) / 8);
}

std::shared_ptr<const PackedMatrix> PackedMatrix::narrowed(StoredType type) const
{
    HL_ASSERT(!isNarrow() && (type == StoredType::F16 || type == StoredType::BF16));
    const std::shared_ptr<PackedMatrix> narrow(new PackedMatrix);
    narrow->m_rows = m_rows;
    narrow->m_cols = m_cols;
    narrow->m_type = type;
    narrow->m_nonFinite = m_nonFinite;
    narrow->m_panels = makeBigBuffer(static_cast<std::size_t>(std::max<Index>(panelCount() * m_rows * HL_PANEL, 1)) * sizeof(std::uint16_t));
    auto* to = static_cast<std::uint16_t*>(narrow->m_panels.get());
    const float* from = panels();
    for (Index i = 0; i < panelCount() * m_rows * HL_PANEL; ++i) {
        to[i] = type == StoredType::F16 ? Eigen::numext::bit_cast<std::uint16_t>(static_cast<Eigen::half>(from[i]))
                                        : Eigen::numext::bit_cast<std::uint16_t>(static_cast<Eigen::bfloat16>(from[i]));
    }
    return narrow;
}

const float* PackedMatrix::panels() const
{
    HL_ASSERT(!isNarrow());
    return static_cast<const float*>(m_panels.get());
}

const float* PackedMatrix::panel(Index index, std::vector<float>& scratch) const
{
    const Index size = m_rows * HL_PANEL;
    if (!isNarrow())
        return panels() + index * size;
    scratch.resize(static_cast<std::size_t>(size));
    const auto* stored = static_cast<const std::byte*>(m_panels.get()) + index * size * static_cast<Index>(sizeof(std::uint16_t));
    [[maybe_unused]] const std::int64_t strange =
        decode({stored, static_cast<std::size_t>(size) * sizeof(std::uint16_t)}, m_type, std::span<float>(scratch));
    return scratch.data();
}

float PackedMatrix::at(Index row, Index col) const
{
    HL_ASSERT(row >= 0 && row < m_rows && col >= 0 && col < m_cols);
    const Index place = (col / HL_PANEL * m_rows + row) * HL_PANEL + col % HL_PANEL;
    if (!isNarrow())
        return panels()[place];
    const std::uint16_t bits = static_cast<const std::uint16_t*>(m_panels.get())[place];
    return m_type == StoredType::F16 ? static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(bits))
                                     : static_cast<float>(Eigen::numext::bit_cast<Eigen::bfloat16>(bits));
}

template <class T>
MatrixOf<T> PackedMatrix::inOrder() const
{
    MatrixOf<T> values(m_rows, m_cols);
    std::vector<float> scratch;
    for (Index index = 0; index < panelCount(); ++index) {
        const Index first = index * HL_PANEL;
        const Index width = std::min<Index>(HL_PANEL, m_cols - first);
        const ConstMap<float> columns(panel(index, scratch), m_rows, width, Eigen::OuterStride<>(HL_PANEL));
        values.middleCols(first, width) = columns.cast<T>();
    }
    return values;
}

const MatrixOf<float>& PackedMatrix::unpacked() const
{
    std::call_once(m_once, [this] { m_unpacked = inOrder<float>(); });
    return m_unpacked;
}

MatrixOf<double> PackedMatrix::toDouble() const
{
    return inOrder<double>();
}

} // namespace hl
