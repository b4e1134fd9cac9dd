// A model saved in Headlight's own format and opened again is the same: its steps, its numbers bit by bit, and what its head says; for
// random small models of every kind there is. And what a wrong folder is told.
#include "core/base/file.h"
#include "core/class_checks.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model/own_format.h"
#include "core/opened_folder.h"
#include "core/random_model.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace hl;
using namespace classChecks;

namespace {

namespace fs = std::filesystem;

bool isSameBits(const MatrixView& a, const MatrixView& b)
{
    if (a.rows() != b.rows() || a.cols() != b.cols() || a.dtype() != b.dtype())
        return false;
    for (Index row = 0; row < a.rows(); ++row) {
        for (Index col = 0; col < a.cols(); ++col) {
            const double x = a.at(row, col);
            const double y = b.at(row, col);
            if (std::memcmp(&x, &y, sizeof x) != 0)
                return false;
        }
    }
    return true;
}

} // namespace

class TestOwnFormat : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    OpenedFolder m_folder;

    fs::path at(const char* name) const { return fs::path(m_directory.path().toStdString()) / name; }

    std::shared_ptr<const Model> again(const Model& model, const char* name = "model") const
    {
        const auto saved = saveModel(model, at(name));
        if (!saved)
            qFatal("%s", saved.error().english().c_str());
        const auto back = loadModel(at(name));
        if (!back)
            qFatal("%s", back.error().english().c_str());
        return *back;
    }

    /// The model of another folder, with a tokenizer that can be saved.
    std::shared_ptr<const Model> withWords(const ModelFolder& made) const
    {
        const auto model = m_folder.opened(made);
        return *Model::make(model->spec(), model->weights(), builtinModel("toy")->sharedTokenizer());
    }

    QString differs(const std::shared_ptr<const Model>& a, const std::shared_ptr<const Model>& b, ForwardInput input) const
    {
        if (!(stepsOf(a->spec()) == stepsOf(b->spec())))
            return QStringLiteral("other steps");
        const HeadSpec& one = a->spec().head;
        const HeadSpec& two = b->spec().head;
        if (one.kind != two.kind || one.classes != two.classes || one.problem != two.problem || one.question != two.question || one.classRow != two.classRow
            || one.poolerRow != two.poolerRow || one.paddingToken != two.paddingToken || one.endToken != two.endToken
            || one.poolerActivation != two.poolerActivation || one.cutoffs != two.cutoffs || one.width != two.width
            || one.isProjected != two.isProjected || one.scale != two.scale || one.hasChoiceScore != two.hasChoiceScore
            || one.pairQuestion != two.pairQuestion || one.hasTransformNorm != two.hasTransformNorm
            || one.tiedProjections != two.tiedProjections || a->spec().target != b->spec().target)
            return QStringLiteral("another head");
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            input.dtype = dtype;
            const auto before = forward(a, input);
            const auto after = forward(b, input);
            if (!before || !after)
                return QString::fromStdString((before ? after : before).error().english());
            for (const StepRef& ref : (*before)->steps()) {
                if (!isSameBits((*before)->view(ref), (*after)->view(ref)))
                    return QString::fromStdString(nameOf(ref));
            }
        }
        // Written again it is the same file; the first may hold random tensors that this model has no use for.
        const auto third = again(*b, "second");
        if (!saveModel(*third, at("third")))
            return QStringLiteral("not saved again");
        for (const char* file : {"config.json", "model.safetensors"}) {
            const auto read = [&](const char* name) { return readFile(at(name) / file, 1U << 24U).value(); };
            if (read("second") != read("third") || (std::string(file) == "config.json" && read("model") != read("second")))
                return QString::fromLatin1(file);
        }
        return {};
    }

private slots:
    void everyKindOfModelComesBack_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < randomModel::familyKinds; ++kind)
            QTest::addRow("kind %d", kind) << kind;
    }

    void everyKindOfModelComesBack()
    {
        QFETCH(int, kind);
        for (unsigned i = 0; i < 12; ++i) {
            randomModel::Random random(9U + 100U * static_cast<unsigned>(kind) + i);
            const ModelSpec spec = randomModel::familySpec(random, kind);
            const auto model = Model::make(spec, randomModel::weights(random, spec), builtinModel("toy")->sharedTokenizer());
            QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
            const ForwardInput input = randomModel::input(random, **model);
            const QString text = differs(*model, again(**model), input);
            QVERIFY2(text.isEmpty(), qPrintable(QStringLiteral("model %1: %2").arg(i).arg(text)));
        }
    }

    void headsOfFamiliesComeBack()
    {
        for (const char* problem : {"single_label_classification", "multi_label_classification", "regression"}) {
            for (const char* family : {"bert", "electra", "opt-narrow", "gpt2", "gemma"}) {
                ModelFolder made = textFolders::classes(family, false);
                textFolders::randomise(made, 3);
                made.config["problem_type"] = problem;
                made.config["pad_token_id"] = 2;
                const auto model = withWords(made);
                const auto back = again(*model);
                ForwardInput input;
                input.source.tokens = run(model, DType::Float32, {4, 7, 2, 2})->tokens(Side::Only);
                QCOMPARE(differs(model, back, input), QString());
            }
        }
    }

    void subLayersSideBySideHaveNoCrossAttention()
    {
        QVERIFY(saveModel(*builtinModel("toy-encoder-decoder"), at("model")).has_value());
        auto config = nlohmann::json::parse(readTextFile(at("model") / "config.json", 1U << 20U).value());
        config["decoder"]["parallel"] = true;
        QVERIFY(writeTextFileAtomically(at("model") / "config.json", config.dump()).has_value());
        const auto model = loadModel(at("model"));
        QVERIFY(!model.has_value());
        QVERIFY(model.error().english().find("cross-attention cannot do") != std::string::npos);
    }

    void whatIsSaidWrongIsRefused_data()
    {
        QTest::addColumn<QByteArray>("head"); // as JSON
        QTest::addColumn<QByteArray>("part"); // of the sentence
        const auto row = [](const char* name, const char* head, const char* part) { QTest::newRow(name) << QByteArray(head) << QByteArray(part); };
        row("no such row", R"({"kind": "classes", "class_row": "middle"})", "\"class_row\" is \"middle\"");
        row("no such problem", R"({"kind": "classes", "problem": "ranking"})", "one_of");
        row("pooled without a pooler", R"({"kind": "classes", "class_row": "pooled"})", "a pooler that it does not have");
        row("an end token is needed", R"({"kind": "classes", "pooler": true, "class_row": "pooled", "pooler_row": "last_end"})", "needs that token");
        row("another row than the first", R"({"kind": "language_model", "pooler": true, "pooler_row": "last"})", "than the first");
        row("answers are of tokens", R"({"kind": "classes", "problem": "span", "class_row": "first"})", "where in it an answer stands");
        row("a pair needs a pooler", R"({"kind": "masked_word", "pair_question": "follows"})", "needs a pooler");
        row("a pair beside no words", R"({"kind": "classes", "pooler": true, "pair_question": "order"})", "predicts masked words");
        row("nothing else of a pair", R"({"kind": "masked_word", "pooler": true, "pair_question": "choice"})", "nothing else");
        row("no such question", R"({"kind": "classes", "question": "why"})", "\"question\" is \"why\"");
        row("words have no such probabilities", R"({"kind": "language_model", "problem": "any_of"})", "Only a head of classes");
        row("padding is no number", R"({"kind": "classes", "padding_token": "last"})", "padding_token");
        row("cutoffs", R"({"kind": "language_model", "cutoffs": [1.5]})", "\"cutoffs\" is no list of whole numbers");
        row("ties", R"({"kind": "language_model", "tied_projections": [1]})", "no list of true and false");
    }

    void whatIsSaidWrongIsRefused()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, part);
        QVERIFY(saveModel(*builtinModel("toy"), at("model")).has_value());
        auto config = nlohmann::json::parse(readTextFile(at("model") / "config.json", 1U << 20U).value());
        config["head"] = nlohmann::json::parse(head.toStdString());
        config["classes"] = {"sad", "happy"};
        QVERIFY(writeTextFileAtomically(at("model") / "config.json", config.dump()).has_value());
        const auto model = loadModel(at("model"));
        QVERIFY(!model.has_value());
        const std::string sentence = model.error().english();
        QVERIFY2(sentence.find(part.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find('\n') == std::string::npos, sentence.c_str());
    }
};

QTEST_APPLESS_MAIN(TestOwnFormat)
#include "tst_own_format.moc"
