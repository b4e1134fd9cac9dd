#pragma once

#include "core/forward/forward.h"
#include "core/output/npz.h"
#include "core/xlnet_oracle.h"

#include <memory>
#include <random>
#include <vector>

/// What tests ask of a random XLNet, and how it reaches the model: through a folder, and through arrays as a
/// file has them.
namespace xlnetCases {

using xlnetOracle::Question;
using xlnetOracle::Shape;

enum class Asked
{
    Nothing,
    MaskAlone,
    Gap,
    Order,
    Everything,
    Seen,
    HiddenOnly
};

/// perm_mask that hides nothing.
[[nodiscard]] std::vector<std::vector<int>> noPerm(int n);
[[nodiscard]] Question question(const Shape& shape, Asked asked, bool hasSegments, bool hasPadding,
                                std::mt19937& random);
[[nodiscard]] hl::NpyArrays arraysOf(const Question& q);

struct Opened
{
    ModelFolder folder;
    std::shared_ptr<const hl::Model> model;
};
/// Written to disk and loaded; with a tokenizer where texts are typed.
[[nodiscard]] Opened open(const Shape& shape, std::mt19937& random, bool hasTokenizer = false);

[[nodiscard]] hl::ForwardInput inputOf(const hl::Model& model, const Question& q, hl::DType dtype);
[[nodiscard]] hl::TracePtr traceOf(std::shared_ptr<const hl::Model> model, hl::ForwardInput input);
[[nodiscard]] bool isSameBits(const hl::MatrixView& a, const hl::MatrixView& b);

/// The largest differences met so far.
struct Worst
{
    double pattern = 0.0;
    double other = 0.0;
};
/// "" if a step agrees with the definition: in float32 patterns within 2e-5, everything else within 1e-4 or a
/// relative 1e-4; in float64 all within 1e-12, or a relative 1e-12. Rows of padding tokens, and scores
/// against them before the mask, mean nothing in the content stream: nobody looks at them.
[[nodiscard]] std::string compare(const hl::Trace& trace, const hl::StepRef& ref,
                                  const xlnetOracle::Rows& expected, const Question& q, Worst& worst);
/// Steps of the content stream whose rows the oracle has in another order, or not at all.
[[nodiscard]] bool isComparedElsewhere(const hl::StepRef& ref);

} // namespace xlnetCases
