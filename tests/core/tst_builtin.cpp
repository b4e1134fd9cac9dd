// The models that are part of the program: each constructed head does the one thing it is made for, hello-world is what a
// pencil gives, the toy fits the screen, and all of them have the same weights everywhere and always.
#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

using namespace hl;

namespace {

enum Head { Previous, Next, First, SameToken, SameWord, LocalWindow };

TracePtr traceOf(std::string_view model, const std::string& text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    auto trace = run(request);
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

MatrixView patternOf(const TracePtr& trace, int head)
{
    return trace->view({Step::Pattern, 0, head, Side::Only, false});
}

/// "" if the row shares all its attention equally among these keys, within 0.001 of the whole.
QString sharesAmong(const MatrixView& pattern, Index row, const std::vector<Index>& keys)
{
    const double share = 1.0 / static_cast<double>(keys.size());
    double sum = 0.0;
    for (const Index key : keys) {
        const double weight = pattern.at(row, key);
        sum += weight;
        if (std::abs(weight - share) > 0.001)
            return QStringLiteral("row %1 gives key %2 %3, expected %4").arg(row).arg(key).arg(weight).arg(share);
    }
    return sum > 0.999 ? QString() : QStringLiteral("row %1 gives the right keys only %2").arg(row).arg(sum);
}

std::string lowered(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return word;
}

/// Independent of the machine's byte order and of the standard library: FNV-1a over the bits of every number.
std::uint64_t hashOf(const Model& model)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const Tensor& tensor : model.tensors()) {
        for (Index i = 0; i < tensor.rows(); ++i) {
            for (Index j = 0; j < tensor.cols(); ++j) {
                // Rounded: the last bits of log and cos differ between standard libraries.
                const auto value = static_cast<std::int64_t>(std::llround(tensor.view().at(i, j) * 1e4));
                for (int byte = 0; byte < 8; ++byte) {
                    hash ^= static_cast<std::uint64_t>(value >> (8 * byte)) & 0xffU;
                    hash *= 0x100000001b3ULL;
                }
            }
        }
    }
    return hash;
}

} // namespace

class TestBuiltin : public QObject
{
    Q_OBJECT

private:
    static void addTexts()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("English") << QStringLiteral("The cat saw the dog and the dog saw the cat");
        QTest::newRow("Chinese") << QStringLiteral("我爱中国，我喜欢北京。");
        QTest::newRow("bytes") << QStringLiteral("Zyzzyva 😀 zyzzyva");
        QTest::newRow("one token") << QStringLiteral("cat");
        QTest::newRow("two tokens") << QStringLiteral("cat Cat");
        QTest::newRow("the same word again and again") << QStringLiteral("the the the The the");
        QString longest;
        for (int i = 0; i < 64; ++i)
            longest += QStringLiteral("%1 ").arg(i % 10);
        QTest::newRow("64 tokens") << longest;
    }

private slots:
    void everyNameGivesItsModel()
    {
        QVERIFY(builtinModels().size() >= 4);
        for (const BuiltinInfo& info : builtinModelsOfText()) {
            const auto model = builtinModel(info.name);
            QVERIFY(model != nullptr);
            QCOMPARE(model->spec().name, std::string(info.name));
            QVERIFY(model->tokenizer() != nullptr);
            QVERIFY(model->notes().empty());
            QVERIFY(builtinModel(info.name) == model); // made once
            QVERIFY(*info.title && QByteArray(info.description).endsWith('.'));
            QVERIFY(traceOf(info.name, std::string(info.sample))->notes().empty());
        }
        QVERIFY(builtinModel("") == nullptr);
        QVERIFY(builtinModel("Toy") == nullptr);
        QVERIFY(builtinModel("toy ") == nullptr);
    }

    void weightsAreTheSameEverywhere_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<quint64>("hash");
        QTest::addColumn<int>("parameters");
        QTest::newRow("toy") << QByteArray("toy") << quint64{0xe4d7e510af324207} << 5904;
        QTest::newRow("hello-world") << QByteArray("hello-world") << quint64{0xf7f1f98009a46c85} << 1108;
        QTest::newRow("constructed") << QByteArray("constructed") << quint64{0xca3bd26bcc590df6} << 559616;
        QTest::newRow("toy-encoder-decoder") << QByteArray("toy-encoder-decoder") << quint64{0x6dc802f292977132} << 6192;
    }
    void weightsAreTheSameEverywhere()
    {
        QFETCH(QByteArray, model);
        QFETCH(quint64, hash);
        QFETCH(int, parameters);
        const auto made = builtinModel(model.constData());
        QCOMPARE(static_cast<int>(made->parameterCount()), parameters);
        QCOMPARE(QString::number(hashOf(*made), 16), QString::number(hash, 16));
    }

    void thePreviousTokenHead_data() { addTexts(); }
    void thePreviousTokenHead()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const MatrixView pattern = patternOf(trace, Previous);
        for (Index i = 0; i < pattern.rows(); ++i) // the first token has none before it and looks at itself
            QCOMPARE(sharesAmong(pattern, i, {std::max<Index>(i - 1, 0)}), QString());
    }

    void theNextTokenHead_data() { addTexts(); }
    void theNextTokenHead()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const MatrixView pattern = patternOf(trace, Next);
        const Index n = pattern.rows();
        for (Index i = 0; i + 1 < n; ++i)
            QCOMPARE(sharesAmong(pattern, i, {i + 1}), QString());
        std::vector<Index> all; // no key matches the last token: every score is 0 and every weight the same
        for (Index j = 0; j < n; ++j)
            all.push_back(j);
        QCOMPARE(sharesAmong(pattern, n - 1, all), QString());
    }

    void theFirstTokenHead_data() { addTexts(); }
    void theFirstTokenHead()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const MatrixView pattern = patternOf(trace, First);
        for (Index i = 0; i < pattern.rows(); ++i)
            QCOMPARE(sharesAmong(pattern, i, {0}), QString());
    }

    void theSameTokenHead_data() { addTexts(); }
    void theSameTokenHead()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const Tokens& tokens = trace->tokens(Side::Only);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            std::vector<Index> same;
            for (std::size_t j = 0; j < tokens.size(); ++j) {
                if (tokens[j].id == tokens[i].id)
                    same.push_back(static_cast<Index>(j));
            }
            QCOMPARE(sharesAmong(patternOf(trace, SameToken), static_cast<Index>(i), same), QString());
        }
    }

    void theSameWordHeadIgnoresCase_data() { addTexts(); }
    void theSameWordHeadIgnoresCase()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const Tokens& tokens = trace->tokens(Side::Only);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            std::vector<Index> same;
            for (std::size_t j = 0; j < tokens.size(); ++j) {
                if (lowered(tokens[j].piece) == lowered(tokens[i].piece))
                    same.push_back(static_cast<Index>(j));
            }
            QCOMPARE(sharesAmong(patternOf(trace, SameWord), static_cast<Index>(i), same), QString());
        }
    }

    void theSameWordHeadTellsWordsApartThatTheSameTokenHeadDoesNotJoin()
    {
        const TracePtr trace = traceOf("constructed", "The cat the");
        QVERIFY(patternOf(trace, SameWord).at(0, 2) > 0.499);
        QVERIFY(patternOf(trace, SameToken).at(0, 2) < 0.001);
        QVERIFY(patternOf(trace, SameToken).at(0, 0) > 0.999);
    }

    void theLocalWindowHead_data() { addTexts(); }
    void theLocalWindowHead()
    {
        QFETCH(QString, text);
        const TracePtr trace = traceOf("constructed", text.toStdString());
        const MatrixView pattern = patternOf(trace, LocalWindow);
        const Index n = pattern.rows();
        for (Index i = 0; i < n; ++i) {
            std::vector<Index> near;
            for (Index j = std::max<Index>(i - 2, 0); j <= std::min<Index>(i + 2, n - 1); ++j)
                near.push_back(j);
            QCOMPARE(sharesAmong(pattern, i, near), QString());
        }
    }

    void codesOfDifferentTokensStayApart()
    {
        // What makes every claim above true for any text: no two different tokens score above half a match.
        const auto model = builtinModel("constructed");
        const auto& table = model->weights().sourceEmbedding.as<float>();
        const Index n = table.rows();
        const auto words = table.middleCols(128, 64);
        const auto codes = table.middleCols(64, 64);
        float closest = 0.0F;
        for (Index i = 0; i < n; ++i) {
            QVERIFY(std::abs(codes.row(i).norm() - 1.0F) < 1e-5F);
            for (Index j = 0; j < i; ++j) {
                closest = std::max(closest, codes.row(i).dot(codes.row(j)));
                const bool isSameWord = words.row(i) == words.row(j);
                const bool isSameLowered = lowered(model->tokenizer()->piece(static_cast<TokenId>(i)))
                                           == lowered(model->tokenizer()->piece(static_cast<TokenId>(j)));
                QCOMPARE(isSameWord, isSameLowered);
                if (!isSameWord)
                    closest = std::max(closest, words.row(i).dot(words.row(j)));
            }
        }
        QVERIFY(closest < 0.5F);
    }

    void helloWorldByPencil()
    {
        const TracePtr trace = traceOf("hello-world", "hello world");
        const auto is = [&](const char* name, std::initializer_list<double> values) {
            const MatrixView view = trace->view(*parseStep(name));
            Index i = 0;
            for (const double value : values) {
                if (std::abs(view.at(i / view.cols(), i % view.cols()) - value) > 1e-6) {
                    qWarning("%s: cell %ld is %.9g, expected %.9g", name, static_cast<long>(i), view.at(i / view.cols(), i % view.cols()), value);
                    return false;
                }
                ++i;
            }
            return i == view.rows() * view.cols();
        };
        QVERIFY(is("embed.token", {1, 0, 1, 0, 0, 1, 1, 0}));
        for (const char* same : {"blocks.0.attn.0.q", "blocks.0.attn.0.k", "blocks.0.attn.0.v", "blocks.0.resid_pre"})
            QVERIFY(is(same, {1, 0, 1, 0, 0, 1, 1, 0}));
        QVERIFY(is("blocks.0.attn.0.scores", {2, 1, 1, 2}));
        QVERIFY(is("blocks.0.attn.0.scaled", {1, 0.5, 0.5, 1}));
        QVERIFY(is("blocks.0.attn.0.mask", {0, 0, 0, 0}));
        QVERIFY(is("blocks.0.attn.0.softmax.max", {1, 1}));
        QVERIFY(is("blocks.0.attn.0.softmax.shifted", {0, -0.5, -0.5, 0}));
        QVERIFY(is("blocks.0.attn.0.softmax.exp", {1, 0.60653066, 0.60653066, 1}));
        QVERIFY(is("blocks.0.attn.0.softmax.sum", {1.60653066, 1.60653066}));
        QVERIFY(is("blocks.0.attn.0.pattern", {0.62245933, 0.37754067, 0.37754067, 0.62245933}));
        QVERIFY(is("blocks.0.attn.0.z", {0.62245933, 0.37754067, 1, 0, 0.37754067, 0.62245933, 1, 0}));
        QVERIFY(is("blocks.0.resid_mid", {1.62245933, 0.37754067, 2, 0, 0.37754067, 1.62245933, 2, 0}));
    }

    void everyMatrixOfTheToyFitsTheScreen()
    {
        const auto toy = builtinModel("toy");
        for (const Tensor& tensor : toy->tensors()) {
            if (tensor.name() == "embed.token.weight")
                continue; // the vocabulary is a list to scroll, not a matrix to see at once
            QVERIFY2(tensor.rows() <= 16 && tensor.cols() <= 16, tensor.name().c_str());
        }
        const TracePtr trace = traceOf("toy", "The animal didn't cross the street because it was too tired.");
        for (const StepRef& ref : trace->steps()) {
            if (infoOf(ref.step).cols != Axis::Vocabulary)
                QVERIFY2(trace->view(ref).rows() <= 16 && trace->view(ref).cols() <= 16, nameOf(ref).c_str());
        }
    }

    /// Words that no model saw, other languages, numbers, markers in the text, far too much of it, nothing at all: a finite
    /// run of every model that reads text, or a sentence.
    void everyModelTakesAnyText_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const BuiltinInfo& info : builtinModelsOfText())
            QTest::newRow(std::string(info.name).c_str()) << QByteArray(std::string(info.name).c_str());
    }
    void everyModelTakesAnyText()
    {
        QFETCH(const QByteArray, name);
        std::string much;
        for (int i = 0; i < 300; ++i)
            much += "the keys near the old cabinet ";
        const std::vector<std::string> texts{"zyzzyva blorb", "我爱中国", "3.14159 42 -7", "Привет мир 🙂", "[MASK]", "<bos> <eos> [CLS]", "a\tb\nc",
                                             "\xc3\x28 broken", std::string("nul\0inside", 10), much, "", " \n "};
        for (const std::string& text : texts) {
            RunRequest request;
            request.model = builtinModel(name.toStdString());
            request.text = text;
            std::vector<std::optional<std::string>> seconds{std::nullopt};
            if (request.model->spec().isEncoderDecoder())
                seconds = {std::nullopt, "", "我爱", "blorb"};
            for (const auto& second : seconds) {
                request.second = second;
                const auto trace = run(request);
                const bool isNothing = text.find_first_not_of(" \n") == std::string::npos;
                QVERIFY2(trace.has_value() != isNothing, text.substr(0, 20).c_str());
                if (trace)
                    QCOMPARE((*trace)->nonFiniteCount(), std::int64_t{0});
                else
                    QVERIFY(trace.error().english().ends_with('.'));
            }
        }
    }

    void theToysPatternsAreNotGrey()
    {
        // Random heads, but ones that prefer something: some weight of each is well above an even share.
        const TracePtr trace = traceOf("toy", "The animal didn't cross the street because it was too tired.");
        for (const StepRef& ref : trace->steps()) {
            if (ref.step != Step::Pattern)
                continue;
            const MatrixView view = trace->view(ref);
            const Index last = view.rows() - 1;
            double largest = 0.0;
            for (Index j = 0; j < view.cols(); ++j)
                largest = std::max(largest, view.at(last, j));
            QVERIFY2(largest > 1.5 / static_cast<double>(view.cols()), nameOf(ref).c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestBuiltin)
#include "tst_builtin.moc"
