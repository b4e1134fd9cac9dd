#include "core/xlnet_cases.h"

#include "core/model/load.h"
#include "core/run/trace_inputs.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

using namespace hl;

namespace xlnetCases {

namespace {

/// Random order of prediction: a token does not know those that come with or after it. The first two are
/// known to all others, so that no row is without a key (the reference then spreads it over all keys, and
/// Headlight leaves it at zeros).
std::vector<std::vector<int>> permOf(int n, std::mt19937& random)
{
    std::vector<int> rank(static_cast<std::size_t>(n));
    std::iota(rank.begin(), rank.end(), 0);
    std::shuffle(rank.begin(), rank.end(), random);
    auto perm = noPerm(n);
    for (std::size_t i = 0; i < perm.size(); ++i) {
        for (std::size_t j = 0; j < perm.size(); ++j)
            perm[i][j] = (j > 1 || i == j) && rank[j] >= rank[i] ? 1 : 0;
    }
    return perm;
}

} // namespace

std::vector<std::vector<int>> noPerm(int n)
{
    return std::vector<std::vector<int>>(static_cast<std::size_t>(n),
                                         std::vector<int>(static_cast<std::size_t>(n), 0));
}

Question question(const Shape& shape, Asked asked, bool hasSegments, bool hasPadding, std::mt19937& random)
{
    const int n = std::uniform_int_distribution<int>(5, 9)(random);
    Question q;
    for (int i = 0; i < n; ++i)
        q.ids.push_back(std::uniform_int_distribution<int>(0, shape.vocabulary - 1)(random));
    for (int i = 0; hasSegments && i < n; ++i)
        q.segments.push_back(i < n / 2 ? 0 : i < n - 1 ? 1 : 2);
    for (int i = 0; hasPadding && i < n; ++i)
        q.allowed.push_back(i < n - 2 ? 1 : 0);
    const int gap = n / 2;
    switch (asked) {
    case Asked::Nothing:
        break;
    case Asked::MaskAlone:
        q.targets = {gap};
        break;
    case Asked::Gap:
        q.perm = noPerm(n);
        q.targets = {gap - 1, gap};
        for (auto& row : q.perm)
            row[static_cast<std::size_t>(gap)] = row[static_cast<std::size_t>(gap - 1)] = 1;
        break;
    case Asked::Order:
        q.perm = permOf(n, random);
        q.targets = {n - 1, 1, gap};
        break;
    case Asked::Everything:
        q.perm = permOf(n, random);
        q.targets.resize(static_cast<std::size_t>(n));
        std::iota(q.targets.begin(), q.targets.end(), 0);
        std::shuffle(q.targets.begin(), q.targets.end(), random);
        break;
    case Asked::Seen:
        q.targets = {n - 1, 0};
        break;
    case Asked::HiddenOnly:
        q.perm = permOf(n, random);
        break;
    }
    return q;
}

/// As npz arrays, the way they come from a file.
NpyArrays arraysOf(const Question& q)
{
    const auto n = static_cast<std::int64_t>(q.ids.size());
    const auto flat = [](const std::vector<int>& v) { return std::vector<std::int64_t>(v.begin(), v.end()); };
    NpyArrays arrays{{"input_ids", NpyArray::of(flat(q.ids), {1, n})}};
    if (!q.segments.empty())
        arrays.emplace("token_type_ids", NpyArray::of(flat(q.segments), {1, n}));
    if (!q.allowed.empty())
        arrays.emplace("attention_mask", NpyArray::of(flat(q.allowed), {1, n}));
    if (!q.perm.empty()) {
        std::vector<float> cells;
        for (const auto& row : q.perm)
            cells.insert(cells.end(), row.begin(), row.end());
        arrays.emplace("perm_mask", NpyArray::of(cells, {1, n, n}));
    }
    if (!q.targets.empty()) {
        std::vector<float> cells(q.targets.size() * q.ids.size(), 0.0F);
        for (std::size_t row = 0; row < q.targets.size(); ++row)
            cells[row * q.ids.size() + static_cast<std::size_t>(q.targets[row])] = 1.0F;
        arrays.emplace("target_mapping",
                       NpyArray::of(cells, {static_cast<std::int64_t>(q.targets.size()), n}));
    }
    return arrays;
}

Opened open(const Shape& shape, std::mt19937& random, bool hasTokenizer)
{
    Opened made{xlnetOracle::folder(shape, random), nullptr};
    QTemporaryDir directory;
    const std::filesystem::path path = directory.path().toStdString();
    made.folder.write(path);
    if (hasTokenizer)
        xlnetOracle::writeTokenizer(path);
    auto model = loadModel(path);
    if (!model)
        qFatal("%s", model.error().english().c_str());
    made.model = std::move(*model);
    return made;
}

ForwardInput inputOf(const Model& model, const Question& q, DType dtype)
{
    auto input = inputFromArrays(model, arraysOf(q), "in.npz");
    if (!input)
        qFatal("%s", input.error().english().c_str());
    input->dtype = dtype;
    return std::move(*input);
}

TracePtr traceOf(std::shared_ptr<const Model> model, ForwardInput input)
{
    auto trace = forward(std::move(model), std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return std::move(*trace);
}

bool isSameBits(const MatrixView& a, const MatrixView& b)
{
    if (a.rows() != b.rows() || a.cols() != b.cols())
        return false;
    for (Index row = 0; row < a.rows(); ++row) {
        for (Index col = 0; col < a.cols(); ++col) {
            const double x = a.at(row, col);
            const double y = b.at(row, col);
            if (std::memcmp(&x, &y, sizeof x) != 0)
                return false;
        }
    }
    return true;
}

std::string compare(const Trace& trace, const StepRef& ref, const xlnetOracle::Rows& expected,
                    const Question& q, Worst& worst)
{
    const MatrixView view = trace.view(ref);
    const bool isPattern = ref.step == Step::Pattern;
    const bool isDouble = trace.dtype() == DType::Float64;
    const double absolute = isDouble ? 1e-12 : isPattern ? 2e-5 : 1e-4;
    const double relative = isDouble ? 1e-12 : isPattern ? 0.0 : 1e-4;
    if (view.rows() != static_cast<Index>(expected.size()))
        return nameOf(ref) + " has " + std::to_string(view.rows()) + " rows, expected " +
               std::to_string(expected.size());
    for (Index row = 0; row < view.rows(); ++row) {
        const auto& own = expected[static_cast<std::size_t>(row)];
        const bool isPadding =
            ref.side == Side::Only && !q.allowed.empty() && q.allowed[static_cast<std::size_t>(row)] == 0;
        if (isPadding)
            continue;
        if (view.cols() != static_cast<Index>(own.size()))
            return nameOf(ref) + " has " + std::to_string(view.cols()) + " columns, expected " +
                   std::to_string(own.size());
        for (Index col = 0; col < view.cols(); ++col) {
            const bool isOfPadding = infoOf(ref.step).cols == Axis::Key && !q.allowed.empty() &&
                                     q.allowed[static_cast<std::size_t>(col)] == 0;
            if (isOfPadding && ref.step < Step::Mask)
                continue;
            const double is = view.at(row, col);
            const double wanted = own[static_cast<std::size_t>(col)];
            if (std::isinf(wanted) && is == wanted)
                continue;
            const double difference = std::abs(is - wanted);
            if (!(difference <= absolute) && !(difference <= relative * std::abs(wanted)))
                return nameOf(ref) + " (" + std::to_string(row) + ", " + std::to_string(col) + ") is " +
                       std::to_string(is) + ", expected " + std::to_string(wanted) + ", difference " +
                       std::to_string(difference);
            double& most = isPattern ? worst.pattern : worst.other;
            most = std::max(most, difference / std::max(1.0, std::abs(wanted)));
        }
    }
    return {};
}

bool isComparedElsewhere(const StepRef& ref)
{
    return ref.side == Side::Only && (ref.step == Step::Tokens || ref.step == Step::EmbedSum ||
                                      ref.step == Step::EmbedRelative || ref.step == Step::PositionK);
}

} // namespace xlnetCases
