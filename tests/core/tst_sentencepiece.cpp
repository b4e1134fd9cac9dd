#include "core/sentencepiece_file.h"
#include "core/text/load.h"
#include "core/text/sentencepiece_bpe.h"
#include "core/text/sentencepiece_normalizer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace std::string_literals;
using List = std::vector<std::string>;

/// SentencePiece models of our own, a few pieces each; what is expected was checked with SentencePiece 0.1.97.
class TestSentencePiece : public QObject
{
    Q_OBJECT

private slots:
    void spacesAreNormalised_data();
    void spacesAreNormalised();
    void userDefinedPiecesStayWhole();
    void bestScoresAreJoinedFirst();
    void unknownLettersAreOnePieceOrBytes();
    void unusedPiecesAreTakenApart();
    void familiesFrameTheirTexts_data();
    void familiesFrameTheirTexts();
    void marianReadsItsIdsFromVocabJson();
    void commaAfterDigitIsAPieceOfItsOwn();
    void newerLlamaPutsASpaceBeforeTheTextAlone();
};

static std::shared_ptr<const hl::SentencePieceModel> read(const std::string& bytes)
{
    auto model = hl::readSentencePieceModel(bytes, "test.model");
    if (!model)
        qFatal("%s", model.error().english().c_str());
    return std::make_shared<const hl::SentencePieceModel>(std::move(*model));
}

static List split(const std::string& bytes, const std::string& word)
{
    const auto model = read(bytes);
    const auto made = hl::makeSentencePieceModel(*model, "test.model");
    if (!made)
        qFatal("%s", made.error().english().c_str());
    List out;
    for (const hl::ModelPiece& piece : (*made)->split(word))
        out.push_back(std::string((*made)->pieces().piece(piece.id)));
    return out;
}

void TestSentencePiece::spacesAreNormalised_data()
{
    QTest::addColumn<bool>("addsPrefix");
    QTest::addColumn<bool>("removesSpaces");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<std::string>("normalized");
    QTest::newRow("both") << true << true << "  a  b "s << "▁a▁b"s;
    QTest::newRow("prefix alone") << true << false << " a  b "s << "▁▁a▁▁b▁"s;
    QTest::newRow("neither") << false << false << "a b"s << "a▁b"s;
    QTest::newRow("removed alone") << false << true << " a b "s << "a▁b"s;
    QTest::newRow("spaces alone") << true << true << "   "s << ""s;
    QTest::newRow("nothing") << true << false << ""s << ""s;
}

void TestSentencePiece::spacesAreNormalised()
{
    QFETCH(bool, addsPrefix);
    QFETCH(bool, removesSpaces);
    QFETCH(std::string, typed);
    QFETCH(std::string, normalized);
    using namespace protobuf;
    const auto model = read(piece("<unk>", 0, 2) + normalizer(addsPrefix, removesSpaces));
    hl::AlignedText text(typed);
    hl::sentencePieceNormalizer(model, {addsPrefix, false})(text);
    QCOMPARE(text.utf8(), normalized);
}

void TestSentencePiece::userDefinedPiecesStayWhole()
{
    using namespace protobuf;
    const std::string bytes = piece("<unk>", 0, 2) + piece("a", -1) + piece("b", -1) + piece("ab", -3) +
                              piece("ba", 0, 4) + piece("▁", -1);
    QCOMPARE(split(bytes + trainer(1), "abab"), (List{"a", "ba", "b"}));
    QCOMPARE(split(bytes + trainer(2), "abab"), (List{"a", "ba", "b"}));
}

void TestSentencePiece::bestScoresAreJoinedFirst()
{
    using namespace protobuf;
    const std::string bytes = piece("<unk>", 0, 2) + piece("ab", -1) + piece("bc", -0.5F) + piece("a", -3) +
                              piece("b", -4) + piece("c", -5) + piece("aab", -6) + trainer(2);
    QCOMPARE(split(bytes, "abc"), (List{"a", "bc"}));
    QCOMPARE(split(bytes, "aab"), (List{"aab"}));
    QCOMPARE(split(bytes, "abab"), (List{"ab", "ab"}));
}

void TestSentencePiece::unknownLettersAreOnePieceOrBytes()
{
    using namespace protobuf;
    const std::string plain = piece("<unk>", 0, 2) + piece("a", -1);
    for (const unsigned kind : {1u, 2u}) {
        QCOMPARE(split(plain + trainer(kind), "axya"), (List{"a", "<unk>", "a"}));
        QCOMPARE(split(plain + bytePieces() + trainer(kind, true), "aé"), (List{"a", "<0xC3>", "<0xA9>"}));
    }
    QCOMPARE(split(plain + piece("<s>", 0, 3) + trainer(1), "<s>"), (List{"<unk>"})); // typed, it is no control
}

void TestSentencePiece::unusedPiecesAreTakenApart()
{
    using namespace protobuf;
    const std::string bytes = piece("<unk>", 0, 2) + piece("a", -3) + piece("b", -3) + piece("ab", -1, 5) + piece("abb", -2);
    QCOMPARE(split(bytes + trainer(2), "ab"), (List{"a", "b"}));
    QCOMPARE(split(bytes + trainer(2), "abb"), (List{"abb"}));
    QCOMPARE(split(bytes + trainer(1), "ab"), (List{"a", "b"}));
}

/// A folder with a model and what its small files say.
class Folder
{
public:
    void write(const char* name, const std::string& content) const
    {
        std::ofstream(path() / name, std::ios::binary) << content;
    }
    [[nodiscard]] std::filesystem::path path() const { return m_dir.path().toStdString(); }
    [[nodiscard]] std::shared_ptr<const hl::Tokenizer> load() const
    {
        auto made = hl::loadTokenizer(path());
        if (!made)
            qFatal("%s", made.error().english().c_str());
        return *made;
    }

private:
    QTemporaryDir m_dir;
};

static std::string smallModel()
{
    using namespace protobuf;
    return piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("</s>", 0, 3) + piece("▁a", -1) + piece("▁", -2) +
           piece("b", -3) + piece("9", -4) + piece("9,", -1) + piece(",", -5) + trainer(1) + normalizer(true, true);
}

static QList<int> ids(const hl::Tokens& tokens)
{
    QList<int> out;
    for (const hl::Token& token : tokens)
        out.push_back(token.id);
    return out;
}

void TestSentencePiece::familiesFrameTheirTexts_data()
{
    QTest::addColumn<std::string>("settings");
    QTest::addColumn<QList<int>>("single");
    QTest::addColumn<QList<int>>("pair");
    const auto row = [](const char* name, const char* settings, const QList<int>& single, const QList<int>& pair) {
        QTest::newRow(name) << std::string(settings) << single << pair;
    };
    // "a" is piece 3, "b" pieces 4 5; the vocabulary has 9 pieces.
    row("T5", R"({"tokenizer_class":"T5Tokenizer","extra_ids":2})", {3, 2}, {3, 2, 4, 5, 2});
    row("LLaMA", R"({"tokenizer_class":"LlamaTokenizer"})", {1, 3}, {1, 3, 1, 4, 5});
    row("LLaMA with an end", R"({"tokenizer_class":"LlamaTokenizer","add_bos_token":false,"add_eos_token":true})", {3, 2},
        {3, 2, 4, 5, 2});
    row("ALBERT", R"({"tokenizer_class":"AlbertTokenizer","cls_token":"<s>","sep_token":"</s>","bos_token":"<s>",
        "eos_token":"</s>"})", {1, 3, 2}, {1, 3, 2, 4, 5, 2});
    row("XLNet", R"({"tokenizer_class":"XLNetTokenizer","cls_token":"<s>","sep_token":"</s>"})", {3, 2, 1},
        {3, 2, 4, 5, 2, 1});
    row("XLM-RoBERTa", R"({"tokenizer_class":"XLMRobertaTokenizer"})", {0, 4, 2}, {0, 4, 2, 2, 5, 6, 2});
    // Language codes follow the vocabulary: ar_AR is 10, de_DE 12, en_XX 13.
    row("mBART", R"({"tokenizer_class":"MBartTokenizer"})", {4, 2, 13}, {4, 5, 6, 2, 13});
    row("mBART from German", R"({"tokenizer_class":"MBartTokenizer","src_lang":"de_DE"})", {4, 2, 12}, {4, 5, 6, 2, 12});
    row("mBART-50", R"({"tokenizer_class":"MBart50Tokenizer"})", {13, 4, 2}, {13, 4, 5, 6, 2});
}

void TestSentencePiece::familiesFrameTheirTexts()
{
    QFETCH(std::string, settings);
    QFETCH(QList<int>, single);
    QFETCH(QList<int>, pair);
    Folder folder;
    folder.write("spiece.model", smallModel());
    folder.write("tokenizer_config.json", settings);
    const auto tokenizer = folder.load();
    QCOMPARE(ids(tokenizer->encodeForModel("a")), single);
    QCOMPARE(ids(tokenizer->encodeForModel("a", "b")), pair);
    if (settings.find("T5") != std::string::npos) {
        QCOMPARE(tokenizer->idOf("<extra_id_0>"), std::optional<hl::TokenId>(10)); // the first has the largest id
        QCOMPARE(ids(tokenizer->encodeForModel("a </s>")), (QList<int>{3, 2}));    // an end that is typed is enough
    }
}

void TestSentencePiece::marianReadsItsIdsFromVocabJson()
{
    Folder folder;
    folder.write("source.spm", smallModel());
    folder.write("target.spm", smallModel());
    folder.write("vocab.json", R"({"</s>":0,"<unk>":1,"▁a":2,"b":3,">>de<<":4,"<pad>":5})");
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"MarianTokenizer"})");
    const auto tokenizer = folder.load();
    QCOMPARE(ids(tokenizer->encodeForModel(">>de<< a b")), (QList<int>{4, 2, 1, 3, 0}));
    QCOMPARE(tokenizer->decode(std::vector<hl::TokenId>{2, 3}), "ab"s);
    folder.write("vocab.json", R"({"</s>":0})");
    QVERIFY(!hl::loadTokenizer(folder.path()));
}

void TestSentencePiece::commaAfterDigitIsAPieceOfItsOwn()
{
    Folder folder;
    folder.write("spiece.model", smallModel());
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"XLNetTokenizer"})");
    const hl::Tokens tokens = folder.load()->encode("99,");
    QCOMPARE(ids(tokens), (QList<int>{4, 6, 6, 8})); // "▁" "9" and, instead of "9,", "9" ","
    QCOMPARE(tokens[2].begin, 1);
    QCOMPARE(tokens[3].begin, 2);
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})");
    QCOMPARE(ids(folder.load()->encode("99,")), (QList<int>{4, 6, 7}));
}

void TestSentencePiece::newerLlamaPutsASpaceBeforeTheTextAlone()
{
    using namespace protobuf;
    Folder folder;
    folder.write("tokenizer.model", piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("</s>", 0, 3) + piece("▁a", -1) +
                                        piece("▁", -2) + piece("a", -3) + trainer(2) + normalizer(true, false));
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"LlamaTokenizer","legacy":true})");
    QCOMPARE(ids(folder.load()->encode("a<s>a")), (QList<int>{3, 1, 3}));
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"LlamaTokenizer","legacy":false})");
    QCOMPARE(ids(folder.load()->encode("a<s>a")), (QList<int>{3, 1, 5}));
    QCOMPARE(ids(folder.load()->encode("a<s> a")), (QList<int>{3, 1, 3}));
}

QTEST_APPLESS_MAIN(TestSentencePiece)
#include "tst_sentencepiece.moc"
