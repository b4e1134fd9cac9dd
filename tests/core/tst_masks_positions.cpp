// Masks and positions against numbers worked out by hand or by another formula.
#include "core/attention/masks.h"
#include "core/attention/positions.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace hl;

namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

bool isSame(const MaskMatrix& mask, std::initializer_list<std::initializer_list<double>> rows)
{
    if (mask.rows() != static_cast<Index>(rows.size()))
        return false;
    Index i = 0;
    for (const auto& row : rows) {
        if (mask.cols() != static_cast<Index>(row.size()))
            return false;
        Index j = 0;
        for (const double value : row) {
            if (!(mask(i, j) == value || (std::isnan(value) && std::isnan(mask(i, j)))))
                return false;
            ++j;
        }
        ++i;
    }
    return true;
}

bool isWithin(double actual, double expected, double bound)
{
    if (std::abs(actual - expected) <= bound)
        return true;
    qWarning("%.17g, expected %.17g", actual, expected);
    return false;
}

/// Bucket of a distance by its definition: bucket exact + k begins at the first distance d with
/// d >= exact · (maxDistance / exact)^(k / (count − exact)). No logarithm is taken.
int bucketByBorders(Index keyMinusQuery, bool isBidirectional, int buckets, int maxDistance)
{
    const int count = isBidirectional ? buckets / 2 : buckets;
    const int first = isBidirectional && keyMinusQuery > 0 ? count : 0;
    const auto distance = isBidirectional ? std::abs(keyMinusQuery) : std::max<Index>(-keyMinusQuery, 0);
    const int exact = count / 2;
    if (distance < exact)
        return first + static_cast<int>(distance);
    int k = 0;
    while (k + 1 < count - exact) {
        const double border = exact * std::pow(static_cast<double>(maxDistance) / exact, (k + 1.0) / (count - exact));
        if (static_cast<double>(distance) < border - 1e-9)
            break;
        ++k;
    }
    return first + exact + k;
}

} // namespace

class TestMasksPositions : public QObject
{
    Q_OBJECT

private slots:
    void causalMasks()
    {
        constexpr double x = forbidden;
        QVERIFY(isSame(causalMask(3, 3), {{0, x, x}, {0, 0, x}, {0, 0, 0}}));
        QVERIFY(isSame(causalMask(2, 4, 2), {{0, 0, 0, x}, {0, 0, 0, 0}}));
        QVERIFY(isSame(causalMask(3, 2), {{0, x}, {0, 0}, {0, 0}}));
        QVERIFY(isSame(causalMask(1, 1), {{0}}));
        QCOMPARE(causalMask(0, 0).size(), Index{0});
    }

    void paddingMasks()
    {
        constexpr double x = forbidden;
        QVERIFY(isSame(paddingMask(2, {1, 0, 1}), {{0, x, 0}, {0, x, 0}}));
        QVERIFY(isSame(paddingMask(2, {0, 0}), {{x, x}, {x, x}}));
        QVERIFY(isSame(paddingMask(1, {1, 255}), {{0, 0}}));
    }

    void booleanMasks()
    {
        constexpr double x = forbidden;
        QVERIFY(isSame(booleanMask(2, 3, {1, 0, 1, 0, 0, 1}), {{0, x, 0}, {x, x, 0}}));
        QVERIFY(isSame(openMask(2, 1), {{0}, {0}}));
    }

    void combinedMasksForbidWhatEitherForbids()
    {
        constexpr double x = forbidden;
        constexpr double inf = std::numeric_limits<double>::infinity();
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(isSame(combine(causalMask(3, 3), paddingMask(3, {0, 1, 1})), {{x, x, x}, {x, 0, x}, {x, 0, 0}}));
        MaskMatrix custom(2, 2);
        custom << 0.5, inf, -2.0, nan;
        QVERIFY(isSame(combine(custom, causalMask(2, 2)), {{0.5, x}, {-2.0, nan}}));
        QVERIFY(isSame(combine(causalMask(2, 2), custom), {{0.5, x}, {-2.0, nan}}));
        QVERIFY(isSame(combine(custom, custom), {{1.0, inf}, {-4.0, nan}}));
    }

    void sinusoidalNumbers()
    {
        // d = 4: angles pos and pos / 100. Numbers from a table of sines.
        const auto pe = sinusoidalPositions(4, 4);
        const double expected[4][4] = {
            {0.0, 1.0, 0.0, 1.0},
            {0.8414709848078965, 0.5403023058681398, 0.009999833334166664, 0.9999500004166653},
            {0.9092974268256817, -0.4161468365471424, 0.01999866669333308, 0.9998000066665778},
            {0.1411200080598672, -0.9899924966004454, 0.02999550020249566, 0.9995500337489875},
        };
        for (Index i = 0; i < 4; ++i) {
            for (Index j = 0; j < 4; ++j)
                QVERIFY(isWithin(pe(i, j), expected[i][j], 1e-15));
        }
        // d = 6, pair 1: angle pos / 10000^(2/6) = pos / 21.544346900318843
        const auto six = sinusoidalPositions(3, 6);
        QVERIFY(isWithin(six(2, 2), std::sin(2.0 / 21.544346900318843), 1e-15));
        QVERIFY(isWithin(six(2, 3), std::cos(2.0 / 21.544346900318843), 1e-15));
    }

    void sinusoidalOddWidthAndNorm()
    {
        const auto odd = sinusoidalPositions(5, 5); // the last dimension is a sine without its cosine
        QCOMPARE(odd.cols(), Index{5});
        QVERIFY(isWithin(odd(3, 4), std::sin(3.0 / std::pow(10000.0, 4.0 / 5.0)), 1e-15));
        const auto even = sinusoidalPositions(200, 16);
        for (Index pos = 0; pos < even.rows(); ++pos)
            QVERIFY(isWithin(even.row(pos).squaredNorm(), 8.0, 1e-12)); // sin² + cos² for each pair
        QCOMPARE(sinusoidalPositions(0, 4).rows(), Index{0});
        QVERIFY(sinusoidalPositions(3, 1).isApprox(sinusoidalPositions(3, 2).leftCols(1)));
    }

    void sinusoidalWavelengths()
    {
        QVERIFY(isWithin(sinusoidalWavelength(0, 8), 6.283185307179586, 1e-14));
        QVERIFY(isWithin(sinusoidalWavelength(1, 8), 6.283185307179586, 1e-14));
        QVERIFY(isWithin(sinusoidalWavelength(2, 8), 62.83185307179586, 1e-12));
        QVERIFY(isWithin(sinusoidalWavelength(7, 8), 6283.185307179586, 1e-9));
    }

    void rotaryTurnsBothLayouts()
    {
        // Two pairs, base 100: pair 0 turns by pos, pair 1 by pos / 10.
        MatrixOf<double> x(3, 4);
        x << 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 4;
        MatrixOf<double> out(3, 4);
        PositionSpec spec{.kind = PositionKind::Rotary, .rotaryBase = 100.0, .rotaryInterleaved = true};
        rotateRows<double>(spec, x, out);
        const double c0 = std::cos(2.0), s0 = std::sin(2.0), c1 = std::cos(0.2), s1 = std::sin(0.2);
        QVERIFY(out.row(0) == x.row(0));
        QVERIFY(isWithin(out(1, 0), std::cos(1.0), 1e-15) && isWithin(out(1, 1), std::sin(1.0), 1e-15));
        QVERIFY(isWithin(out(2, 0), 1 * c0 - 2 * s0, 1e-14) && isWithin(out(2, 1), 2 * c0 + 1 * s0, 1e-14));
        QVERIFY(isWithin(out(2, 2), 3 * c1 - 4 * s1, 1e-14) && isWithin(out(2, 3), 4 * c1 + 3 * s1, 1e-14));
        spec.rotaryInterleaved = false; // pairs (0, 2) and (1, 3)
        rotateRows<double>(spec, x, out);
        QVERIFY(isWithin(out(2, 0), 1 * c0 - 3 * s0, 1e-14) && isWithin(out(2, 2), 3 * c0 + 1 * s0, 1e-14));
        QVERIFY(isWithin(out(2, 1), 2 * c1 - 4 * s1, 1e-14) && isWithin(out(2, 3), 4 * c1 + 2 * s1, 1e-14));
        spec.rotaryDims = 2; // the rest is copied
        rotateRows<double>(spec, x, out);
        QVERIFY(out.rightCols(2) == x.rightCols(2));
        QVERIFY(isWithin(out(2, 0), 1 * c0 - 2 * s0, 1e-14));
    }

    void rotaryKeepsNorms_data()
    {
        QTest::addColumn<int>("dims");
        QTest::addColumn<bool>("isInterleaved");
        for (const int dims : {0, 2, 4, 8}) {
            QTest::addRow("%d features, halves", dims) << dims << false;
            QTest::addRow("%d features, interleaved", dims) << dims << true;
        }
    }
    void rotaryKeepsNorms()
    {
        QFETCH(int, dims);
        QFETCH(bool, isInterleaved);
        const PositionSpec spec{.kind = PositionKind::Rotary, .rotaryDims = dims, .rotaryInterleaved = isInterleaved};
        std::mt19937 random(20240607);
        std::normal_distribution<double> normal;
        const MatrixOf<double> x = MatrixOf<double>::NullaryExpr(60, 8, [&] { return normal(random); });
        MatrixOf<double> out(60, 8);
        rotateRows<double>(spec, x, out);
        for (Index i = 0; i < x.rows(); ++i)
            QVERIFY(isWithin(out.row(i).norm(), x.row(i).norm(), 1e-13));
        MatrixOf<float> single(60, 8);
        rotateRows<float>(spec, x.cast<float>(), single);
        QVERIFY((single.cast<double>() - out).cwiseAbs().maxCoeff() < 2e-6);
    }

    void rotaryDotDependsOnDistanceAlone_data() { rotaryKeepsNorms_data(); }
    void rotaryDotDependsOnDistanceAlone()
    {
        QFETCH(int, dims);
        QFETCH(bool, isInterleaved);
        const PositionSpec spec{.kind = PositionKind::Rotary, .rotaryDims = dims, .rotaryInterleaved = isInterleaved};
        std::mt19937 random(7);
        std::normal_distribution<double> normal;
        const RowOf<double> q = RowOf<double>::NullaryExpr(8, [&] { return normal(random); });
        const RowOf<double> k = RowOf<double>::NullaryExpr(8, [&] { return normal(random); });
        MatrixOf<double> queries(100, 8);
        MatrixOf<double> keys(100, 8);
        rotateRows<double>(spec, q.replicate(100, 1), queries);
        rotateRows<double>(spec, k.replicate(100, 1), keys);
        const MatrixOf<double> dots = queries * keys.transpose();
        double spread = 0.0;
        for (Index i = 0; i + 1 < 100; ++i) {
            for (Index j = 0; j + 1 < 100; ++j)
                QVERIFY(isWithin(dots(i + 1, j + 1), dots(i, j), 1e-11));
            spread = std::max(spread, std::abs(dots(0, i) - dots(0, i + 1)));
        }
        QVERIFY(spread > 1e-3); // and it does depend on the distance
    }

    void alibiSlopesAreThePapers()
    {
        const auto eight = alibiSlopes(8);
        QCOMPARE(eight.size(), std::size_t{8});
        for (int h = 0; h < 8; ++h)
            QVERIFY(eight[static_cast<std::size_t>(h)] == std::ldexp(1.0, -(h + 1))); // 1/2, 1/4 ... 1/256
        const auto twelve = alibiSlopes(12); // those of 8, then every second of 16
        QCOMPARE(twelve.size(), std::size_t{12});
        for (std::size_t h = 0; h < 8; ++h)
            QVERIFY(twelve[h] == eight[h]);
        const double root = 0.7071067811865476;
        for (int h = 0; h < 4; ++h)
            QVERIFY(isWithin(twelve[static_cast<std::size_t>(8 + h)], root * std::ldexp(1.0, -h), 1e-15));
        QVERIFY(isWithin(alibiSlopes(1)[0], 1.0 / 256, 1e-18));
        const auto sixteen = alibiSlopes(16);
        for (std::size_t h = 0; h < 4; ++h)
            QVERIFY(isWithin(sixteen[2 * h], twelve[8 + h], 1e-15));
        for (int heads = 1; heads <= 64; ++heads) {
            const auto slopes = alibiSlopes(heads);
            QCOMPARE(static_cast<int>(slopes.size()), heads);
            for (const double slope : slopes)
                QVERIFY(slope > 0.0 && slope < 1.0);
        }
    }

    void alibiBiasGrowsWithDistance()
    {
        QVERIFY(isSame(alibiBias(0.5, 3, 3, true), {{0, 0.5, 1}, {-0.5, 0, 0.5}, {-1, -0.5, 0}}));
        QVERIFY(isSame(alibiBias(0.5, 3, 3, false), {{0, -0.5, -1}, {-0.5, 0, -0.5}, {-1, -0.5, 0}}));
    }

    void t5BucketsFollowTheirBorders_data()
    {
        QTest::addColumn<bool>("isBidirectional");
        QTest::addColumn<int>("buckets");
        QTest::addColumn<int>("maxDistance");
        for (const bool both : {false, true}) {
            for (const auto& [buckets, distance] : {std::pair{32, 128}, {32, 64}, {16, 50}, {8, 20}, {6, 17}, {64, 1000}})
                QTest::addRow("%s, %d buckets, %d", both ? "both ways" : "back", buckets, distance) << both << buckets << distance;
        }
    }
    void t5BucketsFollowTheirBorders()
    {
        QFETCH(bool, isBidirectional);
        QFETCH(int, buckets);
        QFETCH(int, maxDistance);
        int largest = 0;
        for (Index d = -3000; d <= 3000; ++d) {
            const int bucket = t5Bucket(d, isBidirectional, buckets, maxDistance);
            const int expected = bucketByBorders(d, isBidirectional, buckets, maxDistance);
            if (bucket != expected)
                QFAIL(qPrintable(QStringLiteral("distance %1: bucket %2, expected %3").arg(d).arg(bucket).arg(expected)));
            largest = std::max(largest, bucket);
        }
        QCOMPARE(largest, buckets - 1);
    }

    void t5BucketsOfThePublishedModel()
    {
        // 32 buckets, 128: 8 exact distances each way, then borders at 8, 12, 16, 23, 32, 46, 64, 91 (8 · 16^(k/8)).
        const std::pair<Index, int> back[] = {{0, 0}, {-1, 1}, {-7, 7}, {-8, 8}, {-11, 8}, {-12, 9}, {-15, 9}, {-16, 10},
                                              {-22, 10}, {-23, 11}, {-31, 11}, {-32, 12}, {-45, 12}, {-46, 13}, {-63, 13},
                                              {-64, 14}, {-90, 14}, {-91, 15}, {-127, 15}, {-128, 15}, {-1000000, 15}};
        for (const auto& [distance, bucket] : back) {
            QCOMPARE(t5Bucket(distance, true, 32, 128), bucket);
            QCOMPARE(t5Bucket(-distance, true, 32, 128), distance == 0 ? 0 : 16 + bucket);
        }
        QCOMPARE(t5Bucket(5, false, 32, 128), 0); // later keys share bucket 0 where only earlier ones are seen
        QCOMPARE(t5Bucket(-15, false, 32, 128), 15);
        QCOMPARE(t5Bucket(-16, false, 32, 128), 16);
        QCOMPARE(t5Bucket(-18, false, 32, 128), 16);
        QCOMPARE(t5Bucket(-19, false, 32, 128), 17);
        QCOMPARE(t5Bucket(-128, false, 32, 128), 31);
    }
};

QTEST_APPLESS_MAIN(TestMasksPositions)
#include "tst_masks_positions.moc"
