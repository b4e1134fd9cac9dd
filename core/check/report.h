#pragma once

#include "core/check/check.h"

#include <string>
#include <vector>

namespace hl {

/// The report in sentences, the verdict first.
[[nodiscard]] std::vector<Message> sentencesOf(const CheckReport& report);
/// The same for scripts: {"verdict": "equal" | "mistake" | "differs" | "nothing", "fits": [...], "arrays": [...], ...}.
[[nodiscard]] std::string jsonOf(const CheckReport& report);
/// "equal", "mistake", "differs", "nothing".
[[nodiscard]] const char* nameOf(Verdict verdict);

} // namespace hl
