#include "core/model/model_facts.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/number.h"
#include "core/base/shown.h"
#include "core/math/ops.h"

#include <array>
#include <cmath>

namespace hl {

namespace {

Message plain(std::string text)
{
    return {"%1", {std::move(text)}};
}

Message number(std::int64_t value)
{
    return plain(std::to_string(value));
}

const char* nameOf(PositionKind kind)
{
    switch (kind) {
    case PositionKind::None: return HL_NOOP("core", "none");
    case PositionKind::Sinusoidal: return HL_NOOP("core", "sinusoidal");
    case PositionKind::Learned: return HL_NOOP("core", "learned");
    case PositionKind::Rotary: return HL_NOOP("core", "rotary");
    case PositionKind::Alibi: return "ALiBi";
    case PositionKind::T5Relative: return HL_NOOP("core", "T5 relative");
    }
    return "";
}

const char* nameOf(const HeadSpec& head)
{
    switch (head.kind) {
    case HeadKind::None: return HL_NOOP("core", "nothing");
    case HeadKind::LanguageModel: return HL_NOOP("core", "next token");
    case HeadKind::MaskedWord: return HL_NOOP("core", "masked token");
    case HeadKind::Classes:
        if (head.question == ClassQuestion::Replaced)
            return HL_NOOP("core", "whether each token was put in the place of another");
        if (head.question == ClassQuestion::Follows)
            return HL_NOOP("core", "whether the second text follows the first");
        if (head.problem == ClassProblem::AnyOf)
            return head.classRow == ClassRow::Each ? HL_NOOP("core", "classes of each token, each with a probability of its own")
                                                   : HL_NOOP("core", "classes, each with a probability of its own");
        if (head.problem == ClassProblem::Number)
            return head.classRow == ClassRow::Each ? HL_NOOP("core", "numbers for each token") : HL_NOOP("core", "numbers");
        if (head.problem == ClassProblem::Span)
            return HL_NOOP("core", "where in the text the answer stands");
        return head.classRow == ClassRow::Each ? HL_NOOP("core", "class of each token") : HL_NOOP("core", "class");
    }
    return "";
}

std::vector<Message> normText(const StackSpec& stack)
{
    if (stack.norm == NormKind::None)
        return {{HL_NOOP("core", "none"), {}}};
    const std::string kind = stack.norm == NormKind::LayerNorm ? "LayerNorm" : "RMSNorm";
    return {{stack.placement == NormPlacement::Pre ? HL_NOOP("core", "%1 before each sub-layer") : HL_NOOP("core", "%1 after each sum"), {kind}}};
}

std::vector<Message> attentionText(const AttentionSpec& attention, bool isCross)
{
    std::vector<Message> value{{HL_NOOP("core", "%1 heads"), {std::to_string(attention.heads)}}};
    if (attention.keyHeads() != attention.heads)
        value.push_back({HL_NOOP("core", "%1 of keys and values"), {std::to_string(attention.keyHeads())}});
    value.push_back(plain("d_k " + std::to_string(attention.dHead)));
    value.push_back(plain("d_v " + std::to_string(attention.dValue)));
    if (!isCross)
        value.push_back({attention.isCausal ? HL_NOOP("core", "causal") : HL_NOOP("core", "bidirectional"), {}});
    return value;
}

std::vector<Message> feedForwardText(const FeedForwardSpec& mlp)
{
    if (mlp.dMlp == 0)
        return {{HL_NOOP("core", "none"), {}}};
    std::vector<Message> value{{HL_NOOP("core", "%1 wide"), {std::to_string(mlp.dMlp)}}, plain(activationName(mlp.activation))};
    if (mlp.isGated)
        value.push_back({HL_NOOP("core", "gated"), {}});
    return value;
}

std::vector<Message> positionText(const PositionSpec& positions)
{
    std::vector<Message> value{{positions.isRelative() ? HL_NOOP("core", "relative") : nameOf(positions.kind), {}}};
    if (positions.kind == PositionKind::Rotary && positions.rotaryScaling == RotaryScaling::Dynamic)
        value.push_back({HL_NOOP("core", "of a base that grows in texts of more than %1 tokens"), {std::to_string(positions.rotaryOriginalLength)}});
    if (positions.maxLength > 0)
        value.push_back({HL_NOOP("core", "at most %1 tokens"), {std::to_string(positions.maxLength)}});
    return value;
}

std::vector<Message> pictureText(const ImageSpec& image)
{
    return {{HL_NOOP("core", "%1 x %2 pixels"), {std::to_string(image.width), std::to_string(image.height)}},
            {image.channels == 1 ? HL_NOOP("core", "grey") : HL_NOOP("core", "in colours"), {}},
            {HL_NOOP("core", "patches of %1 x %2"), {std::to_string(image.patchWidth), std::to_string(image.patchHeight)}},
            {HL_NOOP("core", "%1 tokens"), {std::to_string(image.positions())}}};
}

std::vector<Message> soundText(const AudioSpec& audio)
{
    return {{HL_NOOP("core", "%1 samples a second"), {std::to_string(audio.sampleRate)}},
            {HL_NOOP("core", "%1 seconds"), {std::to_string(audio.seconds)}},
            {HL_NOOP("core", "%1 mel bins"), {std::to_string(audio.melBins)}},
            {HL_NOOP("core", "%1 tokens"), {std::to_string(audio.positions)}}};
}

/// What is given of one attention call, in the order in which it is computed.
std::vector<Message> givenText(const Model& model)
{
    std::vector<Message> value;
    for (const StepRef& ref : stepsOf(model.spec())) {
        if (ref.head == 0 && isGiven(ref, model.spec()))
            value.push_back(plain(std::string(infoOf(ref.step).name)));
    }
    if (model.weights().arrays->mask.size() > 0)
        value.push_back(plain(std::string(infoOf(Step::Mask).name)));
    if (model.spec().arrays->hasProjection)
        value.push_back(plain("W_O"));
    return value;
}

class Facts
{
public:
    void add(const char* label, std::vector<Message> value) { m_facts.push_back({{label, {}}, std::move(value)}); }

    /// Labels of an encoder's and a decoder's facts differ.
    void addStack(const StackSpec& stack, const std::array<const char*, 6>& labels)
    {
        add(labels[0], {number(stack.layers)});
        add(labels[1], attentionText(stack.attention, false));
        if (stack.cross)
            add(labels[2], attentionText(*stack.cross, true));
        add(labels[3], feedForwardText(stack.mlp));
        add(labels[4], normText(stack));
        add(labels[5], positionText(stack.positions));
    }

    void addArrays(const Model& model)
    {
        const ArraysSpec& arrays = *model.spec().arrays;
        const AttentionSpec& attention = model.spec().stack(Side::Only).attention;
        add(HL_NOOP("core", "given"), givenText(model));
        add(HL_NOOP("core", "heads"), {number(attention.heads)});
        add(HL_NOOP("core", "queries"), {number(arrays.queries)});
        add(HL_NOOP("core", "keys"), {number(arrays.keys)});
        if (arrays.start == Step::Q)
            add("d_k", {number(attention.dHead)});
        if (arrays.hasValues)
            add("d_v", {number(attention.dValue)});
        add(HL_NOOP("core", "computed in"), {plain(model.weights().arrays->isDouble ? "float64" : "float32")});
    }

    void addModel(const Model& model)
    {
        const ModelSpec& spec = model.spec();
        add("d_model", {number(spec.dModel)});
        if (spec.isEncoderDecoder()) {
            addStack(*spec.encoder, {HL_NOOP("core", "encoder layers"), HL_NOOP("core", "encoder attention"), "",
                                     HL_NOOP("core", "encoder feed-forward"), HL_NOOP("core", "encoder norm"), HL_NOOP("core", "encoder positions")});
            addStack(*spec.decoder, {HL_NOOP("core", "decoder layers"), HL_NOOP("core", "decoder attention"), HL_NOOP("core", "decoder cross-attention"),
                                     HL_NOOP("core", "decoder feed-forward"), HL_NOOP("core", "decoder norm"), HL_NOOP("core", "decoder positions")});
        } else {
            addStack(spec.stack(Side::Only), {HL_NOOP("core", "layers"), HL_NOOP("core", "attention"), HL_NOOP("core", "cross-attention"),
                                              HL_NOOP("core", "feed-forward"), HL_NOOP("core", "norm"), HL_NOOP("core", "positions")});
        }
        if (spec.image)
            add(HL_NOOP("core", "pictures"), pictureText(*spec.image));
        if (spec.audio)
            add(HL_NOOP("core", "sound"), soundText(*spec.audio));
        if (spec.vocabulary > 0)
            add(HL_NOOP("core", "vocabulary"), {number(spec.vocabulary)});
        if (const StackSpec& stack = spec.stack(spec.outputSide()); !stack.groups.isEmpty())
            add(HL_NOOP("core", "words"), {{HL_NOOP("core", "in %1 groups"), {std::to_string(stack.groups.count())}},
                                           {HL_NOOP("core", "with rows of %1 to %2 numbers"),
                                            {std::to_string(stack.groups.widths.back()), std::to_string(stack.groups.widths.front())}}});
        if (!spec.head.classes.empty() && spec.head.asked() == ClassQuestion::Own) // the others are told by what is predicted
            add(HL_NOOP("core", "classes"), {number(static_cast<std::int64_t>(spec.head.classes.size())),
                                             {HL_NOOP("core", "\"%1\" first"), {shown(spec.head.classes.front())}}});
        std::vector<Message> predicted{{nameOf(spec.head), {}}};
        if (spec.head.pairQuestion == ClassQuestion::Follows)
            predicted.push_back({HL_NOOP("core", "whether the second text follows the first"), {}});
        if (spec.head.pairQuestion == ClassQuestion::Order)
            predicted.push_back({HL_NOOP("core", "whether two texts stand in their order"), {}});
        add(HL_NOOP("core", "predicts"), std::move(predicted));
        if (spec.hasQueryStream)
            add(HL_NOOP("core", "query stream"), {{HL_NOOP("core", "for words that are asked for, as <mask>"), {}}});
        std::string classes;
        for (const std::string& name : spec.head.textClasses)
            classes += (classes.empty() ? "" : ", ") + shown(name);
        if (!classes.empty())
            add(HL_NOOP("core", "first row"), {{HL_NOOP("core", "names the text: %1"), {classes}}});
        const Tokenizer* tokenizer = model.tokenizer();
        add(HL_NOOP("core", "tokenizer"), {tokenizer    ? plain(tokenizer->kind())
                                           : spec.image ? Message{HL_NOOP("core", "none: it reads pictures"), {}}
                                                        : Message{HL_NOOP("core", "none: text cannot be typed"), {}}});
        add(HL_NOOP("core", "parameters"), {number(model.parameterCount())});
    }

    std::vector<ModelFact> take() { return std::move(m_facts); }

private:
    std::vector<ModelFact> m_facts;
};

std::string firstLineOf(std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        const auto first = line.find_first_not_of(" \t\r#");
        if (first != std::string_view::npos)
            return shown(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// "license: mit" between the lines of three dashes that a model's page begins with.
std::string licenceInHead(std::string_view text)
{
    if (!text.starts_with("---"))
        return {};
    const std::string_view head = text.substr(0, text.find("\n---"));
    for (const std::string_view key : {"\nlicense:", "\nlicence:"}) {
        if (const auto found = head.find(key); found != std::string_view::npos) {
            std::string_view value = head.substr(found + key.size());
            value = value.substr(0, value.find('\n'));
            return firstLineOf(value);
        }
    }
    return {};
}

} // namespace

std::string english(const std::vector<Message>& value)
{
    std::string text;
    for (const Message& part : value)
        text += (text.empty() ? "" : ", ") + part.english();
    return text;
}

std::string bytesText(std::uint64_t bytes)
{
    constexpr double kibi = 1024.0;
    const auto size = static_cast<double>(bytes);
    if (size < kibi)
        return std::to_string(bytes) + " B";
    if (size < kibi * kibi)
        return std::to_string(std::llround(size / kibi)) + " KiB";
    const bool isGibi = size >= kibi * kibi * kibi;
    return formatNumber(size / (isGibi ? kibi * kibi * kibi : kibi * kibi), 4) + (isGibi ? " GiB" : " MiB");
}

std::string shapeText(const Tensor& tensor)
{
    return "[" + (tensor.rows() == 1 ? "" : std::to_string(tensor.rows()) + ", ") + std::to_string(tensor.cols()) + "]";
}

std::uint64_t weightBytes(const Model& model)
{
    std::uint64_t bytes = 0;
    for (const Tensor& tensor : model.tensors())
        bytes += tensor.bytes();
    if (const auto& arrays = model.weights().arrays) {
        for (const auto& [step, heads] : arrays->steps) {
            for (const Tensor& head : heads)
                bytes += head.bytes();
        }
    }
    return bytes;
}

std::vector<ModelFact> factsOf(const Model& model)
{
    Facts facts;
    facts.add(HL_NOOP("core", "name"), {plain(shown(model.spec().name))});
    if (model.spec().arrays) {
        facts.add(HL_NOOP("core", "family"), {{HL_NOOP("core", "one attention call, from given numbers"), {}}});
        facts.addArrays(model);
    } else {
        facts.add(HL_NOOP("core", "family"), {plain(model.spec().family)});
        facts.addModel(model);
    }
    facts.add(HL_NOOP("core", "memory"), {plain(bytesText(weightBytes(model)))});
    facts.add(HL_NOOP("core", "steps"), {number(static_cast<std::int64_t>(stepsOf(model.spec()).size()))});
    return facts.take();
}

std::optional<ModelFact> licenceOf(const std::filesystem::path& folder)
{
    for (const char* name : {"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING"}) {
        std::error_code error;
        if (!std::filesystem::is_regular_file(folder / name, error))
            continue;
        const auto text = readTextFile(folder / name, limits::configFile);
        return ModelFact{{HL_NOOP("core", "licence"), {}}, {plain(text ? std::string(name) + ": " + firstLineOf(*text) : std::string(name))}};
    }
    const auto page = readTextFile(folder / "README.md", limits::configFile);
    const std::string licence = page ? licenceInHead(*page) : std::string();
    if (licence.empty())
        return std::nullopt;
    return ModelFact{{HL_NOOP("core", "licence"), {}}, {{HL_NOOP("core", "%1 (README.md says so)"), {licence}}}};
}

} // namespace hl
