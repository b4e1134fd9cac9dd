#include "core/text/load_vocabulary.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/tokenizer_settings.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace hl {

namespace {

std::vector<std::string_view> lines(std::string_view text)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        out.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    while (!out.empty() && out.back().empty())
        out.pop_back();
    return out;
}

tl::unexpected<Error> tooMany(const std::filesystem::path& path, std::uint64_t limit)
{
    return fail(
        ErrorCode::BadTokenizer,
        HL_NOOP("core", "%1: has more than %2 entries, which no known tokenizer needs: choose another file"),
        {shownPath(path), std::to_string(limit)});
}

tl::unexpected<Error> tooLong(const std::filesystem::path& path, std::string_view piece)
{
    return fail(ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: piece \"%2\" is longer than 4096 bytes: choose another file"),
                {shownPath(path), shown(piece)});
}

} // namespace

Result<std::vector<std::string>> readVocabJson(const std::filesystem::path& path)
{
    const auto object = readJsonObject(path, limits::vocabularyFile);
    if (!object)
        return tl::unexpected(object.error());
    if (object->size() > limits::vocabularySize)
        return tooMany(path, limits::vocabularySize);
    std::vector<std::string> out(object->size());
    for (const auto& [piece, value] : object->items()) {
        if (piece.size() > limits::tokenPiece)
            return tooLong(path, piece);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= limits::vocabularySize)
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: piece \"%2\" has the id %3: ids are whole numbers from 0 to 1048575"),
                {shownPath(path), shown(piece),
                 shown(value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace))});
        const auto id = value.get<std::size_t>();
        if (id >= out.size())
            out.resize(id + 1);
        if (!out[id].empty())
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: pieces \"%2\" and \"%3\" have the same id %4: correct one of them"),
                {shownPath(path), shown(out[id]), shown(piece), std::to_string(id)});
        if (piece.empty())
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: id %2 belongs to an empty piece: give it a text"),
                        {shownPath(path), std::to_string(id)});
        out[id] = piece;
    }
    return out;
}

Result<std::vector<std::string>> readVocabText(const std::filesystem::path& path)
{
    const auto text = readTextFile(path, limits::vocabularyFile);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<std::string> out;
    for (const std::string_view line : lines(*text)) {
        if (line.size() > limits::tokenPiece)
            return tooLong(path, line);
        if (out.size() == limits::vocabularySize)
            return tooMany(path, limits::vocabularySize);
        if (line.empty())
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: line %2 is empty, but every line is a piece: take the line out"),
                        {shownPath(path), std::to_string(out.size() + 1)});
        out.emplace_back(line);
    }
    return out;
}

Result<std::vector<std::pair<std::string, std::string>>> readMerges(const std::filesystem::path& path)
{
    const auto text = readTextFile(path, limits::vocabularyFile);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<std::pair<std::string, std::string>> out;
    const std::vector<std::string_view> all = lines(*text);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string_view line = all[i];
        if (line.empty() || (i == 0 && line.starts_with("#version")))
            continue;
        const std::size_t space = line.find(' ');
        if (space == 0 || space == line.size() - 1 || space == std::string_view::npos ||
            line.find(' ', space + 1) != std::string_view::npos)
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: line %2 is \"%3\", but a merge is two pieces with one space between"),
                {shownPath(path), std::to_string(i + 1), shown(line)});
        if (out.size() == limits::mergeCount)
            return tooMany(path, limits::mergeCount);
        out.emplace_back(line.substr(0, space), line.substr(space + 1));
    }
    return out;
}

} // namespace hl
