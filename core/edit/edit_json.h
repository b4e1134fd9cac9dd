#pragma once

#include "core/edit/edit.h"

#include <string>
#include <string_view>

namespace hl {

/// A list of edits as JSON, one object each; the manual tells the keys. editsFromJson() reads what editsToJson() writes.
///   {"set": "blocks.0.attn.1.scores", "cells": [[row, col, value], ...]}     a step, or weights: "blocks.0.attn.1.q.weight"
///   {"fill": "blocks.0.attn.1.q.weight", "with": "identity"}                 zero, identity, previous-token, permutation, random; "seed"
///   {"scale": "blocks.0.attn.1", "by": 0}
///   {"force": "blocks.0.attn.1", "to": "uniform"}                            or previous-token, or key with "key": 3
///   {"copy": "blocks.0.attn.0", "to": "blocks.0.attn.1"}
///   {"swap": "blocks.0.attn.0", "with": "blocks.0.attn.1"}
///   {"temperature": 0.5, "head": "blocks.0.attn.1"}                          without "head": all
///   {"token": 3, "text": "dog"}                                              "text": null deletes it; "side": "decoder"
/// Each may have "on": false and "name".
[[nodiscard]] std::string editsToJson(const Edits& edits);
[[nodiscard]] Result<Edits> editsFromJson(std::string_view text, std::string_view what);

} // namespace hl
