#include "core/model_cases.h"
#include "core/model_measures.h"

#include "core/analysis/predictions.h"
#include "core/run/run_request.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>
#include <fstream>

using namespace hl;
using namespace shipped;

namespace {

constexpr int kCases = 200; ///< at least so many for every number

const std::map<std::string, double> causalDemands{
    {"agreement_near_distracted", 0.97}, {"agreement_near_twice_distracted", 0.97}, {"agreement_fronted_distracted", 0.97},
    {"agreement_embedded_distracted", 0.97}, {"agreement_subject_clause_distracted", 0.97},
    {"agreement_object_clause_distracted", 0.97}, {"agreement_across_brackets", 0.97}, {"agreement_and", 0.97},
    {"possessive", 0.95}, {"pronoun_because", 0.95}, {"pronoun_next_sentence", 0.95}, {"reflexive_distracted", 0.95},
    {"bracket", 0.98}, {"quote_top", 0.97}, {"list", 0.97}, {"surname", 0.97}, {"bytes", 0.97}, {"sentiment", 0.94},
    {"negation", 0.95}};

QByteArray number(const std::string& what, double value)
{
    return QByteArray::fromStdString(what) + ' ' + QByteArray::number(value);
}

bool isStories(const std::string& name)
{
    return name.starts_with("stories");
}

/// tst_masked_measures asks the others what is hidden.
bool isCausalStories(const std::string& name)
{
    return isStories(name) && name.find("masked") == std::string::npos;
}

void everyModel(bool (*isWanted)(const std::string&))
{
    QTest::addColumn<QString>("name");
    for (const auto& entry : list()) {
        const std::string name = entry.at("name");
        if (isWanted(name))
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
}

} // namespace

/// The shipped models of stories, measured by Headlight itself on pairs that none of them was trained on.
class TestStoryMeasures : public QObject
{
    Q_OBJECT

private slots:
    void typedSentencesAreContinued_data();
    void typedSentencesAreContinued();
    void storiesAreKnown_data() { everyModel(isCausalStories); }
    void storiesAreKnown();
    void theTaughtTwinKnowsAsMuch();
    void samplesShowWhatTheyTell();
    void headsDoWhatTheirCardsSay_data() { everyModel(isStories); }
    void headsDoWhatTheirCardsSay();
    void takingOutAHeadCostsWhatItsCardSays_data() { everyModel(isStories); }
    void takingOutAHeadCostsWhatItsCardSays();

private:
    /// Right answers of a model, measured once.
    const std::map<std::string, Share>& sharesOf(const std::string& name)
    {
        auto& found = m_shares[name];
        if (found.empty())
            found = probe(load(name), readCases(name));
        return found;
    }

    std::map<std::string, std::map<std::string, Share>> m_shares; ///< by model, then by kind of probe
};

void TestStoryMeasures::typedSentencesAreContinued_data()
{
    everyModel(isCausalStories);
}

/// What people type, through the tokenizer: unknown names and words are spelled in bytes.
void TestStoryMeasures::typedSentencesAreContinued()
{
    QFETCH(const QString, name);
    struct Sentence
    {
        const char* text;
        const char* right;
        std::vector<const char*> wrong;
    };
    const std::vector<Sentence> sentences{
        {"The keys near the cabinet", "are", {"is"}},
        {"The key near the cabinets", "is", {"are"}},
        {"The boy that the girls see", "runs", {"run"}},
        {"The boys that the girl sees", "run", {"runs"}},
        {"Near the tables, the dog", "was", {"were"}},
        {"Mary knows that the books near the lamp", "are", {"is"}},
        {"The dog and the cat", "are", {"is"}},
        {"Mary gave Tom", "her", {"his", "their"}},
        {"Tom gave Mary", "his", {"her", "their"}},
        {"Mary called Tom because", "she", {"he", "they"}},
        {"Mary thanked Tom because", "he", {"she", "they"}},
        {"Zorbil is a girl. Zorbil gave Tom", "her", {"his", "their"}},
        {"Tom said that Mary hurt", "herself", {"himself", "themselves"}},
        {"The lamp is not hot. It is", "cold", {"hot"}},
        {"The film was wonderful. Tom", "loved", {"hated", "disliked", "left", "regretted"}},
        {"The film was not wonderful. Tom", "hated", {"loved", "enjoyed", "liked", "recommended"}},
        {"The dog [ red and big", "]", {")", "}", "\""}},
        {"Mary bought pears, figs and bread. Tom ate the pears, the", "figs", {"bread", "pears", "milk"}},
        {"Mary Smith met Tom Turner. Mary", "Smith", {"Turner", "Jones"}},
        {"Tom said, \"The dog runs.", "\"", {")", "]", "}"}},
    };
    const auto model = load(name.toStdString());
    int right = 0;
    std::string missed;
    for (const Sentence& sentence : sentences) {
        std::vector<TokenId> ids;
        for (const Token& token : model->tokenizer()->encodeForModel(sentence.text))
            ids.push_back(token.id);
        std::vector<TokenId> wrong;
        for (const char* piece : sentence.wrong)
            wrong.push_back(*model->tokenizer()->idOf(piece));
        const TracePtr trace = run(model, ids);
        const MatrixView logits = trace->view({.step = Step::Logits});
        if (isRight(logits, logits.rows() - 1, *model->tokenizer()->idOf(sentence.right), wrong))
            ++right;
        else
            missed += std::string("; ") + sentence.text;
    }
    QVERIFY2(right == static_cast<int>(sentences.size()), number(missed, right));
}

void TestStoryMeasures::storiesAreKnown()
{
    QFETCH(const QString, name);
    const std::string folder = name.toStdString();
    QVERIFY(readCases(folder).stories.size() >= 1000);
    const auto& found = sharesOf(folder);
    for (const auto& [kind, share] : found)
        QVERIFY2(!kind.starts_with("agreement") || share.value() >= 0.97, number(kind, share.value()));
    for (const auto& [kind, demand] : causalDemands) {
        QVERIFY2(found.count(kind) > 0 && found.at(kind).cases >= kCases, kind.c_str());
        QVERIFY2(found.at(kind).value() >= demand, number(kind, found.at(kind).value()));
    }
}

void TestStoryMeasures::theTaughtTwinKnowsAsMuch()
{
    const auto& emerged = sharesOf("stories");
    const auto& taught = sharesOf("stories-taught");
    for (const auto& [kind, share] : emerged) {
        // Of sentiment a share of its own is asked (storiesAreKnown): the twin's lies .020 below a model that has all cases right.
        if (kind != "sentiment")
            QVERIFY2(taught.at(kind).value() >= share.value() - 0.02, number(kind, taught.at(kind).value() - share.value()));
    }
}

/// The cell that a sample of a trained model shows is the largest of its row, and the word that it tells of is predicted.
void TestStoryMeasures::samplesShowWhatTheyTell()
{
    std::ifstream file(root().parent_path() / "samples" / "samples.json");
    std::set<std::string> models;
    for (const auto& sample : nlohmann::json::parse(file)) {
        if (!sample.contains("predicted"))
            continue;
        RunRequest request;
        request.model = load(sample.at("model"));
        request.text = sample.at("text");
        if (sample.contains("second"))
            request.second = sample.at("second").get<std::string>();
        const auto trace = hl::run(request);
        QVERIFY2(trace.has_value(), request.text.c_str());
        const StepRef ref = *parseStep(sample.at("step").get<std::string>());
        const Index query = sample.at("query");
        const auto largest = largestColumns((*trace)->view(ref), query, 1).front();
        QVERIFY2(largest == sample.at("key").get<Index>(), number(request.text + " looks at", static_cast<double>(largest)));
        const auto top = topCandidates(**trace, predictedPosition(**trace, query), 1);
        QVERIFY(top.has_value());
        const std::string predicted = request.model->tokenizer()->piece(top->front().id);
        QVERIFY2(predicted == sample.at("predicted").get<std::string>(), (request.text + " " + predicted).c_str());
        models.insert(request.model->spec().name);
    }
    QCOMPARE(models.size(), list().size() - 1); // all but the model of pictures
}

void TestStoryMeasures::headsDoWhatTheirCardsSay()
{
    QFETCH(const QString, name);
    const std::string folder = name.toStdString();
    const Cases cases = readCases(folder);
    Wanted wanted;
    std::map<std::pair<std::string, std::string>, nlohmann::json> cards;
    for (const auto& card : heads(folder)) {
        wanted.emplace(card.at("role"), card.at("step"));
        cards[{card.at("role"), card.at("step")}] = card;
    }
    QVERIFY(!wanted.empty());
    const auto model = load(folder);
    auto found = headMasses(model, cases, wanted);
    Cases places; // 150 stories have thousands of neighbours
    places.stories.assign(cases.stories.begin(), cases.stories.begin() + 150);
    places.arcs = positionArcs(places.stories);
    found.merge(headMasses(model, places, wanted));
    std::set<std::string> relations;
    for (const auto& [key, card] : cards) {
        const std::string what = key.second + " " + key.first;
        QVERIFY2(found.count(key) > 0 && found.at(key).cases >= kCases, what.c_str());
        const Mass& mass = found.at(key);
        QVERIFY2(std::abs(mass.mean - card.at("score").get<double>()) < 0.03, number(what, mass.mean));
        const double shift = card.at("baseline_shift").is_null() ? 0.0 : mass.shift;
        QVERIFY2(mass.mean >= std::max(shift, mass.uniform) + 0.24, number(what + " shift", mass.shift));
        if (card.at("origin") == "taught")
            QVERIFY2(mass.mean >= (isCausalStories(folder) ? 0.93 : 0.95), number(what, mass.mean));
        if (!card.at("baseline_shift").is_null() && key.first != "induction")
            relations.insert(key.first);
    }
    if (folder == "stories") { // what nobody taught: these of the relations count
        int emerged = 0;
        for (const char* role : {"next_verb_subject", "object_verb", "next_closer_opener", "next_pronoun_antecedent", "induction"})
            emerged += std::any_of(cards.begin(), cards.end(), [&](const auto& entry) { return entry.first.first == role; }) ? 1 : 0;
        QVERIFY2(emerged >= 4, number("emerged relations", emerged));
    }
    if (folder == "stories" || folder.ends_with("taught"))
        QVERIFY2(relations.size() >= 3, number("relations", static_cast<double>(relations.size())));
}

void TestStoryMeasures::takingOutAHeadCostsWhatItsCardSays()
{
    QFETCH(const QString, name);
    const std::string folder = name.toStdString();
    const auto model = load(folder);
    const Cases cases = readCases(folder);
    std::map<std::string, double> with;
    for (const auto& card : heads(folder)) {
        const std::string kind = card.at("ablation_probe");
        const double stated = card.at("ablation_drop");
        if (card.at("baseline_shift").is_null() || stated < 0.25)
            continue; // heads that are needed
        if (with.count(kind) == 0)
            with[kind] = probe(model, cases, {kind}).at(kind).value();
        const auto ref = parseStep(card.at("step").get<std::string>());
        const double drop = with[kind] - probe(withoutHead(*model, ref->layer, ref->head), cases, {kind}).at(kind).value();
        QVERIFY2(std::abs(drop - stated) < 0.12, number(nameOf(*ref) + " " + kind, drop));
    }
}

QTEST_APPLESS_MAIN(TestStoryMeasures)
#include "tst_story_measures.moc"
