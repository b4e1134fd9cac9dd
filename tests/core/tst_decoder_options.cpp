// What the configurations of models that continue a text may say: each option as the reference reads it, and what is not
// computed refused by its name.
#include "core/attention/positions.h"
#include "core/causal_folders.h"
#include "core/class_checks.h"
#include "core/opened_folder.h"
#include "core/text_folders.h"
#include "core/xlnet_oracle.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <random>

using namespace hl;
using nlohmann::json;

namespace {

ModelFolder folder(const std::string& family, const json& options = json::object())
{
    ModelFolder made = causalFolders::bare(family);
    textFolders::randomise(made, 5);
    made.config.update(options);
    return made;
}

/// The last block's rows of a text, of one side.
std::vector<double> outcome(const std::shared_ptr<const Model>& model)
{
    const TracePtr trace = classChecks::run(model, DType::Float64, {4, 7, 1, 9, 2, 5});
    std::vector<double> all;
    const MatrixView view = trace->view(stackOutput(Side::Only, model->spec()));
    for (Index i = 0; i < view.rows(); ++i) {
        const auto row = classChecks::rowOf(view, i);
        all.insert(all.end(), row.begin(), row.end());
    }
    return all;
}

constexpr const char* rotaryFamilies[] = {"llama", "mistral", "qwen2", "gemma", "falcon", "gpt_neox", "phi"};

} // namespace

class TestDecoderOptions : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;

    const StackSpec& stack(const ModelFolder& made)
    {
        m_model = m_folder.opened(made);
        return m_model->spec().stack(Side::Only);
    }
    std::vector<double> outcomeOf(const ModelFolder& made) { return outcome(m_folder.opened(made)); }
    bool refuses(const ModelFolder& made, const char* key, const char* value)
    {
        const QString said = m_folder.refusal(made);
        const bool isNamed = said.contains(QLatin1String(key)) && said.contains(QLatin1String(value));
        if (!isNamed)
            qWarning("%s", qPrintable(said));
        return isNamed;
    }

    std::shared_ptr<const Model> m_model;

    static void addRotaryFamilies()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* family : rotaryFamilies)
            QTest::newRow(family) << QByteArray(family);
    }

private slots:
    // --- rotary positions

    void parametersInOneObjectAreThoseBesideIt_data() { addRotaryFamilies(); }

    void parametersInOneObjectAreThoseBesideIt()
    {
        QFETCH(QByteArray, family);
        const std::string name = family.toStdString();
        const char* base = name == "gpt_neox" ? "rotary_emb_base" : "rope_theta";
        const json whole{{name == "gpt_neox" ? "rotary_pct" : "partial_rotary_factor", 1.0}}; // two pairs: the base counts for one of them
        const auto outcomeOf = [&](json options) {
            options.update(whole);
            return TestDecoderOptions::outcomeOf(folder(name, options));
        };
        const auto plain = outcomeOf(json::object());
        const auto beside = outcomeOf({{base, 50.0}});
        QVERIFY(plain != beside);
        QVERIFY(outcomeOf(json({{"rope_parameters", {{"rope_theta", 50.0}, {"rope_type", "default"}}}})) == beside);
        QVERIFY(outcomeOf(json({{base, 70.0}, {"rope_parameters", {{"rope_theta", 50.0}}}})) == beside);
        QVERIFY(outcomeOf(json({{base, 50.0}, {"rope_scaling", json::object()}})) == beside);
        const json linear{{"rope_type", "linear"}, {"factor", 2.0}};
        const auto scaled = outcomeOf(json({{"rope_scaling", linear}}));
        QVERIFY(scaled != plain);
        QVERIFY(outcomeOf(json({{"rope_parameters", linear}})) == scaled);
        QVERIFY(outcomeOf(json({{"rope_scaling", {{"type", "linear"}, {"factor", 2.0}}}, {"rope_parameters", {{"rope_theta", 3.0}}}})) == scaled);
    }

    void aScalingWithoutItsNumbersIsRefused_data() { addRotaryFamilies(); }

    void aScalingWithoutItsNumbersIsRefused()
    {
        QFETCH(QByteArray, family);
        const std::string name = family.toStdString();
        QVERIFY(refuses(folder(name, {{"rope_scaling", {{"type", "linear"}}}}), "factor", "missing"));
        const json whole{{"rope_type", "llama3"}, {"factor", 8.0}, {"low_freq_factor", 1.0}, {"high_freq_factor", 4.0}, {"original_max_position_embeddings", 4}};
        QVERIFY(m_folder.open(folder(name, {{"rope_scaling", whole}})).has_value());
        for (const char* key : {"factor", "low_freq_factor", "high_freq_factor"}) {
            json part = whole;
            part.erase(key);
            QVERIFY(refuses(folder(name, {{"rope_scaling", part}}), key, "missing"));
        }
        QVERIFY(refuses(folder(name, {{"rope_scaling", {{"rope_type", "longrope"}, {"factor", 2.0}}}}), "\"rope_scaling\": \"rope_type\"", "longrope"));
        QVERIFY(refuses(folder(name, {{"rope_scaling", {{"type", "longrope"}, {"factor", 2.0}}}}), "\"rope_scaling\": \"type\"", "longrope"));
        json crossed = whole;
        crossed["low_freq_factor"] = 5.5;
        QVERIFY(refuses(folder(name, {{"rope_parameters", crossed}}), "\"rope_parameters\": high_freq_factor = 4,", "low_freq_factor = 5.5."));
        QVERIFY(refuses(folder(name, {{"rope_parameters", {{"full_attention", {{"rope_theta", 5.0}}}}}}), "rope_parameters", "full_attention"));
    }

    void aShareOfRotatedFeaturesIsReadOrRefused()
    {
        for (const char* family : {"llama", "mistral", "qwen2", "gemma", "falcon"}) {
            QVERIFY(refuses(folder(family, {{"partial_rotary_factor", 0.5}}), "config.json: \"partial_rotary_factor\" is 0.5,", "supported is 1."));
            QVERIFY(refuses(folder(family, {{"rope_parameters", {{"partial_rotary_factor", 0.25}}}}), "\"rope_parameters\": \"partial_rotary_factor\" is 0.25,", "1."));
            QVERIFY(m_folder.open(folder(family, {{"partial_rotary_factor", 1.0}})).has_value());
        }
        QCOMPARE(stack(folder("phi")).positions.rotaryDims, 2);
        QCOMPARE(stack(folder("phi", {{"rope_parameters", {{"partial_rotary_factor", 1.0}}}})).positions.rotaryDims, 4);
        ModelFolder neox = folder("gpt_neox", {{"rotary_pct", 1.0}, {"rope_parameters", {{"partial_rotary_factor", 0.5}}}});
        QCOMPARE(stack(neox).positions.rotaryDims, 2);
        neox.config.erase("rope_parameters");
        QCOMPARE(stack(neox).positions.rotaryDims, 4);
    }

    void dynamicScalingBeginsBeyondTheTrainedLength()
    {
        json dynamic{{"type", "dynamic"}, {"factor", 2.0}};
        for (const bool hasOther : {false, true}) {
            if (hasOther)
                dynamic["original_max_position_embeddings"] = 6; // which the reference does not look at
            const PositionSpec positions = stack(folder("llama", {{"rope_scaling", dynamic}})).positions;
            QVERIFY(positions.rotaryScaling == RotaryScaling::Dynamic);
            QCOMPARE(positions.rotaryOriginalLength, 12);
            QCOMPARE(positions.maxLength, 0); // longer texts are run, too
            QVERIFY(std::abs(positions.rotaryFactor - 2.0) < 1e-15);
        }
        QVERIFY(refuses(folder("llama", {{"rope_scaling", dynamic}, {"max_position_embeddings", "long"}}), "max_position_embeddings", "long"));
    }

    void aLengthThatIsNotSaidIsTheFamilys()
    {
        const std::pair<const char*, int> lengths[] = {{"llama", 2048}, {"mistral", 131072}, {"qwen2", 32768}, {"gemma", 8192},
                                                       {"falcon", 2048}, {"gpt_neox", 2048}, {"phi", 2048}};
        for (const auto& [family, length] : lengths) {
            ModelFolder made = folder(family, {{"rope_scaling", {{"type", "dynamic"}, {"factor", 2.0}}}});
            made.config.erase("max_position_embeddings");
            made.config["rotary_pct"] = made.config["partial_rotary_factor"] = 1.0; // of two features the base cannot grow
            QCOMPARE(stack(made).positions.rotaryOriginalLength, length);
            made.config["rope_scaling"] = {{"type", "yarn"}, {"factor", 2.0}};
            QCOMPARE(stack(made).positions.rotaryOriginalLength, length);
        }
    }

    void gptJSaysHowManyFeaturesAreRotated()
    {
        QVERIFY(refuses(folder("gptj", {{"rotary_dim", nullptr}}), "\"rotary_dim\" is null", "an even number of features"));
        QCOMPARE(stack(folder("gptj", {{"rotary_dim", 4}})).positions.rotaryDims, 4);
    }

    // --- heads and windows

    void noNumberOfKeyHeadsIsOneForEachQueryHead()
    {
        for (const char* family : {"llama", "mistral", "qwen2", "gemma"}) {
            ModelFolder made = folder(family, {{"num_key_value_heads", nullptr}});
            for (int layer = 0; layer < 2; ++layer) {
                for (const char* part : {"k_proj", "v_proj"})
                    causalFolders::linear(made, "model.layers." + std::to_string(layer) + ".self_attn." + part, 8, 8, std::string(family) == "qwen2");
            }
            QCOMPARE(stack(made).attention.keyHeads(), 2);
        }
    }

    void windowsAreThoseOfTheLayers()
    {
        const json on{{"use_sliding_window", true}, {"sliding_window", 3}, {"max_window_layers", 1}};
        const auto windows = [&](json options) {
            const AttentionSpec& attention = stack(folder("qwen2", options)).attention;
            return std::pair(attention.windowOf(0), attention.windowOf(1));
        };
        QVERIFY(windows(json::object()) == std::pair(0, 0));
        QVERIFY(windows(on) == std::pair(0, 3));
        json none = on;
        none["sliding_window"] = nullptr;
        QVERIFY(windows(none) == std::pair(0, 0));
        none["sliding_window"] = 0;
        QVERIFY(refuses(folder("qwen2", none), "sliding_window", "0"));
        none["use_sliding_window"] = false;
        QVERIFY(windows(none) == std::pair(0, 0));
        json named = on;
        named["layer_types"] = {"sliding_attention", "full_attention"};
        QVERIFY(windows(named) == std::pair(3, 0));
        named["layer_types"] = {"sliding_attention"};
        QVERIFY(refuses(folder("qwen2", named), "\"layer_types\" has 1 entries", "2 layers"));
        named["layer_types"] = {"chunked_attention", "full_attention"};
        QVERIFY(refuses(folder("qwen2", named), "layer_types", "chunked_attention"));
        QVERIFY(refuses(folder("qwen2", {{"layer_types", {"sliding_attention", "full_attention"}}}), "layer_types", "no sliding window"));
        QVERIFY(refuses(folder("qwen2", {{"layer_types", {"chunked_attention", "full_attention"}}}), "is chunked_attention", "supported is full_attention."));
        QCOMPARE(stack(folder("mistral", {{"sliding_window", nullptr}})).attention.windowOf(0), 0);
        QCOMPARE(stack(folder("mistral")).attention.windowOf(1), 4096);
    }

    void modelsThatSeeBothWaysAreRefused()
    {
        for (const char* family : causalFolders::names()) {
            QVERIFY(refuses(folder(family, {{"is_causal", false}}), "is_causal", "false"));
            QVERIFY(refuses(folder(family, {{"use_bidirectional_attention", true}}), "use_bidirectional_attention", "true"));
            QVERIFY(m_folder.open(folder(family, {{"is_causal", true}, {"use_bidirectional_attention", nullptr}})).has_value());
        }
    }

    // --- the rest of a block

    void theConfigurationSaysWhetherThereAreBiases_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("layer"); // one of those
        QTest::addColumn<bool>("absent");
        const auto row = [](const char* family, const char* key, const char* layer, bool absent) {
            QTest::addRow("%s %s", family, layer) << QByteArray(family) << QByteArray(key) << QByteArray(layer) << absent;
        };
        row("llama", "attention_bias", "model.layers.1.self_attn.o_proj", false);
        row("llama", "mlp_bias", "model.layers.1.mlp.gate_proj", false);
        row("gemma", "attention_bias", "model.layers.1.self_attn.q_proj", false);
        row("falcon", "bias", "transformer.h.1.mlp.dense_h_to_4h", false);
        row("falcon", "bias", "transformer.h.1.self_attention.query_key_value", false);
        row("gpt_neox", "attention_bias", "gpt_neox.layers.1.attention.dense", true);
        row("opt", "enable_bias", "model.decoder.layers.1.fc2", true);
        row("opt", "enable_bias", "model.decoder.layers.1.self_attn.v_proj", true);
    }

    void theConfigurationSaysWhetherThereAreBiases()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, layer);
        QFETCH(bool, absent);
        const std::string keyText = key.toStdString();
        ModelFolder made = folder(family.toStdString());
        // With a bias on every layer that this key speaks of.
        std::vector<std::string> without;
        for (const auto& [name, values] : made.tensors) {
            const bool isWeight = name.ends_with(".weight") && values.shape.size() == 2 && name.find("layers.") + name.find(".h.") != 2 * std::string::npos;
            const bool isMlp = name.find("mlp") != std::string::npos;
            const bool isMeant = keyText == "mlp_bias" ? isMlp : keyText == "attention_bias" ? !isMlp : true;
            if (isWeight && isMeant && made.tensors.count(name.substr(0, name.size() - 6) + "bias") == 0)
                without.push_back(name);
        }
        for (const std::string& name : without)
            made.add(name.substr(0, name.size() - 6) + "bias", {made.tensors.at(name).shape.front()});
        made.config[keyText] = true;
        const auto with = outcomeOf(made);
        made.config[keyText] = false;
        const auto none = outcomeOf(made);
        QVERIFY(with != none);
        made.config.erase(keyText);
        QVERIFY(outcomeOf(made) == (absent ? with : none));
        made.config[keyText] = true;
        made.tensors.erase(layer.toStdString() + ".bias");
        QVERIFY(refuses(made, layer.constData() + layer.indexOf(".1.") + 3, "bias"));
    }

    void gemmaHasTwoNamesForItsActivation()
    {
        const auto activation = [&](const json& options) { return stack(folder("gemma", options)).mlp.activation; };
        QVERIFY(activation(json::object()) == Activation::GeluTanh);
        QVERIFY(activation({{"hidden_act", "gelu"}}) == Activation::GeluTanh);
        QVERIFY(activation({{"hidden_act", "silu"}}) == Activation::Silu);
        QVERIFY(activation({{"hidden_act", "silu"}, {"hidden_activation", nullptr}}) == Activation::GeluTanh);
        QVERIFY(activation({{"hidden_act", "silu"}, {"hidden_activation", "gelu"}}) == Activation::Gelu);
    }

    void gelusApproximationHasManyNames()
    {
        for (const char* name : {"gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate"})
            QVERIFY(stack(folder("gpt2", {{"activation_function", name}})).mlp.activation == Activation::GeluTanh);
        for (const char* name : {"gelu_10", "relu2", "mish", "linear"})
            QVERIFY(refuses(folder("gpt2", {{"activation_function", name}}), "activation_function", name));
    }

    void paddingHasTheNumberBeforeTheFirstWhereThereIsOne()
    {
        const std::vector<std::uint8_t> allowed{0, 1, 1, 0};
        const PositionSpec bloom = stack(folder("bloom")).positions;
        QVERIFY((positionNumbers(bloom, {4, 7, 1, 9}, allowed) == std::vector<int>{0, 0, 1, 0}));
        const PositionSpec opt = stack(folder("opt")).positions;
        QVERIFY((positionNumbers(opt, {4, 7, 1, 9}, allowed) == std::vector<int>{1, 2, 3, 1}));
    }

    void falconsNewBlocksAreParallel()
    {
        QVERIFY(refuses(folder("falcon", {{"new_decoder_architecture", true}, {"parallel_attn", false}}), "parallel_attn", "false"));
    }

    void xlnetOfOneDirectionHasNoSameLength()
    {
        std::mt19937 random(3);
        ModelFolder made = xlnetOracle::folder({.hasHead = false}, random);
        made.config["same_length"] = true;
        QVERIFY(m_folder.open(made).has_value());
        made.config["attn_type"] = "uni";
        QVERIFY(refuses(made, "same_length", "true"));
    }

    void phiKeepsClassesOfTokensUnderTwoNames()
    {
        ModelFolder made = textFolders::classes("phi", true);
        textFolders::randomise(made, 6);
        const auto old = outcomeOf(made);
        for (const char* part : {".weight", ".bias"}) {
            auto moved = made.tensors.extract(std::string("classifier") + part);
            moved.key() = std::string("score") + part;
            made.tensors.insert(std::move(moved));
        }
        QVERIFY(outcomeOf(made) == old);
    }

    void quantizedWeightsAreRefused()
    {
        for (const char* family : causalFolders::names())
            QVERIFY(refuses(folder(family, {{"quantization_config", {{"quant_method", "gptq"}, {"bits", 4}}}}), "quantization_config", "quantized (gptq),"));
        for (const json& nameless : {json{{"load_in_8bit", true}}, json{{"quant_method", nullptr}}, json{{"quant_method", ""}}, json{{"quant_method", 8}}})
            QVERIFY(refuses(folder("llama", {{"quantization_config", nameless}}), "quantization_config", "are quantized, which"));
        QVERIFY(m_folder.open(folder("llama", {{"quantization_config", nullptr}})).has_value());
    }
};

QTEST_APPLESS_MAIN(TestDecoderOptions)
#include "tst_decoder_options.moc"
