#include "core/model/spec.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace hl {

namespace {

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
    if (auto ok = inRange("number of heads", attention.heads, 1, limits::heads); !ok)
        return ok;
    if (auto ok = inRange("number of key and value heads", attention.keyHeads(), 1, attention.heads); !ok)
        return ok;
    if (attention.heads % attention.keyHeads() != 0)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says %1 heads share %2 heads of keys and values; the first must be a multiple of the second."),
                    {std::to_string(attention.heads), std::to_string(attention.keyHeads())});
    if (auto ok = inRange("d_k", attention.dHead, 1, limits::hidden); !ok)
        return ok;
    if (auto ok = inRange("d_v", attention.dValue, 1, limits::hidden); !ok)
        return ok;
    if (!std::isfinite(attention.scale))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says attention scale = %1; expected a number."),
                    {std::to_string(attention.scale)});
    return {};
}

/// Half of the buckets, or a quarter for both directions, hold one distance each; the rest grow with the logarithm.
Result<void> validateT5(const PositionSpec& positions, bool isCausal)
{
    const int perDirection = isCausal ? positions.t5Buckets : positions.t5Buckets / 2;
    const bool isEven = isCausal || positions.t5Buckets % 2 == 0;
    if (perDirection < 2 || !isEven)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says relative position buckets = %1; expected %2."),
                    {std::to_string(positions.t5Buckets),
                     isCausal ? "a number of at least 2" : "an even number of at least 4"});
    return inRange("relative position distance", positions.t5MaxDistance, perDirection / 2 + 1, limits::tableRows);
}

Result<void> validateRelative(const StackSpec& stack)
{
    const PositionSpec& positions = stack.positions;
    if (!positions.isRelative())
        return {};
    const RelativeSpec& relative = positions.relative;
    if (relative.kind != RelativeKind::Sinusoidal) {
        if (auto ok = inRange("span of the relative positions", relative.span, 1, limits::tableRows); !ok)
            return ok;
    }
    if (relative.buckets != 0) {
        if (auto ok = inRange("relative position buckets", relative.buckets, 4, limits::tableRows); !ok)
            return ok;
        if (auto ok = inRange("longest relative position", relative.longest, relative.buckets / 2 + 2, limits::tableRows); !ok)
            return ok;
    }
    if (stack.attention.keyHeads() != stack.attention.heads || stack.attention.hasQueryKeyNorm
        || positions.kind == PositionKind::Rotary)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says that scores depend on relative positions together with shared keys, normed queries or rotary positions, which cannot be run."));
    return {};
}

/// A picture's sides in pixels and what they are cut into.
Result<void> validateImage(const ImageSpec& image)
{
    for (const int side : {image.height, image.width}) {
        if (auto ok = inRange("picture size in pixels", side, 1, limits::pictureSide); !ok)
            return ok;
    }
    if (auto ok = inRange("patch height", image.patchHeight, 1, image.height); !ok)
        return ok;
    if (auto ok = inRange("patch width", image.patchWidth, 1, image.width); !ok)
        return ok;
    if (image.channels != 1 && image.channels != 3)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "The model reads pictures of %1 channels; only 1 (grey) and 3 (colours) are supported."),
                    {std::to_string(image.channels)});
    for (const auto* numbers : {&image.preparation.mean, &image.preparation.deviation}) {
        if (!numbers->empty() && static_cast<int>(numbers->size()) != image.channels)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "The model gives %1 numbers to normalise the %2 channels of a picture with; expected one a channel."),
                        {std::to_string(numbers->size()), std::to_string(image.channels)});
    }
    return inRange("number of patches", image.positions(), 1, limits::patches);
}

Result<void> validateAudio(const AudioSpec& audio)
{
    if (auto ok = inRange("number of mel bins", audio.melBins, 1, limits::hidden); !ok)
        return ok;
    if (auto ok = inRange("samples a second", audio.sampleRate, 1, limits::samplesPerSecond); !ok)
        return ok;
    if (auto ok = inRange("window of the spectrogram", audio.window, 2, limits::soundWindow); !ok)
        return ok;
    if (auto ok = inRange("hop of the spectrogram", audio.hop, 1, limits::soundWindow); !ok)
        return ok;
    if (auto ok = inRange("seconds of sound", audio.seconds, 1, limits::soundSeconds); !ok)
        return ok;
    return inRange("positions of the sound", audio.positions, 1, limits::patches);
}

/// A picture or a sound always has the same number of positions; a table must have a row for each.
Result<void> validateFeaturePositions(const ModelSpec& spec)
{
    if (!spec.image && !spec.audio)
        return {};
    const int needed = spec.image ? spec.image->positions() : spec.audio->positions;
    const PositionSpec& positions = spec.stack(spec.sides().front()).positions;
    if (positions.kind != PositionKind::Learned || positions.maxLength == needed)
        return {};
    return fail(ErrorCode::BadConfig,
                HL_NOOP("core", "The model has %1 learned positions, but what it reads makes %2 tokens; both must be the same."),
                {std::to_string(positions.maxLength), std::to_string(needed)});
}

Result<void> validateHead(const ModelSpec& spec)
{
    const HeadSpec& head = spec.head;
    if (!std::isfinite(head.scale))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says head scale = %1; expected a number."),
                    {std::to_string(head.scale)});
    if (head.kind == HeadKind::Classes) {
        if (auto ok = inRange("number of classes", static_cast<long long>(head.classes.size()), 1, limits::tableRows); !ok)
            return ok;
        if (head.classRow == ClassRow::Pooled && !head.hasPooler)
            return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model reads its classes off a pooler that it does not have."));
    }
    if (head.poolerRow != PoolerRow::First && (head.kind != HeadKind::Classes || head.classRow != ClassRow::Pooled))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "Only a pooler that classes are read off can take another row than the first."));
    if (head.poolerRow == PoolerRow::LastEnd && (spec.target == TargetText::Typed || !head.endToken))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A pooler that takes the row of the end token needs that token, and a decoder that reads the encoder's text."));
    if (spec.target != TargetText::Typed && !spec.isEncoderDecoder())
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "Only a model with an encoder and a decoder can read its text twice."));
    if (head.hasChoiceScore && head.kind != HeadKind::LanguageModel)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A head of choices needs a head that predicts the next word."));
    if (head.problem != ClassProblem::OneOf && head.kind != HeadKind::Classes)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "Only a head of classes can give each a probability of its own, or numbers."));
    if (head.problem == ClassProblem::Span && (head.classRow != ClassRow::Each || head.classes.size() != 2 || spec.takesTarget() || spec.image || spec.audio))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "Only a model that reads one text and gives each of its tokens two scores can say where in it an answer stands."));
    if (head.pairQuestion != ClassQuestion::Own && head.pairQuestion != ClassQuestion::Follows && head.pairQuestion != ClassQuestion::Order)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A head of pairs can say whether the second text follows the first, or whether both stand in their order; nothing else."));
    if (head.pairQuestion != ClassQuestion::Own && (!head.hasPooler || head.kind != HeadKind::MaskedWord))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A head of pairs needs a pooler, and a head that predicts masked words."));
    if (!head.textClasses.empty() && head.kind != HeadKind::MaskedWord)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "\"text_classes\" need a head of the kind masked_word."));
    if (head.isDistilled && (head.kind != HeadKind::Classes || !spec.image || !spec.image->hasDistillationToken))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A distilled head needs classes and a distillation token."));
    const bool predictsWords = head.kind == HeadKind::LanguageModel || head.kind == HeadKind::MaskedWord;
    if (predictsWords && !spec.readsTokens(spec.outputSide()))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A model of pictures alone can predict classes, not words."));
    return {};
}

Result<void> validateGroups(const ModelSpec& spec)
{
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const WordGroups& groups = stack.groups;
        if (groups.isEmpty())
            continue;
        std::vector<int> ends = spec.head.cutoffs;
        ends.push_back(spec.vocabulary);
        const bool isSplitAlike = spec.head.kind == HeadKind::None || (ends == groups.ends && spec.head.isProjected);
        if (spec.isEncoderDecoder() || stack.projection != EmbeddingProjection::OfTokens || groups.widths.size() != groups.ends.size()
            || groups.ends.back() != spec.vocabulary || !isSplitAlike)
            return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model's groups of words do not fit its vocabulary or its head."));
        for (int group = 0; group < groups.count(); ++group) {
            if (auto ok = inRange("words of a group", groups.wordsOf(group), 1, spec.vocabulary); !ok)
                return ok;
            if (auto ok = inRange("features of a group of words", groups.widthOf(group), 1, stack.embeddingWidth); !ok)
                return ok;
        }
    }
    return {};
}

Result<void> validateStack(const StackSpec& stack, int dModel)
{
    if (auto ok = inRange("number of layers", stack.layers, 1, limits::layers); !ok)
        return ok;
    if (auto ok = validateAttention(stack.attention); !ok)
        return ok;
    if (stack.cross) {
        if (auto ok = validateAttention(*stack.cross); !ok)
            return ok;
    }
    if (stack.projection != EmbeddingProjection::None || stack.embeddingWidth != 0) {
        if (auto ok = inRange("features of the embedding", stack.embeddingWidth, 1, limits::hidden); !ok)
            return ok;
    }
    if (stack.isParallel && stack.cross)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says that attention and feed-forward network read the same rows, which a block with cross-attention cannot do."));
    if (!std::isfinite(stack.embeddingScale))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says embedding scale = %1; expected a number."),
                    {std::to_string(stack.embeddingScale)});
    if (auto ok = inRange("number of token types", stack.segments, 0, limits::hidden); !ok)
        return ok;
    if (auto ok = inRange("longest text", stack.positions.maxLength, 0, limits::tableRows); !ok)
        return ok;
    if (auto ok = inRange("d_mlp", stack.mlp.dMlp, 0, 16 * limits::hidden); !ok)
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
    if (stack.positions.kind == PositionKind::Rotary && stack.positions.rotaryScaling == RotaryScaling::Dynamic
        && (stack.positions.rotaryDims > 0 ? stack.positions.rotaryDims : stack.attention.dHead) == 2)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "A rotary base that grows with the text needs more than two rotated features."));
    if (stack.positions.kind == PositionKind::Rotary && stack.positions.rotaryScaling == RotaryScaling::Yarn && stack.positions.rotaryBase <= 1.0)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says rotary base = %1; YaRN needs one of more than 1."),
                    {std::to_string(stack.positions.rotaryBase)});
    if (stack.positions.kind == PositionKind::Learned) {
        if (auto ok = inRange("number of positions", stack.positions.maxLength, 1, limits::tableRows); !ok)
            return ok;
    }
    if (auto ok = inRange("offset of the positions", stack.positions.offset, 0, limits::tableRows); !ok)
        return ok;
    if (auto ok = validateRelative(stack); !ok)
        return ok;
    if (auto ok = inRange("length of the memory", stack.memory, 0, limits::tableRows); !ok)
        return ok;
    if (stack.positions.hasT5Bias()) {
        if (auto ok = validateT5(stack.positions, stack.attention.isCausal); !ok)
            return ok;
    }
    if (stack.convolution) {
        if (auto ok = inRange("rows of the convolution", stack.convolution->kernel, 1, limits::hidden); !ok)
            return ok;
        if (stack.convolution->kernel % 2 == 0)
            return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model says rows of the convolution = %1; expected an odd number."),
                        {std::to_string(stack.convolution->kernel)});
        if (auto ok = inRange("groups of the convolution", stack.convolution->groups, 1, dModel); !ok)
            return ok;
        if (dModel % stack.convolution->groups != 0)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "The model says groups of the convolution = %1; expected a number that divides d_model = %2."),
                        {std::to_string(stack.convolution->groups), std::to_string(dModel)});
    }
    const bool needsNorm = stack.hasEmbeddingNorm || stack.hasFinalNorm || stack.convolution;
    if (stack.norm == NormKind::None && needsNorm)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says it has an embedding norm or a final norm, but its kind of norm is \"none\"."));
    return {};
}

} // namespace

Result<void> validate(const ModelSpec& spec)
{
    if (!spec.encoder && !spec.decoder)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "The model has neither an encoder nor a decoder."));
    if (auto ok = inRange("d_model", spec.dModel, 1, limits::hidden); !ok)
        return ok;
    if (spec.image) {
        if (auto ok = validateImage(*spec.image); !ok)
            return ok;
    }
    if (spec.audio) {
        if (auto ok = validateAudio(*spec.audio); !ok)
            return ok;
    }
    if (auto ok = validateFeaturePositions(spec); !ok)
        return ok;
    if (auto ok = inRange("size of the encoder's vocabulary", spec.sourceVocabulary, 0, limits::tableRows); !ok)
        return ok;
    if (spec.readsTokens(spec.outputSide())) {
        if (auto ok = inRange("vocabulary size", spec.vocabulary, 1, limits::tableRows); !ok)
            return ok;
    }
    if (auto ok = validateHead(spec); !ok)
        return ok;
    if (auto ok = validateGroups(spec); !ok)
        return ok;
    const std::vector<Side> sides = spec.sides();
    for (const Side side : sides) {
        if (auto ok = validateStack(spec.stack(side), spec.dModel); !ok)
            return ok;
    }
    const bool isSinusoidal = std::any_of(sides.begin(), sides.end(), [&](Side side) {
        return spec.stack(side).positions.relative.kind == RelativeKind::Sinusoidal;
    });
    if (isSinusoidal && spec.dModel % 2 != 0)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The model says d_model = %1; sines and cosines of distances need an even number."),
                    {std::to_string(spec.dModel)});
    int last = 0;
    for (const int cutoff : spec.head.cutoffs) {
        if (cutoff <= last || cutoff >= spec.vocabulary)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "The model says that a group of words ends at %1; expected growing numbers below the vocabulary's %2."),
                        {std::to_string(cutoff), std::to_string(spec.vocabulary)});
        last = cutoff;
    }
    if (spec.isEncoderDecoder() && !spec.decoder->cross)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "The decoder of an encoder-decoder model needs cross-attention."));
    return {};
}

} // namespace hl
