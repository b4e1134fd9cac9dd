#pragma once

#include "ui/figure/shown_step.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace hl::ui {

/// Patterns of heads as small images, each head read by itself, kept until the trace, the colours, the scale or the reading change: a grid of 144 heads is
/// drawn anew at every change of the selection.
class Thumbnails
{
public:
    /// Renews the images if anything they depend on changed. `pixels`: longest side of an image.
    void prepare(const Scene& scene, const std::vector<StepRef>& heads, int pixels);

    /// Null if the head's pattern was not kept.
    [[nodiscard]] const QImage& image(const StepRef& head) const;

private:
    std::weak_ptr<const Trace> m_trace;
    ColorMapName m_map = ColorMapName::Viridis;
    ScaleMode m_mode = ScaleMode::PerHead;
    PatternReading m_reading;
    bool m_excludeFirst = false;
    bool m_isDark = false;
    int m_pixels = 0;
    std::size_t m_count = 0;
    std::unordered_map<StepRef, QImage, StepRefHash> m_images;
};

} // namespace hl::ui
