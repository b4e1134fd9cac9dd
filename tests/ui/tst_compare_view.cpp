#include "core/model/builtin.h"
#include "core/output/trace_file.h"
#include "ui/figure/compare_figure.h"
#include "ui/views/compare_view.h"
#include "ui/views/figure_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

namespace {

using Kind = CompareWith::Kind;

struct Fixture
{
    Session session;
    Settings settings;
    CompareView view{session, settings};

    Fixture()
    {
        view.resize(1100, 320);
        view.show();
        session.setModel(builtinModel("stories"), QStringLiteral("stories"));
        type(QStringLiteral("The keys near the old cabinet"));
    }

    void type(const QString& text)
    {
        session.setText(text);
        QTRY_VERIFY(session.trace() && !session.isStale());
    }

    void choose(Kind kind)
    {
        view.findChild<QComboBox*>(QStringLiteral("compareKind"))->setCurrentIndex(static_cast<int>(kind));
    }

    /// The comparison that is on the screen; null while there is none.
    const Comparison* shown()
    {
        view.figureView()->grab();
        return static_cast<const CompareFigure&>(view.figureView()->figure()).comparison(view.figureView()->scene());
    }
};

} // namespace

class TestCompareView : public QObject
{
    Q_OBJECT

private slots:
    void everyKindShowsItsOtherSide()
    {
        Fixture f;
        QTRY_VERIFY(f.shown()); // another head
        auto* heads = f.view.findChild<QComboBox*>(QStringLiteral("compareHead"));
        QCOMPARE(heads->count(), 12);
        heads->setCurrentIndex(7);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->with.layer == 1 && f.view.counterpart()->with.head == 3);
        f.choose(Kind::Step);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->with.kind == Kind::Step);
        f.choose(Kind::Text);
        QVERIFY(!f.shown());
        f.view.findChild<QLineEdit*>(QStringLiteral("compareText"))->setText(QStringLiteral("The key near the cabinet"));
        QTRY_VERIFY(f.shown() && f.shown()->rows.size() == 7);
        f.choose(Kind::Model);
        auto* models = f.view.findChild<QComboBox*>(QStringLiteral("compareModel"));
        QVERIFY(models->findData(QStringLiteral("stories")) < 0); // the present one is no other
        models->setCurrentIndex(models->findData(QStringLiteral("stories-taught")));
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->with.kind == Kind::Model
                    && f.view.counterpart()->with.model == builtinModel("stories-taught"));
        QVERIFY(f.shown()->frobenius > 0.0);
        f.choose(Kind::BeforeChanges);
        QTRY_VERIFY(!f.view.counterpart()); // nothing is changed
        f.session.setEdits({{SetTemperature{std::nullopt, 3.0}}});
        QTRY_VERIFY(f.shown() && f.shown()->frobenius > 0.1);
    }

    void whatIsPinnedStaysWhileTheTextChanges()
    {
        Fixture f;
        const TracePtr pinned = f.session.trace();
        f.view.pin();
        QVERIFY(f.shown() && f.shown()->frobenius == 0.0);
        f.type(QStringLiteral("The keys near the new cabinets"));
        QTRY_VERIFY(f.shown() && f.shown()->frobenius > 0.0);
        QVERIFY(f.view.counterpart()->trace == pinned);
        f.session.setModel(builtinModel("toy"), QStringLiteral("toy")); // no head 3.4: the sentence says so, nothing breaks
        QTRY_VERIFY(f.session.trace() && !f.session.isStale());
        f.view.figureView()->grab();
    }

    void whatIsPinnedStaysWhileTheModelChanges()
    {
        Fixture f;
        const TracePtr pinned = f.session.trace();
        f.view.pin();
        f.session.setModel(builtinModel("stories-taught"), QStringLiteral("stories-taught"));
        QTRY_VERIFY(f.session.trace() && !f.session.isStale());
        QVERIFY(f.view.counterpart() && f.view.counterpart()->trace == pinned);
        f.choose(Kind::Step);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->with.kind == Kind::Step);
        f.choose(Kind::Pinned); // it was not unpinned by a look at something else
        QVERIFY(f.view.counterpart() && f.view.counterpart()->trace == pinned);
    }

    void whatWasComparedBeforeDoesNotComeBackWhileAFileIsAskedFor()
    {
        for (const Kind asked : {Kind::File, Kind::Pinned}) {
            Fixture f;
            f.choose(Kind::Text);
            f.view.findChild<QLineEdit*>(QStringLiteral("compareText"))->setText(QStringLiteral("The key near the cabinet"));
            QTRY_VERIFY(f.shown());
            f.choose(asked);
            QVERIFY(!f.view.counterpart());
            f.type(QStringLiteral("The boys and the girl"));
            QTest::qWait(100); // a run that must not come
            QVERIFY(!f.view.counterpart());
        }
    }

    void whatWasChosenStaysChosenInTheListsOfAnotherModel()
    {
        Fixture f;
        auto* heads = f.view.findChild<QComboBox*>(QStringLiteral("compareHead"));
        heads->setCurrentIndex(7);
        f.choose(Kind::Model);
        auto* models = f.view.findChild<QComboBox*>(QStringLiteral("compareModel"));
        models->setCurrentIndex(models->findData(QStringLiteral("induction")));
        f.settings.addRecentModel(QStringLiteral("/a/folder")); // a list of its own is made anew
        QCOMPARE(models->currentData().toString(), QStringLiteral("induction"));
        f.session.setModel(builtinModel("stories-taught"), QStringLiteral("stories-taught"));
        QCOMPARE(models->currentData().toString(), QStringLiteral("induction"));
        QCOMPARE(heads->currentIndex(), 7);
    }

    void keepingMoreOfARunMakesTheOtherSideAnew()
    {
        Fixture f;
        f.choose(Kind::Model);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->trace);
        const TracePtr before = f.view.counterpart()->trace;
        f.session.setKeep(Keep::Patterns);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->trace && f.view.counterpart()->trace != before);
    }

    void typingRunsTheOtherSideAgain()
    {
        Fixture f;
        f.choose(Kind::Model);
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->trace);
        const TracePtr before = f.view.counterpart()->trace;
        f.type(QStringLiteral("The boys and the girl"));
        QTRY_VERIFY(f.view.counterpart() && f.view.counterpart()->trace && f.view.counterpart()->trace != before);
        QCOMPARE(f.view.counterpart()->trace->tokens(Side::Only).size(), f.session.trace()->tokens(Side::Only).size());
    }

    void aFileIsSetBesideTheStepAndAWrongOneIsRefused()
    {
        Fixture f;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("all.npz"));
        QVERIFY(writeTrace(*f.session.trace(), f.session.trace()->steps(), path.toStdString()));
        f.view.openFile(path);
        QTRY_VERIFY(f.shown() && f.shown()->largestChange == 0.0);
        f.view.openFile(folder.filePath(QStringLiteral("none.npz")));
        QTRY_VERIFY(!f.view.counterpart());
    }
};

QTEST_MAIN(TestCompareView)
#include "tst_compare_view.moc"
