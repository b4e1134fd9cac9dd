#include "ui/figure/screen_picture.h"

#include "core/base/crew.h"

#include <QElapsedTimer>

#include <algorithm>
#include <atomic>
#include <utility>

namespace hl::ui {

namespace {

void paint(ScreenPictureJob& job)
{
    QElapsedTimer timer;
    timer.start();
    const Theme& theme = job.scene.theme;
    QImage image((QSizeF(job.size) * job.ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(job.ratio);
    image.fill(theme.panel);
    QPainter painter(&image);
    painter.setFont(theme.font()); // not the program's, which other threads look up at the same time
    painter.setClipRect(job.part);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    Ink ink(painter, Medium::Screen, theme);
    job.figure->paint(ink, QRectF(QPointF(0, 0), job.size), job.scene);
    painter.end();
    // Every other picture may be that of numbers which are known already.
    const double cost = std::max(static_cast<double>(timer.nsecsElapsed()) / 1e6, 0.8 * job.expected);
    job.done = {std::move(image), job.part, ink.numbers(), ink.hotAreas(), cost};
}

} // namespace

void paintPictures(std::vector<ScreenPictureJob>& jobs)
{
    const auto free = std::partition(jobs.begin(), jobs.end(), [](const ScreenPictureJob& job) { return job.figure->needsWidgetThread(); });
    std::sort(free, jobs.end(), [](const ScreenPictureJob& a, const ScreenPictureJob& b) { return a.expected > b.expected; });
    const auto count = static_cast<long>(jobs.end() - free);
    bool areBoundDone = false; // of interest to the caller's thread alone
    const auto paintBound = [&] {
        if (!std::exchange(areBoundDone, true))
            std::for_each(jobs.begin(), free, paint);
    };
    std::atomic<long> next = 0;
    const BorrowedCrew crew(count > 0 && jobs.size() > 1 ? std::min(crewSize(), static_cast<int>(jobs.size())) : 1);
    // A piece is whatever is next for the thread that takes it: one more than there are free ones, for those that are bound.
    (*crew).each(count + 1, [&](long, int member) {
        if (member == 0 && !areBoundDone)
            return paintBound();
        if (const long own = next.fetch_add(1); own < count)
            paint(free[own]);
    });
    paintBound();
}

} // namespace hl::ui
