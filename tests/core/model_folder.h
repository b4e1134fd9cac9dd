#pragma once

#include "core/base/stored_type.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Small model folders in the layout of a family, made to be opened whole or damaged first.
struct ModelFolder
{
    struct Values
    {
        std::vector<std::int64_t> shape;
        std::vector<double> numbers;
        hl::StoredType type = hl::StoredType::F32;
    };

    nlohmann::json config;
    std::map<std::string, Values> tensors;

    void add(const std::string& name, std::vector<std::int64_t> shape);
    /// A config.json of the given text instead of `config`.
    void write(const std::filesystem::path& folder, const std::string& configText) const;
    void write(const std::filesystem::path& folder) const;
    [[nodiscard]] std::string weightsFile() const;

    [[nodiscard]] static ModelFolder gpt2();
    [[nodiscard]] static ModelFolder bert();
    [[nodiscard]] static ModelFolder of(std::string_view family);
};

void writeBytes(const std::filesystem::path& path, std::string_view bytes);
