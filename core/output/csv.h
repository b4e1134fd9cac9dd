#pragma once

#include "core/base/matrix.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// Makes a CSV text (RFC 4180: comma, CRLF, quotes where needed), the same in every locale.
///     CsvWriter csv;
///     csv.row({"query", "key", "weight"});
///     csv.text("the").text("cat").number(0.25f).endRow();
class CsvWriter
{
public:
    CsvWriter& text(std::string_view field);
    CsvWriter& number(double value); ///< the shortest text that reads back as the same number
    CsvWriter& number(float value);
    CsvWriter& integer(long long value);
    CsvWriter& endRow();
    CsvWriter& row(std::span<const std::string> fields);

    [[nodiscard]] const std::string& result() const { return m_out; }
    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    void separate();
    std::string m_out;
    bool m_isRowOpen = false;
};

/// A matrix with a name for each row and column; the top left field is `corner`. Pass no names to leave that
/// side out.
[[nodiscard]] std::string csvOf(const MatrixView& matrix, std::span<const std::string> rowNames,
                                std::span<const std::string> columnNames, std::string_view corner = "");

} // namespace hl
