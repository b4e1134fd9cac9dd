#pragma once

#include "core/base/matrix.h"

#include <cmath>
#include <cstdint>
#include <numbers>

namespace hl {

/// The same numbers from the same seed on every machine and with every standard library (SplitMix64, Box-Muller).
class SeededRandom
{
public:
    explicit SeededRandom(std::uint64_t seed)
        : m_state(seed)
    {}

    /// In [0, 1).
    [[nodiscard]] double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    [[nodiscard]] double normal()
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

    [[nodiscard]] MatrixOf<float> normalMatrix(Index rows, Index cols, double spread)
    {
        MatrixOf<float> values(rows, cols);
        for (Index row = 0; row < rows; ++row) {
            for (Index col = 0; col < cols; ++col)
                values(row, col) = static_cast<float>(spread * normal());
        }
        return values;
    }

private:
    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    std::uint64_t m_state;
};

} // namespace hl
