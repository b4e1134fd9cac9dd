#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"

namespace hl {

/// Which row of a table of relative positions each pair of query and key takes. Only the rows that some pair of this text
/// takes exist here: row 0 stands for row firstRow() of the model's table. Keys that come before the first query (a
/// memory) are those that the keys have more of.
class RelativeRows
{
public:
    RelativeRows(const RelativeSpec& spec, Index queries, Index keys);

    [[nodiscard]] Index count() const { return m_last - m_first + 1; }
    [[nodiscard]] Index firstRow() const { return m_first; }
    /// In [0, count()).
    [[nodiscard]] Index rowOf(Index query, Index key) const;
    /// query − key as a sinusoidal row encodes it: limited where the model does so.
    [[nodiscard]] double distanceOf(Index row) const;

private:
    [[nodiscard]] Index tableRowOf(Index distance) const;

    RelativeSpec m_spec;
    Index m_memory;
    Index m_first;
    Index m_last;
};

/// Distance query − key with far ones sharing a number: exact up to buckets / 2, then growing with the logarithm, in float32
/// as the published implementation has it. He et al. 2021 (DeBERTa v2).
[[nodiscard]] int debertaBucket(Index distance, int buckets, int longest);

/// sin(p f) in the first half of a row, cos(p f) in the second, f = 10000^(−2i/d). d must be even. Dai et al. 2019.
[[nodiscard]] double relativeSinusoid(double distance, Index feature, Index d);

} // namespace hl
