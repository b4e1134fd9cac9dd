#pragma once

#include "core/base/config_reader.h"
#include "core/model/model.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace hl {

/// Version of Headlight's own model folder: config.json, model.safetensors, words.txt.
///
/// A model of pictures says "image_size" and "patch_size" (pixels; one number, or [height, width]), "channels" (1 or 3),
/// and "classes", the list of their names, beside "d_model" and "encoder"; it has no "vocab_size" and no words.txt.
/// "image_mean" and "image_std" (one number a channel) normalise brightness 0 ... 1; "class_token" false leaves the class
/// token out, "distillation_token" true puts a second one behind it. Its tensors, beside those of the blocks:
/// embed.patch.weight [channels · patch · patch, d_model] (channel by channel, row by row), embed.patch.bias,
/// embed.class [d_model], embed.distillation [d_model], embed.position.weight [1 + patches, d_model],
/// unembed.weight [classes, d_model], unembed.bias [classes], unembed.distillation.weight and .bias.
///
/// Choices that few models make are said only where they are made: own_fields.h names them all. A stack has the objects "relative",
/// "convolution" and "groups" for relative positions, the convolution behind its first block, and words in groups. Their tensors are
/// embed.project, embed.relative, embed.relative.norm, embed.groups.N.weight [words, features] and
/// embed.groups.N.projection.weight [d_model, features], unembed.groups.N.weight where the head has tables of its own,
/// unembed.clusters, embed.start (of a query stream), conv.N (one a group) and conv.norm, choice, and below each attention q_norm,
/// k_norm, position_k, position_q, distances, content_bias, position_bias, segment_bias and segments.
inline constexpr int ownFormatVersion = 1;

/// Names of choices in config.json, in the order of their enums.
namespace ownNames {
[[nodiscard]] std::vector<std::string_view> positions();
[[nodiscard]] std::vector<std::string_view> norms();
[[nodiscard]] std::vector<std::string_view> placements();
[[nodiscard]] std::vector<std::string_view> activations();
[[nodiscard]] std::vector<std::string_view> heads();
} // namespace ownNames

/// Writes a model with a word tokenizer, or a model of pictures, as a folder that loadModel() opens: the same weights, bit by bit.
[[nodiscard]] Result<void> saveModel(const Model& model, const std::filesystem::path& folder);

/// The word tokenizer that such a folder describes: the text of words.txt (one piece a line, the line number is the id) and
/// the "tokenizer" object of config.json.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> wordTokenizer(std::string_view words, const ConfigReader& config);
/// The same from the folder's files; null where there is no words.txt.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> loadWordTokenizer(const std::filesystem::path& folder);

} // namespace hl
