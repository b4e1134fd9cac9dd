#include "core/analysis/number_formats.h"
#include "core/base/file.h"
#include "core/edit/edit.h"
#include "core/forward/forward.h"
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "core/run/run_request.h"
#include "numpy_script.h"
#include "random_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace hl;

namespace {

using Matrix = MatrixOf<double>;

RunRequest requestOf(const char* model, const std::string& text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    return request;
}

TracePtr traceOf(const char* model, const std::string& text)
{
    return run(requestOf(model, text)).value();
}

Matrix matrixOf(const NpyArray& array)
{
    const std::vector<double> numbers = array.toDoubles();
    const Index cols = array.shape.empty() ? 1 : array.shape.back();
    return Eigen::Map<const Matrix>(numbers.data(), static_cast<Index>(numbers.size()) / cols, cols);
}

/// The bfloat16 number nearest to x by trying the two beside it.
double nearestBrain(double x)
{
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(x));
    const double below = static_cast<double>(std::bit_cast<float>(bits & 0xFFFF0000U)); // towards zero
    const double above = static_cast<double>(std::bit_cast<float>((bits & 0xFFFF0000U) + 0x10000U));
    const double toBelow = std::abs(x - below);
    const double toAbove = std::abs(above - x);
    if (toBelow == toAbove)
        return (bits & 0x10000U) == 0 ? below : above;
    return toBelow < toAbove ? below : above;
}

} // namespace

class TestNumberFormats : public QObject
{
    Q_OBJECT

private slots:
    void bfloat16IsTheNearestNumber()
    {
        std::mt19937 generator(4);
        std::uniform_real_distribution<double> exponent(-60.0, 60.0);
        for (int i = 0; i < 20'000; ++i) {
            const double x = static_cast<double>(static_cast<float>(std::exp2(exponent(generator)) * (i % 2 == 0 ? 1.0 : -1.0)));
            QVERIFY2(roundedTo(NumberType::Brain, x) == nearestBrain(x), qPrintable(QString::number(x, 'g', 17)));
        }
        QVERIFY(roundedTo(NumberType::Brain, 1.0 + std::exp2(-8)) == 1.0);                     // a tie: to even
        QVERIFY(roundedTo(NumberType::Brain, 1.0 + 3.0 * std::exp2(-8)) == 1.0 + std::exp2(-6)); // a tie: to even
        QVERIFY(roundedTo(NumberType::Brain, 1.0 + std::exp2(-8) + std::exp2(-40)) == 1.0 + std::exp2(-7)); // not rounded twice
        QVERIFY(std::isinf(roundedTo(NumberType::Brain, 3.4e38)) && !std::isinf(roundedTo(NumberType::Brain, 3.38e38)));
    }

    /// By hand: an output's largest weight becomes 127 steps, the others whole steps.
    void int8WeightsAreWholeStepsOfTheirOutput()
    {
        const auto model = builtinModel("toy");
        const auto held = modelIn(NumberFormat::Int8, *model);
        const auto check = [&](const Tensor& before, const Tensor& after, bool isByColumn) {
            const Matrix was = before.as<double>();
            const Matrix is = after.as<double>();
            for (Index output = 0; output < (isByColumn ? was.cols() : was.rows()); ++output) {
                const auto weights = [&](const Matrix& m) { return isByColumn ? Matrix(m.col(output).transpose()) : Matrix(m.row(output)); };
                const double step = weights(was).cwiseAbs().maxCoeff() / 127.0;
                for (Index i = 0; i < weights(was).size(); ++i) {
                    const double whole = weights(is)(0, i) / step;
                    QVERIFY(std::abs(whole - std::round(whole)) < 1e-4 && std::abs(whole) < 127.001);
                    QVERIFY(std::abs(weights(is)(0, i) - weights(was)(0, i)) < step * 0.5001);
                }
            }
        };
        check(model->weights().decoder.blocks[0].attention.q.weight, held->weights().decoder.blocks[0].attention.q.weight, true);
        check(model->weights().decoder.blocks[1].mlpOut.weight, held->weights().decoder.blocks[1].mlpOut.weight, true);
        check(model->embedding(Side::Only), held->embedding(Side::Only), false);
        QVERIFY(held->weights().decoder.blocks[0].attention.q.bias.isSameAs(model->weights().decoder.blocks[0].attention.q.bias));
        QVERIFY(held->unembedding().isSameAs(held->embedding(Side::Only))); // a tied table stays one
        QCOMPARE(held->parameterCount(), model->parameterCount());
    }

    /// A NumPy program runs the toy itself, every step rounded: the same numbers in bfloat16 and float16, bit by bit.
    void numPyRunsTheSameNumbersInEveryFormat()
    {
        const QString python = pythonWithNumPy();
        if (python.isEmpty())
            QSKIP("skipped: numPyRunsTheSameNumbersInEveryFormat: no python3 with NumPy is installed");
        const TracePtr trace = traceOf("toy", "the quick brown fox jumps over the lazy dog");
        const Model& model = trace->model();
        NpzWriter writer;
        std::vector<double> ids;
        for (const Token& token : trace->tokens(Side::Only))
            ids.push_back(token.id);
        writer.add("ids", NpyArray::of(std::span<const double>(ids), {static_cast<std::int64_t>(ids.size())}));
        const double sizes[] = {2, 2};
        writer.add("sizes", NpyArray::of(std::span<const double>(sizes), {2}));
        for (const Tensor& tensor : model.tensors())
            writer.add(tensor.name(), NpyArray::of(tensor.view()));
        QTemporaryDir folder;
        const QString in = folder.filePath(QStringLiteral("model.npz"));
        const QString out = folder.filePath(QStringLiteral("steps.npz"));
        QVERIFY(writeFileAtomically(in.toStdString(), writer.finish().value()).has_value());
        const QString said = runScript(python, {QStringLiteral(HEADLIGHT_TEST_DATA "/formats/run.py"), in, out});
        QVERIFY2(said.isEmpty(), qPrintable(said));
        const auto file = readNpz(out.toStdString());
        QVERIFY2(file.has_value(), file ? "" : file.error().english().c_str());

        const auto held = modelIn(NumberFormat::Int8, model);
        for (const Tensor& tensor : held->tensors())
            QVERIFY2(tensor.as<double>() == matrixOf(file->at("int8.tensor." + tensor.name())), tensor.name().c_str());
        const auto runs = runInAllFormats(*trace);
        QVERIFY(runs.has_value());
        int compared = 0;
        for (const auto& [format, bound] : {std::pair{NumberFormat::Float64, 1e-12}, {NumberFormat::Int8, 2e-5},
                                            {NumberFormat::BFloat16, 0.0}, {NumberFormat::Float16, 0.0}}) {
            const Trace& ours = format == NumberFormat::Float64 ? *runs->exact : *runs->run(format).trace;
            for (const StepRef& ref : ours.steps()) {
                const std::string name = std::string(infoOf(format).name) + "." + nameOf(ref);
                if (ref.step == Step::Tokens || ref.step == Step::Mask)
                    continue;
                QVERIFY2(file->count(name) > 0, name.c_str());
                const Matrix theirs = matrixOf(file->at(name));
                const MatrixView view = ours.view(ref);
                QVERIFY2(view.rows() == theirs.rows() && view.cols() == theirs.cols(), name.c_str());
                for (Index row = 0; row < theirs.rows(); ++row) {
                    for (Index col = 0; col < theirs.cols(); ++col) {
                        const double x = theirs(row, col);
                        const double y = view.at(row, col);
                        QVERIFY2(x == y || std::abs(x - y) <= bound * (1.0 + std::abs(x)),
                                 qPrintable(QStringLiteral("%1 (%2, %3): %4 and %5").arg(QString::fromStdString(name)).arg(row).arg(col).arg(x, 0, 'g', 17).arg(y, 0, 'g', 17)));
                    }
                }
                ++compared;
            }
        }
        QVERIFY2(compared > 200, qPrintable(QString::number(compared)));
    }

    void everyStepOfARoundedRunIsANumberOfItsFormat_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < randomModel::familyKinds; ++kind)
            QTest::newRow(qPrintable(QStringLiteral("family kind %1").arg(kind))) << kind;
        for (int kind = randomModel::familyKinds; kind < randomModel::familyKinds + 12; ++kind)
            QTest::newRow(qPrintable(QStringLiteral("model %1").arg(kind))) << kind;
    }

    /// No step of any kind of model is forgotten, and all agree with float64 within what 8 bits allow.
    void everyStepOfARoundedRunIsANumberOfItsFormat()
    {
        QFETCH(int, kind);
        std::mt19937 random(static_cast<unsigned>(kind) + 77);
        std::shared_ptr<const Model> model;
        if (kind < randomModel::familyKinds) {
            const ModelSpec spec = randomModel::familySpec(random, kind);
            model = Model::make(spec, randomModel::weights(random, spec), nullptr).value();
        } else {
            model = randomModel::model(random);
        }
        const auto trace = forward(model, randomModel::input(random, *model));
        QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
        const auto runs = runInAllFormats(**trace);
        QVERIFY(runs.has_value());
        for (const auto& [format, type] : {std::pair{NumberFormat::BFloat16, NumberType::Brain}, {NumberFormat::Float16, NumberType::Half}}) {
            const Trace& rounded = *runs->run(format).trace;
            for (const StepRef& ref : rounded.steps()) {
                if (ref.step == Step::Tokens || ref.step == Step::Positions || ref.step == Step::Mask)
                    continue;
                const MatrixView view = rounded.view(ref);
                for (Index row = 0; row < view.rows(); ++row) {
                    for (Index col = 0; col < view.cols(); ++col) {
                        const double x = view.at(row, col);
                        QVERIFY2(std::isnan(x) || roundedTo(type, x) == x, (nameOf(ref) + " " + std::to_string(x)).c_str());
                    }
                }
            }
        }
        QCOMPARE(runs->exact->steps().size(), runs->run(NumberFormat::BFloat16).trace->steps().size());
    }

    /// 24, 11 and 8 bits: each format is nearer to float64 than the next; float64 itself is no different.
    void finerFormatsAreNearer()
    {
        const TracePtr trace = traceOf("stories", "the cat sat on the mat");
        const auto runs = runInAllFormats(*trace);
        QVERIFY(runs.has_value());
        const auto atEnd = [&](NumberFormat format) { return runs->run(format).steps.back().relative; };
        QVERIFY(atEnd(NumberFormat::Float32) > 0.0 && atEnd(NumberFormat::Float32) < atEnd(NumberFormat::Float16));
        QVERIFY(atEnd(NumberFormat::Float16) < atEnd(NumberFormat::BFloat16));
        for (const StepDifference& step : stepDifferences(*runs->exact, *runs->exact))
            QVERIFY(step.largest == 0.0 && step.relative == 0.0);
        for (const StepDifference& step : withHeadsJoined(runs->run(NumberFormat::Float32).steps))
            QVERIFY2(step.relative < 1e-4, nameOf(step.step).c_str());
    }

    /// The float32 run is the one that was on show, and changes made by hand stay.
    void theSameRunIsRun()
    {
        RunRequest request = requestOf("toy", "hello world");
        const StepRef written{.step = Step::Scores, .layer = 0, .head = 1};
        writeCell(request.edits, written, {1, 0, 3.0});
        const TracePtr trace = run(request).value();
        const TracePtr again = runIn(NumberFormat::Float32, *trace).value();
        const TracePtr rounded = runIn(NumberFormat::BFloat16, *trace).value();
        for (const StepRef& ref : trace->steps()) {
            const MatrixView a = trace->view(ref);
            const MatrixView b = again->view(ref);
            for (Index row = 0; row < a.rows(); ++row) {
                for (Index col = 0; col < a.cols(); ++col)
                    QVERIFY(a.at(row, col) == b.at(row, col) || (std::isnan(a.at(row, col)) && std::isnan(b.at(row, col))));
            }
        }
        QVERIFY(trace->view(written).at(1, 0) == 3.0 && rounded->view(written).at(1, 0) == 3.0);
    }

    void differencesCountInfinityAsInfinite()
    {
        const double inf = std::numeric_limits<double>::infinity();
        const Matrix exact = (Matrix(1, 4) << 1.0, -inf, 70000.0, 2.0).finished();
        const Matrix now = (Matrix(1, 4) << 1.0, -inf, inf, 2.5).finished();
        const auto view = [](const Matrix& m) { return MatrixView(m.data(), m.rows(), m.cols(), m.cols()); };
        const Matrix difference = differenceOf(view(exact), view(now));
        QVERIFY(difference(0, 0) == 0.0 && difference(0, 1) == 0.0 && std::isinf(difference(0, 2)) && difference(0, 3) == 0.5);
    }

    void aStoppedRunIsNoResult()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto runs = runInAllFormats(*traceOf("toy", "hello world"), stop.get_token());
        QVERIFY(!runs && runs.error().code == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestNumberFormats)
#include "tst_number_formats.moc"
