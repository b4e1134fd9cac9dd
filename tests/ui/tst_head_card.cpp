#include "core/model/builtin.h"
#include "ui/session.h"
#include "ui/settings.h"
#include "ui/undo_history.h"
#include "ui/views/figure_view.h"
#include "ui/views/heads_view.h"
#include "ui/views/picture_view.h"

#include <QCheckBox>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace hl;
using namespace hl::ui;

namespace {

void openModel(Session& session, const char* name, const QString& text)
{
    session.setModel(builtinModel(name), QString::fromLatin1(name));
    session.setText(text);
    QTRY_VERIFY(session.trace() && !session.isStale());
}

/// The first built-in model some of whose heads have a role; null where none is shipped.
/// Opens a built-in model whose card tells of heads, with its sample; leaves the session without a model where there is none.
void openModelWithRoles(Session& session)
{
    for (const BuiltinInfo& info : builtinModels()) {
        const auto model = builtinModel(info.name);
        if (model && !model->card().heads.empty())
            return openModel(session, info.name.data(), QString::fromUtf8(info.sample.empty() ? "a b" : info.sample.data()));
    }
}

} // namespace

class TestHeadCard : public QObject
{
    Q_OBJECT

private slots:
    void takingAHeadOutChangesThePredictionAndCanBeUndone()
    {
        Session session;
        Settings settings;
        UndoHistory history(session, settings);
        openModel(session, "toy", QStringLiteral("the cat saw the dog"));
        HeadsView view(session, settings);
        auto* out = view.findChild<QCheckBox*>(QStringLiteral("headOut"));
        auto* effect = view.findChild<QLabel*>(QStringLiteral("headEffect"));
        QVERIFY(out && effect);
        QVERIFY(effect->text().isEmpty());
        history.closeCommand();
        out->click();
        QTRY_VERIFY(session.trace() && session.trace()->unchanged());
        QCOMPARE(session.request().edits.size(), std::size_t(1));
        QVERIFY(effect->text().contains(QLatin1Char('%')));
        history.stack().undo();
        QTRY_VERIFY(session.trace() && !session.trace()->unchanged());
        QVERIFY(!out->isChecked());
        QVERIFY(effect->text().isEmpty());
    }

    void anotherModelPutsTheHeadsBackAndIsOneThingToUndo()
    {
        Session session;
        Settings settings;
        UndoHistory history(session, settings);
        openModel(session, "toy", QStringLiteral("the cat saw the dog"));
        session.setEdits({{ScaleHead{{.step = Step::Z, .layer = 0, .head = 0}, 0.0}}});
        history.closeCommand();
        session.setModel(builtinModel("constructed"), QStringLiteral("constructed"));
        QVERIFY(session.request().edits.empty());
        QCOMPARE(history.stack().undoText(), QStringLiteral("other model"));
        history.stack().undo();
        QCOMPARE(session.request().edits.size(), std::size_t(1));
    }

    void eachHeadHasItsOwnSwitch()
    {
        Session session;
        Settings settings;
        openModel(session, "toy", QStringLiteral("the cat saw the dog"));
        HeadsView view(session, settings);
        auto* out = view.findChild<QCheckBox*>(QStringLiteral("headOut"));
        out->click();
        Place place = session.selection().place();
        place.head = 1;
        session.selection().setPlace(place);
        QVERIFY(!out->isChecked());
        place.head = 0;
        session.selection().setPlace(place);
        QVERIFY(out->isChecked());
    }

    void withoutNumbersNoHeadIsNamed()
    {
        Session session;
        Settings settings;
        openModel(session, "toy", QStringLiteral("the cat"));
        HeadsView view(session, settings);
        session.selection().setPlace({.layer = 1, .head = 1});
        session.setText(QString());
        QTRY_VERIFY(!session.trace());
        session.setModel(builtinModel("hello-world"), QStringLiteral("hello-world")); // has no second layer
        QCOMPARE(view.findChild<QLabel*>(QStringLiteral("headRoles"))->text(), QString());
        QVERIFY(!view.findChild<QCheckBox*>(QStringLiteral("headOut"))->isEnabled());
    }

    void aHeadWithoutMeasurementsClaimsNothing()
    {
        Session session;
        Settings settings;
        openModel(session, "toy", QStringLiteral("the cat"));
        HeadsView view(session, settings);
        QVERIFY(view.findChild<QLabel*>(QStringLiteral("headRoles"))->text().contains(QStringLiteral("no single role found")));
        QVERIFY(view.findChild<QToolButton*>(QStringLiteral("headByRole"))->menu()->isEmpty());
    }

    /// The panel has one thing to scroll: the grid. In a low one the evidence is in the tool tip.
    void nothingIsScrolledInTheCard()
    {
        Session session;
        Settings settings;
        openModelWithRoles(session);
        QVERIFY(session.model());
        HeadsView view(session, settings);
        QCOMPARE(view.findChildren<QScrollArea*>().size(), 1);
        const auto* roles = view.findChild<QLabel*>(QStringLiteral("headRoles"));
        Place place = session.selection().place();
        place.layer = session.model()->card().heads.front().pattern.layer;
        place.head = session.model()->card().heads.front().pattern.head;
        session.selection().setPlace(place);
        view.resize(250, 900);
        view.show();
        QTRY_VERIFY(roles->text().contains(QLatin1Char('%')));
        view.resize(250, 260);
        QTRY_VERIFY(!roles->text().contains(QLatin1Char('%')) && roles->text().contains(QLatin1Char('[')));
        QVERIFY(roles->toolTip().contains(QLatin1Char('%')));
        QTRY_VERIFY(roles->height() >= roles->heightForWidth(roles->width()) && roles->mapTo(&view, roles->rect().bottomLeft()).y() < view.height());
    }

    void everyRoleLeadsToItsHead()
    {
        Session session;
        Settings settings;
        openModelWithRoles(session);
        QVERIFY(session.model());
        HeadsView view(session, settings);
        const auto actions = view.findChild<QToolButton*>(QStringLiteral("headByRole"))->menu()->actions();
        const auto& roles = session.model()->card().heads;
        QCOMPARE(static_cast<std::size_t>(actions.size()), roles.size());
        for (std::size_t i = 0; i < roles.size(); ++i) {
            actions[static_cast<qsizetype>(i)]->trigger();
            const Place& place = session.selection().place();
            QCOMPARE(place.layer, roles[i].pattern.layer);
            QCOMPARE(place.head, roles[i].pattern.head);
            QVERIFY(!view.findChild<QLabel*>(QStringLiteral("headRoles"))->text().contains(QStringLiteral("no single role")));
        }
    }

    void theSheetIsAsLargeAsThePanelAllows()
    {
        Session session;
        Settings settings;
        session.setModel(builtinModel("shapes"), QStringLiteral("shapes"));
        PictureView view(session, settings);
        const auto* sheet = view.findChild<QWidget*>(QStringLiteral("drawCanvas"));
        view.show();
        view.resize(1400, 240);
        QTRY_VERIFY(sheet->height() >= 200 && view.figureView()->x() > sheet->geometry().right());
        view.resize(480, 420);
        QTRY_VERIFY(sheet->height() >= 160 && view.figureView()->y() > sheet->geometry().bottom());
        QCOMPARE(sheet->width(), sheet->height());
    }

    void anEmptySheetInvitesUntilSomethingIsDrawn()
    {
        Session session;
        Settings settings;
        session.setModel(builtinModel("shapes"), QStringLiteral("shapes"));
        PictureView view(session, settings);
        view.resize(1400, 320);
        view.show();
        auto* sheet = view.findChild<QWidget*>(QStringLiteral("drawCanvas"));
        QTRY_VERIFY(sheet->height() >= 200);
        const auto hasWords = [sheet] {
            const QImage seen = sheet->grab().toImage();
            const QPoint middle(sheet->height() / 2, sheet->height() / 2);
            for (int y = middle.y() - 10; y < middle.y() + 10; ++y) {
                for (int x = middle.x() - 40; x < middle.x() + 40; ++x) {
                    if (seen.pixel(x, y) != seen.pixel(1, sheet->height() - 2))
                        return true;
                }
            }
            return false;
        };
        QVERIFY(hasWords());
        QTest::mouseClick(sheet, Qt::LeftButton, {}, {20, 20});
        QVERIFY(!hasWords());
        view.findChild<QToolButton*>(QStringLiteral("pictureClear"))->click();
        QVERIFY(hasWords());
    }

    void aPictureIsOpenedAndAWrongFileIsRefusedInTheView()
    {
        const auto model = builtinModel("shapes");
        QVERIFY(model);
        Session session;
        Settings settings;
        session.setModel(model, QStringLiteral("shapes"));
        PictureView view(session, settings);
        QTRY_VERIFY(session.trace() && !session.isStale());
        QTemporaryDir folder;
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(Qt::white);
        const QString path = folder.filePath(QStringLiteral("white.png"));
        QVERIFY(image.save(path));
        const auto before = session.request().picture;
        view.openFile(path);
        QVERIFY(session.request().picture != before);
        QCOMPARE(session.request().picture->width, 40);
        const auto opened = session.request().picture;
        view.openFile(folder.filePath(QStringLiteral("missing.png")));
        QVERIFY(!view.findChild<QLabel*>(QStringLiteral("pictureNote"))->text().isEmpty());
        QCOMPARE(session.request().picture, opened);
    }
};

QTEST_MAIN(TestHeadCard)
#include "tst_head_card.moc"
