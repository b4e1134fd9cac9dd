#pragma once

#include "core/model/builtin.h"

#include <vector>

/// The built-in models that read text; the model of pictures has tests of its own.
inline std::vector<hl::BuiltinInfo> builtinModelsOfText()
{
    std::vector<hl::BuiltinInfo> models;
    for (const hl::BuiltinInfo& info : hl::builtinModels()) {
        const auto model = hl::builtinModel(info.name);
        if (model && !model->spec().image && !model->spec().audio)
            models.push_back(info);
    }
    return models;
}
