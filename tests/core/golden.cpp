#include "core/golden.h"

#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <QtGlobal>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

namespace golden {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double mostNegative = -1e30; // masks of the reference end in the most negative float32

nlohmann::json readJson(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    // Python writes NaN, which is not JSON.
    for (std::size_t at = text.find(" NaN"); at != std::string::npos; at = text.find(" NaN", at))
        text.replace(at, 4, " null");
    return nlohmann::json::parse(text, nullptr, false);
}

} // namespace

std::filesystem::path root()
{
    const char* set = std::getenv("HEADLIGHT_GOLDEN");
    return set ? set : HEADLIGHT_TEST_DATA "/golden";
}

nlohmann::json Case::info() const
{
    return readJson(folder / "case.json");
}

std::vector<Case> cases(std::string_view kind)
{
    std::vector<Case> found;
    const nlohmann::json index = readJson(root() / "index.json");
    if (!index.is_object())
        qFatal("no index.json in %s", root().c_str());
    for (const auto& entry : index.at("cases")) {
        if (entry.at("kind") == kind)
            found.push_back({entry.at("path"), entry.at("kind"), entry, root() / entry.at("path").get<std::string>()});
    }
    return found;
}

hl::MatrixOf<double> Array::matrix(const std::vector<hl::Index>& leading) const
{
    const std::size_t rank = shape.size();
    const hl::Index cols = rank > 0 ? shape[rank - 1] : 1;
    const hl::Index rows = rank > leading.size() + 1 ? shape[rank - 2] : 1;
    hl::Index offset = 0;
    for (std::size_t i = 0; i < leading.size(); ++i)
        offset = offset * shape[i] + leading[i];
    offset *= rows * cols;
    HL_ASSERT(offset + rows * cols <= static_cast<hl::Index>(values.size()));
    return hl::ConstMap<double>(values.data() + offset, rows, cols, Eigen::OuterStride<>(cols));
}

std::map<std::string, Array> readArrays(const std::filesystem::path& file)
{
    const auto npz = hl::readNpz(file);
    if (!npz)
        qFatal("%s", npz.error().english().c_str());
    std::map<std::string, Array> arrays;
    for (const auto& [name, array] : *npz)
        arrays[name] = {{array.shape.begin(), array.shape.end()}, array.toDoubles()};
    return arrays;
}

double largestDifference(const hl::MatrixOf<double>& actual, const hl::MatrixOf<double>& expected)
{
    if (actual.rows() != expected.rows() || actual.cols() != expected.cols())
        return infinity;
    double worst = 0.0;
    for (hl::Index i = 0; i < actual.size(); ++i) {
        const double a = actual.data()[i];
        const double e = expected.data()[i];
        if (e <= mostNegative) {
            if (a != -infinity)
                return infinity;
            continue;
        }
        const double difference = std::abs(a - e);
        if (!(difference <= worst))
            worst = std::isnan(difference) ? infinity : difference;
    }
    return worst;
}

std::string within(const hl::MatrixOf<double>& actual, const hl::MatrixOf<double>& expected, double absolute,
                   double relative)
{
    std::ostringstream text;
    if (actual.rows() != expected.rows() || actual.cols() != expected.cols()) {
        text << "shape " << actual.rows() << "x" << actual.cols() << ", expected " << expected.rows() << "x"
             << expected.cols();
        return text.str();
    }
    for (hl::Index row = 0; row < actual.rows(); ++row) {
        for (hl::Index col = 0; col < actual.cols(); ++col) {
            const double a = actual(row, col);
            const double e = expected(row, col);
            const bool isForbidden = e <= mostNegative;
            const bool isFine = isForbidden ? a == -infinity
                                            : std::abs(a - e) <= std::max(absolute, relative * std::abs(e));
            if (!isFine) {
                text.precision(9);
                text << "cell (" << row << "," << col << ") is " << a << ", expected " << e << ", difference "
                     << std::abs(a - e) << ", allowed " << std::max(absolute, relative * std::abs(e));
                return text.str();
            }
        }
    }
    return {};
}

hl::MatrixOf<double> matrixOf(const hl::MatrixView& view)
{
    hl::MatrixOf<double> matrix(view.rows(), view.cols());
    for (hl::Index row = 0; row < view.rows(); ++row) {
        for (hl::Index col = 0; col < view.cols(); ++col)
            matrix(row, col) = view.at(row, col);
    }
    return matrix;
}

} // namespace golden
