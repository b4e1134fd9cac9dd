#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hl {

/// What an array of someone's computation stands for.
enum class Role {
    X, XKeys, Embedding, Positions,
    WQ, WK, WV, WO, BQ, BK, BV, BO,
    Q, K, V, Scores, Scaled, Masked, Pattern, Z, Concat, Output,
    Mask, Padding, Causal, Heads, ModelWidth, HeadWidth,
};

/// The role of an array by its name, whatever its case, underscores, dots and usual additions: "W_Q", "wq", "q_proj.weight".
[[nodiscard]] std::optional<Role> roleOf(std::string_view name);
/// Which tokens a list of words names.
enum class TokenList { Both, Queries, Keys };
[[nodiscard]] std::optional<TokenList> tokenListOf(std::string_view name);
[[nodiscard]] inline bool isTokenListName(std::string_view name) { return tokenListOf(name).has_value(); }
/// The nearest name that has a role, for "did you mean".
[[nodiscard]] std::string nearestArrayName(std::string_view name);
/// The names a role goes by, the usual one first, as `headlight check -h` lists them.
[[nodiscard]] std::string namesOf(Role role);

} // namespace hl
