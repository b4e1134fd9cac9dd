#include "ui/views/metrics_view.h"

#include "ui/figure/derived.h"
#include "ui/figure/metrics_figure.h"
#include "ui/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSpinBox>

namespace hl::ui {

namespace {

bool isAboutHeads(MetricsPage page)
{
    return page <= MetricsPage::Parts;
}

} // namespace

MetricsCanvas::MetricsCanvas(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<MetricsFigure>(), session, settings, parent)
{
    setWalkedAfterClick(true);
}

void MetricsCanvas::mousePressEvent(QMouseEvent* event)
{
    const auto metric = event->button() == Qt::LeftButton ? MetricsFigure::headerAt(QRectF(rect()), scene(), event->position())
                                                          : std::nullopt;
    if (metric)
        emit metricChosen(*metric);
    else
        FigureView::mousePressEvent(event);
}

MetricsView::MetricsView(Session& session, Settings& settings, QWidget* parent)
    : DerivedView(session, settings, parent)
    , m_canvas(new MetricsCanvas(session, settings, this))
    , m_page(new QComboBox(this))
    , m_metric(new QComboBox(this))
    , m_sorted(new QCheckBox(tr("&Largest first"), this))
    , m_limit(new QDoubleSpinBox(this))
    , m_groups(new QSpinBox(this))
{
    makeControls();
    connect(m_page, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](PictureOptions& options) { options.metricsPage = static_cast<MetricsPage>(index); });
    });
    connect(m_metric, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](PictureOptions& options) {
            options.metric = static_cast<HeadMetric>(index);
            options.metricAtLeast = 0.0; // a limit for one number says nothing about another
        });
    });
    connect(m_sorted, &QCheckBox::toggled, this, [this](bool isOn) {
        change([&](PictureOptions& options) { options.metricsSorted = isOn; });
    });
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, [this](double limit) {
        change([&](PictureOptions& options) { options.metricAtLeast = limit; });
    });
    connect(m_groups, &QSpinBox::valueChanged, this, [this](int groups) {
        change([&](PictureOptions& options) { options.headGroups = groups; });
    });
    connect(m_canvas, &MetricsCanvas::metricChosen, this, &MetricsView::chooseMetric);
    layOut(m_canvas, {m_page, m_metric, m_sorted, m_limit, m_groups});
}

void MetricsView::makeControls()
{
    for (int i = 0; i < metricsPageCount; ++i)
        m_page->addItem(pageName(static_cast<MetricsPage>(i)));
    m_page->setAccessibleName(tr("What is shown of the heads"));
    m_page->setToolTip(tr("A table of all heads, one number by layer or query by query, what adds up over the layers, or maps"));
    for (const HeadMetricInfo& info : headMetricTable()) {
        m_metric->addItem(translated(info.title));
        m_metric->setItemData(m_metric->count() - 1, translated(info.definition), Qt::ToolTipRole);
    }
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(12);
    m_metric->setAccessibleName(tr("The measured number"));
    m_metric->setToolTip(tr("The number that is explained, sorted by and plotted; in the table, a click on its column's head chooses it"));
    m_sorted->setToolTip(tr("Put the heads with the largest numbers first; else they stand by layer"));
    m_limit->setAccessibleName(tr("Smallest value shown"));
    m_limit->setToolTip(tr("Leave out heads whose number is smaller"));
    m_limit->setPrefix(tr("at least "));
    m_limit->setRange(0.0, 1000.0);
    m_limit->setDecimals(2);
    m_limit->setSingleStep(0.05);
    m_groups->setAccessibleName(tr("Number of groups"));
    m_groups->setToolTip(tr("Into how many groups of like heads the map is divided"));
    m_groups->setPrefix(tr("groups: "));
    m_groups->setRange(1, 16);
}

void MetricsView::showOptions()
{
    const PictureOptions& options = m_settings.options();
    const QSignalBlocker blockers[]{QSignalBlocker(m_page), QSignalBlocker(m_metric), QSignalBlocker(m_sorted), QSignalBlocker(m_limit),
                                    QSignalBlocker(m_groups)};
    m_page->setCurrentIndex(static_cast<int>(options.metricsPage));
    m_metric->setCurrentIndex(static_cast<int>(options.metric));
    m_sorted->setChecked(options.metricsSorted);
    m_limit->setValue(options.metricAtLeast);
    m_groups->setValue(options.headGroups);
    m_metric->setVisible(isAboutHeads(options.metricsPage));
    m_sorted->setVisible(options.metricsPage == MetricsPage::Table);
    m_limit->setVisible(options.metricsPage == MetricsPage::Table || options.metricsPage == MetricsPage::Layers);
    m_groups->setVisible(options.metricsPage == MetricsPage::HeadMap);
    prepare();
}

/// A second click on the same column sorts by it, a third puts the heads back by layer.
void MetricsView::chooseMetric(HeadMetric metric)
{
    change([&](PictureOptions& options) {
        options.metricsSorted = options.metric == metric ? !options.metricsSorted : true;
        if (options.metric != metric)
            options.metricAtLeast = 0.0;
        options.metric = metric;
    });
}

/// Starts the worker if a picture in sight needs what is not known and would take long.
void MetricsView::prepare()
{
    const TracePtr trace = m_session.trace();
    const PictureOptions& options = m_settings.options();
    if (!trace || !isSeen() || work().isStopped())
        return work().rest();
    const Place& place = m_session.selection().place();
    if (isDerivedKnown(trace, options, place.side, place.isCross))
        return work().finish();
    work().start([trace, options, side = place.side, isCross = place.isCross](std::stop_token stop) {
        prepareDerived(trace, options, side, isCross, std::move(stop));
    });
}

} // namespace hl::ui
