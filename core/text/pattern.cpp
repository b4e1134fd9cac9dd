#include "core/text/pattern.h"

#include <algorithm>

namespace hl {

namespace {

/// Appends the stretch before a match, if there is one, and the match.
void addMatch(std::vector<Stretch>& out, int begin, int end)
{
    const int done = out.empty() ? 0 : out.back().end;
    if (done < begin)
        out.push_back({done, begin, false});
    out.push_back({begin, end, true});
}

void addRest(std::vector<Stretch>& out, int size)
{
    const int done = out.empty() ? 0 : out.back().end;
    if (done < size)
        out.push_back({done, size, false});
}

/// Joins each match that does not follow another one to the stretch before it.
std::vector<Stretch> mergedWithPrevious(const std::vector<Stretch>& all)
{
    std::vector<Stretch> out;
    bool wasMatch = false;
    for (const Stretch& stretch : all) {
        if (stretch.isMatch && !wasMatch && !out.empty())
            out.back().end = stretch.end;
        else
            out.push_back(stretch);
        wasMatch = stretch.isMatch;
    }
    return out;
}

std::vector<Stretch> mergedWithNext(const std::vector<Stretch>& all)
{
    std::vector<Stretch> out;
    bool wasMatch = false;
    for (auto stretch = all.rbegin(); stretch != all.rend(); ++stretch) {
        if (stretch->isMatch && !wasMatch && !out.empty())
            out.back().begin = stretch->begin;
        else
            out.push_back(*stretch);
        wasMatch = stretch->isMatch;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<Stretch> contiguous(const std::vector<Stretch>& all)
{
    std::vector<Stretch> out;
    for (const Stretch& stretch : all) {
        if (!out.empty() && out.back().isMatch == stretch.isMatch)
            out.back().end = stretch.end;
        else
            out.push_back(stretch);
    }
    return out;
}

} // namespace

Pattern Pattern::characters(std::function<bool(char32_t)> isMatch)
{
    Pattern out;
    out.m_find = [isMatch = std::move(isMatch)](const AlignedText& text) {
        std::vector<Stretch> found;
        for (int i = 0; i < text.size(); ++i)
            if (isMatch(text.chars()[static_cast<std::size_t>(i)].value))
                addMatch(found, i, i + 1);
        addRest(found, text.size());
        return found;
    };
    return out;
}

Pattern Pattern::literal(const std::string& literal)
{
    Pattern out;
    out.m_find = [wanted = toUtf32(literal)](const AlignedText& text) {
        std::vector<Stretch> found;
        const auto same = [](const AlignedChar& c, char32_t value) { return c.value == value; };
        auto at = text.chars().begin();
        while (!wanted.empty()) {
            at = std::search(at, text.chars().end(), wanted.begin(), wanted.end(), same);
            if (at == text.chars().end())
                break;
            const int begin = static_cast<int>(at - text.chars().begin());
            addMatch(found, begin, begin + static_cast<int>(wanted.size()));
            at += static_cast<std::ptrdiff_t>(wanted.size());
        }
        addRest(found, text.size());
        return found;
    };
    return out;
}

Result<Pattern> Pattern::regex(const std::string& expression)
{
    auto compiled = RegexSplit::fromFile(expression);
    if (!compiled)
        return tl::unexpected(compiled.error());
    Pattern out;
    out.m_find = [regex = *compiled](const AlignedText& text) {
        std::vector<Stretch> found;
        if (text.empty()) // not even an empty match
            return found;
        const Utf8Index index(text);
        for (const ByteRange& match : regex.matches(index.text()))
            addMatch(found, index.charOf(match.begin), index.charOf(match.end));
        addRest(found, text.size());
        return found;
    };
    return out;
}

Pattern Pattern::inverted() const
{
    Pattern out;
    out.m_find = [find = m_find](const AlignedText& text) {
        std::vector<Stretch> found = find(text);
        for (Stretch& stretch : found)
            stretch.isMatch = !stretch.isMatch;
        return found;
    };
    return out;
}

std::vector<Stretch> Pattern::stretches(const AlignedText& text) const
{
    return m_find(text);
}

std::vector<AlignedText> cut(const AlignedText& text, const Pattern& pattern, CutBehaviour behaviour)
{
    std::vector<Stretch> stretches = pattern.stretches(text);
    if (behaviour == CutBehaviour::MergedWithPrevious)
        stretches = mergedWithPrevious(stretches);
    else if (behaviour == CutBehaviour::MergedWithNext)
        stretches = mergedWithNext(stretches);
    else if (behaviour == CutBehaviour::Contiguous)
        stretches = contiguous(stretches);
    std::vector<AlignedText> out;
    for (const Stretch& stretch : stretches)
        if (stretch.begin < stretch.end && !(behaviour == CutBehaviour::Removed && stretch.isMatch))
            out.push_back(text.slice(stretch.begin, stretch.end));
    return out;
}

} // namespace hl
