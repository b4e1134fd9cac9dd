#pragma once

#include "core/base/config_reader.h"
#include "core/trace/step.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// What was measured of one head: a role, and what speaks for it. A head may have several.
struct HeadRole
{
    StepRef pattern;  ///< of the head
    std::string role; ///< "next_verb_subject"
    double score = 0.0;                  ///< mean mass on what the role looks at, 0 to 1
    std::optional<double> baselineShift; ///< what a head of constant distance would reach; none where the role is one
    double baselineUniform = 0.0;        ///< what a head that spreads evenly would reach
    int cases = 0;                       ///< rows measured
    double ablationDrop = 0.0;           ///< what the accuracy of `ablationProbe` loses without this head
    std::string ablationProbe;
    std::string origin; ///< "emerged", "emerged, sharpened" or "taught"
    int seeds = 1;      ///< models trained, of which this is the one chosen
};

/// What config.json of a model in Headlight's own format says beside its shape.
struct ModelCard
{
    std::vector<HeadRole> heads;
    std::vector<std::string> notes; ///< what a reader must know: what it was trained on, what it is not
    std::string text;               ///< what it was trained on
    std::string recipe;             ///< the command that trains it again
    int seed = 0;
};

/// Reads the keys "heads", "notes" and "training"; each may be absent.
[[nodiscard]] Result<ModelCard> readModelCard(const ConfigReader& config);

/// The roles of one head, the best first.
[[nodiscard]] std::vector<HeadRole> rolesOf(const ModelCard& card, const StepRef& pattern);

} // namespace hl
