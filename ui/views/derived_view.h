#pragma once

#include "ui/views/derived_work.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

#include <functional>
#include <initializer_list>

class QToolButton;

namespace hl::ui {

/// A view with controls above a picture whose numbers may take long: these are worked out on a worker of its own, which a newer text,
/// another choice or the button stops.
class DerivedView : public View
{
    Q_OBJECT

public:
    [[nodiscard]] FigureView* figureView() const override { return m_figureView; }

    /// True while the worker has something of this view to do.
    [[nodiscard]] bool isComputing() const { return m_work->isComputing(); }

protected:
    DerivedView(Session& session, Settings& settings, QWidget* parent);

    /// Puts the controls and the button in a row above the picture, and follows the session and the settings from then on. To be
    /// called once, at the end of the constructor.
    void layOut(FigureView* canvas, std::initializer_list<QWidget*> controls);
    /// Changes the options by the user's hand: what was stopped may be begun again.
    void change(const std::function<void(PictureOptions&)>& apply);

    /// The options changed: the controls show them, and prepare() is called.
    virtual void showOptions() = 0;
    /// Starts the worker if the picture in sight needs what is not known and would take long.
    virtual void prepare() = 0;

    [[nodiscard]] DerivedWork& work() { return *m_work; }

private:
    FigureView* m_figureView = nullptr;
    QToolButton* m_stop = nullptr;
    DerivedWork* m_work = nullptr;
};

} // namespace hl::ui
