#pragma once

#include "core/model_folder.h"

/// Tiny folders in the layout of the families with two stacks or with pictures, d_model 8, to be opened whole or damaged first.
namespace familyFolders {

[[nodiscard]] ModelFolder t5(bool isGated);
/// "bart" or "mbart".
[[nodiscard]] ModelFolder bart(const std::string& family);
[[nodiscard]] ModelFolder marian(bool isShared);
[[nodiscard]] ModelFolder whisper();
/// "vit" or "deit".
[[nodiscard]] ModelFolder vision(const std::string& family);

} // namespace familyFolders
