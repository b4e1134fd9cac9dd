// From a changed text to its trace: what the core does for every keystroke.
// A screen shows 60 pictures a second, so text, trace and painting together have 16.7 ms.
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace {

using namespace hl;

/// Words of the toy's own sample, over and over, until the text has this many tokens.
std::string textOf(const Model& model, int tokens)
{
    std::string text;
    for (int i = 0; i < tokens; ++i)
        text += i % 2 == 0 ? "cat " : "saw ";
    if (static_cast<int>(model.tokenizer()->encode(text).size()) != tokens)
        std::abort(); // a word of the vocabulary is one token
    return text;
}

RunRequest requestOf(const char* model, int tokens)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = textOf(*request.model, tokens);
    request.capture.allLogits = false; // as the window asks for causal models
    return request;
}

/// Everything: tokenize, run, keep every step.
void textToTrace(benchmark::State& state)
{
    RunRequest request = requestOf("toy", static_cast<int>(state.range(0)));
    bool isOdd = false;
    for (auto _ : state) {
        request.text.back() = (isOdd = !isOdd) ? 's' : ' '; // a key, and its undoing
        auto trace = run(request);
        benchmark::DoNotOptimize(trace);
    }
}
BENCHMARK(textToTrace)->Arg(16)->Arg(64)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond);

/// The same with the logits of every position.
void textToTraceAllLogits(benchmark::State& state)
{
    RunRequest request = requestOf("toy", static_cast<int>(state.range(0)));
    request.capture.allLogits = true;
    for (auto _ : state) {
        auto trace = run(request);
        benchmark::DoNotOptimize(trace);
    }
}
BENCHMARK(textToTraceAllLogits)->Arg(64)->Unit(benchmark::kMillisecond);

void tokenizing(benchmark::State& state)
{
    const RunRequest request = requestOf("toy", static_cast<int>(state.range(0)));
    for (auto _ : state) {
        auto tokens = request.model->tokenizer()->encodeForModel(request.text);
        benchmark::DoNotOptimize(tokens);
    }
}
BENCHMARK(tokenizing)->Arg(64)->Unit(benchmark::kMicrosecond);

void encoderDecoder(benchmark::State& state)
{
    RunRequest request;
    request.model = builtinModel("toy-encoder-decoder");
    request.text = "I love China .";
    request.second = "我 爱 中国 。";
    for (auto _ : state) {
        auto trace = run(request);
        benchmark::DoNotOptimize(trace);
    }
}
BENCHMARK(encoderDecoder)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
