#include "core/forward/generate.h"

#include "app/commands/model_input.h"
#include "core/base/shown.h"
#include "core/output/npz.h"
#include "core/run/edited_input.h"
#include "core/run/trace_inputs.h"
#include "core/sound/mel.h"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>

namespace hl {

namespace {

constexpr std::array options{
    modelOption,
    OptionInfo{"--text", "T", "the text to continue, or to translate with an encoder-decoder model"},
    OptionInfo{"--audio", "FILE.wav", "the sound to write down, with a model of speech"},
    OptionInfo{"--inputs", "IN.npz", "token ids instead of a text: input_ids, decoder_input_ids, ..., or input_features"},
    editsOption,
    ablateOption,
    OptionInfo{"--max-tokens", "N", "how many tokens at most; 20 unless given"},
    OptionInfo{"--temperature", "X", "draw tokens by chance; above 1 more freely, below 1 less; 0 is greedy"},
    OptionInfo{"--top-k", "K", "draw from the K most probable tokens only"},
    OptionInfo{"--top-p", "P", "draw from the most probable tokens that together reach probability P"},
    OptionInfo{"--seed", "S", "start of the random numbers; the same seed gives the same text; 0 unless given"},
    OptionInfo{"--json", "", "ids and probabilities instead of text"},
};

/// Greedy unless one of the options of sampling is given.
tl::expected<GenerateOptions, UsageError> readOptions(const Options& given)
{
    GenerateOptions out;
    const auto maxTokens = given.integer("--max-tokens", 20, 1, 1'000'000);
    const auto temperature = given.number("--temperature", 1.0, 0.0, 1e6);
    const auto topK = given.integer("--top-k", 0, 1, std::numeric_limits<int>::max());
    const auto topP = given.number("--top-p", 1.0, 0.0, 1.0);
    const auto seed = given.integer("--seed", 0, 0, std::numeric_limits<long long>::max());
    for (const auto* whole : {&maxTokens, &topK, &seed}) {
        if (!*whole)
            return tl::unexpected(whole->error());
    }
    for (const auto* real : {&temperature, &topP}) {
        if (!*real)
            return tl::unexpected(real->error());
    }
    out.maxTokens = static_cast<int>(*maxTokens);
    out.isSampling = (given.has("--temperature") || given.has("--top-k") || given.has("--top-p")) && *temperature > 0.0;
    out.temperature = *temperature;
    out.topK = static_cast<int>(*topK);
    out.topP = *topP;
    out.seed = static_cast<std::uint64_t>(*seed);
    return out;
}

const char* nameOf(GenerateEnd end)
{
    switch (end) {
    case GenerateEnd::MaxTokens: return "max_tokens";
    case GenerateEnd::EndToken: return "end_token";
    case GenerateEnd::ModelLimit: return "model_limit";
    }
    return "";
}

/// The whole text, special tokens left out: what was given and its continuation.
std::string textOf(const Tokenizer* tokenizer, const Generated& generated)
{
    std::vector<TokenId> ids;
    for (const Token& token : generated.prompt) {
        if (!token.isSpecial)
            ids.push_back(token.id);
    }
    for (const GeneratedToken& token : generated.tokens)
        ids.push_back(token.id);
    if (tokenizer != nullptr)
        return tokenizer->decode(ids);
    std::string numbers; // without a tokenizer the ids are all there is
    for (const TokenId id : ids)
        numbers += (numbers.empty() ? "" : " ") + std::to_string(id);
    return numbers;
}

std::string jsonOf(const Tokenizer* tokenizer, const Generated& generated)
{
    nlohmann::ordered_json json;
    json["prompt_ids"] = nlohmann::json::array();
    json["ids"] = nlohmann::json::array();
    json["tokens"] = nlohmann::json::array();
    json["probabilities"] = nlohmann::json::array();
    for (const Token& token : generated.prompt)
        json["prompt_ids"].push_back(token.id);
    for (const GeneratedToken& token : generated.tokens) {
        json["ids"].push_back(token.id);
        json["tokens"].push_back(tokenizer != nullptr ? tokenizer->piece(token.id) : std::to_string(token.id));
        json["probabilities"].push_back(token.probability);
    }
    if (tokenizer != nullptr)
        json["text"] = textOf(tokenizer, generated);
    json["end"] = nameOf(generated.end);
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The ids or features of --inputs; a target that is not given begins with the model's own start token.
Result<ForwardInput> arraysInput(const Model& model, const std::string& path)
{
    auto arrays = readNpz(path);
    if (!arrays)
        return tl::unexpected(arrays.error());
    if (model.spec().isEncoderDecoder() && arrays->find("decoder_input_ids") == arrays->end()) {
        const auto start = targetStart(model);
        if (!start)
            return tl::unexpected(start.error());
        const std::array<std::int64_t, 1> ids{start->id};
        arrays->emplace("decoder_input_ids", NpyArray::of(ids, {1}));
    }
    return inputFromArrays(model, *arrays, shownPath(path));
}

Result<ForwardInput> soundInput(const Model& model, const std::string& path)
{
    if (!model.spec().audio)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The model %1 reads text, neither pictures nor sound."), {model.spec().name});
    const auto sound = readWav(path);
    if (!sound)
        return tl::unexpected(sound.error());
    auto mel = logMel(*sound, *model.spec().audio);
    if (!mel)
        return tl::unexpected(mel.error());
    auto start = targetStart(model);
    if (!start)
        return tl::unexpected(start.error());
    ForwardInput input;
    input.source.features = std::move(*mel);
    input.target.tokens.push_back(std::move(*start));
    return input;
}

Result<ForwardInput> inputOf(const Options& given, const Model& model)
{
    if (const auto path = given.value("--inputs"))
        return arraysInput(model, *path);
    if (const auto path = given.value("--audio"))
        return soundInput(model, *path);
    return generationInput(model, given.valueOr("--text", ""));
}

Outcome run(const Options& given)
{
    if (sourceCount(given) + (given.has("--inputs") ? 1 : 0) != 1)
        return misuse("Give either a text with --text, a sound with --audio, or token ids with --inputs.");
    const auto how = readOptions(given);
    if (!how)
        return tl::unexpected(Failure(how.error()));
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    auto input = inputOf(given, **model);
    if (!input)
        return failure(input);
    const auto edits = readEdits(given);
    if (!edits)
        return tl::unexpected(edits.error());
    const auto edited = applyEdits(*edits, *model, *input);
    const std::vector<std::string> left = notesOf(input->refusals);
    const auto generated = generate(edited, std::move(*input), *how);
    if (!generated)
        return failure(generated);
    const Tokenizer* tokenizer = (*model)->tokenizer();
    Output out{(given.has("--json") ? jsonOf(tokenizer, *generated) : textOf(tokenizer, *generated)) + "\n", left};
    if (generated->end == GenerateEnd::ModelLimit)
        out.notes.push_back("The text is as long as this model can see; it ends here.");
    return out;
}

} // namespace

Command generateCommand()
{
    return {"generate", "continues a text",
            "--model M (--text T | --audio FILE.wav | --inputs IN.npz) [--edits FILE.json] [--ablate HEADS] [--max-tokens N] [--temperature X --top-k K --top-p P --seed S] [--json]", options, run};
}

} // namespace hl
