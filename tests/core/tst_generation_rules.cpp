// What a model's folder says of continuing a text: each rule against plain loops, and what is not kept said on the model's card.
#include "core/causal_folders.h"
#include "core/family_folders.h"
#include "core/forward/generate.h"
#include "core/forward/generation_rules.h"
#include "core/model/load.h"
#include "core/opened_folder.h"
#include "core/run/trace_inputs.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

using namespace hl;
using nlohmann::json;

namespace {

constexpr int words = 11;

std::vector<double> drawn(std::mt19937& random)
{
    std::uniform_real_distribution<double> numbers(-3.0, 3.0);
    std::vector<double> logits;
    for (int id = 0; id < words; ++id)
        logits.push_back(numbers(random));
    return logits;
}

std::vector<TokenId> drawnText(std::mt19937& random, int length)
{
    std::vector<TokenId> ids;
    for (int i = 0; i < length; ++i)
        ids.push_back(std::uniform_int_distribution<TokenId>(0, 3)(random)); // few words, so that they repeat
    return ids;
}

} // namespace

class TestGenerationRules : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;

    static ModelFolder folder(const json& rules)
    {
        ModelFolder made = causalFolders::bare("gpt2");
        textFolders::randomise(made, 8);
        made.config["architectures"] = {"GPT2LMHeadModel"};
        made.config.update(rules);
        return made;
    }
    std::shared_ptr<const Model> opened(const json& rules) const { return m_folder.opened(folder(rules)); }

    /// Logits behind these words, by the rules; `given` of them were there before the model's own.
    static std::vector<double> ruled(const std::shared_ptr<const Model>& model, std::vector<double> logits, const std::vector<TokenId>& before, std::size_t given = 1)
    {
        applyRules(logits, *model, tokensOfIds(*model, before), given);
        return logits;
    }

    /// The same model, with a generation_config.json of this text.
    static Result<std::shared_ptr<const Model>> withFile(const ModelFolder& made, const char* text)
    {
        const QTemporaryDir directory;
        const std::filesystem::path folder(directory.path().toStdString());
        made.write(folder);
        writeBytes(folder / "generation_config.json", text);
        return loadModel(folder);
    }

    bool notes(const json& rules, const char* text) const
    {
        const auto model = opened(rules);
        return std::any_of(model->notes().begin(), model->notes().end(), [&](const Message& note) { return note.english().find(text) != std::string::npos; });
    }

private slots:
    void withoutRulesNothingChanges()
    {
        std::mt19937 random(1);
        const auto model = opened({{"repetition_penalty", 1.0}, {"no_repeat_ngram_size", 0}, {"min_length", 0}, {"bad_words_ids", nullptr}});
        const auto logits = drawn(random);
        QVERIFY(ruled(model, logits, {1, 2, 1, 2}) == logits);
    }

    void repeatedWordsAreWeakened()
    {
        std::mt19937 random(2);
        const auto model = opened({{"repetition_penalty", 1.5}});
        for (int round = 0; round < 50; ++round) {
            const auto logits = drawn(random);
            const auto before = drawnText(random, 1 + round % 6);
            const auto after = ruled(model, logits, before);
            for (int id = 0; id < words; ++id) {
                const auto i = static_cast<std::size_t>(id);
                const bool isThere = std::count(before.begin(), before.end(), id) > 0;
                const double expected = !isThere ? logits[i] : logits[i] < 0 ? logits[i] * 1.5 : logits[i] / 1.5;
                QVERIFY(std::abs(after[i] - expected) <= 1e-15);
            }
        }
    }

    void noRunOfWordsComesTwice()
    {
        std::mt19937 random(3);
        for (const std::size_t length : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{4}}) {
            const auto model = opened({{"no_repeat_ngram_size", length}});
            for (int round = 0; round < 200; ++round) {
                const auto before = drawnText(random, round % 12 + 1);
                const auto after = ruled(model, std::vector<double>(words, 0.5), before);
                for (TokenId id = 0; id < words; ++id) {
                    std::vector<TokenId> text = before;
                    text.push_back(id);
                    bool isRepeated = false;
                    for (std::size_t start = 0; start + length < text.size(); ++start)
                        isRepeated = isRepeated || std::equal(text.begin() + static_cast<std::ptrdiff_t>(start), text.begin() + static_cast<std::ptrdiff_t>(start + length), text.end() - static_cast<std::ptrdiff_t>(length));
                    QCOMPARE(after[static_cast<std::size_t>(id)], isRepeated ? -INFINITY : 0.5);
                }
            }
        }
    }

    void badWordsAreNeverChosen()
    {
        const auto model = opened({{"bad_words_ids", {{4}, {2, 5}, {1, 2, 6}, {10}, {3, 99}, {7, 7}}}, {"eos_token_id", 10}});
        const auto forbidden = [&](const std::vector<TokenId>& before) {
            std::vector<TokenId> ids;
            const auto after = ruled(model, std::vector<double>(words, 0.0), before);
            for (TokenId id = 0; id < words; ++id) {
                if (std::isinf(after[static_cast<std::size_t>(id)]))
                    ids.push_back(id);
            }
            return ids;
        };
        QVERIFY((forbidden({0}) == std::vector<TokenId>{4})); // the end token alone is no bad word
        QVERIFY((forbidden({2}) == std::vector<TokenId>{4})); // the reference passes over what is longer than the text
        QVERIFY((forbidden({0, 2}) == std::vector<TokenId>{4, 5}));
        QVERIFY((forbidden({1, 2}) == std::vector<TokenId>{4, 5}));
        QVERIFY((forbidden({0, 1, 2}) == std::vector<TokenId>{4, 5, 6}));
        QVERIFY((forbidden({2, 1, 3}) == std::vector<TokenId>{4}));
        QVERIFY((forbidden({7}) == std::vector<TokenId>{4}));
        QVERIFY((forbidden({7, 7}) == std::vector<TokenId>{4, 7}));
    }

    void aListOfWordsInsteadOfListsIsNotKept()
    {
        const json flat{{"bad_words_ids", json::array({4, 5})}};
        QVERIFY(notes(flat, "bad_words_ids"));
        QVERIFY(ruled(opened(flat), std::vector<double>(words, 0.5), {4, 4}) == std::vector<double>(words, 0.5));
        QVERIFY(!notes({{"bad_words_ids", {{4}, {5}}}}, "bad_words_ids"));
        QVERIFY(!notes({{"bad_words_ids", json::array()}}, "bad_words_ids"));
    }

    void badWordsThatAreNoIdsAreRefused()
    {
        for (const json& wrong : {json("word"), json{{4}, 5}, json{json::array()}, json{{"a"}}})
            QVERIFY(m_folder.refusal(folder({{"bad_words_ids", wrong}})).contains(QLatin1String("bad_words_ids")));
    }

    void aTextDoesNotEndTooSoon()
    {
        const auto model = opened({{"min_length", 4}, {"eos_token_id", {3, 5}}});
        for (std::size_t length = 1; length < 7; ++length) {
            const auto after = ruled(model, std::vector<double>(words, 0.0), std::vector<TokenId>(length, 1));
            for (const std::size_t end : {std::size_t{3}, std::size_t{5}})
                QCOMPARE(std::isinf(after[end]), length < 4);
            QVERIFY(!std::isinf(after[4]));
        }
        QVERIFY(isEndToken(*model, 3) && isEndToken(*model, 5) && !isEndToken(*model, 4));
    }

    void suppressedWordsAreNeverChosenInAnyModel()
    {
        const auto after = ruled(opened({{"suppress_tokens", {2, 9}}}), std::vector<double>(words, 0.0), {1, 1});
        for (std::size_t id = 0; id < after.size(); ++id)
            QCOMPARE(std::isinf(after[id]), id == 2 || id == 9);
    }

    void theFirstWordOfItsOwnIsNotOneOfThose()
    {
        const auto isHeld = [&](const json& rules, const std::vector<TokenId>& before, std::size_t given) {
            json all{{"begin_suppress_tokens", {2, 9}}};
            all.update(rules);
            const auto after = ruled(opened(all), std::vector<double>(words, 0.0), before, given);
            return std::isinf(after[2]) && std::isinf(after[9]) && std::count_if(after.begin(), after.end(), [](double x) { return std::isinf(x); }) == 2;
        };
        for (const std::size_t given : {std::size_t{1}, std::size_t{3}}) {
            for (std::size_t length = given; length < 6; ++length)
                QCOMPARE(isHeld(json::object(), std::vector<TokenId>(length, 1), given), length == given);
        }
        // A word that is forced is not free: the one behind it is the first.
        QVERIFY(!isHeld({{"forced_bos_token_id", 7}}, {1}, 1));
        QVERIFY(isHeld({{"forced_bos_token_id", 7}}, {1, 7}, 1));
        QVERIFY(isHeld({{"forced_bos_token_id", 7}}, {1, 3}, 2)); // it comes behind one word only
        QVERIFY(!isHeld({{"forced_decoder_ids", {{2, 6}}}}, {1, 3}, 2));
        QVERIFY(isHeld({{"forced_decoder_ids", {{2, 6}}}}, {1, 3, 6}, 2));
        QVERIFY(isHeld({{"forced_decoder_ids", {{2, 6}}}}, {1, 3, 4, 5}, 4));
    }

    void aTextIsContinuedWithWhatIsForced()
    {
        const auto firstTwo = [&](const json& rules, const std::vector<TokenId>& text) {
            const auto model = opened(rules);
            ForwardInput input;
            input.source.tokens = tokensOfIds(*model, text);
            const auto out = generate(model, input, {.maxTokens = 2});
            if (!out)
                qFatal("%s", out.error().english().c_str());
            return std::pair(out->tokens[0].id, out->tokens[1].id);
        };
        const json unlike{{"no_repeat_ngram_size", 1}}; // so that the two differ
        const auto with = [&](const char* key, const json& value) {
            json rules = unlike;
            rules[key] = value;
            return rules;
        };
        const auto plain = firstTwo(unlike, {4, 7});
        QCOMPARE(firstTwo(with("forced_decoder_ids", {{2, 6}}), {4, 7}).first, 6);
        QCOMPARE(firstTwo(with("forced_decoder_ids", {{3, 6}}), {4, 7}).second, 6);
        QVERIFY(firstTwo(with("forced_bos_token_id", 6), {4, 7}) == plain); // it comes behind one word only
        QCOMPARE(firstTwo(with("forced_bos_token_id", 6), {4}).first, 6);
        QVERIFY(firstTwo(with("begin_suppress_tokens", {plain.first}), {4, 7}).first != plain.first);
        QVERIFY(firstTwo(with("begin_suppress_tokens", {plain.second}), {4, 7}) == plain);
    }

    void continuationKeepsTheRules()
    {
        const auto plain = opened(json::object());
        const auto ruledModel = opened({{"no_repeat_ngram_size", 1}});
        const auto continued = [](const std::shared_ptr<const Model>& model) {
            ForwardInput input;
            input.source.tokens = tokensOfIds(*model, {4, 7});
            const auto generated = generate(model, input, {.maxTokens = 6});
            if (!generated)
                qFatal("%s", generated.error().english().c_str());
            std::vector<TokenId> ids{4, 7};
            for (const GeneratedToken& token : generated->tokens)
                ids.push_back(token.id);
            return ids;
        };
        auto ids = continued(ruledModel);
        QVERIFY(ids != continued(plain));
        std::sort(ids.begin(), ids.end());
        QVERIFY(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    }

    void theFirstFilesOfBartForceTheirBeginning()
    {
        ModelFolder made = familyFolders::bart("bart");
        const auto forced = [&](const char* patch) {
            ModelFolder changed = made;
            changed.config.merge_patch(nlohmann::json::parse(patch));
            return m_folder.opened(changed)->spec().generation.forcedBegin;
        };
        made.config.erase("bos_token_id");
        QVERIFY(!forced("{}"));
        QCOMPARE(forced(R"({"force_bos_token_to_be_generated": true, "bos_token_id": 6})"), std::optional(6));
        QCOMPARE(forced(R"({"force_bos_token_to_be_generated": true})"), std::optional(0));
        QCOMPARE(forced(R"({"force_bos_token_to_be_generated": true, "bos_token_id": 6, "forced_bos_token_id": 7})"), std::optional(7));
        QVERIFY(!forced(R"({"force_bos_token_to_be_generated": false, "bos_token_id": 6})"));
        made.config["force_bos_token_to_be_generated"] = true;
        const auto model = withFile(made, R"({"force_bos_token_to_be_generated": true, "bos_token_id": 6})");
        QVERIFY(model && !(*model)->spec().generation.forcedBegin); // generation_config.json has no such key
        made.config["bos_token_id"] = 11;
        QVERIFY(m_folder.open(made).error().english().find("bos_token_id") != std::string::npos);
    }

    void theFolderRulesItsTranslations()
    {
        ModelFolder made = familyFolders::bart("mbart");
        const auto generated = [&](const char* patch) {
            ModelFolder changed = made;
            changed.config.merge_patch(nlohmann::json::parse(patch));
            const auto model = m_folder.opened(changed);
            ForwardInput input;
            input.source.tokens = tokensOfIds(*model, {4, 7, 1, 9, 2});
            input.target.tokens = {*targetStart(*model)};
            const auto out = generate(model, input, {.maxTokens = 3});
            if (!out)
                qFatal("%s", out.error().english().c_str());
            std::vector<int> ids{out->prompt.front().id};
            for (const GeneratedToken& token : out->tokens)
                ids.push_back(token.id);
            return ids;
        };
        const std::vector<int> plain = generated("{}");
        QCOMPARE(plain.size(), std::size_t{4});
        QCOMPARE(plain[0], 3);
        QCOMPARE(generated(R"({"decoder_start_token_id": 5})")[0], 5);
        QCOMPARE(generated(R"({"forced_bos_token_id": 7})")[1], 7);
        QVERIFY(generated(R"({"force_bos_token_to_be_generated": true, "bos_token_id": 6})") == plain); // BART's alone
        QCOMPARE(generated(R"({"forced_decoder_ids": [[2, 6]]})")[2], 6);
        const std::string first = std::to_string(plain[1]);
        QCOMPARE(generated((R"({"eos_token_id": )" + first + "}").c_str()).size(), std::size_t{1});
        QCOMPARE(generated((R"({"eos_token_id": [1, )" + first + "]}").c_str()).size(), std::size_t{1});
        QVERIFY(generated((R"({"suppress_tokens": [)" + first + "]}").c_str())[1] != plain[1]);
        QVERIFY(generated((R"({"bad_words_ids": [[)" + first + "]]}").c_str())[1] != plain[1]);
        QVERIFY(generated((R"({"begin_suppress_tokens": [)" + first + "]}").c_str())[1] != plain[1]);
        // generation_config.json stands for all of it.
        const auto model = withFile(made, R"({"decoder_start_token_id": 9})");
        QVERIFY(model.has_value());
        QCOMPARE(targetStart(**model)->id, 9);
        QVERIFY((*model)->spec().generation.ends.empty());
        QVERIFY(withFile(made, R"({"decoder_start_token_id": "first"})").error().english().find("decoder_start_token_id") != std::string::npos);
    }

    void rulesThatAreNotKeptAreOnTheCard()
    {
        QVERIFY(notes({{"num_beams", 4}, {"forced_eos_token_id", 2}}, "num_beams, forced_eos_token_id"));
        QVERIFY(notes({{"encoder_no_repeat_ngram_size", 3}}, "encoder_no_repeat_ngram_size"));
        QVERIFY(!notes({{"num_beams", 1}, {"forced_eos_token_id", nullptr}, {"guidance_scale", 1.0}, {"min_new_tokens", 0}}, "word by word"));
        QVERIFY(!notes({{"repetition_penalty", 1.2}, {"do_sample", true}, {"temperature", 0.7}}, "word by word"));
    }
};

QTEST_APPLESS_MAIN(TestGenerationRules)
#include "tst_generation_rules.moc"
