#include "core/model/builtin.h"
#include "core/output/trace_file.h"
#include "core/run/counterpart.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace hl;

namespace {

Tokens tokensOf(const std::vector<std::string>& words)
{
    Tokens tokens;
    for (const std::string& word : words)
        tokens.push_back({.piece = word, .text = word});
    return tokens;
}

/// The edit distance, by the plain recursion with memory of one row.
std::size_t distance(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row[b.size()];
}

RunRequest requestFor(const char* model, const char* text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    return request;
}

constexpr StepRef pattern{.step = Step::Pattern, .layer = 0, .head = 0};

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private slots:
    void alignmentPairsWhatStayed()
    {
        const auto pairs = alignTokens(tokensOf({"the", "cat", "sat", "down"}), tokensOf({"the", "old", "cat", "sat", "up"}));
        const std::vector<AlignedPair> expected{{0, 0}, {-1, 1}, {1, 2}, {2, 3}, {3, 4}};
        QVERIFY(pairs == expected);
        QVERIFY(alignTokens({}, tokensOf({"a"})) == (std::vector<AlignedPair>{{-1, 0}}));
        QVERIFY(alignTokens({}, {}).empty());
    }

    /// Random texts: every position once and in order, and as few changes as the edit distance says.
    void alignmentCostsTheEditDistance()
    {
        constexpr unsigned seed = 20261120;
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 300; ++round) {
            std::vector<std::string> a(random() % 12), b(random() % 12);
            for (auto* words : {&a, &b}) {
                for (std::string& word : *words)
                    word = std::string(1, static_cast<char>('a' + random() % 4));
            }
            std::size_t cost = 0;
            int left = 0;
            int right = 0;
            for (const AlignedPair& pair : alignTokens(tokensOf(a), tokensOf(b))) {
                QVERIFY(pair.left < 0 || pair.left == left++);
                QVERIFY(pair.right < 0 || pair.right == right++);
                QVERIFY(pair.left >= 0 || pair.right >= 0);
                const bool isSame = pair.left >= 0 && pair.right >= 0
                                    && a[static_cast<std::size_t>(pair.left)] == b[static_cast<std::size_t>(pair.right)];
                cost += isSame ? 0 : 1;
            }
            QCOMPARE(static_cast<std::size_t>(left), a.size());
            QCOMPARE(static_cast<std::size_t>(right), b.size());
            QCOMPARE(cost, distance(a, b));
        }
    }

    /// Two rows by hand: p = (1, 0), q = (½, ½): m = (¾, ¼), JS = ½ log₂(4/3) + ½ (½ log₂(2/3) + ½ log₂ 2) = 0.311278 bits.
    void distancesAreThoseOfTheirDefinitions()
    {
        RunRequest request = requestFor("toy", "the cat");
        request.dtype = DType::Float64;
        const TracePtr left = *run(request);
        request.edits = {{SetCells{pattern, {{1, 0, 1.0}, {1, 1, 0.0}}}}};
        const TracePtr right = *run(request);
        request.edits = {{SetCells{pattern, {{1, 0, 0.5}, {1, 1, 0.5}}}}};
        const TracePtr even = *run(request);
        const auto c = compare(*right, pattern, *even, pattern);
        QVERIFY(c);
        QCOMPARE(c->compared, Index(4));
        QVERIFY(std::abs(c->frobenius - std::sqrt(0.5)) < 1e-15);
        QVERIFY(std::abs(c->cosine - (1.0 + 0.5) / (std::sqrt(2.0) * std::sqrt(1.5))) < 1e-15);
        QVERIFY(std::abs(c->jensenShannon[1] - 0.311278124459133) < 1e-12);
        QVERIFY(c->jensenShannon[0] == 0.0);
        QVERIFY(std::abs(*c->meanJensenShannon - 0.155639062229566) < 1e-12);
        QCOMPARE(c->largest.size(), std::size_t(2));
        QVERIFY(c->difference(1, 0) == -0.5 && c->difference(1, 1) == 0.5);
        const auto same = compare(*left, pattern, *left, pattern);
        QVERIFY(same->frobenius == 0.0 && same->largest.empty() && std::abs(same->cosine - 1.0) < 1e-15);
    }

    void textsOfOtherLengthsAreAlignedByTheirWords()
    {
        const RunRequest request = requestFor("constructed", "The cat saw the dog");
        const TracePtr trace = *run(request);
        CompareWith with;
        with.kind = CompareWith::Kind::Text;
        with.text = "The old cat saw a dog";
        const auto counterpart = makeCounterpart(request, with);
        QVERIFY(counterpart);
        const auto c = compareWith(*counterpart, *trace, pattern);
        QVERIFY(c);
        QCOMPARE(c->rows.size(), std::size_t(6));
        QVERIFY(c->rows[1] == (AlignedPair{1, -1}));
        QVERIFY(std::isnan(c->difference(1, 0)) && std::isnan(c->right(1, 0)) && !std::isnan(c->left(1, 0)));
        QVERIFY(c->difference(2, 0) == trace->view(pattern).at(1, 0) - counterpart->trace->view(pattern).at(2, 0));
    }

    void headsStepsModelsAndChangesAreCompared()
    {
        RunRequest request = requestFor("stories", "The keys near the old cabinet");
        request.edits = {{ScaleHead{{.step = Step::Z, .layer = 0, .head = 1}, 0.0}}};
        const TracePtr trace = *run(request);
        const auto comparedBy = [&](const char* how) {
            const auto with = parseCompareWith(how);
            if (!with)
                qFatal("%s", with.error().english().c_str());
            const auto counterpart = makeCounterpart(request, *with);
            if (!counterpart)
                qFatal("%s", counterpart.error().english().c_str());
            return compareWith(*counterpart, *trace, pattern);
        };
        const auto head = comparedBy("head=1.2");
        QVERIFY(head && head->left(3, 1) == trace->view({.step = Step::Pattern, .layer = 1, .head = 2}).at(3, 1));
        const auto step = comparedBy("step=masked");
        QVERIFY(step && step->left(3, 1) == trace->view({.step = Step::Masked, .layer = 0, .head = 0}).at(3, 1));
        QVERIFY(!step->meanJensenShannon);
        const auto before = comparedBy("edits");
        QVERIFY(before && before->frobenius == 0.0); // the first layer's patterns come before the head that is out
        const auto model = comparedBy("model=induction");
        QVERIFY(model && model->compared > 0);
    }

    void aWrittenFileIsItsOwnTrace()
    {
        const RunRequest request = requestFor("toy", "the cat sat");
        const TracePtr trace = *run(request);
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("all.npz")).toStdString();
        QVERIFY(writeTrace(*trace, trace->steps(), path));
        const auto with = parseCompareWith("file=" + path);
        const auto counterpart = makeCounterpart(request, *with);
        QVERIFY(counterpart);
        for (const StepRef& ref : trace->steps()) {
            const auto c = compareWith(*counterpart, *trace, ref);
            QVERIFY2(c, nameOf(ref).c_str());
            QVERIFY2(c->largestChange == 0.0, nameOf(ref).c_str());
        }
    }

    void whatCannotBeComparedIsRefusedInOneSentence()
    {
        const RunRequest request = requestFor("toy", "the cat sat");
        const TracePtr trace = *run(request);
        for (const char* how : {"", "head", "head=1", "head=a.b", "head=-1.0", "step=nothing", "text=", "model=nothing", "file=", "sentence=x"})
            QVERIFY2(!parseCompareWith(how), how);
        const auto refusal = [&](const char* how, const StepRef& ref) {
            const auto counterpart = makeCounterpart(request, *parseCompareWith(how));
            const auto c = counterpart ? compareWith(*counterpart, *trace, ref) : tl::unexpected(counterpart.error());
            return c ? std::string() : c.error().english();
        };
        QCOMPARE(refusal("head=9.0", pattern), std::string("The model toy has no step \"blocks.9.attn.0.pattern\" to compare with."));
        QCOMPARE(refusal("step=q", pattern), std::string("These cannot be set side by side: one has 4 columns, the other 3, and they are no tokens."));
        QVERIFY(!refusal("text= ", pattern).empty());
        QVERIFY(!refusal("file=/nowhere/x.npz", pattern).empty());
        QVERIFY(!refusal("model=hello-world", {.step = Step::Pattern, .layer = 1, .head = 0}).empty());
    }
};

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_compare.moc"
