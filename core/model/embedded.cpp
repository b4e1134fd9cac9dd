#include "core/model/embedded.h"

#include "core/base/json.h"
#include "core/model/families/family.h"
#include "core/model/model_card.h"
#include "core/model/own_format.h"

#include <nlohmann/json.hpp>

#include <sys/types.h> // sha2.h relies on it

#include <sha2.h>

namespace hl {

namespace {

tl::unexpected<Error> failDamaged(std::string_view name, std::string_view file)
{
    return fail(ErrorCode::BadSafetensors,
                HL_NOOP("core", "The built-in model \"%1\" is damaged: %2 is not the file that was shipped. Install Headlight "
                                "again; the other models still work."),
                {std::string(name), std::string(file)});
}

/// One file of the model, checked; empty where there is none of this name.
Result<std::span<const std::byte>> checkedFile(std::string_view model, std::string_view name,
                                               std::span<const EmbeddedFile> files)
{
    const std::string path = std::string(model) + "/" + std::string(name);
    for (const EmbeddedFile& file : files) {
        if (file.path != path)
            continue;
        if (sha256Of(file.bytes) != file.sha256)
            return failDamaged(model, name);
        return file.bytes;
    }
    return std::span<const std::byte>{};
}

std::string_view textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

std::string sha256Of(std::span<const std::byte> bytes)
{
    std::string digits(SHA256_DIGEST_STRING_LENGTH, '\0');
    SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), digits.data());
    digits.pop_back(); // the terminating zero
    return digits;
}

Result<std::shared_ptr<const Model>> loadEmbedded(std::string_view name, std::span<const EmbeddedFile> files)
{
    const auto configFile = checkedFile(name, "config.json", files);
    const auto weightsFile = checkedFile(name, "model.safetensors", files);
    const auto wordsFile = checkedFile(name, "words.txt", files);
    for (const auto* file : {&configFile, &weightsFile, &wordsFile}) {
        if (!*file)
            return tl::unexpected(file->error());
    }
    if (configFile->empty() || weightsFile->empty())
        return failDamaged(name, configFile->empty() ? "config.json" : "model.safetensors");

    const std::string what = std::string(name) + "/config.json";
    const auto document = parseJson(textOf(*configFile), {}, what);
    if (!document)
        return tl::unexpected(document.error());
    const auto config = ConfigReader::of(*document, what);
    if (!config)
        return tl::unexpected(config.error());
    auto tensorFile = SafetensorsFile::parse({weightsFile->begin(), weightsFile->end()}, std::string(name) + "/model.safetensors");
    if (!tensorFile)
        return tl::unexpected(tensorFile.error());
    TensorStore tensors(std::move(*tensorFile));
    auto spec = headlightFamily().describe(*config, tensors);
    if (!spec)
        return tl::unexpected(spec.error());
    if (auto ok = validate(*spec); !ok)
        return tl::unexpected(ok.error());
    auto weights = headlightFamily().map(*spec, tensors);
    if (!weights)
        return tl::unexpected(weights.error());
    auto card = readModelCard(*config);
    if (!card)
        return tl::unexpected(card.error());
    std::shared_ptr<const Tokenizer> tokenizer;
    if (!wordsFile->empty()) {
        auto words = wordTokenizer(textOf(*wordsFile), *config);
        if (!words)
            return tl::unexpected(words.error());
        tokenizer = std::move(*words);
    }
    return Model::make(std::move(*spec), std::move(*weights), std::move(tokenizer), {}, std::move(*card));
}

} // namespace hl
