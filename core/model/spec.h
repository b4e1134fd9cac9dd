#pragma once

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/model/front_end.h"
#include "core/model/generation_spec.h"
#include "core/model/word_groups.h"
#include "core/trace/step.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

enum class NormKind
{
    None,
    LayerNorm,
    RmsNorm,
    RmsNormSingleMean, ///< its mean square is float32 in a float64 run too, as the reference of T5 has it
    RmsNormSingle      ///< and so is the quotient, as the reference of LLaMA and its kin has it
};
enum class NormPlacement
{
    Pre,
    Post
}; ///< before the sub-layer (GPT-2), or after the sum (BERT, the 2017 paper)
enum class Activation
{
    Relu,
    Gelu,
    GeluTanh,
    Silu,
    QuickGelu,
    Tanh,
    Sigmoid
};
enum class PositionKind
{
    None,
    Sinusoidal,
    Learned,
    Rotary,
    Alibi,
    T5Relative
};

/// One attention sub-layer.
struct AttentionSpec
{
    int heads = 1;
    int kvHeads = 0; ///< keys and values are shared by heads / kvHeads query heads each; 0: every head has its own
    int dHead = 1;  ///< d_k: features of a query and of a key
    int dValue = 1; ///< d_v: features of a value
    bool isCausal = false;
    bool isSoftmaxSingle = false; ///< in a float64 run the softmax stays in float32, as some references have it
    bool hasBias = true; ///< the projections of queries, keys and values add one (a family's file may say otherwise)
    double scale = 1.0; ///< scores are multiplied by this: 1/√d_k unless the model says otherwise
    bool scaleByInverseLayer = false; ///< and divided by the layer number counted from 1 (a GPT-2 option)
    bool hasQueryKeyNorm = false;     ///< queries and keys are normed, head by head, before they meet
    /// By layer: how many keys a query sees at most, itself and those just before it; 0, or no entry: all.
    std::vector<int> windows{};
    [[nodiscard]] double scaleOf(int layer) const
    {
        return scaleByInverseLayer ? scale / (layer + 1) : scale;
    }
    [[nodiscard]] int keyHeads() const { return kvHeads > 0 ? kvHeads : heads; }
    /// Which of the keyHeads() a query head reads.
    [[nodiscard]] int keyHeadOf(int head) const { return head / (heads / keyHeads()); }
    [[nodiscard]] int windowOf(int layer) const
    {
        return static_cast<std::size_t>(layer) < windows.size() ? windows[static_cast<std::size_t>(layer)] : 0;
    }
    /// The first layer that masks as this one does.
    [[nodiscard]] int firstLayerOfWindow(int layer) const
    {
        int first = 0;
        while (first < layer && windowOf(first) != windowOf(layer))
            ++first;
        return first;
    }
};

struct FeedForwardSpec
{
    int dMlp = 0; ///< 0: the blocks have no feed-forward network
    Activation activation = Activation::Gelu;
    bool isGated = false; ///< SwiGLU and its kin: f(gate) times the first layer
};

/// Which number a token's position has.
enum class PositionCount
{
    InText,    ///< its place in the text
    Allowed,   ///< how many tokens up to it are not padding by the attention mask (OPT)
    NotPadding ///< how many tokens up to it are not the padding token (RoBERTa)
};
enum class AlibiKind
{
    Distance,         ///< slope · (key − query), the paper's
    KeyPosition,      ///< slope · position of the key (BLOOM): the same weights, other scores
    KeyPositionScaled ///< that in bfloat16, and scaled as the scores are (Falcon)
};
enum class RotaryScaling
{
    None,
    Linear, ///< every angle divided by the factor
    Llama3  ///< slow turns divided by the factor, fast ones kept, those between blended
};

/// How scores depend on the distance between query and key, other than by a bias: terms of their own, added to q · k.
enum class RelativeKind
{
    None,
    Table,        ///< rows of a table in each layer meet the query, and the key if hasPositionToContent (BERT)
    Disentangled, ///< projections of one table meet the query and the key (DeBERTa)
    Sinusoidal    ///< projections of sines and cosines of the distance meet the query (Transformer-XL, XLNet)
};

struct RelativeSpec
{
    RelativeKind kind = RelativeKind::None;
    bool hasContentToPosition = true;
    bool hasPositionToContent = false;
    int span = 0;    ///< distances up to this have rows of their own in a table; farther ones take the last
    int buckets = 0; ///< DeBERTa v2: how many numbers the distances share; 0: no sharing
    int longest = 0; ///< and the longest distance
    int clamp = 0;   ///< Sinusoidal: longest distance that is told apart; 0: all
    bool isNormed = false;    ///< the table goes through a norm first
    bool hasSegments = false; ///< one more term tells whether query and key are in the same segment (XLNet)
};

struct PositionSpec
{
    PositionKind kind = PositionKind::None;
    int maxLength = 0; ///< longest text in tokens; 0: no limit of its own
    PositionCount count = PositionCount::InText;
    int offset = 0;       ///< row of the table that the first token takes
    int paddingToken = 0; ///< for PositionCount::NotPadding
    bool alsoT5Bias = false; ///< a T5 bias beside the rows of a table (MPNet)
    AlibiKind alibi = AlibiKind::Distance;
    bool sinesFirst = false;  ///< Sinusoidal: sines in the first half of a row, cosines in the second; else in turns
    bool isSingle = false;    ///< Sinusoidal: the numbers are float32 even where the run is float64
    double rotaryBase = 10000.0;
    RotaryScaling rotaryScaling = RotaryScaling::None;
    double rotaryFactor = 1.0;
    double rotaryLowFactor = 1.0;     ///< Llama3: turns per original length up to which an angle is divided
    double rotaryHighFactor = 4.0;    ///< and from which on it is kept
    int rotaryOriginalLength = 8192; ///< Llama3: length that the model was first trained on, in tokens
    int rotaryDims = 0;             ///< how many features of a head are rotated; 0: all
    bool rotaryInterleaved = false; ///< pairs (0,1),(2,3)...; else (0,d/2),(1,d/2+1)...
    int t5Buckets = 32;
    int t5MaxDistance = 128;
    RelativeSpec relative{};

    /// Rows of the table of learned positions.
    [[nodiscard]] int tableRows() const { return maxLength + offset; }
    /// True if the numbers of the positions are a step of their own: they are not 0, 1, 2, ...
    [[nodiscard]] bool isNumbered() const { return count != PositionCount::InText || offset != 0; }
    [[nodiscard]] bool isRelative() const { return relative.kind != RelativeKind::None; }
    /// True if learned vectors are added to the query before it meets keys and positions.
    [[nodiscard]] bool hasQueryBiases() const { return relative.kind == RelativeKind::Sinusoidal; }
    [[nodiscard]] bool hasT5Bias() const { return kind == PositionKind::T5Relative || alsoT5Bias; }
};

/// Where a linear layer brings rows of the embedding's width to the model's.
enum class EmbeddingProjection
{
    None,
    OfTokens, ///< before positions are added (OPT)
    OfNorm    ///< after the sum and its norm (ALBERT, ELECTRA)
};

/// What neighbouring rows of a stack's input add to what its first block hands on: norm(block + f(convolution)). He et al. 2020,
/// "DeBERTa", appendix on the 1.5 B model; the reference's ConvLayer.
struct ConvolutionSpec
{
    int kernel = 3; ///< rows: as many before as after the row itself
    int groups = 1; ///< features are divided among these, and each sees its own alone
    Activation activation = Activation::Tanh;
};

/// Encoder or decoder.
struct StackSpec
{
    int layers = 1;
    std::vector<std::string> sharedLayers{}; ///< by layer, a name of its weights where layers share them (ALBERT)
    AttentionSpec attention;
    std::optional<AttentionSpec> cross; ///< decoder of an encoder-decoder model
    FeedForwardSpec mlp;
    NormKind norm = NormKind::LayerNorm;
    double normEpsilon = 1e-5;
    NormPlacement placement = NormPlacement::Pre;
    bool isParallel = false;       ///< pre-norm only: attention and feed-forward network both read the block's input
    bool sharesNorm = false;       ///< and both through ln1
    bool residualFromNorm = false; ///< pre-norm only: the sums add to the norm's output instead of its input (BLOOM)
    int embeddingWidth = 0;        ///< features of the token table; 0: d_model
    EmbeddingProjection projection = EmbeddingProjection::None;
    WordGroups groups{}; ///< of the token table; then embeddingWidth is that of the first, and the projection is OfTokens
    double embeddingScale = 1.0; ///< rows of the token table are multiplied by this: √d_model in some families
    bool hasEmbeddingNorm = false;
    bool hasFinalNorm = false;
    PositionSpec positions;
    std::optional<ConvolutionSpec> convolution{}; ///< behind the first block
    int memory = 0;   ///< rows of each block's earlier input that are attended to as well (Transformer-XL)
    int segments = 0; ///< size of the segment (token type) table; 0: none

    /// Features of what enters the embedding's sum and norm.
    [[nodiscard]] int sumWidth(int dModel) const
    {
        return projection == EmbeddingProjection::OfNorm ? embeddingWidth : dModel;
    }
    [[nodiscard]] int tokenWidth(int dModel) const { return embeddingWidth > 0 ? embeddingWidth : dModel; }
};

enum class HeadKind
{
    None,
    LanguageModel,
    MaskedWord,
    Classes ///< one score per class, for the whole input or for each token
};

/// Which rows the scores of classes are read off.
enum class ClassRow
{
    First,  ///< the class token's
    Pooled, ///< what the pooler makes of it
    Last,   ///< that of the last token before padding
    Each    ///< every token's: each has a class of its own
};

/// Which row a pooler takes.
enum class PoolerRow
{
    First,
    Last,   ///< the last of all, padding or not
    LastEnd ///< of the decoder's, the one as far from the first as the last end token of the encoder's text is
};

/// What the scores of classes say.
enum class ClassProblem
{
    OneOf, ///< which one of the classes it is: probabilities are the softmax of the scores
    AnyOf, ///< of each class whether it is there: its probability is the sigmoid of its score
    Number ///< numbers themselves (regression): there are no probabilities
};

struct HeadSpec
{
    HeadKind kind = HeadKind::None;
    bool isTied = true;                  ///< unembedding is the embedding table, transposed
    std::optional<Activation> transform; ///< BERT's dense + activation + norm before the unembedding
    bool isProjected = false;            ///< a linear layer alone before the unembedding (OPT); not with transform
    int width = 0;                       ///< features that the unembedding takes; 0: d_model
    double scale = 1.0; ///< rows are multiplied by this before a tied unembedding: 1/√d_model in some families
    /// Adaptive softmax: the words before the first of these are scored with the groups of the others; the scores of each
    /// group follow from there. Logits are then logarithms of probabilities. Empty: plain softmax.
    std::vector<int> cutoffs{};
    std::vector<bool> tiedProjections{}; ///< by group: its rows' projection is the embedding's; only where words are projected
    bool hasPooler = false;              ///< a linear layer and an activation of one row
    PoolerRow poolerRow = PoolerRow::First; ///< Last and LastEnd only for ClassRow::Pooled
    std::optional<int> endToken;         ///< for PoolerRow::LastEnd
    Activation poolerActivation = Activation::Tanh;
    std::vector<std::string> classes;    ///< their names, or those of the numbers; only for HeadKind::Classes
    ClassProblem problem = ClassProblem::OneOf;
    ClassRow classRow = ClassRow::First;
    std::optional<int> paddingToken;     ///< for ClassRow::Last, and a copied target: what is behind the text; none: nothing is
    bool hasChoiceScore = false;         ///< a second head makes one number of the last row: how well the text fits as an answer
    /// Words of the vocabulary that name what the whole text is; the first row predicts one of them. Only for MaskedWord.
    std::vector<std::string> textClasses;
    bool isDistilled = false;            ///< a second class head reads the distillation token; logits are the mean
};

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

/// Where the probabilities of what the model says are: `probs`, or `class_probs` where each class has its own. None where it
/// says nothing, or numbers.
[[nodiscard]] std::optional<StepRef> probabilityStep(const ModelSpec& spec);

/// Every step this model has, in the order of computation.
[[nodiscard]] std::vector<StepRef> stepsOf(const ModelSpec& spec);
/// True if the model has this step (layer and head in range included).
[[nodiscard]] bool hasStep(const ModelSpec& spec, const StepRef& ref);

} // namespace hl
