#include "core/forward/prefix_cache.h"

#include "core/forward/earlier_run.h"

namespace hl {

Result<TracePtr> PrefixCache::run(std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop)
{
    const bool isContinuable = isCausalThroughout(*model, input);
    const Index common = m_last ? commonRows(*m_last, *model, input) : 0;
    auto trace = forward(std::move(model), std::move(input), std::move(stop), EarlierRun{m_last, common, m_shelf});
    if (trace)
        m_last = isContinuable ? *trace : nullptr;
    return trace;
}

} // namespace hl
