#pragma once

namespace hl {

/// For a thread that works ahead: from now on it takes what processor time the others leave, so that what somebody waits for
/// (a picture, a run) is not slower beside it. There is no way back without rights. A refusal costs speed only.
void yieldToOthers() noexcept;

} // namespace hl
