// What happens when the n-th request for memory, or the n-th read, write, open, fsync or rename fails, for every n on the way
// from a folder on the disk to a saved file: a result or a sentence, the old file or the new one, and no leftovers.
#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/explain/explanation.h"
#include "core/failing_calls.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model/own_format.h"
#include "core/output/trace_file.h"
#include "core/run/run_request.h"
#include "core/trace/trace_shelf.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <new>
#include <random>

using namespace hl;
using failing::Call;
namespace fs = std::filesystem;

namespace {

constexpr int mostPoints = 250; // of one operation at which memory fails

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t filesIn(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

RunRequest request(const std::shared_ptr<const Model>& model)
{
    RunRequest made;
    made.model = model;
    made.text = "the cat saw the dog 我爱";
    made.edits = {{SetTemperature{std::nullopt, 0.6}}, {SetCells{{.step = Step::Scores, .layer = 0, .head = 0}, {{3, 1, 2.0}}}}};
    return made;
}

/// Runs `work` with the n-th request for memory failing, for n from 0 on: the first ones all, later ones here and there.
/// `work` says whether what it did came out; it may throw std::bad_alloc where `mayThrow`.
template <class Work>
void failMemoryEverywhere(bool mayThrow, Work work)
{
    failing::arm({.call = Call::Memory, .at = -1});
    const bool isSound = work();
    const long total = failing::disarm();
    QVERIFY(isSound);
    QVERIFY2(total > 3, "requests for memory are not counted");
    std::mt19937 random(4242); // the same points every time
    int refused = 0;
    for (int point = 0; point < mostPoints && point < total; ++point) {
        const bool isEarly = point < mostPoints / 2 || total <= mostPoints;
        const long at = isEarly ? point : static_cast<long>(random() % static_cast<unsigned long>(total));
        failing::arm({.call = Call::Memory, .at = at});
        bool hasThrown = false;
        bool hasWorked = false;
        try {
            hasWorked = work();
        } catch (const std::bad_alloc&) {
            hasThrown = true;
        }
        failing::disarm();
        QVERIFY2(mayThrow || !hasThrown, qPrintable(QStringLiteral("request %1 of %2").arg(at).arg(total)));
        refused += hasWorked ? 0 : 1;
    }
    QVERIFY2(refused > 0, "nothing ever failed");
    QVERIFY2(work(), "afterwards all is as before");
}

} // namespace

class TestFailingCalls : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    fs::path at(const char* name) const { return fs::path(m_directory->path().toStdString()) / name; }

    /// The calls of one kind fail one after the other while `work` runs, in each of the ways `errors` (0: a short count).
    /// `work` says whether it succeeded; `check` is told, and looks at what is there.
    template <class Prepare, class Work, class Check>
    static void failEach(Call call, std::initializer_list<int> errors, Prepare prepare, Work work, Check check)
    {
        prepare();
        failing::arm({.call = call, .at = -1});
        const bool isSound = work();
        const long total = failing::disarm();
        QVERIFY(isSound);
        for (const int error : errors) {
            for (long i = 0; i < total; ++i) {
                for (const bool isAlways : {false, true}) {
                    if (isAlways && (error == EINTR || error == 0))
                        continue; // for ever interrupted is for ever waiting
                    prepare();
                    failing::arm({.call = call, .at = i, .error = error, .isAlways = isAlways});
                    const bool hasWorked = work();
                    failing::disarm();
                    check(hasWorked, error, i);
                    if (QTest::currentTestFailed())
                        return;
                }
            }
        }
    }

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void aCrewWithoutMemoryHasFewerMembers()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        int fewest = 4;
        failMemoryEverywhere(false, [&] {
            Crew crew(4);
            std::atomic<long> sum = 0;
            crew.each(10, [&](long piece, int) { sum += piece; });
            fewest = std::min(fewest, crew.size());
            return sum == 45 && crew.size() == 4;
        });
        QVERIFY(fewest < 4);
    }

    void crewsAreGivenBackWithoutMemory()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        std::vector<std::unique_ptr<BorrowedCrew>> crews;
        for (int i = 0; i < 5; ++i)
            crews.push_back(std::make_unique<BorrowedCrew>(2));
        failing::arm({.call = Call::Memory, .at = 0, .isAlways = true});
        crews.clear();
        failing::disarm();
        QVERIFY(crews.empty()); // and the program goes on
    }

    void loadingWithoutMemoryIsASentence()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        QVERIFY(saveModel(*builtinModel("toy"), at("model")).has_value());
        const fs::path folder = at("model");
        failMemoryEverywhere(false, [&] {
            const auto model = loadModel(folder);
            if (!model && model.error().english().empty())
                qFatal("no sentence");
            return model.has_value();
        });
    }

    void aBuiltinModelWithoutMemoryIsOpenedLater()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        const BuiltinInfo* info = findBuiltin("induction"); // which nothing has opened yet
        QVERIFY(info);
        int refused = 0;
        for (long request = 0; request < 60; ++request) {
            failing::arm({.call = Call::Memory, .at = request});
            try {
                refused += openBuiltin(*info) ? 0 : 1;
            } catch (const std::bad_alloc&) {
                ++refused;
            }
            failing::disarm();
        }
        QVERIFY(refused > 0);
        QVERIFY(openBuiltin(*info).has_value());
    }

    void aRunIsLetGoWithoutMemory()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        RunRequest longer = request(builtinModel("toy"));
        longer.edits.clear();
        RunRequest shorter = longer;
        for (int i = 0; i < 700; ++i)
            longer.text += " cat";
        PrefixCache cache;
        for (long at = 0; at < 20; ++at) {
            TracePtr first = *run(longer, {}, &cache);
            QVERIFY2(first->capacity() > 0 && first->bytes() > TraceShelf::littleBytes, std::to_string(first->bytes()).c_str());
            QVERIFY(run(shorter, {}, &cache).has_value());
            failing::arm({.call = Call::Memory, .at = at});
            first.reset(); // nobody else looks at it: it would wait for the next run, after a look at what is free
            failing::disarm();
        }
        QVERIFY(run(shorter, {}, &cache).has_value());
    }

    void runningWithoutMemoryIsASentence()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        const RunRequest asked = request(builtinModel("toy"));
        PrefixCache cache;
        failMemoryEverywhere(false, [&] { return run(asked, {}, &cache).has_value(); });
        const RunRequest both = request(builtinModel("toy-encoder-decoder"));
        failMemoryEverywhere(false, [&] { return run(both).has_value(); });
        QVERIFY((*run(asked, {}, &cache))->nonFiniteCount() == (*run(asked))->nonFiniteCount());
    }

    void explainingWithoutMemoryCanBeTriedAgain()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        const TracePtr trace = *run(request(builtinModel("toy")));
        failMemoryEverywhere(true, [&] {
            return explain(*trace, {.step = Step::Pattern, .layer = 1, .head = 1}, 3, 1).has_value();
        });
    }

    void savingWithoutMemoryKeepsTheOldFile()
    {
        if (!failing::canFailMemory())
            QSKIP("skipped: a sanitizer keeps requests for memory to itself");
        const TracePtr trace = *run(request(builtinModel("toy")));
        const std::vector<StepRef> steps = {{.step = Step::Pattern, .layer = 0, .head = 0}};
        for (const char* name : {"a.json", "a.csv", "a.npz"}) {
            QVERIFY(writeTrace(*trace, steps, at(name)).has_value());
            const std::string whole = contentOf(at(name));
            const std::string old = "old";
            std::ofstream(at(name)) << old;
            const fs::path path = at(name);
            failMemoryEverywhere(true, [&] { return writeTrace(*trace, steps, path).has_value(); });
            const std::string now = contentOf(at(name));
            QVERIFY2(now == whole || now == old, name);
        }
        QCOMPARE(filesIn(at(".")), std::size_t{3});
    }

    void aFailedReadIsASentenceAndAnInterruptedOneIsRepeated()
    {
        QVERIFY(saveModel(*builtinModel("toy"), at("model")).has_value());
        std::string said;
        const auto load = [&] {
            const auto model = loadModel(at("model"));
            said = model ? std::string() : model.error().english();
            return model.has_value();
        };
        int onlyForeseen = 0; // reads that foresee how much memory the weights take; the file is then read all the same
        failEach(Call::Read, {EIO, EINTR, 0}, [] {}, load, [&](bool hasWorked, int error, long) {
            onlyForeseen += hasWorked && error == EIO ? 1 : 0;
            QVERIFY(hasWorked || error == EIO);
            if (!hasWorked)
                QVERIFY2(said.find("could not be read (system error 5)") != std::string::npos, said.c_str());
        });
        QVERIFY2(onlyForeseen <= 6, std::to_string(onlyForeseen).c_str()); // the head, and what the system says of its memory
        failEach(Call::Open, {EIO, EACCES, EMFILE, ENOMEM, EINTR}, [] {}, load, [&](bool hasWorked, int error, long) {
            if (error == EINTR)
                QVERIFY(hasWorked);
            if (!hasWorked)
                QVERIFY2(said.find("be read") != std::string::npos, said.c_str());
        });
    }

    void aFailedWriteLeavesTheOldFileOrTheNewOne_data()
    {
        QTest::addColumn<int>("call");
        QTest::newRow("write") << static_cast<int>(Call::Write);
        QTest::newRow("open") << static_cast<int>(Call::Open);
        QTest::newRow("fsync") << static_cast<int>(Call::Fsync);
        QTest::newRow("rename") << static_cast<int>(Call::Rename);
        QTest::newRow("link") << static_cast<int>(Call::Link);
    }
    void aFailedWriteLeavesTheOldFileOrTheNewOne()
    {
        QFETCH(int, call);
        const fs::path path = at("f");
        const std::string fresh(10'000, 'n');
        std::string said;
        const auto save = [&] {
            const auto written = writeTextFileAtomically(path, fresh);
            said = written ? std::string() : written.error().english();
            return written.has_value();
        };
        const auto restore = [&] { std::ofstream(path) << "old"; };
        failEach(static_cast<Call>(call), {EIO, ENOSPC, EDQUOT, EROFS, EINTR, 0}, restore, save, [&](bool hasWorked, int error, long) {
            const std::string now = contentOf(path);
            QVERIFY2(hasWorked ? now == fresh : now == "old", said.c_str());
            if ((error == EINTR && (call == static_cast<int>(Call::Write) || call == static_cast<int>(Call::Open) || call == static_cast<int>(Call::Fsync))) || error == 0)
                QVERIFY2(hasWorked, said.c_str());
            if (!hasWorked)
                QVERIFY2(said.find("could not be saved") != std::string::npos && said.find(path.string()) != std::string::npos, said.c_str());
            if (!hasWorked && (error == ENOSPC || error == EDQUOT))
                QVERIFY2(said.find("because the disk is full") != std::string::npos, said.c_str());
            QCOMPARE(filesIn(at(".")), std::size_t{1});
        });
    }

    void aModelIsSavedWholeOrSaysWhatIsMissing()
    {
        const auto save = [&] { return saveModel(*builtinModel("toy"), at("model")).has_value(); };
        const auto clear = [&] { fs::remove_all(at("model")); };
        failEach(Call::Write, {ENOSPC}, clear, save, [&](bool hasWorked, int, long) {
            if (hasWorked)
                QVERIFY(loadModel(at("model")).has_value());
            QVERIFY(!fs::exists(at("model")) || filesIn(at("model")) <= 3);
        });
    }
};

QTEST_APPLESS_MAIN(TestFailingCalls)
#include "tst_failing_calls.moc"
