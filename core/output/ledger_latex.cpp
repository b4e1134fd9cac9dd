#include "core/output/ledger_latex.h"

#include "core/output/ledger_pieces.h"
#include "core/output/ledger_text.h"

#include <array>
#include <cctype>
#include <utility>

namespace hl {

namespace {

constexpr int termsPerLine = 4;

// Longer ones first: the first that fits is taken.
constexpr std::array<std::pair<std::string_view, std::string_view>, 25> replacements{{
    {"√(σ² + ε)", "\\sqrt{\\sigma^2 + \\varepsilon}"},
    {"√(mean x² + ε)", "\\sqrt{\\overline{x^2} + \\varepsilon}"},
    {"10000^(2i/d)", "10000^{2i/d}"},
    {"√d_k", "\\sqrt{d_k}"},
    {"σ²", "\\sigma^2"},
    {"x²", "x^2"},
    {"x̂", "\\hat{x}"},
    {"q′", "q'"},
    {"k′", "k'"},
    {"Σ_", "\\sum_"},
    {"Σ", "\\sum"},
    {"max_", "\\max_"},
    {"max", "\\max"},
    {"exp", "\\exp"},
    {"sin", "\\sin"},
    {"cos", "\\cos"},
    {"tanh", "\\tanh"},
    {"·", "\\cdot"},
    {"−", "-"},
    {"μ", "\\mu"},
    {"ε", "\\varepsilon"},
    {"θ", "\\theta"},
    {"∞", "\\infty"},
    {"∝", "\\propto"},
    {"%", "\\%"},
}};

bool isWordLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// Symbols as our formulas write them -> LaTeX. "q[6,d]" becomes q_{6,d}, "W_Q[0,3]" {W_Q}_{0,3}.
std::string latexOf(std::string_view text)
{
    std::string out;
    std::size_t symbolBegin = 0; // where the symbol before a "[" begins in `out`
    bool isInSymbol = false;
    for (std::size_t i = 0; i < text.size();) {
        bool isReplaced = false;
        for (const auto& [from, to] : replacements) {
            const bool isWord = isWordLetter(from.front());
            if (!text.substr(i).starts_with(from) || (isWord && i > 0 && isWordLetter(text[i - 1]))
                || (isWord && isWordLetter(from.back()) && i + from.size() < text.size() && isWordLetter(text[i + from.size()])))
                continue;
            if (!isInSymbol)
                symbolBegin = out.size();
            isInSymbol = true;
            out += to;
            i += from.size();
            isReplaced = true;
            break;
        }
        if (isReplaced)
            continue;
        const char c = text[i];
        if (c == '[') {
            std::string symbol = out.substr(symbolBegin);
            out.resize(symbolBegin);
            out += "{" + symbol + "}_{";
            isInSymbol = false;
        } else if (c == ']') {
            out += '}';
        } else if (isWordLetter(c)) {
            std::size_t end = i;
            while (end < text.size() && isWordLetter(text[end]))
                ++end;
            if (!isInSymbol)
                symbolBegin = out.size();
            isInSymbol = true;
            const std::string word(text.substr(i, end - i));
            out += word.size() > 1 ? "\\mathrm{" + word + "}" : word;
            i = end;
            continue;
        } else {
            if (c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0) {
                out += c; // part of a symbol
            } else {
                isInSymbol = false;
                out += c;
            }
        }
        ++i;
    }
    return out;
}

std::string latexNumber(double value, int digits)
{
    std::string text = plainNumber(value, digits);
    if (text == "inf")
        return "\\infty";
    if (text == "-inf")
        return "-\\infty";
    if (text == "nan")
        return "\\mathrm{NaN}";
    const auto e = text.find('e');
    if (e == std::string::npos)
        return text;
    return text.substr(0, e) + " \\cdot 10^{" + std::to_string(std::stoi(text.substr(e + 1))) + "}";
}

} // namespace

std::string ledgerLatex(const Explanation& e, int digits)
{
    std::string text = "\\begin{align*}\n" + latexOf(e.left) + " &= " + latexOf(e.expression) + " \\\\\n&= ";
    int terms = 0;
    for (const LedgerPiece& piece : ledgerNumbers(e)) {
        if (!piece.value) {
            const bool isNewTerm = piece.text == " + " || piece.text == ", ";
            text += isNewTerm && ++terms % termsPerLine == 0 ? " \\\\\n&\\quad" + latexOf(piece.text) : latexOf(piece.text);
            continue;
        }
        // A sign after an operator needs brackets: 0.3 · (−0.5).
        const bool needsBrackets = *piece.value < 0.0 && !text.ends_with("&= ") && !text.ends_with("(");
        text += (needsBrackets ? "(" : "") + latexNumber(*piece.value, digits) + (needsBrackets ? ")" : "");
    }
    return text + " \\\\\n&= " + latexNumber(e.result, digits) + "\n\\end{align*}\n";
}

} // namespace hl
