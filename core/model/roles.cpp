#include "core/model/roles.h"

#include "core/base/number.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hl {

namespace {

struct Named
{
    std::string_view name;
    const char* title;
};

constexpr Named roles[] = {
    {"previous", HL_NOOP("core", "looks at the previous token")},
    {"next", HL_NOOP("core", "looks at the next token")},
    {"induction", HL_NOOP("core", "looks at what followed the same token before")},
    {"verb_subject", HL_NOOP("core", "a verb looks at its subject")},
    {"next_verb_subject", HL_NOOP("core", "the row that predicts a verb looks at its subject")},
    {"masked_verb_subject", HL_NOOP("core", "a masked verb looks at its subject")},
    {"verb_distant_subject", HL_NOOP("core", "a verb looks at a subject some words away")},
    {"next_verb_distant_subject", HL_NOOP("core", "the row that predicts a verb looks at a subject some words away")},
    {"masked_verb_distant_subject", HL_NOOP("core", "a masked verb looks at a subject some words away")},
    {"closer_opener", HL_NOOP("core", "a closing bracket or quote looks at the one that opened")},
    {"next_closer_opener", HL_NOOP("core", "the row that predicts a closing bracket or quote looks at the one that opened")},
    {"masked_closer_opener", HL_NOOP("core", "a masked bracket or quote looks at the one that opened")},
    {"pronoun_antecedent", HL_NOOP("core", "a pronoun looks at whom it means")},
    {"next_pronoun_antecedent", HL_NOOP("core", "the row that predicts a pronoun looks at whom it means")},
    {"masked_pronoun_antecedent", HL_NOOP("core", "a masked pronoun looks at whom it means")},
    {"reflexive_antecedent", HL_NOOP("core", "a reflexive (herself) looks at whom it means")},
    {"masked_reflexive_antecedent", HL_NOOP("core", "a masked reflexive (herself) looks at whom it means")},
    {"object_verb", HL_NOOP("core", "an object looks at its verb")},
    {"noun_determiner", HL_NOOP("core", "a noun looks at its article")},
    {"noun_adjective", HL_NOOP("core", "a noun looks at its adjective")},
    {"opposite_adjective", HL_NOOP("core", "an adjective looks at its opposite")},
    {"next_opposite_adjective", HL_NOOP("core", "the row that predicts an adjective looks at its opposite")},
    {"masked_opposite_adjective", HL_NOOP("core", "a masked adjective looks at its opposite")},
    {"feeling_adjective", HL_NOOP("core", "a verb of liking looks at the judgement it follows from")},
    {"next_feeling_adjective", HL_NOOP("core", "the row that predicts a verb of liking looks at the judgement it follows from")},
    {"masked_feeling_adjective", HL_NOOP("core", "a masked verb of liking looks at the judgement it follows from")},
    {"class_adjective", HL_NOOP("core", "[CLS] looks at the judging adjective")},
    {"alignment", HL_NOOP("core", "the row that writes a word looks at the word it translates")},
    {"alignment_reordered", HL_NOOP("core", "the row that writes a word looks at the word it translates, where the order changes")},
    {"object", HL_NOOP("core", "looks at the drawn object")},
};

constexpr Named probes[] = {
    {"accuracy", HL_NOOP("core", "accuracy")},
    {"exact match", HL_NOOP("core", "sentences translated exactly")},
    {"agreement_near_distracted", HL_NOOP("core", "agreement of verb and subject across another noun")},
    {"agreement_near_twice_distracted", HL_NOOP("core", "agreement across two other nouns")},
    {"agreement_fronted_distracted", HL_NOOP("core", "agreement after a fronted phrase")},
    {"agreement_embedded_distracted", HL_NOOP("core", "agreement inside a that-clause")},
    {"agreement_subject_clause_distracted", HL_NOOP("core", "agreement across a clause about the subject")},
    {"agreement_object_clause_distracted", HL_NOOP("core", "agreement across a clause about the object")},
    {"agreement_across_brackets", HL_NOOP("core", "agreement across brackets")},
    {"agreement_and", HL_NOOP("core", "agreement with two subjects")},
    {"possessive", HL_NOOP("core", "his, her and their")},
    {"pronoun_because", HL_NOOP("core", "pronouns after because")},
    {"pronoun_next_sentence", HL_NOOP("core", "pronouns in the next sentence")},
    {"reflexive", HL_NOOP("core", "reflexives")},
    {"reflexive_distracted", HL_NOOP("core", "reflexives across another person")},
    {"bracket", HL_NOOP("core", "closing brackets")},
    {"quote_top", HL_NOOP("core", "closing quotes")},
    {"list", HL_NOOP("core", "lists told again")},
    {"surname", HL_NOOP("core", "surnames told again")},
    {"bytes", HL_NOOP("core", "strings of bytes told again")},
    {"sentiment", HL_NOOP("core", "what follows from a judgement")},
    {"negation", HL_NOOP("core", "opposites after a negation")},
    {"noun_number", HL_NOOP("core", "singular and plural after an article")},
    {"feeling", HL_NOOP("core", "the feeling of a text")},
};

constexpr Named origins[] = {
    {"emerged", HL_NOOP("core", "found by itself")},
    {"emerged, sharpened", HL_NOOP("core", "found by itself, sharpened")},
    {"taught", HL_NOOP("core", "taught")},
};

Message titleIn(std::span<const Named> names, std::string_view name)
{
    for (const Named& named : names) {
        if (named.name == name)
            return {named.title, {}};
    }
    std::string plain(name);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    return {"%1", {plain}};
}

std::string percent(double share)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.0f", 100.0 * share);
    return text.data();
}

} // namespace

Message roleTitle(std::string_view role)
{
    return titleIn(roles, role);
}

Message probeTitle(std::string_view probe)
{
    return titleIn(probes, probe);
}

Message originTitle(std::string_view origin)
{
    return titleIn(origins, origin);
}

std::vector<Message> roleEvidence(const HeadRole& role)
{
    std::vector<Message> sentences;
    const std::string cases = std::to_string(role.cases);
    if (role.baselineShift)
        sentences.push_back({HL_NOOP("core", "%1 % of its attention (fixed distance %3 %, even spread %4 %), %2 cases."),
                             {percent(role.score), cases, percent(*role.baselineShift), percent(role.baselineUniform)}});
    else
        sentences.push_back({HL_NOOP("core", "%1 % of its attention (even spread %3 %), %2 cases."),
                             {percent(role.score), cases, percent(role.baselineUniform)}});
    if (role.ablationDrop < negligibleDrop)
        sentences.push_back({HL_NOOP("core", "Not needed for the prediction."), {}});
    return sentences;
}

} // namespace hl
