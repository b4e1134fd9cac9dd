#pragma once

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/model/front_end.h"
#include "core/model/generation_spec.h"
#include "core/model/head_spec.h"
#include "core/model/stack_spec.h"
#include "core/trace/step.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// What the decoder of an encoder-decoder model reads.
enum class TargetText
{
    Typed,            ///< a text of its own
    SourceAfterStart, ///< the encoder's text moved by one token, behind the start token (BART's classes)
    SourceAfterLast   ///< the same, behind its own last token that is not padding (mBART's)
};

/// One attention call whose numbers were given, not made by weights: which of them there are.
struct ArraysSpec
{
    Step start = Step::Q; ///< Q: queries and keys are given; else the first step that is: Scores, Scaled, Masked or Pattern
    bool hasValues = false;
    bool hasProjection = false; ///< W_O
    int queries = 1;
    int keys = 1;
};

/// The one generic transformer: every family is mapped onto this.
struct ModelSpec
{
    std::string name;
    std::string family; ///< "gpt2", "bert", "headlight"
    int vocabulary = 0;
    int dModel = 0;
    int sourceVocabulary = 0; ///< of an encoder with a table of its own; 0: the same as the decoder's
    std::optional<ImageSpec> image; ///< the first stack reads pictures; there is no table of tokens for it
    std::optional<AudioSpec> audio; ///< or sound
    std::optional<ArraysSpec> arrays; ///< or nothing: this is one attention call, not a model
    std::optional<StackSpec> encoder; ///< bidirectional stack
    std::optional<StackSpec> decoder; ///< causal stack, or the second of an encoder-decoder
    /// Words can be asked for: the stack can run as two streams. The content stream is that of any other model; the query stream
    /// has a row for each word asked for, starts from one learned row, has the same weights, and takes its keys and values
    /// from the content stream. Yang et al. 2019, 2.3.
    bool hasQueryStream = false;
    bool isAsked = false; ///< and some are, in this run: the query stream is computed, and predicts
    HeadSpec head;
    TargetText target = TargetText::Typed;
    GenerationSpec generation;

    [[nodiscard]] bool isEncoderDecoder() const { return encoder && decoder; }
    [[nodiscard]] const StackSpec& stack(Side side) const
    {
        if (side == Side::Encoder || (side != Side::Decoder && !decoder))
            return *encoder;
        return *decoder;
    }
    /// The stacks in order of computation: {Only}, {Only, Query} or {Encoder, Decoder}.
    [[nodiscard]] std::vector<Side> sides() const
    {
        if (isAsked)
            return {Side::Only, Side::Query};
        return isEncoderDecoder() ? std::vector{Side::Encoder, Side::Decoder} : std::vector{Side::Only};
    }
    /// With every stack that a run of this model may have.
    [[nodiscard]] ModelSpec withAllStacks() const
    {
        ModelSpec all = *this;
        all.isAsked = hasQueryStream;
        return all;
    }
    /// True if this stack starts from token ids; else from a picture, from sound, or from given numbers.
    [[nodiscard]] bool readsTokens(Side side) const
    {
        return side == Side::Decoder || (side != Side::Query && !image && !audio && !arrays);
    }
    /// Rows of a stack's embedding table.
    [[nodiscard]] int vocabularyOf(Side side) const
    {
        return side == Side::Encoder && sourceVocabulary > 0 ? sourceVocabulary : vocabulary;
    }
    /// Scores in a row of logits: words of the vocabulary, or classes.
    [[nodiscard]] int outputs() const
    {
        return head.kind == HeadKind::Classes ? static_cast<int>(head.classes.size()) : vocabulary;
    }
    /// True if a second text is typed for the decoder.
    [[nodiscard]] bool takesTarget() const { return isEncoderDecoder() && target == TargetText::Typed; }
    /// The stack that predicts: logits and generation belong to it.
    [[nodiscard]] Side outputSide() const { return sides().back(); }
    /// The stack whose tokens are spoken of: an answer's place is one of the encoder's text, though the decoder has read it again.
    [[nodiscard]] Side spokenSide() const
    {
        return head.problem == ClassProblem::Span && isEncoderDecoder() ? Side::Encoder : outputSide();
    }
};

/// Refuses sizes that cannot be (d_model not divisible by heads, zero layers, ...) with a sentence.
[[nodiscard]] Result<void> validate(const ModelSpec& spec);

/// What a step is computed from, in the order of its formula. Empty for steps that are given.
[[nodiscard]] std::vector<StepRef> inputsOf(const StepRef& ref, const ModelSpec& spec);

/// True for a step of one attention call whose numbers were given.
[[nodiscard]] bool isGiven(const StepRef& ref, const ModelSpec& spec);
/// How this model makes a step, for people: the formula of the table, or "given", translated in context "core".
[[nodiscard]] const char* formulaOf(const StepRef& ref, const ModelSpec& spec);

/// True for a step of the query stream where no word is asked for: the model has it, but there is nothing of it then.
[[nodiscard]] bool isUnasked(const StepRef& ref, const ModelSpec& spec);
/// What to say of such a step.
[[nodiscard]] Message unaskedText();

/// What this stack hands on: the last norm's output, or the last block's.
[[nodiscard]] StepRef stackOutput(Side side, const ModelSpec& spec);
/// What block `layer` hands on to the next.
[[nodiscard]] StepRef blockOutput(Side side, int layer, const ModelSpec& spec);

/// Where the probabilities of what the model says are: `probs`, `class_probs` where each class has its own, or `span_probs` where
/// they are of tokens. None where it says nothing, or numbers.
[[nodiscard]] std::optional<StepRef> probabilityStep(const ModelSpec& spec);

/// The classes that the columns of a step stand for; none where they stand for other things.
[[nodiscard]] const std::vector<std::string>& columnClasses(Step step, const ModelSpec& spec);

/// Every step this model has, in the order of computation.
[[nodiscard]] std::vector<StepRef> stepsOf(const ModelSpec& spec);
/// True if the model has this step (layer and head in range included).
[[nodiscard]] bool hasStep(const ModelSpec& spec, const StepRef& ref);

} // namespace hl
