#pragma once

#include <string>

namespace hl {

/// Numbers as text, the same in every locale: '.' always, "nan", "inf" and "-inf" spelled so, "-0" kept.

/// The shortest text that reads back as the same number.
[[nodiscard]] std::string formatNumber(double value);
[[nodiscard]] std::string formatNumber(float value);

/// At most this many significant digits (1 to 17), without trailing zeros: 0.1234, 12, 1.5e-07.
[[nodiscard]] std::string formatNumber(double value, int significantDigits);

/// A share in percent, without the sign: "62.3", below one percent "0.04".
[[nodiscard]] std::string formatPercent(double share);

} // namespace hl
