#include "core/picture/picture.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/model/file_kind.h"

#include <png.h>

#include <csetjmp>
#include <cstring>
#include <new>
#include <string>

namespace hl {

namespace {

/// What libpng's callbacks and the reading function share. It lives outside the function that libpng jumps back into.
struct Reading
{
    std::span<const std::byte> file;
    std::size_t at = 0;
    std::string error;
    Picture picture;
    std::vector<png_bytep> rows;
    png_structp png = nullptr;
    png_infop info = nullptr;
    bool isTooLarge = false;

    ~Reading() { png_destroy_read_struct(&png, &info, nullptr); }
};

extern "C" void refusePng(png_structp png, png_const_charp message)
{
    static_cast<Reading*>(png_get_error_ptr(png))->error = message;
    png_longjmp(png, 1);
}

extern "C" void ignoreWarning(png_structp, png_const_charp) {}

extern "C" void copyBytes(png_structp png, png_bytep target, png_size_t count)
{
    auto& reading = *static_cast<Reading*>(png_get_io_ptr(png));
    if (count > reading.file.size() - reading.at)
        png_error(png, "the file ends too early");
    std::memcpy(target, reading.file.data() + reading.at, count);
    reading.at += count;
}

/// Everything that may jump out of libpng; no object of this function needs a destructor.
bool readRows(Reading& reading)
{
    png_structp png = reading.png;
    png_infop info = reading.info;
    if (setjmp(png_jmpbuf(png)) != 0) // NOLINT: libpng reports errors so
        return false;
    png_set_user_limits(png, limits::pictureSide, limits::pictureSide);
    png_set_chunk_malloc_max(png, 8U << 20U);
    png_set_read_fn(png, &reading, copyBytes);
    png_read_info(png, info);
    const png_uint_32 width = png_get_image_width(png, info);
    const png_uint_32 height = png_get_image_height(png, info);
    if (static_cast<std::uint64_t>(width) * height > limits::picturePixels) {
        reading.isTooLarge = true;
        return false;
    }
    png_set_strip_16(png);
    png_set_palette_to_rgb(png);
    png_set_expand_gray_1_2_4_to_8(png);
    png_set_gray_to_rgb(png);
    png_set_strip_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != 3 * static_cast<std::size_t>(width))
        png_error(png, "unknown kind of pixels");
    reading.picture.width = static_cast<int>(width);
    reading.picture.height = static_cast<int>(height);
    reading.picture.bytes.resize(3 * static_cast<std::size_t>(width) * height);
    reading.rows.resize(height);
    for (std::size_t y = 0; y < height; ++y)
        reading.rows[y] = reading.picture.bytes.data() + 3 * y * width;
    png_read_image(png, reading.rows.data());
    png_read_end(png, nullptr);
    return true;
}

tl::unexpected<Error> failNotPng(std::span<const std::byte> file, std::string_view what)
{
    const FileKind kind = fileKindOf(file);
    if (kind == FileKind::Empty)
        return fail(ErrorCode::WrongKindOfFile, HL_NOOP("core", "%1 is empty; choose a picture saved as PNG."), {std::string(what)});
    return fail(ErrorCode::WrongKindOfFile,
                HL_NOOP("core", "%1 is not a PNG file; save the picture as PNG and open that."), {std::string(what)});
}

} // namespace

Result<Picture> parsePng(std::span<const std::byte> file, std::string_view what)
{
    if (fileKindOf(file.first(std::min<std::size_t>(file.size(), 512))) != FileKind::Png)
        return failNotPng(file.first(std::min<std::size_t>(file.size(), 512)), what);
    try {
        Reading reading;
        reading.file = file;
        reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, refusePng, ignoreWarning);
        reading.info = reading.png != nullptr ? png_create_info_struct(reading.png) : nullptr;
        if (reading.info == nullptr)
            throw std::bad_alloc();
        if (readRows(reading))
            return std::move(reading.picture);
        if (reading.isTooLarge)
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "%1: the picture has more than %2 million pixels; save it smaller."),
                        {std::string(what), std::to_string(limits::picturePixels / 1'000'000)});
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 is a damaged PNG file (%2); save the picture again."),
                    {std::string(what), shown(reading.error)});
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "%1: there is not enough memory for this picture; save it smaller."),
                    {std::string(what)});
    }
}

Result<Picture> readPng(const std::filesystem::path& path)
{
    const auto file = readFile(path, limits::pictureFile);
    if (!file)
        return tl::unexpected(file.error());
    return parsePng(*file, shownPath(path));
}

} // namespace hl
