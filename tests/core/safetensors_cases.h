#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// One file that a safetensors reader must take or refuse.
struct SafetensorsCase
{
    std::string name;
    std::string bytes;
    bool isAccepted = false;
    std::string fragment; ///< of the sentence when refused
};

/// The 90 cases that the reference reader was asked too; verdicts equal its own but for five that are
/// stricter here.
std::vector<SafetensorsCase> safetensorsCases();

/// A file of this header text and these data; `length` is what the first eight bytes say.
std::string safetensorsBytes(std::string_view header, std::string_view data, std::uint64_t length);
std::string safetensorsBytes(std::string_view header, std::string_view data = {});
