#pragma once

#include <string>

namespace hl {

/// Writes pictures of the window and of each view into a folder: light and dark, English and Chinese. Needs no display.
/// Gives the exit code.
int writeScreenshots(const std::string& folder);

} // namespace hl
