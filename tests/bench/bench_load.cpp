// From a folder in the page cache to a model that can run: GPT-2 small's shape, float32, 497 MB.
#include "bench_model.h"

#include "core/model/load.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

using namespace hl;

/// The folder of a model of this size, written once; HEADLIGHT_BENCH_FOLDER names another one.
std::filesystem::path folder()
{
    if (const char* given = std::getenv("HEADLIGHT_BENCH_FOLDER"))
        return given;
    const std::filesystem::path path = std::filesystem::temp_directory_path() / "headlight-bench-gpt2-small";
    if (!std::filesystem::exists(path / "model.safetensors"))
        bench::writeGpt2FolderOrExit(path);
    return path;
}

void folderToModel(benchmark::State& state)
{
    const std::filesystem::path path = folder();
    for (auto _ : state) {
        auto model = loadModel(path);
        if (!model) {
            std::fprintf(stderr, "%s\n", model.error().english().c_str());
            std::exit(1);
        }
        benchmark::DoNotOptimize(*model);
    }
}
BENCHMARK(folderToModel)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
