// What families have beyond the first ones, on random small models of each kind: every step comes after what it is made from,
// every cell of every step is what its explanation says, and the invariants hold. Whether the numbers are those of the
// published models is what tst_golden_models tells.
#include "core/attention/relative.h"
#include "core/explain/explanation.h"
#include "core/math/ops.h"
#include "core/random_model.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace hl;

class TestFamilySteps : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<const Model> modelOf(randomModel::Random& random, int kind)
    {
        const ModelSpec spec = randomModel::familySpec(random, kind);
        auto made = Model::make(spec, randomModel::weights(random, spec), nullptr);
        if (!made)
            qFatal("kind %d: %s\n%s", kind, made.error().english().c_str(), randomModel::describe(spec).c_str());
        return *made;
    }

private slots:
    void everyCellIsWhatItsExplanationSays_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < randomModel::familyKinds; ++kind)
            QTest::addRow("kind %d", kind) << kind;
    }
    void everyCellIsWhatItsExplanationSays()
    {
        QFETCH(int, kind);
        qint64 cells = 0;
        for (unsigned i = 0; i < 12; ++i) {
            randomModel::Random random(77U + 100U * static_cast<unsigned>(kind) + i);
            const auto model = modelOf(random, kind);
            ForwardInput input = randomModel::input(random, *model);
            input.dtype = i % 2 == 0 ? DType::Float32 : DType::Float64;
            const auto trace = forward(model, input);
            QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
            QVERIFY((*trace)->steps() == stepsOf(model->spec()));
            for (const StepRef& ref : (*trace)->steps()) {
                const MatrixView view = (*trace)->view(ref);
                for (Index row = 0; row < view.rows(); ++row) {
                    for (Index col = 0; col < view.cols(); ++col) {
                        const auto explanation = explain(**trace, ref, row, col);
                        QVERIFY2(explanation.has_value(), explanation ? "" : explanation.error().english().c_str());
                        if (!explanation->agrees())
                            QFAIL(qPrintable(QStringLiteral("model %1, %2 (%3,%4): explained %5, traced %6, bound %7")
                                                 .arg(i).arg(QString::fromStdString(nameOf(ref))).arg(row).arg(col)
                                                 .arg(explanation->result, 0, 'g', 17).arg(explanation->traced, 0, 'g', 17)
                                                 .arg(explanation->bound)));
                        ++cells;
                    }
                }
                for (const Invariant& invariant : checkInvariants(**trace, ref))
                    QVERIFY2(invariant.holds, (nameOf(ref) + ": " + invariant.claim.english()).c_str());
            }
        }
        qInfo("%lld cells explained", static_cast<long long>(cells));
    }

    void inputsOfEveryStepComeEarlier()
    {
        for (int kind = 0; kind < randomModel::familyKinds; ++kind) {
            for (unsigned i = 0; i < 20; ++i) {
                randomModel::Random random(5U + 100U * static_cast<unsigned>(kind) + i);
                const ModelSpec spec = randomModel::familySpec(random, kind);
                std::set<std::string> earlier;
                for (const StepRef& ref : stepsOf(spec)) {
                    QVERIFY2(hasStep(spec, ref), nameOf(ref).c_str());
                    for (const StepRef& from : inputsOf(ref, spec))
                        QVERIFY2(earlier.count(nameOf(from)) == 1, (nameOf(ref) + " <- " + nameOf(from)).c_str());
                    QVERIFY2(earlier.insert(nameOf(ref)).second, nameOf(ref).c_str());
                    QVERIFY(*parseStep(nameOf(ref)) == ref);
                }
            }
        }
    }

    void neighbouringHeadsReadTheSameKeys()
    {
        randomModel::Random random(3);
        ModelSpec spec = randomModel::familySpec(random, 0);
        StackSpec& stack = spec.decoder ? *spec.decoder : *spec.encoder;
        stack.attention.kvHeads = 2;
        stack.attention.heads = 4;
        const auto model = Model::make(spec, randomModel::weights(random, spec), nullptr);
        QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
        const auto trace = forward(*model, randomModel::input(random, **model));
        QVERIFY(trace.has_value());
        for (const Step step : {Step::K, Step::V, Step::KRot}) {
            const auto view = [&](int head) { return (*trace)->view({step, 0, head}); };
            QVERIFY(view(0).isSameAs(view(1)));
            QVERIFY(view(2).isSameAs(view(3)));
            QVERIFY(!view(1).isSameAs(view(2)));
        }
    }

    void distancesBeyondTheTableTakeItsLastRow()
    {
        const RelativeSpec near{.kind = RelativeKind::Disentangled, .span = 3};
        const RelativeRows rows(near, 6, 6);
        QCOMPARE(rows.count(), Index{6});
        QCOMPARE(rows.rowOf(0, 0), Index{3});
        QCOMPARE(rows.rowOf(5, 0), Index{5}); // distance 5 as 2
        QCOMPARE(rows.rowOf(0, 5), Index{0}); // distance −5 as −3
        // Published examples: 8 buckets, longest 32: 4 exact, then the logarithm.
        QCOMPARE(debertaBucket(3, 8, 32), 3);
        QCOMPARE(debertaBucket(4, 8, 32), 4);
        QCOMPARE(debertaBucket(5, 8, 32), 5);
        QCOMPARE(debertaBucket(-31, 8, 32), -7);
    }

    void wordsOfAGroupShareTheGroupsProbability()
    {
        // Two frequent words and one group of two, whose own score is the last: e^0 each, so 1/3 for the group.
        MatrixOf<double> scores(1, 5);
        scores << 0.0, 0.0, 0.0, std::log(3.0), 0.0;
        MatrixOf<double> out(1, 4);
        adaptiveLogProbabilities<double>(scores, {2}, out);
        const double expected[] = {1.0 / 3.0, 1.0 / 3.0, 1.0 / 12.0, 1.0 / 4.0};
        for (Index word = 0; word < 4; ++word)
            QVERIFY(std::abs(std::exp(out(0, word)) - expected[word]) <= 1e-15);
    }
};

QTEST_APPLESS_MAIN(TestFamilySteps)
#include "tst_family_steps.moc"
