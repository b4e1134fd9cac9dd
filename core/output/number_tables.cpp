#include "core/output/number_tables.h"

#include "core/base/file.h"
#include "core/base/number.h"
#include "core/base/shown.h"
#include "core/output/csv.h"
#include "core/output/npz.h"
#include "core/output/trace_file.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace hl {

namespace {

MatrixView viewOf(const NumberTable& table)
{
    return {table.values.data(), table.values.rows(), table.values.cols(), table.values.cols()};
}

NpyArray bytesOf(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += name + "\n";
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return NpyArray::of(bytes, {static_cast<std::int64_t>(bytes.size())});
}

std::string csvOfAll(std::span<const NumberTable> tables)
{
    std::string out;
    for (const NumberTable& table : tables)
        out += (out.empty() ? "" : "\r\n") + csvOf(viewOf(table), table.rows, table.columns, table.name);
    return out;
}

} // namespace

std::string tablesJson(std::span<const NumberTable> tables)
{
    nlohmann::ordered_json json;
    for (const NumberTable& table : tables) {
        auto& one = json[table.name];
        one["rows"] = table.rows;
        one["columns"] = table.columns;
        one["values"] = nlohmann::json::array();
        for (Index row = 0; row < table.values.rows(); ++row) {
            nlohmann::ordered_json numbers = nlohmann::json::array();
            for (Index col = 0; col < table.values.cols(); ++col)
                numbers.push_back(std::isfinite(table.values(row, col)) ? nlohmann::ordered_json(table.values(row, col)) : nlohmann::ordered_json());
            one["values"].push_back(std::move(numbers));
        }
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string tablesTsv(std::span<const NumberTable> tables)
{
    std::string out;
    for (const NumberTable& table : tables) {
        out += (out.empty() ? "" : "\n") + table.name;
        for (const std::string& column : table.columns)
            out += "\t" + column;
        out += "\n";
        for (Index row = 0; row < table.values.rows(); ++row) {
            out += table.rows[static_cast<std::size_t>(row)];
            for (Index col = 0; col < table.values.cols(); ++col)
                out += "\t" + formatNumber(table.values(row, col));
            out += "\n";
        }
    }
    return out;
}

Result<void> writeTables(std::span<const NumberTable> tables, const std::filesystem::path& path)
{
    const auto format = traceFormatOf(path);
    if (!format)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1 names no known kind of file: end it in .npz, .json or .csv."),
                    {shownPath(path)});
    if (*format == TraceFormat::Csv)
        return writeTextFileAtomically(path, csvOfAll(tables));
    if (*format == TraceFormat::Json)
        return writeTextFileAtomically(path, tablesJson(tables));
    NpzWriter npz;
    for (const NumberTable& table : tables) {
        npz.add(table.name, NpyArray::of(viewOf(table)));
        npz.add(table.name + ".rows", bytesOf(table.rows));
        npz.add(table.name + ".columns", bytesOf(table.columns));
    }
    const auto bytes = npz.finish();
    return bytes ? writeFileAtomically(path, *bytes) : Result<void>(tl::unexpected(bytes.error()));
}

} // namespace hl
