#pragma once

#include "core/model/attention_spec.h"
#include "core/model/layer_kinds.h"
#include "core/model/position_spec.h"
#include "core/model/word_groups.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// The feed-forward network of a block.
struct FeedForwardSpec
{
    int dMlp = 0; ///< 0: the blocks have no feed-forward network
    Activation activation = Activation::Gelu;
    bool isGated = false; ///< SwiGLU and its kin: f(gate) times the first layer
    bool hasBias = true;  ///< its linear layers add one, where the family leaves that to the configuration
};

/// Where a linear layer brings rows of the embedding's width to the model's.
enum class EmbeddingProjection
{
    None,
    OfTokens, ///< before positions are added (OPT)
    OfNorm    ///< after the sum and its norm (ALBERT, ELECTRA)
};

/// What neighbouring rows of a stack's input add to what its first block hands on: norm(block + f(convolution)). He et al. 2020,
/// "DeBERTa", appendix on the 1.5 B model; the reference's ConvLayer.
struct ConvolutionSpec
{
    int kernel = 3; ///< rows: as many before as after the row itself
    int groups = 1; ///< features are divided among these, and each sees its own alone
    Activation activation = Activation::Tanh;
};

/// Encoder or decoder.
struct StackSpec
{
    int layers = 1;
    std::vector<std::string> sharedLayers{}; ///< by layer, a name of its weights where layers share them (ALBERT)
    AttentionSpec attention;
    std::optional<AttentionSpec> cross; ///< decoder of an encoder-decoder model
    FeedForwardSpec mlp;
    NormKind norm = NormKind::LayerNorm;
    double normEpsilon = 1e-5;
    NormPlacement placement = NormPlacement::Pre;
    bool isParallel = false;       ///< pre-norm only: attention and feed-forward network both read the block's input
    bool sharesNorm = false;       ///< and both through ln1
    bool residualFromNorm = false; ///< pre-norm only: the sums add to the norm's output instead of its input (BLOOM)
    int embeddingWidth = 0;        ///< features of the token table; 0: d_model
    EmbeddingProjection projection = EmbeddingProjection::None;
    WordGroups groups{}; ///< of the token table; then embeddingWidth is that of the first, and the projection is OfTokens
    double embeddingScale = 1.0; ///< rows of the token table are multiplied by this: √d_model in some families
    bool hasEmbeddingNorm = false;
    bool hasFinalNorm = false;
    PositionSpec positions;
    std::optional<ConvolutionSpec> convolution{}; ///< behind the first block
    int memory = 0;   ///< rows of each block's earlier input that are attended to as well (Transformer-XL)
    int segments = 0; ///< size of the segment (token type) table; 0: none

    /// Features of what enters the embedding's sum and norm.
    [[nodiscard]] int sumWidth(int dModel) const
    {
        return projection == EmbeddingProjection::OfNorm ? embeddingWidth : dModel;
    }
    [[nodiscard]] int tokenWidth(int dModel) const { return embeddingWidth > 0 ? embeddingWidth : dModel; }
};

} // namespace hl
