#include <QtTest>

#include <QImage>
#include <QProcess>
#include <QSvgRenderer>

/// Pictures from the command line: no display, no window, the same bytes every time.
class TestRender : public QObject
{
    Q_OBJECT

private slots:
    void theSameCallGivesTheSameBytes_data();
    void theSameCallGivesTheSameBytes();
    void everyViewIsDrawn();
    void numbersBehindAPictureAreWritten();
    void variantsTakeTheirOptions();
    void sizeAndScaleAreObeyed();
    void theDesktopChangesNothing();
    void wrongCallsAreOneSentence_data();
    void wrongCallsAreOneSentence();
    void aComparisonWithNothingIsRefused();
    void aFolderWithoutRoomIsSaid();
    void aPictureIsDrawnAgainFromTheSessionInside_data();
    void aPictureIsDrawnAgainFromTheSessionInside();

private:
    struct Call
    {
        int exitCode = -1;
        QByteArray err;
    };
    Call render(const QStringList& args, const QStringList& environment = {}) const;
    [[nodiscard]] QByteArray contentOf(const QString& name) const;
    [[nodiscard]] QStringList views() const;
    [[nodiscard]] static QStringList toy(const QString& view, const QString& out);

    QTemporaryDir m_folder;
};

TestRender::Call TestRender::render(const QStringList& args, const QStringList& environment) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    QStringList variables = QProcess::systemEnvironment().filter(QRegularExpression(QStringLiteral("^(?!DISPLAY|WAYLAND|QT_)")));
    process.setEnvironment(variables + environment);
    process.start(QStringLiteral(HEADLIGHT_PROGRAM), QStringList{QStringLiteral("render")} + args);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, "no normal end: " + process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardError()};
}

QByteArray TestRender::contentOf(const QString& name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList TestRender::toy(const QString& view, const QString& out)
{
    QStringList args{QStringLiteral("--model"), QStringLiteral("toy"), QStringLiteral("--text"), QStringLiteral("The animal crossed it"),
                     QStringLiteral("--view"), view, QStringLiteral("--out"), out};
    if (view == QLatin1String("compare"))
        args << QStringLiteral("--compare") << QStringLiteral("head=1.1");
    return args;
}

/// The views as the program itself names them.
QStringList TestRender::views() const
{
    const QByteArray sentence = render(toy(QStringLiteral("none"), QStringLiteral("a.png"))).err;
    QString list = QString::fromUtf8(sentence).section(QStringLiteral("there are "), 1).trimmed();
    list.chop(1); // the full stop
    return list.split(QStringLiteral(", "));
}

void TestRender::theSameCallGivesTheSameBytes_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("ending");
    for (const QString& view : views()) {
        for (const char* ending : {"png", "svg"})
            QTest::addRow("%s as %s", qPrintable(view), ending) << view << QString::fromLatin1(ending);
    }
}

void TestRender::theSameCallGivesTheSameBytes()
{
    QFETCH(QString, view);
    QFETCH(QString, ending);
    const QString first = QStringLiteral("first.") + ending;
    const QString second = QStringLiteral("second.") + ending;
    for (const QString& name : {first, second}) {
        const Call call = render(toy(view, name));
        QVERIFY2(call.exitCode == 0 && call.err.isEmpty(), call.err.constData());
    }
    QVERIFY(contentOf(first).size() > 1000);
    QVERIFY(contentOf(first) == contentOf(second));
}

void TestRender::everyViewIsDrawn()
{
    QVERIFY(views().contains(QStringLiteral("stage")));
    for (const QString& view : views()) {
        for (const QString& ending : {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}) {
            const QString name = view + QLatin1Char('.') + ending;
            const Call call = render(toy(view, name));
            QVERIFY2(call.exitCode == 0, (name.toUtf8() + ": " + call.err).constData());
            QVERIFY(!contentOf(name).isEmpty());
        }
        const QImage image(m_folder.filePath(view + QStringLiteral(".png")));
        QVERIFY2(image.width() > 100 && image.height() > 40, qPrintable(view));
        int changes = 0;
        for (int y = 1; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                changes += image.pixel(x, y) != image.pixel(x, y - 1) ? 1 : 0;
        }
        QVERIFY2(changes > 500, qPrintable(view)); // not an empty page
        QVERIFY(QSvgRenderer(contentOf(view + QStringLiteral(".svg"))).isValid());
        QVERIFY(contentOf(view + QStringLiteral(".pdf")).startsWith("%PDF-"));
    }
}

void TestRender::numbersBehindAPictureAreWritten()
{
    for (const char* ending : {"csv", "npz", "json"}) {
        for (const char* view : {"variants", "metrics", "stage"}) {
            const QString name = QStringLiteral("%1.%2").arg(QLatin1String(view), QLatin1String(ending));
            const Call call = render(toy(QLatin1String(view), name));
            QVERIFY2(call.exitCode == 0, (name.toUtf8() + ": " + call.err).constData());
            QVERIFY2(contentOf(name).size() > 100, qPrintable(name));
        }
    }
    QVERIFY(contentOf(QStringLiteral("variants.csv")).contains("largest_weight_moved"));
}

void TestRender::variantsTakeTheirOptions()
{
    const auto numbersOf = [&](const QStringList& added) {
        const QString name = QStringLiteral("variant.json");
        const Call call = render(toy(QStringLiteral("variants"), name) + added);
        return call.exitCode == 0 ? contentOf(name) : call.err;
    };
    const QByteArray near = numbersOf({QStringLiteral("--variant"), QStringLiteral("local-window"), QStringLiteral("--window"), QStringLiteral("1")});
    const QByteArray far = numbersOf({QStringLiteral("--variant"), QStringLiteral("local-window"), QStringLiteral("--window"), QStringLiteral("3")});
    QVERIFY2(near.startsWith('{') && far.startsWith('{'), (near + far).constData());
    QVERIFY(near != far && near.contains("local-window"));
    QVERIFY(numbersOf({QStringLiteral("--format"), QStringLiteral("float16")}).contains("float16.relative"));
    for (const auto& [added, named] : {std::pair{"--variant fulll", "Did you mean \"full\"?"}, {"--format float8", "bfloat16"}, {"--kernel 4", "odd"},
                                       {"--stride 0", "--stride"}, {"--variant full --format int8", "give one"}}) {
        const Call call = render(toy(QStringLiteral("variants"), QStringLiteral("no.png")) + QString::fromLatin1(added).split(QLatin1Char(' ')));
        QVERIFY2(call.exitCode == 2 && call.err.contains(named) && call.err.count('\n') == 1, call.err.constData());
    }
}

void TestRender::sizeAndScaleAreObeyed()
{
    QStringList args = toy(QStringLiteral("stage"), QStringLiteral("sized.png"));
    args << QStringLiteral("--size") << QStringLiteral("900x600") << QStringLiteral("--scale") << QStringLiteral("1.5");
    QCOMPARE(render(args).exitCode, 0);
    QCOMPARE(QImage(m_folder.filePath(QStringLiteral("sized.png"))).size(), QSize(1350, 900));
    args << QStringLiteral("--theme") << QStringLiteral("dark");
    QCOMPARE(render(args).exitCode, 0);
    QVERIFY(QImage(m_folder.filePath(QStringLiteral("sized.png"))).pixelColor(2, 2).lightness() < 80);
}

void TestRender::theDesktopChangesNothing()
{
    QCOMPARE(render(toy(QStringLiteral("stage"), QStringLiteral("plain.png"))).exitCode, 0);
    const Call call = render(toy(QStringLiteral("stage"), QStringLiteral("other.png")),
                             {QStringLiteral("QT_SCALE_FACTOR=2"), QStringLiteral("QT_FONT_DPI=200"),
                              QStringLiteral("QT_QPA_PLATFORM=xcb"), QStringLiteral("DISPLAY=:4711")});
    QVERIFY2(call.exitCode == 0, call.err.constData());
    QVERIFY(contentOf(QStringLiteral("plain.png")) == contentOf(QStringLiteral("other.png")));
}

void TestRender::wrongCallsAreOneSentence_data()
{
    QTest::addColumn<QStringList>("added");
    QTest::addColumn<QString>("out");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* what, const char* added, const char* out, int exitCode, const char* named) {
        QTest::newRow(what) << QString::fromLatin1(added).split(QLatin1Char(' '), Qt::SkipEmptyParts) << QString::fromLatin1(out)
                            << exitCode << QByteArray(named);
    };
    row("unknown ending", "", "a.gif", 2, "a.gif");
    row("unknown theme", "--theme blue", "a.png", 2, "--theme");
    row("unknown map", "--map jet", "a.png", 2, "viridis");
    row("bad size", "--size large", "a.png", 2, "--size");
    row("unknown aggregate", "--aggregate median", "a.png", 2, "mean-all");
    row("unknown way with special tokens", "--specials gone", "a.png", 2, "renormalised");
    row("unknown colour scale", "--color-scale blue", "a.png", 2, "--color-scale");
    row("both thresholds", "--mass 0.5 --threshold 0.1", "a.png", 2, "--threshold");
    row("mass outside", "--mass 2", "a.png", 2, "--mass");
    row("row twice", "--row 1 --query 1", "a.png", 2, "--query");
    row("unknown step", "--step scors", "a.png", 1, "Did you mean \"scores\"?");
    row("unknown path", "--step blocks.0.attn.0.scors", "a.png", 1, "did you mean \"blocks.0.attn.0.scores\"?");
    row("layer outside", "--layer 9", "a.png", 1, "blocks.9.attn.0.pattern");
    row("head outside, of a step without heads", "--step resid_pre --head 9", "a.png", 1, "heads 0 to");
    row("cell outside", "--row 99", "a.png", 1, "--row");
    row("picture too large", "--scale 100", "a.png", 1, "choose a smaller scale");
    row("no such folder", "", "none/a.png", 1, "none/a.png");
    row("a variant elsewhere", "--window 3", "a.png", 2, "--window belongs to --view variants");
    row("numbers without a folder", "", "none/a.csv", 1, "none/a.csv");
}

void TestRender::wrongCallsAreOneSentence()
{
    QFETCH(QStringList, added);
    QFETCH(QString, out);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, named);
    const Call call = render(toy(QStringLiteral("stage"), out) + added);
    QVERIFY2(call.exitCode == exitCode, call.err.constData());
    QVERIFY2(call.err.startsWith("headlight: ") && call.err.count('\n') == 1, call.err.constData());

    QVERIFY2(call.err.contains(named), call.err.constData());
    QVERIFY(contentOf(out).isEmpty());
}

void TestRender::aComparisonWithNothingIsRefused()
{
    QStringList args = toy(QStringLiteral("stage"), QStringLiteral("alone.png"));
    args.replaceInStrings(QStringLiteral("stage"), QStringLiteral("compare"));
    const Call call = render(args);
    QCOMPARE(call.exitCode, 2);
    QVERIFY2(call.err.contains("--compare") && call.err.contains("head=0.1"), call.err.constData());
    QVERIFY(contentOf(QStringLiteral("alone.png")).isEmpty());
}

void TestRender::aFolderWithoutRoomIsSaid()
{
    const Call call = render(toy(QStringLiteral("stage"), QStringLiteral("/proc/headlight.png")));
    QCOMPARE(call.exitCode, 1);
    QVERIFY2(call.err.contains("/proc/headlight.png") && call.err.count('\n') == 1, call.err.constData());
}

void TestRender::aPictureIsDrawnAgainFromTheSessionInside_data()
{
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

void TestRender::aPictureIsDrawnAgainFromTheSessionInside()
{
    QFETCH(QString, ending);
    const QString first = QStringLiteral("first.") + ending;
    const QString again = QStringLiteral("again.") + ending;
    QStringList args = toy(QStringLiteral("ledger"), first);
    args << QStringLiteral("--layer") << QStringLiteral("1") << QStringLiteral("--step") << QStringLiteral("scores") << QStringLiteral("--theme")
         << QStringLiteral("dark") << QStringLiteral("--row") << QStringLiteral("2") << QStringLiteral("--ablate") << QStringLiteral("blocks.0.attn.1");
    QCOMPARE(render(args).err, QByteArray());
    QCOMPARE(render({QStringLiteral("--session"), first, QStringLiteral("--out"), again}).err, QByteArray());
    QVERIFY(!contentOf(first).isEmpty());
    QCOMPARE(contentOf(again), contentOf(first));

    args = toy(QStringLiteral("compare"), first);
    QCOMPARE(render(args).err, QByteArray());
    QCOMPARE(render({QStringLiteral("--session"), first, QStringLiteral("--out"), again}).err, QByteArray());
    QCOMPARE(contentOf(again), contentOf(first));
}

QTEST_GUILESS_MAIN(TestRender)
#include "tst_render.moc"
