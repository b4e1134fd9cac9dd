#pragma once

#include "ui/figure/derived.h"
#include "ui/figure/figure.h"

namespace hl::ui {

// The pages of the Metrics picture that are about several heads or tokens at once.

/// Rollout or flow, token by token, of the stack that the place is in.
[[nodiscard]] QSizeF rolloutSize(const Scene& scene);
void paintRollout(Ink& ink, const QRectF& room, const Scene& scene);

void paintHeadMap(Ink& ink, const QRectF& room, const Scene& scene);
void paintQueryKeys(Ink& ink, const QRectF& room, const Scene& scene);

[[nodiscard]] std::vector<NumberTable> rolloutNumbers(const Scene& scene);
[[nodiscard]] std::vector<NumberTable> headMapNumbers(const Scene& scene);
[[nodiscard]] std::vector<NumberTable> queryKeyNumbers(const Scene& scene);

} // namespace hl::ui
