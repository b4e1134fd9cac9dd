#pragma once

#include "core/analysis/compare.h"
#include "ui/figure/scene.h"

#include <QString>

#include <optional>

/// A number that a figure derives from several cells, computed again from its name alone; nothing for a name that is
/// not known here, so that a figure cannot invent numbers.
[[nodiscard]] std::optional<double> derivedAgain(const QString& name, const hl::ui::Scene& scene,
                                                 const hl::Comparison* comparison = nullptr);
