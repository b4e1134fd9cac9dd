#pragma once

#include "ui/figure/scene.h"

#include <QString>

#include <vector>

namespace hl::ui {

/// A token as a label shows it: never empty, white space and control characters made visible.
[[nodiscard]] QString tokenLabel(const Token& token);
/// A word as a label shows it; one token as tokenLabel() does.
[[nodiscard]] QString wordLabel(const Tokens& tokens, const WordSpan& word);
/// The token at this position, "" outside the text.
[[nodiscard]] QString tokenLabel(const Tokens& tokens, Index position);

/// The word of the vocabulary that has this number, for people.
[[nodiscard]] QString wordName(const Model& model, TokenId id);
/// A class as a label shows it: in the language of the window where every model that asks this calls it so, else as its file does.
[[nodiscard]] QString className(const std::string& name, ClassQuestion question);
/// The word or the class of this number, for people.
[[nodiscard]] QString outputName(const Model& model, TokenId id);

/// "2.1": layer and head counted from 1, as people do; the step's path counts from 0.
[[nodiscard]] QString headName(int layer, int head);
/// "Encoder", "Decoder", "Cross-attention", "Query stream"; empty for a model with one stack.
[[nodiscard]] QString stackName(Side side, bool isCross);
/// The same where stacks stand side by side: the first of two streams has a name then.
[[nodiscard]] QString stackTitle(const ModelSpec& spec, Side side, bool isCross);
/// What is put in front of a head's short name to tell its stack: "×" for cross-attention, "e" for the encoder, "q" for the query
/// stream.
[[nodiscard]] QString headPrefix(const StepRef& head);

/// "e2.1": the short name with that in front.
[[nodiscard]] QString shortHeadName(const StepRef& head);
/// "Layer 1, head 2", with the stack's name where there are several.
[[nodiscard]] QString fullHeadName(const StepRef& head);

/// The selected head and those compared with it, sorted, all within the model's stack `side`.
[[nodiscard]] std::vector<std::pair<int, int>> shownHeads(const Scene& scene, Side side, bool isCross);
/// The scene's place, moved to this head.
[[nodiscard]] Place placeOfHead(const Scene& scene, const StepRef& head);
/// One of 16 hues that keep apart on this theme's ground; the first is the accent.
[[nodiscard]] QColor headColor(const Theme& theme, int index);

} // namespace hl::ui
