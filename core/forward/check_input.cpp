#include "core/forward/check_input.h"

namespace hl {

namespace {

/// Memory that is not captured still exists while a run lasts; a text whose pattern alone exceeds this is refused.
constexpr Index longestRun = 16384; // tokens

Result<void> checkMemory(const ModelSpec& spec, const StackSpec& stack, const SequenceInput& input)
{
    if (input.memory.empty())
        return {};
    if (stack.memory == 0)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 has no memory of an earlier text; leave it out."), {spec.name});
    if (static_cast<int>(input.memory.size()) != stack.layers)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The memory has %1 parts; expected one for each of %2 layers."),
                    {std::to_string(input.memory.size()), std::to_string(stack.layers)});
    for (const MatrixOf<double>& rows : input.memory) {
        if (rows.rows() < 1 || rows.rows() != input.memory.front().rows() || rows.cols() != spec.dModel)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "A layer's memory is %1 × %2; expected %3 × %4 for every layer."),
                        {std::to_string(rows.rows()), std::to_string(rows.cols()),
                         std::to_string(input.memory.front().rows()), std::to_string(spec.dModel)});
    }
    return {};
}

/// What is hidden and asked for.
Result<void> checkAsked(const ModelSpec& spec, const SequenceInput& input)
{
    if (input.targets.empty() && input.hidden.size() == 0)
        return {};
    if (!spec.hasQueryStream)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 has no query stream: no word can be asked for or hidden."), {spec.name});
    const auto count = static_cast<Index>(input.tokens.size());
    if (input.hidden.size() > 0 && (input.hidden.rows() != count || input.hidden.cols() != count))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "What is hidden is given as %1 × %2, but the text has %3 tokens."),
                    {std::to_string(input.hidden.rows()), std::to_string(input.hidden.cols()), std::to_string(count)});
    std::vector<bool> isAsked(input.tokens.size(), false);
    for (const int place : input.targets) {
        if (place < 0 || place >= count)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "There is no token %1 to ask for: this text has %2, counted from 0."),
                        {std::to_string(place), std::to_string(count)});
        if (isAsked[static_cast<std::size_t>(place)])
            return fail(ErrorCode::BadInput, HL_NOOP("core", "Token %1 is asked for twice; ask for each once."), {std::to_string(place)});
        isAsked[static_cast<std::size_t>(place)] = true;
    }
    return {};
}

} // namespace

Result<void> checkSequence(const Model& model, Side side, const SequenceInput& input)
{
    const ModelSpec& spec = model.spec();
    const auto count = static_cast<Index>(input.tokens.size());
    if (count == 0)
        return fail(ErrorCode::BadInput, side == Side::Decoder
                                             ? HL_NOOP("core", "The target text has no tokens; type at least one word.")
                                             : HL_NOOP("core", "The text has no tokens; type at least one word."));
    const Index longest = maxTokens(model, side);
    if (longest > 0 && count > longest)
        return fail(ErrorCode::TextTooLong,
                    HL_NOOP("core", "The text has %1 tokens, but this model takes at most %2; shorten it."),
                    {std::to_string(count), std::to_string(longest)});
    if (count > longestRun)
        return fail(ErrorCode::TextTooLong,
                    HL_NOOP("core", "The text has %1 tokens; at most %2 can be run at once; shorten it."),
                    {std::to_string(count), std::to_string(longestRun)});
    if (!input.allowed.empty() && static_cast<Index>(input.allowed.size()) != count)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The attention mask has %1 entries for %2 tokens."),
                    {std::to_string(input.allowed.size()), std::to_string(count)});
    if (input.embeddings && (input.embeddings->rows() != count || input.embeddings->cols() != spec.stack(side).tokenWidth(spec.dModel)))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The given embeddings are %1 × %2, expected %3 × %4."),
                    {std::to_string(input.embeddings->rows()), std::to_string(input.embeddings->cols()),
                     std::to_string(count), std::to_string(spec.stack(side).tokenWidth(spec.dModel))});
    if (auto ok = checkMemory(spec, spec.stack(side), input); !ok)
        return ok;
    if (auto ok = checkAsked(spec, input); !ok)
        return ok;
    if (!spec.readsTokens(side))
        return {};
    const Index vocabulary = spec.vocabularyOf(side);
    const StackSpec& stack = spec.stack(side);
    for (std::size_t i = 0; i < input.tokens.size(); ++i) {
        const Token& token = input.tokens[i];
        if (!input.embeddings && (token.id < 0 || token.id >= vocabulary))
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "Token %1 has id %2, but the vocabulary ends at %3."),
                        {std::to_string(i), std::to_string(token.id), std::to_string(vocabulary - 1)});
        if (stack.segments > 0 && (token.segment < 0 || token.segment >= stack.segments))
            return fail(ErrorCode::BadInput, HL_NOOP("core", "Token %1 has token type %2, but the model has only %3."),
                        {std::to_string(i), std::to_string(token.segment), std::to_string(stack.segments)});
    }
    return {};
}

} // namespace hl
