// Words, hidden tokens and several heads in one, in the window.
#include "core/analysis/reading.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/figure/lines_figure.h"
#include "ui/figure/numbers.h"
#include "ui/main_window.h"
#include "ui/undo_history.h"
#include "ui/views/stage_view.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

#include <algorithm>

using namespace hl;
using namespace hl::ui;

namespace {

/// A session with "<bos>", one known word and one that is spelled in bytes, and the stage on its weights.
struct Fixture
{
    Session session;
    Settings settings;
    std::unique_ptr<StageView> view;

    explicit Fixture(const char* model = "stories")
    {
        settings.setAnimated(false);
        session.setText(QStringLiteral("the zebra saw the zebra"));
        session.setModel(builtinModel(model), QString::fromLatin1(model));
        const bool isDone = QTest::qWaitFor([this] { return session.trace() && !session.isStale(); }, 10'000);
        Q_ASSERT(isDone);
        Q_UNUSED(isDone);
        session.selection().setPlace({.step = Step::Pattern, .query = 9, .key = 2});
        view = std::make_unique<StageView>(session, settings);
        view->resize(1000, 640);
    }

    void read(const PatternReading& reading)
    {
        PictureOptions options = settings.options();
        options.reading = reading;
        settings.setOptions(options);
    }
};

} // namespace

class TestReadingView : public QObject
{
    Q_OBJECT

private slots:
    void arrowsWalkFromWordToWord();
    void aClickOnAWordKeepsTheTokenInIt();
    void aHiddenTokensSelectionComesBack();
    void aNumberThatStandsForSeveralIsNotChanged();
    void onlySpecialTokensAreSaidInOneSentence();
    void actionsChooseTheReading();
    void undoTakesAReadingBack();
    void copiedNumbersAreThoseShown();
    void aPinnedTokenIsItsWordWhenPiecesAreJoined();
};

void TestReadingView::arrowsWalkFromWordToWord()
{
    Fixture f;
    f.read({true, SpecialTokens::Shown, Aggregate::Head, false});
    const auto spans = wordSpans(f.session.trace()->tokens(Side::Only));
    f.session.selection().setPlace({.step = Step::Pattern, .query = 0, .key = 0});
    for (std::size_t word = 1; word < spans.size(); ++word) {
        QTest::keyClick(&f.view->stage(), Qt::Key_Down);
        QCOMPARE(f.session.selection().place().query, Index{spans[word].first});
    }
    QTest::keyClick(&f.view->stage(), Qt::Key_Down);
    QCOMPARE(f.session.selection().place().query, Index{spans.back().first}); // at the edge
    QTest::keyClick(&f.view->stage(), Qt::Key_End);
    QCOMPARE(f.session.selection().place().key, Index{spans.back().first});
    const Place moved = movedCell(f.session.trace(), f.session.selection().place(), f.settings.options().reading, -1, 0);
    QCOMPARE(moved.query, Index{spans[spans.size() - 2].first});
    QCOMPARE(moved.key, f.session.selection().place().key);
}

void TestReadingView::aClickOnAWordKeepsTheTokenInIt()
{
    Fixture f;
    f.read({true, SpecialTokens::Shown, Aggregate::Head, false});
    const ShownStep shown = shownStep(f.session.trace(), f.session.selection().place().ref(), f.settings.options().reading);
    const auto spans = wordSpans(f.session.trace()->tokens(Side::Only));
    const auto zebra = std::find_if(spans.begin(), spans.end(), [](const WordSpan& span) { return span.last - span.first > 2; });
    QVERIFY(zebra != spans.end());
    const Index row = zebra - spans.begin();
    Place inside{.step = Step::Pattern, .query = zebra->first + 2, .key = 0};
    QCOMPARE(shown.rowOf(inside), row);
    QCOMPARE(shown.placeAt(inside, row, 0).query, inside.query);
    QCOMPARE(shown.placeAt(inside, row + 1, 0).query, Index{zebra->last});
}

void TestReadingView::aHiddenTokensSelectionComesBack()
{
    Fixture f;
    QVERIFY(f.session.trace()->tokens(Side::Only).front().isSpecial);
    f.session.selection().setPlace({.step = Step::Pattern, .query = 0, .key = 0});
    f.read({false, SpecialTokens::Hidden, Aggregate::Head, false});
    f.view->grab();
    QVERIFY(f.view->stage().accessibleDescription().contains(QStringLiteral("the"))); // the nearest that is shown
    f.read({});
    QCOMPARE(f.session.selection().place().query, Index{0});
}

void TestReadingView::aNumberThatStandsForSeveralIsNotChanged()
{
    Fixture f;
    f.read({true, SpecialTokens::Shown, Aggregate::Head, false});
    f.view->show();
    QSignalSpy refused(&f.view->stage(), &StageFigureView::refused);
    QTest::keyClick(&f.view->stage(), Qt::Key_F2);
    auto* field = f.view->findChild<QLineEdit*>(QStringLiteral("cellField"));
    field->setText(QStringLiteral("0.5"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused.first().first().toString().endsWith(QLatin1Char('.')));
    QVERIFY(f.session.request().edits.empty());
}

void TestReadingView::onlySpecialTokensAreSaidInOneSentence()
{
    RunRequest request;
    request.model = builtinModel("en-fr");
    request.text = "the cat";
    request.second = ""; // the decoder begins with its start token and has no other
    const auto trace = run(request);
    QVERIFY(trace);
    QCOMPARE((*trace)->tokens(Side::Decoder).size(), std::size_t{1});
    Scene scene{*trace, clamped(Place{.side = Side::Decoder}, **trace), {}, Theme::light(), false};
    scene.options.reading = {true, SpecialTokens::Hidden, Aggregate::Mean, true};
    const ShownStep shown = shownStep(scene, scene.place.ref());
    QVERIFY(!shown.view && !*shown.read);
    QVERIFY(QString::fromStdString(shown.read->error().english()).endsWith(QLatin1Char('.')));
    for (const char* name : {"stage", "ledger", "lines", "heads", "prompt"}) {
        const auto figure = makeFigure(QString::fromLatin1(name));
        const QSizeF size = figure->naturalSize(scene);
        QImage image(size.toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        Ink ink(painter, Medium::Screen, scene.theme);
        figure->paint(ink, QRectF(QPointF(), size), scene);
        static_cast<void>(figure->tables(scene));
        static_cast<void>(valuesAsText(*figure, scene));
    }
}

void TestReadingView::undoTakesAReadingBack()
{
    Fixture f;
    UndoHistory history(f.session, f.settings);
    const PatternReading words{true, SpecialTokens::Shown, Aggregate::Head, false};
    f.read(words);
    history.closeCommand();
    f.read({true, SpecialTokens::Hidden, Aggregate::Max, false});
    history.stack().undo();
    QVERIFY(f.settings.options().reading == words);
    history.stack().undo();
    QVERIFY(f.settings.options().reading.isPlain());
    history.stack().redo();
    QVERIFY(f.settings.options().reading == words);
}

void TestReadingView::actionsChooseTheReading()
{
    Settings settings;
    MainWindow window(settings);
    const auto trigger = [&](const char* id) { window.findChild<QAction*>(QString::fromLatin1(id))->trigger(); };
    const auto isChecked = [&](const char* id) { return window.findChild<QAction*>(QString::fromLatin1(id))->isChecked(); };
    trigger("reading.words");
    trigger("specials.renormalised");
    trigger("heads.entropy");
    trigger("heads.allLayers");
    const PatternReading all{true, SpecialTokens::Renormalised, Aggregate::Entropy, true};
    QVERIFY(settings.options().reading == all);
    trigger("heads.one");
    QVERIFY(!window.findChild<QAction*>(QStringLiteral("heads.allLayers"))->isEnabled());
    PictureOptions plain = settings.options();
    plain.reading = {};
    settings.setOptions(plain);
    QVERIFY(isChecked("specials.shown"));
    QVERIFY(isChecked("heads.one"));
    QVERIFY(!isChecked("reading.words"));
}

void TestReadingView::copiedNumbersAreThoseShown()
{
    Fixture f;
    f.read({true, SpecialTokens::Hidden, Aggregate::Mean, false});
    const Scene scene{f.session.trace(), f.session.selection().place(), f.settings.options(), Theme::light(), false};
    const QString text = valuesAsText(*makeFigure(QStringLiteral("stage")), scene);
    const ReadPattern read = *readPattern(*scene.trace, scene.place.ref(), scene.options.reading);
    const QStringList lines = text.split(QLatin1Char('\n'));
    QVERIFY(lines.front().startsWith(QStringLiteral("blocks.0.attn.mean.pattern.words.hidden\tthe\tzebra")));
    const QStringList last = lines[static_cast<qsizetype>(read.queries.size())].split(QLatin1Char('\t'));
    for (Index col = 0; col < read.weights.cols(); ++col)
        QVERIFY(last[col + 1].toDouble() == read.weights(read.weights.rows() - 1, col));
    QVERIFY(text.contains(QStringLiteral("pattern.words.hidden.mass\thidden")));
}

void TestReadingView::aPinnedTokenIsItsWordWhenPiecesAreJoined()
{
    Fixture f;
    f.read({true, SpecialTokens::Shown, Aggregate::Head, false});
    const Scene scene{f.session.trace(), f.session.selection().place(), f.settings.options(), Theme::light(), false};
    const auto panels = LinesFigure::panels(QRectF(0, 0, 560, 400), scene);
    const auto& queries = panels.front().queries;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const auto token = tokenAt(panels, panels.front().queryLabel(static_cast<Index>(i)).center());
        QVERIFY(token && token->isQuery);
        QCOMPARE(token->index, queries[i].first);
    }
    // A piece in the middle of a word shows the word's lines.
    const auto zebra = std::find_if(queries.begin(), queries.end(), [](const LineEnd& end) { return end.last - end.first > 2; });
    QVERIFY(zebra != queries.end());
    const auto painted = [&](Index token) {
        LinesFigure figure;
        figure.setIsolated(TokenRole{Side::Only, false, true, token});
        QImage image(560, 400, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        Ink ink(painter, Medium::Png, scene.theme);
        figure.paint(ink, QRectF(0, 0, 560, 400), scene);
        painter.end();
        return image;
    };
    QVERIFY(painted(zebra->first) == painted(zebra->first + 2));
    QVERIFY(painted(zebra->first) != painted(0));
}

QTEST_MAIN(TestReadingView)
#include "tst_reading_view.moc"
