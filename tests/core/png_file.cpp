#include "core/png_file.h"

#include <zlib.h>

namespace {

std::string bigEndian(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
    return bytes;
}

std::string chunk(const std::string& name, const std::string& data)
{
    const std::string body = name + data;
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return bigEndian(static_cast<std::uint32_t>(data.size())) + body + bigEndian(static_cast<std::uint32_t>(sum));
}

} // namespace

std::string pngFile(std::uint32_t width, std::uint8_t depth, std::uint8_t colour, const std::vector<std::string>& rows,
                    const std::string& palette)
{
    std::string raw;
    for (const std::string& row : rows)
        raw += '\0' + row; // no filter
    std::string packed(compressBound(static_cast<uLong>(raw.size())), '\0');
    auto size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
             static_cast<uLong>(raw.size()));
    packed.resize(size);
    std::string header = bigEndian(width) + bigEndian(static_cast<std::uint32_t>(rows.size()));
    header += static_cast<char>(depth);
    header += static_cast<char>(colour);
    header += std::string(3, '\0');
    std::string file = "\x89PNG\r\n\x1a\n" + chunk("IHDR", header);
    if (!palette.empty())
        file += chunk("PLTE", palette);
    return file + chunk("IDAT", packed) + chunk("IEND", "");
}
