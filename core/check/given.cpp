#include "core/check/given.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/check/given_places.h"
#include "core/check/given_readings.h"

namespace hl {

Result<Given> readingsOf(const GivenArrays& arrays, const Truth* truth)
{
    Given given;
    for (const GivenArray& one : arrays)
        given.numbers += static_cast<std::uint64_t>(one.array.count());
    if (given.numbers > limits::checkNumbers)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 numbers are more than the %2 that are checked at once: give one layer, or fewer tokens."),
                    {std::to_string(given.numbers), std::to_string(limits::checkNumbers)});
    const auto places = placesOf(arrays, given.notes);
    if (!places)
        return tl::unexpected(places.error());
    if (places->whole.empty() && places->split.empty())
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "None of the arrays has a name that is known (%1): name them Q, K, V, scores, weights, output."),
                    {arrays.empty() ? std::string("-") : shown(arrays.front().name)});
    for (const auto* some : {&places->whole, &places->split}) {
        for (const auto& [role, numbers] : *some) {
            if (isInput(role) && numbers.type < given.inputType)
                given.inputType = numbers.type;
        }
    }
    auto readings = expandedReadings(*places, truth);
    if (!readings)
        return tl::unexpected(readings.error());
    given.readings = std::move(*readings);
    return given;
}

} // namespace hl
