// Models of pictures and of sound from the folder to the last number: Headlight's own format, the named positions, and an
// explanation of every cell.
#include "core/analysis/logit_lens.h"
#include "core/analysis/predictions.h"
#include "core/explain/explanation.h"
#include "core/family_folders.h"
#include "core/forward/generate.h"
#include "core/model/load.h"
#include "core/model/own_format.h"
#include "core/model_folder.h"
#include "core/run/run_request.h"
#include "core/run/trace_inputs.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace hl;
namespace fs = std::filesystem;

namespace {

void addBlock(ModelFolder& made, const std::string& name, bool hasCross)
{
    const auto norm = [&](const std::string& part) {
        made.add(name + part + ".weight", {8});
        made.add(name + part + ".bias", {8});
    };
    const auto linear = [&](const std::string& part, std::int64_t in, std::int64_t out) {
        made.add(name + part + ".weight", {in, out});
        made.add(name + part + ".bias", {out});
    };
    norm("ln1");
    norm("ln2");
    for (const char* part : {"attn.q", "attn.k", "attn.v", "attn.o"})
        linear(part, 8, 8);
    if (hasCross) {
        norm("ln_cross");
        for (const char* part : {"cross.q", "cross.k", "cross.v", "cross.o"})
            linear(part, 8, 8);
    }
    linear("mlp.in", 8, 12);
    linear("mlp.out", 12, 8);
}

/// 6 x 4 grey pixels in patches of 2 x 2, three classes.
ModelFolder pictures()
{
    ModelFolder made;
    made.config = nlohmann::json::parse(R"({"model_type": "headlight", "name": "shapes", "d_model": 8,
        "image_size": [4, 6], "patch_size": 2, "channels": 1, "image_mean": [0.5], "image_std": [0.25],
        "classes": ["circle", "square", "star"],
        "encoder": {"layers": 2, "heads": 2, "d_mlp": 12, "final_norm": true, "positions": {"kind": "learned", "max_length": 7}}})");
    made.add("embed.patch.weight", {4, 8});
    made.add("embed.patch.bias", {8});
    made.add("embed.class", {8});
    made.add("embed.position.weight", {7, 8});
    addBlock(made, "blocks.0.", false);
    addBlock(made, "blocks.1.", false);
    made.add("ln_final.weight", {8});
    made.add("ln_final.bias", {8});
    made.add("unembed.weight", {3, 8});
    made.add("unembed.bias", {3});
    return made;
}

std::shared_ptr<const Picture> drawing()
{
    auto picture = std::make_shared<Picture>();
    picture->width = 6;
    picture->height = 4;
    for (int i = 0; i < 6 * 4 * 3; ++i)
        picture->bytes.push_back(static_cast<std::uint8_t>(i / 3 * 11 % 256));
    return picture;
}

std::string firstDisagreement(const Trace& trace)
{
    for (const StepRef& ref : trace.steps()) {
        const MatrixView view = trace.view(ref);
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col) {
                const auto explanation = explain(trace, ref, row, col);
                if (!explanation)
                    return nameOf(ref) + ": " + explanation.error().english();
                if (!explanation->agrees())
                    return nameOf(ref) + " (" + std::to_string(row) + "," + std::to_string(col) + "): explained "
                           + std::to_string(explanation->result) + ", traced " + std::to_string(explanation->traced);
            }
        }
    }
    return {};
}

} // namespace

class TestFrontEnd : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    fs::path folder(const char* name) const { return fs::path(m_directory.path().toStdString()) / name; }

    std::shared_ptr<const Model> opened(const ModelFolder& made, const char* name) const
    {
        made.write(folder(name));
        const auto model = loadModel(folder(name));
        if (!model)
            qFatal("%s", model.error().english().c_str());
        return *model;
    }

    static TracePtr traceOf(std::shared_ptr<const Model> model, DType dtype = DType::Float32)
    {
        RunRequest request;
        request.model = std::move(model);
        request.picture = drawing();
        request.dtype = dtype;
        const auto trace = run(request);
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        return *trace;
    }

private slots:
    void patchesAreTheTokens()
    {
        const auto trace = traceOf(opened(pictures(), "patches"));
        const Tokens& tokens = trace->tokens(Side::Only);
        QCOMPARE(tokens.size(), std::size_t{7});
        QCOMPARE(tokens[0].text, std::string("[CLS]"));
        QCOMPARE(tokens[6].text, std::string("1,2"));
        QVERIFY(tokens[0].isSpecial && !tokens[1].isSpecial);
        const MatrixView pixels = trace->view({.step = Step::Pixels});
        const MatrixView patches = trace->view({.step = Step::Patches});
        QCOMPARE(pixels.rows(), Index{4});
        QCOMPARE(patches.cols(), Index{4});
        QVERIFY(patches.at(5, 2) == pixels.at(3, 4)); // third number of the last patch: its lower left pixel
        QVERIFY(std::abs(pixels.at(0, 1) - (11.0 / 255.0 - 0.5) / 0.25) < 1e-6);
        QVERIFY(!trace->view({.step = Step::Tokens}) && !trace->view({.step = Step::EmbedToken}));
    }

    void oneRowOfLogitsNamesTheClass()
    {
        const auto trace = traceOf(opened(pictures(), "classes"));
        const MatrixView logits = trace->view({.step = Step::Logits});
        QCOMPARE(logits.rows(), Index{1});
        QCOMPARE(logits.cols(), Index{3});
        QVERIFY(trace->rowTokens({.step = Step::Logits}) == nullptr);
        QCOMPARE(predictedPosition(*trace, 4), Index{0});
        const auto top = topCandidates(*trace, 0, 5);
        QVERIFY(top.has_value());
        QCOMPARE(top->size(), std::size_t{3});
        const auto lens = logitLens(*trace, 0, 3);
        QVERIFY(lens.has_value());
        QVERIFY(std::abs(lens->back().top.front().logit - top->front().logit) < 1e-5);
    }

    void everyCellOfAPictureIsExplained()
    {
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            const auto text = firstDisagreement(*traceOf(opened(pictures(), "explained"), dtype));
            QVERIFY2(text.empty(), text.c_str());
        }
    }

    void everyCellOfASecondTokenIsExplained()
    {
        ModelFolder made = pictures();
        made.config["distillation_token"] = true;
        made.config["encoder"]["positions"]["max_length"] = 8;
        made.add("embed.distillation", {8});
        made.add("embed.position.weight", {8, 8});
        made.add("unembed.distillation.weight", {3, 8});
        made.add("unembed.distillation.bias", {3});
        const auto trace = traceOf(opened(made, "distilled"));
        QCOMPARE(trace->tokens(Side::Only).size(), std::size_t{8});
        const double mean = (trace->view({.step = Step::ClassLogits}).at(0, 1)
                             + trace->view({.step = Step::DistillationLogits}).at(0, 1)) / 2.0;
        QVERIFY(std::abs(trace->view({.step = Step::Logits}).at(0, 1) - mean) < 1e-6);
        const auto text = firstDisagreement(*trace);
        QVERIFY2(text.empty(), text.c_str());
    }

    void everyCellOfASoundIsExplained()
    {
        const auto model = opened(familyFolders::whisper(), "sound");
        MatrixOf<double> mel(10, 3);
        for (Index i = 0; i < mel.size(); ++i)
            mel.data()[i] = std::sin(1.3 * static_cast<double>(i));
        ForwardInput input;
        input.source.features = mel;
        input.target.tokens = tokensOfIds(*model, {3, 5});
        const auto trace = forward(model, input);
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
        QCOMPARE((*trace)->tokens(Side::Encoder).size(), std::size_t{5});
        QCOMPARE((*trace)->tokens(Side::Encoder)[3].text, std::string("0.06 s"));
        QVERIFY((*trace)->view({.step = Step::Pattern, .layer = 0, .head = 3, .side = Side::Decoder, .isCross = true}).cols() == 5);
        const auto text = firstDisagreement(**trace);
        QVERIFY2(text.empty(), text.c_str());
    }

    void theStartTokenOfTheFolderBeginsTheTarget()
    {
        const auto model = opened(familyFolders::whisper(), "start");
        const auto start = targetStart(*model);
        QVERIFY(start.has_value());
        QCOMPARE(start->id, 3);
    }

    void savedAndOpenedAgainItIsTheSame()
    {
        const auto model = opened(pictures(), "before");
        const auto saved = saveModel(*model, folder("after"));
        QVERIFY2(saved.has_value(), saved ? "" : saved.error().english().c_str());
        const auto back = loadModel(folder("after"));
        QVERIFY2(back.has_value(), back ? "" : back.error().english().c_str());
        QVERIFY((*back)->spec().head.classes == model->spec().head.classes);
        const auto a = traceOf(model);
        const auto b = traceOf(*back);
        QVERIFY(a->view({.step = Step::Logits}).as<float>() == b->view({.step = Step::Logits}).as<float>());
    }

    void anotherInputThanThePictureIsRefused()
    {
        const auto model = opened(pictures(), "refusing");
        RunRequest request;
        request.model = model;
        request.text = "a word";
        QVERIFY(run(request).error().english().find("picture") != std::string::npos);
        ForwardInput input;
        input.source.tokens.resize(3);
        QVERIFY(forward(model, input).error().english().find("reads pictures") != std::string::npos);
        input.source.features = MatrixOf<double>::Zero(4, 5);
        QVERIFY(forward(model, input).error().english().find("4 rows of 5") != std::string::npos);
        NpyArrays arrays;
        const std::vector<float> numbers(24);
        arrays.emplace("pixel_values", NpyArray::of(std::span<const float>(numbers), {1, 1, 6, 4}));
        const auto turned = inputFromArrays(*model, arrays, "in.npz");
        QVERIFY(turned.error().english().find("[1, 1, 4, 6]") != std::string::npos);
        arrays.clear();
        arrays.emplace("pixel_values", NpyArray::of(std::span<const float>(numbers), {1, 4, 6}));
        QVERIFY(inputFromArrays(*model, arrays, "in.npz").has_value());
        arrays.emplace("input_ids", NpyArray::of(std::span<const float>(numbers), {24}));
        QVERIFY(!inputFromArrays(*model, arrays, "in.npz").has_value());
    }

    void whatTheFolderSaysWronglyIsNamed_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const char* patch, const char* sentence) {
            QTest::newRow(name) << QByteArray(patch) << QByteArray(sentence);
        };
        row("no size", R"({"image_size": 0})", "image_size");
        row("a patch larger than the picture", R"({"patch_size": 5})", "patch height");
        row("two channels", R"({"channels": 2})", "2 channels");
        row("three means for one channel", R"({"image_mean": [0.5, 0.5, 0.5]})", "3 numbers");
        row("means that are words", R"({"image_mean": ["grey"]})", "image_mean");
        row("classes that are numbers", R"({"classes": [1, 2]})", "classes");
        row("no classes", R"({"classes": []})", "number of classes");
        row("a head of classes without names", R"({"classes": null, "head": {"kind": "classes"}})", "number of classes");
        row("another patch", R"({"patch_size": 1})", "25 tokens");
        row("a third channel", R"({"channels": 3, "image_mean": null, "image_std": null})", "embed.patch.weight");
        row("a picture of a billion patches", R"({"image_size": 16384, "patch_size": 1})", "number of patches");
        row("words from a picture", R"({"classes": null, "head": {"kind": "language_model"}})", "not words");
    }

    void whatTheFolderSaysWronglyIsNamed()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, sentence);
        ModelFolder made = pictures();
        made.config.merge_patch(nlohmann::json::parse(patch.toStdString()));
        made.write(folder("wrong"));
        const auto model = loadModel(folder("wrong"));
        QVERIFY(!model.has_value());
        const std::string said = model.error().english();
        QVERIFY2(said.find(sentence.toStdString()) != std::string::npos, said.c_str());
    }
};

QTEST_APPLESS_MAIN(TestFrontEnd)
#include "tst_front_end.moc"
