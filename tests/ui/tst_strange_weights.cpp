// Models whose weights hold NaN, infinities, denormal and very large numbers open, say so, and are drawn by every view into
// every format; no strange number becomes a place on the paper.
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model/own_format.h"
#include "core/output/trace_file.h"
#include "core/picture/picture.h"
#include "core/run/run_request.h"
#include "model_of_strange_weights.h"
#include "ui/figure/export.h"
#include "ui/figure/numbers.h"
#include "ui/figure/picture_figure.h"
#include "ui/main_window.h"
#include "ui/paint/heatmap.h"
#include "ui/views/figure_view.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <cmath>

using namespace hl;
using namespace hl::ui;

namespace {

TracePtr traceOf(const std::shared_ptr<const Model>& model)
{
    RunRequest request;
    request.model = model;
    request.text = "the cat saw the dog";
    const auto trace = run(request);
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

/// Scales and pages in which a strange number could go astray.
std::vector<PictureOptions> looks()
{
    std::vector<PictureOptions> all;
    for (int page = 0; page < metricsPageCount; ++page) {
        PictureOptions options;
        options.metricsPage = static_cast<MetricsPage>(page);
        options.scale = static_cast<ScaleMode>(page % 5);
        options.digits = page % 2 ? 17 : 4;
        options.lineThresholdByValue = page % 2 == 1;
        options.excludeFirstToken = page % 3 == 1;
        options.metricsSorted = page % 2 == 1;
        if (page % 2) {
            options.headOrder = HeadMetric::Entropy;
            options.headColor = HeadMetric::SinkMass;
        }
        all.push_back(options);
    }
    return all;
}

/// The attribute of an SVG that holds a number which is no place; empty if all are.
QString strayNumber(const QByteArray& svg)
{
    static const QRegularExpression stray(QStringLiteral("[ (,\"](nan|-nan|inf|-inf)[ ),\"]"));
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        for (const QXmlStreamAttribute& attribute : reader.attributes()) {
            const QString value = QLatin1Char('"') + attribute.value().toString() + QLatin1Char('"');
            if (stray.match(value).hasMatch())
                return reader.name().toString() + QLatin1Char(' ') + attribute.name().toString() + QLatin1Char('=') + value;
        }
    }
    return reader.hasError() ? reader.errorString() : QString();
}

} // namespace

class TestStrangeWeights : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    std::shared_ptr<const Model> opened(int index) const
    {
        const auto model = strangeWeights::write(strangeWeights::all().at(static_cast<std::size_t>(index)), m_directory.path().toStdString());
        if (!model)
            qFatal("%s", model.error().english().c_str());
        return *model;
    }

    static void addModels()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto& each : strangeWeights::all())
            QTest::newRow(each.name) << index++;
    }

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theyAreCountedAndRun_data() { addModels(); }
    void theyAreCountedAndRun()
    {
        QFETCH(int, index);
        const auto model = opened(index);
        const auto& each = strangeWeights::all().at(static_cast<std::size_t>(index));
        bool isNoted = false;
        for (const Message& note : model->notes())
            isNoted = isNoted || note.english().find("weights are not finite") != std::string::npos;
        QCOMPARE(isNoted, each.isCounted);
        const TracePtr trace = traceOf(model);
        if (each.isCounted)
            QVERIFY(trace->nonFiniteCount() > 0);
    }

    void everyViewPaintsThem_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("figure");
        for (std::size_t i = 0; i < strangeWeights::all().size(); ++i) {
            for (const QString& figure : figureNames())
                QTest::addRow("%s of %s", qPrintable(figure), strangeWeights::all()[i].name) << static_cast<int>(i) << figure;
        }
    }
    void everyViewPaintsThem()
    {
        QFETCH(int, index);
        QFETCH(QString, figure);
        static std::map<int, TracePtr> traces;
        TracePtr& trace = traces[index];
        if (!trace)
            trace = traceOf(opened(index));
        const auto painted = makeFigure(figure);
        const auto options = looks();
        std::size_t look = 0;
        for (const Step step : {Step::Pattern, Step::Scores, Step::Masked, Step::SoftmaxSum, Step::Q, Step::MlpOut, Step::Logits}) {
            Scene scene{trace, clamped(Place{.step = step, .query = 3, .key = 1}, *trace), options[look++ % options.size()], Theme::light(), false};
            painted->prepare(scene);
            const QSizeF size = painted->naturalSize(scene);
            QVERIFY(std::isfinite(size.width()) && std::isfinite(size.height()) && size.width() < 20'000 && size.height() < 20'000);
            QImage image(size.toSize().expandedTo(QSize(1, 1)), QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            Ink ink(painter, Medium::Png, scene.theme);
            painted->paint(ink, QRectF(QPointF(), size), scene);
            const QRectF paper = QRectF(QPointF(), size).adjusted(-1, -1, 1, 1);
            for (const HotArea& area : ink.hotAreas())
                QVERIFY(paper.contains(area.rect.center())); // false for NaN, too
        }
        Scene scene{trace, clamped(Place{.step = Step::Pattern, .query = 3, .key = 1}, *trace), options[static_cast<std::size_t>(index) % options.size()],
                    Theme::dark(), false};
        const auto svg = exportFigure(*painted, scene, PictureFormat::Svg);
        QVERIFY2(svg, svg ? "" : svg.error().english().c_str());
        const QString stray = strayNumber(*svg);
        QVERIFY2(stray.isEmpty(), qPrintable(stray));
        for (const PictureFormat format : {PictureFormat::Png, PictureFormat::Pdf}) {
            const auto bytes = exportFigure(*painted, scene, format);
            QVERIFY2(bytes && bytes->size() > 200, bytes ? "" : bytes.error().english().c_str());
        }
        QVERIFY(!valuesAsText(*painted, scene).contains(QStringLiteral("nan(")));
    }

    void cellsThatAreNotFiniteAreHatched()
    {
        const TracePtr trace = traceOf(opened(1)); // all NaN
        Scene scene{trace, clamped(Place{.step = Step::Pattern, .query = 3, .key = 1}, *trace), {}, Theme::light(), false};
        const auto bytes = exportFigure(*makeFigure(QStringLiteral("stage")), scene, PictureFormat::Svg);
        QVERIFY(bytes->contains(scene.theme.broken.name().toLatin1()));
        const TracePtr sound = traceOf(builtinModel("toy"));
        scene.trace = sound;
        QVERIFY(!exportFigure(*makeFigure(QStringLiteral("stage")), scene, PictureFormat::Svg)->contains(scene.theme.broken.name().toLatin1()));
    }

    /// A picture divided by a deviation of 0.
    void pixelsThatAreNotFiniteHaveTheColorOfSuchNumbers()
    {
        const QString folder = m_directory.filePath(QStringLiteral("pictures"));
        QVERIFY(saveModel(*builtinModel("shapes"), folder.toStdString()));
        QFile config(folder + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::ReadWrite));
        QString text = QString::fromUtf8(config.readAll());
        text.replace(QRegularExpression(QStringLiteral("\"image_std\":\\s*\\[[^]]*\\]")), QStringLiteral("\"image_std\": [0]"));
        QVERIFY(config.resize(0) && config.seek(0) && config.write(text.toUtf8()) > 0);
        config.close();
        const auto model = loadModel(folder.toStdString());
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        RunRequest request;
        request.model = *model;
        auto picture = std::make_shared<Picture>();
        picture->width = picture->height = 32;
        picture->bytes.assign(std::size_t{3} * 32 * 32, 200);
        request.picture = std::move(picture);
        const auto trace = run(request);
        QVERIFY2(trace, trace ? "" : trace.error().english().c_str());
        const Theme theme = Theme::light();
        const QImage shown = picturePixels(**trace, theme);
        QCOMPARE(shown.pixel(5, 7), notFiniteColor(theme));
    }

    void exportedNumbersAreThoseOfTheRun()
    {
        const TracePtr trace = traceOf(opened(2)); // infinities
        const std::string json = traceJson(*trace, trace->steps());
        QVERIFY(json.find("\"nan\"") != std::string::npos || json.find("\"inf\"") != std::string::npos || json.find("\"-inf\"") != std::string::npos);
        QJsonParseError error;
        QJsonDocument::fromJson(QByteArray::fromStdString(json), &error);
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    }

    /// Opened, run and drawn by every dock of the window; the status line says how many numbers are not finite.
    void theWindowShowsThemAndSaysSo_data() { addModels(); }
    void theWindowShowsThemAndSaysSo()
    {
        QFETCH(int, index);
        const auto& each = strangeWeights::all().at(static_cast<std::size_t>(index));
        const auto model = opened(index);
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.session().setModel(model, QString::fromLatin1(each.name));
        window.session().setText(QStringLiteral("the cat saw the dog"));
        QVERIFY(QTest::qWaitFor([&] { return window.session().trace() && !window.session().isStale(); }, 20'000));
        for (const View* view : window.docks().views())
            QVERIFY(!const_cast<View*>(view)->grab().isNull());
        QVERIFY(!window.grab().isNull());
        if (each.isCounted) {
            const QString said = window.statusLine().sentence();
            QVERIFY2(said.contains(QStringLiteral("not finite")), qPrintable(said));
        }
    }

    void theyAreAsQuickAsOthers()
    {
        // 8 heads of 32 and 256 features: long enough to be measured.
        const auto seconds = [](const std::shared_ptr<const Model>& model) {
            double best = 1e9;
            for (int round = 0; round < 5; ++round) {
                QElapsedTimer timer;
                timer.start();
                (void)traceOf(model);
                best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e9);
            }
            return best;
        };
        const double usual = seconds(builtinModel("toy"));
        for (std::size_t i = 0; i < strangeWeights::all().size(); ++i) {
            const double taken = seconds(opened(static_cast<int>(i)));
            QVERIFY2(taken < 3.0 * usual + 0.01, qPrintable(QStringLiteral("%1: %2 s, usually %3 s")
                                                                .arg(QLatin1String(strangeWeights::all()[i].name)).arg(taken).arg(usual)));
        }
    }
};

QTEST_MAIN(TestStrangeWeights)
#include "tst_strange_weights.moc"
