#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace hl {

/// Whether to go on with what takes long, and whom to tell how far it is.
struct Watch
{
    std::stop_token stop{};
    std::function<void(std::uint64_t bytesDone)> progress{}; ///< called from any thread, from one at a time
};

/// The error of those who stopped because a watch told them so.
[[nodiscard]] inline tl::unexpected<Error> failStopped()
{
    return fail(ErrorCode::Cancelled, HL_NOOP("core", "Loading was stopped."));
}

} // namespace hl
