#include "core/attention/mistakes.h"
#include "core/attention/recipe_parts.h"
#include "core/forward/attend.h"
#include "core/output/npz.h"
#include "numpy_script.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace hl;

namespace {

using Matrix = MatrixOf<double>;

constexpr std::array stepNames{
    std::pair{Step::EmbedPosition, "positions"}, std::pair{Step::Q, "q"},           std::pair{Step::K, "k"},
    std::pair{Step::V, "v"},                     std::pair{Step::Scores, "scores"}, std::pair{Step::Scaled, "scaled"},
    std::pair{Step::Masked, "masked"},           std::pair{Step::Pattern, "pattern"}, std::pair{Step::Z, "z"},
    std::pair{Step::Concat, "concat"},           std::pair{Step::AttnOut, "out"}};

Matrix matrixOf(const NpyArray& array, std::int64_t part = 0, std::int64_t parts = 1)
{
    const std::vector<double> numbers = array.toDoubles();
    const Index cols = array.shape.back();
    const Index rows = static_cast<Index>(numbers.size()) / cols / parts;
    return Eigen::Map<const Matrix>(numbers.data() + part * rows * cols, rows, cols);
}

HeadMatrices headsOf(const NpyArray& array)
{
    HeadMatrices heads;
    const std::int64_t count = array.shape.size() == 3 ? array.shape.front() : 1;
    for (std::int64_t head = 0; head < count; ++head)
        heads.push_back(matrixOf(array, head, count));
    return heads;
}

struct Case
{
    AttentionProblem problem;
    NpyArrays arrays; ///< "mistake.step"
};

AttentionProblem problemOf(const NpyArrays& inputs)
{
    AttentionProblem problem;
    problem.heads = static_cast<Index>(inputs.at("heads").toInts()->front());
    const auto read = [&](const char* name, Matrix& into) {
        if (inputs.count(name) > 0)
            into = matrixOf(inputs.at(name));
    };
    read("X", problem.x);
    read("Xkv", problem.xKeys);
    read("E", problem.embedding);
    const auto projection = [&](const char* letter, Projection& into) {
        read((std::string("W") + letter).c_str(), into.weight);
        read((std::string("b") + letter).c_str(), into.bias);
    };
    projection("q", problem.toQuery);
    projection("k", problem.toKey);
    projection("v", problem.toValue);
    projection("o", problem.toOutput);
    problem.modelWidth = problem.toQuery.weight.rows();
    problem.headWidth = problem.toQuery.weight.cols() / problem.heads;
    if (inputs.count("allowed") > 0) {
        const Matrix allowed = matrixOf(inputs.at("allowed"));
        problem.mask = allowed.unaryExpr([](double x) { return x != 0.0 ? 0.0 : -std::numeric_limits<double>::infinity(); });
    }
    return problem;
}

double largestDifference(const HeadMatrices& a, const HeadMatrices& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t head = 0; head < a.size(); ++head) {
        if (a[head].rows() != b[head].rows() || a[head].cols() != b[head].cols())
            return std::numeric_limits<double>::infinity();
        for (Index i = 0; i < a[head].size(); ++i) {
            const double x = a[head].data()[i];
            const double y = b[head].data()[i];
            if (x == y || (std::isnan(x) && std::isnan(y)))
                continue;
            const double difference = std::abs(x - y) / (1.0 + std::abs(y));
            largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
        }
    }
    return largest;
}

/// What the two computations may differ by: half and single precision are rounded in another order.
double boundOf(std::string_view mistake)
{
    if (mistake == "mask-finite-half")
        return 4e-3;
    return mistake == "mask-finite" || mistake == "no-max-subtraction" ? 1e-5 : 1e-11;
}

Matrix random(Index rows, Index cols, std::mt19937& generator)
{
    std::normal_distribution<double> normal;
    return Matrix(rows, cols).unaryExpr([&](double) { return normal(generator); });
}

AttentionProblem randomProblem(std::mt19937& generator, Index queries, Index heads, Index width)
{
    AttentionProblem problem;
    problem.heads = heads;
    problem.headWidth = width;
    problem.modelWidth = heads * width;
    problem.embedding = random(queries, problem.modelWidth, generator);
    for (Projection* projection : {&problem.toQuery, &problem.toKey, &problem.toValue, &problem.toOutput})
        *projection = {random(problem.modelWidth, problem.modelWidth, generator), random(1, problem.modelWidth, generator)};
    return problem;
}

} // namespace

class TestMistakes : public QObject
{
    Q_OBJECT

private slots:
    void everyRowIsComplete()
    {
        std::set<std::string_view> names;
        for (const Mistake& mistake : mistakes()) {
            QVERIFY2(names.insert(mistake.name).second, mistake.name.data());
            QVERIFY(std::string_view(mistake.title).size() > 5 && std::string_view(mistake.breaks).size() > 20
                    && std::string_view(mistake.shows).size() > 20);
            QVERIFY(mistakeNamed(mistake.name) == &mistake);
            QVERIFY2(ruleNamed(mistake.rule).name == mistake.rule, mistake.name.data());
            QVERIFY2(recipeWith(&mistake) != Recipe(), mistake.name.data());
        }
        QVERIFY(names.size() >= 25);
        QVERIFY(mistakeNamed("none") == nullptr);
    }

    void theRightRecipeIsTheCoresAttention()
    {
        std::mt19937 generator(7);
        for (const Index queries : {1, 2, 5, 9}) {
            AttentionProblem problem = randomProblem(generator, queries, 3, 4);
            problem.mask = causalMask(queries, queries);
            if (queries == 5)
                problem.mask.row(2).setConstant(-std::numeric_limits<double>::infinity());
            const AttentionSteps steps = computeAttention(problem);
            for (std::size_t head = 0; head < 3; ++head) {
                const Matrix &q = steps.at(Step::Q)[head], &k = steps.at(Step::K)[head], &v = steps.at(Step::V)[head];
                const auto square = [&] { return Matrix(queries, queries); };
                Matrix none, scores = square(), scaled = square(), masked = square(), max(queries, 1), shifted = square(),
                             exp = square(), sum(queries, 1), pattern = square(), z(queries, 4);
                HeadRooms<double> rooms{scores, none, scaled, none, masked, max, shifted, exp, sum, pattern, z};
                attendHead<double>({q, k, v, none, 0.5, none, problem.mask}, rooms);
                const std::pair<Step, const Matrix*> pairs[] = {{Step::Scores, &scores}, {Step::Scaled, &scaled},
                                                                {Step::Masked, &masked}, {Step::Pattern, &pattern}, {Step::Z, &z}};
                for (const auto& [step, core] : pairs)
                    QVERIFY2(largestDifference({steps.at(step)[head]}, {*core}) <= 1e-12, infoOf(step).name.data());
            }
        }
    }

    /// Random problems of a printed seed: each mistake, made by a NumPy program, gives the same numbers at every step.
    void numPyMakesTheSameMistakes()
    {
        const QString python = pythonWithNumPy();
        if (python.isEmpty())
            QSKIP("skipped: numPyMakesTheSameMistakes: no python3 with NumPy is installed");
        const auto seed = static_cast<unsigned>(QDateTime::currentMSecsSinceEpoch() % 1'000'000);
        qInfo("seed %u", seed);
        QTemporaryDir folder;
        QString names = QStringLiteral("right");
        for (const Mistake& mistake : mistakes())
            names += u',' + QString::fromUtf8(mistake.name.data(), static_cast<qsizetype>(mistake.name.size()));
        const QString path = folder.filePath(QStringLiteral("cases.npz"));
        const QString said = runScript(python, {QStringLiteral(HEADLIGHT_TEST_DATA "/mistakes/cases.py"), QString::number(seed), names, path});
        QVERIFY2(said.isEmpty(), qPrintable(said));

        std::map<std::string, Case> cases;
        const auto file = readNpz(path.toStdString());
        QVERIFY2(file.has_value(), file ? "" : file.error().english().c_str());
        std::map<std::string, NpyArrays> inputs;
        for (const auto& [name, array] : *file) {
            const std::string owner = name.substr(0, name.find('.'));
            const std::string rest = name.substr(owner.size() + 1);
            if (rest.starts_with("input."))
                inputs[owner].emplace(rest.substr(6), array);
            else
                cases[owner].arrays.emplace(rest, array);
        }
        std::map<std::string_view, int> verified;
        for (auto& [owner, one] : cases) {
            one.problem = problemOf(inputs.at(owner));
            verify(owner, one, nullptr, verified);
            for (const Mistake& mistake : mistakes())
                verify(owner, one, &mistake, verified);
        }
        for (const Mistake& mistake : mistakes())
            QVERIFY2(verified[mistake.name] > 0, (std::string(mistake.name) + " changed nothing in any case").c_str());
    }

    /// The rule that a row names holds for the right computation and is broken by the mistake.
    void statedRuleTurnsRed_data()
    {
        QTest::addColumn<QString>("name");
        for (const Mistake& mistake : mistakes()) {
            const QByteArray name(mistake.name.data(), static_cast<qsizetype>(mistake.name.size()));
            QTest::newRow(name.constData()) << QString::fromLatin1(name);
        }
    }

    void statedRuleTurnsRed()
    {
        QFETCH(QString, name);
        const Mistake& mistake = *mistakeNamed(name.toStdString());
        const Rule& rule = ruleNamed(mistake.rule);
        std::mt19937 generator(11);
        int tried = 0;
        for (const Index queries : {4, 6}) {
            std::optional<Message> note;
            const auto problem = problemFor(mistake, randomProblem(generator, queries, 2, 4), note);
            QVERIFY2(problem.has_value(), note ? note->english().c_str() : "");
            const AttentionSteps right = computeAttention(*problem);
            for (const Rule& any : rules()) {
                const auto result = any.check(*problem, right, 1e-9);
                QVERIFY2(!result || result->holds, (std::string(any.name) + " is broken by the right computation").c_str());
            }
            const AttentionSteps wrong = computeAttention(*problem, recipeWith(&mistake));
            if (wrong.count(mistake.step) == 0)
                continue; // the shapes do not allow it
            if (mistake.name == "scaled-by-root-length" && queries == 4)
                continue; // as many keys as features: the right divisor by chance
            const auto green = rule.check(*problem, right, 1e-9);
            const auto red = rule.check(*problem, wrong, 1e-9);
            QVERIFY(green && green->holds);
            QVERIFY(red && !red->holds);
            QVERIFY(!(red->deviation <= 1e-3));
            for (const auto& [step, stepName] : stepNames) { // nothing changes before the step it names
                if (step < mistake.step && right.count(step) > 0 && mistake.name != "mask-finite-half")
                    QVERIFY2(largestDifference(wrong.at(step), right.at(step)) == 0.0, stepName);
            }
            ++tried;
        }
        QVERIFY(tried > 0);
    }

    void mistakesOfOneChoiceExcludeEachOther()
    {
        const auto together = [](const char* a, const char* b) { return canBeMadeTogether(*mistakeNamed(a), *mistakeNamed(b)); };
        QVERIFY(together("no-scaling", "mask-after-softmax"));
        QVERIFY(together("softmax-over-queries", "scaled-by-d-k"));
        QVERIFY(!together("no-scaling", "scaled-by-d-k"));
        QVERIFY(!together("no-scaling", "no-scaling"));
        for (const Mistake& a : mistakes()) {
            for (const Mistake& b : mistakes())
                QVERIFY(canBeMadeTogether(a, b) == canBeMadeTogether(b, a));
        }
    }

    void numbersAreRoundedAsTheTypesRoundThem()
    {
        std::mt19937 generator(3);
        std::uniform_real_distribution<double> exponent(-30.0, 20.0);
        for (int i = 0; i < 20'000; ++i) {
            const double x = std::exp2(exponent(generator)) * (i % 2 == 0 ? 1.0 : -1.0);
            QVERIFY(roundedTo(NumberType::Single, x) == static_cast<double>(static_cast<float>(x)));
            double half = 0.0;
            const double one[] = {x};
            QVERIFY(decode(encode(std::span<const double>(one), StoredType::F16), StoredType::F16, std::span(&half, 1)) >= 0);
            QVERIFY2(roundedTo(NumberType::Half, x) == half, qPrintable(QString::number(x, 'g', 17)));
        }
        QVERIFY(std::isinf(roundedTo(NumberType::Half, -1e9)) && roundedTo(NumberType::Half, -1e9) < 0.0);
        QVERIFY(roundedTo(NumberType::Half, 65519.0) == 65504.0 && std::isinf(roundedTo(NumberType::Half, 65520.0)));
        QVERIFY(std::isinf(roundedTo(NumberType::Single, 3.5e38)) && !std::isinf(roundedTo(NumberType::Double, 3.5e38)));
    }

    void partsOfMasksAreTold()
    {
        QVERIFY(!isCausal(openMask(4, 4)) && !isCausal(openMask(4, 1)));
        QVERIFY(isCausal(causalMask(4, 4)) && causalOffset(causalMask(4, 4)) == 0);
        QVERIFY(isCausal(causalMask(2, 5, 3)) && causalOffset(causalMask(2, 5, 3)) == 3);
        QVERIFY(isCausal(causalMask(2, 5)) && causalOffset(causalMask(2, 5)) == 0);
        const MaskMatrix padded = combine(causalMask(4, 4), paddingMask(4, {1, 0, 1, 1}));
        QVERIFY(isCausal(padded));
        QVERIFY((paddedKeys(padded) == std::vector<bool>{false, true, false, false}));
        QVERIFY((paddedKeys(causalMask(2, 5)) == std::vector<bool>(5, false)));
        QVERIFY(parts::paddingSeen(padded) == causalMask(4, 4));
        QVERIFY(parts::nextKeySeen(causalMask(5, 5)) == causalMask(5, 5, 1));
        QVERIFY(parts::ownKeyHidden(causalMask(5, 5)) == causalMask(5, 5, -1));
        QVERIFY(hasForbiddenRow(parts::ownKeyHidden(causalMask(5, 5))) && !hasForbiddenRow(causalMask(5, 5)));
    }

private:
    static void verify(const std::string& owner, const Case& one, const Mistake* mistake, std::map<std::string_view, int>& verified)
    {
        const std::string name = mistake ? std::string(mistake->name) : "right";
        if (mistake && !isMet(mistake->need, one.problem))
            return;
        const AttentionSteps right = computeAttention(one.problem);
        const AttentionSteps ours = computeAttention(one.problem, recipeWith(mistake));
        bool isChanged = false;
        for (const auto& [step, stepName] : stepNames) {
            const auto theirs = one.arrays.find(name + "." + stepName);
            if (theirs == one.arrays.end())
                continue;
            QVERIFY2(ours.count(step) > 0, (owner + ": " + theirs->first + " is missing").c_str());
            const double difference = largestDifference(ours.at(step), headsOf(theirs->second));
            QVERIFY2(difference <= boundOf(name), (owner + ": " + theirs->first + " differs by " + std::to_string(difference)).c_str());
            isChanged = isChanged || (right.count(step) > 0 && largestDifference(ours.at(step), right.at(step)) > 1e-3);
        }
        if (mistake && isChanged)
            ++verified[mistake->name];
    }
};

QTEST_GUILESS_MAIN(TestMistakes)
#include "tst_mistakes.moc"
