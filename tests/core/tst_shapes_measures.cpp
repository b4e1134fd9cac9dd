#include "core/forward/forward.h"
#include "core/model_cases.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <span>

using namespace hl;

namespace {

constexpr Index side = 32;         // pixels
constexpr Index patchSide = 4;
constexpr Index patchColumns = side / patchSide;
constexpr Index patches = patchColumns * patchColumns;
constexpr Index quarter = patches / 4;
/// The four patches in the middle: large objects mostly cover them, so a head that always looks there is often right.
constexpr std::array<Index, 4> middle{27, 28, 35, 36};

struct Drawing
{
    MatrixOf<double> pixels; ///< [32, 32], brightness 0 ... 255
    std::vector<bool> covered; ///< which patches hold a pixel of the object
    Index label = 0;

    [[nodiscard]] bool isOffMiddle() const
    {
        return std::none_of(middle.begin(), middle.end(), [this](Index p) { return covered[static_cast<std::size_t>(p)]; });
    }
};

/// Which class is named, and where [CLS] looks: for each head its weights on the patches, which sum to 1.
struct Seen
{
    Index named = 0;
    std::map<std::string, std::vector<double>> looks;
};

std::vector<Drawing> drawingsOf(const NpyArrays& arrays)
{
    const std::vector<std::int64_t> pixels = *arrays.at("pixels").toInts();
    const std::vector<std::int64_t> covered = *arrays.at("covered").toInts();
    const std::vector<std::int64_t> labels = *arrays.at("label").toInts();
    std::vector<Drawing> drawings;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        Drawing drawing;
        drawing.label = labels[i];
        drawing.pixels.resize(side, side);
        for (Index cell = 0; cell < side * side; ++cell)
            drawing.pixels(cell / side, cell % side)
                = static_cast<double>(pixels[i * side * side + static_cast<std::size_t>(cell)]);
        for (std::size_t patch = 0; patch < patches; ++patch)
            drawing.covered.push_back(covered[i * patches + patch] != 0);
        drawings.push_back(std::move(drawing));
    }
    return drawings;
}

/// `takenOut` are heads, as their z.
Seen seen(const std::shared_ptr<const Model>& model, const MatrixOf<double>& pixels, const std::vector<StepRef>& takenOut = {})
{
    ForwardInput input;
    input.source.features = ((pixels.array() / 255.0 - 0.5) / 0.5).matrix();
    input.capture.patterns = {"logits", "*.pattern"};
    for (const StepRef& head : takenOut)
        input.changes.join(head, {head.head, 0.0});
    const auto trace = forward(model, std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    Seen out;
    const MatrixView logits = (*trace)->view({.step = Step::Logits});
    for (Index column = 1; column < logits.cols(); ++column) {
        if (logits.at(0, column) > logits.at(0, out.named))
            out.named = column;
    }
    for (const StepRef& ref : (*trace)->steps()) {
        if (ref.step != Step::Pattern)
            continue;
        const MatrixView pattern = (*trace)->view(ref);
        std::vector<double>& weights = out.looks[nameOf(ref)];
        for (Index patch = 0; patch < patches; ++patch)
            weights.push_back(pattern.at(0, 1 + patch));
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double& weight : weights)
            weight /= sum;
    }
    return out;
}

double massOn(const std::vector<double>& weights, const std::vector<bool>& covered)
{
    double mass = 0.0;
    for (std::size_t patch = 0; patch < weights.size(); ++patch)
        mass += covered[patch] ? weights[patch] : 0.0;
    return mass;
}

/// The picture with these patches filled with its median brightness, which is the ground's.
MatrixOf<double> hidden(MatrixOf<double> pixels, std::span<const Index> which)
{
    std::vector<double> sorted(pixels.data(), pixels.data() + pixels.size());
    std::nth_element(sorted.begin(), sorted.begin() + side * side / 2, sorted.end());
    for (const Index patch : which)
        pixels.block(patch / patchColumns * patchSide, patch % patchColumns * patchSide, patchSide, patchSide)
            .setConstant(sorted[side * side / 2]);
    return pixels;
}

} // namespace

/// The shipped model of pictures, measured by this program on drawings it was not trained on.
class TestShapesMeasures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void namesTheClass();
    void looksAtTheObject();
    void theCardsSayWhatIsMeasured();
    void takingOutTheBestHeadCostsWhatItsCardSays();
    void hidingWhatItLooksAtHurtsMore();

private:
    std::shared_ptr<const Model> m_model;
    nlohmann::json m_heads;    ///< cards
    nlohmann::json m_measured; ///< by the trainer
    std::vector<Drawing> m_drawings;
    std::vector<Seen> m_seen;
};

void TestShapesMeasures::initTestCase()
{
    m_model = shipped::load("shapes");
    m_heads = shipped::heads("shapes");
    for (const auto& entry : shipped::list()) {
        if (entry.at("name") == "shapes")
            m_measured = entry.at("measured");
    }
    const auto cases = readNpz(shipped::root() / "shapes" / "cases.npz");
    QVERIFY2(cases.has_value(), cases ? "" : cases.error().english().c_str());
    m_drawings = drawingsOf(*cases);
    QVERIFY(m_drawings.size() >= 1000);
    for (const Drawing& drawing : m_drawings)
        m_seen.push_back(seen(m_model, drawing.pixels));
}

void TestShapesMeasures::namesTheClass()
{
    std::size_t right = 0;
    for (std::size_t i = 0; i < m_drawings.size(); ++i)
        right += m_seen[i].named == m_drawings[i].label;
    qInfo("%zu of %zu pictures", right, m_drawings.size());
    QVERIFY(static_cast<double>(right) >= 0.90 * static_cast<double>(m_drawings.size()));
}

void TestShapesMeasures::looksAtTheObject()
{
    double share = 0.0;
    std::map<std::string, double> mass;
    const auto count = static_cast<double>(m_drawings.size());
    for (std::size_t i = 0; i < m_drawings.size(); ++i) {
        const std::vector<bool>& covered = m_drawings[i].covered;
        share += static_cast<double>(std::count(covered.begin(), covered.end(), true)) / patches / count;
        for (const auto& [name, weights] : m_seen[i].looks)
            mass[name] += massOn(weights, covered) / count;
    }
    double best = 0.0;
    for (const auto& [name, value] : mass)
        best = std::max(best, value);
    const double untrained = m_measured["object_mass_untrained"];
    qInfo("mass %.3f, share %.3f, untrained %.3f", best, share, untrained);
    QVERIFY(best >= 2.5 * share);
    QVERIFY(best >= 2.0 * untrained);
}

void TestShapesMeasures::theCardsSayWhatIsMeasured()
{
    QVERIFY(!m_heads.empty());
    for (const auto& entry : m_heads) {
        double mass = 0.0;
        int count = 0;
        for (std::size_t i = 0; i < m_drawings.size(); ++i) {
            if (!m_drawings[i].isOffMiddle())
                continue;
            const auto found = m_seen[i].looks.find(entry["step"]);
            QVERIFY(found != m_seen[i].looks.end());
            mass += massOn(found->second, m_drawings[i].covered);
            ++count;
        }
        QCOMPARE(entry["n"].get<int>(), count);
        QVERIFY(count >= 200);
        mass /= count;
        QVERIFY(std::abs(mass - entry["score"].get<double>()) < 0.01);
        for (const char* baseline : {"baseline_shift", "baseline_uniform"})
            QVERIFY(mass >= entry[baseline].get<double>() + 0.25);
    }
}

void TestShapesMeasures::takingOutTheBestHeadCostsWhatItsCardSays()
{
    const auto best = std::max_element(m_heads.begin(), m_heads.end(), [](const auto& a, const auto& b) { return a["score"] < b["score"]; });
    QVERIFY(best != m_heads.end());
    StepRef z = *parseStep((*best)["step"].get<std::string>());
    z.step = Step::Z;
    int lost = 0;
    for (std::size_t i = 0; i < m_drawings.size(); ++i)
        lost += (m_seen[i].named == m_drawings[i].label) - (seen(m_model, m_drawings[i].pixels, {z}).named == m_drawings[i].label);
    const double drop = static_cast<double>(lost) / static_cast<double>(m_drawings.size());
    QVERIFY(std::abs(drop - (*best)["ablation_drop"].get<double>()) < 0.01);
}

void TestShapesMeasures::hidingWhatItLooksAtHurtsMore()
{
    const std::string head = m_measured["object_mass_step"];
    std::mt19937 random(1);
    int rightWithoutMost = 0;
    int rightWithoutRandom = 0;
    for (std::size_t i = 0; i < 500; ++i) {
        const std::vector<double>& weights = m_seen[i].looks.at(head);
        std::vector<Index> order(patches);
        std::iota(order.begin(), order.end(), Index{0});
        std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
            return weights[static_cast<std::size_t>(a)] > weights[static_cast<std::size_t>(b)];
        });
        const Drawing& drawing = m_drawings[i];
        rightWithoutMost += seen(m_model, hidden(drawing.pixels, std::span(order).first(quarter))).named == drawing.label;
        std::shuffle(order.begin(), order.end(), random);
        rightWithoutRandom += seen(m_model, hidden(drawing.pixels, std::span(order).first(quarter))).named == drawing.label;
    }
    qInfo("right without the most attended quarter %d, without a random one %d", rightWithoutMost, rightWithoutRandom);
    QVERIFY(rightWithoutMost < 0.7 * rightWithoutRandom);
}

QTEST_APPLESS_MAIN(TestShapesMeasures)
#include "tst_shapes_measures.moc"
