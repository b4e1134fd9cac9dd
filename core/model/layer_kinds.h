#pragma once

namespace hl {

/// How rows are brought to a common scale.
enum class NormKind
{
    None,
    LayerNorm,
    RmsNorm,
    RmsNormSingleMean, ///< its mean square is float32 in a float64 run too, as the reference of T5 has it
    RmsNormSingle      ///< and so is the quotient, as the reference of LLaMA and its kin has it
};
/// Where a sub-layer's norm stands.
enum class NormPlacement
{
    Pre, ///< before the sub-layer (GPT-2)
    Post ///< after the sum (BERT, the 2017 paper)
};
/// The function between two linear layers.
enum class Activation
{
    Relu,
    Gelu,
    GeluTanh,
    Silu,
    QuickGelu,
    Tanh,
    Sigmoid
};

} // namespace hl
