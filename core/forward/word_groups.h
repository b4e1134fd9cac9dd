#pragma once

#include "core/base/crew.h"
#include "core/model/model.h"

#include <span>

namespace hl {

/// Each word's row of its group's table, with zeros behind it where the group's rows are narrower: out [n, widest].
template <class T>
void gatherGroups(const Model& model, std::span<const Token> words, MutableRef<T> out);

/// Those rows brought to d_model, each by its group's projection: rows [n, widest], out [n, d_model].
template <class T>
void projectGroups(const Model& model, std::span<const Token> words, const ConstRef<T>& rows, MutableRef<T> out);

/// One score per word and then one per group of rarer words, before anything is normalised: rows [n, features of the head],
/// scores [n, vocabulary + groups]. Where each group has features of its own, these lie side by side in `rows`, and the groups
/// are scored with those of the most frequent words. Grave et al. 2017, section 4.
template <class T>
void adaptiveScores(const Model& model, const ConstRef<T>& rows, MutableRef<T> scores, Crew* crew = nullptr);

} // namespace hl
