// Options of config.json, one by one, of the families of texts: what an absent key means, what the reference does not look at, what
// changes the numbers, and what is refused by its name instead of being computed otherwise.
#include "core/base/config_reader.h"
#include "core/class_checks.h"
#include "core/model/families/family.h"
#include "core/model/shards.h"
#include "core/opened_folder.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace hl;
using namespace classChecks;

namespace {

constexpr const char* families[] = {"bert", "roberta", "distilbert", "albert", "electra", "mpnet", "deberta", "deberta-v2"};

/// What a family takes for a configuration that says nothing but sizes, from the references' configuration classes.
struct Absent
{
    const char* family;
    Activation activation;
    int segments;
    double epsilon;
    int embeddingWidth;
};

constexpr Absent absent[] = {
    {"bert", Activation::Gelu, 2, 1e-12, 0},       {"roberta", Activation::Gelu, 2, 1e-12, 0},   {"distilbert", Activation::Gelu, 0, 1e-12, 0},
    {"albert", Activation::GeluTanh, 2, 1e-12, 128}, {"electra", Activation::Gelu, 2, 1e-12, 128}, {"mpnet", Activation::Gelu, 0, 1e-12, 0},
    {"deberta", Activation::Gelu, 0, 1e-7, 0},     {"deberta-v2", Activation::Gelu, 0, 1e-7, 0},
};

} // namespace

class TestConfigOptions : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;

    static ModelFolder drawn(const std::string& family, const char* patch = "{}")
    {
        ModelFolder made = textFolders::bare(family);
        textFolders::randomise(made, 31);
        made.config.merge_patch(nlohmann::json::parse(patch));
        return made;
    }

    /// The rows that the last layer hands on, one behind the other.
    Row rows(const ModelFolder& made) const
    {
        const TracePtr trace = run(m_folder.opened(made), DType::Float64);
        const MatrixView view = trace->view(stackOutput(Side::Only, trace->model().spec()));
        Row all;
        for (Index row = 0; row < view.rows(); ++row) {
            for (const double value : rowOf(view, row))
                all.push_back(value);
        }
        return all;
    }

    bool isSame(const ModelFolder& a, const ModelFolder& b) const { return rows(a) == rows(b); }

    static void addRow(const char* family, const char* patch, const char* said = "")
    {
        QTest::addRow("%s %s", family, patch) << QByteArray(family) << QByteArray(patch) << QByteArray(said);
    }

    static void addColumns()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("said");
    }

private slots:
    void absentKeysMeanWhatTheReferenceTakes_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t row = 0; row < std::size(absent); ++row)
            QTest::newRow(absent[row].family) << static_cast<int>(row);
    }

    void absentKeysMeanWhatTheReferenceTakes()
    {
        QFETCH(int, row);
        const Absent& expected = absent[row];
        QTemporaryDir directory;
        const std::filesystem::path folder(directory.path().toStdString());
        textFolders::bare(expected.family).write(folder);
        const auto files = findWeightFiles(folder);
        QVERIFY(files.has_value() && files->has_value());
        const auto tensors = openWeightFiles(**files);
        QVERIFY(tensors.has_value());
        const nlohmann::json sizes{{"model_type", expected.family}, {"hidden_size", 8}, {"num_attention_heads", 2}, {"num_hidden_layers", 1},
                                   {"vocab_size", 11}, {"intermediate_size", 3072}, {"dim", 8}, {"n_heads", 2}, {"n_layers", 1}};
        const auto spec = findFamily(expected.family)->describe(ConfigReader(sizes, "config.json"), *tensors);
        QVERIFY2(spec.has_value(), spec ? "" : spec.error().english().c_str());
        const StackSpec& stack = *spec->encoder;
        QCOMPARE(stack.mlp.dMlp, 3072); // of DistilBERT, of any width, where it is not said
        QVERIFY(stack.mlp.activation == expected.activation);
        QCOMPARE(stack.segments, expected.segments);
        QVERIFY(stack.normEpsilon == expected.epsilon);
        QCOMPARE(stack.embeddingWidth, expected.embeddingWidth);
        QCOMPARE(stack.positions.tableRows(), 512);
        QVERIFY(!stack.positions.isRelative());
    }

    void whatTheReferenceDoesNotLookAtChangesNothing_data()
    {
        addColumns();
        for (const char* family : families)
            addRow(family, R"({"pruned_heads": {}, "per_layer_config": {}, "chunk_size_feed_forward": 2, "output_attentions": true})");
        addRow("distilbert", R"({"position_embedding_type": "relative_key"})");
        addRow("mpnet", R"({"position_embedding_type": "relative_key"})");
        addRow("deberta", R"({"position_embedding_type": "relative_key_query"})");
        addRow("deberta-v2", R"({"position_embedding_type": "relative_key"})");
        addRow("deberta", R"({"pos_att_type": "C2P | p2c"})");
        addRow("deberta-v2", R"({"pos_att_type": "p2c|c2p"})");
        addRow("deberta-v2", R"({"pos_att_type": ["p2c", "p2p", "c2p", "none"]})");
    }

    void whatTheReferenceDoesNotLookAtChangesNothing()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, patch);
        QVERIFY(isSame(drawn(family.toStdString()), drawn(family.toStdString(), patch.constData())));
    }

    void withoutRelativeAttentionNoDistanceCounts()
    {
        for (const char* family : {"deberta", "deberta-v2"}) {
            const char* plain = R"({"relative_attention": false})";
            const char* other = R"({"relative_attention": false, "position_embedding_type": "relative_key"})";
            QVERIFY2(isSame(drawn(family, plain), drawn(family, other)), family);
        }
    }

    void whatIsNotComputedIsRefusedByName_data()
    {
        addColumns();
        for (const char* family : families) {
            addRow(family, R"({"pruned_heads": {"0": [1]}})", "pruned_heads");
            addRow(family, R"({"per_layer_config": {"1": {"hidden_act": "relu"}}})", "per_layer_config");
            addRow(family, R"({"quantization_config": {"load_in_8bit": true}})", "quantization_config");
            addRow(family, family == std::string("distilbert") ? R"({"activation": "mish"})" : R"({"hidden_act": "mish"})", "\"mish\"");
        }
        addRow("mpnet", R"({"relative_attention_num_buckets": 31})", "\"relative_attention_num_buckets\" is 31");
        addRow("mpnet", R"({"relative_attention_num_buckets": 33})", "expected [33, 2]");
        addRow("deberta", R"({"pos_att_type": [1]})", "\"pos_att_type\"");
        addRow("deberta", R"({"pos_att_type": {"c2p": true}})", "\"pos_att_type\"");
        addRow("deberta-v2", R"({"share_att_key": "yes"})", "\"share_att_key\"");
    }

    void whatIsNotComputedIsRefusedByName()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, said);
        const QString refusal = m_folder.refusal(drawn(family.toStdString(), patch.constData()));
        QVERIFY2(refusal.contains(QString::fromUtf8(said)), qPrintable(refusal));
    }

    // The first DeBERTa divides by how many terms are listed, be they known, named twice or empty; the second by those it has.
    void termsOfDistanceThatAreNotKnownOnlyCount_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<bool>("isRelative");
        const auto row = [](const char* value, int first, int second, bool isRelative) {
            QTest::newRow(value) << "{\"pos_att_type\": " + QByteArray(value) + "}" << first << second << isRelative;
        };
        row("null", 1, 1, false);
        row("[]", 1, 1, false);
        row("\"\"", 2, 1, false);
        row("\"none\"", 2, 1, false);
        row("\"None\"", 2, 1, false);
        row("[\"None\"]", 2, 1, false);
        row("[\"C2P\", \"p2c\"]", 3, 2, true);
        row("\"C2P | p2c\"", 3, 3, true);
        row("\"c2p|\"", 3, 2, true);
        row("\"c2p|c2p\"", 3, 2, true);
        row("\"c 2p|p2c\"", 3, 2, true);
        row("\"c2p|k2c\"", 3, 2, true);
        row("\"p2c|c2p|p2p\"", 4, 3, true);
    }

    void termsOfDistanceThatAreNotKnownOnlyCount()
    {
        QFETCH(QByteArray, patch);
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(bool, isRelative);
        for (const auto& [family, count] : {std::pair{"deberta", first}, {"deberta-v2", second}}) {
            const auto model = m_folder.opened(drawn(family, patch.constData()));
            const StackSpec& stack = *model->spec().encoder;
            QVERIFY(std::abs(stack.attention.scale * std::sqrt(static_cast<double>(stack.attention.dHead) * count) - 1.0) < 1e-15);
            QCOMPARE(stack.positions.isRelative(), isRelative);
        }
    }

    void mpnetTakesTheFirstRowsOfALongerTable()
    {
        const ModelFolder plain = drawn("mpnet");
        ModelFolder longer = drawn("mpnet", R"({"relative_attention_num_buckets": 40})");
        for (auto& [name, values] : longer.tensors) {
            if (!name.ends_with("relative_attention_bias.weight"))
                continue;
            values.shape.front() = 40;
            values.numbers.resize(80, 5.0);
        }
        QVERIFY(isSame(plain, longer));
    }

    void projectionsOfDistancesAreSharedOnlyWhereTheFileSaysSo()
    {
        const ModelFolder own = drawn("deberta-v2");
        const ModelFolder shared = drawn("deberta-v2", R"({"share_att_key": true})");
        QVERIFY(!isSame(own, shared));
        ModelFolder copied = own; // the same numbers under names of their own
        for (int layer = 0; layer < 2; ++layer) {
            const std::string name = "deberta.encoder.layer." + std::to_string(layer) + ".attention.self.";
            for (const char* part : {".weight", ".bias"}) {
                copied.tensors[name + "pos_key_proj" + part] = own.tensors.at(name + "key_proj" + part);
                copied.tensors[name + "pos_query_proj" + part] = own.tensors.at(name + "query_proj" + part);
            }
        }
        QVERIFY(isSame(copied, shared));
        ModelFolder without = own;
        for (int layer = 0; layer < 2; ++layer) {
            const std::string name = "deberta.encoder.layer." + std::to_string(layer) + ".attention.self.";
            for (const char* part : {"pos_key_proj.weight", "pos_key_proj.bias", "pos_query_proj.weight", "pos_query_proj.bias"})
                without.tensors.erase(name + part);
        }
        QVERIFY2(m_folder.refusal(without).contains(QStringLiteral("pos_key_proj")), qPrintable(m_folder.refusal(without)));
        without.config["share_att_key"] = true;
        QVERIFY(isSame(without, shared));
    }

    // "legacy": false has the masked words' head of the first DeBERTa, under names of its own.
    void aMaskedWordHeadOfDebertaHasEitherName_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::newRow("deberta") << QByteArray("deberta");
        QTest::newRow("deberta-v2") << QByteArray("deberta-v2");
    }

    void aMaskedWordHeadOfDebertaHasEitherName()
    {
        QFETCH(QByteArray, family);
        ModelFolder legacy = textFolders::bare(family.toStdString());
        legacy.config["architectures"] = {textFolders::className(family.toStdString()) + "ForMaskedLM"};
        const auto addHead = [](ModelFolder& made, const std::string& root, const std::string& bias) {
            made.add(root + "dense.weight", {8, 8});
            made.add(root + "dense.bias", {8});
            made.add(root + "LayerNorm.weight", {8});
            made.add(root + "LayerNorm.bias", {8});
            made.add(bias, {11});
        };
        ModelFolder other = legacy;
        other.config["legacy"] = false;
        addHead(legacy, "cls.predictions.transform.", "cls.predictions.bias");
        textFolders::randomise(legacy, 77);
        addHead(other, "lm_predictions.lm_head.", "lm_predictions.lm_head.bias");
        for (auto& [name, values] : other.tensors) {
            std::string old = name;
            if (const auto at = old.find("lm_predictions.lm_head."); at == 0)
                old = name == "lm_predictions.lm_head.bias" ? "cls.predictions.bias" : "cls.predictions.transform." + name.substr(23);
            values = legacy.tensors.at(old);
        }
        const auto logits = [&](const ModelFolder& made) { return rowOf(run(m_folder.opened(made), DType::Float64)->view({.step = Step::Logits}), 0); };
        QVERIFY(logits(legacy) == logits(other));
        legacy.config["legacy"] = false;
        QVERIFY2(m_folder.refusal(legacy).contains(QStringLiteral("\"legacy\" is false")), qPrintable(m_folder.refusal(legacy)));
    }

    void otherNamesOfAnActivationAreTheSame()
    {
        const ModelFolder tanh = drawn("bert", R"({"hidden_act": "gelu_new"})");
        for (const char* name : {"gelu_fast", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate"}) {
            ModelFolder other = tanh;
            other.config["hidden_act"] = name;
            QVERIFY2(isSame(tanh, other), name);
        }
    }
};

QTEST_APPLESS_MAIN(TestConfigOptions)
#include "tst_config_options.moc"
