// The rules of reading against plain loops, cell by cell, on random patterns.
#include "core/analysis/reading.h"
#include "core/analysis/head_metrics.h"
#include "core/analysis/reading_ledger.h"
#include "core/base/seeded_random.h"
#include "core/model/builtin.h"
#include "core/output/ledger_text.h"
#include "core/run/run_request.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace hl;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t seed = 20170612;

MatrixView viewOf(const MatrixOf<double>& m)
{
    return {m.data(), m.rows(), m.cols(), m.cols()};
}

Token token(int word, bool isSpecial)
{
    Token t;
    t.text = t.piece = "x";
    t.word = isSpecial ? -1 : word;
    t.isSpecial = isSpecial;
    return t;
}

/// Words of one to three pieces with special tokens between them, at least one word.
Tokens randomTokens(SeededRandom& random, int words)
{
    Tokens tokens;
    for (int word = 0; word < words; ++word) {
        if (random.uniform() < 0.4)
            tokens.push_back(token(0, true));
        const int pieces = 1 + static_cast<int>(3.0 * random.uniform());
        for (int piece = 0; piece < pieces; ++piece)
            tokens.push_back(token(word, false));
    }
    tokens.push_back(token(0, true));
    return tokens;
}

struct RandomHead
{
    MatrixOf<double> pattern;
    MatrixOf<double> mask;
};

/// Rows that sum to 1 over the allowed keys; now and then a row that may look nowhere.
RandomHead randomHead(SeededRandom& random, Index rows, Index cols, double sharpness)
{
    RandomHead head{MatrixOf<double>::Zero(rows, cols), MatrixOf<double>::Zero(rows, cols)};
    for (Index i = 0; i < rows; ++i) {
        const bool isNowhere = random.uniform() < 0.1;
        double sum = 0.0;
        for (Index j = 0; j < cols; ++j) {
            if (isNowhere || random.uniform() < 0.3) {
                head.mask(i, j) = -infinity;
                continue;
            }
            head.pattern(i, j) = std::exp(sharpness * random.normal());
            sum += head.pattern(i, j);
        }
        if (sum > 0.0)
            head.pattern.row(i) /= sum;
    }
    return head;
}

/// The words of a text as lists of their pieces, hidden tokens left out: written anew.
std::vector<std::vector<Index>> groupsOf(const Tokens& tokens, const PatternReading& reading)
{
    std::vector<std::vector<Index>> groups;
    int last = -2;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].isSpecial && reading.specials != SpecialTokens::Shown) {
            last = -2;
            continue;
        }
        if (reading.joinsWords && !tokens[i].isSpecial && tokens[i].word == last)
            groups.back().push_back(static_cast<Index>(i));
        else
            groups.push_back({static_cast<Index>(i)});
        last = tokens[i].isSpecial ? -2 : tokens[i].word;
    }
    return groups;
}

double restOf(const MatrixOf<double>& a, Index i, const std::vector<std::vector<Index>>& keys)
{
    double rest = 0.0;
    for (const auto& key : keys) {
        for (const Index j : key)
            rest += a(i, j);
    }
    return rest;
}

double cellOf(const MatrixOf<double>& a, const std::vector<Index>& query, const std::vector<Index>& key,
              const std::vector<std::vector<Index>>& keys, const PatternReading& reading)
{
    double mean = 0.0;
    for (const Index i : query) {
        double sum = 0.0;
        for (const Index j : key)
            sum += a(i, j);
        if (reading.specials == SpecialTokens::Renormalised) {
            const double rest = restOf(a, i, keys);
            sum = rest == 0.0 ? 0.0 : sum / rest;
        }
        mean += sum;
    }
    return mean / static_cast<double>(query.size());
}

std::vector<double> sharesOf(const std::vector<RandomHead>& heads, Aggregate aggregate)
{
    std::vector<double> shares(heads.size(), 1.0 / static_cast<double>(heads.size()));
    if (aggregate != Aggregate::Entropy)
        return shares;
    double total = 0.0;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        double entropy = 0.0;
        double even = 0.0;
        for (Index i = 0; i < heads[h].pattern.rows(); ++i) {
            double own = 0.0;
            int allowed = 0;
            for (Index j = 0; j < heads[h].pattern.cols(); ++j) {
                const double a = heads[h].pattern(i, j);
                allowed += heads[h].mask(i, j) == 0.0 ? 1 : 0;
                own -= a > 0.0 ? a * std::log(a) : 0.0;
            }
            entropy += own;
            even += allowed > 0 ? std::log(allowed) : 0.0;
        }
        shares[h] = even > 0.0 ? std::max(0.0, 1.0 - entropy / even) : 0.0;
        total += shares[h];
    }
    for (double& share : shares)
        share = total > 0.0 ? share / total : 1.0 / static_cast<double>(heads.size());
    return shares;
}

std::vector<PatternReading> allReadings()
{
    std::vector<PatternReading> all;
    for (const bool joins : {false, true}) {
        for (const auto specials : {SpecialTokens::Shown, SpecialTokens::Hidden, SpecialTokens::Renormalised}) {
            for (const auto aggregate : {Aggregate::Head, Aggregate::Mean, Aggregate::Max, Aggregate::Entropy})
                all.push_back({joins, specials, aggregate, false});
        }
    }
    return all;
}

std::vector<HeadPattern> patternsOf(const std::vector<RandomHead>& heads)
{
    std::vector<HeadPattern> patterns;
    for (std::size_t h = 0; h < heads.size(); ++h)
        patterns.push_back({{.step = Step::Pattern, .layer = 0, .head = static_cast<int>(h)}, viewOf(heads[h].pattern), viewOf(heads[h].mask)});
    return patterns;
}

TracePtr traceOf(const char* model, const char* text, const char* second = nullptr)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    if (second)
        request.second = second;
    return *run(request);
}

} // namespace

class TestReading : public QObject
{
    Q_OBJECT

private slots:
    void everyCellIsWhatPlainLoopsGive();
    void aHiddenTokensMassIsStatedByRowAndInAll();
    void rowsSumToOneButForWhatIsHidden();
    void aRowThatLooksAtHiddenTokensAloneIsZeroAndCounted();
    void notANumberStaysNotANumber();
    void aJoinedCellIsForbiddenOnlyIfAllItsPiecesAre();
    void onlySpecialTokensAreRefused();
    void headsAlikeHaveEqualShares();
    void theEntropyOfAShareIsTheMetric();
    void everyCellOfARunIsExplained_data();
    void everyCellOfARunIsExplained();
    void namesAndRulesSayHowItIsRead();
    void aTokenHiddenIsFoundAtTheNextWord();
};

void TestReading::everyCellIsWhatPlainLoopsGive()
{
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    int cells = 0;
    for (int round = 0; round < 40; ++round) {
        const Tokens queries = randomTokens(random, 1 + round % 7);
        const Tokens keys = round % 2 == 0 ? queries : randomTokens(random, 1 + round % 5);
        std::vector<RandomHead> heads;
        for (int h = 0; h < 1 + round % 4; ++h)
            heads.push_back(randomHead(random, static_cast<Index>(queries.size()), static_cast<Index>(keys.size()), 0.3 + h));
        for (const PatternReading& reading : allReadings()) {
            const bool isOne = reading.aggregate == Aggregate::Head;
            const std::vector<RandomHead> own = isOne ? std::vector{heads.front()} : heads;
            const auto read = readPatterns(patternsOf(own), queries, keys, reading);
            QVERIFY(read);
            const auto rows = groupsOf(queries, reading);
            const auto cols = groupsOf(keys, reading);
            QCOMPARE(read->weights.rows(), static_cast<Index>(rows.size()));
            QCOMPARE(read->weights.cols(), static_cast<Index>(cols.size()));
            const auto shares = sharesOf(own, reading.aggregate);
            for (std::size_t r = 0; r < rows.size(); ++r) {
                for (std::size_t c = 0; c < cols.size(); ++c) {
                    double expected = 0.0;
                    for (std::size_t h = 0; h < own.size(); ++h) {
                        const double one = cellOf(own[h].pattern, rows[r], cols[c], cols, reading);
                        expected = reading.aggregate == Aggregate::Max ? std::max(expected, one) : expected + shares[h] * one;
                    }
                    const double got = read->weights(static_cast<Index>(r), static_cast<Index>(c));
                    QVERIFY2(std::abs(got - expected) <= 1e-14, qPrintable(QStringLiteral("round %1: %2 for %3").arg(round).arg(got).arg(expected)));
                    ++cells;
                }
            }
        }
    }
    QVERIFY(cells > 10000);
}

void TestReading::aHiddenTokensMassIsStatedByRowAndInAll()
{
    const Tokens tokens{token(0, true), token(0, false), token(0, false), token(0, true)};
    MatrixOf<double> a(4, 4);
    a << 1, 0, 0, 0, .5, .5, 0, 0, .1, .2, .3, .4, 0, 0, 0, 1;
    const std::vector<HeadPattern> heads{{{.step = Step::Pattern, .layer = 0, .head = 0}, viewOf(a), {}}};
    const auto read = readPatterns(heads, tokens, tokens, {true, SpecialTokens::Hidden, Aggregate::Head, false});
    QVERIFY(read);
    QCOMPARE(read->weights.size(), Index{1});
    QVERIFY(std::abs(read->weights(0, 0) - (0.5 + 0.5) / 2.0) < 1e-15); // rows .5 and .2 + .3
    QVERIFY(std::abs(read->hidden[0] - (0.5 + 0.5) / 2.0) < 1e-15);
    QVERIFY(std::abs(read->hiddenShare - 1.0 / 2.0) < 1e-15);
    QCOMPARE(read->hiddenKeys, Index{2});
    QCOMPARE(read->hiddenQueries, Index{2});
}

void TestReading::rowsSumToOneButForWhatIsHidden()
{
    SeededRandom random(seed + 1);
    const Tokens tokens = randomTokens(random, 9);
    const auto n = static_cast<Index>(tokens.size());
    std::vector<RandomHead> heads;
    for (int h = 0; h < 3; ++h) {
        heads.push_back({MatrixOf<double>(n, n), MatrixOf<double>::Zero(n, n)});
        for (Index i = 0; i < n; ++i) {
            for (Index j = 0; j < n; ++j)
                heads.back().pattern(i, j) = std::exp(random.normal());
            heads.back().pattern.row(i) /= heads.back().pattern.row(i).sum();
        }
    }
    for (const PatternReading& reading : allReadings()) {
        const auto own = reading.aggregate == Aggregate::Head ? std::vector{heads.front()} : heads;
        const auto read = readPatterns(patternsOf(own), tokens, tokens, reading);
        for (Index row = 0; row < read->weights.rows(); ++row) {
            double sum = read->weights.row(row).sum();
            if (reading.specials == SpecialTokens::Hidden)
                sum += read->hidden[static_cast<std::size_t>(row)];
            if (reading.aggregate == Aggregate::Max)
                QVERIFY(reading.specials == SpecialTokens::Hidden || sum >= 1.0);
            else
                QVERIFY(std::abs(sum - 1.0) < 1e-12);
        }
    }
}

void TestReading::aRowThatLooksAtHiddenTokensAloneIsZeroAndCounted()
{
    const Tokens tokens{token(0, true), token(0, false), token(1, false)};
    MatrixOf<double> a(3, 3);
    a << 1, 0, 0, 1, 0, 0, .5, 0, .5;
    const std::vector<HeadPattern> heads{{{.step = Step::Pattern, .layer = 0, .head = 0}, viewOf(a), {}}};
    const auto read = readPatterns(heads, tokens, tokens, {false, SpecialTokens::Renormalised, Aggregate::Head, false});
    QVERIFY(read->weights.row(0).isZero(0.0));
    QVERIFY(read->weights(1, 1) == 1.0);
    QCOMPARE(read->emptyRows, Index{1});
}

void TestReading::notANumberStaysNotANumber()
{
    const Tokens tokens{token(0, false), token(0, false), token(1, false)};
    MatrixOf<double> a = MatrixOf<double>::Constant(3, 3, 1.0 / 3.0);
    a(0, 2) = std::numeric_limits<double>::quiet_NaN();
    const MatrixOf<double> b = MatrixOf<double>::Constant(3, 3, 1.0 / 3.0);
    for (const Aggregate aggregate : {Aggregate::Mean, Aggregate::Max, Aggregate::Entropy}) {
        for (const bool isFirst : {true, false}) {
            const std::vector<HeadPattern> heads{{{}, viewOf(isFirst ? a : b), {}}, {{}, viewOf(isFirst ? b : a), {}}};
            const auto read = readPatterns(heads, tokens, tokens, {true, SpecialTokens::Shown, aggregate, false});
            QVERIFY(std::isnan(read->weights(0, 1)));
            QVERIFY(std::isfinite(read->weights(1, 0)));
        }
    }
}

void TestReading::aJoinedCellIsForbiddenOnlyIfAllItsPiecesAre()
{
    const Tokens tokens{token(0, false), token(1, false), token(1, false), token(2, false)};
    MatrixOf<double> mask = MatrixOf<double>::Zero(4, 4);
    for (Index i = 0; i < 4; ++i) {
        for (Index j = i + 1; j < 4; ++j)
            mask(i, j) = -infinity;
    }
    const MatrixOf<double> a = MatrixOf<double>::Constant(4, 4, 0.25);
    const std::vector<HeadPattern> heads{{{}, viewOf(a), viewOf(mask)}};
    const auto read = readPatterns(heads, tokens, tokens, {true, SpecialTokens::Shown, Aggregate::Head, false});
    for (Index i = 0; i < 3; ++i) {
        for (Index j = 0; j < 3; ++j)
            QCOMPARE(read->forbidden(i, j) != 0.0F, j > i);
    }
    // Another head that may look everywhere lifts it.
    const std::vector<HeadPattern> both{heads.front(), {{}, viewOf(a), {}}};
    QVERIFY(readPatterns(both, tokens, tokens, {true, SpecialTokens::Shown, Aggregate::Mean, false})->forbidden.isZero(0.0F));
}

void TestReading::onlySpecialTokensAreRefused()
{
    const Tokens tokens{token(0, true), token(0, true)};
    const MatrixOf<double> a = MatrixOf<double>::Constant(2, 2, 0.5);
    const std::vector<HeadPattern> heads{{{}, viewOf(a), {}}};
    const auto read = readPatterns(heads, tokens, tokens, {false, SpecialTokens::Hidden, Aggregate::Head, false});
    QVERIFY(!read);
    QVERIFY(read.error().english().find("only special tokens") != std::string::npos);
    QVERIFY(readPatterns(heads, tokens, tokens, {true, SpecialTokens::Shown, Aggregate::Head, false}));
}

void TestReading::headsAlikeHaveEqualShares()
{
    const Tokens tokens{token(0, false), token(1, false)};
    const MatrixOf<double> even = MatrixOf<double>::Constant(2, 2, 0.5);
    const MatrixOf<double> sharp = MatrixOf<double>::Identity(2, 2);
    const PatternReading reading{false, SpecialTokens::Shown, Aggregate::Entropy, false};
    const std::vector<HeadPattern> alike{{{}, viewOf(even), {}}, {{}, viewOf(even), {}}};
    const auto equal = readPatterns(alike, tokens, tokens, reading);
    for (const HeadShare& share : equal->heads)
        QVERIFY(share.share == 0.5); // both count nothing: neither is preferred
    const MatrixOf<double> allowed = MatrixOf<double>::Zero(2, 2);
    const std::vector<HeadPattern> two{{{}, viewOf(even), {}}, {{}, viewOf(sharp), viewOf(allowed)}};
    const auto read = readPatterns(two, tokens, tokens, reading);
    QVERIFY(read->heads[0].share < 1e-15);
    QVERIFY(read->heads[1].share > 1.0 - 1e-15);
}

void TestReading::theEntropyOfAShareIsTheMetric()
{
    const TracePtr trace = traceOf("stories", "The keys near the old cabinet are on the table");
    const auto read = readPattern(*trace, {.step = Step::Pattern, .layer = 1, .head = 0}, {false, SpecialTokens::Shown, Aggregate::Entropy, false});
    QVERIFY(read);
    double total = 0.0;
    for (const HeadShare& share : read->heads) {
        const auto metrics = headMetrics(*trace, share.head);
        QVERIFY(std::abs(*metrics->value(HeadMetric::Entropy) - *share.entropy) < 1e-12);
        total += share.share;
    }
    QVERIFY(std::abs(total - 1.0) < 1e-12);
}

void TestReading::everyCellOfARunIsExplained_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<bool>("isCross");
    QTest::newRow("words in bytes") << QByteArray("toy") << QByteArray() << false;
    QTest::newRow("a decoder") << QByteArray("en-fr") << QByteArray("le chat") << false;
    QTest::newRow("cross-attention") << QByteArray("en-fr") << QByteArray("le chat") << true;
}

void TestReading::everyCellOfARunIsExplained()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, second);
    QFETCH(bool, isCross);
    const TracePtr trace = traceOf(model.constData(), "the zebras saw a qux cat", second.isEmpty() ? nullptr : second.constData());
    const Side side = trace->model().spec().outputSide();
    int cells = 0;
    for (PatternReading reading : allReadings()) {
        for (const bool isOverAll : {false, true}) {
            reading.isOverAllLayers = isOverAll;
            const StepRef head{.step = Step::Pattern, .layer = 0, .head = 1, .side = side, .isCross = isCross};
            const auto read = readPattern(*trace, head, reading);
            QVERIFY(read);
            for (Index row = 0; row < read->weights.rows(); ++row) {
                for (Index col = 0; col < read->weights.cols(); ++col) {
                    const auto ledger = explainReading(*trace, *read, head, reading, row, col);
                    QVERIFY(ledger);
                    const Explanation& last = ledger->chain.back();
                    QVERIFY2(last.agrees(), last.name.c_str());
                    QVERIFY(last.traced == read->weights(row, col));
                    QCOMPARE(last.name, nameOfReading(head, reading));
                    for (const Invariant& invariant : last.invariants)
                        QVERIFY2(invariant.holds, invariant.claim.english().c_str());
                    // Every weight that is added up is one of the run.
                    for (const Term& term : ledger->chain.front().terms) {
                        const Operand& weight = term.factors.back();
                        QVERIFY(trace->view(*weight.source.step).at(weight.source.row, weight.source.col) == weight.value);
                    }
                    if (reading.aggregate != Aggregate::Head) {
                        QCOMPARE(ledger->heads.size(), headsRead(*trace, head, reading).size());
                        for (const HeadPart& part : ledger->heads) {
                            const auto own = readPattern(*trace, part.share.head, reading.ofOneHead());
                            QVERIFY(std::abs(own->weights(row, col) - part.value) <= 1e-14);
                        }
                    }
                    QVERIFY(!ledgerText(ledger->chain, LedgerFormat::NumPy, 6).empty());
                    ++cells;
                }
            }
        }
    }
    QVERIFY(cells > 200);
}

void TestReading::namesAndRulesSayHowItIsRead()
{
    const StepRef head{.step = Step::Scores, .layer = 1, .head = 2, .side = Side::Decoder, .isCross = true};
    QCOMPARE(nameOfReading(head, {}), std::string("decoder.blocks.1.cross.2.pattern"));
    QCOMPARE(nameOfReading(head, {true, SpecialTokens::Renormalised, Aggregate::Head, false}),
             std::string("decoder.blocks.1.cross.2.pattern.words.renormalised"));
    QCOMPARE(nameOfReading(head, {false, SpecialTokens::Hidden, Aggregate::Mean, false}), std::string("decoder.blocks.1.cross.mean.pattern.hidden"));
    QCOMPARE(nameOfReading({.step = Step::Pattern, .layer = 1, .head = 0}, {true, SpecialTokens::Shown, Aggregate::Max, true}),
             std::string("attn.max.pattern.words"));
    QVERIFY(rulesOf({}, head, {}).empty());
    ReadPattern read;
    read.hiddenKeys = 3;
    read.hiddenShare = 0.412;
    read.heads.resize(4);
    const auto rules = rulesOf(read, head, {true, SpecialTokens::Hidden, Aggregate::Mean, false});
    QCOMPARE(rules.size(), std::size_t{3});
    QCOMPARE(rules[0].text.english(), std::string("hidden special tokens: 3, with 41.2 % of the mass; the rest is as it was"));
    QCOMPARE(rules[1].text.english(), std::string("words: sum over key pieces, mean over query pieces"));
    QCOMPARE(rules[2].text.english(), std::string("mean over the heads of layer 2 (4)"));
}

void TestReading::aTokenHiddenIsFoundAtTheNextWord()
{
    const std::vector<WordSpan> spans{{1, 3, 0, false}, {4, 5, 0, false}};
    const std::vector<Index> expected{0, 0, 0, 1, 1, 1};
    for (Index token = 0; token < 6; ++token)
        QCOMPARE(spanOf(spans, token), expected[static_cast<std::size_t>(token)]);
}

QTEST_APPLESS_MAIN(TestReading)
#include "tst_reading.moc"
