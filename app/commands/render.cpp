// The one command that needs Qt: a view's picture without a window and without a display.
#include "app/commands/model_input.h"
#include "app/commands/picture_options.h"
#include "core/attention/mistakes.h"
#include "core/base/shown.h"
#include "ui/figure/compare_figure.h"
#include "ui/figure/export.h"

#include <QApplication>
#include <QFileInfo>

#include <array>
#include <cstdio>
#include <memory>

namespace hl {

namespace {

using namespace hl::ui;

constexpr std::array options{
    modelOption,
    OptionInfo{"--text", "T", "the text", true},
    targetOption,
    pairOption,
    editsOption,
    ablateOption,
    OptionInfo{"--view", "NAME", "stage, heads, lines, ...: a view of the window", true},
    OptionInfo{"--compare", "WITH", "view compare: head=0.1, step=scores, text=..., model=NAME, edits, or file=X.npz"},
    OptionInfo{"--layer", "L", "the layer, counted from 0"},
    OptionInfo{"--head", "H", "the head, counted from 0"},
    OptionInfo{"--step", "S", "the step: pattern (unless given), scores, softmax.exp, ..., or a whole path"},
    OptionInfo{"--side", "SIDE", "encoder or decoder (unless given) of a model that has both"},
    OptionInfo{"--cross", "", "cross-attention"},
    OptionInfo{"--row", "I", "the selected row: the query; the last one unless given"},
    OptionInfo{"--query", "I", "the same"},
    OptionInfo{"--col", "J", "the selected column: the key; 0 unless given"},
    OptionInfo{"--key", "J", "the same"},
    OptionInfo{"--page", "PAGE", "of the metrics view: table (unless given), layers, parts, rollout, flow, map, query-key"},
    OptionInfo{"--metric", "NAME", "entropy, sink-mass, ...: the number that metrics shows and heads are sorted by"},
    OptionInfo{"--color", "NAME", "heads: the colour of this number in the place of each pattern"},
    OptionInfo{"--mistake", "NAME", "of the view mistakes: which (`headlight check --mistakes` lists them)"},
    OptionInfo{"--theme", "THEME", "light (unless given) or dark"},
    OptionInfo{"--map", "MAP", "the colours: viridis (unless given), magma, cividis, grey"},
    OptionInfo{"--size", "WxH", "size in units of 1/96 inch; what the view needs unless given"},
    OptionInfo{"--scale", "X", "PNG: pixels per unit; 2 unless given"},
    OptionInfo{"--out", "OUT", "a file ending in .png, .svg or .pdf", true},
};

/// Qt speaks up only when it cannot go on: remarks about the desktop mean nothing here.
void onlyFatal(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "headlight: %s\n", qPrintable(text));
}

/// Qt for painting: the same fonts and sizes whatever the desktop's settings are.
std::unique_ptr<QApplication> offscreenApplication()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_QPA_PLATFORMTHEME",
                             "QT_STYLE_OVERRIDE", "QT_ENABLE_HIGHDPI_SCALING"})
        qunsetenv(name);
    qInstallMessageHandler(onlyFatal);
    static int argc = 1;
    static char name[] = "headlight";
    static std::array<char*, 2> argv{name, nullptr};
    auto application = std::make_unique<QApplication>(argc, argv.data());
    QApplication::setApplicationName(QStringLiteral("headlight"));
    QApplication::setApplicationVersion(QStringLiteral(HEADLIGHT_VERSION));
    return application;
}

Outcome run(const Options& given)
{
    const std::string out = given.valueOr("--out", "");
    const auto format = pictureFormat(QFileInfo(QString::fromStdString(out)).suffix());
    if (!format)
        return misuse("--out takes a file ending in .png, .svg or .pdf, not \"" + shown(out) + "\".");
    const auto look = readLook(given);
    if (!look)
        return tl::unexpected(Failure(look.error()));
    const auto figure = namedFigure(given.valueOr("--view", ""));
    if (!figure)
        return tl::unexpected(Failure(figure.error()));

    const auto mistake = given.value("--mistake");
    if (mistake && (!mistakeNamed(*mistake) || (*figure)->name() != QLatin1String("mistakes")))
        return misuse(mistakeNamed(*mistake) ? "--mistake belongs to --view mistakes."
                                             : "There is no mistake \"" + shown(*mistake) + "\": `headlight check --mistakes` lists them.");

    const auto model = openModel(given);
    if (!model)
        return failure(model);
    const auto request = runRequest(given, *model);
    if (!request)
        return tl::unexpected(request.error());
    const auto wanted = readPlace(given, **model);
    if (!wanted)
        return tl::unexpected(wanted.error());
    const auto trace = hl::run(*request);
    if (!trace)
        return failure(trace);
    const auto place = withSelectedCell(given, *wanted, **trace);
    if (!place)
        return tl::unexpected(place.error());

    if (const auto other = given.value("--compare")) {
        const auto with = parseCompareWith(*other);
        if (!with)
            return failure(with);
        auto counterpart = makeCounterpart(*request, *with);
        if (!counterpart)
            return failure(counterpart);
        auto* comparing = dynamic_cast<CompareFigure*>(figure->get());
        if (!comparing)
            return misuse("--compare goes with --view compare.");
        if (const auto both = compareWith(*counterpart, **trace, place->ref()); !both)
            return failure(both);
        comparing->setCounterpart(std::make_shared<const Counterpart>(std::move(*counterpart)));
    }
    PictureOptions shownSo;
    if (const auto read = readMetrics(given, shownSo); !read)
        return tl::unexpected(Failure(read.error()));

    const auto application = offscreenApplication();
    Scene scene;
    scene.options = shownSo;
    scene.trace = *trace;
    scene.place = *place;
    scene.options.sequentialMap = look->map;
    scene.options.mistake = given.valueOr("--mistake", scene.options.mistake);
    scene.theme = look->isDark ? Theme::dark() : Theme::light();
    ExportOptions how = look->picture;
    how.text = QString::fromStdString(request->text);
    if (request->second)
        how.text += QLatin1Char('\n') + QString::fromStdString(*request->second);
    const auto picture = exportFigure(**figure, scene, *format, how);
    if (!picture)
        return failure(picture);
    if (const auto saved = saveExport(QString::fromStdString(out), *picture); !saved)
        return failure(saved);
    return Output{{}, notesOf(**trace)};
}

} // namespace

std::vector<Command> windowCommands()
{
    return {{"render", "draws a view's picture into a file; needs no display",
             "--model M --text T [--target T2 | --pair T2] [--edits FILE.json] [--ablate HEADS] --view NAME [--compare WITH] [--layer L --head H --step S ...] "
             "--out FILE.png|svg|pdf",
             options, run}};
}

} // namespace hl
