#include "core/base/system_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace hl {

namespace {

std::optional<std::uint64_t> numberIn(const char* path)
{
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? std::optional(value) : std::nullopt; // "max" is no number: no limit
}

std::optional<std::uint64_t> freeOfTheSystem()
{
    std::ifstream file("/proc/meminfo");
    std::string key;
    std::uint64_t kilobytes = 0;
    std::string unit;
    while (file >> key >> kilobytes) {
        if (key == "MemAvailable:")
            return kilobytes * 1024;
        std::getline(file, unit);
    }
    return std::nullopt;
}

std::optional<std::uint64_t> freeOfTheControlGroup()
{
    const auto limit = numberIn("/sys/fs/cgroup/memory.max");
    const auto used = numberIn("/sys/fs/cgroup/memory.current");
    if (!limit || !used)
        return std::nullopt;
    return *limit - std::min(*limit, *used);
}

std::optional<std::uint64_t> freeOfTheAddressSpace()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    const auto pages = numberIn("/proc/self/statm");
    const long pageSize = sysconf(_SC_PAGESIZE);
    if (!pages || pageSize <= 0)
        return std::nullopt;
    const std::uint64_t used = *pages * static_cast<std::uint64_t>(pageSize);
    return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, used);
}

} // namespace

std::uint64_t availableMemory()
{
    constexpr auto unknown = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t least = std::min({freeOfTheSystem().value_or(unknown), freeOfTheControlGroup().value_or(unknown),
                                          freeOfTheAddressSpace().value_or(unknown)});
    return least == unknown ? 0 : least;
}

} // namespace hl
