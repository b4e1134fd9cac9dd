#pragma once

/// Milliseconds a test may wait where a person would notice more; a sanitizer makes everything many times slower.
constexpr int timeAllowed(int milliseconds)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 20 * milliseconds;
#else
    return milliseconds;
#endif
}
