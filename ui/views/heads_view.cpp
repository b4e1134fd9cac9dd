#include "ui/views/heads_view.h"

#include "core/model/roles.h"
#include "ui/figure/derived.h"
#include "ui/figure/labels.h"
#include "ui/icons.h"
#include "ui/translate.h"
#include "ui/views/derived_work.h"
#include "ui/views/head_card.h"
#include "ui/views/heads_canvas.h"
#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

namespace hl::ui {

HeadsView::HeadsView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new HeadsCanvas(session, settings, this))
    , m_role(new QToolButton(this))
    , m_order(new QComboBox(this))
    , m_color(new QComboBox(this))
    , m_limit(new QDoubleSpinBox(this))
    , m_work(new DerivedWork(nullptr, session, this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_role->setObjectName(QStringLiteral("headByRole"));
    m_role->setAccessibleName(tr("Show me the head that …"));
    m_role->setToolTip(tr("Show me the head that …: go to a head by what it was measured to do"));
    m_role->setMenu(new QMenu(m_role));
    m_role->setPopupMode(QToolButton::InstantPopup);
    const auto showIcon = [this] { m_role->setIcon(themedIcon(QStringLiteral("search"), m_settings.theme())); };
    connect(&m_settings, &Settings::themeChanged, this, showIcon);
    showIcon();
    m_order->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_order->setMinimumContentsLength(4);
    m_order->setAccessibleName(tr("Order of the heads"));
    m_order->setToolTip(tr("Put the heads in the order of their layers, or of a measured number"));
    m_order->addItem(tr("by layer"));
    for (const HeadMetricInfo& info : headMetricTable()) {
        m_order->addItem(tr("by %1").arg(translated(info.title)));
        m_order->setItemData(m_order->count() - 1, translated(info.definition), Qt::ToolTipRole);
    }
    m_color->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_color->setMinimumContentsLength(4);
    m_color->setAccessibleName(tr("Colour of the heads"));
    m_color->setToolTip(tr("Show each head's pattern, or the colour of a measured number in its place"));
    m_color->addItem(tr("patterns"));
    for (const HeadMetricInfo& info : headMetricTable()) {
        m_color->addItem(tr("colour: %1").arg(translated(info.title)));
        m_color->setItemData(m_color->count() - 1, translated(info.definition), Qt::ToolTipRole);
    }
    m_limit->setAccessibleName(tr("Smallest value shown"));
    m_limit->setToolTip(tr("Leave out heads whose number is smaller"));
    m_limit->setPrefix(tr("at least "));
    m_limit->setRange(0.0, 1000.0);
    m_limit->setDecimals(2);
    m_limit->setSingleStep(0.05);

    auto* controls = new FlowLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->addWidget(m_order);
    controls->addWidget(m_color);
    controls->addWidget(m_role);
    controls->addWidget(m_limit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    m_scroll = new FigureScroll(m_canvas, session, settings, this);
    m_scroll->viewport()->installEventFilter(this);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(new HeadCard(session, settings, this));

    connect(&m_session, &Session::modelChanged, this, &HeadsView::listRoles);
    connect(m_order, &QComboBox::currentIndexChanged, this, &HeadsView::setOrder);
    connect(m_color, &QComboBox::currentIndexChanged, this, &HeadsView::setColor);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, &HeadsView::setLimit);
    connect(&m_settings, &Settings::optionsChanged, this, &HeadsView::showOptions);
    connect(&m_session.selection(), &Selection::changed, this, &HeadsView::noteSelection);
    connect(m_canvas, &FigureView::activated, this, [this](const Place& place, Qt::KeyboardModifiers modifiers) {
        if (modifiers & Qt::ControlModifier)
            compareWith(place);
    });
    connect(m_canvas, &FigureView::doubleActivated, this, &HeadsView::showAlone);
    connect(m_canvas, &HeadsCanvas::selectedMoved, this, [this](const QRectF& rect) {
        m_selected = rect;
        QMetaObject::invokeMethod(this, &HeadsView::showSelected, Qt::QueuedConnection); // not while it is painted
    });
    connect(this, &View::cameIntoSight, this, &HeadsView::prepare);
    connect(&m_settings, &Settings::optionsChanged, this, &HeadsView::prepare);
    connect(&m_session, &Session::traceChanged, this, &HeadsView::prepare);
    showOptions();
    noteSelection();
    listRoles();
}

HeadsView::~HeadsView() = default;

FigureView* HeadsView::figureView() const
{
    return m_canvas;
}

/// Whoever walks through the heads with the keyboard sees where he is, also where not all of them have room.
void HeadsView::showSelected()
{
    constexpr int around = 8; // pixels
    const QPoint middle = m_selected.center().toPoint();
    m_scroll->ensureVisible(middle.x(), middle.y(), static_cast<int>(m_selected.width() / 2) + around, static_cast<int>(m_selected.height() / 2) + around);
}

bool HeadsView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &HeadsView::showSelected, Qt::QueuedConnection); // when the grid has its new size, too
    return View::eventFilter(watched, event);
}

/// Starts the worker if the grid is in sight and needs what is not known and would take long.
void HeadsView::prepare()
{
    const TracePtr trace = m_session.trace();
    if (!trace || !isSeen())
        return m_work->rest();
    const PictureOptions& options = m_settings.options();
    if (areHeadsKnown(trace, options))
        return m_work->finish();
    m_work->start([trace, options](std::stop_token stop) { prepareHeads(trace, options, std::move(stop)); });
}

void HeadsView::listRoles()
{
    QMenu* menu = m_role->menu();
    menu->clear();
    if (m_session.model()) {
        for (const HeadRole& role : m_session.model()->card().heads) {
            const QString head = headName(role.pattern.layer, role.pattern.head);
            const StepRef pattern = role.pattern;
            connect(menu->addAction(tr("%1 (head %2)").arg(translated(roleTitle(role.role)), head)), &QAction::triggered, this,
                    [this, pattern] { goTo(pattern); });
        }
    }
    m_role->setVisible(!menu->isEmpty());
}

void HeadsView::goTo(const StepRef& pattern)
{
    Place place = m_session.selection().place();
    place.side = pattern.side;
    place.isCross = pattern.isCross;
    place.layer = pattern.layer;
    place.head = pattern.head;
    if (m_session.trace())
        place = clamped(place, *m_session.trace());
    m_session.selection().setPlace(place.withCell(Step::Pattern, place.query, place.key));
}

void HeadsView::showOptions()
{
    const PictureOptions& options = m_settings.options();
    const QSignalBlocker orderBlocker(m_order);
    const QSignalBlocker colorBlocker(m_color);
    const QSignalBlocker limitBlocker(m_limit);
    m_order->setCurrentIndex(options.headOrder ? static_cast<int>(*options.headOrder) + 1 : 0);
    m_color->setCurrentIndex(options.headColor ? static_cast<int>(*options.headColor) + 1 : 0);
    m_limit->setValue(options.headAtLeast);
    m_limit->setVisible(options.headOrder.has_value());
}

void HeadsView::setOrder(int index)
{
    PictureOptions options = m_settings.options();
    options.headOrder = index > 0 ? std::optional(static_cast<HeadMetric>(index - 1)) : std::nullopt;
    options.headAtLeast = 0.0; // a limit for one number says nothing about another
    m_settings.setOptions(options);
}

void HeadsView::setColor(int index)
{
    PictureOptions options = m_settings.options();
    options.headColor = index > 0 ? std::optional(static_cast<HeadMetric>(index - 1)) : std::nullopt;
    m_settings.setOptions(options);
}

void HeadsView::setLimit(double limit)
{
    PictureOptions options = m_settings.options();
    options.headAtLeast = limit;
    m_settings.setOptions(options);
}

void HeadsView::noteSelection()
{
    const Place& place = m_session.selection().place();
    const std::pair selected(place.layer, place.head);
    if (selected == m_current)
        return;
    m_previous = m_current;
    m_current = selected;
}

void HeadsView::compareWith(const Place& place)
{
    PictureOptions options = m_settings.options();
    const std::pair head(place.layer, place.head);
    if (options.comparedHeads.erase(head) == 0) {
        options.comparedHeads.insert(m_previous);
        options.comparedHeads.insert(head);
    }
    m_settings.setOptions(options);
}

void HeadsView::showAlone(const Place& place)
{
    PictureOptions options = m_settings.options();
    options.comparedHeads.clear();
    m_settings.setOptions(options);
    m_session.selection().setPlace(place.withCell(Step::Pattern, place.query, place.key));
}

} // namespace hl::ui
