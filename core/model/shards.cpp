#include "core/model/shards.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace hl {

namespace {

namespace fs = std::filesystem;

constexpr const char* indexName = "model.safetensors.index.json";

/// A name of a file in this very folder.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name.size() <= limits::shardName && name != "." && name != ".."
           && name.find('/') == std::string::npos && name.find('\\') == std::string::npos
           && name.find('\0') == std::string::npos && name.ends_with(".safetensors");
}

Result<std::map<std::string, std::string>> readIndex(const fs::path& path)
{
    const auto text = readTextFile(path, limits::tokenizerFile);
    if (!text)
        return tl::unexpected(text.error());
    const auto document = parseJson(*text, {.bytes = limits::tokenizerFile}, indexName);
    if (!document)
        return tl::unexpected(document.error());
    const bool hasMap = document->is_object() && document->contains("weight_map") && document->at("weight_map").is_object();
    if (!hasMap || document->at("weight_map").empty())
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1 has no \"weight_map\", which says the file of each tensor."), {indexName});
    std::map<std::string, std::string> files;
    for (const auto& [tensor, file] : document->at("weight_map").items()) {
        if (!file.is_string() || !isPlainName(file.get<std::string>()))
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "%1: tensor \"%2\" lies in %3, which is not the name of a .safetensors file in this folder."),
                        {indexName, shown(tensor), shown(file.is_string() ? file.get<std::string>() : file.dump())});
        files[tensor] = file.get<std::string>();
    }
    return files;
}

} // namespace

Result<std::optional<WeightFiles>> findWeightFiles(const fs::path& folder)
{
    WeightFiles files;
    std::error_code error;
    if (fs::exists(folder / "model.safetensors", error)) {
        files.paths.push_back(folder / "model.safetensors");
        files.what = "model.safetensors";
        return files;
    }
    if (!fs::exists(folder / indexName, error))
        return std::nullopt;
    const auto index = readIndex(folder / indexName);
    if (!index)
        return tl::unexpected(index.error());
    std::set<std::string> names;
    for (const auto& [tensor, file] : *index)
        names.insert(file);
    if (names.size() > limits::shardCount)
        return fail(ErrorCode::FileTooLarge, HL_NOOP("core", "%1 lists %2 files; at most %3 are read."),
                    {indexName, std::to_string(names.size()), std::to_string(limits::shardCount)});
    for (const std::string& name : names) {
        if (!fs::exists(folder / name, error))
            return fail(ErrorCode::FileNotFound,
                        HL_NOOP("core", "%1 lists %2, which is not in the folder: download it too."), {indexName, shown(name)});
        files.paths.push_back(folder / name);
    }
    for (const auto& [tensor, file] : *index)
        files.promised.emplace_back(tensor, static_cast<std::size_t>(std::distance(names.begin(), names.find(file))));
    files.what = indexName;
    return files;
}

Result<TensorStore> openWeightFiles(const WeightFiles& files)
{
    std::vector<SafetensorsFile> opened;
    std::set<std::string> names;
    for (const fs::path& path : files.paths) {
        auto file = SafetensorsFile::open(path);
        if (!file)
            return tl::unexpected(file.error());
        for (const TensorInfo& info : file->tensors()) {
            if (!names.insert(info.name).second)
                return fail(ErrorCode::BadTensor, HL_NOOP("core", "Tensor \"%1\" is in two files, %2 being the second."),
                            {shown(info.name), file->what()});
        }
        opened.push_back(std::move(*file));
    }
    for (const auto& [tensor, which] : files.promised) {
        if (!opened[which].find(tensor))
            return fail(ErrorCode::BadTensor, HL_NOOP("core", "%1 says that tensor \"%2\" is in %3, but it is not."),
                        {files.what, shown(tensor), shown(files.paths[which].filename().string())});
    }
    return TensorStore(std::move(opened), files.what);
}

} // namespace hl
