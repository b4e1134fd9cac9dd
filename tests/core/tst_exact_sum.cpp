#include "core/base/exact_sum.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace hl;

namespace {

ExactSum sumOf(std::initializer_list<double> values)
{
    ExactSum sum;
    for (const double value : values)
        sum.add(value);
    return sum;
}

/// Numbers of very different sizes and both signs.
std::vector<double> wildNumbers(int count)
{
    std::mt19937_64 random(1);
    std::vector<double> values;
    for (int i = 0; i < count; ++i) {
        const double mantissa = static_cast<double>(random() >> 11) * 0x1p-53;
        values.push_back(std::ldexp(random() % 2 == 0 ? mantissa : -mantissa, static_cast<int>(random() % 600) - 300));
    }
    return values;
}

} // namespace

class TestExactSum : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsLostBetweenLargeNumbers()
    {
        QVERIFY(sumOf({1e308, 1.0, 0x1p-1074, -1e308}).value() == 1.0);
        QVERIFY(sumOf({1e308, 0x1p-1074, -1e308}).value() == 0x1p-1074);
        QVERIFY(sumOf({std::numeric_limits<double>::max(), -std::numeric_limits<double>::max()}) == ExactSum());
        const ExactSum sum = sumOf({1e100, 1.0, -1e100, -3.0});
        QVERIFY(sum.value() == -2.0);
    }

    void theValueIsTheNearestDouble()
    {
        QVERIFY(sumOf({1.0, 0x1p-53}).value() == 1.0);                        // a tie goes to the even one
        QVERIFY(sumOf({1.0, 0x1p-53, 0x1p-1074}).value() == 1.0 + 0x1p-52);   // more than a tie does not
        QVERIFY(sumOf({1.0 + 0x1p-52, 0x1p-53}).value() == 1.0 + 0x1p-51);
        QVERIFY(sumOf({-1.0, -0x1p-53, -0x1p-1074}).value() == -1.0 - 0x1p-52);
        ExactSum tenths;
        for (int i = 0; i < 10; ++i)
            tenths.add(0.1);
        QVERIFY(tenths.value() == 1.0); // 10 · 0.1000000000000000055... rounds to 1, which adding one by one misses
    }

    void wholeNumbersAddUpAsInIntegers()
    {
        std::mt19937_64 random(2);
        std::int64_t whole = 0;
        ExactSum sum;
        for (int i = 0; i < 100'000; ++i) {
            const auto number = static_cast<std::int64_t>(random() >> 24) - (std::int64_t{1} << 39);
            whole += number;
            sum.add(std::ldexp(static_cast<double>(number), -20));
        }
        const ExactSum::Pair pair = sum.pair();
        const auto high = static_cast<std::int64_t>(std::ldexp(pair.high, 20));
        const auto low = static_cast<std::int64_t>(std::ldexp(pair.low, 20));
        QCOMPARE(high + low, whole);
    }

    void squaresAreExact()
    {
        ExactSum sum;
        sum.addSquare(1.0 + 0x1p-52);
        QVERIFY(sum == sumOf({1.0, 0x1p-51, 0x1p-104}));
    }

    void neitherOrderNorPartsCanBeSeen()
    {
        std::vector<double> values = wildNumbers(3000);
        ExactSum all;
        for (const double value : values)
            all.add(value);
        std::mt19937_64 random(3);
        for (int round = 0; round < 20; ++round) {
            std::shuffle(values.begin(), values.end(), random);
            std::vector<ExactSum> parts(1 + random() % 7);
            for (std::size_t i = 0; i < values.size(); ++i)
                parts[i % parts.size()].add(values[i]);
            ExactSum merged;
            for (const ExactSum& part : parts)
                merged.add(part);
            QVERIFY(merged == all);
            QCOMPARE(merged.text(), all.text());
        }
    }

    void textsComeBack()
    {
        std::vector<double> values = wildNumbers(500);
        values.insert(values.end(), {0.0, 1.0, -1.0, 0x1p-1074, -0x1p-1074, std::numeric_limits<double>::max(), 12345.678});
        ExactSum running;
        for (const double value : values) {
            running.add(value);
            for (const ExactSum& sum : {running, sumOf({value})}) {
                const auto back = ExactSum::parse(sum.text());
                QVERIFY2(back && *back == sum, sum.text().c_str());
            }
        }
        QCOMPARE(sumOf({1.0}).text(), std::string("1p0"));
        QCOMPARE(sumOf({-6.5}).text(), std::string("-dp-1"));
        QCOMPARE(ExactSum().text(), std::string("0"));
    }

    void brokenTextsAreRefused()
    {
        for (const char* text : {"", "-", "p0", "1", "1p", "2p0", "1p0 ", "g1p0", "1p-2000", "1p99999999999", "01p0", "-0", "1P0", "1p1150"})
            QVERIFY2(!ExactSum::parse(text), text);
        QVERIFY(!ExactSum::parse(std::string(100'000, 'f') + "p0"));
    }
};

QTEST_APPLESS_MAIN(TestExactSum)
#include "tst_exact_sum.moc"
