#include "ui/paint/heatmap.h"

#include <QPainter>
#include <QtTest>

#include <limits>
#include <set>

using namespace hl;
using namespace hl::ui;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

/// A heat map of numbers that a test holds.
Heatmap mapOf(const std::vector<float>& numbers, Index rows, Index cols, bool isDiverging,
              ScaleMode mode = ScaleMode::PerHead, const std::vector<float>* forbidden = nullptr)
{
    Heatmap map;
    map.theme = Theme::light();
    map.view = MatrixView(numbers.data(), rows, cols, cols);
    if (forbidden)
        map.forbidden = MatrixView(forbidden->data(), rows, cols, cols);
    map.scale.mode = mode;
    map.scale.isDiverging = isDiverging;
    fitScale(map.scale, map.view, map.forbidden);
    map.colors = colorsFor(map.scale, PictureOptions{}, map.theme);
    return map;
}

QImage painted(const Heatmap& map, QSize size, Medium medium)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(qRgb(1, 2, 3));
    QPainter painter(&image);
    paintCells(painter, medium, QRectF(QPointF(0, 0), QSizeF(size)), map);
    return image;
}

} // namespace

class TestHeatmap : public QObject
{
    Q_OBJECT

private slots:
    void cellsHaveTheColoursOfTheirNumbers();
    void zeroIsInTheMiddleOfADivergingMap();
    void hugeNumbersAreClampedBeforeTheyBecomeAnIndex();
    void notFiniteAndForbiddenAreColoursOfTheirOwn();
    void anInfinityThatIsNotForbiddenIsNotForbidden();
    void shapesWithOneRowOrColumnFill_data();
    void shapesWithOneRowOrColumnFill();
    void aMatrixOfOneValueHasAScale_data();
    void aMatrixOfOneValueHasAScale();
    void rowsHaveTheirOwnRangePerRow();
    void theFirstKeyIsLeftOutAndCounted();
    void aLogScaleSpreadsSmallNumbers();
    void moreCellsThanPixelsKeepTheStrongest();
};

void TestHeatmap::cellsHaveTheColoursOfTheirNumbers()
{
    const std::vector<float> numbers{0.0F, 0.25F, 0.5F, 1.0F};
    const Heatmap map = mapOf(numbers, 2, 2, false);
    const auto table = colorTable(ColorMapName::Viridis);
    QCOMPARE(map.colorAt(0, 0), table[0]);
    QCOMPARE(map.colorAt(0, 1), table[64]);
    QCOMPARE(map.colorAt(1, 0), table[128]);
    QCOMPARE(map.colorAt(1, 1), table[255]);
    for (const Medium medium : {Medium::Screen, Medium::Png, Medium::Svg, Medium::Pdf}) {
        const QImage image = painted(map, {40, 40}, medium);
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 40; ++x)
                QCOMPARE(image.pixel(x, y), map.colorAt(y / 20, x / 20));
        }
    }
}

void TestHeatmap::zeroIsInTheMiddleOfADivergingMap()
{
    const std::vector<float> numbers{-1.0F, 0.0F, 3.0F};
    const Heatmap map = mapOf(numbers, 1, 3, true);
    QCOMPARE(map.colorAt(0, 1), map.theme.panel.rgb());
    QVERIFY(map.scale.positionOf(-3.0, 0) == 0.0);
    QVERIFY(map.scale.positionOf(3.0, 0) == 1.0);
}

void TestHeatmap::hugeNumbersAreClampedBeforeTheyBecomeAnIndex()
{
    ColorScale scale;
    scale.range = {0.0, 1.0};
    for (const double huge : {1e9, 1e300, std::numeric_limits<double>::max()}) {
        QVERIFY(scale.positionOf(huge, 0) == 1.0);
        QVERIFY(scale.positionOf(-huge, 0) == 0.0);
        QVERIFY(scale.isClipped(huge, 0));
    }
    scale.range = {-std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};
    QVERIFY(scale.positionOf(0.0, 0) == 0.5);
}

void TestHeatmap::notFiniteAndForbiddenAreColoursOfTheirOwn()
{
    const std::vector<float> numbers{0.0F, 1.0F, notANumber, infinity, -infinity, 0.0F};
    const std::vector<float> forbidden{0.0F, 0.0F, 0.0F, 0.0F, 0.0F, -infinity};
    const Heatmap map = mapOf(numbers, 1, 6, false, ScaleMode::PerHead, &forbidden);
    const std::set<QRgb> table(map.colors.begin(), map.colors.end());
    QCOMPARE(map.colorAt(0, 5), map.theme.forbidden.rgb());
    QVERIFY(map.colorAt(0, 5) != map.colorAt(0, 0)); // forbidden is not zero
    QVERIFY(map.colorAt(0, 2) != map.colorAt(0, 5)); // nor NaN
    for (const Index col : {2, 3, 4, 5})
        QVERIFY(!table.count(map.colorAt(0, col)));
    QVERIFY(map.scale.range.lower == 0.0);
    QVERIFY(map.scale.range.upper == 1.0);
}

void TestHeatmap::anInfinityThatIsNotForbiddenIsNotForbidden()
{
    const std::vector<float> numbers{-infinity, 2.0F};
    const Heatmap map = mapOf(numbers, 1, 2, true);
    QVERIFY(map.colorAt(0, 0) != map.theme.forbidden.rgb());
    // Large cells show the difference in strokes too: a NaN's cross reaches the corners.
    const std::vector<float> masks{-infinity, 0.0F};
    const Heatmap masked = mapOf(numbers, 1, 2, true, ScaleMode::PerHead, &masks);
    QVERIFY(painted(map, {80, 40}, Medium::Png) != painted(masked, {80, 40}, Medium::Png));
}

void TestHeatmap::shapesWithOneRowOrColumnFill_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("cols");
    QTest::newRow("one cell") << 1 << 1;
    QTest::newRow("one column") << 5 << 1;
    QTest::newRow("one row") << 1 << 5;
}

void TestHeatmap::shapesWithOneRowOrColumnFill()
{
    QFETCH(int, rows);
    QFETCH(int, cols);
    std::vector<float> numbers;
    for (int i = 0; i < rows * cols; ++i)
        numbers.push_back(static_cast<float>(i + 1));
    const Heatmap map = mapOf(numbers, rows, cols, false);
    const QImage image = painted(map, {cols * 10, rows * 10}, Medium::Png);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            QCOMPARE(image.pixel(x, y), map.colorAt(y / 10, x / 10));
    }
}

void TestHeatmap::aMatrixOfOneValueHasAScale_data()
{
    QTest::addColumn<float>("value");
    QTest::addColumn<bool>("isDiverging");
    for (const bool isDiverging : {false, true}) {
        const char* kind = isDiverging ? "signed" : "not signed";
        QTest::addRow("zero, %s", kind) << 0.0F << isDiverging;
        QTest::addRow("one, %s", kind) << 1.0F << isDiverging;
        QTest::addRow("nan, %s", kind) << notANumber << isDiverging;
    }
}

void TestHeatmap::aMatrixOfOneValueHasAScale()
{
    QFETCH(float, value);
    QFETCH(bool, isDiverging);
    const std::vector<float> numbers(4, value);
    const Heatmap map = mapOf(numbers, 2, 2, isDiverging);
    QVERIFY(map.scale.range.upper > map.scale.range.lower);
    QVERIFY(painted(map, {20, 20}, Medium::Png).pixel(3, 5) != qRgb(1, 2, 3));
}

void TestHeatmap::rowsHaveTheirOwnRangePerRow()
{
    const std::vector<float> numbers{0.0F, 0.1F, 0.0F, 10.0F};
    const Heatmap map = mapOf(numbers, 2, 2, false, ScaleMode::PerRow);
    QCOMPARE(map.colorAt(0, 1), map.colorAt(1, 1)); // each the largest of its row
    const Heatmap whole = mapOf(numbers, 2, 2, false);
    QVERIFY(whole.colorAt(0, 1) != whole.colorAt(1, 1));
}

void TestHeatmap::theFirstKeyIsLeftOutAndCounted()
{
    const std::vector<float> numbers{0.9F, 0.1F, 0.95F, 0.05F};
    ColorScale scale;
    scale.isFirstKeyExcluded = true;
    fitScale(scale, MatrixView(numbers.data(), 2, 2, 2), {});
    QVERIFY(scale.range.upper == static_cast<double>(0.1F));
    QCOMPARE(scale.above, Index{2});
    QVERIFY(clippedNote(scale).contains(QLatin1Char('2')));
}

void TestHeatmap::aLogScaleSpreadsSmallNumbers()
{
    const std::vector<float> numbers{1.0F, 0.1F, 0.01F, 0.0F};
    const Heatmap map = mapOf(numbers, 1, 4, false, ScaleMode::Log);
    QVERIFY(qAbs(map.scale.positionOf(0.01, 0) - 0.5) < 1e-9); // two of four decades
    QCOMPARE(map.scale.below, Index{1});
    const std::vector<float> bothSigns{-1.0F, 0.0F, 0.001F, 1.0F};
    const Heatmap both = mapOf(bothSigns, 1, 4, true, ScaleMode::Log);
    QVERIFY(both.scale.positionOf(0.0, 0) == 0.5);
    QVERIFY(both.scale.positionOf(0.01, 0) + both.scale.positionOf(-0.01, 0) == 1.0);
}

void TestHeatmap::moreCellsThanPixelsKeepTheStrongest()
{
    constexpr int side = 100;
    std::vector<float> numbers(side * side, 0.0F);
    numbers[37 * side + 58] = 1.0F;
    const Heatmap map = mapOf(numbers, side, side, false);
    const QImage image = cellImage(map, {10, 10});
    QCOMPARE(image.size(), QSize(10, 10));
    QCOMPARE(image.pixel(5, 3), map.colorAt(37, 58));
    QCOMPARE(image.pixel(4, 3), map.colorAt(0, 0));
}

QTEST_MAIN(TestHeatmap)
#include "tst_heatmap.moc"
