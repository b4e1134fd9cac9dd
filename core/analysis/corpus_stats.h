#pragma once

#include "core/analysis/head_metrics.h"
#include "core/analysis/repeated_scores.h"
#include "core/base/exact_sum.h"
#include "core/run/corpus_line.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace hl {

/// Count, exact sums and extremes of one metric of one head over texts. Everything in it is exact or an extreme, so that
/// neither the order of the texts nor their division into parts can be seen.
struct Tally
{
    std::int64_t count = 0;
    ExactSum sum;
    ExactSum squares;
    double least = 0.0;    ///< nothing if count is 0
    double largest = 0.0;

    void add(double value);
    void add(const Tally& other);
    [[nodiscard]] std::optional<double> mean() const;
    /// Of a sample: √(Σ (v − mean)² / (count − 1)), relative error below 1e-12 unless it is below 1e-14 of the mean.
    /// Nothing for fewer than two values.
    [[nodiscard]] std::optional<double> deviation() const;

    friend bool operator==(const Tally&, const Tally&) = default;
};

/// The lines a run took: all of a file, or part `part` of `of`.
struct CorpusPart
{
    std::string file; ///< name without folders; "-" for standard input
    int part = 0;     ///< the lines whose number less 1 leaves this rest when divided by `of`
    int of = 1;
    std::int64_t streams = 1; ///< how many whole inputs of this name were merged
    std::int64_t lines = 0;   ///< taken
    std::uint64_t digest = 0; ///< sum over the lines of a hash of number and bytes: equal for equal lines in any division

    friend bool operator==(const CorpusPart&, const CorpusPart&) = default;
};

struct SkippedLine
{
    std::string file;
    std::int64_t line = 0; ///< from 1
    LineProblem problem = LineProblem::Empty;

    friend auto operator<=>(const SkippedLine&, const SkippedLine&) = default;
};

/// The metrics of every head of a model over the texts of a corpus: a sum of parts, of a size that does not depend on how many
/// texts there are.
class CorpusStats
{
public:
    static constexpr std::size_t listedLines = 100; ///< of the skipped ones

    struct Head
    {
        std::string name; ///< "blocks.0.attn.3"
        StepRef pattern;
        std::array<Tally, textMetricCount> tallies;
        std::array<std::optional<double>, headMetricCount - textMetricCount> scores; ///< of the model, the same in all parts

        friend bool operator==(const Head&, const Head&) = default;
    };

    CorpusStats() = default;
    /// `scores`: an error's sentence becomes the reason why there are none.
    CorpusStats(const Model& model, const Result<RepeatedScores>& scores, CorpusPart part);
    /// Of the same model and heads, with no text yet: what everything is merged into.
    [[nodiscard]] static CorpusStats emptyLike(const CorpusStats& other);

    /// A line that this run takes, whatever becomes of it.
    void countLine(std::int64_t number, std::string_view bytes);
    void skip(std::int64_t number, LineProblem problem);
    /// The metrics of one text; of an encoder-decoder without target those of the encoder alone.
    void add(const Trace& trace, bool hasTarget);

    /// Adds the other's texts. Refuses another model, a part that is in already and a division other than the one begun;
    /// `what` names the other in the sentence.
    [[nodiscard]] Result<void> merge(const CorpusStats& other, const std::string& what);
    /// Parts that are missing of what was divided, "2/4 of corpus.txt"; empty if nothing is.
    [[nodiscard]] std::vector<std::string> missingParts() const;

    std::string model;
    std::string fingerprint; ///< of the model's numbers
    std::string scoresNote;  ///< why there are no scores; empty if there are
    std::vector<CorpusPart> parts;
    std::int64_t texts = 0;  ///< measured
    std::int64_t tokens = 0; ///< of them, sources and targets
    std::int64_t withoutTarget = 0; ///< texts of an encoder-decoder of which only the encoder was measured
    std::array<std::int64_t, lineProblemCount> skipped{};
    std::vector<SkippedLine> skippedLines; ///< the first of them, in order
    std::vector<Head> heads;
    bool isFinished = false; ///< false: the run was stopped before its last line

    [[nodiscard]] std::int64_t lines() const;
    [[nodiscard]] std::int64_t skippedCount() const;
    friend bool operator==(const CorpusStats&, const CorpusStats&) = default;

private:
    void tidyParts();
    void tidySkippedLines();
};

/// A hash of a model's weights, in hexadecimal digits: of each tensor its name, its size and its first 4096 numbers.
[[nodiscard]] std::string fingerprintOf(const Model& model);

} // namespace hl
