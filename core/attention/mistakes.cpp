#include "core/attention/mistakes.h"

#include "core/attention/recipe_parts.h"

#include <array>

namespace hl {

namespace {

// Each row: name, title, what it breaks, how it shows, the step, the rule, what it needs, how it is made.
constexpr std::array table{
    Mistake{"positions-sine-only", HL_NOOP("core", "Sine only, no cosine in the positional encoding"),
            HL_NOOP("core", "Each pair of features says the same thing twice, and position 0 is all zeros."),
            HL_NOOP("core", "A shift by k tokens is no longer a rotation, so heads cannot learn \"k places before\"; longer texts suffer first."),
            Step::EmbedPosition, "positions-on-circles", Need::Embedding,
            [](Recipe& r) { r.before.positions = parts::sinesOnly; }},
    Mistake{"positions-own-frequencies", HL_NOOP("core", "A frequency of its own for the cosine of each pair"),
            HL_NOOP("core", "The exponent counts features, not pairs: sine and cosine of a pair turn at different speeds."),
            HL_NOOP("core", "Trains nearly as well and is never noticed, until positions of another program are loaded."),
            Step::EmbedPosition, "positions-on-circles", Need::Embedding,
            [](Recipe& r) { r.before.positions = parts::ownFrequencies; }},
    Mistake{"positions-after-projection", HL_NOOP("core", "Positions added after the projection"),
            HL_NOOP("core", "Q, K and V are E W + PE in the place of (E + PE) W: the weights cannot learn how to use positions."),
            HL_NOOP("core", "All heads look at neighbours in the same fixed way; values carry positions that nothing can take out."),
            Step::Q, "projected", Need::Embedding, [](Recipe& r) { r.before.arePositionsLate = true; }},
    Mistake{"no-bias", HL_NOOP("core", "Biases of the projections forgotten"),
            HL_NOOP("core", "Q, K, V and the output miss what is added to every row."),
            HL_NOOP("core", "Trained weights loaded from elsewhere give text that is almost right, and patterns that are flatter."),
            Step::Q, "projected", Need::Biases, [](Recipe& r) { r.before.hasBias = false; }},
    Mistake{"split-by-reshape", HL_NOOP("core", "Heads split by reshape without transpose"),
            HL_NOOP("core", "A head gets all features of a few tokens in the place of a few features of all tokens."),
            HL_NOOP("core", "Shapes are right and training runs, but tokens mix before any weight: causal masks leak and quality is poor."),
            Step::Q, "split-by-columns", Need::FlatHeads, [](Recipe& r) { r.before.split = parts::splitByReshape; }},
    Mistake{"split-interleaved", HL_NOOP("core", "Heads split with the axes of head and feature swapped"),
            HL_NOOP("core", "Head h gets every H-th feature in the place of its own block of columns."),
            HL_NOOP("core", "Harmless when trained that way, wrong with weights from elsewhere: every head is a mixture of all."),
            Step::Q, "split-by-columns", Need::FlatHeads, [](Recipe& r) { r.before.split = parts::splitInterleaved; }},
    Mistake{"swapped-q-k", HL_NOOP("core", "Q and K swapped"),
            HL_NOOP("core", "The matrix of scores is transposed: each token asks with its key and is found by its query."),
            HL_NOOP("core", "With text of one kind it trains as well; loaded weights fail, and cross-attention stops with a wrong shape."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::swapped; }},
    Mistake{"k-not-transposed", HL_NOOP("core", "K not transposed"),
            HL_NOOP("core", "Q K multiplies features of queries with tokens of keys: the numbers mean nothing."),
            HL_NOOP("core", "Stops with a wrong shape, except where there are as many tokens as features per head."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::keyNotTransposed; }},
    Mistake{"k-reshaped", HL_NOOP("core", "K reshaped in the place of transposed"),
            HL_NOOP("core", "The shape fits, but the columns are made of pieces of several keys."),
            HL_NOOP("core", "Runs with every shape and learns slowly; weights depend on the number of tokens."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::keyReshaped; }},
    Mistake{"no-keys", HL_NOOP("core", "No keys at all: queries with queries"),
            HL_NOOP("core", "Q Qᵀ is symmetric and largest on the diagonal: keys play no part."),
            HL_NOOP("core", "Every token attends mostly to itself, and never one to another without being attended to in turn."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::queriesAlone; }},
    Mistake{"no-product", HL_NOOP("core", "No Q Kᵀ at all: weights from the query alone"),
            HL_NOOP("core", "The softmax of the queries' own features stands for the weights; no token is compared with another."),
            HL_NOOP("core", "Runs only with as many tokens as features; what a key holds changes nothing."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::queryAsScores; }},
    Mistake{"cosine-scores", HL_NOOP("core", "Cosine similarity in the place of the dot product"),
            HL_NOOP("core", "Lengths of queries and keys are lost and no score leaves −1 to 1."),
            HL_NOOP("core", "All patterns are nearly even: no head can decide for one key."),
            Step::Scores, "dot-products", Need::Nothing, [](Recipe& r) { r.before.score = parts::cosines; }},
    Mistake{"no-scaling", HL_NOOP("core", "No scaling"),
            HL_NOOP("core", "Scores grow with √d_k, so that the softmax is nearly one-hot."),
            HL_NOOP("core", "Gradients vanish: training starts slowly or not at all, worse with wider heads."),
            Step::Scaled, "scaled-by-root", Need::Nothing, [](Recipe& r) { r.after.factor = parts::noFactor; }},
    Mistake{"scaled-by-root-d-model", HL_NOOP("core", "Scaled by √d_model"),
            HL_NOOP("core", "Scores are too small by √H: every pattern is flatter than it should be."),
            HL_NOOP("core", "Trains, with larger weights in W_Q and W_K; loaded weights give blurred attention."),
            Step::Scaled, "scaled-by-root", Need::OtherModelWidth, [](Recipe& r) { r.after.factor = parts::rootOfModelWidth; }},
    Mistake{"scaled-by-d-k", HL_NOOP("core", "Scaled by d_k without the root"),
            HL_NOOP("core", "Scores are too small by √d_k: weights are almost even."),
            HL_NOOP("core", "Every token becomes much the same average; the model is close to a bag of words."),
            Step::Scaled, "scaled-by-root", Need::Nothing, [](Recipe& r) { r.after.factor = parts::headWidthItself; }},
    Mistake{"scaled-by-d-model", HL_NOOP("core", "Scaled by d_model without the root"),
            HL_NOOP("core", "Scores are far too small: weights are even."),
            HL_NOOP("core", "Attention is an average over the text, whatever is typed."),
            Step::Scaled, "scaled-by-root", Need::OtherModelWidth, [](Recipe& r) { r.after.factor = parts::modelWidthItself; }},
    Mistake{"scaled-by-root-length", HL_NOOP("core", "Scaled by the root of the number of keys"),
            HL_NOOP("core", "The wrong axis of K gave the size: how sharp a pattern is depends on the length of the text."),
            HL_NOOP("core", "The same words get other weights in a longer text; padding changes the result."),
            Step::Scaled, "scaled-by-root", Need::Nothing, [](Recipe& r) { r.after.factor = parts::rootOfLength; }},
    Mistake{"multiplied-by-root", HL_NOOP("core", "Multiplied by √d_k in the place of divided"),
            HL_NOOP("core", "Scores are too large by d_k: every row is one-hot."),
            HL_NOOP("core", "Each token copies exactly one other; gradients are zero from the start."),
            Step::Scaled, "scaled-by-root", Need::Nothing, [](Recipe& r) { r.after.factor = parts::timesRoot; }},
    Mistake{"scaled-after-softmax", HL_NOOP("core", "Scaling after the softmax"),
            HL_NOOP("core", "Weights are too sharp, and rows sum to 1/√d_k."),
            HL_NOOP("core", "The output is too small by √d_k beside the residual: attention has hardly any effect."),
            Step::Scaled, "rows-sum-to-one", Need::Nothing, [](Recipe& r) { r.after.isFactorLate = true; }},
    Mistake{"no-mask", HL_NOOP("core", "The mask forgotten"),
            HL_NOOP("core", "Queries see every key, those after them too."),
            HL_NOOP("core", "The loss of a language model falls to nearly nothing, and what it generates is nonsense."),
            Step::Masked, "forbidden-is-zero", Need::Mask, [](Recipe& r) { r.after.mask = parts::noMask; }},
    Mistake{"mask-after-softmax", HL_NOOP("core", "Mask after the softmax without renormalising"),
            HL_NOOP("core", "Forbidden weights are 0, but the others keep what they got beside them: rows sum to less than 1."),
            HL_NOOP("core", "The first tokens of a causal text get the smallest outputs; and the future still counts, in the divisor."),
            Step::Masked, "rows-sum-to-one", Need::Mask, [](Recipe& r) { r.after.maskUse = MaskUse::AfterSoftmax; }},
    Mistake{"mask-with-zero", HL_NOOP("core", "Mask with 0 in the place of −∞"),
            HL_NOOP("core", "A score of 0 is exp(0) = 1 in the softmax: forbidden keys get weight, often more than allowed ones."),
            HL_NOOP("core", "Looks masked in the scores and is not in the weights: the future leaks."),
            Step::Masked, "forbidden-is-zero", Need::Mask, [](Recipe& r) { r.after.maskUse = MaskUse::Zero; }},
    Mistake{"mask-finite", HL_NOOP("core", "Mask with −1e9: a row without any allowed key"),
            HL_NOOP("core", "All keys of such a row are equally forbidden, so that the softmax shares its weight among them."),
            HL_NOOP("core", "Empty or padded queries read the padding; sums over all tokens depend on it."),
            Step::Masked, "forbidden-is-zero", Need::ForbiddenRow, [](Recipe& r) { r.after.maskUse = MaskUse::Finite; }},
    Mistake{"mask-finite-half", HL_NOOP("core", "Mask with −1e9 in half precision"),
            HL_NOOP("core", "−1e9 is beyond float16 and becomes −∞: a row without any allowed key is 0/0."),
            HL_NOOP("core", "NaN appears only on the graphics card, only with padding, and spreads to every weight in one step."),
            Step::Masked, "finite", Need::ForbiddenRow, [](Recipe& r) {
                r.before.isHalf = true;
                r.after.maskUse = MaskUse::Finite;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"mask-transposed", HL_NOOP("core", "Transposed mask"),
            HL_NOOP("core", "Rows and columns are swapped: under a causal mask tokens see only what comes after them."),
            HL_NOOP("core", "The last token sees itself alone, the first sees all; training looks too good."),
            Step::Masked, "forbidden-is-zero", Need::Mask, [](Recipe& r) { r.after.mask = parts::transposedMask; }},
    Mistake{"mask-inverted", HL_NOOP("core", "Inverted mask"),
            HL_NOOP("core", "What is allowed is forbidden and what is forbidden is allowed: 1 and 0, or True and False, were mixed up."),
            HL_NOOP("core", "Tokens see only the future, or only padding; the last row of a causal mask is empty."),
            Step::Masked, "forbidden-is-zero", Need::Mask, [](Recipe& r) {
                r.after.mask = parts::invertedMask;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"causal-sees-next", HL_NOOP("core", "Off-by-one causal mask: the next token is seen"),
            HL_NOOP("core", "The diagonal above is open: each query sees the one token that it is to predict."),
            HL_NOOP("core", "The loss falls to nearly zero within minutes; generating gives nonsense."),
            Step::Masked, "forbidden-is-zero", Need::CausalMask, [](Recipe& r) { r.after.mask = parts::nextKeySeen; }},
    Mistake{"causal-hides-self", HL_NOOP("core", "Off-by-one causal mask: a token does not see itself"),
            HL_NOOP("core", "The diagonal is forbidden too, and the first query has no key left."),
            HL_NOOP("core", "NaN in the first row, or zeros where that is caught; every token misses itself."),
            Step::Masked, "allowed-is-positive", Need::CausalMask, [](Recipe& r) {
                r.after.mask = parts::ownKeyHidden;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"padding-not-masked", HL_NOOP("core", "Padding not masked"),
            HL_NOOP("core", "Padding tokens get weight like any other."),
            HL_NOOP("core", "The same sentence gives another result in a longer batch."),
            Step::Masked, "forbidden-is-zero", Need::Padding, [](Recipe& r) { r.after.mask = parts::paddingSeen; }},
    Mistake{"forbidden-row-nan", HL_NOOP("core", "A fully masked row gives NaN"),
            HL_NOOP("core", "−∞ minus −∞ is not a number: the row of a query without any allowed key is NaN."),
            HL_NOOP("core", "One padded sentence turns the loss into NaN, and with it every weight."),
            Step::Pattern, "finite", Need::ForbiddenRow, [](Recipe& r) { r.after.isSoftmaxNaive = true; }},
    Mistake{"no-max-subtraction", HL_NOOP("core", "No maximum subtracted before exp"),
            HL_NOOP("core", "exp overflows (beyond 11 in float16, 88 in float32, 709 in float64): ∞/∞ is not a number."),
            HL_NOOP("core", "Works for months, then NaN on one long or unusual input."),
            Step::Pattern, "finite", Need::LargeScores, [](Recipe& r) {
                r.after.isMaxSubtracted = false;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"softmax-over-queries", HL_NOOP("core", "Softmax over the wrong axis: queries, not keys"),
            HL_NOOP("core", "Columns sum to 1 in the place of rows: keys choose queries."),
            HL_NOOP("core", "Outputs grow where many tokens are asked; under a causal mask early tokens see into the future's divisor."),
            Step::Pattern, "rows-sum-to-one", Need::Nothing, [](Recipe& r) {
                r.after.group = parts::ofColumn;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"softmax-over-matrix", HL_NOOP("core", "Softmax over the whole matrix at once"),
            HL_NOOP("core", "All cells together sum to 1: a query with small scores gets nearly nothing."),
            HL_NOOP("core", "Outputs shrink as the text grows."),
            Step::Pattern, "rows-sum-to-one", Need::Nothing, [](Recipe& r) { r.after.group = parts::ofHead; }},
    Mistake{"softmax-over-heads", HL_NOOP("core", "Softmax over the heads"),
            HL_NOOP("core", "The first axis was taken: for each query and key the heads share 1 among them."),
            HL_NOOP("core", "Rows sum to anything; taking a head out changes all others."),
            Step::Pattern, "rows-sum-to-one", Need::SeveralHeads, [](Recipe& r) {
                r.after.group = parts::ofPair;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"softmax-over-everything", HL_NOOP("core", "Softmax over all heads and cells at once"),
            HL_NOOP("core", "All weights of the layer together sum to 1."),
            HL_NOOP("core", "Outputs are tiny; attention seems to do nothing."),
            Step::Pattern, "rows-sum-to-one", Need::SeveralHeads, [](Recipe& r) { r.after.group = parts::ofAll; }},
    Mistake{"ratio-without-exp", HL_NOOP("core", "Plain ratio in the place of exp"),
            HL_NOOP("core", "Scores divided by their sum: negative scores give negative weights, and a sum near 0 gives huge ones."),
            HL_NOOP("core", "Rows sum to 1, so it passes the usual test; weights below 0 or above 1 give it away."),
            Step::Pattern, "exponential-ratios", Need::Nothing, [](Recipe& r) {
                r.after.weigh = parts::itself;
                r.after.isMaxSubtracted = false;
                r.after.isSoftmaxNaive = true;
            }},
    Mistake{"softmax-twice", HL_NOOP("core", "Softmax applied twice"),
            HL_NOOP("core", "The weights, all between 0 and 1, are scores to the second softmax: no weight can be e times another."),
            HL_NOOP("core", "Patterns are almost even and forbidden cells get weight; often the loss function applies one of its own."),
            Step::Pattern, "exponential-ratios", Need::Nothing, [](Recipe& r) { r.after.softmaxCount = 2; }},
    Mistake{"dropout", HL_NOOP("core", "Dropout left on"),
            HL_NOOP("core", "A tenth of the weights is 0, drawn anew each time, and the others are divided by 0.9."),
            HL_NOOP("core", "The same text gives another result each time; rows do not sum to 1."),
            Step::Pattern, "rows-sum-to-one", Need::Nothing, [](Recipe& r) { r.after.hasDropout = true; }},
    Mistake{"v-elementwise", HL_NOOP("core", "Element-wise product with V"),
            HL_NOOP("core", "Each weight meets one number of V: nothing is summed over the keys."),
            HL_NOOP("core", "Stops with a wrong shape, except where there are as many tokens as features per head."),
            Step::Z, "weighted-sum", Need::Nothing, [](Recipe& r) { r.after.mix = parts::elementwise; }},
    Mistake{"pattern-transposed", HL_NOOP("core", "Weights transposed before they meet V"),
            HL_NOOP("core", "Each token collects by how much it is attended to, not by what it attends to."),
            HL_NOOP("core", "Outputs are sums over the columns, which are no averages."),
            Step::Z, "weighted-sum", Need::Nothing, [](Recipe& r) { r.after.mix = parts::patternTransposed; }},
    Mistake{"concat-reversed", HL_NOOP("core", "Heads joined in the wrong order"),
            HL_NOOP("core", "W_O meets each head's z with the rows that belong to another."),
            HL_NOOP("core", "Harmless when trained that way; with loaded weights the output is noise."),
            Step::Concat, "joined-by-columns", Need::SeveralHeads, [](Recipe& r) { r.after.join = parts::joinReversed; }},
    Mistake{"concat-by-reshape", HL_NOOP("core", "Heads joined by reshape without transpose"),
            HL_NOOP("core", "Rows of one head fill a row of the result: tokens are mixed."),
            HL_NOOP("core", "Shapes are right; what is known of a token ends up with another, and causal masks leak."),
            Step::Concat, "joined-by-columns", Need::SeveralHeads, [](Recipe& r) { r.after.join = parts::joinByReshape; }},
    Mistake{"concat-interleaved", HL_NOOP("core", "Heads joined feature by feature"),
            HL_NOOP("core", "The features of all heads alternate in the place of standing side by side."),
            HL_NOOP("core", "Harmless when trained that way; with loaded weights the output is noise."),
            Step::Concat, "joined-by-columns", Need::SeveralHeads, [](Recipe& r) { r.after.join = parts::joinInterleaved; }},
    Mistake{"no-output-projection", HL_NOOP("core", "W_O forgotten"),
            HL_NOOP("core", "The heads' results are handed on side by side and never mixed."),
            HL_NOOP("core", "Each head writes into columns of its own; loaded weights give nonsense."),
            Step::AttnOut, "output-projected", Need::OutputProjection, [](Recipe& r) { r.after.isProjected = false; }},
};

} // namespace

std::span<const Mistake> mistakes()
{
    return table;
}

const Mistake* mistakeNamed(std::string_view name)
{
    for (const Mistake& mistake : table) {
        if (mistake.name == name)
            return &mistake;
    }
    return nullptr;
}

Recipe recipeWith(const Mistake* first, const Mistake* second)
{
    Recipe recipe;
    for (const Mistake* mistake : {first, second}) {
        if (mistake != nullptr)
            mistake->make(recipe);
    }
    return recipe;
}

bool canBeMadeTogether(const Mistake& a, const Mistake& b)
{
    const Recipe both = recipeWith(&a, &b);
    return both == recipeWith(&b, &a) && both != recipeWith(&a) && both != recipeWith(&b);
}

} // namespace hl
