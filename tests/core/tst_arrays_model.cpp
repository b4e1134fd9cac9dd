// Someone's own numbers as a model of one attention call: what follows from them is right, what does not is absent.
#include "core/base/file.h"
#include "core/check/arrays_model.h"
#include "core/explain/explanation.h"
#include "core/output/npz.h"
#include "core/run/open_model.h"
#include "core/run/run_request.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <iostream>
#include <limits>
#include <random>

using namespace hl;

namespace {

using Matrix = MatrixOf<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

Matrix randomMatrix(std::mt19937& random, Index rows, Index cols)
{
    std::normal_distribution<double> normal;
    Matrix out(rows, cols);
    for (Index i = 0; i < out.size(); ++i)
        out.data()[i] = normal(random);
    return out;
}

GivenArray given(std::string name, const std::vector<Matrix>& heads)
{
    std::vector<double> numbers;
    for (const Matrix& head : heads)
        numbers.insert(numbers.end(), head.data(), head.data() + head.size());
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(heads.size()), heads.front().rows(), heads.front().cols()};
    if (heads.size() == 1)
        shape.erase(shape.begin());
    return {std::move(name), NpyArray::of(std::span<const double>(numbers), shape)};
}

GivenArray texts(std::string name, std::vector<std::string> words)
{
    return {std::move(name), {StoredType::F32, {0}, {}}, std::move(words)};
}

/// softmax(q kᵀ / √d) v in plain loops; a key may be seen if allowed(i, j).
template <class Allowed>
std::pair<Matrix, Matrix> attention(const Matrix& q, const Matrix& k, const Matrix& v, Allowed allowed)
{
    Matrix pattern = Matrix::Zero(q.rows(), k.rows());
    Matrix z = Matrix::Zero(q.rows(), v.cols());
    for (Index i = 0; i < q.rows(); ++i) {
        std::vector<double> scores(static_cast<std::size_t>(k.rows()), -infinity);
        double largest = -infinity;
        for (Index j = 0; j < k.rows(); ++j) {
            double dot = 0.0;
            for (Index c = 0; c < q.cols(); ++c)
                dot += q(i, c) * k(j, c);
            if (allowed(i, j))
                scores[static_cast<std::size_t>(j)] = dot / std::sqrt(static_cast<double>(q.cols()));
            largest = std::max(largest, scores[static_cast<std::size_t>(j)]);
        }
        double sum = 0.0;
        for (Index j = 0; j < k.rows(); ++j)
            sum += scores[static_cast<std::size_t>(j)] == -infinity ? 0.0 : std::exp(scores[static_cast<std::size_t>(j)] - largest);
        for (Index j = 0; j < k.rows(); ++j) {
            if (scores[static_cast<std::size_t>(j)] != -infinity)
                pattern(i, j) = std::exp(scores[static_cast<std::size_t>(j)] - largest) / sum;
            for (Index c = 0; c < v.cols(); ++c)
                z(i, c) += pattern(i, j) * v(j, c);
        }
    }
    return {pattern, z};
}

TracePtr traced(const std::shared_ptr<const Model>& model, const MaskChoice& mask = {}, const Edits& edits = {})
{
    RunRequest request;
    request.model = model;
    request.mask = mask;
    request.edits = edits;
    auto trace = run(request);
    if (!trace)
        std::cerr << trace.error().english() << "\n";
    return trace.value_or(nullptr);
}

double distance(const Trace& trace, const StepRef& ref, const Matrix& expected)
{
    const MatrixView view = trace.view(ref);
    if (view.rows() != expected.rows() || view.cols() != expected.cols())
        return infinity;
    double most = 0.0;
    for (Index i = 0; i < view.rows(); ++i) {
        for (Index j = 0; j < view.cols(); ++j)
            most = std::max(most, view.at(i, j) == expected(i, j) ? 0.0 : std::abs(view.at(i, j) - expected(i, j)));
    }
    return most;
}

StepRef step(Step step, int head = 0)
{
    return {.step = step, .layer = 0, .head = head};
}

constexpr double doubleBound = 1e-13;

} // namespace

class TestArraysModel : public QObject
{
    Q_OBJECT

private slots:
    void queriesKeysAndValuesGiveTheWholeCall()
    {
        constexpr unsigned seed = 11;
        std::cout << "seed " << seed << "\n";
        std::mt19937 random(seed);
        std::vector<Matrix> q, k, v;
        for (int head = 0; head < 3; ++head) {
            q.push_back(randomMatrix(random, 4, 5));
            k.push_back(randomMatrix(random, 6, 5));
            v.push_back(randomMatrix(random, 6, 2));
        }
        const auto model = modelOfArrays({given("Q", q), given("K", k), given("V", v)}, "call");
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        QCOMPARE((*model)->spec().stack(Side::Only).attention.heads, 3);
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QCOMPARE(trace->dtype(), DType::Float64);
        for (int head = 0; head < 3; ++head) {
            const auto h = static_cast<std::size_t>(head);
            const auto [pattern, z] = attention(q[h], k[h], v[h], [](Index, Index) { return true; });
            QVERIFY(distance(*trace, step(Step::Q, head), q[h]) == 0.0);
            QVERIFY(distance(*trace, step(Step::V, head), v[h]) == 0.0);
            QVERIFY(distance(*trace, step(Step::Pattern, head), pattern) <= doubleBound);
            QVERIFY(distance(*trace, step(Step::Z, head), z) <= doubleBound);
        }
        QCOMPARE(trace->rowTokens(step(Step::Pattern))->size(), std::size_t{4});
        QCOMPARE(trace->columnTokens(step(Step::Pattern))->size(), std::size_t{6});
        QVERIFY(!hasStep((*model)->spec(), {.step = Step::Tokens}));
        QVERIFY(!hasStep((*model)->spec(), {.step = Step::AttnOut, .layer = 0}));
    }

    void everyNumberIsExplained()
    {
        std::mt19937 random(12);
        const auto model = modelOfArrays({given("Q", {randomMatrix(random, 3, 4)}), given("K", {randomMatrix(random, 3, 4)}),
                                          given("V", {randomMatrix(random, 3, 4)}), given("W_O", {randomMatrix(random, 4, 2)})},
                                         "call");
        QVERIFY(model);
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        int cells = 0;
        for (const StepRef& ref : stepsOf((*model)->spec())) {
            const MatrixView view = trace->view(ref);
            QVERIFY2(!view.isNull(), nameOf(ref).c_str());
            for (Index row = 0; row < view.rows(); ++row) {
                for (Index col = 0; col < view.cols(); ++col) {
                    const auto why = explain(*trace, ref, row, col);
                    QVERIFY2(why && why->agrees(), nameOf(ref).c_str());
                    ++cells;
                }
            }
        }
        QVERIFY(cells > 100);
        QVERIFY(hasStep((*model)->spec(), {.step = Step::AttnOut, .layer = 0}));
    }

    void weightsAloneArePatternAndNothingElse()
    {
        Matrix weights(2, 3);
        weights << 0.5, 0.25, 0.25, 0.0, 1.0, 0.0;
        const auto model = modelOfArrays({given("weights", {weights, weights})}, "seen");
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QCOMPARE(stepsOf((*model)->spec()), (std::vector{step(Step::Pattern, 0), step(Step::Pattern, 1)}));
        QVERIFY(distance(*trace, step(Step::Pattern, 1), weights) == 0.0);
        QVERIFY(!trace->view(step(Step::Scores)));
        QVERIFY(!trace->view(step(Step::Mask)));
        QVERIFY(!trace->view(step(Step::Z)));
    }

    void weightsAndValuesGiveZ()
    {
        Matrix weights(1, 2), v(2, 2), z(1, 2);
        weights << 0.75, 0.25;
        v << 4, 0, 0, 8;
        z << 3, 2;
        const auto model = modelOfArrays({given("A", {weights}), given("V", {v})}, "seen");
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QVERIFY(distance(*trace, step(Step::Z), z) <= doubleBound);
        QVERIFY(distance(*trace, {.step = Step::Concat, .layer = 0}, z) <= doubleBound);
        QVERIFY(!trace->view(step(Step::SoftmaxMax)));
    }

    void maskedScoresStartTheSoftmax()
    {
        Matrix masked(2, 2), pattern(2, 2);
        masked << 1.0, -infinity, 2.0, 2.0;
        pattern << 1.0, 0.0, 0.5, 0.5;
        const auto model = modelOfArrays({given("masked_scores", {masked})}, "seen");
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QVERIFY(distance(*trace, step(Step::Pattern), pattern) <= doubleBound);
        QVERIFY(trace->view(step(Step::SoftmaxExp)));
        QVERIFY(!trace->view(step(Step::Scaled)));
    }

    void theMaskIsTheOneTheNumbersWereMadeWith()
    {
        std::mt19937 random(13);
        const Matrix q = randomMatrix(random, 5, 3), k = randomMatrix(random, 5, 3), v = randomMatrix(random, 5, 3);
        const auto [pattern, z] = attention(q, k, v, [](Index i, Index j) { return j <= i; });
        const auto model = modelOfArrays({given("Q", {q}), given("K", {k}), given("V", {v}), given("weights", {pattern})}, "causal");
        QVERIFY(model);
        QVERIFY((*model)->spec().stack(Side::Only).attention.isCausal);
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QVERIFY(distance(*trace, step(Step::Pattern), pattern) <= doubleBound);
        QVERIFY(distance(*trace, step(Step::Z), z) <= doubleBound);
    }

    void theMaskCanBeChosenInItsPlace()
    {
        std::mt19937 random(14);
        const Matrix q = randomMatrix(random, 4, 3), k = randomMatrix(random, 4, 3), v = randomMatrix(random, 4, 3);
        const auto model = modelOfArrays({given("Q", {q}), given("K", {k}), given("V", {v})}, "open");
        QVERIFY(model);
        const auto [pattern, z] = attention(q, k, v, [](Index i, Index j) { return j <= i; });
        const TracePtr trace = traced(*model, {MaskMode::Causal, std::nullopt});
        QVERIFY(trace);
        QVERIFY(distance(*trace, step(Step::Pattern), pattern) <= doubleBound);
    }

    void numbersThatDoNotFollowAreNamed()
    {
        std::mt19937 random(15);
        Matrix wrong = Matrix::Constant(3, 3, 1.0 / 3.0);
        wrong(0, 0) = 0.4;
        const auto model = modelOfArrays({given("Q", {randomMatrix(random, 3, 2)}), given("K", {randomMatrix(random, 3, 2)}), given("weights", {wrong})}, "x");
        QVERIFY(model);
        bool isSaid = false;
        for (const Message& note : (*model)->notes())
            isSaid = isSaid || note.english().find("`weights` of the file differ") != std::string::npos;
        QVERIFY(isSaid);
    }

    void wordsNameTheTokens()
    {
        Matrix weights(2, 3);
        weights << 0.5, 0.25, 0.25, 0.0, 1.0, 0.0;
        const auto model = modelOfArrays({given("weights", {weights}), texts("query_tokens", {"je", "t'aime"}), texts("key_tokens", {"I", "love", "you"})}, "words");
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        const TracePtr trace = traced(*model);
        QVERIFY(trace);
        QCOMPARE((*trace->rowTokens(step(Step::Pattern)))[1].text, std::string("t'aime"));
        QCOMPARE((*trace->columnTokens(step(Step::Pattern)))[2].text, std::string("you"));
    }

    void aChangeByHandRunsThrough()
    {
        Matrix weights(1, 2), v(2, 1);
        weights << 0.5, 0.5;
        v << 2, 4;
        const auto model = modelOfArrays({given("weights", {weights}), given("V", {v})}, "seen");
        QVERIFY(model);
        const TracePtr trace = traced(*model, {}, {{SetCells{step(Step::Pattern), {{0, 1, 1.0}}}}});
        QVERIFY(trace);
        Matrix z(1, 1);
        z << 5.0; // 0.5 · 2 + 1 · 4
        QVERIFY(distance(*trace, step(Step::Z), z) <= doubleBound);
        QVERIFY(trace->unchanged());
    }

    void floatArraysAreComputedInFloat()
    {
        const std::vector<float> numbers{1.0F, 0.0F, 0.0F, 1.0F};
        const auto square = [&](const char* name) { return GivenArray{name, NpyArray::of(std::span<const float>(numbers), {2, 2})}; };
        const auto model = modelOfArrays({square("Q"), square("K"), square("V")}, "single");
        QVERIFY(model);
        QCOMPARE(traced(*model)->dtype(), DType::Float32);
    }

    void badArraysAreRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* json, const char* says) { QTest::newRow(name) << json << says; };
        row("values only", R"({"V": [[1, 2]]})", "There is no attention to show");
        row("words only", R"({"tokens": ["a", "b"]})", "None of the arrays has a name that is known");
        row("widths differ", R"({"Q": [[1, 2]], "K": [[1, 2, 3]]})", "`K` has shape [1, 3]; it must be [1, 2]");
        row("not a number", R"({"Q": [[1, "nan"]], "K": [[1, 2]]})", "is not finite");
        row("ragged", R"({"Q": [[1, 2], [3]], "K": [[1, 2]]})", "rows are equally long");
        row("words do not fit", R"({"weights": [[1, 0], [0, 1]], "tokens": ["a", "b", "c"]})", "`tokens` has 3 words, but the numbers are of 2 tokens");
        row("query words do not fit", R"({"weights": [[1, 0, 0]], "query_tokens": ["a", "b"]})", "`query_tokens` has 2 words");
        row("nothing", "{}", "holds no array");
        row("a list", "[1, 2]", "must be a JSON object");
        row("four samples", R"({"weights": [[[[1]]], [[[1]]]]})", "which is 2 samples");
    }

    void badArraysAreRefusedInOneSentence()
    {
        QFETCH(QString, json);
        QFETCH(QString, says);
        const std::filesystem::path path = m_folder.filePath(QStringLiteral("bad.json")).toStdString();
        QVERIFY(writeTextFileAtomically(path, json.toStdString()));
        const auto model = findModel(path.string());
        QVERIFY(!model);
        QVERIFY2(model.error().english().find(says.toStdString()) != std::string::npos, model.error().english().c_str());
    }

    void aFileIsOpenedByItsName()
    {
        NpzWriter npz;
        const std::vector<float> numbers{1.0F, 0.0F, 0.5F, 0.5F};
        npz.add("attn_weights", NpyArray::of(std::span<const float>(numbers), {2, 2}));
        const auto bytes = npz.finish();
        QVERIFY(bytes);
        const std::filesystem::path path = m_folder.filePath(QStringLiteral("mine.npz")).toStdString();
        QVERIFY(writeFileAtomically(path, *bytes));
        QVERIFY(isArraysFile(path));
        const auto model = findModel(path.string());
        QVERIFY2(model, model ? "" : model.error().english().c_str());
        QCOMPARE((*model)->spec().name, std::string("mine"));
    }

    void wordsOfANumPyFileAreRead()
    {
        // numpy.array(["a", "早", "no"]), type <U2, and numpy.array([b"ab", b"c"]), type |S2, as NumPy writes them
        const auto file = [](const std::string& type, const std::string& shape, const std::string& data) {
            std::string head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + ",), }";
            head.resize(117, ' ');
            head += '\n';
            return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + head + data;
        };
        const std::string unicode("a\0\0\0\0\0\0\0\xe9\x65\0\0\0\0\0\0n\0\0\0o\0\0\0", 24);
        const auto textsOf = [](const std::string& npy) { return parseNpyTexts(std::as_bytes(std::span(npy)), "w.npy"); };
        const auto words = textsOf(file("<U2", "3", unicode));
        QVERIFY2(words && *words, words ? "" : words.error().english().c_str());
        QCOMPARE(**words, (std::vector<std::string>{"a", "\xe6\x97\xa9", "no"}));
        const auto bytes = textsOf(file("|S2", "2", std::string("abc\0", 4)));
        QVERIFY(bytes && *bytes);
        QCOMPARE(**bytes, (std::vector<std::string>{"ab", "c"}));
        const auto cut = textsOf(file("<U2", "3", "abc"));
        QVERIFY(!cut && cut.error().english().find("promises 24 bytes") != std::string::npos);
        const std::string whole = file("<U2", "3", unicode);
        const auto asNumbers = parseNpy(std::as_bytes(std::span(whole)), "w.npy");
        QVERIFY(!asNumbers && asNumbers.error().english().find("\"<U2\" is not read") != std::string::npos);
    }

    void theJsonOfAModelIsNoArrays()
    {
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("model")));
        const std::filesystem::path folder = m_folder.filePath(QStringLiteral("model")).toStdString();
        QVERIFY(writeTextFileAtomically(folder / "config.json", "{}"));
        QVERIFY(!isArraysFile(folder / "config.json"));
        QVERIFY(!isArraysFile(folder));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestArraysModel)
#include "tst_arrays_model.moc"
