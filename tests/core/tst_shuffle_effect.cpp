#include "core/analysis/shuffle_effect.h"
#include "core/model/builtin.h"

#include <QTest>

#include <algorithm>

using namespace hl;

namespace {

RunRequest requestFor(const char* model)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = "the cat sat on the mat";
    request.second = std::string(model) == "toy" ? std::nullopt : std::optional<std::string>("the dog");
    return request;
}

} // namespace

class TestShuffleEffect : public QObject
{
    Q_OBJECT

private slots:
    void aCausalMaskTellsOrderEvenWithoutPositions()
    {
        const auto effect = shuffleEffect(requestFor("toy"));
        QVERIFY(effect.has_value());
        QVERIFY(effect->largestOutput > 0.1);
        QVERIFY(effect->withPositions > 0.01);
        QVERIFY(effect->withoutPositions > 0.01);
        QVERIFY(effect->withoutPositionsAndMask.has_value());
        QVERIFY2(*effect->withoutPositionsAndMask < 1e-5 * (1.0 + effect->largestOutput),
                 qPrintable(QString::number(*effect->withoutPositionsAndMask)));
    }

    void anEncoderWithoutPositionsOnlyPermutesItsOutputs()
    {
        const auto effect = shuffleEffect(requestFor("toy-encoder-decoder"));
        QVERIFY(effect.has_value());
        QVERIFY(effect->withPositions > 0.01);
        QVERIFY(!effect->withoutPositionsAndMask.has_value());
        QVERIFY2(effect->withoutPositions < 1e-5 * (1.0 + effect->largestOutput),
                 qPrintable(QString::number(effect->withoutPositions)));
    }

    void inFloat64TheRestIsRoundingErrorOfThatType()
    {
        RunRequest request = requestFor("toy-encoder-decoder");
        request.dtype = DType::Float64;
        const auto effect = shuffleEffect(request);
        QVERIFY(effect->withoutPositions < 1e-13 * (1.0 + effect->largestOutput));
    }

    void theOrderAskedForIsUsed()
    {
        RunRequest request = requestFor("toy");
        const auto count = tokenizeForRun(*request.model, request.text, {})->source.size();
        request.shuffle.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            request.shuffle[i] = static_cast<int>(i);
        const auto effect = shuffleEffect(request);
        QCOMPARE(effect->order, request.shuffle);
        QVERIFY(effect->withPositions == 0.0); // nothing moved: bit for bit the same run
    }

    void shuffledOrderIsAPermutationThatMovesWordsAndNotSpecialTokens()
    {
        Tokens tokens(9);
        tokens.front().isSpecial = true;
        tokens.back().isSpecial = true;
        for (std::uint32_t seed = 0; seed < 50; ++seed) {
            auto order = shuffledOrder(tokens, seed);
            QCOMPARE(order.front(), 0);
            QCOMPARE(order.back(), 8);
            QVERIFY(!std::is_sorted(order.begin(), order.end()));
            QCOMPARE(order, shuffledOrder(tokens, seed));
            std::sort(order.begin(), order.end());
            for (int i = 0; i < 9; ++i)
                QCOMPARE(order[static_cast<std::size_t>(i)], i);
        }
        QCOMPARE(shuffledOrder(Tokens(1), 1), std::vector<int>{0});
        QCOMPARE(shuffledOrder(Tokens(2), 1), (std::vector<int>{1, 0}));
    }

    void runsErrorsArePassedOn()
    {
        RunRequest request = requestFor("toy");
        request.text = " ";
        QCOMPARE(shuffleEffect(request).error().code, ErrorCode::BadInput);
        request = requestFor("toy");
        request.shuffle = {0};
        QCOMPARE(shuffleEffect(request).error().code, ErrorCode::BadInput);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(shuffleEffect(requestFor("toy"), stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestShuffleEffect)
#include "tst_shuffle_effect.moc"
