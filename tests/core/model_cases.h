#pragma once

#include "core/model/model.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// The models that Headlight ships, with the cases they are measured on. See resources/models/train/cases.py.
namespace shipped {

/// A word that the rest of a text decides.
struct Probe
{
    std::size_t story = 0;
    hl::Index position = 0;
    std::string kind;
    hl::TokenId right = 0;
    std::vector<hl::TokenId> wrong; ///< empty: all others
};

/// Where a row should look: columns first .. last.
struct Arc
{
    std::size_t story = 0;
    std::string relation;
    hl::Index row = 0;
    hl::Index first = 0;
    hl::Index last = 0;
    bool isMore = false; ///< further columns of the arc before
};

struct Cases
{
    std::vector<std::vector<hl::TokenId>> stories;
    std::vector<Probe> probes;
    std::vector<Arc> arcs;
    std::vector<int> feelings; ///< of each story: the piece that names it, -1 where it is unknown; empty for other models
};

/// Roles that follow from the tokens alone: "previous", "next" and "induction" (what followed the same piece before).
[[nodiscard]] std::vector<Arc> positionArcs(const std::vector<std::vector<hl::TokenId>>& stories);

/// The folder of the shipped models.
[[nodiscard]] std::filesystem::path root();
/// Reads cases.npz; aborts the test with a sentence if it cannot be read.
[[nodiscard]] Cases readCases(const std::string& name);
[[nodiscard]] std::shared_ptr<const hl::Model> load(const std::string& name);
/// The entries of models.json, which lists all shipped models.
[[nodiscard]] nlohmann::json list();
/// The entries of "heads" in a model's config.json.
[[nodiscard]] nlohmann::json heads(const std::string& name);
/// "training" in a model's config.json.
[[nodiscard]] nlohmann::json training(const std::string& name);

} // namespace shipped
