#include "ui/figure/ink.h"

#include <QtTest>

#include <limits>

using namespace hl::ui;

class TestFormat : public QObject
{
    Q_OBJECT

private slots:
    void valuesHaveTheAskedDigits_data();
    void valuesHaveTheAskedDigits();
    void cellsAreShort_data();
    void cellsAreShort();
    void seventeenDigitsBringTheNumberBack();
};

void TestFormat::valuesHaveTheAskedDigits_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("text");
    const double infinity = std::numeric_limits<double>::infinity();
    QTest::newRow("zero is exact") << 0.0 << 4 << "0";
    QTest::newRow("minus zero is zero") << -0.0 << 4 << "0";
    QTest::newRow("share") << 0.0583 << 3 << "0.0583";
    QTest::newRow("trailing zeros stay") << 1.0 << 4 << "1.000";
    QTest::newRow("a real minus sign") << -27.9398 << 4 << "−27.94";
    QTest::newRow("rounding up makes a digit") << 9.9996 << 4 << "10.00";
    QTest::newRow("large") << 123456.0 << 2 << "123456";
    QTest::newRow("very large") << 1234567.0 << 3 << "1.23e+06";
    QTest::newRow("very small") << -1.5e-9 << 2 << "−1.5e−09";
    QTest::newRow("largest double") << std::numeric_limits<double>::max() << 3 << "1.80e+308";
    QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN() << 4 << "NaN";
    QTest::newRow("infinity") << infinity << 4 << "∞";
    QTest::newRow("minus infinity") << -infinity << 4 << "−∞";
}

void TestFormat::valuesHaveTheAskedDigits()
{
    QFETCH(double, value);
    QFETCH(int, digits);
    QTEST(formatValue(value, digits), "text");
}

void TestFormat::cellsAreShort_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("text");
    QTest::newRow("no leading zero") << 0.39 << 2 << ".39";
    QTest::newRow("exact one") << 1.0 << 2 << "1";
    QTest::newRow("nearly one is not one") << 0.9999 << 2 << "1.0";
    QTest::newRow("exact zero") << 0.0 << 2 << "0";
    QTest::newRow("nearly zero is not zero") << 0.0001 << 2 << ".00";
    QTest::newRow("negative has no leading zero either") << -0.7 << 1 << "−.7";
    QTest::newRow("negative keeps its decimals") << -0.31 << 2 << "−.31";
    QTest::newRow("nearly minus one is not minus one") << -0.9999 << 2 << "−1.0";
    QTest::newRow("tens have one decimal") << 12.345 << 2 << "12.3";
    QTest::newRow("hundreds have none") << -512.7 << 2 << "−513";
    QTest::newRow("thousands of thousands") << 3.2e7 << 2 << "3e+07";
    QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN() << 2 << "NaN";
}

void TestFormat::cellsAreShort()
{
    QFETCH(double, value);
    QFETCH(int, decimals);
    QTEST(formatCell(value, decimals), "text");
}

void TestFormat::seventeenDigitsBringTheNumberBack()
{
    for (const double value : {0.1, 1.0 / 3.0, 2.718281828459045e-3, 123.456789012345678, 1e-300, 0.30000000000000004}) {
        const QString text = formatValue(-value, 17).replace(QChar(0x2212), QLatin1Char('-'));
        QVERIFY2(text.toDouble() == -value, qPrintable(text)); // the very same number
    }
}

QTEST_APPLESS_MAIN(TestFormat)
#include "tst_format.moc"
