#pragma once

#include "core/model/model.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace hl {

struct LoadProgress
{
    std::uint64_t bytesRead = 0;
    std::uint64_t bytesTotal = 0;
};

/// Opens a model folder: config.json, the weights in one file or several and, where present, the tokenizer's files. The
/// families of families.cpp in their Hugging Face layout, and Headlight's own (model_type "headlight"). Every refusal is
/// one sentence that names the file, the key or the tensor and what to do.
[[nodiscard]] Result<std::shared_ptr<const Model>>
loadModel(const std::filesystem::path& folder, std::stop_token stop = {},
          const std::function<void(LoadProgress)>& progress = {});

/// A built-in name or a folder, as `--model` takes it. An unknown one names the built-in models.
[[nodiscard]] Result<std::shared_ptr<const Model>> findModel(const std::string& nameOrFolder);

} // namespace hl
