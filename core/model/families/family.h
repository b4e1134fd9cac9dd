#pragma once

#include "core/base/config_reader.h"
#include "core/model/spec.h"
#include "core/model/tensor_store.h"
#include "core/model/weights.h"

#include <string_view>
#include <utility>
#include <vector>

namespace hl {

/// A model family: how its config.json and its tensor names map onto the one generic description. A new family is a new
/// file here and a line in families.cpp; nothing else knows a family's name.
struct Family
{
    std::string_view modelType; ///< "model_type" in config.json
    Result<ModelSpec> (*describe)(const ConfigReader& config, const TensorStore& tensors);
    Result<Weights> (*map)(const ModelSpec& spec, TensorStore& tensors);
    /// Endings of tensors that are buffers of an implementation or copies, not weights.
    std::vector<std::string_view> buffers;
};

/// Null for an unknown model type.
[[nodiscard]] const Family* findFamily(std::string_view modelType);
/// "bert, gpt2, headlight": for the sentence that refuses another one.
[[nodiscard]] std::string knownFamilies();

// One function a family file.
[[nodiscard]] const Family& albertFamily();
[[nodiscard]] const Family& bartFamily();
[[nodiscard]] const Family& bertFamily();
[[nodiscard]] const Family& bloomFamily();
[[nodiscard]] const Family& debertaFamily();
[[nodiscard]] const Family& debertaV2Family();
[[nodiscard]] const Family& deitFamily();
[[nodiscard]] const Family& distilbertFamily();
[[nodiscard]] const Family& electraFamily();
[[nodiscard]] const Family& falconFamily();
[[nodiscard]] const Family& gemmaFamily();
[[nodiscard]] const Family& gptFamily();
[[nodiscard]] const Family& gpt2Family();
[[nodiscard]] const Family& gptJFamily();
[[nodiscard]] const Family& gptNeoFamily();
[[nodiscard]] const Family& gptNeoXFamily();
[[nodiscard]] const Family& headlightFamily();
[[nodiscard]] const Family& llamaFamily();
[[nodiscard]] const Family& marianFamily();
[[nodiscard]] const Family& mbartFamily();
[[nodiscard]] const Family& mistralFamily();
[[nodiscard]] const Family& mpnetFamily();
[[nodiscard]] const Family& optFamily();
[[nodiscard]] const Family& phiFamily();
[[nodiscard]] const Family& qwen2Family();
[[nodiscard]] const Family& robertaFamily();
[[nodiscard]] const Family& t5Family();
[[nodiscard]] const Family& transfoXlFamily();
[[nodiscard]] const Family& vitFamily();
[[nodiscard]] const Family& whisperFamily();
[[nodiscard]] const Family& xlnetFamily();

/// Refuses what a configuration of any family may say that leaves its architecture, but not its layers, as they are: quantized
/// weights, pruned heads, layers that differ.
[[nodiscard]] Result<void> refuseChangedModels(const ConfigReader& config);

/// Fills `target`, or hands the error on.
template <class T>
[[nodiscard]] Result<void> into(T& target, Result<T> value)
{
    if (!value)
        return tl::unexpected(value.error());
    target = std::move(*value);
    return {};
}

/// A LayerNorm's gain and bias below `name`, neither of which may be absent.
[[nodiscard]] Result<NormWeights> layerNormOf(TensorStore& tensors, const std::string& name, Index n);

/// An activation function by the name Hugging Face's files give it ("gelu_new"); an unknown one is refused by name.
[[nodiscard]] Result<Activation> activationOf(const ConfigReader& config, const std::string& key,
                                              const std::string& absent);
/// First entry of "architectures", "" if there is none.
[[nodiscard]] Result<std::string> architectureOf(const ConfigReader& config);
/// The head that the first of "architectures" has: `kind` if it is one of `withHead` or if none is named, none if it is one
/// of `bare`, classes if it is one of `ofClasses`; any other is refused.
[[nodiscard]] Result<HeadKind> headOf(const ConfigReader& config, HeadKind kind,
                                      const std::vector<std::string_view>& withHead,
                                      const std::vector<std::string_view>& bare,
                                      const std::vector<std::string_view>& ofClasses = {});
/// Refuses a setting by its key and value, and says which are supported.
[[nodiscard]] tl::unexpected<Error> failSetting(const ConfigReader& config, const std::string& key, const std::string& value,
                                                const std::string& supported);
[[nodiscard]] tl::unexpected<Error> failArchitecture(const std::string& architecture, const std::string& supported);
/// d_model / heads; refused where it does not divide.
[[nodiscard]] Result<int> featuresPerHead(const ConfigReader& config, const std::string& widthKey,
                                          const std::string& headsKey, int width, int heads);

/// Reads several keys in a row; after the first error the rest is skipped and error() says it.
class SpecReader
{
public:
    explicit SpecReader(const ConfigReader& config)
        : m_config(config)
    {}

    int integer(const std::string& key, std::int64_t low, std::int64_t high);
    int integerOr(const std::string& key, std::int64_t low, std::int64_t high, std::int64_t absent);
    double real(const std::string& key, double low, double high);
    double realOr(const std::string& key, double low, double high, double absent);
    bool booleanOr(const std::string& key, bool absent);
    std::string stringOr(const std::string& key, const std::string& absent);
    /// Height and width: one number for both, or [height, width].
    std::pair<int, int> sides(const std::string& key, std::int64_t high);
    std::vector<double> numbersOr(const std::string& key, std::vector<double> absent);
    std::vector<std::string> stringsOr(const std::string& key);
    Activation activation(const std::string& key, const std::string& absent);
    int featuresPerHead(const std::string& widthKey, const std::string& headsKey, int width, int heads);

    [[nodiscard]] const Result<void>& ok() const { return m_ok; }

private:
    template <class T, class V>
    T keep(Result<V> value, T otherwise);

    const ConfigReader& m_config;
    Result<void> m_ok;
};

} // namespace hl
