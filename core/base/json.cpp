#include "core/base/json.h"

#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <new>
#include <optional>
#include <vector>

namespace hl {
namespace {

using nlohmann::json;

struct Place
{
    std::string line, column; // counted from 1; a column is a byte of the line
};

Place placeOf(std::string_view text, std::size_t position)
{
    const std::string_view before = text.substr(0, std::min(position, text.size()));
    const std::size_t lineBegin = before.rfind('\n') + 1; // npos + 1 == 0
    return {std::to_string(std::count(before.begin(), before.end(), '\n') + 1),
            std::to_string(std::max<std::size_t>(before.size() - lineBegin, 1))};
}

/// Builds the document from the parser's events and stops at what json::parse would let pass.
/// The names of its functions are the parser's.
class Builder
{
public:
    Builder(std::string_view text, std::uint64_t maxDepth, std::string_view what)
        : m_text(text)
        , m_maxDepth(maxDepth)
        , m_what(what)
    {}

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string&) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(json::binary_t&) { return false; } // not in texts
    bool start_object(std::size_t) { return open(json::object()); }
    bool start_array(std::size_t) { return open(json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name)
    {
        auto [entry, isNew] = m_open.back()->get_ref<json::object_t&>().try_emplace(name);
        m_value = &entry->second;
        if (!isNew) {
            m_error =
                fail(ErrorCode::BadJson, HL_NOOP("core", "%1: the key \"%2\" is there twice: remove one."),
                     {std::string(m_what), shown(name)});
        }
        return isNew;
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception&)
    {
        m_error = failJsonSyntax(m_text, position, m_what);
        return false;
    }

    Result<json> finish()
    {
        if (m_error)
            return *m_error;
        return std::move(m_root);
    }

private:
    /// Puts a value where the events are: the document itself, the key's value, or the array's end.
    json* place(json&& value)
    {
        if (m_open.empty())
            return &(m_root = std::move(value));
        json& parent = *m_open.back();
        if (parent.is_array())
            return &parent.get_ref<json::array_t&>().emplace_back(std::move(value));
        return &(*m_value = std::move(value));
    }

    template <class Value>
    bool add(Value&& value)
    {
        place(json(std::forward<Value>(value)));
        return true;
    }

    bool open(json&& container)
    {
        if (m_open.size() >= m_maxDepth) {
            m_error = fail(
                ErrorCode::BadJson,
                HL_NOOP("core", "%1: more than %2 objects and lists are inside each other, which no file of "
                                "this kind needs: choose another file."),
                {std::string(m_what), std::to_string(m_maxDepth)});
            return false;
        }
        // A container stays where it is while it is open: only its own last element can be added to.
        m_open.push_back(place(std::move(container)));
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    std::string_view m_text;
    std::uint64_t m_maxDepth;
    std::string_view m_what;
    json m_root;
    json* m_value = nullptr; // of the last key
    std::vector<json*> m_open;
    std::optional<tl::unexpected<Error>> m_error;
};

} // namespace

Result<void> checkJsonText(std::string_view text, const JsonLimits& limits, std::string_view what)
{
    if (text.size() > limits.bytes) {
        return fail(
            ErrorCode::FileTooLarge,
            HL_NOOP("core", "%1 has %2 bytes, more than the %3 bytes that are read: choose another file."),
            {std::string(what), std::to_string(text.size()), std::to_string(limits.bytes)});
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {
        return fail(ErrorCode::BadJson,
                    HL_NOOP("core",
                            "%1 starts with a byte order mark, which JSON must not have: save it as UTF-8 "
                            "without BOM."),
                    {std::string(what)});
    }
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) { // to the parser it would be the end of the text
        return fail(ErrorCode::BadJson,
                    HL_NOOP("core", "%1 is not JSON: byte %2 is NUL: it is damaged, get it again."),
                    {std::string(what), std::to_string(nul)});
    }
    return {};
}

tl::unexpected<Error> failJsonSyntax(std::string_view text, std::size_t position, std::string_view what)
{
    const bool isAtEnd = position > text.size(); // the parser counts the end as one more
    const Place place = placeOf(text, position);
    const char* sentence =
        isAtEnd
            ? HL_NOOP("core",
                      "%1, line %2, column %3: the JSON text ends too early: it is incomplete, get it again.")
            : HL_NOOP("core", "%1, line %2, column %3: this is not valid JSON in UTF-8: correct it or "
                              "get the file again.");
    return fail(ErrorCode::BadJson, sentence, {std::string(what), place.line, place.column});
}

Result<nlohmann::json> parseJson(std::string_view text, const JsonLimits& limits, std::string_view what)
{
    if (const auto checked = checkJsonText(text, limits, what); !checked)
        return tl::unexpected(checked.error());
    Builder builder(text, limits.depth, what);
    try {
        json::sax_parse(text.begin(), text.end(), &builder);
        return builder.finish();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1 needs more than this computer's free memory: close other programs."),
                    {std::string(what)});
    }
}

} // namespace hl
