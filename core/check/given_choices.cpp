#include "core/check/given_choices.h"

#include "core/base/limits.h"

#include <algorithm>

namespace hl {

namespace {

/// The numbers of heads that the arrays allow: one, where they tell.
Result<std::vector<ReadingChoice>> headChoices(const GivenPlaces& places)
{
    if (places.find(Role::Heads)) {
        const auto heads = wholeNumber(places, Role::Heads, 1);
        if (!heads)
            return tl::unexpected(heads.error());
        if (static_cast<std::uint64_t>(*heads) > limits::heads)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` says %2 heads, more than the %3 of a layer."),
                        {places.find(Role::Heads)->name, std::to_string(*heads), std::to_string(limits::heads)});
        return std::vector<ReadingChoice>{{.heads = *heads}};
    }
    for (const Role role : {Role::Scores, Role::Scaled, Role::Masked, Role::Pattern}) {
        if (const GivenNumbers* numbers = places.find(role))
            return std::vector<ReadingChoice>{{.heads = numbers->shape.size() == 3 ? static_cast<Index>(numbers->shape.front()) : 1}};
    }
    for (const Role role : {Role::Q, Role::K, Role::V}) {
        if (const GivenNumbers* numbers = places.find(role, true))
            return std::vector<ReadingChoice>{{.heads = static_cast<Index>(numbers->shape.front())}};
    }
    for (const Role role : {Role::Z, Role::WQ, Role::WK, Role::WV, Role::WO, Role::Output}) {
        const GivenNumbers* numbers = places.find(role);
        if (numbers && numbers->shape.size() == 3)
            return std::vector<ReadingChoice>{{.heads = static_cast<Index>(numbers->shape.front())}};
    }
    const GivenNumbers* rows = places.find(Role::Q) ? places.find(Role::Q) : places.find(Role::WQ);
    const auto headWidth = wholeNumber(places, Role::HeadWidth, 0);
    if (!headWidth)
        return tl::unexpected(headWidth.error());
    if (rows && *headWidth > 0 && rows->shape.back() % *headWidth == 0)
        return std::vector<ReadingChoice>{{.heads = static_cast<Index>(rows->shape.back()) / *headWidth}};
    std::vector<ReadingChoice> choices{{.heads = 1}};
    const GivenNumbers* values = places.find(Role::V) ? places.find(Role::V) : places.find(Role::WV);
    const std::int64_t width = rows ? rows->shape.back() : 1;
    for (std::int64_t heads = 2; heads <= std::min<std::int64_t>(width, 32); ++heads) {
        if (width % heads == 0 && values && values->shape.back() % heads == 0)
            choices.push_back({.heads = heads, .areHeadsAssumed = true});
    }
    return choices;
}

template <class Value>
std::vector<ReadingChoice> times(const std::vector<ReadingChoice>& choices, const std::vector<Value>& values, Value ReadingChoice::*member)
{
    std::vector<ReadingChoice> out;
    for (const ReadingChoice& choice : choices) {
        for (const Value value : values) {
            out.push_back(choice);
            out.back().*member = value;
        }
    }
    return out;
}

std::vector<PositionReading> positionReadings(const GivenPlaces& places)
{
    const bool hasX = places.find(Role::X), hasEmbedding = places.find(Role::Embedding);
    const GivenNumbers* positions = places.find(Role::Positions);
    using P = PositionReading;
    if (hasEmbedding)
        return positions ? std::vector{P::Sinusoidal, P::Given, P::None} : std::vector{P::Sinusoidal, P::None};
    if (hasX && positions && positions->shape == places.find(Role::X)->shape)
        return {P::Inside, P::Sinusoidal, P::Given};
    if (hasX && places.find(Role::WQ))
        return {P::None, P::Sinusoidal};
    return {positions && !hasX ? P::Sinusoidal : P::None};
}

std::vector<Step> scoreReadings(const GivenPlaces& places, bool hasQueryKey)
{
    const GivenNumbers* scores = places.find(Role::Scores);
    if (scores == nullptr)
        return {Step::Scores};
    const bool isMasked = std::any_of(scores->values.begin(), scores->values.end(), standsForForbidden);
    const bool hasScaled = places.find(Role::Scaled), hasMasked = places.find(Role::Masked);
    if (isMasked && !hasMasked && !hasScaled)
        return {Step::Masked, Step::Scores, Step::Scaled};
    if (hasScaled)
        return {Step::Scores};
    if (hasMasked || !hasQueryKey)
        return {Step::Scores, Step::Scaled};
    return {Step::Scores, Step::Scaled, Step::Masked};
}

bool areWeightsSquare(const GivenPlaces& places)
{
    bool isAny = false;
    for (const Role role : {Role::WQ, Role::WK, Role::WV, Role::WO}) {
        const GivenNumbers* weight = places.find(role);
        if (weight == nullptr)
            continue;
        isAny = true;
        if (weight->shape.size() != 2 || weight->shape[0] != weight->shape[1])
            return false;
    }
    return isAny;
}

} // namespace

Result<std::vector<ReadingChoice>> readingChoices(const GivenPlaces& places, const Truth* truth)
{
    std::vector<ReadingChoice> choices{{}};
    if (truth) {
        choices.front().heads = truth->problem.heads;
    } else {
        auto heads = headChoices(places);
        if (!heads)
            return tl::unexpected(heads.error());
        choices = std::move(*heads);
        choices = times(choices, positionReadings(places), &ReadingChoice::positions);
        if (areWeightsSquare(places))
            choices = times(choices, {false, true}, &ReadingChoice::areWeightsTransposed);
    }
    const bool hasQueryKey = truth || (places.either(Role::Q) && places.either(Role::K)) || (places.find(Role::WQ) && places.find(Role::WK));
    return times(choices, scoreReadings(places, hasQueryKey), &ReadingChoice::scores);
}

} // namespace hl
