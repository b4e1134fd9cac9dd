#include "ui/views/stage_figure_view.h"

#include "ui/figure/matrix_window.h"
#include "ui/paint/heatmap.h"
#include "ui/translate.h"
#include "ui/views/edit_menu.h"
#include "ui/views/stage_overlay.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr Index mostAnimated = 1024 * 1024; // cells; larger matrices change at once

bool isZoomKey(const QKeyEvent& key)
{
    return key.modifiers().testFlag(Qt::ControlModifier)
           && (key.key() == Qt::Key_Plus || key.key() == Qt::Key_Equal || key.key() == Qt::Key_Minus
               || key.key() == Qt::Key_0);
}

bool isSamePicture(const Place& a, const Place& b)
{
    return a.ref() == b.ref();
}

} // namespace

StageFigureView::StageFigureView(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<StageFigure>(), session, settings, parent)
    , m_editor(this, editTarget())
{
    connect(&m_editor, &CellEditor::refused, this, &StageFigureView::refused);
    connect(&m_transition, &Transition::changed, this, [this] { update(); });
    connect(&session.selection(), &Selection::changed, this, &StageFigureView::followPlace);
    connect(&session, &Session::traceChanged, this, &StageFigureView::followPlace);
    connect(&session.selection(), &Selection::pointedChanged, this, [this] { update(); });
    connect(&settings, &Settings::optionsChanged, this, &StageFigureView::followPlace);
    m_lastPlace = session.selection().place();
    m_lastTrace = session.trace();
    m_lastReading = settings.options().reading;
}

bool StageFigureView::hasMatrix() const
{
    return static_cast<bool>(shownNow().view);
}

/// The step on show; a null view where there is no matrix to see.
ShownStep StageFigureView::shownNow() const
{
    const Scene now = scene();
    return now.trace && now.place.step != Step::Tokens ? shownStep(now, now.place.ref()) : ShownStep{};
}

CellEditor::Target StageFigureView::editTarget()
{
    const auto view = [this] { return shownNow().view; };
    const auto change = [this](const auto& how) {
        Edits edits = this->session().request().edits;
        how(edits, this->session().selection().place().ref());
        this->session().setEdits(std::move(edits));
    };
    CellEditor::Target target;
    target.isEditable = [this] {
        const ShownStep shown = shownNow();
        return shown.view && isEditable(shown.ref.step);
    };
    target.cellAt = [this](QPointF point) { return hasMatrix() ? layoutNow().cellAt(point) : std::nullopt; };
    target.rectOf = [this](Cell cell) { return layoutNow().cellRect(cell.first, cell.second); };
    target.valueOf = [view](Cell cell) { return view().at(cell.first, cell.second); };
    target.selected = [this] {
        const ShownStep shown = shownNow();
        return Cell{shown.rowOf(scene().place), shown.colOf(scene().place)};
    };
    target.size = [view] {
        const MatrixView now = view();
        return now ? Cell{now.rows(), now.cols()} : Cell{0, 0};
    };
    target.mayForbid = [this] { return this->session().selection().place().step == Step::Mask; };
    target.write = [this, change](const std::vector<CellValue>& cells) {
        const ShownStep shown = shownNow();
        if (shown.isRead()) {
            emit refused(tr("This number stands for several; show the weights as they are (View > Reading) to change one."));
            return;
        }
        if (std::any_of(cells.begin(), cells.end(), [&](const CellValue& cell) { return isForbidden(shown.forbidden, cell.row, cell.col); })) {
            emit refused(tr("The mask forbids this pair; write 0 at its place in the step “mask” first."));
            return;
        }
        change([&](Edits& edits, const StepRef& step) {
            for (const CellValue& cell : cells)
                writeCell(edits, step, cell);
        });
    };
    target.takeBack = [this, change](Cell cell) {
        if (shownNow().isRead())
            return;
        change([&](Edits& edits, const StepRef& step) { clearCell(edits, step, cell.first, cell.second); });
    };
    return target;
}

MatrixLayout StageFigureView::layoutNow() const
{
    return stage().layout(QRectF(rect()), scene());
}

/// The selection or the trace changed: what was seen passes into what is to be seen.
void StageFigureView::followPlace()
{
    const Scene now = scene();
    const Scene before{m_lastTrace, m_lastPlace, now.options, now.theme, false};
    const ShownStep old = m_lastTrace && m_lastPlace.step != Step::Tokens ? shownStep(m_lastTrace, m_lastPlace.ref(), m_lastReading) : ShownStep{};
    const ShownStep shown = shownNow();
    const MatrixView& fresh = shown.view;
    const bool isOther = !isSamePicture(m_lastPlace, now.place);
    if (isOther && old.view && fresh && m_lastReading == now.options.reading && settings().isAnimated() && isVisible()
        && old.view.rows() * old.view.cols() <= mostAnimated && fresh.rows() * fresh.cols() <= mostAnimated)
        m_transition.start(cellImage(heatmapOf(before, old)), stage().layout(QRectF(rect()), before).whole(), settings().speed());
    if (!old.view || !fresh || old.view.rows() != fresh.rows() || old.view.cols() != fresh.cols())
        stage().setWindow(QRectF()); // the zoom was into another shape
    m_lastPlace = now.place;
    m_lastTrace = now.trace;
    m_lastReading = now.options.reading;
    m_hoverCell.reset();
    repaintFigure();
}

void StageFigureView::paintOverlay(QPainter& painter)
{
    if (!hasMatrix())
        return;
    const Scene now = scene();
    const MatrixLayout layout = layoutNow();
    if (m_transition.isActive()) {
        const Heatmap map = heatmapOf(now, shownNow());
        painter.save();
        painter.setClipRect(QRectF(0, layout.title.bottom(), layout.bar.left(), height()));
        m_transition.paint(painter, cellImage(map), layout.whole().intersected(layout.cells));
        painter.restore();
        return;
    }
    if (const auto& pointed = session().selection().pointed())
        paintVeil(painter, layout, now, shownNow(), *pointed);
    if (m_hoverCell)
        paintCrossHair(painter, layout, layout.cellRect(m_hoverCell->first, m_hoverCell->second), now.theme);
}

const HotArea* StageFigureView::areaAt(QPointF point) const
{
    if (const HotArea* area = FigureView::areaAt(point))
        return area;
    if (!hasMatrix())
        return nullptr;
    const MatrixLayout layout = layoutNow();
    const auto cell = layout.cellAt(point);
    if (!cell)
        return nullptr;
    m_cellArea = StageFigure::cellArea(scene(), shownNow(), layout, cell->first, cell->second);
    return &m_cellArea;
}

const HotArea* StageFigureView::selectedArea() const
{
    if (!hasMatrix())
        return FigureView::selectedArea();
    const Scene now = scene();
    const MatrixLayout layout = layoutNow();
    const ShownStep shown = shownNow();
    const Index row = shown.rowOf(now.place);
    const Index col = shown.colOf(now.place);
    if (row >= layout.rows || col >= layout.cols)
        return nullptr;
    m_cellArea = StageFigure::cellArea(now, shown, layout, row, col);
    return &m_cellArea;
}

void StageFigureView::setWindow(const QRectF& window)
{
    stage().setWindow(windowInside(window, layoutNow()));
    repaintFigure();
}

void StageFigureView::zoom(qreal factor, QPointF around)
{
    if (hasMatrix())
        setWindow(windowZoomed(layoutNow(), factor, around));
}

void StageFigureView::zoomReset()
{
    stage().setWindow(QRectF());
    repaintFigure();
}

/// Moves the zoomed part so that the selected cell is in it.
void StageFigureView::showSelected()
{
    const QRectF window = stage().window();
    if (window.isNull())
        return;
    const ShownStep shown = shownNow();
    const Place& place = session().selection().place();
    setWindow(windowWith(window, shown.rowOf(place), shown.colOf(place)));
}

void StageFigureView::wheelEvent(QWheelEvent* event)
{
    if (!hasMatrix() || !layoutNow().cells.contains(event->position())) {
        event->ignore();
        return;
    }
    zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
    event->accept();
}

void StageFigureView::mousePressEvent(QMouseEvent* event)
{
    if (m_editor.press(event))
        return;
    const bool isInside = hasMatrix() && layoutNow().cells.contains(event->position());
    if (event->button() == Qt::LeftButton && isInside && !stage().window().isNull()) {
        m_dragStart = event->position();
        m_dragWindow = stage().window();
        m_isDragging = false;
        return; // a click selects when the button is released where it was pressed
    }
    FigureView::mousePressEvent(event);
}

void StageFigureView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_editor.move(event))
        return;
    if (m_dragStart && event->buttons().testFlag(Qt::LeftButton)) {
        const QPointF moved = event->position() - *m_dragStart;
        m_isDragging = m_isDragging || moved.manhattanLength() >= QApplication::startDragDistance();
        if (m_isDragging) {
            const MatrixLayout layout = layoutNow();
            setCursor(Qt::ClosedHandCursor);
            setWindow(m_dragWindow.translated(-moved.x() / layout.cellWidth(), -moved.y() / layout.cellHeight()));
        }
        return;
    }
    const auto cell = hasMatrix() ? layoutNow().cellAt(event->position()) : std::nullopt;
    if (cell != m_hoverCell) {
        m_hoverCell = cell;
        update();
    }
    FigureView::mouseMoveEvent(event);
}

void StageFigureView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_editor.release(event))
        return;
    const bool wasClick = m_dragStart && !m_isDragging;
    m_dragStart.reset();
    m_isDragging = false;
    if (wasClick)
        FigureView::mousePressEvent(event);
    else
        FigureView::mouseReleaseEvent(event);
}

void StageFigureView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_editor.doubleClick(event))
        FigureView::mouseDoubleClickEvent(event);
}

void StageFigureView::leaveEvent(QEvent* event)
{
    m_hoverCell.reset();
    update();
    FigureView::leaveEvent(event);
}

void StageFigureView::keyPressEvent(QKeyEvent* event)
{
    if (isZoomKey(*event)) {
        if (event->key() == Qt::Key_0)
            zoomReset();
        else
            event->key() == Qt::Key_Minus ? zoomOut() : zoomIn();
        return;
    }
    if (m_editor.key(event))
        return;
    if (!hasMatrix() || event->modifiers() & ~Qt::KeypadModifier) {
        FigureView::keyPressEvent(event);
        return;
    }
    const Scene now = scene();
    const ShownStep shown = shownNow();
    const MatrixView& view = shown.view;
    Index row = shown.rowOf(now.place);
    Index col = shown.colOf(now.place);
    switch (event->key()) {
    case Qt::Key_Left: --col; break;
    case Qt::Key_Right: ++col; break;
    case Qt::Key_Up: --row; break;
    case Qt::Key_Down: ++row; break;
    case Qt::Key_Home: col = 0; break;
    case Qt::Key_End: col = view.cols() - 1; break;
    default: FigureView::keyPressEvent(event); return;
    }
    row = std::clamp<Index>(row, 0, view.rows() - 1);
    col = std::clamp<Index>(col, 0, view.cols() - 1);
    session().selection().setPlace(shown.placeAt(now.place, row, col));
    showSelected();
}

void StageFigureView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!scene().trace)
        return;
    QMenu menu(this);
    const StepRef ref = scene().place.ref();
    const auto copy = [](const QString& text) { QApplication::clipboard()->setText(text); };
    menu.addAction(tr("Copy Step Name"), this, [=] { copy(QString::fromStdString(nameOf(ref))); });
    menu.addAction(tr("Copy Formula"), this, [=, this] { copy(translated(formulaOf(ref, scene().trace->model().spec()))); });
    if (hasMatrix()) {
        const Place place = scene().place;
        const ShownStep shown = shownNow();
        const Index row = shown.rowOf(place);
        const Index col = shown.colOf(place);
        if (row < shown.view.rows() && col < shown.view.cols()) {
            const double value = shown.view.at(row, col);
            menu.addAction(tr("Copy Number"), this, [=] { copy(QString::number(value, 'g', 17)); });
        }
        if (isEditable(ref.step) && !shown.isRead()) {
            menu.addAction(tr("Change Number…"), this, [this, place] { m_editor.begin({place.row(), place.col()}); });
            QAction* back = menu.addAction(tr("Computed Number"), this, [this, ref, place] {
                Edits edits = session().request().edits;
                clearCell(edits, ref, place.row(), place.col());
                session().setEdits(std::move(edits));
            });
            back->setToolTip(tr("Take the change of this number back"));
            back->setEnabled(scene().trace->changes().valueOf(ref, place.row(), place.col()).has_value());
        }
        QMenu* changes = menu.addMenu(tr("Change"));
        fillEditMenu(*changes, session(), this, [this](const EditAction& action) {
            Edits edits = session().request().edits;
            edits.push_back({action});
            session().setEdits(std::move(edits));
        });
        menu.addSeparator();
        menu.addAction(tr("Zoom In"), this, &StageFigureView::zoomIn);
        menu.addAction(tr("Zoom Out"), this, &StageFigureView::zoomOut);
        menu.addAction(tr("Show Everything"), this, &StageFigureView::zoomReset);
    }
    menu.exec(event->globalPos());
}

bool StageFigureView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isZoomKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return FigureView::event(event);
}

} // namespace hl::ui
