#pragma once

#include "core/base/seeded_random.h"
#include "core/forward/forward.h"

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

namespace hl {

/// How a text is continued. The most probable token each time, unless isSampling.
struct GenerateOptions
{
    int maxTokens = 20;
    bool isSampling = false;
    double temperature = 1.0; ///< > 0; logits are divided by it
    int topK = 0;             ///< only the K most probable tokens, and those as probable as the last of them; 0: all
    double topP = 1.0;        ///< only the most probable tokens that together reach this probability
    std::uint64_t seed = 0;   ///< the same seed gives the same tokens
};

enum class GenerateEnd { MaxTokens, EndToken, ModelLimit };

struct GeneratedToken
{
    TokenId id = 0;
    double probability = 0.0; ///< the model's own, softmax of all logits in float64, before temperature, cuts and rules
};

struct Generated
{
    Tokens prompt; ///< what was continued: the text's tokens, or the target's first ones
    std::vector<GeneratedToken> tokens;
    GenerateEnd end = GenerateEnd::MaxTokens;
};

/// The token that comes next.
struct NextToken
{
    GeneratedToken token;
    bool isEnd = false; ///< it ends the text, of which it is no part
};

/// Chooses what follows `before`, the tokens of the stack that predicts, by the logits of its last row; the first `given` of them
/// are the text that is continued. `random` is drawn from once where options.isSampling. Refuses logits none of which is a number.
[[nodiscard]] Result<NextToken> nextToken(const Model& model, std::span<const double> logits, const Tokens& before, std::size_t given,
                                          const GenerateOptions& options, SeededRandom& random);
/// The same from a run that kept the logits of its last row.
[[nodiscard]] Result<NextToken> nextToken(const Trace& trace, std::size_t given, const GenerateOptions& options, SeededRandom& random);

/// Continues `input`: the text of a decoder-only model, the target of an encoder-decoder model. Stops at an end token that
/// the model's folder names, or else the tokenizer's, which is not among the tokens given back, and where the model's positions end.
/// The folder's rules are kept: tokens forced at given places, tokens never chosen, repetitions weakened or forbidden.
[[nodiscard]] Result<Generated> generate(std::shared_ptr<const Model> model, ForwardInput input,
                                         const GenerateOptions& options, std::stop_token stop = {});

/// The input whose continuation is wanted: the text's tokens without the closing special token; for an
/// encoder-decoder model the text is the source and the target begins with its begin token.
[[nodiscard]] Result<ForwardInput> generationInput(const Model& model, const std::string& text);

/// The token a target text begins with: the model's decoder_start_token_id, or its tokenizer's begin token.
[[nodiscard]] Result<Token> targetStart(const Model& model);

/// Probabilities of one row of logits, in float64. Entries that are not numbers get 0.
[[nodiscard]] std::vector<double> probabilities(std::span<const double> logits, double temperature = 1.0);

/// Draws one token from the distribution left after temperature, top-k and top-p.
[[nodiscard]] TokenId sampleToken(std::span<const double> logits, const GenerateOptions& options, SeededRandom& random);

} // namespace hl
