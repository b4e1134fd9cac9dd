#include "ui/paint/color_tables.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

using hl::ui::ColorMapName;
using hl::ui::colorTable;
using hl::ui::divergingTable;

namespace {

using Rgb = std::array<double, 3>; // linear sRGB, 0 .. 1
using Vision = std::array<Rgb, 3>;

// Machado, Oliveira, Fernandes 2009, table 1, severity 1.0; they apply to linear sRGB.
constexpr Vision typical = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Vision protanopia = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Vision deuteranopia = {
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Vision tritanopia = {
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

/// CIE L* of a colour as that vision sees it: 0 black .. 100 white.
double lightness(std::uint32_t rgb, const Vision& vision = typical)
{
    Rgb linear{};
    for (int channel = 0; channel < 3; ++channel) {
        const double c = ((rgb >> (16 - 8 * channel)) & 0xff) / 255.0;
        linear[channel] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    }
    constexpr Rgb luminance = {0.2126729, 0.7151522, 0.0721750};
    double y = 0;
    for (int row = 0; row < 3; ++row) {
        const Rgb& mix = vision[row];
        const double seen = mix[0] * linear[0] + mix[1] * linear[1] + mix[2] * linear[2];
        y += luminance[row] * std::clamp(seen, 0.0, 1.0);
    }
    return y > 216.0 / 24389.0 ? 116.0 * std::cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}

void addSequentialMaps()
{
    QTest::addColumn<ColorMapName>("map");
    QTest::newRow("viridis") << ColorMapName::Viridis;
    QTest::newRow("magma") << ColorMapName::Magma;
    QTest::newRow("cividis") << ColorMapName::Cividis;
    QTest::newRow("grey") << ColorMapName::Grey;
}

void addGrounds()
{
    QTest::addColumn<std::uint32_t>("neutral");
    QTest::newRow("white panel") << 0xffffffU;
    QTest::newRow("light ground") << 0xf6f6f3U;
    QTest::newRow("dark panel") << 0x1f2125U;
    QTest::newRow("black") << 0x000000U;
}

} // namespace

class TestColorTables : public QObject
{
    Q_OBJECT

private slots:
    void everyEntryIsOpaque();
    void sequentialMapsBecomeStrictlyLighter_data() { addSequentialMaps(); }
    void sequentialMapsBecomeStrictlyLighter();
    void sequentialMapsRiseInSimilarSteps_data() { addSequentialMaps(); }
    void sequentialMapsRiseInSimilarSteps();
    void sequentialMapsSpanMostOfTheLightness_data() { addSequentialMaps(); }
    void sequentialMapsSpanMostOfTheLightness();
    void sequentialMapsRiseForColourBlindEyes_data();
    void sequentialMapsRiseForColourBlindEyes();
    void divergingMapIsNeutralAtZero_data() { addGrounds(); }
    void divergingMapIsNeutralAtZero();
    void divergingMapLeavesItsCentreSteadily_data() { addGrounds(); }
    void divergingMapLeavesItsCentreSteadily();
    void divergingMapTreatsBothSignsAlike_data() { addGrounds(); }
    void divergingMapTreatsBothSignsAlike();
    void divergingMapIsBlueBelowAndRedAbove_data() { addGrounds(); }
    void divergingMapIsBlueBelowAndRedAbove();
    void divergingMapByNameIsTheOneOnWhite();
};

void TestColorTables::everyEntryIsOpaque()
{
    for (const ColorMapName name : {ColorMapName::Viridis, ColorMapName::Magma, ColorMapName::Cividis,
                                    ColorMapName::Grey, ColorMapName::Diverging}) {
        for (const std::uint32_t color : colorTable(name))
            QCOMPARE(color >> 24, 0xffU);
    }
}

void TestColorTables::sequentialMapsBecomeStrictlyLighter()
{
    QFETCH(ColorMapName, map);
    const auto table = colorTable(map);
    for (std::size_t i = 1; i < table.size(); ++i)
        QVERIFY2(lightness(table[i]) > lightness(table[i - 1]), qPrintable(QString::number(i)));
}

void TestColorTables::sequentialMapsRiseInSimilarSteps()
{
    QFETCH(ColorMapName, map);
    const auto table = colorTable(map);
    double smallest = 100;
    double largest = 0;
    for (std::size_t i = 1; i < table.size(); ++i) {
        const double step = lightness(table[i]) - lightness(table[i - 1]);
        smallest = std::min(smallest, step);
        largest = std::max(largest, step);
    }
    QVERIFY2(largest <= 7 * smallest, qPrintable(QStringLiteral("%1 to %2").arg(smallest).arg(largest)));
}

void TestColorTables::sequentialMapsSpanMostOfTheLightness()
{
    QFETCH(ColorMapName, map);
    const auto table = colorTable(map);
    QVERIFY(lightness(table.front()) < 16);
    QVERIFY(lightness(table.back()) > 90);
    QCOMPARE(std::set<std::uint32_t>(table.begin(), table.end()).size(), table.size());
}

void TestColorTables::sequentialMapsRiseForColourBlindEyes_data()
{
    QTest::addColumn<ColorMapName>("map");
    QTest::addColumn<Vision>("vision");
    const std::pair<const char*, ColorMapName> maps[] = {{"viridis", ColorMapName::Viridis},
                                                         {"magma", ColorMapName::Magma},
                                                         {"cividis", ColorMapName::Cividis},
                                                         {"grey", ColorMapName::Grey}};
    const std::pair<const char*, Vision> visions[] = {
        {"protanopia", protanopia}, {"deuteranopia", deuteranopia}, {"tritanopia", tritanopia}};
    for (const auto& [mapName, map] : maps) {
        for (const auto& [visionName, vision] : visions)
            QTest::addRow("%s in %s", mapName, visionName) << map << vision;
    }
}

void TestColorTables::sequentialMapsRiseForColourBlindEyes()
{
    QFETCH(ColorMapName, map);
    QFETCH(Vision, vision);
    const auto table = colorTable(map);
    for (std::size_t i = 1; i < table.size(); ++i)
        QVERIFY2(lightness(table[i], vision) > lightness(table[i - 1], vision),
                 qPrintable(QString::number(i)));
}

void TestColorTables::divergingMapIsNeutralAtZero()
{
    QFETCH(std::uint32_t, neutral);
    const auto table = divergingTable(neutral);
    QCOMPARE(table[127], 0xff000000U | neutral);
    QCOMPARE(table[128], 0xff000000U | neutral);
}

void TestColorTables::divergingMapLeavesItsCentreSteadily()
{
    QFETCH(std::uint32_t, neutral);
    const auto table = divergingTable(neutral);
    const double centre = lightness(neutral);
    // A rounded channel may move lightness by this much against the trend, never further.
    constexpr double rounding = 0.35;
    for (std::size_t i = 1; i < 128; ++i) {
        for (const std::size_t at : {127 - i, 128 + i}) {
            const std::size_t inner = at < 128 ? at + 1 : at - 1;
            const double away = std::abs(lightness(table[at]) - centre);
            QVERIFY2(away > std::abs(lightness(table[inner]) - centre) - rounding,
                     qPrintable(QString::number(at)));
        }
    }
    QVERIFY(std::abs(lightness(table.front()) - centre) > 48);
}

void TestColorTables::divergingMapTreatsBothSignsAlike()
{
    QFETCH(std::uint32_t, neutral);
    const auto table = divergingTable(neutral);
    for (std::size_t i = 0; i < 128; ++i) {
        const double difference = std::abs(lightness(table[127 - i]) - lightness(table[128 + i]));
        QVERIFY2(difference < 0.7, qPrintable(QStringLiteral("%1: %2").arg(i).arg(difference)));
    }
}

void TestColorTables::divergingMapIsBlueBelowAndRedAbove()
{
    QFETCH(std::uint32_t, neutral);
    const auto table = divergingTable(neutral);
    const auto red = [](std::uint32_t color) { return (color >> 16) & 0xff; };
    const auto blue = [](std::uint32_t color) { return color & 0xff; };
    QVERIFY(blue(table.front()) > red(table.front()) + 80);
    QVERIFY(red(table.back()) > blue(table.back()) + 80);
}

void TestColorTables::divergingMapByNameIsTheOneOnWhite()
{
    const auto expected = divergingTable(0xffffff);
    QVERIFY(std::ranges::equal(colorTable(ColorMapName::Diverging), expected));
}

QTEST_APPLESS_MAIN(TestColorTables)
#include "tst_color_tables.moc"
