#include "core/model/tensor_store.h"

#include "core/base/shown.h"

#include <algorithm>
#include <cstdint>

namespace hl {

TensorStore::TensorStore(SafetensorsFile file)
    : m_what(file.what())
{
    m_files.push_back(std::move(file));
}

TensorStore::TensorStore(std::vector<SafetensorsFile> files, std::string what)
    : m_files(std::move(files))
    , m_what(std::move(what))
{}

TensorStore::Found TensorStore::find(std::string_view name) const
{
    for (const SafetensorsFile& file : m_files) {
        if (const TensorInfo* info = file.find(name))
            return {&file, info};
    }
    return {};
}

void TensorStore::choosePrefix(std::initializer_list<std::string_view> candidates, std::string_view probe)
{
    for (const std::string_view candidate : candidates) {
        if (find(std::string(candidate) + std::string(probe)).info) {
            m_prefix = candidate;
            return;
        }
    }
}

bool TensorStore::has(std::string_view name) const
{
    return find(m_prefix + std::string(name)).info != nullptr || find(name).info != nullptr;
}

Result<TensorStore::Found> TensorStore::take(std::string_view name, const std::vector<std::int64_t>& shape)
{
    // Heads lie beside the prefixed trunk ("bert." and "cls."), so the bare name counts too.
    Found found = find(m_prefix + std::string(name));
    if (!found.info)
        found = find(name);
    if (!found.info)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "%1 has no tensor \"%2\" (expected shape %3); is this the right config.json for these weights?"),
                    {m_what, shown(m_prefix + std::string(name)), shapeText(shape)});
    if (found.info->shape != shape)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "%1: tensor \"%2\" has shape %3, expected %4."),
                    {found.file->what(), shown(found.info->name), shapeText(found.info->shape), shapeText(shape)});
    if (m_watch.stop.stop_requested())
        return failStopped();
    return found;
}

Crew& TensorStore::crew()
{
    if (!m_crew)
        m_crew = std::make_unique<BorrowedCrew>(crewSize());
    return **m_crew;
}

std::uint64_t TensorStore::bytes() const
{
    std::uint64_t bytes = 0;
    for (const SafetensorsFile& file : m_files) {
        for (const TensorInfo& info : file.tensors())
            bytes += info.end - info.begin;
    }
    return bytes;
}

Result<void> TensorStore::read(const Found& found, std::span<std::byte> out)
{
    const bool isNew = m_taken.insert(found.info->name).second;
    Watch watch{m_watch.stop, {}};
    if (isNew && m_watch.progress)
        watch.progress = [this](std::uint64_t done) { m_watch.progress(m_bytesRead + done); };
    auto ok = found.file->read(*found.info, out, &crew(), watch);
    if (isNew)
        m_bytesRead += out.size();
    return ok;
}

template <class T>
Result<std::span<const T>> TensorStore::numbers(const Found& found)
{
    const TensorInfo& info = *found.info;
    if (auto ok = found.file->checkDecodable(info); !ok)
        return tl::unexpected(ok.error());
    const auto size = static_cast<std::size_t>(info.end - info.begin);
    constexpr std::size_t littleBytes = std::size_t{1} << 18U;
    const bool isLittle = size <= littleBytes; // a bias between two parts of one large tensor leaves that in its place
    const std::span<std::byte> stored((isLittle ? m_little : m_stored).room(size), size);
    if (isLittle || m_lastRead != &info) {
        if (!isLittle)
            m_lastRead = nullptr;
        if (auto ok = read(found, stored); !ok)
            return tl::unexpected(ok.error());
        if (!isLittle)
            m_lastRead = &info;
    }
    const auto count = static_cast<std::size_t>(info.count());
    if (info.type == (std::is_same_v<T, float> ? StoredType::F32 : StoredType::F64))
        return std::span<const T>(reinterpret_cast<const T*>(stored.data()), count);
    const std::span<T> decoded(reinterpret_cast<T*>(m_decoded.room(count * sizeof(T))), count);
    constexpr std::size_t atOnce = std::size_t{1} << 18U; // numbers, whole bytes of any type
    crew().each(static_cast<long>((count + atOnce - 1) / atOnce), [&](long piece, int) {
        const std::size_t first = static_cast<std::size_t>(piece) * atOnce;
        const std::size_t some = std::min(atOnce, count - first);
        const auto bits = static_cast<std::size_t>(bitsOf(info.type));
        [[maybe_unused]] const std::int64_t strange = ::hl::decode(stored.subspan(first * bits / 8, some * bits / 8), info.type, decoded.subspan(first, some));
    });
    return std::span<const T>(decoded);
}

template <class Shape>
Result<Tensor> TensorStore::decode(const Found& found, const std::string& suffix, Index rows, Index cols, Shape shape)
{
    const auto with = [&]<class T>(T) -> Result<Tensor> {
        const auto stored = numbers<T>(found);
        if (!stored)
            return tl::unexpected(stored.error());
        return Tensor(found.info->name + suffix, MatrixOf<T>(shape(ConstMap<T>(stored->data(), rows, cols, Eigen::OuterStride<>(cols)))));
    };
    return found.info->type == StoredType::F64 ? with(double{}) : with(float{});
}

template <class Part>
Result<Tensor> TensorStore::decodePacked(const Found& found, const std::string& suffix, Index rows, Index cols, bool isTransposed,
                                         Part part)
{
    if (found.info->type == StoredType::F64) {
        return isTransposed ? decode(found, suffix, rows, cols, [&](const auto& m) { return part(m).transpose().eval(); })
                            : decode(found, suffix, rows, cols, [&](const auto& m) { return part(m).eval(); });
    }
    const auto numbers = this->numbers<float>(found);
    if (!numbers)
        return tl::unexpected(numbers.error());
    const ConstMap<float> stored(numbers->data(), rows, cols, Eigen::OuterStride<>(cols));
    auto packed = std::make_shared<const PackedMatrix>(part(stored), &crew(), isTransposed);
    const StoredType type = found.info->type;
    if (m_keepsNarrow && (type == StoredType::F16 || type == StoredType::BF16))
        packed = packed->narrowed(type);
    return Tensor(found.info->name + suffix, std::move(packed));
}

Result<Tensor> TensorStore::matrix(std::string_view name, Index rows, Index cols)
{
    const auto found = take(name, {rows, cols});
    if (!found)
        return tl::unexpected(found.error());
    if (found->info->type != StoredType::F32)
        return decode(*found, "", rows, cols, [](const auto& m) { return m; });
    MatrixOf<float> values(rows, cols); // a table of words can be a third of all: it is read into its place
    const std::span<float> numbers(values.data(), static_cast<std::size_t>(values.size()));
    wantLargePages(numbers.data(), numbers.size_bytes());
    if (auto ok = read(*found, std::as_writable_bytes(numbers)); !ok)
        return tl::unexpected(ok.error());
    return Tensor(found->info->name, std::move(values));
}

Result<Tensor> TensorStore::weights(std::string_view name, Index rows, Index cols)
{
    const auto found = take(name, {rows, cols});
    if (!found)
        return tl::unexpected(found.error());
    return decodePacked(*found, "", rows, cols, false, [](const auto& m) { return m.middleRows(0, m.rows()); });
}

Result<Tensor> TensorStore::transposed(std::string_view name, Index rows, Index cols)
{
    const auto found = take(name, {cols, rows});
    if (!found)
        return tl::unexpected(found.error());
    return decodePacked(*found, "", cols, rows, true, [](const auto& m) { return m.middleRows(0, m.rows()); });
}

Result<Tensor> TensorStore::rows(std::string_view name, Index rows, Index cols, Index first, Index count)
{
    const auto found = take(name, {rows, cols});
    if (!found)
        return tl::unexpected(found.error());
    const std::string part = "[" + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decode(*found, part, rows, cols, [&](const auto& m) { return m.middleRows(first, count); });
}

Result<Tensor> TensorStore::columns(std::string_view name, Index rows, Index cols, Index first, Index count)
{
    const auto found = take(name, {rows, cols});
    if (!found)
        return tl::unexpected(found.error());
    const std::string part = "[:, " + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decodePacked(*found, part, rows, cols, false, [&](const auto& m) { return m.middleCols(first, count); });
}

Result<Tensor> TensorStore::reshaped(std::string_view name, const std::vector<std::int64_t>& shape, Index rows, Index cols)
{
    const auto found = take(name, shape);
    if (!found)
        return tl::unexpected(found.error());
    return decode(*found, "", rows, cols, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::filters(std::string_view name, const std::vector<std::int64_t>& shape)
{
    return filters(name, shape, 0, shape.front());
}

Result<Tensor> TensorStore::filters(std::string_view name, const std::vector<std::int64_t>& shape, Index first, Index count)
{
    const auto found = take(name, shape);
    if (!found)
        return tl::unexpected(found.error());
    Index inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i)
        inputs *= shape[i];
    const bool isWhole = count == shape.front();
    const std::string part = isWhole ? "" : "[" + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decodePacked(*found, part, shape.front(), inputs, true, [&](const auto& m) { return m.middleRows(first, count); });
}

Result<Tensor> TensorStore::pickedRows(std::string_view name, Index out, Index in, const std::vector<Index>& rows,
                                       std::string_view part)
{
    const auto found = take(name, {out, in});
    if (!found)
        return tl::unexpected(found.error());
    return decodePacked(*found, "[" + std::string(part) + "]", out, in, true, [&](const auto& m) { return m(rows, Eigen::all).eval(); });
}

Result<Tensor> TensorStore::pickedEntries(std::string_view name, const std::vector<std::int64_t>& shape,
                                          const std::vector<Index>& which, std::string_view part)
{
    const auto found = take(name, shape);
    if (!found)
        return tl::unexpected(found.error());
    return decode(*found, "[" + std::string(part) + "]", 1, static_cast<Index>(found->info->count()),
                  [&](const auto& m) { return m(Eigen::all, which); });
}

Result<Tensor> TensorStore::inOrder(std::string_view name, const std::vector<std::int64_t>& shape, Index rows,
                                    bool isTransposed)
{
    const auto found = take(name, shape);
    if (!found)
        return tl::unexpected(found.error());
    const Index cols = static_cast<Index>(found->info->count()) / rows;
    if (isTransposed)
        return decode(*found, "", rows, cols, [](const auto& m) { return m.transpose(); });
    return decode(*found, "", rows, cols, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::vector(std::string_view name, Index n)
{
    const auto found = take(name, {n});
    if (!found)
        return tl::unexpected(found.error());
    return decode(*found, "", 1, n, [](const auto& m) { return m; });
}

Result<Tensor> TensorStore::entries(std::string_view name, Index n, Index first, Index count)
{
    const auto found = take(name, {n});
    if (!found)
        return tl::unexpected(found.error());
    const std::string part = "[" + std::to_string(first) + ":" + std::to_string(first + count) + "]";
    return decode(*found, part, 1, n, [&](const auto& m) { return m.middleCols(first, count); });
}

Result<Linear> TensorStore::linear(const std::string& name, Index in, Index out, bool isStoredOutIn)
{
    auto weight = isStoredOutIn ? transposed(name + ".weight", in, out) : weights(name + ".weight", in, out);
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
    for (const SafetensorsFile& file : m_files) {
        for (const TensorInfo& info : file.tensors()) {
            const bool isKnown = std::any_of(known.begin(), known.end(), [&](std::string_view ending) {
                return info.name.ends_with(ending);
            });
            if (!isKnown && m_taken.find(info.name) == m_taken.end())
                names.push_back(info.name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace hl
