// A worker with a mailbox of one: the last request is always answered, generations only grow, nothing outlives its owner.
#include "core/run/latest_wins.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

using namespace hl;

namespace {

/// What was delivered, in order; waits for one with a limit so long that only a hang reaches it.
class Inbox
{
public:
    void put(std::uint64_t generation, int value)
    {
        const std::scoped_lock lock(m_mutex);
        m_got.emplace_back(generation, value);
        m_arrived.notify_all();
    }

    bool waitFor(std::uint64_t generation)
    {
        std::unique_lock lock(m_mutex);
        return m_arrived.wait_for(lock, std::chrono::seconds(60),
                                  [&] { return !m_got.empty() && m_got.back().first >= generation; });
    }

    std::vector<std::pair<std::uint64_t, int>> all() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_got;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::vector<std::pair<std::uint64_t, int>> m_got;
};

using Worker = LatestWins<int, int>;

/// Works until done or stopped, as a forward pass does.
int spin(int value, const std::stop_token& stop, int turns)
{
    std::atomic<int> sink = 0;
    for (int i = 0; i < turns && !stop.stop_requested(); ++i)
        sink += value;
    return value;
}

} // namespace

class TestLatestWins : public QObject
{
    Q_OBJECT

private slots:
    void theLastRequestIsAlwaysDelivered()
    {
        constexpr int rounds = 200;
        constexpr int submits = 300;
        std::size_t delivered = 0;
        for (int round = 0; round < rounds; ++round) {
            Inbox inbox;
            std::atomic<int> jobs = 0;
            std::atomic<int> atOnce = 0;
            std::atomic<bool> hasOverlap = false;
            Worker worker(
                [&](const int& value, std::stop_token stop) {
                    ++jobs;
                    if (++atOnce > 1)
                        hasOverlap = true;
                    const int result = spin(value, stop, 50 * (value % 7));
                    --atOnce;
                    return result;
                },
                [&](std::uint64_t generation, int value) { inbox.put(generation, value); });
            for (int i = 1; i <= submits; ++i) {
                QCOMPARE(worker.submit(i), static_cast<std::uint64_t>(i));
                // So that jobs are overtaken at every stage. Not each time: where other programs want the processor, too, it
                // comes back only after some milliseconds.
                if (round % 2 == 1 && i % 16 == 0)
                    std::this_thread::yield();
            }
            QVERIFY2(inbox.waitFor(submits), "the last request was never answered");
            QCOMPARE(worker.latest(), static_cast<std::uint64_t>(submits));
            const auto got = inbox.all();
            QCOMPARE(got.back().second, submits);
            for (std::size_t i = 0; i < got.size(); ++i) {
                QCOMPARE(got[i].first, static_cast<std::uint64_t>(got[i].second)); // generation i carried request i
                QVERIFY(i == 0 || got[i].first > got[i - 1].first);
            }
            QVERIFY(!hasOverlap);
            QVERIFY(jobs <= submits);
            delivered += got.size();
        }
        qInfo("%d submits, %zu delivered", rounds * submits, delivered);
    }

    void requestsFromSeveralThreadsGetTheirOwnGenerations()
    {
        Inbox inbox;
        Worker worker([](const int& value, std::stop_token stop) { return spin(value, stop, 20); },
                      [&](std::uint64_t generation, int value) { inbox.put(generation, value); });
        std::vector<std::vector<std::uint64_t>> mine(4);
        {
            std::vector<std::jthread> threads;
            for (auto& generations : mine)
                threads.emplace_back([&worker, &generations] {
                    for (int i = 0; i < 500; ++i)
                        generations.push_back(worker.submit(i));
                });
        }
        std::vector<std::uint64_t> all;
        for (const auto& generations : mine) {
            QVERIFY(std::is_sorted(generations.begin(), generations.end()));
            all.insert(all.end(), generations.begin(), generations.end());
        }
        std::sort(all.begin(), all.end());
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(all[i], i + 1);
        QVERIFY(inbox.waitFor(all.size()));
        const auto got = inbox.all();
        for (std::size_t i = 1; i < got.size(); ++i)
            QVERIFY(got[i].first > got[i - 1].first);
    }

    void aNewRequestStopsTheRunningOne()
    {
        std::promise<void> started;
        std::atomic<bool> wasStopped = false;
        Inbox inbox;
        Worker worker(
            [&](const int& value, std::stop_token stop) {
                if (value == 1) {
                    started.set_value();
                    while (!stop.stop_requested())
                        std::this_thread::yield();
                    wasStopped = true;
                }
                return value;
            },
            [&](std::uint64_t generation, int value) { inbox.put(generation, value); });
        worker.submit(1);
        started.get_future().wait();
        worker.submit(2);
        QVERIFY(inbox.waitFor(2));
        QVERIFY(wasStopped);
        const auto got = inbox.all();
        QCOMPARE(got.size(), std::size_t{1}); // the stopped job's result was dropped
        QCOMPARE(got.front().second, 2);
    }

    void cancelDropsTheRunningAndTheWaitingRequest()
    {
        for (int round = 0; round < 100; ++round) {
            std::promise<void> started;
            std::atomic<int> jobs = 0;
            Inbox inbox;
            Worker worker(
                [&](const int& value, std::stop_token stop) {
                    ++jobs;
                    if (value == 1) {
                        started.set_value();
                        while (!stop.stop_requested())
                            std::this_thread::yield();
                    }
                    return value;
                },
                [&](std::uint64_t generation, int value) { inbox.put(generation, value); });
            worker.submit(1);
            started.get_future().wait();
            worker.cancel();
            QCOMPARE(worker.latest(), std::uint64_t{2}); // what was under way is no longer the latest
            QCOMPARE(worker.submit(3), std::uint64_t{3});
            QVERIFY(inbox.waitFor(3));
            QCOMPARE(inbox.all().size(), std::size_t{1});
            QCOMPARE(jobs.load(), 2);
        }
    }

    void cancelOnAnIdleWorkerHarmsNothing()
    {
        Inbox inbox;
        Worker worker([](const int& value, std::stop_token) { return value; },
                      [&](std::uint64_t generation, int value) { inbox.put(generation, value); });
        worker.cancel();
        worker.cancel();
        QCOMPARE(worker.submit(7), std::uint64_t{3});
        QVERIFY(inbox.waitFor(3));
        QCOMPARE(inbox.all().back().second, 7);
    }

    void destroyingWhileRunningStopsAndJoins()
    {
        for (int round = 0; round < 200; ++round) {
            std::atomic<bool> isAlive = true;
            std::atomic<bool> hasLateCall = false;
            std::atomic<int> started = 0;
            {
                Worker worker(
                    [&](const int& value, std::stop_token stop) {
                        ++started;
                        while (!stop.stop_requested() && value % 2 == 0)
                            std::this_thread::yield(); // ends only if the destructor stops it
                        return value;
                    },
                    [&](std::uint64_t, int) { hasLateCall = hasLateCall || !isAlive; });
                for (int i = 0; i <= round % 9; ++i)
                    worker.submit(round + i);
                if (round % 3 == 0) {
                    while (started == 0)
                        std::this_thread::yield();
                }
            }
            isAlive = false;
            QVERIFY(!hasLateCall);
        }
    }

    void aJobWithoutMemoryCostsItsResultOnly()
    {
        Inbox inbox;
        std::promise<void> whileWorking;
        std::promise<void> whileDelivering;
        Worker worker(
            [&](const int& value, std::stop_token) {
                if (value == 1) {
                    whileWorking.set_value();
                    throw std::bad_alloc();
                }
                return value;
            },
            [&](std::uint64_t generation, int value) {
                if (value == 2) {
                    whileDelivering.set_value();
                    throw std::bad_alloc();
                }
                inbox.put(generation, value);
            });
        worker.submit(1);
        whileWorking.get_future().wait();
        worker.submit(2);
        whileDelivering.get_future().wait();
        worker.submit(3);
        QVERIFY(inbox.waitFor(3));
        QCOMPARE(inbox.all().size(), std::size_t{1});
        QCOMPARE(inbox.all().front().second, 3);
    }

    void destroyingAnUnusedWorkerReturns()
    {
        for (int round = 0; round < 200; ++round)
            Worker([](const int& value, std::stop_token) { return value; }, [](std::uint64_t, int) {});
    }
};

QTEST_APPLESS_MAIN(TestLatestWins)
#include "tst_latest_wins.moc"
