#pragma once

#include <QFont>
#include <QString>

#include <memory>

namespace hl::ui {

/// QFontMetricsF that remembers how wide each text is. Every view measures the same labels and numbers again at every key;
/// finding out where letters go takes longer than looking it up, and together longer than the arithmetic that is shown.
class TypeMetrics
{
public:
    explicit TypeMetrics(const QFont& font);

    [[nodiscard]] qreal horizontalAdvance(const QString& text) const;
    [[nodiscard]] QString elidedText(const QString& text, Qt::TextElideMode mode, qreal width) const;
    [[nodiscard]] qreal height() const;
    [[nodiscard]] qreal ascent() const;
    [[nodiscard]] qreal descent() const;

private:
    struct Known;

    /// What is known of this font, shared by all metrics of this thread.
    [[nodiscard]] static std::shared_ptr<Known> knownOf(const QFont& font);

    std::shared_ptr<Known> m_known;
};

} // namespace hl::ui
