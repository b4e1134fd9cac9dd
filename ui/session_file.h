#pragma once

#include "core/base/error.h"
#include "core/run/run_request.h"
#include "ui/figure/scene.h"

#include <QByteArray>
#include <QString>

namespace hl::ui {

/// Everything a window shows, as a value that a file can hold: what was typed and changed, what is selected, how it is drawn.
struct SavedSession
{
    QString modelName;  ///< a folder or the name of a built-in model
    RunRequest request; ///< its model is not there yet
    Place place;
    PictureOptions options;
    QString view = QStringLiteral("stage"); ///< the one that an export would draw
    QString compare; ///< what Compare sets beside it, as `render --compare` takes it; empty: nothing that can be told in words
    bool isDark = false;
};

/// The session as JSON; the manual tells the keys. A custom mask is part of it, a float64 run is not: windows have none.
[[nodiscard]] QByteArray sessionToJson(const SavedSession& session);

/// Reads what sessionToJson() wrote; `what` names it in sentences. An option that is unknown or out of its range keeps its default,
/// so that other versions' files can be read; anything else that is wrong is refused.
[[nodiscard]] Result<SavedSession> sessionFromJson(const QByteArray& json, const QString& what);

/// A session's file, or a picture that Headlight exported, which has its session inside.
[[nodiscard]] Result<SavedSession> readSession(const QString& path);
[[nodiscard]] Result<void> writeSession(const QString& path, const SavedSession& session);

/// Whether a file's name says that readSession() may read it: .headlight, .png, .svg, .pdf.
[[nodiscard]] bool mayHoldSession(const QString& path);

} // namespace hl::ui
