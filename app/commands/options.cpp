#include "app/commands/options.h"

#include "core/base/shown.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hl {

namespace {

/// Letters to change, leave out, put in or swap with their neighbour to make `b` of `a`.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

const OptionInfo* find(std::span<const OptionInfo> known, std::string_view name)
{
    const auto found = std::find_if(known.begin(), known.end(), [&](const OptionInfo& o) { return o.name == name; });
    return found == known.end() ? nullptr : &*found;
}

tl::unexpected<UsageError> misused(std::string sentence)
{
    return tl::unexpected(UsageError{std::move(sentence)});
}

tl::unexpected<UsageError> unknownOption(std::span<const OptionInfo> known, std::string_view arg)
{
    if (!arg.starts_with('-'))
        return misused("\"" + shown(arg) + "\" belongs to no option; put a text with spaces in quotes.");
    std::vector<std::string_view> names;
    for (const OptionInfo& option : known)
        names.push_back(option.name);
    return misused("There is no option \"" + shown(arg) + "\"." + didYouMean(arg, names));
}

template <class T>
bool readNumber(const std::string& text, T& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

std::string plain(double value)
{
    char text[40];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

} // namespace

std::string didYouMean(std::string_view typed, std::span<const std::string_view> known)
{
    constexpr std::size_t longest = 60;
    if (typed.size() > longest)
        return {};
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(typed.size() / 2, 2); // farther is no likeness
    for (const std::string_view name : known) {
        const std::size_t d = distance(typed, name);
        if (d < bestDistance) {
            bestDistance = d;
            best = name;
        }
    }
    return best.empty() ? std::string{} : " Did you mean \"" + std::string(best) + "\"?";
}

tl::expected<Options, UsageError> Options::parse(std::span<const OptionInfo> known, std::span<const std::string> args)
{
    Options options;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::string_view arg = args[i];
        const auto equals = arg.starts_with("--") ? arg.find('=') : std::string_view::npos;
        const std::string_view name = arg.substr(0, equals);
        const OptionInfo* option = find(known, name);
        if (option == nullptr)
            return unknownOption(known, name);
        std::string value;
        if (option->value.empty()) {
            if (equals != std::string_view::npos)
                return misused(std::string(name) + " takes no value.");
        } else if (equals != std::string_view::npos) {
            value = arg.substr(equals + 1);
        } else if (i + 1 < args.size() && find(known, args[i + 1]) == nullptr) {
            value = args[++i];
        } else {
            return misused(std::string(name) + " needs a value: " + std::string(name) + " " + std::string(option->value) + ".");
        }
        std::vector<std::string>& values = options.m_values[std::string(name)];
        if (!values.empty() && !option->isRepeatable)
            return misused(std::string(name) + " is given twice.");
        values.push_back(std::move(value));
        while (option->isList && i + 1 < args.size() && find(known, args[i + 1]) == nullptr && !args[i + 1].starts_with("--"))
            values.push_back(args[++i]);
    }
    return options;
}

std::optional<std::string> Options::value(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::nullopt : std::optional(found->second.front());
}

std::vector<std::string> Options::values(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>{} : found->second;
}

std::string Options::valueOr(std::string_view name, std::string_view otherwise) const
{
    return value(name).value_or(std::string(otherwise));
}

tl::expected<long long, UsageError> Options::integer(std::string_view name, long long otherwise, long long least,
                                                     long long most) const
{
    const auto text = value(name);
    if (!text)
        return otherwise;
    long long number = 0;
    if (!readNumber(*text, number) || number < least || number > most)
        return misused(std::string(name) + " takes a whole number from " + std::to_string(least) + " to "
                       + std::to_string(most) + ", not \"" + shown(*text) + "\".");
    return number;
}

tl::expected<double, UsageError> Options::number(std::string_view name, double otherwise, double least, double most) const
{
    const auto text = value(name);
    if (!text)
        return otherwise;
    double number = 0.0;
    if (!readNumber(*text, number) || !(number >= least && number <= most))
        return misused(std::string(name) + " takes a number from " + plain(least) + " to " + plain(most) + ", not \""
                       + shown(*text) + "\".");
    return number;
}

std::optional<std::string_view> Options::missing(std::span<const OptionInfo> known) const
{
    for (const OptionInfo& option : known) {
        if (option.isRequired && !has(option.name))
            return option.name;
    }
    return std::nullopt;
}

} // namespace hl
