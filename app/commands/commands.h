#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hl {

/// True for a command's name, for help and version options, and for words that were meant as a command but are not one
/// here; false for nothing and for what may be a model's folder or a session.
[[nodiscard]] bool isCommand(std::string_view word);

/// Runs `args` (the command's name first) and gives the exit code: 0 ok, 1 the input is wrong, 2 wrong usage.
[[nodiscard]] int runCommand(std::span<const std::string> args);

} // namespace hl
