#include "core/forward/prefix_cache.h"

#include <algorithm>

namespace hl {

Index PrefixCache::commonRows(const Model& model, const ForwardInput& input) const
{
    if (!m_last || &m_last->model() != &model || m_mask != input.mask.mode || m_last->dtype() != DType::Float32
        || !isCausalThroughout(model, input))
        return 0;
    const Tokens& before = m_last->tokens(Side::Only);
    const Tokens& now = input.source.tokens;
    const auto isSame = [](const Token& a, const Token& b) { return a.id == b.id && a.segment == b.segment; };
    const auto differs = std::mismatch(before.begin(), before.end(), now.begin(), now.end(), isSame).first;
    const Index common = differs - before.begin();
    return std::clamp<Index>(static_cast<Index>(now.size()) - 1, 0, common); // the last row is computed in any case
}

Result<TracePtr> PrefixCache::run(std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop)
{
    const Index common = commonRows(*model, input);
    const MaskMode mask = input.mask.mode;
    const bool isReusable = isCausalThroughout(*model, input);
    auto trace = forward(std::move(model), std::move(input), std::move(stop), EarlierRun{m_last, common});
    if (trace) {
        m_last = isReusable ? *trace : nullptr;
        m_mask = mask;
    }
    return trace;
}

} // namespace hl
