#pragma once

#include "ui/figure/scene.h"

#include <QVariant>

#include <functional>
#include <span>

namespace hl::ui {

/// One of the picture's options by name, for files.
struct OptionField
{
    const char* key;          ///< "colorMap"
    bool isRemembered = true; ///< also between starts; else only in a session's file
    /// A text, a number or a truth.
    std::function<QVariant(const PictureOptions&)> get;
    /// Takes what get() gave, or the same as text. False, and nothing is changed, where that is no value of this option.
    std::function<bool(PictureOptions&, const QVariant&)> set;
};

/// One row for every option.
[[nodiscard]] std::span<const OptionField> optionFields();

} // namespace hl::ui
