#include "core/output/csv.h"

#include "core/base/number.h"

namespace hl {

void CsvWriter::separate()
{
    if (m_isRowOpen)
        m_out += ',';
    m_isRowOpen = true;
}

CsvWriter& CsvWriter::text(std::string_view field)
{
    separate();
    // Besides what must be quoted: outer spaces, which some readers drop.
    const bool needsQuotes = field.find_first_of(",\"\r\n") != std::string_view::npos || field.empty() ||
                             field.front() == ' ' || field.back() == ' ';
    if (!needsQuotes) {
        m_out += field;
        return *this;
    }
    m_out += '"';
    for (const char c : field) {
        if (c == '"')
            m_out += '"';
        m_out += c;
    }
    m_out += '"';
    return *this;
}

CsvWriter& CsvWriter::number(double value)
{
    separate();
    m_out += formatNumber(value);
    return *this;
}

CsvWriter& CsvWriter::number(float value)
{
    separate();
    m_out += formatNumber(value);
    return *this;
}

CsvWriter& CsvWriter::integer(long long value)
{
    separate();
    m_out += std::to_string(value);
    return *this;
}

CsvWriter& CsvWriter::endRow()
{
    m_out += "\r\n";
    m_isRowOpen = false;
    return *this;
}

CsvWriter& CsvWriter::row(std::span<const std::string> fields)
{
    for (const std::string& field : fields)
        text(field);
    return endRow();
}

std::string csvOf(const MatrixView& matrix, std::span<const std::string> rowNames,
                  std::span<const std::string> columnNames, std::string_view corner)
{
    HL_ASSERT(rowNames.empty() || static_cast<Index>(rowNames.size()) == matrix.rows());
    HL_ASSERT(columnNames.empty() || static_cast<Index>(columnNames.size()) == matrix.cols());
    CsvWriter csv;
    if (!columnNames.empty()) {
        if (!rowNames.empty())
            csv.text(corner);
        csv.row(columnNames);
    }
    for (Index row = 0; row < matrix.rows(); ++row) {
        if (!rowNames.empty())
            csv.text(rowNames[static_cast<std::size_t>(row)]);
        for (Index col = 0; col < matrix.cols(); ++col) {
            if (matrix.dtype() == DType::Float32)
                csv.number(
                    static_cast<float>(matrix.at(row, col))); // shortest as a float: 0.1, not 0.10000000149
            else
                csv.number(matrix.at(row, col));
        }
        csv.endRow();
    }
    return csv.take();
}

} // namespace hl
