#pragma once

#include "ui/figure/screen_picture.h"
#include "ui/session.h"
#include "ui/settings.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

namespace hl::ui {

/// A widget that shows one figure of the session's scene and turns its hot areas into hover, tool tips, clicks and
/// arrow keys. Scrolls nothing itself; put it into a scroll area where a figure may be larger than its dock.
class FigureView : public QWidget
{
    Q_OBJECT

public:
    FigureView(std::unique_ptr<Figure> figure, Session& session, Settings& settings, QWidget* parent = nullptr);
    ~FigureView() override;

    [[nodiscard]] const Figure& figure() const { return *m_figure; }
    [[nodiscard]] Scene scene() const;
    /// What the last paint recorded; the truth test walks these numbers back to the trace.
    [[nodiscard]] const std::vector<PaintedNumber>& numbers() const { return m_picture.numbers; }
    [[nodiscard]] const std::vector<HotArea>& hotAreas() const { return m_picture.hot; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// Arrow keys walk from area to area once the keyboard brought the focus here. After a click they still step
    /// through the computation, unless this says otherwise.
    void setWalkedAfterClick(bool isWalked) { m_isWalkedAfterClick = isWalked; }

signals:
    /// A hot area was clicked; its place has been selected already.
    void activated(const hl::ui::Place& place, Qt::KeyboardModifiers modifiers);
    void doubleActivated(const hl::ui::Place& place);
    /// The place under the mouse, or nothing: other views preview it.
    void hovered(const std::optional<hl::ui::Place>& place);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override; // tool tips, and arrow keys before the window's shortcuts

    /// What lies over the picture and is no part of it: a cross-hair under the mouse.
    virtual void paintOverlay(QPainter& painter);
    /// The picture must be painted anew at the next paint event.
    void repaintFigure();
    /// The sensitive area under a point; the last one painted wins. Null where there is none.
    [[nodiscard]] virtual const HotArea* areaAt(QPointF point) const;
    /// The area of the selected place: what a screen reader reads. Null where there is none.
    [[nodiscard]] virtual const HotArea* selectedArea() const;
    [[nodiscard]] Session& session() const { return m_session; }
    [[nodiscard]] Settings& settings() const { return m_settings; }
    /// The keyboard brought the focus here, not the mouse.
    [[nodiscard]] bool hasFocusRing() const { return m_hasFocusRing; }
    [[nodiscard]] Figure& mutableFigure() { return *m_figure; }

private:
    /// Paints this view's picture, and with it those of all others in the window that are to be painted next.
    void paintPicture(const QRect& part);
    [[nodiscard]] bool isPictureDue() const;
    [[nodiscard]] ScreenPictureJob jobFor(const QRect& part) const;
    void paintNothing(QPainter& painter, const Theme& theme) const;
    void tellScreenReader();
    [[nodiscard]] const HotArea* areaTowards(int key) const;
    void hover(const HotArea* area);

    std::unique_ptr<Figure> m_figure;
    Session& m_session;
    Settings& m_settings;
    QTimer m_dimming; ///< runs while a stale picture is still shown as it was
    mutable QSize m_sizeHint; ///< of the present scene; invalid: to be asked from the figure
    ScreenPicture m_picture; ///< the figure as last painted; without image: to be painted
    std::optional<Place> m_hovered;
    bool m_hasFocusRing = false;
    bool m_isWalkedAfterClick = false;
};

} // namespace hl::ui
