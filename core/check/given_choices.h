#pragma once

#include "core/check/given_places.h"

#include <vector>

namespace hl {

/// How positions come in.
enum class PositionReading
{
    None,       ///< not at all, or they are in the rows already
    Sinusoidal, ///< sines and cosines are added
    Given,      ///< the given rows are added as they are
    Inside      ///< the given rows are in the input already, and are taken out of it to be compared
};

/// The conventions that arrays do not tell by themselves: one way to understand them.
struct ReadingChoice
{
    Index heads = 1;
    bool areHeadsAssumed = false;
    bool areWeightsTransposed = false;
    PositionReading positions = PositionReading::None;
    Step scores = Step::Scores; ///< what the array named `scores` is
};

/// All the ways that the arrays leave open, the most natural first; never empty. With a truth its number of heads is the only one.
/// Errors: a number of heads, or a d_k, that cannot be.
[[nodiscard]] Result<std::vector<ReadingChoice>> readingChoices(const GivenPlaces& places, const Truth* truth);

} // namespace hl
