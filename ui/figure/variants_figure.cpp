#include "ui/figure/variants_figure.h"

#include "ui/figure/side_by_side.h"
#include "ui/translate.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal narrow = 640.0;    // below it the matrices stand in two rows
constexpr qreal narrowest = 480.0; // below it the figure is scrolled

QRectF roomIn(const QRectF& rect, const Theme& theme)
{
    return rect.adjusted(theme.space(16), theme.space(10), -theme.space(16), -theme.space(8));
}

} // namespace

const AttentionVariant& VariantsFigure::variantOf(const Scene& scene)
{
    const AttentionVariant* chosen = variantNamed(scene.options.variant);
    return chosen ? *chosen : attentionVariants().front();
}

QString VariantsFigure::title(const Scene& scene) const
{
    return scene.options.variantsPage == VariantsPage::Formats ? nameOfFormat(scene.options.numberFormat)
                                                               : translated(variantOf(scene).title);
}

void VariantsFigure::prepare(const Scene& scene) const
{
    prepareVariants(scene.trace, scene.options, scene.place, {});
}

QSizeF VariantsFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    if (scene.options.variantsPage == VariantsPage::Formats)
        return formatsSize(scene) + QSizeF(theme.space(32), theme.space(18));
    const auto rows = static_cast<qreal>(scene.trace->tokens(scene.place.side).size());
    return {theme.space(940), theme.space(240 + std::clamp(rows * 40.0, 80.0, 300.0)) + costsHeight(scene, theme.space(940 - 32))};
}

QSizeF VariantsFigure::leastSize(const Scene& scene) const
{
    return {scene.theme.space(narrow), naturalSize(scene).height()};
}

QSizeF VariantsFigure::leastSizeIn(qreal width, const Scene& scene) const
{
    const bool isNarrow = scene.options.variantsPage == VariantsPage::Attention && width < scene.theme.space(narrow);
    if (!isNarrow)
        return leastSize(scene);
    const qreal own = std::max(width, scene.theme.space(narrowest)) - scene.theme.space(32);
    const qreal costs = costsHeight(scene, own) - costsHeight(scene, scene.theme.space(940 - 32));
    return {scene.theme.space(narrowest), naturalSize(scene).height() + costs + scene.theme.space(heightOfARow + 70)}; // and longer paragraphs
}

void VariantsFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const QRectF room = roomIn(rect, theme);
    if (scene.options.variantsPage == VariantsPage::Formats)
        return paintFormats(ink, room, scene);
    const qreal costs = costsHeight(scene, room.width());
    const qreal bottom = paintVariant(ink, room.adjusted(0, 0, 0, -costs), scene);
    paintCosts(ink, QRectF(room.left(), std::min(bottom + theme.space(12), room.bottom() - costs), room.width(), costs), scene);
}

std::vector<StepRef> VariantsFigure::shownSteps(const Scene& scene) const
{
    return {scene.options.variantsPage == VariantsPage::Formats ? scene.place.ref() : scene.place.refOf(Step::Pattern)};
}

std::vector<NumberTable> VariantsFigure::tables(const Scene& scene) const
{
    if (scene.options.variantsPage == VariantsPage::Formats)
        return formatNumbers(scene);
    std::vector<NumberTable> all = variantNumbers(scene);
    for (NumberTable& table : costNumbers(scene))
        all.push_back(std::move(table));
    return all;
}

QString formatCount(double count)
{
    const bool isWhole = std::isfinite(count) && count >= 1.0 && count < 1e9;
    return formatValue(count, isWhole ? static_cast<int>(std::floor(std::log10(count) + 1e-12)) + 1 : 4);
}

QString nameOfVariant(const AttentionVariant& variant)
{
    return QString::fromLatin1(variant.name.data(), static_cast<qsizetype>(variant.name.size()));
}

QString nameOfFormat(NumberFormat format)
{
    const std::string_view name = infoOf(format).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace hl::ui
