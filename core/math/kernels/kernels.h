#pragma once

// The inner loops of a float32 run. The sources beside this file are compiled once for each CPU level, so they and this
// border are plain C: no class, no template and no inline function of a library, or the linker could pick a copy that
// holds instructions which this processor lacks.

/// Columns of one panel: packed weights [inputs, outputs] are panels of this many outputs, each [inputs, 48].
#define HL_PANEL 48
/// Queries that attention works on at a time.
#define HL_QUERY_BLOCK 8

enum HlActivation { HlRelu, HlGelu, HlGeluTanh, HlSilu, HlQuickGelu, HlTanh, HlSigmoid };

/// One head's attention, rows of `queries` against `keys`. Null: not there, or not wanted; all matrices [queries, keys]
/// but `pattern` may be null. Strides in elements. `lengths` has for each query how many keys come before the last allowed
/// one, itself included: what lies behind is forbidden by the mask, and is not computed unless it is wanted.
struct HlHead
{
    const float *q, *k, *v;
    long qStride, kStride, vStride;
    long queries, keys, keyFeatures, valueFeatures;
    float scale;
    const float* mask;
    long maskStride;
    const long* lengths;
    const float *terms, *bias; // of the scores, and of the scaled scores
    long termsStride, biasStride;
    float *scores, *sum, *scaled, *biased, *masked, *shifted, *exp, *pattern;
    long stride; // of these
    float *max, *expSum; // one number for each query; columnStride apart
    long columnStride;
    float* z;
    long zStride;
    float* scratch; // scratchOfHead() numbers
};

/// Every function gives a row the same bits whatever other rows are computed with it, and whatever memory lies around it.
struct HlKernels
{
    int level; ///< 2, 3, 4: x86-64-v2, -v3, -v4; 1: compiled for any processor of this kind

    /// weights [inputs, outputs], rows `stride` apart, into panels [first, last); absent outputs are 0.
    void (*pack)(const float* weights, long stride, long inputs, long outputs, long first, long last, float* panels);
    /// The same for weights [outputs, inputs].
    void (*packTransposed)(const float* weights, long stride, long inputs, long outputs, long first, long last, float* panels);
    /// out = x W + bias for the outputs of panels [first, last). x [rows, inputs], out [rows, outputs]; bias may be null.
    void (*product)(const float* x, long xStride, long rows, long inputs, const float* panels, long first, long last,
                    const float* bias, float* out, long outStride, long outputs);
    /// out = x Wᵀ + bias for outputs [first, last) of W [outputs, inputs], rows `stride` apart.
    void (*productTransposed)(const float* x, long xStride, long rows, long inputs, const float* weights, long stride,
                              long first, long last, const float* bias, float* out, long outStride);

    /// Scores, softmax and weighted sum of one head, each part written where it is wanted.
    void (*attend)(const HlHead* head);
    long (*scratchOfHead)(long keys, long keyFeatures, long valueFeatures); // elements

    /// (x − mean) / √(variance + epsilon) · gain + bias, statistics in float64; with isRms the mean counts as 0.
    void (*norm)(const float* x, long size, int isRms, double epsilon, const float* gain, const float* bias, float* out);
    void (*activate)(enum HlActivation kind, const float* x, long count, float* out);
    /// exp(x − max) / sum; may be in place.
    void (*softmax)(const float* x, long size, float* out);
    void (*add)(const float* x, const float* y, long count, float* out);
    /// How many are NaN or infinite; with isForbiddenFine −∞ is not counted.
    long (*countNonFinite)(const float* x, long count, int isForbiddenFine);

    /// The lowest and highest finite number where the mask is not −∞; +∞ and −∞ where there is none. The mask may be null.
    void (*range)(const float* x, const float* mask, long count, float* lowest, float* highest);
    /// largest = the larger of itself and x where the mask is not −∞, number by number; what is not finite counts as +∞.
    void (*keepLargest)(const float* x, const float* mask, long count, float* largest);
};
