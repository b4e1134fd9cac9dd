#include "core/math/ops.h"

#include "core/base/crew.h"
#include "core/base/shares.h"
#include "core/math/kernels/levels.h"
#include "core/math/norm_row.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

namespace hl {

namespace {

/// work(first, last) for parts of [0, count), by all members of the crew where there is enough to do.
template <class Work>
void inParts(Crew* crew, Index count, double operations, const Work& work)
{
    constexpr double enough = 2e5;   // operations that take longer than waking another thread
    constexpr double shortest = 5e4; // of a part, so that handing them out takes nothing
    if (!crew || crew->size() == 1 || operations < enough)
        return work(Index{0}, count);
    auto part = std::max<Index>(1, static_cast<Index>(static_cast<double>(count) * shortest / operations));
    if (part > 1)
        part = (part + 7) / 8 * 8; // what kernels take at once
    Shares shares(count, part, crew->size());
    crew->each(crew->size(), [&](long share, int) { shares.work(static_cast<int>(share), work); });
}

/// Of an element that is read from two places and written to one: memory is what takes the time.
constexpr double operationsOfMemory = 6.0;

const float* dataOf(const Tensor& vector)
{
    return vector ? vector.as<float>().data() : nullptr;
}

HlActivation kernelOf(Activation activation)
{
    switch (activation) {
    case Activation::Relu: return HlRelu;
    case Activation::Gelu: return HlGelu;
    case Activation::GeluTanh: return HlGeluTanh;
    case Activation::Silu: return HlSilu;
    case Activation::QuickGelu: return HlQuickGelu;
    case Activation::Tanh: return HlTanh;
    case Activation::Sigmoid: return HlSigmoid;
    }
    return HlRelu;
}

/// One product, as pieces of work: panel by panel.
class PackedProduct
{
public:
    explicit PackedProduct(const LinearJob<float>& job)
        : m_job(job)
        , m_given(job.weights->weight.panels())
    {
        if (!m_given) // weights that belong to no model
            m_own = std::make_unique<PackedMatrix>(job.weights->weight.as<float>());
    }

    [[nodiscard]] Index panels() const { return matrix().panelCount(); }
    [[nodiscard]] double operations() const
    {
        return 2.0 * static_cast<double>(m_job.x.rows()) * static_cast<double>(matrix().rows() * matrix().cols());
    }

    void run(Index first, Index last) const
    {
        if (matrix().isNarrow())
            return runNarrow(first, last);
        kernels().product(m_job.x.data(), m_job.x.outerStride(), m_job.x.rows(), m_job.x.cols(), matrix().panels(), first, last,
                          dataOf(m_job.weights->bias), m_job.out.data(), m_job.out.outerStride(), m_job.out.cols());
    }

private:
    /// Panel by panel: each is made wide first.
    void runNarrow(Index first, Index last) const
    {
        thread_local std::vector<float> scratch;
        const float* bias = dataOf(m_job.weights->bias);
        for (Index panel = first; panel < last; ++panel) {
            const Index column = panel * HL_PANEL;
            kernels().product(m_job.x.data(), m_job.x.outerStride(), m_job.x.rows(), m_job.x.cols(), matrix().panel(panel, scratch), 0, 1,
                              bias ? bias + column : nullptr, m_job.out.data() + column, m_job.out.outerStride(), m_job.out.cols() - column);
        }
    }

    [[nodiscard]] const PackedMatrix& matrix() const { return m_given ? *m_given : *m_own; }

    mutable LinearJob<float> m_job;
    const PackedMatrix* m_given;
    std::unique_ptr<PackedMatrix> m_own;
};

} // namespace

template <class T>
void linearAll(std::span<const LinearJob<T>> jobs, Crew* crew)
{
    if constexpr (std::is_same_v<T, float>) {
        std::vector<PackedProduct> products;
        Index panels = 0;
        double operations = 0.0;
        for (const LinearJob<float>& job : jobs) {
            products.emplace_back(job);
            panels += products.back().panels();
            operations += products.back().operations();
        }
        inParts(crew, panels, operations, [&](Index first, Index last) {
            for (const PackedProduct& product : products) {
                if (first < product.panels() && last > 0)
                    product.run(std::max<Index>(first, 0), std::min(last, product.panels()));
                first -= product.panels();
                last -= product.panels();
            }
        });
    } else {
        for (const LinearJob<T>& job : jobs) {
            MutableRef<T> out = job.out;
            out.noalias() = job.x * job.weights->weight.template as<T>();
            if (job.weights->bias)
                out.rowwise() += RowOf<T>(job.weights->bias.template as<T>().row(0));
        }
    }
}

template <class T>
void linear(const ConstRef<T>& x, const Linear& weights, MutableRef<T> out, Crew* crew)
{
    const LinearJob<T> job{x, &weights, out};
    linearAll<T>({&job, 1}, crew);
}

template <class T>
void linearTransposed(const ConstRef<T>& x, const Tensor& weight, const Tensor& bias, MutableRef<T> out, Crew* crew)
{
    if constexpr (std::is_same_v<T, float>) {
        const MatrixOf<float>& table = weight.as<float>();
        inParts(crew, table.rows(), 2.0 * static_cast<double>(x.rows()) * static_cast<double>(table.size()), [&](Index first, Index last) {
            kernels().productTransposed(x.data(), x.outerStride(), x.rows(), x.cols(), table.data(), table.cols(), first, last,
                                        dataOf(bias), out.data(), out.outerStride());
        });
    } else {
        out.noalias() = x * weight.template as<T>().transpose();
        if (bias)
            out.rowwise() += RowOf<T>(bias.template as<T>().row(0));
    }
}

template <class T>
void normRows(NormKind kind, double epsilon, const ConstRef<T>& x, const NormWeights& weights, MutableRef<T> out, Crew* crew)
{
    if constexpr (std::is_same_v<T, float>) {
        const int isRms = kind == NormKind::LayerNorm ? 0 : 1;
        inParts(crew, x.rows(), 8.0 * static_cast<double>(x.size()), [&](Index first, Index last) {
            for (Index row = first; row < last; ++row)
                kernels().norm(x.row(row).data(), x.cols(), isRms, epsilon, dataOf(weights.gain), dataOf(weights.bias), out.row(row).data());
        });
    } else {
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
void activateAll(Activation activation, const ConstRef<T>& x, MutableRef<T> out, Crew* crew)
{
    if constexpr (std::is_same_v<T, float>) {
        inParts(crew, x.rows(), 20.0 * static_cast<double>(x.size()), [&](Index first, Index last) {
            for (Index row = first; row < last; ++row)
                kernels().activate(kernelOf(activation), x.row(row).data(), x.cols(), out.row(row).data());
        });
    } else {
        for (Index row = 0; row < x.rows(); ++row) {
            for (Index col = 0; col < x.cols(); ++col)
                out(row, col) = static_cast<T>(activate(activation, static_cast<double>(x(row, col))));
        }
    }
}

template <class T>
void addAll(const ConstRef<T>& x, const ConstRef<T>& y, MutableRef<T> out, Crew* crew)
{
    inParts(crew, x.rows(), operationsOfMemory * static_cast<double>(x.size()), [&](Index first, Index last) {
        out.middleRows(first, last - first) = x.middleRows(first, last - first) + y.middleRows(first, last - first);
    });
}

template <class T>
void multiplyAll(MutableRef<T> out, const ConstRef<T>& y, Crew* crew)
{
    inParts(crew, out.rows(), operationsOfMemory * static_cast<double>(out.size()), [&](Index first, Index last) {
        out.middleRows(first, last - first).array() *= y.middleRows(first, last - first).array();
    });
}

template <class T>
void probabilityRows(const ConstRef<T>& x, MutableRef<T> out, Crew* crew)
{
    if constexpr (std::is_same_v<T, float>) {
        inParts(crew, x.rows(), 20.0 * static_cast<double>(x.size()), [&](Index first, Index last) {
            for (Index row = first; row < last; ++row)
                kernels().softmax(x.row(row).data(), x.cols(), out.row(row).data());
        });
    } else {
        softmaxRows<T>(x, out);
    }
}

#define HL_INSTANTIATE(T)                                                                                    \
    template void linearAll<T>(std::span<const LinearJob<T>>, Crew*);                                        \
    template void linear<T>(const ConstRef<T>&, const Linear&, MutableRef<T>, Crew*);                        \
    template void linearTransposed<T>(const ConstRef<T>&, const Tensor&, const Tensor&, MutableRef<T>, Crew*); \
    template void normRows<T>(NormKind, double, const ConstRef<T>&, const NormWeights&, MutableRef<T>, Crew*); \
    template void activateAll<T>(Activation, const ConstRef<T>&, MutableRef<T>, Crew*);                      \
    template void addAll<T>(const ConstRef<T>&, const ConstRef<T>&, MutableRef<T>, Crew*);                   \
    template void multiplyAll<T>(MutableRef<T>, const ConstRef<T>&, Crew*);                                  \
    template void probabilityRows<T>(const ConstRef<T>&, MutableRef<T>, Crew*);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
