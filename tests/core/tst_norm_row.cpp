// The float32 sums of the reference, bit by bit, and the norms that keep them in float64 runs.
#include "core/math/norm_row.h"
#include "core/math/ops.h"

#include <QTest>

#include <cmath>

using namespace hl;

class TestNormRow : public QObject
{
    Q_OBJECT

private slots:
    void sumsAreThoseOfTheReferenceBitByBit()
    {
        struct Sum
        {
            int count;
            float sum;
        };
        // torch.sum of (7919 i mod 1009) / 1009 over rows of this length, PyTorch 1.13 with AVX2.
        const Sum sums[] = {
            {1, 0x0.0p+0F},
            {3, 0x1.8b8b4a0000000p+0F},
            {7, 0x1.6867840000000p+1F},
            {8, 0x1.e08a060000000p+1F},
            {9, 0x1.22a1e00000000p+2F},
            {12, 0x1.7f7e1a0000000p+2F},
            {48, 0x1.7f49540000000p+4F},
            {100, 0x1.933e280000000p+5F},
            {515, 0x1.004fec0000000p+8F},
            {1000, 0x1.f42d280000000p+8F},
            {4096, 0x1.ff66c40000000p+10F},
            {70001, 0x1.112d7c0000000p+15F},
        };
        for (const Sum& expected : sums) {
            std::vector<float> numbers;
            for (int i = 0; i < expected.count; ++i)
                numbers.push_back(static_cast<float>(static_cast<long long>(i) * 7919 % 1009) / 1009.0F);
            const float sum = sumInSingle(numbers);
            QVERIFY2(sum == expected.sum, qPrintable(QStringLiteral("%1 numbers: %2").arg(expected.count).arg(static_cast<double>(sum), 0, 'g', 10)));
        }
    }

    void onlyTheSingleKindsRoundInFloat64()
    {
        RowOf<double> values(48);
        for (Index i = 0; i < values.size(); ++i)
            values[i] = std::sin(0.7 * static_cast<double>(i)) + 1e-9;
        const double exact = normRowOf(NormKind::RmsNorm, 1e-6, values, DType::Float64).inverse;
        const NormRow mean = normRowOf(NormKind::RmsNormSingleMean, 1e-6, values, DType::Float64);
        const NormRow all = normRowOf(NormKind::RmsNormSingle, 1e-6, values, DType::Float64);
        QVERIFY(mean.inverse == static_cast<double>(static_cast<float>(mean.inverse)) && mean.inverse != exact);
        QVERIFY(std::abs(mean.inverse - exact) < 3e-7 * exact);
        QVERIFY(!mean.isRounded && all.isRounded);
        QVERIFY(all.normed(values[5]) == static_cast<double>(static_cast<float>(all.normed(values[5]))));
        QVERIFY(normRowOf(NormKind::RmsNormSingle, 1e-6, values, DType::Float32).inverse == exact);
    }

    void rowsAreNormedAsTheStatisticsSay()
    {
        MatrixOf<double> x(1, 20);
        for (Index i = 0; i < x.size(); ++i)
            x(0, i) = std::cos(1.1 * static_cast<double>(i));
        const NormWeights weights{Tensor("g", MatrixOf<double>(MatrixOf<double>::Constant(1, 20, 1.5))), {}};
        for (const NormKind kind : {NormKind::LayerNorm, NormKind::RmsNorm, NormKind::RmsNormSingleMean, NormKind::RmsNormSingle}) {
            MatrixOf<double> out(1, 20);
            normRows<double>(kind, 1e-5, x, weights, out);
            const NormRow row = normRowOf(kind, 1e-5, x.row(0), DType::Float64);
            for (Index i = 0; i < x.size(); ++i)
                QVERIFY(std::abs(out(0, i) - 1.5 * row.normed(x(0, i))) < 1e-15);
        }
    }
};

QTEST_APPLESS_MAIN(TestNormRow)
#include "tst_norm_row.moc"
