#pragma once

#include "core/base/error.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hl {

/// Reads the keys of one JSON object, checked; a wrong value becomes a sentence that names the file, the key
/// and what was expected. A key with the value null counts as absent, as Hugging Face's files have it.
///     const ConfigReader config(object, "config.json");
///     const Result<std::int64_t> heads = config.integer("n_head", 1, 512);
/// `config.json: "n_head" is -1, expected a whole number from 1 to 512.`
class ConfigReader
{
public:
    /// The object must outlive the reader; `what` names it in sentences.
    ConfigReader(const nlohmann::json& object, std::string what);

    /// The same for what parseJson gave, refusing a document that is not an object.
    [[nodiscard]] static Result<ConfigReader> of(const nlohmann::json& document, std::string what);

    [[nodiscard]] bool has(const std::string& key) const;
    /// For the keys where null means something else than no key does: the key is there, be it null; it is there and null.
    [[nodiscard]] bool isSaid(const std::string& key) const;
    [[nodiscard]] bool isNull(const std::string& key) const;

    /// A whole number written as one (12, not 12.0) in [low, high].
    [[nodiscard]] Result<std::int64_t> integer(const std::string& key, std::int64_t low,
                                               std::int64_t high) const;
    [[nodiscard]] Result<std::int64_t> integerOr(const std::string& key, std::int64_t low, std::int64_t high,
                                                 std::int64_t absent) const;

    /// Any number in [low, high].
    [[nodiscard]] Result<double> real(const std::string& key, double low, double high) const;
    [[nodiscard]] Result<double> realOr(const std::string& key, double low, double high, double absent) const;

    [[nodiscard]] Result<bool> boolean(const std::string& key) const;
    [[nodiscard]] Result<bool> booleanOr(const std::string& key, bool absent) const;

    [[nodiscard]] Result<std::string> string(const std::string& key) const;
    [[nodiscard]] Result<std::string> stringOr(const std::string& key, std::string absent) const;

    /// Height and width: one whole number in [1, high] for both, or a list of two.
    [[nodiscard]] Result<std::pair<int, int>> sides(const std::string& key, std::int64_t high) const;
    /// A list of numbers; of texts.
    [[nodiscard]] Result<std::vector<double>> numbersOr(const std::string& key, std::vector<double> absent) const;
    [[nodiscard]] Result<std::vector<std::string>> stringsOr(const std::string& key) const;

    /// One of `known`, as its index.
    [[nodiscard]] Result<std::size_t> choice(const std::string& key,
                                             const std::vector<std::string_view>& known) const;

    /// The object below a key.
    [[nodiscard]] Result<ConfigReader> object(const std::string& key) const;

    [[nodiscard]] const std::string& what() const { return m_what; }
    [[nodiscard]] const nlohmann::json& raw() const { return *m_object; }

private:
    [[nodiscard]] const nlohmann::json* find(const std::string& key) const;
    [[nodiscard]] tl::unexpected<Error> failAbsent(const std::string& key) const;

    const nlohmann::json* m_object;
    std::string m_what;
};

} // namespace hl
