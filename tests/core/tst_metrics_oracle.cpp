// The metrics and maps of real runs against tests/data/metrics_oracle.py, which knows nothing of the program.
#include "core/analysis/head_metrics.h"
#include "core/analysis/head_similarity.h"
#include "core/analysis/rollout.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <QProcess>

#include <cmath>
#include <limits>

using namespace hl;
using Json = nlohmann::json;

namespace {

Json rowsOf(const MatrixView& view)
{
    Json rows = Json::array();
    for (Index i = 0; i < view.rows(); ++i) {
        Json row = Json::array();
        for (Index j = 0; j < view.cols(); ++j)
            row.push_back(view.at(i, j));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json allowedOf(const MatrixView& mask)
{
    Json rows = Json::array();
    for (Index i = 0; i < mask.rows(); ++i) {
        Json row = Json::array();
        for (Index j = 0; j < mask.cols(); ++j)
            row.push_back(mask.at(i, j) != -std::numeric_limits<double>::infinity());
        rows.push_back(std::move(row));
    }
    return rows;
}

StepRef at(StepRef ref, Step step)
{
    ref.step = step;
    return ref;
}

Json headJson(const Trace& trace, const StepRef& head)
{
    Json json;
    json["pattern"] = rowsOf(trace.view(head));
    json["allowed"] = allowedOf(trace.view(at(head, Step::Mask)));
    json["self"] = !head.isCross;
    json["ids"] = Json::array();
    json["special"] = Json::array();
    for (const Token& token : *trace.columnTokens(head)) {
        json["ids"].push_back(token.id);
        json["special"].push_back(token.isSpecial);
    }
    const MatrixView rotated = trace.view(at(head, Step::QRot));
    json["q"] = rowsOf(rotated ? rotated : trace.view(at(head, Step::Q)));
    json["k"] = rowsOf(rotated ? trace.view(at(head, Step::KRot)) : trace.view(at(head, Step::K)));
    return json;
}

void compare(double actual, double expected, double bound, const QString& what)
{
    QVERIFY2(std::abs(actual - expected) <= bound * (1.0 + std::abs(expected)),
             qPrintable(what + QStringLiteral(": %1, not %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void compareAll(const MatrixOf<double>& actual, const Json& expected, double bound, const char* what)
{
    QCOMPARE(static_cast<std::size_t>(actual.rows()), expected.size());
    for (Index i = 0; i < actual.rows(); ++i) {
        for (Index j = 0; j < actual.cols(); ++j)
            compare(actual(i, j), expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<double>(), bound,
                    QStringLiteral("%1 [%2, %3]").arg(QLatin1String(what)).arg(i).arg(j));
    }
}

} // namespace

class TestMetricsOracle : public QObject
{
    Q_OBJECT

private slots:
    void numbersAgree_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("stack");
        const auto row = [](const char* model, const char* text, Side side = Side::Only) {
            QTest::newRow(model) << QString::fromLatin1(model) << QString::fromUtf8(text) << static_cast<int>(side);
        };
        row("toy", "the animal saw the animal");
        row("constructed", "the cat saw the cat");
        row("stories", "the cat sees the dog .");
        row("toy-encoder-decoder", "we love", Side::Encoder);
    }

    void numbersAgree()
    {
        QFETCH(QString, model);
        QFETCH(QString, text);
        QFETCH(int, stack);
        const Side side = static_cast<Side>(stack);
        RunRequest request;
        request.model = builtinModel(model.toStdString());
        request.text = text.toStdString();
        request.dtype = DType::Float64;
        const auto run = hl::run(request);
        QVERIFY(run.has_value());
        const Trace& trace = **run;
        std::vector<StepRef> heads; // of one stack; cross-attention has metrics alone
        std::vector<StepRef> own;
        for (const StepRef& head : attentionHeads(trace.model().spec())) {
            if (head.side == side || head.isCross)
                heads.push_back(head);
            if (head.side == side && !head.isCross)
                own.push_back(head);
        }
        const Json expected = oracle(trace, heads, trace.model().spec().stack(side).attention.heads);
        if (expected.is_null())
            QSKIP("python3 is not installed");
        checkMetrics(trace, heads, expected["metrics"]);

        const auto layers = mixedLayers(trace, side);
        QVERIFY(layers.has_value());
        compareAll(attentionRollout(*layers), expected["rollout"], 1e-12, "rollout");
        const auto flow = attentionFlow(*layers);
        QVERIFY(flow.has_value());
        compareAll(*flow, expected["flow"], 1e-12, "flow");

        const auto similarity = headSimilarity(trace, side, false);
        QVERIFY(similarity.has_value());
        compareAll(similarity->divergence, expected["divergence"], 1e-12, "divergence");
        compareAll(similarity->cosine, expected["cosine"], 1e-12, "cosine");
        checkMaps(trace, own, *similarity, expected);
    }

private:
    Json oracle(const Trace& trace, const std::vector<StepRef>& heads, int headsPerLayer)
    {
        Json given;
        given["headsPerLayer"] = headsPerLayer;
        for (const StepRef& head : heads)
            given["heads"].push_back(headJson(trace, head));
        QTemporaryFile file;
        if (!file.open())
            return {};
        file.write(QByteArray::fromStdString(given.dump()));
        file.close();
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral(HEADLIGHT_TEST_DATA "/metrics_oracle.py"), file.fileName()});
        if (!python.waitForStarted())
            return {};
        if (!python.waitForFinished(120'000) || python.exitCode() != 0) {
            QTest::qFail(python.readAllStandardError().constData(), __FILE__, __LINE__);
            return {};
        }
        return Json::parse(python.readAllStandardOutput().toStdString());
    }

    void checkMetrics(const Trace& trace, const std::vector<StepRef>& heads, const Json& expected)
    {
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const auto measured = headMetrics(trace, heads[i]);
            const auto rows = headMetricRows(trace, heads[i]);
            QVERIFY(measured && rows);
            for (const HeadMetricInfo& info : headMetricTable()) {
                if (!isOfText(info.metric))
                    continue;
                const QString what = QString::fromStdString(nameOf(heads[i])) + QLatin1Char(' ')
                                     + QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size()));
                const Json wanted = expected[i].value(std::string(info.name), Json());
                const auto value = measured->value(info.metric);
                QVERIFY2(value.has_value() != wanted.is_null(), qPrintable(what));
                if (!value)
                    continue;
                compare(*value, wanted.get<double>(), 1e-12, what);
                double sum = 0.0;
                int count = 0;
                for (const auto& part : rows->of(info.metric)) {
                    sum += part.value_or(0.0);
                    count += part ? 1 : 0;
                }
                compare(sum / count, *value, 1e-15, what + QStringLiteral(", mean of its parts"));
            }
        }
    }

    void checkMaps(const Trace& trace, const std::vector<StepRef>& own, const HeadSimilarity& similarity, const Json& expected)
    {
        const MatrixOf<double> distance = distances(similarity);
        const auto merges = averageLinkage(distance);
        const Json& linkage = expected["linkage"];
        QCOMPARE(merges.size(), linkage.size());
        for (std::size_t i = 0; i < merges.size(); ++i) {
            QCOMPARE(merges[i].first, linkage[i][0].get<int>());
            QCOMPARE(merges[i].second, linkage[i][1].get<int>());
            compare(merges[i].height, linkage[i][2].get<double>(), 1e-7, QStringLiteral("height of merge %1").arg(i));
            QCOMPARE(merges[i].size, linkage[i][3].get<int>());
        }
        const PlaneMap map = classicalScaling(distance);
        compareAll(map.points, expected["map"]["points"], 1e-7, "map");
        compare(map.explained, expected["map"]["explained"].get<double>(), 1e-9, QStringLiteral("explained"));
        compare(map.stress, expected["map"]["stress"].get<double>(), 1e-7, QStringLiteral("stress"));
        QVERIFY(expected["map"]["least"].get<double>() > -1e-12); // √divergence fits into a Euclidean space
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto pca = queryKeyMap(trace, own[i]);
            QVERIFY(pca.has_value());
            MatrixOf<double> points(pca->queries.rows() + pca->keys.rows(), 2);
            points << pca->queries, pca->keys;
            const Json& wanted = expected["components"][i];
            if (wanted["told apart"].get<bool>()) // axes of the same variance may be turned within their plane
                compareAll(points, wanted["points"], 1e-9, "components");
            for (std::size_t axis = 0; axis < 2; ++axis)
                compare(pca->explained[axis], wanted["explained"][axis].get<double>(), 1e-10, QStringLiteral("explained"));
        }
    }
};

QTEST_GUILESS_MAIN(TestMetricsOracle)
#include "tst_metrics_oracle.moc"
