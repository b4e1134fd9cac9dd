// The table of steps and its names: every name reads back as itself, wrong names are refused with a better one, and what a
// model says it computes is what a run records.
#include "builtin_texts.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"
#include "core/trace/step.h"

#include <QCryptographicHash>
#include <QTest>

#include <algorithm>
#include <set>

using namespace hl;

class TestStep : public QObject
{
    Q_OBJECT

private:
    static std::vector<StepRef> places(const StepInfo& row)
    {
        std::vector<StepRef> refs;
        for (const Side side : {Side::Only, Side::Encoder, Side::Decoder}) {
            for (const bool isCross : {false, true}) {
                if (isCross && row.scope != Scope::Attention && row.scope != Scope::Head)
                    continue;
                for (const int layer : {0, 1, 10, 511, 999999}) {
                    StepRef ref{.step = row.step, .side = side, .isCross = isCross};
                    if (row.scope != Scope::Model)
                        ref.layer = layer;
                    if (row.scope == Scope::Head)
                        ref.head = 999999 - layer;
                    refs.push_back(ref);
                }
            }
        }
        return refs;
    }

    static TracePtr traceOf(std::string_view name)
    {
        RunRequest request;
        request.model = builtinModel(name);
        for (const BuiltinInfo& info : builtinModelsOfText()) {
            if (info.name == name)
                request.text = info.sample;
        }
        request.second = request.model->spec().isEncoderDecoder() ? std::optional<std::string>("我爱中国") : std::nullopt;
        const auto trace = run(request);
        if (!trace)
            qFatal("%s", trace.error().english().c_str());
        return *trace;
    }

    static void addModels()
    {
        QTest::addColumn<QByteArray>("model");
        for (const BuiltinInfo& info : builtinModelsOfText())
            QTest::newRow(info.name.data()) << QByteArray(info.name.data(), static_cast<qsizetype>(info.name.size()));
    }

private slots:
    void tableIsInEnumOrderAndComplete()
    {
        QCOMPARE(static_cast<int>(stepTable().size()), stepCount);
        std::set<std::pair<Scope, std::string_view>> names;
        for (int i = 0; i < stepCount; ++i) {
            const StepInfo& row = stepTable()[static_cast<std::size_t>(i)];
            QCOMPARE(static_cast<int>(row.step), i);
            QCOMPARE(&infoOf(row.step), &row);
            QVERIFY(names.emplace(row.scope, row.name).second);
            QVERIFY2(row.formula && *row.formula, row.name.data());
            QVERIFY2(QByteArray(row.meaning).endsWith('.'), row.name.data());
            QVERIFY2(row.bound > 0.0 && row.bound < 1e-4, row.name.data());
            for (const char c : row.name)
                QVERIFY2((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.', row.name.data());
        }
    }

    void nameAndParserAreInverse()
    {
        std::set<std::string> seen;
        for (const StepInfo& row : stepTable()) {
            for (const StepRef& ref : places(row)) {
                const std::string name = nameOf(ref);
                const auto back = parseStep(name);
                QVERIFY2(back.has_value(), name.c_str());
                QVERIFY2(*back == ref, name.c_str());
                seen.insert(name);
            }
        }
        // 3 sides; 5 places for steps with an index; twice where there is cross-attention.
        std::size_t expected = 0;
        for (const StepInfo& row : stepTable())
            expected += 3 * (row.scope == Scope::Model ? 1 : row.scope == Scope::Layer ? 5 : 10);
        QCOMPARE(seen.size(), expected);
    }

    void documentedNamesMeanWhatTheySay()
    {
        QCOMPARE(nameOf({.step = Step::Pattern, .layer = 0, .head = 3, .side = Side::Encoder}),
                 std::string("encoder.blocks.0.attn.3.pattern"));
        QCOMPARE(nameOf({.step = Step::SoftmaxMax, .layer = 1, .head = 3, .side = Side::Decoder, .isCross = true}),
                 std::string("decoder.blocks.1.cross.3.softmax.max"));
        QCOMPARE(nameOf({.step = Step::Concat, .layer = 2}), std::string("blocks.2.attn.concat"));
        QCOMPARE(nameOf(StepRef{.step = Step::LnFinalOut}), std::string("ln_final.out"));
    }

    void wrongNamesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        const std::initializer_list<const char*> wrong{
            "", " ", ".", "..", "logits ", " logits", "logits.", ".logits", "Logits", "LOGITS", "logits\n", "logit",
            "blocks", "blocks.", "blocks.0", "blocks.0.", "blocks..resid_pre", "blocks.-1.attn.0.q", "blocks.+1.attn.0.q",
            "blocks.0x1.attn.0.q", "blocks.1e0.attn.0.q", "blocks. 1.attn.0.q", "blocks.0.attn.-0.q", "blocks.00.resid_pre",
            "blocks.01.resid_pre", "blocks.0.attn.00.q", "blocks.0.attn.0.", "blocks.0.attn.0", "blocks.0.attn.", "blocks.0.attn",
            "blocks.0.attn.q", "blocks.0.attn.0.concat", "blocks.0.attn.0.out", "blocks.0.cross.0", "blocks.0.attn.0.q.",
            "blocks.0.attn.0.Q", "blocks.0.ATTN.0.q", "Blocks.0.attn.0.q", "blocks.0.resid_pre.", "blocks.0.resid_pre ",
            "blocks.0.cross.resid_pre", "blocks.0.attn.resid_pre", "resid_pre", "pattern", "blocks.0.logits",
            "blocks.2147483648.resid_pre", "blocks.4294967296.resid_pre", "blocks.18446744073709551616.resid_pre",
            "blocks.1000000.resid_pre", "blocks.99999999999999999999999999.attn.0.q", "blocks.0.attn.9999999999.q",
            "encoder", "encoder.", "encoder.encoder.tokens", "encoder.decoder.tokens", "side.tokens", "encoder.blocks.0.attn.0.",
            "blocks.0.attn.*.pattern", "blocks.0.attn.0.softmax", "blocks.0.attn.0.softmax.", "blocks.0.attn.0.softmax.max.",
            "blocks.\xd9\xa1.resid_pre", "\xff\xfe", "\xe2\x80\xae" "stigol",
        };
        for (const char* name : wrong)
            QTest::addRow("\"%s\"", name) << QByteArray(name);
        QTest::newRow("NUL inside") << QByteArray("logits\0", 7);
        QTest::newRow("10 000 characters") << QByteArray(10000, 'a');
        QTest::newRow("10 000 dots") << QByteArray(10000, '.');
        QTest::newRow("10 000 digits") << "blocks." + QByteArray(10000, '1') + ".resid_pre";
        QTest::newRow("200 characters") << QByteArray(200, '.');
    }
    void wrongNamesAreRefused()
    {
        QFETCH(QByteArray, name);
        const auto ref = parseStep(std::string_view(name.constData(), static_cast<std::size_t>(name.size())));
        QVERIFY(!ref.has_value());
        QCOMPARE(ref.error().code, ErrorCode::UnknownStep);
        const std::string sentence = ref.error().english();
        QVERIFY2(sentence.find("headlight steps") != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.size() < 2000, sentence.c_str());
        QVERIFY2(sentence.find('\n') == std::string::npos, "a name from outside may not break the line");
        QVERIFY2(sentence.find("\xe2\x80\xae") == std::string::npos, "nor turn it around");
    }

    void theNearestNameIsSuggested_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("nearest");
        QTest::newRow("logit") << QByteArray("logit") << QByteArray("logits");
        QTest::newRow("Probs") << QByteArray("Probs") << QByteArray("probs");
        QTest::newRow("typing error") << QByteArray("blocks.3.attn.11.patern") << QByteArray("blocks.3.attn.11.pattern");
        QTest::newRow("no dot") << QByteArray("blocks.1.residpre") << QByteArray("blocks.1.resid_pre");
        QTest::newRow("cross") << QByteArray("decoder.blocks.1.cross.0.scored") << QByteArray("decoder.blocks.1.cross.0.scores");
        QTest::newRow("encoder") << QByteArray("encoder.embed.summ") << QByteArray("encoder.embed.sum");
        QTest::newRow("trailing dot") << QByteArray("blocks.0.attn.0.softmax.exp.") << QByteArray("blocks.0.attn.0.softmax.exp");
    }
    void theNearestNameIsSuggested()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, nearest);
        const auto ref = parseStep(name.toStdString());
        QVERIFY(!ref.has_value());
        const std::string sentence = ref.error().english();
        QVERIFY2(sentence.find('"' + nearest.toStdString() + '"') != std::string::npos, sentence.c_str());
        QVERIFY(parseStep(nearest.toStdString()).has_value());
    }

    void patternsMatch_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char* path, const char* pattern, bool matches) {
            QTest::addRow("%s ~ %s", path, pattern) << QByteArray(path) << QByteArray(pattern) << matches;
        };
        row("blocks.0.attn.3.pattern", "blocks.0.attn.*.pattern", true);
        row("blocks.0.attn.13.pattern", "blocks.0.attn.*.pattern", true);
        row("blocks.10.attn.3.pattern", "blocks.0.attn.*.pattern", false);
        row("blocks.0.attn.3.pattern", "blocks.*.pattern", true);
        row("blocks.0.attn.3.pattern", "*pattern", true);
        row("blocks.0.attn.3.pattern", "*", true);
        row("blocks.0.attn.3.pattern", "**", true);
        row("blocks.0.attn.3.pattern", "", false);
        row("", "", true);
        row("", "*", true);
        row("logits", "logits", true);
        row("logits", "logit", false);
        row("logits", "logits?", false);
        row("logits", "logit*s", true);
        row("logits", "l*g*t*", true);
        row("logits", "l*g*x*", false);
        row("logits", "Logits", false);
        row("blocks.0.attn.0.z", "*.z", true);
        row("blocks.0.attn.0.z", "*.z*z", false);
        row("aab", "*ab", true);
        row("abab", "*ab*ab*", true);
        row("aba", "*ab*ab*", false);
    }
    void patternsMatch()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, pattern);
        QFETCH(bool, matches);
        QCOMPARE(matchesPattern(path.constData(), pattern.constData()), matches);
    }

    void manyStarsAreNotSlow()
    {
        QByteArray pattern;
        for (int i = 0; i < 2000; ++i)
            pattern += "*a";
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!matchesPattern(std::string(20000, 'a') + "b", pattern.toStdString() + "c"));
        QVERIFY(timer.elapsed() < 5000);
    }

    void aRunRecordsExactlyTheStepsInTheirOrder_data() { addModels(); }
    void aRunRecordsExactlyTheStepsInTheirOrder()
    {
        QFETCH(QByteArray, model);
        const TracePtr trace = traceOf(model.constData());
        const auto expected = stepsOf(trace->model().spec());
        QCOMPARE(trace->steps().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(nameOf(trace->steps()[i]), nameOf(expected[i]));
            QVERIFY(!trace->view(expected[i]).isNull());
            QVERIFY(hasStep(trace->model().spec(), expected[i]));
        }
    }

    void inputsExistAndComeEarlier_data() { addModels(); }
    void inputsExistAndComeEarlier()
    {
        QFETCH(QByteArray, model);
        const ModelSpec& spec = builtinModel(model.constData())->spec();
        const auto steps = stepsOf(spec);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for (const StepRef& input : inputsOf(steps[i], spec)) {
                const auto found = std::find(steps.begin(), steps.end(), input);
                QVERIFY2(found != steps.end(), (nameOf(steps[i]) + " <- " + nameOf(input)).c_str());
                QVERIFY2(static_cast<std::size_t>(found - steps.begin()) < i,
                         (nameOf(steps[i]) + " <- " + nameOf(input)).c_str());
            }
        }
    }

    void everyStepIsUsedByALaterOneOrIsAResult_data() { addModels(); }
    void everyStepIsUsedByALaterOneOrIsAResult()
    {
        QFETCH(QByteArray, model);
        const ModelSpec& spec = builtinModel(model.constData())->spec();
        const auto steps = stepsOf(spec);
        std::set<std::string> used;
        for (const StepRef& ref : steps) {
            for (const StepRef& input : inputsOf(ref, spec))
                used.insert(nameOf(input));
        }
        for (const StepRef& ref : steps) {
            const bool isResult = ref == steps.back() || ref == stackOutput(spec.outputSide(), spec);
            QVERIFY2(isResult || used.count(nameOf(ref)) == 1, nameOf(ref).c_str());
        }
    }

    void everyStepHasItsOwnPlaceInTheOrder_data() { addModels(); }
    void everyStepHasItsOwnPlaceInTheOrder()
    {
        QFETCH(QByteArray, model);
        const auto found = builtinModel(model.constData());
        const StepOrder& order = found->stepOrder();
        QVERIFY(order.steps() == stepsOf(found->spec()));
        for (std::size_t place = 0; place < order.steps().size(); ++place) {
            const StepRef& ref = order.steps()[place];
            QVERIFY2(order.placeOf(ref) == place, nameOf(ref).c_str());
            StepRef other = ref; // neighbours that may or may not be there
            for (other.layer = ref.layer - 1; other.layer <= ref.layer + 1; ++other.layer) {
                for (other.head = ref.head - 1; other.head <= ref.head + 1; ++other.head)
                    QCOMPARE(order.placeOf(other).has_value(), std::find(order.steps().begin(), order.steps().end(), other) != order.steps().end());
            }
        }
    }

    void stepsAModelLacksAreNotThere()
    {
        const ModelSpec& spec = builtinModel("toy")->spec();
        for (const char* name : {"blocks.2.resid_pre", "blocks.0.attn.2.q", "embed.type", "embed.norm", "blocks.0.attn.0.q_rot",
                                 "blocks.0.attn.0.position_bias", "blocks.0.mlp.gate", "blocks.0.cross.0.q", "encoder.tokens",
                                 "decoder.tokens", "pooler.out", "head.pre", "blocks.0.ln_cross.out", "blocks.0.resid_cross"})
            QVERIFY2(!hasStep(spec, *parseStep(name)) && !builtinModel("toy")->stepOrder().placeOf(*parseStep(name)), name);
        QVERIFY(!hasStep(spec, StepRef{Step::Q, -1, 0, Side::Only, false}));
        QVERIFY(!hasStep(spec, StepRef{Step::Q, 0, -1, Side::Only, false}));
    }

    void theListOfStepsOfABuiltInModelIsAsPublished_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("count");
        QTest::addColumn<QByteArray>("hash");
        // Names are public: if this changes, files and scripts of users break. See CHANGELOG before adjusting it.
        QTest::newRow("toy") << QByteArray("toy") << 79 << QByteArray("8a28187b98e48802");
        QTest::newRow("hello-world") << QByteArray("hello-world") << 20 << QByteArray("12d070c3df87126e");
        QTest::newRow("constructed") << QByteArray("constructed") << 86 << QByteArray("30792f7633297dda");
        QTest::newRow("toy-encoder-decoder") << QByteArray("toy-encoder-decoder") << 112 << QByteArray("bc2afb8219ad30a6");
    }
    void theListOfStepsOfABuiltInModelIsAsPublished()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, count);
        QFETCH(QByteArray, hash);
        QByteArray list;
        const auto steps = stepsOf(builtinModel(model.constData())->spec());
        for (const StepRef& ref : steps)
            list += QByteArray::fromStdString(nameOf(ref)) + '\n';
        QCOMPARE(static_cast<int>(steps.size()), count);
        const QByteArray actual = QCryptographicHash::hash(list, QCryptographicHash::Sha256).toHex().left(16);
        QVERIFY2(actual == hash, (actual + '\n' + list).constData());
    }

    void theStepsOfHelloWorld()
    {
        const char* expected[] = {
            "tokens", "embed.token", "embed.sum", "blocks.0.resid_pre", "blocks.0.attn.0.q", "blocks.0.attn.0.k",
            "blocks.0.attn.0.v", "blocks.0.attn.0.scores", "blocks.0.attn.0.scaled", "blocks.0.attn.0.mask",
            "blocks.0.attn.0.masked", "blocks.0.attn.0.softmax.max", "blocks.0.attn.0.softmax.shifted",
            "blocks.0.attn.0.softmax.exp", "blocks.0.attn.0.softmax.sum", "blocks.0.attn.0.pattern", "blocks.0.attn.0.z",
            "blocks.0.attn.concat", "blocks.0.attn.out", "blocks.0.resid_mid",
        };
        const auto steps = stepsOf(builtinModel("hello-world")->spec());
        QCOMPARE(steps.size(), std::size(expected));
        for (std::size_t i = 0; i < steps.size(); ++i)
            QCOMPARE(nameOf(steps[i]), std::string(expected[i]));
    }
};

QTEST_APPLESS_MAIN(TestStep)
#include "tst_step.moc"
