#include "core/model/builtin.h"
#include "ui/figure/figure.h"
#include "ui/views/figure_view.h"

#include <QtTest>

using namespace hl;
using namespace hl::ui;

/// What a view paints when: only what is in sight, and nothing twice.
class TestFigureView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void partOfAPictureBecomesTheWhole();
    void everyNumberIsRecordedFromThePart();
    void aPictureIsNotDimmedAtOnce();

private:
    std::unique_ptr<FigureView> viewOf(const QString& figure);

    std::unique_ptr<Session> m_session;
    Settings m_settings;
};

void TestFigureView::init()
{
    m_session = std::make_unique<Session>();
    m_session->setModel(builtinModel("toy"), QStringLiteral("toy"));
    m_session->setText(QStringLiteral("The cat saw the dog and the dog saw the cat"));
    QTRY_VERIFY2(m_session->trace() && !m_session->isStale(), "the text has run");
}

std::unique_ptr<FigureView> TestFigureView::viewOf(const QString& figure)
{
    auto view = std::make_unique<FigureView>(makeFigure(figure), *m_session, m_settings);
    view->resize(view->sizeHint());
    return view;
}

void TestFigureView::partOfAPictureBecomesTheWhole()
{
    for (const QString& name : {QStringLiteral("stage"), QStringLiteral("lines")}) {
        const auto whole = viewOf(name);
        const auto partly = viewOf(name);
        const QRect corner(0, 0, 120, 60);
        QCOMPARE(partly->grab(corner).toImage(), whole->grab(corner).toImage());
        QCOMPARE(partly->grab().toImage(), whole->grab().toImage());
    }
}

void TestFigureView::everyNumberIsRecordedFromThePart()
{
    const auto whole = viewOf(QStringLiteral("stage"));
    const auto partly = viewOf(QStringLiteral("stage"));
    static_cast<void>(whole->grab());
    static_cast<void>(partly->grab(QRect(0, 0, 10, 10)));
    QVERIFY(whole->numbers().size() > 50);
    QCOMPARE(partly->numbers().size(), whole->numbers().size());
    QCOMPARE(partly->hotAreas().size(), whole->hotAreas().size());
}

void TestFigureView::aPictureIsNotDimmedAtOnce()
{
    const auto view = viewOf(QStringLiteral("stage"));
    const QImage before = view->grab().toImage();
    m_session->setText(QStringLiteral("The cat saw the dog"));
    QVERIFY(m_session->isStale()); // nothing is delivered before the event loop runs
    QCOMPARE(view->grab().toImage(), before);
    QTRY_VERIFY2(!m_session->isStale(), "the new text has run");
    view->resize(view->sizeHint());
    QVERIFY(view->grab().toImage() != before);
}

QTEST_MAIN(TestFigureView)
#include "tst_figure_view.moc"
