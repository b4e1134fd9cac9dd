// Two words and the simplest attention there is: all four projections are the identity, nothing is added. With
// hello = [1 0 1 0] and world = [0 1 1 0]: scores [2 1; 1 2], divided by √4 = 2: [1 0.5; 0.5 1],
// weights e/(e + √e) = 0.6225 and 0.3775.
#include "core/model/builtin/makers.h"
#include "core/model/builtin/words.h"

namespace hl {

Result<std::shared_ptr<const Model>> makeHelloWorld()
{
    WordVocabulary vocabulary;
    vocabulary.words = {"hello", "world", "good", "morning"};
    const auto bytes = bytePieces();
    vocabulary.words.insert(vocabulary.words.end(), bytes.begin(), bytes.end());
    auto tokenizer = WordTokenizer::make(vocabulary);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());

    constexpr Index d = 4;
    ModelSpec spec;
    spec.name = "hello-world";
    spec.family = "headlight";
    spec.vocabulary = (*tokenizer)->vocabularySize();
    spec.dModel = d;
    StackSpec stack;
    stack.layers = 1;
    stack.attention = {.heads = 1, .dHead = d, .dValue = d, .isCausal = false, .scale = 0.5};
    stack.norm = NormKind::None;
    stack.positions.maxLength = 64;
    spec.encoder = stack;

    MatrixOf<float> table = MatrixOf<float>::Zero(spec.vocabulary, d);
    table.row(0) << 1, 0, 1, 0;
    table.row(1) << 0, 1, 1, 0;
    table.row(2) << 0, 0, 1, 1;
    table.row(3) << 1, 1, 0, 0;
    const auto identity = [](const char* name) { return Linear{{name, MatrixOf<float>(MatrixOf<float>::Identity(d, d))}, {}}; };
    Weights weights;
    weights.sourceEmbedding = {"embed.token.weight", std::move(table)};
    BlockWeights block;
    block.attention = {identity("blocks.0.attn.q.weight"), identity("blocks.0.attn.k.weight"),
                       identity("blocks.0.attn.v.weight"), identity("blocks.0.attn.o.weight")};
    weights.encoder.blocks.push_back(std::move(block));
    return Model::make(std::move(spec), std::move(weights), *tokenizer);
}

} // namespace hl
