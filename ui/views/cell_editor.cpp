#include "ui/views/cell_editor.h"

#include "core/base/number.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl::ui {

namespace {

constexpr double pixelsPerStep = 4.0; // of a drag
constexpr int fieldMargins = 30;      // pixels beside the number: frame, padding and the cursor
constexpr double stepsPerSize = 25.0; // steps that change a number by its own size, or by 1

/// A number as people write it: a real minus sign, "inf", a decimal comma.
std::optional<double> numberOf(QString text)
{
    text = text.trimmed().replace(QChar(0x2212), QLatin1Char('-')).replace(QChar(0x221E), QStringLiteral("inf"));
    if (text.count(QLatin1Char(',')) == 1 && !text.contains(QLatin1Char('.')))
        text.replace(QLatin1Char(','), QLatin1Char('.'));
    if (text.compare(QLatin1String("-inf"), Qt::CaseInsensitive) == 0)
        return -std::numeric_limits<double>::infinity();
    bool isNumber = false;
    const double value = QLocale::c().toDouble(text, &isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

/// Lines of numbers as spreadsheets, CSV files and prints have them; nothing where anything else stands among them.
std::vector<std::vector<double>> tableOf(const QString& text)
{
    static const QRegularExpression apart(QStringLiteral("[;\\s]+"));
    static const QRegularExpression apartByCommas(QStringLiteral("[,;\\s]+"));
    std::vector<std::vector<double>> table;
    for (const QString& line : text.trimmed().split(QLatin1Char('\n'))) {
        const bool isCsv = line.contains(QLatin1Char('.')) || line.count(QLatin1Char(',')) > 1; // else it is a decimal comma
        const QStringList parts = line.contains(QLatin1Char('\t')) ? line.split(QLatin1Char('\t'))
                                                                   : line.trimmed().split(isCsv ? apartByCommas : apart, Qt::SkipEmptyParts);
        std::vector<double> numbers;
        for (const QString& part : parts) {
            if (const auto number = numberOf(part))
                numbers.push_back(*number);
            else
                return {};
        }
        if (numbers.empty() || (!table.empty() && numbers.size() != table.front().size()))
            return {};
        table.push_back(std::move(numbers));
    }
    return table;
}

} // namespace

CellEditor::CellEditor(QWidget* matrix, Target target)
    : QObject(matrix)
    , m_matrix(matrix)
    , m_target(std::move(target))
    , m_field(matrix)
{
    m_field.setObjectName(QStringLiteral("cellField"));
    m_field.setAlignment(Qt::AlignCenter);
    m_field.setAccessibleName(tr("Number of this cell"));
    m_field.setToolTip(tr("Enter writes the number, Escape leaves it; nothing takes the change back"));
    m_field.hide();
    m_field.installEventFilter(this);
}

void CellEditor::begin(Cell cell, const QString& text)
{
    if (!m_target.isEditable())
        return;
    m_cell = cell;
    const QRectF rect = m_target.rectOf(cell);
    const QString number = QString::fromStdString(formatNumber(m_target.valueOf(cell), 9));
    const auto roomOf = [this](const QString& written) { return m_field.fontMetrics().horizontalAdvance(written) + fieldMargins; };
    const int width = std::max({static_cast<int>(rect.width()), roomOf(QStringLiteral("-0.12345678")), roomOf(number)});
    const int height = std::max(static_cast<int>(rect.height()), m_field.sizeHint().height());
    QRect place(0, 0, width, std::min(height, m_field.sizeHint().height() + 8));
    place.moveCenter(rect.center().toPoint());
    place.moveLeft(std::clamp(place.left(), 0, std::max(0, m_matrix->width() - place.width())));
    place.moveTop(std::clamp(place.top(), 0, std::max(0, m_matrix->height() - place.height())));
    m_field.setGeometry(place);
    m_field.setText(text.isEmpty() ? number : text);
    m_field.show();
    m_field.setFocus(Qt::OtherFocusReason);
    if (text.isEmpty())
        m_field.selectAll();
}

void CellEditor::write(Cell cell, double value)
{
    m_lastWritten = value;
    m_target.write({{cell.first, cell.second, value}});
}

bool CellEditor::canWrite(double value) const
{
    const bool isForbidding = std::isinf(value) && value < 0.0 && mayForbid();
    return isForbidding || std::abs(value) <= double{std::numeric_limits<float>::max()};
}

void CellEditor::copy() const
{
    QGuiApplication::clipboard()->setText(QString::fromStdString(formatNumber(m_target.valueOf(m_target.selected()))));
}

void CellEditor::paste()
{
    const auto table = tableOf(QGuiApplication::clipboard()->text());
    if (table.empty()) {
        emit refused(tr("What was copied is no table of numbers."));
        return;
    }
    const Cell start = m_target.selected();
    const Cell size = m_target.size();
    const auto rows = static_cast<Index>(table.size());
    const auto cols = static_cast<Index>(table.front().size());
    if (start.first + rows > size.first || start.second + cols > size.second) {
        emit refused(tr("The copied table has %1 × %2 numbers; from the selected cell on, there is room for %3 × %4.")
                         .arg(rows).arg(cols).arg(size.first - start.first).arg(size.second - start.second));
        return;
    }
    std::vector<CellValue> cells;
    for (Index row = 0; row < rows; ++row) {
        for (Index col = 0; col < cols; ++col) {
            const double value = table[static_cast<std::size_t>(row)][static_cast<std::size_t>(col)];
            if (!canWrite(value)) {
                emit refused(tr("“%1” is no finite number; type one like -0.25 or 3e-2.").arg(value));
                return;
            }
            cells.push_back({start.first + row, start.second + col, value});
        }
    }
    m_target.write(cells);
}

void CellEditor::commit()
{
    if (!isOpen())
        return;
    const QString text = m_field.text();
    cancel();
    if (text.trimmed().isEmpty())
        return m_target.takeBack(m_cell);
    const auto value = numberOf(text);
    if (!value || !canWrite(*value)) {
        emit refused(mayForbid() ? tr("“%1” is no number that a mask can hold; type one, or -inf to forbid the cell.").arg(text)
                                        : tr("“%1” is no finite number; type one like -0.25 or 3e-2.").arg(text));
        return;
    }
    write(m_cell, *value);
}

void CellEditor::cancel()
{
    m_field.hide();
    m_matrix->setFocus(Qt::OtherFocusReason);
}

bool CellEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isEnd = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Tab;
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept(); // every key belongs to the field
            return true;
        }
        if (isEnd)
            commit();
        else if (key->key() == Qt::Key_Escape)
            cancel();
        if (isEnd || key->key() == Qt::Key_Escape)
            return true;
    }
    if (event->type() == QEvent::FocusOut)
        commit();
    return QObject::eventFilter(watched, event);
}

bool CellEditor::press(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_target.isEditable())
        return false;
    const auto cell = m_target.cellAt(event->position());
    if (!cell)
        return false;
    if (event->modifiers() == Qt::ControlModifier) {
        m_drag = Drag::Value;
        m_cell = *cell;
        m_dragStart = event->position();
        const double value = m_target.valueOf(*cell);
        m_dragValue = std::isfinite(value) ? value : 0.0;
        m_matrix->setCursor(Qt::SizeVerCursor);
        return true;
    }
    if (event->modifiers() == Qt::ShiftModifier) {
        if (!m_lastWritten)
            m_lastWritten = m_target.valueOf(m_target.selected());
        m_drag = Drag::Brush;
        if (std::isfinite(*m_lastWritten) || mayForbid())
            m_target.write({{cell->first, cell->second, *m_lastWritten}});
        return true;
    }
    return false;
}

bool CellEditor::move(QMouseEvent* event)
{
    if (m_drag == Drag::Value) {
        const double steps = std::round((m_dragStart.y() - event->position().y()) / pixelsPerStep);
        const double size = std::max(std::abs(m_dragValue), 1.0);
        write(m_cell, m_dragValue + steps * size / stepsPerSize);
        return true;
    }
    if (m_drag == Drag::Brush) {
        const auto cell = m_target.cellAt(event->position());
        if (cell && (std::isfinite(*m_lastWritten) || mayForbid()) && m_target.valueOf(*cell) != *m_lastWritten)
            m_target.write({{cell->first, cell->second, *m_lastWritten}});
        return true;
    }
    return false;
}

bool CellEditor::release(QMouseEvent*)
{
    if (m_drag == Drag::None)
        return false;
    m_drag = Drag::None;
    m_matrix->unsetCursor();
    return true;
}

bool CellEditor::doubleClick(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier || !m_target.isEditable())
        return false;
    const auto cell = m_target.cellAt(event->position());
    if (cell)
        begin(*cell);
    return cell.has_value();
}

bool CellEditor::key(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy) && m_target.size().first > 0) {
        copy();
        return true;
    }
    if (event->matches(QKeySequence::Paste) && m_target.isEditable()) {
        paste();
        return true;
    }
    const bool isPlain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    if (!m_target.isEditable() || !isPlain)
        return false;
    if (event->key() == Qt::Key_F2 || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        begin(m_target.selected());
        return true;
    }
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
        m_target.takeBack(m_target.selected());
        return true;
    }
    const QString text = event->text();
    if (text.size() == 1 && (text[0].isDigit() || text[0] == QLatin1Char('-') || text[0] == QLatin1Char('.'))) {
        begin(m_target.selected(), text);
        return true;
    }
    return false;
}

} // namespace hl::ui
