#pragma once

#include "core/base/config_reader.h"
#include "core/model/front_end.h"

namespace hl {

/// Takes what preprocessor_config.json says of scaling, cropping and normalising over into `image`; keys that are absent
/// keep what the model's family has. Both forms are read: "size": 224 and "size": {"height": 224, "width": 224}.
[[nodiscard]] Result<void> readPreparation(const ConfigReader& config, ImageSpec& image);

} // namespace hl
