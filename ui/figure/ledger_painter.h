#pragma once

#include "core/analysis/reading_ledger.h"
#include "core/output/ledger_pieces.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/shown_step.h"

namespace hl::ui {

/// Paints explanations from top to bottom, and so finds out how high they are.
class LedgerPainter
{
public:
    LedgerPainter(Ink& ink, const QRectF& rect, const Scene& scene);

    void heading(const Explanation& explanation);
    void sentence();
    /// What the selected cell of a reading says.
    void sentence(const ShownStep& shown);
    /// One explanation as one step: `label` in the left column. Of one that only leads to what is selected (`isPart`), a long
    /// sum has its first lines, unless all terms are wanted.
    void step(const QString& label, const Explanation& explanation, bool isPart);
    /// The four parts of the softmax: max, exp, sum, weight.
    void softmax(const QString& label, const std::vector<Explanation>& chain);
    /// Several heads in one: each head's share and its own number, then the result.
    void heads(const QString& label, const Explanation& explanation, const ReadingLedger& ledger);
    void agreement(const Explanation& explanation);
    void invariants(const Explanation& explanation);
    void message(const QString& text, const QColor& color);
    void gap(qreal pixels) { m_y += m_scene.theme.space(pixels); }

    [[nodiscard]] qreal bottom() const { return m_y; }

private:
    void label(const QString& text);
    void sentence(const Message& message, double percent);
    void expression(const Explanation& explanation);
    void result(const Explanation& explanation, const QString& words);
    /// Numbers in their formula, broken into lines between pieces.
    void flow(const std::vector<LedgerPiece>& pieces, const Explanation& explanation);
    /// The terms of a long sum, or a row's numbers, in columns.
    void columns(const Explanation& explanation, bool isPart);
    /// Whether the present line is in sight: a screen is spared the others.
    [[nodiscard]] bool isSeen() const;
    /// Means, variances, divisors: each with its name.
    void quantities(const Explanation& explanation);
    void number(const QRectF& rect, int flags, const LedgerPiece& piece, const Explanation& explanation);
    /// A dot, green or red, before a sentence.
    void light(bool isGood, const std::vector<TextSpan>& spans);
    void rule();

    [[nodiscard]] QColor colorOf(const LedgerPiece& piece) const;
    [[nodiscard]] qreal contentLeft() const;
    [[nodiscard]] qreal contentWidth() const;
    [[nodiscard]] QString derivedName(const Explanation& explanation, const QString& what) const;

    Ink& m_ink;
    QRectF m_rect;
    const Scene& m_scene;
    qreal m_y;
    qreal m_line; ///< height of a line of numbers
};

} // namespace hl::ui
