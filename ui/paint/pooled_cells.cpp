#include "ui/paint/pooled_cells.h"

#include "core/math/kernels/levels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace hl::ui {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index fewCells = 1 << 16; // below, a picture is made as quickly as it is found
constexpr std::size_t mostKept = 32;

struct Range
{
    Index first;
    Index last; ///< behind it
};

/// Which of `count` cells from `first` on share each pixel.
std::vector<Range> sharesOf(Index first, Index count, int pixels)
{
    std::vector<Range> shares;
    for (Index i = 0; i < pixels; ++i)
        shares.push_back({first + i * count / pixels, first + (i + 1) * count / pixels});
    return shares;
}

/// What a row's numbers are multiplied by and shifted, so that they can be compared with those of other rows: only rows with a
/// scale of their own need it, for within one scale larger is further.
struct RowScale
{
    double factor = 1.0;
    double offset = 0.0;
};

RowScale rowScaleOf(const ColorScale& scale, Index row)
{
    if (scale.rowRanges.empty())
        return {};
    const ColorScale::Range& range = scale.rangeOf(row);
    const double width = scale.isDiverging ? range.upper : range.upper - range.lower;
    if (!(width > 0.0) || !std::isfinite(width))
        return {};
    return {1.0 / width, scale.isDiverging ? 0.0 : -range.lower / width};
}

/// The strongest cell of each pixel of one line of the picture.
class Line
{
public:
    Line(const Heatmap& map, const std::vector<Range>& columns)
        : m_map(map)
        , m_columns(columns)
        , m_best(columns.size())
    {}

    void start(Index row)
    {
        for (std::size_t x = 0; x < m_best.size(); ++x)
            m_best[x] = {-infinity, row, m_columns[x].first};
    }

    void add(Index row)
    {
        if (m_map.view.dtype() == DType::Float32)
            addRow<float>(row);
        else
            addRow<double>(row);
    }

    void paint(QRgb* pixels) const
    {
        for (std::size_t x = 0; x < m_best.size(); ++x)
            pixels[x] = m_map.colorAt(m_best[x].row, m_best[x].col);
    }

private:
    struct Best
    {
        double weight;
        Index row;
        Index col;
    };

    template <class T>
    void addRow(Index row)
    {
        const T* values = m_map.view.as<T>().row(row).data();
        if (!m_map.forbidden || row >= m_map.forbidden.rows() || m_map.forbidden.cols() < m_map.view.cols())
            addCells<T, float>(row, values, nullptr);
        else if (m_map.forbidden.dtype() == DType::Float32)
            addCells<T, float>(row, values, m_map.forbidden.as<float>().row(row).data());
        else
            addCells<T, double>(row, values, m_map.forbidden.as<double>().row(row).data());
    }

    template <class T, class Mark>
    void addCells(Index row, const T* values, const Mark* marks)
    {
        const RowScale scale = rowScaleOf(m_map.scale, row);
        const bool isDiverging = m_map.scale.isDiverging;
        for (std::size_t x = 0; x < m_columns.size(); ++x) {
            Best& best = m_best[x];
            for (Index col = m_columns[x].first; col < m_columns[x].last; ++col) {
                const double value = static_cast<double>(values[col]);
                double weight = (isDiverging ? std::abs(value) : value) * scale.factor + scale.offset;
                if (!(std::abs(value) <= std::numeric_limits<double>::max()))
                    weight = infinity;
                if (weight > best.weight && !(marks && marks[col] == -std::numeric_limits<Mark>::infinity()))
                    best = {weight, row, col};
            }
        }
    }

    const Heatmap& m_map;
    const std::vector<Range>& m_columns;
    std::vector<Best> m_best;
};

/// The same where one scale holds for all cells and larger numbers are further on it, as those of patterns are: then the largest
/// number of a pixel says its colour. Cells that no number speaks for, not finite or all forbidden, are left to Line.
class LargestLine
{
public:
    [[nodiscard]] static bool isFor(const Heatmap& map)
    {
        const bool hasMarks = !map.forbidden.isNull();
        return map.view.dtype() == DType::Float32 && !map.scale.isDiverging && map.scale.rowRanges.empty()
               && (!hasMarks || (map.forbidden.dtype() == DType::Float32 && map.forbidden.cols() >= map.view.cols()));
    }

    LargestLine(const Heatmap& map, const std::vector<Range>& columns)
        : m_map(map)
        , m_columns(columns)
        , m_first(columns.front().first)
        , m_largest(static_cast<std::size_t>(columns.back().last - m_first))
    {}

    /// False if a pixel's colour is not known.
    [[nodiscard]] bool paint(const Range& band, QRgb* pixels)
    {
        std::fill(m_largest.begin(), m_largest.end(), -std::numeric_limits<float>::infinity());
        for (Index row = band.first; row < band.last; ++row) {
            const bool hasMarks = m_map.forbidden && row < m_map.forbidden.rows();
            kernels().keepLargest(m_map.view.as<float>().row(row).data() + m_first,
                                  hasMarks ? m_map.forbidden.as<float>().row(row).data() + m_first : nullptr,
                                  static_cast<long>(m_largest.size()), m_largest.data());
        }
        bool isKnown = true;
        for (std::size_t x = 0; x < m_columns.size(); ++x) {
            const auto begin = m_largest.begin() + (m_columns[x].first - m_first);
            const float largest = *std::max_element(begin, m_largest.begin() + (m_columns[x].last - m_first));
            if (std::isfinite(largest))
                pixels[x] = m_map.colorOf(static_cast<double>(largest), band.first);
            else if (largest < 0.0F && m_map.forbidden)
                pixels[x] = m_map.theme.forbidden.rgb();
            else
                isKnown = false;
        }
        return isKnown;
    }

private:
    const Heatmap& m_map;
    const std::vector<Range>& m_columns;
    Index m_first;
    std::vector<float> m_largest;
};

/// A part of a picture at a size.
struct PartKey
{
    HeatmapKey whole;
    QRect part;
    QSize size;

    [[nodiscard]] bool isSameAs(const PartKey& other) const
    {
        return size == other.size && part == other.part && whole.isSameAs(other.whole);
    }
    [[nodiscard]] bool isExpired() const { return whole.isExpired(); }
};

} // namespace

QImage pooledCells(const Heatmap& map, const QRect& part, QSize size)
{
    const int height = std::min(part.height(), std::max(size.height(), 1));
    const int width = std::min(part.width(), std::max(size.width(), 1));
    const auto rows = sharesOf(part.y(), part.height(), height);
    const auto columns = sharesOf(part.x(), part.width(), width);
    QImage image(width, height, QImage::Format_RGB32);
    Line line(map, columns);
    std::optional<LargestLine> quick;
    if (LargestLine::isFor(map))
        quick.emplace(map, columns);
    for (int y = 0; y < height; ++y) {
        const Range& band = rows[static_cast<std::size_t>(y)];
        if (quick && quick->paint(band, reinterpret_cast<QRgb*>(image.scanLine(y))))
            continue;
        line.start(band.first);
        for (Index row = band.first; row < band.last; ++row)
            line.add(row);
        line.paint(reinterpret_cast<QRgb*>(image.scanLine(y)));
    }
    return image;
}

QImage knownPooledCells(const Heatmap& map, const QRect& part, QSize size)
{
    if (!map.key || Index{part.width()} * part.height() <= fewCells)
        return pooledCells(map, part, size);
    static LastUsed<PartKey, QImage> memo(mostKept);
    const PartKey key{*map.key, part, size};
    if (auto known = memo.find(key))
        return *known;
    QImage image = pooledCells(map, part, size);
    memo.keep(key, image);
    return image;
}

} // namespace hl::ui
