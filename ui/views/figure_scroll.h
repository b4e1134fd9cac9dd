#pragma once

#include <QScrollArea>

namespace hl::ui {

class FigureView;
class Session;
class Settings;
class View;

/// Shows a figure in whatever room there is: it fills the room, and where the room is smaller than the figure's least
/// readable size it keeps that size and scrolls. Nothing is worked out while its panel is not seen.
class FigureScroll : public QScrollArea
{
    Q_OBJECT

public:
    FigureScroll(FigureView* view, Session& session, Settings& settings, View* parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    FigureView* m_view;
    View* m_panel;
};

} // namespace hl::ui
