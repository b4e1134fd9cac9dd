#pragma once

#include "app/commands/options.h"
#include "core/base/error.h"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// What a command has to say when it went well.
struct Output
{
    std::string text;               ///< for stdout
    std::vector<std::string> notes; ///< for stderr, one line each
    int exitCode = 0; ///< 1: the answer is that what was given is not right
};

/// Why it did not: one sentence, and the exit code 1 (the input is wrong) or 2 (wrong usage).
struct Failure
{
    int exitCode = 1;
    std::string sentence;

    Failure(const Error& error)
        : sentence(error.english())
    {}
    Failure(const UsageError& error)
        : exitCode(2)
        , sentence(error.sentence)
    {}
};

using Outcome = tl::expected<Output, Failure>;

/// One command of `headlight` and `headlight-cli`.
struct Command
{
    std::string_view name;
    std::string_view summary; ///< one line for the list of commands
    std::string_view usage;   ///< its arguments on one line, after the name
    std::span<const OptionInfo> options;
    Outcome (*run)(const Options&);
};

/// The commands, in the order of the help. Those of the window are there only in `headlight`.
[[nodiscard]] Command traceCommand();
[[nodiscard]] Command explainCommand();
[[nodiscard]] Command tokenizeCommand();
[[nodiscard]] Command generateCommand();
[[nodiscard]] Command stepsCommand();
[[nodiscard]] Command infoCommand();
[[nodiscard]] Command modelsCommand();
[[nodiscard]] Command analyzeCommand();
[[nodiscard]] Command checkCommand();
/// Linked in from render.cpp or, without a window, from no_window.cpp.
[[nodiscard]] std::vector<Command> windowCommands();

/// `return misuse("--text and --inputs exclude each other.");`
[[nodiscard]] inline tl::unexpected<Failure> misuse(std::string sentence)
{
    return tl::unexpected(Failure(UsageError{std::move(sentence)}));
}

template <class T>
[[nodiscard]] tl::unexpected<Failure> failure(const Result<T>& result)
{
    return tl::unexpected(Failure(result.error()));
}

} // namespace hl
