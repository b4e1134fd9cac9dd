#include "core/forward/stack_masks.h"

#include "core/forward/earlier_run.h"

namespace hl {

Result<MaskMatrix> selfMask(const StackSpec& stack, const SequenceInput& input, const MaskChoice& choice, Index memory, Index first)
{
    const auto n = static_cast<Index>(input.tokens.size());
    if (first > 0)
        return causalMask(n - first, n, first);
    MaskMatrix mask = isCausal(stack.attention, choice) ? causalMask(n, memory + n, memory) : openMask(n, memory + n);
    if (!input.allowed.empty()) {
        std::vector<std::uint8_t> allowed(static_cast<std::size_t>(memory), 1);
        allowed.insert(allowed.end(), input.allowed.begin(), input.allowed.end());
        mask = combine(mask, paddingMask(n, allowed));
    }
    if (choice.custom) {
        if (choice.custom->rows() != n || choice.custom->cols() != n)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "The mask is %1 × %2, but the text has %3 tokens."),
                        {std::to_string(choice.custom->rows()), std::to_string(choice.custom->cols()),
                         std::to_string(n)});
        MaskMatrix custom = openMask(n, memory + n);
        custom.rightCols(n) = *choice.custom;
        mask = combine(mask, custom);
    }
    return mask;
}

MaskMatrix crossMask(const SequenceInput& source, Index queries, Index keys)
{
    return source.allowed.empty() ? openMask(queries, keys) : paddingMask(queries, source.allowed);
}

} // namespace hl
