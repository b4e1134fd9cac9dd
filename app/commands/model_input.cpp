#include "app/commands/model_input.h"

#include "core/model/load.h"

namespace hl {

Result<std::shared_ptr<const Model>> openModel(const Options& options)
{
    return findModel(options.valueOr("--model", ""));
}

tl::expected<std::optional<std::string>, Failure> secondText(const Options& options, const Model& model)
{
    const auto target = options.value("--target");
    const auto pair = options.value("--pair");
    const ModelSpec& spec = model.spec();
    if (target && pair)
        return misuse("--target and --pair exclude each other.");
    if (spec.isEncoderDecoder()) {
        if (pair)
            return misuse("The model " + spec.name + " takes a target text, not a pair: use --target.");
        return target;
    }
    if (target)
        return misuse("The model " + spec.name + " has no decoder of its own and takes no --target.");
    if (pair && (model.tokenizer() == nullptr || !model.tokenizer()->takesPairs()))
        return misuse("The model " + spec.name + " takes one text, no --pair.");
    return pair;
}

tl::expected<RunRequest, Failure> runRequest(const Options& options, std::shared_ptr<const Model> model)
{
    auto second = secondText(options, *model);
    if (!second)
        return tl::unexpected(second.error());
    RunRequest request;
    if (const auto path = options.value("--image")) {
        auto picture = readPng(*path);
        if (!picture)
            return failure(picture);
        request.picture = std::make_shared<const Picture>(std::move(*picture));
    }
    if (const auto path = options.value("--audio")) {
        auto sound = readWav(*path);
        if (!sound)
            return failure(sound);
        request.sound = std::make_shared<const Sound>(std::move(*sound));
    }
    request.model = std::move(model);
    request.text = options.valueOr("--text", "");
    request.second = std::move(*second);
    return request;
}

int sourceCount(const Options& options)
{
    return (options.has("--text") ? 1 : 0) + (options.has("--image") ? 1 : 0) + (options.has("--audio") ? 1 : 0);
}

std::vector<std::string> notesOf(const Trace& trace)
{
    std::vector<std::string> notes;
    for (const Message& note : trace.notes())
        notes.push_back(note.english());
    return notes;
}

} // namespace hl
