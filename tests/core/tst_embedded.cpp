#include "core/model/builtin.h"
#include "core/model/embedded.h"
#include "core/model/roles.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <string>
#include <vector>

using namespace hl;

namespace {

std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}

std::vector<std::string> embeddedNames()
{
    std::vector<std::string> names;
    for (const EmbeddedFile& file : embeddedFiles()) {
        if (file.path.ends_with("/model.safetensors"))
            names.emplace_back(file.path.substr(0, file.path.find('/')));
    }
    return names;
}

} // namespace

class TestEmbedded : public QObject
{
    Q_OBJECT

private slots:
    /// FIPS 180-2, appendix B.
    void theHashIsThatOfTheStandard()
    {
        QCOMPARE(sha256Of(bytesOf("abc")), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256Of({}), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    void everyShippedModelIsListedAndOpens()
    {
        for (const std::string& name : embeddedNames()) {
            const BuiltinInfo* info = findBuiltin(name);
            QVERIFY2(info, name.c_str());
            const auto model = openBuiltin(*info);
            QVERIFY2(model, model ? "" : model.error().english().c_str());
            QVERIFY((*model)->parameterCount() > 0);
        }
    }

    void everyClaimOfAHeadHasItsMarginAndItsFigures()
    {
        for (const std::string& name : embeddedNames()) {
            const auto model = builtinModel(name);
            QVERIFY(model);
            for (const HeadRole& role : model->card().heads) {
                const std::string where = name + " " + role.role;
                QVERIFY2(hasStep(model->spec(), role.pattern), where.c_str());
                QVERIFY2(role.score >= std::max(role.baselineShift.value_or(0.0), role.baselineUniform) + 0.25, where.c_str());
                QVERIFY2(role.cases >= 200, where.c_str());
                QVERIFY2(roleTitle(role.role).args.empty(), (where + " has no words of its own").c_str());
                QVERIFY2(originTitle(role.origin).args.empty(), where.c_str());
            }
        }
    }

    void theWholeSetIsSmall()
    {
        std::size_t bytes = 0;
        for (const EmbeddedFile& file : embeddedFiles())
            bytes += file.path.ends_with("/model.safetensors") ? file.bytes.size() : 0;
        QVERIFY2(bytes <= 10'000'000, std::to_string(bytes).c_str());
    }

    void aDamagedFileIsRefusedAndTheOthersStillOpen()
    {
        const auto names = embeddedNames();
        QVERIFY(!names.empty());
        std::vector<EmbeddedFile> files(embeddedFiles().begin(), embeddedFiles().end());
        std::vector<std::byte> damaged;
        for (EmbeddedFile& file : files) {
            if (file.path != names.front() + "/model.safetensors")
                continue;
            damaged.assign(file.bytes.begin(), file.bytes.end());
            damaged[damaged.size() / 2] ^= std::byte{1};
            file.bytes = damaged;
        }
        const auto model = loadEmbedded(names.front(), files);
        QVERIFY(!model);
        QCOMPARE(model.error().english(), "The built-in model \"" + names.front() + "\" is damaged: model.safetensors is not the "
                                          "file that was shipped. Install Headlight again; the other models still work.");
        for (std::size_t i = 1; i < names.size(); ++i)
            QVERIFY(loadEmbedded(names[i], files));
    }

    void aWrongEntryOfAHeadIsNamed()
    {
        const auto json = nlohmann::json::parse(R"({"heads": [{"step": "blocks.0.attn.0.scores", "role": "previous",
            "score": 0.9, "baseline_uniform": 0.1, "n": 300, "ablation_drop": 0.1, "origin": "emerged"}]})");
        const auto card = readModelCard(ConfigReader(json, "config.json"));
        QVERIFY(!card);
        QVERIFY(card.error().english().find("blocks.0.attn.0.scores") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestEmbedded)
#include "tst_embedded.moc"
