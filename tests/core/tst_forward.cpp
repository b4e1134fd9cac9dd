// The forward pass against a second one written in plain loops (oracle.h), on random small models of every kind; and what a
// run promises beside its numbers: the same bits twice, nothing when stopped, exactly the steps asked for.
#include "core/base/spare_memory.h"
#include "core/explain/explanation.h"
#include "core/forward/forward.h"
#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/oracle.h"
#include "core/random_model.h"
#include "core/run/run_request.h"

#include <QTest>

#include <chrono>
#include <cmath>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>
#include <thread>

using namespace hl;
using randomModel::between;

// A trace's room is the only memory that is asked for with an alignment: counted here, so that its peak can be told.
namespace {
std::size_t roomNow = 0;
std::size_t roomPeak = 0;
} // namespace

void* operator new(std::size_t size, std::align_val_t alignment)
{
    const auto align = static_cast<std::size_t>(alignment);
    void* memory = std::aligned_alloc(align, (size + 2 * align - 1) / align * align); // the size is kept in front
    if (memory == nullptr)
        throw std::bad_alloc();
    std::memcpy(memory, &size, sizeof size);
    roomNow += size;
    roomPeak = std::max(roomPeak, roomNow);
    return static_cast<char*>(memory) + align;
}

void operator delete(void* memory, std::align_val_t alignment) noexcept
{
    if (memory == nullptr)
        return;
    char* start = static_cast<char*>(memory) - static_cast<std::size_t>(alignment);
    std::size_t size = 0;
    std::memcpy(&size, start, sizeof size);
    roomNow -= size;
    std::free(start);
}

void operator delete(void* memory, std::size_t, std::align_val_t alignment) noexcept
{
    operator delete(memory, alignment);
}

namespace {

/// Largest |actual − expected|, relative to the largest number of the run so far, which `size` remembers: rounding of large
/// numbers reaches small ones through scores and exp. Infinite where one is −∞ and the other is not.
double departure(const MatrixView& actual, const oracle::Rows& expected, double& size)
{
    if (actual.rows() != static_cast<Index>(expected.size())
        || (!expected.empty() && actual.cols() != static_cast<Index>(expected[0].size())))
        return INFINITY;
    double largest = 0.0;
    for (Index i = 0; i < actual.rows(); ++i) {
        for (Index j = 0; j < actual.cols(); ++j) {
            const double e = expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
            const double a = actual.at(i, j);
            if (a == e && !std::isfinite(e))
                continue;
            if (!std::isfinite(e) || !std::isfinite(a))
                return INFINITY;
            size = std::max(size, std::abs(e));
            largest = std::max(largest, std::abs(a - e));
        }
    }
    return largest / size;
}

std::string bytesOf(const MatrixView& view)
{
    std::string bytes;
    for (Index i = 0; i < view.rows(); ++i) {
        for (Index j = 0; j < view.cols(); ++j) {
            const double value = view.at(i, j);
            char raw[sizeof value];
            std::memcpy(raw, &value, sizeof value);
            bytes.append(raw, sizeof value);
        }
    }
    return bytes;
}

TracePtr runOf(const std::shared_ptr<const Model>& model, ForwardInput input)
{
    auto trace = forward(model, std::move(input));
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

RunRequest toyRequest()
{
    RunRequest request;
    request.model = builtinModel("toy");
    request.text = "The animal didn't cross the street because it was too tired.";
    return request;
}

TracePtr traceOf(const RunRequest& request)
{
    auto trace = run(request);
    if (!trace)
        qFatal("%s", trace.error().english().c_str());
    return *trace;
}

} // namespace

class TestForward : public QObject
{
    Q_OBJECT

private:
    unsigned m_seed = 0;

private slots:
    void initTestCase()
    {
        m_seed = qEnvironmentVariableIsSet("HEADLIGHT_SEED") ? static_cast<unsigned>(qEnvironmentVariableIntValue("HEADLIGHT_SEED"))
                                                             : 20240607U;
        qInfo("HEADLIGHT_SEED=%u", m_seed);
    }

    void everyStepIsWhatTheOracleComputes()
    {
        constexpr int models = 300;
        std::set<int> kinds, norms, activations, positions;
        double worstDouble = 0.0;
        double worstFloat = 0.0;
        for (int i = 0; i < models; ++i) {
            randomModel::Random random(m_seed + static_cast<unsigned>(i));
            const auto model = randomModel::model(random);
            ForwardInput input = randomModel::input(random, *model);
            const ModelSpec& spec = model->spec();
            for (const Side side : spec.sides()) {
                const StackSpec& s = spec.stack(side);
                norms.insert(static_cast<int>(s.norm) * 2 + static_cast<int>(s.placement));
                activations.insert(s.mlp.dMlp > 0 ? static_cast<int>(s.mlp.activation) * 2 + s.mlp.isGated : -1);
                positions.insert(static_cast<int>(s.positions.kind));
            }
            kinds.insert(spec.isEncoderDecoder() ? 2 : spec.decoder ? 1 : 0);
            const auto expected = oracle::run(*model, input);
            const std::string about = "model " + std::to_string(i) + ": " + randomModel::describe(spec);
            for (const DType dtype : {DType::Float64, DType::Float32}) {
                input.dtype = dtype;
                const TracePtr trace = runOf(model, input);
                QVERIFY2(trace->steps().size() == expected.size(), about.c_str());
                for (const Side side : spec.sides()) {
                    const StepRef tokens{.step = Step::Tokens, .side = side};
                    double one = 1.0;
                    QVERIFY(departure(trace->view(tokens), expected.at(nameOf(tokens)), one) == 0.0);
                }
                QVERIFY2(trace->steps() == stepsOf(spec), about.c_str());
                QVERIFY2(trace->nonFiniteCount() == 0, about.c_str());
                double size = 1.0;
                for (const StepRef& ref : trace->steps()) { // in order: the first that departs is named
                    if (ref.step == Step::Tokens)
                        continue; // ids are names, not sizes: compared below
                    const auto found = expected.find(nameOf(ref));
                    QVERIFY2(found != expected.end(), (nameOf(ref) + ", " + about).c_str());
                    const double off = departure(trace->view(ref), found->second, size);
                    const bool isDouble = dtype == DType::Float64;
                    if (!(off <= (isDouble ? 1e-12 : 1e-4)))
                        QFAIL((nameOf(ref) + (isDouble ? " float64" : " float32") + " departs by " + std::to_string(off) + ", " + about).c_str());
                    (isDouble ? worstDouble : worstFloat) = std::max(isDouble ? worstDouble : worstFloat, off);
                }
            }
        }
        // Enough draws that nothing was left out.
        QCOMPARE(kinds.size(), std::size_t{3});
        QCOMPARE(norms.size(), std::size_t{6});
        QCOMPARE(activations.size(), std::size_t{15});
        QCOMPARE(positions.size(), std::size_t{6});
        qInfo("largest departure: float64 %.2g, float32 %.2g", worstDouble, worstFloat);
    }

    void everyStepIsWithinItsBoundAndItsInvariantsHold()
    {
        for (int i = 0; i < 200; ++i) {
            randomModel::Random random(m_seed + 10000U + static_cast<unsigned>(i));
            const auto model = randomModel::model(random);
            ForwardInput input = randomModel::input(random, *model);
            input.dtype = i % 2 == 0 ? DType::Float32 : DType::Float64;
            const TracePtr trace = runOf(model, input);
            for (const StepRef& ref : trace->steps()) {
                const MatrixView view = trace->view(ref);
                for (int draw = 0; draw < 4; ++draw) {
                    const Index row = between(random, 0, static_cast<int>(view.rows()) - 1);
                    const Index col = between(random, 0, static_cast<int>(view.cols()) - 1);
                    const auto explanation = explain(*trace, ref, row, col);
                    QVERIFY2(explanation.has_value(), nameOf(ref).c_str());
                    if (!explanation->agrees())
                        QFAIL(qPrintable(QStringLiteral("model %1, %2 (%3, %4): explained %5, traced %6, bound %7")
                                             .arg(i).arg(QString::fromStdString(nameOf(ref))).arg(row).arg(col)
                                             .arg(explanation->result, 0, 'g', 17).arg(explanation->traced, 0, 'g', 17)
                                             .arg(explanation->bound)));
                }
                for (const Invariant& invariant : checkInvariants(*trace, ref))
                    QVERIFY2(invariant.holds, (nameOf(ref) + ": " + invariant.claim.english() + ", model " + std::to_string(i)).c_str());
            }
        }
    }

    void inputsOfEveryStepExistAndComeEarlier()
    {
        for (int i = 0; i < 300; ++i) {
            randomModel::Random random(m_seed + static_cast<unsigned>(i));
            const ModelSpec spec = randomModel::spec(random);
            std::set<std::string> earlier;
            for (const StepRef& ref : stepsOf(spec)) {
                QVERIFY2(hasStep(spec, ref), nameOf(ref).c_str());
                for (const StepRef& input : inputsOf(ref, spec))
                    QVERIFY2(earlier.count(nameOf(input)) == 1, (nameOf(ref) + " <- " + nameOf(input) + ", " + randomModel::describe(spec)).c_str());
                QVERIFY2(earlier.insert(nameOf(ref)).second, nameOf(ref).c_str());
                QVERIFY(*parseStep(nameOf(ref)) == ref);
            }
        }
    }

    void theSameInputGivesTheSameBits()
    {
        for (int i = 0; i < 20; ++i) {
            randomModel::Random random(m_seed + 20000U + static_cast<unsigned>(i));
            const auto model = randomModel::model(random);
            const ForwardInput input = randomModel::input(random, *model);
            const TracePtr first = runOf(model, input);
            const TracePtr second = runOf(model, input);
            for (const StepRef& ref : first->steps())
                QVERIFY2(bytesOf(first->view(ref)) == bytesOf(second->view(ref)), nameOf(ref).c_str());
        }
    }

    void theTextsEndDoesNotReachItsBeginningUnderACausalMask()
    {
        RunRequest request = toyRequest();
        request.text = "the cat sat on the mat";
        const TracePtr longer = traceOf(request);
        request.text = "the cat sat on the dog";
        const TracePtr other = traceOf(request);
        const StepRef logits{.step = Step::Logits};
        for (Index j = 0; j < longer->view(logits).cols(); ++j) {
            for (Index i = 0; i < 5; ++i)
                QVERIFY(longer->view(logits).at(i, j) == other->view(logits).at(i, j));
        }
        QVERIFY(bytesOf(longer->view(logits)) != bytesOf(other->view(logits)));
    }

    void aNanBeyondTheMaskIsNotSeen()
    {
        const auto toy = builtinModel("toy");
        ForwardInput input;
        for (const char* word : {"the", "cat", "sat"}) {
            Token token;
            token.id = *toy->tokenizer()->idOf(word);
            input.source.tokens.push_back(token);
        }
        const auto table = toy->weights().sourceEmbedding.as<float>();
        MatrixOf<double> rows(3, toy->spec().dModel);
        for (Index i = 0; i < 3; ++i)
            rows.row(i) = table.row(input.source.tokens[static_cast<std::size_t>(i)].id).cast<double>();
        input.source.embeddings = rows;
        const TracePtr clean = runOf(toy, input);
        rows(2, 1) = std::nan("");
        input.source.embeddings = rows;
        const TracePtr trace = runOf(toy, input);
        QVERIFY(trace->nonFiniteCount() > 0);
        for (const StepRef& ref : clean->steps()) {
            if (ref.layer != 0 || ref.step != Step::Pattern)
                continue;
            const MatrixView before = clean->view(ref);
            const MatrixView after = trace->view(ref);
            for (Index j = 0; j < 3; ++j) {
                QVERIFY(after.at(0, j) == before.at(0, j) && after.at(1, j) == before.at(1, j));
                QVERIFY(std::isnan(after.at(2, j)));
            }
        }
    }

    void masksCanBeChosen()
    {
        RunRequest request = toyRequest();
        request.text = "the cat sat";
        const StepRef pattern{Step::Pattern, 1, 1, Side::Only, false};
        const auto allowed = [&](const TracePtr& trace) {
            std::string cells;
            for (Index i = 0; i < 3; ++i) {
                for (Index j = 0; j < 3; ++j)
                    cells += trace->view(pattern).at(i, j) == 0.0 ? '0' : '1';
            }
            return cells;
        };
        QCOMPARE(allowed(traceOf(request)), std::string("100110111"));
        request.mask.mode = MaskMode::None;
        QCOMPARE(allowed(traceOf(request)), std::string("111111111"));
        request.mask.mode = MaskMode::Causal;
        QCOMPARE(allowed(traceOf(request)), std::string("100110111"));
        request.mask.mode = MaskMode::None;
        request.mask.custom = booleanMask(3, 3, {1, 0, 1, 0, 0, 0, 0, 1, 0});
        const TracePtr trace = traceOf(request);
        QCOMPARE(allowed(trace), std::string("101000010"));
        QVERIFY(!trace->isFullyMasked(pattern, 0));
        QVERIFY(trace->isFullyMasked(pattern, 1));
        QVERIFY(!trace->isFullyMasked(pattern, 3) && !trace->isFullyMasked(pattern, -1));
        QCOMPARE(trace->nonFiniteCount(), std::int64_t{0});
        for (Index c = 0; c < 4; ++c)
            QVERIFY(trace->view({Step::Z, 1, 1, Side::Only, false}).at(1, c) == 0.0);
        request.mask.custom = MaskMatrix::Zero(2, 3);
        const auto refused = run(request);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::BadInput);
        QCOMPARE(refused.error().english(), std::string("The mask is 2 × 3, but the text has 3 tokens."));
    }

    void anAdditiveMaskShiftsScores()
    {
        RunRequest request = toyRequest();
        request.text = "the cat";
        request.mask.mode = MaskMode::None;
        const StepRef pattern{Step::Pattern, 0, 0, Side::Only, false};
        const TracePtr plain = traceOf(request);
        MaskMatrix mask = MaskMatrix::Zero(2, 2);
        mask(0, 1) = std::log(2.0); // doubles the odds
        request.mask.custom = mask;
        request.dtype = DType::Float64;
        const TracePtr shifted = traceOf(request);
        const double odds = plain->view(pattern).at(0, 1) / plain->view(pattern).at(0, 0);
        const double doubled = shifted->view(pattern).at(0, 1) / shifted->view(pattern).at(0, 0);
        QVERIFY(std::abs(doubled / odds - 2.0) < 1e-5);
    }

    void aStoppedRunGivesNothingElse()
    {
        std::stop_source source;
        source.request_stop();
        for (const BuiltinInfo& info : builtinModelsOfText()) {
            RunRequest request;
            request.model = builtinModel(info.name);
            request.text = info.sample;
            const auto trace = run(request, source.get_token());
            QVERIFY(!trace.has_value());
            QCOMPARE(trace.error().code, ErrorCode::Cancelled);
        }
    }

    void aRunStoppedAtAnyMomentIsWholeOrNothing()
    {
        RunRequest request = toyRequest();
        for (int i = 0; i < 5; ++i)
            request.text += " " + request.text.substr(0, 60);
        const TracePtr whole = traceOf(request);
        const StepRef probs{.step = Step::Probs};
        const std::string expected = bytesOf(whole->view(probs));
        int stopped = 0;
        for (int i = 0; i < 150; ++i) {
            std::stop_source source;
            std::jthread killer([&source, i] {
                std::this_thread::sleep_for(std::chrono::microseconds(i * 5));
                source.request_stop();
            });
            const auto trace = run(request, source.get_token());
            if (trace.has_value()) {
                QVERIFY((*trace)->steps() == whole->steps());
                QVERIFY(bytesOf((*trace)->view(probs)) == expected);
            } else {
                QCOMPARE(trace.error().code, ErrorCode::Cancelled);
                ++stopped;
            }
        }
        qInfo("%d of 150 runs were stopped in time", stopped);
    }

    void capturePatternsKeepExactlyThose_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QList<QByteArray>>("patterns");
        const auto row = [](const char* name, const char* model, QList<QByteArray> patterns) {
            QTest::newRow(name) << QByteArray(model) << patterns;
        };
        row("one pattern of one head", "toy", {"blocks.0.attn.1.pattern"});
        row("all patterns", "toy", {"*.pattern"});
        row("a copy without its original", "toy", {"blocks.*.resid_pre"});
        row("concat without z", "toy", {"*.concat"});
        row("one z and concat", "toy", {"*.concat", "blocks.1.attn.1.z"});
        row("one mask of the last layer", "toy", {"blocks.1.attn.1.mask"});
        row("all masks", "toy", {"*.mask"});
        row("nothing", "toy", {"no such step"});
        row("logits", "toy", {"logits", "probs"});
        row("all", "toy", {"*"});
        row("cross", "toy-encoder-decoder", {"decoder.*.cross.*"});
        row("encoder", "toy-encoder-decoder", {"encoder.*"});
        row("constructed", "constructed", {"blocks.0.attn.3.*", "embed.*"});
    }
    void capturePatternsKeepExactlyThose()
    {
        QFETCH(QByteArray, model);
        QFETCH(QList<QByteArray>, patterns);
        RunRequest request;
        request.model = builtinModel(model.constData());
        request.text = "the cat saw the dog";
        const TracePtr full = traceOf(request);
        for (const QByteArray& pattern : patterns)
            request.capture.patterns.push_back(pattern.toStdString());
        const TracePtr kept = traceOf(request);
        std::vector<StepRef> expected;
        for (const StepRef& ref : full->steps()) {
            bool isWanted = false;
            for (const QByteArray& pattern : patterns)
                isWanted = isWanted || matchesPattern(nameOf(ref), pattern.constData());
            if (isWanted)
                expected.push_back(ref);
            else
                QVERIFY2(kept->view(ref).isNull(), nameOf(ref).c_str());
        }
        QVERIFY(kept->steps() == expected);
        for (const StepRef& ref : kept->steps())
            QVERIFY2(bytesOf(kept->view(ref)) == bytesOf(full->view(ref)), nameOf(ref).c_str());
        QVERIFY(kept->bytes() <= full->bytes());
        QVERIFY(kept->notes().empty());
    }

    void theByteBudgetIsKeptAndSaid()
    {
        for (const char* name : {"toy", "toy-encoder-decoder", "constructed"}) {
            RunRequest request;
            request.model = builtinModel(name);
            request.text = "the cat saw the dog and the dog saw the cat";
            const TracePtr full = traceOf(request);
            QVERIFY(full->notes().empty());
            std::size_t fewest = full->steps().size();
            bool wasCut = false;
            for (std::uint64_t budget = full->bytes(); budget > full->bytes() / 8; budget -= full->bytes() / 40) {
                request.capture.maxBytes = budget;
                const TracePtr trace = traceOf(request);
                QVERIFY2(trace->steps().size() <= fewest, "a smaller budget keeps no more");
                fewest = trace->steps().size();
                const bool isCut = trace->steps().size() < full->steps().size();
                QCOMPARE(!trace->notes().empty(), isCut);
                wasCut = wasCut || isCut;
                for (const StepRef& ref : full->steps()) {
                    const MatrixView view = trace->view(ref);
                    if (view)
                        QVERIFY2(bytesOf(view) == bytesOf(full->view(ref)), nameOf(ref).c_str());
                    else
                        QVERIFY2(trace->notes().front().english().find(std::string(infoOf(ref.step).name)) != std::string::npos, nameOf(ref).c_str());
                }
                // What cannot be left out (embeddings, row sums) may exceed a very small budget.
                if (!trace->view(StepRef{Step::Pattern, 0, 0, request.model->spec().outputSide(), false}))
                    break;
                QVERIFY2(trace->bytes() <= budget, qPrintable(QStringLiteral("%1: %2 > %3").arg(QLatin1String(name)).arg(trace->bytes()).arg(budget)));
            }
            QVERIFY(wasCut);
        }
    }

    void theBytesOfATraceAreWhatItsBuffersHold()
    {
        // Each number once: copies (resid_pre), joined heads (concat) and the mask's many names cost nothing.
        const TracePtr trace = traceOf(toyRequest());
        std::uint64_t cells = 0;
        for (const StepRef& ref : trace->steps()) {
            const bool isShared = ref.step == Step::ResidPre || ref.step == Step::Concat || (ref.step == Step::Mask && (ref.layer > 0 || ref.head > 0));
            if (!isShared)
                cells += static_cast<std::uint64_t>(trace->view(ref).rows() * trace->view(ref).cols());
        }
        QCOMPARE(trace->bytes(), cells * 4);
    }

    void whatIsNotKeptIsGivenBackLayerByLayer()
    {
        ModelSpec spec = builtinModel("toy")->spec();
        spec.decoder->layers = 12;
        randomModel::Random random(1);
        const auto deep = Model::make(spec, randomModel::weights(random, spec), nullptr).value();
        ForwardInput input;
        for (int i = 0; i < 128; ++i) {
            Token token;
            token.id = i;
            input.source.tokens.push_back(token);
        }
        freeSpareMemory();
        const std::size_t ofTheModel = roomNow;
        {
            const TracePtr all = runOf(deep, input);
            freeSpareMemory();
            QCOMPARE(roomNow - ofTheModel, static_cast<std::size_t>(all->bytes()));
            input.capture.patterns = {"logits"};
            roomPeak = roomNow;
            const std::size_t before = roomNow;
            const TracePtr one = runOf(deep, input);
            freeSpareMemory();
            QCOMPARE(roomNow - before, static_cast<std::size_t>(one->bytes()));
            QVERIFY2(roomPeak - before < all->bytes() / 5, "all 12 layers were held at once");
        }
        QCOMPARE(roomNow, ofTheModel); // nothing is left behind
    }

    void aRunThatCannotFitIsRefusedBeforeItStarts()
    {
        ModelSpec spec = builtinModel("toy")->spec();
        spec.decoder->attention.heads = 512; // 512 patterns of 8192 x 8192, nine times over: terabytes
        spec.decoder->layers = 1;
        spec.decoder->positions = {};
        randomModel::Random random(1);
        const auto wide = Model::make(spec, randomModel::weights(random, spec), nullptr).value();
        ForwardInput input;
        input.source.tokens.resize(8192);
        const std::size_t before = roomNow;
        const auto trace = forward(wide, input);
        QVERIFY(!trace.has_value());
        QCOMPARE(trace.error().code, ErrorCode::OutOfMemory);
        QVERIFY2(trace.error().english().ends_with("MB are free; shorten the text."), trace.error().english().c_str());
        QCOMPARE(roomNow, before);
    }

    void theLastLogitsAreThoseOfTheFullRun()
    {
        RunRequest request = toyRequest();
        const TracePtr full = traceOf(request);
        request.capture.allLogits = false;
        const TracePtr last = traceOf(request);
        const MatrixView all = full->view({.step = Step::Probs});
        const MatrixView one = last->view({.step = Step::Probs});
        QCOMPARE(one.rows(), Index{1});
        QCOMPARE(last->firstLogitRow(), all.rows() - 1);
        // One row takes another path through the matrix product than many: equal but for rounding.
        for (Index j = 0; j < one.cols(); ++j)
            QVERIFY(std::abs(one.at(0, j) - all.at(all.rows() - 1, j)) <= 1e-6);
        QVERIFY(explain(*last, {.step = Step::Logits}, 0, 3)->agrees());
        QVERIFY(explain(*last, {.step = Step::Probs}, 0, 3)->agrees());
    }

    void wrongInputsAreRefused_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("no tokens") << 0 << QByteArray("The text has no tokens; type at least one word.");
        QTest::newRow("id too large") << 1 << QByteArray("but the vocabulary ends at");
        QTest::newRow("negative id") << 2 << QByteArray("Token 0 has id -1");
        QTest::newRow("padding of another length") << 3 << QByteArray("The attention mask has 2 entries for 1 tokens.");
        QTest::newRow("embeddings of another shape") << 4 << QByteArray("The given embeddings are 1 × 7, expected 1 × 8.");
        QTest::newRow("too many tokens") << 5 << QByteArray("The text has 4097 tokens, but this model takes at most 4096; shorten it.");
        QTest::newRow("mask of another size") << 6 << QByteArray("The mask is 1 × 2, but the text has 1 tokens.");
    }
    void wrongInputsAreRefused()
    {
        QFETCH(int, which);
        QFETCH(QByteArray, sentence);
        ForwardInput input;
        Token token;
        input.source.tokens.assign(which == 0 ? 0 : which == 5 ? 4097 : 1, token);
        if (which == 1)
            input.source.tokens[0].id = 1 << 20;
        if (which == 2)
            input.source.tokens[0].id = -1;
        if (which == 3)
            input.source.allowed = {1, 1};
        if (which == 4)
            input.source.embeddings = MatrixOf<double>::Zero(1, 7);
        if (which == 6)
            input.mask.custom = MaskMatrix::Zero(1, 2);
        const auto trace = forward(builtinModel("toy"), input);
        QVERIFY(!trace.has_value());
        QVERIFY2(QByteArray::fromStdString(trace.error().english()).contains(sentence), trace.error().english().c_str());
    }
};

QTEST_APPLESS_MAIN(TestForward)
#include "tst_forward.moc"
