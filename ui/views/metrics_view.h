#pragma once

#include "ui/views/derived_view.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

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

/// What is measured of the heads and over the layers.
class MetricsView : public DerivedView
{
    Q_OBJECT

public:
    MetricsView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("metrics"); }

private:
    void makeControls();
    void showOptions() override;
    void chooseMetric(HeadMetric metric);
    void prepare() override;

    MetricsCanvas* m_canvas = nullptr;
    QComboBox* m_page = nullptr;
    QComboBox* m_metric = nullptr;
    QCheckBox* m_sorted = nullptr;
    QDoubleSpinBox* m_limit = nullptr;
    QSpinBox* m_groups = nullptr;
};

} // namespace hl::ui
