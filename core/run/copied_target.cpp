#include "core/run/copied_target.h"

#include "core/forward/generate.h"

#include <algorithm>

namespace hl {

Result<Tokens> copiedTarget(const Model& model, const Tokens& source)
{
    const ModelSpec& spec = model.spec();
    if (spec.target == TargetText::Typed)
        return Tokens{};
    if (source.empty())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The text has no tokens; type at least one word."));
    Tokens target;
    if (spec.target == TargetText::SourceAfterStart) {
        auto start = targetStart(model);
        if (!start)
            return tl::unexpected(start.error());
        target.push_back(std::move(*start));
    } else {
        const auto isText = [&](const Token& token) { return token.id != spec.head.paddingToken; };
        const auto last = std::find_if(source.rbegin(), source.rend(), isText);
        target.push_back(last == source.rend() ? source.back() : *last);
    }
    target.insert(target.end(), source.begin(), source.end() - 1);
    return target;
}

} // namespace hl
