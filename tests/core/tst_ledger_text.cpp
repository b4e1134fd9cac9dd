#include "core/model/builtin.h"
#include "core/output/ledger_pieces.h"
#include "core/output/ledger_text.h"
#include "core/run/run_request.h"

#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <cmath>
#include <functional>

using namespace hl;

namespace {

struct Case
{
    const char* name;
    const char* model;
    std::function<void(ModelSpec&)> change;
    Edits edits{};
};

const std::vector<Case>& cases()
{
    static const std::vector<Case> all{
        {"toy", "toy", [](ModelSpec&) {}},
        {"hello-world", "hello-world", [](ModelSpec&) {}},
        {"encoder-decoder", "toy-encoder-decoder", [](ModelSpec&) {}},
        {"constructed", "constructed", [](ModelSpec&) {}},
        {"rotary, RMSNorm, SiLU", "toy",
         [](ModelSpec& spec) {
             spec.decoder->positions.kind = PositionKind::Rotary;
             spec.decoder->norm = NormKind::RmsNorm;
             spec.decoder->mlp.activation = Activation::Silu;
         }},
        {"ALiBi, tanh approximation", "toy",
         [](ModelSpec& spec) {
             spec.decoder->positions.kind = PositionKind::Alibi;
             spec.decoder->mlp.activation = Activation::GeluTanh;
             spec.decoder->attention.scale = 0.7;
         }},
        {"bidirectional ALiBi, quick GELU", "toy",
         [](ModelSpec& spec) {
             spec.decoder->positions.kind = PositionKind::Alibi;
             spec.decoder->attention.isCausal = false;
             spec.decoder->mlp.activation = Activation::QuickGelu;
         }},
        {"changed by hand", "toy", [](ModelSpec&) {},
         {{SetTemperature{std::nullopt, 0.7}},
          {ScaleHead{{.step = Step::Z, .layer = 0, .head = 1}, -0.3}},
          {ScaleHead{{.step = Step::Z, .layer = 1, .head = 1}, 0.0}},
          {ForceHead{{.step = Step::Z, .layer = 1, .head = 0}, {}}},
          {SetCells{{.step = Step::Scores, .layer = 0, .head = 0}, {{5, 1, 2.5}}}}}},
    };
    return all;
}

TracePtr traceOf(const Case& c)
{
    const auto known = builtinModel(c.model);
    ModelSpec spec = known->spec();
    c.change(spec);
    RunRequest request;
    request.model = *Model::make(spec, known->weights(), known->sharedTokenizer());
    request.text = std::string(c.model) == "hello-world" ? "hello world" : "the cat sat on the mat";
    if (spec.isEncoderDecoder())
        request.second = "the dog";
    request.edits = c.edits;
    return *run(request);
}

/// One cell of every step: below the diagonal, so that most are allowed, and one forbidden.
std::vector<Explanation> explanationsOf(const Trace& trace)
{
    std::vector<Explanation> all;
    for (const StepRef& ref : trace.steps()) {
        const MatrixView view = trace.view(ref);
        const Index row = view.rows() - 1;
        all.push_back(*explain(trace, ref, row, std::min<Index>(1, view.cols() - 1)));
        all.push_back(*explain(trace, ref, 0, view.cols() - 1));
    }
    return all;
}

const Explanation& find(const std::vector<Explanation>& all, Step step)
{
    return *std::find_if(all.begin(), all.end(), [&](const Explanation& e) { return e.step.step == step; });
}

} // namespace

class TestLedgerText : public QObject
{
    Q_OBJECT

private slots:
    void piecesGiveTheResult_data() { addCases(); }

    /// The sums and lists are added up again from the numbers that are shown.
    void piecesGiveTheResult()
    {
        QFETCH(int, index);
        const TracePtr trace = traceOf(cases()[static_cast<std::size_t>(index)]);
        for (const Explanation& e : explanationsOf(*trace)) {
            const auto pieces = ledgerNumbers(e);
            QVERIFY2(!pieces.empty(), nameOf(e.step).c_str());
            for (const LedgerPiece& piece : pieces) {
                QVERIFY(piece.value.has_value() == piece.text.empty());
                QVERIFY(!piece.value || !piece.symbol.empty());
                if (piece.source && piece.source->step)
                    QVERIFY2(trace->view(*piece.source->step).at(piece.source->row, piece.source->col) == *piece.value,
                             nameOf(e.step).c_str());
            }
            if (!isSum(e))
                continue;
            double sum = 0.0;
            double product = 1.0;
            for (const LedgerPiece& piece : pieces) {
                if (piece.value)
                    product *= *piece.value;
                if (piece.text == " + ") {
                    sum += product;
                    product = 1.0;
                }
            }
            sum += product;
            QVERIFY2(sum == e.result || std::abs(sum - e.result) <= 1e-12 * (1.0 + e.magnitude),
                     nameOf(e.step).c_str());
        }
    }

    void numPyProgramsPrintTheResult_data() { addCases(); }

    void numPyProgramsPrintTheResult()
    {
        QFETCH(int, index);
        const TracePtr trace = traceOf(cases()[static_cast<std::size_t>(index)]);
        const auto all = explanationsOf(*trace);
        QByteArray program;
        for (const Explanation& e : all)
            program += ledgerText(e, LedgerFormat::NumPy, 4).c_str();
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(program);
        file.close();

        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral("import numpy")});
        if (!python.waitForStarted())
            QSKIP("python3 is not installed");
        python.waitForFinished();
        if (python.exitCode() != 0) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("PYTHONPATH"), QStringLiteral(HEADLIGHT_TEST_DATA "/python_without_numpy"));
            environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
            python.setProcessEnvironment(environment);
        }
        python.start(QStringLiteral("python3"), {file.fileName()});
        QVERIFY(python.waitForFinished());
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const QList<QByteArray> lines = python.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(static_cast<std::size_t>(lines.size()), all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double printed = QString::fromLatin1(lines[static_cast<qsizetype>(i)]).toDouble();
            const double result = all[i].result;
            const bool isSame = printed == result || (std::isinf(result) && lines[static_cast<qsizetype>(i)] == "-inf")
                                || std::abs(printed - result) <= 1e-12 * (1.0 + all[i].magnitude);
            QVERIFY2(isSame, qPrintable(QString::fromStdString(nameOf(all[i].step)) + QStringLiteral(": ")
                                        + QString::number(printed) + QStringLiteral(" ") + QString::number(result)));
        }
    }

    void textStatesFormulaNumbersAndAgreement()
    {
        const TracePtr trace = traceOf(cases()[1]);
        const auto all = explanationsOf(*trace);
        const std::string text = ledgerText(find(all, Step::Scores), LedgerFormat::Text, 4);
        QVERIFY2(text.find("score[1,1] = Σ_d q[i,d] · k[j,d]\n") != std::string::npos, text.c_str());
        QVERIFY(text.find("agrees") != std::string::npos);
        QVERIFY(text.find("DOES NOT") == std::string::npos);

        Explanation wrong = find(all, Step::Pattern);
        wrong.traced += 0.5;
        wrong.invariants[0].holds = false;
        const std::string broken = ledgerText(wrong, LedgerFormat::Text, 4);
        QVERIFY(broken.find("DOES NOT AGREE") != std::string::npos);
        QVERIFY(broken.find("DOES NOT HOLD: every row sums to 1") != std::string::npos);
    }

    void latexIsWrittenWithSubscriptsAndCommands()
    {
        const TracePtr trace = traceOf(cases()[0]);
        const auto all = explanationsOf(*trace);
        const std::string score = ledgerText(find(all, Step::Scores), LedgerFormat::Latex, 3);
        QVERIFY2(score.find("{\\mathrm{score}}_{5,1} &= \\sum_d {q}_{i,d} \\cdot {k}_{j,d} \\\\") != std::string::npos,
                 score.c_str());
        const std::string norm = ledgerText(find(all, Step::Ln1Out), LedgerFormat::Latex, 3);
        QVERIFY2(norm.find("{\\hat{x}}_{5,1} &= (x - \\mu) / \\sqrt{\\sigma^2 + \\varepsilon} \\cdot g + b") != std::string::npos,
                 norm.c_str());
        const std::string scaled = ledgerText(find(all, Step::Scaled), LedgerFormat::Latex, 3);
        QVERIFY2(scaled.find("\\mathrm{score} / \\sqrt{d_k}") != std::string::npos, scaled.c_str());
        for (const Explanation& e : all) {
            const std::string latex = ledgerText(e, LedgerFormat::Latex, 3);
            for (const char* raw : {"Σ", "·", "√", "−", "σ", "μ", "x̂", "∞"})
                QVERIFY2(latex.find(raw) == std::string::npos, latex.c_str());
            QCOMPARE(std::count(latex.begin(), latex.end(), '{'), std::count(latex.begin(), latex.end(), '}'));
        }
    }

    void digitsAreSignificant()
    {
        QCOMPARE(plainNumber(0.90450012, 4), std::string("0.9045"));
        QCOMPARE(plainNumber(1234567.0, 3), std::string("1.23e+06"));
        QCOMPARE(plainNumber(-std::numeric_limits<double>::infinity(), 3), std::string("-inf"));
        QCOMPARE(plainNumber(0.1, 17), std::string("0.10000000000000001"));
    }

private:
    static void addCases()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::addRow("%s", cases()[i].name) << static_cast<int>(i);
    }
};

QTEST_GUILESS_MAIN(TestLedgerText)
#include "tst_ledger_text.moc"
