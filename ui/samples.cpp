#include "ui/samples.h"

#include "core/run/open_model.h"
#include "ui/language.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hl::ui {

namespace {

Place placeOf(const QJsonObject& object)
{
    Place place;
    const auto ref = parseStep(object[QLatin1String("step")].toString().toStdString());
    HL_ASSERT(ref.has_value());
    place.step = ref->step;
    place.side = ref->side;
    place.isCross = ref->isCross;
    place.layer = std::max(0, ref->layer);
    place.head = std::max(0, ref->head);
    place.query = object[QLatin1String("query")].toInt();
    place.key = object[QLatin1String("key")].toInt();
    return place;
}

Sample sampleOf(const QJsonObject& object, const QString& language)
{
    const auto inLanguage = [&](const char* name) {
        return object[QLatin1String(name)].toObject()[language].toString();
    };
    Sample sample;
    sample.title = inLanguage("title");
    sample.look = inLanguage("look");
    sample.text = object[QLatin1String("text")].toString();
    if (const QJsonValue second = object[QLatin1String("second")]; second.isString())
        sample.second = second.toString();
    sample.model = object[QLatin1String("model")].toString();
    sample.place = placeOf(object);
    return sample;
}

} // namespace

std::vector<Sample> samples()
{
    QFile file(QStringLiteral(":/samples/samples.json"));
    HL_ASSERT(file.open(QIODevice::ReadOnly));
    std::vector<Sample> all;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array())
        all.push_back(sampleOf(value.toObject(), currentLanguage()));
    return all;
}

Result<void> showSample(Session& session, const Sample& sample)
{
    RunRequest request;
    auto model = findModel(sample.model.toStdString());
    if (!model)
        return tl::unexpected(model.error());
    request.model = std::move(*model);
    request.text = sample.text.toStdString();
    request.second = sample.second ? std::optional(sample.second->toStdString()) : std::nullopt;
    request.keep = session.request().keep; // what the user said of memory holds for samples, too
    session.setRequest(request, sample.model, sample.place);
    return {};
}

} // namespace hl::ui
