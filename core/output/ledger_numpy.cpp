#include "core/output/ledger_numpy.h"

#include "core/output/ledger_pieces.h"

#include <array>
#include <charconv>
#include <cmath>

namespace hl {

namespace {

/// The shortest decimal that is read back as the same double.
std::string exact(double value)
{
    if (std::isnan(value))
        return "np.nan";
    if (std::isinf(value))
        return value > 0 ? "np.inf" : "-np.inf";
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    std::string text(buffer.data(), end.ptr);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string array(const std::vector<double>& numbers)
{
    constexpr std::size_t perLine = 6;
    std::string text = "np.array([";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        text += i % perLine == 0 ? "\n    " : " ";
        text += exact(numbers[i]) + ",";
    }
    return text + "\n], dtype=np.float64)\n";
}

std::string sumProgram(const Explanation& e)
{
    std::vector<double> left;
    std::vector<double> right;
    std::vector<double> single;
    for (const Term& term : e.terms) {
        if (term.factors.size() == 2) {
            left.push_back(term.factors[0].value);
            right.push_back(term.factors[1].value);
        } else {
            single.push_back(term.factors[0].value);
        }
    }
    std::string program;
    std::string sum;
    if (!left.empty()) {
        program += "x = " + array(left) + "y = " + array(right);
        sum = "np.sum(x * y)";
    }
    if (!single.empty()) {
        program += "c = " + array(single);
        sum += sum.empty() ? "np.sum(c)" : " + np.sum(c)";
    }
    return program + "result = " + sum + "\n";
}

std::string first(const Explanation& e)
{
    return exact(e.terms.front().factors.front().value);
}

std::string quantity(const Explanation& e, std::string_view symbol)
{
    for (const Quantity& q : e.quantities) {
        if (q.symbol == symbol)
            return exact(q.value);
    }
    return {};
}

/// f(x) in Python, for the function the explanation names.
std::string activation(const Explanation& e, const std::string& x)
{
    const auto isCalled = [&](const char* name) { return e.expression.starts_with(name); };
    if (isCalled("ReLU("))
        return "np.maximum(" + x + ", 0.0)";
    if (isCalled("GELU (tanh)("))
        return "0.5 * " + x + " * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (" + x + " + 0.044715 * " + x + " ** 3)))";
    if (isCalled("GELU("))
        return "0.5 * " + x + " * math.erfc(-" + x + " / math.sqrt(2.0))";
    if (isCalled("SiLU("))
        return x + " / (1.0 + np.exp(-" + x + "))";
    if (isCalled("quick GELU("))
        return x + " / (1.0 + np.exp(-1.702 * " + x + "))";
    if (isCalled("tanh("))
        return "np.tanh(" + x + ")";
    return "1.0 / (1.0 + np.exp(-" + x + "))";
}

std::string formula(const Explanation& e)
{
    switch (e.operation) {
    case Operation::Scale: {
        const std::string root = quantity(e, "d_k");
        const std::string temperature = quantity(e, "τ");
        return "result = " + first(e) + (root.empty() ? " * " + quantity(e, "scale") : " / np.sqrt(" + root + ")") +
               (temperature.empty() ? "" : " / " + temperature) + "\n";
    }
    case Operation::Norm: {
        const std::string mean = quantity(e, "μ");
        const std::string variance = mean.empty() ? quantity(e, "mean x²") : quantity(e, "σ²");
        const std::string offset = quantity(e, "b");
        return "x = " + first(e) + "\nmean = " + (mean.empty() ? "0.0" : mean) + "\nvariance = " + variance + "\nresult = (x - mean) / np.sqrt(variance + "
               + quantity(e, "ε") + ") * " + quantity(e, "g") + (offset.empty() ? "" : " + " + offset) + "\n";
    }
    case Operation::Bias: {
        const auto pieces = ledgerNumbers(e);
        return pieces.size() == 3 ? "result = " + exact(*pieces[0].value) + " * " + exact(*pieces[2].value) + "\n"
                                  : "result = np.float64(" + first(e) + ")\n";
    }
    case Operation::Shift:
        return std::isinf(e.result) ? "result = -np.inf  # forbidden\n"
                                    : "result = " + first(e) + " - " + exact(*ledgerNumbers(e)[2].value) + "\n";
    case Operation::Exp: return "result = np.exp(" + first(e) + ")\n";
    case Operation::Divide:
        return e.quantities.front().value == 0.0
                   ? "result = 0.0  # no key is allowed: 0 by definition\n"
                   : "result = " + first(e) + " / " + exact(e.quantities.front().value) + "\n";
    case Operation::Activate: {
        const std::string factor = e.terms.size() > 1 ? " * " + exact(e.terms[1].factors.front().value) : "";
        return "x = " + first(e) + "\nresult = (" + activation(e, "x") + ")" + factor + "\n";
    }
    case Operation::SoftmaxRow:
    case Operation::SoftmaxColumn:
        return "result = np.exp(" + first(e) + " - " + quantity(e, "max") + ") / " + quantity(e, "Σ exp") + "\n";
    case Operation::RowMax: {
        std::vector<double> row;
        for (const Term& term : e.terms)
            row.push_back(term.factors.front().value);
        return "row = " + array(row) + "result = np.max(row)\n";
    }
    default:
        break;
    }
    if (e.terms.empty()) // a row of sines and cosines
        return "result = np." + e.expression.substr(0, 3) + "(" + quantity(e, "pos") + " / 10000.0 ** (2.0 * "
               + quantity(e, "i") + " / " + quantity(e, "d") + "))\n";
    return "result = np.float64(" + first(e) + ")\n";
}

} // namespace

std::string ledgerNumPy(const Explanation& e)
{
    return "import math\nimport numpy as np\n\n# " + e.path() + ", row " + std::to_string(e.row) + ", column "
           + std::to_string(e.col) + "\n# " + e.left + " = " + e.expression + "\n"
           + (isSum(e) ? sumProgram(e) : formula(e)) + "print(repr(float(result)))  # Headlight shows "
           + exact(e.traced) + "\n";
}

} // namespace hl
