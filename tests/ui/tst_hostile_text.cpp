// Text that was made to break things, in the window and in every export: shown as text, never as markup or as a placeholder;
// every file stays well-formed and loses nothing.
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model_folder.h"
#include "core/output/trace_file.h"
#include "core/run/run_request.h"
#include "core/text/unicode.h"
#include "ui/export_actions.h"
#include "ui/figure/export.h"
#include "ui/figure/labels.h"
#include "ui/figure/numbers.h"
#include "ui/main_window.h"
#include "ui/views/edit_menu.h"
#include "ui/views/figure_view.h"
#include "ui/views/prompt_view.h"

#include <nlohmann/json.hpp>

#include <QInputMethodEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <ctime>
#include <fstream>

using namespace hl;
using namespace hl::ui;

namespace {

struct Text
{
    const char* name;
    std::string utf8; // may be no UTF-8
};

const std::vector<Text>& texts()
{
    using namespace std::string_literals;
    static const std::vector<Text> all = {
        {"NUL and all other controls", [] {
             std::string text = "a";
             for (int c = 0; c < 0x20; ++c)
                 text += static_cast<char>(c);
             return text + "b\x7f"s + "c"s;
         }()},
        {"upper controls", [] {
             std::string text;
             for (char32_t c = 0x80; c < 0xA0; ++c)
                 text += toUtf8(c) + "x";
             return text;
         }()},
        {"noncharacters and private use", "\uFEFFa\uFFFE b\uFFFF \uFDD0 \uE000 \U0001FFFE \U0010FFFF \uFFFD"},
        {"surrogates", "a\xED\xA0\xBD b\xED\xB8\x80 \xED\xB8\x80\xED\xA0\xBD \xFF\xC3(\xE2\x82"},
        {"direction signs", "abc \u202Edef\u202C \u2067x\u2069 \u061C שלום עולם 12 \u200F3\u200E مرحبا (4)"},
        {"joined emoji, flags, skins", "👨‍👩‍👧‍👦 🇨🇳🇫🇷 👍🏽👍🏿 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️‍🔥 1️⃣"},
        {"a thousand accents", "e" + [] {
             std::string text;
             for (int i = 0; i < 1000; ++i) // some 2000 tokens
                 text += "\u0301";
             return text;
         }() + " Z\u0300\u0301\u0302\u0303a\u0315\u0316\u0317l\u0338g\u0489o"},
        {"markup", "<img src=x onerror=alert(1)> <b>bold</b> </text></svg> <script> ]]> <!-- --> &amp; &#0; \"quoted\" 'single' `back`"},
        {"placeholders", "%1 %2 %3 %n %L1 %% {0} {} $1 \\1 ${x} $(touch x) %s %d @title@ @desc@ [*]"},
        {"escapes of a terminal and line breaks", "\x1b[31mred\x1b]0;title\x07 a\r\nb\u2028c\u2029d\n\n\te"},
        {"formulas of a table", "=1+1 +2 -3 @SUM(A1) =HYPERLINK(\"http://x\",\"y\") a,b;c\td \"e\"\"f\""},
        {"a long word", std::string(3000, 'w')},
        {"one character", "x"},
        {"an ideographic space and a joiner", "\u3000我\u200D爱\u200B中国\u2060！"},
    };
    return all;
}

TracePtr traceOf(const char* model, const std::string& text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    if (request.model->spec().isEncoderDecoder())
        request.second = text;
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

Scene sceneOf(const TracePtr& trace, Step step = Step::Pattern)
{
    Scene scene;
    scene.trace = trace;
    scene.place = clamped(Place{.side = trace->model().spec().outputSide(), .step = step, .query = 3, .key = 1}, *trace);
    scene.theme = Theme::light();
    return scene;
}

QString whole(const std::string& utf8)
{
    return QString::fromStdString(sanitise(utf8));
}

/// The texts of an SVG, as a reader of XML sees them; nothing if it is not well-formed.
std::optional<QStringList> textsOf(const QByteArray& svg)
{
    QStringList found;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
            found << reader.readElementText();
    }
    return reader.hasError() ? std::nullopt : std::optional(found);
}

/// What a reader of CSV makes of it: RFC 4180.
std::vector<std::vector<std::string>> rowsOf(const std::string& csv)
{
    std::vector<std::vector<std::string>> rows(1, {""});
    bool isQuoted = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (isQuoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"')
            rows.back().back() += csv[++i];
        else if (c == '"')
            isQuoted = !isQuoted;
        else if (c == ',' && !isQuoted)
            rows.back().emplace_back();
        else if (c == '\r' && !isQuoted && csv.substr(i, 2) == "\r\n") {
            rows.push_back({""});
            ++i;
        } else
            rows.back().back() += c;
    }
    rows.pop_back(); // behind the last line break
    return rows;
}

/// A model whose words are what templates and markup are made of.
std::shared_ptr<const Model> modelOfSigns(const std::filesystem::path& folder)
{
    ModelFolder made = ModelFolder::gpt2();
    made.write(folder);
    nlohmann::json vocabulary;
    int id = 0;
    for (const char* word : {"<unk>", "%1", "%2", "%3", "<b>x</b>", "'sans-serif'", "@desc@", "&amp;", "%n", "@title@", "[*]"})
        vocabulary[word] = id++;
    const nlohmann::json tokenizer = {{"version", "1.0"}, {"added_tokens", nlohmann::json::array()}, {"normalizer", nullptr},
                                      {"pre_tokenizer", {{"type", "WhitespaceSplit"}}}, {"post_processor", nullptr}, {"decoder", nullptr},
                                      {"model", {{"type", "WordLevel"}, {"unk_token", "<unk>"}, {"vocab", vocabulary}}}};
    writeBytes(folder / "tokenizer.json", tokenizer.dump());
    const auto model = loadModel(folder);
    if (!model)
        qFatal("%s", model.error().english().c_str());
    return *model;
}

bool waitForRest(Session& session)
{
    return QTest::qWaitFor([&] { return !session.isStale(); }, 20'000);
}

PromptEdit& editOf(MainWindow& window)
{
    return *window.findChild<PromptEdit*>(QStringLiteral("promptEdit"));
}

void commit(PromptEdit& edit, const QString& text)
{
    QInputMethodEvent event;
    event.setCommitString(text);
    QApplication::sendEvent(&edit, &event);
}

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

} // namespace

class TestHostileText : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    std::filesystem::path at(const char* name) const { return std::filesystem::path(m_directory.path().toStdString()) / name; }

    static void addTexts()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < texts().size(); ++i)
            QTest::newRow(texts()[i].name) << static_cast<int>(i);
    }

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void everyPictureOfItIsWellFormed_data() { addTexts(); }
    void everyPictureOfItIsWellFormed()
    {
        QFETCH(int, index);
        const Text& text = texts()[static_cast<std::size_t>(index)];
        for (const char* model : {"toy", "toy-encoder-decoder"}) {
            // Of a long text the beginning will do: it is the signs that matter here.
            const TracePtr trace = traceOf(model, text.utf8.substr(0, 60));
            QVERIFY(trace);
            for (const QString& name : figureNames()) {
                const auto figure = makeFigure(name);
                const Scene scene = sceneOf(trace);
                ExportOptions options;
                options.text = whole(text.utf8);
                for (const PictureFormat format : {PictureFormat::Svg, PictureFormat::Png, PictureFormat::Pdf}) {
                    const bool isOneOfTwo = name == QLatin1String("prompt") || name == QLatin1String("lines");
                    if (!isOneOfTwo && (format != PictureFormat::Svg || model != std::string("toy")))
                        continue;
                    const auto bytes = exportFigure(*figure, scene, format, options);
                    QVERIFY2(bytes, bytes ? "" : qPrintable(name + QString::fromStdString(bytes.error().english())));
                    if (format == PictureFormat::Svg)
                        QVERIFY2(textsOf(*bytes), qPrintable(name));
                    const QString path = m_directory.filePath(format == PictureFormat::Svg ? QStringLiteral("a.svg")
                                                              : format == PictureFormat::Png ? QStringLiteral("a.png")
                                                                                             : QStringLiteral("a.pdf"));
                    const auto saved = saveExport(path, *bytes);
                    QVERIFY2(saved, saved ? "" : saved.error().english().c_str());
                }
            }
        }
    }

    void numbersOfItAreReadBackWithEveryToken_data() { addTexts(); }
    void numbersOfItAreReadBackWithEveryToken()
    {
        QFETCH(int, index);
        const TracePtr trace = traceOf("toy", texts()[static_cast<std::size_t>(index)].utf8.substr(0, 160));
        const Tokens& tokens = trace->tokens(Side::Only);
        const auto count = static_cast<Index>(tokens.size());
        const StepRef ref{.step = Step::Pattern, .layer = 0, .head = 0};
        const StepRef steps[] = {ref};

        const auto json = nlohmann::json::parse(traceJson(*trace, steps));
        QCOMPARE(json["tokens"].size(), tokens.size());
        for (std::size_t i = 0; i < tokens.size(); ++i)
            QCOMPARE(json["tokens"][i]["token"].get<std::string>(), sanitise(tokens[i].piece));

        const auto rows = rowsOf(traceCsv(*trace, steps));
        QCOMPARE(static_cast<Index>(rows.size()), count * count + 1);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            QCOMPARE(rows[i].size(), std::size_t{6});
            const auto row = static_cast<std::size_t>(static_cast<Index>(i - 1) / count);
            const auto col = static_cast<std::size_t>(static_cast<Index>(i - 1) % count);
            QCOMPARE(rows[i][3], tokens[row].text);
            QCOMPARE(rows[i][4], tokens[col].text);
            QVERIFY(std::stof(rows[i][5]) == static_cast<float>(trace->view(ref).at(static_cast<Index>(row), static_cast<Index>(col))));
        }

        const QStringList lines = valuesAsText(*makeFigure(QStringLiteral("stage")), sceneOf(trace)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(static_cast<Index>(lines.size()), count + 1);
        for (const QString& line : lines)
            QCOMPARE(static_cast<Index>(line.count(QLatin1Char('\t'))), count);
    }

    void whatIsShownHasNoSignThatCannotBeSeen_data() { addTexts(); }
    void whatIsShownHasNoSignThatCannotBeSeen()
    {
        QFETCH(int, index);
        const Text& text = texts()[static_cast<std::size_t>(index)];
        const TracePtr trace = traceOf("toy", text.utf8);
        for (const Token& token : trace->tokens(Side::Only)) {
            const QString label = tokenLabel(token);
            QVERIFY(!label.isEmpty());
            for (const QChar c : label) {
                const bool isHidden = c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0) || (c.unicode() >= 0x202A && c.unicode() <= 0x202E)
                    || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069) || c.unicode() == 0x200F || c.unicode() == 0x200E || c.unicode() == 0xFEFF
                    || c.unicode() >= 0xFFFE || (c.isSurrogate() && label.toUcs4().contains(0xFFFDU));
                QVERIFY2(!isHidden, qPrintable(QStringLiteral("U+%1").arg(c.unicode(), 4, 16)));
            }
        }
    }

    void wordsThatLookLikePlaceholdersStayWords()
    {
        RunRequest request;
        request.model = modelOfSigns(at("signs"));
        request.text = "%2 <b>x</b> %3 @desc@ 'sans-serif' %1";
        const TracePtr trace = *run(request);
        Scene scene = sceneOf(trace, Step::Scores);
        scene.place.query = 5; // %1
        scene.place = clamped(scene.place, *trace);
        const auto output = makeFigure(QStringLiteral("output"));
        QVERIFY2(output->title(scene).contains(QStringLiteral("“%1”")), qPrintable(output->title(scene)));
        scene.place.query = 0; // %2
        QVERIFY2(output->title(scene).contains(QStringLiteral("“%2”")), qPrintable(output->title(scene)));

        const auto prompt = makeFigure(QStringLiteral("prompt"));
        QImage image(800, 200, QImage::Format_RGB32);
        QPainter painter(&image);
        Ink ink(painter, Medium::Png, scene.theme);
        prompt->paint(ink, QRectF(0, 0, 800, 200), scene);
        const Tokens& tokens = trace->tokens(Side::Only);
        QCOMPARE(ink.hotAreas().size(), tokens.size());
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const QString start = QString::fromStdString(tokens[i].text) + QLatin1Char('\n');
            QVERIFY2(ink.hotAreas()[i].toolTip.startsWith(start), qPrintable(ink.hotAreas()[i].toolTip));
            QVERIFY2(ink.hotAreas()[i].toolTip.contains(QString::number(i)) && ink.hotAreas()[i].toolTip.contains(QString::number(tokens[i].id)),
                     qPrintable(ink.hotAreas()[i].toolTip));
        }
        for (const QString& name : figureNames()) {
            scene.place.query = 3; // @desc@, which the title of the output quotes
            ExportOptions options;
            options.text = QString::fromStdString(request.text);
            const auto svg = exportFigure(*makeFigure(name), clampedScene(scene), PictureFormat::Svg, options);
            QVERIFY(svg);
            const auto found = textsOf(*svg);
            QVERIFY2(found, qPrintable(name));
            QVERIFY2(svg->contains("</desc>") && svg->count("Software: ") == 1, qPrintable(name));
            if (name == QLatin1String("prompt") || name == QLatin1String("stage")) {
                for (const Token& token : tokens)
                    QVERIFY2(found->join(QLatin1Char(' ')).contains(QString::fromStdString(token.text)), token.text.c_str());
            }
            QXmlStreamReader reader(*svg);
            reader.readNextStartElement();
            reader.readNextStartElement();
            QCOMPARE(reader.name().toString(), QStringLiteral("title"));
            QCOMPARE(reader.readElementText(), makeFigure(name)->title(clampedScene(scene)));
        }
    }

    void menusAndListsShowItAsPlainText()
    {
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.session().setModel(modelOfSigns(at("signs")), QString::fromStdString(at("signs").string()));
        window.session().setText(QStringLiteral("%2 <b>x</b> &amp; %1"));
        QVERIFY(waitForRest(window.session()));
        QVERIFY(window.session().trace());
        Place place = window.session().selection().place();
        place.query = 2; // &amp;
        window.session().selection().setPlace(clamped(place, *window.session().trace()));
        QMenu menu;
        fillEditMenu(menu, window.session(), &window, [](const EditAction&) {});
        QStringList sections;
        for (const QAction* action : menu.actions()) {
            if (action->isSeparator())
                sections << action->text();
        }
        const QString expected = QStringLiteral("“&&amp;” (%1)").arg(window.session().selection().place().query);
        QVERIFY2(sections.join(QLatin1Char('\n')).contains(expected), qPrintable(sections.join(QLatin1Char('\n'))));

        window.session().setEdits({{ChangeToken{Side::Only, 0, std::string("<img src=x> %1 <b>y</b>")}, true, "<h1>name</h1>"}});
        QVERIFY(waitForRest(window.session()));
        for (const QListWidget* list : window.findChildren<QListWidget*>()) {
            for (int i = 0; i < list->count(); ++i) {
                const QString tip = list->item(i)->toolTip();
                QVERIFY2(!tip.contains(QStringLiteral("<img")) && !tip.contains(QStringLiteral("<h1")), qPrintable(tip));
            }
        }
        // A label that may show words of others says that they are no markup.
        for (const QLabel* label : window.findChildren<QLabel*>()) {
            if (label->textFormat() == Qt::AutoText)
                QVERIFY2(!Qt::mightBeRichText(label->text()), qPrintable(label->text()));
        }
    }

    void theWindowTakesItBesideEverythingElse_data() { addTexts(); }
    void theWindowTakesItBesideEverythingElse()
    {
        QFETCH(int, index);
        const QString text = QString::fromUtf8(texts()[static_cast<std::size_t>(index)].utf8);
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.session().setModel(builtinModel("toy"), QStringLiteral("toy"));
        commit(editOf(window), text);
        QVERIFY(waitForRest(window.session()));
        QVERIFY(window.session().trace() || !window.session().errorText().isEmpty());
        QVERIFY(!window.grab().isNull());
        for (View* view : window.docks().views())
            view->grab();
        const QString typed = window.session().text();
        QVERIFY(!typed.contains(QChar(0xD83D)) || text.contains(QChar(0xD83D)));
        window.undoHistory().stack().undo();
        QVERIFY(waitForRest(window.session()));
        window.undoHistory().stack().redo();
        QVERIFY(waitForRest(window.session()));
        QCOMPARE(window.session().text(), typed);
        window.exporter().savePictureTo(window.docks().view(QStringLiteral("stage")), m_directory.filePath(QStringLiteral("w.svg")));
        window.exporter().saveNumbersTo(window.docks().view(QStringLiteral("stage")), m_directory.filePath(QStringLiteral("w.json")));
        for (const char* name : {"w.svg", "w.json"}) {
            QFile file(m_directory.filePath(QLatin1String(name)));
            QVERIFY2(file.open(QIODevice::ReadOnly), name);
            const QByteArray bytes = file.readAll();
            if (QByteArray(name) == "w.svg")
                QVERIFY(textsOf(bytes));
            else
                QVERIFY(!nlohmann::json::parse(bytes.toStdString(), nullptr, false).is_discarded());
        }
    }

    void aVeryLongTextIsCutAndStaysQuickToType_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("forAKey"); // ms
        QTest::newRow("a megabyte in one line") << QStringLiteral("the cat ").repeated(125'000) << 50;
        QTest::newRow("a megabyte in one word") << QString(1'000'000, QLatin1Char('w')) << 300; // Qt breaks all of it into lines again
        QTest::newRow("a megabyte in many lines") << QStringLiteral("the cat\n").repeated(125'000) << 50;
        QTest::newRow("forty megabytes") << QStringLiteral("the cat ").repeated(5'000'000) << 50;
    }
    void aVeryLongTextIsCutAndStaysQuickToType()
    {
        QFETCH(QString, text);
        QFETCH(int, forAKey);
        constexpr int slow = 5; // a slower computer; processor time, so that other programs do not count
        const auto now = [] { return static_cast<qint64>(std::clock() / (CLOCKS_PER_SEC / 1000)); };
        Settings settings;
        MainWindow window(settings);
        window.show();
        window.session().setModel(builtinModel("toy"), QStringLiteral("toy"));
        PromptEdit& edit = editOf(window);
        const qint64 start = now();
        Pasting::into(edit, text);
        const qint64 pasting = now() - start;
        QCOMPARE(window.session().text().size(), static_cast<qsizetype>(longestText));
        QVERIFY(waitForRest(window.session()));
        QApplication::processEvents();
        std::vector<qint64> keys;
        for (int i = 0; i < 12; ++i) {
            const qint64 before = now();
            QTest::keyClick(&edit, i % 2 ? Qt::Key_A : Qt::Key_Backspace);
            QApplication::processEvents();
            keys.push_back(now() - before);
        }
        std::sort(keys.begin(), keys.end());
        qInfo("pasted in %lld ms; a key takes %lld ms usually, %lld ms at most", static_cast<long long>(pasting),
              static_cast<long long>(keys[keys.size() / 2]), static_cast<long long>(keys.back()));
        QVERIFY(pasting <= slow * 200);
        QVERIFY(keys[keys.size() / 2] <= slow * forAKey);
    }

    void aFileNameMayBeAnything_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("markup") << QStringLiteral("<b>x<b> & 'y' \"z\"");
        QTest::newRow("placeholders") << QStringLiteral("%1 %2 %n {0} $(x) `y`");
        QTest::newRow("direction signs") << QStringLiteral("abc\u202Egnp");
        QTest::newRow("a line break") << QStringLiteral("a\nb\tc");
        QTest::newRow("a hyphen first") << QStringLiteral("-rf ~");
        QTest::newRow("emoji and letters of everywhere") << QStringLiteral("图 👩‍👩‍👧 é שלום");
        QTest::newRow("as long as can be") << QString(251, QLatin1Char('x'));
    }
    void aFileNameMayBeAnything()
    {
        QFETCH(QString, name);
        Settings settings;
        MainWindow window(settings);
        window.session().setModel(builtinModel("toy"), QStringLiteral("toy"));
        window.session().setText(QStringLiteral("the cat"));
        QVERIFY(waitForRest(window.session()));
        View* stage = window.docks().view(QStringLiteral("stage"));
        const QString picture = m_directory.filePath(name + QStringLiteral(".png"));
        window.exporter().savePictureTo(stage, picture);
        QVERIFY2(QFile::exists(picture), qPrintable(window.statusLine().sentence()));
        const QString numbers = m_directory.filePath(name + QStringLiteral(".csv"));
        window.exporter().saveNumbersTo(stage, numbers);
        QVERIFY2(QFile::exists(numbers), qPrintable(window.statusLine().sentence()));
        const QString nowhere = m_directory.filePath(name + QStringLiteral("/x.png"));
        window.exporter().savePictureTo(stage, nowhere);
        QVERIFY(!window.statusLine().sentence().contains(QLatin1Char('\n')));
        QVERIFY(!window.statusLine().sentence().contains(QChar(0x202E)));
    }

private:
    static Scene clampedScene(Scene scene)
    {
        scene.place = clamped(scene.place, *scene.trace);
        return scene;
    }
};

QTEST_MAIN(TestHostileText)
#include "tst_hostile_text.moc"
