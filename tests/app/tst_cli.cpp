#include "core/analysis/number_formats.h"
#include "core/analysis/reading.h"
#include "core/base/file.h"
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "core/run/run_request.h"
#include "core/xlnet_oracle.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <QProcess>

#include <filesystem>

using namespace hl;

/// What one call of the program did.
struct Call
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QStringList lines() const { return QString::fromUtf8(out).split(QLatin1Char('\n'), Qt::SkipEmptyParts); }
    /// stderr is one line, and nothing is on stdout.
    [[nodiscard]] bool isOneSentence() const
    {
        return out.isEmpty() && err.startsWith("headlight: ") && err.endsWith('\n') && err.count('\n') == 1;
    }
};

/// The command line's contract, checked on the program as built.
class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyCommandHelps_data();
    void everyCommandHelps();
    void arraysAreAModelThatReadsNothing();
    void wrongUsageExitsWith2_data();
    void wrongUsageExitsWith2();
    void wrongInputExitsWith1_data();
    void wrongInputExitsWith1();
    void traceWritesWhatTheRunComputed();
    void traceRunsInOtherNumberFormats();
    void traceKeepsWhatIsAsked();
    void traceWritesJsonAndCsv();
    void traceReadsWeightsOtherwise();
    void traceTakesIds();
    void traceKeepsPaddingRows();
    void wordsAreAskedForByMaskAndByArrays();
    void badNpzIsRefused();
    void tokenizeGivesAnObjectALine();
    void tokenizeTakesHostileStrings();
    void generateIsGreedyAndRepeatable();
    void explainShowsTheOperands();
    void checkNamesTheMistake();
    void checkKnowsAModelsOwnNumbers();
    void stepsPageIsUpToDate();
    void stepsOfAModelHaveShapes();
    void infoNamesTheParts();
    void modelsListsTheBuiltIns();
    void longTextIsCutWithANote();
    void readOnlyFolderIsSaid();
    void fullDiskIsSaid();
    void closedPipeIsNoError();
    void programNeedsNoQt();

private:
    Call call(const QStringList& args) const;
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    void write(const char* name, const QByteArray& content) const;
    void writeNpz(const char* name, const std::vector<std::pair<std::string, NpyArray>>& arrays) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

static QStringList args(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

void TestCli::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

Call TestCli::call(const QStringList& arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(QStringLiteral(HEADLIGHT_CLI), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), "no normal end: " + process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCli::write(const char* name, const QByteArray& content) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TestCli::writeNpz(const char* name, const std::vector<std::pair<std::string, NpyArray>>& arrays) const
{
    NpzWriter npz;
    for (const auto& [key, array] : arrays)
        npz.add(key, array);
    QVERIFY(writeFileAtomically(path(name).toStdString(), *npz.finish()).has_value());
}

void TestCli::everyCommandHelps_data()
{
    QTest::addColumn<QString>("command");
    for (const char* name : {"trace", "explain", "tokenize", "generate", "steps", "info", "models", "check", "analyze"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestCli::everyCommandHelps()
{
    QFETCH(QString, command);
    for (const char* flag : {"-h", "--help"}) {
        const Call help = call({command, QLatin1String(flag)});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(help.err.isEmpty());
        QVERIFY(help.out.startsWith("headlight " + command.toUtf8()));
    }
    QVERIFY(call({QStringLiteral("-h")}).out.contains("headlight " + command.toUtf8()));
}

void TestCli::arraysAreAModelThatReadsNothing()
{
    write("mine.json", R"({"Q": [[1, 0], [0, 1]], "K": [[1, 0], [0, 1]], "V": [[2, 4], [6, 8]], "tokens": ["a", "b"]})");
    const QString model = path("mine.json");
    const Call info = call({QStringLiteral("info"), QStringLiteral("--model"), model});
    QVERIFY2(info.exitCode == 0, info.err.constData());
    QVERIFY(info.out.contains("q, k, v"));
    const Call steps = call({QStringLiteral("steps"), QStringLiteral("--model"), model});
    QVERIFY(steps.out.contains("blocks.0.attn.0.pattern") && !steps.out.contains("embed.token") && steps.out.contains("given"));
    const Call explained = call({QStringLiteral("explain"), QStringLiteral("--model"), model, QStringLiteral("--step"), QStringLiteral("blocks.0.attn.0.scaled"),
                                 QStringLiteral("--row"), QStringLiteral("0"), QStringLiteral("--col"), QStringLiteral("0")});
    QVERIFY2(explained.exitCode == 0 && explained.out.contains("0.707107"), explained.out.constData());
    const Call traced = call({QStringLiteral("trace"), QStringLiteral("--model"), model, QStringLiteral("--out"), path("out.npz")});
    QVERIFY2(traced.exitCode == 0, traced.err.constData());
    const auto arrays = readNpz(path("out.npz").toStdString());
    QVERIFY(arrays && arrays->count("blocks.0.attn.0.z") == 1 && arrays->count("logits") == 0);
    const Call refused = call({QStringLiteral("trace"), QStringLiteral("--model"), model, QStringLiteral("--text"), QStringLiteral("x"), QStringLiteral("--out"), path("b.npz")});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY(refused.isOneSentence() && refused.err.contains("reads nothing"));
    const Call generated = call({QStringLiteral("generate"), QStringLiteral("--model"), model, QStringLiteral("--text"), QStringLiteral("x")});
    QCOMPARE(generated.exitCode, 1);
    QVERIFY(generated.isOneSentence());
}

void TestCli::wrongUsageExitsWith2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* what, const QStringList& arguments, const char* named) {
        QTest::newRow(what) << arguments << QByteArray(named);
    };
    row("unknown command", args("traec"), "Did you mean \"trace\"?");
    row("unknown option", args("trace --modle toy"), "Did you mean \"--model\"?");
    row("stray word", args("info --model toy extra"), "\"extra\"");
    row("missing option", args("info"), "--model is missing");
    row("missing output", args("trace --model toy --text x"), "--out is missing");
    row("missing value", args("info --model"), "--model needs a value");
    row("option as value", args("trace --text --out a.npz --model toy"), "--text needs a value");
    row("option twice", args("info --model toy --model toy"), "--model is given twice");
    row("value for a flag", args("steps --markdown=yes"), "--markdown takes no value");
    row("unknown ending", args("trace --model toy --text x --out a.txt"), "a.txt");
    row("unknown type", args("trace --model toy --text x --dtype float8 --out a.npz"), "float8");
    row("text and ids", args("trace --model toy --text x --inputs a.npz --out a.npz"), "either");
    row("neither text nor ids", args("trace --model toy --out a.npz"), "either");
    row("not a number", args("generate --model toy --text x --max-tokens many"), "--max-tokens");
    row("number out of range", args("generate --model toy --text x --top-p 1.5"), "--top-p");
    row("negative row", args("explain --model toy --text x --step tokens --row -1 --col 0"), "--row");
    row("unknown format", args("explain --model toy --text x --step tokens --row 0 --col 0 --format pdf"), "pdf");
    row("text and file", args("tokenize --model toy --text x --file y.json"), "either");
    row("unknown memory", args("trace --model toy --text x --memory some --out a.npz"), "--memory takes");
    row("pair for one text", args("trace --model toy --text x --pair y --out a.npz"), "--pair");
    row("target for one text", args("trace --model toy --text x --target y --out a.npz"), "--target");
}

void TestCli::wrongUsageExitsWith2()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    const Call result = call(arguments);
    QVERIFY2(result.isOneSentence(), result.err.constData());
    QVERIFY2(result.err.contains(named), result.err.constData());
    QCOMPARE(result.exitCode, 2);
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestCli::wrongInputExitsWith1_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* what, QStringList arguments, const char* named) {
        QTest::newRow(what) << arguments << QByteArray(named);
    };
    row("unknown model", args("info --model tyo"), "toy");
    row("unknown model names all", args("info --model nothing-like-it"), "hello-world");
    row("unknown step", args("trace --model toy --text x --keep blocks.0.attn.0.patern --out a.npz"),
        "did you mean \"blocks.0.attn.0.pattern\"?");
    row("step of another model", args("trace --model toy --text x --keep blocks.99.attn.0.pattern --out a.npz"),
        "blocks.99.attn.0.pattern");
    row("step of one stack of two", args("trace --model en-zh --text x --keep logits --out a.npz"), "did you mean \"decoder.logits\"?");
    row("pattern without step", args("trace --model toy --text x --keep pattern*,logits --out a.npz"), "pattern*");
    row("step to explain", args("explain --model toy --text x --step blocks.0.attn.0.scored --row 0 --col 0"),
        "did you mean \"blocks.0.attn.0.scores\"?");
    row("cell outside", args("explain --model toy --text x --step blocks.0.attn.0.pattern --row 7 --col 0"), "7");
    row("empty text", QStringList(args("trace --model toy --out a.npz --text")) << QString(), "text");
    row("only spaces", QStringList(args("trace --model toy --out a.npz --text")) << QStringLiteral(" \n\t "), "text");
    row("empty text to continue", QStringList(args("generate --model toy --text")) << QString(), "text");
    row("missing folder", args("tokenize --model ./none --text x"), "none");
    row("missing file", args("tokenize --model toy --file none.json"), "none.json");
    row("missing npz", args("trace --model toy --inputs none.npz --out a.npz"), "none.npz");
    row("output in no folder", args("trace --model toy --text x --out none/a.npz"), "none/a.npz");
    row("output is a folder", args("trace --model toy --text x --out taken.npz"), "taken.npz");
}

void TestCli::wrongInputExitsWith1()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("taken.npz")));
    const Call result = call(arguments);
    QVERIFY2(result.isOneSentence(), result.err.constData());
    QVERIFY2(result.err.contains(named), result.err.constData());
    QCOMPARE(result.exitCode, 1);
}

static TracePtr runOf(const char* model, const char* text, DType dtype = DType::Float32)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    request.dtype = dtype;
    return *run(request);
}

void TestCli::traceWritesWhatTheRunComputed()
{
    for (const bool isDouble : {false, true}) {
        QStringList arguments = args("trace --model toy --out a.npz --text");
        arguments << QStringLiteral("The cat sat");
        if (isDouble)
            arguments << QStringLiteral("--dtype") << QStringLiteral("float64");
        const Call result = call(arguments);
        QVERIFY2(result.exitCode == 0, result.err.constData());
        QVERIFY(result.out.isEmpty() && result.err.isEmpty());
        const auto arrays = readNpz(path("a.npz").toStdString());
        QVERIFY(arrays.has_value());
        const TracePtr trace = runOf("toy", "The cat sat", isDouble ? DType::Float64 : DType::Float32);
        QCOMPARE(arrays->size(), stepsOf(trace->model().spec()).size());
        const auto& pattern = arrays->at("blocks.1.attn.1.pattern");
        QCOMPARE(pattern.type, isDouble ? StoredType::F64 : StoredType::F32);
        QCOMPARE(pattern.shape, (std::vector<std::int64_t>{3, 3}));
        const MatrixView view = trace->view({.step = Step::Pattern, .layer = 1, .head = 1});
        const auto numbers = pattern.toDoubles();
        for (Index i = 0; i < 9; ++i)
            QVERIFY(numbers[static_cast<std::size_t>(i)] == view.at(i / 3, i % 3));
        QCOMPARE(arrays->at("logits").shape[0], std::int64_t{3}); // every position
        QCOMPARE(arrays->at("blocks.0.attn.0.softmax.max").shape, (std::vector<std::int64_t>{3, 1}));
        QCOMPARE(arrays->at("tokens").shape, (std::vector<std::int64_t>{3}));
    }
}

void TestCli::traceRunsInOtherNumberFormats()
{
    for (const char* format : {"bfloat16", "float16", "int8"}) {
        QStringList arguments = args("trace --model toy --out a.npz --text");
        arguments << QStringLiteral("The cat sat") << QStringLiteral("--dtype") << QLatin1String(format);
        const Call result = call(arguments);
        QVERIFY2(result.exitCode == 0, result.err.constData());
        const auto arrays = readNpz(path("a.npz").toStdString());
        QVERIFY(arrays.has_value());
        const TracePtr plain = runOf("toy", "The cat sat");
        const TracePtr trace = runIn(*numberFormatNamed(format), *plain).value();
        const auto numbers = arrays->at("logits").toDoubles();
        const MatrixView view = trace->view({.step = Step::Logits});
        bool isDifferent = false;
        for (Index i = 0; i < view.cols(); ++i) {
            QVERIFY(numbers[static_cast<std::size_t>(i)] == view.at(0, i));
            isDifferent = isDifferent || view.at(0, i) != plain->view({.step = Step::Logits}).at(0, i);
        }
        QVERIFY(isDifferent);
    }
}

void TestCli::traceKeepsWhatIsAsked()
{
    QStringList arguments = args("trace --model toy-encoder-decoder --out a.npz --keep decoder.*.cross.*.pattern,encoder.tokens");
    arguments << args("--text one --target two");
    const Call result = call(arguments);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto arrays = readNpz(path("a.npz").toStdString());
    QVERIFY(arrays->count("encoder.tokens") == 1);
    QVERIFY(arrays->count("decoder.blocks.0.cross.0.pattern") == 1);
    for (const auto& [name, array] : *arrays)
        QVERIFY2(name == "encoder.tokens" || name.find(".cross.") != std::string::npos, name.c_str());
}

void TestCli::traceWritesJsonAndCsv()
{
    const QStringList common = args("trace --model toy --text x --keep blocks.0.attn.*.pattern --out");
    const Call onStdout = call(QStringList(common) << QStringLiteral("-"));
    QCOMPARE(onStdout.exitCode, 0);
    const auto json = nlohmann::json::parse(onStdout.out.toStdString(), nullptr, false);
    QCOMPARE(json["steps"].size(), std::size_t{2});
    QVERIFY(json["steps"].contains("blocks.0.attn.1.pattern"));
    for (const char* name : {"a.json", "a.csv"})
        QCOMPARE(call(QStringList(common) << QLatin1String(name)).exitCode, 0);
    QVERIFY(*readTextFile(path("a.json").toStdString(), 1U << 20U) == onStdout.out.toStdString());
    QVERIFY(readTextFile(path("a.csv").toStdString(), 1U << 20U)->starts_with("step,row,col,row_token,col_token,value\r\n"));
}

void TestCli::traceReadsWeightsOtherwise()
{
    const TracePtr trace = runOf("toy", "a quokka sat");
    QStringList arguments = args("trace --model toy --words --aggregate max --keep blocks.1.attn.*.pattern --out a.npz --text");
    const Call result = call(arguments << QStringLiteral("a quokka sat"));
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto arrays = readNpz(path("a.npz").toStdString());
    const StepRef head{.step = Step::Pattern, .layer = 1, .head = 0};
    const auto read = readPattern(*trace, head, {true, SpecialTokens::Shown, Aggregate::Max, false});
    QCOMPARE(arrays->size(), std::size_t{3}); // both heads in one, and its names
    const auto values = arrays->at("blocks.1.attn.max.pattern.words").toDoubles();
    QCOMPARE(values.size(), std::size_t{9});
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY(values[i] == read->weights.data()[i]);
    // The ledger of a cell, and what cannot be read.
    const Call ledger = call(args("explain --model toy --step blocks.1.attn.0.pattern --row 1 --col 1 --words --aggregate mean --text") << QStringLiteral("a quokka sat"));
    QCOMPARE(ledger.exitCode, 0);
    QVERIFY(ledger.out.contains("blocks.1.attn.mean.pattern.words (1, 1)"));
    QVERIFY(!ledger.out.contains("NOT"));
    const Call scores = call(args("explain --model toy --step blocks.1.attn.0.scores --row 1 --col 1 --words --text x"));
    QCOMPARE(scores.exitCode, 2);
    const Call none = call(args("trace --model toy --words --keep logits --out a.npz --text x"));
    QCOMPARE(none.exitCode, 2);
    QVERIFY(none.err.contains("--keep"));
    const Call outside = call(args("explain --model toy --step blocks.1.attn.0.pattern --row 7 --col 1 --words --text x"));
    QCOMPARE(outside.exitCode, 1);
    QVERIFY(outside.err.contains("there is no cell (7, 1)"));
}

void TestCli::traceTakesIds()
{
    const TracePtr trace = runOf("toy", "The cat sat");
    std::vector<std::int64_t> ids;
    for (const Token& token : trace->tokens(Side::Only))
        ids.push_back(token.id);
    writeNpz("in.npz", {{"input_ids", NpyArray::of(ids, {1, 3})}});
    QCOMPARE(call(args("trace --model toy --inputs in.npz --out a.npz")).exitCode, 0);
    QStringList typed = args("trace --model toy --out b.npz --text");
    QCOMPARE(call(typed << QStringLiteral("The cat sat")).exitCode, 0);
    QVERIFY(*readFile(path("a.npz").toStdString(), 1U << 24U) == *readFile(path("b.npz").toStdString(), 1U << 24U));
}

void TestCli::traceKeepsPaddingRows()
{
    const std::vector<std::int64_t> ids{3, 5, 7, 1};
    const std::vector<std::int32_t> mask{1, 1, 1, 0};
    writeNpz("in.npz", {{"input_ids", NpyArray::of(ids, {4})}, {"attention_mask", NpyArray::of(mask, {1, 4})}});
    QCOMPARE(call(args("trace --model toy --inputs in.npz --out a.npz")).exitCode, 0);
    const auto arrays = readNpz(path("a.npz").toStdString());
    const auto& pattern = arrays->at("blocks.0.attn.0.pattern");
    QCOMPARE(pattern.shape, (std::vector<std::int64_t>{4, 4}));
    QVERIFY(pattern.toDoubles()[15] == 0.0);
    QCOMPARE(arrays->at("logits").shape[0], std::int64_t{4});
}

void TestCli::wordsAreAskedForByMaskAndByArrays()
{
    std::mt19937 random(3);
    xlnetOracle::folder({}, random).write(path("two").toStdString());
    xlnetOracle::writeTokenizer(path("two").toStdString());
    const auto traced = [&](const char* text, const char* options) {
        return call(args((std::string("trace --model ./two --out a.npz ") + options).c_str()) << QStringLiteral("--text") << QString::fromUtf8(text));
    };
    QCOMPARE(traced("the <mask> sat", "").exitCode, 0);
    const auto typed = readNpz(path("a.npz").toStdString());
    const auto& ids = typed->at("tokens");
    const std::int64_t n = ids.shape[0];
    QCOMPARE(typed->at("query.blocks.0.attn.1.pattern").shape, (std::vector<std::int64_t>{1, n}));
    QCOMPARE(typed->at("query.logits").shape, (std::vector<std::int64_t>{1, 17}));
    QVERIFY(typed->count("logits") == 0);
    // The same, said by arrays: the mask is the second token.
    std::vector<float> hidden(static_cast<std::size_t>(n * n), 0.0F);
    std::vector<float> target(static_cast<std::size_t>(n), 0.0F);
    target[1] = 1.0F;
    for (std::size_t row = 0; row < target.size(); ++row)
        hidden[row * target.size() + 1] = 1.0F;
    std::vector<std::int64_t> types(target.size(), 0);
    types.back() = 2; // <cls>
    writeNpz("in.npz", {{"input_ids", NpyArray::of(*ids.toInts(), {1, n})}, {"token_type_ids", NpyArray::of(types, {1, n})},
                        {"perm_mask", NpyArray::of(hidden, {1, n, n})}, {"target_mapping", NpyArray::of(target, {1, 1, n})}});
    QCOMPARE(call(args("trace --model ./two --inputs in.npz --out b.npz")).exitCode, 0);
    QVERIFY(*readFile(path("a.npz").toStdString(), 1U << 24U) == *readFile(path("b.npz").toStdString(), 1U << 24U));

    const Call unasked = traced("the cat sat", "");
    QCOMPARE(unasked.exitCode, 0);
    QVERIFY2(unasked.err.contains("No word is asked for"), unasked.err.constData());
    const auto plain = readNpz(path("a.npz").toStdString());
    QVERIFY(plain->count("logits") == 1 && plain->count("query.logits") == 0);
    const Call nothing = traced("the cat sat", "--keep query.*.pattern");
    QCOMPARE(nothing.exitCode, 1);
    QVERIFY2(nothing.isOneSentence() && nothing.err.contains("No word is asked for"), nothing.err.constData());
    const Call other = traced("the <mask> sat", "--keep logits");
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.err.contains("did you mean \"query.logits\"?"), other.err.constData());
    QStringList explained = args("explain --model ./two --step query.blocks.0.attn.0.pattern --row 0 --col 0 --text");
    QCOMPARE(call(QStringList(explained) << QStringLiteral("the <mask> sat")).exitCode, 0);
    const Call unexplained = call(explained << QStringLiteral("the cat sat"));
    QCOMPARE(unexplained.exitCode, 1);
    QVERIFY2(unexplained.isOneSentence() && unexplained.err.contains("No word is asked for"), unexplained.err.constData());
    const QByteArray steps = call(args("steps --model ./two")).out;
    QVERIFY(steps.contains("query.blocks.2.attn.2.pattern") && steps.contains("[m, n]") && steps.contains("\nlogits"));
}

void TestCli::badNpzIsRefused()
{
    const std::vector<std::int64_t> two{1, 2, 3, 4};
    const std::vector<std::int64_t> tooLarge{1, 99999};
    writeNpz("two.npz", {{"input_ids", NpyArray::of(two, {2, 2})}});
    writeNpz("large.npz", {{"input_ids", NpyArray::of(tooLarge, {2})}});
    writeNpz("other.npz", {{"q", NpyArray::of(two, {4})}});
    write("text.npz", "this is no archive");
    write("empty.npz", "");
    for (const auto& [file, named] : std::initializer_list<std::pair<const char*, const char*>>{
             {"two.npz", "[2, 2]"}, {"large.npz", "99999"}, {"other.npz", "`q`"}, {"text.npz", "text.npz"}, {"empty.npz", "empty.npz"}}) {
        const Call result = call(args("trace --model toy --out a.npz --inputs") << QLatin1String(file));
        QVERIFY2(result.isOneSentence() && result.err.contains(named), result.err.constData());
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!QFile::exists(path("a.npz")));
    }
}

void TestCli::tokenizeGivesAnObjectALine()
{
    QStringList arguments = args("tokenize --model toy --text");
    const Call result = call(arguments << QStringLiteral("The cat sät"));
    QCOMPARE(result.lines().size(), 1);
    const auto json = nlohmann::json::parse(result.out.toStdString(), nullptr, false);
    QCOMPARE(json["tokens"][1], "cat");
    QCOMPARE(json["offsets"][1], (nlohmann::json{4, 7}));
    QCOMPARE(json["ids"].size(), json["offsets"].size());
    QCOMPARE(json["offsets"].back(), (nlohmann::json{10, 11})); // code points, not bytes
    QVERIFY(!json.contains("token_type_ids"));
}

void TestCli::tokenizeTakesHostileStrings()
{
    write("strings.json", "[\"\", \"a\\u0000b\", \"\\ud83d\\ude00 \\ud83d\", \"  \", \"\\\\ud83d\", [\"one\", \"two\"]]");
    const Call result = call(args("tokenize --model toy --no-special --file strings.json"));
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(result.lines().size(), 6);
    std::vector<nlohmann::json> lines;
    for (const QString& line : result.lines())
        lines.push_back(nlohmann::json::parse(line.toStdString(), nullptr, false));
    QVERIFY(lines[0]["ids"].empty());
    QCOMPARE(lines[1]["offsets"].back(), (nlohmann::json{2, 3}));
    QCOMPARE(lines[2]["offsets"].back(), (nlohmann::json{3, 3})); // the last byte of U+FFFD, which begins no character
    QVERIFY(lines[4]["ids"].size() > 1);
    QCOMPARE(lines[5]["token_type_ids"].size(), lines[5]["ids"].size());

    for (const char* content : {"{\"a\": 1}", "[1]", "[[\"a\"]]", "[\"a\"", ""}) {
        write("strings.json", content);
        const Call refused = call(args("tokenize --model toy --file strings.json"));
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.isOneSentence() && refused.err.contains("strings.json"), refused.err.constData());
    }
}

void TestCli::generateIsGreedyAndRepeatable()
{
    const QStringList base = args("generate --model toy --text cat --max-tokens 6");
    const Call text = call(base);
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.out.startsWith("cat "));
    const auto json = nlohmann::json::parse(call(QStringList(base) << QStringLiteral("--json")).out.toStdString(), nullptr, false);
    QCOMPARE(json["ids"].size(), std::size_t{6});
    QCOMPARE(json["probabilities"].size(), std::size_t{6});
    QCOMPARE(QByteArray::fromStdString(json["text"].get<std::string>()) + "\n", text.out);
    const QStringList drawn = QStringList(base) << args("--temperature 4 --top-k 50 --seed 3");
    QCOMPARE(call(drawn).out, call(drawn).out);
    QVERIFY(call(drawn).out != call(QStringList(base) << args("--temperature 4 --top-k 50 --seed 4")).out);
    QCOMPARE(call(QStringList(base) << args("--temperature 0")).out, text.out);
}

void TestCli::explainShowsTheOperands()
{
    QStringList arguments = args("explain --model toy --step blocks.0.attn.0.scores --row 1 --col 0 --digits 5 --text");
    arguments << QStringLiteral("The cat");
    const TracePtr trace = runOf("toy", "The cat");
    const double traced = trace->view({.step = Step::Scores, .layer = 0, .head = 0}).at(1, 0);
    for (const char* format : {"text", "latex", "numpy"}) {
        const Call result = call(QStringList(arguments) << QStringLiteral("--format") << QLatin1String(format));
        QVERIFY2(result.exitCode == 0, result.err.constData());
        const QByteArray digits = QByteArray::number(std::abs(traced), 'g', 5);
        QVERIFY2(result.out.contains(digits), result.out.constData());
    }
}

void TestCli::checkNamesTheMistake()
{
    write("q.csv", "1,0\n0,1\n");
    write("k.csv", "1,2\n3,4\n");
    const auto given = [this](const char* name) { return QString::fromLatin1(name).left(1).toUpper() + QLatin1Char('=') + path(name); };
    const QStringList both{QStringLiteral("check"), QStringLiteral("--given"), given("q.csv"), QStringLiteral("--given"), given("k.csv"),
                           QStringLiteral("--given"), QStringLiteral("weights=") + path("w.csv")};
    write("w.csv", "0.195570317,0.804429683\n0.195570317,0.804429683\n");
    const Call equal = call(both);
    QVERIFY2(equal.exitCode == 0 && equal.out.startsWith("Equal"), equal.out.constData());
    write("w.csv", "0.119202922,0.880797078\n0.119202922,0.880797078\n");
    const Call mistake = call(both + QStringList{QStringLiteral("--json")});
    QCOMPARE(mistake.exitCode, 1);
    const auto json = nlohmann::json::parse(mistake.out.toStdString());
    QCOMPARE(QString::fromStdString(json["verdict"]), QStringLiteral("mistake"));
    QCOMPARE(QString::fromStdString(json["fits"][0]["mistakes"][0]), QStringLiteral("no-scaling"));
    QVERIFY(json["fits"].size() == 1);
    QCOMPARE(call({QStringLiteral("check"), QStringLiteral("--given"), path("none.npz")}).exitCode, 1);
    QCOMPARE(call({QStringLiteral("check")}).exitCode, 2);
    QVERIFY(call(args("check --mistakes")).lines().size() > 25);
    QVERIFY(call(args("check --names")).out.contains("attn_weights"));
}

/// What `trace` writes of a head is equal for `check`, and not equal for another head.
void TestCli::checkKnowsAModelsOwnNumbers()
{
    const QStringList model{QStringLiteral("--model"), QStringLiteral("toy"), QStringLiteral("--text"), QStringLiteral("the cat sat")};
    const QString out = path("head.npz");
    QCOMPARE(call(QStringList{QStringLiteral("trace")} + model
                  + QStringList{QStringLiteral("--keep"), QStringLiteral("blocks.1.attn.1.scores,blocks.1.attn.1.pattern,blocks.1.attn.1.z"),
                                QStringLiteral("--out"), out}).exitCode, 0);
    const QStringList check = QStringList{QStringLiteral("check"), QStringLiteral("--given"), out} + model + args("--layer 1 --head");
    const Call right = call(check + QStringList{QStringLiteral("1")});
    QVERIFY2(right.exitCode == 0 && right.out.contains("blocks.1.attn.1.pattern"), right.out.constData());
    QCOMPARE(call(check + QStringList{QStringLiteral("0")}).exitCode, 1);
    QVERIFY(call(check + QStringList{QStringLiteral("9")}).isOneSentence());
}

void TestCli::stepsPageIsUpToDate()
{
    QFile page(QStringLiteral(HEADLIGHT_HELP "/steps.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const Call result = call(args("steps --markdown"));
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(page.readAll() == result.out, "resources/help/steps.md is stale: headlight-cli steps --markdown > resources/help/steps.md");
}

void TestCli::stepsOfAModelHaveShapes()
{
    const Call result = call(args("steps --model toy-encoder-decoder"));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.lines().size(),
             static_cast<qsizetype>(stepsOf(builtinModel("toy-encoder-decoder")->spec()).size()) + 1);
    QVERIFY(result.out.contains("encoder.blocks.0.attn.0.pattern"));
    const auto cross = result.lines().filter(QStringLiteral("decoder.blocks.0.cross.0.pattern "));
    QCOMPARE(cross.size(), 1);
    QVERIFY(cross[0].contains(QStringLiteral("[m, n]")));
}

void TestCli::infoNamesTheParts()
{
    for (const BuiltinInfo& info : builtinModels()) {
        const Call result = call(args("info --model") << QString::fromUtf8(info.name.data()));
        QCOMPARE(result.exitCode, 0);
        const bool readsText = !builtinModel(info.name)->spec().image;
        for (const char* part : {"family", "d_model", "parameters", "memory", "tensors"})
            QVERIFY2(result.out.contains(part), part);
        for (const char* part : {"vocabulary", "tokenizer"})
            QVERIFY2(!readsText || result.out.contains(part), part);
        const auto count = QByteArray::number(qint64{builtinModel(info.name)->parameterCount()});
        QVERIFY(result.out.contains(" " + count + "\n"));
    }
}

void TestCli::modelsListsTheBuiltIns()
{
    const Call result = call(args("models"));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.lines().size(), static_cast<qsizetype>(builtinModels().size()));
    for (const BuiltinInfo& info : builtinModels())
        QVERIFY(result.out.contains(QByteArray(info.name.data()) + " "));
}

void TestCli::longTextIsCutWithANote()
{
    QString text = QStringLiteral("cat ").repeated(25'000); // 100 000 characters
    const Call result = call(args("trace --model toy --keep logits --out a.npz --text") << text);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(result.err.startsWith("headlight: "));
    const auto arrays = readNpz(path("a.npz").toStdString());
    QCOMPARE(arrays->at("logits").shape[0], std::int64_t{maxTokens(*builtinModel("toy"), Side::Only)});
}

void TestCli::readOnlyFolderIsSaid()
{
    // The superuser may write everywhere, so the folder is one where nobody can.
    const QString out = QStringLiteral("/proc/headlight.npz");
    const Call result = call(args("trace --model toy --text x --out") << out);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.isOneSentence() && result.err.contains("/proc/headlight.npz"), result.err.constData());
}

void TestCli::fullDiskIsSaid()
{
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QStringLiteral(HEADLIGHT_CLI), args("trace --model toy --text x --out -"));
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    const QByteArray err = process.readAllStandardError();
    QVERIFY2(err.contains("disk is full") && err.count('\n') == 1, err.constData());
}

void TestCli::closedPipeIsNoError()
{
    QProcess process;
    process.start(QStringLiteral("sh"),
                  {QStringLiteral("-c"), QStringLiteral("(\"$0\" trace --model toy --text 'a b c d e f g' --out -; echo $? >&2) | head -c 10"),
                   QStringLiteral(HEADLIGHT_CLI)});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), QByteArray("0\n"));
    QCOMPARE(process.readAllStandardOutput().size(), 10);
}

void TestCli::programNeedsNoQt()
{
    QFile program(QStringLiteral(HEADLIGHT_CLI));
    QVERIFY(program.open(QIODevice::ReadOnly));
    const QByteArray bytes = program.readAll();
    QVERIFY(bytes.contains("libpcre2")); // the list of libraries is where it is looked for
    QVERIFY(!bytes.contains("libQt6"));
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
