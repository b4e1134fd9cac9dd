#include "core/attention/relative.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace hl {

RelativeRows::RelativeRows(const RelativeSpec& spec, Index queries, Index keys)
    : m_spec(spec)
    , m_memory(keys - queries)
    , m_first(tableRowOf(1 - queries))
    , m_last(tableRowOf(keys - 1))
{}

Index RelativeRows::rowOf(Index query, Index key) const
{
    return tableRowOf(query + m_memory - key) - m_first;
}

Index RelativeRows::tableRowOf(Index distance) const
{
    switch (m_spec.kind) {
    case RelativeKind::None: break;
    case RelativeKind::Table: return distance + m_spec.span - 1;
    case RelativeKind::Disentangled: {
        const Index bucket = m_spec.buckets > 0 ? debertaBucket(distance, m_spec.buckets, m_spec.longest) : distance;
        return std::clamp<Index>(bucket + m_spec.span, 0, 2 * Index{m_spec.span} - 1);
    }
    case RelativeKind::Sinusoidal: break;
    }
    return distance;
}

double RelativeRows::distanceOf(Index row) const
{
    const Index distance = m_first + row;
    const Index limit = m_spec.clamp;
    return static_cast<double>(limit > 0 ? std::clamp(distance, -limit, limit) : distance);
}

int debertaBucket(Index distance, int buckets, int longest)
{
    const int middle = buckets / 2;
    const Index size = std::abs(distance);
    if (size <= middle)
        return static_cast<int>(distance);
    const float share = std::log(static_cast<float>(size) / static_cast<float>(middle))
                        / std::log(static_cast<float>(static_cast<double>(longest - 1) / middle));
    const int bucket = static_cast<int>(std::ceil(share * static_cast<float>(middle - 1))) + middle;
    return distance < 0 ? -bucket : bucket;
}

double relativeSinusoid(double distance, Index feature, Index d)
{
    const Index pair = feature % (d / 2);
    const double angle = distance * std::pow(10000.0, -2.0 * static_cast<double>(pair) / static_cast<double>(d));
    return feature < d / 2 ? std::sin(angle) : std::cos(angle);
}

} // namespace hl
