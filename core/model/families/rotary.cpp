#include "core/model/families/rotary.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace hl {

namespace {

/// What says how the angles are scaled: "rope_scaling" unless it is empty, else "rope_parameters".
Result<std::optional<ConfigReader>> parametersOf(const ConfigReader& config)
{
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        if (!config.has(key) || config.raw().at(key).empty())
            continue;
        auto parameters = config.object(key);
        if (!parameters)
            return tl::unexpected(parameters.error());
        for (const auto& [name, value] : parameters->raw().items()) {
            if (value.is_object())
                return failSetting(config, key, name + ": {...}", "one way of rotating for all layers");
        }
        return std::optional(std::move(*parameters));
    }
    return std::optional<ConfigReader>{};
}

/// How much YaRN lengthens rotated rows, by the paper's formula: √(1/t) of its equation 22.
double lengthening(double factor, double weight)
{
    return factor <= 1.0 ? 1.0 : 0.1 * weight * std::log(factor) + 1.0;
}

Result<void> readYarn(const ConfigReader& config, const ConfigReader& scaling, PositionSpec& positions)
{
    SpecReader read(scaling);
    SpecReader beside(config);
    positions.rotaryScaling = RotaryScaling::Yarn;
    positions.rotaryHighFactor = read.realOr("beta_fast", 1e-6, 1e6, 32.0);
    positions.rotaryLowFactor = read.realOr("beta_slow", 1e-6, 1e6, 1.0);
    positions.rotaryOriginalLength = scaling.has("original_max_position_embeddings")
                                         ? read.integer("original_max_position_embeddings", 1, limits::tableRows)
                                         : beside.integer("max_position_embeddings", 1, limits::tableRows);
    const double weight = read.realOr("mscale", 0.0, 1e6, 0.0);
    const double weightOfAll = read.realOr("mscale_all_dim", 0.0, 1e6, 0.0);
    const bool isByTwo = weight > 0.0 && weightOfAll > 0.0;
    const double factor = positions.rotaryFactor;
    positions.rotaryMagnitude = read.realOr("attention_factor", 1e-6, 1e6,
                                            isByTwo ? lengthening(factor, weight) / lengthening(factor, weightOfAll) : lengthening(factor, 1.0));
    const bool isWhole = read.booleanOr("truncate", true);
    if (!read.ok())
        return read.ok();
    if (!isWhole)
        return failSetting(scaling, "truncate", "false", "true");
    return beside.ok();
}

Result<void> readScaling(const ConfigReader& config, const ConfigReader& scaling, PositionSpec& positions)
{
    SpecReader read(scaling);
    const std::string type = read.stringOr(scaling.has("rope_type") ? "rope_type" : "type", "default");
    if (!read.ok() || type == "default")
        return read.ok();
    if (type != "linear" && type != "llama3" && type != "yarn" && type != "dynamic")
        return failSetting(scaling, "rope_type", type, "default, linear, llama3, yarn, dynamic");
    positions.rotaryFactor = read.real("factor", 1.0, 1e6);
    if (type == "linear")
        positions.rotaryScaling = RotaryScaling::Linear;
    if (type == "llama3") {
        positions.rotaryScaling = RotaryScaling::Llama3;
        positions.rotaryLowFactor = read.real("low_freq_factor", 1e-6, 1e6);
        positions.rotaryHighFactor = read.real("high_freq_factor", 1e-6, 1e6);
        positions.rotaryOriginalLength = read.integer("original_max_position_embeddings", 1, limits::tableRows);
        if (read.ok() && positions.rotaryHighFactor <= positions.rotaryLowFactor)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "%1: \"rope_scaling\" says high_freq_factor = %2, which must be more than low_freq_factor = %3."),
                        {config.what(), std::to_string(positions.rotaryHighFactor), std::to_string(positions.rotaryLowFactor)});
    }
    if (type == "yarn" && read.ok())
        return readYarn(config, scaling, positions);
    // "dynamic" changes nothing up to the length that the model was trained on; longer texts are not run.
    if (type == "dynamic") {
        SpecReader beside(config);
        const int longest = beside.integerOr("max_position_embeddings", 1, limits::tableRows, 2048);
        positions.maxLength = std::min(longest, read.integerOr("original_max_position_embeddings", 1, limits::tableRows, longest));
        if (!beside.ok())
            return beside.ok();
    }
    return read.ok();
}

} // namespace

Result<void> readRotary(const ConfigReader& config, const RotaryKeys& keys, int dHead, PositionSpec& positions)
{
    const auto parameters = parametersOf(config);
    if (!parameters)
        return tl::unexpected(parameters.error());
    SpecReader beside(config);
    positions.rotaryBase = beside.realOr(keys.base, 1e-3, 1e12, 10000.0);
    double share = beside.realOr(keys.share, 0.0, 1.0, keys.shareAbsent);
    if (!beside.ok())
        return beside.ok();
    if (*parameters) {
        SpecReader inside(**parameters);
        positions.rotaryBase = inside.realOr("rope_theta", 1e-3, 1e12, positions.rotaryBase);
        share = inside.realOr("partial_rotary_factor", 0.0, 1.0, share);
        if (!inside.ok())
            return inside.ok();
    }
    if (keys.isWhole && share != 1.0)
        return failSetting(config, keys.share, std::to_string(share), "1");
    positions.rotaryDims = keys.isWhole ? 0 : static_cast<int>(dHead * share);
    positions.kind = keys.isWhole || positions.rotaryDims > 0 ? PositionKind::Rotary : PositionKind::None;
    return *parameters ? readScaling(config, **parameters, positions) : Result<void>{};
}

} // namespace hl
