#pragma once

#include "core/trace/changes.h"

#include <QLineEdit>
#include <QWidget>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace hl::ui {

using Cell = std::pair<Index, Index>; ///< row, column

/// Writes numbers into the cells of a matrix on screen: typed into a field over the cell (double click, F2, or a digit),
/// dragged up and down with Ctrl, or brushed over many cells with Shift, which repeats the number written last. Ctrl+C copies
/// the selected number, Ctrl+V writes the numbers of a spreadsheet from the selected cell on.
class CellEditor : public QObject
{
    Q_OBJECT

public:
    /// What the editor asks of the matrix it stands on; all cells are within the matrix.
    struct Target
    {
        std::function<bool()> isEditable;
        std::function<std::optional<Cell>(QPointF)> cellAt;
        std::function<QRectF(Cell)> rectOf;
        std::function<double(Cell)> valueOf;
        std::function<Cell()> selected;
        std::function<Cell()> size; ///< rows, columns
        std::function<void(const std::vector<CellValue>&)> write; ///< all at once
        std::function<void(Cell)> takeBack; ///< to the computed number
        std::function<bool()> mayForbid; ///< −∞ may be typed: "-inf"; never where it is not set
    };

    CellEditor(QWidget* matrix, Target target);

    /// Opens the field over a cell; `text` replaces the number that is there.
    void begin(Cell cell, const QString& text = QString());
    [[nodiscard]] bool isOpen() const { return m_field.isVisible(); }

    // Each of these says whether the event was the editor's.
    bool press(QMouseEvent* event);
    bool move(QMouseEvent* event);
    bool release(QMouseEvent* event);
    bool doubleClick(QMouseEvent* event);
    bool key(QKeyEvent* event);

signals:
    /// What was typed is no number that can be written.
    void refused(const QString& sentence);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void commit();
    void cancel();
    void write(Cell cell, double value);
    void copy() const;
    void paste();
    [[nodiscard]] bool canWrite(double value) const;
    [[nodiscard]] bool mayForbid() const { return m_target.mayForbid && m_target.mayForbid(); }

    QWidget* m_matrix;
    Target m_target;
    QLineEdit m_field;
    Cell m_cell{0, 0};
    std::optional<double> m_lastWritten;
    enum class Drag { None, Value, Brush };
    Drag m_drag = Drag::None;
    QPointF m_dragStart;
    double m_dragValue = 0.0;
};

} // namespace hl::ui
