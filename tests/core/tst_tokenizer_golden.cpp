#include "core/text/load.h"
#include "core/text/unicode.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using Json = nlohmann::json;

/// Compares with what the reference tokenizers gave for the same files and texts: exact equality everywhere.
class TestTokenizerGolden : public QObject
{
    Q_OBJECT

private slots:
    void tokensAreTheReferences_data();
    void tokensAreTheReferences();

private:
    std::filesystem::path m_root;
};

static Json readJson(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return Json::parse(file, nullptr, false);
}

void TestTokenizerGolden::tokensAreTheReferences_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("model"); // read from this file alone, without tokenizer.json
    const char* set = std::getenv("HEADLIGHT_GOLDEN");
    m_root = set ? set : HEADLIGHT_TEST_DATA "/golden";
    const Json index = readJson(m_root / "index.json");
    bool isEmpty = true;
    for (const Json& entry : index.is_object() ? index["cases"] : Json::array()) {
        const std::string path = entry["path"];
        if (entry["kind"] != "tokenizer")
            continue;
        QTest::newRow(path.c_str()) << QString::fromStdString(path) << QString();
        for (const char* model : {"tokenizer.model", "spiece.model"})
            if (std::filesystem::exists(m_root / path / model) &&
                std::filesystem::exists(m_root / path / "tokenizer.json"))
                QTest::newRow((path + " from " + model).c_str())
                    << QString::fromStdString(path) << QString::fromLatin1(model);
        isEmpty = false;
    }
    if (isEmpty)
        QSKIP(
            "skipped: tokenizer cases; set HEADLIGHT_GOLDEN to the folder of reference data with index.json");
}

/// [begin, end) in code points of the texts, without special tokens.
static Json offsetsOf(const hl::Tokens& tokens, const std::vector<hl::OffsetMap>& maps)
{
    Json out = Json::array();
    for (const hl::Token& token : tokens) {
        const hl::OffsetMap& map = maps[static_cast<std::size_t>(token.segment)];
        if (!token.isSpecial)
            out.push_back({map.codePointOf(token.begin), map.codePointOf(token.end)});
    }
    return out;
}

template <class Field>
static Json listOf(const hl::Tokens& tokens, bool withSpecial, Field field)
{
    Json out = Json::array();
    for (const hl::Token& token : tokens)
        if (withSpecial || !token.isSpecial)
            out.push_back(field(token));
    return out;
}

/// The faster reference names an unknown piece by its text, the other one as the vocabulary does; here the vocabulary's
/// name stands.
static Json withVocabularyNames(const hl::Tokenizer& tokenizer, const Json& expected)
{
    Json out = expected["tokens"];
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!tokenizer.idOf(out[i].get<std::string>()))
            out[i] = tokenizer.piece(expected["ids"][i]);
    return out;
}

/// What differs from the reference, or nothing. `hasOffsets`, `hasDecoded`: the ranges and the decoded text
/// are the reference's too.
static QString difference(const hl::Tokenizer& tokenizer, const Json& one, bool hasOffsets, bool hasDecoded)
{
    const bool isPair = one["text"].is_array();
    std::vector<std::string> texts;
    for (const Json& text : isPair ? one["text"] : Json::array({one["text"]}))
        texts.push_back(text);
    const std::vector<hl::OffsetMap> maps(texts.begin(), texts.end());
    hl::Tokens plain;
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (hl::Token token : tokenizer.encode(texts[i])) {
            token.segment = static_cast<int>(i);
            plain.push_back(token);
        }
    const hl::Tokens framed =
        isPair ? tokenizer.encodeForModel(texts[0], texts[1]) : tokenizer.encodeForModel(texts[0]);
    const auto id = [](const hl::Token& token) { return token.id; };

    const Json ids = listOf(plain, true, id);
    // Where the two reference tokenizers differ, either answer is right.
    const bool isFast = one.contains("fast") && one["fast"]["ids"] == ids;
    const Json& expected = isFast ? one["fast"] : one;
    const auto differ = [](const char* what, const Json& got, const Json& wanted) {
        const auto text = [](const Json& json) {
            return json.dump(-1, ' ', true, Json::error_handler_t::replace);
        };
        return QString::fromStdString(std::string(what) + ": " + text(got) + " instead of " + text(wanted));
    };
    if (ids != expected["ids"])
        return differ("ids", ids, expected["ids"]);
    const Json pieces = listOf(plain, true, [](const hl::Token& token) { return token.piece; });
    const Json wanted = isFast ? withVocabularyNames(tokenizer, expected) : expected["tokens"];
    if (pieces != wanted)
        return differ("tokens", pieces, wanted);
    if (hasOffsets && expected.contains("offsets") && !expected["offsets"].is_null() &&
        offsetsOf(plain, maps) != expected["offsets"])
        return differ("offsets", offsetsOf(plain, maps), expected["offsets"]);
    if (&expected == &one && listOf(framed, true, id) != one["ids_special"] &&
        !(one.contains("fast_ids_special") && listOf(framed, true, id) == one["fast_ids_special"]))
        return differ("ids_special", listOf(framed, true, id), one["ids_special"]);
    const Json types = listOf(
        framed, true, [&](const hl::Token& token) { return tokenizer.usesTokenTypes() ? token.segment : 0; });
    if (one.contains("token_type_ids") && !one["token_type_ids"].is_null() && types != one["token_type_ids"])
        return differ("token_type_ids", types, one["token_type_ids"]);
    if (hasDecoded && one.contains("decoded")) {
        const std::string decoded = tokenizer.decode(one["ids"].get<std::vector<hl::TokenId>>());
        if (decoded != one["decoded"])
            return differ("decoded", decoded, one["decoded"]);
    }
    return {};
}

/// Puts links to a case's files into `folder`: the one model, and the settings.
static void linkFiles(const std::filesystem::path& from, const std::string& model, const std::filesystem::path& folder)
{
    std::filesystem::create_symlink(std::filesystem::absolute(from / model), folder / "tokenizer.model");
    if (std::filesystem::exists(from / "tokenizer_config.json"))
        std::filesystem::create_symlink(std::filesystem::absolute(from / "tokenizer_config.json"),
                                        folder / "tokenizer_config.json");
}

void TestTokenizerGolden::tokensAreTheReferences()
{
    QFETCH(QString, folder);
    QFETCH(QString, model);
    const std::filesystem::path path = m_root / folder.toStdString();
    if (!std::filesystem::exists(path / "cases.json"))
        QSKIP(
            qPrintable(QStringLiteral("skipped: %1; its vocabulary is not in HEADLIGHT_GOLDEN").arg(folder)));
    QTemporaryDir made;
    const std::filesystem::path own = made.path().toStdString();
    std::filesystem::path read = path;
    const std::string elsewhere = readJson(path / "case.json")["tokenizer_files"][0];
    if (!model.isEmpty()) {
        linkFiles(path, model.toStdString(), own);
        read = own;
    } else if (elsewhere.starts_with("..")) { // the same files in their newer reading
        linkFiles(path, elsewhere, own);
        std::ofstream(own / "tokenizer_config.json") << R"({"tokenizer_class":"LlamaTokenizer","legacy":false})";
        read = own;
    }
    // ALBERT's ranges are those of its tokenizer.json, which cleans the text in another order.
    const bool hasOffsets = model.isEmpty() || !folder.contains(QStringLiteral("albert"));
    // Decoded texts are those of the SentencePiece file where there is one: tokenizer.json joins in another way.
    const bool hasDecoded = !model.isEmpty() || !(std::filesystem::exists(path / "spiece.model") ||
                                                  std::filesystem::exists(path / "tokenizer.model")) ||
                            !std::filesystem::exists(path / "tokenizer.json");
    const auto tokenizer = hl::loadTokenizer(read);
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().english().c_str());
    const Json cases = readJson(path / "cases.json");
    QVERIFY(cases.is_array() && !cases.empty());
    int wrong = 0;
    for (const Json& one : cases) {
        const QString what = difference(**tokenizer, one, hasOffsets, hasDecoded);
        if (what.isEmpty())
            continue;
        ++wrong;
        qWarning("%s: %s", one["text"].dump(-1, ' ', true).c_str(), qPrintable(what));
    }
    QVERIFY2(wrong == 0, qPrintable(QStringLiteral("%1 of %2 texts differ").arg(wrong).arg(cases.size())));
}

QTEST_APPLESS_MAIN(TestTokenizerGolden)
#include "tst_tokenizer_golden.moc"
