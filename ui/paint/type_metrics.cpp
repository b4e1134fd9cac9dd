#include "ui/paint/type_metrics.h"

#include <QFontMetricsF>
#include <QHash>

namespace hl::ui {

namespace {

// Far more than a window shows. What is forgotten is measured again.
constexpr qsizetype mostTexts = 4000; // of a font
constexpr qsizetype mostFonts = 32;
constexpr qsizetype longestText = 60; // longer ones are seldom the same again

} // namespace

struct TypeMetrics::Known
{
    explicit Known(const QFont& font)
        : metrics(font)
    {}

    QFontMetricsF metrics;
    QHash<QString, qreal> widths;
};

TypeMetrics::TypeMetrics(const QFont& font)
    : m_known(knownOf(font))
{}

std::shared_ptr<TypeMetrics::Known> TypeMetrics::knownOf(const QFont& font)
{
    thread_local QHash<QFont, std::shared_ptr<Known>> all; // several threads paint pictures
    if (const auto found = all.constFind(font); found != all.constEnd())
        return *found;
    if (all.size() > mostFonts)
        all.clear();
    return *all.insert(font, std::make_shared<Known>(font));
}

qreal TypeMetrics::horizontalAdvance(const QString& text) const
{
    auto& widths = m_known->widths;
    if (const auto found = widths.constFind(text); found != widths.constEnd())
        return *found;
    const qreal width = m_known->metrics.horizontalAdvance(text);
    if (widths.size() > mostTexts)
        widths.clear();
    if (text.size() <= longestText)
        widths.insert(text, width);
    return width;
}

QString TypeMetrics::elidedText(const QString& text, Qt::TextElideMode mode, qreal width) const
{
    return horizontalAdvance(text) <= width ? text : m_known->metrics.elidedText(text, mode, width);
}

qreal TypeMetrics::height() const
{
    return m_known->metrics.height();
}

qreal TypeMetrics::ascent() const
{
    return m_known->metrics.ascent();
}

qreal TypeMetrics::descent() const
{
    return m_known->metrics.descent();
}

} // namespace hl::ui
