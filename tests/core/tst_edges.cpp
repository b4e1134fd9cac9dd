#include "core/analysis/edges.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace hl;

namespace {

/// 1 0 0 / .25 .75 0 / .5 .3 .2
MatrixOf<double> example()
{
    MatrixOf<double> pattern(3, 3);
    pattern << 1.0, 0.0, 0.0, 0.25, 0.75, 0.0, 0.5, 0.3, 0.2;
    return pattern;
}

MatrixView viewOf(const MatrixOf<double>& matrix)
{
    return {matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

} // namespace

class TestEdges : public QObject
{
    Q_OBJECT

private slots:
    void ofEachRowTheLargestWeightsThatReachTheMass()
    {
        const auto pattern = example();
        const ChosenEdges chosen = chooseEdges(viewOf(pattern), {.mass = 0.75});
        // Row 2 needs 0.5 and 0.3 to reach 0.75.
        QCOMPARE(chosen.edges, (std::vector<Edge>{{2, 1, 0.3}, {2, 0, 0.5}, {1, 1, 0.75}, {0, 0, 1.0}}));
        QVERIFY(std::abs(chosen.unshownShare - (0.25 + 0.2) / 3.0) < 1e-15);
    }

    void wholeMassShowsEveryWeightButZeros()
    {
        const auto pattern = example();
        const ChosenEdges chosen = chooseEdges(viewOf(pattern), {.mass = 1.0});
        QCOMPARE(chosen.edges.size(), std::size_t{6});
        QVERIFY(chosen.unshownShare == 0.0);
        QVERIFY(chooseEdges(viewOf(pattern), {.mass = 0.0}).edges.empty());
    }

    void byValueEveryWeightOfAtLeastTheThreshold()
    {
        const auto pattern = example();
        const ChosenEdges chosen =
            chooseEdges(viewOf(pattern), {.rule = EdgeChoice::Rule::Value, .threshold = 0.5});
        QCOMPARE(chosen.edges, (std::vector<Edge>{{2, 0, 0.5}, {1, 1, 0.75}, {0, 0, 1.0}}));
        QVERIFY(std::abs(chosen.unshownShare - 0.75 / 3.0) < 1e-15);
    }

    void theLimitKeepsTheLargestAndCountsTheRestAsUnshown()
    {
        const auto pattern = example();
        const ChosenEdges chosen = chooseEdges(viewOf(pattern), {.mass = 1.0, .limit = 2});
        QCOMPARE(chosen.edges, (std::vector<Edge>{{1, 1, 0.75}, {0, 0, 1.0}}));
        QVERIFY(std::abs(chosen.unshownShare - 1.25 / 3.0) < 1e-15);
    }

    void rowsWithoutMassAndStrangeNumbersGiveNoEdges()
    {
        MatrixOf<double> pattern = MatrixOf<double>::Zero(2, 2);
        QVERIFY(chooseEdges(viewOf(pattern), {}).edges.empty());
        QVERIFY(chooseEdges(viewOf(pattern), {}).unshownShare == 0.0);
        pattern(0, 1) = std::numeric_limits<double>::quiet_NaN();
        pattern(1, 0) = 1.0;
        QCOMPARE(chooseEdges(viewOf(pattern), {}).edges, (std::vector<Edge>{{1, 0, 1.0}}));
    }
};

QTEST_APPLESS_MAIN(TestEdges)
#include "tst_edges.moc"
