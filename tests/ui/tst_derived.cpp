// What follows from a run and is worked out beside the window.
#include "core/failing_calls.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/figure/derived.h"

#include <QTest>

#include <atomic>
#include <new>
#include <stop_token>
#include <thread>

using namespace hl;
using namespace hl::ui;

namespace {

TracePtr ranToy()
{
    RunRequest request;
    request.model = builtinModel("toy");
    request.text = "the cat saw the dog";
    return *run(request);
}

} // namespace

class TestDerived : public QObject
{
    Q_OBJECT

private slots:
    void withoutMemoryThereIsASentence()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        int told = 0;
        for (long request = 0; request < 60; ++request) {
            const TracePtr trace = ranToy(); // what is known of another is not asked again
            failing::arm({.call = failing::Call::Memory, .at = request});
            Known<TextMetrics> metrics;
            try {
                metrics = knownMetrics(trace, When::Now);
            } catch (const std::bad_alloc&) {
                // there was no room to keep even the sentence
            }
            failing::disarm();
            if (!metrics || *metrics)
                continue;
            ++told;
            QCOMPARE(metrics->error().code, ErrorCode::OutOfMemory);
            QVERIFY(metrics->error().english().starts_with("There is not enough memory"));
        }
        QVERIFY(told > 0);
        const auto metrics = knownMetrics(ranToy(), When::Now);
        QVERIFY(metrics && *metrics);
    }

    void whoIsStoppedDoesNotWaitForAnother()
    {
        RunRequest request;
        request.model = builtinModel("stories");
        request.text = "The keys near the old cabinet";
        request.withoutPositions = true; // a model of its own for every run, so that nothing is known of it
        std::stop_source stopped;
        stopped.request_stop();
        int returned = 0;
        for (int round = 0; round < 100 && returned == 0; ++round) { // on a busy computer the other may be done before this looks
            const TracePtr trace = *run(request);
            std::atomic<bool> isDone = false;
            const std::jthread other([&] {
                static_cast<void>(knownScores(trace, When::Now));
                isDone = true;
            });
            while (!isDone) {
                returned += knownScores(trace, When::Now, stopped.get_token()) ? 0 : 1; // before the other begins, it stops by itself
                std::this_thread::yield();
            }
        }
        QVERIFY(returned > 0);
    }
};

QTEST_APPLESS_MAIN(TestDerived)
#include "tst_derived.moc"
