#include "core/base/file.h"
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "core/output/trace_file.h"
#include "core/run/run_request.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace hl;

/// Files written from a run hold the run's numbers, to the last bit, under the steps' names.
class TestTraceFile : public QObject
{
    Q_OBJECT

private slots:
    void npzHoldsEveryStep_data();
    void npzHoldsEveryStep();
    void jsonHoldsTheSameNumbers();
    void csvHasALinePerNumber();
    void oneStepIsATable();
    void logitsOfTheLastPositionKeepTheirRow();
    void theSameRunGivesTheSameBytes();
    void unknownEndingIsRefused();
    void theFileIsTheText();
};

static TracePtr runOf(const char* model, DType dtype = DType::Float32, bool allLogits = true)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = "The cat saw the dog";
    request.dtype = dtype;
    request.capture.allLogits = allLogits;
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

void TestTraceFile::npzHoldsEveryStep_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("isDouble");
    QTest::newRow("toy in float32") << QByteArray("toy") << false;
    QTest::newRow("toy in float64") << QByteArray("toy") << true;
    QTest::newRow("encoder-decoder") << QByteArray("toy-encoder-decoder") << false;
}

void TestTraceFile::npzHoldsEveryStep()
{
    QFETCH(QByteArray, model);
    QFETCH(bool, isDouble);
    const TracePtr trace = runOf(model.constData(), isDouble ? DType::Float64 : DType::Float32);
    QVERIFY(trace);
    const auto file = traceNpz(*trace, trace->steps());
    QVERIFY(file.has_value());
    const auto arrays = parseNpz(*file, "run.npz");
    QVERIFY(arrays.has_value());
    QCOMPARE(arrays->size(), trace->steps().size());
    for (const StepRef& ref : trace->steps()) {
        const auto found = arrays->find(nameOf(ref));
        QVERIFY2(found != arrays->end(), nameOf(ref).c_str());
        const NpyArray& array = found->second;
        const MatrixView view = trace->view(ref);
        if (ref.step == Step::Tokens) {
            QCOMPARE(array.type, StoredType::I32);
            QCOMPARE(array.shape, (std::vector<std::int64_t>{view.rows()}));
            QCOMPARE(array.toInts()->back(), std::int64_t{trace->tokens(ref.side).back().id});
            continue;
        }
        QCOMPARE(array.type, isDouble ? StoredType::F64 : StoredType::F32);
        QCOMPARE(array.shape, (std::vector<std::int64_t>{view.rows(), view.cols()}));
        const auto numbers = array.toDoubles();
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col)
                QVERIFY2(numbers[static_cast<std::size_t>(row * view.cols() + col)] == view.at(row, col), nameOf(ref).c_str());
        }
    }
}

void TestTraceFile::jsonHoldsTheSameNumbers()
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const TracePtr trace = runOf("toy", dtype);
        const auto json = nlohmann::json::parse(traceJson(*trace, trace->steps()), nullptr, false);
        QVERIFY(json.is_object());
        QCOMPARE(json["dtype"], dtype == DType::Float32 ? "float32" : "float64");
        QCOMPARE(json["tokens"].size(), trace->tokens(Side::Only).size());
        QCOMPARE(json["tokens"][1]["token"], "cat");
        QCOMPARE(json["steps"].size(), trace->steps().size());
        const StepRef masked{.step = Step::Masked, .layer = 1, .head = 1};
        const MatrixView view = trace->view(masked);
        const auto& step = json["steps"][nameOf(masked)];
        QCOMPARE(step["shape"], (nlohmann::json{view.rows(), view.cols()}));
        int forbidden = 0;
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col) {
                const auto& value = step["values"][static_cast<std::size_t>(row)][static_cast<std::size_t>(col)];
                if (std::isinf(view.at(row, col))) {
                    QCOMPARE(value, "-inf");
                    ++forbidden;
                } else if (dtype == DType::Float32) {
                    QVERIFY(value.get<float>() == static_cast<float>(view.at(row, col)));
                } else {
                    QVERIFY(value.get<double>() == view.at(row, col));
                }
            }
        }
        QCOMPARE(forbidden, 10); // above the diagonal of five tokens
    }
}

void TestTraceFile::csvHasALinePerNumber()
{
    const TracePtr trace = runOf("toy");
    const std::vector<StepRef> steps{{.step = Step::Tokens}, {.step = Step::Pattern, .layer = 0, .head = 1}};
    const QStringList lines = QString::fromStdString(traceCsv(*trace, steps)).split(QStringLiteral("\r\n"));
    QCOMPARE(lines.size(), 1 + 5 + 25 + 1); // head line, ids, pattern, nothing after the last line end
    QCOMPARE(lines[0], QStringLiteral("step,row,col,row_token,col_token,value"));
    QCOMPARE(lines[2], QStringLiteral("tokens,1,0,cat,\"\",%1").arg(trace->tokens(Side::Only)[1].id));
    const QStringList cell = lines[1 + 5 + 3 * 5 + 1].split(QLatin1Char(','));
    QCOMPARE(cell.mid(0, 5), (QStringList{QStringLiteral("blocks.0.attn.1.pattern"), QStringLiteral("3"),
                                          QStringLiteral("1"), QStringLiteral("the"), QStringLiteral("cat")}));
    QVERIFY(cell[5].toFloat() == static_cast<float>(trace->view(steps[1]).at(3, 1)));
}

void TestTraceFile::oneStepIsATable()
{
    const TracePtr trace = runOf("toy");
    const StepRef pattern{.step = Step::Pattern, .layer = 0, .head = 0};
    const QStringList lines = QString::fromStdString(stepTableCsv(*trace, pattern)).split(QStringLiteral("\r\n"));
    QCOMPARE(lines.size(), 1 + 5 + 1);
    QCOMPARE(lines[0], QStringLiteral("blocks.0.attn.0.pattern,The,cat,saw,the,dog"));
    QCOMPARE(lines[2].split(QLatin1Char(','))[0], QStringLiteral("cat"));
    QCOMPARE(lines[2].split(QLatin1Char(',')).size(), 6);
}

void TestTraceFile::logitsOfTheLastPositionKeepTheirRow()
{
    const TracePtr trace = runOf("toy", DType::Float32, false);
    const std::vector<StepRef> steps{{.step = Step::Logits}};
    const QString csv = QString::fromStdString(traceCsv(*trace, steps));
    QVERIFY(csv.contains(QStringLiteral("\r\nlogits,4,0,dog,")));
    QVERIFY(!csv.contains(QStringLiteral("\r\nlogits,0,")));
}

void TestTraceFile::theSameRunGivesTheSameBytes()
{
    const TracePtr a = runOf("toy");
    const TracePtr b = runOf("toy");
    QVERIFY(*traceNpz(*a, a->steps()) == *traceNpz(*b, b->steps()));
    QVERIFY(traceJson(*a, a->steps()) == traceJson(*b, b->steps()));
    QVERIFY(traceCsv(*a, a->steps()) == traceCsv(*b, b->steps()));
}

void TestTraceFile::unknownEndingIsRefused()
{
    const TracePtr trace = runOf("toy");
    QVERIFY(traceFormatOf("run.NPZ") == TraceFormat::Npz);
    const auto written = writeTrace(*trace, trace->steps(), "run.txt");
    QVERIFY(!written.has_value());
    QVERIFY(written.error().code == ErrorCode::Unsupported);
    QVERIFY(written.error().english().find("run.txt") != std::string::npos);
}

void TestTraceFile::theFileIsTheText()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(QStringLiteral("run.csv")).toStdString();
    const TracePtr trace = runOf("toy");
    QVERIFY(writeTrace(*trace, trace->steps(), path).has_value());
    QVERIFY(*readTextFile(path, 1U << 24U) == traceCsv(*trace, trace->steps()));
    const auto written = writeTrace(*trace, trace->steps(), path.parent_path() / "none" / "run.csv");
    QVERIFY(!written.has_value());
    QVERIFY(written.error().code == ErrorCode::FileUnwritable);
}

QTEST_APPLESS_MAIN(TestTraceFile)
#include "tst_trace_file.moc"
