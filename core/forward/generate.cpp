#include "core/forward/generate.h"

#include "core/forward/earlier_run.h"
#include "core/forward/generation_rules.h"
#include "core/forward/prefix_cache.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hl {

namespace {

/// The most probable token, the first one where several are equal; -1 if no logit is a number.
TokenId mostProbable(std::span<const double> logits)
{
    TokenId best = -1;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (!std::isnan(logits[i]) && (best < 0 || logits[i] > logits[static_cast<std::size_t>(best)]))
            best = static_cast<TokenId>(i);
    }
    return best;
}

Result<void> checkModel(const ModelSpec& spec)
{
    if (spec.head.kind == HeadKind::LanguageModel && spec.decoder)
        return {};
    if (spec.head.kind == HeadKind::MaskedWord)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "The model %1 fills in masked words and cannot continue a text: choose a GPT-like model."),
                    {spec.name});
    return fail(ErrorCode::Unsupported,
                HL_NOOP("core", "The model %1 predicts no next token and cannot continue a text: choose a GPT-like model."),
                {spec.name});
}

std::vector<double> lastLogits(const Trace& trace, Side side)
{
    const MatrixView view = trace.view(StepRef{.step = Step::Logits, .side = side});
    std::vector<double> row(static_cast<std::size_t>(view.cols()));
    for (Index col = 0; col < view.cols(); ++col)
        row[static_cast<std::size_t>(col)] = view.at(view.rows() - 1, col);
    return row;
}

} // namespace

std::vector<double> probabilities(std::span<const double> logits, double temperature)
{
    double largest = -INFINITY;
    for (const double logit : logits) {
        if (!std::isnan(logit))
            largest = std::max(largest, logit);
    }
    std::vector<double> out(logits.size(), 0.0);
    double sum = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (std::isnan(logits[i]))
            continue;
        // An infinite logit wins outright; its difference to itself would not be a number.
        out[i] = logits[i] == largest ? 1.0 : std::exp((logits[i] - largest) / temperature);
        sum += out[i];
    }
    for (double& p : out)
        p = sum > 0.0 ? p / sum : 0.0;
    return out;
}

TokenId sampleToken(std::span<const double> logits, const GenerateOptions& options, SeededRandom& random)
{
    const std::vector<double> p = probabilities(logits, options.temperature);
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    if (options.topK > 0 && static_cast<std::size_t>(options.topK) < order.size()) {
        auto kept = static_cast<std::size_t>(options.topK);
        const double least = p[order[kept - 1]];
        while (kept < order.size() && p[order[kept]] == least) // equal ones stay, as in the reference
            ++kept;
        order.resize(kept);
    }

    double all = 0.0;
    for (const std::size_t i : order)
        all += p[i];
    double mass = 0.0;
    std::size_t count = 0;
    while (count < order.size() && (count == 0 || mass < options.topP * all))
        mass += p[order[count++]];

    double left = random.uniform() * mass;
    for (std::size_t i = 0; i < count; ++i) {
        left -= p[order[i]];
        if (left < 0.0)
            return static_cast<TokenId>(order[i]);
    }
    return static_cast<TokenId>(order[count - 1]); // rounding left a crumb
}

Result<ForwardInput> generationInput(const Model& model, const std::string& text)
{
    if (auto ok = checkModel(model.spec()); !ok)
        return tl::unexpected(ok.error());
    const Tokenizer* tokenizer = model.tokenizer();
    if (tokenizer == nullptr)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "The model %1 has no tokenizer, so that it cannot read text: put its tokenizer's "
                                    "files into its folder."),
                    {model.spec().name});
    ForwardInput input;
    input.source.tokens = tokenizer->encodeForModel(text);
    if (std::none_of(input.source.tokens.begin(), input.source.tokens.end(),
                     [](const Token& token) { return !token.isSpecial; }))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The text has no tokens; type at least one word."));
    if (!model.spec().isEncoderDecoder()) {
        while (input.source.tokens.back().isSpecial)
            input.source.tokens.pop_back();
        return input;
    }
    auto first = targetStart(model);
    if (!first)
        return tl::unexpected(first.error());
    input.target.tokens.push_back(std::move(*first));
    return input;
}

Result<Token> targetStart(const Model& model)
{
    const Tokenizer* tokenizer = model.tokenizer();
    std::optional<TokenId> begin = model.spec().generation.start;
    if (!begin && tokenizer)
        begin = tokenizer->beginId();
    if (!begin)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1 has no token to begin a target text with: neither its configuration (decoder_start_token_id) nor its tokenizer names one."),
                    {model.spec().name});
    Token first;
    first.id = *begin;
    first.piece = first.text = std::to_string(*begin);
    if (tokenizer)
        first = tokenizer->token(*begin);
    first.isSpecial = true;
    return first;
}

Result<NextToken> nextToken(const Model& model, std::span<const double> logits, const Tokens& before, std::size_t given,
                            const GenerateOptions& options, SeededRandom& random)
{
    std::vector<double> choice(logits.begin(), logits.end());
    applyRules(choice, model, before, given);
    TokenId id = mostProbable(choice);
    if (id < 0)
        return fail(ErrorCode::BadTensor,
                    HL_NOOP("core", "The model %1 gives no numbers for its next token (all are NaN): check its weights."),
                    {model.spec().name});
    if (options.isSampling)
        id = sampleToken(choice, options, random);
    if (const TokenId demanded = demandedToken(model, before); demanded >= 0)
        id = demanded;
    return NextToken{{id, probabilities(logits)[static_cast<std::size_t>(id)]}, isEndToken(model, id)};
}

Result<NextToken> nextToken(const Trace& trace, std::size_t given, const GenerateOptions& options, SeededRandom& random)
{
    const Side side = trace.model().spec().outputSide();
    if (auto ok = checkModel(trace.model().spec()); !ok)
        return tl::unexpected(ok.error());
    if (!trace.view(StepRef{.step = Step::Logits, .side = side}))
        return fail(ErrorCode::NotCaptured, HL_NOOP("core", "The logits were not kept in this run: shorten the text."));
    return nextToken(trace.model(), lastLogits(trace, side), trace.tokens(side), given, options, random);
}

Result<Generated> generate(std::shared_ptr<const Model> model, ForwardInput input, const GenerateOptions& options,
                           std::stop_token stop)
{
    if (auto ok = checkModel(model->spec()); !ok)
        return tl::unexpected(ok.error());
    const Side side = model->spec().outputSide();
    const Tokenizer* tokenizer = model->tokenizer();
    input.capture.patterns = {nameOf(StepRef{.step = Step::Logits, .side = side})};
    if (isCausalThroughout(*model, input)) // the next token's run goes on from these
        input.capture.patterns.insert(input.capture.patterns.end(), {"*.attn.*.k*", "*.attn.*.v"});
    input.capture.allLogits = false;
    SequenceInput& sequence = side == Side::Decoder ? input.target : input.source;

    Generated out;
    out.prompt = sequence.tokens;
    SeededRandom random(options.seed);
    PrefixCache cache;
    while (static_cast<int>(out.tokens.size()) < options.maxTokens) {
        const int longest = maxTokens(*model, side);
        if (!out.tokens.empty() && longest > 0 && static_cast<int>(sequence.tokens.size()) > longest) {
            out.end = GenerateEnd::ModelLimit;
            break;
        }
        const auto trace = cache.run(model, input, stop);
        if (!trace)
            return tl::unexpected(trace.error());
        const auto next = nextToken(**trace, out.prompt.size(), options, random);
        if (!next)
            return tl::unexpected(next.error());
        if (next->isEnd) {
            out.end = GenerateEnd::EndToken;
            break;
        }
        out.tokens.push_back(next->token);
        const TokenId id = next->token.id;
        Token token;
        token.id = id;
        if (tokenizer)
            token = tokenizer->token(id);
        sequence.tokens.push_back(std::move(token));
        if (!sequence.allowed.empty())
            sequence.allowed.push_back(1);
    }
    return out;
}

} // namespace hl
