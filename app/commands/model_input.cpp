#include "app/commands/model_input.h"

#include "core/base/file.h"
#include "core/base/shown.h"
#include "core/edit/edit_json.h"
#include "core/check/arrays_model.h"
#include "core/run/open_model.h"

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
    if (spec.takesTarget()) {
        if (pair)
            return misuse("The model " + spec.name + " takes a target text, not a pair: use --target.");
        return target;
    }
    if (target)
        return misuse("The model " + spec.name + (spec.isEncoderDecoder() ? " reads the same text with both stacks" : " has no decoder of its own") + " and takes no --target.");
    if (pair && (model.tokenizer() == nullptr || !model.tokenizer()->takesPairs()))
        return misuse("The model " + spec.name + " takes one text, no --pair.");
    return pair;
}

tl::expected<Edits, Failure> readEdits(const Options& options)
{
    Edits edits;
    if (const auto path = options.value("--edits")) {
        const auto text = readTextFile(*path, limits::configFile);
        if (!text)
            return failure(text);
        auto listed = editsFromJson(*text, shownPath(*path));
        if (!listed)
            return failure(listed);
        edits = std::move(*listed);
    }
    if (const auto list = options.value("--ablate")) {
        for (std::size_t begin = 0; begin <= list->size();) {
            const std::size_t end = std::min(list->find(',', begin), list->size());
            const auto head = parseHead(list->substr(begin, end - begin));
            if (!head)
                return failure(head);
            edits.push_back({ScaleHead{*head, 0.0}});
            begin = end + 1;
        }
    }
    return edits;
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
    auto edits = readEdits(options);
    if (!edits)
        return tl::unexpected(edits.error());
    request.edits = std::move(*edits);
    return request;
}

int sourceCount(const Options& options)
{
    return (options.has("--text") ? 1 : 0) + (options.has("--image") ? 1 : 0) + (options.has("--audio") ? 1 : 0);
}

std::optional<Failure> checkSources(const Options& options, int others, const std::string& named)
{
    const std::string model = options.valueOr("--model", "");
    const int sources = sourceCount(options) + others;
    if (isArraysFile(model)) {
        if (sources == 0)
            return std::nullopt;
        return misuse(shownPath(model) + " holds the numbers of one attention call, which reads nothing: leave --text, --image, --audio" + (named.empty() ? "" : " and --inputs") + " out.").value();
    }
    if (sources == 1)
        return std::nullopt;
    return misuse("Give either a text with --text, a picture with --image, or a sound with --audio" + named + ".").value();
}

std::vector<std::string> notesOf(const Trace& trace)
{
    std::vector<std::string> notes;
    for (const Message& note : trace.notes())
        notes.push_back(note.english());
    for (std::string& note : notesOf(trace.editRefusals()))
        notes.push_back(std::move(note));
    return notes;
}

std::vector<std::string> notesOf(const std::vector<std::optional<Message>>& refusals)
{
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < refusals.size(); ++i) {
        if (refusals[i])
            notes.push_back("Edit " + std::to_string(i) + " is left out: " + refusals[i]->english());
    }
    return notes;
}

} // namespace hl
