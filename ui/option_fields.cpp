#include "ui/option_fields.h"

#include "core/attention/mistakes.h"

#include <QStringList>

#include <cmath>
#include <utility>
#include <vector>

namespace hl::ui {

namespace {

/// A new option fails to compile here until it has its row below.
[[maybe_unused]] void everyOptionHasItsField(const PictureOptions& options)
{
    [[maybe_unused]] const auto& [colorMap, scale, excludeFirstToken, reading, digits, showValues, allTerms, lineMass, lineThresholdByValue, lineThreshold,
                                  headOrder, headAtLeast, headColor, metricsPage, metric, metricsSorted, metricAtLeast, headGroups,
                                  pictureRollout, showLens, comparedHeads, weights, mistake, variantsPage, variant, variantParameters, kernel, numberFormat, positionScheme,
                                  positionLength, positionDims] = options;
    [[maybe_unused]] const auto& [window, stride, globals, rank] = variantParameters;
}

using Member = PictureOptions;

OptionField truth(const char* key, bool isRemembered, bool Member::*member)
{
    return {key, isRemembered, [member](const PictureOptions& options) { return QVariant(options.*member); },
            [member](PictureOptions& options, const QVariant& value) {
                const QString text = value.toString();
                const bool isTrue = text == QLatin1String("true");
                if (!isTrue && text != QLatin1String("false"))
                    return false;
                options.*member = isTrue;
                return true;
            }};
}

template <class Number>
OptionField number(const char* key, bool isRemembered, Number Member::*member, double low, double high)
{
    return {key, isRemembered, [member](const PictureOptions& options) { return QVariant(options.*member); },
            [member, low, high](PictureOptions& options, const QVariant& value) {
                bool isNumber = false;
                const double read = value.toString().toDouble(&isNumber);
                if (!isNumber || !(read >= low && read <= high))
                    return false;
                options.*member = static_cast<Number>(read);
                return true;
            }};
}

template <class Enum>
OptionField choice(const char* key, bool isRemembered, Enum Member::*member, std::initializer_list<const char*> inOrder)
{
    QStringList names;
    for (const char* name : inOrder)
        names << QLatin1String(name);
    return {key, isRemembered,
            [member, names](const PictureOptions& options) { return QVariant(names.at(static_cast<int>(options.*member))); },
            [member, names](PictureOptions& options, const QVariant& value) {
                const auto index = names.indexOf(value.toString());
                if (index < 0)
                    return false;
                options.*member = static_cast<Enum>(index);
                return true;
            }};
}

OptionField readingTruth(const char* key, bool PatternReading::*member)
{
    return {key, true, [member](const PictureOptions& options) { return QVariant(options.reading.*member); },
            [member](PictureOptions& options, const QVariant& value) {
                const QString text = value.toString();
                const bool isTrue = text == QLatin1String("true");
                if (!isTrue && text != QLatin1String("false"))
                    return false;
                options.reading.*member = isTrue;
                return true;
            }};
}

template <class Enum>
OptionField readingChoice(const char* key, Enum PatternReading::*member, std::initializer_list<const char*> inOrder)
{
    QStringList names;
    for (const char* name : inOrder)
        names << QLatin1String(name);
    return {key, true,
            [member, names](const PictureOptions& options) { return QVariant(names.at(static_cast<int>(options.reading.*member))); },
            [member, names](PictureOptions& options, const QVariant& value) {
                const auto index = names.indexOf(value.toString());
                if (index < 0)
                    return false;
                options.reading.*member = static_cast<Enum>(index);
                return true;
            }};
}

QString metricName(HeadMetric metric)
{
    const std::string_view name = headMetricTable()[static_cast<std::size_t>(metric)].name;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

std::optional<HeadMetric> metricNamed(const QString& name)
{
    for (const HeadMetricInfo& info : headMetricTable()) {
        if (metricName(info.metric) == name)
            return info.metric;
    }
    return std::nullopt;
}

OptionField metric(const char* key, HeadMetric Member::*member)
{
    return {key, false, [member](const PictureOptions& options) { return QVariant(metricName(options.*member)); },
            [member](PictureOptions& options, const QVariant& value) {
                const auto read = metricNamed(value.toString());
                if (read)
                    options.*member = *read;
                return read.has_value();
            }};
}

/// No metric is the empty text.
OptionField metricOrNone(const char* key, std::optional<HeadMetric> Member::*member)
{
    return {key, false,
            [member](const PictureOptions& options) {
                return QVariant(options.*member ? metricName(*(options.*member)) : QString());
            },
            [member](PictureOptions& options, const QVariant& value) {
                const auto read = metricNamed(value.toString());
                if (!read && !value.toString().isEmpty())
                    return false;
                options.*member = read;
                return true;
            }};
}

/// "0.1 2.3": layer and head.
OptionField heads(const char* key, std::set<std::pair<int, int>> Member::*member)
{
    return {key, false,
            [member](const PictureOptions& options) {
                QStringList names;
                for (const auto& [layer, head] : options.*member)
                    names << QStringLiteral("%1.%2").arg(layer).arg(head);
                return QVariant(names.join(QLatin1Char(' ')));
            },
            [member](PictureOptions& options, const QVariant& value) {
                std::set<std::pair<int, int>> read;
                for (const QString& name : value.toString().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
                    const QStringList parts = name.split(QLatin1Char('.'));
                    bool isLayer = false;
                    bool isHead = false;
                    const int layer = parts.value(0).toInt(&isLayer);
                    const int head = parts.value(1).toInt(&isHead);
                    if (parts.size() != 2 || !isLayer || !isHead || layer < 0 || head < 0)
                        return false;
                    read.emplace(layer, head);
                }
                options.*member = std::move(read);
                return true;
            }};
}

OptionField weightName(const char* key, std::string Member::*member)
{
    return {key, false, [member](const PictureOptions& options) { return QVariant(QString::fromStdString(options.*member)); },
            [member](PictureOptions& options, const QVariant& value) {
                options.*member = value.toString().toStdString();
                return true;
            }};
}

OptionField mistakeName(const char* key, std::string Member::*member)
{
    OptionField field = weightName(key, member);
    field.set = [set = std::move(field.set)](PictureOptions& options, const QVariant& value) {
        return mistakeNamed(value.toString().toStdString()) && set(options, value);
    };
    return field;
}

OptionField variantName(const char* key, std::string Member::*member)
{
    OptionField field = weightName(key, member);
    field.set = [set = std::move(field.set)](PictureOptions& options, const QVariant& value) {
        return variantNamed(value.toString().toStdString()) && set(options, value);
    };
    return field;
}

OptionField parameter(const char* key, Index VariantParameters::*member, int least)
{
    return {key, false, [member](const PictureOptions& options) { return QVariant(static_cast<int>(options.variantParameters.*member)); },
            [member, least](PictureOptions& options, const QVariant& value) {
                bool isNumber = false;
                const int read = value.toString().toInt(&isNumber);
                if (!isNumber || read < least || read > mostVariantParameter)
                    return false;
                options.variantParameters.*member = read;
                return true;
            }};
}

/// Of a convolution: odd, so that it reaches as far to both sides.
OptionField oddNumber(const char* key, int Member::*member)
{
    OptionField field = number(key, false, member, 3, mostVariantParameter);
    field.set = [set = std::move(field.set)](PictureOptions& options, const QVariant& value) {
        return value.toString().toInt() % 2 == 1 && set(options, value);
    };
    return field;
}

std::vector<OptionField> makeFields()
{
    using O = PictureOptions;
    return {
        choice("colorMap", true, &O::sequentialMap, {"viridis", "magma", "cividis", "grey", "diverging"}),
        choice("scale", true, &O::scale, {"shared", "head", "row", "symmetric", "log"}),
        truth("excludeFirstToken", true, &O::excludeFirstToken),
        readingTruth("words", &PatternReading::joinsWords),
        readingChoice("specials", &PatternReading::specials, {"shown", "hidden", "renormalised"}),
        readingChoice("aggregate", &PatternReading::aggregate, {"head", "mean", "max", "entropy"}),
        readingTruth("allLayers", &PatternReading::isOverAllLayers),
        number("digits", true, &O::digits, 2, 17),
        truth("showValues", true, &O::showValues),
        truth("allTerms", true, &O::allTerms),
        number("lineMass", true, &O::lineMass, 0, 1),
        truth("lineThresholdByValue", true, &O::lineThresholdByValue),
        number("lineThreshold", true, &O::lineThreshold, 0, 1),
        metricOrNone("headOrder", &O::headOrder),
        number("headAtLeast", false, &O::headAtLeast, -1e9, 1e9),
        metricOrNone("headColor", &O::headColor),
        choice("metricsPage", false, &O::metricsPage, {"table", "layers", "parts", "rollout", "flow", "map", "query-key"}),
        metric("metric", &O::metric),
        truth("metricsSorted", false, &O::metricsSorted),
        number("metricAtLeast", false, &O::metricAtLeast, -1e9, 1e9),
        number("headGroups", false, &O::headGroups, 1, 64),
        truth("pictureRollout", false, &O::pictureRollout),
        truth("showLens", false, &O::showLens),
        heads("comparedHeads", &O::comparedHeads),
        weightName("weights", &O::weights),
        mistakeName("mistake", &O::mistake),
        choice("variantsPage", false, &O::variantsPage, {"attention", "formats"}),
        variantName("variant", &O::variant),
        parameter("variantWindow", &VariantParameters::window, 0),
        parameter("variantStride", &VariantParameters::stride, 1),
        parameter("variantGlobals", &VariantParameters::globals, 0),
        parameter("variantRank", &VariantParameters::rank, 1),
        oddNumber("kernel", &O::kernel),
        choice("numberFormat", false, &O::numberFormat, {"float64", "float32", "bfloat16", "float16", "int8"}),
        choice("positionScheme", false, &O::positionScheme, {"none", "sinusoidal", "learned", "rotary", "alibi", "t5"}),
        number("positionLength", false, &O::positionLength, 1, 512),
        number("positionDims", false, &O::positionDims, 1, 1024),
    };
}

} // namespace

std::span<const OptionField> optionFields()
{
    static const std::vector<OptionField> fields = makeFields();
    return fields;
}

} // namespace hl::ui
