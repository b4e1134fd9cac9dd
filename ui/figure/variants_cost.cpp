// The lower half of the first page: what each way costs, as a table for this text and plotted against the number of tokens.
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/line_plot.h"
#include "ui/figure/variants_figure.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace hl::ui {

namespace {

constexpr double mostTokens = 1e5; // of the plots

QString words(const char* text)
{
    return QCoreApplication::translate("VariantsFigure", text);
}

qreal lineHeight(const Theme& theme)
{
    return TypeMetrics(theme.font()).height() + theme.space(2);
}

/// What a line of the table and of the plots is about.
struct CostRow
{
    QString name;      ///< "local-window", "recurrent", "convolution"
    QString title;
    const AttentionVariant* variant = nullptr;
    PlotLine looks;
};

struct Quantity
{
    const char* name;
    const char* title; // of the plot, context "VariantsFigure"
    const char* column;
    double (*of)(const Cost&);
};

constexpr std::array quantities{
    Quantity{"multiply-adds", QT_TRANSLATE_NOOP("VariantsFigure", "Multiply-adds"), "multiply_adds", [](const Cost& c) { return c.multiplyAdds; }},
    Quantity{"bytes", QT_TRANSLATE_NOOP("VariantsFigure", "Bytes held"), "bytes", [](const Cost& c) { return c.bytes; }},
    Quantity{"path", QT_TRANSLATE_NOOP("VariantsFigure", "Longest path"), "longest_path", [](const Cost& c) { return static_cast<double>(c.path); }},
    Quantity{"sequential", QT_TRANSLATE_NOOP("VariantsFigure", "Steps in sequence"), "sequential_steps", [](const Cost& c) { return static_cast<double>(c.sequential); }},
};
constexpr std::size_t plotted = 3;

class Costs
{
public:
    explicit Costs(const Scene& scene)
        : m_parameters(scene.options.variantParameters)
        , m_kernel(std::max(scene.options.kernel | 1, 3))
    {
        const ModelSpec& spec = scene.trace->model().spec();
        const StackSpec& stack = spec.stack(scene.place.side);
        const AttentionSpec& attention = scene.place.isCross && stack.cross ? *stack.cross : stack.attention;
        m_sizes = {attention.heads, attention.dHead, attention.dValue, spec.dModel};
        const Side side = scene.place.side == Side::Query ? Side::Only : scene.place.side; // its keys are the whole text
        m_tokens = static_cast<Index>(scene.trace->tokens(side).size());
        const AttentionVariant& chosen = VariantsFigure::variantOf(scene);
        int index = 0;
        for (const AttentionVariant& variant : attentionVariants()) {
            m_rows.push_back({nameOfVariant(variant), translated(variant.title), &variant,
                              {{}, headColor(scene.theme, index + 1), lineStyle(index), &variant == &chosen, false}});
            ++index;
        }
        const QColor others = scene.theme.text;
        m_rows.push_back({QStringLiteral("recurrent"), words(QT_TRANSLATE_NOOP("VariantsFigure", "Recurrent layer")), nullptr,
                          {{}, others, Qt::DashLine, false, false}});
        m_rows.push_back({QStringLiteral("convolution"), words(QT_TRANSLATE_NOOP("VariantsFigure", "Convolution, kernel %1")).arg(m_kernel), nullptr,
                          {{}, others, Qt::DotLine, false, false}});
    }

    [[nodiscard]] const std::vector<CostRow>& rows() const { return m_rows; }
    [[nodiscard]] Index tokens() const { return m_tokens; }
    [[nodiscard]] const LayerSizes& sizes() const { return m_sizes; }
    [[nodiscard]] Cost at(const CostRow& row, Index n) const
    {
        if (row.variant)
            return costOf(*row.variant, n, m_sizes, m_parameters);
        return row.name == QLatin1String("recurrent") ? recurrentCost(n, m_sizes) : convolutionCost(n, m_sizes, m_kernel);
    }

private:
    VariantParameters m_parameters;
    Index m_kernel;
    LayerSizes m_sizes;
    Index m_tokens = 1;
    std::vector<CostRow> m_rows;
};

/// Numbers of tokens that lie evenly on a logarithmic axis.
std::vector<Index> plottedTokens()
{
    std::vector<Index> all;
    for (int i = 0; i <= 100; ++i) {
        const auto n = static_cast<Index>(std::lround(std::pow(mostTokens, i / 100.0)));
        if (all.empty() || all.back() != n)
            all.push_back(n);
    }
    return all;
}

LinePlot plotOf(const Costs& costs, const Quantity& quantity)
{
    LinePlot plot;
    plot.title = words(quantity.title);
    plot.x = {Qt::BottomEdge, 1.0, mostTokens, true, true, false, words(QT_TRANSLATE_NOOP("VariantsFigure", "tokens n")), 5};
    double low = mostTokens;
    double high = 1.0;
    for (const CostRow& row : costs.rows()) {
        PlotLine line = row.looks;
        for (const Index n : plottedTokens()) {
            const double value = quantity.of(costs.at(row, n));
            line.points.emplace_back(static_cast<double>(n), value);
            low = std::min(low, value);
            high = std::max(high, value);
        }
        plot.lines.push_back(std::move(line));
    }
    // A little room, so that lines along the edge are seen.
    plot.y = {Qt::LeftEdge, std::max(low, 1.0) / 1.5, high * 1.5, true, true, false, QString(), 5};
    plot.marker = static_cast<double>(costs.tokens());
    return plot;
}

QString explanation(const Costs& costs)
{
    const LayerSizes& sizes = costs.sizes();
    return words(QT_TRANSLATE_NOOP("VariantsFigure", "What one layer costs: %1 heads with %2 features for queries and keys and %3 for values; recurrent and convolutional layers %4 wide. Projections are left out, exponentials and divisions not counted. Bytes: weights, states and outputs that are held, float32. Path: layers (recurrent: steps) from one token to another at most. As table 1 of Vaswani et al. 2017, with its constants."))
        .arg(sizes.heads).arg(sizes.dKey).arg(sizes.dValue).arg(sizes.dModel);
}

/// Columns that are narrow have titles of two lines.
qreal headHeight(qreal width, const Theme& theme)
{
    return width < theme.space(600) ? 1.8 * lineHeight(theme) : lineHeight(theme);
}

void paintTable(Ink& ink, const QRectF& room, const Costs& costs)
{
    const Theme& theme = ink.theme();
    const qreal line = lineHeight(theme);
    const qreal sample = theme.space(36);
    const qreal nameWidth = std::min(theme.space(220), 0.36 * room.width());
    const qreal width = std::min(theme.space(150), (room.width() - nameWidth) / static_cast<qreal>(quantities.size()));
    QRectF row(room.left(), room.top(), room.width(), headHeight(room.width(), theme));
    const auto cell = [&](std::size_t i) {
        return QRectF(row.left() + nameWidth + static_cast<qreal>(i) * width, row.top(), width - theme.space(8), row.height());
    };
    ink.elidedText(QRectF(row.left(), row.top(), nameWidth, row.height()), Qt::AlignLeft | Qt::AlignBottom,
                   words(QT_TRANSLATE_NOOP("VariantsFigure", "For this text's n = %1")).arg(costs.tokens()), theme.secondary,
                   theme.font(TextSize::Secondary, QFont::DemiBold));
    for (std::size_t i = 0; i < quantities.size(); ++i)
        ink.text(cell(i), Qt::AlignRight | Qt::AlignBottom | Qt::TextWordWrap, words(quantities[i].title), theme.secondary, theme.font(TextSize::Secondary));
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(row.bottomLeft(), QPointF(cell(quantities.size() - 1).right(), row.bottom()));
    row = QRectF(row.left(), row.bottom(), row.width(), line);
    for (const CostRow& one : costs.rows()) {
        const bool isChosen = one.looks.isChosen;
        if (isChosen)
            ink.painter().fillRect(QRectF(row.topLeft(), QPointF(cell(quantities.size() - 1).right() + theme.space(8), row.bottom())), theme.selectedGround);
        paintLineSample(ink, QRectF(row.left() + theme.space(4), row.top(), sample - theme.space(12), line), one.looks);
        ink.elidedText(QRectF(row.left() + sample, row.top(), nameWidth - sample, line), Qt::AlignLeft | Qt::AlignVCenter, one.title,
                       isChosen ? theme.accent : theme.text, theme.font(TextSize::Body, isChosen ? QFont::DemiBold : QFont::Normal));
        const Cost cost = costs.at(one, costs.tokens());
        for (std::size_t i = 0; i < quantities.size(); ++i) {
            const double value = quantities[i].of(cost);
            ink.painter().setFont(theme.numberFont());
            ink.painter().setPen(theme.text);
            ink.derivedNumber(cell(i), Qt::AlignRight | Qt::AlignVCenter, formatCount(value), value,
                              QStringLiteral("cost %1 %2").arg(QLatin1String(quantities[i].name), one.name));
        }
        row.translate(0, line);
    }
}

constexpr qreal plotHeight = 190.0;

std::vector<TextSpan> explanationSpans(const Costs& costs, const Theme& theme)
{
    return {{explanation(costs), theme.secondary, false, std::nullopt, QString()}};
}

} // namespace

qreal costsHeight(const Scene& scene, qreal width)
{
    const Theme& theme = scene.theme;
    const auto rows = static_cast<qreal>(attentionVariants().size() + 2);
    return flowHeight(theme, width, explanationSpans(Costs(scene), theme), TextSize::Secondary) + theme.space(plotHeight + 14)
           + headHeight(width, theme) + rows * lineHeight(theme);
}

void paintCosts(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const Costs costs(scene);
    const qreal text = flowText(ink, room, explanationSpans(costs, theme), TextSize::Secondary) + theme.space(6);
    const QRectF plots(room.left(), room.top() + text, room.width(), theme.space(plotHeight));
    const qreal width = plots.width() / static_cast<qreal>(plotted);
    for (std::size_t i = 0; i < plotted; ++i)
        paintLinePlot(ink, QRectF(plots.left() + static_cast<qreal>(i) * width, plots.top(), width - theme.space(8), plots.height()),
                      plotOf(costs, quantities[i]));
    paintTable(ink, QRectF(room.left(), plots.bottom() + theme.space(8), room.width(), room.bottom() - plots.bottom()), costs);
}

std::vector<NumberTable> costNumbers(const Scene& scene)
{
    const Costs costs(scene);
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    for (const CostRow& row : costs.rows())
        rows.push_back(row.name.toStdString());
    for (const Quantity& quantity : quantities)
        columns.emplace_back(quantity.column);
    MatrixOf<double> now(static_cast<Index>(rows.size()), static_cast<Index>(columns.size()));
    for (Index r = 0; r < now.rows(); ++r) {
        const Cost cost = costs.at(costs.rows()[static_cast<std::size_t>(r)], costs.tokens());
        for (Index c = 0; c < now.cols(); ++c)
            now(r, c) = quantities[static_cast<std::size_t>(c)].of(cost);
    }
    std::vector<NumberTable> all{{"cost", rows, columns, now}};
    const std::vector<Index> tokens = plottedTokens();
    std::vector<std::string> counts;
    for (const Index n : tokens)
        counts.push_back(std::to_string(n));
    for (const Quantity& quantity : quantities) {
        MatrixOf<double> values(static_cast<Index>(tokens.size()), static_cast<Index>(rows.size()));
        for (Index n = 0; n < values.rows(); ++n) {
            for (Index r = 0; r < values.cols(); ++r)
                values(n, r) = quantity.of(costs.at(costs.rows()[static_cast<std::size_t>(r)], tokens[static_cast<std::size_t>(n)]));
        }
        all.push_back({std::string("cost_by_tokens.") + quantity.column, counts, rows, values});
    }
    return all;
}

} // namespace hl::ui
