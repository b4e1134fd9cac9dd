// Rollout, flow, similarity and maps on examples worked out by hand.
#include "core/analysis/head_similarity.h"
#include "core/analysis/rollout.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <QtTest>

#include <cmath>

using namespace hl;

namespace {

MatrixOf<double> matrix(Index side, std::initializer_list<double> numbers)
{
    MatrixOf<double> m(side, side);
    std::copy(numbers.begin(), numbers.end(), m.data());
    return m;
}

void near(double actual, double expected, double bound = 1e-12)
{
    QVERIFY2(std::abs(actual - expected) <= bound,
             qPrintable(QStringLiteral("%1, not %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

TracePtr traceOf(const char* model, const char* text)
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    return *hl::run(request);
}

} // namespace

class TestHeadMaps : public QObject
{
    Q_OBJECT

private slots:
    void rolloutIsTheProductOfTheLayers()
    {
        // Second layer times first:
        //   1    0        1    0        1      0
        //   1/2  1/2  ·   1/4  3/4  =   5/8    3/8
        const std::vector layers{matrix(2, {1, 0, 0.25, 0.75}), matrix(2, {1, 0, 0.5, 0.5})};
        const MatrixOf<double> rollout = attentionRollout(layers);
        near(rollout(0, 0), 1.0);
        near(rollout(0, 1), 0.0);
        near(rollout(1, 0), 0.625);
        near(rollout(1, 1), 0.375);
        for (Index row = 0; row < 2; ++row) {
            const std::vector<double> alone = attentionRolloutRow(layers, row);
            near(alone[0], rollout(row, 0));
            near(alone[1], rollout(row, 1));
        }
    }

    void flowIsLimitedByTheNarrowestCut()
    {
        // From the second position at the end: ½ may go to the first position of the middle, ½ to the second. To the first
        // token ½ passes there (capacity 1) and ¼ by way of the second: ¾. To the second token only ½ arrives at the
        // second position, of which all ½ pass (capacity ¾).
        const std::vector layers{matrix(2, {1, 0, 0.25, 0.75}), matrix(2, {1, 0, 0.5, 0.5})};
        const auto flow = attentionFlow(layers);
        QVERIFY(flow.has_value());
        near((*flow)(0, 0), 1.0);
        near((*flow)(0, 1), 0.0);
        near((*flow)(1, 0), 0.75);
        near((*flow)(1, 1), 0.5);
        const auto row = attentionFlowRow(layers, 1);
        QVERIFY(row.has_value() && (*row)[0] == (*flow)(1, 0) && (*row)[1] == (*flow)(1, 1));
    }

    void flowGoesBackWhereTheFirstPathWasWrong()
    {
        // Three positions, three layers; the shortest path found first takes an edge that the best flow needs otherwise.
        const std::vector layers{matrix(3, {0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5}),
                                 matrix(3, {0.4, 0.6, 0, 0, 0.3, 0.7, 0.2, 0, 0.8}),
                                 matrix(3, {0.1, 0.9, 0, 0.5, 0.25, 0.25, 0, 0.5, 0.5})};
        const auto flow = attentionFlow(layers);
        QVERIFY(flow.has_value());
        for (Index i = 0; i < 3; ++i) {
            for (Index j = 0; j < 3; ++j)
                near((*flow)(i, j), smallestCut(layers, i, j));
        }
    }

    void flowOfALongTextIsRefused()
    {
        const auto flow = attentionFlow({MatrixOf<double>::Identity(longestFlow + 1, longestFlow + 1)});
        QVERIFY(!flow && flow.error().code == ErrorCode::TextTooLong);
    }

    void flowStopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        const auto flow = attentionFlow({MatrixOf<double>::Constant(4, 4, 0.25)}, source.get_token());
        QVERIFY(!flow && flow.error().code == ErrorCode::Cancelled);
    }

    void layersAreHalfHeadsHalfResidual()
    {
        const TracePtr trace = traceOf("constructed", "the cat saw the cat");
        const auto layers = mixedLayers(*trace, Side::Only);
        QVERIFY(layers.has_value());
        const MatrixOf<double> rollout = attentionRollout(*layers);
        for (Index row = 0; row < rollout.rows(); ++row)
            near(rollout.row(row).sum(), 1.0);
        double mean = 0.0;
        const int heads = trace->model().spec().stack(Side::Only).attention.heads;
        for (int head = 0; head < heads; ++head)
            mean += trace->view({.step = Step::Pattern, .layer = 0, .head = head}).at(1, 0) / heads;
        near((*layers)[0](1, 0), mean / 2.0, 1e-6); // rows of float32 patterns sum to 1 within 1e-6
    }

    void crossAttentionHasNoPartInRollout()
    {
        const TracePtr trace = traceOf("toy-encoder-decoder", "we love");
        QVERIFY(mixedLayers(*trace, Side::Encoder).has_value());
        QVERIFY(mixedLayers(*trace, Side::Decoder).has_value());
    }

    void patternsThatWereNotKeptAreRefused()
    {
        RunRequest request;
        request.model = builtinModel("toy");
        request.text = "the animal";
        request.capture.patterns = {"logits"};
        const TracePtr trace = *hl::run(request);
        QCOMPARE(mixedLayers(*trace, Side::Only).error().code, ErrorCode::NotCaptured);
        QCOMPARE(headSimilarity(*trace, Side::Only, false).error().code, ErrorCode::NotCaptured);
        QCOMPARE(queryKeyMap(*trace, {.step = Step::Pattern, .layer = 0, .head = 0}).error().code, ErrorCode::NotCaptured);
    }

    void linkageTakesTheMeanDistance()
    {
        // Points 0, 1, 5, 7 on a line: first {0,1} at 1, then {5,7} at 2, then both at mean(5,7,4,6) = 5.5.
        MatrixOf<double> d(4, 4);
        const double at[] = {0, 1, 5, 7};
        for (Index a = 0; a < 4; ++a) {
            for (Index b = 0; b < 4; ++b)
                d(a, b) = std::abs(at[a] - at[b]);
        }
        const auto merges = averageLinkage(d);
        QCOMPARE(merges.size(), std::size_t{3});
        near(merges[0].height, 1.0);
        near(merges[1].height, 2.0);
        near(merges[2].height, 5.5);
        QCOMPARE(merges[2].first, 4);
        QCOMPARE(merges[2].second, 5);
        QCOMPARE(merges[2].size, 4);
        QCOMPARE(groupsOf(merges, 2), (std::vector<int>{0, 0, 1, 1}));
        QCOMPARE(groupsOf(merges, 3), (std::vector<int>{0, 0, 1, 2}));
        QCOMPARE(groupsOf(merges, 9), (std::vector<int>{0, 1, 2, 3}));
        QCOMPARE(groupsOf(merges, 0), (std::vector<int>{0, 0, 0, 0}));
    }

    void aMapOfPointsInAPlaneIsPerfect()
    {
        const double x[] = {0, 3, 3, 0};
        const double y[] = {0, 0, 4, 4};
        MatrixOf<double> d(4, 4);
        for (Index a = 0; a < 4; ++a) {
            for (Index b = 0; b < 4; ++b)
                d(a, b) = std::hypot(x[a] - x[b], y[a] - y[b]);
        }
        const PlaneMap map = classicalScaling(d);
        near(map.explained, 1.0);
        near(map.stress, 0.0, 1e-9);
        for (Index a = 0; a < 4; ++a) {
            for (Index b = 0; b < 4; ++b)
                near((map.points.row(a) - map.points.row(b)).norm(), d(a, b), 1e-9);
        }
    }

    void headsThatAreTheSameHaveNoDistance()
    {
        const PlaneMap map = classicalScaling(MatrixOf<double>::Zero(3, 3));
        near(map.explained, 1.0);
        near(map.stress, 0.0);
        near(map.points.norm(), 0.0);
    }

private:
    /// The least capacity of all sets of nodes that hold the source and not the sink: the definition, for small networks.
    static double smallestCut(const std::vector<MatrixOf<double>>& layers, Index output, Index token)
    {
        const auto width = static_cast<std::size_t>(layers.front().rows());
        const std::size_t nodes = width * (layers.size() + 1);
        double least = std::numeric_limits<double>::infinity();
        const auto node = [&](std::size_t layer, Index i) { return layer * width + static_cast<std::size_t>(i); };
        for (std::size_t set = 0; set < (std::size_t{1} << nodes); ++set) {
            const auto isIn = [&](std::size_t n) { return (set >> n & 1U) != 0; };
            if (!isIn(node(layers.size(), output)) || isIn(node(0, token)))
                continue;
            double cut = 0.0;
            for (std::size_t layer = 0; layer < layers.size(); ++layer) {
                for (Index i = 0; i < static_cast<Index>(width); ++i) {
                    if (!isIn(node(layer + 1, i)))
                        continue;
                    for (Index j = 0; j < static_cast<Index>(width); ++j)
                        cut += isIn(node(layer, j)) ? 0.0 : layers[layer](i, j);
                }
            }
            least = std::min(least, cut);
        }
        return least;
    }
};

QTEST_APPLESS_MAIN(TestHeadMaps)
#include "tst_head_maps.moc"
