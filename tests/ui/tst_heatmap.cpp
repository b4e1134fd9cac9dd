#include "ui/paint/heatmap.h"

#include "core/base/seeded_random.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QPainter>
#include <QtTest>

#include <cmath>
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
    void zerosAloneHaveTheColourOfZero();
    void aLogScaleSpreadsSmallNumbers();
    void moreCellsThanPixelsKeepTheStrongest();
    void aLoneStrongCellIsSeenAtEveryZoom_data();
    void aLoneStrongCellIsSeenAtEveryZoom();
    void ofSignedNumbersTheLargestInSizeKeepsItsSign();
    void poolingGivesWhatPlainLoopsGive();
    void aKeptPictureIsThatOfItsOwnRun();
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

/// The difference of a step with itself is neither negative nor positive.
void TestHeatmap::zerosAloneHaveTheColourOfZero()
{
    const std::vector<float> zeros(4, 0.0F);
    ColorScale scale;
    scale.mode = ScaleMode::Symmetric;
    scale.isDiverging = true;
    fitScale(scale, MatrixView(zeros.data(), 2, 2, 2), {}, ColorScale::Range{-0.0, 0.0});
    QVERIFY(std::abs(scale.positionOf(0.0, 0) - 0.5) <= 1e-12);
    ColorScale plain;
    fitScale(plain, MatrixView(zeros.data(), 2, 2, 2), {}, ColorScale::Range{0.0, 0.0});
    QVERIFY(plain.positionOf(0.0, 0) <= 0.0 && plain.range.upper > plain.range.lower);
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

void TestHeatmap::aLoneStrongCellIsSeenAtEveryZoom_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<double>("pixels");
    QTest::newRow("a thumbnail") << 4096 << 47.0;
    QTest::newRow("the stage") << 4096 << 611.0;
    QTest::newRow("the stage, not in whole pixels") << 4096 << 560.6;
    QTest::newRow("two pixels for three cells") << 4096 << 2730.7;
    QTest::newRow("one pixel a cell") << 4096 << 4096.0;
    QTest::newRow("zoomed in") << 4096 << 33333.3;
}

/// Through a window of 611 pixels, at random places, with the window moved so that the cell is in it.
void TestHeatmap::aLoneStrongCellIsSeenAtEveryZoom()
{
    QFETCH(int, side);
    QFETCH(double, pixels);
    constexpr std::uint64_t seed = 4096;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    std::vector<float> numbers(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 0.0F);
    Heatmap map = mapOf(numbers, side, side, false);
    map.scale.range = {0.0, 1.0};
    const qreal window = std::min(pixels, 611.0);
    for (int round = 0; round < 8; ++round) {
        const auto row = static_cast<Index>(random.uniform() * side);
        const auto col = static_cast<Index>(random.uniform() * side);
        float& lone = numbers[static_cast<std::size_t>(row * side + col)];
        lone = 1.0F;
        const QRgb color = map.colorAt(row, col);
        // Anywhere from the cell's beginning to the window's end.
        const auto start = [&](Index cell) {
            const qreal at = (static_cast<qreal>(cell) + 0.5) * pixels / side;
            return std::clamp(at - window * random.uniform(), 0.0, pixels - window);
        };
        QImage image(QSizeF(window, window).toSize() + QSize(21, 21), QImage::Format_RGB32);
        image.fill(qRgb(1, 2, 3));
        QPainter painter(&image);
        const QPointF corner(10.3, 9.6); // cells never begin at a pixel on the screen
        painter.setClipRect(QRectF(corner, QSizeF(window, window)).adjusted(-1, -1, 1, 1));
        paintCells(painter, Medium::Screen, QRectF(corner - QPointF(start(col), start(row)), QSizeF(pixels, pixels)), map);
        painter.end();
        bool isSeen = false;
        for (int y = 0; y < image.height() && !isSeen; ++y) {
            for (int x = 0; x < image.width() && !isSeen; ++x)
                isSeen = image.pixel(x, y) == color;
        }
        QVERIFY2(isSeen, qPrintable(QStringLiteral("cell %1, %2").arg(row).arg(col)));
        lone = 0.0F;
    }
}

void TestHeatmap::ofSignedNumbersTheLargestInSizeKeepsItsSign()
{
    std::vector<float> numbers(64, 0.25F);
    numbers[10] = -3.0F;
    numbers[40] = 2.0F;
    const Heatmap map = mapOf(numbers, 8, 8, true);
    QCOMPARE(cellImage(map, {1, 1}).pixel(0, 0), map.colorAt(1, 2));
    QCOMPARE(cellImage(map, {1, 2}).pixel(0, 1), map.colorAt(5, 0));
}

/// Every pixel against a search through its cells, with forbidden and not finite cells among them.
void TestHeatmap::poolingGivesWhatPlainLoopsGive()
{
    constexpr std::uint64_t seed = 611;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    for (int round = 0; round < 60; ++round) {
        const auto rows = static_cast<Index>(1 + random.uniform() * 40);
        const auto cols = static_cast<Index>(1 + random.uniform() * 40);
        const bool isSigned = round % 2 == 0;
        const ScaleMode mode = round % 3 == 0 ? ScaleMode::PerRow : round % 3 == 1 ? ScaleMode::PerHead : ScaleMode::Log;
        std::vector<float> numbers;
        std::vector<float> forbidden;
        for (Index i = 0; i < rows * cols; ++i) {
            const double draw = random.uniform();
            numbers.push_back(draw < 0.02 ? notANumber : static_cast<float>(isSigned ? random.normal() : random.uniform()));
            forbidden.push_back(random.uniform() < 0.3 ? -infinity : 0.0F);
        }
        const Heatmap map = mapOf(numbers, rows, cols, isSigned, mode, &forbidden);
        const QSize size(1 + static_cast<int>(random.uniform() * 12), 1 + static_cast<int>(random.uniform() * 12));
        const QImage image = cellImage(map, size);
        const auto weightOf = [&](Index row, Index col) {
            if (isForbidden(map.forbidden, row, col))
                return -1.0;
            const double value = map.view.at(row, col);
            if (!std::isfinite(value))
                return 2.0;
            const double place = map.scale.positionOf(value, row);
            return isSigned ? std::abs(place - 0.5) * 2.0 : place;
        };
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                double best = -2.0;
                std::set<QRgb> colors; // of all cells that share the first place
                for (Index row = y * rows / image.height(); row < (y + 1) * rows / image.height(); ++row) {
                    for (Index col = x * cols / image.width(); col < (x + 1) * cols / image.width(); ++col) {
                        const double weight = weightOf(row, col);
                        if (weight > best + 1e-9)
                            colors.clear();
                        if (weight > best - 1e-9)
                            colors.insert(map.colorAt(row, col));
                        best = std::max(best, weight);
                    }
                }
                QVERIFY2(colors.count(image.pixel(x, y)) == 1, qPrintable(QStringLiteral("round %1, pixel %2, %3").arg(round).arg(x).arg(y)));
            }
        }
    }
}

void TestHeatmap::aKeptPictureIsThatOfItsOwnRun()
{
    const auto pictureOf = [](const std::string& word) {
        RunRequest request;
        request.model = builtinModel("toy");
        for (int i = 0; i < 300; ++i)
            request.text += (i % 7 == 0 ? word : "saw") + " ";
        const TracePtr trace = *run(request);
        const StepRef ref{.step = Step::Scores, .layer = 0, .head = 0};
        const Heatmap map = Heatmap::of(trace, ref, {}, Theme::light());
        const QImage first = cellImage(map, {90, 90});
        Heatmap fresh = map;
        fresh.key.reset();
        return first == cellImage(map, {90, 90}) && first == cellImage(fresh, {90, 90}) ? first : QImage();
    };
    QImage last;
    for (const char* word : {"cat", "dog", "cat", "mat"}) {
        const QImage image = pictureOf(word);
        QVERIFY(!image.isNull());
        QVERIFY(image != last);
        last = image;
    }
}

QTEST_MAIN(TestHeatmap)
#include "tst_heatmap.moc"
