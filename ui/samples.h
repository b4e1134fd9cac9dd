#pragma once

#include "ui/session.h"

#include <QString>

#include <optional>
#include <vector>

namespace hl::ui {

/// A text worth looking at, and what to look at.
struct Sample
{
    QString title;
    QString look; ///< one sentence
    QString text;
    std::optional<QString> second;
    QString model; ///< name of a built-in model
    Place place;
};

/// The samples in the language of the window.
[[nodiscard]] std::vector<Sample> samples();

/// Opens a sample: model, text and place in one step that can be undone. Nothing of what was done to the text before
/// stays. A model that cannot be opened is refused, and the session is as it was.
[[nodiscard]] Result<void> showSample(Session& session, const Sample& sample);

} // namespace hl::ui
