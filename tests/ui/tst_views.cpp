#include "core/analysis/reading.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/picture/picture.h"
#include "core/run/run_request.h"
#include "core/xlnet_oracle.h"
#include "derived_numbers.h"
#include "ui/figure/compare_figure.h"
#include "ui/figure/figure.h"
#include "ui/figure/matrix_layout.h"
#include "ui/figure/row_prediction.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <map>
#include <string>

using namespace hl;
using namespace hl::ui;

namespace {

Tensor waves(const char* name, Index rows, Index cols)
{
    MatrixOf<float> values(rows, cols);
    for (Index i = 0; i < values.size(); ++i)
        values.data()[i] = std::sin(1.3F * static_cast<float>(i));
    return Tensor(name, std::move(values));
}

/// `toy` with a second head, which makes one number of the last row.
std::shared_ptr<const Model> chooser()
{
    const auto toy = builtinModel("toy");
    ModelSpec spec = toy->spec();
    Weights weights = toy->weights();
    spec.head.hasChoiceScore = true;
    weights.head.choice.weight = waves("choice.weight", spec.dModel, 1);
    return *Model::make(spec, weights, toy->sharedTokenizer());
}

/// `toy` as a model of masked words, with a second head that scores a pair of texts.
std::shared_ptr<const Model> pairScorer()
{
    const auto toy = builtinModel("toy");
    ModelSpec spec = toy->spec();
    Weights weights = toy->weights();
    spec.head.kind = HeadKind::MaskedWord;
    spec.head.hasPooler = true;
    spec.head.pairQuestion = ClassQuestion::Follows;
    weights.head.pooler.weight = waves("pooler.weight", spec.dModel, spec.dModel);
    weights.head.pair.weight = waves("pair.weight", spec.dModel, 2);
    return *Model::make(spec, weights, toy->sharedTokenizer());
}

/// `toy` with rotary positions whose base grows beyond four tokens.
std::shared_ptr<const Model> grownBase()
{
    const auto toy = builtinModel("toy");
    ModelSpec spec = toy->spec();
    Weights weights = toy->weights();
    PositionSpec positions;
    positions.kind = PositionKind::Rotary;
    positions.rotaryScaling = RotaryScaling::Dynamic;
    positions.rotaryFactor = 2.0;
    positions.rotaryOriginalLength = 4;
    spec.decoder->positions = positions;
    return *Model::make(spec, weights, toy->sharedTokenizer());
}

/// `toy` as a discriminator: each token was put in the place of another, or not.
std::shared_ptr<const Model> discriminator()
{
    const auto toy = builtinModel("toy");
    ModelSpec spec = toy->spec();
    Weights weights = toy->weights();
    spec.head = {};
    spec.head.kind = HeadKind::Classes;
    spec.head.isTied = false;
    spec.head.transform = Activation::Gelu;
    spec.head.hasTransformNorm = false;
    spec.head.classRow = ClassRow::Each;
    spec.head.problem = ClassProblem::AnyOf;
    spec.head.question = ClassQuestion::Replaced;
    spec.head.classes = classesOf(spec.head.question);
    weights.head = {};
    weights.head.transform.weight = waves("transform.weight", spec.dModel, spec.dModel);
    weights.head.unembedding = waves("classifier.weight", 1, spec.dModel);
    return *Model::make(spec, weights, toy->sharedTokenizer());
}

/// A built-in model with a head of three classes; that of an encoder-decoder reads its text twice, up to the word "the".
std::shared_ptr<const Model> classifier(ClassRow row, ClassProblem problem = ClassProblem::OneOf, const char* name = "toy")
{
    const auto toy = builtinModel(name);
    ModelSpec spec = toy->spec();
    Weights weights = toy->weights();
    spec.head = {};
    spec.head.kind = HeadKind::Classes;
    spec.head.isTied = false;
    spec.head.classes = {"sad", "neither", "happy"};
    spec.head.classRow = row;
    spec.head.problem = problem;
    if (problem == ClassProblem::Span)
        spec.head.classes = {"start", "end"};
    if (spec.isEncoderDecoder())
        spec.target = TargetText::SourceAfterStart;
    if (spec.isEncoderDecoder() && row == ClassRow::Pooled) {
        spec.head.poolerRow = PoolerRow::LastEnd;
        spec.head.endToken = toy->tokenizer()->idOf("the");
    }
    spec.head.hasPooler = row == ClassRow::Pooled;
    weights.head = {};
    weights.head.unembedding = waves("classifier.weight", static_cast<Index>(spec.head.classes.size()), spec.dModel);
    if (spec.head.hasPooler)
        weights.head.pooler.weight = waves("pooler.weight", spec.dModel, spec.dModel);
    return *Model::make(spec, weights, toy->sharedTokenizer());
}

std::shared_ptr<const Model> modelNamed(const std::string& name)
{
    if (name == "toy, class of the first row")
        return classifier(ClassRow::Pooled);
    if (name == "toy, class of the last row")
        return classifier(ClassRow::Last);
    if (name == "toy, a class for each token")
        return classifier(ClassRow::Each);
    if (name == "toy, classes by themselves")
        return classifier(ClassRow::Pooled, ClassProblem::AnyOf);
    if (name == "toy, classes of each token by themselves")
        return classifier(ClassRow::Each, ClassProblem::AnyOf);
    if (name == "toy, class numbers of the last row")
        return classifier(ClassRow::Last, ClassProblem::Number);
    if (name == "toy, numbers for each token")
        return classifier(ClassRow::Each, ClassProblem::Number);
    if (name == "toy, an answer in the text")
        return classifier(ClassRow::Each, ClassProblem::Span);
    if (name == "a text that is read twice")
        return classifier(ClassRow::Pooled, ClassProblem::AnyOf, "toy-encoder-decoder");
    if (name == "an answer in a text that is read twice")
        return classifier(ClassRow::Each, ClassProblem::Span, "toy-encoder-decoder");
    if (name == "toy, two heads")
        return chooser();
    if (name == "toy, a pair")
        return pairScorer();
    if (name == "toy, replaced or not")
        return discriminator();
    if (name == "toy, a base that grows")
        return grownBase();
    return builtinModel(name == "toy, changed by hand" ? "toy" : name);
}

/// Of a random XLNet.
TracePtr traceOfTwoStreams(const char* text)
{
    std::mt19937 random(1);
    QTemporaryDir directory;
    const std::filesystem::path path = directory.path().toStdString();
    xlnetOracle::folder({}, random).write(path);
    xlnetOracle::writeTokenizer(path);
    RunRequest request;
    request.model = *loadModel(path);
    request.text = text;
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

TracePtr traceOf(const char* model, const char* text)
{
    if (std::string(model) == "two streams")
        return traceOfTwoStreams("the cat sat on <mask> mat <mask>");
    if (std::string(model) == "two streams, nothing asked for")
        return traceOfTwoStreams("the cat sat on a mat");
    RunRequest request;
    const bool isChanged = std::string(model) == "toy, changed by hand";
    request.model = modelNamed(model);
    request.text = text;
    if (std::string(model).starts_with("toy, class"))
        request.edits = {{ForceHead{{.step = Step::Z, .layer = 1, .head = 1}, {}}}};
    if (isChanged)
        request.edits = {{SetTemperature{std::nullopt, 0.6}},
                         {SetCells{{.step = Step::Scores, .layer = 0, .head = 0}, {{3, 1, 2.0}}}},
                         {SetWeights{{{.step = Step::Q, .layer = 1, .head = 0}}, {{0, 1, -1.5}}}},
                         {ForceHead{{.step = Step::Z, .layer = 1, .head = 1}, {}}}};
    if (request.model->spec().takesTarget())
        request.second = "the dog";
    if (request.model->spec().image) { // a slope of greys
        auto picture = std::make_shared<Picture>();
        picture->width = picture->height = 32;
        for (int i = 0; i < 32 * 32; ++i)
            picture->bytes.insert(picture->bytes.end(), 3, static_cast<std::uint8_t>(i / 4));
        request.picture = std::move(picture);
    }
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

/// A place at each step of the trace, with a cell that is allowed and one that is not.
std::vector<Place> placesOf(const Trace& trace)
{
    std::vector<Place> places;
    for (const StepRef& ref : trace.steps()) {
        for (const auto& [query, key] : {std::pair<Index, Index>{3, 1}, std::pair<Index, Index>{1, 4}}) {
            Place place;
            place.side = ref.side;
            place.isCross = ref.isCross;
            place.layer = std::max(ref.layer, 0);
            place.head = std::max(ref.head, 0);
            place.step = ref.step;
            place.query = query;
            place.key = key;
            place.feature = 2;
            places.push_back(clamped(place, trace));
        }
    }
    return places;
}

/// All ways in which a figure may write this number.
bool isTextOf(const QString& text, double value)
{
    for (int digits = 1; digits <= 17; ++digits) {
        if (text == formatValue(value, digits))
            return true;
    }
    for (int decimals = 0; decimals <= 4; ++decimals) {
        if (text == formatCell(value, decimals))
            return true;
    }
    return false;
}

/// A derived number may be part of a longer text, a percentage, or a sum with six decimals.
bool hasTextOf(const QString& text, double value)
{
    const QStringList fixed{QString::number(value, 'f', 6), QString::number(value, 'f', 2),
                            QString::number(value, 'f', 1), QString::number(100.0 * value, 'f', 1)};
    if (isTextOf(text, value) || fixed.contains(text))
        return true;
    const QStringList parts = text.split(QLatin1Char(' '));
    return parts.size() > 1
           && std::any_of(parts.begin(), parts.end(), [&](const QString& part) { return isTextOf(part, value); });
}

double storedValue(const Source& source, const Trace& trace)
{
    if (source.step) {
        const MatrixView view = trace.view(*source.step);
        return view && source.row < view.rows() && source.col < view.cols() ? view.at(source.row, source.col)
                                                                              : std::nan("");
    }
    for (const Tensor& tensor : trace.model().tensors()) {
        if (tensor.name() == source.tensor)
            return tensor.view().at(source.row, source.col);
    }
    return std::nan("");
}

QString check(const PaintedNumber& number, const Scene& scene, const Comparison* comparison = nullptr)
{
    if (number.source.step || !number.source.tensor.empty()) {
        const double stored = storedValue(number.source, *scene.trace);
        if (stored != number.value && !(std::isnan(stored) && std::isnan(number.value)))
            return QStringLiteral("is not what is stored: %1").arg(stored, 0, 'g', 17);
        return isTextOf(number.text, number.value) ? QString() : QStringLiteral("is written wrongly");
    }
    const auto again = derivedAgain(number.derived, scene, comparison);
    if (!again)
        return QStringLiteral("has no source that is known");
    if (*again != number.value && std::abs(*again - number.value) > 1e-12 * (1.0 + std::abs(*again))
        && std::abs(*again + number.value) > 1e-12 * (1.0 + std::abs(*again))) // the lower end of a symmetric scale
        return QStringLiteral("computed again is %1").arg(*again, 0, 'g', 17);
    QString text = number.text; // a difference says its sign
    if (text.startsWith(QLatin1Char('+')))
        text.remove(0, 1);
    return hasTextOf(text, number.value) ? QString() : QStringLiteral("is written wrongly");
}

} // namespace

class TestViews : public QObject
{
    Q_OBJECT

private slots:
    void everyPaintedNumberIsTheCores_data()
    {
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QByteArray>("model");
        for (const QString& figure : figureNames()) {
            for (const char* model : {"toy", "toy-encoder-decoder", "constructed", "two streams", "two streams, nothing asked for"})
                QTest::addRow("%s of %s", qPrintable(figure), model) << figure << QByteArray(model);
        }
        for (const char* figure : {"stage", "ledger", "output", "edit", "weights", "mistakes", "variants"})
            QTest::addRow("%s of toy, changed by hand", figure) << QString::fromLatin1(figure) << QByteArray("toy, changed by hand");
        for (const char* model : {"toy, class of the first row", "toy, class of the last row", "toy, a class for each token"}) {
            for (const char* figure : {"output", "stage", "ledger", "pipeline", "metrics", "variants"})
                QTest::addRow("%s of %s", figure, model) << QString::fromLatin1(figure) << QByteArray(model);
        }
        for (const char* model : {"toy, classes by themselves", "toy, classes of each token by themselves", "toy, class numbers of the last row", "toy, numbers for each token", "toy, an answer in the text", "a text that is read twice", "an answer in a text that is read twice", "toy, replaced or not"}) {
            for (const char* figure : {"output", "stage", "ledger", "pipeline", "variants"})
                QTest::addRow("%s of %s", figure, model) << QString::fromLatin1(figure) << QByteArray(model);
        }
        for (const char* figure : {"output", "stage", "ledger", "pipeline"})
            QTest::addRow("%s of toy, two heads", figure) << QString::fromLatin1(figure) << QByteArray("toy, two heads");
        for (const char* figure : {"output", "stage", "ledger", "pipeline"})
            QTest::addRow("%s of toy, a pair", figure) << QString::fromLatin1(figure) << QByteArray("toy, a pair");
        for (const char* figure : {"positions", "stage", "ledger"})
            QTest::addRow("%s of toy, a base that grows", figure) << QString::fromLatin1(figure) << QByteArray("toy, a base that grows");
        if (findBuiltin("shapes")) {
            for (const char* figure : {"picture", "stage", "output", "variants"})
                QTest::addRow("%s of shapes", figure) << QString::fromLatin1(figure) << QByteArray("shapes");
        }
    }

    /// At every step a model has, in several looks, each number on the picture is walked back to the core.
    void everyPaintedNumberIsTheCores()
    {
        QFETCH(QString, figure);
        QFETCH(QByteArray, model);
        const TracePtr trace = traceOf(model.constData(), "the cat saw the dog and the cat");
        QVERIFY(trace);
        const auto painted = makeFigure(figure);
        std::size_t count = 0;
        const auto looks = optionsToTry();
        std::size_t look = 0;
        for (const Place& place : placesOf(*trace)) {
            Scene scene{trace, place, looks[look++ % looks.size()], Theme::light(), false};
            const QSizeF size = painted->naturalSize(scene);
            QImage image(size.toSize().expandedTo(QSize(1, 1)), QImage::Format_RGB32);
            QPainter painter(&image);
            Ink ink(painter, Medium::Png, scene.theme);
            painted->paint(ink, QRectF(QPointF(), size), scene);
            for (const PaintedNumber& number : ink.numbers()) {
                const QString problem = check(number, scene);
                QVERIFY2(problem.isEmpty(),
                         qPrintable(QStringLiteral("%1 at %2: “%3” (%4) %5")
                                        .arg(figure, QString::fromStdString(nameOf(place.ref())), number.text,
                                             number.derived, problem)));
            }
            count += ink.numbers().size();
        }
        // Colours and shapes alone; what a model without a prediction head predicts; picture and sound of a model of text.
        const bool isWithout = figure == QStringLiteral("compare") // alone; see below
                               || (figure == QStringLiteral("edit") && !trace->unchanged())
                               || (figure == QStringLiteral("weights") && model == "constructed") // too large for numbers in cells
                               || (trace->model().spec().hasQueryStream // whose attention is not computed anew
                                   && (figure == QStringLiteral("mistakes") || figure == QStringLiteral("variants")))
                               || figure == QStringLiteral("prompt") || figure == QStringLiteral("pipeline")
                               || (figure == QStringLiteral("picture") && !trace->model().spec().image)
                               || (figure == QStringLiteral("sound") && !trace->model().spec().audio)
                               || (figure == QStringLiteral("output") && trace->model().spec().head.kind == HeadKind::None);
        if (!isWithout)
            QVERIFY2(count > 0, "a figure without a single number is not checked by this test");
    }

    void everyNumberOfAComparisonIsTheCores()
    {
        RunRequest request;
        request.model = builtinModel("toy");
        request.text = "the cat saw the dog";
        const TracePtr trace = *run(request);
        for (const char* how : {"text=the dog saw a cat", "head=1.1", "step=masked", "model=constructed"}) {
            CompareFigure figure;
            const auto made = makeCounterpart(request, *parseCompareWith(how));
            QVERIFY(made);
            const auto counterpart = std::make_shared<const Counterpart>(*made);
            figure.setCounterpart(counterpart);
            for (const Step step : {Step::Pattern, Step::Scores, Step::Masked}) {
                Scene scene{trace, clamped(Place{.step = step, .query = 3, .key = 1}, *trace), {}, Theme::light(), false};
                const auto c = compareWith(*counterpart, *trace, scene.place.ref());
                QVERIFY(c);
                const QSizeF size = figure.naturalSize(scene);
                QImage image(size.toSize(), QImage::Format_RGB32);
                QPainter painter(&image);
                Ink ink(painter, Medium::Png, scene.theme);
                figure.paint(ink, QRectF(QPointF(), size), scene);
                QVERIFY(ink.numbers().size() > 20);
                for (const PaintedNumber& number : ink.numbers()) {
                    const QString problem = check(number, scene, &*c);
                    QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("%1: “%2” (%3) %4").arg(QLatin1String(how), number.text, number.derived, problem)));
                }
            }
        }
    }

    void everyNumberOfAReadingIsTheCores_data()
    {
        QTest::addColumn<QString>("figure");
        for (const char* figure : {"stage", "ledger", "lines", "heads", "prompt"})
            QTest::addRow("%s", figure) << QString::fromLatin1(figure);
    }

    void everyNumberOfAReadingIsTheCores()
    {
        QFETCH(QString, figure);
        int numbers = 0;
        for (const char* model : {"toy", "en-fr"}) {
            RunRequest request;
            request.model = builtinModel(model);
            request.text = "the zebras saw a qux cat"; // words that are spelled in bytes
            if (request.model->spec().isEncoderDecoder())
                request.second = "le chat";
            const TracePtr trace = *run(request);
            for (const PatternReading& reading : readingsToTry()) {
                for (const auto& [step, isCross] : {std::pair(Step::Pattern, false), std::pair(Step::Pattern, true), std::pair(Step::Scores, false)}) {
                    Scene scene{trace, {}, {}, Theme::light(), false};
                    scene.place = clamped(Place{.side = trace->model().spec().outputSide(), .isCross = isCross, .layer = 1, .head = 1, .step = step, .query = 2, .key = 1}, *trace);
                    scene.options.reading = reading;
                    scene.options.scale = isCross ? ScaleMode::Shared : ScaleMode::PerHead;
                    scene.options.comparedHeads = {{0, 0}};
                    const auto painted = makeFigure(figure);
                    const QSizeF size = painted->naturalSize(scene);
                    QImage image(size.toSize(), QImage::Format_RGB32);
                    QPainter painter(&image);
                    Ink ink(painter, Medium::Png, scene.theme);
                    painted->paint(ink, QRectF(QPointF(), size), scene);
                    for (const PaintedNumber& number : ink.numbers()) {
                        const QString problem = check(number, scene);
                        QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("%1, %2: “%3” (%4) %5").arg(
                            QLatin1String(model), QString::fromStdString(nameOfReading(scene.place.ref(), reading)), number.text, number.derived, problem)));
                        ++numbers;
                    }
                    for (const HotArea& area : ink.hotAreas())
                        QCOMPARE(area.place, clamped(area.place, *trace));
                }
            }
        }
        QVERIFY(figure == QStringLiteral("prompt") || numbers > 100);
    }

    void whatIsExportedOfAReadingIsWhatIsShown()
    {
        RunRequest request;
        request.model = builtinModel("en-fr");
        request.text = "the zebras saw a cat";
        request.second = "le chat";
        const TracePtr trace = *run(request);
        for (const PatternReading& reading : readingsToTry()) {
            Scene scene{trace, clamped(Place{.side = Side::Decoder, .isCross = true}, *trace), {}, Theme::light(), false};
            scene.options.reading = reading;
            const auto tables = makeFigure(QStringLiteral("stage"))->tables(scene);
            const ReadPattern read = *readPattern(*trace, scene.place.ref(), reading);
            QCOMPARE(tables.size(), std::size_t{reading.specials == SpecialTokens::Shown ? 1U : 2U});
            QCOMPARE(tables.front().name, nameOfReading(scene.place.ref(), reading));
            QVERIFY(tables.front().values == read.weights);
            QCOMPARE(tables.front().rows.size(), read.queries.size());
            for (std::size_t row = 0; row < read.hidden.size() && tables.size() > 1; ++row)
                QVERIFY(tables.back().values(static_cast<Index>(row), 0) == read.hidden[row]);
        }
    }

    void aWrongNumberIsFound()
    {
        const TracePtr trace = traceOf("toy", "the cat saw the dog");
        Scene scene{trace, clamped(Place{}, *trace), {}, Theme::light(), false};
        const Source cell{StepRef{.step = Step::Pattern, .layer = 0, .head = 0}, {}, 1, 0};
        const double stored = storedValue(cell, *trace);
        QVERIFY(check({formatValue(stored, 4), stored, cell, {}}, scene).isEmpty());
        QVERIFY(!check({formatValue(stored, 4), stored + 1e-7, cell, {}}, scene).isEmpty());
        QVERIFY(!check({formatValue(stored + 0.01, 4), stored, cell, {}}, scene).isEmpty());
        QVERIFY(!check({QStringLiteral("0.5"), 0.5, {}, QStringLiteral("made up")}, scene).isEmpty());
        QVERIFY(!check({QStringLiteral("0.5"), 0.5, {}, QStringLiteral("metric entropy blocks.0.attn.0.pattern")}, scene)
                     .isEmpty());
    }

    void hotAreasLieInsideThePictureAndLeadToPlacesThatExist_data()
    {
        QTest::addColumn<QString>("figure");
        for (const QString& figure : figureNames())
            QTest::addRow("%s", qPrintable(figure)) << figure;
    }

    void hotAreasLieInsideThePictureAndLeadToPlacesThatExist()
    {
        QFETCH(QString, figure);
        for (const char* model : {"toy", "toy-encoder-decoder", "two streams", "two streams, nothing asked for"}) {
            const TracePtr trace = traceOf(model, "the cat saw the dog");
            for (const Step step : {Step::Pattern, Step::Q, Step::MlpOut}) {
                Scene scene{trace, clamped(Place{.side = trace->model().spec().outputSide(), .step = step}, *trace), {},
                            Theme::dark(), false};
                const auto painted = makeFigure(figure);
                const QSizeF size = painted->naturalSize(scene);
                QImage image(size.toSize(), QImage::Format_RGB32);
                QPainter painter(&image);
                Ink ink(painter, Medium::Png, scene.theme);
                painted->paint(ink, QRectF(QPointF(), size), scene);
                for (const HotArea& area : ink.hotAreas()) {
                    QVERIFY(QRectF(QPointF(), size).adjusted(-1, -1, 1, 1).contains(area.rect.center()));
                    QCOMPARE(area.place, clamped(area.place, *trace));
                    QVERIFY(!area.accessibleText.isEmpty());
                }
            }
        }
    }

    /// Where a word is hidden and the first row names a class, the output shows both, each with its own row's numbers.
    void theOutputNamesTheClassBesideTheHiddenWord()
    {
        const TracePtr trace = traceOf("stories-masked", "The film was not boring . Mary [MASK] it .");
        QVERIFY(trace);
        const auto figure = makeFigure(QStringLiteral("output"));
        for (const bool isWithLens : {false, true}) {
            PictureOptions options;
            options.showLens = isWithLens;
            const Scene scene{trace, clamped(Place{.query = 2}, *trace), options, Theme::light(), false};
            const QSizeF size = figure->naturalSize(scene);
            QImage image(size.toSize(), QImage::Format_RGB32);
            QPainter painter(&image);
            Ink ink(painter, Medium::Png, scene.theme);
            figure->paint(ink, QRectF(QPointF(), size), scene);
            std::map<Index, QStringList> spoken;
            qreal bottom = 0.0;
            for (const HotArea& area : ink.hotAreas()) {
                QVERIFY(area.rect.top() >= bottom || area.place.row() != 0); // the classes stand below the words
                if (area.place.row() != 0)
                    bottom = std::max(bottom, area.rect.bottom());
                QVERIFY(area.rect.bottom() <= size.height());
                spoken[area.place.row()].append(area.accessibleText);
            }
            QCOMPARE(spoken.size(), std::size_t{2});
            QCOMPARE(spoken[8].size(), 10);
            QCOMPARE(spoken[0].size(), 3);
            QVERIFY2(spoken[0].filter(QStringLiteral("<positive>: probability 0.9")).size() == 1, qPrintable(spoken[0].join(u';')));
            QVERIFY2(spoken[8].filter(QStringLiteral("enjoyed: probability")).size() == 1, qPrintable(spoken[8].join(u';')));
        }
    }

    void rowsSayWhatTheyPredict()
    {
        const auto of = [](const char* model, const char* text, Place place) {
            const TracePtr trace = traceOf(model, text);
            place = clamped(place, *trace);
            return rowPrediction({trace, place, {}, Theme::light(), false}, place.ref());
        };
        const char* hidden = "The film was not boring . Mary [MASK] it .";
        const QString next = QStringLiteral("This row predicts the next word: “%1”.");
        QCOMPARE(of("stories", "The keys near the old cabinet", {.query = 6}), next.arg(QStringLiteral("are")));
        QCOMPARE(of("en-zh", "I love China .", {.side = Side::Decoder, .isCross = true}), next.arg(QStringLiteral("我")));
        QCOMPARE(of("en-zh", "I love China .", {.side = Side::Decoder}), next.arg(QStringLiteral("我")));
        QCOMPARE(of("en-zh", "I love China .", {.side = Side::Encoder}), QString());
        QCOMPARE(of("stories-masked", hidden, {.query = 8}), QStringLiteral("This row fills in a word: “enjoyed”."));
        QCOMPARE(of("stories-masked", hidden, {.query = 0}), QStringLiteral("This row names the class of the text: “<positive>”."));
        QCOMPARE(of("stories-masked", hidden, {.query = 5}), QString());
        const QString ofToken = of("toy, replaced or not", "the cat saw", {.query = 1});
        QVERIFY2(ofToken.startsWith(QStringLiteral("This row says of its token: “replaced” 0.")), qPrintable(ofToken));
        const QString ofAnswer = of("an answer in a text that is read twice", "the cat saw", {.side = Side::Decoder, .query = 1});
        QVERIFY2(ofAnswer.startsWith(QStringLiteral("This row says of “cat” of the encoder's text (token 1): “start” 0.")), qPrintable(ofAnswer));
    }

    /// What the figure `output` says to a screen reader of the place, with its title in front.
    static QStringList saidOf(const char* model, const Place& place)
    {
        const TracePtr trace = traceOf(model, "the cat saw the dog");
        const auto figure = makeFigure(QStringLiteral("output"));
        const Scene scene{trace, clamped(place, *trace), {}, Theme::light(), false};
        const QSizeF size = figure->naturalSize(scene);
        QImage image(size.toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        Ink ink(painter, Medium::Png, scene.theme);
        figure->paint(ink, QRectF(QPointF(), size), scene);
        QStringList said{figure->title(scene)};
        qreal bottom = 0.0;
        for (const HotArea& area : ink.hotAreas()) {
            said << area.accessibleText;
            bottom = std::max(bottom, area.rect.bottom());
        }
        return bottom <= size.height() ? said : QStringList{};
    }

    void theOutputSaysWhatAPairIs()
    {
        const QStringList said = saidOf("toy, a pair", {.query = 2});
        QCOMPARE(said.filter(QRegularExpression(QStringLiteral("^(follows|does not follow): probability [01]"))).size(), 2);
        QVERIFY2(said.first().startsWith(QStringLiteral("Word in the place of “saw” (token 2)")), qPrintable(said.first()));
        QCOMPARE(saidOf("toy, replaced or not", {.query = 2}).first(), QStringLiteral("Was “saw” (token 2) put in the place of another?"));
    }

    void anAnswerOfADecoderIsOneOfTheEncodersText()
    {
        const QString title = QStringLiteral("Does the answer start or end at “saw” (token 2)?");
        const char* model = "an answer in a text that is read twice";
        QCOMPARE(saidOf(model, {.side = Side::Decoder, .query = 2}).first(), title);
        QCOMPARE(saidOf(model, {.side = Side::Encoder, .query = 2}).first(), title);
    }

    /// What every model calls alike is said in the language of the window; what a file says stays as it is.
    void classesAreNamedInTheLanguageOfTheWindow()
    {
        const auto startsWith = [](const QStringList& said, const QString& name) { return !said.filter(QRegularExpression(QLatin1Char('^') + name)).isEmpty(); };
        const auto named = [&](const QString& start, const QString& follows, const QString& replaced) {
            return startsWith(saidOf("toy, an answer in the text", {.query = 1}), start) && startsWith(saidOf("toy, a pair", {.query = 1}), follows)
                   && startsWith(saidOf("toy, replaced or not", {.query = 1}), replaced)
                   && startsWith(saidOf("toy, a class for each token", {.query = 1}), QStringLiteral("neither"));
        };
        QVERIFY(named(QStringLiteral("start"), QStringLiteral("follows"), QStringLiteral("replaced")));
        QTranslator chinese;
        QVERIFY(chinese.load(QStringLiteral("headlight_zh_CN"), QStringLiteral(":/i18n")));
        QVERIFY(QCoreApplication::installTranslator(&chinese));
        QVERIFY(named(QStringLiteral("开始"), QStringLiteral("接续"), QStringLiteral("被替换")));
        const auto labels = [](const char* model, Step step) {
            const TracePtr trace = traceOf(model, "the cat saw the dog");
            const MatrixLabels names = MatrixLabels::of(Scene{trace, {}, {}, Theme::light(), false}, StepRef{.step = step});
            return QStringList{names.col(0), names.col(1)};
        };
        QCOMPARE(labels("toy, a pair", Step::PairProbs), (QStringList{QStringLiteral("接续"), QStringLiteral("不接续")}));
        QCOMPARE(labels("toy, an answer in the text", Step::SpanProbs), (QStringList{QStringLiteral("开始"), QStringLiteral("结束")}));
        QCoreApplication::removeTranslator(&chinese);
    }

private:
    static std::vector<PatternReading> readingsToTry()
    {
        std::vector<PatternReading> all;
        for (const auto specials : {SpecialTokens::Shown, SpecialTokens::Hidden, SpecialTokens::Renormalised}) {
            for (const auto aggregate : {Aggregate::Head, Aggregate::Mean, Aggregate::Max, Aggregate::Entropy}) {
                const PatternReading reading{specials != SpecialTokens::Hidden || aggregate == Aggregate::Max, specials, aggregate, aggregate == Aggregate::Max};
                if (!reading.isPlain())
                    all.push_back(reading);
            }
        }
        return all;
    }

    static std::vector<PictureOptions> optionsToTry()
    {
        std::vector<PictureOptions> all(8);
        all[1].digits = 17;
        all[1].scale = ScaleMode::Shared;
        all[1].positionScheme = PositionKind::Rotary;
        all[2].digits = 2;
        all[2].headOrder = HeadMetric::Entropy;
        all[2].lineThresholdByValue = true;
        all[2].positionScheme = PositionKind::Alibi;
        all[3].scale = ScaleMode::Log;
        all[3].comparedHeads = {{0, 0}, {0, 1}};
        all[3].positionScheme = PositionKind::Learned;
        all[4].scale = ScaleMode::PerRow;
        all[4].excludeFirstToken = true;
        all[4].positionScheme = PositionKind::T5Relative;
        for (std::size_t i = 0; i < all.size(); ++i) // one page of the metrics after the other
            all[i].metricsPage = static_cast<MetricsPage>(i % metricsPageCount);
        all[7].metricsPage = MetricsPage::Parts;
        all[7].metric = HeadMetric::InductionScore;
        all[7].headColor = HeadMetric::SinkMass;
        all[6].headOrder = HeadMetric::InductionScore;
        all[6].headColor = HeadMetric::PreviousScore;
        all[2].metric = HeadMetric::SinkMass;
        all[1].metricsSorted = true;
        all[1].metricAtLeast = 0.01;
        all[6].positionScheme = PositionKind::Rotary;
        all[6].positionLength = 3;
        all[5].positionLength = 3;
        all[5].positionDims = 5;
        const char* mistakes[] = {"no-scaling", "softmax-over-queries", "split-by-reshape", "concat-reversed", "positions-sine-only", "no-max-subtraction"};
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].mistake = mistakes[i % std::size(mistakes)];
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].variant = std::string(attentionVariants()[i % attentionVariants().size()].name);
            all[i].numberFormat = static_cast<NumberFormat>(i % numberFormatCount);
        }
        all[3].variantsPage = VariantsPage::Formats;
        all[4].variantsPage = VariantsPage::Formats;
        all[6].variantParameters = {.window = 1, .stride = 2, .globals = 2, .rank = 3};
        return all;
    }
};

QTEST_MAIN(TestViews)
#include "tst_views.moc"
