#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace hl {

/// What a file that should have been something else is, told by its first bytes.
enum class FileKind
{
    Unknown,
    Empty,
    GitLfsPointer,
    Html,
    Zip,
    Npz,
    Pickle,
    Gguf,
    Onnx,
    Hdf5,
    Npy,
    Tar,
    Gzip,
    Png,
    Pdf,
    Elf,
    PythonSource,
    Json,
};

/// The first 512 bytes of a file are enough. Made to name what failed to parse, not to trust what is named.
[[nodiscard]] FileKind fileKindOf(std::span<const std::byte> start);

/// The sentence that `what` is of this kind instead of a safetensors file and what to do; the kind must be
/// known.
[[nodiscard]] tl::unexpected<Error> failNotSafetensors(FileKind kind, std::string_view what);

} // namespace hl
