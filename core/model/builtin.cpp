#include "core/model/builtin.h"

#include "core/model/builtin/makers.h"

#include <array>
#include <map>
#include <mutex>

namespace hl {

namespace {


const std::array<BuiltinInfo, 4> infos{{
    {"toy", HL_NOOP("core", "Toy"),
     HL_NOOP("core", "A causal model with 2 layers, 2 heads and 8 features, so that every matrix fits on the screen. Its "
                     "weights are random: how attention is computed is real, what it looks at means nothing."),
     "The animal didn't cross the street because it was too tired."},
    {"hello-world", HL_NOOP("core", "Hello world"),
     HL_NOOP("core", "Two words, one head, identity projections: numbers that can be checked with a pencil."),
     "hello world"},
    {"constructed", HL_NOOP("core", "Constructed heads"),
     HL_NOOP("core", "Six heads whose weights were written by a rule, so that each does one known thing: previous token, "
                     "next token, first token, same token, same word, local window."),
     "The cat saw the dog and the dog saw the cat"},
    {"toy-encoder-decoder", HL_NOOP("core", "Toy encoder-decoder"),
     HL_NOOP("core", "The arrangement of the paper of 2017 in small: an encoder, a decoder and cross-attention between "
                     "them. Its weights are random."),
     "I love China ."},
}};

constexpr std::array makers{&makeToy, &makeHelloWorld, &makeConstructed, &makeToyEncoderDecoder};
static_assert(makers.size() == infos.size());

} // namespace

std::span<const BuiltinInfo> builtinModels()
{
    return infos;
}

std::shared_ptr<const Model> builtinModel(std::string_view name)
{
    for (std::size_t i = 0; i < infos.size(); ++i) {
        if (infos[i].name != name)
            continue;
        // Made on first use; models are immutable, so everyone may share the one.
        static std::mutex mutex;
        static std::map<std::string_view, std::shared_ptr<const Model>> made;
        const std::scoped_lock lock(mutex);
        auto& model = made[infos[i].name];
        if (!model) {
            auto result = makers[i]();
            HL_ASSERT(result.has_value());
            model = *result;
        }
        return model;
    }
    return nullptr;
}

} // namespace hl
