#pragma once

#include "core/base/message.h"
#include "core/model/model_card.h"
#include "core/model/spec.h"
#include "core/model/step_order.h"
#include "core/model/weights.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hl {

/// Which way a weight matrix lies: x W has an output per column, a table (embeddings, unembedding) one per row.
enum class TensorLayout { OutputsInColumns, OutputsInRows, Vector };

/// A model as it runs: description, weights, tokenizer. Immutable once made; shared by everything that shows
/// it.
class Model
{
public:
    /// Checks that every tensor the description asks for is there and has the implied shape.
    [[nodiscard]] static Result<std::shared_ptr<const Model>> make(ModelSpec spec, Weights weights,
                                                                   std::shared_ptr<const Tokenizer> tokenizer,
                                                                   std::vector<Message> notes = {},
                                                                   ModelCard card = {});

    /// The same model, told nothing about positions. Shares the weights, which are not checked again.
    [[nodiscard]] std::shared_ptr<const Model> withoutPositions() const;

    /// The same model as it runs when words are asked for, with its query stream, or when none is. Shares the weights, which are
    /// not checked again. Only for models that have one.
    [[nodiscard]] std::shared_ptr<const Model> asked(bool isAsked) const;

    /// The same model with other numbers in some tensors, [old, new] of one shape; a tensor used twice (a tied embedding) is
    /// replaced wherever it is used. Shares all others; nothing is checked again.
    [[nodiscard]] std::shared_ptr<const Model> withTensors(const std::vector<std::pair<Tensor, Tensor>>& replaced) const;

    /// The same with every tensor changed: each once, however often it is used.
    [[nodiscard]] std::shared_ptr<const Model> withEachTensor(const std::function<Tensor(const Tensor&, TensorLayout)>& changed) const;

    [[nodiscard]] const ModelSpec& spec() const { return m_spec; }
    /// The steps that it computes.
    [[nodiscard]] const StepOrder& stepOrder() const { return *m_stepOrder; }
    [[nodiscard]] const Weights& weights() const { return m_weights; }
    /// Null where the folder has no tokenizer: then only token ids can be given.
    [[nodiscard]] const Tokenizer* tokenizer() const { return m_tokenizer.get(); }
    [[nodiscard]] std::shared_ptr<const Tokenizer> sharedTokenizer() const { return m_tokenizer; }

    [[nodiscard]] const StackWeights& stackWeights(Side side) const;
    [[nodiscard]] const Tensor& embedding(Side side) const;
    /// [vocab, d_model]: logits are rows times its transpose.
    [[nodiscard]] const Tensor& unembedding() const;

    /// The weights a step multiplies by, {} where it has none: W_Q of this head's layer, for example.
    [[nodiscard]] Linear linearOf(const StepRef& ref) const;
    /// First column of this head inside linearOf(ref).weight.
    [[nodiscard]] Index columnOf(const StepRef& ref) const;
    [[nodiscard]] NormWeights normOf(const StepRef& ref) const;

    /// All tensors, for the model's card and the count of parameters.
    [[nodiscard]] std::vector<Tensor> tensors() const;
    [[nodiscard]] std::int64_t parameterCount() const { return m_parameters; }
    /// What a user should know about this model: ignored tensors, non-finite weights.
    [[nodiscard]] const std::vector<Message>& notes() const { return m_notes; }

    /// What was measured of it; empty for most models.
    [[nodiscard]] const ModelCard& card() const { return m_card; }

private:
    Model() = default;
    [[nodiscard]] Result<void> checkShapes() const;
    [[nodiscard]] Result<void> checkImage() const;

    ModelSpec m_spec;
    std::shared_ptr<const StepOrder> m_stepOrder;
    Weights m_weights;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::vector<Message> m_notes;
    ModelCard m_card;
    std::int64_t m_parameters = 0;
};

/// Longest text this stack takes, in tokens; 0: no limit of its own.
[[nodiscard]] int maxTokens(const Model& model, Side side);

} // namespace hl
