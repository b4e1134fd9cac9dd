#include "core/model/families/family.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>

namespace hl {

namespace {

const auto& families()
{
    static const std::array all{
        std::cref(albertFamily()),
        std::cref(bartFamily()),
        std::cref(bertFamily()),
        std::cref(bloomFamily()),
        std::cref(debertaFamily()),
        std::cref(debertaV2Family()),
        std::cref(deitFamily()),
        std::cref(distilbertFamily()),
        std::cref(electraFamily()),
        std::cref(falconFamily()),
        std::cref(gemmaFamily()),
        std::cref(gptFamily()),
        std::cref(gpt2Family()),
        std::cref(gptJFamily()),
        std::cref(gptNeoFamily()),
        std::cref(gptNeoXFamily()),
        std::cref(headlightFamily()),
        std::cref(llamaFamily()),
        std::cref(marianFamily()),
        std::cref(mbartFamily()),
        std::cref(mistralFamily()),
        std::cref(mpnetFamily()),
        std::cref(optFamily()),
        std::cref(phiFamily()),
        std::cref(qwen2Family()),
        std::cref(robertaFamily()),
        std::cref(t5Family()),
        std::cref(transfoXlFamily()),
        std::cref(vitFamily()),
        std::cref(whisperFamily()),
        std::cref(xlnetFamily()),
    };
    return all;
}

} // namespace

const Family* findFamily(std::string_view modelType)
{
    for (const Family& family : families()) {
        if (family.modelType == modelType)
            return &family;
    }
    return nullptr;
}

std::string knownFamilies()
{
    std::string names;
    for (const Family& family : families())
        names += (names.empty() ? "" : ", ") + std::string(family.modelType);
    return names;
}

Result<void> refuseChangedModels(const ConfigReader& config)
{
    // Quantized weights mean numbers only together with scales, which their method stores in ways of its own.
    if (config.has("quantization_config")) {
        const auto quantization = config.object("quantization_config");
        if (!quantization)
            return tl::unexpected(quantization.error());
        const std::string method = quantization->stringOr("quant_method", "").value_or("");
        if (method.empty())
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "%1: \"quantization_config\" says that the weights are quantized, which is not supported; save the model with plain weights."),
                        {config.what()});
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"quantization_config\" says that the weights are quantized (%2), which is not supported; save the model with plain weights."),
                    {config.what(), shown(method)});
    }
    for (const char* key : {"pruned_heads", "per_layer_config"}) {
        if (config.has(key) && !config.raw().at(key).empty())
            return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1: \"%2\" changes single layers of the model, which is not supported."),
                        {config.what(), key});
    }
    return {};
}

Result<NormWeights> layerNormOf(TensorStore& tensors, const std::string& name, Index n)
{
    auto norm = tensors.norm(name, n);
    if (!norm || norm->bias)
        return norm;
    if (auto ok = into(norm->bias, tensors.vector(name + ".bias", n)); !ok)
        return tl::unexpected(ok.error());
    return norm;
}

Result<Activation> activationOf(const ConfigReader& config, const std::string& key, const std::string& absent)
{
    const auto name = config.stringOr(key, absent);
    if (!name)
        return tl::unexpected(name.error());
    static constexpr std::array<std::pair<std::string_view, Activation>, 13> known{{
        {"relu", Activation::Relu},
        {"gelu", Activation::Gelu},
        {"gelu_python", Activation::Gelu},
        {"gelu_new", Activation::GeluTanh},
        {"gelu_fast", Activation::GeluTanh},
        {"gelu_pytorch_tanh", Activation::GeluTanh},
        {"gelu_python_tanh", Activation::GeluTanh},
        {"gelu_accurate", Activation::GeluTanh},
        {"quick_gelu", Activation::QuickGelu},
        {"silu", Activation::Silu},
        {"swish", Activation::Silu},
        {"tanh", Activation::Tanh},
        {"sigmoid", Activation::Sigmoid},
    }};
    for (const auto& [text, activation] : known) {
        if (*name == text)
            return activation;
    }
    return fail(ErrorCode::Unsupported,
                HL_NOOP("core", "%1: \"%2\" is \"%3\", an activation function that is not supported."),
                {config.what(), key, shown(*name)});
}

Result<std::string> architectureOf(const ConfigReader& config)
{
    if (!config.has("architectures"))
        return std::string();
    const auto& list = config.raw().at("architectures");
    if (!list.is_array() || list.empty() || !list.front().is_string())
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"architectures\" is not a list of names, such as [\"GPT2LMHeadModel\"]."),
                    {config.what()});
    return list.front().get<std::string>();
}

Result<HeadKind> headOf(const ConfigReader& config, HeadKind kind, const std::vector<std::string_view>& withHead,
                        const std::vector<std::string_view>& bare, const std::vector<std::string_view>& ofClasses)
{
    const auto name = architectureOf(config);
    if (!name)
        return tl::unexpected(name.error());
    const auto isIn = [&](const auto& list) { return std::find(list.begin(), list.end(), *name) != list.end(); };
    if (name->empty() || isIn(withHead))
        return kind;
    if (isIn(bare))
        return HeadKind::None;
    if (isIn(ofClasses))
        return HeadKind::Classes;
    std::string supported;
    for (const auto* list : {&withHead, &ofClasses, &bare}) {
        for (const std::string_view known : *list)
            supported += (supported.empty() ? "" : ", ") + std::string(known);
    }
    return failArchitecture(*name, supported);
}

tl::unexpected<Error> failSetting(const ConfigReader& config, const std::string& key, const std::string& value,
                                  const std::string& supported)
{
    return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1: \"%2\" is %3, which is not supported; supported is %4."),
                {config.what(), key, shown(value), supported});
}

tl::unexpected<Error> failArchitecture(const std::string& architecture, const std::string& supported)
{
    return fail(ErrorCode::Unsupported,
                HL_NOOP("core", "The architecture \"%1\" is not supported; supported of this family: %2."),
                {shown(architecture), supported});
}

Result<int> featuresPerHead(const ConfigReader& config, const std::string& widthKey, const std::string& headsKey,
                            int width, int heads)
{
    if (width % heads != 0)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"%2\" is %3, which cannot be divided among the %4 heads of \"%5\"."),
                    {config.what(), widthKey, std::to_string(width), std::to_string(heads), headsKey});
    return width / heads;
}

template <class T, class V>
T SpecReader::keep(Result<V> value, T otherwise)
{
    if (value)
        return static_cast<T>(*value);
    if (m_ok)
        m_ok = tl::unexpected(value.error());
    return otherwise;
}

int SpecReader::integer(const std::string& key, std::int64_t low, std::int64_t high)
{
    return keep<int>(m_config.integer(key, low, high), 1);
}

int SpecReader::integerOr(const std::string& key, std::int64_t low, std::int64_t high, std::int64_t absent)
{
    return keep<int>(m_config.integerOr(key, low, high, absent), 1);
}

double SpecReader::real(const std::string& key, double low, double high)
{
    return keep<double>(m_config.real(key, low, high), low);
}

double SpecReader::realOr(const std::string& key, double low, double high, double absent)
{
    return keep<double>(m_config.realOr(key, low, high, absent), absent);
}

bool SpecReader::booleanOr(const std::string& key, bool absent)
{
    return keep<bool>(m_config.booleanOr(key, absent), absent);
}

std::string SpecReader::stringOr(const std::string& key, const std::string& absent)
{
    return keep<std::string>(m_config.stringOr(key, absent), absent);
}

std::pair<int, int> SpecReader::sides(const std::string& key, std::int64_t high)
{
    return keep<std::pair<int, int>>(m_config.sides(key, high), {1, 1});
}

std::vector<double> SpecReader::numbersOr(const std::string& key, std::vector<double> absent)
{
    return keep<std::vector<double>>(m_config.numbersOr(key, absent), absent);
}

std::vector<std::string> SpecReader::stringsOr(const std::string& key)
{
    return keep<std::vector<std::string>>(m_config.stringsOr(key), {});
}

Activation SpecReader::activation(const std::string& key, const std::string& absent)
{
    return keep<Activation>(activationOf(m_config, key, absent), Activation::Gelu);
}

int SpecReader::featuresPerHead(const std::string& widthKey, const std::string& headsKey, int width, int heads)
{
    return keep<int>(hl::featuresPerHead(m_config, widthKey, headsKey, width, heads), 1);
}

} // namespace hl
