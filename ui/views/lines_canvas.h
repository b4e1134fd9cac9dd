#pragma once

#include "ui/figure/lines_layout.h"
#include "ui/views/figure_view.h"

namespace hl::ui {

class LinesFigure;

/// The lines: the token under the mouse is shown alone; a click pins it, Esc lets go.
class LinesCanvas : public FigureView
{
    Q_OBJECT

public:
    LinesCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] const std::optional<TokenRole>& pinned() const { return m_pinned; }
    void setPinned(const std::optional<TokenRole>& token);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override; // Esc, before the window takes it

private:
    [[nodiscard]] std::optional<TokenRole> tokenUnder(QPointF point) const;
    void show(const std::optional<TokenRole>& hovered);
    void dropPin();

    LinesFigure* m_lines; ///< the figure itself, owned by the base
    std::optional<TokenRole> m_pinned;
};

} // namespace hl::ui
