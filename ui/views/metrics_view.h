#pragma once

#include "ui/figure/derived.h"
#include "ui/views/derived_work.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

#include <memory>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;
class QToolButton;

namespace hl::ui {

/// The picture of the metrics, in which a column's head is clicked to choose its metric.
class MetricsCanvas : public FigureView
{
    Q_OBJECT

public:
    MetricsCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);

signals:
    void metricChosen(hl::HeadMetric metric);

protected:
    void mousePressEvent(QMouseEvent* event) override;
};

/// What is measured of the heads and over the layers. Whatever takes long is worked out on a worker of its own, which a newer
/// text, another page or the button stops.
class MetricsView : public View
{
    Q_OBJECT

public:
    MetricsView(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~MetricsView() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("metrics"); }
    [[nodiscard]] QString title() const override { return tr("Metrics"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// True while the worker has something of this view to do.
    [[nodiscard]] bool isComputing() const { return m_work->isComputing(); }

private:
    void makeControls();
    template <class Change>
    void change(const Change& apply);
    void showOptions();
    void chooseMetric(HeadMetric metric);
    void prepare();

    MetricsCanvas* m_canvas = nullptr;
    QComboBox* m_page = nullptr;
    QComboBox* m_metric = nullptr;
    QCheckBox* m_sorted = nullptr;
    QDoubleSpinBox* m_limit = nullptr;
    QSpinBox* m_groups = nullptr;
    QToolButton* m_stop = nullptr;
    DerivedWork* m_work = nullptr;
};

} // namespace hl::ui
