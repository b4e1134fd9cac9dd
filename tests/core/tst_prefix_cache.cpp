// A text that grows, shrinks or changes at its end: what is taken over from the run before must be what a run from the start
// computes, bit by bit, in every step.
#include "core/forward/earlier_run.h"
#include "core/forward/prefix_cache.h"
#include "core/model/builtin.h"
#include "core/opened_folder.h"
#include "core/text_folders.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <deque>
#include <mutex>
#include <random>
#include <thread>

using namespace hl;

namespace {

ForwardInput inputOf(const std::vector<int>& ids)
{
    ForwardInput input;
    for (const int id : ids) {
        Token token;
        token.id = id;
        input.source.tokens.push_back(token);
    }
    return input;
}

bool isSame(const MatrixView& a, const MatrixView& b)
{
    if (a.isNull() || b.isNull() || a.rows() != b.rows() || a.cols() != b.cols() || a.dtype() != b.dtype())
        return a.isNull() && b.isNull();
    for (Index row = 0; row < a.rows(); ++row) {
        if (std::memcmp(a.as<float>().row(row).data(), b.as<float>().row(row).data(), static_cast<std::size_t>(a.cols()) * sizeof(float)) != 0)
            return false;
    }
    return true;
}

void compare(const Trace& a, const Trace& b)
{
    QVERIFY(a.steps() == b.steps());
    for (const StepRef& ref : a.steps())
        QVERIFY2(isSame(a.view(ref), b.view(ref)), nameOf(ref).c_str());
    QCOMPARE(a.firstLogitRow(), b.firstLogitRow());
    QCOMPARE(a.nonFiniteCount(), b.nonFiniteCount());
}

} // namespace

class TestPrefixCache : public QObject
{
    Q_OBJECT

private:
    std::mt19937 m_random;

    std::vector<int> randomIds(const Model& model, int count)
    {
        std::vector<int> ids;
        for (int i = 0; i < count; ++i)
            ids.push_back(static_cast<int>(m_random() % static_cast<unsigned>(model.spec().vocabulary)));
        return ids;
    }

    /// Runs through texts that begin alike and compares each with a run from the start. Traces that are still looked at stay
    /// what they were.
    void follow(const std::shared_ptr<const Model>& model, const Capture& capture, bool isTaken, std::size_t lookedAt = 1)
    {
        PrefixCache cache;
        std::vector<int> ids = randomIds(*model, 9);
        std::deque<std::pair<std::vector<int>, TracePtr>> shown;
        std::vector<std::vector<int>> last; // of the runs whose rows can be had: the last, and the one whose memory is free
        for (const int change : {0, 1, 1, 7, -3, 1, -6, 12, 0, 2, 1, 1, -1, 1, -1, -1, 2, 30, 1, 1, 1, -9, 9}) {
            if (change < 0)
                ids.resize(ids.size() - static_cast<std::size_t>(-change));
            const std::vector<int> more = randomIds(*model, std::max(change, 0));
            ids.insert(ids.end(), more.begin(), more.end());
            ForwardInput input = inputOf(ids);
            input.capture = capture;
            const auto cached = cache.run(model, input);
            const auto whole = forward(model, input);
            QVERIFY(cached && whole);
            compare(**cached, **whole);
            Index same = 0;
            for (const std::vector<int>& before : last) {
                const auto differs = std::mismatch(before.begin(), before.end(), ids.begin(), ids.end()).first;
                same = std::max<Index>(same, differs - before.begin());
            }
            same = std::min(same, static_cast<Index>(ids.size()) - 1);
            if (isTaken && lookedAt == 1)
                QCOMPARE((*cached)->rowsTaken(), same);
            else if (isTaken)
                QVERIFY((*cached)->rowsTaken() <= same);
            else
                QCOMPARE((*cached)->rowsTaken(), Index{0});
            if (QTest::currentTestFailed())
                return;
            shown.emplace_back(ids, *cached);
            if (shown.size() > lookedAt)
                shown.pop_front();
            for (const auto& [text, trace] : shown) {
                ForwardInput again = inputOf(text);
                again.capture = capture;
                compare(*trace, **forward(model, again));
            }
            last.insert(last.begin(), ids);
            last.resize(std::min<std::size_t>(last.size(), 2));
        }
    }

private slots:
    void initTestCase()
    {
        const unsigned seed = qEnvironmentVariableIsSet("HEADLIGHT_SEED") ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADLIGHT_SEED"))
                                                                          : std::random_device{}();
        m_random.seed(seed);
        qInfo("HEADLIGHT_SEED=%u", seed);
    }

    void everyStepIsThatOfAWholeRun() { follow(builtinModel("toy"), {}, true); }

    void onlyTheLastLogits()
    {
        Capture capture;
        capture.allLogits = false;
        follow(builtinModel("toy"), capture, true);
    }

    void whatIsKeptDecides()
    {
        Capture capture;
        capture.patterns = {"*.pattern", "*.k", "*.v", "logits"};
        follow(builtinModel("toy"), capture, true);
        capture.patterns = {"*.pattern", "*.concat", "*.scaled", "*.q", "*.k", "*.v"};
        follow(builtinModel("toy"), capture, true);
        capture.patterns = {"*.attn.1.z", "*.k", "*.v"}; // one head of a layer
        follow(builtinModel("toy"), capture, true);
        capture.patterns = {"*.resid_pre", "*.k", "*.v"}; // the numbers of steps that are not kept themselves
        follow(builtinModel("toy"), capture, false);
        capture.patterns = {"*.attn.1.mask", "*.k", "*.v"};
        follow(builtinModel("toy"), capture, false);
        capture.patterns = {"*.pattern", "*.scores", "*.k", "*.v"}; // no queries to meet the new keys
        follow(builtinModel("toy"), capture, false);
        capture.patterns = {"*.pattern", "*.k"};
        follow(builtinModel("toy"), capture, false);
    }

    /// Their scores are of the last token before padding, which may be one of any rows: nothing is taken over.
    void classesOfAGrowingTextAreComputedAnew()
    {
        for (const char* family : {"llama", "qwen2"}) {
            ModelFolder folder = textFolders::classes(family, false);
            folder.config["pad_token_id"] = 3;
            textFolders::randomise(folder, 5);
            follow(OpenedFolder().opened(folder), {}, false);
        }
    }

    void tracesThatAreLookedAtStayWhatTheyWere()
    {
        for (const std::size_t lookedAt : {0U, 2U, 3U, 5U})
            follow(builtinModel("toy"), {}, true, lookedAt);
    }

    void memoryIsUsedAgainOnceNobodyLooksAtIt()
    {
        const auto model = builtinModel("toy");
        PrefixCache cache;
        std::vector<int> ids = randomIds(*model, 20);
        const StepRef pattern{Step::Pattern, 0, 0};
        const auto placeOf = [&] { return (*cache.run(model, inputOf(ids)))->view(pattern).as<float>().data(); };
        const float* first = placeOf();
        ids.push_back(ids.front());
        const float* second = placeOf();
        ids.push_back(ids.front());
        QVERIFY(second != first);
        QVERIFY(placeOf() == first);
    }

    /// As in the window: one thread computes, another looks at a trace and drops it whenever it likes.
    void anotherThreadMayLookAndDrop()
    {
        const auto model = builtinModel("toy");
        std::mutex mutex;
        TracePtr latest;
        std::atomic<double> lookedSum = 0.0;
        std::jthread looking([&](const std::stop_token& stop) {
            double sum = 0.0;
            while (!stop.stop_requested()) {
                TracePtr trace;
                {
                    const std::scoped_lock lock(mutex);
                    trace.swap(latest);
                }
                if (!trace)
                    continue;
                for (const StepRef& ref : trace->steps()) {
                    const MatrixView view = trace->view(ref);
                    sum += view.at(view.rows() - 1, view.cols() - 1) + view.at(0, 0);
                }
            }
            lookedSum = sum;
        });
        PrefixCache cache;
        std::vector<int> ids = randomIds(*model, 12);
        for (int i = 0; i < 200; ++i) {
            ids.resize(12 + static_cast<std::size_t>(i % 7));
            ids.back() = static_cast<int>(m_random() % static_cast<unsigned>(model->spec().vocabulary));
            auto trace = cache.run(model, inputOf(ids));
            QVERIFY(trace);
            if (i % 50 == 0)
                compare(**trace, **forward(model, inputOf(ids)));
            const std::scoped_lock lock(mutex);
            latest = std::move(*trace);
        }
        looking.request_stop();
        looking.join();
        QVERIFY(lookedSum != 0.0);
    }

    void modelsThatSeeTheWholeTextAreRunFromTheStart()
    {
        for (const BuiltinInfo& info : builtinModels()) {
            const auto model = builtinModel(info.name);
            if (model->spec().isEncoderDecoder() || model->spec().image || model->spec().audio)
                continue;
            follow(model, {}, isCausalThroughout(*model, {}));
            if (QTest::currentTestFailed())
                qWarning("%s", std::string(info.name).c_str());
        }
    }

    void anotherQuestionIsRunFromTheStart()
    {
        const auto model = builtinModel("toy");
        PrefixCache cache;
        ForwardInput input = inputOf(randomIds(*model, 8));
        QVERIFY(cache.run(model, input));
        input.mask.mode = MaskMode::None;
        auto trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 0);
        input.mask.mode = MaskMode::ModelDefault;
        trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 7); // those of the run before: the last one saw everything
        const auto whole = forward(model, input);
        QVERIFY(whole);
        trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 7);
        compare(**trace, **whole);
        input.changes.join(StepRef{Step::Z, 0, 0}, {0, 0.0});
        trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 0);
        input.changes = {};
        trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 7); // those of the run before: the last one had a head less
        compare(**trace, **whole);
        input.dtype = DType::Float64;
        trace = cache.run(model, input);
        QVERIFY(trace && (*trace)->rowsTaken() == 0);
    }

    void theNumberOfThreadsChangesNothing()
    {
        const auto model = builtinModel("toy");
        ForwardInput input = inputOf(randomIds(*model, 64));
        input.threads = 1;
        const auto alone = forward(model, input);
        for (const int threads : {2, 3, 4}) {
            input.threads = threads;
            const auto shared = forward(model, input);
            QVERIFY(alone && shared);
            compare(**alone, **shared);
        }
    }
};

QTEST_APPLESS_MAIN(TestPrefixCache)
#include "tst_prefix_cache.moc"
