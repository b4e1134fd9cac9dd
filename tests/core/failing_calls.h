#pragma once

#include <string>

/// Calls of the system and requests for memory that can be made to fail: this program's own functions of their names stand
/// before those of the system.
namespace failing {

enum class Call { Open, Read, Write, Fsync, Rename, Link, Memory };

struct Plan
{
    Call call = Call::Memory;
    long at = 0;         ///< which of these calls, counted from 0 after arm()
    int error = 0;       ///< errno; 0: a read or write of only one byte
    bool isAlways = false; ///< this one and all later ones
};

/// From now on, in every thread, calls are counted and fail as planned.
void arm(const Plan& plan);
/// The calls planned for were counted up to now; nothing fails any more.
long disarm();

/// False where requests for memory cannot be replaced.
[[nodiscard]] bool canFailMemory();

} // namespace failing
