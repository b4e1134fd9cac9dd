#include "ui/views/figure_view.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

#include <cmath>
#include <map>

namespace hl::ui {

namespace {

constexpr qreal staleOpacity = 0.45;
/// A run that is quicker shows no stale picture at all: dimming every view first would be the larger part of the work.
constexpr int dimAfter = 50; // ms
constexpr qreal ringWidth = 2.0;

/// All there are, for the thread of the widgets.
std::vector<FigureView*>& livingViews()
{
    static std::vector<FigureView*> all;
    return all;
}

bool isArrow(int key)
{
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

} // namespace

FigureView::FigureView(std::unique_ptr<Figure> figure, Session& session, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_figure(std::move(figure))
    , m_session(session)
    , m_settings(settings)
{
    livingViews().push_back(this);
    setObjectName(m_figure->name() + QStringLiteral("Figure"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto renew = [this] { repaintFigure(); };
    const auto renewAndResize = [this] {
        repaintFigure();
        updateGeometry();
    };
    connect(&m_session, &Session::traceChanged, this, renewAndResize);
    connect(&m_session, &Session::errorChanged, this, renew);
    if (m_figure->usesDerived())
        connect(&m_session, &Session::derivedChanged, this, renewAndResize);
    m_dimming.setSingleShot(true);
    m_dimming.setInterval(dimAfter);
    connect(&m_dimming, &QTimer::timeout, this, [this] { update(); });
    connect(&m_session, &Session::staleChanged, this, [this](bool isStale) {
        isStale ? m_dimming.start() : m_dimming.stop();
        if (!isStale)
            update();
    });
    connect(&m_session.selection(), &Selection::changed, this, renewAndResize);
    connect(&m_settings, &Settings::optionsChanged, this, renewAndResize);
    connect(&m_settings, &Settings::themeChanged, this, renewAndResize);
}

FigureView::~FigureView()
{
    std::erase(livingViews(), this);
}

Scene FigureView::scene() const
{
    return {m_session.trace(), m_session.selection().place(), m_settings.options(), m_settings.theme(),
            m_session.isStale()};
}

QSize FigureView::sizeHint() const
{
    const Scene now = scene();
    if (!now.trace)
        return {320, 160};
    if (!m_sizeHint.isValid()) // a layout asks several times for each trace, and a ledger sets its whole text to answer
        m_sizeHint = m_figure->naturalSize(now).toSize();
    return m_sizeHint;
}

QSize FigureView::minimumSizeHint() const
{
    return {120, 60};
}

void FigureView::repaintFigure()
{
    m_picture.image = QImage();
    m_sizeHint = QSize();
    update();
}

bool FigureView::isPictureDue() const
{
    return m_picture.image.isNull() && isVisible() && m_session.trace();
}

ScreenPictureJob FigureView::jobFor(const QRect& part) const
{
    return {m_figure.get(), scene(), size(), devicePixelRatioF(), part, m_picture.cost, {}};
}

void FigureView::paintPicture(const QRect& part)
{
    std::vector<ScreenPictureJob> jobs{jobFor(part)};
    std::map<const Figure*, FigureView*> views{{m_figure.get(), this}};
    for (FigureView* other : livingViews()) {
        if (other == this || other->window() != window() || !other->isPictureDue())
            continue;
        if (const QRect seen = other->visibleRegion().boundingRect(); !seen.isEmpty()) {
            jobs.push_back(other->jobFor(seen));
            views.emplace(other->m_figure.get(), other);
        }
    }
    paintPictures(jobs);
    for (ScreenPictureJob& job : jobs)
        views.at(job.figure)->m_picture = std::move(job.done);
}

void FigureView::paintEvent(QPaintEvent* event)
{
    const Scene now = scene();
    QPainter painter(this);
    painter.fillRect(rect(), now.theme.panel);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!now.trace) {
        m_picture = {};
        paintNothing(painter, now.theme);
    } else {
        const QSize wanted = (QSizeF(size()) * devicePixelRatioF()).toSize();
        // A new picture has the pixels that are in sight; whoever scrolls on gets all of them.
        if (m_picture.image.size() != wanted)
            paintPicture(event->rect());
        else if (!m_picture.part.contains(event->rect()))
            paintPicture(rect());
        painter.setOpacity(now.isStale && !m_dimming.isActive() ? staleOpacity : 1.0);
        painter.drawImage(0, 0, m_picture.image);
        painter.setOpacity(1.0);
        paintOverlay(painter);
    }
    tellScreenReader(); // now that the areas are those of the present selection
    if (m_hasFocusRing) {
        painter.setPen(QPen(now.theme.accent, ringWidth));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void FigureView::paintOverlay(QPainter&) {}

void FigureView::paintNothing(QPainter& painter, const Theme& theme) const
{
    const qreal margin = theme.space(16);
    const QRectF room = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    const QString error = m_session.errorText();
    const bool isWrong = !error.isEmpty() && !m_session.waitsForInput();
    QString head;
    QString body;
    if (!error.isEmpty()) {
        head = isWrong ? tr("No result") : tr("Nothing to show yet");
        body = error;
    } else if (m_session.isStale()) {
        body = tr("Computing…");
    } else {
        head = tr("Type a sentence");
        body = tr("Every number of its attention appears here. Or choose a sample above.");
    }
    const QFont headFont = theme.font(TextSize::Emphasis, QFont::DemiBold);
    const QFont bodyFont = theme.font();
    constexpr int flags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const QRectF headRect = QFontMetricsF(headFont).boundingRect(room, flags, head);
    const QRectF bodyRect = QFontMetricsF(bodyFont).boundingRect(room, flags, body);
    const qreal gap = head.isEmpty() ? 0.0 : theme.space(4);
    const qreal top =
        std::max(room.top(), room.center().y() - (headRect.height() + gap + bodyRect.height()) / 2.0);
    painter.setFont(headFont);
    painter.setPen(isWrong ? theme.broken : theme.text);
    painter.drawText(QRectF(room.left(), top, room.width(), headRect.height() + 1), flags, head);
    painter.setFont(bodyFont);
    painter.setPen(isWrong ? theme.text : theme.secondary);
    const qreal bodyTop = top + headRect.height() + gap;
    painter.drawText(QRectF(room.left(), bodyTop, room.width(), room.bottom() - bodyTop), flags, body);
}

const HotArea* FigureView::areaAt(QPointF point) const
{
    for (auto area = m_picture.hot.rbegin(); area != m_picture.hot.rend(); ++area) {
        if (area->rect.contains(point))
            return &*area;
    }
    return nullptr;
}

const HotArea* FigureView::selectedArea() const
{
    const Place& place = m_session.selection().place();
    for (const HotArea& area : m_picture.hot) {
        if (area.place == place)
            return &area;
    }
    return nullptr;
}

const HotArea* FigureView::areaTowards(int key) const
{
    const HotArea* from = selectedArea();
    if (!from)
        return m_picture.hot.empty() ? nullptr : &m_picture.hot.front();
    const QPointF start = from->rect.center();
    const HotArea* best = nullptr;
    double bestCost = 0.0;
    for (const HotArea& area : m_picture.hot) {
        const QPointF d = area.rect.center() - start;
        const bool isAcross = key == Qt::Key_Left || key == Qt::Key_Right;
        const double ahead = isAcross ? (key == Qt::Key_Right ? d.x() : -d.x()) : (key == Qt::Key_Down ? d.y() : -d.y());
        const double aside = std::abs(isAcross ? d.y() : d.x());
        if (ahead < 1.0 || aside > 2.0 * ahead)
            continue;
        const double cost = ahead + 4.0 * aside; // along the row or column first
        if (!best || cost < bestCost) {
            best = &area;
            bestCost = cost;
        }
    }
    return best;
}

void FigureView::hover(const HotArea* area)
{
    const std::optional<Place> place = area ? std::optional(area->place) : std::nullopt;
    setCursor(area ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (place == m_hovered)
        return;
    m_hovered = place;
    emit hovered(place);
}

void FigureView::mouseMoveEvent(QMouseEvent* event)
{
    hover(areaAt(event->position()));
}

void FigureView::mousePressEvent(QMouseEvent* event)
{
    const HotArea* area = event->button() == Qt::LeftButton ? areaAt(event->position()) : nullptr;
    if (!area) {
        QWidget::mousePressEvent(event);
        return;
    }
    const Place place = area->place; // the areas are renewed by the selection's change
    m_session.selection().setPlace(place);
    emit activated(place, event->modifiers());
}

void FigureView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const HotArea* area = event->button() == Qt::LeftButton ? areaAt(event->position()) : nullptr;
    if (area)
        emit doubleActivated(Place(area->place));
}

void FigureView::leaveEvent(QEvent* event)
{
    hover(nullptr);
    QWidget::leaveEvent(event);
}

void FigureView::keyPressEvent(QKeyEvent* event)
{
    if (!isArrow(event->key()) || event->modifiers() & ~Qt::KeypadModifier || m_picture.hot.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (const HotArea* area = areaTowards(event->key())) {
        const Place place = area->place;
        m_session.selection().setPlace(place);
    }
}

void FigureView::focusInEvent(QFocusEvent* event)
{
    m_hasFocusRing = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
                     || event->reason() == Qt::ShortcutFocusReason;
    update();
}

void FigureView::focusOutEvent(QFocusEvent*)
{
    m_hasFocusRing = false;
    update();
}

void FigureView::tellScreenReader()
{
    const Scene now = scene();
    setAccessibleName(now.trace ? m_figure->title(now) : m_figure->name());
    const HotArea* area = selectedArea();
    const QString description = area ? area->accessibleText : QString();
    if (description == accessibleDescription())
        return;
    setAccessibleDescription(description);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

bool FigureView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const HotArea* area = areaAt(help->pos());
        if (area && !area->toolTip.isEmpty())
            QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(area->toolTip), this, area->rect.toRect());
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isWalked = (m_hasFocusRing || m_isWalkedAfterClick) && !m_picture.hot.empty();
        if (isWalked && isArrow(key->key()) && !(key->modifiers() & ~Qt::KeypadModifier)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace hl::ui
