#pragma once

#include "core/base/error.h"
#include "core/text/frames.h"
#include "core/text/tokenizer_settings.h"

#include <map>
#include <string>
#include <vector>

namespace hl {

/// How the pieces of the file get their ids.
enum class Numbering
{
    AsInFile,
    Fairseq,   ///< <s> <pad> </s> <unk>, then the file's pieces from the fourth on (mBART, XLM-RoBERTa)
    VocabJson, ///< in a file of their own (Marian)
};

/// The conventions of one class of tokenizers that use a SentencePiece file.
struct SentencePieceFamily
{
    const char* tokenizerClass;
    std::vector<const char*> modelTypes; ///< of config.json
    Frame frame;
    Numbering numbering;
    std::map<std::string, std::string> roles; ///< "eos_token" -> "</s>"
};

/// The family by the class that the settings name, else by the model's type, else nothing.
[[nodiscard]] const SentencePieceFamily* findSentencePieceFamily(const TokenizerSettings& settings);

/// The language codes of mBART and mBART-50, in the order of their ids.
[[nodiscard]] const std::vector<std::string>& languageCodes(Frame frame);

} // namespace hl
