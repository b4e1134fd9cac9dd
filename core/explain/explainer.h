#pragma once

#include "core/attention/relative.h"
#include "core/explain/explanation.h"

#include <limits>
#include <string>
#include <vector>

namespace hl {

/// One explanation under construction: the operation of a step decides how its cell is recomputed from the traced inputs.
class Explainer
{
public:
    Explainer(const Trace& trace, const StepRef& ref, Index row, Index col);

    [[nodiscard]] Result<Explanation> run();

private:
    struct Input
    {
        StepRef ref;
        MatrixView view;
    };

    static constexpr double infinity = std::numeric_limits<double>::infinity();

    // What every operation needs (explain.cpp).
    /// "q[i,d]": a cell in symbols.
    static std::string at(const std::string& symbol, const std::string& row, const std::string& col);
    static tl::unexpected<Error> notKept(const StepRef& ref);
    Operand cell(const Input& input, Index row, Index col) const;
    static Operand entry(const Tensor& tensor, const std::string& symbol, Index row, Index col);
    void addTerm(std::vector<Operand> factors);
    double sumOfTerms() const;
    void setSingle(Operand operand, double result);
    void explainOperation();
    /// A number that was put in the place of the computed one.
    void explainChange();
    void explainGiven();
    void explainAdd();
    void explainNorm();
    void explainStack();
    void explainCopy();
    void explainActivate();
    /// True for the parts of a softmax that is float32 in a float64 run too.
    bool isKeptSingle() const;
    void finish();

    // Rows of tables, rotation (explain_rows.cpp).
    /// The class and distillation tokens' rows are weights; the patches' come from the picture.
    void explainSequence();
    /// Which rows of relative positions this text takes.
    RelativeRows relativeRows() const;
    const AttentionWeights& attentionWeights() const;
    /// A row of a table of relative positions, or sines and cosines of the distance.
    void explainRelativeRow();
    void explainGather();
    void explainRotate();
    static const char* rotaryFormula(const PositionSpec& spec);
    /// The base in a text of `length` tokens, of positions whose base depends on it.
    static std::string baseFormula(const PositionSpec& spec, Index length);

    // Rows times weights (explain_products.cpp).
    static bool isUnembedding(Step step);
    void explainAnyLinear();
    /// A word's score, or that of a group of words.
    void explainHeadScore();
    /// A word's score from the features of its group alone.
    void explainGroupScore(const WordGroups& groups);
    /// A word's row brought to d_model by its group's projection.
    void explainGroupProjection();
    /// log Σ exp of the cells [first, last) of the row and of those from `more` on.
    double logOfSum(const Input& input, Index first, Index last, Index more) const;
    void explainAdaptiveLogit();
    void explainLinear();
    /// Rows before the first and after the last count as zeros: they add no terms.
    void explainConvolution();
    /// The same for the convolution behind the first block, in groups; rows left out by the attention mask are zeros, too.
    void explainBlockConvolution();
    void explainLogit();
    void explainMean();
    void explainSoftmaxRow();
    void explainSoftmaxColumn();
    /// The cell's share of `logits`, of which it is one.
    void explainShare(const std::vector<double>& logits, const char* maxMeaning, const char* sumMeaning);

    // Attention (explain_attention.cpp).
    void explainDot();
    /// Query or key times the row of their distance; query times the row of "same segment" or "another".
    void explainRelativeDot();
    void explainScale();
    void explainBias();
    /// Maximum or sum of the whole row: every cell of it is an operand.
    void explainRow();
    void explainShift();
    void explainExp();
    void explainDivide();
    /// Keys up to the last one that the query may see: what is behind it, even a NaN, does not reach the query.
    Index keysSeen(Index keys) const;
    void explainWeightedSum();
    void explainJoin();

    const Trace& m_trace;
    const Model& m_model;
    const ModelSpec& m_spec;
    const StackSpec& m_stack;
    Index m_row;
    Index m_col;
    std::vector<Input> m_inputs;
    Explanation m_out;
};

} // namespace hl
