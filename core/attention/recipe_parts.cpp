#include "core/attention/recipe_parts.h"

#include "core/attention/positions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl::parts {

namespace {

using Matrix = MatrixOf<double>;

constexpr double forbidden = -std::numeric_limits<double>::infinity();

/// The same numbers, row by row, in another shape.
Matrix reshaped(const Matrix& matrix, Index rows, Index cols)
{
    return Eigen::Map<const Matrix>(matrix.data(), rows, cols);
}

} // namespace

Matrix sinesAndCosines(Index count, Index width)
{
    return sinusoidalPositions(count, width);
}

Matrix sinesOnly(Index count, Index width)
{
    Matrix table = sinusoidalPositions(count, width);
    for (Index feature = 1; feature < width; feature += 2)
        table.col(feature) = table.col(feature - 1);
    return table;
}

Matrix ownFrequencies(Index count, Index width)
{
    Matrix table(count, width);
    for (Index position = 0; position < count; ++position) {
        for (Index feature = 0; feature < width; ++feature) {
            const double angle = static_cast<double>(position)
                                 / std::pow(10000.0, static_cast<double>(feature) / static_cast<double>(width));
            table(position, feature) = feature % 2 == 0 ? std::sin(angle) : std::cos(angle);
        }
    }
    return table;
}

HeadMatrices splitColumns(const Matrix& flat, Index heads)
{
    HeadMatrices out;
    const Index width = flat.cols() / heads;
    for (Index head = 0; head < heads; ++head)
        out.emplace_back(flat.middleCols(head * width, width));
    return out;
}

HeadMatrices splitByReshape(const Matrix& flat, Index heads)
{
    HeadMatrices out;
    const Index size = flat.size() / heads;
    for (Index head = 0; head < heads; ++head)
        out.emplace_back(Eigen::Map<const Matrix>(flat.data() + head * size, flat.rows(), flat.cols() / heads));
    return out;
}

HeadMatrices splitInterleaved(const Matrix& flat, Index heads)
{
    HeadMatrices out;
    for (Index head = 0; head < heads; ++head) {
        Matrix own(flat.rows(), flat.cols() / heads);
        for (Index feature = 0; feature < own.cols(); ++feature)
            own.col(feature) = flat.col(feature * heads + head);
        out.push_back(std::move(own));
    }
    return out;
}

Matrix dotProducts(const Matrix& q, const Matrix& k)
{
    return q * k.transpose();
}

Matrix swapped(const Matrix& q, const Matrix& k)
{
    return k * q.transpose();
}

Matrix keyNotTransposed(const Matrix& q, const Matrix& k)
{
    return q.cols() == k.rows() ? Matrix(q * k) : Matrix();
}

Matrix keyReshaped(const Matrix& q, const Matrix& k)
{
    return q * reshaped(k, k.cols(), k.rows());
}

Matrix queriesAlone(const Matrix& q, const Matrix& k)
{
    return q.rows() == k.rows() ? Matrix(q * q.transpose()) : Matrix();
}

Matrix queryAsScores(const Matrix& q, const Matrix& k)
{
    return q.cols() == k.rows() ? q : Matrix();
}

Matrix cosines(const Matrix& q, const Matrix& k)
{
    return q.rowwise().normalized() * k.rowwise().normalized().transpose();
}

double rightFactor(const AttentionSizes& sizes)
{
    return sizes.scale;
}

double noFactor(const AttentionSizes&)
{
    return 1.0;
}

double rootOfModelWidth(const AttentionSizes& sizes)
{
    return 1.0 / std::sqrt(static_cast<double>(sizes.modelWidth));
}

double headWidthItself(const AttentionSizes& sizes)
{
    return 1.0 / static_cast<double>(sizes.headWidth);
}

double modelWidthItself(const AttentionSizes& sizes)
{
    return 1.0 / static_cast<double>(sizes.modelWidth);
}

double timesRoot(const AttentionSizes& sizes)
{
    return std::sqrt(static_cast<double>(sizes.headWidth));
}

double rootOfLength(const AttentionSizes& sizes)
{
    return 1.0 / std::sqrt(static_cast<double>(sizes.keys));
}

MaskMatrix sameMask(const MaskMatrix& mask)
{
    return mask;
}

MaskMatrix noMask(const MaskMatrix& mask)
{
    return openMask(mask.rows(), mask.cols());
}

MaskMatrix transposedMask(const MaskMatrix& mask)
{
    return mask.rows() == mask.cols() ? MaskMatrix(mask.transpose()) : mask;
}

MaskMatrix invertedMask(const MaskMatrix& mask)
{
    return mask.unaryExpr([](double cell) { return isForbidden(cell) ? 0.0 : forbidden; });
}

MaskMatrix nextKeySeen(const MaskMatrix& mask)
{
    MaskMatrix out = mask;
    const Index offset = causalOffset(mask);
    const std::vector<bool> padded = paddedKeys(mask);
    for (Index i = std::max<Index>(-offset - 1, 0); i < mask.rows() && i + offset + 1 < mask.cols(); ++i) {
        if (!padded[static_cast<std::size_t>(i + offset + 1)] && !isRowForbidden(mask, i))
            out(i, i + offset + 1) = 0.0;
    }
    return out;
}

MaskMatrix ownKeyHidden(const MaskMatrix& mask)
{
    MaskMatrix out = mask;
    const Index offset = causalOffset(mask);
    for (Index i = std::max<Index>(-offset, 0); i < mask.rows() && i + offset < mask.cols(); ++i)
        out(i, i + offset) = forbidden;
    return out;
}

MaskMatrix paddingSeen(const MaskMatrix& mask)
{
    MaskMatrix out = mask;
    const bool causal = isCausal(mask);
    const Index offset = causal ? causalOffset(mask) : 0;
    const std::vector<bool> padded = paddedKeys(mask);
    for (Index i = 0; i < mask.rows(); ++i) {
        for (Index j = 0; j < mask.cols(); ++j) {
            if (padded[static_cast<std::size_t>(j)] && (!causal || j <= i + offset))
                out(i, j) = 0.0;
        }
    }
    return out;
}

double exponential(double x)
{
    return std::exp(x);
}

double itself(double x)
{
    return x == forbidden ? 0.0 : x;
}

Index ofRow(Index head, Index row, Index, const AttentionSizes& sizes)
{
    return head * sizes.queries + row;
}

Index ofColumn(Index head, Index, Index col, const AttentionSizes& sizes)
{
    return head * sizes.keys + col;
}

Index ofHead(Index head, Index, Index, const AttentionSizes&)
{
    return head;
}

Index ofPair(Index, Index row, Index col, const AttentionSizes& sizes)
{
    return row * sizes.keys + col;
}

Index ofAll(Index, Index, Index, const AttentionSizes&)
{
    return 0;
}

Matrix weightedSum(const Matrix& pattern, const Matrix& v)
{
    return pattern.cols() == v.rows() ? Matrix(pattern * v) : Matrix();
}

Matrix elementwise(const Matrix& pattern, const Matrix& v)
{
    if (pattern.rows() == v.rows() && pattern.cols() == v.cols())
        return pattern.cwiseProduct(v);
    if (pattern.rows() == v.rows() && pattern.cols() == 1) // as NumPy spreads a single column
        return v.array().colwise() * pattern.col(0).array();
    return {};
}

Matrix patternTransposed(const Matrix& pattern, const Matrix& v)
{
    return pattern.rows() == v.rows() ? Matrix(pattern.transpose() * v) : Matrix();
}

Matrix sideBySide(const HeadMatrices& z)
{
    const Index width = z.front().cols();
    Matrix out(z.front().rows(), width * static_cast<Index>(z.size()));
    for (std::size_t head = 0; head < z.size(); ++head)
        out.middleCols(static_cast<Index>(head) * width, width) = z[head];
    return out;
}

Matrix joinReversed(const HeadMatrices& z)
{
    return sideBySide({z.rbegin(), z.rend()});
}

Matrix joinByReshape(const HeadMatrices& z)
{
    const Index rows = z.front().rows();
    const Index width = z.front().cols();
    Matrix below(rows * static_cast<Index>(z.size()), width);
    for (std::size_t head = 0; head < z.size(); ++head)
        below.middleRows(static_cast<Index>(head) * rows, rows) = z[head];
    return reshaped(below, rows, width * static_cast<Index>(z.size()));
}

Matrix joinInterleaved(const HeadMatrices& z)
{
    const Index heads = static_cast<Index>(z.size());
    Matrix out(z.front().rows(), z.front().cols() * heads);
    for (Index head = 0; head < heads; ++head) {
        for (Index feature = 0; feature < z.front().cols(); ++feature)
            out.col(feature * heads + head) = z[static_cast<std::size_t>(head)].col(feature);
    }
    return out;
}

} // namespace hl::parts
