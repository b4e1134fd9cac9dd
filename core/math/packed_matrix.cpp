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

float PackedMatrix::at(Index row, Index col) const
{
    HL_ASSERT(row >= 0 && row < m_rows && col >= 0 && col < m_cols);
    return panels()[(col / HL_PANEL * m_rows + row) * HL_PANEL + col % HL_PANEL];
}

const MatrixOf<float>& PackedMatrix::unpacked() const
{
    std::call_once(m_once, [this] {
        MatrixOf<float> values(m_rows, m_cols);
        for (Index first = 0; first < m_cols; first += HL_PANEL) {
            const Index width = std::min<Index>(HL_PANEL, m_cols - first);
            const ConstMap<float> panel(panels() + first * m_rows, m_rows, width, Eigen::OuterStride<>(HL_PANEL));
            values.middleCols(first, width) = panel;
        }
        m_unpacked = std::move(values);
    });
    return m_unpacked;
}

MatrixOf<double> PackedMatrix::toDouble() const
{
    MatrixOf<double> values(m_rows, m_cols);
    for (Index first = 0; first < m_cols; first += HL_PANEL) {
        const Index width = std::min<Index>(HL_PANEL, m_cols - first);
        const ConstMap<float> panel(panels() + first * m_rows, m_rows, width, Eigen::OuterStride<>(HL_PANEL));
        values.middleCols(first, width) = panel.cast<double>();
    }
    return values;
}

} // namespace hl
