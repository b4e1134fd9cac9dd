#include "core/text/byte_bpe.h"
#include "core/text/load.h"
#include "core/text/unicode.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace std::string_literals;

/// A folder with a small, sound tokenizer whose files the tests then damage.
class Folder
{
public:
    void write(const char* name, const std::string& content) const
    {
        std::ofstream(path() / name, std::ios::binary) << content;
    }
    [[nodiscard]] std::filesystem::path path() const { return m_dir.path().toStdString(); }
    [[nodiscard]] auto load() const { return hl::loadTokenizer(path()); }
    /// The sentence of the refusal; empty if the folder was taken.
    [[nodiscard]] std::string refusal() const
    {
        const auto loaded = load();
        return loaded ? std::string() : loaded.error().english();
    }

    void writeBpe(int extra = 0) const
    {
        write("vocab.json", vocabulary(extra).dump());
        write("merges.txt", "#version: 0.2\nh e\n\xC4\xA0 he\n");
    }
    static nlohmann::json vocabulary(int extra = 0)
    {
        nlohmann::json out = nlohmann::json::object();
        for (unsigned byte = 0; byte < 256; ++byte)
            out[hl::toUtf8(hl::byteLetter(static_cast<unsigned char>(byte)))] = byte;
        out["he"] = 256;
        out["Ġhe"] = 257;
        out["<|endoftext|>"] = 258;
        for (int i = 0; i < extra; ++i)
            out["extra" + std::to_string(i)] = 259 + i;
        return out;
    }

private:
    QTemporaryDir m_dir;
};

static const std::string kVocabText = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n##s\nThe\n";

class TestLoadTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void gpt2FolderIsTaken();
    void robertaFolderIsTaken();
    void addedTokensAreFound();
    void bertFolderIsTaken();
    void lineEndsOfOtherSystemsAreTaken();
    void foldersWithoutTokenizerSayWhatIsMissing();
    void otherTokenizersAreRefusedByName();
    void damagedVocabJsonIsRefused_data();
    void damagedVocabJsonIsRefused();
    void damagedMergesAreRefused_data();
    void damagedMergesAreRefused();
    void damagedVocabTextIsRefused_data();
    void damagedVocabTextIsRefused();
    void damagedSettingsAreRefused_data();
    void damagedSettingsAreRefused();
    void sizesAreLimited();
};

void TestLoadTokenizer::gpt2FolderIsTaken()
{
    Folder folder;
    folder.writeBpe();
    const auto plain = folder.load();
    QVERIFY2(plain, folder.refusal().c_str());
    QCOMPARE((*plain)->kind(), "GPT-2 byte-level BPE"s);
    QCOMPARE((*plain)->encode("he<|endoftext|> he").size(), std::size_t(3));
    QCOMPARE((*plain)->encodeForModel("he").size(), std::size_t(1));
    folder.write("tokenizer_config.json",
                 R"({"tokenizer_class":"GPT2Tokenizer","add_prefix_space":true,"add_bos_token":true,
        "bos_token":{"content":"<|endoftext|>","lstrip":false},"pad_token":null})");
    const hl::Tokens tokens = folder.load().value()->encodeForModel("he");
    QCOMPARE(tokens.size(), std::size_t(2));
    QCOMPARE(tokens[0].id, 258);
    QCOMPARE(tokens[1].piece, "Ġhe"s);
}

void TestLoadTokenizer::robertaFolderIsTaken()
{
    Folder folder;
    nlohmann::json vocabulary = Folder::vocabulary();
    for (const char* piece : {"<s>", "</s>", "<pad>", "<unk>", "<mask>"})
        vocabulary[piece] = vocabulary.size();
    folder.writeBpe();
    folder.write("vocab.json", vocabulary.dump());
    folder.write("config.json", R"({"model_type":"roberta"})");
    const auto roberta = folder.load().value();
    const hl::Tokens tokens = roberta->encodeForModel("he <mask>", "he");
    QCOMPARE(tokens.size(), std::size_t(7)); // <s> he <mask> </s> </s> he </s>
    QCOMPARE(tokens[2].id, roberta->maskId().value());
}

void TestLoadTokenizer::addedTokensAreFound()
{
    Folder folder;
    folder.writeBpe();
    folder.write("added_tokens.json", R"({"<x>":259,"<y>":260})");
    QCOMPARE(folder.load().value()->encode("he<y>").back().id, 260);
    folder.write("tokenizer_config.json",
                 R"({"added_tokens_decoder":{"261":{"content":"<z>","rstrip":true}}})");
    const hl::Tokens tokens = folder.load().value()->encode("<z>  he<x>");
    QCOMPARE(tokens.size(), std::size_t(3));
    QCOMPARE(tokens[0].end, 5);
    folder.write("special_tokens_map.json", R"({"additional_special_tokens":["Ġhe"]})");
    QCOMPARE(folder.load().value()->encode("aĠhe").back().id, 257);
}

void TestLoadTokenizer::bertFolderIsTaken()
{
    Folder folder;
    folder.write("vocab.txt", kVocabText);
    QCOMPARE(folder.load().value()->encode("The")[0].piece, "the"s);
    folder.write("tokenizer_config.json",
                 R"({"do_lower_case":false,"strip_accents":null,"tokenizer_class":"BertTokenizerFast"})");
    QCOMPARE(folder.load().value()->encode("The")[0].piece, "The"s);
    QCOMPARE(folder.load().value()->encodeForModel("The [MASK]")[2].id, 4);
}

void TestLoadTokenizer::lineEndsOfOtherSystemsAreTaken()
{
    Folder bert;
    std::string text;
    for (const char c : kVocabText)
        text += c == '\n' ? "\r\n"s : std::string(1, c);
    bert.write("vocab.txt", text + "\r\n\r\n");
    QCOMPARE(bert.load().value()->encode("thes").size(), std::size_t(2));
    Folder bpe;
    bpe.writeBpe();
    bpe.write("merges.txt", "#version: 0.2\r\nh e\r\n\r\n");
    QCOMPARE(bpe.load().value()->encode("he").size(), std::size_t(1));
}

void TestLoadTokenizer::foldersWithoutTokenizerSayWhatIsMissing()
{
    Folder folder;
    QVERIFY(folder.refusal().find("vocab.txt") != std::string::npos);
    QCOMPARE(folder.load().error().code, hl::ErrorCode::FileNotFound);
    folder.write("vocab.json", "{}");
    QVERIFY(folder.refusal().find("merges.txt") != std::string::npos);
    QVERIFY(!hl::loadTokenizer(folder.path() / "nowhere"));
    std::filesystem::create_directory(folder.path() / "vocab.txt"); // a folder of that name
    QVERIFY(!folder.refusal().empty());
}

void TestLoadTokenizer::otherTokenizersAreRefusedByName()
{
    Folder folder;
    folder.writeBpe();
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"CTRLTokenizerFast"})");
    QVERIFY(folder.refusal().find("\"CTRLTokenizer\"") != std::string::npos);
    folder.write("tokenizer_config.json", "{}");
    folder.write("config.json", R"({"model_type":"clip"})");
    QVERIFY(folder.refusal().find("\"clip\"") != std::string::npos);
    Folder bert;
    bert.write("vocab.txt", kVocabText);
    bert.write("tokenizer_config.json", R"({"tokenizer_class":"BertJapaneseTokenizer"})");
    QVERIFY(bert.refusal().find("BertJapanese") != std::string::npos);
}

void TestLoadTokenizer::damagedVocabJsonIsRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named"); // what the sentence must name
    const auto with = [](const char* piece, const nlohmann::json& id) {
        nlohmann::json out = Folder::vocabulary();
        out[piece] = id;
        return out.dump();
    };
    QTest::newRow("empty file") << ""s
                                << "vocab.json"s;
    QTest::newRow("not JSON") << "{\"a\":"s
                              << "vocab.json"s;
    QTest::newRow("an array") << "[1]"s
                              << "vocab.json"s;
    QTest::newRow("a thousand levels") << std::string(1000, '[') << "vocab.json"s;
    QTest::newRow("repeated id") << with("new", 5) << "\"new\""s;
    QTest::newRow("negative id") << with("new", -1) << "-1"s;
    QTest::newRow("fractional id") << with("new", 259.5) << "259.5"s;
    QTest::newRow("id as text") << with("new", "259") << "\"new\""s;
    QTest::newRow("id of 2^40") << with("new", 1ull << 40) << "1099511627776"s;
    QTest::newRow("gap") << with("new", 300) << "259"s;
    QTest::newRow("empty piece") << with("", 259) << "259"s;
    QTest::newRow("piece of 5000 bytes") << with(std::string(5000, 'x').c_str(), 259) << "4096"s;
    QTest::newRow("lone surrogate") << "{\"\\ud800\":0}"s
                                    << "vocab.json"s;
    QTest::newRow("merged piece missing") << [] {
        nlohmann::json out = Folder::vocabulary();
        out.erase("he");
        out["hx"] = 256;
        return out.dump();
    }() << "\"he\""s;
}

void TestLoadTokenizer::damagedVocabJsonIsRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    Folder folder;
    folder.writeBpe();
    folder.write("vocab.json", content);
    QVERIFY2(folder.refusal().find(named) != std::string::npos, folder.refusal().c_str());
}

void TestLoadTokenizer::damagedMergesAreRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named");
    QTest::newRow("three parts") << "h e\nh e l\n"s
                                 << "line 2"s;
    QTest::newRow("one part") << "#version: 0.2\nhe\n"s
                              << "line 2"s;
    QTest::newRow("two spaces") << "h  e\n"s
                                << "line 1"s;
    QTest::newRow("unknown piece") << "h e\nhe zz\n"s
                                   << "\"zz\""s;
    QTest::newRow("joined piece unknown") << "z z\n"s
                                          << "\"zz\""s;
}

void TestLoadTokenizer::damagedMergesAreRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    Folder folder;
    folder.writeBpe();
    folder.write("merges.txt", content);
    QVERIFY2(folder.refusal().find(named) != std::string::npos, folder.refusal().c_str());
}

void TestLoadTokenizer::damagedVocabTextIsRefused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named");
    QTest::newRow("empty file") << ""s
                                << "vocab.txt"s;
    QTest::newRow("no [UNK]") << "[PAD]\n[CLS]\n[SEP]\n"s
                              << "[UNK]"s;
    QTest::newRow("empty line") << "[UNK]\n\n[CLS]\n[SEP]\n"s
                                << "line 2"s;
    QTest::newRow("repeated piece") << kVocabText + "the\n"
                                    << "\"the\""s;
    QTest::newRow("lone surrogate") << kVocabText + "\xED\xA0\x80\n"
                                    << "line 9"s;
    QTest::newRow("piece of 5000 bytes") << kVocabText + std::string(5000, 'x') << "4096"s;
}

void TestLoadTokenizer::damagedVocabTextIsRefused()
{
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    Folder folder;
    folder.write("vocab.txt", content);
    QVERIFY2(folder.refusal().find(named) != std::string::npos, folder.refusal().c_str());
}

void TestLoadTokenizer::damagedSettingsAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("named");
    const QString config = QStringLiteral("tokenizer_config.json");
    const QString added = QStringLiteral("added_tokens.json");
    QTest::newRow("not JSON") << config << "{"s
                              << "tokenizer_config.json"s;
    QTest::newRow("option is a text") << config << R"({"add_prefix_space":"yes"})"s
                                      << "add_prefix_space"s;
    QTest::newRow("token is a number") << config << R"({"bos_token":3})"s
                                       << "bos_token"s;
    QTest::newRow("added id is no number") << config << R"({"added_tokens_decoder":{"x":{"content":"a"}}})"s
                                           << "\"x\""s;
    QTest::newRow("added id is taken") << added << R"({"<x>":5})"s
                                       << "\"<x>\""s;
    QTest::newRow("added id leaves a gap") << added << R"({"<x>":400})"s
                                           << "259"s;
    QTest::newRow("added id is huge") << added << R"({"<x>":1099511627776})"s
                                      << "1099511627776"s;
    QTest::newRow("added id is negative") << added << R"({"<x>":-1})"s
                                          << "\"<x>\""s;
}

void TestLoadTokenizer::damagedSettingsAreRefused()
{
    QFETCH(QString, file);
    QFETCH(std::string, content);
    QFETCH(std::string, named);
    Folder folder;
    folder.writeBpe();
    folder.write(file.toStdString().c_str(), content);
    QVERIFY2(folder.refusal().find(named) != std::string::npos, folder.refusal().c_str());
}

void TestLoadTokenizer::sizesAreLimited()
{
    Folder folder;
    folder.write("vocab.txt", kVocabText + std::string((32u << 20) - kVocabText.size() + 1, '\n'));
    QCOMPARE(folder.load().error().code, hl::ErrorCode::FileTooLarge);
    folder.write("vocab.txt", kVocabText + std::string((32u << 20) - kVocabText.size(), '\n'));
    QVERIFY2(folder.load(), folder.refusal().c_str());
    std::string many = kVocabText;
    for (int i = 0; i < 1'048'576 - 8; ++i)
        many += std::to_string(i) + "\n";
    folder.write("vocab.txt", many);
    QVERIFY2(folder.load(), folder.refusal().c_str());
    folder.write("vocab.txt", many + "more\n");
    QVERIFY(folder.refusal().find("1048576") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestLoadTokenizer)
#include "tst_load_tokenizer.moc"
