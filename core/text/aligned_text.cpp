#include "core/text/aligned_text.h"

#include "core/base/limits.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <new>

namespace hl {

void checkGrowth(std::size_t characters)
{
    if (characters > limits::normalizedCharacters)
        throw std::bad_alloc();
}

AlignedText::AlignedText(std::string_view text, int origin)
    : m_origin(origin)
{
    m_chars.reserve(text.size());
    for (int at = 0; at < static_cast<int>(text.size());) {
        const CodePoint c = codePointAt(text, at);
        m_chars.push_back({c.value, origin + c.begin, origin + c.end});
        at = c.end;
    }
}

std::string AlignedText::utf8() const
{
    std::string out;
    out.reserve(m_chars.size());
    for (const AlignedChar& c : m_chars)
        appendUtf8(out, c.value);
    return out;
}

AlignedText AlignedText::slice(int begin, int end) const
{
    AlignedText out;
    out.m_chars.assign(m_chars.begin() + begin, m_chars.begin() + end);
    out.m_origin = begin < end ? m_chars[static_cast<std::size_t>(begin)].begin : m_origin;
    return out;
}

void AlignedText::transform(const std::vector<CharChange>& to, int skipped)
{
    checkGrowth(to.size());
    std::vector<AlignedChar> out;
    out.reserve(to.size());
    const int count = size();
    int at = std::min(skipped, count); // in the old text
    for (const CharChange& step : to) {
        AlignedChar next{step.value, m_origin, m_origin};
        const int source = step.change > 0 ? at - 1 : std::min(at, count - 1);
        if (source >= 0) {
            next.begin = m_chars[static_cast<std::size_t>(source)].begin;
            next.end = m_chars[static_cast<std::size_t>(source)].end;
        }
        if (step.change <= 0)
            at = std::min(at + 1 - step.change, count);
        out.push_back(next);
    }
    m_chars = std::move(out);
}

void AlignedText::keep(int begin, int end)
{
    m_chars.erase(m_chars.begin() + end, m_chars.end());
    m_chars.erase(m_chars.begin(), m_chars.begin() + begin);
}

void AlignedText::prepend(std::u32string_view text)
{
    if (m_chars.empty())
        return;
    checkGrowth(m_chars.size() + text.size());
    std::vector<AlignedChar> added;
    for (const char32_t value : text)
        added.push_back({value, m_chars.front().begin, m_chars.front().end});
    m_chars.insert(m_chars.begin(), added.begin(), added.end());
}

void AlignedText::replace(const std::vector<Range>& ranges, std::u32string_view content)
{
    if (ranges.empty())
        return;
    checkGrowth(m_chars.size() + ranges.size() * content.size());
    std::vector<AlignedChar> out;
    out.reserve(m_chars.size());
    int copied = 0;
    for (const Range& range : ranges) {
        out.insert(out.end(), m_chars.begin() + copied, m_chars.begin() + range.begin);
        copied = range.end;
        AlignedChar added{0, m_origin, m_origin};
        if (range.end > 0)
            added = m_chars[static_cast<std::size_t>(range.end) - 1];
        for (const char32_t value : content)
            out.push_back({value, added.begin, added.end});
    }
    out.insert(out.end(), m_chars.begin() + copied, m_chars.end());
    m_chars = std::move(out);
}

AlignedText::Range AlignedText::typed(int begin, int end) const
{
    if (begin >= end) {
        const bool isInside = begin < size();
        const int at = isInside ? m_chars[static_cast<std::size_t>(begin)].begin
                                : (m_chars.empty() ? m_origin : m_chars.back().end);
        return {at, at};
    }
    const int from = m_chars[static_cast<std::size_t>(begin)].begin;
    return {from, std::max(from, m_chars[static_cast<std::size_t>(end) - 1].end)};
}

Utf8Index::Utf8Index(const AlignedText& text)
{
    m_text.reserve(static_cast<std::size_t>(text.size()));
    m_charOf.reserve(static_cast<std::size_t>(text.size()) + 1);
    int index = 0;
    for (const AlignedChar& c : text.chars()) {
        appendUtf8(m_text, c.value);
        m_charOf.resize(m_text.size(), index++);
    }
    m_charOf.push_back(index);
}

std::u32string toUtf32(std::string_view text)
{
    std::u32string out;
    for (int at = 0; at < static_cast<int>(text.size());) {
        const CodePoint c = codePointAt(text, at);
        out += c.value;
        at = c.end;
    }
    return out;
}

} // namespace hl
