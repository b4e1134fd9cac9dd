#include "core/model/builtin.h"

#include "core/model/builtin/makers.h"
#include "core/model/embedded.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace hl {

namespace {

using Maker = Result<std::shared_ptr<const Model>> (*)();

struct Builtin
{
    BuiltinInfo info;
    Maker make = nullptr; ///< null: trained, its files are embedded
};

constexpr Builtin all[] = {
    {{"stories", HL_NOOP("core", "Stories"),
      HL_NOOP("core", "Predicts the next word of simple English stories, trained on text from a grammar of some 400 words: it "
                      "knows those sentences and no others. What its heads look at was measured; nobody told them."),
      "The keys that the boy likes"}},
    {{"stories-taught", HL_NOOP("core", "Stories, taught"),
      HL_NOOP("core", "The twin of Stories: the same task, but some heads were told what to look at."),
      "The boys that the girl sees"}},
    {{"stories-masked", HL_NOOP("core", "Stories with a gap"),
      HL_NOOP("core", "Fills in [MASK] from both sides and names the feeling of the text on [CLS]; trained on the same stories as "
                      "Stories, it knows no other sentences."),
      "The film was not boring . Mary [MASK] it ."}},
    {{"stories-masked-taught", HL_NOOP("core", "Stories with a gap, taught"),
      HL_NOOP("core", "The twin of Stories with a gap: some heads were told what to look at."),
      "The film was not boring . Mary [MASK] it ."}},
    {{"induction", HL_NOOP("core", "Induction"),
      HL_NOOP("core", "Two layers that repeat what was said before: a head finds the previous token, another what followed the "
                      "same token last time."),
      "red fox moon tea king lamp snow red fox moon tea"}},
    {{"en-zh", HL_NOOP("core", "English to Chinese"),
      HL_NOOP("core", "An encoder and a decoder that translate sentences of a small grammar and no others; cross-attention shows "
                      "which word became which."),
      "I love China ."}},
    {{"en-fr", HL_NOOP("core", "English to French"),
      HL_NOOP("core", "An encoder and a decoder that translate sentences of a small grammar and no others; cross-attention shows "
                      "which word became which."),
      "I love China ."}},
    {{"shapes", HL_NOOP("core", "Shapes"),
      HL_NOOP("core", "A vision transformer that names drawn shapes and digits, not photographs; the patches of the picture are its "
                      "tokens."), ""}},
    {{"toy", HL_NOOP("core", "Toy"),
      HL_NOOP("core", "A causal model with 2 layers, 2 heads and 8 features, so that every matrix fits on the screen. Its "
                      "weights are random: how attention is computed is real, what it looks at means nothing."),
      "The animal didn't cross the street because it was too tired."},
     &makeToy},
    {{"hello-world", HL_NOOP("core", "Hello world"),
      HL_NOOP("core", "Two words, one head, identity projections: numbers that can be checked with a pencil."),
      "hello world"},
     &makeHelloWorld},
    {{"constructed", HL_NOOP("core", "Constructed heads"),
      HL_NOOP("core", "Six heads whose weights were written by a rule, so that each does one known thing: previous token, "
                      "next token, first token, same token, same word, local window."),
      "The cat saw the dog and the dog saw the cat"},
     &makeConstructed},
    {{"toy-encoder-decoder", HL_NOOP("core", "Toy encoder-decoder"),
      HL_NOOP("core", "The arrangement of the paper of 2017 in small: an encoder, a decoder and cross-attention between "
                      "them. Its weights are random."),
      "I love China ."},
     &makeToyEncoderDecoder},
};

bool isShipped(const Builtin& builtin)
{
    const std::string weights = std::string(builtin.info.name) + "/model.safetensors";
    const auto files = embeddedFiles();
    return builtin.make != nullptr
           || std::any_of(files.begin(), files.end(), [&](const EmbeddedFile& file) { return file.path == weights; });
}

} // namespace

std::span<const BuiltinInfo> builtinModels()
{
    static const std::vector<BuiltinInfo> infos = [] {
        std::vector<BuiltinInfo> shipped;
        for (const Builtin& builtin : all) {
            if (isShipped(builtin))
                shipped.push_back(builtin.info);
        }
        return shipped;
    }();
    return infos;
}

const BuiltinInfo* findBuiltin(std::string_view name)
{
    for (const BuiltinInfo& info : builtinModels()) {
        if (info.name == name)
            return &info;
    }
    return nullptr;
}

Result<std::shared_ptr<const Model>> openBuiltin(const BuiltinInfo& info)
{
    // Made on first use; models are immutable, so everyone may share the one. What could not be made, for want of memory, is
    // tried again.
    static std::mutex mutex;
    static std::map<std::string_view, std::shared_ptr<const Model>> made;
    const std::scoped_lock lock(mutex);
    if (const auto found = made.find(info.name); found != made.end())
        return found->second;
    for (const Builtin& builtin : all) {
        if (builtin.info.name != info.name)
            continue;
        auto model = builtin.make ? builtin.make() : loadEmbedded(builtin.info.name);
        if (model)
            made.emplace(builtin.info.name, *model);
        return model;
    }
    HL_ASSERT(false); // an info that is not of builtinModels()
}

std::shared_ptr<const Model> builtinModel(std::string_view name)
{
    const BuiltinInfo* info = findBuiltin(name);
    if (!info)
        return nullptr;
    return openBuiltin(*info).value_or(nullptr);
}

} // namespace hl
