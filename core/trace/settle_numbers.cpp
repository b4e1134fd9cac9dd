#include "core/trace/settle_numbers.h"

namespace hl {

template <class T>
std::vector<Index> settleNumbers(MutableMap<T> numbers, const StepRef& ref, const Changes& changes, const MatrixView& mask, NumberType rounding)
{
    std::vector<bool> isChanged(static_cast<std::size_t>(numbers.rows()), false);
    if (const ForcedPattern* forced = ref.step == Step::Pattern ? changes.forcedOf(ref) : nullptr) {
        for (Index row = 0; row < numbers.rows(); ++row) {
            for (Index col = 0; col < numbers.cols(); ++col) {
                if (const auto weight = forcedWeight(*forced, mask, row, col)) {
                    numbers(row, col) = static_cast<T>(*weight);
                    isChanged[static_cast<std::size_t>(row)] = true;
                }
            }
        }
    }
    if (const auto* cells = changes.cellsOf(ref)) {
        for (const CellValue& cell : *cells) {
            numbers(cell.row, cell.col) = static_cast<T>(cell.value);
            isChanged[static_cast<std::size_t>(cell.row)] = true;
        }
    }
    if (rounding != NumberType::Double) {
        for (Index row = 0; row < numbers.rows(); ++row) {
            for (Index col = 0; col < numbers.cols(); ++col)
                numbers(row, col) = static_cast<T>(roundedTo(rounding, static_cast<double>(numbers(row, col))));
        }
        isChanged.assign(isChanged.size(), true);
    }
    std::vector<Index> rows;
    for (Index row = 0; row < numbers.rows(); ++row) {
        if (isChanged[static_cast<std::size_t>(row)])
            rows.push_back(row);
    }
    return rows;
}

template std::vector<Index> settleNumbers<float>(MutableMap<float>, const StepRef&, const Changes&, const MatrixView&, NumberType);
template std::vector<Index> settleNumbers<double>(MutableMap<double>, const StepRef&, const Changes&, const MatrixView&, NumberType);

} // namespace hl
