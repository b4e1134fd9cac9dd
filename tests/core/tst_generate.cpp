#include "core/forward/generate.h"
#include "core/model/builtin.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace hl;

/// Continuing a text: which token is taken, and when it ends.
class TestGenerate : public QObject
{
    Q_OBJECT

private slots:
    void greedyTakesTheMostProbable();
    void theSeedDecides();
    void topKAndTopPCutTheRest();
    void topKKeepsWordsThatAreAsProbable();
    void drawsFollowTheProbabilities();
    void probabilitiesKeepUpWithAnyLogits();
    void theModelsLastPositionEndsIt();
    void encoderDecoderBeginsItsTarget();
    void emptyTextIsRefused();
    void stopIsObeyed();
};

static std::vector<TokenId> idsOf(const Generated& generated)
{
    std::vector<TokenId> ids;
    for (const GeneratedToken& token : generated.tokens)
        ids.push_back(token.id);
    return ids;
}

static Generated continued(const GenerateOptions& options)
{
    const auto model = builtinModel("toy");
    const auto generated = generate(model, *generationInput(*model, "The cat sat"), options);
    return generated ? *generated : Generated{};
}

void TestGenerate::greedyTakesTheMostProbable()
{
    const auto model = builtinModel("toy");
    auto input = *generationInput(*model, "The cat sat");
    const auto generated = generate(model, input, {.maxTokens = 3});
    QVERIFY(generated.has_value());
    QCOMPARE(generated->tokens.size(), std::size_t{3});
    for (const GeneratedToken& token : generated->tokens) {
        const auto trace = forward(model, input);
        const MatrixView probs = (*trace)->view({.step = Step::Probs});
        const Index last = probs.rows() - 1;
        Index best = 0;
        for (Index col = 1; col < probs.cols(); ++col) {
            if (probs.at(last, col) > probs.at(last, best))
                best = col;
        }
        QCOMPARE(token.id, static_cast<TokenId>(best));
        QVERIFY(std::abs(token.probability - probs.at(last, best)) < 1e-6);
        Token next;
        next.id = token.id;
        input.source.tokens.push_back(next);
    }
}

void TestGenerate::theSeedDecides()
{
    GenerateOptions options{.maxTokens = 12, .isSampling = true, .temperature = 3.0, .seed = 1};
    const auto first = idsOf(continued(options));
    QCOMPARE(first.size(), std::size_t{12});
    QVERIFY(idsOf(continued(options)) == first);
    options.seed = 2;
    QVERIFY(idsOf(continued(options)) != first);
}

void TestGenerate::topKAndTopPCutTheRest()
{
    const std::vector<double> logits{0.0, 3.0, 1.0, 2.0};
    SeededRandom random(7);
    for (int i = 0; i < 200; ++i) {
        QCOMPARE(sampleToken(logits, {.isSampling = true, .topK = 1}, random), 1);
        const TokenId second = sampleToken(logits, {.isSampling = true, .temperature = 100.0, .topK = 2}, random);
        QVERIFY(second == 1 || second == 3);
        QCOMPARE(sampleToken(logits, {.isSampling = true, .topP = 0.5}, random), 1); // it alone has 0.64
        QCOMPARE(sampleToken(logits, {.isSampling = true, .topP = 0.0}, random), 1);
    }
}

void TestGenerate::topKKeepsWordsThatAreAsProbable()
{
    const std::vector<double> logits{1.0, 3.0, 2.0, 2.0, 2.0};
    SeededRandom random(9);
    std::vector<int> counts(logits.size());
    for (int i = 0; i < 1000; ++i)
        ++counts[static_cast<std::size_t>(sampleToken(logits, {.isSampling = true, .temperature = 100.0, .topK = 2}, random))];
    QCOMPARE(counts[0], 0);
    QVERIFY(*std::min_element(counts.begin() + 1, counts.end()) > 0);
}

void TestGenerate::drawsFollowTheProbabilities()
{
    const std::vector<double> logits{std::log(0.1), std::log(0.6), std::log(0.3)};
    SeededRandom random(11);
    constexpr int draws = 20000;
    std::vector<int> counts(3);
    for (int i = 0; i < draws; ++i)
        ++counts[static_cast<std::size_t>(sampleToken(logits, {.isSampling = true}, random))];
    // Five standard deviations of a binomial count are at most 0.018 of the draws.
    QVERIFY(std::abs(counts[0] / double(draws) - 0.1) < 0.018);
    QVERIFY(std::abs(counts[1] / double(draws) - 0.6) < 0.018);
    QVERIFY(std::abs(counts[2] / double(draws) - 0.3) < 0.018);
}

void TestGenerate::probabilitiesKeepUpWithAnyLogits()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const auto& logits : {std::vector<double>{1e300, -1e300, 0.0}, {-infinity, 2.0, nan}, {infinity, 1.0}}) {
        const auto p = probabilities(logits);
        const double sum = std::accumulate(p.begin(), p.end(), 0.0);
        QVERIFY(std::abs(sum - 1.0) < 1e-12);
        QVERIFY(std::all_of(p.begin(), p.end(), [](double x) { return x >= 0.0 && x <= 1.0; }));
    }
}

void TestGenerate::theModelsLastPositionEndsIt()
{
    const auto model = builtinModel("toy");
    const int longest = maxTokens(*model, Side::Only);
    QVERIFY(longest > 10);
    auto input = *generationInput(*model, "The");
    input.source.tokens.resize(static_cast<std::size_t>(longest) - 2, input.source.tokens[0]);
    const auto generated = generate(model, input, {.maxTokens = 50});
    QVERIFY(generated.has_value());
    QVERIFY(generated->end == GenerateEnd::ModelLimit);
    QCOMPARE(generated->tokens.size(), std::size_t{3}); // the last one need not be read any more
}

void TestGenerate::encoderDecoderBeginsItsTarget()
{
    const auto model = builtinModel("toy-encoder-decoder");
    const auto input = generationInput(*model, "I love China .");
    QVERIFY(input.has_value());
    QCOMPARE(input->target.tokens.size(), std::size_t{1});
    QVERIFY(model->tokenizer()->beginId() == input->target.tokens[0].id);
    const auto generated = generate(model, *input, {.maxTokens = 4});
    QVERIFY(generated.has_value());
    QVERIFY(!generated->tokens.empty());
}

void TestGenerate::emptyTextIsRefused()
{
    for (const char* text : {"", "   \n"}) {
        const auto input = generationInput(*builtinModel("toy"), text);
        QVERIFY(!input.has_value());
        QVERIFY(input.error().code == ErrorCode::BadInput);
    }
}

void TestGenerate::stopIsObeyed()
{
    const auto model = builtinModel("toy");
    std::stop_source source;
    source.request_stop();
    const auto generated = generate(model, *generationInput(*model, "The cat"), {}, source.get_token());
    QVERIFY(!generated.has_value());
    QVERIFY(generated.error().code == ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestGenerate)
#include "tst_generate.moc"
