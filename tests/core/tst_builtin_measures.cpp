#include "core/model_cases.h"
#include "core/model_measures.h"

#include "core/forward/forward.h"
#include "core/output/npz.h"
#include "core/run/trace_inputs.h"

#include <QCryptographicHash>
#include <QFile>
#include <QtTest>

#include <cmath>

using namespace hl;
using namespace shipped;

namespace {

constexpr int kCases = 200; ///< at least so many for every number

std::vector<std::string> names()
{
    std::vector<std::string> out;
    for (const auto& entry : list())
        out.push_back(entry.at("name"));
    return out;
}

QByteArray number(const std::string& what, double value)
{
    return QByteArray::fromStdString(what) + ' ' + QByteArray::number(value);
}

void everyModel(const std::function<bool(const std::string&)>& isWanted)
{
    QTest::addColumn<QString>("name");
    for (const std::string& name : names()) {
        if (isWanted(name))
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
}

} // namespace

/// The shipped models, measured by Headlight itself on texts that none of them was trained on: fails where a model does less
/// than is asked of it, or than its file says.
class TestBuiltinMeasures : public QObject
{
    Q_OBJECT

private slots:
    void filesAreThoseOfTheList_data() { everyModel([](const std::string&) { return true; }); }
    void filesAreThoseOfTheList();
    void numbersAreTheTrainers_data() { everyModel([](const std::string& name) { return std::filesystem::exists(root() / name / "reference.npz"); }); }
    void numbersAreTheTrainers();
    void allTogetherAreSmall();
    void allAreTrainedAgainInLessThanAnHour();
    void inductionContinuesWhatWasSaid();
    void roleNeedsProof_data() { everyModel([](const std::string&) { return true; }); }
    void roleNeedsProof();
};

void TestBuiltinMeasures::filesAreThoseOfTheList()
{
    QFETCH(const QString, name);
    for (const auto& entry : list()) {
        if (entry.at("name") != name.toStdString())
            continue;
        for (const auto& listed : entry.at("files")) {
            QFile file(QString::fromStdString((root() / listed.at("file").get<std::string>()).string()));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const QByteArray hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
            QCOMPARE(hash.toStdString(), listed.at("sha256").get<std::string>());
        }
    }
}

void TestBuiltinMeasures::numbersAreTheTrainers()
{
    QFETCH(const QString, name);
    const auto model = load(name.toStdString());
    const auto all = readNpz(root() / name.toStdString() / "reference.npz");
    QVERIFY2(all.has_value(), all ? "" : all.error().english().c_str());
    NpyArrays given;
    NpyArrays expected;
    for (const auto& [key, array] : *all)
        (parseStep(key) && key != "tokens" ? expected : given).emplace(key, array);
    auto input = inputFromArrays(*model, given, "reference.npz");
    QVERIFY2(input.has_value(), input ? "" : input.error().english().c_str());
    const auto trace = forward(model, std::move(*input));
    QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());

    std::size_t patterns = 0;
    for (const auto& [key, array] : expected) {
        const MatrixView view = (*trace)->view(*parseStep(key));
        const std::vector<float> numbers = array.toFloats();
        QVERIFY2(view && array.shape == (std::vector<std::int64_t>{view.rows(), view.cols()}), key.c_str());
        double difference = 0;
        for (Index row = 0; row < view.rows(); ++row) {
            double sum = 0;
            for (Index column = 0; column < view.cols(); ++column) {
                const double value = view.at(row, column);
                sum += value;
                difference = std::max(difference, std::abs(value - numbers[static_cast<std::size_t>(row * view.cols() + column)]));
            }
            if (key.ends_with("pattern"))
                QVERIFY2(std::abs(sum - 1.0) < 1e-5, number(key + " row sums to", sum));
        }
        QVERIFY2(difference < 1e-4, number(key + " differs by", difference));
        patterns += key.ends_with("pattern") ? 1U : 0U;
    }
    std::size_t count = 0;
    for (const StepRef& ref : stepsOf(model->spec()))
        count += ref.step == Step::Pattern ? 1U : 0U;
    QCOMPARE(patterns, count);
    QCOMPARE(expected.size(), count + 1); // and the logits
}

void TestBuiltinMeasures::allTogetherAreSmall()
{
    std::uintmax_t bytes = 0;
    for (const auto& entry : list()) {
        for (const auto& listed : entry.at("files"))
            bytes += std::filesystem::file_size(root() / listed.at("file").get<std::string>());
    }
    QVERIFY2(bytes <= 10'000'000, qPrintable(QString::number(bytes)));
}

void TestBuiltinMeasures::allAreTrainedAgainInLessThanAnHour()
{
    double seconds = 0;
    for (const std::string& name : names())
        seconds += training(name).at("seconds").get<double>();
    qInfo("%.0f seconds of one core", seconds);
    QVERIFY(seconds > 0 && seconds <= 3600);
}

void TestBuiltinMeasures::inductionContinuesWhatWasSaid()
{
    const auto model = load("induction");
    const auto arrays = readNpz(root() / "induction" / "cases.npz");
    QVERIFY(arrays.has_value());
    const std::vector<std::int64_t> ids = *arrays->at("ids").toInts();
    const std::vector<std::int64_t> repeats = *arrays->at("repeats").toInts();
    const auto length = static_cast<std::size_t>(arrays->at("ids").shape.at(1));
    const std::size_t texts = repeats.size() / length; // some 8000 tokens to be known

    // accuracy of the model, and without the heads of one layer
    const auto without = [&](int layer) {
        auto changed = model;
        for (int head = 0; head < model->spec().stack(Side::Only).attention.heads; ++head)
            changed = withoutHead(*changed, layer, head);
        return changed;
    };
    std::map<int, Share> accuracy;
    std::map<std::pair<int, int>, double> previous;
    std::map<std::pair<int, int>, double> induction;
    int rows = 0;
    int asked = 0;
    for (const int taken : {-1, 0, 1}) {
        const auto changed = taken < 0 ? model : without(taken);
        for (std::size_t text = 0; text < texts; ++text) {
            const std::vector<TokenId> tokens(ids.begin() + static_cast<std::ptrdiff_t>(text * length),
                                              ids.begin() + static_cast<std::ptrdiff_t>((text + 1) * length));
            const TracePtr trace = run(changed, tokens);
            const MatrixView logits = trace->view({.step = Step::Logits});
            for (std::size_t row = 0; row + 1 < length; ++row) {
                const auto i = static_cast<Index>(row);
                const bool isAsked = repeats[text * length + row + 1] != 0;
                if (isAsked) {
                    ++accuracy[taken].cases;
                    accuracy[taken].right += isRight(logits, i, tokens[row + 1], {}) ? 1 : 0;
                }
                if (taken >= 0)
                    continue;
                rows += row >= 2 ? 1 : 0;
                asked += isAsked ? 1 : 0;
                for (int layer = 0; layer < 2; ++layer) {
                    for (int head = 0; head < 4; ++head) {
                        const MatrixView pattern = trace->view({.step = Step::Pattern, .layer = layer, .head = head});
                        if (row >= 2)
                            previous[{layer, head}] += pattern.at(i, i - 1);
                        for (std::size_t column = 1; isAsked && column <= row; ++column) {
                            if (tokens[column - 1] == tokens[row])
                                induction[{layer, head}] += pattern.at(i, static_cast<Index>(column));
                        }
                    }
                }
            }
        }
    }
    const auto best = [](const auto& sums, int count) {
        double most = 0;
        for (const auto& [head, sum] : sums)
            most = std::max(most, sum / count);
        return most;
    };
    QVERIFY(accuracy[-1].cases >= kCases);
    QVERIFY2(accuracy[-1].value() >= 0.99, number("accuracy", accuracy[-1].value()));
    QVERIFY2(accuracy[0].value() < 0.20, number("without layer 0", accuracy[0].value()));
    QVERIFY2(accuracy[1].value() < 0.20, number("without layer 1", accuracy[1].value()));
    QVERIFY2(best(previous, rows) >= 0.90, number("previous", best(previous, rows)));
    QVERIFY2(best(induction, asked) >= 0.90, number("induction", best(induction, asked)));
}

void TestBuiltinMeasures::roleNeedsProof()
{
    QFETCH(const QString, name);
    for (const auto& card : heads(name.toStdString())) {
        const std::string what = card.at("step").get<std::string>() + " " + card.at("role").get<std::string>();
        QVERIFY2(parseStep(card.at("step").get<std::string>()).has_value(), what.c_str());
        const double score = card.at("score");
        const double uniform = card.at("baseline_uniform");
        const double shift = card.at("baseline_shift").is_null() ? 0.0 : card.at("baseline_shift").get<double>();
        QVERIFY2(score >= std::max(uniform, shift) + 0.25, what.c_str());
        QVERIFY2(card.at("n").get<int>() >= kCases, what.c_str());
        QVERIFY2(card.at("ablation_drop").is_number(), what.c_str());
        QVERIFY2(card.at("seed_count").get<int>() >= 1, what.c_str());
        const std::string origin = card.at("origin");
        QVERIFY2(origin == "emerged" || origin == "emerged, sharpened" || origin == "taught", what.c_str());
    }
}

QTEST_APPLESS_MAIN(TestBuiltinMeasures)
#include "tst_builtin_measures.moc"
