#include "core/analysis/logit_lens.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <cmath>

using namespace hl;

namespace {

TracePtr traceOf(const char* model, DType dtype, Capture capture = {})
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = "the cat sat on the mat";
    request.dtype = dtype;
    request.capture = std::move(capture);
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

} // namespace

class TestLogitLens : public QObject
{
    Q_OBJECT

private slots:
    void lastLayerEqualsTheLogits_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("isDouble");
        for (const char* model : {"toy", "toy-encoder-decoder"}) {
            QTest::addRow("%s in float32", model) << QByteArray(model) << false;
            QTest::addRow("%s in float64", model) << QByteArray(model) << true;
        }
    }

    void lastLayerEqualsTheLogits()
    {
        QFETCH(QByteArray, model);
        QFETCH(bool, isDouble);
        const TracePtr trace = traceOf(model.constData(), isDouble ? DType::Float64 : DType::Float32);
        QVERIFY(trace);
        const Side side = trace->model().spec().outputSide();
        const MatrixView logits = trace->view({.step = Step::Logits, .side = side});
        const double bound = isDouble ? 1e-13 : infoOf(Step::Logits).bound;
        for (Index position = 0; position < logits.rows(); ++position) {
            const auto lens = lensLogits(*trace, position);
            QVERIFY(lens.has_value());
            QCOMPARE(lens->rows(), Index{1 + trace->model().spec().stack(side).layers});
            double size = 0.0;
            for (Index word = 0; word < logits.cols(); ++word)
                size = std::max(size, std::abs(logits.at(position, word)));
            for (Index word = 0; word < logits.cols(); ++word) {
                const double difference = std::abs((*lens)(lens->rows() - 1, word) - logits.at(position, word));
                QVERIFY2(difference <= bound * (1.0 + size), qPrintable(QString::number(difference)));
            }
        }
    }

    void candidatesAreSortedAndTheirProbabilitiesAreThoseOfTheirLogits()
    {
        const TracePtr trace = traceOf("toy", DType::Float64);
        const auto lens = logitLens(*trace, 2, 5);
        QVERIFY(lens.has_value());
        QCOMPARE(lens->front().layer, -1);
        const auto logits = lensLogits(*trace, 2);
        for (std::size_t i = 0; i < lens->size(); ++i) {
            const auto& top = (*lens)[i].top;
            QCOMPARE(top.size(), std::size_t{5});
            const double sum = logits->row(static_cast<Index>(i)).array().exp().sum();
            for (std::size_t c = 0; c < top.size(); ++c) {
                QVERIFY(c == 0 || top[c - 1].logit >= top[c].logit);
                QVERIFY(std::abs(top[c].probability - std::exp(top[c].logit) / sum) < 1e-12);
            }
        }
    }

    void whatCannotBeLookedThroughIsRefusedWithASentence()
    {
        const TracePtr trace = traceOf("toy", DType::Float32);
        QCOMPARE(logitLens(*trace, 999, 3).error().code, ErrorCode::BadInput);
        QCOMPARE(logitLens(*trace, -1, 3).error().code, ErrorCode::BadInput);

        Capture onlyPatterns;
        onlyPatterns.patterns = {"*.pattern"};
        const auto lens = logitLens(*traceOf("toy", DType::Float32, onlyPatterns), 0, 3);
        QCOMPARE(lens.error().code, ErrorCode::NotCaptured);
        QVERIFY(lens.error().english().find("resid_pre") != std::string::npos);

        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(logitLens(*trace, 0, 3, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void aModelWithoutHeadSaysSo()
    {
        const auto toy = builtinModel("toy");
        ModelSpec spec = toy->spec();
        spec.head.kind = HeadKind::None;
        RunRequest request;
        request.model = *Model::make(spec, toy->weights(), toy->sharedTokenizer());
        request.text = "the cat";
        QCOMPARE(logitLens(**run(request), 0, 3).error().code, ErrorCode::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TestLogitLens)
#include "tst_logit_lens.moc"
