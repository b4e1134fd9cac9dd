#include "core/analysis/position_lab.h"
#include "core/attention/positions.h"
#include "core/model/builtin.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace hl;

namespace {

Result<PositionLab> labOf(PositionKind scheme, Index length = 8, Index dims = 6, int head = 0,
                          const char* model = "toy")
{
    return positionLab(*builtinModel(model), Side::Only, {scheme, length, dims, head});
}

} // namespace

class TestPositionLab : public QObject
{
    Q_OBJECT

private slots:
    void sinusoidalSimilarityDependsOnTheDistanceAlone()
    {
        const auto lab = labOf(PositionKind::Sinusoidal);
        QVERIFY(lab.has_value());
        QVERIFY(lab->rows == sinusoidalPositions(8, 6));
        for (Index i = 0; i < 8; ++i) {
            QVERIFY(std::abs(lab->similarity(i, i) - 3.0) < 1e-12); // sin² + cos² of three pairs
            for (Index j = 0; j + 1 < 8 && i + 1 < 8; ++j)
                QVERIFY(std::abs(lab->similarity(i, j) - lab->similarity(i + 1, j + 1)) < 1e-12);
        }
        QCOMPARE(lab->wavelengths.size(), std::size_t{6});
        QVERIFY(std::abs(lab->wavelengths[0] - 2.0 * std::numbers::pi) < 1e-12);
        QVERIFY(lab->wavelengths[1] == lab->wavelengths[0]);
    }

    void rotaryTurnsEachPairByItsOwnAngle()
    {
        const auto lab = labOf(PositionKind::Rotary);
        QVERIFY(lab.has_value());
        QCOMPARE(lab->angles.cols(), Index{3});
        QVERIFY(std::abs(lab->angles(5, 0) - 5.0) < 1e-12); // the first pair turns by one radian a token
        QVERIFY(std::abs(lab->angles(5, 1) - 5.0 * std::pow(10000.0, -1.0 / 3.0)) < 1e-12);
        QVERIFY(std::abs(lab->similarity(3, 3) - 1.0) < 1e-12);
        double expected = 0.0;
        for (Index pair = 0; pair < 3; ++pair)
            expected += std::cos(lab->angles(6, pair) - lab->angles(2, pair)) / 3.0;
        QVERIFY(std::abs(lab->similarity(6, 2) - expected) < 1e-12);
        QVERIFY(std::abs(lab->wavelengths[0] - 2.0 * std::numbers::pi) < 1e-12);
    }

    void oddAndSmallSizesWork()
    {
        QVERIFY(labOf(PositionKind::Sinusoidal, 1, 1).has_value());
        QCOMPARE(labOf(PositionKind::Sinusoidal, 3, 5)->rows.cols(), Index{5});
        QCOMPARE(labOf(PositionKind::Rotary, 3, 1)->angles.cols(), Index{1});
    }

    void alibiHasASlopePerHeadAndTheBiasOfOne()
    {
        const auto lab = labOf(PositionKind::Alibi, 4, 6, 1);
        QCOMPARE(lab->slopes.size(), std::size_t{2});
        QVERIFY(lab->bias(3, 1) == -2.0 * lab->slopes[1]);
        QVERIFY(lab->rows.size() == 0);
    }

    void learnedRowsAreTheModelsOwn()
    {
        const auto model = builtinModel("constructed");
        const Tensor& table = model->stackWeights(Side::Only).positions;
        QVERIFY(table);
        const auto lab = labOf(PositionKind::Learned, 3, 5, 0, "constructed");
        QCOMPARE(lab->rows.rows(), Index{3});
        QCOMPARE(lab->rows.cols(), Index{5});
        for (Index row = 0; row < 3; ++row) {
            for (Index col = 0; col < 5; ++col)
                QVERIFY(lab->rows(row, col) == table.view().at(row, col));
        }
        QCOMPARE(labOf(PositionKind::Learned, 1000000, 5, 0, "constructed")->rows.rows(), table.rows());
    }

    void whatTheModelDoesNotHaveIsRefused()
    {
        QCOMPARE(labOf(PositionKind::Learned).error().code, ErrorCode::Unsupported);
        QCOMPARE(labOf(PositionKind::T5Relative).error().code, ErrorCode::Unsupported);
        QCOMPARE(labOf(PositionKind::Alibi, 4, 6, 9).error().code, ErrorCode::BadInput);
        QCOMPARE(labOf(PositionKind::Sinusoidal, 0, 6).error().code, ErrorCode::BadInput);
        QVERIFY(labOf(PositionKind::None)->rows.size() == 0);
    }
};

QTEST_APPLESS_MAIN(TestPositionLab)
#include "tst_position_lab.moc"
