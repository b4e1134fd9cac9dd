#include "core/opened_files.h"

#include <dlfcn.h>
#include <fcntl.h>

#include <cstdarg>
#include <mutex>

namespace {

std::mutex mutex;
std::vector<std::string>* seen = nullptr; // null: nobody looks

void note(const char* path)
{
    const std::scoped_lock lock(mutex);
    if (seen)
        seen->emplace_back(path);
}

template <class Call>
Call systems(const char* name)
{
    return reinterpret_cast<Call>(dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" int open(const char* path, int flags, ...) // NOLINT: the system's own name
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    note(path);
    static const auto call = systems<int (*)(const char*, int, ...)>("open");
    return call(path, flags, mode);
}

extern "C" int openat(int folder, const char* path, int flags, ...) // NOLINT
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    note(path);
    static const auto call = systems<int (*)(int, const char*, int, ...)>("openat");
    return call(folder, path, flags, mode);
}

extern "C" FILE* fopen(const char* path, const char* mode) // NOLINT
{
    note(path);
    static const auto call = systems<FILE* (*)(const char*, const char*)>("fopen");
    return call(path, mode);
}

extern "C" FILE* fopen64(const char* path, const char* mode) // NOLINT: what the streams of libstdc++ call
{
    note(path);
    static const auto call = systems<FILE* (*)(const char*, const char*)>("fopen64");
    return call(path, mode);
}

OpenedFiles::OpenedFiles()
{
    const std::scoped_lock lock(mutex);
    seen = new std::vector<std::string>();
}

OpenedFiles::~OpenedFiles()
{
    const std::scoped_lock lock(mutex);
    delete seen;
    seen = nullptr;
}

std::vector<std::string> OpenedFiles::names() const
{
    const std::scoped_lock lock(mutex);
    return *seen;
}

std::vector<std::string> OpenedFiles::outside(const std::filesystem::path& folder) const
{
    std::vector<std::string> others;
    for (const std::string& name : names()) {
        const bool isKernels = name.starts_with("/proc/") || name.starts_with("/sys/");
        if (!isKernels && std::filesystem::path(name).parent_path() != folder)
            others.push_back(name);
    }
    return others;
}
