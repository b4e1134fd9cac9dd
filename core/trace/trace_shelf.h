#pragma once

#include "core/base/system_memory.h"
#include "core/trace/trace.h"

#include <memory>
#include <mutex>
#include <new>

namespace hl {

/// Where the last trace that nobody looks at any more waits for the next run, which may want its memory and its rows.
/// For any thread.
class TraceShelf
{
public:
    /// The one before is freed, and so is one that holds more memory than should lie about: 512 MiB, or more than 32 MiB and a
    /// quarter of what is free.
    void put(std::unique_ptr<Trace> trace) noexcept
    {
        if (isTooLarge(*trace))
            return;
        const std::scoped_lock lock(m_mutex);
        m_trace.swap(trace);
    }

    /// Null if there is none.
    [[nodiscard]] std::unique_ptr<Trace> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::move(m_trace);
    }

    static constexpr std::uint64_t mostBytes = std::uint64_t{512} << 20U;
    static constexpr std::uint64_t littleBytes = std::uint64_t{32} << 20U; // not worth asking the system how much is free

private:
    static bool isTooLarge(const Trace& trace) noexcept
    {
        if (trace.bytes() <= littleBytes || trace.bytes() > mostBytes)
            return trace.bytes() > mostBytes;
        try {
            const std::uint64_t unused = availableMemory();
            return unused > 0 && trace.bytes() > unused / 4;
        } catch (const std::bad_alloc&) { // not even memory to ask
            return true;
        }
    }

    std::mutex m_mutex;
    std::unique_ptr<Trace> m_trace;
};

} // namespace hl
