#pragma once

#include "core/model_folder.h"

/// Tiny folders in the layout of the families that read one text, d_model 8, to be opened whole or damaged first.
namespace textFolders {

/// The model itself, without a head: "bert", "roberta", "distilbert", "albert", "electra", "mpnet", "deberta", "deberta-v2",
/// or one of causalFolders::names().
[[nodiscard]] ModelFolder bare(const std::string& family);

/// What the family's names of architectures begin with: "DistilBert".
[[nodiscard]] std::string className(const std::string& family);
[[nodiscard]] bool isCausal(const std::string& family);

/// The same with a head that chooses among three classes, for the text or for each token, under the family's names.
[[nodiscard]] ModelFolder classes(const std::string& family, bool isOfTokens);

/// Every number drawn anew, exact in float32; the same seed gives the same folder.
void randomise(ModelFolder& made, unsigned seed);

} // namespace textFolders
