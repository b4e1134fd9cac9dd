#pragma once

#include "core/model_folder.h"

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

/// XLNet's two streams a second time, for tests alone: plain loops over float64, written from the published
/// formulas (Yang et al. 2019, and transformers 4.44's XLNetModel.forward) and from the tensors as a folder
/// holds them, sharing no line with the core.
namespace xlnetOracle {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

struct Shape
{
    int d = 12;
    int heads = 3;
    int dHead = 4;
    int dInner = 20;
    int layers = 3;
    int vocabulary = 17;
    int clamp = -1; ///< clamp_len
    bool isUni = false;
    bool hasHead = true;
};

/// What is asked of the model. Empty: not given.
struct Question
{
    std::vector<int> ids;
    std::vector<int> segments;
    std::vector<int> allowed;           ///< attention_mask
    std::vector<std::vector<int>> perm; ///< perm_mask [n, n]
    std::vector<int> targets;           ///< places of the ones in target_mapping [m, n]
};

/// A folder of random weights of a size at which attention is neither flat nor a single key.
[[nodiscard]] ModelFolder folder(const Shape& shape, std::mt19937& random);

/// Writes a tokenizer to a folder: the words the, dog, sat, on, a, mat, cat, here, now, and <mask>.
void writeTokenizer(const std::filesystem::path& folder);

/// Every step of both streams by its public name, as it must come out.
[[nodiscard]] std::map<std::string, Rows> run(const ModelFolder& folder, const Shape& shape,
                                              const Question& question);

} // namespace xlnetOracle
