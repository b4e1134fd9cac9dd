// DeBERTa v2's convolution behind the first block: conv.pre to ln_conv.out by the reference's formulas, worked out here with plain
// loops in float64 from the numbers in the folder, and that the second block goes on from there.
#include "core/explain/explanation.h"
#include "core/run/trace_inputs.h"
#include "core/opened_folder.h"
#include "core/row_check.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace hl;

namespace {

constexpr unsigned seed = 20240919;
constexpr std::size_t d = 8;
constexpr double epsilon = 1e-7;

using Rows = std::vector<std::vector<double>>;

Rows rowsOf(const MatrixView& view)
{
    Rows rows(static_cast<std::size_t>(view.rows()));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (Index col = 0; col < view.cols(); ++col)
            rows[row].push_back(view.at(static_cast<Index>(row), col));
    }
    return rows;
}

ModelFolder folderOf(int kernel, int groups, const char* activation)
{
    ModelFolder made = textFolders::bare("deberta-v2");
    made.config["conv_kernel_size"] = kernel;
    made.config["conv_groups"] = groups;
    made.config["conv_act"] = activation;
    made.add("deberta.encoder.conv.conv.weight", {static_cast<std::int64_t>(d), static_cast<std::int64_t>(d) / groups, kernel});
    made.add("deberta.encoder.conv.conv.bias", {static_cast<std::int64_t>(d)});
    made.add("deberta.encoder.conv.LayerNorm.weight", {static_cast<std::int64_t>(d)});
    made.add("deberta.encoder.conv.LayerNorm.bias", {static_cast<std::int64_t>(d)});
    textFolders::randomise(made, seed);
    return made;
}

double activated(const std::string& name, double x)
{
    if (name == "gelu")
        return 0.5 * x * (1.0 + std::erf(x / std::sqrt(2.0)));
    return name == "relu" ? std::max(x, 0.0) : std::tanh(x);
}

struct Expected
{
    Rows pre, post, sum, norm;
};

/// ConvLayer: torch's Conv1d with padding (kernel − 1) / 2 on the rows that entered the encoder, 0 where the mask leaves a row
/// out; its activation added to the first block's result; a LayerNorm.
Expected convolved(const ModelFolder& made, int kernel, int groups, const std::string& activation, const Rows& input, const Rows& block,
                   const std::vector<std::uint8_t>& allowed)
{
    const auto& weight = made.tensors.at("deberta.encoder.conv.conv.weight").numbers;
    const auto& bias = made.tensors.at("deberta.encoder.conv.conv.bias").numbers;
    const auto& gain = made.tensors.at("deberta.encoder.conv.LayerNorm.weight").numbers;
    const auto& offset = made.tensors.at("deberta.encoder.conv.LayerNorm.bias").numbers;
    const std::size_t own = d / static_cast<std::size_t>(groups);
    const auto isAllowed = [&](std::size_t row) { return allowed.empty() || allowed[row] != 0; };
    Expected out;
    for (std::size_t t = 0; t < input.size(); ++t) {
        std::vector<double> pre(d, 0.0), post(d), sum(d), norm(d);
        for (std::size_t o = 0; o < d; ++o) {
            if (isAllowed(t)) {
                pre[o] = bias[o];
                for (std::size_t c = 0; c < own; ++c) {
                    for (int k = 0; k < kernel; ++k) {
                        const long row = static_cast<long>(t) + k - (kernel - 1) / 2;
                        if (row < 0 || row >= static_cast<long>(input.size()) || !isAllowed(static_cast<std::size_t>(row)))
                            continue;
                        pre[o] += weight[(o * own + c) * static_cast<std::size_t>(kernel) + static_cast<std::size_t>(k)]
                                  * input[static_cast<std::size_t>(row)][o / own * own + c];
                    }
                }
            }
            post[o] = activated(activation, pre[o]);
            sum[o] = block[t][o] + post[o];
        }
        double mean = 0.0, variance = 0.0;
        for (const double value : sum)
            mean += value / static_cast<double>(d);
        for (const double value : sum)
            variance += (value - mean) * (value - mean) / static_cast<double>(d);
        for (std::size_t o = 0; o < d; ++o)
            norm[o] = (sum[o] - mean) / std::sqrt(variance + epsilon) * gain[o] + offset[o];
        out.pre.push_back(pre);
        out.post.push_back(post);
        out.sum.push_back(sum);
        out.norm.push_back(norm);
    }
    return out;
}

} // namespace

class TestConvolution : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    RowCheck m_check{seed};

    static TracePtr run(const std::shared_ptr<const Model>& model, DType dtype, const std::vector<std::uint8_t>& allowed = {})
    {
        ForwardInput input;
        input.source.tokens = tokensOfIds(*model, {4, 7, 1, 9, 2, 5});
        input.source.allowed = allowed;
        input.dtype = dtype;
        const auto trace = forward(model, std::move(input));
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        return *trace;
    }

    QString differs(const Trace& trace, Step step, const Rows& expected)
    {
        const StepRef ref{.step = step, .layer = 0};
        if (trace.view(ref).rows() != static_cast<Index>(expected.size()))
            return QStringLiteral("another number of rows");
        for (std::size_t row = 0; row < expected.size(); ++row) {
            if (const QString wrong = m_check.differs(trace, ref, static_cast<Index>(row), expected[row]); !wrong.isEmpty())
                return wrong;
        }
        return {};
    }

    static void addCases()
    {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("groups");
        QTest::addColumn<QByteArray>("activation");
        QTest::newRow("as xxlarge: 3 rows, gelu") << 3 << 1 << QByteArray("gelu");
        QTest::newRow("5 rows, tanh, 2 groups") << 5 << 2 << QByteArray("tanh");
        QTest::newRow("1 row, relu, every feature alone") << 1 << 8 << QByteArray("relu");
        QTest::newRow("13 rows, more than the text") << 13 << 1 << QByteArray("tanh");
    }

private slots:
    void initTestCase() { qInfo("seed %u", seed); }

    void stepsAreThoseOfTheReference_data() { addCases(); }

    void stepsAreThoseOfTheReference()
    {
        QFETCH(int, kernel);
        QFETCH(int, groups);
        QFETCH(QByteArray, activation);
        const ModelFolder made = folderOf(kernel, groups, activation.constData());
        const auto model = m_folder.opened(made);
        for (const auto& allowed : {std::vector<std::uint8_t>{}, std::vector<std::uint8_t>{1, 1, 1, 1, 0, 0}, std::vector<std::uint8_t>{1, 0, 1, 1, 1, 0}}) {
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                const TracePtr trace = run(model, dtype, allowed);
                const Expected expected = convolved(made, kernel, groups, activation.toStdString(), rowsOf(trace->view({.step = Step::ResidPre, .layer = 0})),
                                                    rowsOf(trace->view({.step = Step::Ln2Out, .layer = 0})), allowed);
                QCOMPARE(differs(*trace, Step::ConvPre, expected.pre), QString());
                QCOMPARE(differs(*trace, Step::ConvPost, expected.post), QString());
                QCOMPARE(differs(*trace, Step::ResidConv, expected.sum), QString());
                QCOMPARE(differs(*trace, Step::LnConvOut, expected.norm), QString());
                QVERIFY(rowsOf(trace->view({.step = Step::ResidPre, .layer = 1})) == rowsOf(trace->view({.step = Step::LnConvOut, .layer = 0})));
            }
        }
    }

    void theFirstBlockIsAsWithoutIt()
    {
        const ModelFolder made = folderOf(3, 1, "gelu");
        ModelFolder plain = made;
        plain.config["conv_kernel_size"] = 0;
        const TracePtr a = run(m_folder.opened(made), DType::Float64);
        const TracePtr b = run(m_folder.opened(plain), DType::Float64);
        const StepRef block{.step = Step::Ln2Out, .layer = 0};
        QVERIFY(rowsOf(a->view(block)) == rowsOf(b->view(block)));
        QVERIFY(!hasStep(b->model().spec(), {.step = Step::ConvPre, .layer = 0}));
        QVERIFY(!hasStep(a->model().spec(), {.step = Step::ConvPre, .layer = 1}));
        QVERIFY(rowsOf(a->view(stackOutput(Side::Only, a->model().spec()))) != rowsOf(b->view(stackOutput(Side::Only, b->model().spec()))));
    }

    void everyCellIsExplained_data() { addCases(); }

    void everyCellIsExplained()
    {
        QFETCH(int, kernel);
        QFETCH(int, groups);
        QFETCH(QByteArray, activation);
        const TracePtr trace = run(m_folder.opened(folderOf(kernel, groups, activation.constData())), DType::Float32, {1, 1, 0, 1, 1, 0});
        for (const Step step : {Step::ConvPre, Step::ConvPost, Step::ResidConv, Step::LnConvOut}) {
            const StepRef ref{.step = step, .layer = 0};
            for (Index row = 0; row < 6; ++row) {
                for (Index col = 0; col < static_cast<Index>(d); ++col) {
                    const auto said = explain(*trace, ref, row, col);
                    QVERIFY2(said.has_value() && said->agrees(), nameOf(ref).c_str());
                }
            }
        }
    }

    void whatTheFolderDoesNotSayIsAsInTheReference()
    {
        ModelFolder made = folderOf(3, 1, "tanh");
        made.config.erase("conv_act");
        made.config.erase("conv_groups");
        const auto convolution = m_folder.opened(made)->spec().encoder->convolution;
        QVERIFY(convolution && convolution->groups == 1 && convolution->activation == Activation::Tanh);
    }

    void aMissingOrMisshapenTensorIsNamed()
    {
        for (const int groups : {1, 2}) {
            const ModelFolder whole = folderOf(3, groups, "gelu");
            QVERIFY(m_folder.opened(whole)->notes().size() <= 1); // no tokenizer
            for (const auto& [name, values] : whole.tensors) {
                if (name.find("encoder.conv.") == std::string::npos || name.ends_with("LayerNorm.bias")) // zeros where it is absent
                    continue;
                ModelFolder made = whole;
                made.tensors.erase(name);
                QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(name.substr(8))), qPrintable(m_folder.refusal(made)));
                std::vector<std::int64_t> shape = values.shape;
                shape.back() += 1;
                made.add(name, shape);
                QVERIFY2(m_folder.refusal(made).contains(QString::fromStdString(name)) && m_folder.refusal(made).contains(QStringLiteral("expected [")), qPrintable(m_folder.refusal(made)));
            }
        }
    }

    void wrongSettingsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* patch, const char* said) { QTest::newRow(patch) << QByteArray(patch) << QByteArray(said); };
        row(R"({"conv_kernel_size": 4})", "The model says rows of the convolution = 4; expected an odd number.");
        row(R"({"conv_kernel_size": "3"})", "\"conv_kernel_size\"");
        row(R"({"conv_groups": 3})", "The model says groups of the convolution = 3; expected a number that divides d_model = 8.");
        row(R"({"conv_groups": 0})", "\"conv_groups\" is 0");
        row(R"({"conv_act": "bent"})", "\"conv_act\" is \"bent\", an activation function that is not supported.");
        row(R"({"attention_head_size": 3})", "\"attention_head_size\" is 3, which is not supported; supported is 4.");
    }

    void wrongSettingsAreRefusedByName()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, said);
        ModelFolder made = folderOf(3, 1, "gelu");
        made.config.merge_patch(nlohmann::json::parse(patch.toStdString()));
        QVERIFY2(m_folder.refusal(made).contains(QString::fromUtf8(said)), qPrintable(m_folder.refusal(made)));
    }

    void cleanupTestCase() { m_check.report(); }
};

QTEST_APPLESS_MAIN(TestConvolution)
#include "tst_convolution.moc"
