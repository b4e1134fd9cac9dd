#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace hl {

/// A worker with a mailbox of one: a new request replaces the waiting one and stops the running one.
/// `submit` never waits. A stopped job's result is dropped. `deliver` is called on the worker's thread with the
/// request's generation; the receiver must drop a generation that is no longer `latest()`, because a finished result
/// may already be under way when a newer request comes in. Nothing is delivered where memory runs out, unless the job itself
/// makes a result of that.
template <class Request, class Output>
class LatestWins
{
public:
    using Job = std::function<Output(const Request&, std::stop_token)>;
    using Deliver = std::function<void(std::uint64_t generation, Output)>;

    LatestWins(Job job, Deliver deliver)
        : m_job(std::move(job))
        , m_deliver(std::move(deliver))
        , m_thread([this](std::stop_token quit) { work(quit); })
    {}

    ~LatestWins()
    {
        m_thread.request_stop();
        const std::scoped_lock lock(m_mutex);
        m_running.request_stop();
    }

    LatestWins(const LatestWins&) = delete;
    LatestWins& operator=(const LatestWins&) = delete;

    /// Returns the request's generation, counted from 1.
    std::uint64_t submit(Request request)
    {
        std::uint64_t generation = 0;
        {
            const std::scoped_lock lock(m_mutex);
            m_waiting.emplace(std::move(request));
            m_running.request_stop();
            generation = ++m_latest;
        }
        m_wake.notify_one();
        return generation;
    }

    /// Stops the running job and forgets the waiting one; nothing of them is delivered.
    void cancel()
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.reset();
        m_running.request_stop();
        ++m_latest;
    }

    [[nodiscard]] std::uint64_t latest() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_latest;
    }

private:
    void work(std::stop_token quit)
    {
        while (true) {
            std::optional<Request> request;
            std::stop_token stop;
            std::uint64_t generation = 0;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, quit, [this] { return m_waiting.has_value(); }))
                    return;
                if (quit.stop_requested())
                    return;
                request.swap(m_waiting);
                m_running = std::stop_source();
                stop = m_running.get_token();
                generation = m_latest;
            }
            try {
                Output output = m_job(*request, stop);
                if (!stop.stop_requested() && !quit.stop_requested())
                    m_deliver(generation, std::move(output));
            } catch (const std::bad_alloc&) {
                // Thrown on, it would end the program, and what its user did with it.
            }
        }
    }

    Job m_job;
    Deliver m_deliver;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_waiting;
    std::stop_source m_running;
    std::uint64_t m_latest = 0;
    std::jthread m_thread; // last: the thread ends before what it uses
};

} // namespace hl
