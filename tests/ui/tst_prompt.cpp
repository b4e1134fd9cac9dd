#include "time_allowed.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/views/figure_view.h"
#include "ui/views/prompt_view.h"

#include <QElapsedTimer>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QStandardPaths>
#include <QtTest>

#include <algorithm>

using namespace hl;
using namespace hl::ui;

namespace {

bool waitForRest(Session& session)
{
    return QTest::qWaitFor([&] { return !session.isStale(); }, timeAllowed(20'000));
}

/// Pasting, as the clipboard does it.
class Pasting : public PromptEdit
{
public:
    static void into(PromptEdit& edit, const QString& text)
    {
        QMimeData data;
        data.setText(text);
        (edit.*(&Pasting::insertFromMimeData))(&data);
    }
};

struct Fixture
{
    explicit Fixture(const char* model = "toy")
    {
        session.setModel(builtinModel(model), QLatin1String(model));
        view.resize(900, 140);
        view.show();
    }

    Settings settings;
    Session session;
    PromptView view{session, settings};
};

} // namespace

class TestPrompt : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void typingRunsAtOnceAndTheLastKeystrokeWins();
    void inputMethodsWork();
    void hostileTextIsShownAndRun_data();
    void hostileTextIsShownAndRun();
    void longPasteIsCutWithANote();
    void noBreakSpacesStay();
    void chipsSelectQueryAndKey();
    void theChipUnderTheMouseIsPointedAt();
    void knownWordsAreCounted();
    void piecesOfAPictureAreNoWords();
    void secondFieldBelongsToEncoderDecoderModels();
    void historyComesBackWithAltUp();
    void textFromElsewhereIsShown();
    void manyTokensScroll();
    void theFirstTextFindsItsPlaceKept();
};

void TestPrompt::typingRunsAtOnceAndTheLastKeystrokeWins()
{
    Fixture f;
    const QString text = QStringLiteral("the cat saw the dog and the dog saw the cat");
    for (const QChar c : text) {
        QTest::keyClick(&f.view.edit(), c.toLatin1());
        QVERIFY(f.session.isStale());
    }
    QCOMPARE(f.session.text(), text);
    QVERIFY(waitForRest(f.session));
    QVERIFY(f.session.trace());
    QCOMPARE(f.session.trace()->tokens(Side::Only).size(), std::size_t(11));
    QVERIFY(f.view.countText().contains(QStringLiteral("11")));
}

void TestPrompt::inputMethodsWork()
{
    Fixture f;
    QInputMethodEvent composing(QStringLiteral("wo"), {});
    QApplication::sendEvent(&f.view.edit(), &composing);
    QCOMPARE(f.session.text(), QString());
    QInputMethodEvent commit;
    commit.setCommitString(QStringLiteral("我爱中国"));
    QApplication::sendEvent(&f.view.edit(), &commit);
    QCOMPARE(f.session.text(), QStringLiteral("我爱中国"));
    QVERIFY(waitForRest(f.session));
    QCOMPARE(f.session.trace()->tokens(Side::Only).size(), std::size_t(3));
}

void TestPrompt::hostileTextIsShownAndRun_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("only spaces") << QStringLiteral("     \t  ");
    QTest::newRow("one character") << QStringLiteral("x");
    QTest::newRow("NUL and controls") << QString::fromUtf8("a\0b\x01\x1b[31m\x7f c", 12);
    QTest::newRow("lone high surrogate") << QString(QLatin1String("a ")) + QChar(0xD83D);
    QTest::newRow("lone low surrogate") << QChar(0xDE00) + QString(QLatin1String(" a"));
    QTest::newRow("swapped surrogates") << QString(QChar(0xDE00)) + QChar(0xD83D);
    QTest::newRow("noncharacters") << QString(QChar(0xFFFE)) + QChar(0xFDD0) + QChar(0xFDD1) + QChar(0xFEFF);
    QTest::newRow("bidi overrides") << QStringLiteral("abc \u202Edef\u202C \u2067x\u2069 שלום עולם");
    QTest::newRow("joined emoji") << QStringLiteral("👨‍👩‍👧‍👦 🇨🇳 👍🏽");
    QTest::newRow("a thousand accents") << QStringLiteral("a") + QString(1000, QChar(0x301));
    QTest::newRow("markup") << QStringLiteral("<img src=x onerror=alert(1)> %1%2 %n {0} \"'&amp;");
    QTest::newRow("line breaks") << QStringLiteral("a\r\nb\u2028c\u2029d\n\n");
    QTest::newRow("a long word") << QString(4000, QLatin1Char('w'));
}

void TestPrompt::hostileTextIsShownAndRun()
{
    QFETCH(QString, text);
    for (const char* model : {"toy", "constructed", "toy-encoder-decoder"}) {
        Fixture f(model);
        Pasting::into(f.view.edit(), text);
        QVERIFY(waitForRest(f.session));
        QVERIFY(f.session.trace() || !f.session.errorText().isEmpty() || text.trimmed().isEmpty());
        f.view.grab();
        QVERIFY(!f.session.text().contains(QChar(0xD83D)) || text.contains(QStringLiteral("👨")));
        f.session.setText(QStringLiteral("hello"));
        QVERIFY(waitForRest(f.session));
        QCOMPARE(f.view.edit().text(), QStringLiteral("hello"));
    }
}

void TestPrompt::longPasteIsCutWithANote()
{
    Fixture f;
    QString book;
    for (int i = 0; book.size() < 1'000'000; ++i)
        book += i % 9 ? QStringLiteral("the cat ") : QStringLiteral("the cat\n");
    Pasting::into(f.view.edit(), book);
    QCOMPARE(f.session.text().size(), static_cast<qsizetype>(longestText));
    QVERIFY(f.view.noteText().contains(QStringLiteral("100")));
    QVERIFY(waitForRest(f.session));
    QVERIFY(f.session.trace());
    QVERIFY(!f.session.trace()->notes().empty());
    Pasting::into(f.view.edit(), QStringLiteral("more"));
    QCOMPARE(f.session.text().size(), static_cast<qsizetype>(longestText));
}

void TestPrompt::noBreakSpacesStay()
{
    Fixture f;
    Pasting::into(f.view.edit(), QStringLiteral("a\u00A0b"));
    QCOMPARE(f.session.text(), QStringLiteral("a\u00A0b"));
}

void TestPrompt::chipsSelectQueryAndKey()
{
    Fixture f;
    f.session.setText(QStringLiteral("the cat saw the dog"));
    QVERIFY(waitForRest(f.session));
    f.view.grab();
    FigureView& chips = *f.view.figureView();
    QCOMPARE(chips.hotAreas().size(), std::size_t(5));
    const auto centre = [&](std::size_t i) { return chips.hotAreas().at(i).rect.center().toPoint(); };
    QTest::mouseClick(&chips, Qt::LeftButton, {}, centre(4));
    QCOMPARE(f.session.selection().place().query, Index(4));
    f.view.grab();
    QTest::mouseClick(&chips, Qt::RightButton, {}, centre(2));
    QCOMPARE(f.session.selection().place().key, Index(2));
    QCOMPARE(f.session.selection().place().query, Index(4));
    f.view.grab();
    QTest::mouseClick(&chips, Qt::LeftButton, Qt::ShiftModifier, centre(4));
    QCOMPARE(f.session.selection().place().key, Index(4));
    QCOMPARE(f.session.selection().place().query, Index(4));
}

void TestPrompt::theChipUnderTheMouseIsPointedAt()
{
    Fixture f("toy-encoder-decoder");
    f.session.setText(QStringLiteral("I love China"));
    f.session.setSecondText(QStringLiteral("我 爱"));
    QVERIFY(waitForRest(f.session));
    f.session.selection().setPlace({.side = Side::Decoder, .isCross = true, .query = 0, .key = 0});
    FigureView* chips = f.view.figureView();
    chips->grab();
    const auto moveTo = [chips](QPointF point) {
        QMouseEvent event(QEvent::MouseMove, point, chips->mapToGlobal(point), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(chips, &event);
    };
    const auto areas = chips->hotAreas();
    const auto source = std::find_if(areas.begin(), areas.end(), [](const HotArea& area) { return area.place.key == 1; });
    const auto target = std::find_if(areas.begin(), areas.end(), [](const HotArea& area) { return area.place.query == 1; });
    QVERIFY(source != areas.end() && target != areas.end());
    moveTo(source->rect.center());
    QVERIFY((f.session.selection().pointed() == TokenRole{Side::Decoder, true, false, 1})); // looked at
    moveTo(target->rect.center());
    QVERIFY((f.session.selection().pointed() == TokenRole{Side::Decoder, true, true, 1})); // looks
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(chips, &leave);
    QVERIFY(!f.session.selection().pointed());
    moveTo(target->rect.center());
    f.session.setText(QStringLiteral("I love"));
    QVERIFY(waitForRest(f.session));
    QVERIFY(!f.session.selection().pointed()); // positions mean something else now
}

void TestPrompt::knownWordsAreCounted()
{
    Fixture f;
    f.session.setText(QStringLiteral("the cat zyxw"));
    QVERIFY(waitForRest(f.session));
    QVERIFY2(f.view.countText().contains(QStringLiteral("2 of 3")), qPrintable(f.view.countText()));
}

void TestPrompt::piecesOfAPictureAreNoWords()
{
    Fixture f("shapes");
    f.session.setPicture(std::make_shared<const Picture>(Picture{32, 32, std::vector<std::uint8_t>(std::size_t(3 * 32 * 32))}));
    QVERIFY(waitForRest(f.session) && f.session.trace());
    QVERIFY(f.view.countText().startsWith(QStringLiteral("65 token")));
    QVERIFY2(!f.view.countText().contains(QStringLiteral("word")), qPrintable(f.view.countText()));
}

void TestPrompt::secondFieldBelongsToEncoderDecoderModels()
{
    Fixture f("toy-encoder-decoder");
    QVERIFY(f.view.secondEdit().isVisible());
    f.session.setText(QStringLiteral("I love China"));
    Pasting::into(f.view.secondEdit(), QStringLiteral("我爱"));
    QCOMPARE(f.session.secondText().value_or(QString()), QStringLiteral("我爱"));
    QVERIFY(waitForRest(f.session));
    QVERIFY(f.session.trace());
    QVERIFY(f.session.trace()->tokens(Side::Decoder).size() >= 2);
    f.session.setModel(builtinModel("toy"), QStringLiteral("toy"));
    QVERIFY(!f.view.secondEdit().isVisible());
    QVERIFY(!f.session.secondText());
    QVERIFY(waitForRest(f.session));
    QVERIFY(f.session.trace());
}

void TestPrompt::historyComesBackWithAltUp()
{
    Fixture f;
    for (const char* text : {"one", "two"}) {
        f.session.setText(QLatin1String(text));
        QTest::keyClick(&f.view.edit(), Qt::Key_Return);
    }
    f.session.setText(QStringLiteral("three"));
    QTest::keyClick(&f.view.edit(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(f.session.text(), QStringLiteral("two"));
    QTest::keyClick(&f.view.edit(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(f.session.text(), QStringLiteral("one"));
    QTest::keyClick(&f.view.edit(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&f.view.edit(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(f.session.text(), QStringLiteral("three"));
}

void TestPrompt::textFromElsewhereIsShown()
{
    Fixture f;
    f.session.setText(QStringLiteral("from a sample"));
    QCOMPARE(f.view.edit().text(), QStringLiteral("from a sample"));
}

void TestPrompt::manyTokensScroll()
{
    Fixture f;
    f.session.setText(QStringLiteral("the cat ").repeated(250));
    QVERIFY(waitForRest(f.session));
    QVERIFY(f.session.trace());
    f.view.grab();
    QVERIFY(f.view.height() < 300);
    QVERIFY(f.view.figureView()->height() > 400);
    QCOMPARE(f.view.figureView()->hotAreas().size(), f.session.trace()->tokens(Side::Only).size());
}

void TestPrompt::theFirstTextFindsItsPlaceKept()
{
    Fixture f;
    f.view.resize(900, 200);
    const int empty = f.view.sizeHint().height();
    f.session.setText(QStringLiteral("the cat saw the dog"));
    QVERIFY(!f.session.trace());
    const int awaited = f.view.sizeHint().height();
    QVERIFY(awaited > empty);
    QVERIFY(waitForRest(f.session));
    QCOMPARE(f.view.sizeHint().height(), awaited);
}

QTEST_MAIN(TestPrompt)
#include "tst_prompt.moc"
