#pragma once

#include "core/analysis/head_metrics.h"
#include "core/analysis/number_formats.h"
#include "core/analysis/reading.h"
#include "core/attention/variants.h"
#include "ui/paint/color_tables.h"
#include "ui/paint/theme.h"
#include "ui/selection.h"

#include <QLocale>

#include <optional>
#include <set>
#include <string>

namespace hl::ui {

/// Which numbers share a colour scale.
enum class ScaleMode { Shared, PerHead, PerRow, Symmetric, Log };

/// What the Metrics view shows.
enum class MetricsPage { Table, Layers, Parts, Rollout, Flow, HeadMap, QueryKey };
inline constexpr int metricsPageCount = static_cast<int>(MetricsPage::QueryKey) + 1;

/// Larger windows, strides and the like say nothing new of any text.
inline constexpr int mostVariantParameter = 1'000'000;

/// What the Variants view shows.
enum class VariantsPage { Attention, Formats };

/// How pictures are drawn: the user's choices, remembered between starts and stored with an export.
struct PictureOptions
{
    ColorMapName sequentialMap = ColorMapName::Viridis;
    ScaleMode scale = ScaleMode::PerHead;
    bool excludeFirstToken = false; ///< leave the first key out of the scale (attention sink); its cells are marked
    PatternReading reading;                ///< how attention weights are read: words, special tokens, several heads in one
    int digits = 4;                 ///< significant digits of the ledger, 2..17
    bool showValues = true;         ///< numbers inside cells where they fit
    bool allTerms = false;          ///< Ledger: long sums that lead to a weight are written out; else their first lines
    double lineMass = 0.9;          ///< Lines: edges carrying this share of each row
    bool lineThresholdByValue = false;
    double lineThreshold = 0.05;
    std::optional<HeadMetric> headOrder; ///< Heads: sorted by this, largest first; nothing: by layer
    double headAtLeast = 0.0;            ///< Heads: those whose metric is smaller are left out, when sorted
    std::optional<HeadMetric> headColor; ///< Heads: each head has the colour of this number in the place of its pattern
    MetricsPage metricsPage = MetricsPage::Table;
    HeadMetric metric = HeadMetric::Entropy; ///< Metrics: the one that is defined, plotted, sorted by and taken apart
    bool metricsSorted = false;          ///< Metrics: largest first; else by layer
    double metricAtLeast = 0.0;          ///< Metrics: heads whose metric is smaller are left out; 0: none are
    int headGroups = 4;                  ///< Metrics: groups of heads on their map
    bool pictureRollout = false;         ///< Picture: attention added up over all layers and heads, in the place of one head
    bool showLens = true;                ///< Output: the prediction layer by layer
    std::set<std::pair<int, int>> comparedHeads; ///< (layer, head) added with Ctrl-click
    std::string weights; ///< Weights: which, by name; empty: those of the selected step
    std::string mistake = "no-scaling"; ///< Mistakes: which, by name
    VariantsPage variantsPage = VariantsPage::Attention;
    std::string variant = "local-window"; ///< Variants: which, by name
    VariantParameters variantParameters;
    int kernel = 3; ///< Variants: of the convolution that costs are compared with, odd
    NumberFormat numberFormat = NumberFormat::BFloat16; ///< Variants: whose difference is shown
    PositionKind positionScheme = PositionKind::Sinusoidal;
    int positionLength = 64;
    int positionDims = 64;

    friend bool operator==(const PictureOptions&, const PictureOptions&) = default;
};

/// Everything a picture is a function of. Two equal scenes give the same picture, on screen and in a file.
struct Scene
{
    TracePtr trace; ///< null: nothing computed yet
    Place place;
    PictureOptions options;
    Theme theme;
    bool isStale = false; ///< a newer text is being computed: the picture is dimmed
};

} // namespace hl::ui
