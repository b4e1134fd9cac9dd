#include "core/check/report.h"

#include "core/base/limits.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

using nlohmann::json;

std::string numberText(double value)
{
    return formatNumber(value, 6);
}

std::string cellText(const ArrayResult& result)
{
    std::string out = "[";
    if (result.step >= Step::Q && result.step <= Step::Z)
        out += std::to_string(result.head) + ", ";
    return out + std::to_string(result.row) + ", " + std::to_string(result.col) + "]";
}

double largestOf(const std::vector<ArrayResult>& arrays)
{
    double largest = 0.0;
    for (const ArrayResult& array : arrays)
        largest = std::max(largest, array.largest);
    return largest;
}

std::string namesOf(const Fit& fit)
{
    std::string out(fit.first->name);
    return fit.second ? out + " + " + std::string(fit.second->name) : out;
}

void addMistake(const Mistake& mistake, std::vector<Message>& out)
{
    out.push_back({HL_NOOP("core", "%1 (%2), from step %3 on: %4 %5"),
                   {mistake.title, std::string(mistake.name), std::string(infoOf(mistake.step).name), mistake.breaks, mistake.shows}});
}

void addFit(const CheckReport& report, std::vector<Message>& out)
{
    const Fit& best = report.fits.front();
    if (report.fits.size() == 1 && best.second == nullptr)
        out.push_back({HL_NOOP("core", "One mistake gives your numbers (largest difference %1): %2."), {numberText(largestOf(best.arrays)), namesOf(best)}});
    else if (report.fits.size() == 1)
        out.push_back({HL_NOOP("core", "Two mistakes together give your numbers (largest difference %1): %2."),
                       {numberText(largestOf(best.arrays)), namesOf(best)}});
    else
        out.push_back({HL_NOOP("core", "A mistake gives your numbers, but on these numbers %1 cannot be told apart; any of them may be it:"),
                       {std::to_string(report.fits.size())}});
    std::vector<const Mistake*> told;
    for (const Fit& fit : report.fits) {
        if (report.fits.size() > 1 && fit.second)
            out.push_back({"%1", {namesOf(fit)}});
        for (const Mistake* mistake : {fit.first, fit.second}) {
            if (mistake == nullptr || std::find(told.begin(), told.end(), mistake) != told.end())
                continue;
            told.push_back(mistake);
            addMistake(*mistake, out);
        }
        if (fit.dropout)
            out.push_back({HL_NOOP("core", "The weights fit a dropout of p = %1."), {formatNumber(*fit.dropout, 3)}});
    }
}

void addSuspects(const CheckReport& report, std::vector<Message>& out)
{
    out.push_back({HL_NOOP("core", "`%1` cannot be right, whatever it was computed from: it breaks the rules below. Give Q and K, too, and the mistake can be told for certain."),
                   {report.suspected}});
    for (const Mistake* mistake : report.suspects) {
        out.push_back({HL_NOOP("core", "It looks like %1."), {std::string(mistake->name)}});
        addMistake(*mistake, out);
    }
}

void addDeparture(const CheckReport& report, std::vector<Message>& out)
{
    if (!report.suspected.empty())
        return addSuspects(report, out);
    const auto departs = std::find_if(report.arrays.begin(), report.arrays.end(), [](const ArrayResult& a) { return !a.isEqual; });
    if (departs == report.arrays.end()) {
        out.push_back({HL_NOOP("core", "Your numbers are not what is right, and no mistake that is known gives them."), {}});
        return;
    }
    if (std::isinf(departs->largest) && departs->theirs == departs->ours)
        out.push_back({HL_NOOP("core", "Your numbers differ, and no one or two known mistakes give them. They first depart at `%1`, whose shape %2 is another."),
                       {departs->name, departs->shape}});
    else
        out.push_back({HL_NOOP("core", "Your numbers differ, and no one or two known mistakes give them. They first depart at `%1`: largest difference %2, at %3, where yours is %4 and right is %5."),
                       {departs->name, numberText(departs->largest), cellText(*departs), numberText(departs->theirs), numberText(departs->ours)}});
    for (const Passage& passage : report.passages) {
        if (!passage.fits.front().first) {
            out.push_back({HL_NOOP("core", "From your `%1` to your `%2` all is right."), {passage.from, passage.to}});
            continue;
        }
        std::string names;
        for (const Fit& fit : passage.fits)
            names += (names.empty() ? "" : ", ") + namesOf(fit);
        out.push_back({HL_NOOP("core", "From your `%1` to your `%2` leads: %3."), {passage.from, passage.to, names}});
    }
}

json jsonOf(const ArrayResult& array)
{
    const auto number = [](double x) { return std::isfinite(x) ? json(x) : json(formatNumber(x)); };
    return {{"name", array.name},   {"shape", array.shape}, {"step", std::string(infoOf(array.step).name)}, {"equal", array.isEqual},
            {"largest_difference", number(array.largest)}, {"head", array.head}, {"row", array.row}, {"col", array.col},
            {"theirs", number(array.theirs)}, {"ours", number(array.ours)}};
}

json linesOf(const std::vector<Message>& messages)
{
    json out = json::array();
    for (const Message& message : messages)
        out.push_back(message.english());
    return out;
}

} // namespace

const char* nameOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Equal: return "equal";
    case Verdict::Mistake: return "mistake";
    case Verdict::Differs: return "differs";
    case Verdict::Nothing: return "nothing";
    }
    return "";
}

std::vector<Message> sentencesOf(const CheckReport& report)
{
    std::vector<Message> out;
    switch (report.verdict) {
    case Verdict::Equal:
        out.push_back({HL_NOOP("core", "Equal: every number is right (largest difference %1)."), {numberText(largestOf(report.fits.front().arrays))}});
        for (const ArrayResult& array : report.fits.front().arrays)
            out.push_back({HL_NOOP("core", "`%1` (%2): equal, largest difference %3."),
                           {array.name, std::string(infoOf(array.step).name), numberText(array.largest)}});
        break;
    case Verdict::Mistake:
        addFit(report, out);
        break;
    case Verdict::Differs:
        addDeparture(report, out);
        break;
    case Verdict::Nothing:
        out.push_back({HL_NOOP("core", "There is nothing to compare with: give what the numbers were computed from, too, such as Q and K for weights."), {}});
        break;
    }
    for (const ArrayResult& array : report.arrays) {
        if (report.verdict == Verdict::Equal)
            break;
        if (array.isEqual)
            out.push_back({HL_NOOP("core", "`%1` (%2): equal, largest difference %3."),
                           {array.name, std::string(infoOf(array.step).name), numberText(array.largest)}});
        else
            out.push_back({HL_NOOP("core", "`%1` (%2): differs, largest difference %3 at %4: yours %5, right %6."),
                           {array.name, std::string(infoOf(array.step).name), numberText(array.largest), cellText(array),
                            numberText(array.theirs), numberText(array.ours)}});
    }
    for (const Rule* rule : report.broken)
        out.push_back({HL_NOOP("core", "Broken: %1 (%2)."), {rule->claim, std::string(rule->name)}});
    if (report.verdict == Verdict::Nothing) {
        for (const Rule* rule : report.held)
            out.push_back({HL_NOOP("core", "Holds: %1 (%2)."), {rule->claim, std::string(rule->name)}});
    }
    if (report.isRounded && report.decimals > 0)
        out.push_back({HL_NOOP("core", "Compared within the %1 decimals that your numbers have."), {std::to_string(report.decimals)}});
    else if (report.isRounded)
        out.push_back({HL_NOOP("core", "Compared within what float16 inputs allow."), {}});
    if (!report.areAllPairsTried)
        out.push_back({HL_NOOP("core", "So many numbers were given that not all pairs of mistakes were tried: give one head, or fewer tokens."), {}});
    out.insert(out.end(), report.notes.begin(), report.notes.end());
    return out;
}

std::string jsonOf(const CheckReport& report)
{
    json fits = json::array();
    for (const Fit& fit : report.fits) {
        json names = json::array();
        for (const Mistake* mistake : {fit.first, fit.second}) {
            if (mistake)
                names.push_back(std::string(mistake->name));
        }
        json one{{"mistakes", names}, {"assumed", linesOf(fit.notes)}, {"arrays", json::array()}};
        for (const ArrayResult& array : fit.arrays)
            one["arrays"].push_back(jsonOf(array));
        if (fit.dropout)
            one["dropout"] = *fit.dropout;
        fits.push_back(std::move(one));
    }
    json out{{"verdict", nameOf(report.verdict)}, {"fits", fits}, {"arrays", json::array()}, {"rules", json::object()},
             {"passages", json::array()}, {"notes", linesOf(report.notes)}, {"rounded", report.isRounded},
             {"suspects", json::array()}, {"all_pairs_tried", report.areAllPairsTried}, {"sentences", linesOf(sentencesOf(report))}};
    for (const ArrayResult& array : report.arrays)
        out["arrays"].push_back(jsonOf(array));
    for (const Rule* rule : report.held)
        out["rules"][std::string(rule->name)] = true;
    for (const Rule* rule : report.broken)
        out["rules"][std::string(rule->name)] = false;
    for (const Mistake* mistake : report.suspects)
        out["suspects"].push_back(std::string(mistake->name));
    for (const Passage& passage : report.passages) {
        json names = json::array();
        for (const Fit& fit : passage.fits) {
            if (fit.first)
                names.push_back(namesOf(fit));
        }
        out["passages"].push_back({{"from", passage.from}, {"to", passage.to}, {"mistakes", names}});
    }
    return out.dump(1) + "\n";
}

} // namespace hl
