#pragma once

#include "core/trace/trace.h"

#include <memory>
#include <mutex>

namespace hl {

/// Where the last trace that nobody looks at any more waits for the next run, which may want its memory and its rows.
/// For any thread.
class TraceShelf
{
public:
    /// The one before, and one that holds more memory than is worth keeping, is freed.
    void put(std::unique_ptr<Trace> trace)
    {
        if (trace->bytes() > mostBytes)
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

private:
    std::mutex m_mutex;
    std::unique_ptr<Trace> m_trace;
};

} // namespace hl
