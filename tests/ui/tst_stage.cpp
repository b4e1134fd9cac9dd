#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/figure/lines_figure.h"
#include "ui/figure/matrix_layout.h"
#include "ui/figure/pipeline_figure.h"
#include "ui/figure/stage_figure.h"
#include "ui/models/step_walk.h"
#include "ui/paint/ribbons.h"
#include "ui/scrubber.h"
#include "ui/views/stage_view.h"

#include <QKeyEvent>
#include <QSignalSpy>
#include <QtTest>

#include <cmath>
#include <iterator>
#include <set>

using namespace hl;
using namespace hl::ui;

namespace {

Scene sceneOf(std::string_view model, const char* text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    Scene scene;
    if (const auto trace = run(request))
        scene.trace = *trace;
    scene.place = clamped(Place{.query = 1, .key = 1}, *scene.trace);
    scene.theme = Theme::light();
    return scene;
}

/// What a figure paints: its numbers and areas.
struct Painted
{
    std::vector<PaintedNumber> numbers;
    std::vector<HotArea> areas;
    QImage image;
};

Painted paint(const Figure& figure, const Scene& scene, QSize size = {1000, 640})
{
    Painted painted;
    painted.image = QImage(size, QImage::Format_RGB32);
    painted.image.fill(scene.theme.panel);
    QPainter painter(&painted.image);
    Ink ink(painter, Medium::Screen, scene.theme);
    figure.paint(ink, QRectF(QPointF(0, 0), QSizeF(size)), scene);
    painted.numbers = ink.numbers();
    painted.areas = ink.hotAreas();
    return painted;
}

/// A number's text read back; NaN if it is none.
double readBack(QString text)
{
    text.replace(QChar(0x2212), QLatin1Char('-'));
    if (text == QStringLiteral("∞") || text == QStringLiteral("-∞"))
        return text.size() == 1 ? HUGE_VAL : -HUGE_VAL;
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber ? value : std::numeric_limits<double>::quiet_NaN();
}

/// Half of the last digit that a text shows.
double halfDigit(const QString& text)
{
    const qsizetype e = text.indexOf(QLatin1Char('e'));
    const double exponent = e < 0 ? 0.0 : QString(text.mid(e + 1)).replace(QChar(0x2212), QLatin1Char('-')).toDouble();
    const QString digits = e < 0 ? text : text.left(e);
    const qsizetype point = digits.indexOf(QLatin1Char('.'));
    const double decimals = point < 0 ? 0.0 : static_cast<double>(digits.size() - point - 1);
    return 0.5 * std::pow(10.0, exponent - decimals);
}

void press(QWidget& widget, int key)
{
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

/// A session that has computed a text.
void compute(Session& session, const char* model, const QString& text)
{
    session.setText(text);
    session.setModel(builtinModel(model), QString::fromLatin1(model));
    QTRY_VERIFY(session.trace() && !session.isStale());
}

} // namespace

class TestStage : public QObject
{
    Q_OBJECT

private slots:
    void theRowsWordsStandWhereRoomIsLeftOver();
    void everyNumberIsTheTraces_data();
    void everyNumberIsTheTraces();
    void tinyAndHugePicturesPaint_data();
    void tinyAndHugePicturesPaint();
    void nothingBesideTheMatrixIsCut();
    void theWordsOfAFlatMatrixStandBelowIt();
    void everyCellCanBeClicked();
    void slantedNamesDoNotRunIntoEachOther();
    void theSelectedRowsLinesLieAboveTheOthers();
    void pipelineLeadsToEveryStep();
    void arrowKeysMoveTheSelectedCell();
    void zoomKeepsTheCellUnderTheMouse();
    void theTokenPointedAtElsewhereStandsOut();
    void theScrubberWalksThroughAllSteps();
    void transitionRunsAndEnds();
    void withoutAnimationNothingMoves();
};

void TestStage::everyNumberIsTheTraces_data()
{
    QTest::addColumn<QByteArray>("model");
    for (const auto& info : builtinModelsOfText())
        QTest::addRow("%s", info.name.data()) << QByteArray(info.name.data(), static_cast<qsizetype>(info.name.size()));
}

void TestStage::everyNumberIsTheTraces()
{
    QFETCH(QByteArray, model);
    Scene scene = sceneOf(model.constData(), "hello world and hello cat");
    const StageFigure figure;
    int count = 0;
    const int places = walkPosition(scene.place, *scene.trace).count;
    for (int i = 0; i < places; ++i) {
        scene.place = atWalkPosition(scene.place, *scene.trace, i);
        for (const PaintedNumber& number : paint(figure, scene).numbers) {
            const auto where = nameOf(scene.place.ref()) + ": " + number.text.toStdString();
            if (number.derived.isEmpty()) {
                QVERIFY2(number.source.step, where.c_str());
                const MatrixView view = scene.trace->view(*number.source.step);
                QVERIFY2(view, where.c_str());
                const double traced = view.at(number.source.row, number.source.col);
                QVERIFY2(traced == number.value || (std::isnan(traced) && std::isnan(number.value)), where.c_str());
            }
            const double shown = readBack(number.text);
            if (std::isfinite(number.value))
                QVERIFY2(std::abs(shown - number.value) <= halfDigit(number.text) * 1.001, where.c_str());
            else
                QVERIFY2(shown == number.value || std::isnan(number.value), where.c_str());
            ++count;
        }
    }
    QVERIFY(count > 100);
}

void TestStage::tinyAndHugePicturesPaint_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("nothing") << QSize(1, 1);
    QTest::newRow("a strip") << QSize(400, 20);
    QTest::newRow("a column") << QSize(20, 400);
    QTest::newRow("small") << QSize(120, 60);
    QTest::newRow("large") << QSize(3000, 2000);
}

void TestStage::tinyAndHugePicturesPaint()
{
    QFETCH(QSize, size);
    Scene scene = sceneOf("toy", "one");
    for (int i = 0; i < walkPosition(scene.place, *scene.trace).count; ++i) {
        scene.place = atWalkPosition(scene.place, *scene.trace, i);
        for (const PaintedNumber& number : paint(StageFigure(), scene, size).numbers)
            QVERIFY(!number.text.isEmpty());
        QVERIFY(!paint(PipelineFigure(), scene, size).areas.empty());
    }
}

/// Cells are whole pixels and a low window's are small: what that leaves beside them is for the words about the row.
void TestStage::theRowsWordsStandWhereRoomIsLeftOver()
{
    const Scene scene = sceneOf("toy", "the cat saw the dog and the");
    const auto layoutIn = [&](int width, int height) {
        return layoutMatrix(QRectF(0, 0, width, height), scene, scene.place.ref(), {}, true);
    };
    QVERIFY(!layoutIn(568, 250).panel.isNull());
    for (int width = 240; width <= 1600; width += 37) {
        for (int height = 160; height <= 1000; height += 29) {
            const MatrixLayout layout = layoutIn(width, height);
            if (layout.panel.isNull())
                continue;
            const QByteArray size = QByteArray::number(width) + " x " + QByteArray::number(height);
            QVERIFY2(QRectF(0, 0, width, height).contains(layout.panel), size);
            QVERIFY2(!layout.panel.intersects(layout.cells) && !layout.panel.intersects(layout.bar), size);
        }
    }
}

/// What has no room in a low panel is left out as a whole.
void TestStage::nothingBesideTheMatrixIsCut()
{
    const Scene scene = sceneOf("stories", "The keys that the boy likes");
    for (int height = 180; height < 480; height += 12) {
        const QSize size(830, height);
        const QImage image = paint(StageFigure(), scene, size).image;
        for (int y = height - 6; y < height; ++y) {
            for (int x = size.width() * 6 / 10; x < size.width(); ++x)
                QVERIFY2(image.pixelColor(x, y) == scene.theme.panel, qPrintable(QString::number(height)));
        }
    }
}

void TestStage::theWordsOfAFlatMatrixStandBelowIt()
{
    Scene scene = sceneOf("en-fr", "the old woman sees the cats and the dogs of the little girl , and they sleep");
    scene.place = clamped(Place{.side = Side::Decoder, .isCross = true}, *scene.trace);
    const MatrixLayout layout = StageFigure().layout(QRectF(0, 0, 660, 460), scene);
    QCOMPARE(layout.rows, Index{1});
    QVERIFY(layout.cells.width() > 400.0);
    QVERIFY(!layout.panel.isNull() && layout.panel.top() > layout.cells.bottom() && layout.panel.bottom() <= 460.0);
}

void TestStage::everyCellCanBeClicked()
{
    const Scene scene = sceneOf("toy", "the cat sat on the mat");
    const MatrixView view = scene.trace->view(scene.place.ref());
    const auto areas = paint(StageFigure(), scene).areas;
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col) {
            const Place cell = scene.place.withCell(scene.place.step, row, col);
            QVERIFY(std::any_of(areas.begin(), areas.end(), [&](const HotArea& area) {
                return area.place == cell && !area.accessibleText.isEmpty();
            }));
        }
    }
}

/// The areas of the names are as wide as their columns: the distance of two shown ones across the slant has to be a letter's height.
void TestStage::slantedNamesDoNotRunIntoEachOther()
{
    Scene scene = sceneOf("toy", "the cat saw the dog and the bird saw the cat that saw the dog that saw the bird");
    scene.place = clamped(Place{.step = Step::Pattern, .query = 0, .key = 0}, *scene.trace);
    const qreal letters = scene.theme.font().pixelSize();
    constexpr qreal sineOfSlant = 0.643;
    int checked = 0;
    for (int height = 280; height <= 640; height += 6) {
        const QSize size(900, height);
        const MatrixLayout layout = StageFigure().layout(QRectF(QPointF(0, 0), QSizeF(size)), scene);
        std::set<qreal> middles;
        for (const HotArea& area : paint(StageFigure(), scene, size).areas) {
            const bool isName = area.rect.bottom() <= layout.cells.top() && area.accessibleText.startsWith(QStringLiteral("key"));
            if (isName && area.rect.width() <= layout.cellWidth() + 0.5)
                middles.insert(area.rect.center().x());
        }
        for (auto one = middles.begin(); one != middles.end() && std::next(one) != middles.end(); ++one, ++checked)
            QVERIFY2((*std::next(one) - *one) * sineOfSlant >= letters, qPrintable(QString::number(height)));
    }
    QVERIFY(checked > 100);
}

void TestStage::theSelectedRowsLinesLieAboveTheOthers()
{
    Scene scene = sceneOf("stories", "The keys that the boy likes");
    scene.place = clamped(Place{.layer = 1, .head = 3, .step = Step::Pattern, .query = 6, .key = 2}, *scene.trace);
    const QSize size(1000, 300);
    const LinesPanel panel = LinesFigure::panels(QRectF(QPointF(0, 0), QSizeF(size)), scene).front();
    const QImage image = paint(LinesFigure(), scene, size).image;
    // Where the curve from "likes" to "keys" crosses the line from "the" to itself.
    const QPainterPath curve = ribbonPath(panel.queryPoint(6), panel.keyPoint(2));
    const qreal level = panel.queryPoint(4).y();
    qreal from = 0.0;
    qreal to = 1.0;
    while (to - from > 1e-4)
        (curve.pointAtPercent((from + to) / 2).y() > level ? from : to) = (from + to) / 2;
    const QColor there = image.pixelColor(curve.pointAtPercent(from).toPoint());
    const auto distance = [&there](const QColor& color) {
        return std::abs(there.red() - color.red()) + std::abs(there.green() - color.green()) + std::abs(there.blue() - color.blue());
    };
    QVERIFY2(distance(scene.theme.accent) < distance(scene.theme.faint), qPrintable(there.name()));
}

void TestStage::pipelineLeadsToEveryStep()
{
    const Scene scene = sceneOf("toy", "the cat sat");
    const auto areas = paint(PipelineFigure(), scene).areas;
    const auto steps = pipelineSteps(scene.trace->model().spec(), scene.place);
    QCOMPARE(areas.size(), steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i)
        QVERIFY(areas[i].place.step == steps[i]);
}

void TestStage::arrowKeysMoveTheSelectedCell()
{
    Session session;
    Settings settings;
    StageView view(session, settings);
    view.resize(900, 600);
    compute(session, "toy", QStringLiteral("the cat sat on the mat"));
    session.selection().setPlace({.step = Step::Scores, .query = 2, .key = 1});
    press(view.stage(), Qt::Key_Down);
    press(view.stage(), Qt::Key_Right);
    QCOMPARE(session.selection().place().query, Index{3});
    QCOMPARE(session.selection().place().key, Index{2});
    press(view.stage(), Qt::Key_Home);
    press(view.stage(), Qt::Key_Left); // already at the edge
    QCOMPARE(session.selection().place().key, Index{0});
    view.grab();
    QVERIFY(view.stage().accessibleDescription().contains(QStringLiteral("the")));
}

void TestStage::zoomKeepsTheCellUnderTheMouse()
{
    const Scene scene = sceneOf("toy", "the cat sat on the mat");
    StageFigure figure;
    const QRectF room(0, 0, 900, 600);
    const MatrixLayout whole = figure.layout(room, scene);
    figure.setWindow(QRectF(1, 2, 3, 3));
    const MatrixLayout part = figure.layout(room, scene);
    QVERIFY(part.cellAt(part.cells.topLeft() + QPointF(1, 1)) == std::pair(Index{2}, Index{1}));
    QVERIFY(part.cellAt(part.cells.bottomRight() - QPointF(1, 1)) == std::pair(Index{4}, Index{3}));
    QVERIFY(part.cellWidth() > whole.cellWidth());
    QVERIFY(!part.cellAt(part.cells.topLeft() - QPointF(3, 3)));
}

void TestStage::theTokenPointedAtElsewhereStandsOut()
{
    Session session;
    Settings settings;
    settings.setAnimated(false);
    StageView view(session, settings);
    view.resize(900, 600);
    view.show();
    compute(session, "toy", QStringLiteral("the cat sat on the mat"));
    const QImage before = view.stage().grab().toImage();
    session.selection().point(TokenRole{.index = 3});
    const QImage pointed = view.stage().grab().toImage();
    const StageFigure figure;
    const MatrixLayout layout = figure.layout(QRectF(view.stage().rect()), view.stage().scene());
    const auto isSameAt = [&](Index row, Index col) {
        const QPoint corner = (layout.cellRect(row, col).topLeft() + QPointF(4, 4)).toPoint();
        return before.pixel(corner) == pointed.pixel(corner);
    };
    QVERIFY(isSameAt(3, 2) && isSameAt(3, 0));
    QVERIFY(!isSameAt(2, 0) && !isSameAt(4, 1));
    session.selection().point(std::nullopt);
    QVERIFY(view.stage().grab().toImage() == before);
}

void TestStage::theScrubberWalksThroughAllSteps()
{
    Session session;
    Scrubber scrubber(session);
    QVERIFY(!scrubber.isEnabled());
    compute(session, "toy", QStringLiteral("the cat sat"));
    QVERIFY(scrubber.isEnabled());
    scrubber.setValue(scrubber.minimum());
    QCOMPARE(session.selection().place().step, Step::Tokens);
    scrubber.setValue(scrubber.maximum());
    QCOMPARE(session.selection().place().step, Step::Probs);
    const Place last = session.selection().place();
    session.selection().setPlace(previousStep(last, *session.trace()));
    QCOMPARE(scrubber.value(), scrubber.maximum() - 1); // it follows
}

void TestStage::transitionRunsAndEnds()
{
    Session session;
    Settings settings;
    settings.setAnimated(true);
    StageView view(session, settings);
    view.resize(900, 600);
    view.show();
    compute(session, "toy", QStringLiteral("the cat sat on the mat"));
    session.selection().setPlace({.step = Step::Scores});
    Transition& transition = view.stage().transition();
    QTRY_VERIFY(!transition.isActive());
    session.selection().setPlace({.step = Step::Z});
    QVERIFY(transition.isActive());
    transition.scrub(0.5);
    const QImage half = view.grab().toImage();
    QVERIFY(transition.progress() > 0.5); // eased out: ahead of the clock
    QVERIFY(transition.isActive());
    transition.resume();
    QTRY_VERIFY(!transition.isActive());
    QVERIFY(view.grab().toImage() != half);
}

void TestStage::withoutAnimationNothingMoves()
{
    Session session;
    Settings settings;
    settings.setAnimated(false);
    StageView view(session, settings);
    view.resize(900, 600);
    view.show();
    compute(session, "toy", QStringLiteral("the cat sat on the mat"));
    session.selection().setPlace({.step = Step::Scores});
    session.selection().setPlace({.step = Step::Z});
    QVERIFY(!view.stage().transition().isActive());
}

QTEST_MAIN(TestStage)
#include "tst_stage.moc"
