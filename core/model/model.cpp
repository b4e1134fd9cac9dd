#include "core/model/model.h"

#include "core/base/crew.h"
#include "core/base/shown.h"
#include "core/model/pack_weights.h"

namespace hl {

Result<std::shared_ptr<const Model>> Model::make(ModelSpec spec, Weights weights,
                                                 std::shared_ptr<const Tokenizer> tokenizer,
                                                 std::vector<Message> notes, ModelCard card)
{
    if (auto ok = validate(spec); !ok)
        return tl::unexpected(ok.error());
    for (const std::string& name : spec.head.textClasses) {
        if (tokenizer && !tokenizer->idOf(name))
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "\"text_classes\" of the head names \"%1\", which is no word of the model's vocabulary."),
                        {shown(name)});
    }
    std::shared_ptr<Model> model(new Model);
    model->m_spec = std::move(spec);
    model->m_weights = std::move(weights);
    model->m_tokenizer = std::move(tokenizer);
    model->m_notes = std::move(notes);
    model->m_card = std::move(card);
    if (auto ok = model->checkShapes(); !ok)
        return tl::unexpected(ok.error());
    model->m_stepOrder = std::make_shared<StepOrder>(model->m_spec);
    const BorrowedCrew crew(crewSize());
    packWeights(model->m_weights, *crew);
    std::int64_t strange = 0;
    for (const Tensor& tensor : model->tensors()) {
        strange += tensor.countNonFinite(&*crew);
        model->m_parameters += tensor.size();
    }
    if (strange > 0)
        model->m_notes.push_back(
            {HL_NOOP(
                 "core",
                 "%1 weights are not finite (NaN or infinity); results that depend on them are not either."),
             {std::to_string(strange)}});
    return model;
}

std::shared_ptr<const Model> Model::asked(bool isAsked) const
{
    HL_ASSERT(m_spec.hasQueryStream);
    std::shared_ptr<Model> copy(new Model(*this));
    copy->m_spec.isAsked = isAsked;
    copy->m_stepOrder = std::make_shared<StepOrder>(copy->m_spec);
    return copy;
}

std::shared_ptr<const Model> Model::withoutPositions() const
{
    std::shared_ptr<Model> copy(new Model(*this));
    for (auto* stack : {&copy->m_spec.encoder, &copy->m_spec.decoder}) {
        if (*stack) {
            PositionSpec none;
            none.maxLength = (*stack)->positions.maxLength;
            (*stack)->positions = none;
        }
    }
    copy->m_stepOrder = std::make_shared<StepOrder>(copy->m_spec);
    return copy;
}

const StackWeights& Model::stackWeights(Side side) const
{
    if (side == Side::Encoder || (side != Side::Decoder && !m_spec.decoder))
        return m_weights.encoder;
    return m_weights.decoder;
}

const Tensor& Model::embedding(Side side) const
{
    return side == Side::Decoder ? m_weights.targetEmbedding : m_weights.sourceEmbedding;
}

const Tensor& Model::unembedding() const
{
    return m_weights.head.unembedding ? m_weights.head.unembedding : embedding(m_spec.outputSide());
}

Linear Model::linearOf(const StepRef& ref) const
{
    const auto block = [&]() -> const BlockWeights& {
        return stackWeights(ref.side).blocks[static_cast<std::size_t>(ref.layer)];
    };
    const auto attention = [&]() -> const AttentionWeights& {
        return ref.isCross ? block().cross : block().attention;
    };
    switch (ref.step) {
    case Step::Q:
        return attention().q;
    case Step::K:
        return attention().k;
    case Step::V:
        return attention().v;
    case Step::AttnOut:
        return attention().o;
    case Step::PositionK:
        return attention().positionK;
    case Step::PositionQ:
        return attention().positionQ;
    case Step::MlpPre:
        return block().mlpIn;
    case Step::MlpGate:
        return block().mlpGate;
    case Step::MlpOut:
        return block().mlpOut;
    case Step::EmbedProject:
        return stackWeights(ref.side).projection;
    case Step::PoolerPre:
        return m_weights.head.pooler;
    case Step::ChoiceScore:
        return m_weights.head.choice;
    case Step::PairLogits:
        return m_weights.head.pair;
    case Step::HeadPre:
        return m_weights.head.transform;
    case Step::ConvPre: { // of several groups none stands for all
        const auto& groups = stackWeights(ref.side).convolution;
        return groups.size() == 1 ? groups.front() : Linear{};
    }
    case Step::EmbedPatch:
        return m_weights.image.patch;
    case Step::Conv1Pre:
        return m_weights.audio.conv1;
    case Step::Conv2Pre:
        return m_weights.audio.conv2;
    default:
        return {};
    }
}

Index Model::columnOf(const StepRef& ref) const
{
    if (ref.head < 0)
        return 0;
    const StackSpec& stack = m_spec.stack(ref.side);
    const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
    if (ref.step == Step::V)
        return Index{attention.keyHeadOf(ref.head)} * attention.dValue;
    return Index{ref.step == Step::K ? attention.keyHeadOf(ref.head) : ref.head} * attention.dHead;
}

NormWeights Model::normOf(const StepRef& ref) const
{
    const StackWeights& stack = stackWeights(ref.side);
    const auto block = [&]() -> const BlockWeights& {
        return stack.blocks[static_cast<std::size_t>(ref.layer)];
    };
    switch (ref.step) {
    case Step::EmbedNorm:
        return stack.embeddingNorm;
    case Step::Ln1Out:
        return block().ln1;
    case Step::LnCrossOut:
        return block().lnCross;
    case Step::Ln2Out:
        return block().ln2;
    case Step::EmbedRelativeNorm:
        return stack.relativeNorm;
    case Step::MemoryNorm:
        return block().ln1;
    case Step::QNorm:
        return (ref.isCross ? block().cross : block().attention).qNorm;
    case Step::KNorm:
        return (ref.isCross ? block().cross : block().attention).kNorm;
    case Step::LnConvOut:
        return stack.convolutionNorm;
    case Step::LnFinalOut:
        return stack.finalNorm;
    case Step::HeadNorm:
        return m_weights.head.transformNorm;
    default:
        return {};
    }
}

int maxTokens(const Model& model, Side side)
{
    if (model.spec().image && side != Side::Decoder)
        return model.spec().image->positions();
    if (model.spec().audio && side != Side::Decoder)
        return model.spec().audio->positions;
    return model.spec().stack(side).positions.maxLength;
}

} // namespace hl
