#include <QDir>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QtTest>

namespace {

/// The picture of an icon on a transparent ground, `scale` pixels to a unit.
QImage draw(const QString& path, int scale)
{
    QSvgRenderer renderer(path);
    QImage image(renderer.defaultSize() * scale, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

QStringList svgFilesIn(const QString& folder)
{
    return QDir(QDir::cleanPath(folder)).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
}

} // namespace

class TestIcons : public QObject
{
    Q_OBJECT

private slots:
    void everyFileIsCompiledIn();
    void everyIconDrawsInsideItsGrid_data();
    void everyIconDrawsInsideItsGrid();
    void toolIconsHaveOneColourToReplace_data() { everyIconDrawsInsideItsGrid_data(); }
    void toolIconsHaveOneColourToReplace();
};

void TestIcons::everyFileIsCompiledIn()
{
    const QStringList files = svgFilesIn(QStringLiteral(HEADLIGHT_TEST_DATA "/../../resources/icons"));
    QVERIFY(files.size() > 30);
    QCOMPARE(svgFilesIn(QStringLiteral(":/icons")), files);
}

void TestIcons::everyIconDrawsInsideItsGrid_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : svgFilesIn(QStringLiteral(":/icons")))
        QTest::newRow(qPrintable(name)) << name;
}

void TestIcons::everyIconDrawsInsideItsGrid()
{
    QFETCH(QString, name);
    const QImage image = draw(QStringLiteral(":/icons/") + name, 4);
    QCOMPARE(image.width(), image.height());
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const bool isInk = qAlpha(image.pixel(x, y)) > 0;
            const bool isBorder = x < 4 || y < 4 || x >= image.width() - 4 || y >= image.height() - 4;
            QVERIFY2(!isInk || !isBorder, qPrintable(QStringLiteral("ink at %1, %2").arg(x).arg(y)));
            drawn += isInk;
        }
    }
    QVERIFY2(drawn > image.width() * image.height() / 40, qPrintable(QString::number(drawn)));
}

void TestIcons::toolIconsHaveOneColourToReplace()
{
    QFETCH(QString, name);
    if (name == QStringLiteral("headlight.svg"))
        return; // the application's own picture
    const QImage image = draw(QStringLiteral(":/icons/") + name, 1);
    QCOMPARE(image.size(), QSize(24, 24));
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            QCOMPARE(image.pixel(x, y) & 0x00ffffffU, 0U);
    }
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
