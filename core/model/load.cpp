#include "core/model/load.h"

#include "core/base/config_reader.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/model/families/family.h"
#include "core/model/generation_config.h"
#include "core/model/model_facts.h"
#include "core/model/own_format.h"
#include "core/model/shards.h"
#include "core/model/weight_need.h"
#include "core/picture/preprocessor_config.h"
#include "core/sound/mel.h"
#include "core/text/load.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace hl {

namespace {

namespace fs = std::filesystem;

bool isThere(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

Result<void> checkFolder(const fs::path& folder)
{
    std::error_code error;
    const auto status = fs::status(folder, error);
    if (!fs::exists(status))
        return fail(ErrorCode::FileNotFound, HL_NOOP("core", "%1: there is no such folder."), {shownPath(folder)});
    if (!fs::is_directory(status))
        return fail(ErrorCode::WrongKindOfFile,
                    HL_NOOP("core", "%1 is a file; open the folder that holds config.json and model.safetensors."),
                    {shownPath(folder)});
    const bool hasConfig = fs::exists(folder / "config.json", error);
    if (error == std::errc::permission_denied)
        return fail(ErrorCode::FileUnreadable,
                    HL_NOOP("core", "%1 may not be read: ask its owner for permission to read it."), {shownPath(folder)});
    if (!hasConfig)
        return fail(ErrorCode::FileNotFound,
                    HL_NOOP("core", "%1 has no config.json; open the folder that holds config.json and model.safetensors."),
                    {shownPath(folder)});
    return {};
}

/// Where there is no model.safetensors, what is there instead decides the advice.
tl::unexpected<Error> failNoWeights(const fs::path& folder)
{
    const std::string where = shownPath(folder);
    for (const char* pickle : {"pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "model.bin"}) {
        if (isThere(folder / pickle))
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "%1 has only %2, a PyTorch pickle, which can run code and is never opened; save the model as model.safetensors."),
                        {where, pickle});
    }
    for (const char* other : {"tf_model.h5", "flax_model.msgpack", "model.onnx"}) {
        if (isThere(folder / other))
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "%1 has only %2; save the model as model.safetensors."), {where, other});
    }
    return fail(ErrorCode::FileNotFound, HL_NOOP("core", "%1 has no model.safetensors."), {where});
}

Result<nlohmann::json> readConfig(const fs::path& folder)
{
    const auto text = readTextFile(folder / "config.json", limits::configFile);
    if (!text)
        return tl::unexpected(text.error());
    return parseJson(*text, {}, "config.json");
}

/// Reads a JSON file of the folder and hands its object to `use`.
template <class Use>
Result<void> withJson(const fs::path& folder, const std::string& name, Use use)
{
    const auto text = readTextFile(folder / name, limits::configFile);
    if (!text)
        return tl::unexpected(text.error());
    const auto document = parseJson(*text, {}, name);
    if (!document)
        return tl::unexpected(document.error());
    const auto config = ConfigReader::of(*document, name);
    if (!config)
        return tl::unexpected(config.error());
    return use(*config);
}

/// What preprocessor_config.json says of pictures or sound, where the folder has one.
Result<void> prepareInput(const fs::path& folder, ModelSpec& spec, std::vector<Message>& notes)
{
    constexpr const char* name = "preprocessor_config.json";
    const bool isAsked = (spec.image && spec.image->preparation.isAssumed) || spec.audio;
    if (!isAsked)
        return {};
    if (!isThere(folder / name)) {
        if (spec.image)
            notes.push_back({HL_NOOP("core", "The folder has no preprocessor_config.json: pictures are scaled and normalised as this family's usually are."), {}});
        return {};
    }
    return withJson(folder, name, [&](const ConfigReader& config) {
        return spec.image ? readPreparation(config, *spec.image) : readSpectrogram(config, *spec.audio);
    });
}

/// How the folder says a text is continued: in generation_config.json, or in config.json where there is none.
Result<void> readContinuation(const fs::path& folder, const ConfigReader& config, ModelSpec& spec, std::vector<Message>& notes)
{
    const auto use = [&](const ConfigReader& from) {
        if (const std::string keys = unkeptRules(from); !keys.empty())
            notes.push_back({HL_NOOP("core", "Texts are continued word by word, without what %1 also says of it: %2."), {from.what(), keys}});
        return into(spec.generation, readGeneration(from, spec.vocabulary));
    };
    if (spec.head.kind != HeadKind::LanguageModel)
        return {};
    const std::optional<int> forced = std::exchange(spec.generation, {}).forcedBegin; // by a key of the family's config.json
    if (isThere(folder / "generation_config.json"))
        return withJson(folder, "generation_config.json", use);
    auto ok = use(config);
    if (ok && !spec.generation.forcedBegin)
        spec.generation.forcedBegin = forced;
    return ok;
}

/// Before anything is read: whether the weights fit, and whether somebody should be asked.
Result<void> checkMemory(const WeightNeed& need, bool isNarrow, const LoadChoices& choices, const fs::path& folder)
{
    const std::vector<std::string> args{shownPath(folder), bytesText(need.peak(isNarrow)), bytesText(isNarrow ? need.narrow : need.wide),
                                        bytesText(need.available)};
    if (need.available > 0 && need.peak(isNarrow) > need.available / 20 * 19)
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1 needs %2 of memory to be opened and %3 from then on, but only %4 are free: close other programs or choose a smaller model."), args);
    if (!choices.mayTakeMuch && need.isMuch(isNarrow))
        return fail(ErrorCode::NeedsMemory, HL_NOOP("core", "%1 needs %2 of memory to be opened and %3 from then on; %4 are free."), args);
    return {};
}

Result<const Family*> familyOf(const ConfigReader& config)
{
    if (!config.has("model_type"))
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "config.json does not say its \"model_type\"; supported are: %1."), {knownFamilies()});
    const auto type = config.string("model_type");
    if (!type)
        return tl::unexpected(type.error());
    if (const Family* family = findFamily(*type))
        return family;
    return fail(ErrorCode::Unsupported,
                HL_NOOP("core", "Models of type \"%1\" are not supported; supported are: %2."),
                {shown(*type), knownFamilies()});
}

/// The folder's tokenizer, or none and a note where it has no tokenizer files at all.
Result<std::shared_ptr<const Tokenizer>> tokenizerOf(const fs::path& folder, std::vector<Message>& notes)
{
    auto words = loadWordTokenizer(folder);
    if (!words || *words)
        return words;
    if (hasTokenizerFiles(folder))
        return loadTokenizer(folder);
    notes.push_back({HL_NOOP("core", "The folder has no tokenizer files: text cannot be typed, only token ids can be given."), {}});
    return nullptr;
}

void noteUnused(const TensorStore& tensors, const Family& family, std::vector<Message>& notes)
{
    const auto unused = tensors.unused(family.buffers);
    if (unused.empty())
        return;
    notes.push_back({HL_NOOP("core", "%1 tensors of the file were not used, \"%2\" among them."),
                     {std::to_string(unused.size()), shown(unused.front())}});
}

} // namespace

namespace {

Result<std::shared_ptr<const Model>> load(const fs::path& folder, const std::stop_token& stop,
                                          const std::function<void(LoadProgress)>& progress, const LoadChoices& choices)
{
    if (auto ok = checkFolder(folder); !ok)
        return tl::unexpected(ok.error());
    const auto document = readConfig(folder);
    if (!document)
        return tl::unexpected(document.error());
    const auto config = ConfigReader::of(*document, "config.json");
    if (!config)
        return tl::unexpected(config.error());
    const auto family = familyOf(*config);
    if (!family)
        return tl::unexpected(family.error());
    if (auto ok = refuseChangedModels(*config); !ok)
        return tl::unexpected(ok.error());
    const auto files = findWeightFiles(folder);
    if (!files)
        return tl::unexpected(files.error());
    if (!*files)
        return failNoWeights(folder);
    auto store = openWeightFiles(**files);
    if (!store)
        return tl::unexpected(store.error());
    TensorStore& tensors = *store;
    const WeightNeed need = needOf(tensors);
    const bool isNarrow = choices.keepsNarrow || (need.isMuch(false) && need.narrow < need.wide);
    if (auto ok = checkMemory(need, isNarrow, choices, folder); !ok)
        return tl::unexpected(ok.error());
    tensors.setKeepsNarrow(isNarrow);
    const std::uint64_t size = tensors.bytes();
    const auto tell = [&progress, size](std::uint64_t done) {
        if (progress)
            progress({done, size});
    };
    tell(0);
    tensors.setWatch({stop, tell});
    auto spec = (*family)->describe(*config, tensors);
    if (!spec)
        return tl::unexpected(spec.error());
    if (spec->name.empty()) {
        const fs::path plain = folder.has_filename() ? folder : folder.parent_path();
        spec->name = plain.filename().string();
    }
    if (auto ok = validate(*spec); !ok)
        return tl::unexpected(ok.error());
    auto weights = (*family)->map(*spec, tensors);
    if (!weights)
        return tl::unexpected(weights.error());
    if (stop.stop_requested())
        return failStopped();
    tell(size);

    std::vector<Message> notes;
    if (auto ok = prepareInput(folder, *spec, notes); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = readContinuation(folder, *config, *spec, notes); !ok)
        return tl::unexpected(ok.error());
    noteUnused(tensors, **family, notes);
    if (isNarrow && need.narrow < need.wide)
        notes.push_back({HL_NOOP("core", "The weights are kept in 16 bits, as they are stored: %1 in the place of %2. The numbers are the same; a run takes longer."),
                         {bytesText(need.narrow), bytesText(need.wide)}});
    if (need.isMuch(isNarrow)) // nobody was asked: whoever calls allows it without
        notes.push_back({HL_NOOP("core", "Opening this model took up to %1 of memory; %2 were free."),
                         {bytesText(need.peak(isNarrow)), bytesText(need.available)}});
    auto tokenizer = spec->image ? Result<std::shared_ptr<const Tokenizer>>(nullptr) : tokenizerOf(folder, notes);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    if (*tokenizer && (*tokenizer)->vocabularySize() > spec->vocabulary)
        notes.push_back({HL_NOOP("core", "The tokenizer has %1 tokens, the model only %2; tokens beyond them cannot be run."),
                         {std::to_string((*tokenizer)->vocabularySize()), std::to_string(spec->vocabulary)}});
    ModelCard card;
    if (*family == &headlightFamily()) { // other files may use these keys for something else
        if (auto ok = into(card, readModelCard(*config)); !ok)
            return tl::unexpected(ok.error());
    }
    return Model::make(std::move(*spec), std::move(*weights), std::move(*tokenizer), std::move(notes), std::move(card));
}

} // namespace

Result<std::shared_ptr<const Model>> loadModel(const fs::path& folder, std::stop_token stop,
                                               const std::function<void(LoadProgress)>& progress, const LoadChoices& choices)
{
    try {
        return load(folder, stop, progress, choices);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1: there is not enough memory for this model; close other programs or choose a smaller one."),
                    {shownPath(folder)});
    }
}

} // namespace hl
