#include "ui/paint/thumbnails.h"

#include <algorithm>

namespace hl::ui {

void Thumbnails::prepare(const Scene& scene, const std::vector<StepRef>& heads, int pixels)
{
    const PictureOptions& options = scene.options;
    if (m_trace.lock() == scene.trace && m_map == options.sequentialMap && m_mode == options.scale
        && m_excludeFirst == options.excludeFirstToken && m_isDark == scene.theme.isDark && m_pixels == pixels
        && m_count == heads.size())
        return;
    m_trace = scene.trace;
    m_map = options.sequentialMap;
    m_mode = options.scale;
    m_excludeFirst = options.excludeFirstToken;
    m_isDark = scene.theme.isDark;
    m_pixels = pixels;
    m_count = heads.size();
    m_images.clear();
    std::vector<std::pair<StepRef, ColorScale>> shared; // one scale per group of heads: it looks at all of them
    for (const StepRef& head : heads) {
        Heatmap map;
        map.view = scene.trace->view(head);
        if (!map.view)
            continue;
        const auto known = std::find_if(shared.begin(), shared.end(), [&](const auto& entry) {
            return entry.first.side == head.side && entry.first.isCross == head.isCross;
        });
        if (m_mode == ScaleMode::Shared && known != shared.end()) {
            map.scale = known->second;
        } else {
            map.scale = chooseScale(*scene.trace, head, options);
            shared.emplace_back(head, map.scale);
        }
        map.forbidden = forbiddenOf(*scene.trace, head);
        map.colors = colorsFor(map.scale, options, scene.theme);
        map.theme = scene.theme;
        m_images.emplace(head, cellImage(map, QSize(pixels, pixels)));
    }
}

const QImage& Thumbnails::image(const StepRef& head) const
{
    static const QImage none;
    const auto found = m_images.find(head);
    return found == m_images.end() ? none : found->second;
}

} // namespace hl::ui
