#include "core/output/ledger_pieces.h"

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

using Pieces = std::vector<LedgerPiece>;

LedgerPiece mark(std::string text)
{
    return {std::move(text), {}, std::nullopt, std::nullopt};
}

LedgerPiece number(const Operand& operand)
{
    const bool isStored = operand.source.step.has_value() || !operand.source.tensor.empty();
    return {{}, operand.symbol, operand.value, isStored ? std::optional(operand.source) : std::nullopt};
}

LedgerPiece number(const Quantity& quantity)
{
    return {{}, quantity.symbol, quantity.value, quantity.source};
}

const Quantity* find(const Explanation& e, std::string_view symbol)
{
    const auto found = std::find_if(e.quantities.begin(), e.quantities.end(),
                                    [&](const Quantity& q) { return q.symbol == symbol; });
    return found == e.quantities.end() ? nullptr : &*found;
}

void append(Pieces& pieces, const Term& term)
{
    for (std::size_t i = 0; i < term.factors.size(); ++i) {
        if (i > 0)
            pieces.push_back(mark(" · "));
        pieces.push_back(number(term.factors[i]));
    }
}

Pieces listed(const Explanation& e, const char* separator)
{
    Pieces pieces;
    for (const Term& term : e.terms) {
        if (!pieces.empty())
            pieces.push_back(mark(separator));
        append(pieces, term);
    }
    return pieces;
}

Pieces firstTerm(const Explanation& e)
{
    return e.terms.empty() ? Pieces{} : Pieces{number(e.terms.front().factors.front())};
}

Pieces scaled(const Explanation& e)
{
    Pieces pieces = firstTerm(e);
    if (const Quantity* root = find(e, "√d_k")) {
        pieces.push_back(mark(" / "));
        pieces.push_back(number(*root));
    } else if (const Quantity* scale = find(e, "scale")) {
        pieces.push_back(mark(" · "));
        pieces.push_back(number(*scale));
    }
    if (const Quantity* temperature = find(e, "τ")) {
        pieces.push_back(mark(" / "));
        pieces.push_back(number(*temperature));
    }
    return pieces;
}

Pieces normed(const Explanation& e)
{
    Pieces pieces = firstTerm(e);
    if (const Quantity* mean = find(e, "μ")) {
        pieces.insert(pieces.begin(), mark("("));
        pieces.push_back(mark(" − "));
        pieces.push_back(number(*mean));
        pieces.push_back(mark(")"));
    }
    pieces.push_back(mark(" / "));
    pieces.push_back(number(*find(e, "√(σ² + ε)")));
    pieces.push_back(mark(" · "));
    pieces.push_back(number(*find(e, "g")));
    if (const Quantity* offset = find(e, "b")) {
        pieces.push_back(mark(" + "));
        pieces.push_back(number(*offset));
    }
    return pieces;
}

/// The maximum is a term with its sign turned; it is shown as the trace holds it.
Pieces shifted(const Explanation& e)
{
    Pieces pieces = firstTerm(e);
    LedgerPiece maximum = number(e.terms[1].factors.front());
    maximum.value = -*maximum.value;
    maximum.symbol = std::string("m");
    pieces.push_back(mark(" − "));
    pieces.push_back(std::move(maximum));
    return pieces;
}

Pieces sinusoid(const Explanation& e)
{
    const bool isSine = e.expression.starts_with("sin");
    return {mark(isSine ? "sin(" : "cos("), number(*find(e, "pos")), mark(" / "), number(*find(e, "10000^(2i/d)")),
            mark(")")};
}

Pieces activated(const Explanation& e)
{
    const auto end = e.expression.rfind('(', e.expression.find('['));
    Pieces pieces{mark(e.expression.substr(0, end) + "("), number(e.terms.front().factors.front()), mark(")")};
    if (e.terms.size() > 1) {
        pieces.push_back(mark(" · "));
        pieces.push_back(number(e.terms[1].factors.front()));
    }
    return pieces;
}

Pieces biased(const Explanation& e)
{
    const Quantity* slope = find(e, "slope");
    if (!slope)
        return listed(e, " + ");
    LedgerPiece distance = number(*find(e, "key − query"));
    if (e.result < 0.0 && *distance.value > 0.0) // bidirectional: the distance counts, not the direction
        distance.value = -*distance.value;
    return {number(*slope), mark(" · "), std::move(distance)};
}

Pieces softmaxed(const Explanation& e)
{
    return {mark("exp("), number(e.terms.front().factors.front()), mark(" − "), number(*find(e, "max")), mark(") / "),
            number(*find(e, "Σ exp"))};
}

} // namespace

bool isSum(const Explanation& e)
{
    switch (e.operation) {
    case Operation::Add:
    case Operation::Dot:
    case Operation::RelativeDot:
    case Operation::Linear:
    case Operation::Convolve:
    case Operation::WeightedSum:
    case Operation::RowSum: return true;
    case Operation::Rotate: return e.terms.size() > 1;
    case Operation::Join: return e.terms.front().factors.size() > 1; // a head times a factor
    default: return false;
    }
}

bool isListOfNumbers(const Explanation& e)
{
    return e.operation == Operation::RowMax;
}

std::vector<LedgerPiece> ledgerNumbers(const Explanation& e)
{
    switch (e.operation) {
    case Operation::Norm: return normed(e);
    case Operation::Scale: return scaled(e);
    case Operation::Bias: return biased(e);
    case Operation::Shift: return shifted(e);
    case Operation::Activate: return activated(e);
    case Operation::SoftmaxRow:
    case Operation::SoftmaxColumn: return softmaxed(e);
    case Operation::Exp:
        return {mark("exp("), number(e.terms.front().factors.front()), mark(")")};
    case Operation::Divide:
        return {number(e.terms.front().factors.front()), mark(" / "), number(e.quantities.front())};
    case Operation::RowMax: {
        Pieces pieces = listed(e, ", ");
        pieces.insert(pieces.begin(), mark("max("));
        pieces.push_back(mark(")"));
        return pieces;
    }
    case Operation::Gather:
        return e.terms.empty() ? sinusoid(e) : firstTerm(e);
    default:
        return listed(e, " + ");
    }
}

} // namespace hl
