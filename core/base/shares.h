#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

namespace hl {

/// [0, count) as one share for each member of a crew. A member goes through its own share from the front, so that it reads
/// memory in order and what was fetched ahead is used; whoever is done takes parts from the back of what others have left.
class Shares
{
public:
    /// `part` is handed out at a time.
    Shares(std::int64_t count, std::int64_t part, int members)
        : m_count(count)
        , m_part(part)
        , m_size(std::clamp(members, 1, most))
    {
        const std::int64_t parts = (count + part - 1) / part;
        for (int i = 0; i < m_size; ++i)
            m_shares[static_cast<std::size_t>(i)].ends = together(parts * i / m_size, parts * (i + 1) / m_size);
    }

    /// work(first, last) until nothing is left; for every share in [0, members) once, by whatever thread.
    template <class Work>
    void work(int share, const Work& work)
    {
        const int own = share % m_size;
        for (int i = 0; i < m_size; ++i) {
            const auto at = static_cast<std::size_t>((own + i) % m_size);
            for (std::int64_t part = take(m_shares[at].ends, i == 0); part >= 0; part = take(m_shares[at].ends, i == 0))
                work(part * m_part, std::min((part + 1) * m_part, m_count));
        }
    }

private:
    static constexpr int most = 8; // shares; further members take from those
    static constexpr std::uint64_t half = 32; // bits

    struct alignas(64) Share
    {
        std::atomic<std::uint64_t> ends = 0; // first part that is left, and the one behind the last
    };

    static std::uint64_t together(std::int64_t first, std::int64_t end)
    {
        return static_cast<std::uint64_t>(end) << half | static_cast<std::uint64_t>(first);
    }

    /// A part from the front or from the back; -1 where none is left.
    static std::int64_t take(std::atomic<std::uint64_t>& ends, bool isFront)
    {
        std::uint64_t now = ends.load(std::memory_order_relaxed);
        while (true) {
            const auto first = static_cast<std::int64_t>(now & 0xFFFFFFFFU);
            const auto end = static_cast<std::int64_t>(now >> half);
            if (first >= end)
                return -1;
            const std::uint64_t next = isFront ? together(first + 1, end) : together(first, end - 1);
            if (ends.compare_exchange_weak(now, next, std::memory_order_relaxed))
                return isFront ? first : end - 1;
        }
    }

    std::int64_t m_count;
    std::int64_t m_part;
    int m_size;
    std::array<Share, most> m_shares;
};

} // namespace hl
