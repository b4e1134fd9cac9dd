#include "core/base/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace hl {

void yieldToOthers() noexcept
{
    constexpr int niceness = 10; // a tenth of what another gets
    // On Linux a priority is a thread's own, though POSIX has it be the process's.
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

} // namespace hl
