#include "ui/figure/compare_distances.h"

#include "ui/figure/compare_panel.h"
#include "ui/figure/flow_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("CompareFigure", text);
}

class DistancePainter
{
public:
    DistancePainter(Ink& ink, const Scene& scene, const Comparison& c, const CompareSides& sides)
        : m_ink(ink)
        , m_theme(ink.theme())
        , m_scene(scene)
        , m_c(c)
        , m_sides(sides)
    {}

    void paint(const QRectF& rect)
    {
        QRectF row(rect.left(), rect.top(), rect.width(), compareLineHeight(m_theme));
        heading(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Distance")));
        if (m_c.meanJensenShannon)
            distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Jensen–Shannon, mean of the rows, bits")), *m_c.meanJensenShannon, "jensen-shannon");
        const Index selected = alignedIndex(m_c.rows, m_scene.place.row());
        if (m_c.meanJensenShannon && selected >= 0 && !std::isnan(m_c.jensenShannon[static_cast<std::size_t>(selected)]))
            distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Jensen–Shannon, selected row")),
                     m_c.jensenShannon[static_cast<std::size_t>(selected)], "jensen-shannon-row");
        distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Frobenius, √Σ Δ²")), m_c.frobenius, "frobenius");
        distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Cosine of all numbers")), m_c.cosine, "cosine");
        row.translate(0, compareLineHeight(m_theme) * 0.4);
        heading(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Largest changes")));
        if (m_c.largest.empty())
            line(row, words(QT_TRANSLATE_NOOP("CompareFigure", "none: every number is the same")));
        for (std::size_t i = 0; i < m_c.largest.size() && row.bottom() <= rect.bottom() + 1.0; ++i)
            change(row, m_c.largest[i]);
    }

private:
    void heading(QRectF& row, const QString& text)
    {
        m_ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, text, m_theme.secondary, m_theme.font(TextSize::Secondary, QFont::DemiBold));
        row.translate(0, compareLineHeight(m_theme));
    }

    void line(QRectF& row, const QString& text)
    {
        m_ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, text, m_theme.text, m_theme.font(TextSize::Secondary));
        row.translate(0, compareLineHeight(m_theme));
    }

    void distance(QRectF& row, const QString& label, double value, const char* what)
    {
        const qreal number = m_theme.space(66);
        const qreal height = flowText(m_ink, row.adjusted(0, 0, -number, 0), {{label, m_theme.text, false, std::nullopt, QString()}}, TextSize::Secondary);
        m_ink.painter().setFont(m_theme.numberFont(TextSize::Secondary));
        m_ink.painter().setPen(m_theme.text);
        m_ink.derivedNumber(row, Qt::AlignRight | Qt::AlignVCenter, formatValue(value, digits), value,
                            QStringLiteral("compare %1").arg(QLatin1String(what)));
        row.translate(0, std::max(compareLineHeight(m_theme), height));
    }

    void change(QRectF& row, const ChangedCell& cell)
    {
        const qreal number = std::min(m_theme.space(216), row.width() * 0.68);
        const QString where = m_sides.row(m_c, cell.row)
                              + (m_c.cols.size() > 1 ? QStringLiteral(" · ") + m_sides.col(m_c, cell.col) : QString());
        m_ink.elidedText(row.adjusted(0, 0, -number, 0), Qt::AlignLeft | Qt::AlignVCenter, where, m_theme.text, m_theme.font(TextSize::Secondary));
        m_ink.painter().setFont(m_theme.numberFont(TextSize::Secondary));
        m_ink.painter().setPen(m_theme.secondary);
        const qreal third = number / 3.0;
        const auto put = [&](int place, const QString& text, double value, const char* what) {
            m_ink.derivedNumber(QRectF(row.right() - number + third * place, row.top(), third, row.height()), Qt::AlignRight | Qt::AlignVCenter, text,
                                value, QStringLiteral("compare %1 %2 %3").arg(QLatin1String(what)).arg(cell.row).arg(cell.col));
        };
        put(0, formatValue(cell.left, 2), cell.left, "left");
        put(1, formatValue(cell.right, 2), cell.right, "right");
        m_ink.painter().setPen(m_theme.text);
        const double delta = cell.right - cell.left;
        put(2, (delta > 0.0 ? QStringLiteral("+") : QString()) + formatValue(delta, 2), delta, "difference");
        row.translate(0, compareLineHeight(m_theme));
    }

    Ink& m_ink;
    const Theme& m_theme;
    const Scene& m_scene;
    const Comparison& m_c;
    const CompareSides& m_sides;
};

} // namespace

void paintCompareDistances(Ink& ink, const QRectF& rect, const Scene& scene, const Comparison& comparison, const CompareSides& sides)
{
    DistancePainter(ink, scene, comparison, sides).paint(rect);
}

} // namespace hl::ui
