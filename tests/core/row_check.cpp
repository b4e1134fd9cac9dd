#include "core/row_check.h"

#include <algorithm>
#include <cmath>

using namespace hl;

QString RowCheck::differs(const Trace& trace, const StepRef& ref, Index row, const std::vector<double>& expected)
{
    const MatrixView view = trace.view(ref);
    if (!view || row >= view.rows() || view.cols() != static_cast<Index>(expected.size()))
        return QStringLiteral("no such row");
    const bool isDouble = trace.dtype() == DType::Float64;
    for (Index col = 0; col < view.cols(); ++col) {
        const double value = expected[static_cast<std::size_t>(col)];
        const double off = std::abs(view.at(row, col) - value);
        double& worst = m_worst[isDouble ? 1 : 0];
        worst = std::max(worst, off);
        const double allowed = isDouble ? closeIn64 : closeIn32 * std::max(1.0, std::abs(value));
        if (!(off <= allowed))
            return QStringLiteral("seed %1, row %2, column %3: %4, expected %5").arg(m_seed).arg(row).arg(col).arg(view.at(row, col), 0, 'g', 17).arg(value, 0, 'g', 17);
    }
    return {};
}

void RowCheck::report() const
{
    qInfo("largest difference: float32 %g, float64 %g", m_worst[0], m_worst[1]);
}
