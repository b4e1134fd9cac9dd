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
/// Null for an unknown name.
[[nodiscard]] const BuiltinInfo* findBuiltin(std::string_view name);
/// Made once and shared. A damaged file of a trained model is refused in one sentence.
[[nodiscard]] Result<std::shared_ptr<const Model>> openBuiltin(const BuiltinInfo& info);
/// The same by name; null for an unknown one, and for one that cannot be opened.
[[nodiscard]] std::shared_ptr<const Model> builtinModel(std::string_view name);

} // namespace hl
