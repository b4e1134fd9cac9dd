#pragma once

#include "core/output/number_tables.h"
#include "ui/figure/ink.h"
#include "ui/figure/scene.h"

#include <QSizeF>
#include <QString>

#include <memory>
#include <vector>

namespace hl::ui {

/// A view's picture as a pure function of a scene: the same code paints the screen, PNG, SVG and PDF.
/// Holds no numbers between paints.
class Figure
{
public:
    virtual ~Figure() = default;

    /// Name on the command line and in files: "stage", "heads", "lines".
    [[nodiscard]] virtual QString name() const = 0;
    /// Title for people, translated.
    [[nodiscard]] virtual QString title(const Scene& scene) const = 0;
    /// Works out what takes long, so that sizes and pictures for a file have all of it. A screen does not wait for this.
    virtual void prepare(const Scene&) const {}
    /// Whether it shows numbers that are worked out in the background where they take long (derived.h), and come after the trace.
    [[nodiscard]] virtual bool usesDerived() const { return false; }
    /// Whether only the thread of the widgets may paint it, as an axis of numbers has it (paintAxis); the others are painted side by side.
    [[nodiscard]] virtual bool needsWidgetThread() const { return true; }
    /// Size in device-independent pixels at which everything is readable; an export uses it unless told otherwise.
    [[nodiscard]] virtual QSizeF naturalSize(const Scene& scene) const = 0;
    /// Below this the figure is scrolled, not squeezed; nothing where it fits any room.
    [[nodiscard]] virtual QSizeF leastSize(const Scene&) const { return {0.0, 0.0}; }
    /// The same in a room of this width, for figures that put below each other what has no room side by side.
    [[nodiscard]] virtual QSizeF leastSizeIn(qreal /*width*/, const Scene& scene) const { return leastSize(scene); }
    /// Paints into `rect`. The ground is already filled with theme.panel.
    virtual void paint(Ink& ink, const QRectF& rect, const Scene& scene) const = 0;
    /// The numbers behind the picture, for "copy values" and CSV/NPZ/JSON: the steps it shows.
    [[nodiscard]] virtual std::vector<StepRef> shownSteps(const Scene& scene) const = 0;
    /// Numbers that are no step, which are then exported in the place of steps.
    [[nodiscard]] virtual std::vector<NumberTable> tables(const Scene&) const { return {}; }
};

/// All figures by name, in the order of the window: prompt, pipeline, stage, ...
[[nodiscard]] std::vector<QString> figureNames();
/// Null for an unknown name.
[[nodiscard]] std::unique_ptr<Figure> makeFigure(const QString& name);

} // namespace hl::ui
