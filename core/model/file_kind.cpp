#include "core/model/file_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace hl {
namespace {

using namespace std::string_view_literals;

struct Magic
{
    std::string_view bytes;
    FileKind kind;
    std::size_t offset = 0;
};

constexpr std::array<Magic, 10> magics = {{
    {"version https://git-lfs.github.com/"sv, FileKind::GitLfsPointer},
    {"GGUF"sv, FileKind::Gguf},
    {"\x89HDF\r\n\x1a\n"sv, FileKind::Hdf5},
    {"\x93NUMPY"sv, FileKind::Npy},
    {"\x1f\x8b"sv, FileKind::Gzip},
    {"\x89PNG\r\n\x1a\n"sv, FileKind::Png},
    {"%PDF-"sv, FileKind::Pdf},
    {"\x7f"
     "ELF"sv,
     FileKind::Elf},
    {"ustar"sv, FileKind::Tar, 257},
    {"PK\x03\x04"sv, FileKind::Zip},
}};

bool startsWithIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    return text.size() >= lowerCase.size() &&
           std::equal(lowerCase.begin(), lowerCase.end(), text.begin(), [](char a, char b) {
               return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
           });
}

/// The name of a zip archive's first file.
std::string_view firstNameInZip(std::string_view zip)
{
    if (zip.size() < 30)
        return {};
    const auto at = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(zip[i]));
    };
    return zip.substr(30, at(26) | at(27) << 8);
}

/// PROTO 2..5 and then an opcode that a saved model begins with: a number, a frame, a container, a global.
bool isPickle(std::string_view bytes)
{
    return bytes.size() >= 3 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5 &&
           "\x8a\x95]}(cX\x8c"sv.find(bytes[2]) != std::string_view::npos;
}

/// A protobuf message whose field 1 is a small number (ir_version) and that goes on with field 2, 7 or 8.
bool isOnnx(std::string_view bytes)
{
    return bytes.size() >= 3 && bytes[0] == '\x08' && bytes[1] >= 1 && bytes[1] <= 32 &&
           "\x12\x3a\x42"sv.find(bytes[2]) != std::string_view::npos;
}

bool isPythonSource(std::string_view text)
{
    constexpr std::array starts = {"import "sv,
                                   "from "sv,
                                   "def "sv,
                                   "class "sv,
                                   "\"\"\""sv,
                                   "# -*- coding"sv,
                                   "#!/usr/bin/env python"sv,
                                   "#!/usr/bin/python"sv};
    while (!text.empty()) {
        if (std::any_of(starts.begin(), starts.end(),
                        [&](auto start) { return text.substr(0, start.size()) == start; }))
            return true;
        if (text[0] != '#' && text[0] != '\n') // comments and empty lines may come first
            return false;
        const std::size_t end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return false;
}

FileKind kindOfText(std::string_view text)
{
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    for (const std::string_view start : {"<!doctype html"sv, "<html"sv, "<head"sv, "<?xml"sv})
        if (startsWithIgnoringCase(text, start))
            return FileKind::Html;
    if (!text.empty() && (text[0] == '{' || text[0] == '[')) {
        const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
        if (next != std::string_view::npos &&
            "\"{}[]-0123456789tfn"sv.find(text[next]) != std::string_view::npos)
            return FileKind::Json;
    }
    return isPythonSource(text) ? FileKind::PythonSource : FileKind::Unknown;
}

const char* sentenceFor(FileKind kind)
{
    switch (kind) {
    case FileKind::Empty:
        return HL_NOOP("core", "%1 is empty: get the file again.");
    case FileKind::GitLfsPointer:
        return HL_NOOP("core",
                       "%1 is a Git LFS pointer, not the model itself: run \"git lfs pull\" in its folder.");
    case FileKind::Html:
        return HL_NOOP("core",
                       "%1 is an HTML page that was saved instead of the model: download the file itself, if "
                       "need be after signing in.");
    case FileKind::Zip:
        return HL_NOOP(
            "core", "%1 is a zip archive, as PyTorch saves its pickles: it is not supported because it can "
                    "run code; get the model's .safetensors file.");
    case FileKind::Pickle:
        return HL_NOOP("core",
                       "%1 is a Python pickle: it is not supported because it can run code; get the model's "
                       ".safetensors file.");
    case FileKind::Npz:
        return HL_NOOP("core",
                       "%1 is a NumPy archive (.npz), not a model: choose the model's .safetensors file.");
    case FileKind::Npy:
        return HL_NOOP("core",
                       "%1 is a NumPy file (.npy), not a model: choose the model's .safetensors file.");
    case FileKind::Gguf:
        return HL_NOOP("core",
                       "%1 is a GGUF file, which is not supported: get the model's .safetensors file.");
    case FileKind::Onnx:
        return HL_NOOP("core",
                       "%1 is an ONNX file, which is not supported: get the model's .safetensors file.");
    case FileKind::Hdf5:
        return HL_NOOP("core",
                       "%1 is a Keras/HDF5 file, which is not supported: get the model's .safetensors file.");
    case FileKind::Tar:
        return HL_NOOP("core", "%1 is a tar archive: unpack it and choose the .safetensors file in it.");
    case FileKind::Gzip:
        return HL_NOOP("core", "%1 is packed with gzip: unpack it and choose the .safetensors file in it.");
    case FileKind::Png:
        return HL_NOOP("core", "%1 is a PNG picture: choose the model's .safetensors file.");
    case FileKind::Pdf:
        return HL_NOOP("core", "%1 is a PDF document: choose the model's .safetensors file.");
    case FileKind::Elf:
        return HL_NOOP("core", "%1 is a program (ELF): choose the model's .safetensors file.");
    case FileKind::PythonSource:
        return HL_NOOP("core", "%1 is Python source code: choose the model's .safetensors file.");
    case FileKind::Json:
        return HL_NOOP("core",
                       "%1 is a JSON file (perhaps the index of a model in several files): choose the "
                       ".safetensors file, or the folder.");
    case FileKind::Unknown:
        break;
    }
    return nullptr;
}

} // namespace

FileKind fileKindOf(std::span<const std::byte> start)
{
    if (start.empty())
        return FileKind::Empty;
    const std::string_view bytes(reinterpret_cast<const char*>(start.data()),
                                 std::min<std::size_t>(start.size(), 512));
    for (const Magic& magic : magics) {
        if (bytes.size() < magic.offset || bytes.substr(magic.offset, magic.bytes.size()) != magic.bytes)
            continue;
        const bool isNpz =
            magic.kind == FileKind::Zip && firstNameInZip(bytes).find(".npy") != std::string_view::npos;
        return isNpz ? FileKind::Npz : magic.kind;
    }
    if (isPickle(bytes))
        return FileKind::Pickle;
    if (isOnnx(bytes))
        return FileKind::Onnx;
    return kindOfText(bytes);
}

tl::unexpected<Error> failNotSafetensors(FileKind kind, std::string_view what)
{
    const char* sentence = sentenceFor(kind);
    HL_ASSERT(sentence != nullptr);
    return fail(ErrorCode::WrongKindOfFile, sentence, {std::string(what)});
}

} // namespace hl
