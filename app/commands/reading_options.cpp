#include "app/commands/reading_options.h"

#include "core/base/shown.h"

namespace hl {

tl::expected<PatternReading, UsageError> readReading(const Options& options)
{
    PatternReading reading;
    reading.joinsWords = options.has("--words");
    const std::string specials = options.valueOr("--specials", "shown");
    if (specials == "hidden")
        reading.specials = SpecialTokens::Hidden;
    else if (specials == "renormalised" || specials == "renormalized")
        reading.specials = SpecialTokens::Renormalised;
    else if (specials != "shown")
        return tl::unexpected(UsageError{"--specials takes shown, hidden or renormalised, not \"" + shown(specials) + "\"."});
    if (const auto given = options.value("--aggregate")) {
        std::string how = *given;
        reading.isOverAllLayers = how.ends_with("-all");
        if (reading.isOverAllLayers)
            how.resize(how.size() - 4);
        if (how == "mean")
            reading.aggregate = Aggregate::Mean;
        else if (how == "max")
            reading.aggregate = Aggregate::Max;
        else if (how == "entropy")
            reading.aggregate = Aggregate::Entropy;
        else
            return tl::unexpected(UsageError{"--aggregate takes mean, max, entropy, mean-all, max-all or entropy-all, not \"" + shown(*given) + "\"."});
    }
    return reading;
}

} // namespace hl
