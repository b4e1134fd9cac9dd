#include "core/model/builtin.h"
#include "ui/undo_history.h"
#include "ui/views/edit_view.h"
#include "ui/views/stage_view.h"
#include "ui/views/weights_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
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

    void theSelectedWeightIsToldAndWalkedTo()
    {
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        view.resize(600, 500);
        view.show();
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        const auto* told = view.findChild<QLabel*>(QStringLiteral("selectedWeight"));
        QVERIFY(told && told->text().startsWith(QStringLiteral("[0, 0] = ")));
        for (const int key : {Qt::Key_Right, Qt::Key_PageDown, Qt::Key_End}) { // or else the window would step
            QKeyEvent override(QEvent::ShortcutOverride, key, Qt::NoModifier);
            override.ignore();
            QCoreApplication::sendEvent(canvas, &override);
            QVERIFY(override.isAccepted());
        }
        QTest::keyClick(canvas, Qt::Key_PageDown);
        QTest::keyClick(canvas, Qt::Key_Right);
        QVERIFY2(told->text().startsWith(QStringLiteral("[7, 1] = ")), qPrintable(told->text()));
        const QString before = told->text().section(QStringLiteral(" = "), 1);
        QTest::keyClick(canvas, Qt::Key_F2);
        auto* field = view.findChild<QLineEdit*>(QStringLiteral("cellField"));
        field->clear();
        type(*field, QStringLiteral("250"));
        f.settle();
        QCOMPARE(told->text(), QStringLiteral("[7, 1] = 250, was ") + before);
        canvas->grab();
        QCOMPARE(canvas->accessibleDescription(), told->text());
    }

    void aLargeNumberLeavesTheOthersTheirColours()
    {
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        view.resize(600, 500);
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        view.show();
        const auto image = [&] { return canvas->grab().toImage(); };
        (void)image(); // lays it out
        const MatrixLayout layout = WeightsFigure().layout(QRectF(canvas->rect()), canvas->scene());
        const QPoint other = layout.cellRect(3, 3).topLeft().toPoint() + QPoint(4, 4); // beside the number
        const QColor before = image().pixelColor(other);
        QVERIFY(before != f.settings.theme().panel);
        Edits edits;
        writeCell(edits, WeightRef{{.step = Step::K, .layer = 0, .head = 0}}, CellValue{0, 0, 1e6});
        f.session.setEdits(edits);
        f.settle();
        QCOMPARE(image().pixelColor(other), before);
    }

    void weightsAreZoomedAndTheZoomFollowsTheSelectedOne()
    {
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        view.resize(600, 500);
        view.show();
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        const auto window = [&] { return static_cast<const WeightsFigure&>(canvas->figure()).window(); };
        for (int i = 0; i < 8; ++i)
            QTest::keyClick(canvas, Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(!window().isNull() && window().contains(QPointF(0.5, 0.5)));
        QTest::keyClick(canvas, Qt::Key_End);
        QTest::keyClick(canvas, Qt::Key_PageDown);
        QVERIFY(!window().contains(QPointF(0.5, 0.5)));
        f.select(Step::MlpPre, 0, 0); // another matrix is seen whole
        QVERIFY(window().isNull());
    }

    void numbersOfASpreadsheetAreWrittenFromTheSelectedCellOn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("tabs") << QStringLiteral("1\t-2.5\r\n3e-2\t4\r\n");
        QTest::newRow("commas") << QStringLiteral("1, -2.5\n0.03, 4");
        QTest::newRow("decimal commas") << QStringLiteral("1\t-2,5\n0,03\t4\n");
        QTest::newRow("spaces") << QStringLiteral("  1  -2.5\n 0.03  4");
        QTest::newRow("semicolons") << QStringLiteral("1;-2,5\n0,03;4");
    }

    void numbersOfASpreadsheetAreWrittenFromTheSelectedCellOn()
    {
        QFETCH(QString, text);
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        QTest::keyClick(canvas, Qt::Key_Down);
        QGuiApplication::clipboard()->setText(text);
        QTest::keySequence(canvas, QKeySequence(QKeySequence::Paste));
        QCOMPARE(f.session.request().edits.size(), std::size_t(1));
        const auto* set = std::get_if<SetWeights>(&f.session.request().edits.front().action);
        QVERIFY(set && set->cells == (std::vector<CellValue>{{1, 0, 1.0}, {1, 1, -2.5}, {2, 0, 0.03}, {2, 1, 4.0}}));
        f.settle();
        QTest::keySequence(canvas, QKeySequence(QKeySequence::Copy));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("1"));
    }

    void whatIsNoTableOfNumbersIsNotPasted()
    {
        Fixture f;
        f.select(Step::K, 0, 0);
        WeightsView view(f.session, f.settings);
        auto* canvas = static_cast<WeightsCanvas*>(view.figureView());
        QSignalSpy refused(&canvas->editor(), &CellEditor::refused);
        int count = 0;
        for (const char* text : {"", "the cat", "1\t2\n3", "1\tnan", "1e400", "1\t\t2"}) {
            QGuiApplication::clipboard()->setText(QString::fromLatin1(text));
            QTest::keySequence(canvas, QKeySequence(QKeySequence::Paste));
            QCOMPARE(refused.count(), ++count);
        }
        QTest::keyClick(canvas, Qt::Key_End);
        QGuiApplication::clipboard()->setText(QStringLiteral("1\t2"));
        QTest::keySequence(canvas, QKeySequence(QKeySequence::Paste));
        QVERIFY(refused.last().first().toString().contains(QStringLiteral("1 × 2 numbers")));
        QVERIFY(f.session.request().edits.empty());
    }
};

QTEST_MAIN(TestEditView)
#include "tst_edit_view.moc"
