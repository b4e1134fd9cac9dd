#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "ui/models/step_walk.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace hl;
using namespace hl::ui;

namespace {

TracePtr traceOf(const char* model, const char* text, std::vector<std::string> keep = {})
{
    RunRequest request;
    request.model = builtinModel(model);
    request.text = text;
    request.capture.patterns = std::move(keep);
    const auto trace = run(request);
    return trace ? *trace : nullptr;
}

/// Every place from the first to the last.
std::vector<Place> wholeWalk(const Trace& trace)
{
    std::vector<Place> places{firstStep(Place{}, trace)};
    for (;;) {
        const Place next = nextStep(places.back(), trace);
        if (next == places.back() || places.size() > 10000)
            return places;
        places.push_back(next);
    }
}

} // namespace

class TestStepWalk : public QObject
{
    Q_OBJECT

private slots:
    void walkReachesEveryStepOfOneHeadOnce_data();
    void walkReachesEveryStepOfOneHeadOnce();
    void backIsTheWayForthReversed_data() { walkReachesEveryStepOfOneHeadOnce_data(); }
    void backIsTheWayForthReversed();
    void encoderComesBeforeDecoderBeforeCross();
    void bothEndsStay();
    void stepsThatWereNotKeptArePassedOver();
    void tokensOfTheSelectionStay();
    void pipelineHasExactlyTheModelsSteps_data() { walkReachesEveryStepOfOneHeadOnce_data(); }
    void pipelineHasExactlyTheModelsSteps();
    void everyStepHasAShortName();
};

void TestStepWalk::walkReachesEveryStepOfOneHeadOnce_data()
{
    QTest::addColumn<QByteArray>("model");
    for (const auto& info : builtinModelsOfText())
        QTest::addRow("%s", info.name.data()) << QByteArray(info.name.data(), static_cast<qsizetype>(info.name.size()));
}

void TestStepWalk::walkReachesEveryStepOfOneHeadOnce()
{
    QFETCH(QByteArray, model);
    const TracePtr trace = traceOf(model.constData(), "hello world");
    QVERIFY(trace);
    std::vector<StepRef> walked;
    for (const Place& place : wholeWalk(*trace))
        walked.push_back(place.ref());
    std::vector<StepRef> expected;
    for (const StepRef& ref : stepsOf(trace->model().spec())) {
        if (ref.head <= 0)
            expected.push_back(ref);
    }
    QCOMPARE(walked.size(), expected.size());
    QVERIFY(walked == expected);
}

void TestStepWalk::backIsTheWayForthReversed()
{
    QFETCH(QByteArray, model);
    const TracePtr trace = traceOf(model.constData(), "hello world");
    const auto forth = wholeWalk(*trace);
    Place place = lastStep(Place{}, *trace);
    for (auto expected = forth.rbegin(); expected != forth.rend(); ++expected) {
        QVERIFY(place.ref() == expected->ref());
        place = previousStep(place, *trace);
    }
}

void TestStepWalk::encoderComesBeforeDecoderBeforeCross()
{
    const TracePtr trace = traceOf("toy-encoder-decoder", "I love China .");
    const auto places = wholeWalk(*trace);
    const auto at = [&](Side side, bool isCross) {
        return std::find_if(places.begin(), places.end(), [&](const Place& place) {
                   return place.side == side && place.isCross == isCross && place.step == Step::Pattern;
               }) - places.begin();
    };
    const auto end = static_cast<std::ptrdiff_t>(places.size());
    QVERIFY(at(Side::Encoder, false) < at(Side::Decoder, false));
    QVERIFY(at(Side::Decoder, false) < at(Side::Decoder, true));
    QVERIFY(at(Side::Decoder, true) < end);
}

void TestStepWalk::bothEndsStay()
{
    const TracePtr trace = traceOf("toy", "hello world");
    const Place first = firstStep(Place{}, *trace);
    const Place last = lastStep(Place{}, *trace);
    QVERIFY(first.step == Step::Tokens);
    QVERIFY(last.step == Step::Probs);
    QVERIFY(previousStep(first, *trace) == first);
    QVERIFY(nextStep(last, *trace) == last);
    const auto [index, count] = walkPosition(last, *trace);
    QCOMPARE(index, count - 1);
    QVERIFY(atWalkPosition(last, *trace, 0) == first);
}

void TestStepWalk::stepsThatWereNotKeptArePassedOver()
{
    const TracePtr trace = traceOf("toy", "hello world", {"*.q", "*.pattern"});
    Place place;
    place.step = Step::Q;
    QVERIFY(nextStep(place, *trace).step == Step::Pattern);
    place.step = Step::Scores; // itself not kept: the walk goes on from where it would be
    QVERIFY(nextStep(place, *trace).step == Step::Pattern);
    QVERIFY(previousStep(nextStep(place, *trace), *trace).step == Step::Q);
}

void TestStepWalk::tokensOfTheSelectionStay()
{
    const TracePtr trace = traceOf("toy", "the cat sat on the mat");
    Place place = clamped(Place{.step = Step::Scores, .query = 4, .key = 2}, *trace);
    place = nextStep(place, *trace);
    QVERIFY(place.step == Step::Scaled);
    QCOMPARE(place.query, Index{4});
    QCOMPARE(place.key, Index{2});
}

void TestStepWalk::pipelineHasExactlyTheModelsSteps()
{
    QFETCH(QByteArray, model);
    const TracePtr trace = traceOf(model.constData(), "hello world");
    const ModelSpec& spec = trace->model().spec();
    const Place place = clamped(Place{}, *trace);
    const auto steps = pipelineSteps(spec, place);
    QCOMPARE(std::set<Step>(steps.begin(), steps.end()).size(), steps.size());
    for (int i = 0; i < stepCount; ++i) {
        const auto step = static_cast<Step>(i);
        const bool isShown = std::find(steps.begin(), steps.end(), step) != steps.end();
        QCOMPARE(isShown, hasStep(spec, place.refOf(step)));
    }
}

void TestStepWalk::everyStepHasAShortName()
{
    for (const StepInfo& info : stepTable())
        QVERIFY2(!shortName(info.step).isEmpty(), info.name.data());
}

QTEST_APPLESS_MAIN(TestStepWalk)
#include "tst_step_walk.moc"
