// XLNet's content and query stream against plain loops in float64, on random models that went through the
// loader.
#include "core/explain/explanation.h"
#include "core/xlnet_cases.h"

#include <QTest>

#include <array>
#include <cmath>
#include <set>

using namespace hl;
using namespace xlnetCases;

Q_DECLARE_METATYPE(xlnetOracle::Shape)

class TestTwoStreams : public QObject
{
    Q_OBJECT

private slots:
    void everyStepIsThatOfTheDefinition_data()
    {
        QTest::addColumn<Shape>("shape");
        QTest::addColumn<int>("asked");
        QTest::addColumn<bool>("hasSegments");
        QTest::addColumn<bool>("hasPadding");
        const auto row = [](const char* name, const Shape& shape, Asked asked, bool hasSegments = false,
                            bool hasPadding = false) {
            QTest::newRow(name) << shape << static_cast<int>(asked) << hasSegments << hasPadding;
        };
        Shape clamped;
        clamped.clamp = 2;
        Shape uni;
        uni.isUni = true;
        Shape headless;
        headless.hasHead = false;
        Shape odd;
        odd.heads = 1;
        odd.dHead = 12;
        odd.layers = 1;
        row("nothing asked", {}, Asked::Nothing);
        row("one word, nothing hidden", {}, Asked::MaskAlone);
        row("a gap of two", {}, Asked::Gap);
        row("targets out of order", {}, Asked::Order);
        row("every token", {}, Asked::Everything);
        row("targets that see themselves", {}, Asked::Seen);
        row("hidden, but nothing asked", {}, Asked::HiddenOnly);
        row("far distances alike", clamped, Asked::Order);
        row("far distances alike, every token", clamped, Asked::Everything);
        row("one direction", uni, Asked::Gap);
        row("one direction, order", uni, Asked::Order);
        row("one direction, nothing asked", uni, Asked::Nothing);
        row("segments", {}, Asked::Order, true);
        row("segments, every token", {}, Asked::Everything, true);
        row("padding", {}, Asked::Gap, false, true);
        row("padding, order, segments", clamped, Asked::Order, true, true);
        row("padding, hidden, nothing asked", {}, Asked::HiddenOnly, true, true);
        row("no head", headless, Asked::Gap);
        row("one layer, one head", odd, Asked::Everything);
    }
    void everyStepIsThatOfTheDefinition()
    {
        QFETCH(Shape, shape);
        QFETCH(int, asked);
        QFETCH(bool, hasSegments);
        QFETCH(bool, hasPadding);
        std::array<Worst, 2> worst;
        int matrices = 0;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            std::mt19937 random(seed + 100U * static_cast<unsigned>(asked));
            const Opened opened = open(shape, random);
            const Question q = question(shape, static_cast<Asked>(asked), hasSegments, hasPadding, random);
            const auto expected = xlnetOracle::run(opened.folder, shape, q);
            for (const DType dtype : {DType::Float32, DType::Float64}) {
                const TracePtr trace = traceOf(opened.model, inputOf(*opened.model, q, dtype));
                QCOMPARE(trace->model().spec().isAsked, !q.targets.empty());
                for (const StepRef& ref : trace->steps()) {
                    if (isComparedElsewhere(ref))
                        continue;
                    const auto found = expected.find(nameOf(ref));
                    QVERIFY2(found != expected.end(), nameOf(ref).c_str());
                    const std::string wrong =
                        compare(*trace, ref, found->second, q, worst[dtype == DType::Float64 ? 1 : 0]);
                    QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
                    ++matrices;
                }
            }
        }
        qInfo("seeds 1 to 4, %d matrices; worst float32 %.2g (patterns %.2g), float64 %.2g (patterns %.2g)",
              matrices, worst[0].other, worst[0].pattern, worst[1].other, worst[1].pattern);
    }

    void everyCellIsWhatItsExplanationSays()
    {
        qint64 cells = 0;
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            std::mt19937 random(7);
            Shape shape;
            shape.layers = 2;
            shape.clamp = 3;
            const Opened opened = open(shape, random);
            const Question q = question(shape, Asked::Order, true, true, random);
            const TracePtr trace = traceOf(opened.model, inputOf(*opened.model, q, dtype));
            QVERIFY(trace->steps() == stepsOf(opened.model->spec().withAllStacks()));
            for (const StepRef& ref : trace->steps()) {
                const MatrixView view = trace->view(ref);
                for (Index row = 0; row < view.rows(); ++row) {
                    for (Index col = 0; col < view.cols(); ++col) {
                        const auto explanation = explain(*trace, ref, row, col);
                        QVERIFY2(explanation.has_value(),
                                 explanation ? "" : explanation.error().english().c_str());
                        QVERIFY2(
                            explanation->agrees(),
                            (nameOf(ref) + " " + std::to_string(row) + " " + std::to_string(col)).c_str());
                        ++cells;
                    }
                }
                for (const Invariant& invariant : checkInvariants(*trace, ref))
                    QVERIFY2(invariant.holds, (nameOf(ref) + ": " + invariant.claim.english()).c_str());
            }
        }
        qInfo("%lld cells explained", static_cast<long long>(cells));
    }

    void keysAndValuesAreTheContentStreams()
    {
        std::mt19937 random(3);
        const ModelSpec spec = open({}, random).model->spec().withAllStacks();
        std::set<std::string> earlier;
        for (const StepRef& ref : stepsOf(spec)) {
            QVERIFY2(hasStep(spec, ref), nameOf(ref).c_str());
            QVERIFY(sharedStep(ref) == ref);
            const auto parsed = parseStep(nameOf(ref));
            QVERIFY2(parsed.has_value() && *parsed == ref, nameOf(ref).c_str());
            for (const StepRef& from : inputsOf(ref, spec))
                QVERIFY2(earlier.count(nameOf(from)) == 1, (nameOf(ref) + " <- " + nameOf(from)).c_str());
            earlier.insert(nameOf(ref));
        }
        const auto from = [&](const char* name) {
            std::vector<std::string> names;
            for (const StepRef& ref : inputsOf(*parseStep(name), spec))
                names.push_back(nameOf(ref));
            return names;
        };
        QCOMPARE(from("query.blocks.1.attn.2.scores"),
                 (std::vector<std::string>{"query.blocks.1.attn.2.q_content", "blocks.1.attn.2.k"}));
        QCOMPARE(
            from("query.blocks.1.attn.2.scores_c2p"),
            (std::vector<std::string>{"query.blocks.1.attn.2.q_position", "blocks.1.attn.2.position_k"}));
        QCOMPARE(from("query.blocks.1.attn.2.z"),
                 (std::vector<std::string>{"query.blocks.1.attn.2.pattern", "blocks.1.attn.2.v"}));
        QCOMPARE(from("query.blocks.0.resid_pre"), (std::vector<std::string>{"query.embed.start"}));
        QCOMPARE(from("query.logits"), (std::vector<std::string>{"query.blocks.2.ln2.out"}));
        QVERIFY(!hasStep(spec, *parseStep("query.blocks.0.attn.0.k")));
        QVERIFY(!hasStep(spec, *parseStep("logits")));
    }

    void askingChangesNothingInTheContentStream()
    {
        std::mt19937 random(11);
        const Opened opened = open({}, random);
        Question q = question({}, Asked::Order, true, false, random);
        const TracePtr asked = traceOf(opened.model, inputOf(*opened.model, q, DType::Float32));
        q.targets.clear();
        const TracePtr unasked = traceOf(opened.model, inputOf(*opened.model, q, DType::Float32));
        int compared = 0;
        for (const StepRef& ref : unasked->steps()) {
            if (ref.step == Step::Logits || ref.step == Step::Probs)
                continue;
            QVERIFY2(isSameBits(asked->view(ref), unasked->view(ref)), nameOf(ref).c_str());
            ++compared;
        }
        QVERIFY(compared > 100);
    }

    void rowsDoNotDependOnWhatElseIsAsked()
    {
        std::mt19937 random(12);
        const Opened opened = open({}, random);
        Question q = question({}, Asked::Order, false, false, random);
        const TracePtr together = traceOf(opened.model, inputOf(*opened.model, q, DType::Float64));
        const std::vector<int> targets = q.targets;
        for (std::size_t row = 0; row < targets.size(); ++row) {
            q.targets = {targets[row]};
            const TracePtr alone = traceOf(opened.model, inputOf(*opened.model, q, DType::Float64));
            const StepRef logits{.step = Step::Logits, .side = Side::Query};
            const MatrixView one = alone->view(logits);
            for (Index col = 0; col < one.cols(); ++col)
                QVERIFY(std::abs(one.at(0, col) - together->view(logits).at(static_cast<Index>(row), col)) <=
                        1e-12);
        }
    }

    void theSameNumbersComeWhateverIsKept()
    {
        std::mt19937 random(13);
        const Opened opened = open({}, random);
        const Question q = question({}, Asked::Gap, false, false, random);
        const TracePtr all = traceOf(opened.model, inputOf(*opened.model, q, DType::Float32));
        for (const char* pattern :
             {"query.*.pattern", "query.logits", "*.z", "query.blocks.1.*", "blocks.2.attn.1.k"}) {
            ForwardInput input = inputOf(*opened.model, q, DType::Float32);
            input.capture.patterns = {pattern};
            const TracePtr some = traceOf(opened.model, std::move(input));
            QVERIFY(!some->steps().empty());
            for (const StepRef& ref : some->steps())
                QVERIFY2(isSameBits(all->view(ref), some->view(ref)), nameOf(ref).c_str());
        }
    }

    void aRowThatMaySeeNothingIsZeros()
    {
        std::mt19937 random(14);
        const Opened opened = open({}, random);
        Question q = question({}, Asked::Gap, false, false, random);
        for (auto& row : q.perm)
            std::fill(row.begin(), row.end(), 1);
        const TracePtr trace = traceOf(opened.model, inputOf(*opened.model, q, DType::Float32));
        const StepRef head{.step = Step::Pattern, .layer = 0, .head = 0, .side = Side::Query};
        QVERIFY(trace->isFullyMasked(head, 0));
        for (Index key = 0; key < trace->view(head).cols(); ++key)
            QVERIFY(trace->view(head).at(0, key) == 0.0);
        QCOMPARE(trace->nonFiniteCount(), 0);
    }
};

QTEST_APPLESS_MAIN(TestTwoStreams)
#include "tst_two_streams.moc"
