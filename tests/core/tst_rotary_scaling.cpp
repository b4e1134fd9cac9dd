// How rotary positions are stretched: angles and rotated rows against plain loops over wavelengths, and against numbers of an
// independent program; what a configuration says of it.
#include "core/attention/positions.h"
#include "core/causal_folders.h"
#include "core/opened_folder.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <numbers>

using namespace hl;
using nlohmann::json;

namespace {

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
};

QTEST_APPLESS_MAIN(TestRotaryScaling)
#include "tst_rotary_scaling.moc"
