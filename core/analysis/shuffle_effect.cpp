#include "core/analysis/shuffle_effect.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace hl {

namespace {

Result<TracePtr> runWith(RunRequest request, const std::vector<int>& order, std::stop_token stop)
{
    request.shuffle = order;
    return run(request, std::move(stop));
}

struct Outcome
{
    double difference = 0.0;
    double largest = 0.0;
};

Result<Outcome> outcomeOf(const RunRequest& request, const std::vector<int>& order, const std::stop_token& stop)
{
    const auto plain = runWith(request, {}, stop);
    if (!plain)
        return tl::unexpected(plain.error());
    const auto mixed = runWith(request, order, stop);
    if (!mixed)
        return tl::unexpected(mixed.error());
    const ModelSpec& spec = request.model->spec();
    const StepRef output = stackOutput(spec.sides().front(), spec);
    const MatrixView before = (*plain)->view(output);
    const MatrixView after = (*mixed)->view(output);
    if (!before || !after)
        return fail(ErrorCode::NotCaptured,
                    HL_NOOP("core", "%1 was not kept in this run; keep it to see what shuffling does."),
                    {nameOf(output)});
    Outcome outcome;
    for (Index row = 0; row < after.rows(); ++row) {
        const Index from = order[static_cast<std::size_t>(row)];
        for (Index col = 0; col < after.cols(); ++col) {
            const double was = before.at(from, col);
            outcome.difference = std::max(outcome.difference, std::abs(after.at(row, col) - was));
            outcome.largest = std::max(outcome.largest, std::abs(was));
        }
    }
    return outcome;
}

bool isCausal(const RunRequest& request)
{
    const ModelSpec& spec = request.model->spec();
    switch (request.mask.mode) {
    case MaskMode::None: return false;
    case MaskMode::Causal: return true;
    case MaskMode::ModelDefault: return spec.stack(spec.sides().front()).attention.isCausal;
    }
    return false;
}

} // namespace

std::vector<int> shuffledOrder(const Tokens& tokens, std::uint32_t seed)
{
    std::vector<int> order(tokens.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<std::size_t> movable;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].isSpecial)
            movable.push_back(i);
    }
    if (movable.size() < 2)
        return order;
    // Fisher and Yates by hand: std::shuffle gives other orders in other standard libraries.
    std::mt19937 random(seed);
    for (std::size_t i = movable.size() - 1; i > 0; --i)
        std::swap(order[movable[i]], order[movable[random() % (i + 1)]]);
    if (std::is_sorted(order.begin(), order.end()))
        std::swap(order[movable.front()], order[movable.back()]);
    return order;
}

Result<ShuffleEffect> shuffleEffect(RunRequest request, std::stop_token stop)
{
    HL_ASSERT(request.model != nullptr);
    const ModelSpec& spec = request.model->spec();
    request.capture.patterns = {nameOf(stackOutput(spec.sides().front(), spec))};
    request.capture.allLogits = false;
    ShuffleEffect effect;
    effect.order = request.shuffle;
    if (effect.order.empty()) {
        const auto tokens = tokenizeForRun(*request.model, request.text, request.second);
        if (!tokens)
            return tl::unexpected(tokens.error());
        effect.order = shuffledOrder(tokens->source, 1);
    }

    request.withoutPositions = false;
    const auto with = outcomeOf(request, effect.order, stop);
    if (!with)
        return tl::unexpected(with.error());
    effect.withPositions = with->difference;
    effect.largestOutput = with->largest;

    request.withoutPositions = true;
    const auto without = outcomeOf(request, effect.order, stop);
    if (!without)
        return tl::unexpected(without.error());
    effect.withoutPositions = without->difference;

    if (isCausal(request)) {
        request.mask.mode = MaskMode::None;
        const auto bare = outcomeOf(request, effect.order, stop);
        if (!bare)
            return tl::unexpected(bare.error());
        effect.withoutPositionsAndMask = bare->difference;
    }
    return effect;
}

} // namespace hl
