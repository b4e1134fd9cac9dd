#include "core/model/tensor_store.h"

#include "core/base/shown.h"

#include <algorithm>

namespace hl {

TensorStore::TensorStore(SafetensorsFile file)
    : m_file(std::move(file))
{}

void TensorStore::choosePrefix(std::initializer_list<std::string_view> candidates, std::string_view probe)
{
    for (const std::string_view candidate : candidates) {
        if (m_file.find(std::string(candidate) + std::string(probe))) {
            m_prefix = candidate;
            return;
        }
    }
}

bool TensorStore::has(std::string_view name) const
{
    return m_file.find(m_prefix + std::string(name)) != nullptr || m_file.find(name) != nullptr;
}

Result<const TensorInfo*> TensorStore::take(std::string_view name, const std::vector<std::int64_t>& shape)
{
    // Heads lie beside the prefixed trunk ("bert." and "cls."), so the bare name counts too.
    const TensorInfo* info = m_file.find(m_prefix + std::string(name));
    if (!info)
        info = m_file.find(name);
    if (!info)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "%1 has no tensor \"%2\" (expected shape %3); is this the right config.json for these weights?"),
                    {m_file.what(), shown(m_prefix + std::string(name)), shapeText(shape)});
    if (info->shape != shape)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "%1: tensor \"%2\" has shape %3, expected %4."),
                    {m_file.what(), shown(info->name), shapeText(info->shape), shapeText(shape)});
    m_taken.insert(info->name);
    return info;
}

template <class Shape>
Result<Tensor> TensorStore::decode(const TensorInfo& info, std::string shownAs, Index rows, Index cols, Shape shape)
{
    const auto make = [&]<class T>(std::vector<T> values) {
        const ConstMap<T> stored(values.data(), rows, cols, Eigen::OuterStride<>(cols));
        return Tensor(std::move(shownAs), MatrixOf<T>(shape(stored)));
    };
    if (info.type == StoredType::F64) {
        auto decoded = m_file.doubles(info);
        if (!decoded)
            return tl::unexpected(decoded.error());
        return make(std::move(decoded->values));
    }
    auto decoded = m_file.floats(info);
    if (!decoded)
        return tl::unexpected(decoded.error());
    return make(std::move(decoded->values));
}

Result<Tensor> TensorStore::matrix(std::string_view name, Index rows, Index cols)
{
    const auto info = take(name, {rows, cols});
    if (!info)
        return tl::unexpected(info.error());
    return decode(**info, (*info)->name, rows, cols, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::transposed(std::string_view name, Index rows, Index cols)
{
    const auto info = take(name, {cols, rows});
    if (!info)
        return tl::unexpected(info.error());
    return decode(**info, (*info)->name, cols, rows, [](const auto& m) { return m.transpose(); });
}

Result<Tensor> TensorStore::rows(std::string_view name, Index rows, Index cols, Index first, Index count)
{
    const auto info = take(name, {rows, cols});
    if (!info)
        return tl::unexpected(info.error());
    const std::string part = "[" + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decode(**info, (*info)->name + part, rows, cols, [&](const auto& m) { return m.middleRows(first, count); });
}

Result<Tensor> TensorStore::columns(std::string_view name, Index rows, Index cols, Index first, Index count)
{
    const auto info = take(name, {rows, cols});
    if (!info)
        return tl::unexpected(info.error());
    const std::string part = "[:, " + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decode(**info, (*info)->name + part, rows, cols,
                  [&](const auto& m) { return m.middleCols(first, count); });
}

Result<Tensor> TensorStore::reshaped(std::string_view name, const std::vector<std::int64_t>& shape, Index rows, Index cols)
{
    const auto info = take(name, shape);
    if (!info)
        return tl::unexpected(info.error());
    return decode(**info, (*info)->name, rows, cols, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::filters(std::string_view name, const std::vector<std::int64_t>& shape)
{
    const auto info = take(name, shape);
    if (!info)
        return tl::unexpected(info.error());
    Index inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i)
        inputs *= shape[i];
    return decode(**info, (*info)->name, shape.front(), inputs, [](const auto& m) { return m.transpose(); });
}

Result<Tensor> TensorStore::vector(std::string_view name, Index n)
{
    const auto info = take(name, {n});
    if (!info)
        return tl::unexpected(info.error());
    return decode(**info, (*info)->name, 1, n, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::entries(std::string_view name, Index n, Index first, Index count)
{
    const auto info = take(name, {n});
    if (!info)
        return tl::unexpected(info.error());
    const std::string part = "[" + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decode(**info, (*info)->name + part, 1, n, [&](const auto& m) { return m.middleCols(first, count); });
}

Result<Linear> TensorStore::linear(const std::string& name, Index in, Index out, bool isStoredOutIn)
{
    auto weight = isStoredOutIn ? transposed(name + ".weight", in, out) : matrix(name + ".weight", in, out);
    if (!weight)
        return tl::unexpected(weight.error());
    Linear result{std::move(*weight), {}};
    if (has(name + ".bias")) {
        auto bias = vector(name + ".bias", out);
        if (!bias)
            return tl::unexpected(bias.error());
        result.bias = std::move(*bias);
    }
    return result;
}

Result<NormWeights> TensorStore::norm(const std::string& name, Index n)
{
    // Checkpoints of before 2019 say gamma and beta.
    auto gain = vector(has(name + ".gamma") ? name + ".gamma" : name + ".weight", n);
    if (!gain)
        return tl::unexpected(gain.error());
    NormWeights result{std::move(*gain), {}};
    for (const char* suffix : {".beta", ".bias"}) {
        if (has(name + suffix)) {
            auto bias = vector(name + suffix, n);
            if (!bias)
                return tl::unexpected(bias.error());
            result.bias = std::move(*bias);
            break;
        }
    }
    return result;
}

std::vector<std::string> TensorStore::unused(const std::vector<std::string_view>& known) const
{
    std::vector<std::string> names;
    for (const TensorInfo& info : m_file.tensors()) {
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](std::string_view ending) {
            return info.name.ends_with(ending);
        });
        if (!isKnown && m_taken.find(info.name) == m_taken.end())
            names.push_back(info.name);
    }
    return names;
}

} // namespace hl
