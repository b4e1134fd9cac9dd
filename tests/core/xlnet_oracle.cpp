#include "core/xlnet_oracle.h"

#include "core/sentencepiece_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xlnetOracle {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double epsilon = 1e-12; // layer_norm_eps

class Oracle
{
public:
    Oracle(const ModelFolder& folder, const Shape& shape, const Question& question)
        : m_folder(folder)
        , m_shape(shape)
        , m_q(question)
        , m_n(static_cast<int>(question.ids.size()))
    {}

    std::map<std::string, Rows> run()
    {
        Rows h;
        for (const int id : m_q.ids)
            h.push_back(row("transformer.word_embedding.weight", id, m_shape.d));
        keep("embed.token", h);
        Rows g(m_q.targets.size(), row("transformer.mask_emb", 0, m_shape.d)); // mask_emb.expand(m)
        if (!m_q.targets.empty()) {
            keep("query.embed.start", g);
            Rows places;
            for (const int place : m_q.targets)
                places.push_back({static_cast<double>(place)});
            keep("query.positions", places);
        }
        for (int layer = 0; layer < m_shape.layers; ++layer) {
            m_layer = layer;
            m_h = h;
            const Rows content = stream("", h, isHiddenFromContent());
            if (!m_q.targets.empty())
                g = stream("query.", g, isHidden());
            h = content;
        }
        if (m_shape.hasHead) {
            const std::string side = m_q.targets.empty() ? "" : "query.";
            const Rows& last = m_q.targets.empty() ? h : g;
            Rows logits;
            Rows probs;
            for (const Row& x : last) {
                Row scores;
                for (int word = 0; word < m_shape.vocabulary; ++word) {
                    double sum = at("lm_loss.bias", word);
                    for (int c = 0; c < m_shape.d; ++c)
                        sum += x[static_cast<std::size_t>(c)] *
                               at("transformer.word_embedding.weight", word * m_shape.d + c);
                    scores.push_back(sum);
                }
                logits.push_back(scores);
                probs.push_back(softmax(scores).pattern);
            }
            keep(side + "logits", logits);
            keep(side + "probs", probs);
        }
        return m_steps;
    }

private:
    using Grid = std::vector<std::vector<bool>>;

    /// attn_mask: causal, padding, perm_mask; of the query stream.
    Grid isHidden() const
    {
        Grid hidden(static_cast<std::size_t>(m_n), std::vector<bool>(static_cast<std::size_t>(m_n), false));
        for (std::size_t i = 0; i < hidden.size(); ++i) {
            for (std::size_t j = 0; j < hidden.size(); ++j) {
                hidden[i][j] = (m_shape.isUni && j > i) || (!m_q.allowed.empty() && m_q.allowed[j] == 0) ||
                               (!m_q.perm.empty() && m_q.perm[i][j] != 0);
            }
        }
        return hidden;
    }

    /// non_tgt_mask: the same, but that a token sees itself.
    Grid isHiddenFromContent() const
    {
        Grid hidden = isHidden();
        for (std::size_t i = 0; i < hidden.size(); ++i)
            hidden[i][i] = false;
        return hidden;
    }

    double at(const std::string& name, int index) const
    {
        return m_folder.tensors.at(name).numbers[static_cast<std::size_t>(index)];
    }

    Row row(const std::string& name, int index, int width) const
    {
        Row out;
        for (int c = 0; c < width; ++c)
            out.push_back(at(name, index * width + c));
        return out;
    }

    std::string own(const std::string& part) const
    {
        return "transformer.layer." + std::to_string(m_layer) + "." + part;
    }

    void keep(const std::string& name, const Rows& rows) { m_steps[name] = rows; }

    /// x W of one head, W stored [d, heads, d_head].
    Rows projected(const Rows& x, const std::string& part, int head) const
    {
        Rows out;
        for (const Row& from : x) {
            Row to;
            for (int c = 0; c < m_shape.dHead; ++c) {
                double sum = 0.0;
                for (int k = 0; k < m_shape.d; ++k)
                    sum += from[static_cast<std::size_t>(k)] *
                           at(own("rel_attn." + part), (k * m_shape.heads + head) * m_shape.dHead + c);
                to.push_back(sum);
            }
            out.push_back(to);
        }
        return out;
    }

    Rows plus(const Rows& q, const std::string& bias, int head) const
    {
        Rows out = q;
        for (Row& each : out) {
            for (int c = 0; c < m_shape.dHead; ++c)
                each[static_cast<std::size_t>(c)] += at(own("rel_attn." + bias), head * m_shape.dHead + c);
        }
        return out;
    }

    static double dot(const Row& a, const Row& b)
    {
        double sum = 0.0;
        for (std::size_t c = 0; c < a.size(); ++c)
            sum += a[c] * b[c];
        return sum;
    }

    /// The sines and cosines of a distance, through W_R.
    Row distanceKey(int distance, int head) const
    {
        if (m_shape.clamp > 0)
            distance = std::clamp(distance, -m_shape.clamp, m_shape.clamp);
        Row sines;
        for (int half = 0; half < 2; ++half) {
            for (int i = 0; i < m_shape.d; i += 2) {
                const double angle = distance / std::pow(10000.0, static_cast<double>(i) / m_shape.d);
                sines.push_back(half == 0 ? std::sin(angle) : std::cos(angle));
            }
        }
        return projected({sines}, "r", head).front();
    }

    struct Softmax
    {
        double max = -infinity;
        double sum = 0.0;
        Row shifted, exp, pattern;
    };

    static Softmax softmax(const Row& scores)
    {
        Softmax out;
        for (const double score : scores)
            out.max = std::max(out.max, score);
        for (const double score : scores) {
            out.shifted.push_back(score == -infinity ? -infinity : score - out.max);
            out.exp.push_back(score == -infinity ? 0.0 : std::exp(score - out.max));
            out.sum += out.exp.back();
        }
        for (const double e : out.exp)
            out.pattern.push_back(out.sum > 0.0 ? e / out.sum : 0.0);
        return out;
    }

    /// One head: x makes the queries, m_h keys and values. The rows of the query stream stand at their
    /// targets.
    Rows attend(const std::string& path, const Rows& x, const Grid& hidden, int head)
    {
        const bool isQuery = path.starts_with("query.");
        const Rows k = projected(m_h, "k", head);
        const Rows v = projected(m_h, "v", head);
        const Rows q = projected(x, "q", head);
        const Rows content = plus(q, "r_w_bias", head);
        const Rows position = plus(q, "r_r_bias", head);
        const Rows segment = plus(q, "r_s_bias", head);
        Rows ac, bd, ef, sum, scaled, mask, masked, max, shifted, exp, expSum, pattern, z;
        for (std::size_t r = 0; r < x.size(); ++r) {
            const int i = isQuery ? m_q.targets[r] : static_cast<int>(r);
            Row rowAc, rowBd, rowEf, rowSum, rowScaled, rowMask, rowMasked;
            for (int j = 0; j < m_n; ++j) {
                rowAc.push_back(dot(content[r], k[static_cast<std::size_t>(j)]));
                rowBd.push_back(dot(position[r], distanceKey(i - j, head)));
                const bool isOther = !m_q.segments.empty() && m_q.segments[static_cast<std::size_t>(i)] !=
                                                                  m_q.segments[static_cast<std::size_t>(j)];
                Row embedded;
                for (int c = 0; c < m_shape.dHead; ++c)
                    embedded.push_back(at(own("rel_attn.seg_embed"),
                                          ((isOther ? 1 : 0) * m_shape.heads + head) * m_shape.dHead + c));
                rowEf.push_back(dot(segment[r], embedded));
                rowSum.push_back(rowAc.back() + rowBd.back() + rowEf.back());
                rowScaled.push_back(rowSum.back() / std::sqrt(static_cast<double>(m_shape.dHead)));
                rowMask.push_back(hidden[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] ? -infinity
                                                                                                   : 0.0);
                rowMasked.push_back(rowScaled.back() + rowMask.back());
            }
            const Softmax parts = softmax(rowMasked);
            Row mixed(static_cast<std::size_t>(m_shape.dHead), 0.0);
            for (std::size_t j = 0; j < v.size(); ++j) {
                for (std::size_t c = 0; c < mixed.size(); ++c)
                    mixed[c] += parts.pattern[j] * v[j][c];
            }
            ac.push_back(rowAc);
            bd.push_back(rowBd);
            ef.push_back(rowEf);
            sum.push_back(rowSum);
            scaled.push_back(rowScaled);
            mask.push_back(rowMask);
            masked.push_back(rowMasked);
            max.push_back({parts.max});
            shifted.push_back(parts.shifted);
            exp.push_back(parts.exp);
            expSum.push_back({parts.sum});
            pattern.push_back(parts.pattern);
            z.push_back(mixed);
        }
        const std::string at = path + "attn." + std::to_string(head) + ".";
        if (!isQuery) {
            keep(at + "k", k);
            keep(at + "v", v);
        }
        keep(at + "q", q);
        keep(at + "q_content", content);
        keep(at + "q_position", position);
        keep(at + "q_segment", segment);
        keep(at + "scores", ac);
        keep(at + "scores_c2p", bd);
        keep(at + "scores_segment", ef);
        keep(at + "scores_sum", sum);
        keep(at + "scaled", scaled);
        keep(at + "mask", mask);
        keep(at + "masked", masked);
        keep(at + "softmax.max", max);
        keep(at + "softmax.shifted", shifted);
        keep(at + "softmax.exp", exp);
        keep(at + "softmax.sum", expSum);
        keep(at + "pattern", pattern);
        keep(at + "z", z);
        return z;
    }

    Rows normed(const Rows& x, const std::string& name) const
    {
        Rows out;
        for (const Row& each : x) {
            double mean = 0.0;
            for (const double value : each)
                mean += value / static_cast<double>(each.size());
            double variance = 0.0;
            for (const double value : each)
                variance += (value - mean) * (value - mean) / static_cast<double>(each.size());
            Row to;
            for (std::size_t c = 0; c < each.size(); ++c)
                to.push_back((each[c] - mean) / std::sqrt(variance + epsilon) *
                                 at(own(name + ".weight"), static_cast<int>(c)) +
                             at(own(name + ".bias"), static_cast<int>(c)));
            out.push_back(to);
        }
        return out;
    }

    /// x Wᵀ + b, W stored [out, in].
    Rows linear(const Rows& x, const std::string& name, int in, int out) const
    {
        Rows made;
        for (const Row& each : x) {
            Row to;
            for (int o = 0; o < out; ++o) {
                double sum = at(own(name + ".bias"), o);
                for (int c = 0; c < in; ++c)
                    sum += each[static_cast<std::size_t>(c)] * at(own(name + ".weight"), o * in + c);
                to.push_back(sum);
            }
            made.push_back(to);
        }
        return made;
    }

    static Rows sum(const Rows& a, const Rows& b)
    {
        Rows out = a;
        for (std::size_t r = 0; r < a.size(); ++r) {
            for (std::size_t c = 0; c < a[r].size(); ++c)
                out[r][c] += b[r][c];
        }
        return out;
    }

    /// A layer of one stream: attention, residual sum, norm, feed-forward network.
    Rows stream(const std::string& side, const Rows& x, const Grid& hidden)
    {
        const std::string path = side + "blocks." + std::to_string(m_layer) + ".";
        keep(path + "resid_pre", x);
        Rows joined(x.size());
        for (int head = 0; head < m_shape.heads; ++head) {
            const Rows z = attend(path, x, hidden, head);
            for (std::size_t r = 0; r < x.size(); ++r)
                joined[r].insert(joined[r].end(), z[r].begin(), z[r].end());
        }
        keep(path + "attn.concat", joined);
        Rows out;
        for (const Row& each : joined) { // o is stored [d, heads, d_head]
            Row to;
            for (int o = 0; o < m_shape.d; ++o) {
                double total = 0.0;
                for (std::size_t c = 0; c < each.size(); ++c)
                    total += each[c] *
                             at(own("rel_attn.o"), o * m_shape.heads * m_shape.dHead + static_cast<int>(c));
                to.push_back(total);
            }
            out.push_back(to);
        }
        keep(path + "attn.out", out);
        const Rows mid = sum(out, x);
        keep(path + "resid_mid", mid);
        const Rows attended = normed(mid, "rel_attn.layer_norm");
        keep(path + "ln1.out", attended);
        const Rows pre = linear(attended, "ff.layer_1", m_shape.d, m_shape.dInner);
        keep(path + "mlp.pre", pre);
        Rows post = pre;
        for (Row& each : post) {
            for (double& value : each)
                value = 0.5 * value * (1.0 + std::erf(value / std::sqrt(2.0)));
        }
        keep(path + "mlp.post", post);
        const Rows back = linear(post, "ff.layer_2", m_shape.dInner, m_shape.d);
        keep(path + "mlp.out", back);
        const Rows last = sum(back, attended);
        keep(path + "resid_post", last);
        Rows handed = normed(last, "ff.layer_norm");
        keep(path + "ln2.out", handed);
        return handed;
    }

    const ModelFolder& m_folder;
    Shape m_shape;
    Question m_q;
    int m_n;
    int m_layer = 0;
    Rows m_h; ///< of the content stream, as it enters the layer
    std::map<std::string, Rows> m_steps;
};

} // namespace

ModelFolder folder(const Shape& shape, std::mt19937& random)
{
    ModelFolder made;
    made.config = {{"model_type", "xlnet"},
                   {"architectures", {shape.hasHead ? "XLNetLMHeadModel" : "XLNetModel"}},
                   {"d_model", shape.d},
                   {"n_head", shape.heads},
                   {"d_head", shape.dHead},
                   {"n_layer", shape.layers},
                   {"vocab_size", shape.vocabulary},
                   {"d_inner", shape.dInner},
                   {"ff_activation", "gelu"},
                   {"layer_norm_eps", epsilon},
                   {"clamp_len", shape.clamp},
                   {"attn_type", shape.isUni ? "uni" : "bi"}};
    std::normal_distribution<double> normal(0.0, 1.0);
    const auto add = [&](const std::string& name, std::vector<std::int64_t> sizes, double scale,
                         double mean = 0.0) {
        made.add(name, std::move(sizes));
        for (double& number : made.tensors[name].numbers)
            number = static_cast<float>(mean + scale * normal(random));
    };
    add("transformer.word_embedding.weight", {shape.vocabulary, shape.d}, 1.0);
    add("transformer.mask_emb", {1, 1, shape.d}, 1.0);
    if (shape.hasHead)
        add("lm_loss.bias", {shape.vocabulary}, 0.3);
    for (int layer = 0; layer < shape.layers; ++layer) {
        const std::string own = "transformer.layer." + std::to_string(layer) + ".";
        for (const char* part : {"q", "k", "v", "r", "o"})
            add(own + "rel_attn." + part, {shape.d, shape.heads, shape.dHead}, 0.35);
        for (const char* part : {"r_w_bias", "r_r_bias", "r_s_bias"})
            add(own + "rel_attn." + part, {shape.heads, shape.dHead}, 0.5);
        add(own + "rel_attn.seg_embed", {2, shape.heads, shape.dHead}, 0.7);
        for (const char* norm : {"rel_attn.layer_norm", "ff.layer_norm"}) {
            add(own + norm + ".weight", {shape.d}, 0.2, 1.0);
            add(own + norm + ".bias", {shape.d}, 0.2);
        }
        add(own + "ff.layer_1.weight", {shape.dInner, shape.d}, 0.3);
        add(own + "ff.layer_1.bias", {shape.dInner}, 0.2);
        add(own + "ff.layer_2.weight", {shape.d, shape.dInner}, 0.3);
        add(own + "ff.layer_2.bias", {shape.d}, 0.2);
    }
    return made;
}

void writeTokenizer(const std::filesystem::path& folder)
{
    using namespace protobuf;
    std::string all = piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("</s>", 0, 3) + piece("<cls>", 0, 3) +
                      piece("<sep>", 0, 3) + piece("<pad>", 0, 3) + piece("<mask>", 0, 3);
    float score = -1;
    for (const char* word : {"▁", "▁the", "▁dog", "▁sat", "▁on", "▁a", "▁mat", "▁cat", "▁here", "▁now"})
        all += piece(word, score -= 0.1F);
    writeBytes(folder / "spiece.model", all + trainer(1) + normalizer(true, true));
    writeBytes(folder / "tokenizer_config.json", R"({"tokenizer_class":"XLNetTokenizer"})");
}

std::map<std::string, Rows> run(const ModelFolder& folder, const Shape& shape, const Question& question)
{
    return Oracle(folder, shape, question).run();
}

} // namespace xlnetOracle
