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

/// True for numbers that stand for −∞ in scores and additive masks: -1e9, the least number of a format.
[[nodiscard]] constexpr bool standsForForbidden(double x)
{
    return x <= -1e4;
}

/// True for what a computation starts from: rows, weights, q, k and v.
[[nodiscard]] bool isInput(Role role);

[[nodiscard]] std::string shapeTextOf(const std::vector<std::int64_t>& shape);
/// The error that an array's shape is not the expected one.
[[nodiscard]] tl::unexpected<Error> failShape(const GivenNumbers& numbers, const std::string& expected);

/// Sorts the arrays by their names. Those that are not looked at are told in `notes`.
[[nodiscard]] Result<GivenPlaces> placesOf(const GivenArrays& arrays, std::vector<Message>& notes);
/// A whole number of at least 1; `otherwise` if it was not given.
[[nodiscard]] Result<Index> wholeNumber(const GivenPlaces& places, Role role, Index otherwise);
/// [heads, n, d], or [n, heads, d] where only that fits. `rows`: n, 0 where not known.
[[nodiscard]] Result<HeadMatrices> splitHeads(const GivenNumbers& numbers, Index heads, Index rows, std::vector<Message>& notes);

/// How many queries and keys the arrays are about; 0 where only split heads tell.
[[nodiscard]] Index knownQueries(const GivenPlaces& places);
[[nodiscard]] Index knownKeys(const GivenPlaces& places);

} // namespace hl
