#include "core/analysis/rollout.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace hl {

namespace {

/// A network with one node per layer and position and Dinic's maximum flow on it. An augmenting path takes a capacity to
/// exactly 0, so the phases end although the capacities are not whole numbers.
class Network
{
public:
    explicit Network(const std::vector<MatrixOf<double>>& layers)
        : m_width(layers.front().rows())
        , m_edges(static_cast<std::size_t>(m_width) * (layers.size() + 1))
    {
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            for (Index from = 0; from < m_width; ++from) {
                for (Index to = 0; to < m_width; ++to) {
                    if (layers[layer](from, to) > 0.0)
                        connect(node(layer + 1, from), node(layer, to), layers[layer](from, to));
                }
            }
        }
    }

    [[nodiscard]] std::size_t node(std::size_t layer, Index position) const
    {
        return layer * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(position);
    }

    /// Nothing if stopped.
    std::optional<double> largestFlow(std::size_t source, std::size_t sink, const std::stop_token& stop)
    {
        for (auto& edges : m_edges) {
            for (Edge& edge : edges)
                edge.left = edge.capacity;
        }
        double flow = 0.0;
        while (findLevels(source, sink)) {
            if (stop.stop_requested())
                return std::nullopt;
            m_next.assign(m_edges.size(), 0);
            while (const double pushed = push(source, sink, std::numeric_limits<double>::infinity()))
                flow += pushed;
        }
        return flow;
    }

private:
    struct Edge
    {
        std::size_t to;
        std::size_t back; ///< index of the edge the other way, among those of `to`
        double capacity;
        double left;
    };

    void connect(std::size_t from, std::size_t to, double capacity)
    {
        m_edges[from].push_back({to, m_edges[to].size(), capacity, 0.0});
        m_edges[to].push_back({from, m_edges[from].size() - 1, 0.0, 0.0});
    }

    bool findLevels(std::size_t source, std::size_t sink)
    {
        m_levels.assign(m_edges.size(), -1);
        m_levels[source] = 0;
        std::vector<std::size_t> queue{source};
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const Edge& edge : m_edges[queue[i]]) {
                if (edge.left > 0.0 && m_levels[edge.to] < 0) {
                    m_levels[edge.to] = m_levels[queue[i]] + 1;
                    queue.push_back(edge.to);
                }
            }
        }
        return m_levels[sink] >= 0;
    }

    /// One path from here; as deep as the network has levels.
    double push(std::size_t here, std::size_t sink, double most)
    {
        if (here == sink)
            return most;
        for (std::size_t& i = m_next[here]; i < m_edges[here].size(); ++i) {
            Edge& edge = m_edges[here][i];
            if (edge.left <= 0.0 || m_levels[edge.to] != m_levels[here] + 1)
                continue;
            const double pushed = push(edge.to, sink, std::min(most, edge.left));
            if (pushed > 0.0) {
                edge.left -= pushed;
                m_edges[edge.to][edge.back].left += pushed;
                return pushed;
            }
        }
        return 0.0;
    }

    Index m_width;
    std::vector<std::vector<Edge>> m_edges;
    std::vector<int> m_levels;
    std::vector<std::size_t> m_next;
};

Result<void> check(const std::vector<MatrixOf<double>>& layers)
{
    HL_ASSERT(!layers.empty());
    if (layers.front().rows() > longestFlow)
        return fail(ErrorCode::TextTooLong,
                    HL_NOOP("core", "Flow is worked out for at most %1 tokens, and the text has %2: shorten it, or look at the rollout."),
                    {std::to_string(longestFlow), std::to_string(layers.front().rows())});
    return {};
}

Result<std::vector<double>> rowOf(Network& network, std::size_t depth, Index output, Index width, const std::stop_token& stop)
{
    std::vector<double> row;
    for (Index token = 0; token < width; ++token) {
        const auto flow = network.largestFlow(network.node(depth, output), network.node(0, token), stop);
        if (!flow)
            return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
        row.push_back(*flow);
    }
    return row;
}

} // namespace

Result<std::vector<double>> attentionFlowRow(const std::vector<MatrixOf<double>>& layers, Index output, std::stop_token stop)
{
    if (const auto ok = check(layers); !ok)
        return tl::unexpected(ok.error());
    HL_ASSERT(output >= 0 && output < layers.front().rows());
    Network network(layers);
    return rowOf(network, layers.size(), output, layers.front().rows(), stop);
}

Result<MatrixOf<double>> attentionFlow(const std::vector<MatrixOf<double>>& layers, std::stop_token stop)
{
    if (const auto ok = check(layers); !ok)
        return tl::unexpected(ok.error());
    const Index width = layers.front().rows();
    MatrixOf<double> flow(width, width);
    Network network(layers);
    for (Index output = 0; output < width; ++output) {
        const auto row = rowOf(network, layers.size(), output, width, stop);
        if (!row)
            return tl::unexpected(row.error());
        for (Index token = 0; token < width; ++token)
            flow(output, token) = (*row)[static_cast<std::size_t>(token)];
    }
    return flow;
}

} // namespace hl
