#include "app/commands/picture_options.h"

#include "app/commands/no_step.h"
#include "app/commands/reading_options.h"
#include "core/base/shown.h"

#include <QSizeF>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <tuple>

namespace hl {

namespace {

using NamedSides = std::array<std::pair<std::string_view, Side>, 2>;
constexpr NamedSides sidesOfTwoStacks{{{"encoder", Side::Encoder}, {"decoder", Side::Decoder}}};
constexpr NamedSides sidesOfTwoStreams{{{"content", Side::Only}, {"query", Side::Query}}};

using namespace hl::ui;

constexpr std::pair<std::string_view, ColorMapName> maps[]{{"viridis", ColorMapName::Viridis},
                                                           {"magma", ColorMapName::Magma},
                                                           {"cividis", ColorMapName::Cividis},
                                                           {"grey", ColorMapName::Grey}};

constexpr std::pair<std::string_view, ScaleMode> scales[]{{"head", ScaleMode::PerHead},
                                                          {"shared", ScaleMode::Shared},
                                                          {"row", ScaleMode::PerRow},
                                                          {"symmetric", ScaleMode::Symmetric},
                                                          {"log", ScaleMode::Log}};

constexpr std::string_view pages[metricsPageCount]{"table", "layers", "parts", "rollout", "flow", "map", "query-key"}; // as MetricsPage

tl::unexpected<UsageError> misused(std::string sentence)
{
    return tl::unexpected(UsageError{std::move(sentence)});
}

std::optional<QSizeF> readSize(const std::string& text)
{
    const auto cross = text.find('x');
    if (cross == std::string::npos)
        return std::nullopt;
    int width = 0;
    int height = 0;
    const char* middle = text.data() + cross;
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), middle, width).ptr != middle || std::from_chars(middle + 1, end, height).ptr != end
        || width < 1 || height < 1)
        return std::nullopt;
    return QSizeF(width, height);
}

tl::unexpected<Failure> wrongInput(const char* sentence, std::vector<std::string> args)
{
    return tl::unexpected(Failure(Error{ErrorCode::BadInput, {sentence, std::move(args)}}));
}

/// A step by its last part ("scores") or its whole path; `side` is that of a name without one.
Result<StepRef> namedStep(const std::string& name, Side side, bool isCross)
{
    std::vector<std::string_view> names;
    for (const StepInfo& info : stepTable()) {
        if (info.name == name)
            return StepRef{.step = info.step, .side = side, .isCross = isCross && info.scope >= Scope::Attention};
        names.push_back(info.name);
    }
    if (name.starts_with("blocks.") || name.starts_with("encoder.") || name.starts_with("decoder.") || name.starts_with("query."))
        return parseStep(name);
    const std::string near = didYouMean(name, names);
    return fail(ErrorCode::UnknownStep, HL_NOOP("core", "There is no step \"%1\".%2 `headlight steps` lists them all."),
                {shown(name), near});
}

/// The value of an option that has two names.
tl::expected<std::optional<long long>, UsageError> index(const Options& given, std::string_view name,
                                                         std::string_view otherName)
{
    if (given.has(name) && given.has(otherName))
        return misused(std::string(name) + " and " + std::string(otherName) + " are the same: give one.");
    if (!given.has(name) && !given.has(otherName))
        return std::nullopt;
    const auto number = given.integer(given.has(name) ? name : otherName, 0, 0, std::numeric_limits<int>::max());
    if (!number)
        return tl::unexpected(number.error());
    return *number;
}

} // namespace

tl::expected<Look, UsageError> readLook(const Options& given)
{
    Look look;
    if (const auto theme = given.value("--theme")) {
        if (*theme != "light" && *theme != "dark")
            return misused("--theme takes light or dark, not \"" + shown(*theme) + "\".");
        look.isDark = *theme == "dark";
    }
    if (const auto map = given.value("--map")) {
        const auto* found = std::find_if(std::begin(maps), std::end(maps), [&](const auto& entry) { return entry.first == *map; });
        if (found == std::end(maps))
            return misused("--map takes viridis, magma, cividis or grey, not \"" + shown(*map) + "\".");
        look.map = found->second;
    }
    if (const auto text = given.value("--size")) {
        look.picture.size = readSize(*text);
        if (!look.picture.size)
            return misused("--size takes width x height, for example 800x600, not \"" + shown(*text) + "\".");
    }
    const auto scale = given.number("--scale", look.picture.scale, 0.1, 100.0);
    if (!scale)
        return tl::unexpected(scale.error());
    look.picture.scale = *scale;
    return look;
}

tl::expected<void, UsageError> readMetrics(const Options& given, PictureOptions& options)
{
    const auto metricOf = [&](std::string_view option) -> tl::expected<std::optional<HeadMetric>, UsageError> {
        const auto name = given.value(option);
        if (!name)
            return std::nullopt;
        std::vector<std::string_view> names;
        for (const HeadMetricInfo& info : headMetricTable()) {
            if (info.name == *name)
                return info.metric;
            names.push_back(info.name);
        }
        std::string list;
        for (const std::string_view known : names)
            list += (list.empty() ? "" : ", ") + std::string(known);
        return misused(std::string(option) + " takes " + list + ", not \"" + shown(*name) + "\"." + didYouMean(*name, names));
    };
    const auto metric = metricOf("--metric");
    const auto color = metricOf("--color");
    for (const auto* read : {&metric, &color}) {
        if (!*read)
            return tl::unexpected(read->error());
    }
    if (*metric) {
        options.metric = **metric;
        options.headOrder = *metric;
        options.metricsSorted = true;
    }
    options.headColor = *color;
    if (const auto page = given.value("--page")) {
        const auto* found = std::find(std::begin(pages), std::end(pages), *page);
        if (found == std::end(pages))
            return misused("--page takes table, layers, parts, rollout, flow, map or query-key, not \"" + shown(*page) + "\".");
        options.metricsPage = static_cast<MetricsPage>(found - std::begin(pages));
        options.pictureRollout = options.metricsPage == MetricsPage::Rollout;
    }
    return {};
}

tl::expected<void, UsageError> readScales(const Options& given, PictureOptions& options)
{
    const std::string scale = given.valueOr("--color-scale", "head");
    const auto* found = std::find_if(std::begin(scales), std::end(scales), [&](const auto& entry) { return entry.first == scale; });
    if (found == std::end(scales))
        return misused("--color-scale takes head, shared, row, symmetric or log, not \"" + shown(scale) + "\".");
    options.scale = found->second;
    options.excludeFirstToken = given.has("--exclude-first");
    if (given.has("--mass") && given.has("--threshold"))
        return misused("Give either --mass or --threshold.");
    const auto mass = given.number("--mass", options.lineMass, 0.0, 1.0);
    const auto threshold = given.number("--threshold", options.lineThreshold, 0.0, 1.0);
    for (const auto* number : {&mass, &threshold}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    options.lineMass = *mass;
    options.lineThreshold = *threshold;
    options.lineThresholdByValue = given.has("--threshold");
    return {};
}

tl::expected<void, UsageError> readReadingFor(const Options& given, const std::string& view, PictureOptions& options)
{
    const auto reading = readReading(given);
    if (!reading)
        return tl::unexpected(reading.error());
    constexpr std::string_view readable[]{"stage", "ledger", "lines", "heads", "prompt"};
    if (!reading->isPlain() && std::find(std::begin(readable), std::end(readable), view) == std::end(readable))
        return misused("--words, --specials and --aggregate belong to the views stage, ledger, lines and heads.");
    if (reading->aggregate != Aggregate::Head && view == "heads")
        return misused("--aggregate does not go with the view heads, which shows each head by itself: take stage or lines.");
    options.reading = *reading;
    return {};
}

tl::expected<void, UsageError> readVariants(const Options& given, const std::string& view, PictureOptions& options)
{
    constexpr std::string_view all[]{"--variant", "--window", "--stride", "--globals", "--rank", "--kernel", "--format"};
    const auto* stray = std::find_if(std::begin(all), std::end(all), [&](std::string_view name) { return given.has(name); });
    if (view != "variants")
        return stray == std::end(all) ? tl::expected<void, UsageError>() : misused(std::string(*stray) + " belongs to --view variants.");
    const auto unknown = [](std::string_view option, const std::string& value, const std::vector<std::string_view>& names) {
        std::string list;
        for (const std::string_view name : names)
            list += (list.empty() ? "" : ", ") + std::string(name);
        return misused(std::string(option) + " takes " + list + ", not \"" + shown(value) + "\"." + didYouMean(value, names));
    };
    if (const auto name = given.value("--variant")) {
        std::vector<std::string_view> names;
        for (const AttentionVariant& variant : attentionVariants())
            names.push_back(variant.name);
        if (!variantNamed(*name))
            return unknown("--variant", *name, names);
        options.variant = *name;
    }
    if (const auto name = given.value("--format")) {
        std::vector<std::string_view> names;
        for (const NumberFormatInfo& info : numberFormats())
            names.push_back(info.name);
        const auto format = numberFormatNamed(*name);
        if (!format)
            return unknown("--format", *name, names);
        if (given.has("--variant"))
            return misused("--variant and --format are two pages of the view: give one.");
        options.numberFormat = *format;
        options.variantsPage = VariantsPage::Formats;
    }
    VariantParameters& p = options.variantParameters;
    constexpr long long most = mostVariantParameter;
    for (const auto& [name, value, least] : {std::tuple{"--window", &p.window, 0LL}, {"--stride", &p.stride, 1LL}, {"--globals", &p.globals, 0LL}, {"--rank", &p.rank, 1LL}}) {
        const auto number = given.integer(name, *value, least, most);
        if (!number)
            return tl::unexpected(number.error());
        *value = *number;
    }
    const auto kernel = given.integer("--kernel", options.kernel, 3, most);
    if (!kernel)
        return tl::unexpected(kernel.error());
    if (*kernel % 2 == 0)
        return misused("--kernel takes an odd number, 3 or more, so that it reaches as far to both sides.");
    options.kernel = static_cast<int>(*kernel);
    return {};
}

tl::expected<std::unique_ptr<Figure>, UsageError> namedFigure(const std::string& name)
{
    if (auto figure = makeFigure(QString::fromStdString(name)))
        return figure;
    std::string list;
    for (const QString& known : figureNames())
        list += (list.empty() ? "" : ", ") + known.toStdString();
    return misused("There is no view \"" + shown(name) + "\"; there are " + list + ".");
}

tl::expected<Place, Failure> readPlace(const Options& given, const Model& model)
{
    const ModelSpec& spec = model.spec();
    Place place;
    place.side = spec.outputSide();
    if (const auto side = given.value("--side")) {
        if (!spec.isEncoderDecoder() && !spec.hasQueryStream)
            return misuse("The model " + spec.name + " has only one stack and takes no --side.");
        const auto& known = spec.isEncoderDecoder() ? sidesOfTwoStacks : sidesOfTwoStreams;
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.first == *side; });
        if (found == known.end())
            return misuse("--side takes " + std::string(known[0].first) + " or " + std::string(known[1].first) + ", not \"" + shown(*side) + "\".");
        place.side = found->second;
    }
    const auto step = namedStep(given.valueOr("--step", "pattern"), place.side, given.has("--cross"));
    if (!step)
        return failure(step);
    place.step = step->step;
    place.side = step->side;
    place.isCross = step->isCross;
    place.layer = std::max(step->layer, 0);
    place.head = std::max(step->head, 0);
    const auto layer = given.integer("--layer", place.layer, 0, std::numeric_limits<int>::max());
    const auto head = given.integer("--head", place.head, 0, std::numeric_limits<int>::max());
    for (const auto* number : {&layer, &head}) {
        if (!*number)
            return tl::unexpected(Failure(number->error()));
    }
    place.layer = static_cast<int>(*layer);
    place.head = static_cast<int>(*head);

    if (!mayHaveStep(spec, place.ref()))
        return tl::unexpected(Failure(noStep(spec, nameOf(place.ref()))));
    const StackSpec& stack = spec.stack(place.side);
    const int heads = (place.isCross ? *stack.cross : stack.attention).heads;
    if (place.layer >= stack.layers || place.head >= heads) // of steps that have no layer or head themselves
        return wrongInput(HL_NOOP("core", "The model %1 has layers 0 to %2 with heads 0 to %3."),
                          {spec.name, std::to_string(stack.layers - 1), std::to_string(heads - 1)});
    return place;
}

tl::expected<Place, Failure> withSelectedCell(const Options& given, Place place, const Trace& trace)
{
    if (isUnasked(place.refOf(Step::Pattern), trace.model().spec()))
        return tl::unexpected(Failure(Error{ErrorCode::BadInput, unaskedText()}));
    if (!hasStep(trace.model().spec(), place.ref())) { // the query stream predicts, where there is one
        Place predicting = place;
        predicting.side = trace.model().spec().outputSide();
        place = hasStep(trace.model().spec(), predicting.ref()) ? predicting : place;
    }
    place.query = static_cast<Index>(trace.tokens(place.side).size()) - 1;
    const auto row = index(given, "--row", "--query");
    const auto col = index(given, "--col", "--key");
    for (const auto* number : {&row, &col}) {
        if (!*number)
            return tl::unexpected(Failure(number->error()));
    }
    const MatrixView view = trace.view(place.ref());
    if (!view)
        return place; // not kept: the picture says so
    const Index i = *row ? static_cast<Index>(**row) : std::min(place.row(), view.rows() - 1);
    const Index j = *col ? static_cast<Index>(**col) : place.col();
    if (i >= view.rows() || j >= view.cols())
        return wrongInput(HL_NOOP("core", "The step %1 has rows 0 to %2 and columns 0 to %3; choose --row and --col among them."),
                          {nameOf(place.ref()), std::to_string(view.rows() - 1), std::to_string(view.cols() - 1)});
    return place.withCell(place.step, i, j);
}

} // namespace hl
