#pragma once

#include "app/commands/command.h"
#include "ui/figure/export.h"

namespace hl {

/// How the picture is to look.
struct Look
{
    ui::ExportOptions picture;
    std::optional<ui::ColorMapName> map; ///< nothing: what a session says, else viridis
    std::optional<bool> isDark;          ///< the same: else light
};

/// --theme, --map, --size and --scale.
[[nodiscard]] tl::expected<Look, UsageError> readLook(const Options& given);

/// --page, --metric and --color: what the metrics view shows, and how the heads are sorted and coloured.
[[nodiscard]] tl::expected<void, UsageError> readMetrics(const Options& given, ui::PictureOptions& options);

/// --color-scale, --exclude-first, --mass and --threshold: what the colours and the lines leave out.
[[nodiscard]] tl::expected<void, UsageError> readScales(const Options& given, ui::PictureOptions& options);

/// --words, --specials and --aggregate; refused for a view that they say nothing about.
[[nodiscard]] tl::expected<void, UsageError> readReadingFor(const Options& given, const std::string& view, ui::PictureOptions& options);

/// --variant, --window, --stride, --globals, --rank, --kernel and --format: what the variants view shows.
[[nodiscard]] tl::expected<void, UsageError> readVariants(const Options& given, const std::string& view, ui::PictureOptions& options);

/// The figure that --view names.
[[nodiscard]] tl::expected<std::unique_ptr<ui::Figure>, UsageError> namedFigure(const std::string& name);

/// --step, --side, --cross, --layer and --head; what the model does not have is refused, never replaced.
[[nodiscard]] tl::expected<ui::Place, Failure> readPlace(const Options& given, const Model& model);

/// The place with --row (or --query) and --col (or --key) selected.
[[nodiscard]] tl::expected<ui::Place, Failure> withSelectedCell(const Options& given, ui::Place place, const Trace& trace);

} // namespace hl
