#include "core/base/spare_memory.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <thread>
#include <vector>

using namespace hl;

class TestSpareMemory : public QObject
{
    Q_OBJECT

private slots:
    void littleMoreLiesReadyThanWasNeededAtOneTime() // the first, before anything else was needed
    {
        std::vector<void*> places;
        for (const std::size_t bytes : {100'000, 10'000, 50'000}) // one after the other: 100 kB are needed at most, 150 may lie ready
            places.push_back(borrowMemory(bytes).get());
        std::vector<std::shared_ptr<void>> ready;
        ready.push_back(borrowMemory(50'000));
        ready.push_back(borrowMemory(10'000));
        QCOMPARE(ready[0].get(), places[2]);
        QCOMPARE(ready[1].get(), places[1]);
        freeSpareMemory(); // had the largest stayed, it would have lain here
    }

    void whatWasGivenBackIsUsedAgain()
    {
        void* first = borrowMemory(100'000).get();
        QCOMPARE(borrowMemory(99'000).get(), first);
        const auto held = borrowMemory(100'000);
        QCOMPARE(held.get(), first);
        QVERIFY(borrowMemory(100'000).get() != first); // it is somebody's
    }

    void aTextThatGrowsByAWordStillFits()
    {
        const std::size_t row = 3072 * sizeof(float);
        void* first = borrowMemory(57 * row).get();
        QCOMPARE(borrowMemory(58 * row).get(), first);
    }

    void littleIsNotTakenFromMuch()
    {
        void* first = borrowMemory(30'000'000).get();
        QVERIFY(borrowMemory(1'000'000).get() != first);
        QCOMPARE(borrowMemory(30'000'000).get(), first);
    }

    void allOfItCanBeWrittenByEveryThread()
    {
        std::vector<std::thread> threads;
        std::atomic<bool> isWhole = true;
        for (int id = 1; id <= 4; ++id) {
            threads.emplace_back([&, id] {
                for (std::size_t bytes = 1; bytes < 3'000'000; bytes = bytes * 3 + 1) {
                    const auto memory = borrowMemory(bytes);
                    auto* numbers = static_cast<unsigned char*>(memory.get());
                    isWhole = isWhole && reinterpret_cast<std::uintptr_t>(numbers) % 64 == 0;
                    std::memset(numbers, id, bytes);
                    for (std::size_t i = 0; i < bytes; i += 97)
                        isWhole = isWhole && numbers[i] == id;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(isWhole);
    }

    void noMoreLiesReadyThanSaid()
    {
        constexpr std::size_t quarter = mostSpareBytes / 4;
        std::vector<std::shared_ptr<void>> held;
        std::vector<void*> places;
        for (int i = 0; i < 6; ++i) {
            held.push_back(borrowMemory(quarter));
            places.push_back(held.back().get());
        }
        for (auto& memory : held)
            memory.reset(); // the first two are freed when the last two come
        for (int i = 0; i < 4; ++i) {
            held[static_cast<std::size_t>(i)] = borrowMemory(quarter);
            QVERIFY(std::find(places.begin() + 2, places.end(), held[static_cast<std::size_t>(i)].get()) != places.end());
        }
        QVERIFY_EXCEPTION_THROWN((void)borrowMemory(std::size_t{1} << 60U), std::bad_alloc);
    }
};

QTEST_APPLESS_MAIN(TestSpareMemory)
#include "tst_spare_memory.moc"
