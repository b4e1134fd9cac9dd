#include "core/text/sentencepiece_wrappers.h"

#include "core/text/unicode.h"

namespace hl {

namespace {

constexpr std::string_view kMark = "▁";

class Renumbered final : public TokenModel
{
public:
    Renumbered(std::shared_ptr<const TokenModel> model, PieceTable pieces, std::vector<TokenId> ids,
               std::optional<TokenId> unknown)
        : m_model(std::move(model))
        , m_pieces(std::move(pieces))
        , m_ids(std::move(ids))
        , m_unknown(unknown)
    {}

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override
    {
        std::vector<ModelPiece> out = m_model->split(word);
        for (ModelPiece& piece : out)
            piece.id = m_ids[static_cast<std::size_t>(piece.id)];
        return out;
    }
    [[nodiscard]] const PieceTable& pieces() const override { return m_pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_unknown; }
    [[nodiscard]] const char* kind() const override { return m_model->kind(); }

private:
    std::shared_ptr<const TokenModel> m_model;
    PieceTable m_pieces;
    std::vector<TokenId> m_ids;
    std::optional<TokenId> m_unknown;
};

class CommaModel final : public TokenModel
{
public:
    explicit CommaModel(std::shared_ptr<const TokenModel> model)
        : m_model(std::move(model))
    {}

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override
    {
        std::vector<ModelPiece> out;
        for (const ModelPiece& piece : m_model->split(word)) {
            const std::string_view name = pieces().piece(piece.id);
            const bool isKnown = piece.id != m_model->unknown();
            if (isKnown && name.size() > 1 && name.back() == ',' && endsWithDigit(name.substr(0, name.size() - 1)))
                splitAgain(name, piece, out);
            else
                out.push_back(piece);
        }
        return out;
    }
    [[nodiscard]] const PieceTable& pieces() const override { return m_model->pieces(); }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_model->unknown(); }
    [[nodiscard]] const char* kind() const override { return m_model->kind(); }

private:
    static bool endsWithDigit(std::string_view text)
    {
        std::size_t at = text.size() - 1;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
            --at;
        return isDigit(codePointAt(text, static_cast<int>(at)).value);
    }

    /// The piece's digits are split as a text of their own, with a mark in front that is then taken off again if the
    /// piece had none.
    void splitAgain(std::string_view name, const ModelPiece& piece, std::vector<ModelPiece>& out) const
    {
        const bool hasMark = name.starts_with(kMark);
        std::string inner(kMark);
        inner += name.substr(hasMark ? kMark.size() : 0);
        inner.pop_back();
        const int shift = piece.begin - (hasMark ? 0 : static_cast<int>(kMark.size()));
        std::vector<ModelPiece> pieces = m_model->split(inner);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            ModelPiece part = pieces[i];
            if (i == 0 && !hasMark) {
                const std::string_view first = this->pieces().piece(part.id);
                if (first == kMark)
                    continue;
                if (first.starts_with(kMark)) {
                    const auto bare = this->pieces().find(first.substr(kMark.size()));
                    part.id = bare.value_or(m_model->unknown().value_or(part.id));
                    part.begin = static_cast<int>(kMark.size());
                }
            }
            out.push_back({part.id, part.begin + shift, part.end + shift});
        }
        const auto comma = this->pieces().find(",");
        out.push_back({comma.value_or(m_model->unknown().value_or(0)), piece.end - 1, piece.end});
    }

    std::shared_ptr<const TokenModel> m_model;
};

/// White space to Python's str.split.
bool isPythonSpace(char32_t value)
{
    return isWhitespace(value) || (value >= 0x1C && value <= 0x1F);
}

/// One space between words, none at the ends.
void joinWords(AlignedText& text)
{
    std::vector<AlignedChar> out;
    bool isPending = false;
    for (const AlignedChar& c : text.chars()) {
        if (isPythonSpace(c.value)) {
            isPending = true;
            continue;
        }
        if (isPending && !out.empty())
            out.push_back({U' ', c.begin, c.end}); // belongs to the word behind it, as in the reference's ranges
        isPending = false;
        out.push_back(c);
    }
    text = AlignedText(std::move(out), text.origin());
}

} // namespace

std::shared_ptr<const TokenModel> renumbered(std::shared_ptr<const TokenModel> model, PieceTable pieces,
                                             std::vector<TokenId> ids, std::optional<TokenId> unknown)
{
    return std::make_shared<const Renumbered>(std::move(model), std::move(pieces), std::move(ids), unknown);
}

std::shared_ptr<const TokenModel> withoutCommaAfterDigit(std::shared_ptr<const TokenModel> model)
{
    return std::make_shared<const CommaModel>(std::move(model));
}

Normalizer albertNormalizer(const AlbertCleaning& cleaning)
{
    return [cleaning, graves = replace(Pattern::literal("``"), "\""), quotes = replace(Pattern::literal("''"), "\"")](
               AlignedText& text) {
        if (cleaning.removeSpace)
            joinWords(text);
        graves(text);
        quotes(text);
        if (!cleaning.keepAccents) {
            toUnicodeForm(text, UnicodeForm::Nfkd);
            text.filter([](char32_t c) { return !isCombining(c); });
        }
        if (cleaning.lowerCase)
            lowerCase()(text);
    };
}

} // namespace hl
