#include "core/run/counterpart.h"

#include "core/base/shown.h"
#include "core/run/open_model.h"

#include <charconv>

namespace hl {

namespace {

/// The array of a file that stands for a step: by its name, or the only one there is.
Result<MatrixOf<double>> matrixOf(const NpyArrays& arrays, const StepRef& step)
{
    auto found = arrays.find(nameOf(step));
    if (found == arrays.end() && arrays.size() == 1)
        found = arrays.begin();
    if (found == arrays.end())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The file has no array \"%1\"; `headlight trace --out` writes files with all of them."),
                    {nameOf(step)});
    std::vector<std::int64_t> shape = found->second.shape;
    while (shape.size() > 2 && shape.front() == 1)
        shape.erase(shape.begin());
    if (shape.size() == 1)
        shape.push_back(1);
    if (shape.size() != 2)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "Array \"%1\" has %2 dimensions, expected 2: rows and columns."),
                    {shown(found->first), std::to_string(shape.size())});
    const std::vector<double> numbers = found->second.toDoubles();
    return MatrixOf<double>(Eigen::Map<const MatrixOf<double>>(numbers.data(), shape[0], shape[1]));
}

bool readInt(std::string_view text, int& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

} // namespace

Result<Counterpart> makeCounterpart(const RunRequest& request, const CompareWith& with, std::stop_token stop)
{
    using Kind = CompareWith::Kind;
    Counterpart counterpart{with, nullptr, std::nullopt, nullptr};
    if (with.kind == Kind::File) {
        auto arrays = readNpz(with.file);
        if (!arrays)
            return tl::unexpected(arrays.error());
        counterpart.arrays = std::make_shared<const NpyArrays>(std::move(*arrays));
        return counterpart;
    }
    if (with.kind != Kind::Text && with.kind != Kind::Model && with.kind != Kind::BeforeChanges)
        return counterpart;
    RunRequest other = request;
    if (with.kind == Kind::Text) {
        other.text = with.text;
        if (with.second)
            other.second = with.second;
        other.shuffle.clear();
    } else if (with.kind == Kind::BeforeChanges) {
        other.edits.clear();
    } else {
        if (!with.model)
            return fail(ErrorCode::UnknownModel, HL_NOOP("core", "Choose a model to compare with."));
        other.model = with.model;
        other.edits.clear();
        other.shuffle.clear();
        other.mask.custom.reset();
        if (!with.model->spec().takesTarget())
            other.second.reset();
    }
    auto trace = run(other, std::move(stop));
    if (!trace)
        return tl::unexpected(trace.error());
    counterpart.trace = std::move(*trace);
    return counterpart;
}

StepRef counterpartStep(const Counterpart& counterpart, const StepRef& step)
{
    StepRef other = step;
    switch (counterpart.with.kind) {
    case CompareWith::Kind::Head:
        other.layer = counterpart.with.layer;
        if (step.head >= 0)
            other.head = counterpart.with.head;
        break;
    case CompareWith::Kind::Step:
        other.step = counterpart.with.step;
        break;
    case CompareWith::Kind::Pinned:
        return counterpart.pinned.value_or(step);
    default:
        break;
    }
    return other;
}

Result<Comparison> compareWith(const Counterpart& counterpart, const Trace& trace, const StepRef& step)
{
    if (counterpart.arrays) {
        const auto matrix = matrixOf(*counterpart.arrays, step);
        if (!matrix)
            return tl::unexpected(matrix.error());
        return compare(MatrixView(matrix->data(), matrix->rows(), matrix->cols(), matrix->cols()), trace, step);
    }
    const Trace& other = counterpart.trace ? *counterpart.trace : trace;
    return compare(other, counterpartStep(counterpart, step), trace, step);
}

Result<CompareWith> parseCompareWith(const std::string& text)
{
    using Kind = CompareWith::Kind;
    CompareWith with;
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string kind = text.substr(0, equals);
    const std::string value = equals < text.size() ? text.substr(equals + 1) : std::string();
    const std::size_t dot = value.find('.');
    if (kind == "head" && dot != std::string::npos && readInt(std::string_view(value).substr(0, dot), with.layer)
        && readInt(std::string_view(value).substr(dot + 1), with.head)) {
        with.kind = Kind::Head;
        return with;
    }
    if (kind == "step" && !value.empty()) {
        for (const StepInfo& info : stepTable()) {
            if (info.name == value) {
                with.kind = Kind::Step;
                with.step = info.step;
                return with;
            }
        }
    }
    if (kind == "text" && !value.empty()) {
        with.kind = Kind::Text;
        with.text = value;
        return with;
    }
    if (kind == "model" && !value.empty()) {
        auto model = findModel(value);
        if (!model)
            return tl::unexpected(model.error());
        with.kind = Kind::Model;
        with.model = std::move(*model);
        return with;
    }
    if (text == "edits") {
        with.kind = Kind::BeforeChanges;
        return with;
    }
    if (kind == "file" && !value.empty()) {
        with.kind = Kind::File;
        with.file = value;
        return with;
    }
    return fail(ErrorCode::BadInput,
                HL_NOOP("core", "\"%1\" names nothing to compare with; write head=0.1, step=scores, text=..., model=toy, edits or file=X.npz."),
                {shown(text)});
}

} // namespace hl
