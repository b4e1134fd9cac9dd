#pragma once

#include "core/model/families/class_head.h"
#include "core/model/families/weight_reader.h"

namespace hl {

/// Where the descendants of LLaMA differ from it.
struct LlamaTraits
{
    const char* family = "llama";
    int kvHeadsDefault = 0; ///< where the configuration does not say; 0: as many as query heads
    int headDefault = 0;    ///< features of a head likewise; 0: hidden size / heads
    int longestDefault = 2048; ///< longest text in tokens likewise
    bool isTied = false; ///< likewise
    const char* activationKey = "hidden_act";
    const char* activationDefault = "silu";
};

/// Sizes, RMSNorm before each sub-layer, a gated feed-forward network, rotary positions, shared keys and values.
[[nodiscard]] Result<ModelSpec> describeLlamaLike(const ConfigReader& config, const LlamaTraits& traits);

/// Which of the linear layers have a bias.
struct LlamaBiases
{
    Bias queryKeyValue = Bias::No;
    Bias output = Bias::No;
    Bias mlp = Bias::No;
};
[[nodiscard]] Result<Weights> mapLlamaLike(const ModelSpec& spec, TensorStore& tensors, const LlamaBiases& biases);

/// Tensors in files of old that are no weights.
[[nodiscard]] std::vector<std::string_view> llamaBuffers();

} // namespace hl
