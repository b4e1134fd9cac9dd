#include "core/analysis/position_lab.h"

#include "core/attention/positions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hl {

namespace {

PositionLab sinusoidal(const PositionQuestion& question)
{
    PositionLab lab;
    lab.rows = sinusoidalPositions(question.length, question.dims);
    lab.similarity = lab.rows * lab.rows.transpose();
    for (Index d = 0; d < question.dims; ++d)
        lab.wavelengths.push_back(sinusoidalWavelength(d, question.dims));
    return lab;
}

Result<PositionLab> learned(const Model& model, Side side, const PositionQuestion& question)
{
    const Tensor& table = model.stackWeights(side).positions;
    if (!table)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1 has no learned positions; choose another scheme, or a model like GPT-2 or BERT."),
                    {model.spec().name});
    PositionLab lab;
    decltype(auto) values = table.as<double>();
    const Index first = model.spec().stack(side).positions.offset; // rows before it are not positions
    lab.rows = values.block(first, 0, std::min(question.length, table.rows() - first), std::min(question.dims, table.cols()));
    lab.similarity = lab.rows * lab.rows.transpose();
    return lab;
}

PositionLab rotary(const StackSpec& stack, const PositionQuestion& question)
{
    const Index dims = std::max<Index>(question.dims / 2, 1) * 2;
    const PositionSpec spec = stack.positions.kind == PositionKind::Rotary ? rotaryAt(stack.positions, question.length, dims) : PositionSpec{};
    PositionLab lab;
    lab.base = spec.rotaryBase;
    lab.angles.resize(question.length, dims / 2);
    for (Index pair = 0; pair < dims / 2; ++pair) {
        lab.wavelengths.push_back(2.0 * std::numbers::pi / rotaryFrequency(spec, pair, dims));
        for (Index position = 0; position < question.length; ++position)
            lab.angles(position, pair) = rotaryAngle(spec, position, pair, dims);
    }
    lab.rows = lab.angles.array().cos().matrix();
    const MatrixOf<double> sines = lab.angles.array().sin().matrix();
    // cos(a − b) = cos a cos b + sin a sin b
    lab.similarity = (lab.rows * lab.rows.transpose() + sines * sines.transpose()) / static_cast<double>(dims / 2);
    return lab;
}

PositionLab alibi(const StackSpec& stack, const PositionQuestion& question)
{
    PositionLab lab;
    lab.slopes = alibiSlopes(stack.attention.heads);
    lab.bias = alibiBias(lab.slopes[static_cast<std::size_t>(question.head)], question.length, question.length,
                         stack.attention.isCausal);
    return lab;
}

Result<PositionLab> relative(const Model& model, Side side, const PositionQuestion& question)
{
    const Tensor& table = model.stackWeights(side).relativeBias;
    if (!table)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1 has no relative position bias; choose another scheme, or a model like T5."),
                    {model.spec().name});
    StackSpec stack = model.spec().stack(side);
    stack.positions.kind = PositionKind::T5Relative;
    PositionLab lab;
    lab.bias = positionBias(stack, question.head, table.view(), question.length, question.length);
    return lab;
}

} // namespace

Result<PositionLab> positionLab(const Model& model, Side side, const PositionQuestion& question)
{
    const StackSpec& stack = model.spec().stack(side);
    if (question.length < 1 || question.dims < 1)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "Positions need at least one token and one feature."));
    if (question.head < 0 || question.head >= stack.attention.heads)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The model has %1 heads; there is no head %2."),
                    {std::to_string(stack.attention.heads), std::to_string(question.head + 1)});
    switch (question.scheme) {
    case PositionKind::None: return PositionLab{};
    case PositionKind::Sinusoidal: return sinusoidal(question);
    case PositionKind::Learned: return learned(model, side, question);
    case PositionKind::Rotary: return rotary(stack, question);
    case PositionKind::Alibi: return alibi(stack, question);
    case PositionKind::T5Relative: return relative(model, side, question);
    }
    return PositionLab{};
}

} // namespace hl
