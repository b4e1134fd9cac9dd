#pragma once

#include "core/base/error.h"

#include <new>

namespace hl {

/// What `work` gives, a Result; where memory runs out on the way, a sentence that says so.
template <class Work>
auto orOutOfMemory(const Work& work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "There is not enough memory for this text; shorten it or close other programs."));
    }
}

} // namespace hl
