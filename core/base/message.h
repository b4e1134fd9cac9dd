#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// A sentence for people: a template in English and its arguments.
/// Core makes it, the window translates the template (`QCoreApplication::translate("core", source)`), and the
/// command line prints `english()`. `%1` .. `%9` stand for the arguments.
struct Message
{
    const char* source = "";
    std::vector<std::string> args;

    /// The English sentence with its arguments filled in.
    [[nodiscard]] std::string english() const;
};

/// Fills `%1` .. `%9` in `pattern` with `args`; a placeholder without argument stays as it is.
[[nodiscard]] std::string fill(std::string_view pattern, const std::vector<std::string>& args);

} // namespace hl

/// Marks a string literal for translation and is that literal (lupdate is told this name).
#define HL_NOOP(context, text) text
