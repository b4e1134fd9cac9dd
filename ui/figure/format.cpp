#include "ui/figure/ink.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

QString withMinusSign(QString text)
{
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString nonFinite(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

} // namespace

QString formatValue(double value, int significantDigits)
{
    if (!std::isfinite(value))
        return nonFinite(value);
    if (value == 0.0)
        return QStringLiteral("0");
    const int digits = std::clamp(significantDigits, 1, 17);
    // The exponent is read after rounding: 9.9996 to four digits is 10.00, not 10.000.
    const QString scientific = QString::number(value, 'e', digits - 1);
    const int exponent = QStringView(scientific).mid(scientific.indexOf(QLatin1Char('e')) + 1).toInt();
    if (exponent < -4 || exponent >= std::max(digits, 6))
        return withMinusSign(scientific);
    return withMinusSign(QString::number(value, 'f', std::max(digits - 1 - exponent, 0)));
}

QString formatCell(double value, int decimals)
{
    if (!std::isfinite(value))
        return nonFinite(value);
    const double size = std::abs(value);
    if (size >= 10000.0)
        return withMinusSign(QString::number(value, 'e', 0));
    if (value == std::floor(value))
        return withMinusSign(QString::number(value, 'f', 0));
    const int room = size >= 100.0 ? 0 : (size >= 10.0 ? std::min(decimals, 1) : decimals);
    QString text = QString::number(size, 'f', std::max(room, 0));
    if (text.startsWith(QLatin1String("0.")))
        text.remove(0, 1);
    else if (text == QLatin1String("1.00")) // 0.999: as wide as its neighbours, and not the exact "1"
        text.chop(1);
    return value < 0.0 ? QChar(0x2212) + text : text;
}

} // namespace hl::ui
