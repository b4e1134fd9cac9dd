#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/figure/export.h"
#include "ui/figure/numbers.h"
#include "ui/figure/pdf_letters.h"
#include "ui/figure/stage_figure.h"
#include "ui/paint/heatmap.h"

#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace hl;
using namespace hl::ui;

namespace {

const char* const sentence = "the cat sat <on> the mat & slept";

Scene sceneOf(const char* text = sentence, Step step = Step::Pattern)
{
    RunRequest request;
    request.model = builtinModel("toy");
    request.text = text;
    Scene scene;
    if (const auto trace = run(request))
        scene.trace = *trace;
    scene.place = clamped(Place{.step = step, .query = 3, .key = 1}, *scene.trace);
    scene.theme = Theme::light();
    return scene;
}

Heatmap heatmapOf(const Scene& scene)
{
    return Heatmap::of(scene.trace, scene.place.ref(), scene.options, scene.theme);
}

QByteArray written(const Scene& scene, PictureFormat format, const ExportOptions& options = {})
{
    const auto bytes = exportFigure(StageFigure(), scene, format, options);
    return bytes ? *bytes : QByteArray();
}

/// Standard output of a program; empty if it is not there or fails.
QByteArray outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    return process.exitStatus() == QProcess::NormalExit ? process.readAllStandardOutput() : QByteArray();
}

class WordsFigure : public Figure
{
public:
    static QString words() { return QStringLiteral("一行 里 and letters"); }
    QString name() const override { return QStringLiteral("words"); }
    QString title(const Scene&) const override { return name(); }
    QSizeF naturalSize(const Scene&) const override { return {200, 100}; }
    QSizeF leastSize(const Scene& scene) const override { return naturalSize(scene); }
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override
    {
        ink.text(rect, Qt::AlignLeft | Qt::AlignTop, words(), scene.theme.text, scene.theme.font());
    }
    std::vector<StepRef> shownSteps(const Scene&) const override { return {}; }
};

/// A text with a family of three, which is one character to a person and five to a font.
class EmojiFigure : public Figure
{
public:
    QString name() const override { return QStringLiteral("emoji"); }
    QString title(const Scene&) const override { return QStringLiteral("emoji"); }
    QSizeF naturalSize(const Scene&) const override { return {200, 40}; }
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override
    {
        ink.text(rect, Qt::AlignCenter, QString::fromUtf8("before 👩‍👩‍👧 after"), scene.theme.text, scene.theme.font());
    }
    std::vector<StepRef> shownSteps(const Scene&) const override { return {}; }
};

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

private slots:
    void sameSceneGivesSameBytes_data();
    void sameSceneGivesSameBytes();
    void pngHasTheAskedSizeDensityAndFacts();
    void pngCellsHaveExactColours();
    void aPictureTooLargeIsRefused();
    void aStalePictureIsNotDimmed();
    void svgHasRealTextAndExactCells();
    void svgOfManyCellsHoldsALosslessImage();
    void svgStaysWellFormedWithControlCharacters();
    void pdfHoldsTheCellsAsAnImage();
    void pdfHasRealText();
    void pdfNamesTheLettersThatWereWritten();
    void lettersAreRenamedInTheirTablesAlone();
    void pdfDrawsEmojiAsPictures();
    void damagedBytesAreNotWritten();
    void anUnwritablePlaceLeavesTheOldFile();
    void savedFileIsWhatWasExported();
    void numbersReadBackExactly();
    void everyPictureHasItsNumbers_data();
    void everyPictureHasItsNumbers();
    void nothingToExportIsASentence();
};

void TestExport::sameSceneGivesSameBytes_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("png") << static_cast<int>(PictureFormat::Png);
    QTest::newRow("svg") << static_cast<int>(PictureFormat::Svg);
    QTest::newRow("pdf") << static_cast<int>(PictureFormat::Pdf);
}

void TestExport::sameSceneGivesSameBytes()
{
    QFETCH(int, format);
    const auto first = written(sceneOf("你好 😀 hello world"), static_cast<PictureFormat>(format));
    QVERIFY(!first.isEmpty());
    QTest::qSleep(1100); // a date in the file would differ now
    QVERIFY(first == written(sceneOf("你好 😀 hello world"), static_cast<PictureFormat>(format)));
}

void TestExport::pngHasTheAskedSizeDensityAndFacts()
{
    ExportOptions options;
    options.dpi = 300;
    options.size = QSizeF(480, 320);
    options.text = QString::fromUtf8(sentence);
    const QImage image = QImage::fromData(written(sceneOf(), PictureFormat::Png, options), "png");
    QCOMPARE(image.size(), QSize(1500, 1000));
    QCOMPARE(image.dotsPerMeterX(), 11811);
    QCOMPARE(image.text(QStringLiteral("Model")), QStringLiteral("toy"));
    QCOMPARE(image.text(QStringLiteral("Text")), options.text);
    QCOMPARE(image.text(QStringLiteral("Place")), QStringLiteral("blocks.0.attn.0.pattern"));
}

void TestExport::pngCellsHaveExactColours()
{
    Scene scene = sceneOf();
    scene.options.showValues = false;
    const StageFigure figure;
    const QSizeF size = figure.naturalSize(scene);
    const QImage image = QImage::fromData(written(scene, PictureFormat::Png), "png");
    const MatrixLayout layout = figure.layout(QRectF(QPointF(0, 0), QSizeF(std::ceil(size.width()), std::ceil(size.height()))), scene);
    const Heatmap map = heatmapOf(scene);
    for (Index row = 0; row < layout.rows; ++row) {
        for (Index col = 0; col < layout.cols; ++col) {
            const QRectF cell = layout.cellRect(row, col);
            const QPointF inside = cell.topLeft() + QPointF(cell.width() * 0.2, cell.height() * 0.2);
            QCOMPARE(image.pixel((inside * 2.0).toPoint()), map.colorAt(row, col));
        }
    }
}

void TestExport::aPictureTooLargeIsRefused()
{
    ExportOptions options;
    options.scale = 1e6;
    const auto result = exportFigure(StageFigure(), sceneOf(), PictureFormat::Png, options);
    QVERIFY(!result);
    QVERIFY(result.error().english().find("16384") != std::string::npos);
    options.scale = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(!exportFigure(StageFigure(), sceneOf(), PictureFormat::Png, options));
}

void TestExport::aStalePictureIsNotDimmed()
{
    Scene stale = sceneOf();
    stale.isStale = true;
    QVERIFY(written(stale, PictureFormat::Png) == written(sceneOf(), PictureFormat::Png));
}

void TestExport::svgHasRealTextAndExactCells()
{
    const Scene scene = sceneOf();
    const Heatmap map = heatmapOf(scene);
    QXmlStreamReader reader(written(scene, PictureFormat::Svg));
    QStringList texts;
    QMap<QString, int> crispRects; // by the fill of their group
    QString fill;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = reader.attributes();
        if (reader.name() == QLatin1String("g") && attributes.hasAttribute(QLatin1String("fill")))
            fill = attributes.value(QLatin1String("fill")).toString();
        else if (reader.name() == QLatin1String("rect")
                 && attributes.value(QLatin1String("shape-rendering")) == QLatin1String("crispEdges"))
            ++crispRects[fill];
        else if (reader.name() == QLatin1String("text"))
            texts << reader.readElementText();
        QVERIFY(reader.name() != QLatin1String("image"));
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    for (const char* word : {"cat", "mat", "query ↓", "key →", "<", "&"})
        QVERIFY2(texts.join(QLatin1Char('|')).contains(QString::fromUtf8(word)), word);
    QMap<QString, int> expected;
    for (Index row = 0; row < map.view.rows(); ++row) {
        for (Index col = 0; col < map.view.cols(); ++col)
            ++expected[QColor(map.colorAt(row, col)).name()];
    }
    for (auto it = expected.begin(); it != expected.end(); ++it)
        QVERIFY2(crispRects.value(it.key()) >= it.value(), qPrintable(it.key()));
}

void TestExport::svgOfManyCellsHoldsALosslessImage()
{
    std::string text;
    for (int i = 0; i < 140; ++i)
        text += "the ";
    const QByteArray svg = written(sceneOf(text.c_str()), PictureFormat::Svg);
    QVERIFY(svg.contains("data:image/png;base64,"));
    QVERIFY(!svg.contains("data:image/jpeg"));
}

void TestExport::svgStaysWellFormedWithControlCharacters()
{
    ExportOptions options;
    options.text = QStringLiteral("a\x01\x0b<b> & ]]> \xff");
    QXmlStreamReader reader(written(sceneOf("a \x01 <b> & ]]>"), PictureFormat::Svg, options));
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
}

void TestExport::pdfHoldsTheCellsAsAnImage()
{
    if (QStandardPaths::findExecutable(QStringLiteral("pdfimages")).isEmpty())
        QSKIP("skipped: pdfimages (poppler-utils) is not installed");
    const Scene scene = sceneOf();
    const Heatmap map = heatmapOf(scene);
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("stage.pdf"));
    QVERIFY(saveExport(file, written(scene, PictureFormat::Pdf)));
    outputOf(QStringLiteral("pdfimages"), {QStringLiteral("-png"), file, folder.filePath(QStringLiteral("i"))});
    const QImage cells(folder.filePath(QStringLiteral("i-000.png")));
    QCOMPARE(cells.size(), QSize(static_cast<int>(map.view.cols()), static_cast<int>(map.view.rows())));
    for (int y = 0; y < cells.height(); ++y) {
        for (int x = 0; x < cells.width(); ++x)
            QCOMPARE(cells.pixel(x, y), map.colorAt(y, x));
    }
}

void TestExport::pdfHasRealText()
{
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
        QSKIP("skipped: pdftotext (poppler-utils) is not installed");
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("stage.pdf"));
    QVERIFY(saveExport(file, written(sceneOf("the cat loves 北京"), PictureFormat::Pdf)));
    const QString text = QString::fromUtf8(outputOf(QStringLiteral("pdftotext"), {file, QStringLiteral("-")}));
    for (const char* word : {"cat", "query", "blocks.0.attn.0.pattern", "softmax(Q", "1.000000"})
        QVERIFY2(text.contains(QString::fromUtf8(word)), qPrintable(text));
}

/// A font draws a space as it draws a tab, and 行 as it draws the radical of that name.
void TestExport::pdfNamesTheLettersThatWereWritten()
{
    Scene scene = sceneOf();
    const auto bytes = exportFigure(WordsFigure(), scene, PictureFormat::Pdf);
    QVERIFY(bytes);
    QVERIFY(!bytes->contains("> <0009> <")); // "<0001> <0009> [" tells numbers of glyphs
    for (const char* radical : {"<2F8F>", "<2F00>", "<2FA5>"})
        QVERIFY2(!bytes->contains(radical), radical);
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("words.pdf"));
    QVERIFY(saveExport(file, *bytes));
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
        QSKIP("skipped: pdftotext (poppler-utils) is not installed");
    const QString text = QString::fromUtf8(outputOf(QStringLiteral("pdftotext"), {file, QStringLiteral("-")}));
    QVERIFY2(text.contains(WordsFigure::words()), qPrintable(text));
}

void TestExport::lettersAreRenamedInTheirTablesAlone()
{
    QByteArray pdf = "(<2F8F>)\n2 beginbfrange\n<0000> <0000> <0000>\n<0001> <0003> [<0009> <2F8F> <2E80> ]\nendbfrange\n"
                     "1 beginbfrange\n<0001> <0001> <2FA5>\nendbfrange\n1 beginbfrange\n<0001> <0002> <2FA5>\nendbfrange\n<2F8F>";
    nameLetters(pdf);
    QCOMPARE(pdf, QByteArray("(<2F8F>)\n2 beginbfrange\n<0000> <0000> <0000>\n<0001> <0003> [<0020> <884C> <2E80> ]\nendbfrange\n"
                             "1 beginbfrange\n<0001> <0001> <91CC>\nendbfrange\n1 beginbfrange\n<0001> <0002> <2FA5>\nendbfrange\n<2F8F>"));
    for (QByteArray cut : {QByteArray("1 beginbfrange\n<0001"), QByteArray("1 beginbfrange\n<0001> <0001> <2F\nendbfrange"), QByteArray("1 beginbfrange\n[<2\nendbfrange")})
        nameLetters(cut); // whatever it makes of them, it ends
}

void TestExport::pdfDrawsEmojiAsPictures()
{
    if (QStandardPaths::findExecutable(QStringLiteral("pdfimages")).isEmpty())
        QSKIP("skipped: pdfimages (poppler-utils) is not installed");
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("emoji.pdf"));
    const auto bytes = exportFigure(EmojiFigure(), sceneOf(), PictureFormat::Pdf);
    QVERIFY(bytes);
    QVERIFY(saveExport(file, *bytes));
    const QByteArray list = outputOf(QStringLiteral("pdfimages"), {QStringLiteral("-list"), file});
    QVERIFY2(list.contains("image") && list.contains("smask"), list.constData());
    const QString text = QString::fromUtf8(outputOf(QStringLiteral("pdftotext"), {file, QStringLiteral("-")}));
    QVERIFY2(text.contains(QStringLiteral("before")) && text.contains(QStringLiteral("after")), qPrintable(text));
}

void TestExport::damagedBytesAreNotWritten()
{
    QTemporaryDir folder;
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        const QString file = folder.filePath(QString::fromLatin1(name));
        QVERIFY(!saveExport(file, QByteArray("<svg><g></svg> %PDF-1.4 half")));
        QVERIFY(!QFile::exists(file));
    }
    QVERIFY(!saveExport(folder.filePath(QStringLiteral("a.jpg")), written(sceneOf(), PictureFormat::Png)));
}

void TestExport::anUnwritablePlaceLeavesTheOldFile()
{
    QTemporaryDir folder;
    const QString missing = folder.filePath(QStringLiteral("no such folder/a.png"));
    const auto result = saveExport(missing, written(sceneOf(), PictureFormat::Png));
    QVERIFY(!result);
    QVERIFY(result.error().english().find("a.png") != std::string::npos);

    const QString old = folder.filePath(QStringLiteral("old.png"));
    const QByteArray first = written(sceneOf(), PictureFormat::Png);
    QVERIFY(saveExport(old, first));
    QVERIFY(!saveExport(old, first.left(first.size() / 2))); // a torn picture
    QFile file(old);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == first);
}

void TestExport::savedFileIsWhatWasExported()
{
    QTemporaryDir folder;
    for (const auto& [name, format] : {std::pair("a.PNG", PictureFormat::Png), std::pair("bild ü.svg", PictureFormat::Svg),
                                       std::pair("c.pdf", PictureFormat::Pdf)}) {
        const QString path = folder.filePath(QString::fromUtf8(name));
        const QByteArray bytes = written(sceneOf(), format);
        QVERIFY(saveExport(path, bytes));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == bytes);
    }
}

void TestExport::numbersReadBackExactly()
{
    const Scene scene = sceneOf(sentence, Step::Scaled);
    const MatrixView view = scene.trace->view(scene.place.ref());
    const QStringList lines = valuesAsText(StageFigure(), scene).split(QLatin1Char('\n'));
    QVERIFY(lines.front().startsWith(QStringLiteral("blocks.0.attn.0.scaled\t")));
    for (Index row = 0; row < view.rows(); ++row) {
        const QStringList fields = lines[static_cast<int>(row) + 1].split(QLatin1Char('\t'));
        QCOMPARE(static_cast<Index>(fields.size()), view.cols() + 1);
        for (Index col = 0; col < view.cols(); ++col)
            QVERIFY(fields[static_cast<int>(col) + 1].toFloat() == static_cast<float>(view.at(row, col)));
    }
}

void TestExport::everyPictureHasItsNumbers_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : figureNames()) {
        if (name != QLatin1String("prompt")) // words
            QTest::newRow(qPrintable(name)) << name;
    }
}

void TestExport::everyPictureHasItsNumbers()
{
    QFETCH(QString, name);
    const Scene scene = sceneOf();
    const auto figure = makeFigure(name);
    const bool isOfOtherModels = name == QLatin1String("picture") || name == QLatin1String("sound");
    QCOMPARE(hasNumbers(*figure, scene), !isOfOtherModels);
    QCOMPARE(valuesAsText(*figure, scene).isEmpty(), isOfOtherModels);
    if (name == QLatin1String("weights"))
        QVERIFY(valuesAsText(*figure, scene).startsWith(QStringLiteral("blocks.0.attn.0.q.weight\t0\t1")));
    if (name == QLatin1String("mistakes")) {
        for (const char* ending : {"\t", ".mistake\t", ".difference\t"})
            QVERIFY2(valuesAsText(*figure, scene).contains(QLatin1String(".pattern") + QLatin1String(ending)), ending);
    }
}

void TestExport::nothingToExportIsASentence()
{
    const auto result = exportFigure(StageFigure(), Scene{}, PictureFormat::Png);
    QVERIFY(!result);
    QVERIFY(!result.error().english().empty());
}

QTEST_MAIN(TestExport)
#include "tst_export.moc"
