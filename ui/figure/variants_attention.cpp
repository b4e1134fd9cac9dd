// The upper half of the first page: full attention, a variant, their difference, and what it does to the output.
#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/side_by_side.h"
#include "ui/figure/variants_figure.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr int digits = 4; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("VariantsFigure", text);
}

TextSpan plainSpan(const QString& text, const QColor& color)
{
    return {text, color, false, std::nullopt, QString()};
}

/// Numbers of a comparison as spans, each with the name that it is walked back by.
class Numbers
{
public:
    Numbers(const VariantComparison& both, const AttentionVariant& variant, const Theme& theme)
        : m_prefix(QStringLiteral("variant %1 %2 ").arg(nameOfVariant(variant), QString::fromStdString(nameOf(both.step))))
        , m_color(theme.text)
    {}
    [[nodiscard]] TextSpan operator()(double value, const char* what) const
    {
        return {formatValue(value, digits), m_color, true, value, m_prefix + QLatin1String(what)};
    }
    [[nodiscard]] TextSpan percent(double value, const char* what) const
    {
        return {QString::number(100.0 * value, 'f', 1), m_color, true, value, m_prefix + QLatin1String(what)};
    }
    [[nodiscard]] TextSpan count(double value, const char* what) const
    {
        return {formatCount(value), m_color, true, value, m_prefix + QLatin1String(what)};
    }

private:
    QString m_prefix;
    QColor m_color;
};

QString cellText(const VariantComparison& both, Index row, Index col)
{
    return words(QT_TRANSLATE_NOOP("VariantsFigure", "full %1, here %2, difference %3"))
        .arg(formatValue(both.full.weights(row, col), digits), formatValue(both.variant.weights(row, col), digits),
             formatValue(both.difference(row, col), digits));
}

/// The variant's name with the parameters that it uses.
QString titleOf(const AttentionVariant& variant, const VariantParameters& p)
{
    QStringList parts;
    if ((variant.uses & UsesWindow) != 0)
        parts << words(QT_TRANSLATE_NOOP("VariantsFigure", "window %1")).arg(p.window);
    if ((variant.uses & UsesStride) != 0)
        parts << words(QT_TRANSLATE_NOOP("VariantsFigure", "stride %1")).arg(p.stride);
    if ((variant.uses & UsesGlobals) != 0)
        parts << words(QT_TRANSLATE_NOOP("VariantsFigure", "global tokens %1")).arg(p.globals);
    if ((variant.uses & UsesRank) != 0)
        parts << words(QT_TRANSLATE_NOOP("VariantsFigure", "rank %1")).arg(p.rank);
    const QString title = translated(variant.title);
    return parts.isEmpty() ? title : words(QT_TRANSLATE_NOOP("VariantsFigure", "%1 (%2)")).arg(title, listed(parts));
}

std::vector<TextSpan> differenceSpans(const VariantComparison& both, const AttentionVariant& variant, const MatrixLabels& labels, const Theme& theme)
{
    const Numbers number(both, variant, theme);
    if (both.largest == 0.0)
        return {plainSpan(words(QT_TRANSLATE_NOOP("VariantsFigure", "Every weight is the same as in full attention.")), theme.secondary)};
    const QString moved = words(QT_TRANSLATE_NOOP("VariantsFigure", "Largest weight moved: “%1” → “%2”, from %3 to %4. Of what full attention gives, %5 % is on keys that are seen."));
    std::vector<TextSpan> spans = spansOf(
        moved + gapAfter(moved),
        {{labels.row(both.row), theme.query, true, std::nullopt, QString()},
         {labels.col(both.col), theme.key, true, std::nullopt, QString()},
         number(both.full.weights(both.row, both.col), "full-at-largest"),
         number(both.variant.weights(both.row, both.col), "variant-at-largest"),
         number.percent(both.kept, "kept")},
        theme.secondary);
    const std::vector<TextSpan> output = spansOf(
        words(QT_TRANSLATE_NOOP("VariantsFigure", "Output of the head: ‖z′ − z‖ = %1 where ‖z‖ = %2, cosine %3.")),
        {number(both.outputChange, "output-change"), number(both.outputSize, "output-size"), number(both.cosine, "cosine")}, theme.secondary);
    spans.insert(spans.end(), output.begin(), output.end());
    return spans;
}

} // namespace

qreal paintVariant(Ink& ink, const QRectF& rect, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const AttentionVariant& variant = VariantsFigure::variantOf(scene);
    const StepRef step = scene.place.refOf(Step::Pattern);
    QRectF room = rect;
    const auto paragraph = [&](const std::vector<TextSpan>& spans, TextSize size = TextSize::Body) {
        room.setTop(room.top() + flowText(ink, room, spans, size) + theme.space(3));
    };
    paragraph({{titleOf(variant, scene.options.variantParameters), theme.text, true, std::nullopt, QString()},
               plainSpan(QStringLiteral("   ") + QString::fromStdString(nameOf(step)) + QStringLiteral("   ") + translated(variant.formula), theme.secondary)});
    const QString meaning = translated(variant.meaning);
    paragraph({plainSpan(meaning + gapAfter(meaning), theme.text), plainSpan(words(QT_TRANSLATE_NOOP("VariantsFigure", "%1.")).arg(translated(variant.source)), theme.secondary)});
    const auto known = knownVariant(scene.trace, step, scene.options, whenFor(ink.medium()));
    if (!known || !*known) {
        paragraph({plainSpan(known ? translated((*known).error().message) : computingText(), theme.text)});
        return room.top();
    }
    const VariantComparison& both = **known;
    const MatrixLabels labels = MatrixLabels::of(scene, step);
    const Numbers number(both, variant, theme);
    paragraph(spansOf(words(QT_TRANSLATE_NOOP("VariantsFigure", "Compared with full attention of the same queries, keys and values: every key allowed, the model's own mask left out. From the weights that the model itself computes, %1 is %2 away at most.")),
                      {plainSpan(translated(variant.title), theme.text), number(both.fromModel, "from-model")}, theme.secondary));
    paragraph(differenceSpans(both, variant, labels, theme));

    const double largest = std::max(largestFinite(both.full.weights), largestFinite(both.variant.weights));
    std::vector<MatrixPanel> panels;
    panels.push_back({&both.full.weights, words(QT_TRANSLATE_NOOP("VariantsFigure", "Full (rows queries, columns keys)")), heatmapOf(both.full.weights, false, largest, scene), false});
    panels.push_back({&both.variant.weights, translated(variant.title), heatmapOf(both.variant.weights, false, largest, scene), true});
    panels.push_back({&both.difference, words(QT_TRANSLATE_NOOP("VariantsFigure", "Difference")),
                      heatmapOf(both.difference, true, largestFinite(both.difference), scene), true});
    if (variant.sees)
        markForbidden(panels[1], [&](Index row, Index col) {
            return !variant.sees(row + scene.trace->memoryRows(), col, scene.options.variantParameters);
        });
    const qreal bottom = paintSideBySide(ink, panels, room.adjusted(0, theme.space(2), 0, -theme.space(8)), labels);
    addCellAreas(ink, panels, labels, scene, [&](Index row, Index col) { return cellText(both, row, col); });
    return bottom;
}

std::vector<NumberTable> variantNumbers(const Scene& scene)
{
    const StepRef step = scene.place.refOf(Step::Pattern);
    const auto known = knownVariant(scene.trace, step, scene.options, When::Now);
    if (!known || !*known)
        return {};
    const VariantComparison& both = **known;
    const MatrixLabels labels = MatrixLabels::of(scene, step);
    const auto names = [](const std::function<QString(Index)>& label, Index count) {
        std::vector<std::string> out;
        for (Index i = 0; i < count; ++i)
            out.push_back(std::to_string(i) + " " + label(i).toStdString());
        return out;
    };
    const auto queries = names(labels.row, both.queries());
    const auto keys = names(labels.col, both.keys());
    std::vector<std::string> features;
    for (Index i = 0; i < both.full.z.cols(); ++i)
        features.push_back(std::to_string(i));
    const std::vector<std::string> quantities{"largest_weight_moved", "query",         "key",    "kept_weight", "output_change",
                                              "output_size",          "output_cosine", "from_model", "counted_multiply_adds", "counted_numbers_held"};
    MatrixOf<double> summary(1, static_cast<Index>(quantities.size()));
    summary << both.largest, static_cast<double>(both.row), static_cast<double>(both.col), both.kept, both.outputChange, both.outputSize,
        both.cosine, both.fromModel, both.counted.multiplyAdds, both.counted.held;
    return {{"full", queries, keys, both.full.weights},
            {"variant", queries, keys, both.variant.weights},
            {"difference", queries, keys, both.difference},
            {"z_full", queries, features, both.full.z},
            {"z_variant", queries, features, both.variant.z},
            {"summary", {std::string(VariantsFigure::variantOf(scene).name)}, quantities, summary}};
}

} // namespace hl::ui
