// One layer, six heads, every weight written by a rule, so that each head does one known thing. A row of the stream is
//   [ position, one-hot 64 | token code 64 | word code 64 | result 64 ]
// Codes are unit vectors that are nearly orthogonal, so that a dot product tells "the same" from "another". A word code
// ignores upper and lower case. Heads read a part of the row as query and as key; the gain makes the softmax sharp.
// Values are token codes; W_O adds what all heads read to the result.
#include "core/model/builtin/makers.h"
#include "core/base/seeded_random.h"
#include "core/model/builtin/words.h"

#include <cmath>
#include <map>

namespace hl {

namespace {

constexpr Index part = 64; // width of each part of a row, and d_k
constexpr Index positionPart = 0;
constexpr Index tokenPart = part;
constexpr Index wordPart = 2 * part;
constexpr Index resultPart = 3 * part;
constexpr Index dModel = 4 * part;
// After division by √64 = 8 a match scores 30 and a mismatch at most 15: e⁻¹⁵ is 3e-7.
constexpr float gain = 240.0F;

enum ConstructedHead { Previous, Next, First, SameToken, SameWord, LocalWindow, headCount };

std::string lowered(std::string word)
{
    for (char& c : word) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return word;
}

/// `count` unit vectors of which no two have a dot product above a half: redrawn until it holds.
MatrixOf<float> distinctCodes(SeededRandom& random, Index count)
{
    MatrixOf<float> codes(count, part);
    for (Index i = 0; i < count; ++i) {
        float closest = 1.0F;
        while (closest > 0.49F) {
            codes.row(i) = random.normalMatrix(1, part, 1.0).row(0).normalized();
            closest = i == 0 ? 0.0F : (codes.topRows(i) * codes.row(i).transpose()).maxCoeff();
        }
    }
    return codes;
}

MatrixOf<float> embeddingTable(const std::vector<std::string>& words)
{
    SeededRandom random(64);
    const auto count = static_cast<Index>(words.size());
    const MatrixOf<float> tokenCodes = distinctCodes(random, count);
    const MatrixOf<float> wordCodes = distinctCodes(random, count);
    std::map<std::string, Index> firstOfWord;
    MatrixOf<float> table = MatrixOf<float>::Zero(count, dModel);
    for (Index id = 0; id < count; ++id) {
        const auto first = firstOfWord.emplace(lowered(words[static_cast<std::size_t>(id)]), id).first->second;
        table.row(id).segment(tokenPart, part) = tokenCodes.row(id);
        table.row(id).segment(wordPart, part) = wordCodes.row(first);
    }
    return table;
}

/// Query weights of one head, [d_model, 64]; keys are read from the part of the row given by keyPart().
MatrixOf<float> queryWeights(int head)
{
    MatrixOf<float> w = MatrixOf<float>::Zero(dModel, part);
    for (Index i = 0; i < part; ++i) {
        switch (head) {
        case Previous: w(positionPart + i, std::max<Index>(i - 1, 0)) = gain; break;
        case Next: if (i + 1 < part) w(positionPart + i, i + 1) = gain; break;
        case First: w(positionPart + i, 0) = gain; break;
        case SameToken: w(tokenPart + i, i) = gain; break;
        case SameWord: w(wordPart + i, i) = gain; break;
        case LocalWindow:
            for (Index j = std::max<Index>(i - 2, 0); j <= std::min<Index>(i + 2, part - 1); ++j)
                w(positionPart + i, j) = gain;
            break;
        default: break;
        }
    }
    return w;
}

Index keyPart(int head)
{
    return head == SameToken ? tokenPart : head == SameWord ? wordPart : positionPart;
}

} // namespace

Result<std::shared_ptr<const Model>> makeConstructed()
{
    const WordVocabulary vocabulary = builtinVocabulary();
    auto tokenizer = WordTokenizer::make(vocabulary);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    ModelSpec spec;
    spec.name = "constructed";
    spec.family = "headlight";
    spec.vocabulary = (*tokenizer)->vocabularySize();
    spec.dModel = static_cast<int>(dModel);
    StackSpec stack;
    stack.layers = 1;
    stack.attention = {.heads = headCount, .dHead = static_cast<int>(part), .dValue = static_cast<int>(part),
                       .isCausal = false, .scale = 1.0 / std::sqrt(static_cast<double>(part))};
    stack.norm = NormKind::None;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = static_cast<int>(part);
    spec.encoder = stack;

    constexpr Index joined = headCount * part;
    MatrixOf<float> wq(dModel, joined);
    MatrixOf<float> wk = MatrixOf<float>::Zero(dModel, joined);
    MatrixOf<float> wv = MatrixOf<float>::Zero(dModel, joined);
    MatrixOf<float> wo = MatrixOf<float>::Zero(joined, dModel);
    const MatrixOf<float> one = MatrixOf<float>::Identity(part, part);
    for (int head = 0; head < headCount; ++head) {
        wq.middleCols(head * part, part) = queryWeights(head);
        wk.block(keyPart(head), head * part, part, part) = one;
        wv.block(tokenPart, head * part, part, part) = one;
        wo.block(head * part, resultPart, part, part) = one;
    }
    MatrixOf<float> positions = MatrixOf<float>::Zero(part, dModel);
    positions.leftCols(part) = one;

    Weights weights;
    weights.sourceEmbedding = {"embed.token.weight", embeddingTable(vocabulary.words)};
    weights.encoder.positions = {"embed.position.weight", std::move(positions)};
    BlockWeights block;
    block.attention = {{{"blocks.0.attn.q.weight", std::move(wq)}, {}}, {{"blocks.0.attn.k.weight", std::move(wk)}, {}},
                       {{"blocks.0.attn.v.weight", std::move(wv)}, {}}, {{"blocks.0.attn.o.weight", std::move(wo)}, {}}};
    weights.encoder.blocks.push_back(std::move(block));
    return Model::make(std::move(spec), std::move(weights), *tokenizer);
}

} // namespace hl
