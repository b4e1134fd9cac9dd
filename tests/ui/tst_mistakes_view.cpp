#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "core/base/file.h"
#include "ui/figure/mistakes_figure.h"
#include "ui/main_window.h"
#include "ui/views/figure_view.h"
#include "ui/views/mistakes_view.h"

#include <QListWidget>
#include <QScrollArea>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QToolButton>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

namespace {

/// A session with a model and a few tokens.
struct Fixture
{
    Session session;
    Settings settings;

    explicit Fixture(const char* model = "toy")
    {
        session.setModel(builtinModel(model), QString::fromLatin1(model));
        session.setText(QStringLiteral("the cat sat down"));
        if (!QTest::qWaitFor([this] { return session.trace() && !session.isStale(); }, 30'000))
            qFatal("no trace");
    }

    [[nodiscard]] Scene scene() const
    {
        return {session.trace(), session.selection().place(), settings.options(), settings.theme(), false};
    }
};

QListWidget& listOf(const MistakesView& view)
{
    return *view.findChild<QListWidget*>(QStringLiteral("mistakesList"));
}

QTextBrowser& reportOf(const MistakesView& view)
{
    return *view.findChild<QTextBrowser*>(QStringLiteral("checkReport"));
}

} // namespace

class TestMistakesView : public QObject
{
    Q_OBJECT

private slots:
    void listHoldsEveryMistake()
    {
        Fixture f;
        MistakesView view(f.session, f.settings);
        QCOMPARE(listOf(view).count(), static_cast<int>(mistakes().size()));
        QVERIFY(!listOf(view).accessibleName().isEmpty());
        QCOMPARE(listOf(view).currentItem()->text(), MistakesFigure().title(f.scene()));
        listOf(view).setCurrentRow(0);
        QCOMPARE(QString::fromStdString(f.settings.options().mistake), QString::fromLatin1(mistakes()[0].name.data()));
        QTest::keyClick(&listOf(view), Qt::Key_Down);
        QCOMPARE(QString::fromStdString(f.settings.options().mistake), QString::fromLatin1(mistakes()[1].name.data()));
        PictureOptions options = f.settings.options();
        options.mistake = "softmax-twice";
        f.settings.setOptions(options);
        QCOMPARE(listOf(view).currentItem()->text(), MistakesFigure().title(f.scene()));
    }

    /// What the view calls right is what the trace holds.
    void theRightSideIsTheTraces()
    {
        for (const char* model : {"toy", "constructed"}) {
            Fixture f(model);
            for (int layer = 0; layer < f.session.trace()->model().spec().stack(Side::Only).layers; ++layer) {
                Scene scene = f.scene();
                scene.place.layer = layer;
                scene.place.head = 1;
                for (const char* name : {"no-scaling", "v-elementwise", "pattern-transposed", "concat-reversed", "no-output-projection"}) {
                    scene.options.mistake = name;
                    const auto both = *MistakesFigure::comparisonOf(scene);
                    if (!both)
                        continue;
                    const MatrixView traced = scene.trace->view(both->step);
                    QVERIFY2(traced && traced.rows() == both->right.rows() && traced.cols() == both->right.cols(), name);
                    for (Index row = 0; row < traced.rows(); ++row) {
                        for (Index col = 0; col < traced.cols(); ++col)
                            QVERIFY2(std::abs(traced.at(row, col) - both->right(row, col)) <= 1e-5 * (1.0 + std::abs(both->right(row, col))), name);
                    }
                }
            }
        }
    }

    /// Each mistake is shown on the toy, or a sentence says why it cannot be; where it is, its rule is broken.
    void everyMistakeIsShownOrExcused()
    {
        Fixture f;
        int shown = 0;
        for (const Mistake& mistake : mistakes()) {
            Scene scene = f.scene();
            scene.options.mistake = std::string(mistake.name);
            const auto both = *MistakesFigure::comparisonOf(scene);
            if (!both) {
                QVERIFY(both.error().english().size() > 20);
                continue;
            }
            QVERIFY2(both->rightRule.holds, mistake.name.data());
            QVERIFY2(!both->isChanged() || !both->wrongRule.holds, mistake.name.data());
            shown += both->isChanged() ? 1 : 0;
        }
        QVERIFY2(shown >= 35, qPrintable(QString::number(shown)));
    }

    void anotherCellOfTheHeadNeedsNoOtherComparison()
    {
        Fixture f;
        Scene scene = f.scene();
        const auto first = MistakesFigure::comparisonOf(scene);
        scene.place.query = scene.place.key = 1;
        QCOMPARE(MistakesFigure::comparisonOf(scene), first);
        scene.place.head = 1;
        QVERIFY(MistakesFigure::comparisonOf(scene) != first);
        scene.place.head = 0;
        scene.options.mistake = "softmax-twice";
        QVERIFY(MistakesFigure::comparisonOf(scene) != first);
    }

    void checkedNumbersAreReported()
    {
        Fixture f;
        MistakesView view(f.session, f.settings);
        QTemporaryDir folder;
        const auto write = [&](const char* name, const QByteArray& text) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
        };
        QVERIFY(reportOf(view).isHidden());
        const QString good = write("a.json", R"({"Q": [[1, 0], [0, 1]], "K": [[1, 2], [3, 4]], "weights": [[0.195570317, 0.804429683], [0.195570317, 0.804429683]]})");
        view.checkFiles({good});
        QVERIFY2(!reportOf(view).isHidden() && reportOf(view).toPlainText().contains(QStringLiteral("Equal")), qPrintable(reportOf(view).toPlainText()));
        const QString wrong = write("b.json", R"({"Q": [[1, 0], [0, 1]], "K": [[1, 2], [3, 4]], "scores": [[1, 3], [2, 4]], "weights": [[0.26894142, 0.26894142], [0.73105858, 0.73105858]]})");
        view.checkFiles({wrong});
        QVERIFY(!reportOf(view).toPlainText().contains(QStringLiteral("Equal")));
        view.checkFiles({folder.filePath(QStringLiteral("none.npz"))});
        QVERIFY(reportOf(view).toPlainText().contains(QStringLiteral("none.npz")));
        view.findChild<QToolButton*>(QStringLiteral("closeReport"))->click();
        QVERIFY(reportOf(view).isHidden());
    }

    void reportIsSaidAnewInTheLanguageOfTheWindow()
    {
        QStandardPaths::setTestModeEnabled(true);
        Settings settings;
        settings.setLanguage(QStringLiteral("en"));
        MainWindow window(settings);
        window.openFirstSample();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().trace() && !window.session().isStale(), 30'000);
        const auto view = [&window] { return qobject_cast<MistakesView*>(window.docks().view(QStringLiteral("mistakes"))); };
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("mine.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"Q": [[1, 0], [0, 1]], "K": [[1, 2], [3, 4]], "weights": [[0.195570317, 0.804429683], [0.195570317, 0.804429683]]})");
        file.close();
        view()->checkFiles({file.fileName()});
        const QString english = reportOf(*view()).toPlainText();
        window.actionRegistry()["language.zh"].trigger();
        QCoreApplication::processEvents();
        const QString chinese = reportOf(*view()).toPlainText();
        QVERIFY(!reportOf(*view()).isHidden());
        QVERIFY2(chinese.contains(QStringLiteral("mine.json")) && chinese.contains(QStringLiteral("相等")), qPrintable(chinese));
        window.actionRegistry()["language.en"].trigger();
        QCoreApplication::processEvents();
        QCOMPARE(reportOf(*view()).toPlainText(), english);
        view()->findChild<QToolButton*>(QStringLiteral("closeReport"))->click();
        window.actionRegistry()["language.zh"].trigger();
        QCoreApplication::processEvents();
        QVERIFY(reportOf(*view()).isHidden());
        window.actionRegistry()["language.en"].trigger();
        QCoreApplication::processEvents();
    }

    void choiceIsInSightWhateverRoomTheListHas()
    {
        Fixture f;
        PictureOptions options = f.settings.options();
        options.mistake = std::string(mistakes().back().name);
        f.settings.setOptions(options);
        MistakesView view(f.session, f.settings);
        const auto isInSight = [&view] {
            const QListWidget& list = listOf(view);
            const QRect item = list.visualItemRect(list.currentItem());
            return item.top() >= 0 && item.bottom() < list.viewport()->height();
        };
        view.resize(700, 260);
        view.show();
        QTRY_VERIFY(isInSight());
        view.resize(700, 600);
        view.resize(700, 180);
        QTRY_VERIFY(isInSight());
        view.resize(700, 300);
        view.checkFiles({QStringLiteral("/none.npz")}); // the report takes more than half of the room
        QTRY_VERIFY(isInSight());
    }

    /// Beside its list, in a panel of a usual window, the picture is not scrolled sideways: the matrices take two rows.
    void matricesStandInTwoRowsInANarrowPanel()
    {
        Fixture f;
        MistakesView view(f.session, f.settings);
        view.resize(570, 460);
        view.show();
        const auto* scroll = view.findChild<QScrollArea*>();
        QTRY_VERIFY(view.figureView()->width() == scroll->viewport()->width());
        static_cast<void>(view.grab());
        const Scene scene = f.scene();
        const MistakesFigure figure;
        const qreal width = view.figureView()->width();
        QVERIFY(figure.leastSizeIn(width, scene).width() <= width);
        QVERIFY(figure.leastSizeIn(width, scene).height() > figure.leastSize(scene).height());
    }

    /// Weights without queries and keys are compared with the selected head.
    void numbersAloneAreComparedWithTheSelectedHead()
    {
        Fixture f;
        MistakesView view(f.session, f.settings);
        QTemporaryDir folder;
        NpzWriter npz;
        npz.add("weights", NpyArray::of(f.session.trace()->view(f.session.selection().place().refOf(Step::Pattern))));
        const QString path = folder.filePath(QStringLiteral("w.npz"));
        QVERIFY(writeFileAtomically(path.toStdString(), *npz.finish()).has_value());
        view.checkFiles({path});
        const QString text = reportOf(view).toPlainText();
        QVERIFY2(text.contains(QStringLiteral("Equal")) && text.contains(QStringLiteral("blocks.0.attn.0.pattern")), qPrintable(text));
    }
};

QTEST_MAIN(TestMistakesView)
#include "tst_mistakes_view.moc"
