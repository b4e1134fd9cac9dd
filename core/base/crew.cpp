#include "core/base/crew.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <new>
#include <system_error>
#include <utility>

namespace hl {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t open = 1;
constexpr std::uint32_t one = 2; // helper inside
constexpr auto spinning = std::chrono::microseconds(50);
/// A helper that is waited for longer than this, and than two of the longest pieces take, was taken off its processor.
constexpr auto tooLong = std::chrono::milliseconds(2);
/// Jobs without it after that: a few where it was by chance, ever more where others need the processor for long.
constexpr int fewestAlone = 2;
constexpr int mostAlone = 64;

thread_local bool isAtWork = false; // on a piece of some crew's job

void pause()
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/// Looks until `isDone` or the time is over.
template <class IsDone>
bool spinUntil(const IsDone& isDone, Clock::duration time)
{
    const auto end = Clock::now() + time;
    do {
        for (int i = 0; i < 32; ++i) {
            if (isDone())
                return true;
            pause();
        }
    } while (Clock::now() < end);
    return isDone();
}

} // namespace

Crew::Crew(int threads)
    : m_jobsAlone(fewestAlone)
{
    try {
        for (int member = 1; member < threads; ++member)
            m_helpers.emplace_back([this, member] { help(member); });
    } catch (const std::system_error&) {
        // No more threads to be had: those there are do the work.
    } catch (const std::bad_alloc&) {
        // Nor memory for them; thrown on, it would end the program, for those there are run already.
    }
    keepApart();
}

Crew::~Crew()
{
    m_isOver = true;
    m_generation.fetch_add(1);
    m_generation.notify_all();
    for (std::thread& helper : m_helpers)
        helper.join();
}

std::chrono::nanoseconds Crew::doPieces(int member) noexcept
{
    Clock::duration longest{};
    auto begin = Clock::now();
    const bool wasAtWork = std::exchange(isAtWork, true);
    for (long piece = m_next.fetch_add(1, std::memory_order_relaxed); piece < m_pieces;
         piece = m_next.fetch_add(1, std::memory_order_relaxed)) {
        try {
            m_call(m_work, piece, member);
        } catch (...) { // out of memory, for example: the owner throws it again
            if (!m_hasFailed.exchange(true))
                m_failure = std::current_exception();
        }
        const auto end = Clock::now();
        longest = std::max(longest, end - begin);
        begin = end;
    }
    isAtWork = wasAtWork;
    return longest;
}

void Crew::keepApart()
{
    const int own = ::sched_getcpu();
    if (m_helpers.empty() || own < 0 || own == m_avoided)
        return;
    cpu_set_t others;
    if (::sched_getaffinity(0, sizeof others, &others) != 0)
        return;
    if (own < CPU_SETSIZE)
        CPU_CLR(static_cast<std::size_t>(own), &others);
    if (CPU_COUNT(&others) == 0)
        return;
    for (std::thread& helper : m_helpers)
        ::pthread_setaffinity_np(helper.native_handle(), sizeof others, &others); // a refusal costs speed only
    m_avoided = own;
}

void Crew::share(long pieces, Call call, const void* work)
{
    m_call = call;
    m_work = work;
    m_pieces = pieces;
    m_next.store(0, std::memory_order_relaxed);
    m_state.store(open, std::memory_order_release);
    m_generation.fetch_add(1);
    if (m_sleeping.load() > 0)
        m_generation.notify_all();
    const Clock::duration longest = doPieces(0);
    m_state.fetch_and(~open, std::memory_order_acq_rel);
    const auto isEmpty = [this] { return m_state.load(std::memory_order_acquire) == 0; };
    if (isEmpty() || spinUntil(isEmpty, std::max<Clock::duration>(tooLong, 2 * longest))) {
        m_jobsAlone = std::max(m_jobsAlone - 1, fewestAlone);
    } else {
        m_aloneFor = m_jobsAlone;
        m_jobsAlone = std::min(2 * m_jobsAlone, mostAlone);
        keepApart(); // the owner may have been moved beside them
        for (std::uint32_t state = m_state.load(std::memory_order_acquire); state != 0; state = m_state.load(std::memory_order_acquire))
            m_state.wait(state, std::memory_order_acquire);
    }
    if (m_hasFailed.exchange(false))
        std::rethrow_exception(std::exchange(m_failure, nullptr));
}

void Crew::help(int member)
{
    std::uint32_t seen = 0;
    while (true) {
        const auto isNew = [&] { return m_generation.load() != seen; };
        if (!spinUntil(isNew, spinning)) {
            m_sleeping.fetch_add(1);
            m_generation.wait(seen);
            m_sleeping.fetch_sub(1);
        }
        seen = m_generation.load();
        if (m_isOver)
            return;
        std::uint32_t state = m_state.load(std::memory_order_relaxed);
        bool isInside = false;
        while ((state & open) != 0 && !isInside)
            isInside = m_state.compare_exchange_weak(state, state + one, std::memory_order_acq_rel);
        if (!isInside)
            continue;
        doPieces(member);
        if (m_state.fetch_sub(one, std::memory_order_acq_rel) == one)
            m_state.notify_all();
    }
}

int crewSize()
{
    constexpr int most = 4;
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1;
    return std::clamp(CPU_COUNT(&allowed), 1, most);
}

namespace {

constexpr std::size_t mostIdle = 3; // as many computations as usually go on at the same time

/// Crews without work. Never destroyed: a computation may still give its crew back while the program ends.
struct IdleCrews
{
    std::mutex mutex;
    std::vector<std::unique_ptr<Crew>> crews;

    IdleCrews() { crews.reserve(mostIdle); } // a crew is given back without asking for memory

    static IdleCrews& instance()
    {
        static auto* idle = new IdleCrews;
        return *idle;
    }
};

} // namespace

BorrowedCrew::BorrowedCrew(int threads)
{
    if (isAtWork) // the others are at work, too
        threads = 1;
    IdleCrews& idle = IdleCrews::instance();
    {
        const std::scoped_lock lock(idle.mutex);
        const auto found = std::find_if(idle.crews.begin(), idle.crews.end(), [&](const auto& crew) { return crew->size() == threads; });
        if (found != idle.crews.end()) {
            m_crew = std::move(*found);
            idle.crews.erase(found);
            m_crew->keepApart();
            return;
        }
    }
    m_crew = std::make_unique<Crew>(threads);
}

BorrowedCrew::~BorrowedCrew()
{
    if (m_crew->size() == 1)
        return;
    IdleCrews& idle = IdleCrews::instance();
    const std::scoped_lock lock(idle.mutex);
    if (idle.crews.size() < mostIdle)
        idle.crews.push_back(std::move(m_crew));
}

} // namespace hl
