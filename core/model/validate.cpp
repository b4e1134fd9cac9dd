#include "core/model/spec.h"

#include <string>

namespace hl {

namespace {

// What no sensible model exceeds; a damaged file often does.
constexpr int mostLayers = 512;
constexpr int mostHeads = 512;
constexpr int widest = 65536;

Result<void> inRange(const char* what, long long value, long long low, long long high)
{
    if (value >= low && value <= high)
        return {};
    return fail(ErrorCode::BadConfig,
                HL_NOOP("core", "The model says %1 = %2; expected a number from %3 to %4."),
                {what, std::to_string(value), std::to_string(low), std::to_string(high)});
}

Result<void> validateAttention(const AttentionSpec& attention)
{
    if (auto ok = inRange("number of heads", attention.heads, 1, mostHeads); !ok)
        return ok;
    if (auto ok = inRange("d_k", attention.dHead, 1, widest); !ok)
        return ok;
    return inRange("d_v", attention.dValue, 1, widest);
}

Result<void> validateStack(const StackSpec& stack, int dModel)
{
    if (auto ok = inRange("number of layers", stack.layers, 1, mostLayers); !ok)
        return ok;
    if (auto ok = validateAttention(stack.attention); !ok)
        return ok;
    if (stack.cross) {
        if (auto ok = validateAttention(*stack.cross); !ok)
            return ok;
    }
    if (auto ok = inRange("d_mlp", stack.mlp.dMlp, 0, 16LL * widest); !ok)
        return ok;
    if (!(stack.normEpsilon >= 0.0 && stack.normEpsilon <= 1.0))
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says norm epsilon = %1; expected a number from 0 to 1."),
                    {std::to_string(stack.normEpsilon)});
    if (stack.positions.kind == PositionKind::Rotary) {
        const int dims = stack.positions.rotaryDims > 0 ? stack.positions.rotaryDims : stack.attention.dHead;
        if (dims % 2 != 0 || dims > stack.attention.dHead)
            return fail(
                ErrorCode::BadConfig,
                HL_NOOP("core",
                        "Rotary positions need an even number of features of at most d_k = %2, not %1."),
                {std::to_string(dims), std::to_string(stack.attention.dHead)});
    }
    if (stack.positions.kind == PositionKind::Learned) {
        if (auto ok = inRange("number of positions", stack.positions.maxLength, 1, 1 << 24); !ok)
            return ok;
    }
    if (stack.positions.kind == PositionKind::Sinusoidal && dModel < 1)
        return inRange("d_model", dModel, 1, widest);
    return {};
}

} // namespace

Result<void> validate(const ModelSpec& spec)
{
    if (!spec.encoder && !spec.decoder)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model has neither an encoder nor a decoder."));
    if (auto ok = inRange("d_model", spec.dModel, 1, widest); !ok)
        return ok;
    if (auto ok = inRange("vocabulary size", spec.vocabulary, 1, 1 << 24); !ok)
        return ok;
    for (const Side side : spec.sides()) {
        if (auto ok = validateStack(spec.stack(side), spec.dModel); !ok)
            return ok;
    }
    if (spec.isEncoderDecoder() && !spec.decoder->cross)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The decoder of an encoder-decoder model needs cross-attention."));
    return {};
}

} // namespace hl
