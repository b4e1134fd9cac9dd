#include "core/math/ops.h"

#include "core/math/norm_row.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace hl {

template <class T>
void linear(const ConstRef<T>& x, const Linear& weights, MutableRef<T> out)
{
    decltype(auto) weight = weights.weight.template as<T>();
    out.noalias() = x * weight;
    if (weights.bias)
        out.rowwise() += RowOf<T>(weights.bias.template as<T>().row(0));
}

template <class T>
void linearTransposed(const ConstRef<T>& x, const Tensor& weight, const Tensor& bias, MutableRef<T> out)
{
    decltype(auto) table = weight.template as<T>();
    out.noalias() = x * table.transpose();
    if (bias)
        out.rowwise() += RowOf<T>(bias.template as<T>().row(0));
}

template <class T>
void normRows(NormKind kind, double epsilon, const ConstRef<T>& x, const NormWeights& weights, MutableRef<T> out)
{
    decltype(auto) gain = weights.gain.template as<T>();
    const bool hasBias = static_cast<bool>(weights.bias);
    const RowOf<T> bias = hasBias ? RowOf<T>(weights.bias.template as<T>().row(0)) : RowOf<T>();
    for (Index row = 0; row < x.rows(); ++row) {
        const RowOf<double> values = x.row(row).template cast<double>();
        const NormRow norm = normRowOf(kind, epsilon, values, dtypeOf<T>);
        if (norm.isRounded) {
            for (Index col = 0; col < values.size(); ++col)
                out(row, col) = static_cast<T>(norm.normed(values[col])) * gain(0, col);
        } else {
            out.row(row) =
                (((values.array() - norm.mean) * norm.inverse).template cast<T>() * gain.row(0).array()).matrix();
        }
        if (hasBias)
            out.row(row) += bias;
    }
}

double activate(Activation activation, double x)
{
    const auto sigmoid = [](double v) { return 1.0 / (1.0 + std::exp(-v)); };
    switch (activation) {
    case Activation::Relu:
        return x > 0.0 || std::isnan(x) ? x : 0.0;
    case Activation::Gelu:
        return 0.5 * x * std::erfc(-x / std::numbers::sqrt2);
    case Activation::GeluTanh: {
        constexpr double rootTwoOverPi = 0.79788456080286535588;
        return 0.5 * x * (1.0 + std::tanh(rootTwoOverPi * (x + 0.044715 * x * x * x)));
    }
    case Activation::Silu:
        return x * sigmoid(x);
    case Activation::QuickGelu:
        return x * sigmoid(1.702 * x);
    case Activation::Tanh:
        return std::tanh(x);
    case Activation::Sigmoid:
        return sigmoid(x);
    }
    return x;
}

const char* activationName(Activation activation)
{
    switch (activation) {
    case Activation::Relu: return "ReLU";
    case Activation::Gelu: return "GELU";
    case Activation::GeluTanh: return "GELU (tanh)";
    case Activation::Silu: return "SiLU";
    case Activation::QuickGelu: return "quick GELU";
    case Activation::Tanh: return "tanh";
    case Activation::Sigmoid: return "sigmoid";
    }
    return "";
}

template <class T>
void activateAll(Activation activation, const ConstRef<T>& x, MutableRef<T> out)
{
    for (Index row = 0; row < x.rows(); ++row) {
        for (Index col = 0; col < x.cols(); ++col)
            out(row, col) = static_cast<T>(activate(activation, static_cast<double>(x(row, col))));
    }
}

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
    template void linear<T>(const ConstRef<T>&, const Linear&, MutableRef<T>);                               \
    template void linearTransposed<T>(const ConstRef<T>&, const Tensor&, const Tensor&, MutableRef<T>);      \
    template void normRows<T>(NormKind, double, const ConstRef<T>&, const NormWeights&, MutableRef<T>);      \
    template void activateAll<T>(Activation, const ConstRef<T>&, MutableRef<T>);                             \
    template void softmaxParts<T>(const ConstRef<T>&, MutableRef<T>, MutableRef<T>, MutableRef<T>,           \
                                  MutableRef<T>, MutableRef<T>);                                             \
    template void adaptiveLogProbabilities<T>(const ConstRef<T>&, const std::vector<int>&, MutableRef<T>);   \
    template void softmaxRows<T>(const ConstRef<T>&, MutableRef<T>);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
