#include "app/commands/corpus_run.h"

#include "core/base/line_reader.h"
#include "core/base/shown.h"
#include "core/forward/forward.h"
#include "core/output/corpus_file.h"
#include "core/run/run_request.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

namespace hl {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto betweenCheckpoints = std::chrono::seconds(20);
constexpr auto betweenProgress = std::chrono::milliseconds(500);

volatile std::sig_atomic_t stopSignal = 0; // set by a signal, which may touch nothing else

void noteSignal(int signal)
{
    stopSignal = signal;
}

/// Catches SIGINT and SIGTERM while it lives; a second one ends the program at once.
class SignalCatcher
{
public:
    SignalCatcher()
    {
        stopSignal = 0;
        struct sigaction action = {};
        action.sa_handler = noteSignal;
        action.sa_flags = static_cast<int>(SA_RESETHAND); // and no SA_RESTART: a wait for input ends
        ::sigaction(SIGINT, &action, &m_oldInterrupt);
        ::sigaction(SIGTERM, &action, &m_oldTerminate);
    }
    ~SignalCatcher()
    {
        ::sigaction(SIGINT, &m_oldInterrupt, nullptr);
        ::sigaction(SIGTERM, &m_oldTerminate, nullptr);
    }
    SignalCatcher(const SignalCatcher&) = delete;
    SignalCatcher& operator=(const SignalCatcher&) = delete;

private:
    struct sigaction m_oldInterrupt = {};
    struct sigaction m_oldTerminate = {};
};

/// One line on a terminal that is written over; nothing elsewhere.
class Progress
{
public:
    ~Progress()
    {
        if (m_isShown)
            std::fputs("\r\033[K", stderr);
    }
    void show(const CorpusStats& stats, const LineReader& lines)
    {
        const auto now = Clock::now();
        if (!m_isTerminal || now - m_last < betweenProgress)
            return;
        m_last = now;
        m_isShown = true;
        std::fprintf(stderr, "\rheadlight: %lld texts measured, %lld lines skipped", static_cast<long long>(stats.texts),
                     static_cast<long long>(stats.skippedCount()));
        if (lines.fileBytes() > 0)
            std::fprintf(stderr, ", %d %%", static_cast<int>(100 * std::min(lines.bytesRead(), lines.fileBytes()) / lines.fileBytes()));
        std::fputs("\033[K", stderr);
        std::fflush(stderr);
    }

private:
    bool m_isTerminal = ::isatty(STDERR_FILENO) == 1;
    bool m_isShown = false;
    Clock::time_point m_last = Clock::now();
};

/// The run of one text, or why its line is left out. Other errors are of the model or the machine and end the run.
tl::expected<TracePtr, LineProblem> measure(const CorpusRun& run, const CorpusText& text)
{
    const auto tokens = tokenizeForRun(*run.model, text.text, text.target);
    if (!tokens)
        return tl::unexpected(tokens.error().code == ErrorCode::BadInput ? LineProblem::Empty : LineProblem::Refused);
    const auto longest = static_cast<std::size_t>(run.maxTokens);
    if (!tokens->notes.empty() || tokens->source.size() > longest || tokens->target.size() > longest)
        return tl::unexpected(LineProblem::TooLong);
    ForwardInput input;
    input.source.tokens = tokens->source;
    input.target.tokens = tokens->target;
    input.capture.patterns = {"*.pattern", "*.mask"};
    const auto trace = forward(run.model, std::move(input));
    if (!trace)
        return tl::unexpected(trace.error().code == ErrorCode::OutOfMemory || trace.error().code == ErrorCode::TextTooLong
                                  ? LineProblem::TooLong
                                  : LineProblem::Refused);
    for (const StepRef& head : attentionHeads(run.model->spec())) {
        if (!(*trace)->view(head))
            return tl::unexpected(LineProblem::TooLong); // its patterns need more memory than a run may take
    }
    return *trace;
}

void takeLine(const CorpusRun& run, const LineReader& lines, CorpusStats& stats)
{
    stats.countLine(lines.number(), lines.line());
    if (lines.isTooLong())
        return stats.skip(lines.number(), LineProblem::TooLong);
    std::string_view line = lines.line();
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    if (lines.number() == 1 && line.starts_with(byteOrderMark))
        line.remove_prefix(byteOrderMark.size());
    auto text = readCorpusLine(line, run.format, run.field);
    if (!text)
        return stats.skip(lines.number(), text.error());
    if (!run.model->spec().takesTarget())
        text->target.reset();
    const auto trace = measure(run, *text);
    if (!trace)
        return stats.skip(lines.number(), trace.error());
    stats.add(**trace, text->target.has_value());
}

} // namespace

Result<CorpusStats> runCorpus(const CorpusRun& run)
{
    auto lines = LineReader::open(run.file, longestCorpusLine);
    if (!lines)
        return tl::unexpected(lines.error());
    const SignalCatcher signals;
    const std::string name = run.file == "-" ? run.file : std::filesystem::path(run.file).filename().string();
    CorpusStats stats(*run.model, repeatedScores(run.model), {name, run.part, run.of});
    const auto save = [&]() -> Result<void> { return run.out == "-" ? Result<void>() : writeCorpusFile(stats, run.out); };
    // At once: a target that cannot be written is told before hours of work, not after. An old file stays for now.
    if (std::error_code ignored; !std::filesystem::is_regular_file(run.out, ignored)) {
        if (const auto saved = save(); !saved)
            return tl::unexpected(saved.error());
    }
    Progress progress;
    auto lastSave = Clock::now();
    const auto stopped = [] { return stopSignal != 0; };
    Result<bool> more = true;
    while (!stopped() && (more = lines->next(stopped)) && *more) {
        if ((lines->number() - 1) % run.of != run.part)
            continue;
        takeLine(run, *lines, stats);
        progress.show(stats, *lines);
        if (Clock::now() - lastSave < betweenCheckpoints)
            continue;
        lastSave = Clock::now();
        if (const auto saved = save(); !saved)
            return tl::unexpected(saved.error());
    }
    if (!more && more.error().code != ErrorCode::Cancelled)
        return tl::unexpected(more.error());
    stats.isFinished = !stopped() && more.has_value();
    if (const auto saved = save(); !saved)
        return tl::unexpected(saved.error());
    if (!stats.isFinished)
        return fail(ErrorCode::Cancelled,
                    HL_NOOP("core", "Stopped after line %1: %2 holds the %3 texts up to there; run it again for all."),
                    {std::to_string(lines->number()), run.out == "-" ? "nothing" : shownPath(run.out), std::to_string(stats.texts)});
    return stats;
}

} // namespace hl
