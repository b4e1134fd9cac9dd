#include "app/commands/command.h"

namespace hl {

std::vector<Command> windowCommands()
{
    return {};
}

} // namespace hl
