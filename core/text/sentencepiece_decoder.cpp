#include "core/text/sentencepiece_decoder.h"

#include "core/text/normalizers.h"
#include "core/text/token_model.h"
#include "core/text/unicode.h"

#include <unordered_map>

namespace hl {

namespace {

constexpr std::string_view kMark = "▁";

std::string withSpaces(std::string_view piece)
{
    std::string out;
    for (std::size_t at = piece.find(kMark); at != std::string_view::npos; at = piece.find(kMark)) {
        out += piece.substr(0, at);
        out += ' ';
        piece.remove_prefix(at + kMark.size());
    }
    return out.append(piece);
}

std::string stripped(std::string_view text)
{
    AlignedText all(text);
    strip(true, true)(all);
    return all.utf8();
}

/// SentencePiece's own joining of a run of pieces.
class Joiner
{
public:
    Joiner(std::shared_ptr<const SentencePieceModel> model, SentencePieceJoin join)
        : m_model(std::move(model))
        , m_join(std::move(join))
    {
        for (const SentencePiece& piece : m_model->pieces)
            m_types.emplace(piece.piece, piece.type);
    }

    [[nodiscard]] std::string text(std::vector<std::string> pieces) const
    {
        std::vector<std::string> texts;
        std::vector<std::string> run;
        for (std::string& piece : pieces) {
            if (!m_join.separate.contains(piece)) {
                run.push_back(std::move(piece));
                continue;
            }
            giveRun(run, texts);
            texts.push_back(std::move(piece));
        }
        giveRun(run, texts);
        std::string out;
        for (std::size_t i = 0; i < texts.size(); ++i)
            out += (i > 0 ? " " : "") + texts[i];
        return out;
    }

private:
    void giveRun(std::vector<std::string>& run, std::vector<std::string>& out) const
    {
        if (!run.empty())
            if (std::string text = runText(run); !text.empty() || !m_join.strips)
                out.push_back(std::move(text));
        run.clear();
    }

    /// Special pieces as they are, the runs between them joined.
    [[nodiscard]] std::string runText(std::vector<std::string> pieces) const
    {
        std::string out;
        if (m_join.isPlain) {
            for (const std::string& piece : pieces)
                out += withSpaces(piece);
            return m_join.strips ? stripped(out) : out;
        }
        if (m_join.dropsFirstMark && pieces.front().starts_with(kMark))
            pieces.front().erase(0, kMark.size());
        std::vector<std::string> plain;
        bool wasSpecial = false;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (!m_join.special.contains(pieces[i])) {
                if (m_join.spacesAfterFirst && wasSpecial && i == 1 && !pieces[i].starts_with(kMark))
                    out += ' ';
                plain.push_back(std::move(pieces[i]));
                wasSpecial = false;
                continue;
            }
            // A space that a text before it would not need either is stripped at the end.
            if (!wasSpecial && m_join.spacesBeforeSpecial && (m_join.strips || i > 0))
                out += ' ';
            out += joined(plain) + pieces[i];
            plain.clear();
            wasSpecial = true;
        }
        out += joined(plain);
        return m_join.strips ? stripped(out) : out;
    }

    [[nodiscard]] std::string joined(const std::vector<std::string>& pieces) const
    {
        std::string out;
        std::string bytes;
        const bool dropsMarks = m_join.addsPrefix || m_model->removeExtraSpaces;
        bool isAtBegin = true;
        const auto flush = [&] {
            for (const CodePoint& c : codePoints(bytes)) // each byte of what is no character is one U+FFFD
                if (c.value == 0xFFFD && bytes.substr(static_cast<std::size_t>(c.begin), 3) != "\uFFFD")
                    for (int i = c.begin; i < c.end; ++i)
                        out += "\uFFFD";
                else
                    appendUtf8(out, c.value);
            bytes.clear();
        };
        for (const std::string& piece : pieces) {
            const auto type = m_types.find(piece);
            if (type != m_types.end() && type->second == PieceType::Byte) {
                bytes += static_cast<char>(pieceByte(piece).value_or(0));
                isAtBegin = false;
                continue;
            }
            flush();
            if (type != m_types.end() && type->second == PieceType::Control)
                continue;
            if (type != m_types.end() && type->second == PieceType::Unknown) {
                out += m_model->unknownSurface;
                isAtBegin = false;
                continue;
            }
            std::string_view rest = piece;
            bool hadMark = false;
            if (isAtBegin && dropsMarks && rest.starts_with(kMark)) {
                rest.remove_prefix(kMark.size());
                hadMark = !m_model->removeExtraSpaces;
            }
            out += withSpaces(rest);
            isAtBegin = isAtBegin && out.empty() && !hadMark;
        }
        flush();
        return out;
    }

    std::shared_ptr<const SentencePieceModel> m_model;
    SentencePieceJoin m_join;
    std::unordered_map<std::string_view, PieceType> m_types;
};

} // namespace

Decoder sentencePieceDecoder(std::shared_ptr<const SentencePieceModel> model, SentencePieceJoin join)
{
    auto joiner = std::make_shared<const Joiner>(std::move(model), std::move(join));
    return [joiner](std::vector<std::string>& pieces) { pieces = {joiner->text(std::move(pieces))}; };
}

} // namespace hl
