// Hostile texts through every built-in model: no crash, every number finite, what was cut is said.
#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace hl;

namespace {

std::string repeated(const std::string& part, std::size_t times)
{
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

bool hasNote(const Trace& trace, const std::string& part)
{
    for (const Message& note : trace.notes()) {
        if (note.english().find(part) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

class TestRun : public QObject
{
    Q_OBJECT

private:
    static RunRequest requestFor(std::string_view model, const std::string& text)
    {
        RunRequest request;
        request.model = builtinModel(model);
        request.text = text;
        return request;
    }

    static void checkTrace(const Trace& trace)
    {
        QCOMPARE(trace.nonFiniteCount(), std::int64_t{0});
        const ModelSpec& spec = trace.model().spec();
        for (const Side side : spec.sides()) {
            const auto count = static_cast<int>(trace.tokens(side).size());
            QVERIFY(count > 0);
            QVERIFY(spec.stack(side).positions.maxLength == 0 || count <= spec.stack(side).positions.maxLength);
            for (const Token& token : trace.tokens(side)) {
                QVERIFY(token.id >= 0 && token.id < spec.vocabulary);
                QVERIFY(token.begin <= token.end);
                QVERIFY2(QString::fromUtf8(token.text.data(), static_cast<qsizetype>(token.text.size())).toUtf8().toStdString() == token.text,
                         "shown text is not valid UTF-8");
            }
        }
        for (const StepRef& ref : trace.steps()) {
            const MatrixView view = trace.view(ref);
            const bool mayBeInfinite = ref.step == Step::Mask || ref.step == Step::Masked || ref.step == Step::SoftmaxShifted;
            for (Index i = 0; i < view.rows(); ++i) {
                for (Index j = 0; j < view.cols(); ++j) {
                    const double value = view.at(i, j);
                    if (!std::isfinite(value) && !(mayBeInfinite && value == -INFINITY))
                        QFAIL((nameOf(ref) + " is not finite").c_str());
                }
            }
        }
    }

private slots:
    void hostileTexts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error"); // part of the sentence; empty: runs
        QTest::addColumn<QByteArray>("note");
        const auto row = [](const char* name, std::string text, const char* error = "", const char* note = "") {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(error) << QByteArray(note);
        };
        row("empty", "", "There is no text yet");
        row("one space", " ", "There is no text yet");
        row("only spaces", "  \t\r\n\f\v  ", "There is no text yet");
        row("only ideographic spaces", "　　", "type");
        row("only a byte order mark", "\xEF\xBB\xBF");
        row("one token", "the");
        row("one letter", "a");
        row("one Chinese character", "我");
        row("100 000 characters", repeated("a", 100000), "", "tokens");
        row("100 001 characters", repeated("a", 100001), "", "Only the first 100000 characters");
        row("1 MB in one line", repeated("word ", 200000), "", "Only the first 100000 characters");
        row("1 MB in many lines", repeated("a line\n", 150000), "", "Only the first 100000 characters");
        row("10 MB", repeated("x", 10000000), "", "Only the first 100000 characters");
        row("400 kB of 4-byte characters", repeated("😀", 100001), "", "Only the first 100000 characters");
        row("1 MB of spaces and a word at the end", repeated(" ", 1000000) + "word", "There is no text yet");
        row("a word of 10 000 letters", repeated("q", 10000), "", "at most");
        row("longer than the model's positions", repeated("the cat ", 3000), "", "at most");
        row("NUL", std::string("a\0b", 3));
        row("only NUL", std::string("\0", 1));
        row("all control characters", [] {
            std::string text;
            for (int c = 1; c < 32; ++c)
                text += static_cast<char>(c);
            return text + "\x7f";
        }());
        row("C1 controls", "\xC2\x80\xC2\x85\xC2\x9F");
        row("noncharacters", "\xEF\xBF\xBE\xEF\xBF\xBF\xF4\x8F\xBF\xBF");
        row("private use", "\xEE\x80\x80");
        row("invalid UTF-8", "\xff\xfe\x80 ok \xc0\xaf");
        row("1 MB of continuation bytes", repeated("\x80", 1000000), "", "Only the first 100000 characters");
        row("cut in the middle of a character", "caf\xc3");
        row("overlong", "\xe0\x80\x80\xf0\x80\x80\x80");
        row("surrogates in UTF-8", "\xed\xa0\x80\xed\xb0\x80");
        row("beyond Unicode", "\xf4\x90\x80\x80\xf8\x88\x80\x80\x80");
        row("emoji family", "👨‍👩‍👧‍👦 🇨🇳 👍🏽");
        row("joiners alone", "\xE2\x80\x8D\xE2\x80\x8D");
        row("1000 combining marks", "a" + repeated("\xCC\x81", 1000), "", "");
        row("a combining mark alone", "\xCC\x81");
        row("right to left", "שלום עולם مرحبا بالعالم");
        row("overrides", "\xE2\x80\xAE" "abc\xE2\x80\xAC\xE2\x81\xA6x\xE2\x81\xA9");
        row("markup", "<img src=x onerror=alert(1)> %n {0} %1%2 \x1b[31m");
        row("special pieces typed", "<bos> <sep> [MASK] <0x41> ▁");
        row("Turkish", "İstanbul ıI");
        row("Zalgo", "Z̸̢̛͇a̶̧l̵g̷o̴");
    }
    void hostileTexts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, note);
        for (const BuiltinInfo& info : builtinModelsOfText()) {
            const auto trace = run(requestFor(info.name, text.toStdString()));
            if (!error.isEmpty()) {
                QVERIFY(!trace.has_value());
                QCOMPARE(trace.error().code, ErrorCode::BadInput);
                QVERIFY2(QByteArray::fromStdString(trace.error().english()).contains(error), trace.error().english().c_str());
                continue;
            }
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
            checkTrace(**trace);
            if (!note.isEmpty())
                QVERIFY2(hasNote(**trace, note.toStdString()), info.name.data());
            if (QTest::currentTestFailed())
                return;
        }
    }

    void hostileSecondTexts_data() { hostileTexts_data(); }
    void hostileSecondTexts()
    {
        QFETCH(QByteArray, text);
        RunRequest request = requestFor("toy-encoder-decoder", "I love China .");
        request.second = text.toStdString(); // an empty target is the begin token alone
        const auto trace = run(request);
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
        checkTrace(**trace);
        QVERIFY((*trace)->tokens(Side::Decoder).front().isSpecial);
    }

    void theNoteSaysWhatWasCut()
    {
        const auto requestOf = [](std::size_t words) {
            RunRequest request = requestFor("toy-encoder-decoder", repeated("the ", words));
            request.second = "dog";
            return request;
        };
        const auto trace = run(requestOf(600));
        QVERIFY(trace.has_value());
        QVERIFY(hasNote(**trace, "This model takes at most 512 tokens; the text has 600, the rest is left out."));
        QCOMPARE((*trace)->tokens(Side::Encoder).size(), std::size_t{512});
        QVERIFY(run(requestOf(512)).value()->notes().empty());
    }

    void whatFitsInMemoryIsWeightsAndMask()
    {
        RunRequest request = requestFor("toy", repeated("the cat ", 128));
        constexpr std::uint64_t oneOfAllHeads = 4ULL * 256 * 256 * sizeof(float);
        request.capture.maxBytes = 2 * oneOfAllHeads;
        const auto trace = run(request);
        QVERIFY(trace.has_value());
        StepRef ref{.step = Step::Pattern, .layer = 1, .head = 1};
        QVERIFY((*trace)->view(ref));
        QVERIFY((*trace)->forbidden(ref)); // the mask, which all heads share
        ref.step = Step::Masked;
        QVERIFY(!(*trace)->view(ref));
        QVERIFY((*trace)->bytes() <= request.capture.maxBytes);
        QVERIFY(hasNote(**trace, "This text is too long to keep every step in memory; not kept: softmax.shifted, softmax.exp, scaled, masked"));
    }

    void aLongTextIsCutQuickly()
    {
        const std::string text = repeated("x", 50000000);
        QElapsedTimer timer;
        timer.start();
        const auto tokens = tokenizeForRun(*builtinModel("hello-world"), text, std::nullopt);
        QVERIFY(tokens.has_value());
        QVERIFY2(timer.elapsed() < 5000, "50 MB must not be walked character by character");
        QCOMPARE(tokens->source.size(), std::size_t{64});
    }

    void aPairIsRefusedByModelsWithoutPairs()
    {
        for (const char* name : {"toy", "hello-world", "constructed"}) {
            RunRequest request = requestFor(name, "the cat");
            request.second = "the dog";
            const auto trace = run(request);
            QVERIFY(!trace.has_value());
            QCOMPARE(trace.error().code, ErrorCode::BadInput);
            QCOMPARE(trace.error().english(), std::string("This model takes one text; leave the second one empty."));
            request.second = " \n";
            QVERIFY(run(request).has_value());
        }
    }

    void aShuffleOfTheWrongWordsIsRefused_data()
    {
        QTest::addColumn<QList<int>>("order");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("empty") << QList<int>{} << true;
        QTest::newRow("as typed") << QList<int>{0, 1, 2} << true;
        QTest::newRow("turned around") << QList<int>{2, 1, 0} << true;
        QTest::newRow("too few") << QList<int>{1, 0} << false;
        QTest::newRow("too many") << QList<int>{0, 1, 2, 3} << false;
        QTest::newRow("one twice") << QList<int>{0, 1, 1} << false;
        QTest::newRow("negative") << QList<int>{-1, 0, 1} << false;
        QTest::newRow("beyond") << QList<int>{1, 2, 3} << false;
        QTest::newRow("far beyond") << QList<int>{0, 1, 2147483647} << false;
    }
    void aShuffleOfTheWrongWordsIsRefused()
    {
        QFETCH(QList<int>, order);
        QFETCH(bool, isGood);
        RunRequest request = requestFor("toy", "the cat sat");
        request.shuffle.assign(order.begin(), order.end());
        const auto trace = run(request);
        QCOMPARE(trace.has_value(), isGood);
        if (!isGood) {
            QCOMPARE(trace.error().english(), std::string("The order of the words does not fit the text's 3 tokens."));
        } else if (!order.isEmpty()) {
            const Tokens typed = run(requestFor("toy", "the cat sat")).value()->tokens(Side::Only);
            for (std::size_t i = 0; i < 3; ++i)
                QCOMPARE((*trace)->tokens(Side::Only)[i].id, typed[static_cast<std::size_t>(order[static_cast<qsizetype>(i)])].id);
        }
    }

    void withoutPositionsAShuffleOnlyMovesTheRows()
    {
        RunRequest request = requestFor("toy", "the cat saw a dog");
        request.withoutPositions = true;
        request.mask.mode = MaskMode::None;
        const auto plain = run(request).value();
        request.shuffle = {4, 2, 0, 1, 3};
        const auto shuffled = run(request).value();
        const StepRef probs{.step = Step::Probs};
        for (Index i = 0; i < 5; ++i) {
            for (Index j = 0; j < plain->view(probs).cols(); ++j)
                QVERIFY(std::abs(shuffled->view(probs).at(i, j) - plain->view(probs).at(request.shuffle[static_cast<std::size_t>(i)], j)) < 1e-6);
        }
        QVERIFY(plain->view({.step = Step::EmbedPosition}).isNull());
    }

    void aModelWithoutTokenizerSaysSo()
    {
        const auto toy = builtinModel("toy");
        RunRequest request;
        request.model = Model::make(toy->spec(), toy->weights(), nullptr).value();
        request.text = "the cat";
        const auto trace = run(request);
        QVERIFY(!trace.has_value());
        QCOMPARE(trace.error().code, ErrorCode::BadTokenizer);
    }
};

QTEST_APPLESS_MAIN(TestRun)
#include "tst_run.moc"
