#include "ui/views/weights_view.h"

#include "core/edit/edit.h"
#include "ui/figure/weights_figure.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace hl::ui {

WeightsCanvas::WeightsCanvas(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<WeightsFigure>(), session, settings, parent)
    , m_editor(this, target())
{}

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
    target.cellAt = [this](QPointF point) { return WeightsFigure::layout(QRectF(rect()), scene()).cellAt(point); };
    target.rectOf = [this](Cell cell) { return WeightsFigure::layout(QRectF(rect()), scene()).cellRect(cell.first, cell.second); };
    target.valueOf = [block](Cell cell) { return viewOf(block()).at(cell.first, cell.second); };
    target.selected = [this] { return selected(); };
    target.write = [change](Cell cell, double value) {
        change([&](Edits& edits, const WeightRef& ref) { writeCell(edits, ref, CellValue{cell.first, cell.second, value}); });
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
    const MatrixLayout layout = WeightsFigure::layout(QRectF(rect()), now);
    return {std::clamp<Index>(m_selected.first, 0, std::max<Index>(layout.rows - 1, 0)),
            std::clamp<Index>(m_selected.second, 0, std::max<Index>(layout.cols - 1, 0))};
}

void WeightsCanvas::paintOverlay(QPainter& painter)
{
    const Scene now = scene();
    if (!now.trace || !shownWeights(now))
        return;
    const Cell cell = selected();
    const QRectF place = WeightsFigure::layout(QRectF(rect()), now).cellRect(cell.first, cell.second);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(now.theme.accent, 2.0));
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void WeightsCanvas::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_editor.press(event) || !scene().trace)
        return;
    if (const auto cell = WeightsFigure::layout(QRectF(rect()), scene()).cellAt(event->position())) {
        m_selected = *cell;
        update();
    }
}

void WeightsCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (m_editor.move(event) || !scene().trace)
        return;
    const auto cell = WeightsFigure::layout(QRectF(rect()), scene()).cellAt(event->position());
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
    if (m_editor.key(event))
        return;
    Cell cell = selected();
    switch (event->key()) {
    case Qt::Key_Left: --cell.second; break;
    case Qt::Key_Right: ++cell.second; break;
    case Qt::Key_Up: --cell.first; break;
    case Qt::Key_Down: ++cell.first; break;
    default: FigureView::keyPressEvent(event); return;
    }
    m_selected = cell;
    m_selected = selected();
    update();
}

WeightsView::WeightsView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new WeightsCanvas(session, settings, this))
    , m_which(new QComboBox(this))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_which->setObjectName(QStringLiteral("whichWeights"));
    m_which->setAccessibleName(tr("Which weights"));
    m_which->setToolTip(tr("The weights on show. Double-click a number to write another, Ctrl-drag to change it, Shift-drag to write it again"));
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(24);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->hide();
    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->addWidget(m_which);
    controls->addWidget(m_note, 1);
    controls->addStretch();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(controls);
    all->addWidget(m_canvas, 1);

    connect(m_which, &QComboBox::currentIndexChanged, this, &WeightsView::choose);
    connect(&m_canvas->editor(), &CellEditor::refused, this, [this](const QString& sentence) {
        m_note->setText(sentence);
        m_note->show();
    });
    connect(&m_session, &Session::requestChanged, m_note, &QLabel::hide);
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
