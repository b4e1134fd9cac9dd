#pragma once

#include "core/base/message.h"
#include "core/model/model_card.h"

#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// What a role does, in a few words: "The row before a verb looks at its subject". A name that is not known here (a model
/// trained elsewhere) is shown as it stands, with spaces.
[[nodiscard]] Message roleTitle(std::string_view role);
/// What a probe asks: "agreement across a distractor".
[[nodiscard]] Message probeTitle(std::string_view probe);

/// The figures behind a role, one short sentence each: the mass with both baselines, and what is lost without the head.
[[nodiscard]] std::vector<Message> roleEvidence(const HeadRole& role);
/// A drop of accuracy within this is no loss.
inline constexpr double negligibleDrop = 0.02;

/// "found by itself", "found by itself, sharpened", "taught".
[[nodiscard]] Message originTitle(std::string_view origin);

} // namespace hl
