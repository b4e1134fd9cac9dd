#include "core/analysis/cost.h"
#include "core/analysis/variant_comparison.h"
#include "core/attention/variants.h"
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "core/run/run_request.h"
#include "numpy_script.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

using namespace hl;

namespace {

using Matrix = MatrixOf<double>;

Matrix matrixOf(const NpyArray& array)
{
    const std::vector<double> numbers = array.toDoubles();
    const Index cols = array.shape.back();
    return Eigen::Map<const Matrix>(numbers.data(), static_cast<Index>(numbers.size()) / cols, cols);
}

double largest(const Matrix& a, const Matrix& b)
{
    return a.rows() == b.rows() && a.cols() == b.cols() ? (a - b).cwiseAbs().maxCoeff() : INFINITY;
}

VariantHead randomHead(std::mt19937& generator, Index n, Index dKey, Index dValue)
{
    std::normal_distribution<double> normal;
    const auto matrix = [&](Index rows, Index cols) { return Matrix(Matrix::NullaryExpr(rows, cols, [&] { return normal(generator); })); };
    VariantHead head;
    head.q = matrix(n, dKey);
    head.k = matrix(n, dKey);
    head.v = matrix(n, dValue);
    head.scale = 0.5;
    return head;
}

std::vector<VariantParameters> someParameters()
{
    return {{1, 2, 0, 1}, {2, 3, 1, 4}, {0, 1, 0, 3}, {3, 5, 3, 2}, {100, 100, 100, 100}, {4, 1, 2, 7}};
}

/// Steps of a breadth-first search from a key to the query that it reaches last; what is never reached does not count.
Index longestPathBySearch(const AttentionVariant& variant, Index n, const VariantParameters& p)
{
    Index longest = 1;
    for (Index from = 0; from < n; ++from) {
        std::vector<Index> layer(static_cast<std::size_t>(n), -1);
        std::vector<Index> reached{from};
        layer[static_cast<std::size_t>(from)] = 0;
        for (std::size_t next = 0; next < reached.size(); ++next) {
            for (Index query = 0; query < n; ++query) {
                auto& known = layer[static_cast<std::size_t>(query)];
                if (known >= 0 || (variant.sees && !variant.sees(query, reached[next], p)))
                    continue;
                known = layer[static_cast<std::size_t>(reached[next])] + 1;
                longest = std::max(longest, known);
                reached.push_back(query);
            }
        }
    }
    return longest;
}

RunRequest requestOf(std::string_view model, const std::string& text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    return request;
}

TracePtr traceOf(const char* model, const std::string& text)
{
    return run(requestOf(model, text)).value();
}

} // namespace

class TestVariants : public QObject
{
    Q_OBJECT

private slots:
    void namesAreDifferentAndKnown()
    {
        std::set<std::string_view> names;
        for (const AttentionVariant& variant : attentionVariants()) {
            QVERIFY(names.insert(variant.name).second);
            QVERIFY(variantNamed(variant.name) == &variant);
        }
        QCOMPARE(names.size(), std::size_t{7});
        QVERIFY(variantNamed("") == nullptr && variantNamed("Full") == nullptr);
        QVERIFY(attentionVariants().front().name == "full");
    }

    /// Random heads of a printed seed: a NumPy program, written with whole matrices, gives the same weights and outputs.
    void numPyGivesTheSameNumbers()
    {
        const QString python = pythonWithNumPy();
        if (python.isEmpty())
            QSKIP("skipped: numPyGivesTheSameNumbers: no python3 with NumPy is installed");
        const auto seed = static_cast<unsigned>(QDateTime::currentMSecsSinceEpoch() % 1'000'000);
        qInfo("seed %u", seed);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("cases.npz"));
        const QString said = runScript(python, {QStringLiteral(HEADLIGHT_TEST_DATA "/variants/variants.py"), QString::number(seed), path});
        QVERIFY2(said.isEmpty(), qPrintable(said));
        const auto file = readNpz(path.toStdString());
        QVERIFY2(file.has_value(), file ? "" : file.error().english().c_str());
        int compared = 0;
        for (const auto& [name, array] : *file) {
            if (!name.ends_with(".input.q"))
                continue;
            const std::string owner = name.substr(0, name.find('.'));
            const auto input = [&](const char* what) { return matrixOf(file->at(owner + ".input." + what)); };
            VariantHead head{input("q"), input("k"), input("v"), input("scale")(0, 0), {}, static_cast<Index>(input("offset")(0, 0))};
            if (file->count(owner + ".input.bias") > 0)
                head.bias = input("bias");
            const Matrix p = input("parameters").reshaped<Eigen::RowMajor>(1, 4);
            const VariantParameters parameters{static_cast<Index>(p(0, 0)), static_cast<Index>(p(0, 1)), static_cast<Index>(p(0, 2)),
                                               static_cast<Index>(p(0, 3))};
            for (const AttentionVariant& variant : attentionVariants()) {
                const std::string prefix = owner + "." + std::string(variant.name);
                const VariantResult ours = computeVariant(variant, head, parameters);
                const double weights = largest(ours.weights, matrixOf(file->at(prefix + ".weights")));
                const double z = largest(ours.z, matrixOf(file->at(prefix + ".z")));
                QVERIFY2(weights < 1e-13 && z < 1e-12, (prefix + ": " + std::to_string(weights) + ", " + std::to_string(z)).c_str());
                ++compared;
            }
        }
        QCOMPARE(compared, 7 * 28);
    }

    /// By hand: three tokens of one feature, q = k = (0, 0, 0), so that every seen key has the same score.
    void equalScoresShareEvenlyAmongSeenKeys()
    {
        VariantHead head;
        head.q = Matrix::Zero(3, 1);
        head.k = Matrix::Zero(3, 1);
        head.v = (Matrix(3, 1) << 3.0, 6.0, 12.0).finished();
        const auto zOf = [&](const char* name, const VariantParameters& p) { return computeVariant(*variantNamed(name), head, p).z; };
        const auto is = [](const Matrix& z, double a, double b, double c) {
            return std::abs(z(0, 0) - a) < 1e-15 && std::abs(z(1, 0) - b) < 1e-15 && std::abs(z(2, 0) - c) < 1e-15;
        };
        QVERIFY(is(zOf("full", {}), 7.0, 7.0, 7.0));
        QVERIFY(is(zOf("causal", {}), 3.0, 4.5, 7.0));
        QVERIFY(is(zOf("local-window", {.window = 1}), 4.5, 7.0, 9.0));
        QVERIFY(is(zOf("strided", {.stride = 2}), 7.0, 7.0, 7.0));
        QVERIFY(is(zOf("global-local", {.window = 0, .globals = 1}), 7.0, 4.5, 7.5));
        QVERIFY(is(zOf("linear", {}), 7.0, 7.0, 7.0));
        // Two groups: token 0 and 1 (mean 4.5), token 2 (12), each with half the weight.
        QVERIFY(is(zOf("low-rank", {.rank = 2}), 8.25, 8.25, 8.25));
        const Matrix weights = computeVariant(*variantNamed("low-rank"), head, {.rank = 2}).weights;
        QVERIFY(weights(0, 0) == 0.25 && weights(0, 1) == 0.25 && weights(0, 2) == 0.5);
    }

    /// By hand: φ(−ln 2) = 1/2, φ(1) = 2. One query of 0 (φ = 1) before keys −ln 2 and 1: weights 1/5 and 4/5.
    void linearWeightsAreThoseOfTheFeatureMap()
    {
        VariantHead head;
        head.q = Matrix::Zero(1, 1);
        head.k = (Matrix(2, 1) << -std::log(2.0), 1.0).finished();
        head.v = (Matrix(2, 1) << 0.0, 10.0).finished();
        const VariantResult out = computeVariant(*variantNamed("linear"), head, {});
        QVERIFY(std::abs(out.weights(0, 0) - 0.2) < 1e-15 && std::abs(out.weights(0, 1) - 0.8) < 1e-15);
        QVERIFY(std::abs(out.z(0, 0) - 8.0) < 1e-14);
    }

    void variantsWithRoomForEverythingAreFullAttention()
    {
        std::mt19937 generator(5);
        const VariantHead head = randomHead(generator, 9, 4, 3);
        const VariantParameters all{.window = 9, .stride = 1, .globals = 9, .rank = 9};
        const VariantResult full = computeVariant(attentionVariants().front(), head, {});
        for (const char* name : {"local-window", "strided", "global-local", "low-rank"})
            QVERIFY2(largest(computeVariant(*variantNamed(name), head, all).weights, full.weights) < 1e-14, name);
    }

    void rowsSumToOneAndUnseenKeysAreZero()
    {
        std::mt19937 generator(6);
        const VariantHead head = randomHead(generator, 13, 4, 4);
        for (const AttentionVariant& variant : attentionVariants()) {
            for (const VariantParameters& p : someParameters()) {
                const Matrix weights = computeVariant(variant, head, p).weights;
                for (Index i = 0; i < weights.rows(); ++i) {
                    QVERIFY(std::abs(weights.row(i).sum() - 1.0) < 1e-13);
                    for (Index j = 0; variant.sees && j < weights.cols(); ++j)
                        QVERIFY(variant.sees(i, j, p) == (weights(i, j) > 0.0));
                }
            }
        }
    }

    /// The formulas of the cost plot against what the loops count while they compute.
    void costsByFormulaAreCountedCosts()
    {
        std::mt19937 generator(7);
        for (const Index n : {1, 2, 3, 5, 8, 13, 24}) {
            for (const auto& [dKey, dValue] : {std::pair<Index, Index>{1, 1}, {4, 4}, {3, 5}}) {
                const VariantHead head = randomHead(generator, n, dKey, dValue);
                for (const AttentionVariant& variant : attentionVariants()) {
                    for (const VariantParameters& p : someParameters()) {
                        const Work counted = countVariant(variant, head, p);
                        const Work formula = variant.work(n, dKey, dValue, p);
                        QVERIFY2(counted == formula, qPrintable(QStringLiteral("%1 n %2: %3 and %4, %5 and %6")
                                                                    .arg(QLatin1String(variant.name.data())).arg(n).arg(counted.multiplyAdds)
                                                                    .arg(formula.multiplyAdds).arg(counted.held).arg(formula.held)));
                    }
                }
            }
        }
    }

    void countingChangesNoNumber()
    {
        std::mt19937 generator(8);
        const VariantHead head = randomHead(generator, 10, 4, 4);
        for (const AttentionVariant& variant : attentionVariants()) {
            VariantResult counted;
            Work work;
            variant.run(head, {}, counted, &work);
            const VariantResult plain = computeVariant(variant, head, {});
            QVERIFY(counted.weights == plain.weights && counted.z == plain.z);
        }
    }

    void pathsAreThoseOfASearch()
    {
        for (const Index n : {1, 2, 3, 4, 5, 6, 9, 16, 31}) {
            for (const AttentionVariant& variant : attentionVariants()) {
                for (const VariantParameters& p : someParameters())
                    QVERIFY2(variant.path(n, p) == longestPathBySearch(variant, n, p),
                             qPrintable(QStringLiteral("%1 n %2 window %3 stride %4 globals %5: %6 and %7").arg(QLatin1String(variant.name.data()))
                                            .arg(n).arg(p.window).arg(p.stride).arg(p.globals).arg(variant.path(n, p)).arg(longestPathBySearch(variant, n, p))));
            }
        }
    }

    /// h_t = tanh(x_t W + h_{t−1} U) and y_t = Σ x_{t+i} W_i in loops that count.
    void recurrentAndConvolutionalCostsAreCountedCosts()
    {
        for (const Index n : {1, 2, 3, 7, 20}) {
            for (const Index d : {1, 3, 6}) {
                const LayerSizes sizes{1, d, d, d};
                std::int64_t products = 0;
                for (Index t = 0; t < n; ++t) {
                    for (Index out = 0; out < d; ++out) {
                        for (Index in = 0; in < d; ++in)
                            products += 2; // x W and h U; h_{−1} is zeros, multiplied like any other
                    }
                }
                const Cost recurrent = recurrentCost(n, sizes);
                QVERIFY(recurrent.multiplyAdds == static_cast<double>(products) && recurrent.bytes == static_cast<double>(4 * n * d));
                QVERIFY(recurrent.path == n && recurrent.sequential == n);
                for (const Index kernel : {3, 5, 9}) {
                    products = 0;
                    const Index reach = kernel / 2;
                    for (Index t = 0; t < n; ++t) {
                        for (Index tap = t - reach; tap <= t + reach; ++tap)
                            products += tap >= 0 && tap < n ? d * d : 0;
                    }
                    const Cost convolution = convolutionCost(n, sizes, kernel);
                    QVERIFY(convolution.multiplyAdds == static_cast<double>(products) && convolution.bytes == static_cast<double>(4 * n * d));
                    const VariantParameters window{.window = reach};
                    QVERIFY(convolution.path == longestPathBySearch(*variantNamed("local-window"), n, window));
                }
            }
        }
    }

    /// Vaswani et al. 2017, table 1: with n < d self-attention does less than a recurrent layer of the same width.
    void fullAttentionIsCheaperThanARecurrentLayerForShortTexts()
    {
        const LayerSizes sizes{8, 64, 64, 512};
        const AttentionVariant& full = attentionVariants().front();
        QVERIFY(costOf(full, 511, sizes, {}).multiplyAdds < recurrentCost(511, sizes).multiplyAdds);
        QVERIFY(costOf(full, 512, sizes, {}).multiplyAdds == recurrentCost(512, sizes).multiplyAdds);
        QVERIFY(costOf(full, 513, sizes, {}).multiplyAdds > recurrentCost(513, sizes).multiplyAdds);
        QVERIFY(costOf(full, 10, sizes, {}).bytes == 8.0 * (100.0 + 640.0) * 4.0);
    }

    /// The toy and the stories model are causal: their own weights are those of causal attention on their own q, k and v.
    void causalModelsComputeTheCausalVariant()
    {
        for (const char* name : {"toy", "stories"}) {
            const TracePtr trace = traceOf(name, "the cat sat on the mat");
            for (int head = 0; head < 2; ++head) {
                const StepRef place{.step = Step::Pattern, .layer = 1, .head = head};
                const auto causal = compareVariant(*trace, place, *variantNamed("causal"), {});
                QVERIFY2(causal.has_value(), causal ? "" : causal.error().english().c_str());
                QVERIFY(causal->fromModel < 1e-6);
                QVERIFY(causal->largest > 0.01 && causal->kept < 1.0);
                const auto full = compareVariant(*trace, place, attentionVariants().front(), {});
                QVERIFY(full->fromModel > 0.01 && full->largest == 0.0 && full->kept > 1.0 - 1e-12 && std::abs(full->cosine - 1.0) < 1e-12);
                QVERIFY(full->counted == attentionVariants().front().work(full->queries(), full->sizes.dKey, full->sizes.dValue, {}));
            }
        }
    }

    void everyKindOfBuiltinModelIsComparedOrExcused()
    {
        for (const BuiltinInfo& info : builtinModels()) {
            const std::shared_ptr<const Model> model = builtinModel(info.name);
            if (!model->tokenizer())
                continue; // pictures: see the view's tests
            const auto trace = run(requestOf(info.name, std::string(info.sample)));
            QVERIFY2(trace.has_value(), info.name.data());
            for (const StepRef& ref : (*trace)->steps()) {
                if (ref.step != Step::Pattern)
                    continue;
                for (const AttentionVariant& variant : attentionVariants()) {
                    const auto both = compareVariant(**trace, ref, variant, {});
                    QVERIFY2(both.has_value(), (std::string(info.name) + " " + nameOf(ref)).c_str());
                    QVERIFY(both->difference.allFinite() && std::isfinite(both->outputChange));
                    QVERIFY(both->isOfOneText() == !ref.isCross);
                }
            }
        }
    }

    void whatWasNotKeptIsSaid()
    {
        RunRequest request = requestOf("toy", "hello world");
        request.capture.patterns = {"logits"};
        const auto both = compareVariant(*run(request).value(), {.step = Step::Pattern, .layer = 0, .head = 0}, attentionVariants().front(), {});
        QVERIFY(!both && both.error().code == ErrorCode::NotCaptured);
    }
};

QTEST_APPLESS_MAIN(TestVariants)
#include "tst_variants.moc"
