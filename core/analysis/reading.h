#pragma once

#include "core/trace/trace.h"

#include "core/text/words.h" // after the steps: one of them is named as the tokens' type is

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// What becomes of the tokens that the tokenizer added ([CLS], <s>).
enum class SpecialTokens : std::uint8_t {
    Shown,
    Hidden,       ///< taken out as queries and as keys; the other weights stay as they are
    Renormalised, ///< taken out, and each row is divided by what is left of it
};

/// How several heads become one picture.
enum class Aggregate : std::uint8_t { Head, Mean, Max, Entropy };

/// How attention weights are read. A value: each head is read by itself (special tokens are taken out, then words are joined),
/// then the heads are put together.
struct PatternReading
{
    bool joinsWords = false;
    SpecialTokens specials = SpecialTokens::Shown;
    Aggregate aggregate = Aggregate::Head; ///< Head: one head by itself
    bool isOverAllLayers = false;          ///< the heads of all layers, else those of one

    /// True if the weights are shown as the run has them.
    [[nodiscard]] bool isPlain() const;
    /// The same for a head by itself.
    [[nodiscard]] PatternReading ofOneHead() const;

    friend bool operator==(const PatternReading&, const PatternReading&) = default;
};

/// One head's part in a picture of several.
struct HeadShare
{
    StepRef head;
    double share = 1.0;            ///< what its numbers are multiplied by; all together 1 (Max: not multiplied)
    std::optional<double> entropy; ///< mean over its rows, in nats; set where the share follows from it
    std::optional<double> even;    ///< the same if each row were spread evenly over the keys it may look at
};

/// A pattern as it is read: smaller, with the tokens behind each row and column.
struct ReadPattern
{
    std::vector<WordSpan> queries;
    std::vector<WordSpan> keys;
    MatrixOf<double> weights;   ///< [queries, keys]
    MatrixOf<float> forbidden;  ///< the same shape: −∞ where no head lets any piece of the query look at any of the key
    std::vector<double> hidden; ///< by row: the weight on the keys taken out; zeros where none are
    std::vector<double> looking; ///< by row: the share of its pieces (over the heads) that look anywhere at all; mostly 1
    double hiddenShare = 0.0;   ///< of the whole weight of the shown queries, 0 to 1
    Index hiddenKeys = 0;       ///< tokens taken out of the keys
    Index hiddenQueries = 0;
    Index emptyRows = 0; ///< token rows, over all heads, that had all their weight on keys taken out
    std::vector<HeadShare> heads;

    [[nodiscard]] MatrixView view() const { return {weights.data(), weights.rows(), weights.cols(), weights.cols()}; }
    [[nodiscard]] MatrixView forbiddenView() const { return {forbidden.data(), forbidden.rows(), forbidden.cols(), forbidden.cols()}; }
};

/// One head as readPatterns() takes it.
struct HeadPattern
{
    StepRef head;
    MatrixView pattern;   ///< [query, key]
    MatrixView forbidden; ///< −∞ where the query must not look; null: nowhere
};

/// Of each head h, with a its weights, query word I, key word J and rest_i = Σ_j a[i,j] over the keys that are not taken out
/// (Renormalised; else 1; a row with rest 0 is 0):
///     r_h[I,J] = 1/|I| Σ_{i∈I} Σ_{j∈J} a[i,j] / rest_i
/// Words are those of wordSpans(); without joining each token is one. Then
///     Mean: 1/H Σ_h r_h    Max: max_h r_h    Entropy: Σ_h w_h r_h, w_h ∝ max(0, 1 − E_h / L_h),
/// E_h the mean over the head's rows of −Σ_j a ln a, L_h the mean of ln(number of allowed keys) over the same rows; where all
/// w are 0, or L is, equal shares. Rows that may look nowhere or are not finite count in neither mean. NaN stays NaN.
/// The heads must have one shape, that of the tokens. Errors: only special tokens, which are to be taken out.
[[nodiscard]] Result<ReadPattern> readPatterns(std::span<const HeadPattern> heads, const Tokens& queries, const Tokens& keys,
                                               const PatternReading& reading);

/// The heads that a reading puts together for a head of this kind and layer: itself, those of its layer, or all of its kind.
[[nodiscard]] std::vector<StepRef> headsRead(const Trace& trace, const StepRef& head, const PatternReading& reading);

/// The same from a trace. Errors: a pattern that was not kept; only special tokens.
[[nodiscard]] Result<ReadPattern> readPattern(const Trace& trace, const StepRef& head, const PatternReading& reading);

/// What a pattern read like this is called in files: "blocks.0.attn.1.pattern.words", "blocks.0.attn.mean.pattern.hidden",
/// "attn.max.pattern".
[[nodiscard]] std::string nameOfReading(const StepRef& head, const PatternReading& reading);

/// A rule in words.
struct ReadingRule
{
    Message text;
    int numberAt = -1;   ///< the argument that shows `number`; −1: none does
    double number = 0.0;
};

/// The rules of a reading, with its numbers; empty for a plain one.
[[nodiscard]] std::vector<ReadingRule> rulesOf(const ReadPattern& read, const StepRef& head, const PatternReading& reading);

/// What a cell says: "cabinet gives 62.3 % of its attention to keys" (%1 query, %2 row, %3 percent, %4 key, %5 column).
[[nodiscard]] Message sentenceFor(const ReadPattern& read, const Tokens& queries, const Tokens& keys, const PatternReading& reading,
                                  Index row, Index col);

/// The row or column that stands for a token: the span that holds it, else the nearest one after it, else the last.
/// `spans` is not empty.
[[nodiscard]] Index spanOf(const std::vector<WordSpan>& spans, Index token);

} // namespace hl
