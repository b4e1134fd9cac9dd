#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Writes SentencePiece models field by field, sound and damaged ones.
namespace protobuf {

[[nodiscard]] std::string varint(std::uint64_t value);
[[nodiscard]] std::string number(unsigned field, std::uint64_t value);
[[nodiscard]] std::string real(unsigned field, float value);
[[nodiscard]] std::string bytes(unsigned field, std::string_view value);

/// One piece of a model; types as in sentencepiece_model.proto: 1 normal, 2 unknown, 3 control, 4 user-defined,
/// 5 unused, 6 byte.
[[nodiscard]] std::string piece(std::string_view text, float score, unsigned type = 1);
/// The options: 1 unigram, 2 BPE.
[[nodiscard]] std::string trainer(unsigned kind, bool hasByteFallback = false);
[[nodiscard]] std::string normalizer(bool addsPrefix, bool removesSpaces, std::string_view charsmap = {});
/// <0x00> .. <0xFF>
[[nodiscard]] std::string bytePieces();

} // namespace protobuf
