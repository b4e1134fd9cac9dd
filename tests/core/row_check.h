#pragma once

#include "core/trace/trace.h"

#include <QString>

#include <array>
#include <vector>

/// Differences allowed between a trace and plain loops in float64 of the same few operations.
inline constexpr double closeIn64 = 1e-12;
inline constexpr double closeIn32 = 1e-4; // absolute, or relative where the number is larger than 1

/// Holds rows of traces against numbers that a test worked out itself, and remembers the largest difference.
class RowCheck
{
public:
    /// `seed` is told with what differs.
    explicit RowCheck(unsigned seed)
        : m_seed(seed)
    {}

    /// What is wrong with a row of a step; empty where all its numbers are close.
    [[nodiscard]] QString differs(const hl::Trace& trace, const hl::StepRef& ref, hl::Index row, const std::vector<double>& expected);
    /// Prints the largest differences.
    void report() const;

private:
    unsigned m_seed;
    std::array<double, 2> m_worst{}; // by precision
};
