#include "core/analysis/head_metrics.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace hl;

namespace {

Tokens tokensOf(std::initializer_list<TokenId> ids)
{
    Tokens tokens;
    for (const TokenId id : ids) {
        Token token;
        token.id = id;
        tokens.push_back(token);
    }
    return tokens;
}

MatrixView viewOf(const MatrixOf<double>& matrix)
{
    return {matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

void compareNear(std::optional<double> actual, double expected)
{
    QVERIFY(actual.has_value());
    QVERIFY2(std::abs(*actual - expected) <= 1e-12 * (1.0 + std::abs(expected)),
             qPrintable(QString::number(*actual, 'g', 17) + QStringLiteral(" is not ")
                        + QString::number(expected, 'g', 17)));
}

/// Three tokens "a b a" under a causal mask:
///   1     0     0
///   1/4   3/4   0
///   1/2   1/4   1/4
MatrixOf<double> causalExample()
{
    MatrixOf<double> pattern(3, 3);
    pattern << 1.0, 0.0, 0.0, 0.25, 0.75, 0.0, 0.5, 0.25, 0.25;
    return pattern;
}

} // namespace

class TestHeadMetrics : public QObject
{
    Q_OBJECT

private slots:
    void tableIsInEnumOrder()
    {
        for (int i = 0; i < headMetricCount; ++i)
            QCOMPARE(static_cast<int>(headMetricTable()[static_cast<std::size_t>(i)].metric), i);
    }

    void handCalculatedExample()
    {
        const auto pattern = causalExample();
        const Tokens tokens = tokensOf({7, 8, 7});
        const HeadMetrics m = headMetrics({viewOf(pattern), {}, &tokens});
        QCOMPARE(m.rows, Index{3});
        QCOMPARE(m.fullyMaskedRows, Index{0});
        // Row entropies: 0; ln 4 − (3/4) ln 3; (3/2) ln 2.
        const double second = std::log(4.0) - 0.75 * std::log(3.0);
        const double third = 1.5 * std::log(2.0);
        compareNear(m.value(HeadMetric::Entropy), (second + third) / 3.0);
        compareNear(m.value(HeadMetric::EffectiveKeys), (1.0 + std::exp(second) + std::exp(third)) / 3.0);
        // Distances: 0; 1/4; 2·1/2 + 1·1/4.
        compareNear(m.value(HeadMetric::MeanDistance), (0.0 + 0.25 + 1.25) / 3.0);
        compareNear(m.value(HeadMetric::PreviousMass), (0.25 + 0.25) / 2.0);
        compareNear(m.value(HeadMetric::FirstMass), (0.25 + 0.5) / 2.0);
        compareNear(m.value(HeadMetric::DiagonalMass), (1.0 + 0.75 + 0.25) / 3.0);
        // Only the third row may look at the same token elsewhere (key 0).
        compareNear(m.value(HeadMetric::SameTokenMass), 0.5);
    }

    void uniformRowsHaveAsManyEffectiveKeysAsKeys()
    {
        const MatrixOf<double> pattern = MatrixOf<double>::Constant(5, 5, 0.2);
        const Tokens tokens = tokensOf({1, 2, 3, 4, 5});
        const HeadMetrics m = headMetrics({viewOf(pattern), {}, &tokens});
        compareNear(m.value(HeadMetric::Entropy), std::log(5.0));
        compareNear(m.value(HeadMetric::EffectiveKeys), 5.0);
        QVERIFY(!m.value(HeadMetric::SameTokenMass).has_value());
    }

    void sameTokenCountsRowsThatMayLookThoughTheyDoNot()
    {
        const MatrixOf<double> pattern = MatrixOf<double>::Identity(2, 2);
        const MatrixOf<double> mask = MatrixOf<double>::Zero(2, 2);
        const Tokens tokens = tokensOf({3, 3});
        compareNear(headMetrics({viewOf(pattern), viewOf(mask), &tokens}).value(HeadMetric::SameTokenMass), 0.0);
        QVERIFY(!headMetrics({viewOf(pattern), {}, &tokens}).value(HeadMetric::SameTokenMass).has_value());
    }

    void fullyMaskedAndNonFiniteRowsAreLeftOutAndCounted()
    {
        MatrixOf<double> pattern = causalExample();
        pattern.row(0).setZero();
        pattern(1, 1) = std::numeric_limits<double>::quiet_NaN();
        const Tokens tokens = tokensOf({7, 8, 7});
        const HeadMetrics m = headMetrics({viewOf(pattern), {}, &tokens});
        QCOMPARE(m.rows, Index{1});
        QCOMPARE(m.fullyMaskedRows, Index{1});
        QCOMPARE(m.nonFiniteRows, Index{1});
        compareNear(m.value(HeadMetric::Entropy), 1.5 * std::log(2.0));
        compareNear(m.value(HeadMetric::DiagonalMass), 0.25);
    }

    void nothingIsMeasuredWhereNoRowIsLeft()
    {
        const MatrixOf<double> pattern = MatrixOf<double>::Zero(2, 2);
        const Tokens tokens = tokensOf({1, 1});
        const HeadMetrics m = headMetrics({viewOf(pattern), {}, &tokens});
        QCOMPARE(m.fullyMaskedRows, Index{2});
        for (const HeadMetricInfo& info : headMetricTable())
            QVERIFY(!m.value(info.metric).has_value());
    }

    void crossAttentionHasNoDistances()
    {
        MatrixOf<double> pattern(2, 3);
        pattern << 0.5, 0.5, 0.0, 0.0, 0.0, 1.0;
        const HeadMetrics m = headMetrics({viewOf(pattern), {}, nullptr});
        compareNear(m.value(HeadMetric::FirstMass), 0.25);
        compareNear(m.value(HeadMetric::EffectiveKeys), 1.5);
        for (const HeadMetric metric : {HeadMetric::MeanDistance, HeadMetric::PreviousMass, HeadMetric::DiagonalMass,
                                        HeadMetric::SameTokenMass})
            QVERIFY(!m.value(metric).has_value());
    }

    void everyHeadOfAnEncoderDecoderIsListed()
    {
        StackSpec encoder{.layers = 2, .attention = {.heads = 3}, .cross = {}, .mlp = {}, .positions = {}};
        StackSpec decoder = encoder;
        decoder.layers = 1;
        decoder.cross = AttentionSpec{.heads = 2};
        ModelSpec spec;
        spec.encoder = encoder;
        spec.decoder = decoder;
        const auto heads = attentionHeads(spec);
        QCOMPARE(heads.size(), std::size_t{2 * 3 + 3 + 2});
        QVERIFY(heads.back().isCross && heads.back().side == Side::Decoder);
        QCOMPARE(nameOf(heads.front()), std::string("encoder.blocks.0.attn.0.pattern"));
    }
};

QTEST_APPLESS_MAIN(TestHeadMetrics)
#include "tst_head_metrics.moc"
