#pragma once

#include "core/base/error.h"
#include "ui/figure/figure.h"

#include <QByteArray>
#include <QMimeData>

#include <memory>
#include <optional>

namespace hl::ui {

enum class PictureFormat { Png, Svg, Pdf };

/// "png", "svg" or "pdf", in any case; nothing for another word.
[[nodiscard]] std::optional<PictureFormat> pictureFormat(const QString& suffix);

struct ExportOptions
{
    double scale = 2.0;            ///< PNG: pixels per unit; 1 unit is 1/96 inch
    std::optional<double> dpi;     ///< PNG: dots per inch instead of the scale
    std::optional<QSizeF> size;    ///< in units; the figure's natural size otherwise
    QString text;                  ///< the typed text, written into the file's description
    QByteArray session;            ///< JSON of the session, kept in the file so that the picture can be opened again; empty: none
};

/// The figure as a file's bytes. The same scene gives the same bytes. Errors: a picture too large to be useful,
/// nothing computed yet.
[[nodiscard]] Result<QByteArray> exportFigure(const Figure& figure, const Scene& scene, PictureFormat format,
                                              const ExportOptions& options = {});

/// Checks that the bytes are what the path's ending says, writes them entirely or not at all, and reads them back.
/// After a failure the old file is as it was.
[[nodiscard]] Result<void> saveExport(const QString& path, const QByteArray& bytes);

/// The picture for the clipboard: PNG for most programs, SVG for those that take it.
[[nodiscard]] Result<std::unique_ptr<QMimeData>> pictureForClipboard(const Figure& figure, const Scene& scene,
                                                                     const ExportOptions& options = {});

} // namespace hl::ui
