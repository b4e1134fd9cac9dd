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
    std::uint64_t bytesRead = 0; ///< of the weights' files
    std::uint64_t bytesTotal = 0;
};

/// How a model may be opened.
struct LoadChoices
{
    bool mayTakeMuch = true;  ///< else one that takes more than 40 % of the free memory is refused with ErrorCode::NeedsMemory
    bool keepsNarrow = false; ///< weights stored in 16 bits stay so, even where they could be float32
};

/// Opens a model folder: config.json, the weights in one file or several and, where present, the tokenizer's files. The
/// families of families.cpp in their Hugging Face layout, and Headlight's own (model_type "headlight"). Every refusal is
/// one sentence that names the file, the key or the tensor and what to do. `progress` is called from any thread, from one at
/// a time. Weights stored in 16 bits become float32, which is faster, unless that takes more than 40 % of the free memory.
[[nodiscard]] Result<std::shared_ptr<const Model>>
loadModel(const std::filesystem::path& folder, std::stop_token stop = {},
          const std::function<void(LoadProgress)>& progress = {}, const LoadChoices& choices = {});

} // namespace hl
