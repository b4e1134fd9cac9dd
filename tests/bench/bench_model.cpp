#include "bench_model.h"

#include "core/base/big_buffer.h"
#include "core/model/safetensors.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace bench {

namespace {

using namespace hl;

/// Hands out one tensor's numbers after the other.
class Numbers
{
public:
    Numbers()
    {
        if (const char* path = std::getenv("W"))
            m_file.open(path, std::ios::binary);
    }

    MatrixOf<float> matrix(Index rows, Index cols)
    {
        MatrixOf<float> values(rows, cols);
        wantLargePages(values.data(), static_cast<std::size_t>(values.size()) * sizeof(float)); // as the reader of files does
        if (m_file.is_open()) {
            m_file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * 4));
            if (!m_file) {
                std::fprintf(stderr, "the file of weights is too short\n");
                std::exit(1);
            }
            return values;
        }
        std::uniform_real_distribution<float> uniform(-0.035F, 0.035F);
        return values.unaryExpr([&](float) { return uniform(m_random); });
    }

    Tensor tensor(Index rows, Index cols) { return {"", matrix(rows, cols)}; }

    NormWeights norm(Index size)
    {
        NormWeights norm{tensor(1, size), tensor(1, size)};
        if (!m_file.is_open())
            norm.gain = Tensor("", MatrixOf<float>(MatrixOf<float>::Ones(1, size)));
        return norm;
    }

    Linear linear(Index in, Index out)
    {
        Tensor weight = tensor(in, out);
        return {std::move(weight), tensor(1, out)};
    }

private:
    std::ifstream m_file;
    std::minstd_rand m_random{1};
};

ModelSpec specOf()
{
    ModelSpec spec;
    spec.name = "bench";
    spec.family = "gpt2";
    spec.vocabulary = vocabulary;
    spec.dModel = dModel;
    StackSpec stack;
    stack.layers = layers;
    stack.attention.heads = heads;
    stack.attention.dHead = stack.attention.dValue = dModel / heads;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dModel / heads));
    stack.mlp.dMlp = 4 * dModel;
    stack.mlp.activation = Activation::GeluTanh;
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = positions;
    spec.decoder = stack;
    spec.head.kind = HeadKind::LanguageModel;
    return spec;
}

BlockWeights blockOf(Numbers& numbers)
{
    BlockWeights block;
    block.ln1 = numbers.norm(dModel);
    const MatrixOf<float> weight = numbers.matrix(dModel, 3 * dModel);
    const MatrixOf<float> bias = numbers.matrix(1, 3 * dModel);
    const auto part = [&](int index) {
        return Linear{Tensor("", MatrixOf<float>(weight.middleCols(index * dModel, dModel))),
                      Tensor("", MatrixOf<float>(bias.middleCols(index * dModel, dModel)))};
    };
    block.attention.q = part(0);
    block.attention.k = part(1);
    block.attention.v = part(2);
    block.attention.o = numbers.linear(dModel, dModel);
    block.ln2 = numbers.norm(dModel);
    block.mlpIn = numbers.linear(dModel, 4 * dModel);
    block.mlpOut = numbers.linear(4 * dModel, dModel);
    return block;
}

} // namespace

std::shared_ptr<const Model> gpt2SmallOrExit()
{
    Numbers numbers;
    Weights weights;
    weights.sourceEmbedding = numbers.tensor(vocabulary, dModel);
    weights.decoder.positions = numbers.tensor(positions, dModel);
    for (int layer = 0; layer < layers; ++layer)
        weights.decoder.blocks.push_back(blockOf(numbers));
    weights.decoder.finalNorm = numbers.norm(dModel);
    auto model = Model::make(specOf(), std::move(weights), nullptr);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().english().c_str());
        std::exit(1);
    }
    return *model;
}

void writeGpt2FolderOrExit(const std::filesystem::path& folder)
{
    Numbers numbers;
    std::vector<MatrixOf<float>> kept;
    std::vector<TensorToWrite> tensors;
    kept.reserve(4 + 12 * static_cast<std::size_t>(layers));
    const auto add = [&](const std::string& name, Index rows, Index cols) {
        kept.push_back(numbers.matrix(rows, cols));
        const MatrixOf<float>& values = kept.back();
        std::vector<std::int64_t> shape{rows, cols};
        if (rows == 1)
            shape = {cols};
        tensors.push_back({name, StoredType::F32, shape, std::as_bytes(std::span(values.data(), static_cast<std::size_t>(values.size())))});
    };
    add("wte.weight", vocabulary, dModel);
    add("wpe.weight", positions, dModel);
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "h." + std::to_string(layer) + ".";
        add(name + "ln_1.weight", 1, dModel);
        add(name + "ln_1.bias", 1, dModel);
        add(name + "attn.c_attn.weight", dModel, 3 * dModel);
        add(name + "attn.c_attn.bias", 1, 3 * dModel);
        add(name + "attn.c_proj.weight", dModel, dModel);
        add(name + "attn.c_proj.bias", 1, dModel);
        add(name + "ln_2.weight", 1, dModel);
        add(name + "ln_2.bias", 1, dModel);
        add(name + "mlp.c_fc.weight", dModel, 4 * dModel);
        add(name + "mlp.c_fc.bias", 1, 4 * dModel);
        add(name + "mlp.c_proj.weight", 4 * dModel, dModel);
        add(name + "mlp.c_proj.bias", 1, dModel);
    }
    add("ln_f.weight", 1, dModel);
    add("ln_f.bias", 1, dModel);
    const auto bytes = writeSafetensors(tensors);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::ofstream config(folder / "config.json");
    config << R"({"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 50257, "n_embd": 768, "n_layer": 12,
"n_head": 12, "n_positions": 1024, "n_ctx": 1024, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5})";
    std::ofstream weights(folder / "model.safetensors", std::ios::binary);
    if (bytes)
        weights.write(reinterpret_cast<const char*>(bytes->data()), static_cast<std::streamsize>(bytes->size()));
    if (!bytes || !weights || !config) {
        std::fprintf(stderr, "the folder %s could not be written\n", folder.c_str());
        std::exit(1);
    }
}

} // namespace bench
