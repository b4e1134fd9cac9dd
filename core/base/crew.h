#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

namespace hl {

/// The threads of one computation. Work is handed out piece by piece, so that a thread which other programs keep from
/// running is not waited for unless it holds a piece; when it was, the others go on without it for a while.
/// Waiting threads look for work for a moment, then sleep. Not for use by several threads at once.
class Crew
{
public:
    /// `threads` with the caller's; they end with the crew.
    explicit Crew(int threads);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    [[nodiscard]] int size() const { return static_cast<int>(m_helpers.size()) + 1; }

    /// work(piece, member) for every piece in [0, pieces), in any order, at the same time; member is in [0, size()).
    /// Comes back when all are done; then throws
    /// what the first failing piece threw.
    template <class Work>
    void each(long pieces, const Work& work)
    {
        if (pieces <= 1 || m_helpers.empty() || m_aloneFor > 0) {
            m_aloneFor -= m_aloneFor > 0 && pieces > 1 ? 1 : 0;
            for (long piece = 0; piece < pieces; ++piece)
                work(piece, 0);
            return;
        }
        share(pieces, [](const void* given, long piece, int member) { (*static_cast<const Work*>(given))(piece, member); }, &work);
    }

private:
    using Call = void (*)(const void* work, long piece, int member);

    void share(long pieces, Call call, const void* work);
    friend class BorrowedCrew;
    /// Keeps the helpers off the owner's processor. Left to itself the system wakes them there, beside the thread that called
    /// them, and moves them to a free one only some milliseconds later.
    void keepApart();
    void help(int member);
    std::chrono::nanoseconds doPieces(int member) noexcept; ///< how long the longest took

    // The job; written by the owner while nobody is inside.
    Call m_call = nullptr;
    const void* m_work = nullptr;
    long m_pieces = 0;

    std::atomic<long> m_next = 0;
    std::atomic<std::uint32_t> m_state = 0;      ///< lowest bit: the job is open; the others count the helpers inside
    std::atomic<std::uint32_t> m_generation = 0; ///< changes with every job
    std::atomic<int> m_sleeping = 0;
    std::atomic<bool> m_hasFailed = false;
    std::exception_ptr m_failure;
    std::atomic<bool> m_isOver = false;
    int m_avoided = -1; ///< processor on which no helper runs
    int m_aloneFor = 0; ///< jobs to be done without helpers
    int m_jobsAlone;    ///< how many the next time
    std::vector<std::thread> m_helpers;
};

/// How many threads a computation should have: the processors this program may run on, up to 4.
[[nodiscard]] int crewSize();

/// A crew for one computation, one that an earlier computation gave back if there is one: its threads are there already.
/// For a part of another crew's work it is the caller alone.
class BorrowedCrew
{
public:
    explicit BorrowedCrew(int threads);
    ~BorrowedCrew();
    BorrowedCrew(const BorrowedCrew&) = delete;
    BorrowedCrew& operator=(const BorrowedCrew&) = delete;

    [[nodiscard]] Crew& operator*() const { return *m_crew; }

private:
    std::unique_ptr<Crew> m_crew;
};

} // namespace hl
