#pragma once

namespace hl {

/// How positions come into the rows, or into the scores.
enum class PositionKind
{
    None,
    Sinusoidal,
    Learned,
    Rotary,
    Alibi,
    T5Relative
};

/// Which number a token's position has.
enum class PositionCount
{
    InText,    ///< its place in the text
    Allowed,   ///< how many tokens up to it are not padding by the attention mask (OPT)
    NotPadding ///< how many tokens up to it are not the padding token (RoBERTa)
};
/// What an ALiBi bias is.
enum class AlibiKind
{
    Distance,         ///< slope · (key − query), the paper's
    KeyPosition,      ///< slope · position of the key (BLOOM): the same weights, other scores
    KeyPositionScaled ///< that in bfloat16, and scaled as the scores are (Falcon)
};
/// How a rotary model was stretched to longer texts.
enum class RotaryScaling
{
    None,
    Linear, ///< every angle divided by the factor
    Llama3, ///< slow turns divided by the factor, fast ones kept, those between blended by their speed
    Yarn,   ///< the same, blended by their number, and the rotated rows lengthened
    Dynamic ///< a base that grows with a text that is longer than the original length
};

/// How scores depend on the distance between query and key, other than by a bias: terms of their own, added to q · k.
enum class RelativeKind
{
    None,
    Table,        ///< rows of a table in each layer meet the query, and the key if hasPositionToContent (BERT)
    Disentangled, ///< projections of one table meet the query and the key (DeBERTa)
    Sinusoidal    ///< projections of sines and cosines of the distance meet the query (Transformer-XL, XLNet)
};

/// Terms that depend on the distance, of one stack.
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
    bool sharesProjections = false; ///< of a file: the projections of queries and keys serve the table as well (DeBERTa v2)
    bool hasSegments = false; ///< one more term tells whether query and key are in the same segment (XLNet)
};

/// How one stack tells positions.
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
    double rotaryLowFactor = 1.0;     ///< Llama3, Yarn: turns per original length up to which an angle is divided
    double rotaryHighFactor = 4.0;    ///< and from which on it is kept
    int rotaryOriginalLength = 8192; ///< Llama3, Yarn, Dynamic: length that the model was first trained on, in tokens
    double rotaryMagnitude = 1.0;    ///< sines and cosines are multiplied by this
    int rotaryDims = 0;             ///< how many features of a head are rotated; 0: all
    bool rotaryInterleaved = false; ///< pairs (0,1),(2,3)...; else (0,d/2),(1,d/2+1)...
    int t5Buckets = 32;
    int t5Rows = 32; ///< of a file: rows of its table, of which the first `t5Buckets` are used (MPNet)
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

} // namespace hl
