#include "core/model/families/weight_reader.h"

#include <numeric>

namespace hl {

template <class T>
void WeightReader::keep(T& target, Result<T> value)
{
    if (value)
        target = std::move(*value);
    else
        m_ok = tl::unexpected(value.error());
}

bool WeightReader::wants(Bias bias, const std::string& name) const
{
    return bias == Bias::Yes || (bias == Bias::IfThere && m_tensors.has(name));
}

void WeightReader::matrix(Tensor& target, const std::string& name, Index rows, Index cols)
{
    if (m_ok)
        keep(target, m_tensors.matrix(name, rows, cols));
}

void WeightReader::vector(Tensor& target, const std::string& name, Index n)
{
    if (m_ok)
        keep(target, m_tensors.vector(name, n));
}

void WeightReader::bare(Linear& target, const std::string& name, Index in, Index out)
{
    if (!m_ok)
        return;
    keep(target.weight, m_stored == Stored::OutIn ? m_tensors.transposed(name, in, out) : m_tensors.weights(name, in, out));
}

void WeightReader::linear(Linear& target, const std::string& name, Index in, Index out, Bias bias)
{
    bare(target, name + ".weight", in, out);
    if (wants(bias, name + ".bias"))
        vector(target.bias, name + ".bias", out);
}

void WeightReader::columns(Linear& target, const std::string& name, Index in, Index out, Index first, Index count)
{
    if (m_ok)
        keep(target.weight, m_tensors.columns(name + ".weight", in, out, first, count));
    if (m_ok)
        keep(target.bias, m_tensors.entries(name + ".bias", out, first, count));
}

void WeightReader::flat(Tensor& target, const std::string& name, const std::vector<std::int64_t>& shape)
{
    if (m_ok)
        keep(target, m_tensors.inOrder(name, shape, 1, false));
}

void WeightReader::heads(Tensor& target, const std::string& name, Index in, Index heads, Index dHead, bool isTransposed)
{
    if (m_ok)
        keep(target, m_tensors.inOrder(name, {in, heads, dHead}, in, isTransposed));
}

void WeightReader::rows(Tensor& target, const std::string& name, Index rows, Index cols, Index first, Index count)
{
    if (m_ok)
        keep(target, m_tensors.rows(name, rows, cols, first, count));
}

void WeightReader::sideBySide(Tensor& target, const std::vector<std::string>& names, Index rows, const std::vector<Index>& cols)
{
    std::vector<Tensor> parts(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        matrix(parts[i], names[i], rows, cols[i]);
    join(target, parts);
}

void WeightReader::joined(Tensor& target, const std::vector<std::string>& names, const std::vector<Index>& counts)
{
    std::vector<Tensor> parts(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        vector(parts[i], names[i], counts[i]);
    join(target, parts);
}

void WeightReader::join(Tensor& target, const std::vector<Tensor>& parts)
{
    if (!m_ok)
        return;
    std::string name;
    Index cols = 0;
    bool isDouble = false;
    for (const Tensor& part : parts) {
        name += (name.empty() ? "" : " | ") + part.name();
        cols += part.cols();
        isDouble = isDouble || part.view().dtype() == DType::Float64;
    }
    const auto all = [&]<class T>(T) {
        MatrixOf<T> values(parts.front().rows(), cols);
        Index first = 0;
        for (const Tensor& part : parts) {
            values.middleCols(first, part.cols()) = part.as<T>();
            first += part.cols();
        }
        return Tensor(name, std::move(values));
    };
    target = isDouble ? all(double{}) : all(float{});
}

void WeightReader::filters(std::vector<Linear>& target, const std::string& name, Index width, Index groups, Index kernel)
{
    const Index features = width / groups;
    target.resize(static_cast<std::size_t>(groups));
    for (Index group = 0; group < groups; ++group) {
        Linear& own = target[static_cast<std::size_t>(group)];
        if (m_ok)
            keep(own.weight, m_tensors.filters(name + ".weight", {width, features, kernel}, group * features, features));
        if (m_ok)
            keep(own.bias, m_tensors.entries(name + ".bias", width, group * features, features));
    }
}

void WeightReader::norm(NormWeights& target, const std::string& name, Index n)
{
    if (m_ok)
        keep(target, m_tensors.norm(name, n));
}

void WeightReader::fused(Linear& target, const std::string& name, Index in, Index out, const std::vector<Index>& rows,
                         const char* part, Bias bias)
{
    if (m_ok)
        keep(target.weight, m_tensors.pickedRows(name + ".weight", out, in, rows, part));
    if (m_ok && wants(bias, name + ".bias"))
        keep(target.bias, m_tensors.pickedEntries(name + ".bias", {out}, rows, part));
}

Result<Weights> WeightReader::finish(Weights weights) const
{
    if (!m_ok)
        return tl::unexpected(m_ok.error());
    return weights;
}

std::vector<Index> interleavedRows(Index heads, Index parts, Index part, Index size)
{
    std::vector<Index> rows;
    for (Index head = 0; head < heads; ++head) {
        for (Index i = 0; i < size; ++i)
            rows.push_back((head * parts + part) * size + i);
    }
    return rows;
}

std::vector<Index> consecutiveRows(Index first, Index count)
{
    std::vector<Index> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), first);
    return rows;
}

} // namespace hl
