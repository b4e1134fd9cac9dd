#include "core/class_checks.h"

#include "core/explain/explanation.h"
#include "core/run/copied_target.h"
#include "core/run/trace_inputs.h"

#include <cmath>

using namespace hl;

namespace classChecks {

Row rowOf(const MatrixView& view, Index row)
{
    Row values;
    for (Index col = 0; col < view.cols(); ++col)
        values.push_back(view.at(row, col));
    return values;
}

const std::vector<double>& numbersOf(const ModelFolder& made, const std::string& name)
{
    const auto found = made.tensors.find(name);
    if (found == made.tensors.end())
        qFatal("the folder has no %s", name.c_str());
    return found->second.numbers;
}

Row linear(const ModelFolder& made, const std::string& name, const Row& x)
{
    const auto& weight = numbersOf(made, name + ".weight");
    const bool hasBias = made.tensors.count(name + ".bias") > 0;
    Row y(weight.size() / x.size());
    for (std::size_t o = 0; o < y.size(); ++o) {
        y[o] = hasBias ? numbersOf(made, name + ".bias")[o] : 0.0;
        for (std::size_t i = 0; i < x.size(); ++i)
            y[o] += weight[o * x.size() + i] * x[i];
    }
    return y;
}

Row softmax(const Row& x)
{
    double sum = 0.0;
    for (const double value : x)
        sum += std::exp(value);
    Row y;
    for (const double value : x)
        y.push_back(std::exp(value) / sum);
    return y;
}

Row sigmoid(const Row& x)
{
    return each(x, [](double value) { return 1.0 / (1.0 + std::exp(-value)); });
}

double tanhOf(double x)
{
    return std::tanh(x);
}

double reluOf(double x)
{
    return x > 0.0 ? x : 0.0;
}

double geluOf(double x)
{
    return 0.5 * x * (1.0 + std::erf(x / std::sqrt(2.0)));
}

Row each(const Row& x, double (*f)(double))
{
    Row y;
    for (const double value : x)
        y.push_back(f(value));
    return y;
}

TracePtr runOnTarget(const std::shared_ptr<const Model>& model, DType dtype, const std::vector<TokenId>& ids, Tokens target)
{
    ForwardInput input;
    input.source.tokens = tokensOfIds(*model, ids);
    input.target.tokens = std::move(target);
    input.dtype = dtype;
    const auto trace = forward(model, std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

TracePtr run(const std::shared_ptr<const Model>& model, DType dtype, const std::vector<TokenId>& ids)
{
    auto target = copiedTarget(*model, tokensOfIds(*model, ids));
    if (!target)
        qFatal("%s", target.error().english().c_str());
    return runOnTarget(model, dtype, ids, std::move(*target));
}

QString unexplained(const Trace& trace)
{
    for (const StepRef& ref : trace.steps()) {
        if (ref.step < Step::PoolerPre)
            continue;
        const MatrixView view = trace.view(ref);
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col) {
                const auto said = explain(trace, ref, row, col);
                if (!said || !said->agrees())
                    return QString::fromStdString(nameOf(ref) + ": " + (said ? "another number" : said.error().english()));
            }
        }
        for (const Invariant& invariant : checkInvariants(trace, ref)) {
            if (!invariant.holds)
                return QString::fromStdString(nameOf(ref) + ": " + invariant.claim.english());
        }
    }
    return {};
}

} // namespace classChecks
