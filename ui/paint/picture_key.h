#pragma once

#include "core/analysis/reading.h"
#include "ui/figure/scene.h"

#include <list>
#include <memory>
#include <mutex>
#include <optional>

namespace hl::ui {

/// What a matrix on the screen is of, as far as its scale depends on it: as long as this is the same, so is the scale.
struct ScaleKey
{
    std::weak_ptr<const Trace> trace;
    StepRef ref;
    PatternReading reading;
    ScaleMode mode = ScaleMode::PerHead;
    bool isFirstExcluded = false;

    [[nodiscard]] bool isSameAs(const ScaleKey& other) const
    {
        return ref == other.ref && reading == other.reading && mode == other.mode && isFirstExcluded == other.isFirstExcluded
               && !trace.owner_before(other.trace) && !other.trace.owner_before(trace);
    }
    [[nodiscard]] bool isExpired() const { return trace.expired(); }
};

/// The same with its colours.
struct HeatmapKey
{
    ScaleKey scale;
    ColorMapName map = ColorMapName::Viridis;
    std::uint32_t ground = 0; ///< colour of the panel

    [[nodiscard]] bool isSameAs(const HeatmapKey& other) const
    {
        return map == other.map && ground == other.ground && scale.isSameAs(other.scale);
    }
    [[nodiscard]] bool isExpired() const { return scale.isExpired(); }
};

/// The last few values by their keys; those of a run that is gone are forgotten. For any thread.
template <class Key, class Value>
class LastUsed
{
public:
    explicit LastUsed(std::size_t most)
        : m_most(most)
    {}

    [[nodiscard]] std::optional<Value> find(const Key& key)
    {
        const std::scoped_lock lock(m_mutex);
        for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
            if (entry->first.isSameAs(key)) {
                m_entries.splice(m_entries.end(), m_entries, entry);
                return m_entries.back().second;
            }
        }
        return std::nullopt;
    }

    void keep(const Key& key, const Value& value)
    {
        const std::scoped_lock lock(m_mutex);
        m_entries.remove_if([](const auto& entry) { return entry.first.isExpired(); });
        if (m_entries.size() >= m_most)
            m_entries.pop_front();
        m_entries.emplace_back(key, value);
    }

private:
    std::size_t m_most;
    std::mutex m_mutex;
    std::list<std::pair<Key, Value>> m_entries; ///< the one not used for longest first
};

} // namespace hl::ui
