#include "core/run/run_request.h"

#include "core/base/memory_guard.h"
#include "core/forward/generate.h"
#include "core/forward/two_streams.h"
#include "core/picture/prepare.h"
#include "core/run/copied_target.h"
#include "core/run/edited_input.h"
#include "core/sound/mel.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <numeric>

namespace hl {

namespace {

/// The first `longestText` characters as valid UTF-8, cut between characters.
std::string shortened(const std::string& text, std::vector<Message>& notes)
{
    // No character has more than 4 bytes: of a very long text only what can matter is looked at.
    const std::string valid = sanitise(std::string_view(text).substr(0, 4 * (longestText + 1)));
    std::size_t characters = 0;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const bool startsCharacter = (static_cast<unsigned char>(valid[i]) & 0xC0U) != 0x80U;
        if (startsCharacter && ++characters > longestText) {
            notes.push_back({HL_NOOP("core", "Only the first %1 characters of the text are used."),
                             {std::to_string(longestText)}});
            return valid.substr(0, i);
        }
    }
    return valid;
}

/// The first tokens that fit the model's positions; a closing special token is kept as the last.
void fitToModel(const Model& model, Side side, Tokens& tokens, std::vector<Message>& notes)
{
    const int longest = maxTokens(model, side);
    if (longest <= 0 || static_cast<int>(tokens.size()) <= longest)
        return;
    notes.push_back({HL_NOOP("core", "This model takes at most %1 tokens; the text has %2, the rest is left out."),
                     {std::to_string(longest), std::to_string(tokens.size())}});
    const Token last = tokens.back();
    tokens.resize(static_cast<std::size_t>(longest));
    if (last.isSpecial)
        tokens.back() = last;
}

Result<Tokens> shuffled(const Tokens& tokens, const std::vector<int>& order)
{
    if (order.empty())
        return tokens;
    std::vector<int> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    std::vector<int> expected(tokens.size());
    std::iota(expected.begin(), expected.end(), 0);
    if (sorted != expected)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The order of the words does not fit the text's %1 tokens."),
                    {std::to_string(tokens.size())});
    Tokens result;
    result.reserve(tokens.size());
    for (const int from : order)
        result.push_back(tokens[static_cast<std::size_t>(from)]);
    return result;
}

Result<RunTokens> tokenize(const Model& model, const std::string& text, const std::optional<std::string>& second)
{
    const Tokenizer* tokenizer = model.tokenizer();
    if (!tokenizer)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "This model has no tokenizer files, so text cannot be typed; add vocab.json and "
                                    "merges.txt, or vocab.txt, to its folder."));
    RunTokens result;
    const std::string first = shortened(text, result.notes);
    const auto hasWord = [](std::string_view s) {
        return s.find_first_not_of(" \t\r\n\f\v") != std::string_view::npos;
    };
    if (!hasWord(first))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "There is no text yet; type a word or choose a sample."));

    const bool isTranslation = model.spec().takesTarget();
    std::optional<std::string> other;
    if (second && hasWord(*second))
        other = shortened(*second, result.notes);
    if (other && !isTranslation && !tokenizer->takesPairs())
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "This model takes one text; leave the second one empty."));

    result.source = other && !isTranslation ? tokenizer->encodeForModel(first, std::string_view(*other))
                                            : tokenizer->encodeForModel(first);
    // Spaces of other scripts leave only what the model adds itself, <bos> for example.
    if (std::none_of(result.source.begin(), result.source.end(), [](const Token& token) { return token.end > token.begin; }))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The text has no tokens; type at least one word."));
    fitToModel(model, model.spec().sides().front(), result.source, result.notes);

    if (model.spec().target != TargetText::Typed) {
        auto copied = copiedTarget(model, result.source);
        if (!copied)
            return tl::unexpected(copied.error());
        result.target = std::move(*copied);
    } else if (isTranslation) {
        if (auto start = targetStart(model))
            result.target.push_back(std::move(*start));
        if (other) {
            const Tokens typed = tokenizer->encode(*other);
            result.target.insert(result.target.end(), typed.begin(), typed.end());
        }
        fitToModel(model, Side::Decoder, result.target, result.notes);
    }
    return result;
}

/// What a request asks for beside its text, and the model to run it on.
struct Options
{
    std::shared_ptr<const Model> model;
    ForwardInput input;
};

Options optionsOf(const RunRequest& request)
{
    Options options{request.withoutPositions ? request.model->withoutPositions() : request.model, {}};
    options.input.mask = request.mask;
    options.input.capture = request.capture;
    options.input.dtype = request.dtype;
    return options;
}

/// The run, and the same without the edits, to compare with.
Result<TracePtr> runBoth(const RunRequest& request, std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop,
                         PrefixCache* cache = nullptr)
{
    if (auto ok = applyKeep(request.keep, request.keptLayer, model->spec(), input); !ok)
        return tl::unexpected(ok.error());
    const bool isEdited = std::any_of(request.edits.begin(), request.edits.end(), [](const Edit& edit) { return edit.isOn; });
    auto order = [&](ForwardInput& any) -> Result<void> {
        auto tokens = shuffled(any.source.tokens, request.shuffle);
        if (!tokens)
            return tl::unexpected(tokens.error());
        any.source.tokens = std::move(*tokens);
        if (model->spec().target != TargetText::Typed && !request.shuffle.empty()) {
            auto copied = copiedTarget(*model, any.source.tokens);
            if (!copied)
                return tl::unexpected(copied.error());
            any.target.tokens = std::move(*copied);
        }
        askForMasked(*model, any.source);
        return {};
    };
    if (isEdited) {
        const ModelSpec& spec = model->spec();
        ForwardInput plain = input;
        plain.capture.patterns = {"*logits", "*probs", nameOf(stackOutput(spec.outputSide(), spec))};
        // Another number of words has another order: the unchanged text is then as typed.
        if (request.shuffle.size() == plain.source.tokens.size()) {
            if (auto ok = order(plain); !ok)
                return tl::unexpected(ok.error());
        }
        auto unchanged = forward(model, std::move(plain), stop);
        if (!unchanged)
            return unchanged;
        input.unchanged = std::move(*unchanged);
        model = applyEdits(request.edits, std::move(model), input);
    }
    if (auto ok = order(input); !ok)
        return tl::unexpected(ok.error());
    return cache ? cache->run(std::move(model), std::move(input), std::move(stop))
                 : forward(std::move(model), std::move(input), std::move(stop));
}

Result<TracePtr> runPicture(const RunRequest& request, std::stop_token stop)
{
    if (!request.picture)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "There is no picture yet; open a PNG file."));
    auto pixels = pixelsOf(*request.picture, *request.model->spec().image);
    if (!pixels)
        return tl::unexpected(pixels.error());
    auto [model, input] = optionsOf(request);
    input.source.features = std::move(*pixels);
    return runBoth(request, std::move(model), std::move(input), std::move(stop));
}

/// The target is the start token and the tokens of `second`, where the model has a tokenizer for it.
Result<TracePtr> runSound(const RunRequest& request, std::stop_token stop)
{
    if (!request.sound)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "There is no sound yet; open a WAV file."));
    const Model& source = *request.model;
    auto mel = logMel(*request.sound, *source.spec().audio);
    if (!mel)
        return tl::unexpected(mel.error());
    auto [model, input] = optionsOf(request);
    input.source.features = std::move(*mel);
    auto start = targetStart(source);
    if (!start)
        return tl::unexpected(start.error());
    input.target.tokens.push_back(std::move(*start));
    if (request.second && source.tokenizer()) {
        const Tokens typed = source.tokenizer()->encode(shortened(*request.second, input.notes));
        input.target.tokens.insert(input.target.tokens.end(), typed.begin(), typed.end());
        fitToModel(source, Side::Decoder, input.target.tokens, input.notes);
    }
    return runBoth(request, std::move(model), std::move(input), std::move(stop));
}

/// Given arrays are a whole call: there is nothing to type. What was given in float64 is computed so.
Result<TracePtr> runArrays(const RunRequest& request, std::stop_token stop)
{
    if (!request.shuffle.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The numbers of %1 were given, not computed from words, so that their order cannot be changed."),
                    {request.model->spec().name});
    auto [model, input] = optionsOf(request);
    if (model->weights().arrays->isDouble)
        input.dtype = DType::Float64;
    return runBoth(request, std::move(model), std::move(input), std::move(stop));
}

Result<TracePtr> runRequest(const RunRequest& request, std::stop_token stop, PrefixCache* cache)
{
    const ModelSpec& spec = request.model->spec();
    if (spec.arrays)
        return runArrays(request, std::move(stop));
    if (spec.image)
        return runPicture(request, std::move(stop));
    if (spec.audio)
        return runSound(request, std::move(stop));
    if (request.picture || request.sound)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The model %1 reads text, neither pictures nor sound."), {spec.name});
    auto tokens = tokenize(*request.model, request.text, request.second);
    if (!tokens)
        return tl::unexpected(tokens.error());
    auto [model, input] = optionsOf(request);
    input.source.tokens = std::move(tokens->source);
    input.target.tokens = std::move(tokens->target);
    input.notes = std::move(tokens->notes);
    input.source.asksForMasked = true;
    askForMasked(*model, input.source);
    model = asAsked(std::move(model), input);
    if (model->spec().hasQueryStream && !model->spec().isAsked)
        input.notes.push_back(unaskedText());
    return runBoth(request, std::move(model), std::move(input), std::move(stop), cache);
}

} // namespace

Result<RunTokens> tokenizeForRun(const Model& model, const std::string& text, const std::optional<std::string>& second)
{
    return orOutOfMemory([&] { return tokenize(model, text, second); });
}

Result<TracePtr> run(const RunRequest& request, std::stop_token stop, PrefixCache* cache)
{
    HL_ASSERT(request.model != nullptr);
    return orOutOfMemory([&] { return runRequest(request, std::move(stop), cache); });
}

} // namespace hl
