// Runs a fuzz target without libFuzzer: every seed of a folder as it is, then changed copies until the time is over.
// Whatever was read when the program died is kept in the file fuzz-found in the current folder.

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kDefaultSeconds = 20;
constexpr unsigned kLongestRun = 20;          // seconds for one input
constexpr std::size_t kLongestInput = 1 << 16; // bytes

std::string current; // what the target is reading

#if defined(__SANITIZE_ADDRESS__) // says where the program died before it aborts
constexpr std::array ourSignals{SIGABRT, SIGALRM};
#else
constexpr std::array ourSignals{SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM};
#endif

extern "C" void keep(int signal)
{
    const int file = open("fuzz-found", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        [[maybe_unused]] const ssize_t written = write(file, current.data(), current.size());
        close(file);
    }
    std::signal(signal, SIG_DFL);
    raise(signal);
}

void run(const std::string& input)
{
    current = input;
    alarm(kLongestRun); // a hang is a finding too
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
    alarm(0);
}

std::vector<std::string> readSeeds(const std::filesystem::path& folder)
{
    std::vector<std::string> out;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        std::ifstream file(entry.path(), std::ios::binary);
        out.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    std::sort(out.begin(), out.end()); // the same order everywhere
    return out;
}

/// Changes a seed in a few places: bits, bytes, numbers, lengths, parts of other seeds.
class Mutator
{
public:
    explicit Mutator(std::uint64_t seed)
        : m_random(seed)
    {}

    std::string change(const std::vector<std::string>& seeds)
    {
        std::string out = seeds[pick(seeds.size())];
        for (std::size_t i = 1 + pick(6); i > 0; --i)
            step(out, seeds[pick(seeds.size())]);
        out.resize(std::min(out.size(), kLongestInput));
        return out;
    }

private:
    std::size_t pick(std::size_t count) { return count == 0 ? 0 : m_random() % count; }

    void step(std::string& out, const std::string& other)
    {
        static constexpr std::array<const char*, 24> words{
            "0",  "-1", "1e9", "1e400", "18446744073709551615", "4294967296", "null", "true", "\"", "[", "{", "}",
            "]",  ",",  ":",   "\\u0000", "\\ud800", "\xED\xA0\x80", "\xF4\x90\x80\x80", "▁", "<0xFF>", "(a*)*", "a|b", "é"};
        const std::size_t at = pick(out.size() + 1);
        switch (pick(8)) {
        case 0:
            if (at < out.size())
                out[at] = static_cast<char>(out[at] ^ (1 << pick(8)));
            break;
        case 1:
            if (at < out.size())
                out[at] = static_cast<char>(pick(256));
            break;
        case 2:
            out.erase(at, pick(16));
            break;
        case 3:
            out.insert(at, 1 + pick(8), static_cast<char>(pick(256)));
            break;
        case 4:
            out.insert(at, words[pick(words.size())]);
            break;
        case 5: { // a number becomes another one
            const std::size_t digit = out.find_first_of("0123456789", at);
            if (digit != std::string::npos)
                out.replace(digit, 1, words[pick(6)]);
            break;
        }
        case 6: { // a part of another seed
            const std::size_t from = pick(other.size() + 1);
            out.insert(at, other.substr(from, pick(64)));
            break;
        }
        default:
            out.resize(at);
        }
    }

    std::mt19937_64 m_random;
};

} // namespace

int main(int count, char** arguments)
{
    const std::vector<std::string> seeds = count == 2 ? readSeeds(arguments[1]) : std::vector<std::string>();
    if (seeds.empty()) {
        std::fprintf(stderr, "usage: %s FOLDER_WITH_SEEDS\n", arguments[0]);
        return 2;
    }
    for (const int signal : ourSignals)
        std::signal(signal, keep);
    for (const std::string& seed : seeds)
        run(seed);
    const char* asked = std::getenv("HEADLIGHT_FUZZ_SECONDS");
    const int seconds = asked ? std::atoi(asked) : kDefaultSeconds;
    const std::uint64_t start = std::random_device()();
    std::printf("seed %llu\n", static_cast<unsigned long long>(start));
    Mutator mutator(start);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    long runs = 0;
    for (; std::chrono::steady_clock::now() < end; ++runs)
        run(mutator.change(seeds));
    std::printf("%ld inputs, nothing found\n", runs);
    return 0;
}
