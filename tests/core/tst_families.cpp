// Tiny folders of the families with two stacks and of pictures: the numbers of an independent program, what their configuration
// changes, and refusals that name the tensor or the key.
#include "core/family_folders.h"
#include "core/model/load.h"
#include "core/run/trace_inputs.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>

using namespace hl;
namespace fs = std::filesystem;

namespace {

ModelFolder folderOf(const QByteArray& name)
{
    if (name == "t5" || name == "t5 gated")
        return familyFolders::t5(name != "t5");
    if (name == "marian" || name == "marian, two tables")
        return familyFolders::marian(name == "marian");
    if (name == "whisper")
        return familyFolders::whisper();
    if (name == "vit" || name == "deit")
        return familyFolders::vision(name.toStdString());
    return familyFolders::bart(name.toStdString());
}

constexpr const char* all[] = {"t5", "t5 gated", "bart", "mbart", "marian", "marian, two tables", "whisper", "vit", "deit"};

/// The same for every model: five ids for the source, or waves for a picture or a sound; three ids for the target.
ForwardInput inputFor(const Model& model)
{
    ForwardInput input;
    const ModelSpec& spec = model.spec();
    if (spec.image || spec.audio) {
        const Index rows = spec.image ? 12 : 10;
        MatrixOf<double> waves(rows, spec.image ? 4 : 3);
        for (Index i = 0; i < waves.size(); ++i)
            waves.data()[i] = std::sin(1.3 * static_cast<double>(i));
        input.source.features = std::move(waves);
    } else {
        input.source.tokens = tokensOfIds(model, {4, 7, 1, 9, 2});
    }
    if (spec.isEncoderDecoder())
        input.target.tokens = tokensOfIds(model, {3, 5, 8});
    return input;
}

std::vector<double> lastLogits(const std::shared_ptr<const Model>& model, DType dtype = DType::Float64)
{
    ForwardInput input = inputFor(*model);
    input.dtype = dtype;
    const auto trace = forward(model, std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    const MatrixView logits = (*trace)->view({.step = Step::Logits, .side = model->spec().outputSide()});
    std::vector<double> row;
    for (Index i = 0; i < logits.cols(); ++i)
        row.push_back(logits.at(logits.rows() - 1, i));
    return row;
}

} // namespace

class TestFamilies : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    fs::path folder() const { return fs::path(m_directory.path().toStdString()) / "model"; }

    Result<std::shared_ptr<const Model>> open(const ModelFolder& made) const
    {
        fs::remove_all(folder());
        made.write(folder());
        return loadModel(folder());
    }

    std::shared_ptr<const Model> opened(const ModelFolder& made) const
    {
        const auto model = open(made);
        if (!model)
            qFatal("%s", model.error().english().c_str());
        return *model;
    }

    static void addFamilies()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* name : all)
            QTest::newRow(name) << QByteArray(name);
    }

    bool isSame(const ModelFolder& a, const ModelFolder& b) const { return lastLogits(opened(a)) == lastLogits(opened(b)); }

private slots:
    void numbersAreThoseOfAnIndependentProgram_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QList<double>>("logits"); // the first four of the last row
        QTest::newRow("t5") << QByteArray("t5") << QList<double>{0.032609602624, 0.002290521667, -0.030319080957, -0.037663482294};
        QTest::newRow("t5 gated") << QByteArray("t5 gated") << QList<double>{-0.187751810479, -0.058789048166, 0.159401533791, 0.185369797519};
        QTest::newRow("bart") << QByteArray("bart") << QList<double>{1.532275346227, 0.558087054553, -1.224188291674, -1.216257311212};
        QTest::newRow("mbart") << QByteArray("mbart") << QList<double>{0.54669601679, -0.724121842876, -1.520817859665, -0.209250377901};
        QTest::newRow("marian") << QByteArray("marian") << QList<double>{1.676399742396, 0.645504239027, -1.280895503369, -1.326992361117};
        QTest::newRow("marian, two tables") << QByteArray("marian, two tables") << QList<double>{1.078271482721, -0.178798865491, -0.913311284508, -0.330298314629};
        QTest::newRow("whisper") << QByteArray("whisper") << QList<double>{0.190205173088, -0.561235121026, -0.751440294114, -0.190205173088};
        QTest::newRow("vit") << QByteArray("vit") << QList<double>{1.096703755732, -0.556461293814, -1.715665049547};
        QTest::newRow("deit") << QByteArray("deit") << QList<double>{-0.264915308081, -0.66004195175, -0.053878706465};
    }

    void numbersAreThoseOfAnIndependentProgram()
    {
        QFETCH(QByteArray, family);
        QFETCH(QList<double>, logits);
        const auto model = opened(folderOf(family));
        for (const DType dtype : {DType::Float64, DType::Float32}) {
            const auto row = lastLogits(model, dtype);
            // T5 keeps its norms, and Marian its positions, in float32 in any run.
            const bool isSingle = dtype == DType::Float32 || family.startsWith("t5") || family.startsWith("marian");
            const double allowed = isSingle ? 2e-5 : 1e-10;
            for (qsizetype i = 0; i < logits.size(); ++i)
                QVERIFY2(std::abs(row[static_cast<std::size_t>(i)] - logits[i]) < allowed,
                         qPrintable(QStringLiteral("logit %1 is %2, expected %3").arg(i).arg(row[static_cast<std::size_t>(i)], 0, 'g', 12).arg(logits[i], 0, 'g', 12)));
        }
    }

    void aMissingTensorIsNamed_data() { addFamilies(); }

    void aMissingTensorIsNamed()
    {
        QFETCH(QByteArray, family);
        const ModelFolder whole = folderOf(family);
        QVERIFY(opened(whole)->notes().size() <= 2);
        for (const auto& [name, values] : whole.tensors) {
            if (name == "final_logits_bias") // zeros where it is absent
                continue;
            ModelFolder made = whole;
            made.tensors.erase(name);
            const auto model = open(made);
            QVERIFY2(!model.has_value(), name.c_str());
            QVERIFY2(model.error().english().find(name) != std::string::npos
                         || model.error().english().find(name.substr(name.find('.') + 1)) != std::string::npos,
                     (name + ": " + model.error().english()).c_str());
        }
    }

    void aTensorOfAnotherShapeIsNamed_data() { addFamilies(); }

    void aTensorOfAnotherShapeIsNamed()
    {
        QFETCH(QByteArray, family);
        const ModelFolder whole = folderOf(family);
        for (const auto& [name, values] : whole.tensors) {
            ModelFolder made = whole;
            std::vector<std::int64_t> shape = values.shape;
            shape.back() += 1;
            made.add(name, shape);
            const auto model = open(made);
            QVERIFY2(!model.has_value(), name.c_str());
            const std::string said = model.error().english();
            QVERIFY2(said.find(name) != std::string::npos && said.find("expected [") != std::string::npos, said.c_str());
        }
    }

    void aTensorTooManyIsNoted_data() { addFamilies(); }

    void aTensorTooManyIsNoted()
    {
        QFETCH(QByteArray, family);
        ModelFolder made = folderOf(family);
        made.add("something.else", {3});
        bool isNoted = false;
        const auto model = opened(made);
        for (const Message& note : model->notes())
            isNoted = isNoted || note.english().find("something.else") != std::string::npos;
        QVERIFY(isNoted);
    }

    void anotherArchitectureIsRefusedByName_data() { addFamilies(); }

    void anotherArchitectureIsRefusedByName()
    {
        QFETCH(QByteArray, family);
        ModelFolder made = folderOf(family);
        made.config["architectures"] = {"SomethingForQuestionAnswering"};
        const auto model = open(made);
        QVERIFY(!model.has_value());
        QVERIFY(model.error().english().find("SomethingForQuestionAnswering") != std::string::npos);
    }

    void namesWithoutPrefixAreTheSameModel_data() { addFamilies(); }

    void namesWithoutPrefixAreTheSameModel()
    {
        QFETCH(QByteArray, family);
        const ModelFolder whole = folderOf(family);
        ModelFolder bare = whole;
        bare.tensors.clear();
        for (const auto& [name, values] : whole.tensors) {
            const auto dot = name.find('.');
            const std::string first = name.substr(0, dot);
            const bool isPrefix = first == "model" || first == "vit" || first == "deit";
            bare.tensors[isPrefix ? name.substr(dot + 1) : name] = values;
        }
        QVERIFY(isSame(whole, bare));
    }

    void copiesOfTheSharedTableChangeNothing()
    {
        for (const char* family : {"bart", "mbart", "marian", "t5"}) {
            const ModelFolder whole = folderOf(family);
            const std::string prefix = family == std::string("t5") ? "" : "model.";
            ModelFolder copies = whole;
            for (const std::string& name : {prefix + "encoder.embed_tokens.weight", prefix + "decoder.embed_tokens.weight", std::string("lm_head.weight")})
                copies.tensors[name] = whole.tensors.at(prefix + "shared.weight");
            QVERIFY2(isSame(whole, copies), family);
            copies.tensors.erase(prefix + "shared.weight");
            QVERIFY2(isSame(whole, copies), family);
        }
    }

    void aHeadOfItsOwnIsUsedWhereItIsNotTied()
    {
        for (const char* family : {"bart", "marian", "whisper"}) {
            ModelFolder made = folderOf(family);
            const ModelFolder tied = made;
            made.config["tie_word_embeddings"] = false;
            made.add(family == std::string("whisper") ? "proj_out.weight" : "lm_head.weight", {11, 8});
            QVERIFY2(!isSame(tied, made), family);
        }
    }

    void everyKeyCounts_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("patch");
        const auto row = [](const char* family, const char* patch) {
            QTest::addRow("%s %s", family, patch) << QByteArray(family) << QByteArray(patch);
        };
        row("t5", R"({"feed_forward_proj": "silu"})");
        row("t5", R"({"dense_act_fn": "gelu"})");
        row("t5", R"({"layer_norm_epsilon": 0.1})");
        row("t5", R"({"num_heads": 2, "num_decoder_layers": 1})");
        row("t5", R"({"scale_decoder_outputs": false})");
        row("t5 gated", R"({"feed_forward_proj": "gated-silu"})");
        row("bart", R"({"scale_embedding": true})");
        row("bart", R"({"activation_function": "relu"})");
        row("bart", R"({"encoder_attention_heads": 4})");
        row("mbart", R"({"decoder_attention_heads": 2})");
        row("marian", R"({"scale_embedding": false})");
        row("whisper", R"({"decoder_layers": 1})");
        row("vit", R"({"layer_norm_eps": 0.1})");
        row("vit", R"({"hidden_act": "relu"})");
        row("deit", R"({"num_attention_heads": 4})");
    }

    void everyKeyCounts()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, patch);
        const ModelFolder made = folderOf(family);
        ModelFolder other = made;
        other.config.merge_patch(nlohmann::json::parse(patch.toStdString()));
        QVERIFY(!isSame(made, other));
    }

    void whatIsNotComputedIsRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("patch");
        const auto row = [](const char* family, const char* key, const char* value) {
            QTest::addRow("%s %s %s", family, key, value) << QByteArray(family) << QByteArray(key) << "{\"" + QByteArray(key) + "\": " + value + "}";
        };
        for (const char* family : all)
            row(family, "quantization_config", R"({"load_in_8bit": true})");
        for (const char* family : {"vit", "deit"}) {
            row(family, "pooler_output_size", "4");
            row(family, "pooler_act", "\"bent\"");
        }
    }

    void whatIsNotComputedIsRefusedByName()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, patch);
        ModelFolder made = folderOf(family);
        made.config.merge_patch(nlohmann::json::parse(patch.toStdString()));
        const auto model = open(made);
        QVERIFY(!model.has_value());
        QVERIFY2(model.error().english().find('"' + key.toStdString() + '"') != std::string::npos, model.error().english().c_str());
    }

    void keysOfOlderFilesChangeNothing()
    {
        for (const char* family : {"bart", "mbart", "marian"}) {
            for (const bool value : {true, false}) {
                ModelFolder made = folderOf(family);
                for (const char* key : {"normalize_before", "add_final_layer_norm", "normalize_embedding", "static_position_embeddings", "do_blenderbot_90_layernorm", "add_bias_logits"})
                    made.config[key] = value;
                made.config["extra_pos_embeddings"] = "two";
                QVERIFY2(isSame(folderOf(family), made), family);
            }
        }
    }

    void theHeadOfT5IsScaledAsItsFileSays()
    {
        // As version 5 writes them: always tied, and a key for the scale.
        ModelFolder tied = folderOf("t5");
        tied.config["scale_decoder_outputs"] = true;
        QVERIFY(isSame(folderOf("t5"), tied));
        ModelFolder gated = folderOf("t5 gated");
        gated.config["tie_word_embeddings"] = true;
        gated.config["scale_decoder_outputs"] = false;
        QVERIFY(isSame(folderOf("t5 gated"), gated));
        gated.tensors.erase("lm_head.weight");
        gated.config["scale_decoder_outputs"] = true;
        const auto scaled = lastLogits(opened(gated));
        gated.config["scale_decoder_outputs"] = false;
        const auto plain = lastLogits(opened(gated));
        for (std::size_t i = 0; i < plain.size(); ++i)
            QVERIFY(std::abs(scaled[i] * std::sqrt(8.0) - plain[i]) < 1e-12);
    }

    void poolersOfPicturesTakeTheirActivation()
    {
        ModelFolder made = folderOf("vit");
        made.config["architectures"] = {"ViTModel"};
        made.add("vit.pooler.dense.weight", {8, 8});
        made.add("vit.pooler.dense.bias", {8});
        for (const auto& [name, expected] : {std::pair{"", Activation::Tanh}, {"relu", Activation::Relu}, {"gelu", Activation::Gelu}}) {
            if (*name != '\0')
                made.config["pooler_act"] = name;
            const auto model = opened(made);
            QVERIFY(model->spec().head.hasPooler && model->spec().head.poolerActivation == expected);
        }
    }

    void storedPositionsOfMarianAreTaken()
    {
        const ModelFolder made = familyFolders::marian(true);
        ModelFolder stored = made;
        for (const std::string side : {"encoder", "decoder"}) {
            auto& values = stored.tensors["model." + side + ".embed_positions.weight"];
            values.shape = {6, 8};
            for (int position = 0; position < 6; ++position) {
                for (int i = 0; i < 8; ++i) {
                    const double angle = position / std::pow(10000.0, i % 4 / 4.0);
                    values.numbers.push_back(i < 4 ? std::sin(angle) : std::cos(angle));
                }
            }
        }
        const auto a = lastLogits(opened(made));
        const auto b = lastLogits(opened(stored));
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(std::abs(a[i] - b[i]) < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestFamilies)
#include "tst_families.moc"
