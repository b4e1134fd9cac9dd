#pragma once

#include "core/model/families/family.h"
#include "core/model/families/weight_reader.h"

namespace hl {

/// What a family takes for keys that its configuration does not say; BERT's own. Sizes must be said.
struct BertDefaults
{
    const char* activation = "gelu";
    int segments = 2; ///< 0: there may be none
    double epsilon = 1e-12;
    bool hasPositionKinds = true; ///< "position_embedding_type" is looked at
};

/// What BERT and its descendants say with the same keys: sizes, activation, post-norm, a norm after the embedding.
/// Refuses is_decoder. `title` names the family in a sentence.
[[nodiscard]] Result<ModelSpec> describeBertLike(const ConfigReader& config, const char* title, const BertDefaults& absent = {});

/// The head of a masked-word model: dense, activation, norm, unembedding.
void addMaskedWordHead(ModelSpec& spec, HeadKind kind, Activation activation, bool isTied);

/// Position rows that skip padding, as RoBERTa counts them: the table's first `padding` + 1 rows are not positions.
[[nodiscard]] Result<void> countFromPadding(const ConfigReader& config, PositionSpec& positions, int padding);

/// word_embeddings, position_embeddings, token_type_embeddings and LayerNorm below "embeddings.", whichever the model has.
void readBertEmbeddings(WeightReader& read, const ModelSpec& spec, Weights& weights);
/// One layer below `name`: attention.self, attention.output, intermediate, output.
void readBertBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block);
/// The layer's table of distances below `name`, for models that have one.
void readDistances(WeightReader& read, const ModelSpec& spec, const std::string& name, AttentionWeights& attention);
/// intermediate and output.
void readBertFeedForward(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block);
/// `dense` and `norm` of the head; the unembedding's table and bias under the names given, the first that is there.
void readMaskedWordHead(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const std::string& dense,
                        const std::string& norm, const std::string& table, const std::vector<std::string>& biases);

} // namespace hl
