// Explanations cannot lie: for every step and every cell the explained result equals the traced value within the step's
// bound, and every operand is the number its source holds.
#include "core/explain/explanation.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QTest>

#include <cmath>

using namespace hl;

class TestExplain : public QObject
{
    Q_OBJECT

private:
    static TracePtr traceOf(const char* model, const char* text, DType dtype, const char* second = nullptr)
    {
        RunRequest request;
        request.model = builtinModel(model);
        request.text = text;
        if (second)
            request.second = second;
        request.dtype = dtype;
        auto trace = run(request);
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        return *trace;
    }

    static double valueOf(const Trace& trace, const Source& source)
    {
        if (source.step)
            return trace.view(*source.step).at(source.row, source.col);
        for (const Tensor& tensor : trace.model().tensors()) {
            if (tensor.name() == source.tensor)
                return tensor.view().at(source.row, source.col);
        }
        qFatal("no tensor %s", source.tensor.c_str());
    }

    static bool sameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

private slots:
    void explanationEqualsTraceInEveryCell_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<int>("dtype");
        for (const int dtype : {0, 1}) {
            const char* suffix = dtype == 0 ? "float32" : "float64";
            QTest::addRow("toy, %s", suffix) << QByteArray("toy") << QByteArray("the cat sat on the mat 我爱你 😀") << QByteArray() << dtype;
            QTest::addRow("toy, one token, %s", suffix) << QByteArray("toy") << QByteArray("the") << QByteArray() << dtype;
            QTest::addRow("hello world, %s", suffix) << QByteArray("hello-world") << QByteArray("hello world") << QByteArray() << dtype;
            QTest::addRow("constructed, %s", suffix) << QByteArray("constructed") << QByteArray("The cat the") << QByteArray() << dtype;
            QTest::addRow("encoder-decoder, %s", suffix) << QByteArray("toy-encoder-decoder") << QByteArray("I love China .") << QByteArray("我 爱") << dtype;
        }
    }
    void explanationEqualsTraceInEveryCell()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, second);
        QFETCH(int, dtype);
        const TracePtr trace = traceOf(model.constData(), text.constData(), dtype == 0 ? DType::Float32 : DType::Float64,
                                       second.isEmpty() ? nullptr : second.constData());
        qint64 cells = 0;
        for (const StepRef& ref : trace->steps()) {
            const MatrixView view = trace->view(ref);
            for (Index row = 0; row < view.rows(); ++row) {
                // The vocabulary is wide: every seventh column of logits and probabilities will do.
                const Index stride = infoOf(ref.step).cols == Axis::Vocabulary ? 7 : 1;
                for (Index col = 0; col < view.cols(); col += stride) {
                    const auto explanation = explain(*trace, ref, row, col);
                    if (!explanation)
                        QFAIL(explanation.error().english().c_str());
                    if (!sameNumber(explanation->traced, view.at(row, col)) || !explanation->agrees())
                        QFAIL(qPrintable(QStringLiteral("%1 (%2,%3): explained %4, traced %5, bound %6")
                                             .arg(QString::fromStdString(nameOf(ref))).arg(row).arg(col)
                                             .arg(explanation->result, 0, 'g', 17).arg(explanation->traced, 0, 'g', 17)
                                             .arg(explanation->bound)));
                    ++cells;
                }
            }
        }
        QVERIFY(cells > 0);
        qInfo("%lld cells explained", static_cast<long long>(cells));
    }

    void everyOperandIsTheNumberItsSourceHolds()
    {
        const TracePtr trace = traceOf("toy", "the cat sat", DType::Float32);
        for (const StepRef& ref : trace->steps()) {
            const MatrixView view = trace->view(ref);
            const Index row = view.rows() - 1;
            const Index col = view.cols() / 2;
            const auto explanation = explain(*trace, ref, row, col);
            QVERIFY(explanation.has_value());
            for (const Term& term : explanation->terms) {
                for (const Operand& factor : term.factors) {
                    if (!factor.source.step && factor.source.tensor.empty())
                        continue; // a constant: cos θ
                    const double sign = factor.symbol.starts_with("−") ? -1.0 : 1.0;
                    QVERIFY2(sameNumber(factor.value, sign * valueOf(*trace, factor.source)), nameOf(ref).c_str());
                }
            }
            for (const Quantity& quantity : explanation->quantities) {
                if (quantity.source)
                    QVERIFY2(sameNumber(quantity.value, valueOf(*trace, *quantity.source)), nameOf(ref).c_str());
            }
        }
    }

    void invariantsHoldForEveryStep()
    {
        const TracePtr trace = traceOf("toy", "the cat sat on the mat", DType::Float32);
        for (const StepRef& ref : trace->steps()) {
            const auto invariants = checkInvariants(*trace, ref);
            QVERIFY(!invariants.empty());
            for (const Invariant& invariant : invariants)
                QVERIFY2(invariant.holds, (nameOf(ref) + ": " + invariant.claim.english()).c_str());
        }
    }

    void helloWorldIsWhatAPencilGives()
    {
        const TracePtr trace = traceOf("hello-world", "hello world", DType::Float64);
        const StepRef pattern{Step::Pattern, 0, 0, Side::Only, false};
        const auto chain = explainPattern(*trace, pattern, 0, 1);
        QVERIFY(chain.has_value());
        const double e = std::exp(1.0);
        const double expected = std::sqrt(e) / (e + std::sqrt(e));
        QVERIFY(std::abs(chain->back().result - expected) <= 1e-15);
        QVERIFY(std::abs(trace->view(pattern).at(0, 1) - expected) <= 1e-15);
        QCOMPARE(chain->front().terms.size(), std::size_t{4});
        QVERIFY(chain->front().result == 1.0);
    }

    void theSentenceNamesQueryAndKey()
    {
        const TracePtr trace = traceOf("hello-world", "hello world", DType::Float32);
        const StepRef pattern{Step::Pattern, 0, 0, Side::Only, false};
        QCOMPARE(sentenceFor(*trace, pattern, 0, 1).english(),
                 std::string("hello (query 0) gives 37.8 % of its attention to world (key 1)."));
    }

    void aStepThatWasNotKeptIsNamed()
    {
        RunRequest request;
        request.model = builtinModel("toy");
        request.text = "the cat";
        request.capture.patterns = {"blocks.0.attn.*.pattern"};
        const auto trace = run(request);
        QVERIFY(trace.has_value());
        QCOMPARE((*trace)->steps().size(), std::size_t{2});
        const auto explanation = explain(**trace, StepRef{Step::Pattern, 0, 1, Side::Only, false}, 0, 0);
        QVERIFY(!explanation.has_value());
        QCOMPARE(explanation.error().code, ErrorCode::NotCaptured);
        QVERIFY(explanation.error().english().find("blocks.0.attn.1.softmax.exp") != std::string::npos);
    }

    void aCellOutsideTheMatrixIsRefused()
    {
        const TracePtr trace = traceOf("toy", "the cat", DType::Float32);
        for (const auto& [row, col] : {std::pair<Index, Index>{-1, 0}, {0, -1}, {2, 0}, {0, 2}}) {
            const auto explanation = explain(*trace, StepRef{Step::Pattern, 0, 0, Side::Only, false}, row, col);
            QVERIFY(!explanation.has_value());
            QCOMPARE(explanation.error().code, ErrorCode::BadInput);
        }
    }
};

QTEST_APPLESS_MAIN(TestExplain)
#include "tst_explain.moc"
