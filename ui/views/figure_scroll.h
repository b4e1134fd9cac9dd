#pragma once

#include <QScrollArea>

namespace hl::ui {

class FigureView;
class Session;
class Settings;

/// Shows a figure in whatever room there is: it fills the room, and where the room is smaller than the figure's least
/// readable size it keeps that size and scrolls.
class FigureScroll : public QScrollArea
{
    Q_OBJECT

public:
    FigureScroll(FigureView* view, Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void fit();

    FigureView* m_view;
};

} // namespace hl::ui
