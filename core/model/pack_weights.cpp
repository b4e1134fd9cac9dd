#include "core/model/pack_weights.h"

#include "core/base/crew.h"

#include <algorithm>
#include <map>
#include <vector>

namespace hl {

namespace {

/// Every linear layer of a model.
std::vector<Linear*> linearsOf(Weights& weights)
{
    std::vector<Linear*> all{&weights.image.patch, &weights.audio.conv1, &weights.audio.conv2, &weights.head.pooler,
                             &weights.head.transform};
    for (StackWeights* stack : {&weights.encoder, &weights.decoder}) {
        all.push_back(&stack->projection);
        for (Linear& group : stack->convolution)
            all.push_back(&group);
        for (BlockWeights& block : stack->blocks) {
            for (AttentionWeights* attention : {&block.attention, &block.cross}) {
                for (Linear* linear : {&attention->q, &attention->k, &attention->v, &attention->o, &attention->positionK, &attention->positionQ})
                    all.push_back(linear);
            }
            for (Linear* linear : {&block.mlpIn, &block.mlpGate, &block.mlpOut})
                all.push_back(linear);
        }
    }
    return all;
}

} // namespace

void packWeights(Weights& weights, Crew& crew)
{
    std::map<const float*, Tensor> packed;
    std::vector<Linear*> linears = linearsOf(weights);
    for (Linear* linear : linears) {
        if (!linear->weight || linear->weight.panels())
            continue;
        const float* key = linear->weight.as<float>().data();
        const auto isShared = [&](const Linear* other) { return other != linear && other->weight.isSameAs(linear->weight); };
        const auto known = packed.find(key);
        if (known != packed.end()) {
            linear->weight = known->second;
            continue;
        }
        const bool isNeededAgain = std::any_of(linears.begin(), linears.end(), isShared);
        Tensor result = linear->weight.packed(&crew);
        if (isNeededAgain)
            packed.emplace(key, result);
        linear->weight = std::move(result);
    }
}

} // namespace hl
