#include "core/check/given_names.h"

#include "core/base/likeness.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

namespace hl {

namespace {

struct RoleNames
{
    Role role;
    std::string_view names; ///< separated by spaces, the usual one first; compared without case and punctuation
};

constexpr std::array table{
    RoleNames{Role::X, "X input inputs x_in hidden hidden_states embedded src tgt resid"},
    RoleNames{Role::XKeys, "X_kv X_keys memory encoder_output encoder_hidden_states kv_input"},
    RoleNames{Role::Embedding, "embedding embeddings emb embed token_embedding token_embeddings tok_emb word_embeddings E"},
    RoleNames{Role::Positions, "PE positions pos positional_encoding pos_encoding pos_enc pos_emb position_embeddings "
                               "positional_encodings positional_embedding embed_position"},
    RoleNames{Role::WQ, "W_Q W_query query_weight q_weight weight_q q_proj q_proj_weight query_kernel w_qs linear_q"},
    RoleNames{Role::WK, "W_K W_key key_weight k_weight weight_k k_proj k_proj_weight key_kernel w_ks linear_k"},
    RoleNames{Role::WV, "W_V W_value value_weight v_weight weight_v v_proj v_proj_weight value_kernel w_vs linear_v"},
    RoleNames{Role::WO, "W_O W_out W_output out_weight o_weight output_weight weight_o o_proj o_proj_weight out_proj out_proj_weight "
                        "c_proj c_proj_weight fc_out linear_out"},
    RoleNames{Role::BQ, "b_Q b_query q_bias bias_q query_bias q_proj_bias bq"},
    RoleNames{Role::BK, "b_K b_key k_bias bias_k key_bias k_proj_bias bk"},
    RoleNames{Role::BV, "b_V b_value v_bias bias_v value_bias v_proj_bias bv"},
    RoleNames{Role::BO, "b_O b_out o_bias bias_o out_bias output_bias o_proj_bias out_proj_bias"},
    RoleNames{Role::Q, "Q query queries q_heads Q_split"},
    RoleNames{Role::K, "K key keys k_heads K_split"},
    RoleNames{Role::V, "V value values v_heads V_split"},
    RoleNames{Role::Scores, "scores score S QK QKT Q_KT qk_t logits raw_scores attn_scores attention_scores attn_logits dots dot_products "
                            "energy similarity unscaled_scores"},
    RoleNames{Role::Scaled, "scaled scaled_scores scores_scaled scaled_qk scaled_attention_scores scaled_attn_scores scaled_dot_products "
                            "scaled_logits"},
    RoleNames{Role::Masked, "masked masked_scores scores_masked masked_logits scaled_masked masked_scaled masked_attn_scores"},
    RoleNames{Role::Pattern, "weights W attn_weights attention_weights attn_weight attention_weight pattern attention attn att probs A P "
                             "alpha alphas softmax attn_probs attention_probs attn_matrix attention_matrix attention_pattern "
                             "attention_map probabilities softmax_scores"},
    RoleNames{Role::Z, "z context contexts ctx context_vector context_vectors head_output head_outputs heads_out z_heads attended"},
    RoleNames{Role::Concat, "concat concatenated concat_heads heads_concat merged merged_heads joined multihead"},
    RoleNames{Role::Output, "output outputs out O Y result attn_output attention_output attn_out attention_out final final_output"},
    RoleNames{Role::Mask, "mask attn_mask attention_mask M causal_mask src_mask tgt_mask masks"},
    RoleNames{Role::Padding, "padding_mask key_padding_mask pad_mask src_key_padding_mask padding padded is_padding"},
    RoleNames{Role::Causal, "causal is_causal autoregressive"},
    RoleNames{Role::Heads, "heads num_heads n_heads nheads n_head nhead number_of_heads H head_count num_attention_heads"},
    RoleNames{Role::ModelWidth, "d_model model_width embed_dim hidden_size n_embd dim model_dim embedding_dim"},
    RoleNames{Role::HeadWidth, "d_k d_head head_dim head_width d_q key_dim"},
};

std::string plain(std::string_view name)
{
    std::string out;
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

template <class Visit>
void eachName(Visit visit)
{
    for (const RoleNames& row : table) {
        for (std::string_view rest = row.names; !rest.empty();) {
            const auto end = std::min(rest.find(' '), rest.size());
            if (visit(row.role, rest.substr(0, end)))
                return;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
}

std::optional<Role> exactRole(const std::string& name)
{
    std::optional<Role> found;
    eachName([&](Role role, std::string_view known) {
        if (plain(known) == name)
            found = role;
        return found.has_value();
    });
    return found;
}

} // namespace

std::optional<Role> roleOf(std::string_view name)
{
    const std::string whole = plain(name);
    if (const auto role = exactRole(whole))
        return role;
    // The end of a path: "blocks.0.attn.1.pattern", "layer/query".
    const auto last = name.find_last_of("./:");
    if (last != std::string_view::npos) {
        if (const auto role = exactRole(plain(name.substr(last + 1))))
            return role;
    }
    for (const std::string_view prefix : {"my", "student", "our", "their", "the", "torch", "np", "numpy"}) {
        if (whole.size() > prefix.size() && whole.starts_with(prefix)) {
            if (const auto role = exactRole(whole.substr(prefix.size())))
                return role;
        }
    }
    for (const std::string_view suffix : {"np", "numpy", "matrix", "mat", "array", "arr", "weight", "tensor", "0", "1"}) {
        if (whole.size() > suffix.size() && whole.ends_with(suffix)) {
            if (const auto role = exactRole(whole.substr(0, whole.size() - suffix.size())))
                return role;
        }
    }
    return std::nullopt;
}

std::optional<TokenList> tokenListOf(std::string_view name)
{
    const std::string whole = plain(name);
    const auto isOneOf = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), whole) != names.end();
    };
    if (isOneOf({"tokens", "token", "words", "labels", "tokenlist"}))
        return TokenList::Both;
    if (isOneOf({"querytokens", "qtokens", "targettokens", "tgttokens", "decodertokens", "rowtokens", "querylabels", "querywords"}))
        return TokenList::Queries;
    if (isOneOf({"keytokens", "ktokens", "sourcetokens", "srctokens", "encodertokens", "columntokens", "keylabels", "keywords"}))
        return TokenList::Keys;
    return std::nullopt;
}

std::string nearestArrayName(std::string_view name)
{
    const std::string whole = plain(name);
    std::string best;
    std::size_t bestDistance = std::numeric_limits<std::size_t>::max();
    eachName([&](Role, std::string_view known) {
        const std::size_t distance = editDistance(whole, plain(known));
        if (distance < bestDistance) {
            bestDistance = distance;
            best = known;
        }
        return false;
    });
    return best;
}

std::string namesOf(Role role)
{
    for (const RoleNames& row : table) {
        if (row.role != role)
            continue;
        std::string out;
        for (const char c : row.names)
            out += c == ' ' ? std::string(", ") : std::string(1, c);
        return out;
    }
    return {};
}

} // namespace hl
