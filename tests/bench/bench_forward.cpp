// One run of a model of GPT-2 small's size (12 layers, 768 features, 12 heads, vocabulary 50257, float32), through the
// product's own path. Without arguments: Google Benchmark. With arguments, for measuring in turn with other programs:
//   bench_forward NAME THREADS MODE NS [MILLISECONDS]
//   MODE last | all (which positions get logits; all patterns kept) | full (as last, every step kept)
//        | inc<m> (m tokens more after the others have been run; patterns, keys and values kept)
//   As when somebody types, a run is done in memory that earlier runs have used.
//   NS   token counts, "16,64,256"
// prints a line for each count: NAME THREADS MODE n fastest median share-of-time-waiting, times in ns.
// W=file: float32 weights in the order of gpt2Weights(); else random ones.
#include "bench_model.h"

#include "core/forward/forward.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace {

using namespace hl;

struct Mode
{
    std::string name;
    int more = 0; ///< tokens added to what was run before; 0: everything is run
};

Mode modeOf(const std::string& text)
{
    return {text, text.starts_with("inc") ? std::atoi(text.c_str() + 3) : 0};
}

ForwardInput inputOf(int tokens, const Mode& mode, int threads = 0)
{
    ForwardInput input;
    input.threads = threads;
    for (int i = 0; i < tokens; ++i) {
        Token token;
        token.id = (i * 7919 + 13) % bench::vocabulary;
        input.source.tokens.push_back(token);
    }
    input.capture.allLogits = mode.name == "all";
    if (mode.more > 0)
        input.capture.patterns = {"*.pattern", "*.k", "*.v", "logits"};
    else if (mode.name != "full")
        input.capture.patterns = {"*.pattern", "logits"};
    return input;
}

TracePtr runOrExit(const std::shared_ptr<const Model>& model, const ForwardInput& input, const EarlierRun& earlier = {})
{
    auto trace = forward(model, input, {}, earlier);
    if (!trace) {
        std::fprintf(stderr, "%s\n", trace.error().english().c_str());
        std::exit(1);
    }
    return std::move(*trace);
}

/// What is measured: a whole run, or the tokens behind those of an earlier one.
class Measured
{
public:
    Measured(std::shared_ptr<const Model> model, int tokens, const Mode& mode, int threads)
        : m_model(std::move(model))
        , m_input(inputOf(tokens, mode, threads))
    {
        if (mode.more == 0 || tokens <= mode.more)
            return;
        m_earlier.rows = tokens - mode.more;
        m_earlier.trace = runOrExit(m_model, inputOf(tokens - mode.more, mode, threads));
    }

    void run()
    {
        // Other tokens each time: none of them has been run just before.
        for (auto i = static_cast<std::size_t>(m_earlier.rows); i < m_input.source.tokens.size(); ++i)
            m_input.source.tokens[i].id = (m_input.source.tokens[i].id + 1) % bench::vocabulary;
        auto trace = runOrExit(m_model, m_input, m_earlier);
        benchmark::DoNotOptimize(trace);
        if (trace->rowsTaken() != m_earlier.rows) {
            std::fprintf(stderr, "%td rows were taken over instead of %td\n", trace->rowsTaken(), m_earlier.rows);
            std::exit(1);
        }
    }

private:
    std::shared_ptr<const Model> m_model;
    ForwardInput m_input;
    EarlierRun m_earlier{.shelf = std::make_shared<TraceShelf>()};
};

double now(bool isProcessorTime)
{
    timespec time{};
    clock_gettime(isProcessorTime ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec); // ns
}

/// How long this thread was ready to run but did not, in ns.
double waited()
{
    double ran = 0.0;
    double waiting = 0.0;
    std::ifstream("/proc/thread-self/schedstat") >> ran >> waiting;
    return waiting;
}

void measure(const std::shared_ptr<const Model>& model, const char* name, int threads, const Mode& mode, int tokens,
             double budget)
{
    const bool isProcessorTime = threads == 1; // robust where the machine is shared
    Measured measured(model, tokens, mode, threads);
    measured.run();
    std::vector<double> times;
    const double waitedBefore = waited();
    const double start = now(isProcessorTime);
    while (now(isProcessorTime) - start < budget || times.size() < 3) {
        const double begin = now(isProcessorTime);
        measured.run();
        times.push_back(now(isProcessorTime) - begin);
    }
    const double share = (waited() - waitedBefore) / (now(isProcessorTime) - start);
    std::sort(times.begin(), times.end());
    std::printf("%s %d %s %d %.0f %.0f %.2f\n", name, threads, mode.name.c_str(), tokens, times.front(), times[times.size() / 2],
                share);
    std::fflush(stdout);
}

void gpt2Small(benchmark::State& state, const char* mode)
{
    static const std::shared_ptr<const Model> model = bench::gpt2SmallOrExit();
    Measured measured(model, static_cast<int>(state.range(0)), modeOf(mode), 0);
    for (auto _ : state)
        measured.run();
}
BENCHMARK_CAPTURE(gpt2Small, patterns, "last")->Arg(16)->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gpt2Small, everything, "full")->Arg(16)->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gpt2Small, oneTokenMore, "inc1")->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(gpt2Small, eightTokensMore, "inc8")->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    if (argc >= 5 && argv[1][0] != '-') {
        const auto model = bench::gpt2SmallOrExit();
        std::istringstream counts(argv[4]);
        for (std::string count; std::getline(counts, count, ',');)
            measure(model, argv[1], std::atoi(argv[2]), modeOf(argv[3]), std::atoi(count.c_str()), (argc > 5 ? std::atof(argv[5]) : 200.0) * 1e6);
        return 0;
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
