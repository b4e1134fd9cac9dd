#include "core/check/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

constexpr double asGoodAsForbidden = -5e3; ///< what masks that are not −∞ leave

double largestOf(const HeadMatrices& heads)
{
    double largest = 0.0;
    for (const Matrix& head : heads) {
        for (Index i = 0; i < head.size(); ++i) {
            const double x = std::abs(head.data()[i]);
            if (std::isfinite(x) && x < 1e8)
                largest = std::max(largest, x);
        }
    }
    return largest > 0.0 ? largest : 1.0;
}

bool isSame(double theirs, double ours, Step step)
{
    if (theirs == ours || (std::isnan(theirs) && std::isnan(ours)))
        return true;
    const bool isForbidden = step == Step::Masked && (ours < -1e8 || theirs < -1e8);
    if (isForbidden && theirs <= asGoodAsForbidden && ours <= asGoodAsForbidden)
        return true;
    // Where there is nothing to share, a program may give 0 instead.
    return std::isnan(ours) && theirs == 0.0;
}

Matrix meanOf(const HeadMatrices& heads)
{
    Matrix sum = heads.front();
    for (std::size_t head = 1; head < heads.size(); ++head)
        sum += heads[head];
    return sum / static_cast<double>(heads.size());
}

} // namespace

Tolerance Tolerance::looserFor(const Given& given)
{
    Tolerance out;
    out.isHalf = given.inputType == NumberType::Half;
    for (const Compared& compared : given.readings.front().compared) {
        if (compared.decimals >= 2 && compared.decimals <= 6)
            out.decimals = out.decimals == 0 ? compared.decimals : std::min(out.decimals, compared.decimals);
    }
    out.isLoose = out.isHalf || out.decimals > 0;
    return out;
}

double Tolerance::relativeTo(NumberType type) const
{
    return type == NumberType::Half || isHalf ? 5e-3 : 1e-5;
}

double Tolerance::absolute() const
{
    return decimals > 0 ? std::pow(10.0, -decimals) : 0.0;
}

Difference differenceOf(const Compared& theirs, const HeadMatrices& computed, const Tolerance& tolerance)
{
    Difference out;
    out.result.name = theirs.name;
    out.result.shape = theirs.shape;
    out.result.step = theirs.step;
    const HeadMatrices mean = theirs.isAveraged ? HeadMatrices{meanOf(computed)} : HeadMatrices{};
    const HeadMatrices& ours = theirs.isAveraged ? mean : computed;
    const bool fits = theirs.numbers.size() == ours.size() && theirs.numbers.front().rows() == ours.front().rows()
                      && theirs.numbers.front().cols() == ours.front().cols();
    if (!fits) {
        out.result.isEqual = false;
        out.result.largest = out.error = std::numeric_limits<double>::infinity();
        return out;
    }
    const double relative = tolerance.relativeTo(theirs.type);
    const double largest = largestOf(ours);
    const double scale = theirs.type == NumberType::Double ? std::min(1.0, largest) : largest;
    for (std::size_t head = 0; head < ours.size(); ++head) {
        for (Index row = 0; row < ours[head].rows(); ++row) {
            for (Index col = 0; col < ours[head].cols(); ++col) {
                const double a = theirs.numbers[head](row, col);
                const double b = ours[head](row, col);
                if (isSame(a, b, theirs.step))
                    continue;
                double difference = std::abs(a - b);
                if (std::isnan(difference))
                    difference = std::numeric_limits<double>::infinity();
                const double bound = relative * (std::abs(b) + scale) + tolerance.absolute();
                const double error = std::isfinite(b) ? difference / bound : std::numeric_limits<double>::infinity();
                out.error = std::max(out.error, error);
                if (difference > out.result.largest) {
                    out.result.largest = difference;
                    out.result.head = static_cast<Index>(head);
                    out.result.row = row;
                    out.result.col = col;
                    out.result.theirs = a;
                    out.result.ours = b;
                }
            }
        }
    }
    out.result.isEqual = out.error <= 1.0;
    return out;
}

std::optional<double> dropoutBetween(const Compared& theirs, const HeadMatrices& ours, const Tolerance& tolerance)
{
    if (theirs.isAveraged || theirs.numbers.size() != ours.size() || theirs.numbers.front().rows() != ours.front().rows()
        || theirs.numbers.front().cols() != ours.front().cols())
        return std::nullopt;
    const double relative = tolerance.relativeTo(theirs.type);
    double factor = 0.0, reference = 0.0;
    for (std::size_t head = 0; head < ours.size(); ++head) {
        for (Index i = 0; i < ours[head].size(); ++i) {
            const double a = theirs.numbers[head].data()[i], b = ours[head].data()[i];
            if (a != 0.0 && b > reference) {
                reference = b;
                factor = a / b;
            }
        }
    }
    if (!(factor > 1.0 + 1e-3 && factor <= 10.0 + relative))
        return std::nullopt;
    bool isAnyZero = false;
    for (std::size_t head = 0; head < ours.size(); ++head) {
        for (Index i = 0; i < ours[head].size(); ++i) {
            const double a = theirs.numbers[head].data()[i], b = ours[head].data()[i];
            if (std::isnan(b) && (std::isnan(a) || a == 0.0))
                continue;
            if (a == 0.0) {
                isAnyZero = isAnyZero || b > 1e-4;
                continue;
            }
            if (!(std::abs(a - factor * b) <= 2.0 * factor * (relative * (std::abs(b) + 0.1 * reference) + tolerance.absolute())))
                return std::nullopt;
        }
    }
    // Without a single zero it is a factor, as of some other rate of a usual size.
    const double rate = 1.0 - 1.0 / factor;
    const bool isUsual = std::abs(rate * 20.0 - std::round(rate * 20.0)) < std::max(1e-3, 40.0 * relative) && rate < 0.55;
    return isAnyZero || isUsual ? std::optional(rate) : std::nullopt;
}

} // namespace hl
