#include "core/base/file.h"
#include "core/base/json.h"
#include "core/forward/generate.h"
#include "core/model/load.h"
#include "core/run/trace_inputs.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cstdlib>
#include <filesystem>
#include <set>

using namespace hl;

/// The greedy continuations that the reference gave for the same models and ids.
class TestGoldenGenerate : public QObject
{
    Q_OBJECT

private slots:
    void greedyIsTheReferences_data();
    void greedyIsTheReferences();

private:
    std::filesystem::path m_root;
};

namespace {

bool isGenerating(const nlohmann::json& family)
{
    static const std::set<std::string> families{"bart",  "bloom",   "gpt2", "gpt_neox", "llama", "marian",
                                                "mbart", "mistral", "opt",  "qwen2",    "t5",    "whisper"};
    return family.is_string() && families.count(family.get<std::string>()) > 0;
}

} // namespace

void TestGoldenGenerate::greedyIsTheReferences_data()
{
    QTest::addColumn<QString>("folder");
    const char* set = std::getenv("HEADLIGHT_GOLDEN");
    m_root = set ? set : HEADLIGHT_TEST_DATA "/golden";
    const auto text = readTextFile(m_root / "index.json", limits::tokenizerFile);
    if (!text)
        QSKIP("skipped: greedy continuations; set HEADLIGHT_GOLDEN to the folder of reference data with index.json");
    const auto index = parseJson(*text, {.bytes = limits::tokenizerFile}, "index.json");
    QVERIFY2(index.has_value(), index ? "" : index.error().english().c_str());
    for (const auto& entry : (*index)["cases"]) {
        if (entry["kind"] != "hf-model" || !isGenerating(entry["model_type"]))
            continue;
        const std::string path = entry["path"];
        const auto arrays = readNpz(m_root / path / "expected.npz");
        QVERIFY2(arrays.has_value(), path.c_str());
        for (const auto& [name, array] : *arrays) {
            if (name.ends_with(".greedy_ids"))
                QTest::newRow((path + " " + name).c_str()) << QString::fromStdString(path + " " + name);
        }
    }
}

void TestGoldenGenerate::greedyIsTheReferences()
{
    QFETCH(QString, folder);
    const std::string path = folder.section(QLatin1Char(' '), 0, 0).toStdString();
    const std::string run = folder.section(QLatin1Char(' '), 1).section(QLatin1Char('.'), 0, 0).toStdString();
    const auto arrays = readNpz(m_root / path / "expected.npz");
    const auto model = loadModel(m_root / path);
    QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());

    NpyArrays given;
    const std::string prefix = run + ".in.";
    for (const auto& [name, array] : *arrays) {
        if (name.starts_with(prefix))
            given.emplace(name.substr(prefix.size()), array);
    }
    auto input = inputFromArrays(**model, given, path);
    QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
    const auto expected = *arrays->at(run + ".greedy_ids").toInts();
    if ((*model)->spec().isEncoderDecoder()) { // the reference starts anew, from the start token alone
        const auto start = targetStart(**model);
        QVERIFY(start.has_value());
        input->target = {};
        input->target.tokens = {*start};
    }
    const bool isTarget = (*model)->spec().isEncoderDecoder();
    const std::size_t before = (isTarget ? input->target : input->source).tokens.size();
    QVERIFY(expected.size() > before);

    const auto generated = generate(*model, *input, {.maxTokens = static_cast<int>(expected.size() - before)});
    QVERIFY2(generated.has_value(), generated ? "" : generated.error().english().c_str());
    std::vector<std::int64_t> ids;
    for (const Token& token : generated->prompt)
        ids.push_back(token.id);
    for (const GeneratedToken& token : generated->tokens)
        ids.push_back(token.id);
    QCOMPARE(ids, expected);
}

QTEST_APPLESS_MAIN(TestGoldenGenerate)
#include "tst_golden_generate.moc"
