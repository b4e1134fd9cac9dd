#include "core/edit/fill_weights.h"

#include "core/base/seeded_random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hl {

MatrixOf<double> filled(WeightPreset preset, Index rows, Index cols, std::uint64_t seed)
{
    MatrixOf<double> values = MatrixOf<double>::Zero(rows, cols);
    SeededRandom random(seed);
    switch (preset) {
    case WeightPreset::Zero:
        break;
    case WeightPreset::Identity:
        values.diagonal().setOnes();
        break;
    case WeightPreset::PreviousToken:
        values.diagonal(1).setOnes();
        break;
    case WeightPreset::Permutation: {
        std::vector<Index> order(static_cast<std::size_t>(std::max(rows, cols)));
        std::iota(order.begin(), order.end(), Index{0});
        for (std::size_t i = order.size(); i > 1; --i) // Fisher and Yates
            std::swap(order[i - 1], order[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
        for (Index row = 0; row < rows; ++row) {
            if (const Index col = order[static_cast<std::size_t>(row)]; col < cols)
                values(row, col) = 1.0;
        }
        break;
    }
    case WeightPreset::Random: {
        const double spread = 1.0 / std::sqrt(static_cast<double>(rows));
        for (Index row = 0; row < rows; ++row) {
            for (Index col = 0; col < cols; ++col)
                values(row, col) = spread * random.normal();
        }
        break;
    }
    }
    return values;
}

} // namespace hl
