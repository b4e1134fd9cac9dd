#include "core/forward/front_end.h"

#include "core/base/number.h"
#include "core/forward/convolution.h"
#include "core/math/ops.h"

namespace hl {

namespace {

Token positionToken(int id, std::string name, bool isSpecial)
{
    Token token;
    token.id = id;
    token.piece = name;
    token.text = std::move(name);
    token.isSpecial = isSpecial;
    return token;
}

Tokens pictureTokens(const ImageSpec& image)
{
    Tokens tokens;
    const auto add = [&](std::string name, bool isSpecial) {
        tokens.push_back(positionToken(static_cast<int>(tokens.size()), std::move(name), isSpecial));
    };
    if (image.hasClassToken)
        add("[CLS]", true);
    if (image.hasDistillationToken)
        add("[DIST]", true);
    for (int row = 0; row < image.patchRows(); ++row) {
        for (int column = 0; column < image.patchColumns(); ++column)
            add(std::to_string(row) + "," + std::to_string(column), false);
    }
    return tokens;
}

/// The middle of what a position hears, in seconds.
Tokens soundTokens(const AudioSpec& audio)
{
    Tokens tokens;
    for (int i = 0; i < audio.positions; ++i) {
        const double seconds = static_cast<double>(i) * AudioSpec::stride * audio.hop / audio.sampleRate;
        tokens.push_back(positionToken(i, formatNumber(seconds, 4) + " s", false));
    }
    return tokens;
}

} // namespace

Tokens namedTokens(const std::vector<std::string>& words)
{
    Tokens tokens;
    for (const std::string& word : words) {
        tokens.push_back(positionToken(static_cast<int>(tokens.size()), word, false));
        tokens.back().word = tokens.back().id;
    }
    return tokens;
}

Result<void> prepareFeatures(const Model& model, SequenceInput& input)
{
    const ModelSpec& spec = model.spec();
    if (spec.arrays) {
        input.tokens = namedTokens(model.weights().arrays->queries);
        return {};
    }
    if (!spec.image && !spec.audio) {
        if (input.features)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "The model %1 reads text, neither pictures nor sound."), {spec.name});
        return {};
    }
    if (!input.features)
        return fail(ErrorCode::BadInput,
                    spec.image ? HL_NOOP("core", "The model %1 reads pictures: open a PNG file.")
                               : HL_NOOP("core", "The model %1 reads sound: open a WAV file."),
                    {spec.name});
    const Index rows = spec.image ? Index{spec.image->channels} * spec.image->height : spec.audio->frames();
    const Index columns = spec.image ? spec.image->width : spec.audio->melBins;
    if (input.features->rows() != rows || input.features->cols() != columns)
        return fail(ErrorCode::BadInput,
                    spec.image
                        ? HL_NOOP("core", "The picture has %1 rows of %2 numbers, but the model takes %3 rows (its channels below each other) of %4.")
                        : HL_NOOP("core", "The sound has %1 frames of %2 numbers, but the model takes %3 frames of %4."),
                    {std::to_string(input.features->rows()), std::to_string(input.features->cols()), std::to_string(rows),
                     std::to_string(columns)});
    input.tokens = spec.image ? pictureTokens(*spec.image) : soundTokens(*spec.audio);
    return {};
}

template <class T>
MutableMap<T> embedSound(ForwardContext<T>& context, Side side, const MatrixOf<double>& mel)
{
    const AudioSpec& audio = *context.model.spec().audio;
    const AudioWeights& weights = context.model.weights().audio;
    const Index d = context.model.spec().dModel;
    const auto room = [&](Step step, Index rows, Index cols) {
        return context.trace.template room<T>(StepRef{.step = step, .side = side}, rows, cols);
    };
    const auto settle = [&](Step step) { context.trace.template settle<T>(StepRef{.step = step, .side = side}); };
    MutableMap<T> given = room(Step::Mel, mel.rows(), mel.cols());
    given = mel.cast<T>();
    settle(Step::Mel);
    MutableMap<T> pre = room(Step::Conv1Pre, audio.frames(), d);
    convolve<T>(given, weights.conv1, AudioSpec::kernel, 1, pre, context.crew);
    settle(Step::Conv1Pre);
    MutableMap<T> post = room(Step::Conv1Post, audio.frames(), d);
    activateAll<T>(Activation::Gelu, pre, post, &context.crew);
    settle(Step::Conv1Post);
    MutableMap<T> secondPre = room(Step::Conv2Pre, audio.positions, d);
    convolve<T>(post, weights.conv2, AudioSpec::kernel, AudioSpec::stride, secondPre, context.crew);
    settle(Step::Conv2Pre);
    MutableMap<T> secondPost = room(Step::Conv2Post, audio.positions, d);
    activateAll<T>(Activation::Gelu, secondPre, secondPost, &context.crew);
    settle(Step::Conv2Post);
    return secondPost;
}

template <class T>
MutableMap<T> embedPicture(ForwardContext<T>& context, Side side, const MatrixOf<double>& pixels)
{
    const ImageSpec& image = *context.model.spec().image;
    const ImageWeights& weights = context.model.weights().image;
    const Index d = context.model.spec().dModel;
    const auto room = [&](Step step, Index rows, Index cols) {
        return context.trace.template room<T>(StepRef{.step = step, .side = side}, rows, cols);
    };
    const auto settle = [&](Step step) { context.trace.template settle<T>(StepRef{.step = step, .side = side}); };
    MutableMap<T> given = room(Step::Pixels, pixels.rows(), pixels.cols());
    given = pixels.cast<T>();
    settle(Step::Pixels);
    MutableMap<T> patches = room(Step::Patches, image.patches(), image.patchFeatures());
    for (Index patch = 0; patch < patches.rows(); ++patch) {
        for (Index feature = 0; feature < patches.cols(); ++feature) {
            const PixelPlace place = pixelOf(image, patch, feature);
            patches(patch, feature) = given(place.row, place.column);
        }
    }
    MutableMap<T> projected = room(Step::EmbedPatch, image.patches(), d);
    linear<T>(patches, weights.patch, projected, &context.crew);
    settle(Step::EmbedPatch);
    MutableMap<T> sequence = room(Step::EmbedSequence, image.positions(), d);
    Index row = 0;
    if (image.hasClassToken)
        sequence.row(row++) = weights.classToken.template as<T>().row(0);
    if (image.hasDistillationToken)
        sequence.row(row++) = weights.distillationToken.template as<T>().row(0);
    sequence.bottomRows(image.patches()) = projected;
    settle(Step::EmbedSequence);
    return sequence;
}

template MutableMap<float> embedSound<float>(ForwardContext<float>&, Side, const MatrixOf<double>&);
template MutableMap<double> embedSound<double>(ForwardContext<double>&, Side, const MatrixOf<double>&);
template MutableMap<float> embedPicture<float>(ForwardContext<float>&, Side, const MatrixOf<double>&);
template MutableMap<double> embedPicture<double>(ForwardContext<double>&, Side, const MatrixOf<double>&);

} // namespace hl
