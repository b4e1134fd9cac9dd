#pragma once

#include "core/attention/recipe.h"
#include "core/attention/rules.h"
#include "core/base/message.h"

#include <optional>
#include <span>
#include <string_view>

namespace hl {

/// What must be there for a mistake to change any number.
enum class Need {
    Nothing,
    Embedding,        ///< tokens before positions are added
    Projections,      ///< X and the weights of Q, K and V
    Biases,           ///< of a projection
    FlatHeads,        ///< several heads, not yet split
    SeveralHeads,
    OtherModelWidth,  ///< d_model is not d_k
    Mask,             ///< something is forbidden
    CausalMask,
    Padding,          ///< a key that is forbidden to every query
    ForbiddenRow,     ///< a query that may see no key
    LargeScores,      ///< exp of them overflows
    OutputProjection,
};

/// A usual mistake in attention: one row of the table. Adding one is adding a row.
struct Mistake
{
    std::string_view name; ///< as the command line has it: "softmax-over-queries"
    const char* title;     ///< this and the next two: translated in context "core"
    const char* breaks;    ///< what becomes of the numbers
    const char* shows;     ///< how it is noticed in practice
    Step step;             ///< the first step that it changes
    std::string_view rule; ///< the rule of rules() that it breaks
    Need need;
    void (*make)(Recipe&);
};

[[nodiscard]] std::span<const Mistake> mistakes();
[[nodiscard]] const Mistake* mistakeNamed(std::string_view name); ///< null if there is none

/// The recipe with one mistake, or with two. Null: none.
[[nodiscard]] Recipe recipeWith(const Mistake* first, const Mistake* second = nullptr);
/// False where one mistake leaves nothing of the other.
[[nodiscard]] bool canBeMadeTogether(const Mistake& a, const Mistake& b);

/// True if the problem has what the mistake needs.
[[nodiscard]] bool isMet(Need need, const AttentionProblem& problem);

/// The problem with what the mistake needs added, where that is a matter of masks and sizes of numbers; `note` then says
/// what was added. Nothing where the problem cannot show the mistake; `note` says what is missing.
[[nodiscard]] std::optional<AttentionProblem> problemFor(const Mistake& mistake, AttentionProblem problem,
                                                         std::optional<Message>& note);

} // namespace hl
