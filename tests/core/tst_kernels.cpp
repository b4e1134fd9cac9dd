// The inner loops of float32 runs at every CPU level this processor has, against sums in float64. Bounds are parts of the
// sum of the terms' sizes, as those of the table of steps.
#include "core/math/kernels/levels.h"
#include "core/math/ops.h"

#include <QTest>

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace hl;

namespace {

using Matrix = MatrixOf<float>;
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float forbidden = -std::numeric_limits<float>::infinity();

Index panelsOf(Index outputs)
{
    return (outputs + HL_PANEL - 1) / HL_PANEL;
}

struct Attended
{
    Matrix scores, sum, scaled, biased, masked, shifted, exp, pattern, max, expSum, z;
};

struct HeadInput
{
    Matrix q, k, v, terms, bias, mask;
    std::vector<long> lengths; ///< by query: keys up to the last allowed one
    float scale = 0.125F;

    void setMask(Matrix values)
    {
        mask = std::move(values);
        lengths.assign(static_cast<std::size_t>(mask.rows()), 0);
        for (Index i = 0; i < mask.rows(); ++i) {
            for (Index j = 0; j < mask.cols(); ++j) {
                if (mask(i, j) != forbidden)
                    lengths[static_cast<std::size_t>(i)] = j + 1;
            }
        }
    }
};

Matrix causal(Index queries, Index keys)
{
    return Matrix::NullaryExpr(queries, keys, [&](Index i, Index j) { return j <= keys - queries + i ? 0.0F : forbidden; });
}

/// Everything starts as NaN, so that a cell that is not written shows.
Attended attended(const HlKernels& kernels, const HeadInput& in, bool isAllKept)
{
    const Index n = in.q.rows();
    const Index m = in.k.rows();
    const auto fresh = [](Index rows, Index cols) { return Matrix(Matrix::Constant(rows, cols, notANumber)); };
    Attended out{fresh(n, m), fresh(n, m), fresh(n, m), fresh(n, m), fresh(n, m), fresh(n, m),
                 fresh(n, m), fresh(n, m), fresh(n, 1), fresh(n, 1), fresh(n, in.v.cols())};
    std::vector<float> scratch(static_cast<std::size_t>(kernels.scratchOfHead(m, in.q.cols(), in.v.cols())), notANumber);
    HlHead head{};
    head.q = in.q.data();
    head.k = in.k.data();
    head.v = in.v.data();
    head.qStride = in.q.cols();
    head.kStride = in.k.cols();
    head.vStride = in.v.cols();
    head.queries = n;
    head.keys = m;
    head.keyFeatures = in.q.cols();
    head.valueFeatures = in.v.cols();
    head.scale = in.scale;
    head.mask = in.mask.data();
    head.maskStride = m;
    head.lengths = in.lengths.data();
    head.terms = in.terms.size() > 0 ? in.terms.data() : nullptr;
    head.bias = in.bias.size() > 0 ? in.bias.data() : nullptr;
    head.termsStride = head.biasStride = m;
    if (isAllKept) {
        head.scores = out.scores.data();
        head.sum = head.terms ? out.sum.data() : nullptr;
        head.scaled = out.scaled.data();
        head.biased = head.bias ? out.biased.data() : nullptr;
        head.masked = out.masked.data();
        head.shifted = out.shifted.data();
        head.exp = out.exp.data();
        head.max = out.max.data();
        head.expSum = out.expSum.data();
    }
    head.pattern = out.pattern.data();
    head.stride = m;
    head.columnStride = 1;
    head.z = out.z.data();
    head.zStride = in.v.cols();
    head.scratch = scratch.data();
    kernels.attend(&head);
    return out;
}

bool isSame(const Matrix& a, const Matrix& b)
{
    return a.rows() == b.rows() && a.cols() == b.cols()
           && std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

} // namespace

class TestKernels : public QObject
{
    Q_OBJECT

private:
    std::vector<HlKernels> m_levels = kernelsOfAllLevels();
    std::mt19937 m_random;

    Matrix randomMatrix(Index rows, Index cols, float spread = 1.0F)
    {
        std::normal_distribution<float> normal(0.0F, spread);
        return Matrix::NullaryExpr(rows, cols, [&] { return normal(m_random); });
    }

    Matrix packed(const HlKernels& kernels, const Matrix& weights)
    {
        Matrix panels = Matrix::Constant(panelsOf(weights.cols()), weights.rows() * HL_PANEL, notANumber);
        kernels.pack(weights.data(), weights.cols(), weights.rows(), weights.cols(), 0, panelsOf(weights.cols()), panels.data());
        return panels;
    }

    Matrix product(const HlKernels& kernels, const Matrix& x, const Matrix& panels, const Matrix& bias, Index outputs)
    {
        Matrix out = Matrix::Constant(x.rows(), outputs, notANumber);
        kernels.product(x.data(), x.cols(), x.rows(), x.cols(), panels.data(), 0, panelsOf(outputs),
                        bias.size() > 0 ? bias.data() : nullptr, out.data(), outputs, outputs);
        return out;
    }

    Matrix transposedProduct(const HlKernels& kernels, const Matrix& x, const Matrix& table, const Matrix& bias, Index split)
    {
        Matrix out = Matrix::Constant(x.rows(), table.rows(), notANumber);
        const float* b = bias.size() > 0 ? bias.data() : nullptr;
        kernels.productTransposed(x.data(), x.cols(), x.rows(), x.cols(), table.data(), table.cols(), 0, split, b, out.data(), table.rows());
        kernels.productTransposed(x.data(), x.cols(), x.rows(), x.cols(), table.data(), table.cols(), split, table.rows(), b, out.data(),
                                  table.rows());
        return out;
    }

    /// |out − x w − b| <= bound · (|x| |w| + |b|), cell by cell.
    static void checkProduct(const Matrix& out, const Matrix& x, const Matrix& w, const Matrix& bias)
    {
        MatrixOf<double> exact = x.cast<double>() * w.cast<double>();
        MatrixOf<double> size = x.cast<double>().cwiseAbs() * w.cast<double>().cwiseAbs();
        if (bias.size() > 0) {
            exact.rowwise() += RowOf<double>(bias.row(0).cast<double>());
            size.rowwise() += RowOf<double>(bias.row(0).cast<double>().cwiseAbs());
        }
        constexpr double bound = 2e-6; // of the sizes of all terms; half of what the table of steps allows
        const double worst = ((out.cast<double>() - exact).array().abs() / (size.array() + 1e-30)).maxCoeff();
        QVERIFY2(worst <= bound && out.allFinite(), qPrintable(QStringLiteral("error %1, bound %2").arg(worst).arg(bound)));
    }

    void checkAttended(const Attended& out, const HeadInput& in)
    {
        const Index n = in.q.rows();
        const Index m = in.k.rows();
        for (Index i = 0; i < n; ++i) {
            double max = -INFINITY;
            RowOf<double> masked(m);
            for (Index j = 0; j < m; ++j) {
                const double score = in.q.row(i).cast<double>().dot(in.k.row(j).cast<double>());
                const double size = in.q.row(i).cast<double>().cwiseAbs().dot(in.k.row(j).cast<double>().cwiseAbs());
                QVERIFY(std::abs(static_cast<double>(out.scores(i, j)) - score) <= 2e-6 * size + 1e-30);
                float value = out.scores(i, j); // what follows is rounded once at each step, and shown so
                if (in.terms.size() > 0) {
                    value += in.terms(i, j);
                    QVERIFY(out.sum(i, j) == value);
                }
                value = static_cast<float>(static_cast<double>(value) * static_cast<double>(in.scale));
                QVERIFY(out.scaled(i, j) == value);
                if (in.bias.size() > 0) {
                    value += in.bias(i, j);
                    QVERIFY(out.biased(i, j) == value);
                }
                value = in.mask(i, j) == forbidden ? forbidden : value + in.mask(i, j);
                QVERIFY(out.masked(i, j) == value);
                masked(j) = static_cast<double>(value);
                max = std::max(max, masked(j));
            }
            QVERIFY(static_cast<double>(out.max(i, 0)) == max);
            double sum = 0.0;
            for (Index j = 0; j < m; ++j)
                sum += masked(j) == -INFINITY ? 0.0 : std::exp(masked(j) - max);
            RowOf<double> z = RowOf<double>::Zero(in.v.cols());
            RowOf<double> size = z;
            for (Index j = 0; j < m; ++j) {
                if (masked(j) == -INFINITY) {
                    QVERIFY(out.shifted(i, j) == forbidden && out.exp(i, j) == 0.0F && out.pattern(i, j) == 0.0F);
                    QVERIFY(!std::signbit(out.pattern(i, j)));
                    continue;
                }
                QVERIFY(out.shifted(i, j) == static_cast<float>(masked(j)) - out.max(i, 0));
                const double power = std::exp(static_cast<double>(out.shifted(i, j)));
                QVERIFY(std::abs(static_cast<double>(out.exp(i, j)) - power) <= 2.4e-7 * power + 1.5e-45);
                const double share = std::exp(masked(j) - max) / sum;
                QVERIFY(std::abs(static_cast<double>(out.pattern(i, j)) - share) <= 1e-6);
                z += static_cast<double>(out.pattern(i, j)) * in.v.row(j).cast<double>();
                size += static_cast<double>(out.pattern(i, j)) * in.v.row(j).cast<double>().cwiseAbs();
            }
            if (max == -INFINITY)
                QVERIFY(out.expSum(i, 0) == 0.0F);
            else
                QVERIFY(std::abs(static_cast<double>(out.expSum(i, 0)) - sum) <= 1e-6 * sum);
            for (Index c = 0; c < z.size(); ++c)
                QVERIFY(std::abs(static_cast<double>(out.z(i, c)) - z(c)) <= 2e-6 * size(c) + 1e-30);
        }
    }

private slots:
    void initTestCase()
    {
        const unsigned seed = qEnvironmentVariableIsSet("HEADLIGHT_SEED") ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADLIGHT_SEED"))
                                                                          : std::random_device{}();
        m_random.seed(seed);
        qInfo("HEADLIGHT_SEED=%u, highest level %d", seed, kernels().level);
    }

    void productsAreExactWithinTheirBound()
    {
        for (const HlKernels& kernels : m_levels) {
            for (const auto& [rows, inputs, outputs] : {std::array<Index, 3>{1, 1, 1}, {1, 64, 96}, {3, 7, 5}, {8, 256, 48}, {9, 257, 49},
                                                        {17, 768, 100}, {31, 300, 143}, {64, 513, 47}}) {
                const Matrix x = randomMatrix(rows, inputs);
                const Matrix w = randomMatrix(inputs, outputs, 0.3F);
                const Matrix bias = rows % 2 == 1 ? randomMatrix(1, outputs) : Matrix();
                const Matrix panels = packed(kernels, w);
                checkProduct(product(kernels, x, panels, bias, outputs), x, w, bias);
                const Matrix table = w.transpose();
                checkProduct(transposedProduct(kernels, x, table, bias, outputs / 3), x, w, bias);
                Matrix again = Matrix::Constant(panels.rows(), panels.cols(), notANumber);
                kernels.packTransposed(table.data(), table.cols(), inputs, outputs, 0, panelsOf(outputs), again.data());
                QVERIFY2(isSame(again, panels), "packing the transpose gives the same panels");
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    void aRowsProductDoesNotDependOnTheOthers()
    {
        for (const HlKernels& kernels : m_levels) {
            const Matrix x = randomMatrix(29, 1003);
            const Matrix w = randomMatrix(1003, 101);
            const Matrix bias = randomMatrix(1, 101);
            const Matrix panels = packed(kernels, w);
            const Matrix table = w.transpose();
            const Matrix all = product(kernels, x, panels, bias, 101);
            const Matrix dots = transposedProduct(kernels, x, table, bias, 40);
            for (Index first = 0; first < x.rows(); ++first) {
                for (Index count = 1; first + count <= x.rows(); count += 3) {
                    const Matrix some = x.middleRows(first, count);
                    QVERIFY(isSame(product(kernels, some, panels, bias, 101), all.middleRows(first, count)));
                    QVERIFY(isSame(transposedProduct(kernels, some, table, bias, 13), dots.middleRows(first, count)));
                }
            }
        }
    }

    void everyPartOfAttentionIsItsFormula()
    {
        for (const HlKernels& kernels : m_levels) {
            for (Index keys = 1; keys <= 100; keys += keys < 20 ? 1 : 13) {
                for (const Index features : {1, 5, 16, 24, 64, 80}) {
                    const Index queries = 1 + keys % 11 < keys ? 1 + keys % 11 : keys;
                    HeadInput in{randomMatrix(queries, features), randomMatrix(keys, features), randomMatrix(keys, 72 - features / 2), {}, {}, {}, {}, 0.37F};
                    in.setMask(causal(queries, keys));
                    if (keys % 3 == 1) {
                        in.terms = randomMatrix(queries, keys);
                        in.bias = randomMatrix(queries, keys);
                        in.setMask(randomMatrix(queries, keys).unaryExpr([](float x) { return x > 0.5F ? forbidden : x; }));
                    }
                    checkAttended(attended(kernels, in, true), in);
                    if (QTest::currentTestFailed())
                        return;
                }
            }
        }
    }

    void whatIsKeptDoesNotChangeThePattern()
    {
        for (const HlKernels& kernels : m_levels) {
            HeadInput in{randomMatrix(70, 64), randomMatrix(70, 64), randomMatrix(70, 64), {}, {}, {}, {}};
            in.setMask(causal(70, 70));
            const Attended all = attended(kernels, in, true);
            const Attended some = attended(kernels, in, false);
            QVERIFY(isSame(all.pattern, some.pattern));
            QVERIFY(isSame(all.z, some.z));
        }
    }

    void aQuerysAttentionDoesNotDependOnTheOthers()
    {
        for (const HlKernels& kernels : m_levels) {
            HeadInput in{randomMatrix(61, 40), randomMatrix(61, 40), randomMatrix(61, 40), {}, {}, {}, {}};
            in.setMask(causal(61, 61));
            const Attended whole = attended(kernels, in, true);
            for (const Index count : {1, 2, 8, 13}) {
                HeadInput last = in;
                last.q = in.q.bottomRows(count);
                last.setMask(causal(count, 61));
                const Attended part = attended(kernels, last, true);
                QVERIFY(isSame(part.scores, whole.scores.bottomRows(count)));
                QVERIFY(isSame(part.pattern, whole.pattern.bottomRows(count)));
                QVERIFY(isSame(part.z, whole.z.bottomRows(count)));
            }
            for (const Index keys : {1, 17, 48, 60}) { // fewer keys behind a query change nothing either
                HeadInput start{in.q.topRows(keys), in.k.topRows(keys), in.v.topRows(keys), {}, {}, {}, {}};
                start.setMask(causal(keys, keys));
                const Attended part = attended(kernels, start, false);
                QVERIFY(isSame(part.pattern, whole.pattern.topLeftCorner(keys, keys)));
                QVERIFY(isSame(part.z, whole.z.topRows(keys)));
            }
        }
    }

    void aNanStaysWithThoseWhoMaySeeIt()
    {
        for (const HlKernels& kernels : m_levels) {
            for (const float strange : {notANumber, std::numeric_limits<float>::infinity()}) {
                HeadInput in{randomMatrix(30, 20), randomMatrix(30, 20), randomMatrix(30, 20), {}, {}, {}, {}};
                in.setMask(causal(30, 30));
                const Attended clean = attended(kernels, in, true);
                in.k(11, 3) = in.v(11, 3) = strange;
                const Attended out = attended(kernels, in, true);
                QVERIFY(isSame(out.pattern.topRows(11), clean.pattern.topRows(11)));
                QVERIFY(isSame(out.z.topRows(11), clean.z.topRows(11)));
                for (Index i = 11; i < 30; ++i)
                    QVERIFY(!out.z.row(i).allFinite() && (out.pattern.row(i).tail(29 - i).array() == 0.0F).all());
            }
        }
    }

    void normsAreExactWithinTheirBound()
    {
        for (const HlKernels& kernels : m_levels) {
            for (const Index size : {1, 3, 16, 31, 64, 767, 768}) {
                for (const int isRms : {0, 1}) {
                    const Matrix x = randomMatrix(1, size, 3.0F).array() + 10.0F;
                    const Matrix gain = randomMatrix(1, size);
                    const Matrix bias = randomMatrix(1, size);
                    Matrix out = Matrix::Constant(1, size, notANumber);
                    kernels.norm(x.data(), size, isRms, 1e-5, gain.data(), isRms ? nullptr : bias.data(), out.data());
                    const RowOf<double> values = x.row(0).cast<double>();
                    const double mean = isRms ? 0.0 : values.mean();
                    const double inverse = 1.0 / std::sqrt((values.array() - mean).square().mean() + 1e-5);
                    for (Index j = 0; j < size; ++j) {
                        const double normed = (values(j) - mean) * inverse * static_cast<double>(gain(0, j));
                        const double offset = isRms ? 0.0 : static_cast<double>(bias(0, j));
                        QVERIFY(std::abs(static_cast<double>(out(0, j)) - normed - offset) <= 2e-7 * (std::abs(normed) + std::abs(offset)));
                    }
                }
            }
        }
    }

    void activationsStayWithinTheirBound()
    {
        const std::pair<HlActivation, Activation> kinds[] = {{HlRelu, Activation::Relu}, {HlGelu, Activation::Gelu},
                                                             {HlGeluTanh, Activation::GeluTanh}, {HlSilu, Activation::Silu},
                                                             {HlQuickGelu, Activation::QuickGelu}, {HlTanh, Activation::Tanh},
                                                             {HlSigmoid, Activation::Sigmoid}};
        for (const HlKernels& kernels : m_levels) {
            for (const auto& [kind, activation] : kinds) {
                Matrix x(1, 40003);
                for (Index i = 0; i < x.size(); ++i)
                    x(0, i) = i < 40000 ? -20.0F + 0.001F * static_cast<float>(i) : i == 40000 ? notANumber : i == 40001 ? 300.0F : -300.0F;
                Matrix out = Matrix::Zero(1, x.size());
                kernels.activate(kind, x.data(), x.size(), out.data());
                for (Index i = 0; i < x.size(); ++i) {
                    if (i == 40000) {
                        QVERIFY(std::isnan(out(0, i)));
                        continue;
                    }
                    const double exact = activate(activation, static_cast<double>(x(0, i)));
                    const double error = std::abs(static_cast<double>(out(0, i)) - exact);
                    QVERIFY2(error <= 5e-7 * (1.0 + std::abs(exact)),
                             qPrintable(QStringLiteral("%1(%2): error %3 at level %4").arg(QLatin1String(activationName(activation))).arg(static_cast<double>(x(0, i))).arg(error).arg(kernels.level)));
                }
                float one = notANumber;
                kernels.activate(kind, x.data() + 777, 1, &one);
                QVERIFY(one == out(0, 777)); // alone or among others
            }
        }
    }

    void probabilitiesSumToOne()
    {
        for (const HlKernels& kernels : m_levels) {
            for (const Index size : {1, 2, 15, 16, 17, 1000}) {
                const Matrix x = randomMatrix(1, size, 20.0F);
                Matrix out = Matrix::Constant(1, size, notANumber);
                kernels.softmax(x.data(), size, out.data());
                const RowOf<double> powers = (x.row(0).cast<double>().array() - static_cast<double>(x.maxCoeff())).exp();
                const double worst = (out.row(0).cast<double>() - powers / powers.sum()).cwiseAbs().maxCoeff();
                QVERIFY2(worst <= 1e-6, qPrintable(QString::number(worst)));
                Matrix inPlace = x;
                kernels.softmax(inPlace.data(), size, inPlace.data());
                QVERIFY(isSame(inPlace, out));
            }
        }
    }

    void strangeNumbersAreCounted()
    {
        for (const HlKernels& kernels : m_levels) {
            for (const Index size : {1, 7, 64, 100, 1000}) {
                Matrix x = randomMatrix(1, size);
                x(0, 0) = 0.0F;
                QVERIFY(kernels.countNonFinite(x.data(), size, 0) == 0);
                x(0, size / 2) = notANumber;
                x(0, size - 1) = forbidden;
                QVERIFY(kernels.countNonFinite(x.data(), size, 0) == (size > 1 ? 2 : 1));
                QVERIFY(kernels.countNonFinite(x.data(), size, 1) == (size > 1 ? 1 : 0));
            }
        }
    }

    void extremesAreThoseOfPlainLoops()
    {
        std::mt19937 random(4711); // seed
        const auto chance = [&](double share) { return std::uniform_real_distribution<>()(random) < share; };
        for (const HlKernels& kernels : m_levels) {
            for (const Index size : {1, 3, 15, 16, 17, 31, 64, 100, 1000}) {
                for (int round = 0; round < 8; ++round) {
                    Matrix x = randomMatrix(1, size);
                    Matrix mask = Matrix::Zero(1, size);
                    Matrix largest = randomMatrix(1, size);
                    const Matrix before = largest;
                    float low = -forbidden;
                    float high = forbidden;
                    for (Index i = 0; i < size; ++i) {
                        if (chance(0.1))
                            x(0, i) = chance(0.5) ? notANumber : chance(0.5) ? forbidden : -forbidden;
                        if (chance(round / 7.0))
                            mask(0, i) = forbidden;
                        const bool isAllowed = round == 0 || mask(0, i) != forbidden;
                        if (isAllowed && std::isfinite(x(0, i))) {
                            low = std::min(low, x(0, i));
                            high = std::max(high, x(0, i));
                        }
                    }
                    const float* marks = round == 0 ? nullptr : mask.data();
                    float lowest = 0.0F;
                    float highest = 0.0F;
                    kernels.range(x.data(), marks, size, &lowest, &highest);
                    QVERIFY(lowest == low && highest == high);
                    kernels.keepLargest(x.data(), marks, size, largest.data());
                    for (Index i = 0; i < size; ++i) {
                        const float value = std::isfinite(x(0, i)) ? x(0, i) : -forbidden;
                        const bool isAllowed = !marks || marks[i] != forbidden;
                        QVERIFY(largest(0, i) == (isAllowed ? std::max(before(0, i), value) : before(0, i)));
                    }
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
