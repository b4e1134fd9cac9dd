#pragma once

#include "core/model/layer_kinds.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// What is read off the rows of the last stack.
enum class HeadKind
{
    None,
    LanguageModel,
    MaskedWord,
    Classes ///< one score per class, for the whole input or for each token
};

/// Which rows the scores of classes are read off.
enum class ClassRow
{
    First,  ///< the class token's
    Pooled, ///< what the pooler makes of it
    Last,   ///< that of the last token before padding
    Each    ///< every token's: each has a class of its own
};

/// Which row a pooler takes.
enum class PoolerRow
{
    First,
    Last,   ///< the last of all, padding or not
    LastEnd ///< of the decoder's, the one as far from the first as the last end token of the encoder's text is
};

/// What the scores of classes say.
enum class ClassProblem
{
    OneOf, ///< which one of the classes it is: probabilities are the softmax of the scores
    AnyOf, ///< of each class whether it is there: its probability is the sigmoid of its score
    Number, ///< numbers themselves (regression): there are no probabilities
    Span    ///< which token of the text it is: probabilities are the softmax of each class's scores over the tokens
};

/// What is asked with the classes.
enum class ClassQuestion
{
    Own,      ///< what the file has them for
    Choice,   ///< how well the text fits, as one of several to choose from
    Follows,  ///< whether the second text of a pair follows the first
    Order,    ///< whether the two texts of a pair stand in their order
    Replaced, ///< of each token, whether it was put in the place of another
    Answer    ///< where in the text the answer starts and ends: that of ClassProblem::Span, and of no other
};

/// The names of the classes of a question that every model asks alike, marked for translation; of ClassQuestion::Own none.
[[nodiscard]] const std::vector<std::string>& classesOf(ClassQuestion question);

/// What stands on the last stack, from its rows to logits.
struct HeadSpec
{
    HeadKind kind = HeadKind::None;
    bool isTied = true;                  ///< unembedding is the embedding table, transposed
    std::optional<Activation> transform; ///< BERT's dense + activation + norm before the unembedding
    bool hasTransformNorm = true;        ///< without it where it is false
    bool isProjected = false;            ///< a linear layer alone before the unembedding (OPT); not with transform
    int width = 0;                       ///< features that the unembedding takes; 0: d_model
    double scale = 1.0; ///< rows are multiplied by this before the unembedding: 1/√d_model in some families
    /// Adaptive softmax: the words before the first of these are scored with the groups of the others; the scores of each
    /// group follow from there. Logits are then logarithms of probabilities. Empty: plain softmax.
    std::vector<int> cutoffs{};
    std::vector<bool> tiedProjections{}; ///< by group: its rows' projection is the embedding's; only where words are projected
    bool hasPooler = false;              ///< a linear layer and an activation of one row
    PoolerRow poolerRow = PoolerRow::First; ///< Last and LastEnd only for ClassRow::Pooled
    std::optional<int> endToken;         ///< for PoolerRow::LastEnd
    Activation poolerActivation = Activation::Tanh;
    std::vector<std::string> classes;    ///< their names, or those of the numbers; only for HeadKind::Classes
    ClassProblem problem = ClassProblem::OneOf;
    ClassQuestion question = ClassQuestion::Own;
    ClassRow classRow = ClassRow::First;
    std::optional<int> paddingToken;     ///< for ClassRow::Last, and a copied target: what is behind the text; none: nothing is
    bool hasChoiceScore = false;         ///< a second head makes one number of the last row: how well the text fits as an answer
    /// Or scores two classes of a pair of texts, read off what the pooler makes: Follows or Order. Own: there is no such head.
    ClassQuestion pairQuestion = ClassQuestion::Own;
    /// Words of the vocabulary that name what the whole text is; the first row predicts one of them. Only for MaskedWord.
    std::vector<std::string> textClasses;
    bool isDistilled = false;            ///< a second class head reads the distillation token; logits are the mean

    [[nodiscard]] ClassQuestion asked() const { return problem == ClassProblem::Span ? ClassQuestion::Answer : question; }
};

} // namespace hl
