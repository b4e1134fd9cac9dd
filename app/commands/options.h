#pragma once

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// One option of a command.
struct OptionInfo
{
    std::string_view name;  ///< "--model"
    std::string_view value; ///< what it takes, as shown in the help: "FILE"; empty: it takes nothing
    std::string_view help;
    bool isRequired = false;
    bool isRepeatable = false;
    bool isList = false; ///< takes all words up to the next option
};

/// What a user typed that no command understands: exit code 2.
struct UsageError
{
    std::string sentence;
};

/// The options of one call, checked against the command's list.
class Options
{
public:
    /// `--name value`, `--name=value` or `--flag`. Refuses unknown and repeated names and missing values, not
    /// missing options: that is missing()'s part.
    [[nodiscard]] static tl::expected<Options, UsageError> parse(std::span<const OptionInfo> known,
                                                                 std::span<const std::string> args);

    [[nodiscard]] bool has(std::string_view name) const { return m_values.find(name) != m_values.end(); }
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    /// Each value of an option that may be given several times, in their order, or the words of one that takes a list.
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
    [[nodiscard]] std::string valueOr(std::string_view name, std::string_view otherwise) const;

    /// A whole number within [least, most]; `otherwise` if the option was not given.
    [[nodiscard]] tl::expected<long long, UsageError> integer(std::string_view name, long long otherwise, long long least,
                                                              long long most) const;
    [[nodiscard]] tl::expected<double, UsageError> number(std::string_view name, double otherwise, double least,
                                                          double most) const;

    /// The first required option that was not given.
    [[nodiscard]] std::optional<std::string_view> missing(std::span<const OptionInfo> known) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_values; ///< never empty
};

/// ` Did you mean "X"?` or, if nothing comes close, nothing.
[[nodiscard]] std::string didYouMean(std::string_view typed, std::span<const std::string_view> known);

} // namespace hl
