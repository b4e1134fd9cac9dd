#pragma once

#include "core/analysis/edges.h"
#include "ui/figure/figure.h"
#include "ui/figure/lines_layout.h"

namespace hl::ui {

/// Attention as lines from queries to keys: width and opacity by weight, colour by head.
class LinesFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("lines"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] bool needsWidgetThread() const override { return false; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// Part of the picture, as the selection is: an export shows it too. Nothing: all tokens.
    void setIsolated(const std::optional<TokenRole>& token) { m_isolated = token; }
    [[nodiscard]] const std::optional<TokenRole>& isolated() const { return m_isolated; }

    [[nodiscard]] static std::vector<LinesPanel> panels(const QRectF& rect, const Scene& scene);
    [[nodiscard]] static EdgeChoice choiceOf(const PictureOptions& options);

private:
    void paintPanel(Ink& ink, const LinesPanel& panel, const Scene& scene) const;
    void paintEdges(Ink& ink, const LinesPanel& panel, const Scene& scene, const ShownStep& head, const QColor& color,
                    bool isAlone) const;
    void paintLabels(Ink& ink, const LinesPanel& panel, const Scene& scene) const;
    void paintNumbers(Ink& ink, const LinesPanel& panel, const Scene& scene) const;
    [[nodiscard]] bool isIsolated(const LinesPanel& panel) const;
    /// Whether this row or column is the isolated token, or the word that it is in.
    [[nodiscard]] bool isIsolated(const LinesPanel& panel, bool isQuery, Index end) const;

    std::optional<TokenRole> m_isolated;
};

/// "unshown share blocks.0.attn.1.pattern": the truth test computes it again.
[[nodiscard]] QString unshownSourceName(const StepRef& head);

} // namespace hl::ui
