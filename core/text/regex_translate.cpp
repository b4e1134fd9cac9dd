#include "core/text/regex_translate.h"

#include "core/base/shown.h"
#include "core/text/regex_names.h"

#include <optional>
#include <vector>

namespace hl {

namespace {

constexpr std::size_t kLongest = 4096; // bytes
constexpr int kDeepest = 16;           // groups inside each other

constexpr std::string_view kSpace = "\\p{White_Space}";
constexpr std::string_view kNoSpace = "\\P{White_Space}";

/// Reads an expression once, from left to right.
class Translator
{
public:
    explicit Translator(std::string_view text)
        : m_text(text)
    {}

    Result<std::string> run()
    {
        if (m_text.size() > kLongest)
            return refuse(HL_NOOP("core", "the regular expression \"%1\" is longer than 4096 bytes: use a tokenizer "
                                          "with a shorter one"));
        while (m_at < m_text.size() && !m_failed)
            step();
        if (!m_failed && !m_groups.empty())
            fault();
        if (m_failed)
            return refuse(m_failed);
        return m_out;
    }

private:
    /// What a group or a single item holds that another repeat around it would multiply.
    struct Group
    {
        bool hasRepeat = false; ///< an unbounded repeat inside
    };

    tl::unexpected<Error> refuse(const char* sentence) const
    {
        return fail(ErrorCode::BadTokenizer, sentence, {shown(m_text)});
    }
    void fault()
    {
        m_failed = HL_NOOP("core", "the regular expression \"%1\" cannot be read: get the tokenizer's files again");
    }
    void unsupported()
    {
        m_failed = HL_NOOP("core", "the regular expression \"%1\" uses what Headlight does not read (references, "
                                   "calls, intersections): use another tokenizer");
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    char take() { return m_text[m_at++]; }

    void step()
    {
        const char c = peek();
        if (c == '\\')
            escape(false);
        else if (c == '[')
            charClass();
        else if (c == '(')
            open();
        else if (c == ')')
            close();
        else if (c == '*' || c == '+' || c == '?' || c == '{')
            repeat();
        else if (c == '^' || c == '$')
            lineEdge();
        else
            plain();
    }

    /// Lines begin and end at every line break.
    void lineEdge()
    {
        m_out += take() == '^' ? "(?m:^)" : "(?m:$)";
        m_last = Group{};
    }

    void plain()
    {
        m_out += take();
        m_last = Group{};
    }

    void escape(bool isInClass)
    {
        take();
        if (m_at >= m_text.size())
            return fault();
        const char c = take();
        m_last = Group{};
        if (c == 's' || c == 'S')
            m_out += c == 's' ? kSpace : kNoSpace;
        else if (c == 'w')
            m_out += isInClass ? regexWord(false) : "[" + regexWord(true) + "]";
        else if (c == 'W' && !isInClass)
            m_out += "[^" + regexWord(true) + "]";
        else if (c == 'd' || c == 'D')
            add(regexProperty("Nd", c == 'D', isInClass));
        else if (c == 'h') // a hexadecimal digit to Oniguruma, a blank to PCRE2
            m_out += isInClass ? "0-9A-Fa-f" : "[0-9A-Fa-f]";
        else if (c == 'u' && m_at + 4 <= m_text.size()) {
            m_out += "\\x{" + std::string(m_text.substr(m_at, 4)) + "}";
            m_at += 4;
        } else if ((c >= '1' && c <= '9') || c == 'k' || c == 'g' || c == 'G' || c == 'K' || c == 'W' || c == 'R' ||
                   c == 'X' || c == 'Q' || c == 'E' || c == 'C' || c == 'H') {
            unsupported();
        } else if ((c == 'p' || c == 'P') && peek() == '{') {
            property(c == 'P', isInClass);
        } else if ((c == 'b' || c == 'B') && !isInClass) {
            m_out += regexWordEdge(c == 'b');
        } else {
            m_out += '\\';
            m_out += c;
            if (c == 'x' && peek() == '{') { // its number belongs to it
                const std::size_t end = m_text.find('}', m_at);
                if (end == std::string_view::npos)
                    return fault();
                m_out += m_text.substr(m_at, end + 1 - m_at);
                m_at = end + 1;
            }
        }
    }

    /// \p{...} from its brace on.
    void property(bool isNegated, bool isInClass)
    {
        const std::size_t end = m_text.find('}', m_at);
        if (end == std::string_view::npos)
            return fault();
        std::string_view name = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        if (name.starts_with('^')) {
            name.remove_prefix(1);
            isNegated = !isNegated;
        }
        add(regexProperty(name, isNegated, isInClass));
    }

    void add(const std::optional<std::string>& written)
    {
        if (written)
            m_out += *written;
        else
            unsupported();
    }

    /// [...], with what classes inside it hold.
    void charClass()
    {
        m_out += take();
        if (peek() == '^')
            m_out += take();
        if (peek() == ']') { // a bracket that comes first is itself
            take();
            m_out += "\\]";
        }
        for (int depth = 1; depth > 0 && !m_failed;) {
            if (m_at >= m_text.size())
                return fault();
            const char c = peek();
            if (c == '\\') {
                escape(true);
            } else if (c == '[' && peek(1) == ':') {
                const std::size_t end = m_text.find(":]", m_at);
                if (end == std::string_view::npos)
                    return fault();
                std::string_view name = m_text.substr(m_at + 2, end - m_at - 2);
                m_at = end + 2;
                const bool isNegated = name.starts_with('^');
                name.remove_prefix(isNegated ? 1 : 0);
                add(regexPosixClass(name, isNegated));
            } else if (c == '[') {
                take();
                if (peek() == '^')
                    return unsupported();
                ++depth;
            } else if (c == ']') {
                take();
                if (--depth == 0)
                    m_out += ']';
            } else if (c == '&' && peek(1) == '&') {
                return unsupported();
            } else {
                m_out += take();
            }
        }
        m_last = Group{};
    }

    void open()
    {
        m_out += take();
        if (peek() == '?') {
            const char kind = peek(1);
            const bool isKnown = kind == ':' || kind == '=' || kind == '!' || kind == 'i' || kind == '>' ||
                                 kind == 's' || kind == 'm' || kind == 'x' || kind == '-' ||
                                 (kind == '<' && (peek(2) == '=' || peek(2) == '!'));
            if (!isKnown)
                return unsupported();
            m_out += take();
        } else if (peek() == '*') {
            return unsupported();
        } else {
            m_out += "?:"; // nothing is captured
        }
        m_groups.push_back(Group{});
        if (static_cast<int>(m_groups.size()) > kDeepest)
            unsupported();
        m_last.reset();
        while (m_at < m_text.size() && (std::string_view("?:=!i>smx-<").find(peek()) != std::string_view::npos) &&
               m_out.back() != ':' && m_out.back() != '=' && m_out.back() != '!' && m_out.back() != '>') {
            const char option = take();
            m_out += option == 'm' ? 's' : option; // a dot that also stands for line breaks
        }
    }

    void close()
    {
        if (m_groups.empty())
            return fault();
        m_out += take();
        m_last = m_groups.back();
        m_groups.pop_back();
        if (m_last->hasRepeat && !m_groups.empty())
            m_groups.back().hasRepeat = true;
    }

    void repeat()
    {
        const std::size_t begin = m_at;
        const char c = take();
        bool isUnbounded = c == '*' || c == '+';
        if (c == '{') {
            const std::size_t end = m_text.find('}', m_at);
            const std::string_view inner =
                end == std::string_view::npos ? std::string_view() : m_text.substr(m_at, end - m_at);
            if (inner.empty() || inner == "," || inner.find_first_not_of("0123456789,") != std::string_view::npos) {
                m_out += "\\{"; // a brace like any other letter
                m_last = Group{};
                return;
            }
            isUnbounded = inner.back() == ',' || inner.size() > 3; // {2,} or {1,9999}
            m_at = end + 1;
        }
        if (!m_last)
            return fault();
        if (isUnbounded && m_last->hasRepeat) {
            m_failed = HL_NOOP("core", "the regular expression \"%1\" repeats a repeat, which can take for ever: "
                                       "Headlight does not run it");
            return;
        }
        const std::string_view written = m_text.substr(begin, m_at - begin);
        m_out += written.starts_with("{,") ? "{0" + std::string(written.substr(1)) : std::string(written);
        if ((peek() == '+' && c != '{') || peek() == '?') // possessive or lazy; {2}+ is a repeat of a repeat
            m_out += take();
        m_last->hasRepeat = true;
        if (isUnbounded) {
            if (!m_groups.empty())
                m_groups.back().hasRepeat = true;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_out;
    std::vector<Group> m_groups;
    std::optional<Group> m_last; ///< what a repeat would repeat
    const char* m_failed = nullptr;
};

} // namespace

Result<std::string> translateRegex(std::string_view expression)
{
    return Translator(expression).run();
}

} // namespace hl
