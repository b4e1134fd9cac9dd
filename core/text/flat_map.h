#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hl {

/// A map from 64-bit keys to small values in one piece of memory: vocabularies have hundreds of thousands of merges
/// and letters, and a node each would cost more time than reading the file. Grows; nothing is removed.
template <class Value>
class FlatMap
{
public:
    void reserve(std::size_t count)
    {
        std::size_t size = 16;
        while (size * 3 < count * 4)
            size *= 2;
        if (size > m_slots.size())
            grow(size);
    }

    /// The value of `key`, made if it is not there yet.
    Value& operator[](std::uint64_t key)
    {
        if ((m_count + 1) * 4 > m_slots.size() * 3)
            grow(m_slots.empty() ? 16 : m_slots.size() * 2);
        Slot& slot = m_slots[place(key)];
        if (slot.key == kFree) {
            slot = {key, Value{}};
            ++m_count;
        }
        return slot.value;
    }

    [[nodiscard]] const Value* find(std::uint64_t key) const
    {
        if (m_slots.empty())
            return nullptr;
        const Slot& slot = m_slots[place(key)];
        return slot.key == kFree ? nullptr : &slot.value;
    }

    [[nodiscard]] std::size_t size() const { return m_count; }

private:
    static constexpr std::uint64_t kFree = ~std::uint64_t{0}; ///< no key: ids and nodes are far smaller

    struct Slot
    {
        std::uint64_t key = kFree;
        Value value{};
    };

    [[nodiscard]] std::size_t place(std::uint64_t key) const
    {
        std::uint64_t hash = key * 0x9E37'79B9'7F4A'7C15u;
        hash ^= hash >> 32;
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = hash & mask;
        while (m_slots[at].key != kFree && m_slots[at].key != key)
            at = (at + 1) & mask;
        return at;
    }

    void grow(std::size_t size)
    {
        std::vector<Slot> old(size);
        old.swap(m_slots);
        for (const Slot& slot : old)
            if (slot.key != kFree)
                m_slots[place(slot.key)] = slot;
    }

    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

} // namespace hl
