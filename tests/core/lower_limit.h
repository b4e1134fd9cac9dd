#pragma once

#include <sys/resource.h>

#include <cstdint>
#include <fstream>

/// Sanitizers reserve more address space than such a limit leaves.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool canLimitMemory = false;
#else
inline constexpr bool canLimitMemory = true;
#endif

/// Lowers a limit of this process until it goes: full disks and full memory on any machine.
class LowerLimit
{
public:
    LowerLimit(__rlimit_resource resource, rlim_t limit)
        : m_resource(resource)
    {
        ::getrlimit(resource, &m_old);
        rlimit lower = m_old;
        lower.rlim_cur = limit;
        ::setrlimit(resource, &lower);
    }
    ~LowerLimit() { ::setrlimit(m_resource, &m_old); }
    LowerLimit(const LowerLimit&) = delete;
    LowerLimit& operator=(const LowerLimit&) = delete;

    /// Memory: what is in use now and this many bytes more.
    static LowerLimit ofMemory(std::uint64_t bytes)
    {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        return {RLIMIT_AS, pages * 4096 + bytes};
    }

private:
    __rlimit_resource m_resource;
    rlimit m_old = {};
};
