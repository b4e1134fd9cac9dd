#pragma once

#include "core/base/error.h"
#include "ui/figure/figure.h"

#include <QString>

namespace hl::ui {

/// False for a picture of nothing: a panel of sounds beside a model of texts.
[[nodiscard]] bool hasNumbers(const Figure& figure, const Scene& scene);

/// The numbers behind a picture as text with tabs, which spreadsheets take: per step its name, the column names, and a
/// line per row. Every number has as many digits as bring back its exact value. Empty if there are none.
[[nodiscard]] QString valuesAsText(const Figure& figure, const Scene& scene);

/// The same numbers as a file: .csv, .npz or .json by the path's ending.
[[nodiscard]] Result<void> saveNumbers(const Figure& figure, const Scene& scene, const QString& path);

} // namespace hl::ui
