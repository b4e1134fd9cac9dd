#include "core/math/ops.h"

#include <cmath>
#include <limits>

namespace hl {

template <class T>
void softmaxParts(const ConstRef<T>& masked, MutableRef<T> max, MutableRef<T> shifted, MutableRef<T> exp,
                  MutableRef<T> sum, MutableRef<T> pattern)
{
    constexpr T forbidden = -std::numeric_limits<T>::infinity();
    for (Index row = 0; row < masked.rows(); ++row) {
        if (masked.cols() == 0) {
            max(row, 0) = forbidden;
            sum(row, 0) = T(0);
            continue;
        }
        const auto scores = masked.row(row).array();
        const T rowMax = scores.template maxCoeff<Eigen::PropagateNaN>();
        max(row, 0) = rowMax;
        if (rowMax == forbidden) {
            shifted.row(row).setConstant(forbidden);
            exp.row(row).setZero();
            sum(row, 0) = T(0);
            pattern.row(row).setZero();
            continue;
        }
        // Eigen's vectorised exp(−∞) is 2.9e-39 on SSE and AVX2: forbidden cells are written as 0 explicitly, and they
        // stay forbidden beside a NaN or +∞, where the difference would be NaN.
        const auto isForbidden = scores == forbidden;
        shifted.row(row) = isForbidden.select(forbidden, scores - rowMax).matrix();
        const auto s = shifted.row(row).array();
        exp.row(row) = (s == forbidden).select(T(0), s.exp()).matrix();
        const T total = exp.row(row).sum();
        sum(row, 0) = total;
        pattern.row(row) = (exp.row(row).array() == T(0)).select(T(0), exp.row(row).array() / total).matrix();
    }
}

AdaptiveGroup adaptiveGroupOf(const std::vector<int>& cutoffs, Index vocabulary, Index word)
{
    AdaptiveGroup group;
    for (std::size_t i = 0; i < cutoffs.size(); ++i) {
        if (word < cutoffs[i]) {
            group.last = cutoffs[i];
            return group;
        }
        group.first = cutoffs[i];
        group.score = vocabulary + static_cast<Index>(i);
    }
    group.last = vocabulary;
    return group;
}

namespace {

template <class Row>
double logOfSum(const Row& row, double max)
{
    return max + std::log((row.template cast<double>().array() - max).exp().sum());
}

} // namespace

template <class T>
void adaptiveLogProbabilities(const ConstRef<T>& scores, const std::vector<int>& cutoffs, MutableRef<T> out)
{
    const Index vocabulary = out.cols();
    const Index groups = scores.cols() - vocabulary;
    for (Index row = 0; row < scores.rows(); ++row) {
        RowOf<double> frequent(cutoffs.front() + groups);
        frequent << scores.row(row).head(cutoffs.front()).template cast<double>(),
            scores.row(row).tail(groups).template cast<double>();
        const double all = logOfSum(frequent, frequent.maxCoeff());
        for (Index word = 0; word < vocabulary;) {
            const AdaptiveGroup group = adaptiveGroupOf(cutoffs, vocabulary, word);
            const RowOf<double> own = scores.row(row).segment(group.first, group.last - group.first).template cast<double>();
            const double shift =
                group.score < 0 ? all : logOfSum(own, own.maxCoeff()) - (static_cast<double>(scores(row, group.score)) - all);
            out.row(row).segment(group.first, own.size()) = (own.array() - shift).template cast<T>().matrix();
            word = group.last;
        }
    }
}

template <class T>
void softmaxRows(const ConstRef<T>& x, MutableRef<T> out)
{
    for (Index row = 0; row < x.rows(); ++row) {
        const T rowMax = x.row(row).template maxCoeff<Eigen::PropagateNaN>();
        const auto shifted = x.row(row).array() - rowMax;
        out.row(row) =
            (shifted < T(-103)).select(T(0), shifted.exp()).matrix(); // below the smallest float exp can give
        out.row(row) /= out.row(row).sum();
    }
}

#define HL_INSTANTIATE(T)                                                                                    \
    template void softmaxParts<T>(const ConstRef<T>&, MutableRef<T>, MutableRef<T>, MutableRef<T>,           \
                                  MutableRef<T>, MutableRef<T>);                                             \
    template void adaptiveLogProbabilities<T>(const ConstRef<T>&, const std::vector<int>&, MutableRef<T>);   \
    template void softmaxRows<T>(const ConstRef<T>&, MutableRef<T>);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
