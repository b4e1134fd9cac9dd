#include "app/commands/model_input.h"
#include "app/commands/table.h"
#include "core/base/number.h"
#include "core/math/ops.h"

#include <array>
#include <cmath>

namespace hl {

namespace {

constexpr std::array options{modelOption};

using Rows = std::vector<std::vector<std::string>>;

const char* nameOf(PositionKind kind)
{
    switch (kind) {
    case PositionKind::None: return "none";
    case PositionKind::Sinusoidal: return "sinusoidal";
    case PositionKind::Learned: return "learned";
    case PositionKind::Rotary: return "rotary";
    case PositionKind::Alibi: return "ALiBi";
    case PositionKind::T5Relative: return "T5 relative";
    }
    return "";
}

std::string nameOf(NormKind kind, NormPlacement placement)
{
    if (kind == NormKind::None)
        return "none";
    return std::string(kind == NormKind::LayerNorm ? "LayerNorm" : "RMSNorm")
           + (placement == NormPlacement::Pre ? " before each sub-layer" : " after each sum");
}

const char* nameOf(HeadKind kind)
{
    switch (kind) {
    case HeadKind::None: return "none";
    case HeadKind::LanguageModel: return "next token";
    case HeadKind::MaskedWord: return "masked token";
    case HeadKind::Classes: return "class";
    }
    return "";
}

std::string attentionText(const AttentionSpec& attention)
{
    return std::to_string(attention.heads) + " heads, d_k " + std::to_string(attention.dHead) + ", d_v "
           + std::to_string(attention.dValue) + (attention.isCausal ? ", causal" : ", bidirectional");
}

std::string pictureText(const ImageSpec& image)
{
    return std::to_string(image.width) + " x " + std::to_string(image.height) + " pixels, "
           + (image.channels == 1 ? "grey" : "in colours") + ", patches of " + std::to_string(image.patchWidth) + " x "
           + std::to_string(image.patchHeight) + ", " + std::to_string(image.positions()) + " tokens";
}

std::string megabytes(double bytes)
{
    constexpr double mebi = 1024.0 * 1024.0;
    return bytes < mebi ? std::to_string(std::llround(bytes / 1024.0)) + " KiB" : formatNumber(bytes / mebi, 4) + " MiB";
}

void addStack(Rows& rows, const std::string& title, const StackSpec& stack)
{
    const std::string prefix = title.empty() ? "" : title + " ";
    rows.push_back({prefix + "layers", std::to_string(stack.layers)});
    rows.push_back({prefix + "attention", attentionText(stack.attention)});
    if (stack.cross)
        rows.push_back({prefix + "cross-attention", std::to_string(stack.cross->heads) + " heads, d_k "
                                                        + std::to_string(stack.cross->dHead) + ", d_v "
                                                        + std::to_string(stack.cross->dValue)});
    rows.push_back({prefix + "feed-forward", stack.mlp.dMlp == 0 ? "none"
                                                                 : std::to_string(stack.mlp.dMlp) + " wide, "
                                                                       + activationName(stack.mlp.activation)
                                                                       + (stack.mlp.isGated ? ", gated" : "")});
    rows.push_back({prefix + "norm", nameOf(stack.norm, stack.placement)});
    rows.push_back({prefix + "positions", std::string(nameOf(stack.positions.kind))
                                              + (stack.positions.maxLength > 0
                                                     ? ", at most " + std::to_string(stack.positions.maxLength) + " tokens"
                                                     : "")});
}

Outcome run(const Options& given)
{
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    const ModelSpec& spec = (*model)->spec();
    const auto tensors = (*model)->tensors();
    double bytes = 0.0;
    for (const Tensor& tensor : tensors)
        bytes += static_cast<double>(tensor.size()) * (tensor.view().dtype() == DType::Float64 ? 12.0 : 4.0);

    Rows rows{{"name", spec.name}, {"family", spec.family}, {"d_model", std::to_string(spec.dModel)}};
    if (spec.isEncoderDecoder()) {
        addStack(rows, "encoder", *spec.encoder);
        addStack(rows, "decoder", *spec.decoder);
    } else {
        addStack(rows, "", spec.stack(Side::Only));
    }
    if (spec.image)
        rows.push_back({"pictures", pictureText(*spec.image)});
    if (spec.vocabulary > 0)
        rows.push_back({"vocabulary", std::to_string(spec.vocabulary)});
    if (!spec.head.classes.empty())
        rows.push_back({"classes", std::to_string(spec.head.classes.size()) + ", \"" + spec.head.classes.front() + "\" first"});
    rows.push_back({"predicts", nameOf(spec.head.kind)});
    std::string classes;
    for (const std::string& name : spec.head.textClasses)
        classes += (classes.empty() ? "" : ", ") + name;
    if (!classes.empty())
        rows.push_back({"first row", "names the text: " + classes});
    rows.push_back({"tokenizer", (*model)->tokenizer() ? (*model)->tokenizer()->kind() : spec.image ? "none: it reads pictures" : "none: text cannot be typed"});
    rows.push_back({"parameters", std::to_string((*model)->parameterCount())});
    rows.push_back({"memory", megabytes(bytes)});
    rows.push_back({"steps", std::to_string(stepsOf(spec).size())});
    rows.push_back({"tensors", std::to_string(tensors.size())});
    Rows list;
    for (const Tensor& tensor : tensors) {
        const std::string rowCount = tensor.rows() == 1 ? "" : std::to_string(tensor.rows()) + ", ";
        list.push_back({"  " + tensor.name(), "[" + rowCount + std::to_string(tensor.cols()) + "]"});
    }
    Output out{plainTable(rows) + plainTable(list), {}};
    for (const std::string& note : (*model)->card().notes)
        out.text += "note: " + note + "\n";
    for (const Message& note : (*model)->notes())
        out.text += "warning: " + note.english() + "\n";
    return out;
}

} // namespace

Command infoCommand()
{
    return {"info", "a model's family, sizes, tensors, tokenizer and warnings", "--model M", options, run};
}

} // namespace hl
