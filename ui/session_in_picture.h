#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace hl::ui {

/// Where an exported picture keeps its session: the key of a PNG's text, the id of an SVG's <metadata>, the name of a file
/// attached to a PDF.
inline constexpr const char* sessionTextKey = "Headlight-Session";
inline constexpr const char* sessionMetadataId = "headlight-session";
inline constexpr const char* sessionAttachment = "session.headlight";

/// The session inside the bytes of a PNG, SVG or PDF that Headlight exported, as JSON; nothing where there is none. Of a PNG no
/// pixel is decoded.
[[nodiscard]] std::optional<QByteArray> sessionInPicture(const QByteArray& file);

} // namespace hl::ui
