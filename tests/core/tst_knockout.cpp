#include "core/explain/explanation.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <cmath>

using namespace hl;

namespace {

RunRequest requestFor(const char* model, const char* text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    request.dtype = DType::Float64;
    return request;
}

StepRef headAt(int layer, int head, Side side = Side::Only, bool isCross = false)
{
    return {.step = Step::Z, .layer = layer, .head = head, .side = side, .isCross = isCross};
}

} // namespace

class TestKnockout : public QObject
{
    Q_OBJECT

private slots:
    void onlyItsColumnsOfConcatBecomeZero()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        request.knockouts = {headAt(0, 1)};
        const TracePtr trace = *run(request);
        const StepRef concat{.step = Step::Concat, .layer = 0};
        const MatrixView before = plain->view(concat);
        const MatrixView after = trace->view(concat);
        const Index width = plain->view(headAt(0, 1)).cols();
        for (Index row = 0; row < after.rows(); ++row) {
            for (Index col = 0; col < after.cols(); ++col) {
                const double expected = col / width == 1 ? 0.0 : before.at(row, col);
                QVERIFY(std::abs(after.at(row, col) - expected) <= 0.0);
            }
        }
        QVERIFY(trace->isKnockedOut(headAt(0, 1)));
        QVERIFY(!trace->isKnockedOut(headAt(1, 1)));
    }

    /// attn.out = Σ over heads of z_h W_O,h + b_O: without a head exactly its term is missing.
    void theLayerLosesExactlyTheHeadsOwnTerm()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        request.knockouts = {headAt(0, 0)};
        const TracePtr trace = *run(request);
        const StepRef out{.step = Step::AttnOut, .layer = 0};
        const MatrixView z = plain->view(headAt(0, 0));
        const Linear linear = plain->model().linearOf(out);
        decltype(auto) weight = linear.weight.as<double>();
        for (Index row = 0; row < z.rows(); ++row) {
            for (Index col = 0; col < plain->view(out).cols(); ++col) {
                double term = 0.0;
                for (Index i = 0; i < z.cols(); ++i)
                    term += z.at(row, i) * weight(i, col);
                const double lost = plain->view(out).at(row, col) - trace->view(out).at(row, col);
                QVERIFY2(std::abs(lost - term) < 1e-12, qPrintable(QString::number(lost - term)));
            }
        }
    }

    void everyCellIsStillExplained()
    {
        RunRequest request = requestFor("toy-encoder-decoder", "The cat saw the dog");
        request.second = "a dog";
        request.knockouts = {headAt(0, 1, Side::Encoder), headAt(0, 0, Side::Decoder, true)};
        const auto result = run(request);
        QVERIFY2(result, result ? "" : result.error().english().c_str());
        const TracePtr trace = *result;
        for (const StepRef& ref : trace->steps()) {
            const MatrixView view = trace->view(ref);
            for (Index row = 0; row < view.rows(); ++row) {
                for (Index col = 0; col < std::min<Index>(view.cols(), 12); ++col) {
                    const auto explanation = explain(*trace, ref, row, col);
                    QVERIFY2(explanation && explanation->agrees(), nameOf(ref).c_str());
                }
            }
        }
    }

    void theUnchangedOutputIsToldBesideIt()
    {
        RunRequest request = requestFor("toy", "The cat saw the dog");
        const TracePtr plain = *run(request);
        QVERIFY(!plain->unchanged());
        request.knockouts = {headAt(1, 0)};
        const TracePtr trace = *run(request);
        QVERIFY(trace->unchanged());
        const StepRef logits{.step = Step::Logits};
        const MatrixView told = trace->unchanged()->view(logits);
        double changed = 0.0;
        for (Index col = 0; col < told.cols(); ++col) {
            QVERIFY(std::abs(told.at(0, col) - plain->view(logits).at(0, col)) <= 0.0);
            changed = std::max(changed, std::abs(told.at(0, col) - trace->view(logits).at(0, col)));
        }
        QVERIFY(changed > 1e-6);
    }

    void takingOutEveryHeadStillRuns()
    {
        RunRequest request = requestFor("toy", "The cat");
        const AttentionSpec& spec = request.model->spec().stack(Side::Only).attention;
        for (int layer = 0; layer < request.model->spec().stack(Side::Only).layers; ++layer) {
            for (int head = 0; head < spec.heads; ++head)
                request.knockouts.push_back(headAt(layer, head));
        }
        const auto trace = run(request);
        QVERIFY(trace);
        QCOMPARE((*trace)->nonFiniteCount(), std::int64_t(0));
    }

    void whatIsNoHeadIsRefusedByName()
    {
        RunRequest request = requestFor("toy", "The cat");
        request.knockouts = {headAt(7, 0)};
        const auto trace = run(request);
        QVERIFY(!trace);
        QCOMPARE(trace.error().english(), std::string("blocks.7.attn.0.z is no head of this model, so it cannot be taken out."));
    }
};

QTEST_APPLESS_MAIN(TestKnockout)
#include "tst_knockout.moc"
