#pragma once

#include "core/model/model.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hl {

/// One line of a model's card: what it is about, and what there is to say, to be joined by commas.
struct ModelFact
{
    Message label;
    std::vector<Message> value;
};

/// What a model is: name, family, sizes, parameters, memory, tokenizer. The window's card and `headlight info` show these.
[[nodiscard]] std::vector<ModelFact> factsOf(const Model& model);
/// The same in English, joined.
[[nodiscard]] std::string english(const std::vector<Message>& value);

/// A model's weights in memory, bytes.
[[nodiscard]] std::uint64_t weightBytes(const Model& model);
/// "12.5 MiB", "640 KiB", "1.2 GiB".
[[nodiscard]] std::string bytesText(std::uint64_t bytes);
/// "[50257, 768]", "[768]".
[[nodiscard]] std::string shapeText(const Tensor& tensor);

/// Under which licence a folder's model is: the licence file with its first line, or what the head of README.md says;
/// nothing where neither does.
[[nodiscard]] std::optional<ModelFact> licenceOf(const std::filesystem::path& folder);

} // namespace hl
