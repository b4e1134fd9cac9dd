#include "core/base/number.h"
#include "core/output/csv.h"

#include <QTest>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

using namespace hl;

class TestCsv : public QObject
{
    Q_OBJECT

private slots:
    void numbersAreShortAndExact();
    void specialNumbersAreSpelled();
    void randomNumbersReadBack();
    void significantDigitsAreKept_data();
    void significantDigitsAreKept();
    void localeDoesNotMatter();
    void fieldsAreQuotedWhereNeeded();
    void matrixHasItsNames();
};

void TestCsv::numbersAreShortAndExact()
{
    QVERIFY(formatNumber(0.1) == "0.1");
    QVERIFY(formatNumber(0.1f) == "0.1");
    QVERIFY(formatNumber(static_cast<double>(0.1f)) == "0.10000000149011612");
    QVERIFY(formatNumber(1.0) == "1");
    QVERIFY(formatNumber(-0.0) == "-0");
    QVERIFY(formatNumber(1e300) == "1e+300");
    QVERIFY(formatNumber(5e-324) == "5e-324");
    QVERIFY(formatNumber(-std::numeric_limits<double>::max()) == "-1.7976931348623157e+308");
}

void TestCsv::specialNumbersAreSpelled()
{
    QVERIFY(formatNumber(HUGE_VAL) == "inf" && formatNumber(-HUGE_VALF) == "-inf");
    QVERIFY(formatNumber(std::nan("")) == "nan" && formatNumber(-std::nanf("")) == "nan");
    QVERIFY(formatNumber(-HUGE_VAL, 3) == "-inf" && formatNumber(-std::nan(""), 3) == "nan");
}

void TestCsv::randomNumbersReadBack()
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 100000; ++i) {
        const auto full = std::bit_cast<double>(random());
        const auto single = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        if (!std::isnan(full))
            QVERIFY(std::strtod(formatNumber(full).c_str(), nullptr) == full);
        if (!std::isnan(single))
            QVERIFY(std::strtof(formatNumber(single).c_str(), nullptr) == single);
    }
}

void TestCsv::significantDigitsAreKept_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("third") << 1.0 / 3 << 4 << QByteArray("0.3333");
    QTest::newRow("no trailing zeros") << 0.5 << 4 << QByteArray("0.5");
    QTest::newRow("rounded up") << 0.99996 << 4 << QByteArray("1");
    QTest::newRow("small") << 1.5e-7 << 4 << QByteArray("1.5e-07");
    QTest::newRow("large") << 123456.0 << 4 << QByteArray("1.235e+05");
    QTest::newRow("negative zero") << -0.0 << 4 << QByteArray("-0");
    QTest::newRow("one digit") << 0.25 << 1 << QByteArray("0.2");
    QTest::newRow("seventeen digits") << 0.1 << 17 << QByteArray("0.10000000000000001");
    QTest::newRow("longest") << -1.2345678901234567e-300 << 17 << QByteArray("-1.2345678901234568e-300");
}

void TestCsv::significantDigitsAreKept()
{
    QFETCH(double, value);
    QFETCH(int, digits);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(formatNumber(value, digits)), text);
}

void TestCsv::localeDoesNotMatter()
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "C.UTF-8"}) {
        std::setlocale(LC_ALL, name); // stays as it is where the system does not have it
        QVERIFY(formatNumber(1234567.5) == "1234567.5" && formatNumber(0.25, 3) == "0.25");
        QVERIFY(CsvWriter().number(1234.5).integer(1234567).take() == "1234.5,1234567");
    }
    std::setlocale(LC_ALL, before.c_str());
}

void TestCsv::fieldsAreQuotedWhereNeeded()
{
    CsvWriter csv;
    const std::vector<std::string> names = {"token", "a,b", "say \"hi\"", "two\nlines", "", " the", "注意"};
    csv.row(names).text("x").number(0.5).number(0.1f).integer(-3).endRow().endRow();
    const std::string expected =
        "token,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\",\" the\",注意\r\nx,0.5,0.1,-3\r\n\r\n";
    QVERIFY2(csv.result() == expected, csv.result().c_str());
    QVERIFY(csv.take() == expected);
}

void TestCsv::matrixHasItsNames()
{
    const std::vector<float> numbers = {0.1f, -HUGE_VALF, 9, 0.25f, 1e-10f, 9};
    const MatrixView matrix(numbers.data(), 2, 2, 3);
    const std::vector<std::string> rows = {"the", "cat,"};
    const std::vector<std::string> columns = {"k0", "k1"};
    QVERIFY(csvOf(matrix, rows, columns, "query") ==
            "query,k0,k1\r\nthe,0.1,-inf\r\n\"cat,\",0.25,1e-10\r\n");
    QVERIFY(csvOf(matrix, {}, columns) == "k0,k1\r\n0.1,-inf\r\n0.25,1e-10\r\n");
    QVERIFY(csvOf(matrix, {}, {}) == "0.1,-inf\r\n0.25,1e-10\r\n");
    const std::vector<double> one = {0.1};
    QVERIFY(csvOf(MatrixView(one.data(), 1, 1, 1), {}, {}) == "0.1\r\n");
}

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_csv.moc"
