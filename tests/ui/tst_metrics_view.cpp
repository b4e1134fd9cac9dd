// The Metrics view: its pages, its table, its worker, and the numbers it exports.
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "ui/figure/metric_definition.h"
#include "ui/figure/metrics_figure.h"
#include "ui/figure/numbers.h"
#include "ui/views/heads_view.h"
#include "ui/views/metrics_view.h"

#include <QComboBox>
#include <QToolButton>
#include <QtTest>

#include <cmath>

using namespace hl;
using namespace hl::ui;

class TestMetricsView : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_session = std::make_unique<Session>();
        m_settings = std::make_unique<Settings>();
        show("toy", QStringLiteral("The cat saw the dog and the dog saw the cat"));
    }

    void everyPageShowsNumbers_data()
    {
        QTest::addColumn<int>("page");
        for (int i = 0; i < metricsPageCount; ++i)
            QTest::addRow("page %d", i) << i;
    }

    void everyPageShowsNumbers()
    {
        QFETCH(int, page);
        MetricsView view(*m_session, *m_settings);
        view.resize(1400, 700);
        change([&](PictureOptions& options) { options.metricsPage = static_cast<MetricsPage>(page); });
        static_cast<void>(view.figureView()->grab());
        QVERIFY(!view.figureView()->numbers().empty());
        QVERIFY(!view.figureView()->hotAreas().empty());
        QCOMPARE(view.findChild<QComboBox*>()->currentIndex(), page);
    }

    void aColumnsHeadSortsByItsNumber()
    {
        MetricsView view(*m_session, *m_settings);
        view.resize(1500, 700);
        FigureView& canvas = *view.figureView();
        static_cast<void>(view.grab());
        const auto header = [&](HeadMetric metric) {
            for (int y = 0; y < canvas.height(); y += 4) {
                for (int x = 0; x < canvas.width(); x += 8) {
                    if (MetricsFigure::headerAt(QRectF(canvas.rect()), canvas.scene(), QPointF(x, y)) == metric)
                        return QPoint(x, y);
                }
            }
            return QPoint(-1, -1);
        };
        const QPoint at = header(HeadMetric::PreviousMass);
        QVERIFY(at.x() >= 0);
        QVERIFY(header(HeadMetric::NextMass).x() < 0); // a causal model has no such number
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, at);
        QCOMPARE(m_settings->options().metric, HeadMetric::PreviousMass);
        QVERIFY(m_settings->options().metricsSorted);
        static_cast<void>(view.grab());
        std::vector<double> shown;
        for (const PaintedNumber& number : canvas.numbers()) {
            if (number.derived.startsWith(QStringLiteral("metric previous-mass")))
                shown.push_back(number.value);
        }
        QCOMPARE(shown.size(), std::size_t{4});
        QVERIFY(std::is_sorted(shown.rbegin(), shown.rend()));
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, at);
        QVERIFY(!m_settings->options().metricsSorted);
    }

    void aLimitLeavesHeadsOut()
    {
        MetricsView view(*m_session, *m_settings);
        view.resize(1500, 700);
        static_cast<void>(view.figureView()->grab());
        QCOMPARE(view.figureView()->hotAreas().size(), std::size_t{4});
        change([](PictureOptions& options) { options.metricAtLeast = 100.0; });
        static_cast<void>(view.figureView()->grab());
        QCOMPARE(view.figureView()->hotAreas().size(), std::size_t{0});
    }

    void aRowSelectsItsHead()
    {
        MetricsView view(*m_session, *m_settings);
        view.resize(1500, 700);
        FigureView& canvas = *view.figureView();
        static_cast<void>(view.grab());
        const HotArea last = canvas.hotAreas().back();
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, last.rect.center().toPoint());
        QCOMPARE(m_session->selection().place().layer, 1);
        QCOMPARE(m_session->selection().place().head, 1);
        QVERIFY(!last.accessibleText.isEmpty());
    }

    void theDefinitionIsWholeInANarrowPanel_data()
    {
        QTest::addColumn<MetricsPage>("page");
        QTest::newRow("table") << MetricsPage::Table;
        QTest::newRow("query by query") << MetricsPage::Parts;
    }

    /// What it says stands within the width that a folded panel shows, and above what follows.
    void theDefinitionIsWholeInANarrowPanel()
    {
        QFETCH(MetricsPage, page);
        const qreal narrow = 412.0;
        for (const HeadMetricInfo& info : headMetricTable()) {
            change([&](PictureOptions& options) {
                options.metricsPage = page;
                options.metric = static_cast<HeadMetric>(&info - headMetricTable().data());
            });
            const Scene scene{m_session->trace(), m_session->selection().place(), m_settings->options(), m_settings->theme(), false};
            const MetricsFigure figure;
            const QSize size = figure.naturalSize(scene).toSize();
            QImage image(size.expandedTo({900, 300}), QImage::Format_RGB32);
            image.fill(scene.theme.panel);
            QPainter painter(&image);
            Ink ink(painter, Medium::Screen, scene.theme); // an exported table is seen as a whole
            figure.paint(ink, QRectF(QPointF(0, 0), size), scene);
            painter.end();
            const int bottom = static_cast<int>(metricDefinitionHeight(scene, metricDefinitionWidth(scene.theme)));
            for (int y = 0; y < bottom; ++y) {
                for (int x = static_cast<int>(narrow); x < image.width(); ++x)
                    QVERIFY2(image.pixelColor(x, y) == scene.theme.panel, info.name.data());
            }
        }
    }

    void exportedNumbersAreTheCores()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("m.npz"));
        const MetricsView view(*m_session, *m_settings);
        const FigureView& canvas = *view.figureView();
        QVERIFY(saveNumbers(canvas.figure(), canvas.scene(), path).has_value());
        const auto arrays = readNpz(path.toStdString());
        QVERIFY(arrays.has_value());
        const NpyArray& metrics = arrays->at("metrics");
        QCOMPARE(metrics.shape, (std::vector<std::int64_t>{4, headMetricCount}));
        const std::vector<double> numbers = metrics.toDoubles();
        const auto heads = attentionHeads(m_session->model()->spec());
        for (std::size_t h = 0; h < heads.size(); ++h) {
            const auto measured = headMetrics(*m_session->trace(), heads[h]);
            for (int m = 0; m < textMetricCount; ++m) {
                const double number = numbers[h * headMetricCount + static_cast<std::size_t>(m)];
                const auto value = measured->value(static_cast<HeadMetric>(m));
                QVERIFY(value ? number == *value : std::isnan(number));
            }
        }
        for (const char* ending : {"csv", "json"})
            QVERIFY(saveNumbers(canvas.figure(), canvas.scene(), folder.filePath(QStringLiteral("m.") + QLatin1String(ending))).has_value());
        QVERIFY(valuesAsText(canvas.figure(), canvas.scene()).contains(QStringLiteral("induction-score")));
    }

    void longWorkIsDoneOnAWorker()
    {
        show("stories", longText());
        MetricsView view(*m_session, *m_settings);
        view.resize(900, 700);
        view.show();
        change([](PictureOptions& options) { options.metricsPage = MetricsPage::Flow; });
        QVERIFY(view.isComputing());
        static_cast<void>(view.figureView()->grab());
        QVERIFY(view.figureView()->numbers().empty());
        QTRY_VERIFY2_WITH_TIMEOUT(!view.isComputing(), "the flow is there", 120'000);
        static_cast<void>(view.figureView()->grab());
        QVERIFY(!view.figureView()->numbers().empty());
    }

    void longWorkCanBeStopped()
    {
        show("stories", longText() + QStringLiteral(" the cat"));
        MetricsView view(*m_session, *m_settings);
        view.resize(900, 700);
        view.show();
        change([](PictureOptions& options) { options.metricsPage = MetricsPage::Flow; });
        QVERIFY(view.isComputing());
        view.findChild<QToolButton*>()->click();
        QVERIFY(!view.isComputing());
        QTest::qWait(50);
        QVERIFY(!view.isComputing());
        change([](PictureOptions& options) { options.metricsPage = MetricsPage::Rollout; });
        static_cast<void>(view.figureView()->grab());
        QVERIFY(!view.figureView()->numbers().empty()); // another page begins anew
    }

    void aTextTooLongForFlowSaysSo()
    {
        show("stories", QStringLiteral("the cat sees the dog . ").repeated(15));
        MetricsView view(*m_session, *m_settings);
        view.resize(900, 700);
        change([](PictureOptions& options) { options.metricsPage = MetricsPage::Flow; });
        static_cast<void>(view.figureView()->grab());
        QVERIFY(view.figureView()->numbers().empty());
        QVERIFY(!view.isComputing());
    }

    void theGridOfHeadsTakesTheColourOfAnyNumber()
    {
        HeadsView view(*m_session, *m_settings);
        view.resize(420, 900);
        for (const HeadMetric metric : {HeadMetric::SinkMass, HeadMetric::InductionScore}) {
            change([&](PictureOptions& options) { options.headColor = metric; });
            static_cast<void>(view.figureView()->grab());
            int found = 0;
            for (const PaintedNumber& number : view.figureView()->numbers())
                found += number.derived.contains(QStringLiteral("of heads ")) ? 1 : 0;
            QCOMPARE(found, 2); // the ends of the colour scale
        }
    }

private:
    static QString longText() { return QStringLiteral("the cat sees the dog . ").repeated(9); }

    void show(const char* model, const QString& text)
    {
        m_session->setModel(builtinModel(model), QString::fromLatin1(model));
        m_session->setText(text);
        QTRY_VERIFY2(m_session->trace() && !m_session->isStale(), "the text has run");
    }

    template <class Change>
    void change(const Change& apply)
    {
        PictureOptions options = m_settings->options();
        apply(options);
        m_settings->setOptions(options);
    }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<Settings> m_settings;
};

QTEST_MAIN(TestMetricsView)
#include "tst_metrics_view.moc"
