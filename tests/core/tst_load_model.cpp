// Model folders, whole and hostile: every refusal is one sentence that names the file, the key or the tensor; strange
// numbers are data and open.
#include "core/base/stored_type.h"
#include "core/explain/explanation.h"
#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/model/own_format.h"
#include "core/model_folder.h"
#include "core/random_model.h"
#include "core/run/open_model.h"
#include "core/run/run_request.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <limits>

using namespace hl;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double secondsAllowed = 20.0; // of processor time, for one case
#else
constexpr double secondsAllowed = 1.0;
#endif

ForwardInput ids(std::initializer_list<int> list)
{
    ForwardInput input;
    for (const int id : list) {
        Token token;
        token.id = id;
        input.source.tokens.push_back(token);
    }
    return input;
}

bool isSameBits(const MatrixView& a, const MatrixView& b)
{
    if (a.isNull() || b.isNull() || a.rows() != b.rows() || a.cols() != b.cols() || a.dtype() != b.dtype())
        return a.isNull() && b.isNull();
    for (Index i = 0; i < a.rows(); ++i) {
        for (Index j = 0; j < a.cols(); ++j) {
            const double x = a.at(i, j);
            const double y = b.at(i, j);
            if (std::memcmp(&x, &y, sizeof x) != 0)
                return false;
        }
    }
    return true;
}

/// "" if both hold the same tensors, bit by bit and by name.
std::string difference(const Model& a, const Model& b)
{
    const auto first = a.tensors();
    const auto second = b.tensors();
    if (first.size() != second.size())
        return std::to_string(first.size()) + " tensors against " + std::to_string(second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i].name() != second[i].name() || !isSameBits(first[i].view(), second[i].view()))
            return first[i].name() + " against " + second[i].name();
    }
    return {};
}

} // namespace

class TestLoadModel : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::clock_t m_start = 0;

    fs::path folder() const { return fs::path(m_directory->path().toStdString()) / "model"; }

    /// Opening `folder()` fails with a sentence that holds `part`.
    void refuses(const std::string& part, std::optional<ErrorCode> code = std::nullopt) const
    {
        const auto model = loadModel(folder());
        QVERIFY2(!model.has_value(), ("opened, but should say: " + part).c_str());
        const std::string sentence = model.error().english();
        QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find('\n') == std::string::npos && sentence.size() < 2000, sentence.c_str());
        if (code)
            QCOMPARE(static_cast<int>(model.error().code), static_cast<int>(*code));
    }

    std::shared_ptr<const Model> opened() const
    {
        const auto model = loadModel(folder());
        if (!model)
            qFatal("%s", model.error().english().c_str());
        return *model;
    }

    static void addFamilies()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::newRow("gpt2") << QByteArray("gpt2");
        QTest::newRow("bert") << QByteArray("bert");
    }

    void roundTrip(const Model& model, ForwardInput input)
    {
        const auto saved = saveModel(model, folder());
        QVERIFY2(saved.has_value(), saved ? "" : saved.error().english().c_str());
        const auto back = opened();
        QCOMPARE(difference(model, *back), std::string());
        const ModelSpec& a = model.spec();
        const ModelSpec& b = back->spec();
        QCOMPARE(a.name, b.name);
        QVERIFY(stepsOf(a) == stepsOf(b));
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            input.dtype = dtype;
            const auto before = forward(Model::make(a, model.weights(), nullptr).value(), input);
            const auto after = forward(back, input);
            QVERIFY2(before.has_value() && after.has_value(), after ? "" : after.error().english().c_str());
            for (const StepRef& ref : (*before)->steps())
                QVERIFY2(isSameBits((*before)->view(ref), (*after)->view(ref)), nameOf(ref).c_str());
        }
        QVERIFY(back->tokenizer() != nullptr);
        QCOMPARE(back->tokenizer()->encodeForModel("The cat 我爱 😀").size(), model.tokenizer()->encodeForModel("The cat 我爱 😀").size());
        // Written again it is the same file.
        const fs::path second = fs::path(m_directory->path().toStdString()) / "again";
        QVERIFY(saveModel(*back, second).has_value());
        for (const char* file : {"config.json", "model.safetensors", "words.txt"}) {
            std::ifstream one(folder() / file, std::ios::binary);
            std::ifstream two(second / file, std::ios::binary);
            const std::string first((std::istreambuf_iterator<char>(one)), {});
            const std::string again((std::istreambuf_iterator<char>(two)), {});
            QVERIFY2(!first.empty() && first == again, file);
        }
    }

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        m_start = std::clock();
    }

    void cleanup()
    {
        const double seconds = static_cast<double>(std::clock() - m_start) / CLOCKS_PER_SEC;
        QVERIFY2(seconds <= secondsAllowed, qPrintable(QString::number(seconds)));
        m_directory.reset();
    }

    // --- Headlight's own format

    void builtInModelsComeBackBitByBit_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const BuiltinInfo& info : builtinModelsOfText())
            QTest::newRow(info.name.data()) << QByteArray(info.name.data());
    }
    void builtInModelsComeBackBitByBit()
    {
        QFETCH(QByteArray, name);
        const auto model = builtinModel(name.constData());
        ForwardInput input = ids({1, 0, 3, 2});
        input.target = input.source;
        roundTrip(*model, input);
    }

    void modelsOfEveryKindComeBackBitByBit_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 60; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void modelsOfEveryKindComeBackBitByBit()
    {
        QFETCH(int, seed);
        randomModel::Random random(static_cast<unsigned>(seed) + 4242U);
        const auto drawn = randomModel::model(random);
        const auto model = Model::make(drawn->spec(), drawn->weights(), builtinModel("toy")->sharedTokenizer());
        QVERIFY(model.has_value());
        roundTrip(**model, randomModel::input(random, **model));
    }

    void theSmallestModelComesBack()
    {
        // One feature, one position, one token type: matrices that look like vectors.
        ModelSpec spec;
        spec.name = "smallest";
        spec.vocabulary = 1;
        spec.dModel = 1;
        StackSpec stack;
        stack.attention.isCausal = true;
        stack.mlp.dMlp = 1;
        stack.positions = {.kind = PositionKind::Learned, .maxLength = 1};
        stack.segments = 1;
        stack.hasEmbeddingNorm = stack.hasFinalNorm = true;
        spec.decoder = stack;
        spec.head.kind = HeadKind::LanguageModel;
        randomModel::Random random(1);
        const auto model = Model::make(spec, randomModel::weights(random, spec), builtinModel("toy")->sharedTokenizer());
        QVERIFY(model.has_value());
        roundTrip(**model, ids({0}));
    }

    void float64WeightsComeBack()
    {
        const auto toy = builtinModel("toy");
        Weights weights = toy->weights();
        MatrixOf<double> table = weights.sourceEmbedding.as<double>();
        table.array() += 1e-12;
        weights.sourceEmbedding = {"embed.token.weight", table};
        const auto model = Model::make(toy->spec(), weights, toy->sharedTokenizer());
        roundTrip(**model, ids({5, 6}));
    }

    void theClassesOfATextAreSaved()
    {
        const auto model = builtinModel("stories-masked");
        QCOMPARE(model->spec().head.textClasses, (std::vector<std::string>{"<positive>", "<negative>", "<neutral>"}));
        roundTrip(*model, ids({0, 300, 400}));
        QCOMPARE(opened()->spec().head.textClasses, model->spec().head.textClasses);
    }

    void aNameThatIsNotUtf8IsSaved()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.name = "caf\xe9";
        const auto model = Model::make(spec, toy->weights(), toy->sharedTokenizer());
        QVERIFY(saveModel(**model, folder()).has_value());
        QCOMPARE(opened()->spec().name, std::string("caf\xEF\xBF\xBD"));
    }

    void ownFormatRefusesWhatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* pointer, const char* value, const char* part) {
            QTest::addRow("%s = %s", pointer, value) << QByteArray(pointer) << QByteArray(value) << QByteArray(part);
        };
        row("/format_version", "2", "\"format_version\" is 2");
        row("/d_model", "0", "\"d_model\" is 0");
        row("/d_model", "9", ", 9]");
        row("/vocab_size", "1e3", "\"vocab_size\"");
        row("/decoder", "null", "neither an encoder nor a decoder");
        row("/decoder", "[]", "\"decoder\" is [...]");
        row("/decoder/heads", "0", "\"heads\" is 0");
        row("/decoder/heads", "3", "expected [8, 12]");
        row("/decoder/d_k", "null", "");
        row("/decoder/layers", "3", "blocks.2.ln1");
        row("/decoder/layers", "1000000", "\"layers\"");
        row("/decoder/scale", "\"x\"", "\"scale\"");
        row("/decoder/norm", "\"batch\"", "expected one of \"none\", \"layer_norm\", \"rms_norm\"");
        row("/decoder/norm", "\"none\"", "final norm");
        row("/decoder/activation", "\"mish\"", "\"activation\" is \"mish\"");
        row("/decoder/gated", "true", "mlp.gate");
        row("/decoder/gated", "1", "expected true or false");
        row("/decoder/cross", "{\"heads\":2}", "cross");
        row("/decoder/positions/kind", "\"absolute\"", "\"kind\" is \"absolute\"");
        row("/decoder/positions/kind", "\"learned\"", "embed.position.weight");
        row("/decoder/positions/max_length", "-1", "\"max_length\" is -1");
        row("/decoder/positions", "{\"kind\":\"rotary\",\"rotary_dims\":3}", "Rotary positions need an even number");
        row("/decoder/positions", "{\"kind\":\"rotary\",\"rotary_dims\":6}", "at most d_k = 4");
        row("/decoder/positions", "{\"kind\":\"t5_relative\",\"t5_buckets\":3}", "relative_bias");
        row("/decoder/positions", "{\"kind\":\"t5_relative\",\"t5_max_distance\":2}", "relative position distance");
        row("/head/kind", "7", "\"kind\" is 7");
        row("/head/tied", "false", "unembed.weight");
        row("/head/transform", "\"gelu\"", "head.transform");
        row("/head/text_classes", "[5]", "expected a list of texts");
        row("/head/text_classes", "[\"the\"]", "need a head of the kind masked_word");
        row("/head", "{\"kind\":\"masked_word\",\"text_classes\":[\"<wonderful>\"]}", "\"<wonderful>\", which is no word");
        row("/head", "{\"kind\":\"masked_word\",\"text_classes\":[\"the\"]}", "");
        row("/encoder", "{\"heads\":2,\"layers\":1}", "needs cross-attention");
        row("/tokenizer/begin", "5", "\"begin\" is 5");
        row("/tokenizer/add_end", "\"yes\"", "expected true or false");
    }
    void ownFormatRefusesWhatCannotBe()
    {
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, part);
        QVERIFY(saveModel(*builtinModel("toy"), folder()).has_value());
        std::ifstream file(folder() / "config.json");
        nlohmann::json config = nlohmann::json::parse(file);
        config[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
        writeBytes(folder() / "config.json", config.dump());
        if (part.isEmpty())
            QVERIFY(loadModel(folder()).has_value());
        else
            refuses(part.toStdString());
    }

    void relativeBucketsThatDivideByZeroAreRefused()
    {
        const auto toy = builtinModel("toy");
        for (const auto& [buckets, distance, isCausal] : {std::tuple{2, 128, false}, {3, 128, false}, {5, 128, false}, {1, 128, true},
                                                          {8, 2, false}, {8, 4, true}, {0, 128, true}, {-4, 128, false}}) {
            ModelSpec spec = toy->spec();
            spec.decoder->attention.isCausal = isCausal;
            spec.decoder->positions = {.kind = PositionKind::T5Relative, .t5Buckets = buckets, .t5MaxDistance = distance};
            const auto ok = validate(spec);
            QVERIFY2(!ok.has_value(), std::to_string(buckets).c_str());
            QCOMPARE(ok.error().code, ErrorCode::BadConfig);
        }
    }

    // --- config.json

    void wholeFoldersOpen_data() { addFamilies(); }
    void wholeFoldersOpen()
    {
        QFETCH(QByteArray, family);
        ModelFolder::of(family.constData()).write(folder());
        const auto model = opened();
        QCOMPARE(model->spec().name, std::string("model"));
        QCOMPARE(model->spec().dModel, 8);
        const auto trace = forward(model, ids({1, 2, 10}));
        QVERIFY(trace.has_value());
        QCOMPARE((*trace)->nonFiniteCount(), std::int64_t{0});
        QCOMPARE(model->notes().size(), std::size_t{1});
        QCOMPARE(model->notes()[0].english(), std::string("The folder has no tokenizer files: text cannot be typed, only token ids can be given."));
        QCOMPARE(loadModel(folder() / "").value()->spec().name, std::string("model")); // with a slash at the end
    }

    void brokenConfigsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("empty") << QByteArray("") << QByteArray("config.json");
        QTest::newRow("spaces") << QByteArray("  \n") << QByteArray("config.json");
        QTest::newRow("array") << QByteArray("[]") << QByteArray("config.json does not hold a JSON object {...} but [...]");
        QTest::newRow("null") << QByteArray("null") << QByteArray("config.json");
        QTest::newRow("number") << QByteArray("12") << QByteArray("config.json");
        QTest::newRow("nothing in it") << QByteArray("{}") << QByteArray("\"model_type\"");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << QByteArray("byte order mark");
        QTest::newRow("cut off") << QByteArray("{\"model_type\": \"gp") << QByteArray("config.json");
        QTest::newRow("NUL") << QByteArray("{}\0", 3) << QByteArray("NUL");
        QTest::newRow("not UTF-8") << QByteArray("{\"a\": \"\xff\"}") << QByteArray("config.json");
        QTest::newRow("100 000 lists") << QByteArray(100000, '[') << QByteArray("inside each other");
        QTest::newRow("17 objects") << QByteArray("{\"a\":").repeated(17) + "1" + QByteArray("}").repeated(17) << QByteArray("inside each other");
        QTest::newRow("a key twice") << QByteArray("{\"n_head\": 2, \"n_head\": 3}") << QByteArray("n_head");
        QTest::newRow("too large") << QByteArray("{}") + QByteArray(2 << 20, ' ') << QByteArray("config.json");
        QTest::newRow("HTML") << QByteArray("<!DOCTYPE html><html>") << QByteArray("config.json");
        QTest::newRow("model type a number") << QByteArray("{\"model_type\": 2}") << QByteArray("\"model_type\" is 2");
        QTest::newRow("model type null") << QByteArray("{\"model_type\": null}") << QByteArray("\"model_type\"");
        QTest::newRow("unknown model type") << QByteArray("{\"model_type\": \"mamba\"}") << QByteArray("\"mamba\" are not supported; supported are: ");
        QTest::newRow("model type with control characters") << QByteArray("{\"model_type\": \"a\\n\\u202e\"}") << QByteArray("\\u202e");
    }
    void brokenConfigsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, part);
        ModelFolder::gpt2().write(folder(), text.toStdString());
        refuses(part.toStdString());
    }

    void everyKeyIsChecked_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value"); // JSON; "-" takes the key away
        const auto rows = [](const char* family, std::initializer_list<const char*> keys, std::initializer_list<const char*> values) {
            for (const char* key : keys) {
                for (const char* value : values)
                    QTest::addRow("%s: %s = %s", family, key, value) << QByteArray(family) << QByteArray(key) << QByteArray(value);
            }
        };
        const std::initializer_list<const char*> noCount{"\"12\"", "8.0", "8.5", "-1", "0", "2147483648", "9223372036854775808",
                                                         "18446744073709551616", "1e308", "-9223372036854775808", "true", "[]", "[8]", "{}"};
        rows("gpt2", {"n_embd", "n_head", "n_layer", "vocab_size"}, {"-", "null"});
        rows("gpt2", {"n_embd", "n_head", "n_layer", "vocab_size", "n_positions", "n_inner"}, noCount);
        rows("bert", {"hidden_size", "num_attention_heads", "num_hidden_layers", "vocab_size", "intermediate_size"}, {"-", "null"});
        rows("bert", {"hidden_size", "num_attention_heads", "num_hidden_layers", "vocab_size", "intermediate_size",
                      "max_position_embeddings", "type_vocab_size"}, noCount);
        const std::initializer_list<const char*> noEpsilon{"\"1e-5\"", "-1", "0", "-1e-9", "2", "1e308", "true", "[]", "{}"};
        rows("gpt2", {"layer_norm_epsilon"}, noEpsilon);
        rows("bert", {"layer_norm_eps"}, noEpsilon);
        const std::initializer_list<const char*> noActivation{"\"mish\"", "\"\"", "3", "true", "[]", "{}", "\"GELU\""};
        rows("gpt2", {"activation_function"}, noActivation);
        rows("bert", {"hidden_act"}, noActivation);
        const std::initializer_list<const char*> noBoolean{"1", "0", "\"true\"", "[]", "{}"};
        rows("gpt2", {"scale_attn_weights", "scale_attn_by_inverse_layer_idx", "tie_word_embeddings", "add_cross_attention"}, noBoolean);
        rows("bert", {"is_decoder", "tie_word_embeddings"}, noBoolean);
        rows("gpt2", {"add_cross_attention"}, {"true"});
        rows("bert", {"is_decoder"}, {"true"});
        rows("bert", {"position_embedding_type"}, {"\"rotary\"", "3", "[]"});
        for (const char* family : {"gpt2", "bert"})
            rows(family, {"architectures"}, {"\"GPT2LMHeadModel\"", "[]", "[3]", "{}", "true"});
    }
    void everyKeyIsChecked()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const ModelFolder made = ModelFolder::of(family.constData());
        nlohmann::json config = made.config;
        config.erase(key.toStdString());
        std::string text = config.dump();
        if (value != "-") { // put in as text: not every number here is one that the JSON library can hold
            text.pop_back();
            text += ", \"" + key.toStdString() + "\": " + value.toStdString() + "}";
        }
        made.write(folder(), text);
        refuses("\"" + key.toStdString() + "\"");
    }

    void whatMayBeAbsentMayBeNull_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("key");
        for (const char* key : {"architectures", "activation_function", "layer_norm_epsilon", "scale_attn_weights", "tie_word_embeddings"})
            QTest::addRow("gpt2: %s", key) << QByteArray("gpt2") << QByteArray(key);
        for (const char* key : {"architectures", "hidden_act", "layer_norm_eps", "type_vocab_size", "position_embedding_type", "is_decoder"})
            QTest::addRow("bert: %s", key) << QByteArray("bert") << QByteArray(key);
    }
    void whatMayBeAbsentMayBeNull()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, key);
        ModelFolder made = ModelFolder::of(family.constData());
        made.config[key.toStdString()] = nullptr;
        made.write(folder());
        const auto withNull = opened();
        made.config.erase(key.toStdString());
        made.write(folder());
        QVERIFY(stepsOf(withNull->spec()) == stepsOf(opened()->spec()));
    }

    void headsThatDoNotDivideTheModelAreRefused()
    {
        ModelFolder gpt2 = ModelFolder::gpt2();
        gpt2.config["n_head"] = 3;
        gpt2.write(folder());
        refuses("\"n_embd\" is 8, which cannot be divided among the 3 heads of \"n_head\"", ErrorCode::BadConfig);
        ModelFolder bert = ModelFolder::bert();
        bert.config["num_attention_heads"] = 3;
        bert.write(folder());
        refuses("\"hidden_size\" is 8, which cannot be divided among the 3 heads", ErrorCode::BadConfig);
    }

    void unknownArchitecturesAreRefusedByName()
    {
        ModelFolder gpt2 = ModelFolder::gpt2();
        gpt2.config["architectures"] = {"GPT2ForMultipleChoice"};
        gpt2.write(folder());
        refuses("\"GPT2ForMultipleChoice\" is not supported; supported of this family: GPT2LMHeadModel", ErrorCode::Unsupported);
        ModelFolder bert = ModelFolder::bert();
        bert.config["architectures"] = {"BertForSomethingElse"};
        bert.write(folder());
        refuses("\"BertForSomethingElse\" is not supported", ErrorCode::Unsupported);
    }

    void anUntiedHeadWithoutWeightsIsRefused()
    {
        ModelFolder gpt2 = ModelFolder::gpt2();
        gpt2.config["tie_word_embeddings"] = false;
        gpt2.write(folder());
        refuses("lm_head.weight", ErrorCode::BadTensor);
        gpt2.add("lm_head.weight", {11, 8});
        gpt2.write(folder());
        QVERIFY(opened()->spec().head.kind == HeadKind::LanguageModel);
        QVERIFY(!opened()->unembedding().view().isSameAs(opened()->weights().sourceEmbedding.view()));
    }

    // --- tensors

    void everyTensorIsNeeded_data() { addFamilies(); }
    void everyTensorIsNeeded()
    {
        QFETCH(QByteArray, family);
        const ModelFolder whole = ModelFolder::of(family.constData());
        for (const auto& [name, values] : whole.tensors) {
            const std::string tensor = name;
            if (tensor.ends_with(".bias") && tensor.find("c_attn") == std::string::npos)
                continue; // may be absent
            if (tensor.starts_with("pooler"))
                continue;
            ModelFolder damaged = whole;
            damaged.tensors.erase(tensor);
            damaged.write(folder());
            refuses("has no tensor \"" + tensor + "\"", ErrorCode::BadTensor);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void everyShapeIsChecked_data() { addFamilies(); }
    void everyShapeIsChecked()
    {
        QFETCH(QByteArray, family);
        const ModelFolder whole = ModelFolder::of(family.constData());
        for (const auto& [name, values] : whole.tensors) {
            for (const int change : {0, 1, 2}) {
                ModelFolder damaged = whole;
                auto shape = values.shape;
                if (change == 0)
                    shape.back() += 1;
                else if (change == 1)
                    shape.insert(shape.begin(), 1);
                else
                    shape.front() = 0;
                damaged.add(name, shape);
                damaged.write(folder());
                refuses("tensor \"" + name + "\" has shape", ErrorCode::BadTensor);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    void tensorsNobodyAsksForAreNoted_data() { addFamilies(); }
    void tensorsNobodyAsksForAreNoted()
    {
        QFETCH(QByteArray, family);
        ModelFolder made = ModelFolder::of(family.constData());
        made.add("classifier.weight", {2, 8});
        made.write(folder());
        QCOMPARE(opened()->notes()[0].english(), std::string("1 tensors of the file were not used, \"classifier.weight\" among them."));
    }

    void halfPrecisionWeightsOpen_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<int>("type");
        for (const char* family : {"gpt2", "bert"}) {
            for (const StoredType type : {StoredType::F16, StoredType::BF16, StoredType::F32, StoredType::F64})
                QTest::addRow("%s, %s", family, hl::nameOf(type).data()) << QByteArray(family) << static_cast<int>(type);
        }
    }
    void halfPrecisionWeightsOpen()
    {
        QFETCH(QByteArray, family);
        QFETCH(int, type);
        ModelFolder made = ModelFolder::of(family.constData());
        made.write(folder());
        const auto expected = forward(opened(), ids({3, 1, 4}));
        for (auto& [name, values] : made.tensors)
            values.type = static_cast<StoredType>(type);
        made.write(folder());
        const auto trace = forward(opened(), ids({3, 1, 4}));
        QVERIFY(trace.has_value());
        for (const StepRef& ref : (*trace)->steps()) // the numbers of these folders are exact in every type
            QVERIFY2(isSameBits((*trace)->view(ref), (*expected)->view(ref)), nameOf(ref).c_str());
    }

    void typesThatAreNoWeightsAreRefused()
    {
        ModelFolder made = ModelFolder::gpt2();
        made.write(folder());
        std::string file = made.weightsFile();
        const auto at = file.find("\"F32\"");
        QVERIFY(at != std::string::npos);
        writeBytes(folder() / "model.safetensors", file.replace(at, 5, "\"C64\""));
        refuses("model.safetensors");
    }

    // --- strange numbers are data

    void strangeWeightsOpenAndAreCounted_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("isCounted");
        QTest::addColumn<bool>("everywhere");
        for (const char* family : {"gpt2", "bert"}) {
            for (const bool everywhere : {false, true}) {
                const auto row = [&](const char* name, double value, bool isCounted) {
                    QTest::addRow("%s, %s%s", family, name, everywhere ? " everywhere" : "") << QByteArray(family) << value << isCounted << everywhere;
                };
                row("NaN", std::nan(""), true);
                row("infinity", INFINITY, true);
                row("minus infinity", -INFINITY, true);
                row("the largest float", 3.4028234663852886e38, false);
                row("minus the largest float", -3.4028234663852886e38, false);
                row("1e20", 1e20, false);
                row("-1e25", -1e25, false);
                row("denormal", 1e-45, false);
                row("zero", 0.0, false);
            }
        }
    }
    void strangeWeightsOpenAndAreCounted()
    {
        QFETCH(QByteArray, family);
        QFETCH(double, value);
        QFETCH(bool, isCounted);
        QFETCH(bool, everywhere);
        ModelFolder made = ModelFolder::of(family.constData());
        std::size_t changed = 0;
        for (auto& [name, values] : made.tensors) {
            const bool isOne = name == "h.0.attn.c_attn.weight" || name == "encoder.layer.0.attention.self.key.weight";
            if (!everywhere && !isOne)
                continue;
            for (std::size_t i = 0; i < values.numbers.size(); i += everywhere ? 1 : 17) {
                values.numbers[i] = value;
                ++changed;
            }
        }
        made.write(folder());
        const auto model = opened();
        bool isNoted = false;
        for (const Message& note : model->notes())
            isNoted = isNoted || note.english().starts_with(std::to_string(changed) + " weights are not finite");
        QCOMPARE(isNoted, isCounted);
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            ForwardInput input = ids({1, 2, 10});
            input.dtype = dtype;
            const auto trace = forward(model, input);
            QVERIFY(trace.has_value());
            if (isCounted)
                QVERIFY((*trace)->nonFiniteCount() > 0);
            if ((*trace)->nonFiniteCount() > 0)
                QVERIFY((*trace)->notes().back().english().starts_with(std::to_string((*trace)->nonFiniteCount()) + " numbers of this run are not finite"));
            for (const StepRef& ref : (*trace)->steps()) {
                const MatrixView view = (*trace)->view(ref);
                for (Index i = 0; i < view.rows(); ++i) {
                    for (Index j = 0; j < view.cols(); ++j) {
                        const auto explanation = explain(**trace, ref, i, j);
                        QVERIFY(explanation.has_value());
                        if (!explanation->agrees())
                            QFAIL(qPrintable(QStringLiteral("%1 (%2, %3), float%4: explained %5, traced %6, bound %7")
                                                 .arg(QString::fromStdString(nameOf(ref))).arg(i).arg(j).arg(dtype == DType::Float32 ? 32 : 64)
                                                 .arg(explanation->result, 0, 'g', 17).arg(explanation->traced, 0, 'g', 17).arg(explanation->bound)));
                        if ((ref.step == Step::Pattern || ref.step == Step::SoftmaxExp) && model->spec().decoder && j > i)
                            QVERIFY2(view.at(i, j) == 0.0, "a forbidden cell is 0 whatever the weights");
                    }
                }
                (void)checkInvariants(**trace, ref);
            }
        }
    }

    // --- what is there instead of a model

    void aFolderThatIsNotThere()
    {
        refuses("there is no such folder", ErrorCode::FileNotFound);
    }

    void aFolderThatIsAFile()
    {
        writeBytes(folder(), "hello");
        refuses("is a file; open the folder that holds config.json", ErrorCode::WrongKindOfFile);
    }

    void anEmptyFolder()
    {
        fs::create_directories(folder());
        refuses("has no config.json", ErrorCode::FileNotFound);
    }

    void aLoopOfLinks()
    {
        fs::create_directory_symlink(folder(), folder());
        refuses("model", ErrorCode::FileNotFound);
        fs::remove(folder());
        ModelFolder::gpt2().write(folder());
        fs::remove(folder() / "model.safetensors");
        fs::create_symlink("model.safetensors", folder() / "model.safetensors");
        refuses("model.safetensors");
    }

    void linksToFilesAreFollowed()
    {
        const fs::path elsewhere = fs::path(m_directory->path().toStdString()) / "blobs";
        ModelFolder::gpt2().write(elsewhere);
        fs::create_directories(folder());
        for (const char* file : {"config.json", "model.safetensors"})
            fs::create_symlink(elsewhere / file, folder() / file);
        QVERIFY(loadModel(folder()).has_value());
        fs::remove(elsewhere / "model.safetensors");
        refuses("model.safetensors"); // a link that leads nowhere
    }

    void configAsAFolderOrAPipe()
    {
        fs::create_directories(folder() / "config.json");
        refuses("config.json");
        fs::remove(folder() / "config.json");
        QCOMPARE(::mkfifo((folder() / "config.json").c_str(), 0600), 0);
        refuses("config.json");
    }

    void weightsThatAreNotWeights_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("empty") << QByteArray() << QByteArray("model.safetensors");
        QTest::newRow("LFS pointer") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 548105171\n") << QByteArray("LFS");
        QTest::newRow("HTML page") << QByteArray("<!DOCTYPE html><html><head><title>Sign in") << QByteArray("HTML");
        QTest::newRow("pickle in a zip") << QByteArray("PK\3\4") + QByteArray(60, '\0') << QByteArray("model.safetensors");
        QTest::newRow("GGUF") << QByteArray("GGUF\3\0\0\0", 8) + QByteArray(60, '\0') << QByteArray("GGUF");
        QTest::newRow("NumPy") << QByteArray("\x93NUMPY\1\0", 8) + QByteArray(60, '\0') << QByteArray("NumPy");
        QTest::newRow("noise") << QByteArray(5000, '\x5a') << QByteArray("model.safetensors");
    }
    void weightsThatAreNotWeights()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, part);
        ModelFolder::gpt2().write(folder());
        writeBytes(folder() / "model.safetensors", bytes.toStdString());
        refuses(part.toStdString());
    }

    void truncatedWeightsAreRefusedAtEveryLength()
    {
        const ModelFolder made = ModelFolder::gpt2();
        made.write(folder());
        const std::string file = made.weightsFile();
        for (std::size_t size = 0; size < file.size(); size += 1 + file.size() / 97) {
            writeBytes(folder() / "model.safetensors", std::string_view(file).substr(0, size));
            refuses("model.safetensors");
            if (QTest::currentTestFailed())
                return;
        }
    }

    void aPipeNamedModelSafetensorsIsNotWaitedFor()
    {
        ModelFolder::gpt2().write(folder());
        fs::remove(folder() / "model.safetensors");
        QCOMPARE(::mkfifo((folder() / "model.safetensors").c_str(), 0600), 0);
        refuses("model.safetensors");
    }

    void otherWeightsSayWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("pickle") << QByteArray("pytorch_model.bin") << QByteArray("has only pytorch_model.bin, a PyTorch pickle, which can run code and is never opened");
        QTest::newRow("shards") << QByteArray("model.safetensors.index.json") << QByteArray("model.safetensors.index.json");
        QTest::newRow("TensorFlow") << QByteArray("tf_model.h5") << QByteArray("has only tf_model.h5; save the model as model.safetensors");
        QTest::newRow("nothing") << QByteArray("README.md") << QByteArray("has no model.safetensors");
    }
    void otherWeightsSayWhatToDo()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, part);
        ModelFolder::gpt2().write(folder());
        fs::rename(folder() / "model.safetensors", folder() / file.toStdString());
        refuses(part.toStdString());
    }

private:
    /// The weights of a folder in two files, and the index that lists them.
    nlohmann::json splitWeights() const
    {
        const ModelFolder whole = ModelFolder::gpt2();
        whole.write(folder());
        fs::remove(folder() / "model.safetensors");
        ModelFolder parts[2];
        nlohmann::json map = nlohmann::json::object();
        std::size_t i = 0;
        for (const auto& [name, values] : whole.tensors) {
            parts[i % 2].tensors[name] = values;
            map[name] = i++ % 2 == 0 ? "a.safetensors" : "b.safetensors";
        }
        writeBytes(folder() / "a.safetensors", parts[0].weightsFile());
        writeBytes(folder() / "b.safetensors", parts[1].weightsFile());
        return {{"weight_map", map}};
    }
    void writeIndex(const nlohmann::json& index) const
    {
        writeBytes(folder() / "model.safetensors.index.json", index.dump());
    }

private slots:
    void weightsInSeveralFilesAreOneModel()
    {
        ModelFolder::gpt2().write(folder());
        const auto whole = loadModel(folder());
        QVERIFY(whole.has_value());
        writeIndex(splitWeights());
        std::uint64_t last = 0;
        std::uint64_t total = 0;
        const auto split = loadModel(folder(), {}, [&](LoadProgress progress) {
            QVERIFY(progress.bytesRead >= last);
            last = progress.bytesRead;
            total = progress.bytesTotal;
        });
        QVERIFY2(split.has_value(), split ? "" : split.error().english().c_str());
        QVERIFY(last == total && total > 0);
        const auto tensors = (*whole)->tensors();
        const auto others = (*split)->tensors();
        QCOMPARE(others.size(), tensors.size());
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            QCOMPARE(others[i].name(), tensors[i].name());
            QVERIFY(others[i].as<float>() == tensors[i].as<float>());
        }
    }

    void aFileOfWeightsThatIsMissingIsNamed()
    {
        writeIndex(splitWeights());
        fs::remove(folder() / "b.safetensors");
        refuses("model.safetensors.index.json lists b.safetensors, which is not in the folder");
    }

    void nothingOutsideTheFolderIsRead_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"../a.safetensors", "/etc/a.safetensors", "sub/a.safetensors", "..", "", "a.bin", "..\\a.safetensors"})
            QTest::newRow(name) << QByteArray(name);
    }
    void nothingOutsideTheFolderIsRead()
    {
        QFETCH(QByteArray, name);
        nlohmann::json index = splitWeights();
        index["weight_map"]["wte.weight"] = name.toStdString();
        writeIndex(index);
        refuses("which is not the name of a .safetensors file in this folder");
    }

    void anIndexThatLiesIsRefused()
    {
        nlohmann::json index = splitWeights();
        index["weight_map"]["no.such.tensor"] = "a.safetensors";
        writeIndex(index);
        refuses("says that tensor \"no.such.tensor\" is in a.safetensors, but it is not");
        writeIndex({{"metadata", {}}});
        refuses("has no \"weight_map\"");
        writeIndex({{"weight_map", {{"wte.weight", 3}}}});
        refuses("which is not the name of a .safetensors file");
        index = splitWeights();
        fs::copy_file(folder() / "a.safetensors", folder() / "b.safetensors", fs::copy_options::overwrite_existing);
        writeIndex(index);
        refuses("is in two files");
    }

    void aNameWithControlCharactersIsShownSafely()
    {
        const fs::path strange = fs::path(m_directory->path().toStdString()) / "a\n\xE2\x80\xAE" "b\xff";
        const auto model = loadModel(strange);
        QVERIFY(!model.has_value());
        const std::string sentence = model.error().english();
        QVERIFY2(sentence.find('\n') == std::string::npos && sentence.find("\xE2\x80\xAE") == std::string::npos, sentence.c_str());
    }

    void loadingCanBeStopped()
    {
        ModelFolder::gpt2().write(folder());
        std::stop_source source;
        std::vector<LoadProgress> told;
        QVERIFY(loadModel(folder(), {}, [&](LoadProgress progress) { told.push_back(progress); }).has_value());
        QVERIFY(told.size() >= 2 && told.front().bytesRead == 0 && told.back().bytesRead == told.back().bytesTotal && told.back().bytesTotal > 0);
        source.request_stop();
        const auto model = loadModel(folder(), source.get_token());
        QVERIFY(!model.has_value());
        QCOMPARE(model.error().code, ErrorCode::Cancelled);
    }

    void findModelTakesNamesAndFolders()
    {
        QVERIFY(findModel("toy").value() == builtinModel("toy"));
        const auto unknown = findModel("no-such-model");
        QVERIFY(!unknown.has_value());
        QCOMPARE(unknown.error().code, ErrorCode::UnknownModel);
        QVERIFY(unknown.error().english().find("toy, hello-world, constructed, toy-encoder-decoder") != std::string::npos);
        ModelFolder::bert().write(folder());
        QVERIFY(findModel(folder().string()).has_value());
        QCOMPARE(findModel((folder() / "deeper").string()).error().code, ErrorCode::FileNotFound);
    }
};

QTEST_APPLESS_MAIN(TestLoadModel)
#include "tst_load_model.moc"
