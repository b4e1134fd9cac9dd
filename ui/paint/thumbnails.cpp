#include "ui/paint/thumbnails.h"

#include "core/base/crew.h"

#include <algorithm>

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
    std::vector<std::pair<StepRef, ColorScale>> shared; // one scale per group of heads: it looks at all of them
    std::vector<std::pair<StepRef, Heatmap>> maps;
    for (const StepRef& head : heads) {
        const ShownStep own = shownStep(scene.trace, head, reading);
        Heatmap map;
        map.view = own.view;
        if (!map.view)
            continue;
        const auto known = std::find_if(shared.begin(), shared.end(), [&](const auto& entry) {
            return entry.first.side == head.side && entry.first.isCross == head.isCross;
        });
        if (m_mode == ScaleMode::Shared && known != shared.end()) {
            map.scale = known->second;
        } else {
            map.scale = scaleOf(scene, own);
            shared.emplace_back(head, map.scale);
        }
        map.forbidden = own.forbidden;
        map.colors = colorsFor(map.scale, options, scene.theme);
        map.theme = scene.theme;
        maps.emplace_back(head, std::move(map));
    }
    std::vector<QImage> images(maps.size());
    const BorrowedCrew crew(maps.size() > 16 ? crewSize() : 1);
    (*crew).each(static_cast<long>(maps.size()), [&](long i, int) {
        const auto at = static_cast<std::size_t>(i);
        images[at] = cellImage(maps[at].second, QSize(pixels, pixels)); // without a key: nothing is looked up or kept
    });
    for (std::size_t i = 0; i < maps.size(); ++i)
        m_images.emplace(maps[i].first, std::move(images[i]));
}

const QImage& Thumbnails::image(const StepRef& head) const
{
    static const QImage none;
    const auto found = m_images.find(head);
    return found == m_images.end() ? none : found->second;
}

} // namespace hl::ui
