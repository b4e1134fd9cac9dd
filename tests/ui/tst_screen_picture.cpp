#include "ui/figure/screen_picture.h"

#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

using namespace hl;
using namespace hl::ui;

namespace {

Scene sceneOf(const char* model, const char* text, const Theme& theme)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    Scene scene;
    scene.trace = *run(request);
    scene.place = clamped({.query = 3, .key = 1}, *scene.trace);
    scene.theme = theme;
    return scene;
}

ScreenPictureJob jobOf(const Figure& figure, const Scene& scene)
{
    const QSize size = figure.naturalSize(scene).toSize().boundedTo({1600, 1000});
    return {&figure, scene, size, 1.25, QRect(QPoint(0, 0), size), 0.0, {}};
}

/// Notes which threads paint it.
class Watched final : public Figure
{
public:
    explicit Watched(bool isBound)
        : m_isBound(isBound)
    {}

    QString name() const override { return QStringLiteral("watched"); }
    QString title(const Scene&) const override { return {}; }
    bool needsWidgetThread() const override { return m_isBound; }
    QSizeF naturalSize(const Scene&) const override { return {10, 10}; }
    void paint(Ink&, const QRectF&, const Scene&) const override
    {
        const std::scoped_lock lock(m_mutex);
        m_threads.insert(std::this_thread::get_id());
        ++m_paintings;
    }
    std::vector<StepRef> shownSteps(const Scene&) const override { return {}; }

    mutable std::mutex m_mutex;
    mutable std::set<std::thread::id> m_threads;
    mutable int m_paintings = 0;

private:
    bool m_isBound;
};

} // namespace

class TestScreenPicture : public QObject
{
    Q_OBJECT

private slots:
    void picturesPaintedTogetherAreThosePaintedAlone()
    {
        std::vector<std::unique_ptr<Figure>> figures;
        for (const char* name : {"stage", "prompt", "pipeline", "ledger", "heads", "lines"})
            figures.push_back(makeFigure(QString::fromLatin1(name)));
        for (const char* text : {"the cat saw the dog", "the dog and the cat saw the bird and the dog", "猫 看见 了 the 狗 👩‍👩‍👧 שלום नमस्ते"}) {
            for (const Theme& theme : {Theme::light(1.0), Theme::dark(1.5)}) {
                const Scene scene = sceneOf("toy", text, theme);
                std::vector<ScreenPictureJob> alone;
                for (const auto& figure : figures) {
                    std::vector<ScreenPictureJob> one{jobOf(*figure, scene)};
                    paintPictures(one);
                    alone.push_back(std::move(one.front()));
                }
                for (int round = 0; round < 6; ++round) {
                    std::vector<ScreenPictureJob> together;
                    for (const auto& figure : figures)
                        together.push_back(jobOf(*figure, scene));
                    paintPictures(together);
                    QCOMPARE(together.size(), figures.size());
                    for (const ScreenPictureJob& job : together) {
                        const auto own = std::find_if(alone.begin(), alone.end(), [&](const auto& other) { return other.figure == job.figure; });
                        QVERIFY2(job.done.image == own->done.image, qPrintable(job.figure->name()));
                        QCOMPARE(job.done.hot.size(), own->done.hot.size());
                        QCOMPARE(job.done.numbers.size(), own->done.numbers.size());
                    }
                }
            }
        }
    }

    void figuresThatNeedTheWidgetsThreadArePaintedByTheCallerAndAllOnce()
    {
        const Scene scene = sceneOf("toy", "the cat saw the dog", Theme::light(1.0));
        for (const int bound : {0, 1, 2}) {
            for (const int free : {0, 1, 2, 5}) {
                std::vector<std::unique_ptr<Watched>> figures;
                std::vector<ScreenPictureJob> jobs;
                for (int i = 0; i < bound + free; ++i) {
                    figures.push_back(std::make_unique<Watched>(i >= free));
                    jobs.push_back(jobOf(*figures.back(), scene));
                }
                paintPictures(jobs);
                for (const auto& figure : figures) {
                    QCOMPARE(figure->m_paintings, 1);
                    if (figure->needsWidgetThread())
                        QCOMPARE(*figure->m_threads.begin(), std::this_thread::get_id());
                }
                for (const ScreenPictureJob& job : jobs)
                    QVERIFY(!job.done.image.isNull());
            }
        }
    }
};

QTEST_MAIN(TestScreenPicture)
#include "tst_screen_picture.moc"
