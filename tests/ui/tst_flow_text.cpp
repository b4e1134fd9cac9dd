#include "ui/figure/flow_text.h"

#include <QFontMetricsF>
#include <QImage>
#include <QtTest>

#include <cmath>
#include <set>

using namespace hl::ui;

namespace {

/// The lines, counted from 0, that have a mark of this colour.
std::set<int> linesWith(const QImage& image, const QColor& color, qreal line)
{
    std::set<int> found;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == color)
                found.insert(static_cast<int>(y / line));
        }
    }
    return found;
}

} // namespace

class TestFlowText : public QObject
{
    Q_OBJECT

private slots:
    void aPercentageKeepsItsSign_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::newRow("English") << QStringLiteral("so %1 % of it");
        QTest::newRow("Chinese") << QStringLiteral("把 %1 % 的注意力");
    }

    void aPercentageKeepsItsSign()
    {
        QFETCH(QString, pattern);
        const Theme theme = Theme::light();
        const QFontMetricsF metrics(theme.font());
        const qreal line = metrics.height() * 1.3;
        const QString before = pattern.left(pattern.indexOf(QLatin1Char('%')));
        const qreal width = metrics.horizontalAdvance(before) + metrics.horizontalAdvance(QStringLiteral("28.1")) + 3.0;
        QImage image(200, 200, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::TextAntialiasing, false);
        Ink ink(painter, Medium::Png, theme);
        const auto spans = spansOf(pattern, {{QStringLiteral("28.1"), Qt::red, false, 28.1, QStringLiteral("a share")}}, Qt::blue);
        const qreal height = flowText(ink, QRectF(0, 0, width, 200), spans, TextSize::Body);
        QVERIFY(linesWith(image, Qt::red, line) == std::set<int>{1}); // with its sign, for which the first line has no room
        QVERIFY(linesWith(image, Qt::blue, line).contains(0));
        QVERIFY(std::abs(flowHeight(theme, width, spans, TextSize::Body) - height) <= 1e-9);
        QVERIFY(std::abs(flowHeight(theme, 1000.0, spans, TextSize::Body) - line) <= 1e-9);
    }

    void twoWordsInBracketsStayTogether_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("English") << QStringLiteral("attention to keys (key 2).");
        QTest::newRow("Chinese") << QStringLiteral("注意力给了 keys（键 2）。");
    }

    void twoWordsInBracketsStayTogether()
    {
        QFETCH(QString, text);
        const Theme theme = Theme::light();
        const QFontMetricsF metrics(theme.font());
        const auto spans = spansOf(QString(text).replace(QLatin1Char('2'), QStringLiteral("%1")), {{QStringLiteral("2"), Qt::blue, false, std::nullopt, QString()}}, Qt::blue);
        const qsizetype bracket = std::max(text.indexOf(QLatin1Char('(')), text.indexOf(QChar(0xFF08)));
        const qsizetype number = text.indexOf(QLatin1Char('2'));
        // Room for the first word in brackets, but not for the second: the first goes with it to the next line.
        const qreal width = metrics.horizontalAdvance(text.left(number)) + 2.0;
        QImage image(400, 200, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::TextAntialiasing, false);
        Ink ink(painter, Medium::Png, theme);
        flowText(ink, QRectF(0, 0, width, 200), spans, TextSize::Body);
        painter.end();
        const int line = static_cast<int>(metrics.height() * 1.3);
        int right = 0; // of what the first line says
        for (int y = 0; y < line; ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == QColor(Qt::blue))
                    right = std::max(right, x);
            }
        }
        QVERIFY2(right <= metrics.horizontalAdvance(text.left(bracket)), qPrintable(QString::number(right)));
    }
};

QTEST_MAIN(TestFlowText)
#include "tst_flow_text.moc"
