#include "ui/paint/thumbnails.h"

#include "core/base/crew.h"

#include <algorithm>
#include <optional>

namespace hl::ui {

void Thumbnails::prepare(const Scene& scene, const std::vector<StepRef>& heads, int pixels)
{
    const PictureOptions& options = scene.options;
    const PatternReading reading = options.reading.ofOneHead();
    if (m_trace.lock() == scene.trace && m_map == options.sequentialMap && m_mode == options.scale
        && m_reading == reading && m_excludeFirst == options.excludeFirstToken && m_isDark == scene.theme.isDark && m_pixels == pixels
        && m_count == heads.size())
        return;
    m_trace = scene.trace;
    m_map = options.sequentialMap;
    m_mode = options.scale;
    m_reading = reading;
    m_excludeFirst = options.excludeFirstToken;
    m_isDark = scene.theme.isDark;
    m_pixels = pixels;
    m_count = heads.size();
    m_images.clear();
    std::vector<ShownStep> shown;
    std::vector<std::optional<ColorScale>> scales;
    for (const StepRef& head : heads) {
        ShownStep own = shownStep(scene.trace, head, reading);
        if (!own.view)
            continue;
        std::optional<ColorScale> scale;
        if (m_mode == ScaleMode::Shared) { // one per group of heads: it looks at all of them
            const auto known = std::find_if(shown.begin(), shown.end(), [&](const ShownStep& other) {
                return other.ref.side == head.side && other.ref.isCross == head.isCross;
            });
            scale = known != shown.end() ? scales[static_cast<std::size_t>(known - shown.begin())] : scaleOf(scene, own);
        }
        shown.push_back(std::move(own));
        scales.push_back(std::move(scale));
    }
    std::vector<QImage> images(shown.size());
    const BorrowedCrew crew(shown.size() > 16 ? crewSize() : 1);
    (*crew).each(static_cast<long>(shown.size()), [&](long i, int) {
        const auto at = static_cast<std::size_t>(i);
        Heatmap map; // without a key: nothing is looked up or kept
        map.view = shown[at].view;
        map.forbidden = shown[at].forbidden;
        map.scale = scales[at] ? *scales[at] : scaleOf(scene, shown[at]);
        map.colors = colorsFor(map.scale, options, scene.theme);
        map.theme = scene.theme;
        images[at] = cellImage(map, QSize(pixels, pixels));
    });
    for (std::size_t i = 0; i < shown.size(); ++i)
        m_images.emplace(shown[i].ref, std::move(images[i]));
}

const QImage& Thumbnails::image(const StepRef& head) const
{
    static const QImage none;
    const auto found = m_images.find(head);
    return found == m_images.end() ? none : found->second;
}

} // namespace hl::ui
