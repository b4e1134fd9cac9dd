#include "core/model/families/rotary.h"

#include "core/base/limits.h"
#include "core/base/number.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

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
                return fail(ErrorCode::Unsupported,
                            HL_NOOP("core", "%1: \"%2\" has parameters of its own for \"%3\"; supported is one way of rotating for all layers."),
                            {config.what(), key, shown(name)});
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

/// Lengths of a text in tokens.
struct Lengths
{
    int longest;  ///< that the model takes
    int original; ///< that it took before it was stretched: beside the scaling, as transformers 5 writes it, or inside, or the same
};

Result<Lengths> lengthsOf(const ConfigReader& config, const ConfigReader& scaling, int absent)
{
    constexpr const char* key = "original_max_position_embeddings";
    SpecReader read(config.has(key) ? config : scaling);
    SpecReader beside(config);
    const int longest = beside.integerOr("max_position_embeddings", 1, limits::tableRows, absent);
    const int original = read.integerOr(key, 1, limits::tableRows, longest);
    for (const SpecReader* each : {&beside, &read}) {
        if (!each->ok())
            return tl::unexpected(each->ok().error());
    }
    return Lengths{longest, original};
}

Result<void> readYarn(const ConfigReader& scaling, const Lengths& lengths, PositionSpec& positions)
{
    SpecReader read(scaling);
    positions.rotaryScaling = RotaryScaling::Yarn;
    positions.rotaryFactor = scaling.isNull("factor") ? static_cast<double>(lengths.longest) / lengths.original : read.real("factor", 1.0, 1e6);
    positions.rotaryHighFactor = read.realOr("beta_fast", 1e-6, 1e6, 32.0);
    positions.rotaryLowFactor = read.realOr("beta_slow", 1e-6, 1e6, 1.0);
    positions.rotaryOriginalLength = lengths.original;
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
    return {};
}

Result<void> readLlama3(const ConfigReader& scaling, const Lengths& lengths, PositionSpec& positions)
{
    SpecReader read(scaling);
    positions.rotaryScaling = RotaryScaling::Llama3;
    positions.rotaryFactor = read.real("factor", 1.0, 1e6);
    positions.rotaryLowFactor = read.real("low_freq_factor", 1e-6, 1e6);
    positions.rotaryHighFactor = read.real("high_freq_factor", 1e-6, 1e6);
    positions.rotaryOriginalLength = lengths.original;
    if (read.ok() && positions.rotaryHighFactor <= positions.rotaryLowFactor)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: high_freq_factor = %2, which must be more than low_freq_factor = %3."),
                    {scaling.what(), formatNumber(positions.rotaryHighFactor), formatNumber(positions.rotaryLowFactor)});
    return read.ok();
}

Result<void> readScaling(const ConfigReader& config, const ConfigReader& scaling, int longestAbsent, PositionSpec& positions)
{
    SpecReader read(scaling);
    const char* const key = scaling.has("rope_type") ? "rope_type" : "type";
    const std::string type = read.stringOr(key, "default");
    if (!read.ok() || type == "default")
        return read.ok();
    if (type != "linear" && type != "llama3" && type != "yarn" && type != "dynamic")
        return failSetting(scaling, key, type, "default, linear, llama3, yarn, dynamic");
    const auto lengths = lengthsOf(config, scaling, longestAbsent);
    if (!lengths)
        return tl::unexpected(lengths.error());
    if (type == "yarn")
        return readYarn(scaling, *lengths, positions);
    if (type == "llama3")
        return readLlama3(scaling, *lengths, positions);
    positions.rotaryFactor = read.real("factor", 1.0, 1e6);
    positions.rotaryScaling = type == "linear" ? RotaryScaling::Linear : RotaryScaling::Dynamic;
    if (type == "dynamic") // the reference does not ask for the original length here
        positions.rotaryOriginalLength = lengths->longest;
    return read.ok();
}

} // namespace

Result<void> readRotary(const ConfigReader& config, const RotaryKeys& keys, int dHead, PositionSpec& positions)
{
    constexpr const char* shareInside = "partial_rotary_factor";
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
        share = inside.realOr(shareInside, 0.0, 1.0, share);
        if (!inside.ok())
            return inside.ok();
    }
    const bool isInside = *parameters && (*parameters)->has(shareInside);
    if (keys.isWhole && share != 1.0)
        return failSetting(isInside ? **parameters : config, isInside ? shareInside : keys.share, formatNumber(share), "1");
    positions.rotaryDims = keys.isWhole ? 0 : static_cast<int>(dHead * share);
    positions.kind = keys.isWhole || positions.rotaryDims > 0 ? PositionKind::Rotary : PositionKind::None;
    return *parameters ? readScaling(config, **parameters, keys.longestAbsent, positions) : Result<void>{};
}

} // namespace hl
