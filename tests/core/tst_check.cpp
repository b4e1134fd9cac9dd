#include "core/check/check.h"
#include "core/check/given_names.h"
#include "core/check/report.h"
#include "core/output/npz.h"
#include "numpy_script.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace hl;

namespace {

struct Submission
{
    std::string made; ///< the mistakes, separated by spaces
    std::string form;
    GivenArrays arrays;
};

std::string textOf(const CheckReport& report)
{
    std::string out;
    for (const Message& sentence : sentencesOf(report))
        out += sentence.english() + "\n";
    return out;
}

std::set<std::string> namesOf(const Fit& fit)
{
    std::set<std::string> names;
    for (const Mistake* mistake : {fit.first, fit.second}) {
        if (mistake)
            names.insert(std::string(mistake->name));
    }
    return names;
}

std::set<std::string> wordsOf(const std::string& text)
{
    std::set<std::string> words;
    for (const QString& word : QString::fromStdString(text).split(u' ', Qt::SkipEmptyParts))
        words.insert(word.toStdString());
    return words;
}

NpyArray arrayOf(const std::vector<double>& numbers, std::vector<std::int64_t> shape)
{
    return NpyArray::of(std::span<const double>(numbers), std::move(shape));
}

CheckReport reportOn(const GivenArrays& arrays)
{
    const auto given = readingsOf(arrays);
    if (!given)
        qFatal("%s", given.error().english().c_str());
    return check(*given);
}

std::string errorOn(const GivenArrays& arrays)
{
    const auto given = readingsOf(arrays);
    return given ? std::string() : given.error().english();
}

/// Queries, keys, values of two tokens with two features, and the right weights and output.
const std::vector<double> q{1, 0, 0, 1}, k{1, 2, 3, 4}, v{1, 2, 3, 5};

/// softmax(Q Kᵀ / √2) by hand.
std::vector<double> rightWeights()
{
    std::vector<double> out;
    for (std::size_t i = 0; i < 2; ++i) {
        double e[2], sum = 0.0;
        for (std::size_t j = 0; j < 2; ++j)
            sum += e[j] = std::exp((q[2 * i] * k[2 * j] + q[2 * i + 1] * k[2 * j + 1]) / std::sqrt(2.0));
        out.insert(out.end(), {e[0] / sum, e[1] / sum});
    }
    return out;
}

std::vector<double> times(const std::vector<double>& a, const std::vector<double>& b)
{
    return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3]};
}

std::vector<double> rightOutput()
{
    return times(rightWeights(), v);
}

} // namespace

class TestCheck : public QObject
{
    Q_OBJECT

private slots:
    void rightNumbersAreEqual()
    {
        const CheckReport report = reportOn({{"Q", arrayOf(q, {2, 2})}, {"K", arrayOf(k, {2, 2})}, {"V", arrayOf(v, {2, 2})},
                                             {"weights", arrayOf(rightWeights(), {1, 1, 2, 2})}, {"out", arrayOf(rightOutput(), {2, 2})}});
        QVERIFY2(report.verdict == Verdict::Equal, textOf(report).c_str());
        QCOMPARE(report.fits.size(), std::size_t(1));
        QVERIFY(report.fits[0].first == nullptr && report.broken.empty() && !report.held.empty());
        QVERIFY(report.arrays.size() == 2 && report.arrays[0].largest < 1e-15 && report.arrays[1].step == Step::Concat);
        const std::string json = jsonOf(report);
        QVERIFY(json.find("\"verdict\": \"equal\"") != std::string::npos);
    }

    void namesAreReadGenerously()
    {
        for (const char* name : {"Q", "query", "Queries", "my_q", "layer.0.query", "q_np"})
            QVERIFY2(roleOf(name) == Role::Q, name);
        for (const char* name : {"W_Q", "wq", "q_proj.weight", "W_query", "query.weight"})
            QVERIFY2(roleOf(name) == Role::WQ, name);
        for (const char* name : {"weights", "attn", "attention_weights", "A", "probs", "attnWeights", "pattern"})
            QVERIFY2(roleOf(name) == Role::Pattern, name);
        QVERIFY(roleOf("b_O") == Role::BO && roleOf("num_heads") == Role::Heads && roleOf("is_causal") == Role::Causal);
        QVERIFY(!roleOf("foo") && !roleOf(""));
        QCOMPARE(nearestArrayName("weighs"), std::string("weights"));
        std::set<std::string> all;
        for (int role = 0; role <= static_cast<int>(Role::HeadWidth); ++role) {
            for (const QString& name : QString::fromStdString(hl::namesOf(static_cast<Role>(role))).split(QStringLiteral(", ")))
                QVERIFY2(roleOf(name.toStdString()) == static_cast<Role>(role), qPrintable(name));
        }
        const CheckReport report = reportOn({{"q", arrayOf(q, {2, 2})}, {"key", arrayOf(k, {2, 2})}, {"weighs", arrayOf(v, {2, 2})},
                                             {"attn", arrayOf(rightWeights(), {2, 2})}});
        QVERIFY(report.verdict == Verdict::Equal);
        QVERIFY2(textOf(report).find("`weighs` is not looked at") != std::string::npos && textOf(report).find("`weights`") != std::string::npos,
                 textOf(report).c_str());
    }

    /// The first departing array, its cell, both numbers, the rules that are broken, and what is right after it.
    void aDepartureIsShown()
    {
        std::vector<double> weights = rightWeights();
        weights[1] += 0.01;
        const CheckReport report = reportOn({{"Q", arrayOf(q, {2, 2})}, {"K", arrayOf(k, {2, 2})}, {"V", arrayOf(v, {2, 2})},
                                             {"weights", arrayOf(weights, {2, 2})}, {"out", arrayOf(times(weights, v), {2, 2})}});
        QVERIFY2(report.verdict == Verdict::Differs, textOf(report).c_str());
        QVERIFY(!report.arrays[0].isEqual && report.arrays[0].row == 0 && report.arrays[0].col == 1);
        QVERIFY(std::abs(report.arrays[0].largest - 0.01) < 1e-12 && std::abs(report.arrays[0].theirs - report.arrays[0].ours - 0.01) < 1e-12);
        QVERIFY(std::any_of(report.broken.begin(), report.broken.end(), [](const Rule* rule) { return rule->name == "rows-sum-to-one"; }));
        QVERIFY(report.passages.size() == 1 && report.passages[0].fits[0].first == nullptr);
    }

    /// Three mistakes: each passage from one given array to the next is told by itself.
    void passagesAreExplainedWhereAllTogetherIsNot()
    {
        const std::vector<double> scores{1, 2, 3, 4}; // K Qᵀ
        std::vector<double> weights(4);
        for (std::size_t j = 0; j < 2; ++j) { // no scaling, over the queries
            const double sum = std::exp(scores[j]) + std::exp(scores[2 + j]);
            weights[j] = std::exp(scores[j]) / sum;
            weights[2 + j] = std::exp(scores[2 + j]) / sum;
        }
        const CheckReport report = reportOn({{"Q", arrayOf(q, {2, 2})}, {"K", arrayOf(k, {2, 2})}, {"V", arrayOf(v, {2, 2})},
                                             {"scores", arrayOf(scores, {2, 2})}, {"weights", arrayOf(weights, {2, 2})},
                                             {"out", arrayOf(times({weights[0], weights[2], weights[1], weights[3]}, v), {2, 2})}});
        QVERIFY2(report.verdict == Verdict::Differs && report.passages.size() == 2, textOf(report).c_str());
        QVERIFY(std::any_of(report.passages[0].fits.begin(), report.passages[0].fits.end(), [](const Fit& fit) {
            return namesOf(fit) == std::set<std::string>{"no-scaling", "softmax-over-queries"};
        }));
        QVERIFY2(textOf(report).find("pattern-transposed") != std::string::npos, textOf(report).c_str());
    }

    void weightsAloneAreJudgedByTheirSums()
    {
        const std::vector<double> columns{0.25, 0.5, 0.75, 0.5};
        const CheckReport wrong = reportOn({{"weights", arrayOf(columns, {2, 2})}, {"V", arrayOf(v, {2, 2})}, {"z", arrayOf(times(columns, v), {2, 2})}});
        QVERIFY2(wrong.verdict == Verdict::Differs && !wrong.suspects.empty() && wrong.suspects[0]->name == "softmax-over-queries", textOf(wrong).c_str());
        const CheckReport right = reportOn({{"weights", arrayOf(rightWeights(), {2, 2})}, {"V", arrayOf(v, {2, 2})}, {"z", arrayOf(rightOutput(), {2, 2})}});
        QVERIFY2(right.verdict == Verdict::Equal && right.suspects.empty(), textOf(right).c_str());
        QVERIFY(reportOn({{"weights", arrayOf(rightWeights(), {2, 2})}}).verdict == Verdict::Nothing);
        QVERIFY(reportOn({{"Q", arrayOf(q, {2, 2})}}).verdict == Verdict::Nothing);
    }

    void roundedNumbersAreComparedByTheirDecimals()
    {
        std::vector<double> rounded = rightWeights();
        for (double& weight : rounded)
            weight = std::round(weight * 1000.0) / 1000.0;
        const CheckReport report = reportOn({{"Q", arrayOf(q, {2, 2})}, {"K", arrayOf(k, {2, 2})}, {"weights", arrayOf(rounded, {2, 2})}});
        QVERIFY2(report.verdict == Verdict::Equal && report.isRounded && report.decimals == 3, textOf(report).c_str());
    }

    void wrongShapesNameTheArray()
    {
        const NpyArray good = arrayOf(q, {2, 2});
        const auto says = [](const std::string& error, const char* a, const char* b) {
            return error.find(a) != std::string::npos && error.find(b) != std::string::npos;
        };
        QVERIFY(says(errorOn({{"Q", good}, {"K", arrayOf({1, 2, 3}, {1, 3})}}), "`K`", "[1, 3]"));
        QVERIFY(says(errorOn({{"Q", good}, {"K", good}, {"V", arrayOf(std::vector<double>(6, 1.0), {3, 2})}}), "`V`", "must be [2, 2]"));
        QVERIFY(says(errorOn({{"Q", good}, {"K", good}, {"weights", arrayOf(std::vector<double>(25, 0.2), {5, 5})}}), "`weights`", "must be [2, 2]"));
        QVERIFY(says(errorOn({{"Q", good}, {"K", good}, {"weights", good}, {"mask", arrayOf({1, 1, 1}, {3})}}), "`mask`", "[2, 2]"));
        QVERIFY(says(errorOn({{"X", good}, {"W_Q", arrayOf(std::vector<double>(9, 1.0), {3, 3})}}), "`W_Q`", "[2, "));
        QVERIFY(says(errorOn({{"Q", arrayOf(std::vector<double>(16, 1.0), {2, 2, 2, 2})}}), "`Q`", "2 samples"));
        QVERIFY(says(errorOn({{"Q", good}, {"query", good}}), "`Q`", "`query`"));
        QVERIFY(says(errorOn({{"Q", good}, {"heads", arrayOf({2.5}, {})}}), "`heads`", "whole number"));
        QVERIFY(says(errorOn({{"Q", arrayOf({}, {0, 2})}}), "`Q`", "[0, 2]"));
        QVERIFY(says(errorOn({{"Q", arrayOf({1.0, std::nan("")}, {1, 2})}}), "`Q`", "not finite"));
        QVERIFY(says(errorOn({{"foo", good}}), "(foo)", "weights"));
    }

    void tablesAndObjectsAreRead()
    {
        const auto table = parseNumbersCsv("a,b\r\n1, 2.5\r\n-inf,1e-3\r\n", "t.csv");
        QVERIFY2(table.has_value(), table ? "" : table.error().english().c_str());
        QVERIFY((table->shape == std::vector<std::int64_t>{2, 2}) && std::isinf(table->toDoubles()[2]) && table->toDoubles()[3] == 1e-3);
        QVERIFY(parseNumbersCsv("1 2  3\n4 5 6\n", "t.txt")->shape[1] == 3);
        QVERIFY(parseNumbersCsv("1;2\n3;4", "t.csv")->toDoubles()[3] == 4.0);
        QVERIFY(parseNumbersCsv(",0,1\na,1,2\nb,3,4\n", "t.csv")->toDoubles() == (std::vector<double>{1, 2, 3, 4}));
        const auto python = parseNumbersJson(R"({"NaN": [[-Infinity, NaN], [Infinity, 1]]})", "t.json");
        QVERIFY(python && python->front().name == "NaN" && std::isinf(python->front().array.toDoubles()[0]));
        QVERIFY(parseNumbersCsv("1,2\n3\n", "t.csv").error().english().find("line 2") != std::string::npos);
        QVERIFY(parseNumbersCsv("1,2\n3,x\n", "t.csv").error().english().find("\"x\"") != std::string::npos);
        QVERIFY(!parseNumbersCsv("", "t.csv") && !parseNumbersCsv("a,b\n", "t.csv"));
        const auto object = parseNumbersJson(R"({"Q": [[1, 2], [3, 4]], "heads": 1, "mask": [[true, false]]})", "t.json");
        QVERIFY(object.has_value() && object->size() == 3);
        for (const GivenArray& given : *object)
            QVERIFY((given.name == "mask") == (given.array.type == StoredType::Bool));
        for (const char* bad : {"[1]", "{}", R"({"Q": [[1], [1, 2]]})", R"({"Q": [[1], 2]})", R"({"Q": "abc"})", R"({"Q": [null]})", R"({"Q": [[1, [2]]]})"})
            QVERIFY2(!parseNumbersJson(bad, "t.json"), bad);
    }

    /// Every mistake by itself, pairs of those that can be made together, and right numbers, as NumPy programs make them and
    /// as students would hand them in: what was made is named, or another explanation that gives the same numbers.
    void submissionsAreRecognised()
    {
        const QString python = pythonWithNumPy();
        if (python.isEmpty())
            QSKIP("skipped: submissionsAreRecognised: no python3 with NumPy is installed");
        const auto seed = qEnvironmentVariableIsSet("HEADLIGHT_SEED")
                              ? qEnvironmentVariableIntValue("HEADLIGHT_SEED")
                              : static_cast<int>(QDateTime::currentMSecsSinceEpoch() % 1'000'000);
        qInfo("seed %d", seed);
        QTemporaryDir folder;
        QFile list(folder.filePath(QStringLiteral("list")));
        QVERIFY(list.open(QIODevice::WriteOnly));
        for (int i = 0; i < 40; ++i)
            list.write("right\n");
        // A third of the pairs in one run, another third with another seed.
        int pairs = seed;
        for (const Mistake& a : mistakes()) {
            for (int i = 0; i < 3; ++i)
                list.write(QByteArray(a.name.data(), static_cast<qsizetype>(a.name.size())) + '\n');
            for (const Mistake& b : mistakes()) {
                if (&a < &b && canBeMadeTogether(a, b) && ++pairs % 3 == 0)
                    list.write(QByteArray(a.name.data(), static_cast<qsizetype>(a.name.size())) + ' '
                               + QByteArray(b.name.data(), static_cast<qsizetype>(b.name.size())) + '\n');
            }
        }
        list.close();
        const QString path = folder.filePath(QStringLiteral("submissions.npz"));
        const QString said = runScript(python, {QStringLiteral(HEADLIGHT_TEST_DATA "/mistakes/submissions.py"),
                                                QString::number(seed), list.fileName(), path});
        QVERIFY2(said.isEmpty(), qPrintable(said));
        const auto file = readNpz(path.toStdString());
        QVERIFY2(file.has_value(), file ? "" : file.error().english().c_str());
        std::map<int, Submission> submissions;
        for (const auto& [name, array] : *file) {
            const QStringList parts = QString::fromStdString(name).split(u':');
            Submission& submission = submissions[parts[0].toInt()];
            submission.made = parts[1].toStdString();
            submission.form = parts[2].toStdString();
            submission.arrays.push_back({parts[3].toStdString(), array});
        }
        int exact = 0, alone = 0, other = 0, failed = 0;
        qint64 slowest = 0;
        std::map<std::string, int> failures, others;
        for (const auto& [number, submission] : submissions) {
            QElapsedTimer timer;
            timer.start();
            const auto given = readingsOf(submission.arrays);
            QVERIFY2(given.has_value(), given ? "" : (submission.made + " (" + submission.form + "): " + given.error().english()).c_str());
            const CheckReport report = check(*given);
            slowest = std::max(slowest, timer.elapsed());
            const std::set<std::string> made = wordsOf(submission.made);
            const bool isThere = std::any_of(report.fits.begin(), report.fits.end(), [&](const Fit& fit) { return namesOf(fit) == made; });
            const bool isWrong = report.verdict == Verdict::Differs || report.verdict == Verdict::Nothing
                                 || (made.empty() && report.verdict != Verdict::Equal);
            if (isWrong) {
                ++failed;
                for (const std::string& name : made)
                    ++failures[name];
                qWarning("%d %s (%s): %s", number, submission.made.c_str(), submission.form.c_str(), textOf(report).c_str());
            } else if (isThere) {
                ++exact;
                alone += report.fits.size() == 1 ? 1 : 0;
            } else {
                ++other;
                ++others[submission.made + " (" + submission.form + ") -> " + nameOf(report.verdict)
                         + (report.fits.empty() || !report.fits.front().first ? "" : " " + std::string(report.fits.front().first->name))];
            }
        }
        qInfo("%d submissions: %d named (%d of them alone), %d explained by something simpler or equal, %d not explained; slowest %lld ms",
              static_cast<int>(submissions.size()), exact, alone, other, failed, slowest);
        for (const auto& [name, count] : failures)
            qInfo("not explained: %s %d", name.c_str(), count);
        if (qEnvironmentVariableIsSet("HEADLIGHT_SHOW_OTHERS")) {
            for (const auto& [text, count] : others)
                qInfo("%d %s", count, text.c_str());
        }
        QVERIFY(submissions.size() > 350);
        QCOMPARE(failed, 0);
        QVERIFY(exact > static_cast<int>(submissions.size()) * 85 / 100);
    }
};

QTEST_GUILESS_MAIN(TestCheck)
#include "tst_check.moc"
