#include "core/family_folders.h"

#include <nlohmann/json.hpp>

namespace familyFolders {

namespace {

constexpr std::int64_t d = 8;

void linear(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out, bool hasBias = true)
{
    made.add(name + ".weight", {out, in});
    if (hasBias)
        made.add(name + ".bias", {out});
}

void norm(ModelFolder& made, const std::string& name)
{
    made.add(name + ".weight", {d});
    made.add(name + ".bias", {d});
}

/// The blocks of BART and its kin: one in the encoder, two in the decoder.
void stacks(ModelFolder& made, bool hasKeyBias)
{
    for (const std::string side : {"encoder", "decoder"}) {
        const bool isDecoder = side == "decoder";
        for (int layer = 0; layer < (isDecoder ? 2 : 1); ++layer) {
            const std::string name = "model." + side + ".layers." + std::to_string(layer) + ".";
            for (const char* part : {"self_attn", "encoder_attn"}) {
                if (!isDecoder && std::string(part) == "encoder_attn")
                    continue;
                linear(made, name + part + ".q_proj", d, d);
                linear(made, name + part + ".k_proj", d, d, hasKeyBias);
                linear(made, name + part + ".v_proj", d, d);
                linear(made, name + part + ".out_proj", d, d);
                norm(made, name + part + "_layer_norm");
            }
            const std::int64_t wide = isDecoder ? 10 : 12;
            linear(made, name + "fc1", d, wide);
            linear(made, name + "fc2", wide, d);
            norm(made, name + "final_layer_norm");
        }
    }
}

nlohmann::json sizes(const std::string& family, const std::string& architecture)
{
    return {{"model_type", family}, {"architectures", {architecture}}, {"d_model", d}, {"vocab_size", 11},
            {"encoder_layers", 1}, {"decoder_layers", 2}, {"encoder_attention_heads", 2}, {"decoder_attention_heads", 4},
            {"encoder_ffn_dim", 12}, {"decoder_ffn_dim", 10}, {"max_position_embeddings", 6},
            {"decoder_start_token_id", 3}, {"eos_token_id", 2}};
}

} // namespace

ModelFolder t5(bool isGated)
{
    ModelFolder made;
    made.config = {{"model_type", "t5"}, {"architectures", {"T5ForConditionalGeneration"}}, {"d_model", d}, {"d_kv", 3},
                   {"d_ff", 12}, {"num_layers", 1}, {"num_decoder_layers", 2}, {"num_heads", 2}, {"vocab_size", 11},
                   {"relative_attention_num_buckets", 4}, {"relative_attention_max_distance", 6},
                   {"feed_forward_proj", isGated ? "gated-gelu" : "relu"}, {"tie_word_embeddings", !isGated},
                   {"decoder_start_token_id", 0}, {"eos_token_id", 1}};
    made.add("shared.weight", {11, d});
    for (const std::string side : {"encoder", "decoder"}) {
        const bool isDecoder = side == "decoder";
        for (int layer = 0; layer < (isDecoder ? 2 : 1); ++layer) {
            const std::string name = side + ".block." + std::to_string(layer) + ".layer.";
            int part = 0;
            for (const char* attention : {"SelfAttention", "EncDecAttention"}) {
                if (part == 1 && !isDecoder)
                    break;
                const std::string here = name + std::to_string(part++) + ".";
                for (const char* projection : {"q", "k", "v"})
                    linear(made, here + attention + "." + projection, d, 6, false);
                linear(made, here + attention + ".o", 6, d, false);
                if (layer == 0 && part == 1)
                    made.add(here + attention + ".relative_attention_bias.weight", {4, 2});
                made.add(here + "layer_norm.weight", {d});
            }
            const std::string mlp = name + std::to_string(part) + ".";
            for (const char* in : isGated ? std::vector<const char*>{"wi_0", "wi_1"} : std::vector<const char*>{"wi"})
                linear(made, mlp + "DenseReluDense." + in, d, 12, false);
            linear(made, mlp + "DenseReluDense.wo", 12, d, false);
            made.add(mlp + "layer_norm.weight", {d});
        }
        made.add(side + ".final_layer_norm.weight", {d});
    }
    if (isGated)
        made.add("lm_head.weight", {11, d});
    return made;
}

ModelFolder bart(const std::string& family)
{
    const bool isMultilingual = family == "mbart";
    ModelFolder made;
    made.config = sizes(family, isMultilingual ? "MBartForConditionalGeneration" : "BartForConditionalGeneration");
    made.config["scale_embedding"] = isMultilingual;
    made.add("model.shared.weight", {11, d});
    made.add("final_logits_bias", {1, 11});
    for (const std::string side : {"encoder", "decoder"}) {
        made.add("model." + side + ".embed_positions.weight", {8, d});
        norm(made, "model." + side + ".layernorm_embedding");
        if (isMultilingual)
            norm(made, "model." + side + ".layer_norm");
    }
    stacks(made, true);
    return made;
}

ModelFolder marian(bool isShared)
{
    ModelFolder made;
    made.config = sizes("marian", "MarianMTModel");
    made.config["activation_function"] = "swish";
    made.config["scale_embedding"] = true;
    if (isShared) {
        made.add("model.shared.weight", {11, d});
    } else {
        made.config["share_encoder_decoder_embeddings"] = false;
        made.config["decoder_vocab_size"] = 9;
        made.add("model.encoder.embed_tokens.weight", {11, d});
        made.add("model.decoder.embed_tokens.weight", {9, d});
    }
    made.add("final_logits_bias", {1, isShared ? 11 : 9});
    stacks(made, true);
    return made;
}

ModelFolder whisper()
{
    ModelFolder made;
    made.config = sizes("whisper", "WhisperForConditionalGeneration");
    made.config["num_mel_bins"] = 3;
    made.config["max_source_positions"] = 5;
    made.config["max_target_positions"] = 6;
    made.add("model.encoder.conv1.weight", {d, 3, 3});
    made.add("model.encoder.conv1.bias", {d});
    made.add("model.encoder.conv2.weight", {d, d, 3});
    made.add("model.encoder.conv2.bias", {d});
    made.add("model.encoder.embed_positions.weight", {5, d});
    made.add("model.decoder.embed_tokens.weight", {11, d});
    made.add("model.decoder.embed_positions.weight", {6, d});
    for (const std::string side : {"encoder", "decoder"})
        norm(made, "model." + side + ".layer_norm");
    stacks(made, false);
    return made;
}

ModelFolder vision(const std::string& family)
{
    const bool isTaught = family == "deit";
    ModelFolder made;
    made.config = {{"model_type", family},
                   {"architectures", {isTaught ? "DeiTForImageClassificationWithTeacher" : "ViTForImageClassification"}},
                   {"hidden_size", d}, {"num_attention_heads", 2}, {"num_hidden_layers", 2}, {"intermediate_size", 12},
                   {"image_size", 4}, {"patch_size", 2}, {"num_channels", 3},
                   {"id2label", {{"0", "cat"}, {"1", "dog"}, {"2", "ant"}}}};
    const std::string root = family + ".";
    made.add(root + "embeddings.cls_token", {1, 1, d});
    if (isTaught)
        made.add(root + "embeddings.distillation_token", {1, 1, d});
    made.add(root + "embeddings.position_embeddings", {1, isTaught ? 6 : 5, d});
    made.add(root + "embeddings.patch_embeddings.projection.weight", {d, 3, 2, 2});
    made.add(root + "embeddings.patch_embeddings.projection.bias", {d});
    for (int layer = 0; layer < 2; ++layer) {
        const std::string name = root + "encoder.layer." + std::to_string(layer) + ".";
        for (const char* part : {"query", "key", "value"})
            linear(made, name + "attention.attention." + part, d, d);
        linear(made, name + "attention.output.dense", d, d);
        linear(made, name + "intermediate.dense", d, 12);
        linear(made, name + "output.dense", 12, d);
        norm(made, name + "layernorm_before");
        norm(made, name + "layernorm_after");
    }
    norm(made, root + "layernorm");
    if (isTaught) {
        linear(made, "cls_classifier", d, 3);
        linear(made, "distillation_classifier", d, 3);
    } else {
        linear(made, "classifier", d, 3);
    }
    return made;
}

} // namespace familyFolders
