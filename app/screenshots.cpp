#include "app/screenshots.h"

#include "app/application.h"
#include "core/model/builtin.h"
#include "ui/figure/export.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/picture_image.h"
#include "ui/samples.h"
#include "ui/views/compare_view.h"
#include "ui/views/figure_view.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QPainter>

#include <cstdio>
#include <functional>

namespace hl {

namespace {

using namespace hl::ui;

constexpr int shownSample = 0; // what a first start shows
constexpr qint64 patience = 20'000; // ms

/// False where it takes too long.
bool happens(const std::function<bool()>& isDone)
{
    QElapsedTimer timer;
    timer.start();
    while (!isDone() && timer.elapsed() < patience)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return isDone();
}

/// Lets the worker finish and every layout and paint settle.
bool settle(MainWindow& window)
{
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    const bool isThere = happens([&window] { return window.session().trace() && !window.session().isStale(); });
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    return isThere;
}

bool save(QWidget& widget, const QDir& folder, const QString& name)
{
    const QString path = folder.filePath(name + QStringLiteral(".png"));
    if (widget.grab().save(path, "PNG"))
        return true;
    std::fprintf(stderr, "headlight: %s could not be written; check that the folder can be written to.\n", qPrintable(path));
    return false;
}

bool saveFigure(const View& view, const QDir& folder, const QString& name)
{
    const FigureView* shown = view.figureView();
    if (!shown)
        return true;
    const auto bytes = exportFigure(shown->figure(), shown->scene(), PictureFormat::Png);
    const auto saved = bytes ? saveExport(folder.filePath(name + QStringLiteral(".png")), *bytes)
                             : Result<void>(tl::unexpected(bytes.error()));
    if (!saved)
        std::fprintf(stderr, "headlight: %s\n", saved.error().english().c_str());
    return saved.has_value();
}

/// A ring, drawn as a person would draw it on the sheet.
std::shared_ptr<const Picture> drawnRing()
{
    QImage sheet(64, 64, QImage::Format_RGB32);
    sheet.fill(QColor(26, 26, 26));
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(235, 235, 235), 5.0));
    painter.drawEllipse(QPointF(34, 30), 18, 18);
    painter.end();
    return pictureOf(sheet);
}

/// The window and the picture of the built-in model of pictures, where it is shipped.
bool savePictures(MainWindow& window, const QDir& folder, const QString& suffix)
{
    const auto model = builtinModel("shapes");
    if (!model)
        return true;
    window.resize(1600, 1000);
    window.session().setModel(model, QStringLiteral("shapes"));
    window.session().setPicture(drawnRing());
    if (!settle(window))
        return false;
    Place place = window.session().selection().place();
    place.query = 0; // the class token
    place.key = 0;
    window.session().selection().setPlace(place);
    settle(window);
    return save(window, folder, QStringLiteral("window-picture") + suffix)
           && saveFigure(*window.docks().view(QStringLiteral("picture")), folder, QStringLiteral("picture") + suffix);
}

/// Some numbers and a head changed by hand, and what that does.
bool saveChanges(MainWindow& window, const QDir& folder, const QString& suffix)
{
    window.resize(1600, 1000);
    const Place place = window.session().selection().place();
    const StepRef scores = place.refOf(Step::Scores);
    window.session().setEdits({{SetTemperature{std::nullopt, 0.5}},
                               {ScaleHead{place.refOf(Step::Z), 0.0}},
                               {SetCells{scores, {{3, 1, 4.0}, {3, 2, -2.0}}}},
                               {SetWeights{{place.refOf(Step::Q)}, {{0, 0, 1.0}}}}});
    window.session().selection().setPlace(place.withCell(Step::Scores, 3, 1));
    window.docks().raiseView(QStringLiteral("edit"));
    if (!settle(window))
        return false;
    const bool isSaved = save(window, folder, QStringLiteral("window-changes") + suffix)
                         && saveFigure(*window.docks().view(QStringLiteral("edit")), folder, QStringLiteral("edit") + suffix);
    window.session().setEdits({});
    window.session().selection().setPlace(place);
    return settle(window) && isSaved;
}

/// The pages of the metrics that are pictures rather than tables.
bool saveMetrics(MainWindow& window, Settings& settings, const QDir& folder, const QString& suffix)
{
    const PictureOptions before = settings.options();
    bool isSaved = true;
    for (const auto& [page, name] : {std::pair(MetricsPage::Layers, "layers"), std::pair(MetricsPage::Rollout, "rollout"),
                                     std::pair(MetricsPage::HeadMap, "map"), std::pair(MetricsPage::QueryKey, "query-key")}) {
        PictureOptions options = before;
        options.metricsPage = page;
        settings.setOptions(options);
        isSaved = saveFigure(*window.docks().view(QStringLiteral("metrics")), folder,
                             QStringLiteral("metrics-%1").arg(QLatin1String(name)) + suffix) && isSaved;
    }
    settings.setOptions(before);
    return isSaved;
}

/// The page of the variants that is about number formats.
bool saveFormats(MainWindow& window, Settings& settings, const QDir& folder, const QString& suffix)
{
    const PictureOptions before = settings.options();
    PictureOptions options = before;
    options.variantsPage = VariantsPage::Formats;
    settings.setOptions(options);
    const bool isSaved = saveFigure(*window.docks().view(QStringLiteral("variants")), folder, QStringLiteral("variants-formats") + suffix);
    settings.setOptions(before);
    return isSaved;
}

/// Words that are spelled in pieces joined, the special token hidden, the heads of a layer in one.
bool saveReading(MainWindow& window, Settings& settings, const QDir& folder, const QString& suffix)
{
    const PictureOptions before = settings.options();
    const QString text = window.session().text();
    window.resize(1600, 1000);
    window.session().setText(QStringLiteral("The zebra near the old cabinet saw a quokka and the zebra"));
    window.docks().raiseView(QStringLiteral("lines"));
    PictureOptions options = before;
    options.reading = {true, SpecialTokens::Renormalised, Aggregate::Entropy, false};
    settings.setOptions(options);
    if (!settle(window))
        return false;
    const Place place = window.session().selection().place();
    window.session().selection().setPlace(place.withCell(Step::Pattern, 12, 2));
    settle(window);
    bool isSaved = save(window, folder, QStringLiteral("window-reading") + suffix);
    settings.setOptions(before);
    window.session().setText(text);
    isSaved = settle(window) && isSaved;
    window.session().selection().setPlace(place);
    settle(window);
    return isSaved;
}

bool saveAll(const QDir& folder, Appearance appearance, const QString& language)
{
    Settings settings;
    settings.setAppearance(appearance);
    settings.setLanguage(language);
    settings.setAnimated(false);
    MainWindow window(settings);
    const QString suffix = QStringLiteral("-%1-%2").arg(
        appearance == Appearance::Dark ? QStringLiteral("dark") : QStringLiteral("light"), language);
    window.resize(1600, 1000);
    window.show();
    window.openSample(samples().at(shownSample));
    if (!settle(window))
        return false;
    bool isSaved = save(window, folder, QStringLiteral("window") + suffix);
    if (auto* compare = qobject_cast<CompareView*>(window.docks().view(QStringLiteral("compare")))) {
        compare->compareWith({.kind = CompareWith::Kind::Head, .layer = 1, .head = 0});
        if (!happens([compare] { return compare->counterpart() != nullptr; }))
            return false;
    }
    // Every view at the size at which all of it is readable, by the renderer of the exports.
    for (View* view : window.docks().views()) {
        const bool isSavedBelow = view->name() == QLatin1String("picture") || view->name() == QLatin1String("edit");
        if (!isSavedBelow && view->name() != QLatin1String("sound")) // which the sample's model does not read
            isSaved = saveFigure(*view, folder, view->name() + suffix) && isSaved;
    }
    isSaved = saveMetrics(window, settings, folder, suffix) && isSaved;
    isSaved = saveFormats(window, settings, folder, suffix) && isSaved;
    isSaved = saveChanges(window, folder, suffix) && isSaved;
    isSaved = saveReading(window, settings, folder, suffix) && isSaved;
    window.docks().raiseView(QStringLiteral("lines"));
    window.resize(1024, 640);
    settle(window);
    window.docks().raiseView(QStringLiteral("ledger"));
    settle(window);
    isSaved = save(window, folder, QStringLiteral("small") + suffix) && isSaved;
    return savePictures(window, folder, suffix) && isSaved;
}

} // namespace

int writeScreenshots(const std::string& folder)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int argc = 1;
    char name[] = "headlight";
    char* argv[] = {name, nullptr};
    Application application(argc, argv);
    const QDir target(QFile::decodeName(folder.c_str()));
    if (!target.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "headlight: the folder %s could not be made; choose another one.\n", folder.c_str());
        return 1;
    }
    for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
        for (const char* language : {"en", "zh_CN"}) {
            if (!saveAll(target, appearance, QLatin1String(language)))
                return 1;
        }
    }
    return 0;
}

} // namespace hl
