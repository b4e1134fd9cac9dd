#include "core/analysis/predictions.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <limits>

using namespace hl;

namespace {

TracePtr traceOf(std::shared_ptr<const Model> model, const std::string& text, bool allLogits = true)
{
    RunRequest request;
    request.model = std::move(model);
    request.text = text;
    request.capture.allLogits = allLogits;
    return *run(request);
}

/// The toy's words, one of which stands for the mask.
class MaskingTokenizer : public Tokenizer
{
public:
    MaskingTokenizer(std::shared_ptr<const Tokenizer> words, TokenId mask)
        : m_words(std::move(words))
        , m_mask(mask)
    {}
    Tokens encode(std::string_view text) const override { return m_words->encode(text); }
    Tokens encodeForModel(std::string_view text, std::optional<std::string_view>) const override { return encode(text); }
    std::string decode(std::span<const TokenId> ids) const override { return m_words->decode(ids); }
    int vocabularySize() const override { return m_words->vocabularySize(); }
    std::string piece(TokenId id) const override { return m_words->piece(id); }
    std::string displayPiece(TokenId id) const override { return m_words->displayPiece(id); }
    std::optional<TokenId> idOf(std::string_view piece) const override { return m_words->idOf(piece); }
    std::optional<TokenId> maskId() const override { return m_mask; }
    std::string kind() const override { return "test"; }

private:
    std::shared_ptr<const Tokenizer> m_words;
    TokenId m_mask;
};

} // namespace

class TestPredictions : public QObject
{
    Q_OBJECT

private slots:
    void ofEqualColumnsTheFirstIsLargestAndNotANumberIsLast()
    {
        MatrixOf<double> values(1, 4);
        values << 1.0, std::numeric_limits<double>::quiet_NaN(), 3.0, 3.0;
        const MatrixView view(values.data(), 1, 4, 4);
        QCOMPARE(largestColumns(view, 0, 9), (std::vector<Index>{2, 3, 0, 1}));
        QCOMPARE(largestColumns(view, 0, 2), (std::vector<Index>{2, 3}));
    }

    void candidatesAreTheTracedNumbersLargestFirst()
    {
        const TracePtr trace = traceOf(builtinModel("toy"), "the cat sat");
        const auto top = topCandidates(*trace, 1, 4);
        QVERIFY(top.has_value());
        QCOMPARE(top->size(), std::size_t{4});
        const MatrixView probs = trace->view({.step = Step::Probs});
        const MatrixView logits = trace->view({.step = Step::Logits});
        for (std::size_t i = 0; i < top->size(); ++i) {
            QVERIFY((*top)[i].probability == probs.at(1, (*top)[i].id));
            QVERIFY((*top)[i].logit == logits.at(1, (*top)[i].id));
            QVERIFY(i == 0 || (*top)[i - 1].probability >= (*top)[i].probability);
        }
        for (Index id = 0; id < probs.cols(); ++id)
            QVERIFY(probs.at(1, id) <= top->front().probability);
    }

    void predictionsThatWereNotKeptAreRefused()
    {
        const TracePtr trace = traceOf(builtinModel("toy"), "the cat sat", false);
        QCOMPARE(topCandidates(*trace, 0, 4).error().code, ErrorCode::NotCaptured);
        QVERIFY(topCandidates(*trace, 2, 4).has_value());
        QCOMPARE(topCandidates(*trace, 3, 4).error().code, ErrorCode::NotCaptured);
    }

    void aModelWithoutHeadSaysSo()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.head.kind = HeadKind::None;
        const auto model = *Model::make(spec, toy->weights(), toy->sharedTokenizer());
        QCOMPARE(topCandidates(*traceOf(model, "the cat"), 0, 4).error().code, ErrorCode::Unsupported);
    }

    void aCausalModelPredictsAtTheSelectedToken()
    {
        const TracePtr trace = traceOf(builtinModel("toy"), "the cat sat");
        QCOMPARE(predictedPosition(*trace, 1), Index{1});
        QCOMPARE(predictedPosition(*trace, 99), Index{2});
    }

    void aMaskedWordModelPredictsAtTheMaskUnlessAnotherMaskIsSelected()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.head.kind = HeadKind::MaskedWord;
        const auto tokenizer =
            std::make_shared<MaskingTokenizer>(toy->sharedTokenizer(), *toy->tokenizer()->idOf("cat"));
        const auto model = *Model::make(spec, toy->weights(), tokenizer);
        const TracePtr trace = traceOf(model, "the cat saw the cat");
        QCOMPARE(predictedPosition(*trace, 0), Index{1});
        QCOMPARE(predictedPosition(*trace, 4), Index{4});
        QCOMPARE(predictedPosition(*traceOf(model, "the dog"), 1), Index{1}); // no mask: the selected token
    }

    void theFirstRowNamesTheClassOfTheText()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.head.kind = HeadKind::MaskedWord;
        QVERIFY(textClasses(*traceOf(*Model::make(spec, toy->weights(), toy->sharedTokenizer()), "the cat"))->empty());
        spec.head.textClasses = {"cat", "dog", "sat"};
        const auto model = *Model::make(spec, toy->weights(), toy->sharedTokenizer());
        const TracePtr trace = traceOf(model, "the cat saw the dog");
        const auto classes = textClasses(*trace);
        QVERIFY(classes.has_value());
        QCOMPARE(classes->size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            const TokenId id = (*classes)[i].id;
            QVERIFY(toy->tokenizer()->idOf("cat") == id || toy->tokenizer()->idOf("dog") == id || toy->tokenizer()->idOf("sat") == id);
            QVERIFY((*classes)[i].probability == trace->view({.step = Step::Probs}).at(0, id));
            QVERIFY(i == 0 || (*classes)[i - 1].probability >= (*classes)[i].probability);
        }
    }

    void classesOfATextAreWordsOfTheVocabularyOfAMaskedWordModel()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.head.textClasses = {"cat"};
        QCOMPARE(Model::make(spec, toy->weights(), toy->sharedTokenizer()).error().english(),
                 "\"text_classes\" need a head of the kind masked_word.");
        spec.head.kind = HeadKind::MaskedWord;
        spec.head.textClasses = {"cat", "<wonderful>"};
        QCOMPARE(Model::make(spec, toy->weights(), toy->sharedTokenizer()).error().english(),
                 "\"text_classes\" of the head names \"<wonderful>\", which is no word of the model's vocabulary.");
    }

    void aTextIsContinuedAsItsTokenizerJoinsWords()
    {
        const auto model = builtinModel("toy");
        const TracePtr trace = traceOf(model, "the cat");
        const auto id = model->tokenizer()->idOf("sat");
        QVERIFY(id.has_value());
        QCOMPARE(continuedText(*model->tokenizer(), "the cat", trace->tokens(Side::Only), *id),
                 std::optional<std::string>("the cat sat"));
        QCOMPARE(continuedText(*model->tokenizer(), "", {}, *id), std::optional<std::string>("sat"));
        if (const auto end = model->tokenizer()->endId())
            QVERIFY(!continuedText(*model->tokenizer(), "the cat", trace->tokens(Side::Only), *end));
    }

    void aContinuedTextHasOneTokenMore()
    {
        const auto model = builtinModel("toy");
        std::string text = "the cat";
        for (std::size_t count = 2; count < 6; ++count) {
            const TracePtr trace = traceOf(model, text);
            QCOMPARE(trace->tokens(Side::Only).size(), count);
            const auto top = topCandidates(*trace, static_cast<Index>(count) - 1, 1);
            const auto longer = continuedText(*model->tokenizer(), text, trace->tokens(Side::Only), top->front().id);
            QVERIFY(longer.has_value());
            const TracePtr next = traceOf(model, *longer);
            QCOMPARE(next->tokens(Side::Only).back().id, top->front().id);
            text = *longer;
        }
    }
};

QTEST_APPLESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
