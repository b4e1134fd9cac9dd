#include "app/commands/commands.h"

#include "app/commands/command.h"
#include "core/base/shown.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>

namespace hl {

namespace {

std::vector<Command> commands()
{
    std::vector<Command> list = windowCommands();
    for (const Command& command : {traceCommand(), explainCommand(), tokenizeCommand(), generateCommand(), stepsCommand(),
                                   infoCommand(), modelsCommand(), analyzeCommand(), checkCommand()})
        list.push_back(command);
    return list;
}

bool isHelp(std::string_view word)
{
    return word == "-h" || word == "--help" || word == "help";
}

std::string padded(std::string_view text, std::size_t width)
{
    std::string out(text);
    out.resize(std::max(out.size() + 2, width), ' ');
    return out;
}

std::string helpOf(const Command& command)
{
    std::string out = "headlight " + std::string(command.name) + " " + std::string(command.usage) + "\n\n"
                      + std::string(command.summary) + "\n\n";
    for (const OptionInfo& option : command.options) {
        const std::string name = std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value);
        out += "  " + padded(name, 24) + std::string(option.help) + "\n";
    }
    return out + "  " + padded("-h, --help", 24) + "this text\n";
}

std::string helpOfAll()
{
    std::string out = "Shows, with real numbers, how attention works in a transformer.\n\n";
    for (const Command& command : commands())
        out += "  headlight " + padded(command.name, 10) + std::string(command.summary) + "\n";
    return out + "\n`headlight COMMAND -h` tells a command's options.\n"
                 "Exit codes: 0 ok, 1 the input is wrong, 2 wrong usage.\n";
}

void say(std::string_view sentence)
{
    std::fprintf(stderr, "headlight: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

/// Writes all of it. A reader that has seen enough (`| head`) is no failure; a full disk is.
int print(std::string_view text)
{
    const bool isWritten = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (isWritten || errno == EPIPE)
        return 0;
    const int error = errno;
    say(error == ENOSPC ? std::string("The output could not be written because the disk is full: make room and try again.")
                        : std::string("The output could not be written (") + std::strerror(error)
                              + "): check where it goes.");
    return 1;
}

int fail(const Failure& failure)
{
    say(failure.sentence);
    return failure.exitCode;
}

int run(const Command& command, std::span<const std::string> args)
{
    if (std::any_of(args.begin(), args.end(), [](const auto& arg) { return arg == "-h" || arg == "--help"; }))
        return print(helpOf(command));
    const auto options = Options::parse(command.options, args);
    if (!options)
        return fail(Failure(options.error()));
    if (const auto missing = options->missing(command.options))
        return fail(Failure(UsageError{std::string(*missing) + " is missing; usage: headlight " + std::string(command.name)
                                       + " " + std::string(command.usage)}));
    try {
        const Outcome outcome = command.run(*options);
        if (!outcome)
            return fail(outcome.error());
        for (const std::string& note : outcome->notes)
            say(note);
        const int printed = print(outcome->text);
        return printed != 0 ? printed : outcome->exitCode;
    } catch (const std::bad_alloc&) {
        say("There is not enough memory for this: shorten the text or keep fewer steps.");
        return 1;
    }
}

} // namespace

bool isCommand(std::string_view word)
{
    const auto list = commands();
    return isHelp(word) || word == "--version" || word == "render"
           || std::any_of(list.begin(), list.end(), [&](const Command& command) { return command.name == word; });
}

int runCommand(std::span<const std::string> args)
{
    // A reader that closes the pipe gives EPIPE, which print() knows.
    std::signal(SIGPIPE, SIG_IGN);
    if (args.empty()) {
        std::fputs(helpOfAll().c_str(), stderr);
        return 2;
    }
    const std::string& name = args[0];
    if (isHelp(name))
        return print(helpOfAll());
    if (name == "--version")
        return print("headlight " HEADLIGHT_VERSION "\n");
    const auto list = commands();
    const auto found = std::find_if(list.begin(), list.end(), [&](const Command& command) { return command.name == name; });
    if (found != list.end())
        return run(*found, args.subspan(1));
    if (name == "render") {
        say("`render` is part of `headlight`, the program with the window; it needs no display: headlight render -h");
        return 2;
    }
    std::vector<std::string_view> names;
    for (const Command& command : list)
        names.push_back(command.name);
    const std::string near = didYouMean(name, names);
    say("There is no command \"" + shown(name) + "\"." + (near.empty() ? " `headlight -h` lists them." : near));
    return 2;
}

} // namespace hl
