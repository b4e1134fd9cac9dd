#pragma once

#include "app/commands/command.h"
#include "core/run/run_request.h"

#include <memory>

namespace hl {

inline constexpr OptionInfo modelOption{"--model", "M", "a folder with a model, or a built-in one (see `headlight models`)",
                                        true};
inline constexpr OptionInfo textOption{"--text", "T", "the text", false};
inline constexpr OptionInfo targetOption{"--target", "T2", "the target text of an encoder-decoder model"};
inline constexpr OptionInfo pairOption{"--pair", "T2", "the second text of a pair"};
inline constexpr OptionInfo imageOption{"--image", "FILE.png", "the picture, for a model of pictures"};

inline constexpr OptionInfo editsOption{"--edits", "FILE.json", "what to change by hand before the run (a list, see the manual)"};
inline constexpr OptionInfo ablateOption{"--ablate", "HEADS", "heads to take out, separated by commas: blocks.0.attn.1,blocks.2.attn.0"};
inline constexpr OptionInfo audioOption{"--audio", "FILE.wav", "the sound, for a model of speech"};

/// The model that --model names.
[[nodiscard]] Result<std::shared_ptr<const Model>> openModel(const Options& options);

/// --target or --pair; refused where the model has no use for it.
[[nodiscard]] tl::expected<std::optional<std::string>, Failure> secondText(const Options& options, const Model& model);

/// The list that --edits and --ablate make.
[[nodiscard]] tl::expected<Edits, Failure> readEdits(const Options& options);

/// A request for --model's --text with --target or --pair.
[[nodiscard]] tl::expected<RunRequest, Failure> runRequest(const Options& options, std::shared_ptr<const Model> model);

/// How many of --text, --image and --audio are given.
[[nodiscard]] int sourceCount(const Options& options);
/// Nothing if what the model is to read is given: one of these, or none of them where --model is a file of arrays.
/// `others` is how many other sources there are, which `named` names.
[[nodiscard]] std::optional<Failure> checkSources(const Options& options, int others = 0, const std::string& named = {});

/// The trace's notes, as lines.
[[nodiscard]] std::vector<std::string> notesOf(const Trace& trace);
/// Which edits were left out, and why.
[[nodiscard]] std::vector<std::string> notesOf(const std::vector<std::optional<Message>>& refusals);

} // namespace hl
