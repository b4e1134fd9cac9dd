// GPT-Neo (Black et al. 2021): GPT-2 with unscaled scores and, in turn, layers that see the whole text and layers that see
// a window of it.
#include "core/model/families/class_head.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

namespace hl {

namespace {

tl::unexpected<Error> failLayers(const ConfigReader& config, const char* key)
{
    return fail(ErrorCode::BadConfig,
                HL_NOOP("core", "%1: \"%2\" must say \"global\" or \"local\" for each layer."), {config.what(), key});
}

/// "attention_layers": ["global", "local", ...], or the same in short, "attention_types": [[["global", "local"], 12]].
Result<std::vector<bool>> localLayers(const ConfigReader& config, int layers)
{
    std::vector<bool> local;
    const auto add = [&](const nlohmann::json& names) {
        if (!names.is_array())
            return false;
        for (const auto& name : names) {
            if (name != "global" && name != "local")
                return false;
            local.push_back(name == "local");
        }
        return true;
    };
    const char* key = config.has("attention_layers") ? "attention_layers" : "attention_types";
    if (config.has("attention_layers")) {
        if (!add(config.raw().at("attention_layers")))
            return failLayers(config, key);
    } else if (config.has("attention_types")) {
        const auto& groups = config.raw().at("attention_types");
        if (!groups.is_array())
            return failLayers(config, key);
        for (const auto& group : groups) {
            if (!group.is_array() || group.size() != 2 || !group[1].is_number_unsigned() || group[1] > limits::layers)
                return failLayers(config, key);
            for (unsigned i = 0; i < group[1].get<unsigned>(); ++i) {
                if (!add(group[0]) || local.size() > limits::layers)
                    return failLayers(config, key);
            }
        }
    } else {
        for (int layer = 0; layer < layers; ++layer)
            local.push_back(layer % 2 == 1);
    }
    if (static_cast<int>(local.size()) != layers)
        return failLayers(config, key);
    return local;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "gpt_neo";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    stack.attention.heads = read.integer("num_heads", 1, limits::heads);
    stack.layers = read.integer("num_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_heads", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.mlp.dMlp = read.integerOr("intermediate_size", 1, 16 * limits::hidden, 4 * std::int64_t{spec.dModel});
    stack.mlp.activation = read.activation("activation_function", "gelu_new");
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = read.integerOr("max_position_embeddings", 1, limits::tableRows, 2048);
    const int window = read.integerOr("window_size", 1, limits::tableRows, 256);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    const auto local = localLayers(config, stack.layers);
    if (!local)
        return tl::unexpected(local.error());
    for (const bool isLocal : *local)
        stack.attention.windows.push_back(isLocal ? window : 0);
    if (auto ok = describeCausalHead(config, {"GPTNeo", {"GPTNeoForCausalLM"}}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "wte.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "wte.weight", spec.vocabulary, d);
    read.matrix(weights.decoder.positions, "wpe.weight", stack.positions.tableRows(), d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "h." + std::to_string(layer);
        read.norm(block.ln1, name + ".ln_1", d);
        read.linear(block.attention.q, name + ".attn.attention.q_proj", d, d, Bias::No);
        read.linear(block.attention.k, name + ".attn.attention.k_proj", d, d, Bias::No);
        read.linear(block.attention.v, name + ".attn.attention.v_proj", d, d, Bias::No);
        read.linear(block.attention.o, name + ".attn.attention.out_proj", d, d);
        read.norm(block.ln2, name + ".ln_2", d);
        read.linear(block.mlpIn, name + ".mlp.c_fc", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.c_proj", stack.mlp.dMlp, d);
    }
    read.norm(weights.decoder.finalNorm, "ln_f", d);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
    return read.finish(std::move(weights));
}

} // namespace

const Family& gptNeoFamily()
{
    static const Family family{"gpt_neo", describe, map, {".attention.bias", ".attention.masked_bias", "lm_head.weight"}};
    return family;
}

} // namespace hl
