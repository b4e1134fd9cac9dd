#pragma once

#include "ui/figure/figure.h"
#include "ui/session.h"
#include "ui/settings.h"

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
    [[nodiscard]] const std::vector<PaintedNumber>& numbers() const { return m_numbers; }
    [[nodiscard]] const std::vector<HotArea>& hotAreas() const { return m_hot; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

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
    bool event(QEvent* event) override; // tool tips

private:
    [[nodiscard]] const HotArea* areaAt(QPointF point) const;

    std::unique_ptr<Figure> m_figure;
    Session& m_session;
    Settings& m_settings;
    std::vector<PaintedNumber> m_numbers;
    std::vector<HotArea> m_hot;
};

} // namespace hl::ui
