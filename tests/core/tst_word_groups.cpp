// Transformer-XL with words in groups, whose rows are narrower the rarer they are: what enters the first block and the logarithms
// of probabilities, by the reference's formulas, worked out here with plain loops in float64 from the numbers in the folder.
#include "core/analysis/logit_lens.h"
#include "core/explain/explanation.h"
#include "core/model/model_facts.h"
#include "core/run/trace_inputs.h"
#include "core/opened_folder.h"
#include "core/row_check.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace hl;

namespace {

constexpr unsigned seed = 20240918;
constexpr int d = 8;

using Row = std::vector<double>;

/// One way of keeping words; the cutoffs are 4 and 9 of 13 words.
struct Layout
{
    const char* name;
    int width;    // "d_embed"
    int division; // "div_val"
    bool isTied;  // "tie_word_embeddings"
    std::vector<bool> tiedProjections; // "tie_projs"
    std::vector<int> cutoffs{4, 9};
};

const std::vector<Layout>& layouts()
{
    static const std::vector<Layout> all{
        {"as wt103: as wide as the model, divided", d, 2, true, {false, true, true}},
        {"all projections of its own", d, 2, true, {false, false, false}},
        {"all projections the embedding's", d, 2, true, {true, true, true}},
        {"tables of its own", d, 2, false, {false, true, true}},
        {"wider than the model, divided by 4", 20, 4, true, {false, true, false}},
        {"narrow, not divided", 6, 1, true, {false, true, true}},
        {"narrow, not divided, tables of its own", 6, 1, false, {false, false, true}},
        {"narrow, one group", 6, 1, true, {false}, {}},
        {"one group, divided by 2", 6, 2, false, {true}, {}},
    };
    return all;
}

int widthOf(const Layout& layout, std::size_t group)
{
    int width = layout.width;
    for (std::size_t i = 0; i < group; ++i)
        width /= layout.division;
    return width;
}

std::vector<int> boundsOf(const Layout& layout)
{
    std::vector<int> bounds{0};
    bounds.insert(bounds.end(), layout.cutoffs.begin(), layout.cutoffs.end());
    bounds.push_back(13);
    return bounds;
}

ModelFolder folderOf(const Layout& layout)
{
    ModelFolder made;
    made.config = {{"model_type", "transfo-xl"}, {"architectures", {"TransfoXLLMHeadModel"}}, {"d_model", d}, {"d_embed", layout.width},
                   {"div_val", layout.division}, {"n_head", 2}, {"d_head", 3}, {"n_layer", 2}, {"vocab_size", 13}, {"d_inner", 10},
                   {"mem_len", 3}, {"clamp_len", 6}, {"same_length", false}, {"cutoffs", layout.cutoffs},
                   {"tie_word_embeddings", layout.isTied}, {"tie_projs", layout.tiedProjections}, {"sample_softmax", -1}};
    const std::string root = "transformer.";
    const std::vector<int> bounds = boundsOf(layout);
    const std::size_t groups = bounds.size() - 1;
    for (std::size_t group = 0; group < groups; ++group) {
        const std::string number = std::to_string(group);
        const int width = widthOf(layout, group);
        const bool isOneTable = layout.division == 1;
        const int words = isOneTable ? 13 : bounds[group + 1] - bounds[group];
        if (!layout.tiedProjections[group])
            made.add("crit.out_projs." + number, {d, width});
        if (isOneTable && group > 0)
            continue;
        made.add(root + "word_emb.emb_layers." + number + ".weight", {words, width});
        made.add(root + "word_emb.emb_projs." + number, {d, width});
        if (!layout.isTied)
            made.add("crit.out_layers." + number + ".weight", {words, width});
        made.add("crit.out_layers." + number + ".bias", {words});
    }
    if (groups > 1) {
        made.add("crit.cluster_weight", {static_cast<std::int64_t>(groups) - 1, layout.width});
        made.add("crit.cluster_bias", {static_cast<std::int64_t>(groups) - 1});
    }
    for (int layer = 0; layer < 2; ++layer) {
        const std::string name = root + "layers." + std::to_string(layer) + ".";
        made.add(name + "dec_attn.qkv_net.weight", {18, d});
        made.add(name + "dec_attn.r_net.weight", {6, d});
        made.add(name + "dec_attn.o_net.weight", {d, 6});
        made.add(name + "dec_attn.r_w_bias", {2, 3});
        made.add(name + "dec_attn.r_r_bias", {2, 3});
        for (const char* norm : {"dec_attn.layer_norm", "pos_ff.layer_norm"}) {
            made.add(name + norm + ".weight", {d});
            made.add(name + norm + ".bias", {d});
        }
        made.add(name + "pos_ff.CoreNet.0.weight", {10, d});
        made.add(name + "pos_ff.CoreNet.0.bias", {10});
        made.add(name + "pos_ff.CoreNet.3.weight", {d, 10});
        made.add(name + "pos_ff.CoreNet.3.bias", {d});
    }
    textFolders::randomise(made, seed);
    return made;
}

const std::vector<double>& numbersOf(const ModelFolder& made, const std::string& name)
{
    const auto found = made.tensors.find(name);
    if (found == made.tensors.end())
        qFatal("the folder has no %s", name.c_str());
    return found->second.numbers;
}

struct WordRow
{
    Row row;       // of the table
    Row projected; // brought to d_model
};

/// E_g[id − first of g] P_gᵀ (AdaptiveEmbedding).
WordRow embedded(const Layout& layout, const ModelFolder& made, int id)
{
    const std::vector<int> bounds = boundsOf(layout);
    std::size_t group = 0;
    while (id >= bounds[group + 1])
        ++group;
    const std::string number = layout.division == 1 ? "0" : std::to_string(group);
    const auto width = static_cast<std::size_t>(widthOf(layout, group));
    const auto& table = numbersOf(made, "transformer.word_emb.emb_layers." + number + ".weight");
    const auto& projection = numbersOf(made, "transformer.word_emb.emb_projs." + number);
    const auto word = static_cast<std::size_t>(layout.division == 1 ? id : id - bounds[group]);
    WordRow made_row{Row(static_cast<std::size_t>(layout.width), 0.0), Row(d, 0.0)};
    for (std::size_t f = 0; f < width; ++f) {
        made_row.row[f] = table[word * width + f];
        for (std::size_t o = 0; o < d; ++o)
            made_row.projected[o] += projection[o * width + f] * made_row.row[f];
    }
    return made_row;
}

void makeLogarithms(Row& scores)
{
    double sum = 0.0;
    for (const double score : scores)
        sum += std::exp(score);
    for (double& score : scores)
        score -= std::log(sum);
}

/// log p of every word after a row (ProjectedAdaptiveLogSoftmax).
Row logProbabilities(const Layout& layout, const ModelFolder& made, const Row& hidden)
{
    const std::vector<int> bounds = boundsOf(layout);
    const std::size_t groups = bounds.size() - 1;
    Row out(13, 0.0);
    Row head; // of the frequent words, and then of the groups
    for (std::size_t group = 0; group < groups; ++group) {
        const std::string own = std::to_string(group);
        const std::string number = layout.division == 1 ? "0" : own;
        const auto width = static_cast<std::size_t>(widthOf(layout, group));
        const auto& projection = numbersOf(made, layout.tiedProjections[group] ? "transformer.word_emb.emb_projs." + number : "crit.out_projs." + own);
        const auto& table = numbersOf(made, (layout.isTied ? "transformer.word_emb.emb_layers." : "crit.out_layers.") + number + ".weight");
        const auto& bias = numbersOf(made, "crit.out_layers." + number + ".bias");
        Row projected(width, 0.0);
        for (std::size_t f = 0; f < width; ++f) {
            for (std::size_t i = 0; i < d; ++i)
                projected[f] += hidden[i] * projection[i * width + f];
        }
        const auto dot = [&](const std::vector<double>& rows, std::size_t row) {
            double sum = 0.0;
            for (std::size_t f = 0; f < width; ++f)
                sum += projected[f] * rows[row * width + f];
            return sum;
        };
        Row scores;
        for (int word = bounds[group]; word < bounds[group + 1]; ++word) {
            const auto row = static_cast<std::size_t>(layout.division == 1 ? word : word - bounds[group]);
            scores.push_back(dot(table, row) + bias[row]);
        }
        if (group == 0) {
            for (std::size_t other = 0; other + 1 < groups; ++other)
                scores.push_back(dot(numbersOf(made, "crit.cluster_weight"), other) + numbersOf(made, "crit.cluster_bias")[other]);
            makeLogarithms(scores);
            head = scores;
        } else {
            makeLogarithms(scores);
            for (double& score : scores)
                score += head[static_cast<std::size_t>(bounds[1]) + group - 1];
        }
        for (int word = bounds[group]; word < bounds[group + 1]; ++word)
            out[static_cast<std::size_t>(word)] = scores[static_cast<std::size_t>(word - bounds[group])];
    }
    return out;
}

} // namespace

class TestWordGroups : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seed};

    static TracePtr run(const std::shared_ptr<const Model>& model, DType dtype, bool isAllWanted = true)
    {
        ForwardInput input;
        input.source.tokens = tokensOfIds(*model, {12, 0, 5, 8, 3, 4, 9});
        input.dtype = dtype;
        input.capture.allLogits = isAllWanted;
        const auto trace = forward(model, std::move(input));
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        return *trace;
    }

    QString differs(const Trace& trace, Step step, Index row, const Row& expected)
    {
        return m_check.differs(trace, {.step = step}, row, expected);
    }

    static void addLayouts()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < layouts().size(); ++i)
            QTest::newRow(layouts()[i].name) << static_cast<int>(i);
    }

private slots:
    void initTestCase() { qInfo("seed %u", seed); }

    void wordsEnterThroughTheirGroupsProjection_data() { addLayouts(); }

    void wordsEnterThroughTheirGroupsProjection()
    {
        QFETCH(int, number);
        const Layout& layout = layouts()[static_cast<std::size_t>(number)];
        const ModelFolder made = folderOf(layout);
        for (const char* architecture : {"TransfoXLLMHeadModel", "TransfoXLModel"}) {
            ModelFolder folder = made;
            folder.config["architectures"] = {architecture};
            const auto model = m_folder.opened(folder);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype);
                Index row = 0;
                for (const int id : {12, 0, 5, 8, 3, 4, 9}) {
                    WordRow expected = embedded(layout, made, id);
                    QCOMPARE(differs(*trace, Step::EmbedToken, row, expected.row), QString());
                    QCOMPARE(differs(*trace, Step::EmbedProject, row, expected.projected), QString());
                    for (double& value : expected.projected)
                        value *= std::sqrt(static_cast<double>(d));
                    QCOMPARE(differs(*trace, Step::EmbedScaled, row, expected.projected), QString());
                    ++row;
                }
            }
        }
    }

    void logitsAreTheLogarithmsOfTheReference_data() { addLayouts(); }

    void logitsAreTheLogarithmsOfTheReference()
    {
        QFETCH(int, number);
        const Layout& layout = layouts()[static_cast<std::size_t>(number)];
        const ModelFolder made = folderOf(layout);
        const auto model = m_folder.opened(made);
        for (const DType dtype : {DType::Float64, DType::Float32}) {
            for (const bool isAllWanted : {true, false}) {
                const TracePtr trace = run(model, dtype, isAllWanted);
                const MatrixView last = trace->view(stackOutput(Side::Only, model->spec()));
                const MatrixView logits = trace->view({.step = Step::Logits});
                QCOMPARE(logits.rows(), Index{isAllWanted ? 7 : 1});
                for (Index i = 0; i < logits.rows(); ++i) {
                    Row hidden;
                    for (Index col = 0; col < last.cols(); ++col)
                        hidden.push_back(last.at(trace->firstLogitRow() + i, col));
                    Row expected = logProbabilities(layout, made, hidden);
                    if (!layout.cutoffs.empty()) // else they are scores, of which the reference takes the logarithms
                        QCOMPARE(differs(*trace, Step::Logits, i, expected), QString());
                    double sum = 0.0;
                    for (double& value : expected) {
                        value = std::exp(value);
                        sum += value;
                    }
                    QVERIFY(std::abs(sum - 1.0) < 1e-12);
                    QCOMPARE(differs(*trace, Step::Probs, i, expected), QString());
                }
            }
        }
    }

    void everyCellIsExplained_data() { addLayouts(); }

    void everyCellIsExplained()
    {
        QFETCH(int, number);
        const TracePtr trace = run(m_folder.opened(folderOf(layouts()[static_cast<std::size_t>(number)])), DType::Float32);
        for (const StepRef& ref : trace->steps()) {
            if (ref.layer >= 0)
                continue;
            const MatrixView view = trace->view(ref);
            for (Index row = 0; row < view.rows(); ++row) {
                for (Index col = 0; col < view.cols(); ++col) {
                    const auto said = explain(*trace, ref, row, col);
                    QVERIFY2(said.has_value() && said->agrees(), nameOf(ref).c_str());
                }
            }
        }
    }

    void theLensEndsWithThePrediction_data() { addLayouts(); }

    void theLensEndsWithThePrediction()
    {
        QFETCH(int, number);
        const TracePtr trace = run(m_folder.opened(folderOf(layouts()[static_cast<std::size_t>(number)])), DType::Float64);
        const auto lens = lensLogits(*trace, 4);
        QVERIFY2(lens.has_value(), lens ? "" : lens.error().english().c_str());
        const MatrixView logits = trace->view({.step = Step::Logits});
        for (Index col = 0; col < logits.cols(); ++col)
            QVERIFY(std::abs((*lens)(lens->rows() - 1, col) - logits.at(4, col)) <= closeIn64);
    }

    void aMissingOrMisshapenTensorIsNamed_data() { addLayouts(); }

    void aMissingOrMisshapenTensorIsNamed()
    {
        QFETCH(int, number);
        const ModelFolder whole = folderOf(layouts()[static_cast<std::size_t>(number)]);
        QVERIFY(m_folder.opened(whole)->notes().size() <= 1); // no tokenizer
        for (const auto& [name, values] : whole.tensors) {
            if (name.starts_with("transformer.layers.")) // as in any Transformer-XL
                continue;
            ModelFolder made = whole;
            made.tensors.erase(name);
            const std::string own = name.starts_with("transformer.") ? name.substr(12) : name;
            QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(own)), qPrintable(m_folder.refusal(made)));
            std::vector<std::int64_t> shape = values.shape;
            shape.back() += 1;
            made.add(name, shape);
            QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(name)) && m_folder.refusal(made).contains(QStringLiteral("expected [")), qPrintable(m_folder.refusal(made)));
        }
    }

    void copiesOfWhatIsTiedAreNotMissed()
    {
        const Layout& layout = layouts().front();
        ModelFolder made = folderOf(layout);
        for (const char* number : {"0", "1", "2"})
            made.tensors[std::string("crit.out_layers.") + number + ".weight"] = made.tensors.at(std::string("transformer.word_emb.emb_layers.") + number + ".weight");
        for (const char* number : {"1", "2"})
            made.tensors[std::string("crit.out_projs.") + number] = made.tensors.at(std::string("transformer.word_emb.emb_projs.") + number);
        QVERIFY(m_folder.opened(made)->notes().size() <= 1);
    }

    void whatTheFolderDoesNotSayIsAsInTheReference()
    {
        ModelFolder made = folderOf(layouts().front());
        made.config.erase("tie_projs"); // all but the first
        made.config["div_val"] = 2;
        QVERIFY((m_folder.opened(made)->spec().head.tiedProjections == std::vector<bool>{false, true, true}));
        made.config["proj_share_all_but_first"] = false;
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("crit.out_projs.1")), qPrintable(m_folder.refusal(made)));
    }

    void theCardTellsTheGroups()
    {
        bool isSaid = false;
        for (const ModelFact& fact : factsOf(*m_folder.opened(folderOf(layouts().front()))))
            isSaid = isSaid || english(fact.value) == "in 3 groups, with rows of 2 to 8 numbers";
        QVERIFY(isSaid);
    }

    void wrongSettingsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* patch, const char* said) { QTest::newRow(patch) << QByteArray(patch) << QByteArray(said); };
        row(R"({"div_val": 16})", "\"d_embed\" is 8, which \"div_val\" 16 divides to nothing for the last of 3 groups of words.");
        row(R"({"div_val": 0})", "\"div_val\" is 0");
        row(R"({"d_embed": -1})", "\"d_embed\" is -1");
        row(R"({"sample_softmax": 10})", "\"sample_softmax\" is 10, which is not supported; supported is -1.");
        row(R"({"tie_projs": "all"})", "\"tie_projs\" is not a list of true and false, one for each group of words.");
        row(R"({"tie_projs": [1, 2]})", "\"tie_projs\" is not a list of true and false");
        row(R"({"cutoffs": [9, 4]})", "");
        row(R"({"cutoffs": [4, 13]})", "");
        row(R"({"cutoffs": "none"})", "\"cutoffs\" is not a short list of numbers of words.");
    }

    void wrongSettingsAreRefusedByName()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, said);
        ModelFolder made = folderOf(layouts().front());
        made.config.merge_patch(nlohmann::json::parse(patch.toStdString()));
        QVERIFY(!m_folder.open(made).has_value());
        QVERIFY2(m_folder.refusal(made).contains(QString::fromUtf8(said)), qPrintable(m_folder.refusal(made)));
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestWordGroups)
#include "tst_word_groups.moc"
