#include "core/model/own_format.h"

#include "core/base/config_reader.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/model/own_fields.h"
#include "core/model/own_tensors.h"
#include "core/model/safetensors.h"
#include "core/text/word_tokenizer.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <optional>

namespace hl {

namespace ownNames {

std::vector<std::string_view> positions()
{
    return {"none", "sinusoidal", "learned", "rotary", "alibi", "t5_relative"};
}

std::vector<std::string_view> norms()
{
    return {"none", "layer_norm", "rms_norm", "rms_norm_single_mean", "rms_norm_single"};
}

std::vector<std::string_view> placements()
{
    return {"pre", "post"};
}

std::vector<std::string_view> activations()
{
    return {"relu", "gelu", "gelu_tanh", "silu", "quick_gelu", "tanh", "sigmoid"};
}

std::vector<std::string_view> heads()
{
    return {"none", "language_model", "masked_word", "classes"};
}

} // namespace ownNames

namespace {

using Json = nlohmann::ordered_json;

template <class Enum>
std::string nameOfChoice(Enum value, const std::vector<std::string_view>& names)
{
    return std::string(names[static_cast<std::size_t>(value)]);
}

/// Puts every choice of ownFields into an object.
class FieldWriter
{
public:
    explicit FieldWriter(Json& json)
        : m_json(json)
    {}

    void flag(const char* key, bool value) { m_json[key] = value; }
    void whole(const char* key, int value, std::int64_t, std::int64_t) { m_json[key] = value; }
    void whole(const char* key, const std::optional<int>& value, std::int64_t, std::int64_t)
    {
        if (value)
            m_json[key] = *value;
    }
    void real(const char* key, double value, double, double) { m_json[key] = value; }
    void wholes(const char* key, const std::vector<int>& values, std::int64_t, std::int64_t) { m_json[key] = values; }
    void flags(const char* key, const std::vector<bool>& values) { m_json[key] = values; }
    template <class Enum>
    void choice(const char* key, Enum value, const std::vector<std::string_view>& names)
    {
        m_json[key] = nameOfChoice(value, names);
    }

private:
    Json& m_json;
};

template <class Spec>
Json fieldsOf(Spec spec)
{
    Json json = Json::object();
    FieldWriter writer(json);
    ownFields::visit(writer, spec);
    return json;
}

/// Says those choices that are not the usual ones.
template <class Spec>
void addUnusual(Json& json, const Spec& spec)
{
    const Json usual = fieldsOf(Spec{});
    const Json own = fieldsOf(spec);
    for (const auto& [key, value] : own.items()) {
        if (!usual.contains(key) || usual.at(key) != value)
            json[key] = value;
    }
}

Json jsonOf(const AttentionSpec& spec)
{
    Json json = {{"heads", spec.heads}, {"d_k", spec.dHead}, {"d_v", spec.dValue}, {"causal", spec.isCausal}, {"scale", spec.scale},
                 {"scale_by_inverse_layer", spec.scaleByInverseLayer}};
    addUnusual(json, spec);
    return json;
}

Json jsonOf(const StackSpec& stack)
{
    Json json = jsonOf(stack.attention);
    json["layers"] = stack.layers;
    if (stack.cross)
        json["cross"] = jsonOf(*stack.cross);
    json["d_mlp"] = stack.mlp.dMlp;
    json["activation"] = nameOfChoice(stack.mlp.activation, ownNames::activations());
    json["gated"] = stack.mlp.isGated;
    json["norm"] = nameOfChoice(stack.norm, ownNames::norms());
    json["norm_epsilon"] = stack.normEpsilon;
    json["norm_placement"] = nameOfChoice(stack.placement, ownNames::placements());
    json["embedding_norm"] = stack.hasEmbeddingNorm;
    json["final_norm"] = stack.hasFinalNorm;
    json["segments"] = stack.segments;
    const PositionSpec& p = stack.positions;
    json["positions"] = {{"kind", nameOfChoice(p.kind, ownNames::positions())},
                         {"max_length", p.maxLength},
                         {"rotary_base", p.rotaryBase},
                         {"rotary_dims", p.rotaryDims},
                         {"rotary_interleaved", p.rotaryInterleaved},
                         {"t5_buckets", p.t5Buckets},
                         {"t5_max_distance", p.t5MaxDistance}};
    addUnusual(json["positions"], p);
    addUnusual(json, stack);
    if (p.isRelative())
        json["relative"] = fieldsOf(p.relative);
    if (stack.convolution)
        json["convolution"] = fieldsOf(*stack.convolution);
    if (!stack.groups.isEmpty())
        json["groups"] = fieldsOf(stack.groups);
    return json;
}

void addImage(Json& json, const ImageSpec& image)
{
    json["image_size"] = {image.height, image.width};
    json["patch_size"] = {image.patchHeight, image.patchWidth};
    json["channels"] = image.channels;
    json["class_token"] = image.hasClassToken;
    json["distillation_token"] = image.hasDistillationToken;
    if (!image.preparation.mean.empty())
        json["image_mean"] = image.preparation.mean;
    if (!image.preparation.deviation.empty())
        json["image_std"] = image.preparation.deviation;
}

/// `words` is null for a model of pictures.
Json jsonOf(const Model& model, const WordVocabulary* words)
{
    const ModelSpec& spec = model.spec();
    Json json = {{"model_type", "headlight"}, {"format_version", ownFormatVersion}, {"name", spec.name},
                 {"vocab_size", spec.vocabulary}, {"d_model", spec.dModel}};
    if (spec.encoder)
        json["encoder"] = jsonOf(*spec.encoder);
    if (spec.decoder)
        json["decoder"] = jsonOf(*spec.decoder);
    json["head"] = {{"kind", nameOfChoice(spec.head.kind, ownNames::heads())},
                    {"tied", spec.head.cutoffs.empty() ? model.weights().head.unembedding.isNull() : spec.head.isTied},
                    {"pooler", spec.head.hasPooler}};
    addUnusual(json, spec);
    addUnusual(json["head"], spec.head);
    if (spec.head.transform)
        json["head"]["transform"] = nameOfChoice(*spec.head.transform, ownNames::activations());
    if (!spec.head.textClasses.empty())
        json["head"]["text_classes"] = spec.head.textClasses;
    if (spec.image)
        addImage(json, *spec.image);
    if (spec.head.kind == HeadKind::Classes)
        json["classes"] = spec.head.classes;
    if (words)
        json["tokenizer"] = {{"begin", words->begin}, {"end", words->end}, {"mask", words->mask},
                             {"add_begin", words->addBegin}, {"add_end", words->addEnd}};
    return json;
}

} // namespace

Result<void> saveModel(const Model& model, const std::filesystem::path& folder)
{
    const auto* words = dynamic_cast<const WordTokenizer*>(model.tokenizer());
    if (!words && !model.spec().image)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "Only models with a word tokenizer can be saved in Headlight's own format."));
    if (model.spec().audio || model.spec().arrays)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "Models of speech, and numbers that were given, cannot be saved in Headlight's own format."));
    std::vector<std::vector<std::byte>> buffers;
    std::vector<TensorToWrite> tensors;
    const auto all = tensorsToSave(model);
    buffers.reserve(all.size());
    for (const auto& [name, tensor, isVector] : all) {
        const bool isDouble = tensor.view().dtype() == DType::Float64;
        const std::size_t width = isDouble ? sizeof(double) : sizeof(float);
        auto& buffer = buffers.emplace_back(static_cast<std::size_t>(tensor.size()) * width);
        if (isDouble)
            std::memcpy(buffer.data(), tensor.as<double>().data(), buffer.size());
        else
            std::memcpy(buffer.data(), tensor.as<float>().data(), buffer.size());
        std::vector<std::int64_t> shape{tensor.cols()};
        if (!isVector)
            shape.insert(shape.begin(), tensor.rows());
        tensors.push_back({name, isDouble ? StoredType::F64 : StoredType::F32, std::move(shape), buffer});
    }
    const auto file = writeSafetensors(tensors, {{"format", "headlight"}});
    if (!file)
        return tl::unexpected(file.error());
    std::string list;
    for (const std::string& word : words ? words->vocabulary().words : std::vector<std::string>())
        list += word + "\n";
    // A model's name may be that of a folder, which need not be UTF-8.
    const std::string config =
        jsonOf(model, words ? &words->vocabulary() : nullptr).dump(1, ' ', false, Json::error_handler_t::replace);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::FileUnwritable, HL_NOOP("core", "%1: the folder cannot be made: %2."),
                    {shownPath(folder), error.message()});
    if (auto ok = writeFileAtomically(folder / "model.safetensors", *file); !ok)
        return ok;
    if (words) {
        if (auto ok = writeTextFileAtomically(folder / "words.txt", list); !ok)
            return ok;
    }
    return writeTextFileAtomically(folder / "config.json", config + "\n");
}

Result<std::shared_ptr<const Tokenizer>> wordTokenizer(std::string_view words, const ConfigReader& config)
{
    WordVocabulary vocabulary;
    std::string_view rest = words;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        vocabulary.words.emplace_back(line);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    if (config.has("tokenizer")) {
        const auto options = config.object("tokenizer");
        if (!options)
            return tl::unexpected(options.error());
        for (const auto& [key, target] : {std::pair{"begin", &vocabulary.begin}, {"end", &vocabulary.end}, {"mask", &vocabulary.mask}}) {
            auto value = options->stringOr(key, *target);
            if (!value)
                return tl::unexpected(value.error());
            *target = std::move(*value);
        }
        for (const auto& [key, target] : {std::pair{"add_begin", &vocabulary.addBegin}, {"add_end", &vocabulary.addEnd}}) {
            const auto value = options->booleanOr(key, *target);
            if (!value)
                return tl::unexpected(value.error());
            *target = *value;
        }
    }
    auto tokenizer = WordTokenizer::make(std::move(vocabulary));
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    return *tokenizer;
}

Result<std::shared_ptr<const Tokenizer>> loadWordTokenizer(const std::filesystem::path& folder)
{
    std::error_code error;
    if (!std::filesystem::exists(folder / "words.txt", error))
        return nullptr;
    const auto words = readTextFile(folder / "words.txt", limits::vocabularyFile);
    if (!words)
        return tl::unexpected(words.error());
    const auto configText = readTextFile(folder / "config.json", limits::configFile);
    if (!configText)
        return tl::unexpected(configText.error());
    const auto document = parseJson(*configText, {}, "config.json");
    if (!document)
        return tl::unexpected(document.error());
    const auto config = ConfigReader::of(*document, "config.json");
    if (!config)
        return tl::unexpected(config.error());
    return wordTokenizer(*words, *config);
}

} // namespace hl
