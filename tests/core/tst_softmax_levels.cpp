// The softmax, compiled for one CPU level: forbidden cells are exactly 0 whatever instructions the compiler chose. The core's
// source is compiled into this test, so that the level is the one in the test's name.
#include "core/math/softmax.cpp" // NOLINT: the very lines that ship, at this target's -march

#include <QTest>

#include <cmath>
#include <random>

using namespace hl;

namespace {

template <class T>
struct Parts
{
    MatrixOf<T> max, shifted, exp, sum, pattern;
};

/// Filled with NaN first, so that a cell that is not written shows.
template <class T>
Parts<T> partsOf(const MatrixOf<T>& masked)
{
    const T nan = std::numeric_limits<T>::quiet_NaN();
    const Index n = masked.rows();
    const Index m = masked.cols();
    Parts<T> parts{MatrixOf<T>::Constant(n, 1, nan), MatrixOf<T>::Constant(n, m, nan), MatrixOf<T>::Constant(n, m, nan),
                   MatrixOf<T>::Constant(n, 1, nan), MatrixOf<T>::Constant(n, m, nan)};
    softmaxParts<T>(masked, parts.max, parts.shifted, parts.exp, parts.sum, parts.pattern);
    return parts;
}

bool hasLevel()
{
    __builtin_cpu_init();
#if HEADLIGHT_CPU_LEVEL == 4
    return __builtin_cpu_supports("x86-64-v4");
#elif HEADLIGHT_CPU_LEVEL == 3
    return __builtin_cpu_supports("x86-64-v3");
#else
    return __builtin_cpu_supports("x86-64-v2");
#endif
}

} // namespace

class TestSoftmaxLevels : public QObject
{
    Q_OBJECT

private:
    unsigned m_seed = 0;

    template <class T>
    void everyRowIsASoftmax(double spread)
    {
        std::mt19937 random(m_seed);
        std::normal_distribution<double> normal(0.0, spread);
        std::uniform_real_distribution<double> share;
        constexpr T forbidden = -std::numeric_limits<T>::infinity();
        for (Index size = 1; size <= 67; ++size) {
            for (const double masked : {0.0, 0.3, 0.9, 1.0}) {
                const Index rows = 1 + size % 5;
                MatrixOf<T> x = MatrixOf<T>::NullaryExpr(rows, size, [&] {
                    return share(random) < masked ? forbidden : static_cast<T>(normal(random));
                });
                const Parts<T> parts = partsOf<T>(x);
                for (Index i = 0; i < rows; ++i)
                    checkRow<T>(x.row(i), parts, i);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    template <class T>
    void checkRow(const RowOf<T>& x, const Parts<T>& parts, Index i)
    {
        constexpr T forbidden = -std::numeric_limits<T>::infinity();
        double max = -INFINITY;
        for (Index j = 0; j < x.size(); ++j)
            max = std::max(max, static_cast<double>(x(j)));
        QVERIFY(static_cast<double>(parts.max(i, 0)) == max);
        double sum = 0.0;
        for (Index j = 0; j < x.size(); ++j)
            sum += x(j) == forbidden ? 0.0 : std::exp(static_cast<double>(x(j)) - max);
        const double bound = std::is_same_v<T, float> ? 1e-6 : 1e-14;
        double total = 0.0;
        for (Index j = 0; j < x.size(); ++j) {
            const double pattern = static_cast<double>(parts.pattern(i, j));
            total += pattern;
            if (x(j) == forbidden) {
                QVERIFY2(parts.exp(i, j) == T(0) && !std::signbit(parts.exp(i, j)), "exp of a forbidden cell is not 0");
                QVERIFY2(parts.pattern(i, j) == T(0), "weight of a forbidden cell is not 0");
                QVERIFY(parts.shifted(i, j) == forbidden);
                continue;
            }
            QVERIFY(std::abs(pattern - std::exp(static_cast<double>(x(j)) - max) / sum) <= bound);
            QVERIFY(parts.shifted(i, j) == x(j) - parts.max(i, 0));
        }
        if (max == -INFINITY) { // no allowed key: flagged by the maximum, all zero
            QVERIFY(total == 0.0 && parts.sum(i, 0) == T(0));
        } else {
            QVERIFY2(std::abs(total - 1.0) <= bound, "the row does not sum to 1");
            QVERIFY(parts.sum(i, 0) >= T(1));
        }
    }

    template <class T>
    void strangeNumbersStay(T strange)
    {
        constexpr T forbidden = -std::numeric_limits<T>::infinity();
        std::mt19937 random(m_seed);
        std::normal_distribution<double> normal;
        for (Index size = 1; size <= 67; ++size) {
            MatrixOf<T> x = MatrixOf<T>::NullaryExpr(3, size, [&] { return static_cast<T>(normal(random)); });
            const Parts<T> clean = partsOf<T>(x);
            const Index at = static_cast<Index>(random() % static_cast<unsigned>(size));
            x.row(1).setConstant(T(1));
            x(1, at) = strange;
            if (size > 1)
                x(1, (at + 1) % size) = forbidden;
            const Parts<T> parts = partsOf<T>(x);
            for (const Index row : {0, 2}) {
                QVERIFY(parts.pattern.row(row) == clean.pattern.row(row));
                QVERIFY(parts.max(row, 0) == clean.max(row, 0) && parts.sum(row, 0) == clean.sum(row, 0));
            }
            QVERIFY2(std::isnan(parts.sum(1, 0)), qPrintable(QString::number(size)));
            for (Index j = 0; j < size; ++j) {
                const bool isForbidden = size > 1 && j == (at + 1) % size;
                QVERIFY2(isForbidden ? parts.pattern(1, j) == T(0) && parts.exp(1, j) == T(0) : std::isnan(parts.pattern(1, j)) || strange > T(0),
                         qPrintable(QStringLiteral("size %1, cell %2").arg(size).arg(j)));
            }
            QVERIFY(std::isnan(parts.pattern(1, at)));
        }
    }

private slots:
    void initTestCase()
    {
        if (!hasLevel())
            QSKIP("skipped: this CPU lacks x86-64-v" QT_STRINGIFY(HEADLIGHT_CPU_LEVEL));
        m_seed = qEnvironmentVariableIsSet("HEADLIGHT_SEED") ? qEnvironmentVariableIntValue("HEADLIGHT_SEED") : std::random_device{}();
        qInfo("HEADLIGHT_SEED=%u", m_seed);
    }

    void float32RowsAreSoftmaxes() { everyRowIsASoftmax<float>(3.0); }
    void float64RowsAreSoftmaxes() { everyRowIsASoftmax<double>(3.0); }
    void float32RowsOfLargeScoresAreSoftmaxes() { everyRowIsASoftmax<float>(60.0); }
    void float64RowsOfLargeScoresAreSoftmaxes() { everyRowIsASoftmax<double>(600.0); }

    void aNanStaysInItsRow()
    {
        strangeNumbersStay<float>(std::numeric_limits<float>::quiet_NaN());
        strangeNumbersStay<double>(std::numeric_limits<double>::quiet_NaN());
    }

    void anInfinityStaysInItsRow()
    {
        strangeNumbersStay<float>(std::numeric_limits<float>::infinity());
        strangeNumbersStay<double>(std::numeric_limits<double>::infinity());
    }

    void probabilitiesSumToOne()
    {
        std::mt19937 random(m_seed);
        std::normal_distribution<double> normal(0.0, 20.0);
        for (Index size = 1; size <= 67; ++size) {
            MatrixOf<float> x = MatrixOf<float>::NullaryExpr(4, size, [&] { return static_cast<float>(normal(random)); });
            MatrixOf<float> out(4, size);
            softmaxRows<float>(x, out);
            const MatrixOf<float> inPlace = [&] {
                MatrixOf<float> copy = x;
                softmaxRows<float>(copy, copy);
                return copy;
            }();
            QVERIFY(out == inPlace);
            for (Index i = 0; i < 4; ++i)
                QVERIFY(std::abs(out.row(i).cast<double>().sum() - 1.0) <= 1e-6);
        }
    }

    void rowsWithoutKeysAreNothing()
    {
        const Parts<float> parts = partsOf<float>(MatrixOf<float>(2, 0));
        QVERIFY(std::isinf(parts.max(1, 0)) && parts.sum(1, 0) == 0.0F);
    }
};

QTEST_APPLESS_MAIN(TestSoftmaxLevels)
#include "tst_softmax_levels.moc"
