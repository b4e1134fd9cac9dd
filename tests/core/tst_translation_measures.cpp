#include "core/forward/generate.h"
#include "core/model_cases.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace hl;

namespace {

/// What people try first, as they type it, and what must be written.
using Typed = std::vector<std::pair<const char*, const char*>>;
const std::map<std::string, Typed> typedSentences{
    {"en-zh",
     {{"I love China .", "我 爱 中国 ."},
      {"I love China.", "我 爱 中国 ."},
      {"She did not buy the red flowers.", "她 没 买 红色 的 花 ."},
      {"My friend reads two books in the library every day.", "我 的 朋友 每天 在 图书馆 读 两 本 书 ."},
      {"Mary is taller than Tom.", "玛丽 比 汤姆 高 ."},
      {"Do you like music?", "你 喜欢 音乐 吗 ?"},
      {"The teacher who bought a car drinks tea.", "买 了 一 辆 汽车 的 老师 喝 茶 ."},
      {"We want to eat those apples.", "我们 想 吃 那些 苹果 ."},
      {"Anna gave the child an interesting book.", "安娜 给 了 孩子 一 本 有趣 的 书 ."},
      {"They will not work tomorrow.", "他们 明天 不 会 工作 ."},
      {"The book that John wrote is good.", "约翰 写 的 书 很 好 ."}}},
    {"en-fr",
     {{"I love France .", "J' aime la France ."},
      {"I love France.", "J' aime la France ."},
      {"She does not see the black cat.", "Elle ne voit pas le chat noir ."},
      {"I see you.", "Je vous vois ."},
      {"We want to buy a big house.", "Nous voulons acheter une grande maison ."},
      {"Do you drink coffee?", "Est-ce que vous buvez du café ?"},
      {"My friend loves cats.", "Mon ami aime les chats ."},
      {"They do not eat bread in the morning.", "Ils ne mangent pas de pain le matin ."},
      {"The queen who helps us is clever.", "La reine qui nous aide est intelligente ."},
      {"The letters that he writes are interesting.", "Les lettres qu' il écrit sont intéressantes ."},
      {"Anna can read this newspaper.", "Anna peut lire ce journal ."}}}};

/// One sentence with its translation and the gold alignment of its rows.
struct Sentence
{
    struct Link
    {
        Index row = 0; ///< of the decoder: the one that writes the word
        Index column = 0;
        bool isReordered = false; ///< it crosses the link of another word
    };
    std::vector<TokenId> source;
    std::vector<TokenId> target; ///< <s> ... </s>
    std::vector<Link> links;
};

/// How often a head looks where it should.
struct HeadScore
{
    int rows = 0;
    int hits = 0; ///< rows whose largest weight is on a word they translate
    double mass = 0.0;
    int reorderedRows = 0;
    int reorderedHits = 0;
    double reorderedMass = 0.0;
};

struct Measured
{
    int sentences = 0;
    int right = 0; ///< sentences of which every word is right
    std::map<std::string, HeadScore> heads;

    [[nodiscard]] double exactMatch() const { return static_cast<double>(right) / sentences; }
};

Tokens tokensOf(const std::vector<TokenId>& ids, std::size_t count)
{
    Tokens tokens(count);
    for (std::size_t i = 0; i < count; ++i)
        tokens[i].id = ids[i];
    return tokens;
}

std::vector<std::vector<TokenId>> rowsOf(const NpyArrays& arrays, const std::string& name)
{
    const std::vector<std::int64_t> ids = *arrays.at(name).toInts();
    const std::vector<std::int64_t> lengths = *arrays.at(name + "_length").toInts();
    const std::size_t width = ids.size() / lengths.size();
    std::vector<std::vector<TokenId>> rows;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(i * width);
        rows.emplace_back(first, first + lengths[i]);
    }
    return rows;
}

std::vector<Sentence> sentencesOf(const NpyArrays& arrays, const std::string& set)
{
    std::vector<Sentence> sentences;
    const auto sources = rowsOf(arrays, set + ".source");
    const auto targets = rowsOf(arrays, set + ".target");
    for (std::size_t i = 0; i < sources.size(); ++i)
        sentences.push_back({sources[i], targets[i], {}});
    const std::vector<std::int64_t> links = *arrays.at(set + ".links").toInts();
    for (std::size_t i = 0; i + 3 < links.size(); i += 4)
        sentences[static_cast<std::size_t>(links[i])].links.push_back({links[i + 1], links[i + 2], links[i + 3] != 0});
    return sentences;
}

void addRows(HeadScore& score, const MatrixView& pattern, const Sentence& sentence)
{
    std::map<Index, std::vector<Sentence::Link>> byRow;
    for (const Sentence::Link& link : sentence.links)
        byRow[link.row].push_back(link);
    for (const auto& [row, links] : byRow) {
        Index best = 0;
        for (Index column = 1; column < pattern.cols(); ++column) {
            if (pattern.at(row, column) > pattern.at(row, best))
                best = column;
        }
        double mass = 0.0;
        bool isHit = false;
        for (const Sentence::Link& link : links) {
            mass += pattern.at(row, link.column);
            isHit = isHit || link.column == best;
        }
        ++score.rows;
        score.hits += isHit;
        score.mass += mass;
        if (links.front().isReordered) {
            ++score.reorderedRows;
            score.reorderedHits += isHit;
            score.reorderedMass += mass;
        }
    }
}

/// True if each row, given the right words before it, writes the right next one. Then, and only then, the model left to
/// itself writes the whole sentence.
bool isRight(const MatrixView& logits, const std::vector<TokenId>& target)
{
    for (Index row = 0; row < logits.rows(); ++row) {
        Index best = 0;
        for (Index column = 1; column < logits.cols(); ++column) {
            if (logits.at(row, column) > logits.at(row, best))
                best = column;
        }
        if (best != target[static_cast<std::size_t>(row) + 1])
            return false;
    }
    return true;
}

/// Runs every sentence; `takenOut` are heads, as their z.
Measured measure(const std::shared_ptr<const Model>& model, const std::vector<Sentence>& sentences,
                 const std::vector<StepRef>& takenOut = {})
{
    Measured measured;
    for (const Sentence& sentence : sentences) {
        ForwardInput input;
        input.source.tokens = tokensOf(sentence.source, sentence.source.size());
        input.target.tokens = tokensOf(sentence.target, sentence.target.size() - 1);
        input.capture.patterns = {"decoder.logits", "*.cross.*.pattern"};
        for (const StepRef& head : takenOut)
            input.changes.join(head, {head.head, 0.0});
        const auto trace = forward(model, std::move(input));
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        ++measured.sentences;
        measured.right += isRight((*trace)->view({.step = Step::Logits, .side = Side::Decoder}), sentence.target);
        for (const StepRef& ref : (*trace)->steps()) {
            if (ref.step == Step::Pattern)
                addRows(measured.heads[nameOf(ref)], (*trace)->view(ref), sentence);
        }
    }
    return measured;
}

} // namespace

/// The shipped translators, measured by this program on newly drawn sentences, half of them of combinations never seen.
class TestTranslationMeasures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void newCombinationsAreTranslated();
    void seenCombinationsAreTranslated();
    void aHeadAligns();
    void theCardSaysWhatIsMeasured();
    void takingOutAHeadCostsWhatItsCardSays();
    void generationWritesWhatTheRowsPredict();
    void typedSentencesAreTranslated();

private:
    const Measured& heldOut();

    std::string m_name;
    std::shared_ptr<const Model> m_model;
    NpyArrays m_cases;
    std::map<std::string, Measured> m_heldOut;
};

void TestTranslationMeasures::initTestCase_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isTaught");
    for (const auto& entry : shipped::list()) {
        const std::string name = entry.at("name");
        if (name.starts_with("en-"))
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << name.ends_with("taught");
    }
}

void TestTranslationMeasures::init()
{
    QFETCH_GLOBAL(QString, name);
    m_name = name.toStdString();
    m_model = shipped::load(m_name);
    const auto cases = readNpz(shipped::root() / m_name / "cases.npz");
    QVERIFY2(cases.has_value(), cases ? "" : cases.error().english().c_str());
    m_cases = *cases;
}

const Measured& TestTranslationMeasures::heldOut()
{
    const auto known = m_heldOut.find(m_name);
    if (known != m_heldOut.end())
        return known->second;
    return m_heldOut.emplace(m_name, measure(m_model, sentencesOf(m_cases, "held_out"))).first->second;
}

void TestTranslationMeasures::newCombinationsAreTranslated()
{
    const Measured& measured = heldOut();
    QVERIFY(measured.sentences >= 1000);
    qInfo("%d of %d sentences", measured.right, measured.sentences);
    QVERIFY(measured.exactMatch() >= 0.97);
}

void TestTranslationMeasures::seenCombinationsAreTranslated()
{
    const Measured measured = measure(m_model, sentencesOf(m_cases, "same"));
    QVERIFY(measured.sentences >= 1000);
    qInfo("%d of %d sentences", measured.right, measured.sentences);
    QVERIFY(measured.exactMatch() >= 0.99);
}

void TestTranslationMeasures::aHeadAligns()
{
    QFETCH_GLOBAL(bool, isTaught);
    double best = 0.0;
    double bestReordered = 0.0;
    for (const auto& [name, head] : heldOut().heads) {
        QVERIFY(head.rows >= 1000);
        QVERIFY(head.reorderedRows >= 200);
        best = std::max(best, static_cast<double>(head.hits) / head.rows);
        bestReordered = std::max(bestReordered, static_cast<double>(head.reorderedHits) / head.reorderedRows);
    }
    qInfo("alignment %.3f, of words that change their order %.3f", best, bestReordered);
    QVERIFY(best >= (isTaught ? 0.97 : 0.80));
    QVERIFY(bestReordered >= (isTaught ? 0.95 : 0.75));
}

void TestTranslationMeasures::theCardSaysWhatIsMeasured()
{
    const nlohmann::json heads = shipped::heads(m_name);
    QVERIFY(!heads.empty());
    for (const auto& entry : heads) {
        const std::string role = entry["role"];
        const auto found = heldOut().heads.find(entry["step"]);
        QVERIFY(found != heldOut().heads.end());
        const HeadScore& head = found->second;
        const bool isOfReordered = role == "alignment_reordered";
        const double mass = isOfReordered ? head.reorderedMass / head.reorderedRows : head.mass / head.rows;
        QVERIFY2(std::abs(mass - entry["score"].get<double>()) < 0.01, found->first.c_str());
        QCOMPARE(entry["n"].get<int>(), isOfReordered ? head.reorderedRows : head.rows);
        for (const char* baseline : {"baseline_shift", "baseline_uniform", "baseline_diagonal"})
            QVERIFY(mass >= entry[baseline].get<double>() + 0.25);
    }
}

void TestTranslationMeasures::takingOutAHeadCostsWhatItsCardSays()
{
    auto heads = shipped::heads(m_name).get<std::vector<nlohmann::json>>();
    std::sort(heads.begin(), heads.end(), [](const auto& a, const auto& b) { return a["score"] > b["score"]; });
    heads.resize(std::min<std::size_t>(heads.size(), 2));
    for (const auto& entry : heads) {
        StepRef z = *parseStep(entry["step"].get<std::string>());
        z.step = Step::Z;
        const Measured without = measure(m_model, sentencesOf(m_cases, "held_out"), {z});
        QVERIFY(std::abs(heldOut().exactMatch() - without.exactMatch() - entry["ablation_drop"].get<double>()) < 0.01);
    }
}

void TestTranslationMeasures::generationWritesWhatTheRowsPredict()
{
    std::vector<Sentence> sentences = sentencesOf(m_cases, "held_out");
    sentences.resize(40);
    for (const Sentence& sentence : sentences) {
        ForwardInput input;
        input.source.tokens = tokensOf(sentence.source, sentence.source.size());
        input.target.tokens = tokensOf(sentence.target, 1);
        const auto generated = generate(m_model, std::move(input), {.maxTokens = 40});
        QVERIFY2(generated.has_value(), generated ? "" : generated.error().english().c_str());
        std::vector<TokenId> written{sentence.target.front()};
        for (const GeneratedToken& token : generated->tokens)
            written.push_back(token.id);
        if (generated->end == GenerateEnd::EndToken)
            written.push_back(sentence.target.back());
        const Measured one = measure(m_model, {sentence});
        QCOMPARE(written == sentence.target, one.right == 1);
    }
}

void TestTranslationMeasures::typedSentencesAreTranslated()
{
    for (const auto& [english, expected] : typedSentences.at(m_name.substr(0, 5))) {
        const auto input = generationInput(*m_model, english);
        QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
        const auto generated = generate(m_model, *input, {.maxTokens = 40});
        QVERIFY2(generated.has_value(), generated ? "" : generated.error().english().c_str());
        std::string written;
        for (const GeneratedToken& token : generated->tokens)
            written += (written.empty() ? "" : " ") + m_model->tokenizer()->piece(token.id);
        QCOMPARE(QString::fromStdString(written), QString::fromUtf8(expected));
        // What was written can be typed: the same pieces come out.
        std::vector<TokenId> ids;
        for (const GeneratedToken& token : generated->tokens)
            ids.push_back(token.id);
        std::vector<TokenId> typed;
        for (const Token& token : m_model->tokenizer()->encode(m_model->tokenizer()->decode(ids)))
            typed.push_back(token.id);
        QVERIFY2(typed == ids, written.c_str());
    }
}

QTEST_APPLESS_MAIN(TestTranslationMeasures)
#include "tst_translation_measures.moc"
