#include "core/analysis/head_similarity.h"

#include <Eigen/Eigenvalues>

#include <cmath>

namespace hl {

namespace {

using Vector = Eigen::VectorXd;

/// The same direction with the sign that everybody finds: the entry with the largest size is positive, the first of several
/// that are the same up to rounding.
Vector signedAlike(Vector v)
{
    const double largest = v.cwiseAbs().maxCoeff();
    for (Index i = 0; i < v.size(); ++i) {
        if (std::abs(v(i)) >= largest * (1.0 - 1e-9))
            return v(i) < 0.0 ? Vector(-v) : v;
    }
    return v;
}

double stressOf(const MatrixOf<double>& distance, const MatrixOf<double>& points)
{
    double wrong = 0.0;
    double all = 0.0;
    for (Index a = 0; a < distance.rows(); ++a) {
        for (Index b = a + 1; b < distance.rows(); ++b) {
            const double shown = (points.row(a) - points.row(b)).norm();
            wrong += (distance(a, b) - shown) * (distance(a, b) - shown);
            all += distance(a, b) * distance(a, b);
        }
    }
    return all > 0.0 ? std::sqrt(wrong / all) : 0.0;
}

/// What the dot product of the scores takes: the last of the steps that this run kept.
Result<MatrixView> lastKept(const Trace& trace, StepRef& ref, std::initializer_list<Step> steps)
{
    MatrixView found;
    for (const Step step : steps) {
        StepRef candidate = ref;
        candidate.step = step;
        if (const MatrixView view = trace.view(candidate)) {
            found = view;
            ref = candidate;
        }
    }
    if (!found)
        return fail(ErrorCode::NotCaptured, HL_NOOP("core", "%1 was not kept in this run; keep it to measure its head."),
                    {nameOf(ref)});
    return found;
}

MatrixOf<double> centred(const MatrixView& view)
{
    MatrixOf<double> rows(view.rows(), view.cols());
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col)
            rows(row, col) = view.at(row, col);
    }
    const RowOf<double> mean = rows.colwise().mean();
    rows.rowwise() -= mean;
    return rows;
}

} // namespace

PlaneMap classicalScaling(const MatrixOf<double>& distance)
{
    const Index n = distance.rows();
    MatrixOf<double> gram = distance.cwiseProduct(distance);
    const RowOf<double> means = gram.colwise().mean();
    const double mean = means.mean();
    for (Index a = 0; a < n; ++a) {
        for (Index b = 0; b < n; ++b)
            gram(a, b) = -0.5 * (distance(a, b) * distance(a, b) - means(a) - means(b) + mean);
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver((Eigen::MatrixXd(gram)));
    PlaneMap map;
    map.points = MatrixOf<double>::Zero(n, 2);
    const double all = solver.eigenvalues().cwiseAbs().sum();
    double shown = 0.0;
    for (Index axis = 0; axis < std::min<Index>(2, n); ++axis) {
        const double value = std::max(0.0, solver.eigenvalues()(n - 1 - axis)); // ascending order
        shown += value;
        map.points.col(axis) = signedAlike(solver.eigenvectors().col(n - 1 - axis)) * std::sqrt(value);
    }
    map.explained = all > 0.0 ? shown / all : 1.0;
    map.stress = stressOf(distance, map.points);
    return map;
}

Result<QueryKeyMap> queryKeyMap(const Trace& trace, const StepRef& headStep)
{
    QueryKeyMap map;
    map.querySteps = map.keySteps = headStep;
    map.querySteps.step = Step::Q;
    map.keySteps.step = Step::K;
    map.keySteps = sharedStep(map.keySteps);
    const auto q = lastKept(trace, map.querySteps, {Step::Q, Step::QNorm, Step::QRot});
    if (!q)
        return tl::unexpected(q.error());
    const auto k = lastKept(trace, map.keySteps, {Step::K, Step::KNorm, Step::KRot});
    if (!k)
        return tl::unexpected(k.error());
    MatrixOf<double> rows(q->rows() + k->rows(), q->cols());
    rows.topRows(q->rows()) = centred(*q);
    rows.bottomRows(k->rows()) = centred(*k);
    if (!rows.allFinite())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The queries or keys of this head are not finite, so they have no place in a plane."));
    const Eigen::MatrixXd covariance = rows.transpose() * rows;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    const Index d = rows.cols();
    const double all = solver.eigenvalues().cwiseMax(0.0).sum();
    MatrixOf<double> points = MatrixOf<double>::Zero(rows.rows(), 2);
    for (Index axis = 0; axis < std::min<Index>(2, d); ++axis) {
        map.explained[axis] = all > 0.0 ? std::max(0.0, solver.eigenvalues()(d - 1 - axis)) / all : 0.0;
        points.col(axis) = rows * signedAlike(solver.eigenvectors().col(d - 1 - axis));
    }
    map.queries = points.topRows(q->rows());
    map.keys = points.bottomRows(k->rows());
    return map;
}

} // namespace hl
