#include "core/output/corpus_file.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/shown.h"
#include "core/output/csv.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* format = "headlight analyze 1";
constexpr std::string_view csvMark = "#";
constexpr std::uint64_t largestFile = 256ULL << 20; // bytes

const HeadMetricInfo& infoAt(std::size_t metric)
{
    return headMetricTable()[metric];
}

Json tallyJson(const Tally& tally, const HeadMetricInfo& info)
{
    Json json;
    json["count"] = tally.count;
    if (tally.count == 0) {
        json["why"] = info.absence;
        return json;
    }
    json["mean"] = *tally.mean();
    if (const auto deviation = tally.deviation())
        json["sd"] = *deviation;
    json["min"] = tally.least;
    json["max"] = tally.largest;
    json["sum"] = tally.sum.text();
    json["sum_of_squares"] = tally.squares.text();
    return json;
}

Json headJson(const CorpusStats::Head& head)
{
    Json json;
    json["head"] = head.name;
    for (std::size_t i = 0; i < head.tallies.size(); ++i)
        json["metrics"][std::string(infoAt(i).name)] = tallyJson(head.tallies[i], infoAt(i));
    for (std::size_t i = 0; i < head.scores.size(); ++i) {
        if (head.scores[i])
            json["scores"][std::string(infoAt(textMetricCount + i).name)] = *head.scores[i];
    }
    return json;
}

Json partJson(const CorpusPart& part)
{
    return {{"file", part.file}, {"part", part.part},   {"of", part.of},
            {"inputs", part.streams}, {"lines", part.lines}, {"digest", part.digest}};
}

std::string dumped(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Reads one document; `nullopt` where it is not what corpusJson writes.
class Reader
{
public:
    explicit Reader(const nlohmann::json& json)
        : m_json(json)
    {}

    std::optional<CorpusStats> stats()
    {
        try {
            return read();
        } catch (const nlohmann::json::exception&) {
            return std::nullopt;
        }
    }

private:
    std::optional<CorpusStats> read() const
    {
        CorpusStats stats;
        if (m_json.at("format") != format)
            return std::nullopt;
        stats.model = m_json.at("model").get<std::string>();
        stats.fingerprint = m_json.at("fingerprint").get<std::string>();
        stats.isFinished = m_json.at("finished").get<bool>();
        stats.texts = m_json.at("texts").get<std::int64_t>();
        stats.tokens = m_json.at("tokens").get<std::int64_t>();
        stats.withoutTarget = m_json.at("without_target").get<std::int64_t>();
        stats.scoresNote = m_json.value("why_no_scores", std::string());
        for (const auto& json : m_json.at("parts")) {
            stats.parts.push_back({json.at("file").get<std::string>(), json.at("part").get<int>(), json.at("of").get<int>(),
                                   json.at("inputs").get<std::int64_t>(), json.at("lines").get<std::int64_t>(),
                                   json.at("digest").get<std::uint64_t>()});
            const CorpusPart& part = stats.parts.back();
            if (part.of < 1 || part.part < 0 || part.part >= part.of)
                return std::nullopt;
        }
        for (int i = 0; i < lineProblemCount; ++i)
            stats.skipped[static_cast<std::size_t>(i)] = m_json.at("skipped").at(nameOf(static_cast<LineProblem>(i))).get<std::int64_t>();
        for (const auto& json : m_json.at("skipped_lines")) {
            const auto problem = problemNamed(json.at("why").get<std::string>());
            if (!problem || stats.skippedLines.size() == CorpusStats::listedLines)
                return std::nullopt;
            stats.skippedLines.push_back({json.at("file").get<std::string>(), json.at("line").get<std::int64_t>(), *problem});
        }
        for (const auto& json : m_json.at("heads")) {
            auto head = headOf(json);
            if (!head)
                return std::nullopt;
            stats.heads.push_back(std::move(*head));
        }
        return stats.parts.empty() ? std::nullopt : std::optional(std::move(stats));
    }

    static std::optional<LineProblem> problemNamed(const std::string& name)
    {
        for (int i = 0; i < lineProblemCount; ++i) {
            if (name == nameOf(static_cast<LineProblem>(i)))
                return static_cast<LineProblem>(i);
        }
        return std::nullopt;
    }

    static std::optional<CorpusStats::Head> headOf(const nlohmann::json& json)
    {
        CorpusStats::Head head;
        head.name = json.at("head").get<std::string>();
        const auto pattern = parseStep(head.name + ".pattern");
        if (!pattern)
            return std::nullopt;
        head.pattern = *pattern;
        for (std::size_t i = 0; i < head.tallies.size(); ++i) {
            const auto& given = json.at("metrics").at(std::string(infoAt(i).name));
            Tally& tally = head.tallies[i];
            tally.count = given.at("count").get<std::int64_t>();
            if (tally.count == 0)
                continue;
            const auto sum = ExactSum::parse(given.at("sum").get<std::string>());
            const auto squares = ExactSum::parse(given.at("sum_of_squares").get<std::string>());
            if (tally.count < 0 || !sum || !squares)
                return std::nullopt;
            tally.sum = *sum;
            tally.squares = *squares;
            tally.least = given.at("min").get<double>();
            tally.largest = given.at("max").get<double>();
        }
        if (const auto scores = json.find("scores"); scores != json.end()) {
            for (std::size_t i = 0; i < head.scores.size(); ++i) {
                const auto score = scores->find(std::string(infoAt(textMetricCount + i).name));
                if (score != scores->end())
                    head.scores[i] = score->get<double>();
            }
        }
        return head;
    }

    const nlohmann::json& m_json;
};

tl::unexpected<Error> notOurs(const std::string& what)
{
    return fail(ErrorCode::WrongKindOfFile,
                HL_NOOP("core", "%1 holds no statistics that can be merged: give files that `headlight analyze` wrote."), {what});
}

Result<std::vector<CorpusStats>> parseDocuments(std::string_view text, const std::string& what)
{
    std::vector<CorpusStats> all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const auto json = parseJson(line, {.bytes = largestFile}, what);
        if (!json)
            return notOurs(what);
        auto stats = Reader(*json).stats();
        if (!stats)
            return notOurs(what);
        all.push_back(std::move(*stats));
    }
    return all.empty() ? notOurs(what) : Result<std::vector<CorpusStats>>(std::move(all));
}

} // namespace

std::optional<CorpusFileFormat> corpusFileFormatOf(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (ending == ".csv")
        return CorpusFileFormat::Csv;
    if (ending == ".npz")
        return CorpusFileFormat::Npz;
    if (ending == ".json")
        return CorpusFileFormat::Json;
    return std::nullopt;
}

std::string corpusJson(const CorpusStats& stats)
{
    Json json;
    json["format"] = format;
    json["model"] = stats.model;
    json["fingerprint"] = stats.fingerprint;
    json["finished"] = stats.isFinished;
    json["lines"] = stats.lines();
    json["texts"] = stats.texts;
    json["tokens"] = stats.tokens;
    json["without_target"] = stats.withoutTarget;
    json["parts"] = Json::array();
    for (const CorpusPart& part : stats.parts)
        json["parts"].push_back(partJson(part));
    for (int i = 0; i < lineProblemCount; ++i)
        json["skipped"][nameOf(static_cast<LineProblem>(i))] = stats.skipped[static_cast<std::size_t>(i)];
    json["skipped_lines"] = Json::array();
    for (const SkippedLine& line : stats.skippedLines)
        json["skipped_lines"].push_back({{"file", line.file}, {"line", line.line}, {"why", nameOf(line.problem)}});
    if (!stats.scoresNote.empty())
        json["why_no_scores"] = stats.scoresNote;
    json["heads"] = Json::array();
    for (const CorpusStats::Head& head : stats.heads)
        json["heads"].push_back(headJson(head));
    return dumped(json) + "\n";
}

std::string corpusCsv(const CorpusStats& stats)
{
    CsvWriter csv;
    csv.row(std::array<std::string, 8>{"head", "metric", "count", "mean", "sd", "min", "max", "note"});
    for (const CorpusStats::Head& head : stats.heads) {
        for (std::size_t i = 0; i < head.tallies.size(); ++i) {
            const Tally& tally = head.tallies[i];
            csv.text(head.name).text(infoAt(i).name).integer(tally.count);
            if (tally.count == 0) {
                csv.number(std::numeric_limits<double>::quiet_NaN()).text("nan").text("nan").text("nan").text(infoAt(i).absence).endRow();
                continue;
            }
            csv.number(*tally.mean()).number(tally.deviation().value_or(std::numeric_limits<double>::quiet_NaN()));
            csv.number(tally.least).number(tally.largest).text("").endRow();
        }
        for (std::size_t i = 0; i < head.scores.size(); ++i) {
            csv.text(head.name).text(infoAt(textMetricCount + i).name).integer(head.scores[i] ? 1 : 0);
            csv.number(head.scores[i].value_or(std::numeric_limits<double>::quiet_NaN())).text("nan").text("nan").text("nan");
            csv.text(head.scores[i] ? "of the model, whatever the text" : stats.scoresNote).endRow();
        }
    }
    return csv.take() + std::string(csvMark) + corpusJson(stats);
}

Result<std::vector<std::byte>> corpusNpz(const CorpusStats& stats)
{
    const auto heads = static_cast<std::int64_t>(stats.heads.size());
    const std::vector<std::int64_t> shape{heads, textMetricCount};
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> mean, sd, least, largest, scores;
    std::vector<std::int64_t> count;
    std::vector<std::int32_t> layer, head, cross, decoder;
    for (const CorpusStats::Head& h : stats.heads) {
        for (const Tally& tally : h.tallies) {
            count.push_back(tally.count);
            mean.push_back(tally.mean().value_or(none));
            sd.push_back(tally.deviation().value_or(none));
            least.push_back(tally.count > 0 ? tally.least : none);
            largest.push_back(tally.count > 0 ? tally.largest : none);
        }
        for (const auto& score : h.scores)
            scores.push_back(score.value_or(none));
        layer.push_back(h.pattern.layer);
        head.push_back(h.pattern.head);
        cross.push_back(h.pattern.isCross ? 1 : 0);
        decoder.push_back(h.pattern.side == Side::Decoder ? 1 : 0);
    }
    const std::string json = corpusJson(stats);
    const std::vector<std::uint8_t> state(json.begin(), json.end());
    NpzWriter npz;
    npz.add("mean", NpyArray::of(mean, shape));
    npz.add("sd", NpyArray::of(sd, shape));
    npz.add("min", NpyArray::of(least, shape));
    npz.add("max", NpyArray::of(largest, shape));
    npz.add("count", NpyArray::of(count, shape));
    npz.add("scores", NpyArray::of(scores, {heads, headMetricCount - textMetricCount}));
    npz.add("layer", NpyArray::of(layer, {heads}));
    npz.add("head", NpyArray::of(head, {heads}));
    npz.add("is_cross", NpyArray::of(cross, {heads}));
    npz.add("is_decoder", NpyArray::of(decoder, {heads}));
    npz.add("state", NpyArray::of(state, {static_cast<std::int64_t>(state.size())}));
    return npz.finish();
}

Result<void> writeCorpusFile(const CorpusStats& stats, const std::filesystem::path& path)
{
    const auto kind = corpusFileFormatOf(path);
    if (!kind)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1 names no known kind of file: end it in .npz, .json or .csv."),
                    {shownPath(path)});
    if (*kind == CorpusFileFormat::Csv)
        return writeTextFileAtomically(path, corpusCsv(stats));
    if (*kind == CorpusFileFormat::Json)
        return writeTextFileAtomically(path, corpusJson(stats));
    const auto bytes = corpusNpz(stats);
    return bytes ? writeFileAtomically(path, *bytes) : Result<void>(tl::unexpected(bytes.error()));
}

Result<std::vector<CorpusStats>> readCorpusFile(const std::filesystem::path& path)
{
    const std::string what = shownPath(path);
    auto text = readTextFile(path, largestFile);
    if (!text)
        return tl::unexpected(text.error());
    if (text->starts_with("PK")) {
        const auto arrays = parseNpz(std::as_bytes(std::span(*text)), what);
        if (!arrays)
            return tl::unexpected(arrays.error());
        const auto state = arrays->find("state");
        if (state == arrays->end() || state->second.type != StoredType::U8)
            return notOurs(what);
        const auto* bytes = reinterpret_cast<const char*>(state->second.bytes.data());
        return parseDocuments({bytes, state->second.bytes.size()}, what);
    }
    if (text->starts_with("head,")) {
        const std::size_t mark = text->rfind("\n" + std::string(csvMark) + "{");
        return mark == std::string::npos ? notOurs(what) : parseDocuments(std::string_view(*text).substr(mark + 1 + csvMark.size()), what);
    }
    return parseDocuments(*text, what);
}

} // namespace hl
