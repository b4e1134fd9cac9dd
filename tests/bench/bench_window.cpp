// From a key to the painted window: text, run, every visible view. A screen shows 60 pictures a second: 16.7 ms each.
// MODEL=folder: with another model than the toy.
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/run/run_request.h"
#include "ui/figure/export.h"
#include "ui/figure/figure.h"
#include "ui/figure/stage_figure.h"
#include "ui/main_window.h"
#include "ui/views/figure_view.h"
#include "ui/views/prompt_edit.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QTimer>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

namespace {

using namespace hl;
using namespace hl::ui;

/// Remembers which views were painted.
class PaintWatch : public QObject
{
public:
    std::set<QObject*> painted;
    int count = 0;

    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            painted.insert(object);
            ++count;
        }
        return false;
    }
};

/// Sleeps until there is something to do, as a program does: a loop that asks again and again would keep a processor from
/// what is measured.
void handleEvents()
{
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

/// The window with the toy model and a text of this many tokens, everything painted.
std::unique_ptr<MainWindow> openWindow(Settings& settings, int tokens)
{
    settings.setAnimated(false);
    auto window = std::make_unique<MainWindow>(settings);
    window->resize(1600, 1000);
    window->show();
    const QString other = qEnvironmentVariable("MODEL");
    window->open(other.isEmpty() ? QStringLiteral("toy") : other);
    QString text;
    for (int i = 0; i < tokens; ++i)
        text += i % 2 == 0 ? QStringLiteral("cat ") : QStringLiteral("saw ");
    QElapsedTimer timer;
    timer.start();
    QTimer ticks; // so that waiting ends
    ticks.start(50);
    while (timer.elapsed() < (other.isEmpty() ? 3000 : 15'000)) { // ms: the model opens on a thread of its own
        handleEvents();
        if (window->session().model() && window->session().text() != text)
            window->session().setText(text);
    }
    const TracePtr trace = window->session().trace();
    if (!trace || std::abs(static_cast<int>(trace->tokens(Side::Only).size()) - tokens) > (other.isEmpty() ? 0 : 1))
        std::abort();
    return window;
}

std::vector<FigureView*> visibleViews(const MainWindow& window)
{
    std::vector<FigureView*> views;
    for (FigureView* view : window.findChildren<FigureView*>()) {
        if (view->isVisible() && !view->visibleRegion().isEmpty())
            views.push_back(view);
    }
    return views;
}

/// Milliseconds from the key to the moment when the newest trace is computed and every visible view has painted it.
double keyToPaint(MainWindow& window, QWidget& edit, PaintWatch& watch, const std::vector<FigureView*>& views, int key)
{
    bool isTraced = false;
    const auto connection = QObject::connect(&window.session(), &Session::traceChanged, &watch, [&] {
        isTraced = true;
        watch.painted.clear(); // what is painted from here on shows the new trace
    });
    const auto isPainted = [&](FigureView* view) { return watch.painted.count(view) > 0; };
    QElapsedTimer timer;
    timer.start();
    QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, key == Qt::Key_9 ? QStringLiteral("9") : QString());
    QCoreApplication::sendEvent(&edit, &press);
    while (timer.elapsed() < 5000) {
        if (isTraced && std::all_of(views.begin(), views.end(), isPainted)) {
            QObject::disconnect(connection);
            return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
        }
        handleEvents();
    }
    std::abort(); // a view that is never painted again
}

/// All panels away but these and the stage.
void leaveOnly(const MainWindow& window, const QStringList& names)
{
    for (auto* panel : window.findChildren<QDockWidget*>()) {
        if (!names.contains(panel->objectName().chopped(4))) // "Dock"
            panel->hide();
    }
    handleEvents();
}

void keystroke(benchmark::State& state, const QStringList& panels)
{
    Settings settings;
    const auto window = openWindow(settings, static_cast<int>(state.range(0)) - 1); // a digit is one token
    if (!panels.isEmpty())
        leaveOnly(*window, panels);
    auto* edit = window->findChild<PromptEdit*>();
    const auto views = visibleViews(*window);
    PaintWatch watch;
    for (FigureView* view : views)
        view->installEventFilter(&watch);

    std::vector<double> times; // ms
    std::vector<double> runs;  // ms, of them
    bool isTyping = true;
    for (auto _ : state) {
        const double ms = keyToPaint(*window, *edit, watch, views, isTyping ? Qt::Key_9 : Qt::Key_Backspace);
        isTyping = !isTyping;
        times.push_back(ms);
        runs.push_back(window->session().runMilliseconds());
        state.SetIterationTime(ms * 1e-3);
    }
    std::sort(times.begin(), times.end());
    std::sort(runs.begin(), runs.end());
    state.counters["run_ms"] = runs[runs.size() / 2];
    state.counters["median_ms"] = times[times.size() / 2];
    state.counters["p95_ms"] = times[times.size() * 95 / 100];
    state.counters["paints_per_key"] = static_cast<double>(watch.count) / static_cast<double>(times.size());
    state.counters["views"] = static_cast<double>(views.size());
}
BENCHMARK_CAPTURE(keystroke, all panels, QStringList())->Arg(16)->Arg(32)->Arg(64)->UseManualTime()->Iterations(200)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(keystroke, all panels, QStringList())->Arg(512)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(keystroke, heads and stage, QStringList({QStringLiteral("prompt"), QStringLiteral("heads")}))->Arg(16)->Arg(64)->UseManualTime()->Iterations(200)->Unit(benchmark::kMillisecond);

std::shared_ptr<const Model> modelToShow()
{
    const QString other = qEnvironmentVariable("MODEL");
    if (other.isEmpty())
        return builtinModel("toy");
    static const auto model = loadModel(other.toStdString());
    if (!model)
        qFatal("%s", model.error().english().c_str());
    return *model;
}

TracePtr traceOf(int tokens)
{
    static std::pair<int, TracePtr> last;
    if (last.first == tokens)
        return last.second;
    RunRequest request;
    request.model = modelToShow();
    for (int i = 0; i < tokens; ++i)
        request.text += i % 2 == 0 ? "cat " : "saw ";
    last = {0, nullptr};
    last = {tokens, *run(request)};
    return last.second;
}

/// One figure painted on an image, as large as it wants to be, or what a screen shows of it: which view takes its time when
/// the selection changes. The first painting of a text is a number of its own.
void painting(benchmark::State& state, const QString& name, const PatternReading& reading)
{
    const int tokens = static_cast<int>(state.range(0));
    Scene scene;
    scene.trace = traceOf(tokens);
    scene.options.reading = reading;
    scene.place = clamped({.query = tokens - 1}, *scene.trace);
    scene.theme = Theme::light();
    const auto figure = makeFigure(name);
    const QSizeF size = figure->naturalSize(scene);
    QImage image(size.toSize().boundedTo(QSize(1600, 1000)), QImage::Format_RGB32);
    QElapsedTimer timer;
    timer.start();
    bool isFirst = true;
    for (auto _ : state) {
        scene.place.query = (scene.place.query + 7) % tokens;
        QPainter painter(&image);
        painter.setClipRect(image.rect());
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        Ink ink(painter, Medium::Screen, scene.theme);
        figure->paint(ink, QRectF(QPointF(0, 0), size), scene);
        benchmark::DoNotOptimize(ink.numbers().data());
        if (std::exchange(isFirst, false))
            state.counters["first_ms"] = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
    }
    state.counters["width"] = size.width();
    state.counters["height"] = size.height();
}

/// The stage as a file.
void exporting(benchmark::State& state, PictureFormat format)
{
    Scene scene;
    scene.trace = traceOf(static_cast<int>(state.range(0)));
    scene.place = clamped({.query = static_cast<int>(state.range(0)) - 1}, *scene.trace);
    scene.theme = Theme::light();
    const auto figure = makeFigure(QStringLiteral("stage"));
    for (auto _ : state) {
        const auto bytes = exportFigure(*figure, scene, format);
        state.counters["bytes"] = static_cast<double>(bytes->size());
    }
}
BENCHMARK_CAPTURE(exporting, png, PictureFormat::Png)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(exporting, svg, PictureFormat::Svg)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(exporting, pdf, PictureFormat::Pdf)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

/// The stage at another zoom and place each time: what a wheel and a drag wait for.
void zooming(benchmark::State& state)
{
    const int tokens = static_cast<int>(state.range(0));
    Scene scene;
    scene.trace = traceOf(tokens);
    scene.place = clamped({.query = tokens - 1}, *scene.trace);
    scene.theme = Theme::light();
    StageFigure figure;
    QImage image(QSize(1000, 640), QImage::Format_RGB32);
    int step = 0;
    for (auto _ : state) {
        const qreal size = tokens / (1.0 + 0.5 * (step % 12));
        figure.setWindow(QRectF(0.1 * (step % 7) * (tokens - size) / 0.7, 0.1 * (step % 5) * (tokens - size) / 0.5, size, size));
        ++step;
        QPainter painter(&image);
        Ink ink(painter, Medium::Screen, scene.theme);
        figure.paint(ink, QRectF(0, 0, 1000, 640), scene);
        benchmark::DoNotOptimize(ink.numbers().data());
    }
}
BENCHMARK(zooming)->Arg(512)->Arg(4096)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    for (const QString& name : figureNames())
        benchmark::RegisterBenchmark(("painting/" + name.toStdString()).c_str(), painting, name, PatternReading{})
            ->Arg(64)->Arg(256)->Arg(512)->Arg(2048)->Arg(4096)->Unit(benchmark::kMillisecond);
    const PatternReading reading{true, SpecialTokens::Renormalised, Aggregate::Entropy, true};
    for (const char* name : {"stage", "lines", "heads"})
        benchmark::RegisterBenchmark((std::string("painting as words/") + name).c_str(), painting, QString::fromLatin1(name), reading)
            ->Arg(512)->Arg(4096)->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
