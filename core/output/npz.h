#pragma once

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/output/npy.h"
#include "core/output/zip.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

using NpyArrays = std::map<std::string, NpyArray>;

/// The arrays of a NumPy .npz file by name ("r0.q.1.npy" in the archive is "r0.q.1"), packed or not.
/// `what` names the file in an error's sentence.
[[nodiscard]] Result<NpyArrays> readNpz(const std::filesystem::path& path);
[[nodiscard]] Result<NpyArrays> parseNpz(std::span<const std::byte> file, std::string_view what);

/// The same, and the lists of texts among its arrays.
struct NpzContents
{
    NpyArrays arrays;
    std::map<std::string, std::vector<std::string>> texts;
};
[[nodiscard]] Result<NpzContents> parseNpzWithTexts(std::span<const std::byte> file, std::string_view what);

/// Makes a .npz file that NumPy reads; the same arrays give the same bytes.
///     NpzWriter npz;
///     npz.add("logits", NpyArray::of(view));
///     Result<std::vector<std::byte>> file = npz.finish();
class NpzWriter
{
public:
    /// `maxBytes`: the largest file that finish() makes.
    explicit NpzWriter(std::uint64_t maxBytes = limits::npzFile);

    /// The type must be one that writeNpy takes, the name new and at most 1 KiB.
    void add(std::string_view name, const NpyArray& array);

    /// The whole file. An error if it became too large or has too many arrays. The writer is empty
    /// afterwards.
    [[nodiscard]] Result<std::vector<std::byte>> finish();

private:
    ZipWriter m_zip;
    std::set<std::string, std::less<>> m_names;
    std::uint64_t m_maxBytes;
    bool m_isTooLarge = false;
};

} // namespace hl
