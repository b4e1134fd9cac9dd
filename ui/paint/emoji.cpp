#include "ui/paint/emoji.h"

#include <QList>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace hl::ui {

namespace {

bool isEmojiCode(char32_t code)
{
    return (code >= 0x1F000 && code <= 0x1FAFF) // pictographs, faces, flags
           || (code >= 0x2600 && code <= 0x27BF) // older symbols and dingbats
           || code == 0xFE0F || code == 0x20E3; // "shown as emoji", key cap
}

bool isEmojiCluster(const QString& cluster)
{
    const auto codes = cluster.toUcs4();
    return std::any_of(codes.begin(), codes.end(), [](uint code) { return isEmojiCode(code); });
}

} // namespace

std::vector<TextRun> emojiRuns(const QString& text)
{
    std::vector<TextRun> runs;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype begin = 0;
    while (finder.toNextBoundary() >= 0) {
        const QString cluster = text.mid(begin, finder.position() - begin);
        begin = finder.position();
        const bool isEmoji = isEmojiCluster(cluster);
        if (runs.empty() || runs.back().isEmoji != isEmoji)
            runs.push_back({QString(), isEmoji});
        runs.back().text += cluster;
    }
    return runs;
}

bool hasEmoji(const QString& text)
{
    return isEmojiCluster(text);
}

} // namespace hl::ui
