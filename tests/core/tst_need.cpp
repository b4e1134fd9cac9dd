// Memory is known before it is taken: by a run, by a model's weights; and what is done where it is too much.
#include "builtin_texts.h"
#include "core/base/file.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model/model_facts.h"
#include "core/base/crew.h"
#include "core/base/parted_file.h"
#include "core/model/shards.h"
#include "core/model/weight_need.h"
#include "core/model_folder.h"
#include "core/run/run_request.h"
#include "core/run/trace_inputs.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>

using namespace hl;

namespace {

RunRequest requestFor(const char* model, const std::string& text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    if (request.model->spec().isEncoderDecoder())
        request.second = text;
    return request;
}

ForwardInput inputFor(const Trace& trace)
{
    ForwardInput input;
    const ModelSpec& spec = trace.model().spec();
    input.source.tokens = trace.tokens(spec.sides().front());
    if (spec.isEncoderDecoder())
        input.target.tokens = trace.tokens(Side::Decoder);
    return input;
}

TracePtr traceOfIds(const std::shared_ptr<const Model>& model)
{
    ForwardInput input;
    input.source.tokens = tokensOfIds(*model, {1, 4, 2, 5});
    return forward(model, input).value();
}

} // namespace

class TestNeed : public QObject
{
    Q_OBJECT

private slots:
    void theNeedOfARunIsWhatItKeeps_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("words");
        for (const char* model : {"toy", "stories", "induction", "toy-encoder-decoder"}) {
            for (const int words : {1, 7, 40})
                QTest::addRow("%s, %d words", model, words) << QByteArray(model) << words;
        }
    }

    void theNeedOfARunIsWhatItKeeps()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, words);
        std::string text;
        for (int i = 0; i < words; ++i)
            text += i % 2 == 0 ? "the " : "cat ";
        const auto trace = run(requestFor(model.constData(), text));
        QVERIFY2(trace, trace ? "" : trace.error().english().c_str());
        const RunNeed need = needOf((*trace)->model().spec(), inputFor(**trace));
        const auto kept = static_cast<double>((*trace)->bytes());
        QVERIFY2(std::abs(static_cast<double>(need.all) - kept) <= 0.01 * kept,
                 qPrintable(QStringLiteral("%1 worked out, %2 kept").arg(need.all).arg((*trace)->bytes())));
        QVERIFY(need.attention > 0 && need.attention <= need.all);
        QVERIFY(need.peak >= need.all);
    }

    void tooMuchIsNotComputedButSaid()
    {
        RunRequest request = requestFor("toy", "the cat sat on the mat");
        request.capture.maxBytes = 1000; // bytes
        request.keep = Keep::Ask;
        const auto trace = run(request);
        QVERIFY(!trace);
        QCOMPARE(trace.error().code, ErrorCode::NeedsMemory);
        QVERIFY(trace.error().english().find("KiB") != std::string::npos);
    }

    void whatIsChosenIsKept()
    {
        RunRequest request = requestFor("toy", "the cat sat on the mat");
        request.capture.maxBytes = 1000; // bytes
        const StepRef pattern{.step = Step::Pattern, .layer = 1, .head = 1};
        const StepRef scores{.step = Step::Scores, .layer = 1, .head = 1};
        const StepRef earlier{.step = Step::Scores, .layer = 0, .head = 1};
        request.keep = Keep::All;
        const TracePtr all = run(request).value();
        QVERIFY(all->view(pattern) && all->view(scores) && all->view(earlier));
        request.keep = Keep::Layer;
        request.keptLayer = 1;
        request.capture.maxBytes = all->bytes() - 1;
        const TracePtr layer = run(request).value();
        QVERIFY(layer->view(scores) && !layer->view(earlier));
        QVERIFY(layer->view(pattern).as<float>() == all->view(pattern).as<float>());
        request.keep = Keep::Patterns;
        const TracePtr patterns = run(request).value();
        QVERIFY(patterns->view(pattern) && !patterns->view(scores));
        QVERIFY(patterns->view({.step = Step::Logits}));
    }

    void aShortTextIsKeptWhole()
    {
        for (const Keep keep : {Keep::Ask, Keep::Patterns, Keep::Layer}) {
            RunRequest request = requestFor("toy", "the cat");
            request.keep = keep;
            const auto trace = run(request);
            QVERIFY(trace);
            QVERIFY((*trace)->view({.step = Step::Scores, .layer = 0, .head = 0}));
        }
    }

    void weightsKeptIn16BitsGiveTheSameBits_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("F16") << static_cast<int>(StoredType::F16);
        QTest::newRow("BF16") << static_cast<int>(StoredType::BF16);
    }

    void weightsKeptIn16BitsGiveTheSameBits()
    {
        QFETCH(int, type);
        ModelFolder made = ModelFolder::gpt2();
        for (auto& [name, values] : made.tensors)
            values.type = static_cast<StoredType>(type);
        made.write(folder());
        const auto wide = loadModel(folder());
        const auto narrow = loadModel(folder(), {}, {}, {.keepsNarrow = true});
        QVERIFY(wide && narrow);
        QVERIFY(weightBytes(**narrow) < weightBytes(**wide));
        bool isSaid = false;
        for (const Message& note : (*narrow)->notes())
            isSaid = isSaid || note.english().find("kept in 16 bits") != std::string::npos;
        QVERIFY(isSaid);
        const TracePtr a = traceOfIds(*wide);
        const TracePtr b = traceOfIds(*narrow);
        QVERIFY(!a->steps().empty());
        for (const StepRef& ref : a->steps())
            QVERIFY2(a->view(ref).as<float>() == b->view(ref).as<float>(), nameOf(ref).c_str());
        const auto wideTensors = (*wide)->tensors();
        const auto narrowTensors = (*narrow)->tensors();
        QCOMPARE(wideTensors.size(), narrowTensors.size());
        for (std::size_t i = 0; i < wideTensors.size(); ++i) {
            QVERIFY(wideTensors[i].as<float>() == narrowTensors[i].as<float>());
            if (const PackedMatrix* packed = narrowTensors[i].panels())
                QVERIFY(packed->at(0, packed->cols() - 1) == wideTensors[i].panels()->at(0, packed->cols() - 1));
        }
    }

    void theNeedOfWeightsIsKnownFromTheirHeads()
    {
        ModelFolder made = ModelFolder::gpt2();
        std::uint64_t numbers = 0;
        for (auto& [name, values] : made.tensors) {
            values.type = StoredType::F16;
            numbers += values.numbers.size();
        }
        made.write(folder());
        const WeightNeed need = needOf(*openWeightFiles(**findWeightFiles(folder())));
        QCOMPARE(need.wide, numbers * 4);
        QVERIFY(need.narrow < need.wide && need.narrow >= numbers * 2);
        QVERIFY(need.passing > 0 && need.passing < need.wide); // one tensor at a time
        QVERIFY(need.available > 0);
    }

    void moreThanThereIsIsRefusedBeforeItIsRead()
    {
        std::filesystem::create_directories(folder());
        writeBytes(folder() / "config.json", R"({"model_type": "gpt2", "n_embd": 8, "n_head": 2, "n_layer": 1, "vocab_size": 4})");
        const std::string head = R"({"x": {"dtype": "F16", "shape": [2000000000, 8], "data_offsets": [0, 32000000000]}})";
        std::string start;
        for (int i = 0; i < 8; ++i)
            start += static_cast<char>(head.size() >> (8 * i) & 0xFF);
        writeBytes(folder() / "model.safetensors", start + head);
        std::filesystem::resize_file(folder() / "model.safetensors", 8 + head.size() + 32'000'000'000); // no disk is taken
        if (needOf(*openWeightFiles(**findWeightFiles(folder()))).available > 60'000'000'000)
            QSKIP("skipped: this machine has room for it");
        const auto model = loadModel(folder());
        QVERIFY(!model);
        QCOMPARE(model.error().code, ErrorCode::OutOfMemory);
        QVERIFY2(model.error().english().find("GiB are free") != std::string::npos, model.error().english().c_str());
    }

    void aLargeFileStopsWithinAMegabyte()
    {
        const std::filesystem::path path = m_directory.filePath(QStringLiteral("large")).toStdString();
        writeBytes(path, "x");
        constexpr std::uint64_t size = 256'000'000;
        std::filesystem::resize_file(path, size);
        const auto file = PartedFile::open(path, size);
        QVERIFY(file.has_value() && file->size() == size);
        std::vector<std::byte> bytes(size);
        Crew crew(crewSize());
        std::stop_source source;
        std::atomic<std::uint64_t> last = 0;
        const auto read = file->read(0, bytes, &crew, {source.get_token(), [&](std::uint64_t done) {
                                                           last = done;
                                                           source.request_stop();
                                                       }});
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Cancelled);
        QVERIFY2(last <= 8'400'000, qPrintable(QString::number(last))); // a megabyte for each thread, twice
        last = 0;
        QVERIFY(file->read(0, bytes, &crew, {{}, [&](std::uint64_t done) { last = done; }}));
        QCOMPARE(last.load(), size);
    }

    void aFileThatChangesWhileItIsOpenIsRefused()
    {
        const std::filesystem::path path = m_directory.filePath(QStringLiteral("changing")).toStdString();
        const auto refuses = [&](const auto& change) {
            writeBytes(path, "0123456789");
            const auto file = PartedFile::open(path, 100);
            std::array<std::byte, 4> bytes{};
            if (!file || !file->read(3, bytes) || bytes[0] != std::byte{'3'} || bytes[3] != std::byte{'6'})
                return false;
            change();
            const auto again = file->read(3, bytes);
            return !again && again.error().english().find("changed while it was being read") != std::string::npos;
        };
        QVERIFY(refuses([&] { std::filesystem::resize_file(path, 4); }));
        QVERIFY(refuses([&] { std::filesystem::resize_file(path, 11); }));
        QVERIFY(refuses([&] { std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::milliseconds(1)); }));
    }

private:
    std::filesystem::path folder() { return m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()) + QString::fromLatin1(QTest::currentDataTag())).toStdString(); }

    QTemporaryDir m_directory;
};

QTEST_APPLESS_MAIN(TestNeed)
#include "tst_need.moc"
