#pragma once

#include <cstdint>

/// How much of something from outside is read before it is refused with a sentence. Sizes in bytes unless
/// said.
namespace hl::limits {

inline constexpr std::uint64_t safetensorsHeader = 100'000'000;
inline constexpr std::uint64_t safetensorsFile = 64ull << 30;
inline constexpr std::uint64_t tensorCount = 100'000;           // tensors
inline constexpr std::uint64_t tensorRank = 8;                  // dimensions
inline constexpr std::uint64_t tensorDimension = 2'147'483'647; // elements along one dimension
inline constexpr std::uint64_t tensorName = 1024;

inline constexpr std::uint64_t jsonDepth = 16; // objects and arrays inside each other
inline constexpr std::uint64_t configFile = 1ull << 20;
inline constexpr std::uint64_t tokenizerFile = 64ull << 20;
inline constexpr std::uint64_t vocabularyFile = 32ull << 20; // vocab.json, vocab.txt, merges.txt
inline constexpr std::uint64_t vocabularySize = 1'048'576;   // tokens
inline constexpr std::uint64_t mergeCount = 2'097'152;       // merges
inline constexpr std::uint64_t tokenPiece = 4096;

inline constexpr std::uint64_t shardCount = 512; // files of one model
inline constexpr std::uint64_t shardName = 255;
inline constexpr std::uint64_t sessionFile = 64ull << 20;
inline constexpr std::uint64_t promptCharacters = 100'000; // code points
inline constexpr std::uint64_t normalizedCharacters = 1ull << 22; // of one text on its way to tokens
inline constexpr std::uint64_t layers = 512;               // layers
inline constexpr std::uint64_t heads = 512;                // heads of one layer
inline constexpr std::uint64_t hidden = 65'536;            // elements of one position
inline constexpr std::uint64_t tableRows = 1ull << 24;     // words of a vocabulary, positions of a table
inline constexpr std::uint64_t exportSide = 16'384;        // pixels

inline constexpr std::uint64_t pictureFile = 64ull << 20;
inline constexpr std::uint64_t pictureSide = 16'384; // pixels
inline constexpr std::uint64_t picturePixels = 1ull << 25;
inline constexpr std::uint64_t patches = 16'384; // positions of one picture

inline constexpr std::uint64_t soundFile = 512ull << 20;
inline constexpr std::uint64_t samplesPerSecond = 768'000;
inline constexpr std::uint64_t soundWindow = 4096;   // samples of one Fourier transform
inline constexpr std::uint64_t soundSeconds = 600;    // seconds that a model takes at once

inline constexpr std::uint64_t npzFile = 0xFFFF'FFFE;    // what a zip without 64-bit extension can say
inline constexpr std::uint64_t npzUnpacked = 1ull << 30; // of all arrays of one file together
inline constexpr std::uint64_t npzEntries = 65'534;      // arrays
inline constexpr std::uint64_t npyHeader = 65'535;
inline constexpr std::uint64_t checkFile = 512ull << 20;
inline constexpr std::uint64_t checkNumbers = 1ull << 24; // of all arrays given at once; cells of all heads' scores
inline constexpr std::uint64_t checkWork = 1ull << 28;    // cells of weights computed while looking for mistakes
inline constexpr std::uint64_t shownName = 96; // code points of a foreign name in a sentence

} // namespace hl::limits
