#include "ui/paint/ribbons.h"

#include <QPainterPath>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hl::ui;

namespace {

constexpr QRectF area(10.0, 5.0, 180.0, 390.0);
constexpr qreal room = 10.0;

QImage canvas(qreal scale)
{
    QImage image((QSizeF(200, 400) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

/// The curve as Qt's own path filler draws it: the reference.
QImage byPath(qreal from, qreal to, qreal width, const QColor& color, qreal scale)
{
    QImage image = canvas(scale);
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(ribbonPath({area.left(), from}, {area.right(), to}));
    return image;
}

QImage byRibbon(qreal from, qreal to, qreal width, const QColor& color, qreal scale)
{
    QImage image = canvas(scale);
    QPainter painter(&image);
    painter.scale(scale, scale);
    Ribbons ribbons(painter, area);
    ribbons.add(from, to, width, color);
    ribbons.paint();
    return image;
}

double inkOf(const QImage& image)
{
    double sum = 0.0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            sum += qAlpha(image.pixel(x, y));
    return sum;
}

} // namespace

class TestRibbons : public QObject
{
    Q_OBJECT

private slots:
    void looksLikeTheSamePathFilledByQt_data()
    {
        QTest::addColumn<qreal>("from");
        QTest::addColumn<qreal>("to");
        QTest::addColumn<qreal>("width");
        QTest::addColumn<qreal>("scale");
        QTest::newRow("level, thin") << 50.0 << 50.0 << 0.75 << 1.0;
        QTest::newRow("level, between pixels") << 50.3 << 50.3 << 2.0 << 1.0;
        QTest::newRow("gentle") << 40.0 << 90.0 << 3.0 << 1.0;
        QTest::newRow("down, steep") << 15.0 + room << 380.0 << 2.5 << 1.0;
        QTest::newRow("up, steep, thick") << 380.0 << 20.0 << 7.0 << 1.0;
        QTest::newRow("on a screen of twice the pixels") << 30.0 << 200.0 << 2.0 << 2.0;
    }

    void looksLikeTheSamePathFilledByQt()
    {
        QFETCH(qreal, from);
        QFETCH(qreal, to);
        QFETCH(qreal, width);
        QFETCH(qreal, scale);
        const QColor color(0, 114, 178, 200);
        const QImage mine = byRibbon(from, to, width, color, scale);
        const QImage reference = byPath(from, to, width, color, scale);
        const double ink = inkOf(reference);
        const double relative = std::abs(inkOf(mine) - ink) / ink;
        QVERIFY2(relative < 0.02, qPrintable(QStringLiteral("ink differs by %1").arg(relative)));
        double apart = 0.0; // mean over the pixels that have ink
        for (int y = 0; y < mine.height(); ++y)
            for (int x = 0; x < mine.width(); ++x)
                apart += std::abs(qAlpha(mine.pixel(x, y)) - qAlpha(reference.pixel(x, y)));
        QVERIFY2(apart / ink < 0.06, qPrintable(QStringLiteral("pixels differ by %1").arg(apart / ink)));
    }

    void aLaterCurveLiesAbove()
    {
        QImage image = canvas(1.0);
        QPainter painter(&image);
        Ribbons ribbons(painter, area);
        ribbons.add(100.0, 100.0, 6.0, Qt::red);
        ribbons.add(100.0, 100.0, 6.0, Qt::blue);
        ribbons.paint();
        QCOMPARE(image.pixelColor(100, 100), QColor(Qt::blue));
    }

    void curvesOutsideTheAreaAreCut()
    {
        QImage image = canvas(1.0);
        QPainter painter(&image);
        Ribbons ribbons(painter, area);
        ribbons.add(-1e6, 1e6, 3.0, Qt::red);
        ribbons.add(1e7, 1e7, 1e5, Qt::red);
        ribbons.paint();
        QCOMPARE(qAlpha(image.pixel(5, 200)), 0);
    }

    /// A scrolled picture leaves out what is out of sight, and nothing else.
    void aPartInSightIsThatPartOfTheWhole()
    {
        const QRectF tall(10.0, -3000.0, 180.0, 6400.0);
        const auto painted = [&tall](const QRect& seen) {
            QImage image = canvas(1.0);
            QPainter painter(&image);
            painter.setClipRect(seen);
            Ribbons ribbons(painter, tall);
            for (int i = 0; i < 300; ++i) // enough for several threads
                ribbons.add(-2990.0 + 21.0 * i, 3380.0 - 17.0 * ((i * 7) % 300), 0.75 + 0.02 * i, QColor(0, 114, 178, 40 + i % 200));
            ribbons.paint();
            return image;
        };
        const QImage whole = painted(QRect(0, 0, 200, 400));
        const QRect part(0, 150, 200, 60);
        const QImage seen = painted(part);
        int largest = 0;
        for (int y = part.top(); y <= part.bottom(); ++y)
            for (int x = 0; x < 200; ++x)
                largest = std::max(largest, std::abs(qAlpha(whole.pixel(x, y)) - qAlpha(seen.pixel(x, y))));
        QVERIFY2(largest <= 2, qPrintable(QString::number(largest))); // where they begin is rounded in float
        QVERIFY(inkOf(seen.copy(part)) > 0.0);
    }

    void anEmptyAreaPaintsNothing()
    {
        QImage image = canvas(1.0);
        QPainter painter(&image);
        Ribbons ribbons(painter, QRectF(20, 20, -5, -50));
        ribbons.add(20.0, 20.0, 3.0, Qt::red);
        ribbons.paint();
        QVERIFY(inkOf(image) <= 0.0);
    }
};

QTEST_MAIN(TestRibbons)
#include "tst_ribbons.moc"
