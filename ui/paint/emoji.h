#pragma once

#include <QString>

#include <vector>

namespace hl::ui {

/// A stretch of a text that is drawn in one way.
struct TextRun
{
    QString text;
    bool isEmoji = false;
};

/// Cuts a text into emoji and the rest, without splitting what is one character to a person.
[[nodiscard]] std::vector<TextRun> emojiRuns(const QString& text);
[[nodiscard]] bool hasEmoji(const QString& text);

} // namespace hl::ui
