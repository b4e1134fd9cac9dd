#include "core/model/builtin.h"
#include "ui/figure/lines_figure.h"
#include "ui/style.h"
#include "ui/views/compare_view.h"
#include "ui/views/figure_scroll.h"
#include "ui/views/heads_view.h"
#include "ui/views/ledger_view.h"
#include "ui/views/lines_canvas.h"
#include "ui/views/lines_view.h"
#include "ui/views/output_view.h"
#include "ui/views/positions_view.h"

#include "ui/views/figure_view.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>
#include <QtTest>

#include <algorithm>

using namespace hl;
using namespace hl::ui;

namespace {

void compute(Session& session, const char* model, const QString& text)
{
    session.setModel(builtinModel(model), QString::fromLatin1(model));
    session.setText(text);
    QTRY_VERIFY2(session.trace() && !session.isStale(), "a trace of the text");
}

void paint(View& view, QSize size = {520, 520})
{
    view.resize(size);
    view.show();
    view.figureView()->grab();
}

/// Middle of the area that stands for this head.
QPoint headAt(const FigureView& figure, int layer, int head)
{
    for (const HotArea& area : figure.hotAreas()) {
        if (area.place.layer == layer && area.place.head == head)
            return area.rect.center().toPoint();
    }
    return {};
}

/// Sent directly: the offscreen platform has no cursor to move.
void moveMouse(QWidget& widget, QPoint point)
{
    QMouseEvent event(QEvent::MouseMove, point, widget.mapToGlobal(point), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&widget, &event);
}

/// The button with this accessible name or text.
QAbstractButton* button(const View& view, const QString& start)
{
    for (QAbstractButton* candidate : view.findChildren<QAbstractButton*>()) {
        if (candidate->text().startsWith(start))
            return candidate;
    }
    return nullptr;
}

} // namespace

class TestViewControls : public QObject
{
    Q_OBJECT

private slots:
    void everyControlHasANameForScreenReaders()
    {
        Session session;
        Settings settings;
        for (const char* name : {"ledger", "heads", "lines", "output", "positions", "metrics"}) {
            const std::unique_ptr<View> view(makeView(QString::fromLatin1(name), session, settings));
            QVERIFY(view);
            QCOMPARE(view->name(), QString::fromLatin1(name));
            QVERIFY(!view->title().isEmpty() && view->figureView());
            for (const QWidget* widget : view->findChildren<QWidget*>()) {
                const auto* abstractButton = qobject_cast<const QAbstractButton*>(widget);
                const bool isControl = abstractButton || qobject_cast<const QComboBox*>(widget)
                                       || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QSlider*>(widget);
                const bool isOurs = widget->parentWidget() == view.get();
                if (isControl && isOurs)
                    QVERIFY2(!widget->accessibleName().isEmpty() || (abstractButton && !abstractButton->text().isEmpty()),
                             widget->metaObject()->className());
            }
        }
    }

    void whatCanBeCheckedIsSeenInBothThemes()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            applyStyle(*qApp, theme);
            QCheckBox box(QStringLiteral("All terms"));
            const auto has = [&](const QColor& color) {
                const QImage picture = box.grab(QRect(0, 0, 20, box.sizeHint().height())).toImage();
                for (int y = 0; y < picture.height(); ++y) {
                    for (int x = 0; x < picture.width(); ++x) {
                        if (picture.pixelColor(x, y) == color)
                            return true;
                    }
                }
                return false;
            };
            QVERIFY(has(theme.faint) && has(theme.panel) && !has(theme.accent)); // an empty box with an edge
            box.setChecked(true);
            QVERIFY(has(theme.accent));
            QVERIFY(has(theme.panel)); // the tick
            box.setEnabled(false);
            QVERIFY(has(theme.faint) && !has(theme.accent));
        }
        qApp->setStyleSheet(QString());
    }

    void aTabThatHasTheKeyboardIsToldFromTheChosenOne()
    {
        const Theme theme = Theme::light();
        applyStyle(*qApp, theme);
        QWidget window;
        auto* tabs = new QTabBar(&window);
        tabs->addTab(QStringLiteral("Ledger"));
        tabs->addTab(QStringLiteral("Lines"));
        tabs->resize(tabs->sizeHint());
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QApplication::setActiveWindow(&window); // there may be no window manager
        tabs->clearFocus();
        const QImage before = tabs->grab().toImage();
        tabs->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(tabs->hasFocus());
        QVERIFY(tabs->grab().toImage() != before);
        qApp->setStyleSheet(QString());
    }

    void aPanelAtTheSideOfTheWindowIsNotScrolledAcross_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"output", "positions", "compare", "edit"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    /// What has no room side by side is put below each other, and back when there is room.
    void aPanelAtTheSideOfTheWindowIsNotScrolledAcross()
    {
        QFETCH(QString, name);
        Session session;
        Settings settings;
        const std::unique_ptr<View> view(makeView(name, session, settings));
        compute(session, "stories", QStringLiteral("The keys that the boy likes"));
        paint(*view, {1500, 520});
        if (const auto* compare = qobject_cast<CompareView*>(view.get()))
            QTRY_VERIFY(compare->counterpart());
        const FigureView& figure = *view->figureView();
        const auto across = [&] { return view->findChild<FigureScroll*>()->horizontalScrollBar()->maximum(); };
        QTRY_COMPARE(across(), 0);
        const int sideBySide = figure.minimumHeight();
        view->resize(560, 520);
        QTRY_COMPARE(across(), 0);
        QVERIFY(figure.width() <= 560);
        QVERIFY(figure.minimumHeight() <= 520);
        if (name != QLatin1String("edit"))
            QVERIFY(figure.minimumHeight() > sideBySide);
        view->resize(1500, 520);
        QTRY_COMPARE(figure.minimumHeight(), sideBySide);
    }

    void aClickSelectsAHeadAndCtrlClickCompares()
    {
        Session session;
        Settings settings;
        HeadsView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat"));
        paint(view);
        FigureView* figure = view.figureView();
        QTest::mouseClick(figure, Qt::LeftButton, {}, headAt(*figure, 1, 1));
        QCOMPARE(session.selection().place().layer, 1);
        QCOMPARE(session.selection().place().head, 1);
        figure->grab();
        QTest::mouseClick(figure, Qt::LeftButton, Qt::ControlModifier, headAt(*figure, 0, 1));
        QCOMPARE(settings.options().comparedHeads, (std::set<std::pair<int, int>>{{1, 1}, {0, 1}}));
        figure->grab();
        QTest::mouseClick(figure, Qt::LeftButton, Qt::ControlModifier, headAt(*figure, 1, 1));
        QCOMPARE(settings.options().comparedHeads, (std::set<std::pair<int, int>>{{0, 1}}));
        QTest::mouseDClick(figure, Qt::LeftButton, {}, headAt(*figure, 0, 0));
        QVERIFY(settings.options().comparedHeads.empty());
        QCOMPARE(session.selection().place().step, Step::Pattern);
    }

    void aLongSumThatLeadsToAWeightIsWrittenOutOnDemand()
    {
        if (!findBuiltin("stories"))
            QSKIP("skipped: built without the trained models");
        Session session;
        Settings settings;
        LedgerView view(session, settings);
        compute(session, "stories", QStringLiteral("The keys near the old cabinet")); // 32 features
        const auto factors = [&] {
            paint(view, {420, 1400});
            const auto& numbers = view.figureView()->numbers();
            return std::count_if(numbers.begin(), numbers.end(), [](const PaintedNumber& number) {
                return number.source.step && (number.source.step->step == Step::QRot || number.source.step->step == Step::KRot);
            });
        };
        const auto folded = factors();
        QVERIFY2(folded > 0 && folded < 32, qPrintable(QString::number(folded)));
        auto* all = qobject_cast<QCheckBox*>(button(view, QStringLiteral("&All terms")));
        QVERIFY(all);
        all->click();
        QVERIFY(settings.options().allTerms);
        QCOMPARE(factors(), std::ptrdiff_t(64)); // every operand: 32 of the query and 32 of the key
        all->click();
        Place place = session.selection().place();
        place.step = Step::Scores; // selected itself, it is never folded
        session.selection().setPlace(place);
        QCOMPARE(factors(), std::ptrdiff_t(64));
    }

    void arrowKeysWalkFromHeadToHead()
    {
        Session session;
        Settings settings;
        HeadsView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat"));
        paint(view);
        QTest::keyClick(view.figureView(), Qt::Key_Right);
        QCOMPARE(session.selection().place().head, 1);
        view.figureView()->grab();
        QTest::keyClick(view.figureView(), Qt::Key_Down);
        QCOMPARE(session.selection().place().layer, 1);
        QCOMPARE(session.selection().place().head, 1);
    }

    void headsAreSortedAndLeftOutByAMetric()
    {
        Session session;
        Settings settings;
        HeadsView view(session, settings);
        compute(session, "constructed", QStringLiteral("the cat saw the dog"));
        view.findChild<QComboBox*>()->setCurrentIndex(static_cast<int>(HeadMetric::PreviousMass) + 1);
        QCOMPARE(settings.options().headOrder, std::optional(HeadMetric::PreviousMass));
        paint(view);
        QVERIFY(view.figureView()->hotAreas().front().toolTip.contains(QStringLiteral("attn.0"))); // built to look there
        view.findChild<QDoubleSpinBox*>()->setValue(0.9);
        view.figureView()->grab();
        QSet<QString> heads;
        for (const HotArea& area : view.figureView()->hotAreas()) {
            if (area.toolTip.contains(QStringLiteral(".pattern")))
                heads << area.toolTip;
        }
        QCOMPARE(heads.size(), 1);
    }

    void hoveringATokenShowsItAloneAndEscLetsGoOfAPin()
    {
        Session session;
        Settings settings;
        LinesView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat"));
        paint(view);
        auto* canvas = static_cast<LinesCanvas*>(view.figureView());
        const auto& figure = static_cast<const LinesFigure&>(canvas->figure());
        const auto panels = LinesFigure::panels(QRectF(canvas->rect()), canvas->scene());
        const QPoint second = panels.front().queryLabel(1).center().toPoint();
        moveMouse(*canvas, second);
        QVERIFY(figure.isolated() && figure.isolated()->index == 1);
        canvas->grab();
        QVERIFY(canvas->numbers().size() > 1); // numbers beside its lines
        QTest::mouseClick(canvas, Qt::LeftButton, {}, second);
        QVERIFY(canvas->pinned().has_value());
        QCOMPARE(session.selection().place().query, Index{1});
        moveMouse(*canvas, panels.front().keyLabel(0).center().toPoint());
        QVERIFY(figure.isolated()->isQuery); // the pin wins over hovering
        QTest::keyClick(canvas, Qt::Key_Escape);
        QVERIFY(!canvas->pinned() && !figure.isolated());
    }

    void theSliderChoosesByShareOrByWeight()
    {
        Session session;
        Settings settings;
        LinesView view(session, settings);
        view.findChild<QSlider*>()->setValue(50);
        QVERIFY(qAbs(settings.options().lineMass - 0.5) < 1e-9);
        view.findChild<QComboBox*>()->setCurrentIndex(1);
        QVERIFY(settings.options().lineThresholdByValue);
        QCOMPARE(view.findChild<QSlider*>()->value(), qRound(100.0 * settings.options().lineThreshold));
    }

    void theLedgerCopiesWhatItShows()
    {
        Session session;
        Settings settings;
        LedgerView view(session, settings);
        QVERIFY(view.copiedText(LedgerFormat::Text).isEmpty());
        compute(session, "toy", QStringLiteral("the cat sat"));
        view.findChild<QSpinBox*>()->setValue(6);
        QCOMPARE(settings.options().digits, 6);
        session.selection().setPlace({.step = Step::Scores, .query = 2, .key = 1});
        QVERIFY(view.copiedText(LedgerFormat::Text).contains(QStringLiteral("score[2,1]")));
        QVERIFY(view.copiedText(LedgerFormat::NumPy).contains(QStringLiteral("import numpy")));
        session.selection().setPlace({.step = Step::Pattern, .query = 2, .key = 1});
        QVERIFY(view.copiedText(LedgerFormat::Latex).contains(QStringLiteral("\\mathrm{score}"))); // the whole chain
        paint(view, {360, 200});
        QVERIFY(view.figureView()->height() > 400); // taller than the dock: it scrolls
    }

    void theMostProbableTokenIsAddedToTheText()
    {
        Session session;
        Settings settings;
        OutputView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat on"));
        const auto before = session.trace()->tokens(Side::Only).size();
        const auto best = topCandidates(*session.trace(), static_cast<Index>(before) - 1, 1)->front().id;
        view.append(1);
        QVERIFY(session.isStale());
        QTRY_VERIFY2(!session.isStale(), "the longer text has run");
        QCOMPARE(session.trace()->tokens(Side::Only).size(), before + 1);
        QCOMPARE(session.trace()->tokens(Side::Only).back().id, best);
        QCOMPARE(session.selection().place().query, static_cast<Index>(before)); // the new last token
        QCOMPARE(view.remaining(), 0);
    }

    void typingStopsTheContinuation()
    {
        Session session;
        Settings settings;
        OutputView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat on"));
        view.append(10);
        session.setText(QStringLiteral("a dog"));
        QCOMPARE(view.remaining(), 0);
        QTRY_VERIFY2(!session.isStale(), "the typed text has run");
        QCOMPARE(session.text(), QStringLiteral("a dog"));
    }

    void shufflingIsComparedAndStated()
    {
        Session session;
        Settings settings;
        PositionsView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat on a mat"));
        auto* shuffle = button(view, QStringLiteral("Shuffle"));
        QVERIFY(shuffle && shuffle->isEnabled());
        shuffle->click();
        QVERIFY(!session.request().shuffle.empty());
        QTRY_VERIFY2(view.statement().contains(QStringLiteral("permuted")), "the comparison is stated");
        QTRY_VERIFY2(!session.isStale(), "the shuffled text has run");
        QVERIFY(shuffle->isChecked());
        shuffle->click();
        QVERIFY(session.request().shuffle.empty() && view.statement().isEmpty());
    }

    void aNewTextIsInItsOwnOrder()
    {
        Session session;
        Settings settings;
        PositionsView view(session, settings);
        compute(session, "toy", QStringLiteral("the cat sat on a mat"));
        auto* shuffle = button(view, QStringLiteral("Shuffle"));
        shuffle->click();
        session.setText(QStringLiteral("a dog saw the cat"));
        QTRY_VERIFY2(!session.isStale(), "the new text has run");
        QVERIFY(!shuffle->isChecked());
        QVERIFY(view.statement().isEmpty());
    }

    void theSentenceSaysWhatACausalMaskDoes()
    {
        ShuffleEffect effect;
        effect.withPositions = 0.83;
        effect.withoutPositions = 3e-8;
        QVERIFY(!shuffleSentence(effect).contains(QStringLiteral("mask")));
        QVERIFY(shuffleSentence(effect).contains(QStringLiteral("0.83")));
        effect.withoutPositionsAndMask = 1e-8;
        QVERIFY(shuffleSentence(effect).contains(QStringLiteral("mask")));
    }
};

QTEST_MAIN(TestViewControls)
#include "tst_view_controls.moc"
