#pragma once

#include "core/check/given.h"
#include "core/check/given_names.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hl {

/// One array, leading ones taken away: two or three dimensions.
struct GivenNumbers
{
    std::string name;                ///< fit to be shown
    std::vector<std::int64_t> shape;
    std::string shapeText;           ///< the shape as it was given
    std::vector<double> values;
    NumberType type = NumberType::Double;
    bool isBoolean = false;
    int decimals = -1;

    [[nodiscard]] MatrixOf<double> matrix(Index part = 0) const;
    [[nodiscard]] HeadMatrices heads() const;
};

/// The arrays by what they stand for. Q, K and V may be there twice: heads side by side, and split.
struct GivenPlaces
{
    std::map<Role, GivenNumbers> whole;
    std::map<Role, GivenNumbers> split;

    [[nodiscard]] const GivenNumbers* find(Role role, bool isSplit = false) const;
    [[nodiscard]] const GivenNumbers* either(Role role) const;
};

[[nodiscard]] std::string shapeTextOf(const std::vector<std::int64_t>& shape);
[[nodiscard]] Result<GivenPlaces> placesOf(const GivenArrays& arrays, std::vector<Message>& notes);
/// A whole number of at least 1; `otherwise` if it was not given.
[[nodiscard]] Result<Index> wholeNumber(const GivenPlaces& places, Role role, Index otherwise);
/// `rows`: 0 where not known.
[[nodiscard]] Result<HeadMatrices> splitHeads(const GivenNumbers& numbers, Index heads, Index rows, std::vector<Message>& notes);
/// All ways to understand the arrays.
[[nodiscard]] Result<std::vector<Reading>> expandedReadings(const GivenPlaces& places, const Truth* truth, std::vector<Message>& notes);

} // namespace hl
