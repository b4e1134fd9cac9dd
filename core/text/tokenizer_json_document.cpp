#include "core/text/tokenizer_json_document.h"

#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/score_number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

namespace hl {

namespace {

using nlohmann::json;

/// Takes the parser's events. The names of its functions are the parser's.
class Reader
{
public:
    Reader(std::string_view text, const std::string& what, TokenizerDocument& out)
        : m_text(text)
        , m_what(what)
        , m_out(out)
    {}

    bool null() { return m_table == Table::None ? add(nullptr) : wrongEntry(); }
    bool boolean(bool value) { return m_table == Table::None ? add(value) : wrongEntry(); }
    bool number_integer(std::int64_t value) { return m_table == Table::None ? add(value) : number(static_cast<double>(value), false); }
    bool number_unsigned(std::uint64_t value)
    {
        return m_table == Table::None ? add(value) : number(static_cast<double>(value), true);
    }
    bool number_float(double value, const std::string& text)
    {
        return m_table == Table::None ? add(value) : number(scoreNumber(text), false);
    }
    bool string(std::string& value) { return m_table == Table::None ? add(std::move(value)) : text(value); }
    bool binary(json::binary_t&) { return false; } // not in texts

    bool start_object(std::size_t)
    {
        if (m_table != Table::None)
            return wrongEntry();
        if (isKeyOfModel("vocab"))
            return enter(Table::Vocabulary);
        return open(json::object());
    }
    bool start_array(std::size_t)
    {
        if (m_table == Table::Scores || m_table == Table::Merges) {
            m_entryPlace = 0;
            return ++m_depth == 2 || wrongEntry();
        }
        if (m_table == Table::Vocabulary)
            return wrongEntry();
        if (isKeyOfModel("vocab"))
            return enter(Table::Scores);
        if (isKeyOfModel("merges"))
            return enter(Table::Merges);
        return open(json::array());
    }
    bool end_object()
    {
        if (m_table != Table::None)
            return leave();
        m_open.pop_back();
        return true;
    }
    bool end_array()
    {
        if (m_table == Table::None) {
            m_open.pop_back();
            return true;
        }
        if (m_depth == 1)
            return leave();
        --m_depth;
        if (m_entryPlace != 2)
            return wrongEntry();
        if (m_table == Table::Merges)
            m_out.merges.emplace_back(std::move(m_piece), std::move(m_second));
        return true;
    }
    bool key(std::string& name)
    {
        if (m_table == Table::Vocabulary) {
            m_piece = name;
            return true;
        }
        auto [entry, isNew] = m_open.back()->get_ref<json::object_t&>().try_emplace(name);
        m_value = &entry->second;
        m_key = name;
        if (!isNew)
            refuse(fail(ErrorCode::BadJson, HL_NOOP("core", "%1: the key \"%2\" is there twice: remove one."),
                        {m_what, shown(name)}));
        return isNew;
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception&)
    {
        return refuse(failJsonSyntax(m_text, position, m_what));
    }

    [[nodiscard]] const std::optional<tl::unexpected<Error>>& error() const { return m_error; }

private:
    enum class Table
    {
        None,
        Vocabulary, ///< {"piece": id}
        Scores,     ///< [["piece", score]]
        Merges,     ///< ["left right"] or [["left", "right"]]
    };

    bool refuse(tl::unexpected<Error> error)
    {
        if (!m_error)
            m_error = std::move(error);
        return false;
    }
    bool refuse(Result<void> result) { return refuse(tl::unexpected(result.error())); }

    bool wrongEntry()
    {
        if (m_table == Table::Merges)
            return refuse(fail(ErrorCode::BadTokenizer,
                               HL_NOOP("core", "%1: merge %2 is not two pieces: get the file again"),
                               {m_what, std::to_string(m_out.merges.size() + 1)}));
        return refuse(fail(ErrorCode::BadTokenizer,
                           HL_NOOP("core", "%1: entry %2 of the vocabulary is not a piece with its number: get the file "
                                           "again"),
                           {m_what, std::to_string(m_out.pieces.count() + 1)}));
    }

    bool tooMany(std::uint64_t limit)
    {
        return refuse(fail(
            ErrorCode::BadTokenizer,
            HL_NOOP("core", "%1: has more than %2 entries, which no known tokenizer needs: choose another file"),
            {m_what, std::to_string(limit)}));
    }

    [[nodiscard]] bool isKeyOfModel(const char* name) const
    {
        return m_open.size() == 2 && m_openKeys[1] == "model" && m_key == name && m_open.back()->is_object();
    }

    bool enter(Table table)
    {
        if ((table == Table::Merges) ? !m_out.merges.empty() : m_out.pieces.size() > 0)
            return refuse(fail(ErrorCode::BadJson, HL_NOOP("core", "%1: the key \"%2\" is there twice: remove one."),
                               {m_what, m_key}));
        m_table = table;
        m_depth = 1;
        m_out.hasScores = m_out.hasScores || table == Table::Scores;
        *m_value = true; // it was there
        return true;
    }
    bool leave()
    {
        m_table = Table::None;
        return true;
    }

    bool number(double value, bool isUnsigned)
    {
        if (m_table == Table::Vocabulary) {
            if (!isUnsigned || value >= static_cast<double>(limits::vocabularySize))
                return refuse(fail(ErrorCode::BadTokenizer,
                                   HL_NOOP("core", "%1: piece \"%2\" has the id %3: ids are whole numbers from 0 to "
                                                   "1048575"),
                                   {m_what, shown(m_piece), json(value).dump()}));
            const auto added = m_out.pieces.add(m_piece, static_cast<TokenId>(value), m_what);
            return added ? true : refuse(added);
        }
        if (m_table != Table::Scores || m_depth != 2 || m_entryPlace != 1 || !std::isfinite(value))
            return wrongEntry();
        m_entryPlace = 2;
        if (static_cast<std::uint64_t>(m_out.pieces.size()) >= limits::vocabularySize)
            return tooMany(limits::vocabularySize);
        m_out.scores.push_back(value);
        const auto added = m_out.pieces.append(m_piece, m_what);
        return added ? true : refuse(added);
    }

    bool text(std::string& value)
    {
        if (m_table == Table::Scores && m_depth == 2 && m_entryPlace == 0) {
            m_entryPlace = 1;
            m_piece = std::move(value);
            return true;
        }
        if (m_table != Table::Merges)
            return wrongEntry();
        if (m_out.merges.size() >= limits::mergeCount)
            return tooMany(limits::mergeCount);
        if (m_depth == 2) {
            (m_entryPlace == 0 ? m_piece : m_second) = std::move(value);
            return ++m_entryPlace <= 2 || wrongEntry();
        }
        const std::size_t space = value.find(' ');
        if (space == 0 || space == std::string::npos || space + 1 == value.size() ||
            value.find(' ', space + 1) != std::string::npos)
            return wrongEntry();
        m_out.merges.emplace_back(value.substr(0, space), value.substr(space + 1));
        return true;
    }

    /// Puts a value where the events are: the document itself, the key's value, or the array's end.
    json* place(json&& value)
    {
        if (m_open.empty())
            return &(m_out.root = std::move(value));
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
        if (m_open.size() >= limits::jsonDepth)
            return refuse(fail(ErrorCode::BadJson,
                               HL_NOOP("core", "%1: more than %2 objects and lists are inside each other, which no file "
                                               "of this kind needs: choose another file."),
                               {m_what, std::to_string(limits::jsonDepth)}));
        m_openKeys.resize(m_open.size());
        m_openKeys.push_back(m_open.size() == 1 ? m_key : std::string());
        // A container stays where it is while it is open: only its own last element can be added to.
        m_open.push_back(place(std::move(container)));
        return true;
    }

    std::string_view m_text;
    const std::string& m_what;
    TokenizerDocument& m_out;
    json* m_value = nullptr; // of the last key
    std::string m_key;
    std::vector<json*> m_open;
    std::vector<std::string> m_openKeys; // of the open containers
    Table m_table = Table::None;
    int m_depth = 0;      // of arrays inside the table
    int m_entryPlace = 0; // within an entry of the table
    std::string m_piece;
    std::string m_second; // of a merge
    std::optional<tl::unexpected<Error>> m_error;
};

} // namespace

Result<TokenizerDocument> readTokenizerDocument(std::string_view text, const std::string& what)
{
    if (const auto checked = checkJsonText(text, JsonLimits{.bytes = limits::tokenizerFile}, what); !checked)
        return tl::unexpected(checked.error());
    TokenizerDocument out;
    Reader reader(text, what, out);
    try {
        out.pieces.reserve(1 << 15, std::min<std::size_t>(text.size() / 4, 1 << 24));
        json::sax_parse(text.begin(), text.end(), &reader);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1 needs more than this computer's free memory: close other programs."), {what});
    }
    if (reader.error())
        return *reader.error();
    if (!out.root.is_object())
        return fail(ErrorCode::BadJson, HL_NOOP("core", "%1: is not a JSON object: download the file again"), {what});
    return out;
}

} // namespace hl
