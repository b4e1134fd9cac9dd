#include "ui/session_actions.h"

#include <algorithm>

namespace hl::ui {

namespace {

/// An action of a group and the value it stands for.
template <class Value>
struct Choice
{
    const char* id;
    Value value;
};

constexpr Choice<Appearance> themes[] = {
    {"theme.system", Appearance::System}, {"theme.light", Appearance::Light}, {"theme.dark", Appearance::Dark}};
constexpr Choice<ColorMapName> maps[] = {{"map.viridis", ColorMapName::Viridis},
                                         {"map.magma", ColorMapName::Magma},
                                         {"map.cividis", ColorMapName::Cividis},
                                         {"map.grey", ColorMapName::Grey}};
constexpr Choice<ScaleMode> scales[] = {{"scale.perHead", ScaleMode::PerHead},
                                        {"scale.shared", ScaleMode::Shared},
                                        {"scale.perRow", ScaleMode::PerRow},
                                        {"scale.symmetric", ScaleMode::Symmetric},
                                        {"scale.log", ScaleMode::Log}};
constexpr Choice<SpecialTokens> specials[] = {{"specials.shown", SpecialTokens::Shown},
                                              {"specials.hidden", SpecialTokens::Hidden},
                                              {"specials.renormalised", SpecialTokens::Renormalised}};
constexpr Choice<Aggregate> aggregates[] = {{"heads.one", Aggregate::Head},
                                            {"heads.mean", Aggregate::Mean},
                                            {"heads.max", Aggregate::Max},
                                            {"heads.entropy", Aggregate::Entropy}};
constexpr Choice<double> speeds[] = {
    {"speed.half", 0.5}, {"speed.normal", 1.0}, {"speed.double", 2.0}, {"speed.four", 4.0}};
constexpr Choice<const char*> languages[] = {{"language.system", ""}, {"language.en", "en"}, {"language.zh", "zh_CN"}};

constexpr qreal zoomStep = 0.1;

template <class Value, std::size_t N, class Set>
void connectChoices(Actions& actions, const Choice<Value> (&choices)[N], Set set)
{
    for (const Choice<Value>& choice : choices) {
        const Value value = choice.value;
        QObject::connect(&actions[choice.id], &QAction::triggered, &actions, [set, value] { set(value); });
    }
}

template <class Value, std::size_t N, class Is>
void check(Actions& actions, const Choice<Value> (&choices)[N], Is is)
{
    for (const Choice<Value>& choice : choices) {
        if (is(choice.value))
            actions[choice.id].setChecked(true);
    }
}

template <class Change>
void connectOption(Actions& actions, const char* id, Settings& settings, Change change)
{
    QObject::connect(&actions[id], &QAction::triggered, &settings, [&settings, change](bool isOn) {
        PictureOptions options = settings.options();
        change(options, isOn);
        settings.setOptions(options);
    });
}

void connectZoom(Actions& actions, Settings& settings)
{
    const auto on = [&](const char* id, qreal step) {
        QObject::connect(&actions[id], &QAction::triggered, &settings, [&settings, step] {
            const qreal own = settings.isPresenting() ? settings.scale() / presenterScale : settings.scale();
            settings.setScale(step == 0.0 ? 1.0 : own + step);
        });
    };
    on("view.zoomIn", zoomStep);
    on("view.zoomOut", -zoomStep);
    on("view.zoomReset", 0.0);
}

void showChoices(Actions& actions, const Settings& settings)
{
    const PictureOptions& o = settings.options();
    check(actions, themes, [&](Appearance value) { return value == settings.appearance(); });
    check(actions, maps, [&](ColorMapName value) { return value == o.sequentialMap; });
    check(actions, scales, [&](ScaleMode value) { return value == o.scale; });
    check(actions, specials, [&](SpecialTokens value) { return value == o.reading.specials; });
    check(actions, aggregates, [&](Aggregate value) { return value == o.reading.aggregate; });
    check(actions, speeds, [&](double value) { return qFuzzyCompare(value, settings.speed()); });
    check(actions, languages, [&](const char* value) { return settings.language() == QLatin1String(value); });
    actions["scale.excludeFirst"].setChecked(o.excludeFirstToken);
    actions["view.values"].setChecked(o.showValues);
    actions["view.allTerms"].setChecked(o.allTerms);
    actions["reading.words"].setChecked(o.reading.joinsWords);
    actions["heads.allLayers"].setChecked(o.reading.isOverAllLayers);
    actions["heads.allLayers"].setEnabled(o.reading.aggregate != Aggregate::Head);
    actions["digits.more"].setEnabled(o.digits < 17);
    actions["digits.fewer"].setEnabled(o.digits > 2);
    actions["step.animation"].setChecked(settings.isAnimated());
    actions["view.presenter"].setChecked(settings.isPresenting());
}

} // namespace

void connectSettingsActions(Actions& actions, Settings& settings)
{
    connectChoices(actions, themes, [&settings](Appearance value) { settings.setAppearance(value); });
    connectChoices(actions, speeds, [&settings](double value) { settings.setSpeed(value); });
    connectChoices(actions, languages, [&settings](const char* value) { settings.setLanguage(QLatin1String(value)); });
    connectChoices(actions, maps, [&settings](ColorMapName value) {
        PictureOptions options = settings.options();
        options.sequentialMap = value;
        settings.setOptions(options);
    });
    connectChoices(actions, scales, [&settings](ScaleMode value) {
        PictureOptions options = settings.options();
        options.scale = value;
        settings.setOptions(options);
    });
    connectChoices(actions, specials, [&settings](SpecialTokens value) {
        PictureOptions options = settings.options();
        options.reading.specials = value;
        settings.setOptions(options);
    });
    connectChoices(actions, aggregates, [&settings](Aggregate value) {
        PictureOptions options = settings.options();
        options.reading.aggregate = value;
        settings.setOptions(options);
    });
    connectOption(actions, "reading.words", settings, [](PictureOptions& o, bool isOn) { o.reading.joinsWords = isOn; });
    connectOption(actions, "heads.allLayers", settings, [](PictureOptions& o, bool isOn) { o.reading.isOverAllLayers = isOn; });
    connectOption(actions, "scale.excludeFirst", settings, [](PictureOptions& o, bool isOn) { o.excludeFirstToken = isOn; });
    connectOption(actions, "view.values", settings, [](PictureOptions& o, bool isOn) { o.showValues = isOn; });
    connectOption(actions, "view.allTerms", settings, [](PictureOptions& o, bool isOn) { o.allTerms = isOn; });
    connectOption(actions, "digits.more", settings, [](PictureOptions& o, bool) { o.digits = std::min(o.digits + 1, 17); });
    connectOption(actions, "digits.fewer", settings, [](PictureOptions& o, bool) { o.digits = std::max(o.digits - 1, 2); });
    QObject::connect(&actions["step.animation"], &QAction::triggered, &settings, &Settings::setAnimated);
    connectZoom(actions, settings);
    const auto show = [&actions, &settings] { showChoices(actions, settings); };
    QObject::connect(&settings, &Settings::optionsChanged, &actions, show);
    QObject::connect(&settings, &Settings::themeChanged, &actions, show);
    QObject::connect(&settings, &Settings::motionChanged, &actions, show);
    QObject::connect(&settings, &Settings::languageChanged, &actions, show);
    show();
}

} // namespace hl::ui
