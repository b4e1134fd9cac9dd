#pragma once

#include "core/model/model.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// A model that is part of the program.
struct BuiltinInfo
{
    std::string_view name;   ///< what `--model` takes: "toy"
    const char* title;       ///< for people, translated in context "core"
    const char* description; ///< one or two sentences, translated in context "core"
    std::string_view sample; ///< a text that shows what it is about
};

[[nodiscard]] std::span<const BuiltinInfo> builtinModels();
/// Made once and shared; null for an unknown name.
[[nodiscard]] std::shared_ptr<const Model> builtinModel(std::string_view name);

} // namespace hl
