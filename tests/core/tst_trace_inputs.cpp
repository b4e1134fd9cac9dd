#include "core/model/builtin.h"
#include "core/run/trace_inputs.h"

#include <QtTest>

using namespace hl;

/// Runs from arrays that are named as the reference's arguments.
class TestTraceInputs : public QObject
{
    Q_OBJECT

private slots:
    void idsAreTaken_data();
    void idsAreTaken();
    void paddingIsForbiddenAndKept();
    void encoderDecoderTakesBothTexts();
    void wrongArraysAreRefused_data();
    void wrongArraysAreRefused();
    void idOutsideTheVocabularyIsRefused();
};

using Ints = std::vector<std::int64_t>;
Q_DECLARE_METATYPE(hl::NpyArrays)

static NpyArray ints(Ints numbers, std::vector<std::int64_t> shape)
{
    return NpyArray::of(numbers, std::move(shape));
}

static NpyArray row(Ints numbers)
{
    const auto n = static_cast<std::int64_t>(numbers.size());
    return ints(std::move(numbers), {n});
}

void TestTraceInputs::idsAreTaken_data()
{
    QTest::addColumn<NpyArrays>("arrays");
    const std::vector<float> floats{3, 5, 7};
    const std::vector<std::int32_t> shorter{3, 5, 7};
    QTest::newRow("[n]") << NpyArrays{{"input_ids", row({3, 5, 7})}};
    QTest::newRow("[1, n]") << NpyArrays{{"input_ids", ints({3, 5, 7}, {1, 3})}};
    QTest::newRow("int32") << NpyArrays{{"input_ids", NpyArray::of(shorter, {1, 3})}};
    QTest::newRow("float32") << NpyArrays{{"input_ids", NpyArray::of(floats, {3})}};
    QTest::newRow("with positions as counted") << NpyArrays{{"input_ids", row({3, 5, 7})}, {"position_ids", row({0, 1, 2})}};
}

void TestTraceInputs::idsAreTaken()
{
    QFETCH(NpyArrays, arrays);
    const auto model = builtinModel("toy");
    const auto input = inputFromArrays(*model, arrays, "in.npz");
    QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
    QCOMPARE(input->source.tokens.size(), std::size_t{3});
    QCOMPARE(input->source.tokens[2].id, 7);
    QCOMPARE(input->source.tokens[2].piece, model->tokenizer()->piece(7));
    QVERIFY(input->source.allowed.empty());
}

void TestTraceInputs::paddingIsForbiddenAndKept()
{
    const auto model = builtinModel("toy");
    const auto input = inputFromArrays(*model, {{"input_ids", row({3, 5, 7, 0})}, {"attention_mask", row({1, 1, 1, 0})}}, "in.npz");
    QVERIFY(input.has_value());
    const auto trace = forward(model, *input);
    QVERIFY(trace.has_value());
    const MatrixView pattern = (*trace)->view({.step = Step::Pattern, .layer = 0, .head = 0});
    QCOMPARE(pattern.rows(), Index{4});
    QVERIFY(pattern.at(3, 3) == 0.0);
    QVERIFY(pattern.at(3, 0) > 0.0);
    QCOMPARE((*trace)->view({.step = Step::Logits}).rows(), Index{4});
}

void TestTraceInputs::encoderDecoderTakesBothTexts()
{
    const auto model = builtinModel("toy-encoder-decoder");
    const auto input = inputFromArrays(*model,
                                       {{"input_ids", row({3, 5, 7})},
                                        {"decoder_input_ids", row({0, 4})},
                                        {"decoder_attention_mask", row({1, 1})}},
                                       "in.npz");
    QVERIFY(input.has_value());
    const auto trace = forward(model, *input);
    QVERIFY(trace.has_value());
    const MatrixView cross =
        (*trace)->view({.step = Step::Pattern, .layer = 0, .head = 0, .side = Side::Decoder, .isCross = true});
    QCOMPARE(cross.rows(), Index{2});
    QCOMPARE(cross.cols(), Index{3});
}

void TestTraceInputs::wrongArraysAreRefused_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<NpyArrays>("arrays");
    QTest::addColumn<QByteArray>("named");
    const QByteArray toy("toy");
    const std::vector<double> fractions{1.0, 2.5};
    QTest::newRow("no ids") << toy << NpyArrays{{"attention_mask", row({1})}} << QByteArray("no array `input_ids`");
    QTest::newRow("two samples") << toy << NpyArrays{{"input_ids", ints({1, 2, 3, 4}, {2, 2})}} << QByteArray("2 samples");
    QTest::newRow("three dimensions") << toy << NpyArrays{{"input_ids", ints({1, 2}, {1, 1, 2})}} << QByteArray("[1, 1, 2]");
    QTest::newRow("one number") << toy << NpyArrays{{"input_ids", ints({1}, {})}} << QByteArray("shape []");
    QTest::newRow("fractions") << toy << NpyArrays{{"input_ids", NpyArray::of(fractions, {2})}} << QByteArray("whole number");
    QTest::newRow("negative id") << toy << NpyArrays{{"input_ids", row({1, -1})}} << QByteArray("-1");
    QTest::newRow("mask too short") << toy << NpyArrays{{"input_ids", row({1, 2})}, {"attention_mask", row({1})}}
                                    << QByteArray("1 entries for 2 tokens");
    QTest::newRow("mask of large numbers") << toy << NpyArrays{{"input_ids", row({1, 2})}, {"attention_mask", row({1, 7})}}
                                           << QByteArray("`attention_mask` has the entry 7");
    QTest::newRow("other positions") << toy << NpyArrays{{"input_ids", row({1, 2})}, {"position_ids", row({1, 2})}}
                                     << QByteArray("position_ids");
    QTest::newRow("types without a table") << toy << NpyArrays{{"input_ids", row({1, 2})}, {"token_type_ids", row({0, 1})}}
                                           << QByteArray("takes no array `token_type_ids`");
    QTest::newRow("unknown array") << toy << NpyArrays{{"input_ids", row({1})}, {"pixel_values", row({1})}}
                                   << QByteArray("takes no array `pixel_values`");
    QTest::newRow("decoder ids for one stack") << toy << NpyArrays{{"input_ids", row({1})}, {"decoder_input_ids", row({1})}}
                                               << QByteArray("decoder_input_ids");
    QTest::newRow("no target") << QByteArray("toy-encoder-decoder") << NpyArrays{{"input_ids", row({1})}}
                               << QByteArray("no array `decoder_input_ids`");
}

void TestTraceInputs::wrongArraysAreRefused()
{
    QFETCH(QByteArray, model);
    QFETCH(NpyArrays, arrays);
    QFETCH(QByteArray, named);
    const auto input = inputFromArrays(*builtinModel(model.constData()), arrays, "in.npz");
    QVERIFY(!input.has_value());
    const QByteArray sentence = QByteArray::fromStdString(input.error().english());
    QVERIFY2(sentence.startsWith("in.npz"), sentence.constData());
    QVERIFY2(sentence.contains(named), sentence.constData());
}

void TestTraceInputs::idOutsideTheVocabularyIsRefused()
{
    const auto model = builtinModel("toy");
    const auto input = inputFromArrays(*model, {{"input_ids", row({1, 100000})}}, "in.npz");
    QVERIFY(input.has_value());
    const auto trace = forward(model, *input);
    QVERIFY(!trace.has_value());
    QVERIFY(trace.error().english().find("100000") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestTraceInputs)
#include "tst_trace_inputs.moc"
