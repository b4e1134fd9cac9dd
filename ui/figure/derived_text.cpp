#include "ui/figure/derived_text.h"

#include <QCoreApplication>

namespace hl::ui {

QString computingText()
{
    return QCoreApplication::translate("MetricsFigure", "Computing…");
}

QString metricSourceName(HeadMetric metric, const StepRef& head)
{
    return QStringLiteral("metric %1 %2").arg(plainName(metric), QString::fromStdString(hl::nameOf(head)));
}

QString plainName(HeadMetric metric)
{
    const std::string_view name = infoOf(metric).name;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace hl::ui
