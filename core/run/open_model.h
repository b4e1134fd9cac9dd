#pragma once

#include "core/model/load.h"

namespace hl {

/// What `--model` names: a built-in model, a folder, or a file of arrays, which is opened as one attention call.
/// An unknown name is refused with the built-in ones.
[[nodiscard]] Result<std::shared_ptr<const Model>> findModel(const std::string& name, std::stop_token stop = {},
                                                             const std::function<void(LoadProgress)>& progress = {},
                                                             const LoadChoices& choices = {});

} // namespace hl
