#include "core/output/trace_file.h"

#include "core/base/file.h"
#include "core/base/number.h"
#include "core/base/shown.h"
#include "core/output/csv.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace hl {

namespace {

std::vector<std::int32_t> idsOf(const Tokens& tokens)
{
    std::vector<std::int32_t> ids;
    ids.reserve(tokens.size());
    for (const Token& token : tokens)
        ids.push_back(token.id);
    return ids;
}

/// A JSON string; bytes that are not UTF-8 become U+FFFD.
std::string quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// As few digits as bring back the exact value; "inf", "-inf" and "nan" are strings.
void appendJsonNumber(std::string& out, double value, DType dtype)
{
    const std::string text = dtype == DType::Float32 ? formatNumber(static_cast<float>(value)) : formatNumber(value);
    out += std::isfinite(value) ? text : '"' + text + '"';
}

std::string tokensJson(const Tokens& tokens)
{
    std::string out = "[";
    for (const Token& token : tokens) {
        if (out.size() > 1)
            out += ", ";
        out += "{\"id\": " + std::to_string(token.id) + ", \"token\": " + quoted(token.piece) + "}";
    }
    return out + "]";
}

void appendJsonStep(std::string& out, const Trace& trace, const StepRef& ref)
{
    out += quoted(nameOf(ref)) + ": {\"shape\": [";
    if (ref.step == Step::Tokens) {
        const auto ids = idsOf(trace.tokens(ref.side));
        out += std::to_string(ids.size()) + "], \"values\": [";
        for (std::size_t i = 0; i < ids.size(); ++i)
            out += (i > 0 ? ", " : "") + std::to_string(ids[i]);
        out += "]}";
        return;
    }
    const MatrixView view = trace.view(ref);
    out += std::to_string(view.rows()) + ", " + std::to_string(view.cols()) + "], \"values\": [";
    for (Index row = 0; row < view.rows(); ++row) {
        out += row > 0 ? ", [" : "[";
        for (Index col = 0; col < view.cols(); ++col) {
            if (col > 0)
                out += ", ";
            appendJsonNumber(out, view.at(row, col), view.dtype());
        }
        out += "]";
    }
    out += "]}";
}

/// What stands for a token in a table: as people read it.
std::string_view label(const Tokens* tokens, Index i)
{
    if (tokens == nullptr || i >= static_cast<Index>(tokens->size()))
        return {};
    return (*tokens)[static_cast<std::size_t>(i)].text;
}

/// What a column is called: its token, or the class that it scores; "" for the others.
std::string_view columnLabel(const Trace& trace, const StepRef& ref, Index col)
{
    const auto& classes = columnClasses(ref.step, trace.model().spec());
    const bool isClass = static_cast<std::size_t>(col) < classes.size();
    return isClass ? std::string_view(classes[static_cast<std::size_t>(col)]) : label(trace.columnTokens(ref), col);
}

/// First position of a step's rows: logits may be those of the last position alone.
Index firstRow(const Trace& trace, const StepRef& ref)
{
    return isOfLogits(ref.step) ? trace.firstLogitRow() : 0;
}

void addValue(CsvWriter& csv, const Trace& trace, const StepRef& ref, const MatrixView& view, Index row, Index col)
{
    if (ref.step == Step::Tokens)
        csv.integer(trace.tokens(ref.side)[static_cast<std::size_t>(row)].id);
    else if (view.dtype() == DType::Float32)
        csv.number(static_cast<float>(view.at(row, col)));
    else
        csv.number(view.at(row, col));
}

} // namespace

std::optional<TraceFormat> traceFormatOf(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (ending == ".npz")
        return TraceFormat::Npz;
    if (ending == ".json")
        return TraceFormat::Json;
    if (ending == ".csv")
        return TraceFormat::Csv;
    return std::nullopt;
}

Result<std::vector<std::byte>> traceNpz(const Trace& trace, std::span<const StepRef> steps)
{
    NpzWriter npz;
    for (const StepRef& ref : steps) {
        if (ref.step == Step::Tokens) {
            const auto ids = idsOf(trace.tokens(ref.side));
            npz.add(nameOf(ref), NpyArray::of(ids, {static_cast<std::int64_t>(ids.size())}));
        } else if (const MatrixView view = trace.view(ref)) {
            npz.add(nameOf(ref), NpyArray::of(view));
        }
    }
    return npz.finish();
}

std::string traceJson(const Trace& trace, std::span<const StepRef> steps)
{
    const ModelSpec& spec = trace.model().spec();
    std::string out = "{\n\"model\": " + quoted(spec.name);
    out += trace.dtype() == DType::Float32 ? ",\n\"dtype\": \"float32\"" : ",\n\"dtype\": \"float64\"";
    out += ",\n\"tokens\": " + tokensJson(trace.tokens(Side::Only));
    if (spec.isEncoderDecoder())
        out += ",\n\"target_tokens\": " + tokensJson(trace.tokens(Side::Decoder));
    if (spec.isAsked)
        out += ",\n\"query_tokens\": " + tokensJson(trace.tokens(Side::Query));
    for (const auto& [key, classes] : {std::pair{"classes", &spec.head.classes}, {"pair_classes", &classesOf(spec.head.pairQuestion)}}) {
        if (classes->empty())
            continue;
        out += std::string(",\n\"") + key + "\": [";
        for (std::size_t i = 0; i < classes->size(); ++i)
            out += (i > 0 ? ", " : "") + quoted((*classes)[i]);
        out += "]";
    }
    out += ",\n\"steps\": {";
    const char* separator = "\n";
    for (const StepRef& ref : steps) {
        if (!trace.view(ref))
            continue;
        out += separator;
        appendJsonStep(out, trace, ref);
        separator = ",\n";
    }
    return out + "\n}\n}\n";
}

std::string traceCsv(const Trace& trace, std::span<const StepRef> steps)
{
    CsvWriter csv;
    csv.row(std::array<std::string, 6>{"step", "row", "col", "row_token", "col_token", "value"});
    for (const StepRef& ref : steps) {
        const MatrixView view = trace.view(ref);
        const std::string name = nameOf(ref);
        const Index first = firstRow(trace, ref);
        for (Index row = 0; row < view.rows(); ++row) {
            const std::string_view rowToken = label(trace.rowTokens(ref), first + row);
            for (Index col = 0; col < view.cols(); ++col) {
                csv.text(name).integer(first + row).integer(col).text(rowToken).text(columnLabel(trace, ref, col));
                addValue(csv, trace, ref, view, row, col);
                csv.endRow();
            }
        }
    }
    return csv.take();
}

std::string stepTableCsv(const Trace& trace, const StepRef& step)
{
    const MatrixView view = trace.view(step);
    const bool hasNames = trace.columnTokens(step) || !columnClasses(step.step, trace.model().spec()).empty();
    const Tokens* rows = trace.rowTokens(step);
    const Index first = firstRow(trace, step);
    CsvWriter csv;
    csv.text(nameOf(step));
    for (Index col = 0; col < view.cols(); ++col)
        hasNames ? csv.text(columnLabel(trace, step, col)) : csv.integer(col);
    csv.endRow();
    for (Index row = 0; row < view.rows(); ++row) {
        rows ? csv.text(label(rows, first + row)) : csv.integer(row);
        for (Index col = 0; col < view.cols(); ++col)
            addValue(csv, trace, step, view, row, col);
        csv.endRow();
    }
    return csv.take();
}

Result<void> writeTrace(const Trace& trace, std::span<const StepRef> steps, const std::filesystem::path& path)
{
    const auto format = traceFormatOf(path);
    if (!format)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1 names no known kind of file: end it in .npz, .json or .csv."),
                    {shownPath(path)});
    try {
        if (*format == TraceFormat::Json)
            return writeTextFileAtomically(path, traceJson(trace, steps));
        if (*format == TraceFormat::Csv)
            return writeTextFileAtomically(path, traceCsv(trace, steps));
        const auto bytes = traceNpz(trace, steps);
        if (!bytes)
            return tl::unexpected(bytes.error());
        return writeFileAtomically(path, *bytes);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "There is not enough memory to write %1: keep fewer steps."),
                    {shownPath(path)});
    }
}

} // namespace hl
