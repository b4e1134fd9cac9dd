#include "core/check/read_given.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <new>
#include <optional>

namespace hl {

namespace {

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::optional<double> numberOf(std::string_view text)
{
    if (text.size() > 1 && text.front() == '"' && text.back() == '"')
        text = trimmed(text.substr(1, text.size() - 2));
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || text.empty())
        return std::nullopt;
    if (error == std::errc::result_out_of_range) // 1e-400, 1e400
        return lowerCase(std::string(text)).find("e-") != std::string::npos ? 0.0 : std::numeric_limits<double>::infinity();
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

/// The fields of one line, whatever separates them; several spaces are one.
std::vector<std::string_view> fieldsOf(std::string_view line)
{
    const char separator = line.find(',') != std::string_view::npos   ? ','
                           : line.find(';') != std::string_view::npos ? ';'
                           : line.find('\t') != std::string_view::npos ? '\t'
                                                                       : ' ';
    std::vector<std::string_view> fields;
    for (;;) {
        const auto end = line.find(separator);
        const std::string_view field = trimmed(line.substr(0, end));
        if (separator != ' ' || !field.empty())
            fields.push_back(field);
        if (end == std::string_view::npos)
            return fields;
        line.remove_prefix(end + 1);
    }
}

tl::unexpected<Error> failTooLarge(std::string_view what)
{
    return fail(ErrorCode::FileTooLarge,
                HL_NOOP("core", "%1 holds more than %2 numbers, which is more than is checked at once: give one layer, or fewer tokens."),
                {std::string(what), std::to_string(limits::checkNumbers)});
}

/// Collects a nested list, which must be even: every list of one depth as long as the others.
class NestedNumbers
{
public:
    bool add(const nlohmann::json& value, std::size_t depth)
    {
        if (!value.is_array()) {
            if (m_depth == unknown)
                m_depth = depth;
            const auto number = read(value);
            if (m_depth != depth || !number || m_numbers.size() >= limits::checkNumbers)
                return false;
            m_numbers.push_back(*number);
            return true;
        }
        const auto size = static_cast<std::int64_t>(value.size());
        if (m_shape.size() == depth)
            m_shape.push_back(size);
        if (m_shape[depth] != size || (m_depth != unknown && depth >= m_depth))
            return false;
        return std::all_of(value.begin(), value.end(), [&](const auto& part) { return add(part, depth + 1); });
    }

    NpyArray take() { return NpyArray::of(std::span<const double>(m_numbers), m_shape); }

private:
    static constexpr std::size_t unknown = static_cast<std::size_t>(-1);

    static std::optional<double> read(const nlohmann::json& value)
    {
        if (value.is_number())
            return value.get<double>();
        if (value.is_boolean())
            return value.get<bool>() ? 1.0 : 0.0;
        if (value.is_string())
            return numberOf(lowerCase(value.get<std::string>()));
        return std::nullopt;
    }

    std::vector<double> m_numbers;
    std::vector<std::int64_t> m_shape;
    std::size_t m_depth = unknown;
};

/// JSON as Python's json.dump writes it: NaN, Infinity and -Infinity, which are no JSON, become texts.
std::string withQuotedNumbers(std::string_view text)
{
    constexpr std::pair<std::string_view, std::string_view> spellings[] = {
        {"-Infinity", "\"-inf\""}, {"Infinity", "\"inf\""}, {"NaN", "\"nan\""}};
    std::string out;
    bool isInText = false;
    while (!text.empty()) {
        const auto* found = std::find_if(std::begin(spellings), std::end(spellings),
                                         [&](const auto& spelling) { return !isInText && text.starts_with(spelling.first); });
        if (found != std::end(spellings)) {
            out += found->second;
            text.remove_prefix(found->first.size());
            continue;
        }
        if (isInText && text.front() == '\\' && text.size() > 1) {
            out += text.front();
            text.remove_prefix(1);
        } else if (text.front() == '"') {
            isInText = !isInText;
        }
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

bool isAllBoolean(const nlohmann::json& value)
{
    return value.is_array() ? std::all_of(value.begin(), value.end(), isAllBoolean) : value.is_boolean();
}

NpyArray asBooleans(const NpyArray& array)
{
    NpyArray out{StoredType::Bool, array.shape, {}};
    for (const double number : array.toDoubles())
        out.bytes.push_back(static_cast<std::byte>(number != 0.0 ? 1 : 0));
    return out;
}

/// A list of texts, not all of which are spelled numbers.
std::optional<std::vector<std::string>> textsOf(const nlohmann::json& value)
{
    if (!value.is_array() || value.empty() || value.size() > limits::patches)
        return std::nullopt;
    std::vector<std::string> texts;
    for (const nlohmann::json& one : value) {
        if (!one.is_string())
            return std::nullopt;
        texts.push_back(one.get<std::string>());
    }
    const bool areNumbers = std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return numberOf(lowerCase(text)).has_value(); });
    return areNumbers ? std::nullopt : std::optional(std::move(texts));
}

GivenArray ofTexts(std::string name, std::vector<std::string> texts)
{
    return {std::move(name), {StoredType::F32, {0}, {}}, std::move(texts)};
}

std::string nameOfFile(const std::filesystem::path& path, const std::string& name)
{
    return name.empty() ? path.stem().string() : name;
}

Result<GivenArrays> read(const std::filesystem::path& path, const std::string& name)
{
    const std::string what = shownPath(path);
    const auto bytes = readFile(path, limits::checkFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (text.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 is empty: save your arrays into it, with numpy.savez for example."), {what});
    GivenArrays out;
    if (text.starts_with("PK")) {
        auto contents = parseNpzWithTexts(*bytes, what);
        if (!contents)
            return tl::unexpected(contents.error());
        for (auto& [arrayName, array] : contents->arrays)
            out.push_back({arrayName, std::move(array)});
        for (auto& [arrayName, texts] : contents->texts)
            out.push_back(ofTexts(arrayName, std::move(texts)));
        if (out.empty())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 holds no array: save your arrays into it, with numpy.savez for example."), {what});
        return out;
    }
    const std::string ending = lowerCase(path.extension().string());
    if (text.starts_with("\x93NUMPY") || ending == ".npy" || ending == ".npz") {
        auto array = parseNpy(*bytes, what);
        if (!array)
            return tl::unexpected(array.error());
        return GivenArrays{{nameOfFile(path, name), std::move(*array)}};
    }
    if (ending == ".json")
        return parseNumbersJson(text, what);
    if (ending != ".csv" && ending != ".tsv" && ending != ".txt")
        return fail(ErrorCode::WrongKindOfFile,
                    HL_NOOP("core", "%1 is no kind of file that is checked: give a .npz, .npy, .json or .csv file."), {what});
    auto array = parseNumbersCsv(text, what);
    if (!array)
        return tl::unexpected(array.error());
    return GivenArrays{{nameOfFile(path, name), std::move(*array)}};
}

} // namespace

Result<NpyArray> parseNumbersCsv(std::string_view text, std::string_view what)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    std::vector<double> numbers;
    std::int64_t rows = 0;
    std::size_t cols = 0;
    bool hasHead = false;
    bool hasIndex = false; ///< a first column of row names, above which the head is empty, as pandas writes it
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view content = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (content.empty() || content.starts_with('#'))
            continue;
        auto fields = fieldsOf(content);
        hasIndex = hasIndex || (rows == 0 && !hasHead && fields.size() > 1 && fields.front().empty());
        if (hasIndex)
            fields.erase(fields.begin());
        const bool isHead = rows == 0 && !hasHead
                            && (hasIndex || std::none_of(fields.begin(), fields.end(), [](auto field) { return numberOf(field).has_value(); }));
        if (isHead) {
            hasHead = true;
            continue;
        }
        if (rows > 0 && fields.size() != cols)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1, line %2: there are %3 numbers, but %4 in the lines before."),
                        {std::string(what), std::to_string(line), std::to_string(fields.size()), std::to_string(cols)});
        cols = fields.size();
        if (numbers.size() + cols > limits::checkNumbers)
            return failTooLarge(what);
        for (std::size_t column = 0; column < cols; ++column) {
            const auto number = numberOf(lowerCase(std::string(fields[column])));
            if (!number)
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1, line %2, field %3: \"%4\" is no number."),
                            {std::string(what), std::to_string(line), std::to_string(column + 1), shown(fields[column])});
            numbers.push_back(*number);
        }
        ++rows;
    }
    if (rows == 0)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 holds no numbers: give a matrix, a line per row."), {std::string(what)});
    return NpyArray::of(std::span<const double>(numbers), {rows, static_cast<std::int64_t>(cols)});
}

Result<GivenArrays> parseNumbersJson(std::string_view text, std::string_view what)
{
    const auto json = parseJson(withQuotedNumbers(text), {limits::checkFile, limits::jsonDepth}, what);
    if (!json)
        return tl::unexpected(json.error());
    if (!json->is_object())
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "%1 must be a JSON object of arrays: {\"Q\": [[1, 0], [0, 1]], \"K\": ...}."), {std::string(what)});
    GivenArrays out;
    for (const auto& [name, value] : json->items()) {
        if (auto texts = textsOf(value)) {
            out.push_back(ofTexts(name, std::move(*texts)));
            continue;
        }
        NestedNumbers numbers;
        if (!numbers.add(value, 0))
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "%1: \"%2\" is no array of numbers whose rows are equally long."), {std::string(what), shown(name)});
        NpyArray array = numbers.take();
        out.push_back({name, isAllBoolean(value) ? asBooleans(array) : std::move(array)});
    }
    if (out.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 holds no array: save your arrays into it, with numpy.savez for example."),
                    {std::string(what)});
    return out;
}

Result<GivenArrays> readGiven(const std::filesystem::path& path, const std::string& name)
{
    try {
        auto arrays = read(path, name);
        if (!arrays)
            return arrays;
        std::uint64_t count = 0;
        for (const GivenArray& given : *arrays)
            count += static_cast<std::uint64_t>(given.array.count());
        return count > limits::checkNumbers ? Result<GivenArrays>(failTooLarge(shownPath(path))) : std::move(arrays);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1 needs more than this computer's free memory: close other programs."), {shownPath(path)});
    }
}

} // namespace hl
