#include "core/run/trace_inputs.h"

#include "core/base/shown.h"
#include "core/run/copied_target.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace hl {

namespace {

using Numbers = std::vector<std::int64_t>;

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string out = "[";
    for (const std::int64_t size : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(size);
    return out + "]";
}

/// The arrays of one file, read by name.
class Arrays
{
public:
    Arrays(const NpyArrays& arrays, std::string_view what)
        : m_arrays(arrays)
        , m_what(what)
    {}

    /// Nothing if the file has no such array.
    Result<std::optional<Numbers>> numbers(std::string_view name) const
    {
        const auto found = m_arrays.find(std::string(name));
        if (found == m_arrays.end())
            return std::nullopt;
        const auto& shape = found->second.shape;
        if (shape.size() == 2 && shape[0] > 1)
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "%1: `%2` has shape %3, which is %4 samples: give one, shape [n] or [1, n]."),
                        {m_what, std::string(name), shapeText(shape), std::to_string(shape[0])});
        if (shape.empty() || shape.size() > 2 || (shape.size() == 2 && shape[0] != 1))
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has shape %3; give it shape [n] or [1, n]."),
                        {m_what, std::string(name), shapeText(shape)});
        auto numbers = found->second.toInts();
        if (!numbers)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has an entry that is not a whole number."),
                        {m_what, std::string(name)});
        return std::move(*numbers);
    }

    Result<std::vector<TokenId>> ids(std::string_view name) const
    {
        const auto read = numbers(name);
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 has no array `%2`: this model needs one, shape [n] or [1, n]."),
                        {m_what, std::string(name)});
        std::vector<TokenId> ids;
        for (const std::int64_t number : **read) {
            if (number < 0 || number > std::numeric_limits<TokenId>::max())
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has the entry %3, which is not the id of a token."),
                            {m_what, std::string(name), std::to_string(number)});
            ids.push_back(static_cast<TokenId>(number));
        }
        return ids;
    }

    /// Numbers 0 .. `largest`, one per token; nothing if the file has no such array.
    Result<std::optional<std::vector<std::uint8_t>>> flags(std::string_view name, std::size_t count, int largest) const
    {
        const auto read = numbers(name);
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            return std::nullopt;
        if ((*read)->size() != count)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has %3 entries for %4 tokens."),
                        {m_what, std::string(name), std::to_string((*read)->size()), std::to_string(count)});
        std::vector<std::uint8_t> flags;
        for (const std::int64_t number : **read) {
            if (number < 0 || number > largest)
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has the entry %3; only 0 to %4 can be used."),
                            {m_what, std::string(name), std::to_string(number), std::to_string(largest)});
            flags.push_back(static_cast<std::uint8_t>(number));
        }
        return flags;
    }

    /// One sample's numbers of `rank` dimensions, with or without a leading 1, as a matrix of `columns` columns.
    Result<MatrixOf<double>> features(std::string_view name, std::size_t rank, const std::string& shape) const
    {
        const auto found = m_arrays.find(std::string(name));
        if (found == m_arrays.end())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 has no array `%2`: this model needs one, shape %3."),
                        {m_what, std::string(name), shape});
        auto sizes = found->second.shape;
        if (sizes.size() == rank + 1 && sizes.front() > 1)
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "%1: `%2` has shape %3, which is %4 samples: give one, shape %5."),
                        {m_what, std::string(name), shapeText(sizes), std::to_string(sizes.front()), shape});
        if (sizes.size() == rank + 1 && sizes.front() == 1)
            sizes.erase(sizes.begin());
        const bool isEmpty = std::find(sizes.begin(), sizes.end(), 0) != sizes.end();
        if (sizes.size() != rank || isEmpty)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has shape %3; give it shape %4."),
                        {m_what, std::string(name), shapeText(found->second.shape), shape});
        const std::vector<double> numbers = found->second.toDoubles();
        const Index columns = sizes.back();
        return MatrixOf<double>(ConstMap<double>(numbers.data(), static_cast<Index>(numbers.size()) / columns, columns,
                                                 Eigen::OuterStride<>(columns)));
    }

    /// [rows, `columns`] of 0 and 1, with or without a leading 1; nothing if the file has no such array.
    Result<std::optional<MatrixOf<std::uint8_t>>> grid(std::string_view name, std::optional<Index> rows, Index columns) const
    {
        if (m_arrays.find(std::string(name)) == m_arrays.end())
            return std::nullopt;
        const std::string shape = "[" + (rows ? std::to_string(*rows) : "m") + ", " + std::to_string(columns) + "]";
        const auto numbers = features(name, 2, shape);
        if (!numbers)
            return tl::unexpected(numbers.error());
        if (numbers->cols() != columns || (rows && numbers->rows() != *rows))
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has shape %3; give it shape %4."),
                        {m_what, std::string(name), shapeText(m_arrays.at(std::string(name)).shape), shape});
        if ((numbers->array() != 0.0 && numbers->array() != 1.0).any())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has an entry that is neither 0 nor 1."), {m_what, std::string(name)});
        return MatrixOf<std::uint8_t>(numbers->cast<std::uint8_t>());
    }

    /// Of `target_mapping` [m, n], the token that each row asks for.
    Result<std::vector<int>> targets(Index count) const
    {
        const auto rows = grid("target_mapping", std::nullopt, count);
        if (!rows)
            return tl::unexpected(rows.error());
        std::vector<int> places;
        for (Index row = 0; *rows && row < (*rows)->rows(); ++row) {
            Index place = 0;
            (*rows)->row(row).maxCoeff(&place);
            if ((*rows)->row(row).cast<int>().sum() != 1)
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: row %2 of `target_mapping` must ask for one token, with a single 1."),
                            {m_what, std::to_string(row)});
            places.push_back(static_cast<int>(place));
        }
        return places;
    }

    /// mems.0 to mems.(layers − 1), each [length, 1, d_model]; nothing where the file has none.
    Result<std::vector<MatrixOf<double>>> memory(int layers, Index dModel) const
    {
        std::vector<MatrixOf<double>> memory;
        if (m_arrays.find("mems.0") == m_arrays.end())
            return memory;
        for (int layer = 0; layer < layers; ++layer) {
            const std::string name = "mems." + std::to_string(layer);
            const auto found = m_arrays.find(name);
            if (found == m_arrays.end())
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 has `mems.0`, but no `%2`: give one for each layer."),
                            {m_what, name});
            const auto& shape = found->second.shape;
            const bool isOfOneSample = shape.size() == 2 || (shape.size() == 3 && shape[1] == 1);
            if (!isOfOneSample || shape.front() < 1 || shape.back() != dModel)
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has shape %3; give it shape [length, 1, %4]."),
                            {m_what, name, shapeText(shape), std::to_string(dModel)});
            const std::vector<double> values = found->second.toDoubles();
            memory.emplace_back(ConstMap<double>(values.data(), shape.front(), dModel, Eigen::OuterStride<>(dModel)));
        }
        return memory;
    }

    /// Positions can be given only if they are what the model counts by itself.
    Result<void> checkPositions(std::size_t count) const
    {
        const auto read = numbers("position_ids");
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            return {};
        Numbers counted(count);
        for (std::size_t i = 0; i < count; ++i)
            counted[i] = static_cast<std::int64_t>(i);
        if (**read != counted)
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "%1: `position_ids` other than 0, 1, 2, ... cannot be used: leave the array out."),
                        {m_what});
        return {};
    }

private:
    const NpyArrays& m_arrays;
    std::string m_what;
};

std::vector<std::string_view> namesFor(const ModelSpec& spec)
{
    if (spec.image)
        return {"pixel_values"};
    if (spec.audio)
        return {"input_features", "decoder_input_ids", "decoder_attention_mask"};
    std::vector<std::string_view> names{"input_ids", "attention_mask"};
    if (spec.isEncoderDecoder()) {
        names.emplace_back("decoder_input_ids");
        names.emplace_back("decoder_attention_mask");
    } else {
        names.emplace_back("position_ids");
        if (spec.stack(Side::Only).segments > 0 || spec.stack(Side::Only).positions.relative.hasSegments)
            names.emplace_back("token_type_ids");
        if (spec.hasQueryStream) {
            names.emplace_back("perm_mask");
            names.emplace_back("target_mapping");
        }
    }
    return names;
}

Result<void> checkNames(const ModelSpec& spec, const NpyArrays& arrays, std::string_view what)
{
    const auto names = namesFor(spec);
    for (const auto& [name, array] : arrays) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            continue;
        if (name.starts_with("mems.") && !spec.isEncoderDecoder() && spec.stack(Side::Only).memory > 0)
            continue;
        std::string list;
        for (const std::string_view known : names) {
            if (known != "position_ids")
                list += (list.empty() ? "" : ", ") + std::string(known);
        }
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: this model takes no array `%2`; it takes %3."),
                    {std::string(what), shown(name), list});
    }
    return {};
}

/// pixel_values [c, h, w] as [c · h, w], or input_features [mel, frames] as [frames, mel].
Result<MatrixOf<double>> featuresOf(const ModelSpec& spec, const Arrays& file, const NpyArrays& arrays, std::string_view what)
{
    const bool isImage = spec.image.has_value();
    const std::string name = isImage ? "pixel_values" : "input_features";
    const std::vector<std::int64_t> expected =
        isImage ? std::vector<std::int64_t>{spec.image->channels, spec.image->height, spec.image->width}
                : std::vector<std::int64_t>{spec.audio->melBins, spec.audio->frames()};
    const std::string expectedText = "[1, " + shapeText(expected).substr(1);
    auto features = file.features(name, expected.size(), expectedText);
    if (!features)
        return features;
    const auto& shape = arrays.at(name).shape;
    if (!std::equal(expected.rbegin(), expected.rend(), shape.rbegin()))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: `%2` has shape %3; give it shape %4."),
                    {std::string(what), name, shapeText(shape), expectedText});
    return isImage ? std::move(*features) : MatrixOf<double>(features->transpose());
}

Result<SequenceInput> sequence(const Model& model, const Arrays& arrays, std::string_view idsName, std::string_view maskName)
{
    SequenceInput input;
    const auto ids = arrays.ids(idsName);
    if (!ids)
        return tl::unexpected(ids.error());
    input.tokens = tokensOfIds(model, *ids);
    auto mask = arrays.flags(maskName, ids->size(), 1);
    if (!mask)
        return tl::unexpected(mask.error());
    if (*mask)
        input.allowed = std::move(**mask);
    return input;
}

} // namespace

Tokens tokensOfIds(const Model& model, const std::vector<TokenId>& ids)
{
    Tokens tokens;
    const Tokenizer* tokenizer = model.tokenizer();
    for (const TokenId id : ids) {
        Token token;
        token.id = id;
        if (tokenizer)
            token = tokenizer->token(id);
        if (token.piece.empty())
            token.piece = token.text = std::to_string(id);
        tokens.push_back(std::move(token));
    }
    return tokens;
}

Result<ForwardInput> inputFromArrays(const Model& model, const NpyArrays& arrays, std::string_view what)
{
    const ModelSpec& spec = model.spec();
    if (auto ok = checkNames(spec, arrays, what); !ok)
        return tl::unexpected(ok.error());
    const Arrays file(arrays, what);
    ForwardInput input;
    if (spec.image || spec.audio) {
        auto features = featuresOf(spec, file, arrays, what);
        if (!features)
            return tl::unexpected(features.error());
        input.source.features = std::move(*features);
    } else {
        auto source = sequence(model, file, "input_ids", "attention_mask");
        if (!source)
            return tl::unexpected(source.error());
        input.source = std::move(*source);
    }
    const std::size_t count = input.source.tokens.size();
    if (spec.target != TargetText::Typed && arrays.find("decoder_input_ids") == arrays.end()) {
        auto copied = copiedTarget(model, input.source.tokens);
        if (!copied)
            return tl::unexpected(copied.error());
        input.target.tokens = std::move(*copied);
        return input;
    }
    if (spec.isEncoderDecoder()) {
        auto target = sequence(model, file, "decoder_input_ids", "decoder_attention_mask");
        if (!target)
            return tl::unexpected(target.error());
        input.target = std::move(*target);
        return input;
    }
    if (spec.image || spec.audio)
        return input;
    if (auto ok = file.checkPositions(count); !ok)
        return tl::unexpected(ok.error());
    const StackSpec& stack = spec.stack(Side::Only);
    if (stack.memory > 0) {
        auto memory = file.memory(stack.layers, spec.dModel);
        if (!memory)
            return tl::unexpected(memory.error());
        input.source.memory = std::move(*memory);
    }
    if (spec.hasQueryStream) {
        const auto n = static_cast<Index>(count);
        auto hidden = file.grid("perm_mask", n, n);
        if (!hidden)
            return tl::unexpected(hidden.error());
        if (*hidden)
            input.source.hidden = std::move(**hidden);
        auto targets = file.targets(n);
        if (!targets)
            return tl::unexpected(targets.error());
        input.source.targets = std::move(*targets);
    }
    const int largest = stack.positions.relative.hasSegments ? 255 : std::max(stack.segments - 1, 0);
    const auto types = file.flags("token_type_ids", count, largest);
    if (!types)
        return tl::unexpected(types.error());
    if (*types) {
        for (std::size_t i = 0; i < count; ++i)
            input.source.tokens[i].segment = (**types)[i];
    }
    return input;
}

} // namespace hl
