#include "core/model_measures.h"

#include "core/forward/forward.h"
#include "core/run/trace_inputs.h"

#include <QtTest>

#include <algorithm>

namespace shipped {

namespace {

bool isCausal(const hl::Model& model)
{
    return model.spec().stack(hl::Side::Only).attention.isCausal;
}

hl::MatrixView logitsOf(const hl::TracePtr& trace)
{
    return trace->view({.step = hl::Step::Logits});
}

/// The same text with one word hidden.
std::vector<hl::TokenId> hidden(const hl::Model& model, std::vector<hl::TokenId> ids, hl::Index position)
{
    ids[static_cast<std::size_t>(position)] = *model.tokenizer()->maskId();
    return ids;
}

/// Adds up the mass of arcs under the names of their relations.
class Sums
{
public:
    Sums(const Wanted& wanted, bool isCausal)
        : m_wanted(wanted)
        , m_isCausal(isCausal)
    {}

    void add(const std::string& relation, const Arc& arc, const hl::TracePtr& trace)
    {
        for (const auto& key : m_wanted) {
            if (key.first != relation)
                continue;
            const hl::MatrixView pattern = trace->view(*hl::parseStep(key.second));
            const hl::Index visible = m_isCausal ? arc.row + 1 : pattern.cols();
            Mass& mass = m_masses[key];
            for (hl::Index column = arc.first; column <= arc.last; ++column) {
                mass.mean += pattern.at(arc.row, column);
                mass.uniform += 1.0 / static_cast<double>(visible);
                ++m_distances[key][arc.row - column];
            }
            mass.cases += arc.isMore ? 0 : 1;
        }
    }

    std::map<std::pair<std::string, std::string>, Mass> means()
    {
        for (auto& [key, mass] : m_masses) {
            int most = 0;
            for (const auto& [distance, count] : m_distances[key])
                most = std::max(most, count);
            mass.mean /= mass.cases;
            mass.uniform /= mass.cases;
            mass.shift = static_cast<double>(most) / mass.cases;
        }
        return m_masses;
    }

private:
    const Wanted& m_wanted;
    bool m_isCausal;
    std::map<std::pair<std::string, std::string>, Mass> m_masses;
    std::map<std::pair<std::string, std::string>, std::map<hl::Index, int>> m_distances;
};

} // namespace

hl::TracePtr run(const std::shared_ptr<const hl::Model>& model, const std::vector<hl::TokenId>& ids)
{
    hl::ForwardInput input;
    input.source.tokens = hl::tokensOfIds(*model, ids);
    input.capture.patterns = {"logits", "probs", "blocks.*.attn.*.pattern"};
    auto trace = hl::forward(model, std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

std::shared_ptr<const hl::Model> withoutHead(const hl::Model& model, int layer, int head)
{
    hl::Weights weights = model.weights();
    hl::StackWeights& stack = model.spec().decoder ? weights.decoder : weights.encoder;
    hl::Tensor& output = stack.blocks[static_cast<std::size_t>(layer)].attention.o.weight;
    hl::MatrixOf<float> numbers = output.as<float>();
    const hl::Index width = model.spec().stack(hl::Side::Only).attention.dValue;
    numbers.middleRows(head * width, width).setZero();
    output = hl::Tensor(output.name(), std::move(numbers));
    return *hl::Model::make(model.spec(), std::move(weights), model.sharedTokenizer());
}

bool isRight(const hl::MatrixView& logits, hl::Index row, hl::TokenId right, const std::vector<hl::TokenId>& wrong)
{
    const double score = logits.at(row, right);
    if (!wrong.empty())
        return std::all_of(wrong.begin(), wrong.end(), [&](hl::TokenId id) { return logits.at(row, id) < score; });
    for (hl::Index id = 0; id < logits.cols(); ++id) {
        if (id != right && logits.at(row, id) >= score)
            return false;
    }
    return true;
}

std::map<std::string, Share> probe(const std::shared_ptr<const hl::Model>& model, const Cases& cases,
                                   const std::set<std::string>& kinds)
{
    std::map<std::string, Share> found;
    const bool looksBack = isCausal(*model);
    std::size_t story = cases.stories.size();
    hl::TracePtr trace;
    for (const Probe& probe : cases.probes) { // in the order of their stories
        const bool isAsked = kinds.empty() || kinds.count(probe.kind) > 0;
        const bool isTopAsked = probe.kind == "quote" && (kinds.empty() || kinds.count("quote_top") > 0);
        if (!isAsked && !isTopAsked)
            continue;
        if (!looksBack)
            trace = run(model, hidden(*model, cases.stories[probe.story], probe.position));
        else if (story != probe.story)
            trace = run(model, cases.stories[probe.story]);
        story = probe.story;
        const hl::Index row = looksBack ? probe.position - 1 : probe.position;
        const auto count = [&](const std::string& kind, const std::vector<hl::TokenId>& wrong) {
            Share& share = found[kind];
            ++share.cases;
            share.right += isRight(logitsOf(trace), row, probe.right, wrong) ? 1 : 0;
        };
        if (isAsked)
            count(probe.kind, probe.wrong);
        if (isTopAsked && looksBack)
            count("quote_top", {});
    }
    return found;
}

std::map<std::pair<std::string, std::string>, Mass> headMasses(const std::shared_ptr<const hl::Model>& model,
                                                               const Cases& cases, const Wanted& wanted)
{
    const std::string mark = "masked_";
    std::set<std::string> relations;
    for (const auto& key : wanted)
        relations.insert(key.first);
    Sums sums(wanted, isCausal(*model));
    std::size_t story = cases.stories.size();
    hl::TracePtr trace;
    for (const Arc& arc : cases.arcs) { // in the order of their stories
        if (relations.count(arc.relation) > 0) {
            if (story != arc.story)
                trace = run(model, cases.stories[arc.story]);
            story = arc.story;
            sums.add(arc.relation, arc, trace);
        }
        const bool isProbed = relations.count(mark + arc.relation) > 0
                              && std::any_of(cases.probes.begin(), cases.probes.end(), [&](const Probe& probe) {
                                     return probe.story == arc.story && probe.position == arc.row;
                                 });
        if (isProbed)
            sums.add(mark + arc.relation, arc, run(model, hidden(*model, cases.stories[arc.story], arc.row)));
    }
    return sums.means();
}

} // namespace shipped
