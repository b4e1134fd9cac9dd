// The float32 sums of the reference, bit by bit, and the norms that keep them in float64 runs.
#include "core/math/norm_row.h"
#include "core/math/ops.h"
#include "core/math/softmax_single.h"

#include <QTest>

#include <cmath>
#include <limits>

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

    void exponentialAndSoftmaxAreThoseOfTheReferenceBitByBit()
    {
        // torch.exp and torch.softmax of float32 numbers, PyTorch 1.13 with AVX2.
        const std::pair<float, float> powers[] = {
            {-0x1.99999a0000000p-4F, 0x1.cf46da0000000p-1F},
            {-0x1.0000000000000p-1F, 0x1.368b300000000p-1F},
            {-0x1.b333340000000p+0F, 0x1.7622c60000000p-3F},
            {-0x1.a666660000000p+1F, 0x1.2e259c0000000p-5F},
            {-0x1.0800000000000p+3F, 0x1.11f3100000000p-12F},
            {-0x1.1e66660000000p+4F, 0x1.212ac40000000p-26F},
            {-0x1.4000000000000p+5F, 0x1.3979240000000p-58F},
            {-0x1.5c00000000000p+6F, 0x1.666d0e0000000p-126F},
            {-0x1.9000000000000p+6F, 0x1.b000000000000p-145F}
        };
        for (const auto& [x, power] : powers)
            QVERIFY2(expInSingle(x) == power, qPrintable(QString::number(static_cast<double>(x))));
        QVERIFY(expInSingle(-200.0F) == 0.0F && expInSingle(0.0F) == 1.0F);
        const float shares[] = {
            0x1.8aea380000000p-15F,
            0x1.ce45680000000p-3F,
            0x1.9681180000000p-5F,
            0x1.65770e0000000p-7F,
            0x1.3a57760000000p-9F,
            0x1.146ba60000000p-11F,
            0x1.e625f60000000p-14F,
            0x1.1c88560000000p-1F,
            0x1.f46a3a0000000p-4F,
            0x1.b80be80000000p-6F,
            0x1.82f5f40000000p-8F
        };
        MatrixOf<double> scores(1, 11);
        for (Index i = 0; i < 11; ++i)
            scores(0, i) = static_cast<double>(static_cast<float>(static_cast<int>(i) * 7919 % 1009) / 101.0F);
        MatrixOf<double> max(1, 1), shifted(1, 11), exp(1, 11), sum(1, 1), pattern(1, 11);
        softmaxPartsInSingle(scores, max, shifted, exp, sum, pattern);
        for (Index i = 0; i < 11; ++i)
            QVERIFY2(pattern(0, i) == static_cast<double>(shares[i]), qPrintable(QString::number(i)));
    }

    void rowsWithoutKeysOrWithStrangeNumbersAreTheUsualOnes()
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        MatrixOf<double> scores(3, 3);
        scores << -infinity, -infinity, -infinity, 1.0, std::nan(""), -infinity, 0.5, -infinity, 2.0;
        MatrixOf<double> max(3, 1), shifted(3, 3), exp(3, 3), sum(3, 1), pattern(3, 3);
        softmaxPartsInSingle(scores, max, shifted, exp, sum, pattern);
        QVERIFY(pattern.row(0).isZero(0.0));
        QVERIFY(std::isnan(pattern(1, 0)) && pattern(1, 2) == 0.0);
        QVERIFY(pattern(2, 1) == 0.0 && shifted(2, 1) == -infinity && std::abs(pattern.row(2).sum() - 1.0) < 1e-6);
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
