#pragma once

#include "core/model/tensor_store.h"
#include "core/model/weights.h"

#include <string>
#include <vector>

namespace hl {

/// How a family stores its linear layers.
enum class Stored
{
    OutIn, ///< torch's Linear
    InOut  ///< Conv1D of the first GPTs
};
enum class Bias
{
    Yes,
    No,
    IfThere
};
[[nodiscard]] inline Bias biasIf(bool hasBias)
{
    return hasBias ? Bias::Yes : Bias::No;
}

/// Takes a model's tensors one after the other into the places they belong; after the first error the rest is skipped
/// and ok() says it.
class WeightReader
{
public:
    explicit WeightReader(TensorStore& tensors, Stored stored = Stored::OutIn)
        : m_tensors(tensors)
        , m_stored(stored)
    {}

    void matrix(Tensor& target, const std::string& name, Index rows, Index cols);
    void vector(Tensor& target, const std::string& name, Index n);
    /// `name`.weight and `name`.bias.
    void linear(Linear& target, const std::string& name, Index in, Index out, Bias bias = Bias::Yes);
    /// The same, with a weight alone under `name`.
    void bare(Linear& target, const std::string& name, Index in, Index out);
    /// Of a fused `name`.weight [in, out] and its bias, `count` columns from `first` on.
    void columns(Linear& target, const std::string& name, Index in, Index out, Index first, Index count);
    /// A vector stored with any shape, its numbers in order.
    void flat(Tensor& target, const std::string& name, const std::vector<std::int64_t>& shape);
    /// Stored [in, heads, d_head], used as [in, heads · d_head], or as its transpose.
    void heads(Tensor& target, const std::string& name, Index in, Index heads, Index dHead, bool isTransposed);
    /// `count` rows from `first` on of a stored [rows, cols].
    void rows(Tensor& target, const std::string& name, Index rows, Index cols, Index first, Index count);
    /// Stored [rows, cols of it] each: their columns side by side, under all their names.
    void sideBySide(Tensor& target, const std::vector<std::string>& names, Index rows, const std::vector<Index>& cols);
    /// Stored [n] each: one behind the other, [1, all].
    void joined(Tensor& target, const std::vector<std::string>& names, const std::vector<Index>& counts);
    /// A convolution of rows in groups of features: `name`.weight stored [width, width / groups, kernel] and `name`.bias, one
    /// layer [width / groups · kernel, width / groups] a group.
    void filters(std::vector<Linear>& target, const std::string& name, Index width, Index groups, Index kernel);
    void norm(NormWeights& target, const std::string& name, Index n);
    /// Of a fused `name`.weight and `name`.bias with `out` outputs, those in `rows`; `part` names them.
    void fused(Linear& target, const std::string& name, Index in, Index out, const std::vector<Index>& rows, const char* part,
               Bias bias);

    [[nodiscard]] bool has(const std::string& name) const { return m_tensors.has(name); }
    [[nodiscard]] const Result<void>& ok() const { return m_ok; }
    /// The weights, or the first error.
    [[nodiscard]] Result<Weights> finish(Weights weights) const;

private:
    void join(Tensor& target, const std::vector<Tensor>& parts);
    template <class T>
    void keep(T& target, Result<T> value);
    [[nodiscard]] bool wants(Bias bias, const std::string& name) const;

    TensorStore& m_tensors;
    Stored m_stored;
    Result<void> m_ok;
};

/// Outputs of a fused projection in which every head has its `parts` blocks of `size` side by side: block `part` of all heads.
[[nodiscard]] std::vector<Index> interleavedRows(Index heads, Index parts, Index part, Index size);
/// `count` numbers from `first` on.
[[nodiscard]] std::vector<Index> consecutiveRows(Index first, Index count);

} // namespace hl
