// How rotary positions are stretched: angles and rotated rows against plain loops over wavelengths, and against numbers of an
// independent program; what a configuration says of it.
#include "core/analysis/position_lab.h"
#include "core/attention/positions.h"
#include "core/causal_folders.h"
#include "core/explain/explanation.h"
#include "core/forward/prefix_cache.h"
#include "core/model/model_facts.h"
#include "core/opened_folder.h"
#include "core/run/trace_inputs.h"
#include "core/text_folders.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <numbers>

using namespace hl;
using nlohmann::json;

namespace {

constexpr unsigned seeds[] = {20240920, 41, 6};

constexpr RotaryScaling scalings[] = {RotaryScaling::None, RotaryScaling::Linear, RotaryScaling::Llama3, RotaryScaling::Yarn};

PositionSpec positionsOf(RotaryScaling scaling)
{
    PositionSpec spec;
    spec.kind = PositionKind::Rotary;
    spec.rotaryScaling = scaling;
    spec.rotaryFactor = 4.0;
    spec.rotaryOriginalLength = 2048;
    spec.rotaryLowFactor = 1.0;
    spec.rotaryHighFactor = scaling == RotaryScaling::Yarn ? 32.0 : 4.0;
    return spec;
}

/// Radians a position, written anew from the published descriptions, in tokens for a full turn.
double radians(const PositionSpec& spec, int pair, int dims)
{
    const double wavelength = 2.0 * std::numbers::pi * std::pow(spec.rotaryBase, 2.0 * pair / dims);
    const double plain = 2.0 * std::numbers::pi / wavelength;
    const double stretched = plain / spec.rotaryFactor;
    const double length = spec.rotaryOriginalLength;
    if (spec.rotaryScaling == RotaryScaling::None)
        return plain;
    if (spec.rotaryScaling == RotaryScaling::Linear)
        return stretched;
    if (spec.rotaryScaling == RotaryScaling::Llama3) {
        if (wavelength < length / spec.rotaryHighFactor)
            return plain;
        if (wavelength > length / spec.rotaryLowFactor)
            return stretched;
        const double smooth = (length / wavelength - spec.rotaryLowFactor) / (spec.rotaryHighFactor - spec.rotaryLowFactor);
        return (1.0 - smooth) * stretched + smooth * plain;
    }
    // The pair that turns `turns` times in the original length, as a real number.
    const auto place = [&](double turns) { return dims / 2.0 * std::log(length / turns / (2.0 * std::numbers::pi)) / std::log(spec.rotaryBase); };
    double low = std::floor(place(spec.rotaryHighFactor));
    double high = std::ceil(place(spec.rotaryLowFactor));
    low = low < 0.0 ? 0.0 : low;
    high = high > dims - 1.0 ? dims - 1.0 : high;
    if (low == high)
        high += 0.001;
    double ramp = (pair - low) / (high - low);
    ramp = ramp < 0.0 ? 0.0 : ramp > 1.0 ? 1.0 : ramp;
    return stretched * ramp + plain * (1.0 - ramp);
}

} // namespace

class TestRotaryScaling : public QObject
{
    Q_OBJECT

private:
    OpenedFolder m_folder;
    int m_before = 0;
    double m_worst[2]{};

    /// Trained on 12 tokens.
    static ModelFolder dynamic(const std::string& family, unsigned seed)
    {
        ModelFolder made = causalFolders::bare(family);
        made.config["rope_scaling"] = {{"type", "dynamic"}, {"factor", 2.0}};
        for (const char* share : {"rotary_pct", "partial_rotary_factor"}) {
            if (family == "gpt_neox" || family == "phi")
                made.config[share] = 1.0;
        }
        textFolders::randomise(made, seed);
        return made;
    }

    static ForwardInput inputOf(const Model& model, int length)
    {
        std::vector<TokenId> ids;
        for (int i = 0; i < length; ++i)
            ids.push_back((i * i + 3) % 11);
        ForwardInput input;
        input.source.tokens = tokensOfIds(model, ids);
        return input;
    }

    /// The largest difference of rotated queries and keys from plain loops: the base written as the reference has it.
    static double differs(const Trace& trace, int length)
    {
        double base = 10000.0;
        if (length > 12)
            base = base * std::pow((2.0 * length / 12.0) - (2.0 - 1.0), 4.0 / (4.0 - 2.0));
        double worst = 0.0;
        for (int layer = 0; layer < 2; ++layer) {
            for (const auto& [from, to, heads] : {std::tuple{Step::Q, Step::QRot, 2}, {Step::K, Step::KRot, 1}}) {
                for (int head = 0; head < heads; ++head) {
                    const MatrixView x = trace.view({from, layer, head});
                    const MatrixView y = trace.view({to, layer, head});
                    for (Index row = 0; row < length; ++row) {
                        for (int pair = 0; pair < 2; ++pair) {
                            const double angle = static_cast<double>(row) / std::pow(base, 2.0 * pair / 4.0);
                            const double a = x.at(row, pair);
                            const double b = x.at(row, pair + 2);
                            worst = std::max({worst, std::abs(y.at(row, pair) - (a * std::cos(angle) - b * std::sin(angle))),
                                              std::abs(y.at(row, pair + 2) - (b * std::cos(angle) + a * std::sin(angle)))});
                        }
                    }
                }
            }
        }
        return worst;
    }

    PositionSpec read(const json& options) const
    {
        ModelFolder made = causalFolders::bare("llama");
        made.config.update(options);
        return m_folder.opened(made)->spec().decoder->positions;
    }
    static bool isNear(double a, double b) { return std::abs(a - b) <= 1e-14 * std::abs(b); }

private slots:
    void anglesAreThoseOfPlainLoops()
    {
        for (const RotaryScaling scaling : scalings) {
            for (const int dims : {2, 4, 6, 64, 128}) {
                for (const double base : {1.5, 100.0, 10000.0, 1e6}) {
                    for (const int length : {1, 8, 40, 2048, 32768}) {
                        PositionSpec spec = positionsOf(scaling);
                        spec.rotaryBase = base;
                        spec.rotaryOriginalLength = length;
                        for (int pair = 0; pair < dims / 2; ++pair) {
                            const double found = rotaryFrequency(spec, pair, dims);
                            const double expected = radians(spec, pair, dims);
                            QVERIFY2(std::abs(found - expected) <= 1e-12 * expected,
                                     qPrintable(QStringLiteral("scaling %1, base %2, length %3, pair %4 of %5: %6, expected %7")
                                                    .arg(static_cast<int>(scaling)).arg(base).arg(length).arg(pair).arg(dims).arg(found, 0, 'g', 17).arg(expected, 0, 'g', 17)));
                        }
                    }
                }
            }
        }
    }

    /// Python in float64 by the published formula: head of 16 features, factor 4, 2048 tokens.
    void yarnGivesTheNumbersOfAnIndependentProgram()
    {
        const double expected[] = {1.0, 0.31622776601683794, 0.1, 0.02569350598886808, 0.00625, 0.0013834964763236657, 0.00025, 7.905694150420948e-05};
        const PositionSpec spec = positionsOf(RotaryScaling::Yarn);
        for (int pair = 0; pair < 8; ++pair)
            QVERIFY2(std::abs(rotaryFrequency(spec, pair, 16) - expected[pair]) <= 1e-14, qPrintable(QString::number(rotaryFrequency(spec, pair, 16), 'g', 17)));
    }

    void rotatedRowsAreLengthened()
    {
        for (const bool isInterleaved : {false, true}) {
            PositionSpec spec = positionsOf(RotaryScaling::Yarn);
            spec.rotaryInterleaved = isInterleaved;
            spec.rotaryDims = 4;
            spec.rotaryMagnitude = 1.25;
            MatrixOf<double> x(5, 6);
            for (Index i = 0; i < x.size(); ++i)
                x.data()[i] = std::sin(1.7 * static_cast<double>(i));
            MatrixOf<double> out(5, 6);
            rotateRows<double>(spec, x, out, 3);
            for (int row = 0; row < 5; ++row) {
                for (int pair = 0; pair < 2; ++pair) {
                    const int a = isInterleaved ? 2 * pair : pair;
                    const int b = isInterleaved ? a + 1 : a + 2;
                    const double angle = (3 + row) * radians(spec, pair, 4);
                    QVERIFY(std::abs(out(row, a) - 1.25 * (x(row, a) * std::cos(angle) - x(row, b) * std::sin(angle))) < 1e-13);
                    QVERIFY(std::abs(out(row, b) - 1.25 * (x(row, b) * std::cos(angle) + x(row, a) * std::sin(angle))) < 1e-13);
                }
                QVERIFY(out(row, 4) == x(row, 4) && out(row, 5) == x(row, 5)); // not rotated, so not lengthened
            }
        }
    }

    void aConfigurationSaysHowYarnStretches()
    {
        const json least{{"rope_type", "yarn"}, {"factor", 4.0}};
        const PositionSpec plain = read({{"rope_scaling", least}});
        QVERIFY(plain.rotaryScaling == RotaryScaling::Yarn);
        QCOMPARE(plain.rotaryOriginalLength, 12); // max_position_embeddings
        QVERIFY(isNear(plain.rotaryFactor, 4.0) && isNear(plain.rotaryLowFactor, 1.0) && isNear(plain.rotaryHighFactor, 32.0));
        QVERIFY(isNear(plain.rotaryMagnitude, 0.1 * std::log(4.0) + 1.0));
        json all = least;
        all.update({{"beta_fast", 16}, {"beta_slow", 2}, {"original_max_position_embeddings", 6}, {"attention_factor", 1.5}, {"truncate", true}});
        const PositionSpec own = read({{"rope_parameters", all}});
        QCOMPARE(own.rotaryOriginalLength, 6);
        QVERIFY(isNear(own.rotaryLowFactor, 2.0) && isNear(own.rotaryHighFactor, 16.0) && isNear(own.rotaryMagnitude, 1.5));
        json two = least;
        two.update({{"mscale", 1.0}, {"mscale_all_dim", 0.5}});
        QVERIFY(isNear(read({{"rope_scaling", two}}).rotaryMagnitude, (0.1 * std::log(4.0) + 1.0) / (0.05 * std::log(4.0) + 1.0)));
        two["mscale_all_dim"] = 0.0;
        QVERIFY(isNear(read({{"rope_scaling", two}}).rotaryMagnitude, 0.1 * std::log(4.0) + 1.0));
        json none = least;
        none["factor"] = 1.0;
        QVERIFY(isNear(read({{"rope_scaling", none}}).rotaryMagnitude, 1.0));
    }

    void theOriginalLengthStandsBesideTheScalingOrInside()
    {
        const json scalings[] = {{{"rope_type", "yarn"}, {"factor", 4.0}},
                                 {{"rope_type", "llama3"}, {"factor", 4.0}, {"low_freq_factor", 1.0}, {"high_freq_factor", 4.0}}};
        for (const char* object : {"rope_scaling", "rope_parameters"}) {
            for (json scaling : scalings) {
                QCOMPARE(read({{object, scaling}}).rotaryOriginalLength, 12); // max_position_embeddings
                QCOMPARE(read({{object, scaling}, {"original_max_position_embeddings", 5}}).rotaryOriginalLength, 5);
                scaling["original_max_position_embeddings"] = 6;
                QCOMPARE(read({{object, scaling}}).rotaryOriginalLength, 6);
                QCOMPARE(read({{object, scaling}, {"original_max_position_embeddings", 5}}).rotaryOriginalLength, 5);
            }
        }
    }

    void aFactorOfYarnThatIsNullIsTheRatioOfTheLengths()
    {
        const json yarn{{"rope_type", "yarn"}, {"factor", nullptr}};
        QVERIFY(isNear(read({{"rope_scaling", yarn}}).rotaryFactor, 1.0));
        const PositionSpec longer = read({{"rope_scaling", yarn}, {"original_max_position_embeddings", 5}});
        QVERIFY(isNear(longer.rotaryFactor, 2.4) && isNear(longer.rotaryMagnitude, 0.1 * std::log(2.4) + 1.0));
        json inside = yarn;
        inside["original_max_position_embeddings"] = 3;
        QVERIFY(isNear(read({{"rope_parameters", inside}}).rotaryFactor, 4.0));
    }

    // --- a base that grows with the text

    /// Python in float64 by the published formula: head of 16 features, factor 4, 2048 tokens, a text of 5000.
    void aGrownBaseGivesTheNumbersOfAnIndependentProgram()
    {
        const double expected[] = {1.0, 0.24064928879466918, 0.05791208019738008, 0.01393650091211936, 0.003353809032787782, 0.0008070917584935171, 0.00019422605767350378, 4.674036264452108e-05};
        const PositionSpec spec = rotaryAt(positionsOf(RotaryScaling::Dynamic), 5000, 16);
        QVERIFY2(isNear(spec.rotaryBase, 88904.41730260632), qPrintable(QString::number(spec.rotaryBase, 'g', 17)));
        for (int pair = 0; pair < 8; ++pair)
            QVERIFY2(std::abs(rotaryFrequency(spec, pair, 16) - expected[pair]) <= 1e-14, qPrintable(QString::number(rotaryFrequency(spec, pair, 16), 'g', 17)));
    }

    void theBaseGrowsBeyondTheOriginalLengthAlone()
    {
        const PositionSpec spec = positionsOf(RotaryScaling::Dynamic);
        for (const Index length : {1, 2047, 2048}) {
            for (int pair = 0; pair < 32; ++pair)
                QVERIFY(rotaryFrequency(rotaryAt(spec, length, 64), pair, 64) == rotaryFrequency(positionsOf(RotaryScaling::None), pair, 64));
        }
        double before = spec.rotaryBase;
        for (const Index length : {2049, 2050, 4096, 100000}) {
            const PositionSpec there = rotaryAt(spec, length, 64);
            QVERIFY(there.rotaryBase > before);
            before = there.rotaryBase;
            for (int pair = 0; pair < 32; ++pair) { // as it is written: base, then 1 / base^(2p/d)
                const double stretch = 4.0 * static_cast<double>(length) / 2048.0 - (4.0 - 1.0);
                const double base = 10000.0 * std::pow(stretch, 64.0 / 62.0);
                const double expected = 1.0 / std::pow(base, 2.0 * pair / 64.0);
                QVERIFY(std::abs(rotaryFrequency(there, pair, 64) - expected) <= 1e-12 * expected);
            }
        }
    }

    void rowsOfALongTextAreTurnedByTheGrownBase_data()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* family : {"llama", "mistral", "qwen2", "falcon", "gpt_neox", "phi"})
            QTest::newRow(family) << QByteArray(family);
    }

    void rowsOfALongTextAreTurnedByTheGrownBase()
    {
        QFETCH(QByteArray, family);
        for (const unsigned seed : seeds) {
            const auto model = m_folder.opened(dynamic(family.toStdString(), seed));
            for (const int length : {5, 12, 13, 20}) {
                for (const DType dtype : {DType::Float64, DType::Float32}) {
                    ForwardInput input = inputOf(*model, length);
                    input.dtype = dtype;
                    const auto trace = forward(model, input);
                    QVERIFY2(trace.has_value(), trace ? "" : trace.error().english().c_str());
                    const double off = differs(**trace, length);
                    m_worst[dtype == DType::Float32] = std::max(m_worst[dtype == DType::Float32], off);
                    QVERIFY2(off <= (dtype == DType::Float64 ? 1e-12 : 1e-4), qPrintable(QStringLiteral("seed %1, %2 tokens: %3").arg(seed).arg(length).arg(off)));
                }
            }
        }
    }

    void nothingIsTakenOverWhereTheBaseIsAnother()
    {
        for (const unsigned seed : seeds) {
            const auto model = m_folder.opened(dynamic("llama", seed));
            PrefixCache cache;
            for (const int length : {10, 11, 12, 13, 14, 14, 12, 11}) {
                const auto trace = cache.run(model, inputOf(*model, length));
                const auto whole = forward(model, inputOf(*model, length));
                QVERIFY(trace.has_value() && whole.has_value());
                const bool isLong = length > 12;
                if (isLong && length != m_before)
                    QCOMPARE((*trace)->rowsTaken(), Index{0});
                else if (!isLong && length > 10 && m_before <= 12)
                    QVERIFY((*trace)->rowsTaken() > 0);
                m_before = length;
                for (const StepRef& ref : (*whole)->steps()) {
                    const MatrixView expected = (*whole)->view(ref);
                    const MatrixView found = (*trace)->view(ref);
                    QVERIFY(found.rows() == expected.rows() && found.cols() == expected.cols());
                    for (Index row = 0; row < found.rows(); ++row) {
                        for (Index col = 0; col < found.cols(); ++col)
                            QVERIFY2(found.at(row, col) == expected.at(row, col), nameOf(ref).c_str());
                    }
                }
            }
            m_before = 0;
        }
    }

    void theGrownBaseIsSaid()
    {
        const auto model = m_folder.opened(dynamic("llama", seeds[0]));
        const double grown = 10000.0 * std::pow(2.0 * 20 / 12 - 1.0, 4.0 / 2.0);
        ForwardInput input = inputOf(*model, 20);
        input.dtype = DType::Float64;
        const auto trace = forward(model, input);
        const auto said = explain(**trace, {Step::QRot, 1, 0}, 17, 1);
        QVERIFY(said.has_value() && said->agrees());
        QCOMPARE(said->quantities.at(1).symbol, std::string("base"));
        QCOMPARE(said->quantities.at(1).formula, std::string("10000 · (2 · 20 / 12 − (2 − 1))^(d / (d − 2))"));
        QVERIFY(isNear(said->quantities.at(1).value, grown));
        input.source.tokens.resize(12);
        const auto plain = explain(**forward(model, input), {Step::QRot, 1, 0}, 11, 1);
        QCOMPARE(plain->quantities.at(1).formula, std::string("10000"));
        const auto lab = positionLab(*model, Side::Only, {PositionKind::Rotary, 20, 4, 0});
        QVERIFY(lab.has_value() && isNear(lab->base, grown));
        QVERIFY(isNear(lab->angles(19, 1), 19.0 * std::pow(grown, -2.0 / 4.0)));
        QVERIFY(isNear(positionLab(*model, Side::Only, {PositionKind::Rotary, 12, 4, 0})->base, 10000.0));
        QString positions;
        for (const ModelFact& fact : factsOf(*model)) {
            if (fact.label.english() == "positions")
                positions = QString::fromStdString(english(fact.value));
        }
        QCOMPARE(positions, QStringLiteral("rotary, of a base that grows in texts of more than 12 tokens"));
    }

    void aBaseThatCannotGrowIsRefused()
    {
        ModelFolder made = dynamic("gpt_neox", seeds[0]);
        made.config["rotary_pct"] = 0.5; // two features
        QVERIFY2(m_folder.refusal(made).contains(QStringLiteral("more than two rotated features")), qPrintable(m_folder.refusal(made)));
    }

    void whatYarnCannotDoIsRefused()
    {
        ModelFolder made = causalFolders::bare("llama");
        made.config["rope_scaling"] = {{"type", "yarn"}};
        QVERIFY(m_folder.refusal(made).contains(QLatin1String("factor")));
        made.config["rope_scaling"] = {{"type", "yarn"}, {"factor", 2.0}, {"truncate", false}};
        QVERIFY(m_folder.refusal(made).contains(QLatin1String("truncate")));
        made.config["rope_scaling"] = {{"type", "yarn"}, {"factor", 2.0}};
        made.config["rope_theta"] = 1.0;
        QVERIFY(m_folder.refusal(made).contains(QLatin1String("rotary base")));
    }

    void cleanupTestCase() { qInfo("largest difference of a rotated row: %.2g in float64, %.2g in float32", m_worst[0], m_worst[1]); }
};

QTEST_APPLESS_MAIN(TestRotaryScaling)
#include "tst_rotary_scaling.moc"
