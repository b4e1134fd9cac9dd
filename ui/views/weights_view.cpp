#include "ui/views/weights_view.h"

#include "core/base/number.h"
#include "core/edit/edit.h"
#include "ui/figure/matrix_window.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hl::ui {

namespace {

constexpr int digits = 9;          // significant: what a float32 has
constexpr qreal zoomStep = 1.25;   // of a key
constexpr Index rowsOfAPage = 10;

bool isZoomKey(const QKeyEvent& key)
{
    return key.modifiers().testFlag(Qt::ControlModifier)
           && (key.key() == Qt::Key_Plus || key.key() == Qt::Key_Equal || key.key() == Qt::Key_Minus || key.key() == Qt::Key_0);
}

/// From cell to cell; to the window these mean steps of the computation.
bool isWalkKey(const QKeyEvent& key)
{
    const bool isPlain = !(key.modifiers() & ~Qt::KeypadModifier);
    return isPlain && key.key() >= Qt::Key_Home && key.key() <= Qt::Key_PageDown; // with End and the arrows between
}

QString written(double weight)
{
    return QString::fromStdString(formatNumber(weight, digits));
}

} // namespace

WeightsCanvas::WeightsCanvas(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<WeightsFigure>(), session, settings, parent)
    , m_editor(this, target())
{
    connect(&session, &Session::traceChanged, this, &WeightsCanvas::followTrace);
    connect(&session.selection(), &Selection::changed, this, &WeightsCanvas::followTrace);
    connect(&settings, &Settings::optionsChanged, this, &WeightsCanvas::followTrace);
    followTrace();
}

/// The zoom was into other weights.
void WeightsCanvas::followTrace()
{
    const Scene now = scene();
    const auto shown = now.trace ? shownWeights(now) : std::nullopt;
    if (shown != m_shown)
        setWindow({});
    m_shown = shown;
    emit selectedTextChanged();
}

MatrixLayout WeightsCanvas::layoutNow() const
{
    return static_cast<const WeightsFigure&>(figure()).layout(QRectF(rect()), scene());
}

CellEditor::Target WeightsCanvas::target()
{
    const auto block = [this] {
        const Scene now = scene();
        const auto ref = now.trace ? shownWeights(now) : std::nullopt;
        return ref ? blockOf(now.trace->model(), *ref) : WeightBlock{};
    };
    const auto change = [this](const auto& how) {
        const Scene now = scene();
        const auto ref = now.trace ? shownWeights(now) : std::nullopt;
        if (!ref)
            return;
        Edits edits = session().request().edits;
        how(edits, *ref);
        session().setEdits(std::move(edits));
    };
    CellEditor::Target target;
    target.isEditable = [block] { return static_cast<bool>(block().tensor); };
    target.cellAt = [this](QPointF point) { return layoutNow().cellAt(point); };
    target.rectOf = [this](Cell cell) { return layoutNow().cellRect(cell.first, cell.second); };
    target.valueOf = [block](Cell cell) { return viewOf(block()).at(cell.first, cell.second); };
    target.selected = [this] { return selected(); };
    target.size = [block] {
        const WeightBlock now = block();
        return now.tensor ? Cell{now.rows(), now.cols} : Cell{0, 0};
    };
    target.write = [change](const std::vector<CellValue>& cells) {
        change([&](Edits& edits, const WeightRef& ref) {
            for (const CellValue& cell : cells)
                writeCell(edits, ref, cell);
        });
    };
    target.takeBack = [change](Cell cell) {
        change([&](Edits& edits, const WeightRef& ref) { clearCell(edits, ref, cell.first, cell.second); });
    };
    return target;
}

Cell WeightsCanvas::selected() const
{
    const Scene now = scene();
    if (!now.trace)
        return {0, 0};
    const MatrixLayout layout = layoutNow();
    return {std::clamp<Index>(m_selected.first, 0, std::max<Index>(layout.rows - 1, 0)),
            std::clamp<Index>(m_selected.second, 0, std::max<Index>(layout.cols - 1, 0))};
}

QString WeightsCanvas::selectedText() const
{
    const Scene now = scene();
    const auto ref = now.trace ? shownWeights(now) : std::nullopt;
    if (!ref)
        return {};
    const auto [row, col] = selected();
    const double value = viewOf(blockOf(now.trace->model(), *ref)).at(row, col);
    const QString text = QStringLiteral("[%1, %2] = %3").arg(row).arg(col).arg(written(value));
    const auto& unchanged = now.trace->unchanged();
    const double was = unchanged ? viewOf(blockOf(unchanged->model(), *ref)).at(row, col) : value;
    return was == value ? text : tr("%1, was %2").arg(text, written(was));
}

const HotArea* WeightsCanvas::selectedArea() const
{
    m_cellArea.accessibleText = selectedText();
    return &m_cellArea;
}

void WeightsCanvas::select(Cell cell)
{
    m_selected = cell;
    m_selected = selected();
    if (const QRectF window = weights().window(); !window.isNull())
        setWindow(windowWith(window, m_selected.first, m_selected.second));
    update();
    emit selectedTextChanged();
}

void WeightsCanvas::setWindow(const QRectF& window)
{
    weights().setWindow(window.isNull() || !scene().trace ? QRectF() : windowInside(window, layoutNow()));
    repaintFigure();
}

void WeightsCanvas::zoom(qreal factor, QPointF around)
{
    if (!scene().trace)
        return;
    const MatrixLayout layout = layoutNow();
    QRectF window = windowZoomed(layout, factor, around);
    if (factor > 1.0 && layout.cellHeight() * factor <= layout.cellWidth()) { // cells of many rows are flat: to squares first
        window.setLeft(layout.window.left());
        window.setWidth(layout.window.width());
    }
    setWindow(window);
}

bool WeightsCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (isZoomKey(key) || isWalkKey(key)) {
            event->accept();
            return true;
        }
    }
    return FigureView::event(event);
}

void WeightsCanvas::wheelEvent(QWheelEvent* event)
{
    if (!scene().trace || !layoutNow().cells.contains(event->position())) {
        event->ignore();
        return;
    }
    zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
    event->accept();
}

void WeightsCanvas::paintOverlay(QPainter& painter)
{
    const Scene now = scene();
    if (!now.trace || !shownWeights(now))
        return;
    const Cell cell = selected();
    const MatrixLayout layout = layoutNow();
    const QRectF place = layout.cellRect(cell.first, cell.second);
    painter.setClipRect(layout.cells.adjusted(-2, -2, 2, 2));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(now.theme.accent, 2.0));
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void WeightsCanvas::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_editor.press(event) || !scene().trace)
        return;
    const auto cell = layoutNow().cellAt(event->position());
    if (!cell)
        return;
    if (event->button() == Qt::LeftButton && !weights().window().isNull()) {
        m_dragStart = event->position();
        m_dragWindow = weights().window();
    }
    select(*cell);
}

void WeightsCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (m_editor.move(event) || !scene().trace)
        return;
    if (m_dragStart) {
        const QPointF moved = event->position() - *m_dragStart;
        if (moved.manhattanLength() >= QApplication::startDragDistance()) {
            const MatrixLayout layout = layoutNow();
            setCursor(Qt::ClosedHandCursor);
            setWindow(m_dragWindow.translated(-moved.x() / layout.cellWidth(), -moved.y() / layout.cellHeight()));
        }
        return;
    }
    const auto cell = layoutNow().cellAt(event->position());
    const auto ref = shownWeights(scene());
    if (!cell || !ref) {
        setToolTip(QString());
        return;
    }
    const double value = viewOf(blockOf(scene().trace->model(), *ref)).at(cell->first, cell->second);
    setToolTip(QStringLiteral("[%1, %2] = %3").arg(cell->first).arg(cell->second).arg(formatValue(value, 9)));
}

void WeightsCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (std::exchange(m_dragStart, std::nullopt))
        unsetCursor();
    if (!m_editor.release(event))
        FigureView::mouseReleaseEvent(event);
}

void WeightsCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_editor.doubleClick(event))
        FigureView::mouseDoubleClickEvent(event);
}

void WeightsCanvas::keyPressEvent(QKeyEvent* event)
{
    if (!scene().trace)
        return FigureView::keyPressEvent(event);
    if (isZoomKey(*event)) {
        if (event->key() == Qt::Key_0)
            setWindow({});
        else
            zoom(event->key() == Qt::Key_Minus ? 1.0 / zoomStep : zoomStep, layoutNow().cellRect(selected().first, selected().second).center());
        return;
    }
    if (m_editor.key(event))
        return;
    Cell cell = selected();
    switch (event->key()) {
    case Qt::Key_Left: --cell.second; break;
    case Qt::Key_Right: ++cell.second; break;
    case Qt::Key_Up: --cell.first; break;
    case Qt::Key_Down: ++cell.first; break;
    case Qt::Key_PageUp: cell.first -= rowsOfAPage; break;
    case Qt::Key_PageDown: cell.first += rowsOfAPage; break;
    case Qt::Key_Home: cell.second = 0; break;
    case Qt::Key_End: cell.second = layoutNow().cols - 1; break;
    default: FigureView::keyPressEvent(event); return;
    }
    select(cell);
}

WeightsView::WeightsView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new WeightsCanvas(session, settings, this))
    , m_which(new QComboBox(this))
    , m_number(new QLabel(this))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_which->setObjectName(QStringLiteral("whichWeights"));
    m_which->setAccessibleName(tr("Which weights"));
    m_which->setToolTip(tr("The weights on show. Double-click a number to write another, Ctrl-drag to change it, Shift-drag to write it again"));
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(24);
    m_number->setObjectName(QStringLiteral("selectedWeight"));
    m_number->setTextFormat(Qt::PlainText);
    m_note->setProperty("role", QStringLiteral("error"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->hide();
    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->setSpacing(8);
    controls->addWidget(m_which);
    controls->addWidget(m_number, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(controls);
    m_note->setContentsMargins(12, 4, 12, 0);
    all->addWidget(m_note);
    all->addWidget(m_canvas, 1);

    connect(m_which, &QComboBox::currentIndexChanged, this, &WeightsView::choose);
    connect(&m_canvas->editor(), &CellEditor::refused, this, [this](const QString& sentence) {
        m_note->setText(sentence);
        m_note->show();
    });
    connect(&m_session, &Session::requestChanged, m_note, &QLabel::hide);
    const auto showNumber = [this] { m_number->setText(m_canvas->selectedText()); };
    connect(m_canvas, &WeightsCanvas::selectedTextChanged, m_number, showNumber);
    showNumber();
    connect(&m_session, &Session::modelChanged, this, &WeightsView::listWeights);
    connect(&m_settings, &Settings::optionsChanged, this, &WeightsView::showChoice);
    listWeights();
}

void WeightsView::listWeights()
{
    const QSignalBlocker blocker(m_which);
    m_which->clear();
    m_which->addItem(tr("of the selected step"));
    if (m_session.model()) {
        for (const WeightRef& ref : weightsOf(*m_session.model()))
            m_which->addItem(QString::fromStdString(nameOf(ref)));
    }
    showChoice();
}

void WeightsView::choose(int index)
{
    PictureOptions options = m_settings.options();
    options.weights = index > 0 ? m_which->itemText(index).toStdString() : std::string();
    m_settings.setOptions(options);
}

void WeightsView::showChoice()
{
    const QSignalBlocker blocker(m_which);
    const std::string& chosen = m_settings.options().weights;
    m_which->setCurrentIndex(chosen.empty() ? 0 : std::max(m_which->findText(QString::fromStdString(chosen)), 0));
}

} // namespace hl::ui
