#include "app/commands/command.h"
#include "core/model/builtin.h"

#include <algorithm>

namespace hl {

namespace {

Outcome run(const Options&)
{
    std::size_t width = 0;
    for (const BuiltinInfo& info : builtinModels())
        width = std::max(width, info.name.size());
    Output out;
    for (const BuiltinInfo& info : builtinModels())
        out.text += std::string(info.name) + std::string(width + 2 - info.name.size(), ' ') + info.description + "\n";
    return out;
}

} // namespace

Command modelsCommand()
{
    return {"models", "the built-in models", "", {}, run};
}

} // namespace hl
