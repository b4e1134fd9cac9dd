#include "ui/session_file.h"

#include "core/base/config_reader.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/shown.h"
#include "core/edit/edit_json.h"
#include "ui/figure/figure.h"
#include "ui/option_fields.h"
#include "ui/picture_image.h"
#include "ui/session_in_picture.h"

#include <nlohmann/json.hpp>

#include <QBuffer>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace hl::ui {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format = 1;
constexpr const char* sides[]{"text", "encoder", "decoder", "query"};      // in the order of Side
constexpr const char* maskModes[]{"model", "none", "causal"};     // in the order of MaskMode
constexpr std::int64_t largestIndex = std::numeric_limits<int>::max();

std::string base64(const QByteArray& bytes)
{
    return bytes.toBase64().toStdString();
}

QByteArray pngOf(const Picture& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    imageOf(picture).save(&buffer, "png");
    return bytes;
}

Json toJson(const Sound& sound)
{
    const QByteArray samples(reinterpret_cast<const char*>(sound.samples.data()), static_cast<qsizetype>(sound.samples.size() * sizeof(float)));
    return {{"rate", sound.sampleRate}, {"samples", base64(samples)}};
}

Json toJson(const MaskChoice& mask)
{
    Json json{{"mode", maskModes[static_cast<int>(mask.mode)]}};
    if (!mask.custom)
        return json;
    Json rows = Json::array();
    for (Index i = 0; i < mask.custom->rows(); ++i) {
        Json row = Json::array();
        for (Index j = 0; j < mask.custom->cols(); ++j) {
            const double value = (*mask.custom)(i, j);
            row.push_back(std::isinf(value) ? Json("-inf") : Json(value));
        }
        rows.push_back(std::move(row));
    }
    json["custom"] = std::move(rows);
    return json;
}

Json toJson(const Place& place)
{
    return {{"step", std::string(infoOf(place.step).name)}, {"side", sides[static_cast<int>(place.side)]}, {"cross", place.isCross},
            {"layer", place.layer}, {"head", place.head}, {"query", place.query}, {"key", place.key}, {"feature", place.feature}};
}

Json toJson(const PictureOptions& options)
{
    Json json = Json::object();
    for (const OptionField& field : optionFields()) {
        const QVariant value = field.get(options);
        switch (value.typeId()) {
        case QMetaType::Bool: json[field.key] = value.toBool(); break;
        case QMetaType::Int: json[field.key] = value.toInt(); break;
        case QMetaType::Double: json[field.key] = value.toDouble(); break;
        default: json[field.key] = value.toString().toStdString(); break;
        }
    }
    return json;
}

QVariant scalarOf(const nlohmann::json& value)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number())
        return value.get<double>();
    return value.is_string() ? QVariant(QString::fromStdString(value.get<std::string>())) : QVariant();
}

/// Reads a session's object; the first thing that is wrong is remembered.
class Reader
{
public:
    explicit Reader(const ConfigReader& config)
        : m_config(config)
    {}

    Result<SavedSession> session()
    {
        SavedSession session;
        take(m_config.integer("headlight", 1, format));
        session.modelName = QString::fromStdString(take(m_config.string("model")));
        RunRequest& request = session.request;
        request.text = take(m_config.stringOr("text", {}));
        if (m_config.has("second"))
            request.second = take(m_config.string("second"));
        request.withoutPositions = take(m_config.booleanOr("withoutPositions", false));
        readShuffle(request);
        if (m_config.has("mask"))
            readMask(request);
        if (m_config.has("edits"))
            request.edits = take(editsFromJson(m_config.raw().at("edits").dump(), m_config.what()));
        if (m_config.has("picture"))
            readPicture(request);
        if (m_config.has("sound"))
            readSound(request);
        if (m_config.has("place"))
            readPlace(session.place);
        if (m_config.has("options"))
            readOptions(session.options);
        session.view = QString::fromStdString(take(m_config.stringOr("view", "stage")));
        const bool isKnown = makeFigure(session.view) != nullptr;
        if (!isKnown)
            wrong("view");
        session.compare = QString::fromStdString(take(m_config.stringOr("compare", {})));
        session.isDark = take(m_config.booleanOr("dark", false));
        if (m_error)
            return tl::unexpected(*m_error);
        return session;
    }

private:
    template <class T>
    T take(Result<T> result)
    {
        if (result)
            return std::move(*result);
        note(result.error());
        return {};
    }

    void note(const Error& error)
    {
        if (!m_error)
            m_error = error;
    }

    void wrong(const char* key)
    {
        note({ErrorCode::BadInput, {HL_NOOP("core", "%1: \"%2\" is damaged: save the session again."), {m_config.what(), key}}});
    }

    void readShuffle(RunRequest& request)
    {
        for (const double place : take(m_config.numbersOr("shuffle", {}))) {
            if (place != std::floor(place) || place < 0 || place > static_cast<double>(limits::promptCharacters))
                return wrong("shuffle");
            request.shuffle.push_back(static_cast<int>(place));
        }
        std::vector<bool> isThere(request.shuffle.size(), false);
        for (const int place : request.shuffle) { // each place once
            const auto at = static_cast<std::size_t>(place);
            if (at >= isThere.size() || isThere[at])
                return wrong("shuffle");
            isThere[at] = true;
        }
    }

    void readMask(RunRequest& request)
    {
        const auto mask = m_config.object("mask");
        if (!mask)
            return note(mask.error());
        request.mask.mode = static_cast<MaskMode>(take(mask->choice("mode", {std::begin(maskModes), std::end(maskModes)})));
        if (!mask->has("custom"))
            return;
        const nlohmann::json& rows = mask->raw().at("custom");
        const std::size_t count = rows.is_array() ? rows.size() : 0;
        // Checked before room is made: a few short rows must not ask for the memory of a large square.
        if (count == 0 || !std::all_of(rows.begin(), rows.end(), [&](const nlohmann::json& row) { return row.is_array() && row.size() == count; }))
            return wrong("mask");
        MaskMatrix custom(static_cast<Index>(count), static_cast<Index>(count));
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) {
                const nlohmann::json& cell = rows[i][j];
                const bool isForbidding = cell == "-inf";
                if (!isForbidding && !cell.is_number())
                    return wrong("mask");
                custom(static_cast<Index>(i), static_cast<Index>(j)) = isForbidding ? -std::numeric_limits<double>::infinity() : cell.get<double>();
            }
        }
        request.mask.custom = std::move(custom);
    }

    QByteArray bytesOf(const ConfigReader& config, const char* key)
    {
        const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(take(config.string(key))), QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            wrong(key);
        return decoded ? *decoded : QByteArray();
    }

    void readPicture(RunRequest& request)
    {
        const QByteArray bytes = bytesOf(m_config, "picture");
        request.picture = std::make_shared<const Picture>(take(parsePng(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))), m_config.what())));
    }

    void readSound(RunRequest& request)
    {
        const auto config = m_config.object("sound");
        if (!config)
            return note(config.error());
        auto sound = std::make_shared<Sound>();
        sound->sampleRate = static_cast<int>(take(config->integer("rate", 1, static_cast<std::int64_t>(limits::samplesPerSecond))));
        const QByteArray bytes = bytesOf(*config, "samples");
        sound->samples.resize(static_cast<std::size_t>(bytes.size()) / sizeof(float));
        if (!sound->samples.empty()) // no bytes have no address to copy to
            std::memcpy(sound->samples.data(), bytes.constData(), sound->samples.size() * sizeof(float));
        for (const float sample : sound->samples) {
            if (!std::isfinite(sample))
                return wrong("samples");
        }
        request.sound = std::move(sound);
    }

    void readPlace(Place& place)
    {
        const auto config = m_config.object("place");
        if (!config)
            return note(config.error());
        const std::string step = take(config->string("step"));
        const auto found = std::find_if(stepTable().begin(), stepTable().end(), [&](const StepInfo& info) { return info.name == step; });
        if (found == stepTable().end())
            return wrong("step");
        place.step = found->step;
        place.side = static_cast<Side>(take(config->choice("side", {std::begin(sides), std::end(sides)})));
        place.isCross = take(config->booleanOr("cross", false));
        place.layer = static_cast<int>(take(config->integerOr("layer", 0, largestIndex, 0)));
        place.head = static_cast<int>(take(config->integerOr("head", 0, largestIndex, 0)));
        place.query = take(config->integerOr("query", 0, largestIndex, 0));
        place.key = take(config->integerOr("key", 0, largestIndex, 0));
        place.feature = take(config->integerOr("feature", 0, largestIndex, 0));
    }

    void readOptions(PictureOptions& options)
    {
        const auto config = m_config.object("options");
        if (!config)
            return note(config.error());
        for (const OptionField& field : optionFields()) {
            if (config->has(field.key))
                field.set(options, scalarOf(config->raw().at(field.key)));
        }
    }

    const ConfigReader& m_config;
    std::optional<Error> m_error;
};

} // namespace

QByteArray sessionToJson(const SavedSession& session)
{
    const RunRequest& request = session.request;
    Json json{{"headlight", format}, {"model", session.modelName.toStdString()}, {"text", request.text}};
    if (request.second)
        json["second"] = *request.second;
    if (request.picture)
        json["picture"] = base64(pngOf(*request.picture));
    if (request.sound)
        json["sound"] = toJson(*request.sound);
    if (request.mask.mode != MaskMode::ModelDefault || request.mask.custom)
        json["mask"] = toJson(request.mask);
    if (!request.shuffle.empty())
        json["shuffle"] = request.shuffle;
    if (request.withoutPositions)
        json["withoutPositions"] = true;
    if (!request.edits.empty())
        json["edits"] = Json::parse(editsToJson(request.edits));
    json["view"] = session.view.toStdString();
    if (!session.compare.isEmpty())
        json["compare"] = session.compare.toStdString();
    json["dark"] = session.isDark;
    json["place"] = toJson(session.place);
    json["options"] = toJson(session.options);
    return QByteArray::fromStdString(json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

Result<SavedSession> sessionFromJson(const QByteArray& json, const QString& what)
{
    const std::string name = what.toStdString();
    const auto document = parseJson({json.constData(), static_cast<std::size_t>(json.size())}, {.bytes = limits::sessionFile}, name);
    if (!document)
        return tl::unexpected(document.error());
    const auto config = ConfigReader::of(*document, name);
    if (!config)
        return tl::unexpected(config.error());
    if (!config->has("headlight"))
        return fail(ErrorCode::WrongKindOfFile, HL_NOOP("core", "%1 holds no session of Headlight."), {name});
    return Reader(*config).session();
}

Result<SavedSession> readSession(const QString& path)
{
    const std::filesystem::path file(path.toStdU16String());
    const auto bytes = readFile(file, limits::sessionFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const QByteArray content(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()));
    const QString what = QString::fromStdString(shownPath(file));
    if (QFileInfo(path).suffix().toLower() == QLatin1String("headlight"))
        return sessionFromJson(content, what);
    const auto inside = sessionInPicture(content);
    if (!inside)
        return fail(ErrorCode::WrongKindOfFile, HL_NOOP("core", "%1 holds no session of Headlight."), {shownPath(file)});
    return sessionFromJson(*inside, what);
}

Result<void> writeSession(const QString& path, const SavedSession& session)
{
    const QByteArray json = sessionToJson(session);
    return writeTextFileAtomically(std::filesystem::path(path.toStdU16String()), {json.constData(), static_cast<std::size_t>(json.size())});
}

bool mayHoldSession(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return QStringList{QStringLiteral("headlight"), QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}.contains(ending);
}

} // namespace hl::ui
