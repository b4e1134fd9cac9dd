#pragma once

#include "core/attention/problem.h"
#include "core/base/message.h"
#include "core/check/read_given.h"

#include <string>
#include <vector>

namespace hl {

/// One array that someone computed, to be compared with what is right.
struct Compared
{
    std::string name;      ///< as given
    std::string shape;     ///< as given: "[1, 2, 5, 4]"
    Step step = Step::Scores;
    HeadMatrices numbers;  ///< one per head; one in all where it is flat, averaged, or the step has no heads
    bool isFlat = false;   ///< Q, K or V with the heads side by side
    bool isAveraged = false; ///< weights as the mean over the heads
    NumberType type = NumberType::Double;
    int decimals = -1;     ///< all numbers have at most so many decimals; -1: more than 6
};

/// One way to understand what was given: where the computation starts, by which conventions, and what is compared.
struct Reading
{
    AttentionProblem problem;
    std::vector<Compared> compared; ///< in the order of computation
    std::vector<Message> notes;     ///< the conventions that were assumed, not given
    int rank = 0;                   ///< tried only where no reading of a lower rank fits, with whatever mistakes
    std::string startName;          ///< the array that the computation starts with, where there are no queries and keys
};

struct Given
{
    std::vector<Reading> readings; ///< the most natural first; never empty
    std::vector<Message> notes;    ///< arrays that were not looked at
    NumberType inputType = NumberType::Double; ///< the coarsest of what the computation starts from
    std::uint64_t numbers = 0;
};

/// What to start from where the arrays do not tell: the numbers of a model's own attention.
struct Truth
{
    AttentionProblem problem;
    std::string place; ///< "blocks.0.attn.1"
};

/// Arrays, named as students name them, put in their places. Errors name the array, its shape and the expected one.
/// With a truth, what was given is compared with that model; its inputs are those of the truth.
[[nodiscard]] Result<Given> readingsOf(const GivenArrays& arrays, const Truth* truth = nullptr);

} // namespace hl
