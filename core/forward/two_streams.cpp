#include "core/forward/two_streams.h"

#include <limits>

namespace hl {

namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

} // namespace

Tokens secondTokens(const ForwardInput& input)
{
    if (input.source.targets.empty())
        return input.target.tokens;
    Tokens asked;
    for (const int place : input.source.targets)
        asked.push_back(input.source.tokens[static_cast<std::size_t>(place)]);
    return asked;
}

void askForMasked(const Model& model, SequenceInput& input)
{
    const auto mask = model.tokenizer() ? model.tokenizer()->maskId() : std::nullopt;
    if (!input.asksForMasked || !mask || !model.spec().hasQueryStream)
        return;
    input.targets.clear();
    for (std::size_t place = 0; place < input.tokens.size(); ++place) {
        if (input.tokens[place].id == *mask)
            input.targets.push_back(static_cast<int>(place));
    }
    const auto n = input.targets.empty() ? 0 : static_cast<Index>(input.tokens.size());
    input.hidden.setZero(n, n);
    for (const int place : input.targets)
        input.hidden.col(place).setOnes();
}

std::shared_ptr<const Model> asAsked(std::shared_ptr<const Model> model, const ForwardInput& input)
{
    const bool isAsked = !input.source.targets.empty();
    return model->spec().isAsked == isAsked ? std::move(model) : model->asked(isAsked);
}

MaskMatrix contentMask(MaskMatrix mask, const SequenceInput& input)
{
    const Index memory = mask.cols() - input.hidden.cols();
    for (Index i = 0; i < input.hidden.rows(); ++i) {
        for (Index j = 0; j < input.hidden.cols(); ++j) {
            if (input.hidden(i, j) != 0 && i != j)
                mask(i, memory + j) = forbidden;
        }
    }
    return mask;
}

MaskMatrix queryMask(const MaskMatrix& mask, const SequenceInput& input)
{
    MaskMatrix rows(static_cast<Index>(input.targets.size()), mask.cols());
    for (Index row = 0; row < rows.rows(); ++row) {
        const Index place = input.targets[static_cast<std::size_t>(row)];
        rows.row(row) = mask.row(place);
        for (Index j = 0; j < input.hidden.cols(); ++j) {
            if (input.hidden(place, j) != 0)
                rows(row, mask.cols() - input.hidden.cols() + j) = forbidden;
        }
    }
    return rows;
}

} // namespace hl
