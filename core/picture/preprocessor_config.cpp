#include "core/picture/preprocessor_config.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <tuple>
#include <utility>

namespace hl {

namespace {

/// "size" or "crop_size": a number, a list, or an object with height and width. {height, width}.
Result<std::pair<int, int>> readSize(const ConfigReader& config, const std::string& key, std::pair<int, int> absent)
{
    if (!config.has(key))
        return absent;
    if (!config.raw().at(key).is_object())
        return config.sides(key, limits::pictureSide);
    const auto size = config.object(key);
    if (!size)
        return tl::unexpected(size.error());
    const auto height = size->integer("height", 1, limits::pictureSide);
    if (!height)
        return tl::unexpected(height.error());
    const auto width = size->integer("width", 1, limits::pictureSide);
    if (!width)
        return tl::unexpected(width.error());
    return std::pair{static_cast<int>(*height), static_cast<int>(*width)};
}

Result<std::vector<double>> readChannels(const ConfigReader& config, const std::string& key, const ImageSpec& image,
                                         const std::vector<double>& absent)
{
    if (config.has(key) && config.raw().at(key).is_number())
        return std::vector<double>(static_cast<std::size_t>(image.channels), config.raw().at(key).get<double>());
    auto numbers = config.numbersOr(key, absent);
    if (!numbers || numbers->empty() || static_cast<int>(numbers->size()) == image.channels)
        return numbers;
    return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" has %3 numbers, expected one for each of the %4 channels."),
                {config.what(), key, std::to_string(numbers->size()), std::to_string(image.channels)});
}

} // namespace

Result<void> readPreparation(const ConfigReader& config, ImageSpec& image)
{
    PicturePreparation out = image.preparation;
    const auto doResize = config.booleanOr("do_resize", true);
    const auto doCrop = config.booleanOr("do_center_crop", out.cropHeight > 0);
    const auto doRescale = config.booleanOr("do_rescale", true);
    const auto doNormalize = config.booleanOr("do_normalize", true);
    for (const auto* flag : {&doResize, &doCrop, &doRescale, &doNormalize}) {
        if (!*flag)
            return tl::unexpected(flag->error());
    }
    const auto size = readSize(config, "size", {out.resizeHeight, out.resizeWidth});
    if (!size)
        return tl::unexpected(size.error());
    const auto crop = readSize(config, "crop_size", {image.height, image.width});
    if (!crop)
        return tl::unexpected(crop.error());
    const auto resampling = config.integerOr("resample", 0, 5, static_cast<int>(out.resampling));
    if (!resampling)
        return tl::unexpected(resampling.error());
    const auto factor = config.realOr("rescale_factor", 0.0, 1e6, out.factor);
    if (!factor)
        return tl::unexpected(factor.error());
    auto mean = readChannels(config, "image_mean", image, out.mean);
    if (!mean)
        return tl::unexpected(mean.error());
    auto deviation = readChannels(config, "image_std", image, out.deviation);
    if (!deviation)
        return tl::unexpected(deviation.error());
    if (static_cast<std::uint64_t>(size->first) * static_cast<std::uint64_t>(size->second) > limits::picturePixels)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"size\" is more than %2 million pixels."),
                    {config.what(), std::to_string(limits::picturePixels / 1'000'000)});
    std::tie(out.resizeHeight, out.resizeWidth) = *doResize ? *size : std::pair{0, 0};
    std::tie(out.cropHeight, out.cropWidth) = *doCrop ? *crop : std::pair{0, 0};
    out.resampling = static_cast<Resampling>(*resampling);
    out.factor = *doRescale ? *factor : 1.0;
    out.mean = *doNormalize ? std::move(*mean) : std::vector<double>();
    out.deviation = *doNormalize ? std::move(*deviation) : std::vector<double>();
    out.isAssumed = false;
    image.preparation = std::move(out);
    return {};
}

} // namespace hl
