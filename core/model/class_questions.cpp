#include "core/model/spec.h"

namespace hl {

const std::vector<std::string>& classesOf(ClassQuestion question)
{
    static const std::vector<std::string> none;
    static const std::vector<std::string> choice{HL_NOOP("core", "choice")};
    static const std::vector<std::string> follows{HL_NOOP("core", "follows"), HL_NOOP("core", "does not follow")};
    static const std::vector<std::string> order{HL_NOOP("core", "in order"), HL_NOOP("core", "changed places")};
    static const std::vector<std::string> replaced{HL_NOOP("core", "replaced")};
    static const std::vector<std::string> answer{HL_NOOP("core", "start"), HL_NOOP("core", "end")};
    switch (question) {
    case ClassQuestion::Own: break;
    case ClassQuestion::Choice: return choice;
    case ClassQuestion::Follows: return follows;
    case ClassQuestion::Order: return order;
    case ClassQuestion::Replaced: return replaced;
    case ClassQuestion::Answer: return answer;
    }
    return none;
}

const std::vector<std::string>& columnClasses(Step step, const ModelSpec& spec)
{
    switch (infoOf(step).cols) {
    case Axis::Vocabulary: return spec.head.classes;
    case Axis::PairClass: return classesOf(spec.head.pairQuestion);
    default: return classesOf(ClassQuestion::Own);
    }
}

} // namespace hl
