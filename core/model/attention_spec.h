#pragma once

#include <cstddef>
#include <vector>

namespace hl {

/// One attention sub-layer.
struct AttentionSpec
{
    int heads = 1;
    int kvHeads = 0; ///< keys and values are shared by heads / kvHeads query heads each; 0: every head has its own
    int dHead = 1;  ///< d_k: features of a query and of a key
    int dValue = 1; ///< d_v: features of a value
    bool isCausal = false;
    bool isSoftmaxSingle = false; ///< in a float64 run the softmax stays in float32, as some references have it
    bool hasBias = true; ///< its linear layers add one, where the family leaves that to the configuration
    double scale = 1.0; ///< scores are multiplied by this: 1/√d_k unless the model says otherwise
    bool scaleByInverseLayer = false; ///< and divided by the layer number counted from 1 (a GPT-2 option)
    bool hasQueryKeyNorm = false;     ///< queries and keys are normed, head by head, before they meet
    /// By layer: how many keys a query sees at most, itself and those just before it; 0, or no entry: all.
    std::vector<int> windows{};
    [[nodiscard]] double scaleOf(int layer) const
    {
        return scaleByInverseLayer ? scale / (layer + 1) : scale;
    }
    [[nodiscard]] int keyHeads() const { return kvHeads > 0 ? kvHeads : heads; }
    /// Which of the keyHeads() a query head reads.
    [[nodiscard]] int keyHeadOf(int head) const { return head / (heads / keyHeads()); }
    [[nodiscard]] int windowOf(int layer) const
    {
        return static_cast<std::size_t>(layer) < windows.size() ? windows[static_cast<std::size_t>(layer)] : 0;
    }
    /// The first layer that masks as this one does.
    [[nodiscard]] int firstLayerOfWindow(int layer) const
    {
        int first = 0;
        while (first < layer && windowOf(first) != windowOf(layer))
            ++first;
        return first;
    }
};

} // namespace hl
