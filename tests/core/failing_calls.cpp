#include "core/failing_calls.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstring>

namespace {

std::atomic<bool> isArmed = false;
std::atomic<long> counted = 0;
failing::Plan plan;

/// True if this call is one that fails.
bool fails(failing::Call call)
{
    if (!isArmed.load(std::memory_order_relaxed) || call != plan.call)
        return false;
    const long number = counted.fetch_add(1);
    const bool isChosen = number == plan.at || (plan.isAlways && number > plan.at);
    if (isChosen && plan.error != 0)
        errno = plan.error;
    return isChosen;
}

template <class Function>
Function systems(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

} // namespace

void failing::arm(const Plan& wanted)
{
    plan = wanted;
    counted = 0;
    isArmed = true;
}

long failing::disarm()
{
    isArmed = false;
    return counted;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

bool failing::canFailMemory()
{
    return true;
}

extern "C" void* __libc_malloc(std::size_t); // NOLINT: the C library's own names
extern "C" void* __libc_memalign(std::size_t, std::size_t);

namespace {

/// nlohmann's JSON asks for memory where it gives memory back, and ends the program if there is none: a promise that is not
/// ours to keep.
bool isInJsonDestructor()
{
    std::array<void*, 24> frames{};
    const int count = backtrace(frames.data(), static_cast<int>(frames.size()));
    for (int i = 0; i < count; ++i) {
        Dl_info info = {};
        if (dladdr(frames[static_cast<std::size_t>(i)], &info) != 0 && info.dli_sname && std::strstr(info.dli_sname, "json_value7destroy"))
            return true;
    }
    return false;
}

bool memoryFails()
{
    static thread_local bool isAsking = false;
    if (isAsking)
        return false;
    isAsking = true;
    const bool isChosen = fails(failing::Call::Memory) && !isInJsonDestructor();
    isAsking = false;
    return isChosen;
}

} // namespace

extern "C" void* malloc(std::size_t size) // NOLINT
{
    if (memoryFails()) {
        errno = ENOMEM;
        return nullptr;
    }
    return __libc_malloc(size);
}

extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) // NOLINT: what operator new calls for large pages
{
    if (memoryFails()) {
        errno = ENOMEM;
        return nullptr;
    }
    return __libc_memalign(alignment, size);
}

#else

bool failing::canFailMemory()
{
    return false;
}

#endif

extern "C" int open(const char* path, int flags, ...) // NOLINT
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (fails(failing::Call::Open))
        return -1;
    static const auto call = systems<int (*)(const char*, int, ...)>("open");
    return call(path, flags, mode);
}

extern "C" ssize_t read(int fd, void* buffer, std::size_t count) // NOLINT
{
    const bool isBroken = fails(failing::Call::Read);
    if (isBroken && plan.error != 0)
        return -1;
    static const auto call = systems<ssize_t (*)(int, void*, std::size_t)>("read");
    return call(fd, buffer, isBroken && count > 0 ? 1 : count);
}

extern "C" ssize_t pread(int fd, void* buffer, std::size_t count, off_t at) // NOLINT
{
    const bool isBroken = fails(failing::Call::Read);
    if (isBroken && plan.error != 0)
        return -1;
    static const auto call = systems<ssize_t (*)(int, void*, std::size_t, off_t)>("pread");
    return call(fd, buffer, isBroken && count > 0 ? 1 : count, at);
}

extern "C" ssize_t write(int fd, const void* buffer, std::size_t count) // NOLINT
{
    const bool isBroken = fails(failing::Call::Write);
    if (isBroken && plan.error != 0)
        return -1;
    static const auto call = systems<ssize_t (*)(int, const void*, std::size_t)>("write");
    return call(fd, buffer, isBroken && count > 0 ? 1 : count);
}

extern "C" int fsync(int fd) // NOLINT
{
    if (fails(failing::Call::Fsync) && plan.error != 0)
        return -1;
    static const auto call = systems<int (*)(int)>("fsync");
    return call(fd);
}

extern "C" int rename(const char* from, const char* to) // NOLINT
{
    if (fails(failing::Call::Rename) && plan.error != 0)
        return -1;
    static const auto call = systems<int (*)(const char*, const char*)>("rename");
    return call(from, to);
}

extern "C" int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) // NOLINT
{
    if (fails(failing::Call::Link) && plan.error != 0)
        return -1;
    static const auto call = systems<int (*)(int, const char*, int, const char*, int)>("linkat");
    return call(fromFolder, from, toFolder, to, flags);
}
