// Loading a large folder and running a long text can be stopped at any moment, and then stop at once.
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model_folder.h"
#include "core/run/run_request.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <random>
#include <thread>

using namespace hl;
namespace fs = std::filesystem;

namespace {

constexpr int moments = 40;
// Milliseconds of processor time, which does not grow when other programs run, too.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long forMost = 20 * 100;
constexpr long forAll = 20 * 500;
#else
constexpr long forMost = 100;
constexpr long forAll = 500;
#endif

long processorTime()
{
    return static_cast<long>(std::clock() / (CLOCKS_PER_SEC / 1000));
}

/// A folder in the layout of GPT-2 with weights of some 80 MB, all of them zero: holes, which take no room on the disk.
void writeLargeFolder(const fs::path& folder)
{
    constexpr int d = 512;
    constexpr int layers = 3;
    ModelFolder made;
    made.config = {{"model_type", "gpt2"}, {"architectures", {"GPT2LMHeadModel"}}, {"n_embd", d}, {"n_head", 8}, {"n_layer", layers},
                   {"vocab_size", 20'000}, {"n_positions", 1024}, {"n_inner", 4 * d}};
    nlohmann::json header;
    std::uint64_t end = 0;
    const auto add = [&](const std::string& name, const std::vector<std::uint64_t>& shape) {
        std::uint64_t bytes = 4;
        for (const std::uint64_t side : shape)
            bytes *= side;
        header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {end, end + bytes}}};
        end += bytes;
    };
    add("wte.weight", {20'000, d});
    add("wpe.weight", {1024, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string h = "h." + std::to_string(layer) + ".";
        for (const auto& [name, in, out] : std::vector<std::tuple<const char*, std::uint64_t, std::uint64_t>>{
                 {"attn.c_attn", d, 3 * d}, {"attn.c_proj", d, d}, {"mlp.c_fc", d, 4 * d}, {"mlp.c_proj", 4 * d, d}}) {
            add(h + name + ".weight", {in, out});
            add(h + name + ".bias", {out});
        }
        for (const char* norm : {"ln_1", "ln_2"}) {
            add(h + norm + ".weight", {d});
            add(h + norm + ".bias", {d});
        }
    }
    add("ln_f.weight", {d});
    add("ln_f.bias", {d});
    fs::create_directories(folder);
    writeBytes(folder / "config.json", made.config.dump());
    const std::string text = header.dump();
    std::string begin(8, '\0');
    const std::uint64_t size = text.size();
    std::memcpy(begin.data(), &size, 8);
    writeBytes(folder / "model.safetensors", begin + text);
    fs::resize_file(folder / "model.safetensors", 8 + text.size() + end);
}

/// Stops `work` at random moments of its course; the times from asking to its end, sorted, in milliseconds.
template <class Work>
std::vector<long> timesToStop(const Work& work)
{
    QElapsedTimer timer;
    timer.start();
    work(std::stop_token());
    const auto whole = std::max<qint64>(timer.nsecsElapsed() / 1000, 1); // microseconds
    const auto seed = std::random_device()();
    qInfo("seed %u, the whole takes %lld ms", seed, static_cast<long long>(whole / 1000));
    std::mt19937 random(seed);
    std::vector<long> times;
    qint64 longest = 0;
    for (int i = 0; i < moments; ++i) {
        std::stop_source source;
        std::thread worker([&] { work(source.get_token()); });
        std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<std::uint64_t>(whole)));
        const long before = processorTime();
        timer.restart();
        source.request_stop();
        worker.join();
        times.push_back(processorTime() - before);
        longest = std::max(longest, timer.elapsed());
    }
    std::sort(times.begin(), times.end());
    qInfo("stopped after %ld ms of work usually, %ld ms at most; the longest took %lld ms on the clock", times[times.size() / 2], times.back(),
          static_cast<long long>(longest));
    return times;
}

void verify(const std::vector<long>& times)
{
    QVERIFY2(times[times.size() * 95 / 100] <= forMost, std::to_string(times[times.size() * 95 / 100]).c_str());
    QVERIFY2(times.back() <= forAll, std::to_string(times.back()).c_str());
}

} // namespace

class TestCancel : public QObject
{
    Q_OBJECT

private slots:
    void loadingStopsAtOnce()
    {
        QTemporaryDir directory;
        const fs::path folder = fs::path(directory.path().toStdString()) / "large";
        writeLargeFolder(folder);
        verify(timesToStop([&](const std::stop_token& stop) {
            const auto model = loadModel(folder, stop);
            if (!model && model.error().code != ErrorCode::Cancelled)
                qFatal("%s", model.error().english().c_str());
        }));
    }

    void progressIsToldWhileOneFileIsRead()
    {
        QTemporaryDir directory;
        const fs::path folder = fs::path(directory.path().toStdString()) / "large";
        writeLargeFolder(folder);
        std::vector<std::uint64_t> told;
        std::uint64_t total = 0;
        QVERIFY(loadModel(folder, {}, [&](LoadProgress progress) {
                    told.push_back(progress.bytesRead);
                    total = progress.bytesTotal;
                }).has_value());
        QVERIFY2(told.size() > 5, std::to_string(told.size()).c_str());
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QVERIFY(told.front() == 0 && told.back() == total);
    }

    void aRunStopsAtOnce()
    {
        RunRequest request;
        request.model = builtinModel("stories");
        for (int i = 0; i < 60; ++i)
            request.text += "the keys near the old cabinet ";
        verify(timesToStop([&](const std::stop_token& stop) { (void)run(request, stop); }));
    }
};

QTEST_APPLESS_MAIN(TestCancel)
#include "tst_cancel.moc"
