// The one command that needs Qt: a view's picture without a window and without a display.
#include "app/commands/model_input.h"
#include "app/commands/picture_options.h"
#include "app/commands/reading_options.h"
#include "core/attention/mistakes.h"
#include "core/base/shown.h"
#include "core/model/builtin.h"
#include "core/run/open_model.h"
#include "ui/figure/compare_figure.h"
#include "ui/figure/export.h"
#include "ui/figure/numbers.h"
#include "ui/session_file.h"

#include <QApplication>
#include <QFileInfo>

#include <array>
#include <cstdio>
#include <memory>

namespace hl {

namespace {

using namespace hl::ui;

constexpr std::array options{
    OptionInfo{"--model", modelOption.value, modelOption.help},
    textOption,
    OptionInfo{"--session", "FILE", "draw what a saved session shows, or the one inside an exported picture, in the place of --model and --text"},
    targetOption,
    pairOption,
    imageOption,
    audioOption,
    editsOption,
    ablateOption,
    OptionInfo{"--view", "NAME", "stage, heads, lines, ...: a view of the window; needed unless a session tells it"},
    OptionInfo{"--compare", "WITH", "view compare: head=0.1, step=scores, text=..., model=NAME, edits, or file=X.npz"},
    OptionInfo{"--layer", "L", "the layer, counted from 0"},
    OptionInfo{"--head", "H", "the head, counted from 0"},
    OptionInfo{"--step", "S", "the step: pattern (unless given), scores, softmax.exp, ..., or a whole path"},
    OptionInfo{"--side", "SIDE", "encoder or decoder (unless given) of a model that has both; content (unless given) or query of one of two streams"},
    OptionInfo{"--cross", "", "cross-attention"},
    OptionInfo{"--row", "I", "the selected row: the query; the last one unless given"},
    OptionInfo{"--query", "I", "the same"},
    OptionInfo{"--col", "J", "the selected column: the key; 0 unless given"},
    OptionInfo{"--key", "J", "the same"},
    OptionInfo{"--page", "PAGE", "of the metrics view: table (unless given), layers, parts, rollout, flow, map, query-key; of the picture: rollout"},
    OptionInfo{"--metric", "NAME", "entropy, sink-mass, ...: the number that metrics shows and heads are sorted by"},
    OptionInfo{"--color", "NAME", "heads: the colour of this number in the place of each pattern"},
    OptionInfo{"--mistake", "NAME", "of the view mistakes: which (`headlight check --mistakes` lists them)"},
    wordsOption,
    specialsOption,
    aggregateOption,
    OptionInfo{"--mass", "X", "lines: those that carry this share of each row; 0.9 unless given"},
    OptionInfo{"--threshold", "X", "lines: those of at least this weight, in the place of --mass"},
    OptionInfo{"--color-scale", "SCALE", "what shares one scale: head (unless given), shared, row; or symmetric, log"},
    OptionInfo{"--exclude-first", "", "leave the first key out of the colour scale"},
    OptionInfo{"--variant", "NAME", "of the view variants: full, causal, local-window (unless given), strided, global-local, linear, low-rank"},
    OptionInfo{"--window", "N", "variants: keys seen on either side; 2 unless given"},
    OptionInfo{"--stride", "N", "variants: every N-th key is seen; 3 unless given"},
    OptionInfo{"--globals", "N", "variants: tokens at the start that see all and are seen by all; 1 unless given"},
    OptionInfo{"--rank", "N", "variants: groups of keys; 4 unless given"},
    OptionInfo{"--kernel", "N", "variants: width of the convolution among the costs, odd; 3 unless given"},
    OptionInfo{"--format", "FORMAT", "of the view variants: float64, float32, bfloat16, float16 or int8, step by step beside float64"},
    OptionInfo{"--theme", "THEME", "light (unless given) or dark"},
    OptionInfo{"--map", "MAP", "the colours: viridis (unless given), magma, cividis, grey"},
    OptionInfo{"--size", "WxH", "size in units of 1/96 inch; what the view needs unless given"},
    OptionInfo{"--scale", "X", "PNG: pixels per unit; 2 unless given"},
    OptionInfo{"--out", "OUT", "a file ending in .png, .svg or .pdf; in .csv, .npz or .json for the numbers behind the picture", true},
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

/// What is to be drawn, with its model.
using Wanted = tl::expected<SavedSession, Failure>;

/// Options of render that a session tells itself.
constexpr std::array toldBySession{"--model", "--text", "--target", "--pair", "--image", "--audio", "--edits", "--ablate", "--layer", "--head", "--step", "--side",
                                   "--cross", "--row", "--query", "--col", "--key", "--page", "--metric", "--color", "--mistake",
                                   "--words", "--specials", "--aggregate", "--mass", "--threshold", "--color-scale", "--exclude-first",
                                   "--variant", "--window", "--stride", "--globals", "--rank", "--kernel", "--format"};

Wanted sessionOf(const Options& given)
{
    for (const char* option : toldBySession) {
        if (given.has(option))
            return misuse(std::string("--session and ") + option + " exclude each other: the session tells it.");
    }
    auto session = readSession(QString::fromStdString(given.valueOr("--session", "")));
    if (!session)
        return failure(session);
    auto model = findModel(session->modelName.toStdString());
    if (!model)
        return failure(model);
    session->request.model = std::move(*model);
    return std::move(*session);
}

Wanted sessionFromOptions(const Options& given)
{
    for (const char* option : {"--model", "--view"}) {
        if (!given.has(option))
            return misuse(std::string("render needs ") + option + ", or a --session.");
    }
    if (auto wrong = checkSources(given))
        return tl::unexpected(std::move(*wrong));
    SavedSession session;
    session.options.allTerms = true; // a file has room, and nobody can click on it
    session.options.mistake = given.valueOr("--mistake", session.options.mistake);
    if (!mistakeNamed(session.options.mistake))
        return misuse("There is no mistake \"" + shown(session.options.mistake) + "\": `headlight check --mistakes` lists them.");
    if (given.has("--mistake") && given.value("--view") != "mistakes")
        return misuse("--mistake belongs to --view mistakes.");
    const std::string view = given.valueOr("--view", "");
    for (const auto& read : {readMetrics(given, session.options), readScales(given, session.options),
                             readReadingFor(given, view, session.options), readVariants(given, view, session.options)}) {
        if (!read)
            return tl::unexpected(Failure(read.error()));
    }
    auto model = openModel(given);
    if (!model)
        return failure(model);
    auto request = runRequest(given, *model);
    if (!request)
        return tl::unexpected(request.error());
    const auto place = readPlace(given, **model);
    if (!place)
        return tl::unexpected(place.error());
    const std::string name = given.valueOr("--model", "");
    session.modelName = QString::fromStdString(name);
    if (findBuiltin(name) == nullptr)
        session.modelName = QFileInfo(session.modelName).absoluteFilePath();
    session.request = std::move(*request);
    session.place = *place;
    return session;
}

/// The other side of --view compare, as --compare or the session tells it.
tl::expected<void, Failure> compare(const Options& given, const SavedSession& session, const Trace& trace, Figure& figure)
{
    auto* comparing = dynamic_cast<CompareFigure*>(&figure);
    if (!comparing && given.has("--compare"))
        return misuse("--compare goes with --view compare.");
    if (!comparing)
        return {};
    if (session.compare.isEmpty())
        return misuse("--view compare needs --compare: head=0.1, step=scores, text=..., model=NAME, edits, or file=X.npz.");
    const auto with = parseCompareWith(session.compare.toStdString());
    if (!with)
        return failure(with);
    auto counterpart = makeCounterpart(session.request, *with);
    if (!counterpart)
        return failure(counterpart);
    if (const auto both = compareWith(*counterpart, trace, session.place.ref()); !both)
        return failure(both);
    comparing->setCounterpart(std::make_shared<const Counterpart>(std::move(*counterpart)));
    return {};
}

QString textsOf(const RunRequest& request)
{
    const QString text = QString::fromStdString(request.text);
    return request.second ? text + QLatin1Char('\n') + QString::fromStdString(*request.second) : text;
}

Outcome run(const Options& given)
{
    const std::string out = given.valueOr("--out", "");
    const QString suffix = QFileInfo(QString::fromStdString(out)).suffix();
    const auto format = pictureFormat(suffix);
    const bool isForNumbers = QStringList{QStringLiteral("csv"), QStringLiteral("npz"), QStringLiteral("json")}.contains(suffix.toLower());
    if (!format && !isForNumbers)
        return misuse("--out takes a file ending in .png, .svg or .pdf, or .csv, .npz or .json for numbers, not \"" + shown(out) + "\".");
    const auto look = readLook(given);
    if (!look)
        return tl::unexpected(Failure(look.error()));
    if (given.has("--view")) {
        if (const auto known = namedFigure(given.valueOr("--view", "")); !known)
            return tl::unexpected(Failure(known.error()));
    }
    const auto application = offscreenApplication(); // a picture inside a session needs it, too
    auto session = given.has("--session") ? sessionOf(given) : sessionFromOptions(given);
    if (!session)
        return tl::unexpected(session.error());
    session->view = QString::fromStdString(given.valueOr("--view", session->view.toStdString()));
    session->compare = QString::fromStdString(given.valueOr("--compare", session->compare.toStdString()));
    session->isDark = look->isDark.value_or(session->isDark);
    session->options.sequentialMap = look->map.value_or(session->options.sequentialMap);

    const auto trace = hl::run(session->request);
    if (!trace)
        return failure(trace);
    if (given.has("--session")) {
        session->place = clamped(session->place, **trace);
    } else {
        const auto place = withSelectedCell(given, session->place, **trace);
        if (!place)
            return tl::unexpected(place.error());
        session->place = *place;
    }
    const auto figure = makeFigure(session->view);
    if (const auto compared = compare(given, *session, **trace, *figure); !compared)
        return tl::unexpected(compared.error());

    const Scene scene{*trace, session->place, session->options, session->isDark ? Theme::dark() : Theme::light(), false};
    if (isForNumbers) {
        if (const auto saved = saveNumbers(*figure, scene, QString::fromStdString(out)); !saved)
            return failure(saved);
        return Output{{}, notesOf(**trace)};
    }
    ExportOptions how = look->picture;
    how.text = textsOf(session->request);
    how.session = sessionToJson(*session);
    const auto picture = exportFigure(*figure, scene, *format, how);
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
             "(--session FILE | --model M (--text T [--target T2 | --pair T2] | --image FILE.png | --audio FILE.wav) [--edits FILE.json] [--ablate HEADS] --view NAME [--compare WITH] [--layer L --head H --step S ...] [--words] [--specials HOW] [--aggregate HOW]) "
             "--out FILE.png|svg|pdf|csv|npz|json",
             options, run}};
}

} // namespace hl
