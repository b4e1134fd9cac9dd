#pragma once

#include <QByteArray>

namespace hl::ui {

/// Lets the text of a PDF be searched and copied as it was written. Where a font draws several characters alike, QPdfWriter names
/// the first of them: a tab for a space, and the sign of a radical (U+2F8F) for the word 行 (U+884C). No length changes.
void nameLetters(QByteArray& pdf);

} // namespace hl::ui
