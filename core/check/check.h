#pragma once

#include "core/attention/mistakes.h"
#include "core/check/given.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

enum class Verdict {
    Equal,   ///< what was given is right
    Mistake, ///< one mistake, or two, reproduce it
    Differs, ///< neither
    Nothing, ///< there is nothing to compare it with
};

/// How one given array compares with another computation of it. The bound on |theirs − ours| is
/// 1e-5 · (|ours| + min(1, largest |ours|)) for float64, 1e-5 · (|ours| + largest |ours|) for float32 and 5e-3 times that
/// for float16. −∞ and numbers below −1e4 are the same in masked scores; NaN equals NaN.
struct ArrayResult
{
    std::string name;
    std::string shape;
    Step step = Step::Scores;
    bool isEqual = true;
    double largest = 0.0; ///< largest |theirs − ours|
    Index head = 0;       ///< where; 0 where the array has no heads
    Index row = 0;
    Index col = 0;
    double theirs = 0.0;
    double ours = 0.0;
};

/// A computation that gives what was given.
struct Fit
{
    const Mistake* first = nullptr; ///< null: the right one
    const Mistake* second = nullptr;
    std::optional<double> dropout; ///< the rate, where dropout is one of them
    std::vector<Message> notes;    ///< the conventions it assumes
    std::vector<ArrayResult> arrays;
    double error = 0.0; ///< largest |theirs − ours| in units of the bound
    std::size_t reading = 0; ///< of Given::readings
};

/// A mistake that leads from one given array to the next, where no two explain all of them.
struct Passage
{
    std::string from, to;
    std::vector<Fit> fits; ///< any of them: the right one, one mistake, or two
};

struct CheckReport
{
    Verdict verdict = Verdict::Nothing;
    std::vector<Fit> fits;             ///< Equal: the first is right; Mistake: all that cannot be told apart
    std::vector<ArrayResult> arrays;   ///< against the right computation, in order
    std::vector<Message> notes;        ///< conventions of that, and arrays not looked at
    std::vector<const Rule*> broken;   ///< rules that the given numbers break
    std::vector<const Rule*> held;     ///< and those that hold
    std::vector<Passage> passages;     ///< for Differs
    std::vector<const Mistake*> suspects; ///< where weights start the computation and cannot be right: what leaves such traces
    std::string suspected;             ///< the name of those weights; empty: nothing is wrong with them
    bool isRounded = false;            ///< compared within the decimals that were given, or within float16
    int decimals = 0;                  ///< how many, where they are the reason
    bool areAllPairsTried = true;
};

/// Finds out whether what was given is right, and else which one or two of mistakes() give the same numbers.
[[nodiscard]] CheckReport check(const Given& given);

} // namespace hl
