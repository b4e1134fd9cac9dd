#pragma once

#include "core/model_cases.h"
#include "core/trace/trace.h"

#include <map>
#include <set>
#include <string>

/// What is said of the shipped models, measured again with Headlight's own arithmetic.
namespace shipped {

/// Right answers among cases.
struct Share
{
    int right = 0;
    int cases = 0;
    [[nodiscard]] double value() const { return cases == 0 ? 0.0 : static_cast<double>(right) / cases; }
};

/// The logits, probabilities and patterns of one text; aborts the test if the run is refused.
[[nodiscard]] hl::TracePtr run(const std::shared_ptr<const hl::Model>& model, const std::vector<hl::TokenId>& ids);

/// The same model without one head: its rows of W_O are zero.
[[nodiscard]] std::shared_ptr<const hl::Model> withoutHead(const hl::Model& model, int layer, int head);

/// Whether `right` has a larger logit in this row than every one of `wrong`, or than all others if that is empty.
[[nodiscard]] bool isRight(const hl::MatrixView& logits, hl::Index row, hl::TokenId right, const std::vector<hl::TokenId>& wrong);

/// Share of right answers by kind of probe. Causal models are asked at the row before the word; masked-word models at the
/// word, with [MASK] in its place. "quote_top" asks that a closing quote comes first of all pieces. Only `kinds`, if given.
[[nodiscard]] std::map<std::string, Share> probe(const std::shared_ptr<const hl::Model>& model, const Cases& cases,
                                                 const std::set<std::string>& kinds = {});

/// Mean mass of one head on a relation's columns, and what heads that know nothing would reach.
struct Mass
{
    double mean = 0;
    double shift = 0;   ///< share of the cases at the best constant distance
    double uniform = 0; ///< of an even spread
    int cases = 0;
};

/// Mass of every head that `wanted` names, by {relation, name of its pattern}. Relations that start with "masked_" are
/// measured where the row's own word is hidden.
using Wanted = std::set<std::pair<std::string, std::string>>;
[[nodiscard]] std::map<std::pair<std::string, std::string>, Mass> headMasses(const std::shared_ptr<const hl::Model>& model,
                                                                            const Cases& cases, const Wanted& wanted);

} // namespace shipped
