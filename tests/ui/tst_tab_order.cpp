// The window by keyboard alone.
#include "shown_window.h"
#include "ui/main_window.h"
#include "ui/panel.h"
#include "ui/tab_order.h"
#include "ui/views/figure_view.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QTabBar>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

namespace {

/// Every control that Tab reaches, from the window's beginning until it comes round.
std::vector<QWidget*> walk(MainWindow& window)
{
    std::vector<QWidget*> all;
    window.setFocus();
    for (;;) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QWidget* now = QApplication::focusWidget();
        if (!now || all.size() > 200 || std::find(all.begin(), all.end(), now) != all.end())
            return all;
        all.push_back(now);
    }
}

/// The view's place among those that Tab comes by; -1 where it does not.
std::ptrdiff_t firstOf(const std::vector<QWidget*>& all, const QWidget* part)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const QWidget* widget) { return widget == part || part->isAncestorOf(widget); });
    return found == all.end() ? -1 : found - all.begin();
}

QChar letterOf(QString text)
{
    text.remove(QStringLiteral("&&"));
    const qsizetype at = text.indexOf(QLatin1Char('&'));
    return at < 0 || at + 1 == text.size() ? QChar() : text.at(at + 1).toUpper();
}

} // namespace

class TestTabOrder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void controlsAreFoundAsTheyAreLaidOut()
    {
        QWidget all;
        auto* last = new QPushButton(&all); // made first
        auto* scroll = new QScrollArea(&all);
        scroll->setFocusPolicy(Qt::NoFocus);
        auto* inside = new QPushButton;
        scroll->setWidget(inside);
        auto* first = new QComboBox(&all);
        auto* row = new QHBoxLayout;
        row->addWidget(first);
        auto* layout = new QVBoxLayout(&all);
        layout->addLayout(row);
        layout->addWidget(scroll);
        layout->addWidget(last);
        QCOMPARE(controlsIn(all), (std::vector<QWidget*>{first, inside, last}));
    }

    void tabGoesAsTheEyeDoesAndPassesByWhatNobodySees()
    {
        Settings settings;
        MainWindow window(settings);
        window.resize(1600, 1000);
        window.show();
        window.openSample(sampleOf("stories"));
        QVERIFY(waitForTrace(window.session()));
        Docks& docks = window.docks();
        (void)docks.views(); // all made, most of them behind tabs
        QApplication::setActiveWindow(&window);
        QVERIFY(!window.grab().isNull()); // pictures have their names once they are painted
        const std::vector<QWidget*> all = walk(window);
        QVERIFY(all.size() > 15);
        for (const QWidget* widget : all) {
            QVERIFY2(!widget->visibleRegion().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget))->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
        std::ptrdiff_t last = -1;
        for (const char* name : {"prompt", "pipeline", "heads", "stage", "ledger"}) {
            const std::ptrdiff_t at = firstOf(all, docks.view(QLatin1String(name)));
            QVERIFY2(at > last, name);
            last = at;
        }
        const QWidget* order = docks.view(QStringLiteral("heads"))->findChild<QComboBox*>();
        QVERIFY(firstOf(all, order) < firstOf(all, docks.view(QStringLiteral("heads"))->figureView()));
        QCOMPARE(firstOf(all, docks.view(QStringLiteral("metrics"))), std::ptrdiff_t(-1));
        QVERIFY(docks.currentView()->isSeen());
    }

    void theViewInFrontIsTheOneThatIsExported()
    {
        Settings settings;
        MainWindow window(settings);
        window.resize(1600, 1000);
        window.show();
        window.openSample(sampleOf("stories"));
        QVERIFY(waitForTrace(window.session()));
        Docks& docks = window.docks();
        docks.setCurrentView(QStringLiteral("weights"));
        QTRY_COMPARE(docks.currentView()->name(), QStringLiteral("weights"));
        docks.raiseView(QStringLiteral("metrics")); // by the program: nobody chose it
        QTRY_COMPARE(docks.currentView()->name(), QStringLiteral("stage"));
        for (QTabBar* tabs : docks.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
            for (int i = 0; i < tabs->count(); ++i) {
                if (tabs->tabText(i) == viewTitle(QStringLiteral("lines")))
                    QTest::mouseClick(tabs, Qt::LeftButton, Qt::NoModifier, tabs->tabRect(i).center());
            }
        }
        QTRY_COMPARE(docks.currentView()->name(), QStringLiteral("lines"));
    }

    void noTwoEntriesOfAMenuHaveTheSameLetter_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN");
    }

    void noTwoEntriesOfAMenuHaveTheSameLetter()
    {
        QFETCH(QString, language);
        Settings settings;
        MainWindow window(settings);
        settings.setLanguage(language);
        QCoreApplication::processEvents();
        QList<QList<QAction*>> menus{window.menuBar()->actions()};
        for (qsizetype i = 0; i < menus.size(); ++i) {
            QHash<QChar, QString> taken;
            for (const QAction* action : QList<QAction*>(menus.at(i))) {
                const QChar letter = letterOf(action->text());
                QVERIFY2(letter.isNull() || !taken.contains(letter), qPrintable(taken.value(letter) + QStringLiteral(" and ") + action->text()));
                taken.insert(letter, action->text());
                if (action->menu())
                    menus.append(action->menu()->actions());
            }
        }
        settings.setLanguage(QStringLiteral("en"));
        QCoreApplication::processEvents();
    }
};

QTEST_MAIN(TestTabOrder)
#include "tst_tab_order.moc"
