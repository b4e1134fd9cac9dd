#include "core/model/builtin.h"
#include "ui/undo_history.h"
#include "ui/views/edit_view.h"
#include "ui/views/stage_view.h"
#include "ui/views/weights_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <cmath>

using namespace hl;
using namespace hl::ui;

namespace {

constexpr StepRef head{.step = Step::Z, .layer = 0, .head = 0};

/// A session with the toy model and four tokens.
struct Fixture
{
    Session session;
    Settings settings;

    Fixture()
    {
        session.setModel(builtinModel("toy"), QStringLiteral("toy"));
        session.setText(QStringLiteral("the cat sat down"));
        settle();
    }

    void settle()
    {
        QTRY_VERIFY(session.trace() && !session.isStale());
    }

    double at(Step step, Index row, Index col) const
    {
        return session.trace()->view({.step = step, .layer = 0, .head = 0}).at(row, col);
    }

    void select(Step step, Index row, Index col)
    {
        session.selection().setPlace(Place{}.withCell(step, row, col));
    }
};

void type(QWidget& widget, const QString& text)
{
    QTest::keyClicks(&widget, text);
    QTest::keyClick(&widget, Qt::Key_Return);
}

/// Sent directly: the offscreen platform has no cursor to move.
void mouse(QWidget& widget, QEvent::Type type, QPointF point, Qt::KeyboardModifiers modifiers = {})
{
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, point, widget.mapToGlobal(point), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, held, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

QPointF middleOf(StageFigureView& stage, Index row, Index col)
{
    stage.grab();
    for (const HotArea& area : stage.hotAreas()) {
        const bool isCell = area.toolTip.contains(QStringLiteral("→"));
        if (isCell && area.place.row() == row && area.place.col() == col)
            return area.rect.center();
    }
    return {};
}

} // namespace

class TestEditView : public QObject
{
    Q_OBJECT

private slots:
    void aNumberTypedOnTheStageIsWrittenAndTakenBack()
    {
        Fixture f;
        f.select(Step::Scores, 2, 1);
        StageView view(f.session, f.settings);
        view.resize(900, 600);
        view.show();
        const double computed = f.at(Step::Scores, 2, 1);
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        QTest::keyClick(&view.stage(), Qt::Key_F2);
        QVERIFY(field->isVisible());
        field->clear();
        type(*field, QStringLiteral("-2.5"));
        f.settle();
        QVERIFY(f.at(Step::Scores, 2, 1) == -2.5);
        QVERIFY(!field->isVisible());
        QTest::keyClick(&view.stage(), Qt::Key_7); // a digit begins another number
        QCOMPARE(field->text(), QStringLiteral("7"));
        type(*field, QStringLiteral("e-1"));
        f.settle();
        QVERIFY(std::abs(f.at(Step::Scores, 2, 1) - 0.7) < 1e-7);
        QCOMPARE(f.session.request().edits.size(), std::size_t(1)); // the same cell: one entry
        QTest::keyClick(&view.stage(), Qt::Key_Delete);
        f.settle();
        QVERIFY(f.at(Step::Scores, 2, 1) == computed);
        QVERIFY(f.session.request().edits.empty());
    }

    void whatIsNoNumberIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"abc", "nan", "inf", "-inf", "1e400", "1 2", "--1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void whatIsNoNumberIsRefusedInOneSentence()
    {
        QFETCH(QString, text);
        Fixture f;
        f.select(Step::Scores, 2, 1);
        StageView view(f.session, f.settings);
        view.resize(900, 600);
        view.show();
        QSignalSpy refused(&view.stage(), &StageFigureView::refused);
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        QTest::keyClick(&view.stage(), Qt::Key_F2);
        field->clear();
        type(*field, text);
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused.first().first().toString().endsWith(QLatin1Char('.')));
        QVERIFY(f.session.request().edits.empty());
    }

    void theWholeNumberIsSeenWhileItIsEdited()
    {
        Fixture f;
        f.session.setEdits({{SetTemperature{std::nullopt, 0.2}}}); // weights with many digits
        f.settle();
        StageView view(f.session, f.settings);
        view.resize(300, 240);
        view.show();
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        for (int key = 0; key < 3; ++key) {
            f.select(Step::Pattern, 2, key);
            QTest::keyClick(&view.stage(), Qt::Key_F2);
            QVERIFY2(field->width() >= field->fontMetrics().horizontalAdvance(field->text()) + 24, qPrintable(field->text()));
            QTest::keyClick(field, Qt::Key_Escape);
        }
    }

    void aMaskCellMayBeForbidden()
    {
        Fixture f;
        f.select(Step::Mask, 2, 1);
        StageView view(f.session, f.settings);
        view.resize(900, 600);
        view.show();
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        QTest::keyClick(&view.stage(), Qt::Key_F2);
        field->setText(QStringLiteral("−∞"));
        QTest::keyClick(field, Qt::Key_Return);
        f.settle();
        QVERIFY(f.at(Step::Pattern, 2, 1) == 0.0);
        QVERIFY(std::abs(f.at(Step::Pattern, 2, 0) + f.at(Step::Pattern, 2, 2) - 1.0) < 1e-6);
    }

    void aWeightWhereTheMaskForbidsIsRefused()
    {
        Fixture f;
        f.select(Step::Pattern, 1, 3);
        StageView view(f.session, f.settings);
        view.resize(900, 600);
        view.show();
        QSignalSpy refused(&view.stage(), &StageFigureView::refused);
        QTest::keyClick(&view.stage(), Qt::Key_1);
        QTest::keyClick(view.findChild<QLineEdit*>(QStringLiteral("cellField")), Qt::Key_Return);
        QCOMPARE(refused.count(), 1);
        QVERIFY(f.session.request().edits.empty());
    }

    void draggingWithCtrlChangesAndWithShiftBrushes()
    {
        Fixture f;
        f.select(Step::Scores, 1, 0);
        StageView view(f.session, f.settings);
        view.resize(900, 600);
        view.show();
        StageFigureView& stage = view.stage();
        const double before = f.at(Step::Scores, 1, 1);
        const QPointF start = middleOf(stage, 1, 1);
        QVERIFY(!start.isNull());
        mouse(stage, QEvent::MouseButtonPress, start, Qt::ControlModifier);
        mouse(stage, QEvent::MouseMove, start - QPointF(0, 40), Qt::ControlModifier);
        mouse(stage, QEvent::MouseButtonRelease, start - QPointF(0, 40), Qt::ControlModifier);
        f.settle();
        const double dragged = f.at(Step::Scores, 1, 1);
        QVERIFY2(std::abs(dragged - (before + 10.0 * std::max(std::abs(before), 1.0) / 25.0)) < 1e-5, qPrintable(QString::number(dragged)));
        mouse(stage, QEvent::MouseButtonPress, middleOf(stage, 2, 0), Qt::ShiftModifier);
        mouse(stage, QEvent::MouseMove, middleOf(stage, 2, 1), Qt::ShiftModifier);
        mouse(stage, QEvent::MouseMove, middleOf(stage, 2, 2), Qt::ShiftModifier);
        mouse(stage, QEvent::MouseButtonRelease, middleOf(stage, 2, 2), Qt::ShiftModifier);
        f.settle();
        for (const Index key : {0, 1, 2})
            QVERIFY(f.at(Step::Scores, 2, key) == dragged);
        QCOMPARE(f.session.request().edits.size(), std::size_t(1));
    }

    void theListSwitchesNamesMovesAndRemoves()
    {
        Fixture f;
        UndoHistory history(f.session, f.settings);
        EditView view(f.session, f.settings);
        view.resize(900, 300);
        view.show();
        auto* list = view.findChild<QListWidget*>(QStringLiteral("edits"));
        view.add(ScaleHead{head, 0.0});
        view.add(SetTemperature{std::nullopt, 0.5});
        f.settle();
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->text(), QStringLiteral("blocks.0.attn.0 taken out"));
        list->item(0)->setCheckState(Qt::Unchecked);
        QTRY_VERIFY(!f.session.request().edits[0].isOn);
        list->item(1)->setText(QStringLiteral("sharper"));
        QTRY_COMPARE(f.session.request().edits[1].name, std::string("sharper"));
        QVERIFY(list->model()->moveRow({}, 1, {}, 0));
        QTRY_VERIFY(std::holds_alternative<SetTemperature>(f.session.request().edits[0].action));
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(f.session.request().edits.size(), std::size_t(1));
        while (history.stack().canUndo())
            history.stack().undo();
        QVERIFY(f.session.request().edits.empty());
        while (history.stack().canRedo())
            history.stack().redo();
        QCOMPARE(f.session.request().edits.size(), std::size_t(1));
        view.findChild<QToolButton*>(QStringLiteral("clearEdits"))->click();
        QVERIFY(f.session.request().edits.empty());
    }

    void theListIsReadableInBothThemes()
    {
        Fixture f;
        f.session.setEdits({{ScaleHead{head, 0.0}}});
        f.settle();
        f.settings.setAppearance(Appearance::Light);
        EditView view(f.session, f.settings);
        const auto* list = view.findChild<QListWidget*>();
        QCOMPARE(list->item(0)->foreground().color(), f.settings.theme().text);
        f.settings.setAppearance(Appearance::Dark);
        QCOMPARE(list->item(0)->foreground().color(), f.settings.theme().text);
    }

    void aChangeThatDoesNotFitSaysWhy()
    {
        Fixture f;
        EditView view(f.session, f.settings);
        view.show();
        view.add(SetCells{{.step = Step::Scores, .layer = 0, .head = 0}, {{30, 0, 1.0}}});
        f.settle();
        auto* list = view.findChild<QListWidget*>(QStringLiteral("edits"));
        QTRY_VERIFY(list->item(0)->toolTip().contains(QStringLiteral("there is no cell (30, 0)")));
        QVERIFY(list->item(0)->font().strikeOut());
    }

    void everyEntryOfTheMenuCanBeAdded()
    {
        Fixture f;
        EditView view(f.session, f.settings);
        view.show();
        QMenu* menu = view.findChild<QToolButton*>(QStringLiteral("addEdit"))->menu();
        emit menu->aboutToShow();
        std::size_t added = 0;
        const std::function<void(QMenu&)> trigger = [&](QMenu& of) {
            for (QAction* action : of.actions()) {
                if (action->menu())
                    trigger(*action->menu());
                else if (!action->isSeparator() && !action->text().endsWith(QChar(0x2026))) { // those with … ask
                    action->trigger();
                    QCOMPARE(f.session.request().edits.size(), ++added);
                }
            }
        };
        trigger(*menu);
        QVERIFY(added >= 20);
        f.settle();
        for (const auto& refusal : f.session.trace()->editRefusals())
            QVERIFY2(!refusal, refusal ? refusal->english().c_str() : "");
    }

    void aListIsSavedAndOpened()
    {
        Fixture f;
        EditView view(f.session, f.settings);
        view.add(ScaleHead{head, 0.25});
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("changes.json"));
        QCOMPARE(view.saveFile(path), QString());
        const Edits saved = f.session.request().edits;
        f.session.setEdits({});
        QCOMPARE(view.openFile(path), QString());
        QVERIFY(f.session.request().edits == saved);
        QVERIFY(!view.openFile(folder.filePath(QStringLiteral("nothing.json"))).isEmpty());
        QVERIFY(f.session.request().edits == saved);
        QVERIFY(!view.saveFile(folder.filePath(QStringLiteral("no/such/folder.json"))).isEmpty());
    }

    void aWeightIsTypedWhereItStands()
    {
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        view.resize(600, 500);
        view.show();
        auto* which = view.findChild<QComboBox*>(QStringLiteral("whichWeights"));
        QVERIFY(which->count() > 20);
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        QTest::keyClick(canvas, Qt::Key_Down);
        QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_F2);
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        field->clear();
        type(*field, QStringLiteral("3"));
        f.settle();
        const auto* set = std::get_if<SetWeights>(&f.session.request().edits.at(0).action);
        QVERIFY(set && set->weight == (WeightRef{{.step = Step::K, .layer = 0, .head = 0}}));
        QVERIFY(set->cells == (std::vector<CellValue>{{1, 1, 3.0}}));
        QVERIFY(blockOf(f.session.trace()->model(), set->weight).tensor.view().at(1, 1) == 3.0);
        which->setCurrentIndex(which->findText(QStringLiteral("blocks.1.ln1.out.bias")));
        QCOMPARE(view.figureView()->figure().title(view.figureView()->scene()), QStringLiteral("blocks.1.ln1.out.bias"));
    }
};

QTEST_MAIN(TestEditView)
#include "tst_edit_view.moc"
