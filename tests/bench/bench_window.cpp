// From a key to the painted window: text, run, every visible view. A screen shows 60 pictures a second: 16.7 ms each.
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/figure/figure.h"
#include "ui/main_window.h"
#include "ui/views/figure_view.h"
#include "ui/views/prompt_edit.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cstdlib>
#include <set>

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

void handleEvents()
{
    QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
}

/// The window with the toy model and a text of this many tokens, everything painted.
std::unique_ptr<MainWindow> openWindow(Settings& settings, int tokens)
{
    settings.setAnimated(false);
    auto window = std::make_unique<MainWindow>(settings);
    window->resize(1600, 1000);
    window->show();
    window->open(QStringLiteral("toy"));
    QString text;
    for (int i = 0; i < tokens; ++i)
        text += i % 2 == 0 ? QStringLiteral("cat ") : QStringLiteral("saw ");
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 3000) { // ms: the model opens on a thread of its own
        handleEvents();
        if (window->session().model() && window->session().text() != text)
            window->session().setText(text);
    }
    const TracePtr trace = window->session().trace();
    if (!trace || static_cast<int>(trace->tokens(Side::Only).size()) != tokens)
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

void keystroke(benchmark::State& state)
{
    Settings settings;
    const auto window = openWindow(settings, static_cast<int>(state.range(0)) - 1); // a digit is one token
    auto* edit = window->findChild<PromptEdit*>();
    const auto views = visibleViews(*window);
    PaintWatch watch;
    for (FigureView* view : views)
        view->installEventFilter(&watch);

    std::vector<double> times; // ms
    bool isTyping = true;
    for (auto _ : state) {
        const double ms = keyToPaint(*window, *edit, watch, views, isTyping ? Qt::Key_9 : Qt::Key_Backspace);
        isTyping = !isTyping;
        times.push_back(ms);
        state.SetIterationTime(ms * 1e-3);
    }
    std::sort(times.begin(), times.end());
    state.counters["median_ms"] = times[times.size() / 2];
    state.counters["p95_ms"] = times[times.size() * 95 / 100];
    state.counters["paints_per_key"] = static_cast<double>(watch.count) / static_cast<double>(times.size());
    state.counters["views"] = static_cast<double>(views.size());
}
BENCHMARK(keystroke)->Arg(16)->Arg(32)->Arg(64)->UseManualTime()->Iterations(200)->Unit(benchmark::kMillisecond);

/// One figure painted on an image, as large as it wants to be: which view takes its time.
void painting(benchmark::State& state, const QString& name)
{
    RunRequest request;
    request.model = builtinModel("toy");
    for (int i = 0; i < 64; ++i)
        request.text += i % 2 == 0 ? "cat " : "saw ";
    Scene scene;
    scene.trace = *run(request);
    scene.place = clamped({.query = 63}, *scene.trace);
    scene.theme = Theme::light();
    const auto figure = makeFigure(name);
    const QSizeF size = figure->naturalSize(scene);
    QImage image(size.toSize(), QImage::Format_RGB32);
    for (auto _ : state) {
        QPainter painter(&image);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        Ink ink(painter, Medium::Screen, scene.theme);
        figure->paint(ink, QRectF(QPointF(0, 0), size), scene);
        benchmark::DoNotOptimize(ink.numbers().data());
    }
    state.counters["width"] = size.width();
    state.counters["height"] = size.height();
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    for (const QString& name : figureNames())
        benchmark::RegisterBenchmark(("painting/" + name.toStdString()).c_str(), painting, name)->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
