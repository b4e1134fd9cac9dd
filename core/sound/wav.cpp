#include "core/sound/sound.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/shown.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string>

namespace hl {

namespace {

using Bytes = std::span<const std::byte>;

/// `count` bytes as a number, least first.
std::uint64_t numberAt(Bytes bytes, std::size_t at, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value |= std::to_integer<std::uint64_t>(bytes[at + i]) << (8 * i);
    return value;
}

bool isTag(Bytes bytes, std::size_t at, const char* tag)
{
    return bytes.size() >= at + 4 && std::memcmp(bytes.data() + at, tag, 4) == 0;
}

struct Format
{
    unsigned kind = 0; ///< 1 whole numbers, 3 floats
    unsigned channels = 0;
    std::uint64_t sampleRate = 0;
    unsigned bits = 0;
};

/// The chunks that matter; nothing where one is missing or cut off.
struct Chunks
{
    std::optional<Format> format;
    std::optional<Bytes> data;
};

Chunks chunksOf(Bytes file)
{
    constexpr std::size_t header = 8;
    constexpr unsigned extensible = 0xFFFE;
    Chunks chunks;
    for (std::size_t at = 12; at + header <= file.size();) {
        const std::size_t room = file.size() - at - header;
        const std::uint64_t said = numberAt(file, at + 4, 4);
        // Programs that write to a pipe leave the size of the data open: then it goes to the end.
        const std::size_t size = said > room ? room : static_cast<std::size_t>(said);
        const Bytes body = file.subspan(at + header, size);
        if (isTag(file, at, "fmt ") && size >= 16) {
            Format format{static_cast<unsigned>(numberAt(body, 0, 2)), static_cast<unsigned>(numberAt(body, 2, 2)),
                          numberAt(body, 4, 4), static_cast<unsigned>(numberAt(body, 14, 2))};
            if (format.kind == extensible && size >= 26)
                format.kind = static_cast<unsigned>(numberAt(body, 24, 2));
            chunks.format = format;
        } else if (isTag(file, at, "data") && !chunks.data) {
            chunks.data = body;
        }
        at += header + size + size % 2; // chunks begin at even places
    }
    return chunks;
}

float sampleAt(Bytes data, std::size_t at, const Format& format)
{
    const std::size_t width = format.bits / 8;
    const std::uint64_t raw = numberAt(data, at, width);
    if (format.kind == 3)
        return width == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(raw))
                          : static_cast<float>(std::bit_cast<double>(raw));
    if (width == 1) // the only kind without a sign
        return static_cast<float>((static_cast<double>(raw) - 128.0) / 128.0);
    const auto shift = static_cast<unsigned>(64 - format.bits);
    const auto whole = static_cast<std::int64_t>(raw << shift) >> shift;
    return static_cast<float>(static_cast<double>(whole) / static_cast<double>(std::int64_t{1} << (format.bits - 1)));
}

bool isReadable(const Format& format)
{
    if (format.kind == 1)
        return format.bits == 8 || format.bits == 16 || format.bits == 24 || format.bits == 32;
    return format.kind == 3 && (format.bits == 32 || format.bits == 64);
}

} // namespace

Result<Sound> parseWav(Bytes file, std::string_view what)
{
    const std::string name(what);
    if (!isTag(file, 0, "RIFF") || !isTag(file, 8, "WAVE"))
        return fail(ErrorCode::WrongKindOfFile,
                    HL_NOOP("core", "%1 is not a WAV file; save the sound as WAV and open that."), {name});
    const Chunks chunks = chunksOf(file);
    if (!chunks.format || !chunks.data)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 is a damaged WAV file; save the sound again."), {name});
    const Format& format = *chunks.format;
    if (!isReadable(format))
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1 is a WAV file of a kind that cannot be read (format %2, %3 bits); save it as PCM of 16 bits."),
                    {name, std::to_string(format.kind), std::to_string(format.bits)});
    if (format.channels != 1)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1 has %2 channels; save it with one (mono)."),
                    {name, std::to_string(format.channels)});
    if (format.sampleRate == 0 || format.sampleRate > limits::samplesPerSecond)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 says it has %2 samples a second; save the sound again."),
                    {name, std::to_string(format.sampleRate)});
    const std::size_t width = format.bits / 8;
    Sound sound;
    sound.sampleRate = static_cast<int>(format.sampleRate);
    try {
        sound.samples.resize(chunks.data->size() / width);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "%1: there is not enough memory for this sound; make it shorter."), {name});
    }
    for (std::size_t i = 0; i < sound.samples.size(); ++i)
        sound.samples[i] = sampleAt(*chunks.data, i * width, format);
    if (sound.samples.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 holds no sound."), {name});
    return sound;
}

Result<Sound> readWav(const std::filesystem::path& path)
{
    const auto file = readFile(path, limits::soundFile);
    if (!file)
        return tl::unexpected(file.error());
    return parseWav(*file, shownPath(path));
}

} // namespace hl
