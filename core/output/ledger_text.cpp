#include "core/output/ledger_text.h"

#include "core/output/ledger_latex.h"
#include "core/output/ledger_numpy.h"
#include "core/output/ledger_pieces.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hl {

namespace {

std::string cellName(const Explanation& e)
{
    return e.path() + " (" + std::to_string(e.row) + ", " + std::to_string(e.col) + ")";
}

std::string plainText(const Explanation& e, int digits)
{
    std::string text = cellName(e) + "\n" + e.left + " = " + e.expression + "\n";
    std::string line = "  = ";
    for (const LedgerPiece& piece : ledgerNumbers(e))
        line += piece.value ? plainNumber(*piece.value, digits) : piece.text;
    text += line + "\n  = " + plainNumber(e.result, digits) + "\n";
    for (const Quantity& quantity : e.quantities) {
        text += "  " + quantity.symbol + (quantity.formula.empty() ? "" : " = " + quantity.formula);
        text += " = " + plainNumber(quantity.value, digits) + "\n";
    }
    text += "recomputed in float64: " + plainNumber(e.result, 17) + "; shown: " + plainNumber(e.traced, 17)
            + "; difference " + plainNumber(std::abs(e.result - e.traced), 2) + " (at most "
            + plainNumber(e.bound, 2) + "): " + (e.agrees() ? "agrees" : "DOES NOT AGREE") + "\n";
    for (const Invariant& invariant : e.invariants) {
        text += (invariant.holds ? "holds: " : "DOES NOT HOLD: ") + invariant.claim.english();
        if (invariant.deviation > 0.0)
            text += " (largest departure " + plainNumber(invariant.deviation, 2)
                    + (invariant.row >= 0 ? ", row " + std::to_string(invariant.row) : "") + ")";
        text += "\n";
    }
    return text;
}

} // namespace

std::string plainNumber(double value, int digits)
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general,
                                   std::clamp(digits, 1, 17));
    return {buffer.data(), end.ptr};
}

std::string ledgerText(const Explanation& explanation, LedgerFormat format, int digits)
{
    switch (format) {
    case LedgerFormat::Text: return plainText(explanation, digits);
    case LedgerFormat::Latex: return ledgerLatex(explanation, digits);
    case LedgerFormat::NumPy: return ledgerNumPy(explanation);
    }
    return {};
}

std::string ledgerText(std::span<const Explanation> chain, LedgerFormat format, int digits)
{
    std::string text;
    for (const Explanation& explanation : chain) {
        if (!text.empty())
            text += "\n";
        text += ledgerText(explanation, format, digits);
    }
    return text;
}

} // namespace hl
