#include "core/model_cases.h"
#include "core/model_measures.h"

#include "core/analysis/predictions.h"

#include <QtTest>

#include <algorithm>

using namespace hl;
using namespace shipped;

namespace {

constexpr int kCases = 200; ///< at least so many for every number
constexpr std::size_t kJudgements = 600; ///< the last texts are praise or blame alone

const std::map<std::string, double> demands{
    {"agreement_near_distracted", 0.97}, {"agreement_near_twice_distracted", 0.97}, {"agreement_fronted_distracted", 0.97},
    {"agreement_embedded_distracted", 0.97}, {"agreement_subject_clause_distracted", 0.97},
    {"agreement_object_clause_distracted", 0.97}, {"agreement_across_brackets", 0.97}, {"bracket", 0.97}, {"reflexive", 0.97},
    {"reflexive_distracted", 0.97}, {"possessive", 0.95}, {"pronoun_because", 0.95}, {"pronoun_next_sentence", 0.95}};

TracePtr runTyped(const std::shared_ptr<const Model>& model, const char* text)
{
    std::vector<TokenId> ids;
    for (const Token& token : model->tokenizer()->encodeForModel(text))
        ids.push_back(token.id);
    return run(model, ids);
}

bool has(const std::vector<TokenId>& ids, TokenId id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

} // namespace

/// The shipped models that fill in hidden words, measured by Headlight itself on pairs that neither was trained on.
class TestMaskedMeasures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void hiddenWordsAreFilledIn();
    void theFirstRowNamesTheFeeling();
    void typedGapsAreFilled();
    void typedTextsHaveTheirFeeling();

private:
    std::string m_name;
    std::shared_ptr<const Model> m_model;
};

void TestMaskedMeasures::initTestCase_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("stories-masked") << "stories-masked";
    QTest::newRow("stories-masked-taught") << "stories-masked-taught";
}

void TestMaskedMeasures::init()
{
    QFETCH_GLOBAL(const QString, name);
    if (m_name == name.toStdString())
        return;
    m_name = name.toStdString();
    m_model = load(m_name);
}

void TestMaskedMeasures::hiddenWordsAreFilledIn()
{
    std::set<std::string> kinds;
    for (const auto& [kind, demand] : demands)
        kinds.insert(kind);
    const auto found = probe(m_model, readCases(m_name), kinds);
    for (const auto& [kind, demand] : demands) {
        QVERIFY2(found.count(kind) > 0 && found.at(kind).cases >= kCases, kind.c_str());
        QVERIFY2(found.at(kind).value() >= demand, (kind + " " + std::to_string(found.at(kind).value())).c_str());
    }
}

/// Praise and blame, half of it negated, with the sentence that follows and without it, as the last texts of cases.npz hold
/// them; and all stories whose feeling is known, most of them neither praise nor blame.
void TestMaskedMeasures::theFirstRowNamesTheFeeling()
{
    const Cases cases = readCases(m_name);
    QVERIFY(cases.stories.size() >= 1000);
    QCOMPARE(cases.feelings.size(), cases.stories.size());
    const TokenId negation = *m_model->tokenizer()->idOf("not");
    const TokenId neutral = *m_model->tokenizer()->idOf("<neutral>");
    const TokenId stop = *m_model->tokenizer()->idOf(".");
    std::map<std::string, Share> found;
    for (std::size_t story = 0; story < cases.stories.size(); ++story) {
        if (cases.feelings[story] < 0)
            continue;
        const auto& ids = cases.stories[story];
        const auto classes = textClasses(*run(m_model, ids));
        QVERIFY(classes.has_value() && classes->size() == 3);
        const int right = classes->front().id == cases.feelings[story] ? 1 : 0;
        const auto count = [&](const std::string& kind) {
            found[kind].right += right;
            ++found[kind].cases;
        };
        count("all");
        if (cases.feelings[story] == neutral)
            count("neither");
        if (story + kJudgements < cases.stories.size())
            continue;
        count(has(ids, negation) ? "judgement, negated" : "judgement, not negated");
        if (std::count(ids.begin(), ids.end(), stop) == 1)
            count("judgement alone");
    }
    QCOMPARE(found.size(), std::size_t{5});
    for (const auto& [kind, share] : found) {
        const std::string what = kind + " " + std::to_string(share.right) + " of " + std::to_string(share.cases);
        qInfo("%s", what.c_str());
        QVERIFY2(share.cases >= kCases, what.c_str());
        QVERIFY2(share.value() >= 0.98, what.c_str());
    }
}

/// What people type, through the tokenizer.
void TestMaskedMeasures::typedGapsAreFilled()
{
    struct Gap
    {
        const char* text;
        const char* right;
        std::vector<const char*> wrong;
    };
    const std::vector<Gap> gaps{
        {"The keys near the cabinet [MASK] old.", "are", {"is"}},
        {"The key near the cabinets [MASK] old.", "is", {"are"}},
        {"The boy that the girls see [MASK] the dog.", "likes", {"like"}},
        {"Near the tables, the dogs [MASK] red.", "were", {"was"}},
        {"Mary gave Tom [MASK] book.", "her", {"his", "their"}},
        {"Tom gave Mary [MASK] book.", "his", {"her", "their"}},
        {"Mary thanked Tom because [MASK] was kind.", "he", {"she", "they"}},
        {"Mary called Tom because [MASK] was lonely.", "she", {"he", "they"}},
        {"Tom said that Mary hurt [MASK].", "herself", {"himself", "themselves"}},
        {"The boy [ red ( big ) [MASK] runs.", "]", {")", "}", "\""}},
        {"The film was wonderful. Mary [MASK] it.", "loved", {"hated", "disliked", "left", "regretted"}},
        {"The film was not wonderful. Mary [MASK] it.", "hated", {"loved", "enjoyed", "liked", "recommended"}},
    };
    for (const Gap& gap : gaps) {
        const TracePtr trace = runTyped(m_model, gap.text);
        const Index row = predictedPosition(*trace, 0);
        QCOMPARE(trace->tokens(Side::Only)[static_cast<std::size_t>(row)].id, *m_model->tokenizer()->maskId());
        std::vector<TokenId> wrong;
        for (const char* piece : gap.wrong)
            wrong.push_back(*m_model->tokenizer()->idOf(piece));
        QVERIFY2(isRight(trace->view({.step = Step::Logits}), row, *m_model->tokenizer()->idOf(gap.right), wrong), gap.text);
    }
}

void TestMaskedMeasures::typedTextsHaveTheirFeeling()
{
    const std::vector<std::pair<const char*, std::string>> texts{
        {"The film was wonderful.", "<positive>"},
        {"The film was not wonderful.", "<negative>"},
        {"The soup was terrible.", "<negative>"},
        {"The soup was not terrible.", "<positive>"},
        {"The film was not boring. Mary [MASK] it.", "<positive>"},
        {"The dogs near the house run.", "<neutral>"},
    };
    for (const auto& [text, feeling] : texts) {
        const auto classes = textClasses(*runTyped(m_model, text));
        QVERIFY(classes.has_value() && !classes->empty());
        QVERIFY2(m_model->tokenizer()->piece(classes->front().id) == feeling, text);
    }
}

QTEST_APPLESS_MAIN(TestMaskedMeasures)
#include "tst_masked_measures.moc"
