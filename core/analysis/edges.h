#pragma once

#include "core/base/matrix.h"

#include <cstddef>
#include <vector>

namespace hl {

/// One weight of a pattern as a line from a query to a key.
struct Edge
{
    Index query = 0;
    Index key = 0;
    double weight = 0.0;

    friend bool operator==(const Edge&, const Edge&) = default;
};

/// Which weights of a pattern a picture draws, and how much it leaves out.
struct EdgeChoice
{
    enum class Rule { Mass, Value };
    Rule rule = Rule::Mass;
    double mass = 0.9;          ///< Mass: of each row the largest weights that together reach this share of it
    double threshold = 0.05;    ///< Value: weights of at least this
    std::size_t limit = 6000;   ///< never more than this many edges, the largest of all
};

struct ChosenEdges
{
    std::vector<Edge> edges;     ///< smallest first, so that the largest is drawn on top
    double unshownShare = 0.0;   ///< of the pattern's whole mass, 0 to 1; 0 where there is no mass
};

/// Edges of a pattern [query, key]. Weights that are 0 or not finite are no edges; of equal weights the smaller key
/// comes first.
[[nodiscard]] ChosenEdges chooseEdges(const MatrixView& pattern, const EdgeChoice& choice);

} // namespace hl
