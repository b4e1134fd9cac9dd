#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Which files the program opens while this lives, in order. The calls that open files are seen because the test's own
/// open and openat stand before those of the system.
class OpenedFiles
{
public:
    OpenedFiles();
    ~OpenedFiles();
    OpenedFiles(const OpenedFiles&) = delete;
    OpenedFiles& operator=(const OpenedFiles&) = delete;

    [[nodiscard]] std::vector<std::string> names() const;
    /// Those that are neither in `folder` nor a pseudo file of the kernel, where memory and processors are counted.
    [[nodiscard]] std::vector<std::string> outside(const std::filesystem::path& folder) const;
};
