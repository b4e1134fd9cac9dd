#include "core/model/model.h"

#include "core/base/crew.h"
#include "core/base/shown.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace hl {

namespace {

std::string shapeText(Index rows, Index cols)
{
    return "[" + std::to_string(rows) + ", " + std::to_string(cols) + "]";
}

Result<void> expectShape(const Tensor& tensor, Index rows, Index cols, const char* what)
{
    if (!tensor)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files lack %1 (expected shape %2)."),
                    {what, shapeText(rows, cols)});
    if (tensor.rows() == rows && tensor.cols() == cols)
        return {};
    return fail(ErrorCode::BadTensor, HL_NOOP("core", "Tensor \"%1\" has shape %2, expected %3."),
                {tensor.name(), shapeText(tensor.rows(), tensor.cols()), shapeText(rows, cols)});
}

Result<void> expectLinear(const Linear& linear, Index in, Index out, const char* what)
{
    if (auto ok = expectShape(linear.weight, in, out, what); !ok)
        return ok;
    return linear.bias ? expectShape(linear.bias, 1, out, what) : Result<void>{};
}

Result<void> expectNorm(const NormWeights& norm, Index d, const char* what)
{
    if (auto ok = expectShape(norm.gain, 1, d, what); !ok)
        return ok;
    return norm.bias ? expectShape(norm.bias, 1, d, what) : Result<void>{};
}

Result<void> expectAttention(const AttentionWeights& w, const AttentionSpec& spec, Index d)
{
    const Index queries = Index{spec.heads} * spec.dHead;
    const Index keys = Index{spec.keyHeads()} * spec.dHead;
    const Index values = Index{spec.keyHeads()} * spec.dValue;
    if (auto ok = expectLinear(w.q, d, queries, "the query projection"); !ok)
        return ok;
    if (spec.hasQueryKeyNorm) {
        if (auto ok = expectNorm(w.qNorm, spec.dHead, "the norm of the queries"); !ok)
            return ok;
        if (auto ok = expectNorm(w.kNorm, spec.dHead, "the norm of the keys"); !ok)
            return ok;
    }
    if (auto ok = expectLinear(w.k, d, keys, "the key projection"); !ok)
        return ok;
    if (auto ok = expectLinear(w.v, d, values, "the value projection"); !ok)
        return ok;
    return expectLinear(w.o, Index{spec.heads} * spec.dValue, d, "the output projection");
}

/// What relative positions need in each layer.
Result<void> expectRelative(const AttentionWeights& w, const StackSpec& stack, Index d)
{
    const PositionSpec& positions = stack.positions;
    const RelativeSpec& relative = positions.relative;
    const Index width = Index{stack.attention.heads} * stack.attention.dHead;
    if (!positions.isRelative())
        return {};
    if (relative.kind == RelativeKind::Table)
        return expectShape(w.distances, 2 * Index{relative.span} - 1, stack.attention.dHead, "the table of distances");
    if (relative.hasContentToPosition) {
        if (auto ok = expectLinear(w.positionK, d, width, "the projection of positions to keys"); !ok)
            return ok;
    }
    if (relative.hasPositionToContent) {
        if (auto ok = expectLinear(w.positionQ, d, width, "the projection of positions to queries"); !ok)
            return ok;
    }
    if (!positions.hasQueryBiases())
        return {};
    if (auto ok = expectShape(w.contentBias, 1, width, "the vector added to queries for keys"); !ok)
        return ok;
    if (auto ok = expectShape(w.positionBias, 1, width, "the vector added to queries for positions"); !ok)
        return ok;
    if (!relative.hasSegments)
        return {};
    if (auto ok = expectShape(w.segmentBias, 1, width, "the vector added to queries for segments"); !ok)
        return ok;
    return expectShape(w.segments, 2, width, "the table of segments");
}

Result<void> expectBlock(const BlockWeights& block, const StackSpec& stack, Index d)
{
    if (stack.norm != NormKind::None) {
        if (auto ok = expectNorm(block.ln1, d, "the attention norm"); !ok)
            return ok;
    }
    if (auto ok = expectAttention(block.attention, stack.attention, d); !ok)
        return ok;
    if (auto ok = expectRelative(block.attention, stack, d); !ok)
        return ok;
    if (stack.cross) {
        if (stack.norm != NormKind::None) {
            if (auto ok = expectNorm(block.lnCross, d, "the cross-attention norm"); !ok)
                return ok;
        }
        if (auto ok = expectAttention(block.cross, *stack.cross, d); !ok)
            return ok;
    }
    const Index dMlp = stack.mlp.dMlp;
    if (dMlp == 0)
        return {};
    if (stack.norm != NormKind::None) {
        if (!(stack.isParallel && stack.sharesNorm)) {
            if (auto ok = expectNorm(block.ln2, d, "the feed-forward norm"); !ok)
                return ok;
        }
    }
    if (auto ok = expectLinear(block.mlpIn, d, dMlp, "the first feed-forward layer"); !ok)
        return ok;
    if (stack.mlp.isGated) {
        if (auto ok = expectLinear(block.mlpGate, d, dMlp, "the feed-forward gate"); !ok)
            return ok;
    }
    return expectLinear(block.mlpOut, dMlp, d, "the second feed-forward layer");
}

/// The tables of words in groups, and what lies between them and the model.
Result<void> expectGroups(const std::vector<GroupWeights>& weights, const WordGroups& groups, Index d)
{
    if (static_cast<int>(weights.size()) != groups.count())
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files hold %1 groups of words, expected %2."),
                    {std::to_string(weights.size()), std::to_string(groups.count())});
    for (int group = 0; group < groups.count(); ++group) {
        const GroupWeights& own = weights[static_cast<std::size_t>(group)];
        if (auto ok = expectShape(own.table, groups.wordsOf(group), groups.widthOf(group), "the table of a group of words"); !ok)
            return ok;
        if (auto ok = expectShape(own.projection, d, groups.widthOf(group), "the projection of a group of words"); !ok)
            return ok;
    }
    return {};
}

Result<void> expectStack(const StackWeights& weights, const StackSpec& stack, Index d)
{
    const Index sumWidth = stack.sumWidth(static_cast<int>(d));
    if (stack.projection != EmbeddingProjection::None && stack.groups.isEmpty()) {
        if (auto ok = expectLinear(weights.projection, stack.embeddingWidth, d, "the projection of the embedding"); !ok)
            return ok;
    }
    if (stack.positions.kind == PositionKind::Learned) {
        if (auto ok = expectShape(weights.positions, stack.positions.tableRows(), sumWidth, "the position table"); !ok)
            return ok;
    }
    if (stack.positions.relative.kind == RelativeKind::Disentangled) {
        if (auto ok = expectShape(weights.relative, 2 * Index{stack.positions.relative.span}, d, "the relative positions"); !ok)
            return ok;
        if (stack.positions.relative.isNormed) {
            if (auto ok = expectNorm(weights.relativeNorm, d, "the norm of the relative positions"); !ok)
                return ok;
        }
    }
    if (stack.positions.hasT5Bias()) {
        if (auto ok = expectShape(weights.relativeBias, stack.positions.t5Buckets, stack.attention.heads,
                                  "the relative position bias");
            !ok)
            return ok;
    }
    if (stack.segments > 0) {
        if (auto ok = expectShape(weights.segments, stack.segments, sumWidth, "the token type table"); !ok)
            return ok;
    }
    if (stack.hasEmbeddingNorm) {
        if (auto ok = expectNorm(weights.embeddingNorm, sumWidth, "the embedding norm"); !ok)
            return ok;
    }
    if (stack.hasFinalNorm) {
        if (auto ok = expectNorm(weights.finalNorm, d, "the final norm"); !ok)
            return ok;
    }
    if (stack.convolution) {
        const ConvolutionSpec& convolution = *stack.convolution;
        const Index features = d / convolution.groups;
        for (int group = 0; group < convolution.groups; ++group) {
            const auto i = static_cast<std::size_t>(group);
            if (auto ok = expectLinear(i < weights.convolution.size() ? weights.convolution[i] : Linear{}, features * convolution.kernel, features,
                                       "the convolution");
                !ok)
                return ok;
        }
        if (auto ok = expectNorm(weights.convolutionNorm, d, "the norm behind the convolution"); !ok)
            return ok;
    }
    if (static_cast<int>(weights.blocks.size()) != stack.layers)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files hold %1 blocks, expected %2."),
                    {std::to_string(weights.blocks.size()), std::to_string(stack.layers)});
    for (const BlockWeights& block : weights.blocks) {
        if (auto ok = expectBlock(block, stack, d); !ok)
            return ok;
    }
    return {};
}

/// Every linear layer of a model.
std::vector<Linear*> linearsOf(Weights& weights)
{
    std::vector<Linear*> all{&weights.image.patch, &weights.audio.conv1, &weights.audio.conv2, &weights.head.pooler,
                             &weights.head.transform};
    for (StackWeights* stack : {&weights.encoder, &weights.decoder}) {
        all.push_back(&stack->projection);
        for (Linear& group : stack->convolution)
            all.push_back(&group);
        for (BlockWeights& block : stack->blocks) {
            for (AttentionWeights* attention : {&block.attention, &block.cross}) {
                for (Linear* linear : {&attention->q, &attention->k, &attention->v, &attention->o, &attention->positionK, &attention->positionQ})
                    all.push_back(linear);
            }
            for (Linear* linear : {&block.mlpIn, &block.mlpGate, &block.mlpOut})
                all.push_back(linear);
        }
    }
    return all;
}

/// Brings the weights of all linear layers into the order in which products read them; tensors that layers share stay shared.
void packWeights(Weights& weights, Crew& crew)
{
    std::map<const float*, Tensor> packed;
    std::vector<Linear*> linears = linearsOf(weights);
    for (Linear* linear : linears) {
        if (!linear->weight || linear->weight.panels())
            continue;
        const float* key = linear->weight.as<float>().data();
        const auto isShared = [&](const Linear* other) { return other != linear && other->weight.isSameAs(linear->weight); };
        const auto known = packed.find(key);
        if (known != packed.end()) {
            linear->weight = known->second;
            continue;
        }
        const bool isNeededAgain = std::any_of(linears.begin(), linears.end(), isShared);
        Tensor result = linear->weight.packed(&crew);
        if (isNeededAgain)
            packed.emplace(key, result);
        linear->weight = std::move(result);
    }
}

} // namespace

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
    Crew crew(crewSize());
    packWeights(model->m_weights, crew);
    std::int64_t strange = 0;
    for (const Tensor& tensor : model->tensors()) {
        strange += tensor.countNonFinite(&crew);
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
    return copy;
}

Result<void> Model::checkShapes() const
{
    const Index d = m_spec.dModel;
    if (m_spec.arrays) {
        HL_ASSERT(m_weights.arrays != nullptr); // whoever read the arrays has checked them
        return {};
    }
    if (m_spec.image) {
        if (auto ok = checkImage(); !ok)
            return ok;
    }
    if (m_spec.audio) {
        const Index window = AudioSpec::kernel;
        if (auto ok = expectLinear(m_weights.audio.conv1, window * m_spec.audio->melBins, d, "the first convolution"); !ok)
            return ok;
        if (auto ok = expectLinear(m_weights.audio.conv2, window * d, d, "the second convolution"); !ok)
            return ok;
    }
    for (const Side side : m_spec.sides()) {
        if (m_spec.readsTokens(side)) {
            const WordGroups& groups = m_spec.stack(side).groups;
            const Index width = m_spec.stack(side).tokenWidth(m_spec.dModel);
            if (auto ok = !groups.isEmpty() ? expectGroups(m_weights.groups, groups, d)
                                            : expectShape(embedding(side), m_spec.vocabularyOf(side), width, "the embedding table");
                !ok)
                return ok;
        }
        if (auto ok = expectStack(stackWeights(side), m_spec.stack(side), d); !ok)
            return ok;
    }
    if (m_spec.hasQueryStream) {
        if (auto ok = expectShape(m_weights.queryStart, 1, d, "the start of the query stream"); !ok)
            return ok;
    }
    const HeadWeights& head = m_weights.head;
    if (m_spec.head.hasPooler) {
        if (auto ok = expectLinear(head.pooler, d, d, "the pooler"); !ok)
            return ok;
    }
    if (m_spec.head.kind == HeadKind::None)
        return {};
    const Index width = m_spec.head.width > 0 ? m_spec.head.width : d;
    if (m_spec.head.transform || m_spec.head.isProjected) {
        if (auto ok = expectLinear(head.transform, d, width, "the prediction head"); !ok)
            return ok;
    }
    if (m_spec.head.transform) {
        if (auto ok = expectNorm(head.transformNorm, width, "the prediction head's norm"); !ok)
            return ok;
    }
    const Index outputs = m_spec.outputs();
    const WordGroups& wordGroups = m_spec.stack(m_spec.outputSide()).groups;
    for (int group = 0; group < wordGroups.count(); ++group) {
        const Tensor table = static_cast<std::size_t>(group) < head.groups.size() ? head.groups[static_cast<std::size_t>(group)] : Tensor();
        if (auto ok = expectShape(table, wordGroups.wordsOf(group), wordGroups.widthOf(group), "the unembedding table of a group of words"); !ok)
            return ok;
    }
    if (wordGroups.isEmpty()) {
        if (auto ok = expectShape(unembedding(), outputs, width, "the unembedding table"); !ok)
            return ok;
    }
    if (!m_spec.head.cutoffs.empty()) {
        const auto groups = static_cast<Index>(m_spec.head.cutoffs.size());
        const Index features = wordGroups.isEmpty() ? width : Index{wordGroups.widthOf(0)};
        if (auto ok = expectShape(head.clusters.weight, groups, features, "the groups of words"); !ok)
            return ok;
        if (auto ok = expectShape(head.clusters.bias, 1, groups, "the bias of the groups of words"); !ok)
            return ok;
    }
    if (m_spec.head.isDistilled) {
        if (auto ok = expectShape(head.distillation, outputs, d, "the distillation head"); !ok)
            return ok;
        if (head.distillationBias) {
            if (auto ok = expectShape(head.distillationBias, 1, outputs, "the distillation head's bias"); !ok)
                return ok;
        }
    }
    return head.bias ? expectShape(head.bias, 1, outputs, "the unembedding bias") : Result<void>{};
}

Result<void> Model::checkImage() const
{
    const ImageSpec& image = *m_spec.image;
    const Index d = m_spec.dModel;
    if (auto ok = expectLinear(m_weights.image.patch, image.patchFeatures(), d, "the patch projection"); !ok)
        return ok;
    if (image.hasClassToken) {
        if (auto ok = expectShape(m_weights.image.classToken, 1, d, "the class token"); !ok)
            return ok;
    }
    return image.hasDistillationToken
               ? expectShape(m_weights.image.distillationToken, 1, d, "the distillation token")
               : Result<void>{};
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

namespace {

/// Calls use(tensor, layout) for every tensor that W, const or not, has room for, in the order of computation.
template <class W, class Use>
void eachTensor(W& weights, const ModelSpec& spec, const Use& use)
{
    const auto linear = [&](auto& one) {
        use(one.weight, TensorLayout::OutputsInColumns);
        use(one.bias, TensorLayout::Vector);
    };
    const auto norm = [&](auto& one) {
        use(one.gain, TensorLayout::Vector);
        use(one.bias, TensorLayout::Vector);
    };
    linear(weights.image.patch);
    use(weights.image.classToken, TensorLayout::Vector);
    use(weights.image.distillationToken, TensorLayout::Vector);
    linear(weights.audio.conv1);
    linear(weights.audio.conv2);
    use(weights.sourceEmbedding, TensorLayout::OutputsInRows);
    use(weights.targetEmbedding, TensorLayout::OutputsInRows);
    for (auto& group : weights.groups) {
        use(group.table, TensorLayout::OutputsInRows);
        use(group.projection, TensorLayout::OutputsInRows);
    }
    use(weights.queryStart, TensorLayout::Vector);
    for (const Side side : spec.sides()) {
        if (side == Side::Query) // its weights are the content stream's
            continue;
        auto& stack = side == Side::Encoder || (side == Side::Only && !spec.decoder) ? weights.encoder : weights.decoder;
        use(stack.positions, TensorLayout::OutputsInRows);
        use(stack.segments, TensorLayout::OutputsInRows);
        use(stack.relativeBias, TensorLayout::OutputsInRows);
        linear(stack.projection);
        use(stack.relative, TensorLayout::OutputsInRows);
        norm(stack.relativeNorm);
        norm(stack.embeddingNorm);
        for (auto& block : stack.blocks) {
            norm(block.ln1);
            for (auto* attention : {&block.attention, &block.cross}) {
                linear(attention->q);
                linear(attention->k);
                linear(attention->v);
                linear(attention->o);
                norm(attention->qNorm);
                norm(attention->kNorm);
                linear(attention->positionK);
                linear(attention->positionQ);
                use(attention->distances, TensorLayout::OutputsInRows);
                for (auto* tensor : {&attention->contentBias, &attention->positionBias, &attention->segmentBias})
                    use(*tensor, TensorLayout::Vector);
                use(attention->segments, TensorLayout::OutputsInRows);
            }
            norm(block.lnCross);
            norm(block.ln2);
            linear(block.mlpIn);
            linear(block.mlpGate);
            linear(block.mlpOut);
        }
        for (auto& group : stack.convolution)
            linear(group);
        norm(stack.convolutionNorm);
        norm(stack.finalNorm);
    }
    linear(weights.head.pooler);
    linear(weights.head.transform);
    norm(weights.head.transformNorm);
    use(weights.head.unembedding, TensorLayout::OutputsInRows);
    for (auto& table : weights.head.groups)
        use(table, TensorLayout::OutputsInRows);
    use(weights.head.bias, TensorLayout::Vector);
    use(weights.head.distillation, TensorLayout::OutputsInRows);
    use(weights.head.distillationBias, TensorLayout::Vector);
    use(weights.head.clusters.weight, TensorLayout::OutputsInRows);
    use(weights.head.clusters.bias, TensorLayout::Vector);
}

} // namespace

std::vector<Tensor> Model::tensors() const
{
    std::vector<Tensor> all;
    eachTensor(m_weights, m_spec, [&](const Tensor& tensor, TensorLayout) {
        const bool isNew = std::none_of(all.begin(), all.end(), [&](const Tensor& known) {
            return known.isSameAs(tensor);
        });
        if (tensor && isNew)
            all.push_back(tensor);
    });
    return all;
}

std::shared_ptr<const Model> Model::withTensors(const std::vector<std::pair<Tensor, Tensor>>& replaced) const
{
    return withEachTensor([&](const Tensor& tensor, TensorLayout) {
        for (const auto& [old, now] : replaced) {
            if (tensor.isSameAs(old))
                return now;
        }
        return tensor;
    });
}

std::shared_ptr<const Model> Model::withEachTensor(const std::function<Tensor(const Tensor&, TensorLayout)>& changed) const
{
    std::shared_ptr<Model> copy(new Model(*this));
    std::vector<std::pair<Tensor, Tensor>> known; // a tensor that is used twice stays one
    eachTensor(copy->m_weights, m_spec, [&](Tensor& tensor, TensorLayout layout) {
        if (!tensor)
            return;
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first.isSameAs(tensor); });
        if (found != known.end()) {
            tensor = found->second;
            return;
        }
        const Tensor old = tensor;
        tensor = changed(old, layout);
        known.emplace_back(old, tensor);
    });
    Crew crew(1);
    packWeights(copy->m_weights, crew);
    return copy;
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
