#pragma once

#include "core/base/error.h"
#include "core/trace/trace.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hl {

/// The kinds of file the numbers of a run can be written to.
enum class TraceFormat { Npz, Json, Csv };

/// By the file's ending, in any case: ".npz", ".json", ".csv".
[[nodiscard]] std::optional<TraceFormat> traceFormatOf(const std::filesystem::path& path);

/// One array per step, named as the step, [rows, cols] in the trace's number type; `tokens` is [n] int32.
/// Steps that were not kept are left out.
[[nodiscard]] Result<std::vector<std::byte>> traceNpz(const Trace& trace, std::span<const StepRef> steps);

/// {"model", "dtype", "tokens": [{"id", "token"}], "target_tokens" (encoder-decoder models only),
///  "steps": {name: {"shape": [rows, cols], "values": [[...]]}}}
/// Every number has as many digits as bring back its exact value; what JSON cannot say is "inf", "-inf" or "nan".
[[nodiscard]] std::string traceJson(const Trace& trace, std::span<const StepRef> steps);

/// One line per number: step,row,col,row_token,col_token,value. A token is empty where that axis has none.
[[nodiscard]] std::string traceCsv(const Trace& trace, std::span<const StepRef> steps);

/// One step as a table: a head line of column names, then a line per row that starts with its name.
[[nodiscard]] std::string stepTableCsv(const Trace& trace, const StepRef& step);

/// Writes `steps` to a file of the kind its ending names, entirely or not at all.
[[nodiscard]] Result<void> writeTrace(const Trace& trace, std::span<const StepRef> steps,
                                      const std::filesystem::path& path);

} // namespace hl
